"""Which wishes are set aside where too few items meet them all, how many items each leaves, and which met it before.

What the latest message wishes gives way only where nothing new meets it, what is not wished never. It ranks and words
nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from assistant.ledger import AUDIENCE
from assistant.preferences import NOT_OF_ITEMS, Wish, constraint
from retrievers import filters
from retrievers.catalogue import Catalogue
from retrievers.evidence import wanted
from retrievers.filters import Mask
from retrievers.hybrid import Hybrid
from retrievers.query import Candidate, Constraint, Query

#: Wishes are set aside in this order when several would help as much: the least binding kind of wish first.
_GIVE_WAY = (
    "length", "popularity", "mood", "theme", "year", "language", "country", "genre", "series", "people", "kind",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """A hard wish that was set aside: ``left`` items met all wishes with it, ``after`` met them without it.

    ``known`` are the works that are known or were shown and meet everything; or, where it is ``whole``, all works of
    the catalogue that meet this wish, whatever else is wished.
    """

    wish: Wish
    left: int
    after: int
    known: tuple[str, ...] = ()
    whole: bool = False


def relaxed(
    query: Query, wishes: tuple[Wish, ...], hybrid: Hybrid, catalogue: Catalogue, count: int
) -> tuple[Query, tuple[SetAside, ...]]:
    """The query with as few hard conditions made soft as leave ``count`` items; and which, in the order they gave way.

    ``wishes`` are those behind the conditions.
    """
    conditions = _Conditions(query=query, wishes=wishes, hybrid=hybrid, catalogue=catalogue)
    aside = conditions.set_aside(count)
    after = conditions.left(aside)
    return conditions.softened(aside), tuple(conditions.described(at, aside, after) for at in aside)


@dataclass(frozen=True, kw_only=True)
class _Conditions:
    """The conditions of a query; those that are hard and can be judged go by their positions."""

    query: Query
    wishes: tuple[Wish, ...]
    hybrid: Hybrid
    catalogue: Catalogue

    @cached_property
    def met(self) -> Mapping[int, Mask]:
        """The rows that meet each hard condition."""
        hard = (at for at, c in enumerate(self.query.constraints) if c.hard and filters.judgeable(self.catalogue, c))
        return {at: filters.satisfied(self.catalogue, self.query.constraints[at]) for at in hard}

    @cached_property
    def fresh(self) -> Mask:
        """The rows that are neither known nor shown."""
        return self.hybrid.passing(replace(self.query, constraints=()))

    def left(self, aside: Collection[int]) -> int:
        """How many fresh items meet every condition but those set aside."""
        return int((self.fresh & self._meeting(aside)).sum())

    def softened(self, aside: Collection[int]) -> Query:
        """The query with these conditions made soft."""
        changed = (replace(c, hard=c.hard and at not in aside) for at, c in enumerate(self.query.constraints))
        return replace(self.query, constraints=tuple(changed))

    def set_aside(self, count: int) -> list[int]:
        """What gives way: earlier wishes alone where that is enough, else those that leave the latest anything at all.

        Then, as where nothing meets the latest wishes, whatever helps to fill up.
        """
        loose = [at for at in self.met if not _is_firm(self._wish(at))]
        earlier = [at for at in loose if not self._is_latest(at)]
        if self.left(enough := self._loosened([], earlier, count)) >= count:
            return enough
        first = self._loosened([], earlier, 1)
        return [*first, *self._loosened(first, [at for at in loose if at not in first], count)]

    def described(self, at: int, aside: Sequence[int], after: int) -> SetAside:
        """The condition at a position as the wish that was set aside, beside all of ``aside``."""
        others = [other for other in aside if other != at]
        whole = not (self.met[at] & self.fresh).any()
        met = self.met[at] if whole else self._meeting(())
        known = tuple(self.catalogue.items[int(row)].id for row in np.flatnonzero(met & ~self.fresh))
        wish, left = self._wish(at), self.left(others)
        return SetAside(wish=wish, left=left, after=after, known=known, whole=whole and bool(known))

    def _meeting(self, aside: Collection[int]) -> Mask:
        found = np.ones(len(self.catalogue), dtype=bool)
        for at, met in self.met.items():
            if at not in aside:
                found &= met
        return found

    def _loosened(self, aside: Sequence[int], among: Sequence[int], enough: int) -> list[int]:
        """Conditions of ``among`` set aside one at a time until ``enough`` items are left; what is needless is not."""
        found: list[int] = []
        while self.left([*aside, *found]) < enough and (rest := [at for at in among if at not in found]):
            found.append(self._gives_way([*aside, *found], rest))
        reached = min(enough, self.left([*aside, *found]))
        for at in tuple(found):
            others = [other for other in found if other != at]
            found = others if self.left([*aside, *others]) >= reached else found
        return found

    def _gives_way(self, aside: Sequence[int], among: Iterable[int]) -> int:
        """Where one alone helps, the least binding of those that do, the latest last; else that of the fewest items."""
        left = self.left(aside)

        def order(at: int) -> tuple[bool, bool, int]:
            helps = self.left([*aside, at]) > left
            facet = self.query.constraints[at].facet
            rank = _GIVE_WAY.index(facet) if facet in _GIVE_WAY else len(_GIVE_WAY)
            return not helps, self._is_latest(at), rank if helps else int(self.met[at].sum())

        return min(among, key=order)

    def _is_latest(self, at: int) -> bool:
        """Was it said in the latest message that wished anything which can be judged?"""
        return self._wish(at).turn == max(self._wish(other).turn for other in self.met)

    def _wish(self, at: int) -> Wish:
        """The wish behind a condition: the same but for how binding it is."""
        condition = bare(self.query.constraints[at])
        return next(w for w in self.wishes if w.facet not in NOT_OF_ITEMS and bare(constraint(w)) == condition)


def _is_firm(wish: Wish) -> bool:
    """Is it about what must not be shown, or to whom? Nothing overrules that. "Not too long" is a matter of measure."""
    return bool(wish.exclude and wish.facet != "length") or bool(wish.include and set(wish.include) <= AUDIENCE)


def bare(condition: Constraint) -> Constraint:
    """What is asked for, however binding it is."""
    return replace(condition, hard=True, strength=1.0)


# ---- what is shown all the same -------------------------------------------------------------------------------------


def met_first(
    candidates: Iterable[Candidate], query: Query, set_aside: Sequence[SetAside], catalogue: Catalogue
) -> list[Candidate]:
    """The candidates in their order, but those few first that meet the wishes of ``query`` that were set aside.

    The wish that gave way last counts before the others: the rest is there to fill up.
    """
    met = _met(query, set_aside, catalogue)

    def order(one: Candidate) -> tuple[bool, int]:
        flags = [bool(mask[catalogue.rows_by_id[one.item.id]]) for mask in met]
        return not all(flags[-1:]), -sum(flags)

    return sorted(candidates, key=order)


def number_first(
    candidates: Iterable[Candidate], query: Query, set_aside: Sequence[SetAside], catalogue: Catalogue
) -> int:
    """How many of them meet the wish that gave way last, and so stand before the others; none where none gave way."""
    met = _met(query, set_aside, catalogue)[-1:]
    return sum(bool(mask[catalogue.rows_by_id[one.item.id]]) for mask in met for one in candidates)


def _met(query: Query, set_aside: Iterable[SetAside], catalogue: Catalogue) -> list[Mask]:
    """The rows that meet each wish set aside which is still among those of ``query``, in the order they gave way."""
    asked = {bare(condition) for condition in query.constraints}
    aside = (bare(constraint(one.wish)) for one in set_aside)
    return [filters.satisfied(catalogue, condition) for condition in aside if condition in asked]


def missed_by_all(
    candidates: Sequence[Candidate], set_aside: Iterable[SetAside], catalogue: Catalogue
) -> tuple[Wish, ...]:
    """The wishes set aside that none of ``candidates`` meets: they are told once, and not of each."""
    rows = [catalogue.rows_by_id[candidate.item.id] for candidate in candidates]
    unmet = (one.wish for one in set_aside if not filters.satisfied(catalogue, constraint(one.wish))[rows].any())
    return tuple(unmet) if rows else ()


def without_trade_offs(candidate: Candidate, wishes: Collection[Wish]) -> Candidate:
    """The candidate without the evidence that it misses these wishes."""
    told = [{"facet": wish.facet, "wanted": wanted(constraint(wish))} for wish in wishes]
    kept = (
        e
        for e in candidate.evidence
        if e.kind != "trade-off" or {"facet": e.facts["facet"], "wanted": e.facts["wanted"]} not in told
    )
    return replace(candidate, evidence=tuple(kept))
