"""Preferences → query → candidates; and which wish to set aside when too few items meet them all.

It does not word anything and does not choose what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.preferences import IN_WORDS, NOT_OF_ITEMS, Preferences, Wish, constraint, to_query
from retrievers import filters
from retrievers.catalogue import Catalogue
from retrievers.hybrid import Hybrid
from retrievers.query import Candidate, Constraint, Query

#: Wishes are set aside in this order when several would help as much: the least binding kind of wish first, and what a
#: person does not want to be shown last of all.
_GIVE_WAY = (
    "length", "popularity", "mood", "theme", "year", "language", "country", "genre", "series", "people", "kind", "note",
)  # fmt: skip


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
    like: Sequence[str] = (),
    since: int = 0,
) -> Found:
    """The candidates for a ledger, at least ``count`` of them where the catalogue allows it.

    Nothing in ``shown``, seen or rejected comes back. ``like`` are ids to look close to in this turn only, asked for in
    so many words in the turn ``since``; 0 where they follow from something else.
    """
    absent = tuple(w for w in preferences.wishes if w.hard and w.include and _no_item_has(catalogue, w))
    kept = tuple(w for w in preferences.wishes if w not in absent)
    counted = tuple(_counted(kept, like, since, hybrid, catalogue))
    query = to_query(
        replace(preferences, wishes=counted), shown=shown, adventurous=adventurous, judged=catalogue.facets
    )
    if like:  # "like Alien but funnier" speaks of Alien alone; what else is liked must still not come back
        seen = tuple(dict.fromkeys((*query.seen, *query.liked)))
        query = replace(query, liked=tuple(like), seen=seen, modelled=True)
    query, set_aside = _relaxed(query, kept, hybrid, catalogue, count)
    unjudged = [w.facet for w in preferences.wishes if w.facet not in (*NOT_OF_ITEMS, *catalogue.facets)]
    return Found(
        candidates=tuple(met_first(_with_all_met(query, set_aside, hybrid, count), query, set_aside, catalogue)),
        query=query,
        set_aside=set_aside,
        cannot_judge=tuple(dict.fromkeys(unjudged)),
        absent=absent,
    )


#: What a soft wish counts beside a model that meets it, too, and stands for it in part; and one that was said before a
#: model that does not meet it.
_SHARED, _OUTDONE = 0.3, 0.1


def _counted(
    wishes: Iterable[Wish], like: Sequence[str], since: int, hybrid: Hybrid, catalogue: Catalogue
) -> Iterator[Wish]:
    """The wishes as they count beside ``like``, which was asked for in the turn ``since``.

    "More like Toy Story" goes before an earlier wish for dogs; in "like Alien but funnier" the wish is what matters. A
    wish in words that does not count as much is left out, as words have no strength of their own.
    """
    rows = catalogue.rows(like)
    for wish in wishes:
        if not rows or wish.hard or not wish.include or wish.facet not in IN_WORDS:
            yield wish
        elif wish.facet not in catalogue.facets:
            if wish.turn >= since or any(hybrid.says(row, " ".join(wish.include)) for row in rows):
                yield wish
        elif filters.satisfied(catalogue, constraint(wish))[rows].any():
            yield replace(wish, strength=min(wish.strength, _SHARED))
        else:
            yield wish if wish.turn >= since else replace(wish, strength=min(wish.strength, _OUTDONE))


def met_first(
    candidates: Iterable[Candidate], query: Query, set_aside: Iterable[SetAside], catalogue: Catalogue
) -> list[Candidate]:
    """The candidates in their order, but those few first that meet the wishes of ``query`` that were set aside."""
    aside = [_bare(constraint(one.wish)) for one in set_aside]
    met = [filters.satisfied(catalogue, condition) for condition in query.constraints if _bare(condition) in aside]
    return sorted(candidates, key=lambda one: -sum(bool(m[catalogue.rows_by_id[one.item.id]]) for m in met))


def _with_all_met(query: Query, set_aside: Sequence[SetAside], hybrid: Hybrid, count: int) -> list[Candidate]:
    """The candidates, and those few that meet everything, however far back the search has put them."""
    found = _of_each_kind(query, hybrid, count)
    if not set_aside or not min(aside.left for aside in set_aside):
        return found
    aside = [_bare(constraint(one.wish)) for one in set_aside]
    hard = tuple(replace(c, hard=True) if _bare(c) in aside else c for c in query.constraints)
    known = {candidate.item.id for candidate in found}
    few = [c.item.id for c in hybrid.retrieve(replace(query, constraints=hard, k=count)) if c.item.id not in known]
    return [*found, *(candidate for id in few if (candidate := hybrid.explain(query, id)) is not None)]


def _of_each_kind(query: Query, hybrid: Hybrid, count: int) -> list[Candidate]:
    """The candidates; of a kind that was asked for beside others ("films and books"), at least a few where it can."""
    found = hybrid.retrieve(query)
    kinds = [kind for c in query.constraints if c.facet == "kind" for kind in c.include or ()]
    for kind in kinds if len(kinds) > 1 else ():
        if all(candidate.item.kind != kind for candidate in found):
            only = Constraint(facet="kind", include=(kind,))
            found += hybrid.retrieve(replace(query, constraints=(*query.constraints, only), k=count))
    return found


def _no_item_has(catalogue: Catalogue, wish: Wish) -> bool:
    """Is the wish about values that occur nowhere in a facet which the catalogue does know?"""
    return wish.facet in catalogue.facets and not filters.satisfied(catalogue, constraint(wish)).any()


def _relaxed(
    query: Query, wishes: tuple[Wish, ...], hybrid: Hybrid, catalogue: Catalogue, count: int
) -> tuple[Query, tuple[SetAside, ...]]:
    """Hard conditions made soft one at a time until ``count`` items meet the rest; what proves needless is undone."""
    softened: list[int] = []  # positions of conditions
    while _passing(query, hybrid) < count:
        at = _gives_way(query, wishes, hybrid, catalogue)
        if at is None:
            break
        softened.append(at)
        query = _with_hardness(query, at, hard=False)
    for at in softened[:-1]:
        again = _with_hardness(query, at, hard=True)
        if _passing(again, hybrid) >= count:
            query = again
            softened.remove(at)
    after = _passing(query, hybrid)
    return query, tuple(
        SetAside(
            wish=_wish_of(wishes, query.constraints[at]),
            left=_passing(_with_hardness(query, at, hard=True), hybrid),
            after=after,
        )
        for at in softened
    )


def _gives_way(query: Query, wishes: tuple[Wish, ...], hybrid: Hybrid, catalogue: Catalogue) -> int | None:
    """The position of the hard condition to set aside: where one alone helps, the least binding of those that do.

    What was said in the latest turn gives way last. Where none alone helps, the one that the fewest items meet.
    """
    left = _passing(query, hybrid)
    latest = max((w.turn for w in wishes), default=0)
    found: list[tuple[float, bool, float, int]] = []
    for at, condition in enumerate(query.constraints):
        if not condition.hard or not filters.judgeable(catalogue, condition):
            continue
        after = _passing(_with_hardness(query, at, hard=False), hybrid)
        rank = _GIVE_WAY.index(condition.facet) if condition.facet in _GIVE_WAY else len(_GIVE_WAY)
        met = int(filters.satisfied(catalogue, condition).sum())
        new = _wish_of(wishes, condition).turn == latest
        found.append((0 if after > left else 1, new, rank if after > left else met, at))
    return min(found)[-1] if found else None


def _wish_of(wishes: tuple[Wish, ...], condition: Constraint) -> Wish:
    """The wish behind a condition: the same but for how binding it is."""
    return next(w for w in wishes if w.facet not in NOT_OF_ITEMS and _bare(constraint(w)) == _bare(condition))


def _bare(condition: Constraint) -> Constraint:
    """What is asked for, however binding it is."""
    return replace(condition, hard=True, strength=1.0)


def _passing(query: Query, hybrid: Hybrid) -> int:
    return int(hybrid.passing(query).sum())


def _with_hardness(query: Query, at: int, *, hard: bool) -> Query:
    changed = replace(query.constraints[at], hard=hard)
    return replace(query, constraints=(*query.constraints[:at], changed, *query.constraints[at + 1 :]))
