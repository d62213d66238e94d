"""Hard conditions → a mask over the catalogue; the same test for one soft condition. Knows no vectors and no words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrievers.catalogue import Catalogue
from retrievers.query import Constraint
from retrievers.text import fold

Mask = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A condition that the catalogue can judge, the rows that meet it, and the share of all rows that they are."""

    constraint: Constraint
    meeting: Mask
    share: float


def judgeable(catalogue: Catalogue, constraint: Constraint) -> bool:
    """Can the catalogue tell at all whether items meet this condition? (No item has a length: nobody can judge it.)"""
    return constraint.facet in catalogue.facets


def satisfied(catalogue: Catalogue, constraint: Constraint) -> Mask:
    """The rows that meet one condition, whatever its hardness.

    An item that says nothing of the facet meets an exclusion but neither an inclusion nor a range. A value that no
    item has is met by none. Where the catalogue cannot judge the facet at all, every row passes.
    """
    found = np.ones(len(catalogue), dtype=bool)
    if not judgeable(catalogue, constraint):
        return found
    if constraint.include is not None:
        found = _any_of(catalogue, constraint.facet, constraint.include)
    if constraint.exclude is not None:
        found &= ~_any_of(catalogue, constraint.facet, constraint.exclude)
        for low, high in filter(None, map(bounds, constraint.exclude)):
            numbers = catalogue.numbers(constraint.facet)
            found &= ~((numbers >= low) & (numbers <= high))
    if constraint.min is not None or constraint.max is not None:
        numbers = catalogue.numbers(constraint.facet)
        low = -np.inf if constraint.min is None else constraint.min
        high = np.inf if constraint.max is None else constraint.max
        found &= (numbers >= low) & (numbers <= high)  # NaN compares false: unknown does not meet a range
    return found


def judge(catalogue: Catalogue, constraints: Iterable[Constraint]) -> tuple[Judged, ...]:
    """Every condition that can be judged, in the order given. Once a query is enough: rows are compared here only."""
    found = ((c, satisfied(catalogue, c)) for c in constraints if judgeable(catalogue, c))
    return tuple(Judged(constraint=c, meeting=meeting, share=float(meeting.mean())) for c, meeting in found)


def mask(catalogue: Catalogue, constraints: Iterable[Constraint], without: Iterable[str] = ()) -> Mask:
    """The rows that meet every hard condition and are not among the ids ``without``."""
    return passing(catalogue, judge(catalogue, (c for c in constraints if c.hard)), without)


def passing(catalogue: Catalogue, judged: Iterable[Judged], without: Iterable[str] = ()) -> Mask:
    """The same of conditions already judged."""
    found = np.ones(len(catalogue), dtype=bool)
    for one in judged:
        if one.constraint.hard:
            found &= one.meeting
    found[catalogue.rows(without)] = False
    return found


_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)–(-?\d+(?:\.\d+)?)")


def bounds(value: str) -> tuple[float, float] | None:
    """The numbers of a range as it stands among excluded values, ``1980–1989``; None for any other value."""
    match = _RANGE.fullmatch(value)
    return (float(match[1]), float(match[2])) if match else None


def key_of(facet: str, value: str) -> str:
    """The key of the catalogue's postings for ``value``: folded, after the role where a person's value carries one."""
    role, _, name = value.partition(":")
    return f"{role.strip().lower()}:{fold(name)}" if facet == "people" and name else fold(value)


def _any_of(catalogue: Catalogue, facet: str, values: Iterable[str]) -> Mask:
    found = np.zeros(len(catalogue), dtype=bool)
    postings = catalogue.postings(facet)
    for value in values:
        found[postings.get(key_of(facet, value), [])] = True
    return found
