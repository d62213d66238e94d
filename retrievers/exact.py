"""Exact search by inner product: every row of a matrix is compared, in blocks that stay in the processor's cache.

It does not know what the vectors stand for, nor where they are kept.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]

#: Rows gathered at a time: 128 of 384 dimensions are 0.2 MB, which a core's own cache holds until they are multiplied.
_BLOCK = 128
#: Share of all rows above which multiplying every row costs less than gathering those that are asked for.
DENSE = 0.5


def products(vectors: Vectors, vector: Vectors, rows: Rows | None = None) -> Vectors:
    """The product of ``vector`` with each of ``rows`` of ``vectors`` (with all of them by default).

    A row's product is the same to the last bit however many rows are asked for beside it. One thread: a second one wins
    a third on an idle machine and loses a factor of thirty on a busy one, where BLAS threads wait for each other.
    """
    if rows is None:
        return np.asarray(np.vecdot(vectors, vector))
    if len(rows) <= _BLOCK:
        return np.asarray(np.vecdot(vectors[rows], vector))
    found = np.empty(len(rows), np.float32)
    block = np.empty((_BLOCK, vectors.shape[1]), np.float32)
    for start in range(0, len(rows), _BLOCK):
        part = rows[start : start + _BLOCK]
        own = block[: len(part)]
        np.take(vectors, part, axis=0, out=own, mode="clip")  # "clip" writes straight into ``own``; no row is outside
        np.vecdot(own, vector, out=found[start : start + len(part)])
    return found


def best(rows: Rows, scores: Vectors, k: int) -> tuple[Rows, Vectors]:
    """The ``k`` best of ``rows`` with their scores, best first; equal scores in the order of their rows."""
    if len(rows) > k:
        least = np.partition(scores, len(scores) - k)[len(scores) - k] if k > 0 else np.inf
        kept = scores >= least
        rows, scores = rows[kept], scores[kept]
    order = np.lexsort((rows, -scores))[:k]
    return rows[order], scores[order]
