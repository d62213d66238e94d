"""Recommendations to explain, drawn from an index: a random query, what it finds, and who is told.

A draw holds what the explain step has in use: the candidate with its evidence, the wording and the licence.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.claims import Licence
from assistant.preferences import Opinion, Preferences, Wish
from assistant.wording import Wording
from retrievers.index import Index
from retrievers.items import Item
from retrievers.query import Candidate, Constraint, Query

_TOP = 3
_FAMOUS = 0.6  # the likes are drawn from the items above this popularity, where the catalogue has one
_FACETS = ("genre", "mood", "theme", "country", "language", "people", "kind", "series")


@dataclass(frozen=True, kw_only=True)
class Draw:
    """An item recommended to a person who likes ``liked`` and has ``wishes``."""

    candidate: Candidate
    liked: tuple[Item, ...]
    wishes: tuple[Wish, ...]
    wording: Wording

    @property
    def licence(self) -> Licence:
        """What may be said of it, as in a turn."""
        likes = tuple(Opinion(id=item.id, title=item.title) for item in self.liked)
        return Licence(
            self.candidate.item, self.candidate.evidence, Preferences(likes=likes, wishes=self.wishes), self.liked,
            self.wording.language, simulated=self.wording.simulated,
        )  # fmt: skip


def of_index(index: Index, rng: random.Random, said: Sequence[str] = ()) -> Iterator[Draw]:
    """The first candidates of one query after another, without end. ``said``: wishes in words to draw from."""
    wording = Wording("en", simulated=index.manifest.simulated, catalogue=index.catalogue)
    while True:
        query = random_query(index, rng, said)
        liked = tuple(index.catalogue.item(id) for id in query.liked)
        wishes = tuple(wish_of(constraint) for constraint in query.constraints)
        for candidate in index.hybrid.retrieve(query)[:_TOP]:
            yield Draw(candidate=candidate, liked=liked, wishes=wishes, wording=wording)


def wish_of(constraint: Constraint) -> Wish:
    """The wish that a condition comes from."""
    return Wish(
        facet=constraint.facet, include=constraint.include, exclude=constraint.exclude, min=constraint.min,
        max=constraint.max, hard=constraint.hard, strength=constraint.strength,
    )  # fmt: skip


def random_query(index: Index, rng: random.Random, said: Sequence[str] = ()) -> Query:
    """One to four likes, none or one dislike, none to two wishes, each hard or soft, about what the catalogue holds.

    Now and then a wish in words: one of ``said``, or without them the beginning of a title.
    """
    catalogue = index.catalogue
    rows = [row for row, share in enumerate(catalogue.popularity) if share >= _FAMOUS] or range(len(catalogue))
    ids = [catalogue.items[row].id for row in rng.sample(rows, 5)]
    likes = rng.randint(1, 4)
    wishes = tuple(_random_wish(index, rng) for _ in range(rng.randint(0, 2)))
    words = said or [" ".join(catalogue.items[rng.choice(rows)].title.split()[:3])]
    quoted = rng.choice(words) if rng.random() < 0.2 else ""
    return Query(text=quoted, quoted=quoted, liked=tuple(ids[:likes]),
                 disliked=tuple(ids[4 : 4 + rng.randint(0, 1)]),
                 constraints=tuple({c.facet: c for c in wishes}.values()), k=40)  # fmt: skip


def _random_wish(index: Index, rng: random.Random) -> Constraint:
    catalogue = index.catalogue
    hard = rng.random() < 0.5
    facets = [facet for facet in (*_FACETS, "year", "length") if facet in catalogue.facets]
    facet = rng.choice(facets)
    if facet in ("year", "length"):
        numbers = catalogue.numbers(facet)
        middle = float(rng.choice(numbers[np.isfinite(numbers)].tolist()))
        width = 10 if facet == "year" else 40
        return Constraint(facet=facet, min=middle - width, max=middle + width, hard=hard)
    counts = catalogue.postings(facet)
    common = sorted(counts, key=lambda value: (-len(counts[value]), value))[:30]
    value = rng.choice(common).rpartition(":")[2]
    if rng.random() < 0.2:
        return Constraint(facet=facet, exclude=(value,), hard=hard)
    return Constraint(facet=facet, include=(value,), hard=hard)
