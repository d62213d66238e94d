"""What a dialogue so far says about each item: separate signals, scores of shape (dialogues, items), not yet weighed.

Every signal learns from whole dialogues of other people, or from the catalogue. It knows no file and no other signal.
The constants were tried on ReDial (docs/experiments.md); they lie on flat optima.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrievers.factors import inverted
from retrievers.items import Item
from retrievers.utterances import Said, bags, mentions, vocabulary

Floats = NDArray[np.float32]

#: Mentions that every item is given beforehand, so that one that was never named has a logarithm.
_HALF = np.float32(0.3)
#: A word counts when it was said in so many dialogues.
_LEAST_DIALOGUES = 3
#: A word of the recommender says less about the seeker than a word of the seeker.
_RECOMMENDER_WORD = 0.4
#: EASE over items and words: penalty of an item and of a word, and the weight of the rarest word beside an item's 1.
_ITEM_PENALTY, _WORD_PENALTY, _WORD_WEIGHT = 200.0, 500.0, 2.0
#: The least linear score before its logarithm, in shares of the item's mentions: what was never seen beside anything.
_FLOOR = np.float32(3e-4)
#: Mentions at which the genres named beside a word count as much as those of all dialogues, and as mentions beforehand.
_GENRE_PRIOR, _GENRE_MENTIONS = 40.0, 50.0

_PLAIN = re.compile(r"[a-z0-9]+")


class Signal(Protocol):
    """Dialogues so far → float32 scores of every item."""

    def scores(self, dialogues: Sequence[Said]) -> Floats: ...


class Popularity:
    """log(n + 0.3), with n the dialogues that name an item."""

    def __init__(self, dialogues: Sequence[Said], items: int) -> None:
        self.mentions = np.asarray(mentions(dialogues, items).sum(axis=0), np.float32) + _HALF

    def scores(self, dialogues: Sequence[Said]) -> Floats:
        return np.repeat(np.log(self.mentions)[None], len(dialogues), axis=0)


class WordsAndItems:
    """EASE (Steck, WWW 2019) with words as further columns: each item from the items and the words beside it.

    Z = [X, 2 W diag(idf)] with a row for each dialogue (X items, W words, 0 or 1), idf = log(D / df) / its maximum;
    P = (ZᵀZ + diag(penalties))⁻¹; B_ji = -P_ji / P_ii, for items i as targets. A dialogue q, in which a word that only
    the recommender said counts 0.4, scores log(max(q B, 0) + floor): a logarithm, as the other signals are.
    """

    def __init__(self, dialogues: Sequence[Said], items: int) -> None:
        self._items = items
        self._floor = _FLOOR * Popularity(dialogues, items).mentions
        together = mentions(dialogues, items)
        self._known = np.flatnonzero(together.sum(axis=0))
        self._columns = vocabulary(dialogues, least=_LEAST_DIALOGUES)
        said = bags(dialogues, self._columns, recommender=1.0)
        rare = np.log(len(dialogues) / np.asarray(said.sum(axis=0)))
        self._rarity = (_WORD_WEIGHT * rare / max(rare.max(initial=0), 1e-9)).astype(np.float32)
        both = sparse.hstack([together[:, self._known], said @ sparse.diags_array(self._rarity)]).tocsr()
        penalties = np.repeat(
            np.array([_ITEM_PENALTY, _WORD_PENALTY], np.float32), [len(self._known), len(self._columns)]
        )
        self._weights = _ease(both, penalties, len(self._known))

    def scores(self, dialogues: Sequence[Said]) -> Floats:
        given = mentions(dialogues, self._items)[:, self._known]
        said = bags(dialogues, self._columns, recommender=_RECOMMENDER_WORD) @ sparse.diags_array(self._rarity)
        found = np.zeros((len(dialogues), self._items), np.float32)
        found[:, self._known] = sparse.hstack([given, said]).tocsr() @ self._weights
        return np.asarray(np.log(np.maximum(found, 0) + self._floor))


def _ease(examples: sparse.csr_array, penalties: Floats, targets: int) -> Floats:
    """Weights of shape (columns, ``targets``): the first columns from all others, by least squares."""
    pairs = (examples.T @ examples).toarray()
    pairs[np.diag_indices(len(pairs))] += penalties
    if not targets:
        return np.zeros((len(pairs), 0), np.float32)
    inverse = inverted(pairs)
    weights = np.asarray(-inverse[:, :targets] / np.diag(inverse)[:targets], np.float32)
    weights[np.diag_indices(targets)] = 0
    return weights


class ToldGenres:
    """Naive Bayes over genres: log odds that an item named beside the seeker's words has each genre, or lacks it."""

    def __init__(self, dialogues: Sequence[Said], items: Sequence[Item]) -> None:
        self._genres = _flags([item.genres for item in items]).toarray()
        self._columns = vocabulary(dialogues, least=_LEAST_DIALOGUES)
        together = mentions(dialogues, len(items))
        said = bags(dialogues, self._columns, recommender=1.0)
        of_genres = together @ self._genres
        usual = (of_genres.sum(axis=0) + 1) / (together.sum() + _GENRE_MENTIONS)
        beside = np.asarray(said.T @ together.sum(axis=1))[:, None]
        share = (said.T @ of_genres + _GENRE_PRIOR * usual) / (beside + _GENRE_PRIOR)
        self._has, self._lacks = np.log(share / usual), np.log((1 - share) / (1 - usual))

    def scores(self, dialogues: Sequence[Said]) -> Floats:
        said = bags(dialogues, self._columns, recommender=0.0)
        has, lacks = said @ self._has, said @ self._lacks
        return np.asarray(has @ self._genres.T + lacks @ (1 - self._genres).T, np.float32)


