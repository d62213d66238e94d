"""Who liked what → taste vectors, in closed form; a new person's taste from a few liked and disliked items.

EASE (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019) gives an item-item matrix B: liking i
says B[i, j] of j. Its truncated singular value decomposition B ≈ G Sᵀ gives every item two vectors: ``given`` (row of
G: what liking it says) and ``sought`` (row of S: whom it suits). A person's taste is the sum of the given vectors of
what they like, minus those of what they dislike; a score is its product with an item's sought vector, so that the part
which each liked item has in a score is exact. It does not know titles, words or meaning vectors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrievers.interactions import Ratings

Vectors = NDArray[np.float32]

#: Items with a vector at most: the dense solve needs n² floats and n³ operations (12,000: 0.6 GB, about 20 s).
DENSE_LIMIT = 12_000
DIMENSIONS = 256
_LEAST_LIKES = 2


@dataclass(frozen=True, kw_only=True)
class Taste:
    """Taste vectors by catalogue row (zero rows: nobody rated it enough) and who liked which item.

    ``given`` and ``sought`` are float32 of shape (items, dimensions). ``fans[starts[row]:starts[row + 1]]`` are the
    sorted codes of the people who liked the item of that row.
    """

    given: Vectors
    sought: Vectors
    fans: NDArray[np.int32]
    starts: NDArray[np.int64]

    @property
    def warm(self) -> NDArray[np.bool_]:
        """The rows that have a taste vector."""
        return np.asarray(self.sought.any(axis=1))

    def profile(self, weights: Mapping[int, float]) -> Vectors:
        """The taste of a person from the rows they like (positive weights) or dislike (negative); zero for none."""
        taste = np.zeros(self.given.shape[1], np.float32)
        for row, weight in weights.items():
            taste += np.float32(weight) * self.given[row]
        return taste

    def contributions(self, weights: Mapping[int, float], row: int) -> dict[int, float]:
        """The part that each liked or disliked row has in the taste score of ``row``; they add up to it exactly."""
        sought = self.sought[row]
        return {liked: float(weight * (self.given[liked] @ sought)) for liked, weight in weights.items()}

    def fans_of(self, row: int) -> NDArray[np.int32]:
        return self.fans[self.starts[row] : self.starts[row + 1]]

    def share(self, liked: int, row: int) -> tuple[float, int]:
        """Of the people who liked ``liked``: the share who liked ``row`` too, and how many people they are."""
        fans = self.fans_of(liked)
        both = np.intersect1d(fans, self.fans_of(row), assume_unique=True)
        return (len(both) / len(fans) if len(fans) else 0.0), len(fans)


def fit(
    ratings: Ratings,
    items: int,
    *,
    regularisation: float | None = None,
    dimensions: int = DIMENSIONS,
    limit: int = DENSE_LIMIT,
) -> Taste:
    """Fit taste vectors for ``items`` catalogue rows.

    ``regularisation`` (λ of EASE) grows with the number of people where it is not given. Items liked by fewer than two
    people, and the least liked ones above ``limit``, stay without a vector.
    """
    people, rows = ratings.people[ratings.positive], ratings.rows[ratings.positive]
    fans, starts = _fans(people, rows, items)
    likes = np.diff(starts)
    warm = np.flatnonzero(likes >= _LEAST_LIKES)
    if len(warm) > limit:
        warm = np.sort(warm[np.argsort(-likes[warm], kind="stable")[:limit]])
    rank = min(dimensions, len(warm))
    given = np.zeros((items, rank), np.float32)
    sought = np.zeros((items, rank), np.float32)
    if rank:
        if regularisation is None:
            regularisation = max(20.0, 0.5 * float(np.sqrt(ratings.number_of_people) * np.sqrt(likes[warm].mean())))
        weights = _item_weights(people, rows, warm, items, regularisation)
        given[warm], sought[warm] = _factorise(weights, rank)
    return Taste(given=given, sought=sought, fans=fans, starts=starts)


def _fans(
    people: NDArray[np.int32], rows: NDArray[np.int32], items: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    order = np.lexsort((people, rows))
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=items))]).astype(np.int64)
    return people[order], starts


def _item_weights(
    people: NDArray[np.int32], rows: NDArray[np.int32], warm: NDArray[np.int64], items: int, regularisation: float
) -> Vectors:
    """B of EASE over the warm items, shape (warm, warm): B = I - P / diag(P) with P = (XᵀX + λI)⁻¹."""
    from scipy import linalg, sparse

    code = np.full(items, -1, np.int64)
    code[warm] = np.arange(len(warm))
    kept = code[rows] >= 0
    liked = sparse.csr_matrix(
        (np.ones(int(kept.sum()), np.float32), (people[kept], code[rows[kept]])),
        shape=(int(people.max()) + 1, len(warm)),
    )
    gram = (liked.T @ liked).toarray().astype(np.float32)
    gram[np.diag_indices_from(gram)] += np.float32(regularisation)
    factor, _ = linalg.cho_factor(gram, lower=True, overwrite_a=True, check_finite=False)
    inverse, failed = linalg.lapack.spotri(factor, lower=True, overwrite_c=True)
    if failed:
        raise np.linalg.LinAlgError("the item-item matrix is not positive definite")
    inverse = np.tril(inverse) + np.tril(inverse, -1).T
    weights: Vectors = (-inverse / np.diag(inverse)[None, :]).astype(np.float32)
    np.fill_diagonal(weights, 0.0)
    return weights


def _factorise(weights: Vectors, rank: int) -> tuple[Vectors, Vectors]:
    """B ≈ G Sᵀ by a truncated singular value decomposition, its values shared evenly between both sides."""
    if rank >= len(weights) or len(weights) <= 1024:
        left, values, right = np.linalg.svd(weights)
        left, values, right = left[:, :rank], values[:rank], right[:rank]
    else:
        left, values, right = _randomised_svd(weights, rank)
    root = np.sqrt(values).astype(np.float32)
    return (left * root).astype(np.float32), (right.T * root).astype(np.float32)


def _randomised_svd(matrix: Vectors, rank: int, *, passes: int = 4, seed: int = 0) -> tuple[Vectors, Vectors, Vectors]:
    """Halko, Martinsson and Tropp (SIAM Review 2011), algorithm 4.4 with ``passes`` power iterations."""
    sample = np.random.default_rng(seed).standard_normal((matrix.shape[1], rank + 16), dtype=np.float32)
    basis = np.linalg.qr(matrix @ sample)[0]
    for _ in range(passes):
        basis = np.linalg.qr(matrix.T @ basis)[0]
        basis = np.linalg.qr(matrix @ basis)[0]
    left, values, right = np.linalg.svd(basis.T @ matrix, full_matrices=False)
    return (basis @ left)[:, :rank], values[:rank], right[:rank]
