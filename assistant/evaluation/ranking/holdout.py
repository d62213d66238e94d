"""Held-out people, for strong generalisation: who is learnt from, who tunes and who is tested, and what each shows.

Nothing of a held-out person is learnt from; a system sees a part of their likes and must find the rest of them
(Marlin, 2004; Liang et al., WWW 2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrievers.interactions import Ratings

Rows = NDArray[np.int64]

#: Name of a protocol → how many likes are shown, or None for 80 % of them.
PROTOCOLS = {"long": None, "given1": 1, "given3": 3, "given5": 5}
_SHOWN_LONG = 0.8
#: Likes that a person must have to be held out: five to show and one to find.
LEAST_LIKES = 6


@dataclass(frozen=True, kw_only=True)
class Case:
    """One person: the rows they are known to like, and the rows they like besides."""

    given: Rows
    targets: Rows


@dataclass(frozen=True, kw_only=True)
class Holdout:
    """``train`` are everybody else's ratings; ``tuning`` and ``test`` are the likes of held-out people, by row."""

    train: Ratings
    tuning: Sequence[Rows]
    test: Sequence[Rows]

    def cases(self, histories: Sequence[Rows], protocol: str, *, seed: int) -> list[Case]:
        """One case a history: which likes are shown is drawn at random, the same for the same seed."""
        rng = np.random.default_rng([seed, list(PROTOCOLS).index(protocol)])
        return [_case(rng.permutation(history), PROTOCOLS[protocol]) for history in histories]


def hold_out(ratings: Ratings, *, seed: int, share: float = 0.2, most: int = 1000) -> Holdout:
    """Hold out ``share`` of the people (at most ``most``) for the test and as many again for tuning.

    Only people with `LEAST_LIKES` likes are drawn, and never more than half of them. Raises ``ValueError`` where fewer
    than two people have so many.
    """
    liked = _likes(ratings)
    able = np.flatnonzero(np.array([len(rows) >= LEAST_LIKES for rows in liked], dtype=bool))
    if len(able) < 4:
        raise ValueError(f"Only {len(able)} people like {LEAST_LIKES} items or more: there is nobody to hold out.")
    drawn = np.random.default_rng(seed).permutation(able)
    size = min(max(int(share * ratings.number_of_people), 1), most, len(able) // 4)
    test, tuning = drawn[:size], drawn[size : 2 * size]
    kept = ~np.isin(ratings.people, drawn[: 2 * size])
    train = Ratings(
        people=ratings.people[kept], rows=ratings.rows[kept], weights=ratings.weights[kept],
        positive=ratings.positive[kept], scale=ratings.scale, unknown=0, repeated=0,
    )  # fmt: skip
    return Holdout(train=train, tuning=[liked[person] for person in tuning], test=[liked[person] for person in test])


def _likes(ratings: Ratings) -> list[Rows]:
    """The rows that each person likes, by the person's code."""
    people, rows = ratings.people[ratings.positive], ratings.rows[ratings.positive]
    order = np.lexsort((rows, people))
    bounds = np.cumsum(np.bincount(people, minlength=ratings.number_of_people))[:-1]
    return [part.astype(np.int64) for part in np.split(rows[order], bounds)]


def _case(shuffled: Rows, shown: int | None) -> Case:
    at = round(_SHOWN_LONG * len(shuffled)) if shown is None else shown
    return Case(given=shuffled[:at], targets=shuffled[at:])
