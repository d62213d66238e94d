"""The vectors of an index: on disk as plain arrays, and in Chroma (`retrievers.chroma`).

Chroma's HNSW answers where the catalogue is large and the filter passes much. Elsewhere exact search over the passing
rows of the same vectors is sooner done; it also answers where Chroma cannot be opened.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from retrievers import chroma
from retrievers.chroma import METRIC, Space
from retrievers.exact import DENSE, Vectors, best, products

Way = Literal["chroma", "exact"]
Mask = NDArray[np.bool_]
#: How many rows are wanted, and which may be had (None: all).
Ask = tuple[int, Mask | None]
_NONE = np.zeros(0, np.int64)

#: What a step takes in ms on one core (docs/experiments.md): a call of Chroma and each result; a number of a row, in
#: passing over all of them and when the row is gathered. Only their ratios matter.
_CHROMA_CALL, _CHROMA_RESULT = 4.5, 0.012
_DENSE_ROW, _GATHERED_ROW = 4.4e-7, 6.5e-7
#: How many more results Chroma is asked for than would do if a mask passed every n-th of them exactly.
_MARGIN = 1.3
#: What it is asked for at least where there is a mask: it looks as far as it is asked, and finds .998 instead of .994.
_LEAST = 500


@dataclass(frozen=True, kw_only=True)
class Hits:
    """Rows with their scores (inner product, higher is better), best first, and which path answered."""

    rows: NDArray[np.int64]
    scores: Vectors
    path: Way


def write(folder: Path, spaces: Mapping[Space, Vectors]) -> None:
    """Write each space as an array, with what `Store.calibrate` needs."""
    for space, vectors in spaces.items():
        np.save(folder / f"{space}.npy", vectors, allow_pickle=False)
        _write_moments(folder, space, vectors)


class Store:
    """The vectors of an opened index; Chroma is asked at ``url`` where there is one, else in the folder.

    ``notices`` says in a sentence when exact search has taken over from Chroma.
    """

    def __init__(self, folder: Path, rows_by_id: Mapping[str, int], url: str = "") -> None:
        self._folder = folder
        self._rows_by_id = rows_by_id
        self._vectors: dict[Space, Vectors] = {}
        self._known_moments: dict[Space, tuple[Vectors, Vectors]] = {}
        self._known_filled: dict[Space, tuple[Mask, int]] = {}
        self._place = chroma.Place(folder, url)
        self._client: Any = None
        self._opening = Lock()
        self.notices: list[str] = []

    def vectors(self, space: Space) -> Vectors:
        """All vectors of a space by row, memory-mapped."""
        if space not in self._vectors:
            mapped = np.load(self._folder / f"{space}.npy", mmap_mode="r", allow_pickle=False)
            self._vectors[space] = np.asarray(mapped)  # the same memory, without what indexing a memmap costs
        return self._vectors[space]

    def calibrate(self, space: Space, vector: Vectors, scores: Vectors) -> Vectors:
        """Raw products with ``vector`` in standard deviations from their mean over all filled rows of the space.

        Both follow from the first two moments of the stored vectors (μᵀq and qᵀΣq), so nothing is scanned.
        """
        mean, covariance = self._moments(space)
        deviation = float(np.sqrt(max(float(products(covariance, vector) @ vector), 0.0)))
        if deviation <= 1e-6 * float(np.linalg.norm(vector)):  # all vectors alike: what differs is rounding
            return np.zeros_like(scores)
        return np.asarray((scores - mean @ vector) / deviation, dtype=np.float32)

    def _moments(self, space: Space) -> tuple[Vectors, Vectors]:
        if space not in self._known_moments:
            with np.load(self._folder / f"{space}.moments.npz", allow_pickle=False) as found:
                self._known_moments[space] = (found["mean"], found["covariance"])
        return self._known_moments[space]

    def search(
        self, space: Space, vector: Vectors, k: int, mask: Mask | None = None, *, path: Way | None = None
    ) -> Hits:
        """The ``k`` rows whose vectors have the highest product with ``vector``, among those that ``mask`` passes.

        The cheaper path answers (`plan`), unless ``path`` names one for a measurement.
        """
        return self.searches(space, vector, [(k, mask)], path=path)[0]

    def searches(self, space: Space, vector: Vectors, asks: Sequence[Ask], *, path: Way | None = None) -> list[Hits]:
        """The same for several masks at once: rows that more than one of them passes are compared once."""
        filled, held = self._counted(space)
        dimensions = self.vectors(space).shape[1]
        # Which rows may be had at all: those of the mask that have a vector.
        masks = [filled if mask is None else mask if held == len(filled) else filled & mask for _, mask in asks]
        found: list[Hits | None] = []
        for (k, _), mask in zip(asks, masks, strict=True):
            passing = int(np.count_nonzero(mask))
            chosen, wanted = plan(len(filled), dimensions, held, passing, k)
            by_chroma = (path or chosen) == "chroma" and k > 0 and passing > 0 and bool(vector.any())
            found.append(self._masked(space, vector, k, mask, wanted, passing) if by_chroma else None)
        left = [at for at, hits in enumerate(found) if hits is None]
        exact = iter(self._exactly(space, vector, [asks[at][0] for at in left], [masks[at] for at in left]))
        return [next(exact) if hits is None else hits for hits in found]

    def _masked(self, space: Space, vector: Vectors, k: int, mask: Mask, wanted: int, passing: int) -> Hits | None:
        """What Chroma finds and the mask passes; None where it cannot answer or where that is too little."""
        rows = self._by_chroma(space, vector, wanted)
        if rows is None or len(rows := rows[mask[rows]]) < min(k, passing):
            return None
        rows, scores = best(rows, products(self.vectors(space), vector, rows), k)
        return Hits(rows=rows, scores=scores, path="chroma")

    def _by_chroma(self, space: Space, vector: Vectors, wanted: int) -> NDArray[np.int64] | None:
        """The rows that Chroma finds nearest; None, with a notice, where it cannot answer."""
        collection = self.collection(space)
        if collection is None:
            return None
        try:
            found = collection.query(query_embeddings=vector[None, :], n_results=wanted, include=["distances"])
            return np.array([self._rows_by_id[id] for id in found["ids"][0]], dtype=np.int64)
        except chroma.failures() as error:
            self.notices.append(f"Chroma cannot answer ({error}): exact search answers instead.")
            self._collections.clear()
            return None

    def exactly(self, space: Space, vector: Vectors, k: int, mask: Mask | None = None) -> Hits:
        """As `search`, by comparing with every row. Rows without a vector (cold items) are in neither answer."""
        return self.searches(space, vector, [(k, mask)], path="exact")[0]

    def _exactly(self, space: Space, vector: Vectors, ks: Sequence[int], masks: Sequence[Mask]) -> list[Hits]:
        vectors, found = self.vectors(space), []
        rows = np.flatnonzero(masks[0] if len(masks) == 1 else np.logical_or.reduce(masks)) if masks else _NONE
        dense = len(rows) > DENSE * len(vectors)
        scores = products(vectors, vector, None if dense else rows)
        if dense and len(rows) < len(vectors):
            scores = scores[rows]
        for k, mask in zip(ks, masks, strict=True):
            own = slice(None) if len(masks) == 1 else mask[rows]
            kept, values = best(rows[own], scores[own], k)
            found.append(Hits(rows=kept, scores=values, path="exact"))
        return found

    def _counted(self, space: Space) -> tuple[Mask, int]:
        """The rows that have a vector in the space, and how many they are."""
        if space not in self._known_filled:
            filled = np.asarray(self.vectors(space).any(axis=1))
            self._known_filled[space] = (filled, int(np.count_nonzero(filled)))
            if self._place.missing():
                self.open_chroma()  # which says what it misses, even where exact search would have answered anyway
        return self._known_filled[space]

    def filled(self, space: Space) -> NDArray[np.bool_]:
        """The rows that have a vector in the space."""
        return self._counted(space)[0]

    def open_chroma(self) -> None:
        """Open Chroma now rather than at the first search without a filter (about 1 s)."""
        with self._opening:
            _ = self._collections

    def collection(self, space: Space) -> Any:
        """Chroma's own collection, or None where it cannot be opened: for comparing with what it does by itself."""
        with self._opening:
            return self._collections.get(space)

    def close(self) -> None:
        """Let go of Chroma's files; exact search answers from now on."""
        with self._opening:
            if self._client is not None:
                self._client.close()
                self._client = None
            self.__dict__["_collections"] = {}  # what is cached there belongs to the closed client

    @cached_property
    def _collections(self) -> dict[Space, Any]:
        """Chroma's collections, or none with a notice where it cannot be opened."""
        try:
            if self._place.missing():
                raise FileNotFoundError("its folder is missing")
            self._client = self._place.client()
            found: dict[Space, Any] = {
                space: self._client.get_collection(self._place.name(space), embedding_function=None) for space in METRIC
            }
            for space, collection in found.items():
                if collection.count() != int(self.filled(space).sum()):
                    raise ValueError(f"the collection '{space}' does not hold every vector")
        except chroma.failures() as error:
            self.notices.append(f"Chroma cannot be opened ({error}): exact search answers instead.")
            return {}
        return found


