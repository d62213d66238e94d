"""Why an item stands where it does: the terms of its score turned into facts that license words.

Only what really moved the item counts: a term that is negative, or too small a share of the score, gives no evidence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any

from retrievers import filters
from retrievers.catalogue import Catalogue
from retrievers.collaborative import Collaborative
from retrievers.filters import Judged
from retrievers.lexical import Lexical
from retrievers.likeness import Likeness
from retrievers.query import Constraint, Evidence, Query
from retrievers.semantic import Semantic
from retrievers.text import fold

#: The least share of the positive terms that a reason must have, and the least number of people behind a share.
LEAST_SHARE = 0.1
_LEAST_BOTH = 3
_LEAST_FRACTION = 0.01  # below it the share would be told as none at all
_LEAST_CLOSENESS = 0.35  # cosine of a wish in words to an item that does not hold them
ALL_WORDS = 0.9  # the share of a wish's words, by rarity, that a record which tells of it must hold: all but an "in"
_LEAST_SIMILARITY = 0.2  # of two items
_LEAST_STRENGTH = 0.3  # of a soft wish, below which nobody is told that it is missed
_SHARED_FACETS = ("series", "people", "genre", "theme", "mood", "country")
#: The same values are compared again and again.
_folded = lru_cache(maxsize=100_000)(fold)


class Witness:
    """Works out the evidence for one item under one query."""

    def __init__(
        self, catalogue: Catalogue, semantic: Semantic, lexical: Lexical, likeness: Likeness,
        collaborative: Collaborative,
    ) -> None:  # fmt: skip
        self._catalogue = catalogue
        self._semantic = semantic
        self._lexical = lexical
        self._likeness = likeness
        self._collaborative = collaborative

    def evidence(
        self, query: Query, row: int, terms: Mapping[str, float], judged: Sequence[Judged] | None = None
    ) -> tuple[Evidence, ...]:
        """The reasons for the item of ``row``, weightiest first; ``terms`` are the parts of its score.

        ``judged`` are the query's conditions, where somebody has judged them already.
        """
        judged = filters.judge(self._catalogue, query.constraints) if judged is None else judged
        positive = sum(value for value in terms.values() if value > 0) or 1.0
        share = {name: max(value, 0.0) / positive for name, value in terms.items()}
        found = [
            *self._asked_for(query, judged, row, share),
            *self._people(query, row, share),
            *self._similar(query, row, share),
        ]
        found += self._acclaimed(row, share)
        found.sort(key=lambda e: -e.weight)
        return (*found, *self._trade_offs(judged, row))

    def _asked_for(
        self, query: Query, judged: Sequence[Judged], row: int, share: Mapping[str, float]
    ) -> Iterator[Evidence]:
        hard: list[dict[str, Any]] = []
        soft: list[dict[str, Any]] = []
        removed = 0.0
        for one in judged:
            constraint = one.constraint
            if one.share == 1 or not one.meeting[row] or (values := self._matching(constraint, row)) is None:
                continue
            (hard if constraint.hard else soft).append(
                {"facet": constraint.facet, "values": values, "hard": constraint.hard}
            )
            if constraint.hard:
                removed = max(removed, 1 - one.share)
        if hard or soft:
            weight = min(1.0, (share.get("soft", 0.0) if soft else 0.0) + 0.5 * removed)
            if weight > 0:
                yield Evidence(kind="asked-for", weight=round(weight, 3), facts={"matched": hard + soft})
        if query.quoted and share.get("words", 0.0) >= LEAST_SHARE:
            similarity, told = self._of_words(query.quoted, row)
            if told or similarity >= _LEAST_CLOSENESS:
                facts = {"text": query.quoted, "similarity": round(similarity, 2), "told": told}
                yield Evidence(kind="asked-for", weight=round(share["words"], 3), facts=facts)

    def says(self, row: int, text: str) -> bool:
        """Does the item of ``row`` tell of a wish in words, or come close enough to be said to meet it?"""
        similarity, told = self._of_words(text, row)
        return told or similarity >= _LEAST_CLOSENESS

    def _of_words(self, text: str, row: int) -> tuple[float, bool]:
        """How close an item is to a wish in words, and whether its record holds them."""
        return self._semantic.closeness(text, row), float(self._lexical.shares(text)[row]) >= ALL_WORDS

    def _matching(self, constraint: Constraint, row: int) -> list[Any] | None:
        """The values by which the item meets an inclusion or a range; None for an exclusion, which it only lacks."""
        item = self._catalogue.items[row]
        if constraint.include is not None:
            wanted = {filters.key_of(constraint.facet, value).rpartition(":")[2] for value in constraint.include}
            if constraint.facet == "length":
                return [item.length]
            return [value for value in self._catalogue.values(item, constraint.facet) if fold(value) in wanted]
        if constraint.min is not None or constraint.max is not None:
            number = float(self._catalogue.numbers(constraint.facet)[row])
            return [int(number) if number.is_integer() else round(number, 3)]
        if constraint.facet == "length" and item.length is not None:
            return [item.length]  # "not too long" is met by a length that can be told
        return None

    def _people(self, query: Query, row: int, share: Mapping[str, float]) -> Iterator[Evidence]:
        """The liked item that adds most to the taste score, which is lower without it, where enough people tell."""
        if share.get("taste", 0.0) < LEAST_SHARE:
            return
        taste = self._collaborative.taste
        parts = self._collaborative.contributions(query, row)
        whole = sum(parts.values())
        base = float(self._catalogue.raters[row]) / max(self._people_count, 1)
        for liked, part in sorted(parts.items(), key=lambda pair: -pair[1]):
            if part <= 0:
                return
            fraction, raters = taste.share(liked, row)
            told = round(fraction * raters) >= _LEAST_BOTH and fraction > max(base, _LEAST_FRACTION)
            if told and self._without(query, liked, row) < whole:
                item = self._catalogue.items[liked]
                facts = {"liked": [item.title], "liked_ids": [item.id], "share": round(fraction, 2), "raters": raters}
                yield Evidence(kind="people-like-you", weight=round(share["taste"], 3), facts=facts)
                return

    def _without(self, query: Query, liked: int, row: int) -> float:
        """The taste score of ``row`` had ``liked`` not been named: in a shorter history the others count more each."""
        left = tuple(id for id in query.liked if id != self._catalogue.items[liked].id)
        return sum(self._collaborative.contributions(replace(query, liked=left), row).values())

    @cached_property
    def _people_count(self) -> int:
        fans = self._collaborative.taste.fans
        return int(fans.max()) + 1 if len(fans) else 0

    def _similar(self, query: Query, row: int, share: Mapping[str, float]) -> Iterator[Evidence]:
        liked = self._catalogue.rows(query.liked)
        if share.get("likeness", 0.0) < LEAST_SHARE or not liked:
            return
        similarity = self._likeness.similarity(row, liked)
        nearest = int(similarity.argmax())
        if similarity[nearest] < _LEAST_SIMILARITY:
            return
        item = self._catalogue.items[liked[nearest]]
        facts = {
            "liked": [item.title],
            "liked_ids": [item.id],
            "similarity": round(float(similarity[nearest]), 2),
            "shared": self.shared(liked[nearest], row),
        }
        yield Evidence(kind="similar-to", weight=round(share["likeness"], 3), facts=facts)

    def shared(self, one: int, other: int) -> dict[str, list[str]]:
        """Facet → the values that both items have."""
        a, b = self._catalogue.items[one], self._catalogue.items[other]
        found = {}
        for facet in _SHARED_FACETS:
            theirs = {_folded(value) for value in self._catalogue.values(b, facet)}
            if both := list(dict.fromkeys(v for v in self._catalogue.values(a, facet) if _folded(v) in theirs)):
                found[facet] = both
        return found

    def _acclaimed(self, row: int, share: Mapping[str, float]) -> Iterator[Evidence]:
        """Liked by many: in the upper quarter by likes, and with a mean rating in the upper part of the scale."""
        raters, mean, scale = int(self._catalogue.raters[row]), float(self._catalogue.means[row]), self._catalogue.scale
        above = 1 - float(self._catalogue.popularity[row])
        if raters < _LEAST_BOTH or above > 0.25 or share.get("popularity", 0.0) <= 0:
            return
        if scale is not None and mean < scale[0] + 0.6 * (scale[1] - scale[0]):
            return
        facts: dict[str, Any] = {"raters": raters, "top": max(math.ceil(above * 100), 1) / 100}
        if scale is not None:
            facts |= {"mean": round(mean, 1), "scale": list(scale)}
        yield Evidence(kind="acclaimed", weight=round(share["popularity"], 3), facts=facts)

    def _trade_offs(self, judged: Sequence[Judged], row: int) -> Iterator[Evidence]:
        item = self._catalogue.items[row]
        for one in judged:
            constraint = one.constraint
            if constraint.hard or constraint.strength < _LEAST_STRENGTH or one.meeting[row]:
                continue
            number = float(self._catalogue.numbers(constraint.facet)[row])
            value: Any = list(self._catalogue.values(item, constraint.facet))
            if number == number:
                value = int(number) if number.is_integer() else round(number, 3)
            facts = {"facet": constraint.facet, "value": value or None, "wanted": wanted(constraint)}
            yield Evidence(kind="trade-off", weight=0.0, facts=facts)


def wanted(constraint: Constraint) -> dict[str, Any]:
    """What a condition asks for, as plain JSON values."""
    values = {"include": constraint.include, "exclude": constraint.exclude}
    wanted: dict[str, Any] = {name: list(value) for name, value in values.items() if value}
    numbers = {"min": constraint.min, "max": constraint.max}
    return wanted | {name: value for name, value in numbers.items() if value is not None}