class PeopleNamed:
    """1 where a person of the item is named in full by the seeker. Names of one word are words, not people."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = len(items)
        self._rows: dict[str, list[int]] = {}
        for row, item in enumerate(items):
            for name in {_plain(person.name) for person in item.people}:
                if " " in name:
                    self._rows.setdefault(name, []).append(row)
        self._by_first: dict[str, list[str]] = {}
        for name in self._rows:
            self._by_first.setdefault(name.split()[0], []).append(name)

    def scores(self, dialogues: Sequence[Said]) -> Floats:
        found = np.zeros((len(dialogues), self._items), np.float32)
        for at, said in enumerate(dialogues):
            text = _plain(" ".join(utterance.text for utterance in said if utterance.seeker))
            for first in set(text.split()) & self._by_first.keys():
                for name in self._by_first[first]:
                    if f" {name} " in f" {text} ":
                        found[at, self._rows[name]] = 1
        return found


class SharedStars:
    """The number of an item's cast that it shares with an item that was named, as a mean over those."""

    def __init__(self, items: Sequence[Item]) -> None:
        stars = _flags([[p.name for p in item.people if p.role == "cast"] for item in items])
        self._shared = (stars @ stars.T).tocsr()

    def scores(self, dialogues: Sequence[Said]) -> Floats:
        given = mentions(dialogues, self._shared.shape[0])
        each = sparse.diags_array((1 / np.maximum(given.sum(axis=1), 1)).astype(np.float32))
        return np.asarray((each @ given @ self._shared).toarray(), np.float32)


def _flags(lists: Sequence[Sequence[str]]) -> sparse.csr_array:
    """Lists of words → a row of zeros and ones each."""
    columns: dict[str, int] = {}
    entries = [
        (at, columns.setdefault(word.lower(), len(columns))) for at, one in enumerate(lists) for word in set(one)
    ]
    rows, cols = np.array(sorted(set(entries)), dtype=int).reshape(-1, 2).T
    return sparse.csr_array((np.ones(len(rows), np.float32), (rows, cols)), shape=(len(lists), len(columns)))


def _plain(text: str) -> str:
    return " ".join(_PLAIN.findall(text.lower()))
