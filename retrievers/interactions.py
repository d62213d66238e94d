"""Interactions as columns, and the one rule by which duplicates and weights become positives. Knows no files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from retrievers.items import Interaction

#: What weights say: how much somebody liked it, how often they used it, or only that they did.
Meaning = Literal["ratings", "counts", "clicks"]
MEANINGS: tuple[Meaning, ...] = ("ratings", "counts", "clicks")

#: Without a word of their own, weights above 10 are ratings only on a scale that ends here (percentages).
_HIGHEST_SCALE = 100
#: Counts fall steeply: at least so many times as many ones as twos, and at most so many weights above the middle.
_STEEP, _MOST_ABOVE = 1.25, 1 / 6
_LIKED_FROM = 0.7


@dataclass(frozen=True, kw_only=True)
class Interactions:
    """Who gave what which weight, as three columns of one length (``users`` and ``items`` hold ids as text).

    ``meaning`` is what the source or a person says of the weights; None leaves it to the numbers (`meaning_of`).
    """

    users: NDArray[np.object_]
    items: NDArray[np.object_]
    weights: NDArray[np.float32]
    meaning: Meaning | None = None

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
    """Interactions mapped onto a catalogue: one row a (person, item) pair.

    Where a pair comes several times, the last weight wins, but counts add up. ``people`` and ``rows`` are int32 codes;
    ``positive`` marks what counts as liked. ``scale`` is the lowest and highest rating that occurs, or ``None`` for
    clicks and counts. ``unknown`` counts interactions with items that the catalogue does not hold, ``repeated`` those
    that went into another one of the same pair.
    """

    people: NDArray[np.int32]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    positive: NDArray[np.bool_]
    scale: tuple[float, float] | None
    unknown: int
    repeated: int
    meaning: Meaning = "ratings"

    @property
    def number_of_people(self) -> int:
        return int(self.people.max()) + 1 if len(self.people) else 0


def map_ratings(interactions: Interactions, rows_by_id: dict[str, int]) -> Ratings:
    """Map ids to catalogue rows, make one of repeated pairs, and mark positives.

    A rating is positive from 70 % of the way between the ends of its scale upwards (4 of 1–5, 3.75 of 0.5–5, that is 4
    in half steps), a count above zero, a click always.
    """
    meaning = meaning_of(interactions)
    rows = np.array([rows_by_id.get(item, -1) for item in interactions.items], dtype=np.int32)
    known = rows >= 0
    people, rows, weights = _codes(interactions.users[known]), rows[known], interactions.weights[known]
    keys = people.astype(np.int64) * max(len(rows_by_id), 1) + rows
    keep = _last_of_each(keys)
    weights = _sums(keys, weights, keep) if meaning == "counts" else weights[keep]
    people, rows = people[keep], rows[keep]
    scale = _scale(weights) if meaning == "ratings" else None
    positive = np.ones(len(rows), dtype=bool)
    if scale:
        positive = weights >= scale[0] + _LIKED_FROM * (scale[1] - scale[0])
    elif meaning == "counts":
        positive = weights > 0
    return Ratings(
        people=people,
        rows=rows,
        weights=weights,
        positive=positive,
        scale=scale,
        unknown=int((~known).sum()),
        repeated=int(known.sum() - len(rows)),
        meaning=meaning,
    )


def meaning_of(interactions: Interactions) -> Meaning:
    """What the weights say: as the source knows it, else as the numbers look.

    - All weights are equal: clicks.
    - None is above 10: counts where all are whole, the least is 1, ones are at least 1.25 times as many as twos, and at
      most a sixth of the weights lie above the middle of the range; else ratings.
    - Some are above 10: ratings where all lie in 0–100 and their median is not in the lowest quarter of the range
      (percentages); else counts.
    """
    weights = interactions.weights
    if interactions.meaning is not None:
        return interactions.meaning
    if not len(weights) or weights.min() == weights.max():
        return "clicks"
    low, high = float(weights.min()), float(weights.max())
    if high > 10:
        in_percent = low >= 0 and high <= _HIGHEST_SCALE and float(np.median(weights)) >= low + (high - low) / 4
        return "ratings" if in_percent else "counts"
    return "counts" if low == 1 and bool((weights == np.floor(weights)).all()) and _falls(weights) else "ratings"


def _falls(weights: NDArray[np.float32]) -> bool:
    """Does the histogram of whole weights from 1 upwards fall steeply?"""
    ones, twos = int((weights == 1).sum()), int((weights == 2).sum())
    above = float((weights > (1 + weights.max()) / 2).mean())
    return ones >= _STEEP * twos and above <= _MOST_ABOVE


def _codes(values: NDArray[np.object_]) -> NDArray[np.int32]:
    """The place of each value in the sorted distinct ones. A dictionary: NumPy would first copy all at full width."""
    listed = values.tolist()
    places = {value: place for place, value in enumerate(sorted(set(listed)))}
    return np.fromiter((places[value] for value in listed), dtype=np.int32, count=len(listed))


def _last_of_each(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions of the last occurrence of each key, in order."""
    _, first_from_the_end = np.unique(keys[::-1], return_index=True)
    return np.sort(len(keys) - 1 - first_from_the_end)


def _sums(keys: NDArray[np.int64], weights: NDArray[np.float32], keep: NDArray[np.int64]) -> NDArray[np.float32]:
    """The sum of the weights of each key, at the positions that are kept."""
    groups = np.unique(keys, return_inverse=True)[1]
    totals = np.bincount(groups, weights=weights)
    return totals[groups[keep]].astype(np.float32)


def _scale(weights: NDArray[np.float32]) -> tuple[float, float] | None:
    """The ends of the ratings, or None where all are the same and so tell nothing."""
    if not len(weights) or weights.min() == weights.max():
        return None
    return float(weights.min()), float(weights.max())