def plan(rows: int, dimensions: int, held: int, passing: int, k: int) -> tuple[Way, int]:
    """The path that is expected to find the ``k`` best of ``passing`` rows sooner, and how many to ask Chroma for.

    ``held`` of the ``rows`` have a vector, and Chroma knows no masks: it is asked for so many that ``k`` of them will
    pass if the mask has nothing to do with the query. Where fewer do, exact search answers after all.
    """
    guess = k if passing == held else max(math.ceil(_MARGIN * k * held / max(passing, 1)), _LEAST)
    wanted = min(guess, k + held - passing, held)
    exact = min(rows * _DENSE_ROW, passing * _GATHERED_ROW) * dimensions
    approximate = _CHROMA_CALL + wanted * _CHROMA_RESULT
    return ("chroma" if wanted <= chroma.MOST and approximate < exact else "exact"), wanted


def recall(store: Store, space: Space, *, k: int = 100, queries: int = 200, seed: int = 0) -> float:
    """The share of the exact first ``k`` that Chroma finds, over vectors drawn from the space itself.

    An item as near as the last of them counts as found: which of several equal ones come back is nobody's mistake.
    """
    vectors = store.vectors(space)
    filled = np.flatnonzero(store.filled(space))
    if not len(filled):
        return 1.0
    k = min(k, len(filled))
    drawn = np.random.default_rng(seed).choice(filled, size=min(queries, len(filled)), replace=False)
    found = 0
    for row in drawn:
        exact = store.exactly(space, vectors[row], k)
        near = store.search(space, vectors[row], k, path="chroma")
        if near.path == "exact":
            return float("nan")  # Chroma is not there to be measured
        found += int((near.scores >= exact.scores[-1] - 1e-5 * abs(exact.scores[0])).sum())
    return found / (k * len(drawn))


def _write_moments(folder: Path, space: Space, vectors: Vectors) -> None:
    filled = vectors[vectors.any(axis=1)]
    dimensions = vectors.shape[1]
    mean = filled.mean(axis=0) if len(filled) else np.zeros(dimensions, np.float32)
    centred = filled - mean
    covariance = centred.T @ centred / max(len(filled), 1)
    np.savez(folder / f"{space}.moments.npz", mean=mean, covariance=covariance)
