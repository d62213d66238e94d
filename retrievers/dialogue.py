"""What to name next in a dialogue between a seeker and a recommender: a fixed, weighed sum of signals. Knows no file.

It learns from whole dialogues of other people; where the catalogue tells genres and people it listens to these too.
Dialogues come as values (`retrievers.utterances`), items as catalogue rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrievers.dialogue_signals import (
    Floats,
    PeopleNamed,
    Popularity,
    SharedStars,
    Signal,
    ToldGenres,
    WordsAndItems,
)
from retrievers.items import Item
from retrievers.utterances import Said, named


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What each signal counts, and what an item is given that the last utterance named, or only an earlier one."""

    signals: Mapping[str, float]
    named_last: float
    named_before: float


#: Fitted to ReDial's training dialogues: those under which the next items are most likely (softmax over all items),
#: means of five folds (docs/experiments.md). An item shares its own stars, so it needs little more for being named.
_TOLD = Weights(
    signals={
        "popularity": 0.105, "words and items": 0.806, "told genres": 0.285, "people named": 2.12, "shared stars": 1.65,
    },
    named_last=0.24, named_before=-0.31,
)  # fmt: skip
#: The same where the catalogue tells neither genres nor people.
_BARE = Weights(signals={"popularity": -0.328, "words and items": 1.3}, named_last=3.72, named_before=2.44)
_BATCH = 500


class DialogueRecommender:
    """Ranks all items at any moment of a dialogue, from the items and words so far.

    Learning solves for (items + words)² floats in (items + words)³ operations: seconds for 2,000 dialogues with 7,000
    of them.
    """

    def __init__(self, dialogues: Sequence[Said], items: Sequence[Item]) -> None:
        told = any(item.genres or item.people for item in items)
        self._items = len(items)
        self._weights = _TOLD if told else _BARE
        self._signals: dict[str, Signal] = {
            "popularity": Popularity(dialogues, len(items)),
            "words and items": WordsAndItems(dialogues, len(items)),
        }
        if told:
            self._signals["told genres"] = ToldGenres(dialogues, items)
            self._signals["people named"] = PeopleNamed(items)
            self._signals["shared stars"] = SharedStars(items)

    def scores(self, dialogues: Sequence[Said]) -> Floats:
        """float32 of shape (dialogues, items) for dialogues so far; higher is better, roughly a logarithm of chances.

        The first place goes to an item that nobody has named yet: what was just said is no recommendation. Below it,
        what was named competes with the rest, because people come back to it. The order among items not yet named is
        that of their signals alone, so whoever wants no repetition leaves out what was named.
        """
        found = np.empty((len(dialogues), self._items), np.float32)
        for start in range(0, len(dialogues), _BATCH):
            batch = dialogues[start : start + _BATCH]
            found[start : start + len(batch)] = self._weighed(batch)
        for score, said in zip(found, dialogues, strict=True):
            self._repeat(score, said)
        return found

    def _weighed(self, dialogues: Sequence[Said]) -> Floats:
        total = np.zeros((len(dialogues), self._items), np.float32)
        for name, signal in self._signals.items():
            total += np.float32(self._weights.signals[name]) * signal.scores(dialogues)
        return total

    def _repeat(self, score: Floats, said: Said) -> None:
        """Weigh what was named, in place, and lift the best of the rest above all of it."""
        mentioned = list(named(said))
        if not mentioned:
            return
        last = set(said[-1].items)
        for row in mentioned:
            score[row] += self._weights.named_last if row in last else self._weights.named_before
        if len(mentioned) < len(score):
            rest = score.copy()
            rest[mentioned] = -np.inf
            best = int(rest.argmax())
            score[best] = max(score[best], np.nextafter(score.max(), np.float32(np.inf)))
