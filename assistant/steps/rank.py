"""Candidates → the few that are shown: in order, one of a series, and every kind that was asked for has a place."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.preferences import Preferences
from retrievers.query import Candidate


def rank(
    candidates: Sequence[Candidate], preferences: Preferences, count: int, *, first: int = 0
) -> tuple[Candidate, ...]:
    """The first ``count`` candidates, without a second part of a series where others are left.

    The ``first`` few meet what the others do not and stay before them. Where several kinds were wished, each has at
    least one place if it can.
    """
    picked = [*_one_of_a_series(candidates[:first]), *_one_of_a_series(candidates[first:])][:count]
    wanted = [kind for w in preferences.wishes if w.facet == "kind" for kind in w.include or ()]
    for kind in wanted if len(wanted) > 1 else ():
        if any(c.item.kind == kind for c in picked):
            continue
        missing = next((c for c in candidates if c.item.kind == kind), None)
        crowded = _last_of_a_kind_with_several(picked)
        if missing is not None and crowded is not None:
            picked[crowded] = missing
    return tuple(picked)


def _one_of_a_series(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Who is told of one part of a series knows of the others; they come where nothing else is left."""
    told: set[tuple[str, str | None]] = set()
    first: list[Candidate] = []
    further: list[Candidate] = []
    for candidate in candidates:
        item = candidate.item
        (further if item.series and (item.series, item.kind) in told else first).append(candidate)
        if item.series:
            told.add((item.series, item.kind))
    return [*first, *further]


def _last_of_a_kind_with_several(picked: Sequence[Candidate]) -> int | None:
    kinds = [c.item.kind for c in picked]
    return next((at for at in range(len(kinds) - 1, -1, -1) if kinds.count(kinds[at]) > 1), None)
