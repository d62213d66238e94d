"""What would have been: where an item would stand without a part of the query, and in what it is behind another.

Every place is found by running the retriever again on the changed query, and every share comes from an exact sum;
nothing is estimated. The words are made in `steps.answer`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.preferences import Wish
from retrievers import filters
from retrievers.catalogue import Catalogue
from retrievers.hybrid import Hybrid
from retrievers.items import Item
from retrievers.query import Candidate, Constraint, Query

#: Puts the candidates of a query in the order in which they would be shown.
Order = Callable[[Query, Sequence[Candidate]], Sequence[Candidate]]

#: How many places an item must move for a part of the query to be told of.
NOTABLE = 3
_MOST_TOLD = 3
_MOST_TRIED = 8  # parts that the search is run again without: each run takes 4 to 10 ms
_LEAST_PART = 0.05  # of what the likes add, below which a like is not told of


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a query: a liked item (its id) or a wish."""

    liked: str = ""
    wish: Wish | None = None


@dataclass(frozen=True, kw_only=True)
class Moved:
    """The place, from 1, that an item would take without ``part``; None for none of those that are ranked."""

    part: Part
    place: int | None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where an item stands: at ``place`` (from 1) of ``count`` that meet every hard wish and are new to the person.

    ``ranked`` is how many the search puts in order; ``place`` is None beyond them. ``limited`` tells whether there is a
    hard wish at all. ``without`` are the parts of the query that matter most, those that move the item furthest first.
    """

    place: int | None
    count: int
    ranked: int
    limited: bool
    without: tuple[Moved, ...] = ()


#: Of an item whose place is not asked for.
NOWHERE = Standing(place=None, count=0, ranked=0, limited=False)


@dataclass(frozen=True, kw_only=True)
class Behind:
    """The term of the score in which an item is furthest behind ``ahead``; empty where its score is no lower.

    For ``taste``: the liked item ``liked`` with the number of people who liked it, and the share of them who liked
    this item and the one ahead; ``liked`` is empty where no such share tells it. ``wishes`` are those that only the
    one ahead meets.
    """

    ahead: str
    term: str = ""
    liked: str = ""
    people: int = 0
    share: float = 0.0
    ahead_share: float = 0.0
    wishes: tuple[Wish, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Fit:
    """How an item answers the latest search: the candidate that it is for it, where it stands, the wishes it misses.

    ``added`` is what each liked item adds to the taste score, ``spared`` are the wishes against something that its
    record does not hold; ``meets_all``: there are wishes, and the record tells that it meets every one.
    """

    candidate: Candidate
    standing: Standing
    missed: tuple[Wish, ...] = ()
    spared: tuple[Wish, ...] = ()
    added: tuple[tuple[str, float], ...] = ()
    meets_all: bool = False


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """Answers for one query. ``wishes`` are the ledger's, for the words that they were said in."""

    hybrid: Hybrid
    catalogue: Catalogue
    query: Query
    wishes: tuple[Wish, ...]
    order: Order

    def about(self, id: str) -> WhatIf:
        """The same for a query that the item may answer: without it among what is liked, disliked or known."""
        query = self.query
        liked, disliked, seen = (tuple(i for i in ids if i != id) for ids in (query.liked, query.disliked, query.seen))
        return replace(self, query=replace(query, liked=liked, disliked=disliked, seen=seen))

    # ---- places -----------------------------------------------------------------------------------------------------

    def standing(self, id: str, *, better: bool = False) -> Standing:
        """Where the item stands, and what moves it down (``better``: up) by notably many places when it is left out."""
        place, moved = self.place(id), []
        for part, query in self._without_each(id) if place or better else ():
            other = replace(self, query=query).place(id)
            by = (other or self.query.k + 1) - (place or self.query.k + 1)
            if (-by if better else by) >= NOTABLE:
                moved.append((abs(by), Moved(part=part, place=other)))
        moved.sort(key=lambda pair: -pair[0])
        return Standing(
            place=place, count=int(self.hybrid.passing(self.query).sum()), ranked=self.query.k,
            limited=any(c.hard and filters.judgeable(self.catalogue, c) for c in self.query.constraints),
            without=tuple(one for _, one in moved[:_MOST_TOLD]),
        )  # fmt: skip

    def place(self, id: str) -> int | None:
        """The place of the item in the order in which the search recommends, from 1; None where it does not."""
        shown = self._ordered(self.query)
        return next((at for at, candidate in enumerate(shown, 1) if candidate.item.id == id), None)

    def first_without(self, opinions: Sequence[str], wishes: Sequence[Wish], count: int) -> list[Item]:
        """The first items of the search without these opinions and wishes; what they are about does not come back."""
        query = self.query
        for id in opinions:
            disliked = tuple(one for one in query.disliked if one != id)
            query = replace(replace(self, query=query)._without_like(id), disliked=disliked)
        for condition in [c for c in query.constraints if self.wish(c) in wishes]:
            query = replace(self, query=query)._without_condition(condition)
        return [candidate.item for candidate in self._ordered(query)[:count]]

    def _ordered(self, query: Query) -> Sequence[Candidate]:
        """The candidates of a query as they would be shown."""
        rows = self.hybrid.rows(query).tolist()
        return self.order(query, [Candidate(item=self.catalogue.items[row], score=None) for row in rows])

    def _without_each(self, id: str) -> Iterator[tuple[Part, Query]]:
        """Each part of the query that may matter to the item, with the query without it."""
        likes = [one for one in self.query.liked if self.catalogue.row(one) is not None]
        if len(likes) + len(self.query.constraints) > _MOST_TRIED:
            added = self._added(id)
            likes.sort(key=lambda one: -abs(added.get(one, 0.0)))
        conditions = [c for c in self.query.constraints if filters.judgeable(self.catalogue, c) or c.include]
        parts: list[Constraint | str] = [*conditions, *likes]
        for part in parts[:_MOST_TRIED]:
            if isinstance(part, Constraint):
                yield Part(wish=self.wish(part)), self._without_condition(part)
            else:
                yield Part(liked=part), self._without_like(part)
        if self.query.quoted:
            text = _without_words(self.query.text, [self.query.quoted])
            wish = Wish(facet="text", include=(self.query.quoted,))
            yield Part(wish=wish), replace(self.query, text=text, quoted="")

    def _without_like(self, id: str) -> Query:
        """The query as if nothing had been said of the item, which still does not come back itself."""
        liked = tuple(one for one in self.query.liked if one != id)
        return replace(self.query, liked=liked, seen=(*self.query.seen, id))

    def _without_condition(self, condition: Constraint) -> Query:
        """The query without the condition; where the catalogue cannot judge it, without its words in the text."""
        text = self.query.text
        if not filters.judgeable(self.catalogue, condition):
            text = _without_words(text, condition.include or ())
        return replace(self.query, constraints=tuple(c for c in self.query.constraints if c != condition), text=text)

    def wish(self, condition: Constraint) -> Wish:
        """The wish behind a condition, as the ledger has it where it does."""
        values = {name: getattr(condition, name) for name in ("facet", "include", "exclude", "min", "max")}
        same = (w for w in self.wishes if all(getattr(w, name) == value for name, value in values.items()))
        return next(same, Wish(**values))

    # ---- wishes -----------------------------------------------------------------------------------------------------

    def failed(self, id: str) -> tuple[Wish, ...]:
        """Every hard wish that the item does not meet."""
        return tuple(self.wish(c) for c in self.query.constraints if c.hard and not self._meets(id, c))

    def missed(self, id: str) -> tuple[Wish, ...]:
        """Every wish that the item does not meet, hard or soft."""
        return tuple(self.wish(c) for c in self.query.constraints if not self._meets(id, c))

    def meets_all(self, id: str) -> bool:
        """Does the record tell that the item meets every wish, of which there are some?"""
        conditions = self.query.constraints
        return bool(conditions) and all(
            filters.judgeable(self.catalogue, c) and self._meets(id, c) and self._says(id, c.facet) for c in conditions
        )

    def _says(self, id: str, facet: str) -> bool:
        """Does the record say anything of the facet?"""
        row = self.catalogue.rows_by_id[id]
        words = self.catalogue.values(self.catalogue.items[row], facet)
        return bool(words) or bool(np.isfinite(self.catalogue.numbers(facet)[row]))

    def spared(self, id: str) -> tuple[Wish, ...]:
        """The wishes against something that the item's record does not hold; a length is told by its number."""
        against = [c for c in self.query.constraints if c.exclude and filters.judgeable(self.catalogue, c)]
        return tuple(
            self.wish(c)
            for c in against
            if self._meets(id, c) and not (c.facet == "length" and self._says(id, c.facet))
        )

    def _meets(self, id: str, condition: Constraint) -> bool:
        return bool(filters.satisfied(self.catalogue, condition)[self.catalogue.rows_by_id[id]])

    # ---- terms of the score -----------------------------------------------------------------------------------------

    def added(self, id: str) -> tuple[tuple[str, float], ...]:
        """What each liked item adds to the taste score, as a share of what all of them add; the most first.

        Empty unless several add to it. Those that take from it, or add too little to be told of, are left out.
        """
        parts = {one: part for one, part in self._added(id).items() if part > 0}
        whole = sum(parts.values())
        told = [(one, part / whole) for one, part in parts.items() if part >= _LEAST_PART * whole]
        return tuple(sorted(told, key=lambda pair: -pair[1])[:_MOST_TOLD]) if len(told) > 1 else ()

    def _added(self, id: str) -> dict[str, float]:
        """The exact part of each liked item in the taste score of the item of ``id``."""
        parts = self.hybrid.collaborative.contributions(self.query, self.catalogue.rows_by_id[id])
        liked = self.catalogue.rows(self.query.liked)
        return {self.catalogue.items[row].id: parts[row] for row in liked}

    def behind(self, id: str, ahead: str) -> Behind:
        """In which term of the score the item is furthest behind the one ``ahead``."""
        own, theirs = self.hybrid.terms(self.query, [id, ahead])
        lacks = {name: theirs[name] - own[name] for name in own}
        if sum(lacks.values()) <= 0:
            return Behind(ahead=ahead)
        term = max(lacks, key=lambda name: lacks[name])
        if term == "taste":
            return self._behind_in_taste(id, ahead)
        only = tuple(w for w in self.missed(id) if w not in self.missed(ahead)) if term == "soft" else ()
        return Behind(ahead=ahead, term=term, wishes=only)

    def _behind_in_taste(self, id: str, ahead: str) -> Behind:
        """The liked item that makes most of the difference and whose people tell it."""
        mine, theirs = self._added(id), self._added(ahead)
        taste = self.hybrid.collaborative.taste
        rows = self.catalogue.rows_by_id
        for liked in sorted(mine, key=lambda one: mine[one] - theirs[one]):
            share, people = taste.share(rows[liked], rows[id])
            ahead_share, _ = taste.share(rows[liked], rows[ahead])
            if mine[liked] < theirs[liked] and round(100 * share) < round(100 * ahead_share):
                return Behind(
                    ahead=ahead, term="taste", liked=liked, people=people, share=share, ahead_share=ahead_share
                )
        return Behind(ahead=ahead, term="taste")


def _without_words(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", text)
    return " ".join(text.split())
