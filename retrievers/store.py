"""The vectors of an index: on disk as plain arrays, and in Chroma. The door to chromadb.

Without a filter Chroma's HNSW answers; with one, exact search over the passing rows of the same vectors, which is also
what answers when Chroma cannot be opened. Chroma holds nothing but ids and vectors: no text, nothing personal.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Space = Literal["meaning", "taste"]

#: How vectors are compared: unit meaning vectors by cosine, taste by plain product.
METRIC: Mapping[Space, str] = {"meaning": "cosine", "taste": "ip"}
_HNSW = {"max_neighbors": 32, "ef_construction": 200, "ef_search": 300}
#: A mask that leaves out no more rows than this is answered by Chroma with as many more results asked for.
_FEW = 100
#: More results than this are searched for exactly: the graph is not made to give them all.
_MOST = _HNSW["ef_search"]


@dataclass(frozen=True, kw_only=True)
class Hits:
    """Rows with their scores (inner product, higher is better), best first, and which path answered."""

    rows: NDArray[np.int64]
    scores: Vectors
    path: Literal["chroma", "exact"]


def write(
    folder: Path, ids: Sequence[str], spaces: Mapping[Space, Vectors], progress: Callable[[int, int], None]
) -> None:
    """Write each space as an array and as a Chroma collection; all-zero vectors (cold items) stay out of Chroma."""
    total = sum(int(vectors.any(axis=1).sum()) for vectors in spaces.values())
    done = 0
    client = _client(folder / "chroma")
    size = client.get_max_batch_size()
    for space, vectors in spaces.items():
        np.save(folder / f"{space}.npy", vectors, allow_pickle=False)
        _write_moments(folder, space, vectors)
        collection = client.create_collection(
            space, embedding_function=None, configuration={"hnsw": {"space": METRIC[space], **_HNSW}}
        )
        rows = np.flatnonzero(vectors.any(axis=1))
        for start in range(0, len(rows), size):
            batch = rows[start : start + size]
            collection.add(ids=[ids[row] for row in batch], embeddings=vectors[batch])
            done += len(batch)
            progress(done, total)
    client.close()


class Store:
    """The vectors of an opened index. ``notices`` says in a sentence when exact search has taken over from Chroma."""

    def __init__(self, folder: Path, rows_by_id: Mapping[str, int]) -> None:
        self._folder = folder
        self._rows_by_id = rows_by_id
        self._vectors: dict[Space, Vectors] = {}
        self._known_moments: dict[Space, tuple[Vectors, Vectors]] = {}
        self._known_filled: dict[Space, NDArray[np.bool_]] = {}
        self._client: Any = None
        self._opening = Lock()
        self.notices: list[str] = []

    def vectors(self, space: Space) -> Vectors:
        """All vectors of a space by row, memory-mapped."""
        if space not in self._vectors:
            self._vectors[space] = np.load(self._folder / f"{space}.npy", mmap_mode="r", allow_pickle=False)
        return self._vectors[space]

    def calibrate(self, space: Space, vector: Vectors, scores: Vectors) -> Vectors:
        """Raw products with ``vector`` in standard deviations from their mean over all filled rows of the space.

        Both follow from the first two moments of the stored vectors (μᵀq and qᵀΣq), so nothing is scanned.
        """
        mean, covariance = self._moments(space)
        deviation = float(np.sqrt(max(float(vector @ covariance @ vector), 0.0)))
        if deviation <= 1e-6 * float(np.linalg.norm(vector)):  # all vectors alike: what differs is rounding
            return np.zeros_like(scores)
        return np.asarray((scores - mean @ vector) / deviation, dtype=np.float32)

    def _moments(self, space: Space) -> tuple[Vectors, Vectors]:
        if space not in self._known_moments:
            with np.load(self._folder / f"{space}.moments.npz", allow_pickle=False) as found:
                self._known_moments[space] = (found["mean"], found["covariance"])
        return self._known_moments[space]

    def search(self, space: Space, vector: Vectors, k: int, mask: NDArray[np.bool_] | None = None) -> Hits:
        """The ``k`` rows whose vectors have the highest product with ``vector``, among those that ``mask`` passes."""
        missing = 0 if mask is None else int(len(mask) - mask.sum())
        wanted = min(k + missing, int(self.filled(space).sum()))
        if missing <= _FEW and 0 < wanted <= _MOST and vector.any():
            rows = self._by_chroma(space, vector, wanted)
            if rows is not None:
                rows = rows if mask is None else rows[mask[rows]]
                return _best(rows, self.vectors(space)[rows] @ vector, k, "chroma")
        return self.exactly(space, vector, k, mask)

    def _by_chroma(self, space: Space, vector: Vectors, wanted: int) -> NDArray[np.int64] | None:
        """The rows that Chroma finds nearest; None, with a notice, where it cannot answer."""
        with self._opening:
            collection = self._collections.get(space)
        if collection is None:
            return None
        try:
            found = collection.query(query_embeddings=vector[None, :], n_results=wanted, include=["distances"])
            return np.array([self._rows_by_id[id] for id in found["ids"][0]], dtype=np.int64)
        except _failures() as error:
            self.notices.append(f"Chroma cannot answer ({error}): exact search answers instead.")
            self._collections.clear()
            return None

    def exactly(self, space: Space, vector: Vectors, k: int, mask: NDArray[np.bool_] | None = None) -> Hits:
        """As `search`, by comparing with every row. Rows without a vector (cold items) are in neither answer."""
        vectors, filled = self.vectors(space), self.filled(space)
        rows = np.flatnonzero(filled if mask is None else filled & mask)
        return _best(rows, (vectors if len(rows) == len(vectors) else vectors[rows]) @ vector, k, "exact")

    def filled(self, space: Space) -> NDArray[np.bool_]:
        """The rows that have a vector in the space."""
        if space not in self._known_filled:
            self._known_filled[space] = np.asarray(self.vectors(space).any(axis=1))
        return self._known_filled[space]

    def open_chroma(self) -> None:
        """Open Chroma now rather than at the first search without a filter (about 1 s)."""
        with self._opening:
            _ = self._collections

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
            if not (self._folder / "chroma" / "chroma.sqlite3").is_file():
                raise FileNotFoundError("its folder is missing")
            self._client = _client(self._folder / "chroma")
            found: dict[Space, Any] = {
                space: self._client.get_collection(space, embedding_function=None) for space in METRIC
            }
            for space, collection in found.items():
                if collection.count() != int(self.filled(space).sum()):
                    raise ValueError(f"the collection '{space}' does not hold every vector")
        except _failures() as error:
            self.notices.append(f"Chroma cannot be opened ({error}): exact search answers instead.")
            return {}
        return found


def _best(rows: NDArray[np.int64], scores: Vectors, k: int, path: Literal["chroma", "exact"]) -> Hits:
    """The ``k`` best, equal scores in the order of their rows: the same whichever path proposed them."""
    if len(rows) > k:
        least = np.partition(scores, len(scores) - k)[len(scores) - k] if k > 0 else np.inf
        kept = scores >= least
        rows, scores = rows[kept], scores[kept]
    order = np.lexsort((rows, -scores))[:k]
    return Hits(rows=rows[order], scores=scores[order], path=path)


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
        near = store.search(space, vectors[row], k)
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


def _failures() -> tuple[type[Exception], ...]:
    """What opening or asking a Chroma that is missing, damaged or closed may raise."""
    from chromadb.errors import ChromaError

    return ChromaError, OSError, ValueError, KeyError, TypeError, RuntimeError, sqlite3.Error


def _client(folder: Path) -> Any:
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
