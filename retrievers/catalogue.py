"""The validated items as columns: lookup by id, facets with their values, and the rows behind each value.

It does not read files (`sources`), decide what passes a condition (`filters`) or know any vector.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from retrievers.errors import BadData
from retrievers.items import Item
from retrievers.text import fold
from retrievers.vocabulary import vocabulary

Rows = NDArray[np.int32]

#: Facets whose values are words, with the way to read them off an item. Further columns come from ``Item.extra``.
_WORDS: Mapping[str, Callable[[Item], tuple[str, ...]]] = {
    "kind": lambda item: (item.kind,) if item.kind else (),
    "genre": lambda item: item.genres,
    "people": lambda item: tuple(person.name for person in item.people),
    "language": lambda item: item.languages,
    "country": lambda item: item.countries,
    "mood": lambda item: item.moods,
    "theme": lambda item: item.themes,
    "note": lambda item: item.notes,
    "series": lambda item: (item.series,) if item.series else (),
}
_NUMBERS: Mapping[str, Callable[[Item], int | None]] = {
    "year": lambda item: item.year,
    "length": lambda item: item.length,
}
#: The facets that any catalogue may have; a table's further columns are facets of its own.
FACETS = (*_WORDS, *_NUMBERS, "popularity")

#: What ``short`` and ``long`` mean: at most, and more than (minutes for films, pages for books).
_USUAL_LENGTHS = {"film": (95, 130), "book": (250, 400)}

#: A column with more values than this holds names; a value of more words than this is a sentence.
_MOST_VALUES = 300
_MOST_WORDS = 4
#: Facets that the vocabulary describes by words of its own, beside which a catalogue may have others.
_DESCRIBED = ("kind", "genre", "mood", "theme", "language", "country")


@dataclass(frozen=True)
class Catalogue:
    """Items in a fixed order; a *row* is a position in it. ``raters`` and ``means`` come from the interactions.

    ``raters[row]`` is how many people liked the item, ``means[row]`` its mean rating (NaN where nobody rated it),
    ``scale`` the ends of the rating scale or None where there is none.
    """

    items: Sequence[Item]
    raters: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    means: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    scale: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if not len(self.raters):
            object.__setattr__(self, "raters", np.zeros(len(self.items), np.int32))
            object.__setattr__(self, "means", np.full(len(self.items), np.nan, np.float32))

    def __len__(self) -> int:
        return len(self.items)

    @cached_property
    def rows_by_id(self) -> dict[str, int]:
        return {item.id: row for row, item in enumerate(self.items)}

    def row(self, id: str) -> int | None:
        """The row of an id, or None where the catalogue does not hold it."""
        return self.rows_by_id.get(id)

    def rows(self, ids: Iterable[str]) -> list[int]:
        """The rows of the ids that the catalogue holds; unknown ids are left out."""
        return [self.rows_by_id[id] for id in ids if id in self.rows_by_id]

    def item(self, id: str) -> Item:
        """The item of an id. Raises ``KeyError`` where the catalogue does not hold it."""
        return self.items[self.rows_by_id[id]]

    # ---- facets -------------------------------------------------------------------------------------------------

    @cached_property
    def facets(self) -> tuple[str, ...]:
        """Every facet that at least one item has a value for."""
        further = sorted({name for item in self.items for name in item.extra})
        names = dict.fromkeys((*_WORDS, *_NUMBERS, *further))
        names.pop("popularity", None)  # a column of that name does not stand in for what the interactions say
        found = [name for name in names if self._has(name)]
        return (*found, "popularity") if self.raters.any() else tuple(found)

    def _has(self, facet: str) -> bool:
        return bool(self.postings(facet)) or bool(np.isfinite(self.numbers(facet)).any())

    def values(self, item: Item, facet: str) -> tuple[str, ...]:
        """The words that ``item`` has for ``facet``: none where it says nothing; numbers are not words."""
        if facet in _WORDS:
            return _WORDS[facet](item)
        value = item.extra.get(facet)
        if isinstance(value, tuple):
            return value
        return (value,) if isinstance(value, str) else ()

    def bears_alone(self, item: Item) -> bool:
        """Does no other item bear the title of this one?"""
        return self._borne[fold(item.title)] == 1

    @cached_property
    def _borne(self) -> Counter[str]:
        return Counter(fold(item.title) for item in self.items)

    def numbers(self, facet: str) -> NDArray[np.float64]:
        """The values of a number facet by row, NaN where an item has none. ``popularity`` is a rank in [0, 1]."""
        if facet not in self._number_cache:
            self._number_cache[facet] = self._read_numbers(facet)
        return self._number_cache[facet]

    def _read_numbers(self, facet: str) -> NDArray[np.float64]:
        if facet == "popularity":
            return self.popularity.astype(np.float64)
        read = _NUMBERS.get(facet)
        values = (read(item) if read else item.extra.get(facet) for item in self.items)
        return np.array([v if isinstance(v, int | float) else np.nan for v in values], dtype=np.float64)

    @cached_property
    def _number_cache(self) -> dict[str, NDArray[np.float64]]:
        return {}

    @cached_property
    def _posting_cache(self) -> dict[str, dict[str, Rows]]:
        return {}

    def postings(self, facet: str) -> dict[str, Rows]:
        """Folded value → the rows that have it.

        ``people`` also holds ``role:name``; ``length`` holds short, medium and long.
        """
        if facet not in self._posting_cache:
            self._posting_cache[facet] = self._read_postings(facet)
        return self._posting_cache[facet]

    def _read_postings(self, facet: str) -> dict[str, Rows]:
        if facet == "length":
            return self._length_postings()
        found: dict[str, list[int]] = {}
        for row, item in enumerate(self.items):
            for value in {fold(value) for value in self.values(item, facet)}:
                found.setdefault(value, []).append(row)
            if facet == "people":
                for key in {f"{person.role}:{fold(person.name)}" for person in item.people}:
                    found.setdefault(key, []).append(row)
        return {value: np.array(rows, dtype=np.int32) for value, rows in found.items()}

    def _length_postings(self) -> dict[str, Rows]:
        found: dict[str, list[int]] = {}
        for row, item in enumerate(self.items):
            if (bucket := self.length_bucket(item)) is not None:
                found.setdefault(bucket, []).append(row)
        return {value: np.array(rows, dtype=np.int32) for value, rows in found.items()}

    def length_bucket(self, item: Item) -> str | None:
        """``short``, ``medium`` or ``long`` as usual for the item's kind; None where its length is not known."""
        if item.length is None:
            return None
        short, long = self._length_bounds(item.kind or "")
        return "short" if item.length <= short else "long" if item.length > long else "medium"

    def _length_bounds(self, kind: str) -> tuple[float, float]:
        if kind in _USUAL_LENGTHS:
            return _USUAL_LENGTHS[kind]
        if kind not in self._own_bounds:  # kinds without a usual length: the thirds of this catalogue
            lengths = [item.length for item in self.items if item.kind == (kind or None) and item.length is not None]
            low, high = np.quantile(lengths, [1 / 3, 2 / 3]) if lengths else (0.0, 0.0)
            self._own_bounds[kind] = (float(low), float(high))
        return self._own_bounds[kind]

    @cached_property
    def _own_bounds(self) -> dict[str, tuple[float, float]]:
        return {}

    @cached_property
    def popularity(self) -> NDArray[np.float32]:
        """The rank of each item by how many people liked it, in [0, 1]; 0.5 for all where nobody rated anything."""
        if not self.raters.any():
            return np.full(len(self), 0.5, np.float32)
        counts = np.sort(self.raters)
        left, right = np.searchsorted(counts, self.raters, "left"), np.searchsorted(counts, self.raters, "right")
        return ((left + right - 1) / 2 / max(len(self) - 1, 1)).astype(np.float32)

    def counts(self, facet: str) -> Counter[str]:
        """How many items have each value of a word facet (values as first written in the catalogue)."""
        return Counter(value for item in self.items for value in self.values(item, facet))

    @cached_property
    def kinds(self) -> Counter[str]:
        return self.counts("kind")

    # ---- what is this catalogue's own ---------------------------------------------------------------------------

    @cached_property
    def own_facets(self) -> tuple[str, ...]:
        """The further columns of a table, which no vocabulary knows: *material*, *price*."""
        return tuple(facet for facet in self.facets if facet not in FACETS)

    @cached_property
    def own_numbers(self) -> Mapping[str, tuple[float, float]]:
        """The own columns of numbers, each with its least and its greatest value."""
        found = ((facet, values[np.isfinite(values)]) for facet in self.own_facets for values in [self.numbers(facet)])
        return {facet: (float(known.min()), float(known.max())) for facet, known in found if len(known)}

    @cached_property
    def of_works(self) -> bool:
        """Are its items films, books and the like, which the vocabulary describes, rather than goods of a shop?"""
        known = vocabulary().entries
        if self.kinds:
            return any(kind in known["kind"] and kind != "product" for kind in self.kinds)
        genres = self.counts("genre")
        return 2 * sum(genre in known["genre"] for genre in genres) >= len(genres)

    @cached_property
    def own_terms(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Folded words → the (facet, value) pairs that they may mean, for the values that no vocabulary lists.

        Those are values of further columns ("brass" of a column *material*), of genres and kinds that are this
        catalogue's own ("kettle") and of brands, with their plurals. Values of more than four words, and columns with
        as many values as a name has, are left to the search by meaning.
        """
        known = vocabulary().entries
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for facet in (*_DESCRIBED, *self.own_facets, *(() if self.of_works else ("people",))):
            values: dict[str, str] = {}
            for value in self.counts(facet):
                values.setdefault(fold(value), value)
            listed = {fold(value) for value in known.get(facet, ())}
            for word, value in values.items() if len(values) <= _MOST_VALUES else ():
                if word and word not in listed and word.count(" ") < _MOST_WORDS:
                    found[word] = (*found.get(word, ()), (facet, value))
        plurals = {_plural(value): pairs for value, pairs in found.items()}
        singulars = {_singular(value): pairs for value, pairs in found.items()}
        return {**singulars, **plurals, **found}

    @cached_property
    def words(self) -> frozenset[str]:
        """Every folded word of titles, descriptions and facet values: what this catalogue can be asked about."""
        texts = (f"{item.title} {item.description}" for item in self.items)
        found = {word for text in texts for word in fold(text).split()}
        for facet in self.facets:
            found.update(word for value in self.postings(facet) for word in value.split())
        return frozenset(word for word in found if len(word) > 2)


def _plural(value: str) -> str:
    """``kettle`` → ``kettles``, ``knife`` → ``knives``, ``brush`` → ``brushes``; what ends in an s stays."""
    if not value.isascii() or len(value) < 3 or value[-1] in "s0123456789":
        return value
    if value.endswith(("ife", "lf")):
        return f"{value.removesuffix('e')[:-1]}ves"
    if value.endswith("y") and value[-2] not in "aeiou":
        return f"{value[:-1]}ies"
    return f"{value}es" if value.endswith(("x", "z", "ch", "sh")) else f"{value}s"


def _singular(value: str) -> str:
    """``kettles`` → ``kettle``, ``knives`` → ``knife``, ``berries`` → ``berry``; what has no plural's end stays."""
    if not value.isascii() or len(value) < 4 or not value.endswith("s") or value.endswith(("ss", "us", "is")):
        return value
    for end, instead in (("ives", "ife"), ("lves", "lf"), ("ies", "y"), ("xes", "x"), ("ches", "ch"), ("shes", "sh")):
        if value.endswith(end):
            return value.removesuffix(end) + instead
    return value[:-1]


def validated(items: Sequence[Item]) -> Catalogue:
    """A catalogue of ``items``. Raises `BadData` where there is none, or where two share an id."""
    if not items:
        raise BadData("The catalogue holds no usable item.", "Check that the file has a title column and rows.")
    twice = [id for id, count in Counter(item.id for item in items).items() if count > 1]
    if twice:
        raise BadData(f"The id '{twice[0]}' stands for more than one item.", "Give every item an id of its own.")
    return Catalogue(items)
