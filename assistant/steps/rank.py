"""Candidates → the few that are shown. It keeps their order but gives every kind that was asked for a place."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.preferences import Preferences
from retrievers.query import Candidate


def rank(candidates: Sequence[Candidate], preferences: Preferences, count: int) -> tuple[Candidate, ...]:
    """The first ``count`` candidates; where several kinds were wished, each has at least one place if it can."""
    picked = list(candidates[:count])
    wanted = [kind for w in preferences.wishes if w.facet == "kind" for kind in w.include or ()]
    for kind in wanted if len(wanted) > 1 else ():
        if any(c.item.kind == kind for c in picked):
            continue
        missing = next((c for c in candidates if c.item.kind == kind), None)
        crowded = _last_of_a_kind_with_several(picked)
        if missing is not None and crowded is not None:
            picked[crowded] = missing
    return tuple(picked)


def _last_of_a_kind_with_several(picked: Sequence[Candidate]) -> int | None:
    kinds = [c.item.kind for c in picked]
    return next((at for at in range(len(kinds) - 1, -1, -1) if kinds.count(kinds[at]) > 1), None)
