"""Do simulated people give their hidden targets away? A guesser that sees nothing but what they said tries to find out.

It ranks all items by BM25 (Robertson and Zaragoza 2009) of the person's words against titles and against the people and
series that only a few items share: what a need may not tell. Its floor is itself, given the words of somebody else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.simulation.metrics import interval
from assistant.evaluation.simulation.needs import LEAST_SHARED
from assistant.evaluation.simulation.talks import Played
from assistant.evaluation.simulation.telling import names, titles, words
from retrievers.catalogue import Catalogue
from retrievers.items import Item

Scores = NDArray[np.float64]
_K1, _B = 1.2, 0.75
_OTHERS = 20  # dialogues of other people that each need is guessed from
_WITHIN = 10


class Guesser:
    """Items by how well their titles and unique attributes go with a text."""

    def __init__(self, catalogue: Catalogue, seed: int = 0) -> None:
        self.rows = catalogue.rows_by_id
        shared = Counter(name for item in catalogue.items for name in names(item))
        documents = [_document(item, shared) for item in catalogue.items]
        lengths = np.array([len(document) for document in documents], np.float64)
        self._found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for row, document in enumerate(documents):
            damped = _K1 * (1 - _B + _B * lengths[row] / max(lengths.mean(), 1))
            for word, times in Counter(document).items():
                self._found[word].append((row, times * (_K1 + 1) / (times + damped)))
        self._ties = np.random.default_rng(seed).random(len(documents)) * 1e-6

    def scores(self, text: str) -> Scores:
        """One score an item; what shares no word with the text keeps a place drawn by lot."""
        scores = self._ties.copy()
        for word in set(words(text)):
            found = self._found.get(word, [])
            rarity = np.log(1 + (len(scores) - len(found) + 0.5) / (len(found) + 0.5))
            for row, weight in found:
                scores[row] += rarity * weight
        return scores


def audit(played: Sequence[Played], catalogue: Catalogue, seed: int) -> dict[str, Any]:
    """One row: how often a target is among the guesser's first ten, for its floor too, and the paired difference.

    ``mrr`` is the reciprocal rank of the best target. What the person named is no guess, in either case.
    """
    guesser = Guesser(catalogue, seed)
    random = Random(seed)
    scores = [guesser.scores(" ".join(_said(one))) for one in played]
    named = [[guesser.rows[id] for id in _named(one)] for one in played]
    own, floor = [], []
    for at, one in enumerate(played):
        targets = [guesser.rows[id] for id in one.need["targets"]]
        others = [n for n, other in enumerate(played) if n != at and other.language == one.language]
        drawn = random.sample(others, min(_OTHERS, len(others)))
        if not drawn:
            continue
        own.append(_guessed(scores[at], named[at], targets))
        floor.append(np.mean([_guessed(scores[n], named[n], targets) for n in drawn], axis=0))
    rng = np.random.default_rng(seed)
    row: dict[str, Any] = {"system": "guesser", "persona": "all", "n": len(own)}
    values, floors = np.array(own).reshape(-1, 2), np.array(floor).reshape(-1, 2)
    for at, name in enumerate((f"hit@{_WITHIN}", "mrr")):
        row |= interval(name, values[:, at], rng) | interval(f"floor_{name}", floors[:, at], rng)
        row |= interval(f"difference_{name}", values[:, at] - floors[:, at], rng)
    return row


def _guessed(scores: Scores, named: Sequence[int], targets: Sequence[int]) -> tuple[float, float]:
    """Is a target that was not named among the first ten, and the reciprocal rank of the best one."""
    scores = scores.copy()
    scores[list(named)] = -np.inf
    hidden = [row for row in targets if row not in named]
    if not hidden:
        return 0.0, 0.0
    rank = 1 + int(np.count_nonzero(scores > scores[hidden].max()))
    return float(rank <= _WITHIN), 1 / rank


def _said(played: Played) -> Iterator[str]:
    return (step.utterance.text for step in played.steps)


def _named(played: Played) -> set[str]:
    """What the person told an opinion of: likes and dislikes, at any time."""
    accounts = (step.utterance.account for step in played.steps)
    told = {id for account in accounts for id in (*account.likes, *account.dislikes)}
    return told - set(played.need["targets"])


def _document(item: Item, shared: Counter[str]) -> list[str]:
    unique = [name for name in names(item) if shared[name] < LEAST_SHARED]
    return [word for text in (*titles(item), *unique) for word in words(text)]
