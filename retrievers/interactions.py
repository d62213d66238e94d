"""Interactions as columns, and the one rule by which duplicates and weights become positives. Knows no files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrievers.items import Interaction


@dataclass(frozen=True, kw_only=True)
class Interactions:
    """Who gave what which weight, as three columns of one length (``users`` and ``items`` hold ids as text)."""

    users: NDArray[np.object_]
    items: NDArray[np.object_]
    weights: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.users)

    @staticmethod
    def of(rows: Iterable[Interaction]) -> Interactions:
        """Columns from single interactions."""
        rows = list(rows)
        return Interactions(
            users=np.array([r.user for r in rows], dtype=object),
            items=np.array([r.item for r in rows], dtype=object),
            weights=np.array([r.weight for r in rows], dtype=np.float32),
        )


@dataclass(frozen=True, kw_only=True)
class Ratings:
    """Interactions mapped onto a catalogue: one row a (person, item) pair, the last one where there were several.

    ``people`` and ``rows`` are int32 codes; ``positive`` marks what counts as liked. ``scale`` is the lowest and
    highest weight that occurs, or ``None`` for plain clicks. ``unknown`` counts interactions with items that the
    catalogue does not hold, ``repeated`` those replaced by a later one.
    """

    people: NDArray[np.int32]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    positive: NDArray[np.bool_]
    scale: tuple[float, float] | None
    unknown: int
    repeated: int

    @property
    def number_of_people(self) -> int:
        return int(self.people.max()) + 1 if len(self.people) else 0


def map_ratings(interactions: Interactions, rows_by_id: dict[str, int]) -> Ratings:
    """Map ids to catalogue rows, keep the last of repeated pairs, and mark positives.

    On an explicit scale a weight is positive from 70 % of the way between its ends upwards (4 of 1–5, 3.75 of 0.5–5,
    that is 4 in half steps); where all weights are equal, or some are above 10 (counts), every interaction is positive.
    """
    rows = np.array([rows_by_id.get(item, -1) for item in interactions.items], dtype=np.int32)
    known = rows >= 0
    people = np.unique(interactions.users[known].astype(str), return_inverse=True)[1].astype(np.int32)
    rows, weights = rows[known], interactions.weights[known]
    keep = _last_of_each(people.astype(np.int64) * max(len(rows_by_id), 1) + rows)
    people, rows, weights = people[keep], rows[keep], weights[keep]
    scale = _scale(weights)
    positive = np.ones(len(rows), dtype=bool)
    if scale:
        positive = weights >= scale[0] + 0.7 * (scale[1] - scale[0])
    return Ratings(
        people=people,
        rows=rows,
        weights=weights,
        positive=positive,
        scale=scale,
        unknown=int((~known).sum()),
        repeated=int(known.sum() - len(rows)),
    )


def _last_of_each(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions of the last occurrence of each key, in order."""
    _, first_from_the_end = np.unique(keys[::-1], return_index=True)
    return np.sort(len(keys) - 1 - first_from_the_end)


def _scale(weights: NDArray[np.float32]) -> tuple[float, float] | None:
    """The ends of an explicit rating scale, or None for clicks and open-ended counts."""
    if not len(weights) or weights.min() == weights.max():
        return None
    low, high = float(weights.min()), float(weights.max())
    return (low, high) if high <= 10 else None
