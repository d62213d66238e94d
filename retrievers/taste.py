"""A person's taste from a few liked and disliked items, its scores, and the part that each of those items has in them.

The vectors come from `factors`. It does not know titles, words or meaning vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrievers.exact import products

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

#: Lengths of history that the item-item weights are solved for; between them they are mixed by the log of the length.
LENGTHS = (1, 3, 12, 48)
#: What all dislikes together count at most, where all likes count as many as they are. Measured: subtracting more finds
#: fewer of a person's other likes, for people dislike one film of a kind that they otherwise enjoy.
_AGAINST = 0.2


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A person's taste: a vector to compare sought vectors with, and what the near entries add to every row."""

    vector: Floats
    near: Floats

    def any(self) -> bool:
        """Whether it says anything."""
        return bool(self.vector.any() or self.near.any())


@dataclass(frozen=True, kw_only=True)
class Taste:
    """Taste vectors of the warm items, and who liked which item.

    ``sought`` is float32 of shape (items, dimensions): whom an item suits, zero for items that too few people liked.
    ``place[row]`` is where a warm row stands in the next two, -1 for the others. ``given`` is float32 of shape
    (lengths, warm, dimensions): what liking an item says in a history of that length. ``near`` holds, for each length,
    the entries (liked place, row) that the vectors miss. ``fans[starts[row]:starts[row + 1]]`` are the sorted codes of
    the people who liked the item of that row.
    """

    sought: Floats
    place: Rows
    given: Floats
    near: tuple[sparse.csr_array, ...]
    fans: NDArray[np.int32]
    starts: Rows

    @property
    def warm(self) -> NDArray[np.bool_]:
        """The rows that have a taste vector."""
        return np.asarray(self.place >= 0)

    def profile(self, liked: Sequence[int], disliked: Sequence[int] = ()) -> Profile:
        """The taste of a person; nothing where nothing they like has been liked by others."""
        vector = np.zeros(self.sought.shape[1], np.float32)
        near = np.zeros(len(self.place), np.float32)
        for at, share in mixture(len(liked)):
            entries = self.near[at]
            for rows, weight in self._weighted(liked, disliked):
                part = np.float32(weight * share)
                places = self.place[list(rows)]
                places = places[places >= 0]
                vector += part * self.given[at, places].sum(axis=0)
                for place in places.tolist():  # a place names a row once, and SciPy's indexing takes ten times as long
                    own = slice(entries.indptr[place], entries.indptr[place + 1])
                    near[entries.indices[own]] += part * entries.data[own]
        return Profile(vector=vector, near=near)

    def scores(self, profile: Profile, rows: Rows | None = None) -> Floats:
        """The taste scores of ``rows``, or of every row (0 for cold ones); the higher the better, without a unit."""
        near = profile.near if rows is None else profile.near[rows]
        return np.asarray(products(self.sought, profile.vector, rows) + near, dtype=np.float32)

    def contributions(self, liked: Sequence[int], row: int, disliked: Sequence[int] = ()) -> dict[int, float]:
        """The part that each liked and disliked row has in the taste score of ``row``; they add up to it exactly."""
        parts = dict.fromkeys((*liked, *disliked), 0.0)
        for at, share in mixture(len(liked)):
            for rows, weight in self._weighted(liked, disliked):
                for one in rows:
                    if (place := int(self.place[one])) >= 0:
                        entry = float(self.given[at, place] @ self.sought[row]) + self._entry(at, place, row)
                        parts[one] += weight * share * entry
        return parts

    def _entry(self, at: int, place: int, row: int) -> float:
        """``near[at][place, row]``, which SciPy takes twenty times as long to look up."""
        entries = self.near[at]
        own = slice(entries.indptr[place], entries.indptr[place + 1])
        return float(entries.data[own] @ (entries.indices[own] == row))

    def _weighted(self, liked: Sequence[int], disliked: Sequence[int]) -> list[tuple[Sequence[int], float]]:
        """What each liked and each disliked item counts; dislikes say nothing without a like that others share."""
        if self.place[list(liked)].max(initial=-1) < 0:
            return []
        return [(liked, 1.0), (disliked, -_AGAINST * min(1.0, len(liked) / max(len(disliked), 1)))]

    def fans_of(self, row: int) -> NDArray[np.int32]:
        return self.fans[self.starts[row] : self.starts[row + 1]]

    def share(self, liked: int, row: int) -> tuple[float, int]:
        """Of the people who liked ``liked``: the share who liked ``row`` too, and how many people they are."""
        fans, theirs = self.fans_of(liked), self.fans_of(row)
        few, many = sorted((fans, theirs), key=len)
        if not len(few):
            return 0.0, len(fans)
        at = np.minimum(np.searchsorted(many, few), len(many) - 1)  # both are sorted, and name nobody twice
        return int(np.count_nonzero(many[at] == few)) / len(fans), len(fans)

    # ---- to disk and back -------------------------------------------------------------------------------------------

    def write(self, path: Path) -> None:
        """Write everything but ``sought``, which the store keeps."""
        arrays: dict[str, Any] = {"place": self.place, "given": self.given, "fans": self.fans, "starts": self.starts}
        for at, near in enumerate(self.near):
            arrays |= {f"data{at}": near.data, f"columns{at}": near.indices, f"rows{at}": near.indptr}
        np.savez(path, **arrays)

    @staticmethod
    def read(path: Path, sought: Floats) -> Taste:
        """What `write` wrote. Raises ``KeyError``, ``ValueError`` or ``OSError`` where the file is not one of ours."""
        with np.load(path, allow_pickle=False) as found:
            arrays = {name: found[name] for name in ("place", "given", "fans", "starts")}
            shape = (arrays["given"].shape[1], len(sought))
            near = tuple(
                sparse.csr_array((found[f"data{at}"], found[f"columns{at}"], found[f"rows{at}"]), shape=shape)
                for at in range(len(LENGTHS))
            )
        return Taste(sought=sought, near=near, **arrays)


@lru_cache(maxsize=1000)
def mixture(likes: int) -> tuple[tuple[int, float], ...]:
    """Which solutions, by place in ``LENGTHS``, count how much for a person with so many likes; adds up to 1."""
    at = float(np.interp(np.log(max(likes, 1)), np.log(LENGTHS), np.arange(len(LENGTHS))))
    below = int(at)
    shares = ((below, 1 - (at - below)), (below + 1, at - below))
    return tuple((place, share) for place, share in shares if share > 0)
