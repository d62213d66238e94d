"""Wishes in words by the words themselves: how much of a wish the record of an item holds, in whatever form.

Beside the search by meaning, which finds what lies near and cannot tell whether it is there: of items whose record
holds every word of a wish, nine in ten are what was wished for; of the others in the same places, one in four.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from retrievers.catalogue import Catalogue
from retrievers.items import Item
from retrievers.semantic import describe
from retrievers.text import fold

Vectors = NDArray[np.float32]

_WORDS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[^\W_\u3400-\u4dbf\u4e00-\u9fff]+")
_KEPT = 64  # wishes whose shares are kept


class Lexical:
    """Which items hold the words of a wish, compared by stem (Snowball, English) or by pairs of Chinese letters."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.shares = lru_cache(maxsize=_KEPT)(self._shares)

    def warm(self) -> None:
        """Read the records now rather than at the first wish in words."""
        _ = self._holders

    def _shares(self, text: str) -> Vectors:
        """For each item the share of the words of ``text`` that it holds, in [0, 1]; a rare word counts for more.

        A word counts as in BM25, by the logarithm of how few hold it (Robertson and Spärck Jones 1976). How often one
        holds it is left out: in a record of three lines that tells nothing.
        """
        found, whole = np.zeros(len(self._catalogue), np.float32), 0.0
        for word in {*words(text)}:
            rows = self._holders.get(word, ())
            rarity = float(np.log1p((len(found) - len(rows) + 0.5) / (len(rows) + 0.5)))
            found[np.asarray(rows, np.int64)] += np.float32(rarity)
            whole += rarity
        return found / np.float32(whole or 1.0)

    @cached_property
    def _holders(self) -> dict[str, list[int]]:
        """Word → the rows of the items that hold it."""
        holders: dict[str, list[int]] = defaultdict(list)
        for row, item in enumerate(self._catalogue.items):
            for word in {*words(_record(item))}:
                holders[word].append(row)
        return dict(holders)


def words(text: str) -> list[str]:
    """The words of ``text`` as they are compared: ``Racing cars`` → ``race``, ``car``."""
    return [word for match in _WORDS.finditer(fold(text)) for word in _compared(match[0])]


def _record(item: Item) -> str:
    return f"{item.title} {describe(item)}"


@lru_cache(maxsize=200_000)
def _compared(word: str) -> tuple[str, ...]:
    if word[0] >= "\u3400":
        return tuple(word[at : at + 2] for at in range(len(word) - 1)) or (word,)
    from snowballstemmer import stemmer  # a new one each time: it keeps the word it is at, and threads would share it

    return (str(stemmer("english").stemWord(word)),)
