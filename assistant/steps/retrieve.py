"""Preferences → query → candidates; which wishes are set aside on the way is decided in `relaxing`.

It does not word anything and does not choose what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.preferences import IN_WORDS, NOT_OF_ITEMS, Preferences, Wish, constraint, to_query
from assistant.relaxing import SetAside, bare, met_first, relaxed
from retrievers import filters
from retrievers.catalogue import Catalogue
from retrievers.hybrid import Hybrid
from retrievers.query import Candidate, Constraint, Query


@dataclass(frozen=True, kw_only=True)
class Found:
    """What retrieval gives: candidates, best first; the query they answer; wishes set aside; facets nobody can judge.

    ``absent`` are wished values that no item of the catalogue has at all. ``near`` are works that meet what was set
    aside, but are known or were shown: the search stays close to them.
    """

    candidates: tuple[Candidate, ...]
    query: Query
    set_aside: tuple[SetAside, ...] = ()
    cannot_judge: tuple[str, ...] = ()
    absent: tuple[Wish, ...] = ()
    near: tuple[str, ...] = ()


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
    query, set_aside = relaxed(query, kept, hybrid, catalogue, count)
    near = () if like else _near(set_aside, preferences)
    query = replace(query, liked=tuple(dict.fromkeys((*query.liked, *near))))
    unjudged = [w.facet for w in preferences.wishes if w.facet not in (*NOT_OF_ITEMS, *catalogue.facets)]
    return Found(
        candidates=tuple(met_first(_with_all_met(query, set_aside, hybrid, count), query, set_aside, catalogue)),
        query=query,
        set_aside=set_aside,
        cannot_judge=tuple(dict.fromkeys(unjudged)),
        absent=absent,
        near=near,
    )


def _near(set_aside: Iterable[SetAside], preferences: Preferences) -> tuple[str, ...]:
    """The known works that meet what was set aside and were not turned down; none where they are liked anyway."""
    refused = {o.id for o in (*preferences.dislikes, *preferences.rejected)}
    met = dict.fromkeys(id for aside in set_aside for id in aside.known if id not in refused)
    return () if set(met) <= {o.id for o in preferences.likes} else tuple(met)


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


def _with_all_met(query: Query, set_aside: Sequence[SetAside], hybrid: Hybrid, count: int) -> list[Candidate]:
    """The candidates, and those few that meet all but what gave way first, however far back the search has put them."""
    found = _of_each_kind(query, hybrid, count)
    if not set_aside or not set_aside[-1].left:
        return found
    last = bare(constraint(set_aside[-1].wish))
    hard = tuple(replace(c, hard=c.hard or bare(c) == last) for c in query.constraints)
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
