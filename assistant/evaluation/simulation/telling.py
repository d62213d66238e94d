"""Which words give an item away: those of its titles, and of its people and series, that few other items have.

Whoever names such a word has as good as named the item; so nobody is after what their own words give away.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from retrievers.catalogue import Catalogue
from retrievers.items import Item
from retrievers.text import fold

_WORD = re.compile(r"[\u4e00-\u9fff]+|[^\W_]+")


def words(text: str) -> Iterator[str]:
    """Words in lower case without accents; of Chinese, each character and each pair of neighbours."""
    for match in _WORD.finditer(fold(text)):
        word = match[0]
        if "\u4e00" <= word[0] <= "\u9fff":
            yield from word
            yield from (word[at : at + 2] for at in range(len(word) - 1))
        else:
            yield word


def names(item: Item) -> frozenset[str]:
    """The people and the series of an item."""
    return frozenset((*(person.name for person in item.people), *((item.series,) if item.series else ())))


def titles(item: Item) -> tuple[str, ...]:
    """Every title of an item, in any language, once."""
    return tuple(dict.fromkeys((item.title, *item.titles.values())))


class Telling:
    """Rare words of one catalogue: those that fewer than ``least`` items have in a title or a name."""

    def __init__(self, catalogue: Catalogue, least: int) -> None:
        self._catalogue = catalogue
        self._least = least

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        """Id → the words of its titles and names."""
        return {
            item.id: frozenset(word for text in (*titles(item), *names(item)) for word in words(text))
            for item in self._catalogue.items
        }

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(word for of in self._words.values() for word in of)

    def given_away(self, items: Iterable[Item], told: Iterable[str]) -> frozenset[str]:
        """The ids of those ``items`` of which a rare word is among the words of the texts in ``told``."""
        said = {word for text in told for word in words(text) if self._counts[word] < self._least}
        return frozenset(item.id for item in items if said & self._words[item.id])
