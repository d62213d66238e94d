"""Metrics of ranked lists, one value a person, and their intervals. It knows no data set and no recommender."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
#: People by ranks: whether what stands there is relevant, best rank first.
Hits = NDArray[np.bool_]
Counts = NDArray[np.int64]


def recall(hits: Hits, relevant: Counts, k: int) -> Values:
    """Hits among the first ``k``, of as many as there could be: min(k, relevant) (Liang et al., WWW 2018)."""
    return np.asarray(hits[:, :k].sum(axis=1) / np.minimum(k, relevant), dtype=np.float64)


def ndcg(hits: Hits, relevant: Counts, k: int) -> Values:
    """Normalised discounted cumulative gain at ``k`` with gain 1 and discount log2(rank + 1)."""
    discount = 1 / np.log2(np.arange(2, hits.shape[1] + 2))
    ideal = np.cumsum(discount)[np.minimum(np.minimum(k, hits.shape[1]), relevant) - 1]
    return np.asarray((hits[:, :k] * discount[:k]).sum(axis=1) / ideal, dtype=np.float64)


def coverage(top: NDArray[np.int64], items: int) -> float:
    """The share of the catalogue that stands in anybody's list ``top`` (people by ranks)."""
    return len(np.unique(top)) / items


def novelty(top: NDArray[np.int64], likes: Counts, people: int) -> float:
    """Mean self-information of what is listed, in bits: -log2 of the share of people who like it (Zhou et al. 2010)."""
    share = np.maximum(likes[top], 1) / people
    return float(-np.log2(share).mean())


def gini(counts: NDArray[np.int64]) -> float:
    """How unequally ``counts`` (one an item) are spread: 0 all are equal, towards 1 one item has everything."""
    ordered = np.sort(counts).astype(np.float64)
    ranks = np.arange(1, len(ordered) + 1)
    total = len(ordered) * ordered.sum()
    return float((2 * ranks - len(ordered) - 1) @ ordered / total) if total else 0.0


def interval(values: Sequence[float] | Values, *, seed: int, draws: int = 1000) -> tuple[float, float]:
    """The 95 % interval of the mean of ``values`` by bootstrap over people (percentiles of ``draws`` resamples)."""
    observed = np.asarray(values, dtype=np.float64)
    rng = np.random.default_rng(seed)
    means = [observed[rng.integers(0, len(observed), len(observed))].mean() for _ in range(draws)]
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)
