"""Preferences → query → candidates; and which wish to set aside when too few items meet them all.

It does not word anything and does not choose what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.preferences import Preferences, Wish, to_query
from retrievers import filters
from retrievers.catalogue import Catalogue
from retrievers.hybrid import Hybrid
from retrievers.query import Candidate, Query

#: Wishes are set aside in this order when several would help as much: the least binding kind of wish first.
_GIVE_WAY = ("length", "popularity", "mood", "theme", "note", "year", "language", "country", "genre", "series", "people", "kind")


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """A hard wish that was set aside: ``left`` items met all wishes with it, ``after`` met them without it."""

    wish: Wish
    left: int
    after: int


@dataclass(frozen=True, kw_only=True)
class Found:
    """What retrieval gives: candidates, best first; the query they answer; wishes set aside; facets nobody can judge.

    ``absent`` are wished values that no item of the catalogue has at all.
    """

    candidates: tuple[Candidate, ...]
    query: Query
    set_aside: tuple[SetAside, ...] = ()
    cannot_judge: tuple[str, ...] = ()
    absent: tuple[Wish, ...] = ()


def retrieve(
    preferences: Preferences,
    hybrid: Hybrid,
    catalogue: Catalogue,
    *,
    shown: Iterable[str],
    count: int,
    adventurous: float = 0.0,
    like: Iterable[str] = (),
) -> Found:
    """The candidates for a ledger, at least ``count`` of them where the catalogue allows it.

    Nothing in ``shown``, seen or rejected comes back. ``like`` are ids to look close to in this turn only.
    """
    absent = tuple(w for w in preferences.wishes if w.hard and w.include and _no_item_has(catalogue, w))
    kept = tuple(w for w in preferences.wishes if w not in absent)
    query = to_query(replace(preferences, wishes=kept), shown=shown, adventurous=adventurous)
    query = replace(query, liked=tuple(dict.fromkeys((*like, *query.liked))) if like else query.liked)
    set_aside: list[SetAside] = []
    while int(hybrid.passing(query).sum()) < count:
        loosened = _loosened(query, kept, hybrid, catalogue)
        if loosened is None:
            break
        query, aside = loosened
        set_aside.append(aside)
    unjudged = [w.facet for w in preferences.wishes if w.facet != "text" and w.facet not in catalogue.facets]
    return Found(
        candidates=tuple(hybrid.retrieve(query)),
        query=query,
        set_aside=tuple(set_aside),
        cannot_judge=tuple(dict.fromkeys(unjudged)),
        absent=absent,
    )


def _no_item_has(catalogue: Catalogue, wish: Wish) -> bool:
    """Is the wish about values that occur nowhere in a facet which the catalogue does know?"""
    constraint = to_query(Preferences(wishes=(wish,))).constraints
    return bool(constraint) and wish.facet in catalogue.facets and not filters.satisfied(catalogue, constraint[0]).any()


def _loosened(query: Query, wishes: tuple[Wish, ...], hybrid: Hybrid, catalogue: Catalogue) -> tuple[Query, SetAside] | None:
    """The query with one hard condition made soft: the one that gives way first among those that help most."""
    left = int(hybrid.passing(query).sum())
    best: tuple[tuple[float, int], Query, SetAside] | None = None
    for at, constraint in enumerate(query.constraints):
        if not constraint.hard or not filters.judgeable(catalogue, constraint):
            continue
        softened = (*query.constraints[:at], replace(constraint, hard=False), *query.constraints[at + 1 :])
        trial = replace(query, constraints=softened)
        after = int(hybrid.passing(trial).sum())
        rank = _GIVE_WAY.index(constraint.facet) if constraint.facet in _GIVE_WAY else len(_GIVE_WAY)
        if after <= left:
            continue
        wish = next(w for w in wishes if w.facet != "text" and _is_of(w, constraint))
        key = (0.0 if after >= 3 else 1.0, rank)
        if best is None or key < best[0]:
            best = (key, trial, SetAside(wish=wish, left=left, after=after))
    return None if best is None else (best[1], best[2])


def _is_of(wish: Wish, constraint: object) -> bool:
    return all(getattr(wish, name) == getattr(constraint, name) for name in ("facet", "include", "exclude", "min", "max"))
