"""Systems that any recommender must beat, each tuned on the same held-out people. The door to implicit (extra [bench]).

A system maps cases to scores of every item, float32 of shape (cases, items); what is shown is left out by the caller.
Every floor lists the settings that it is tuned over, as many as any other, best guesses first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from assistant.evaluation.ranking.holdout import Case
from retrievers.factors import inverted
from retrievers.interactions import Ratings

Scores = NDArray[np.float32]
System = Callable[[Sequence[Case]], Scores]
Settings = Mapping[str, float]
#: From people's likes and a setting, a system.
Fit = Callable[[sparse.csr_array, Settings], System]

#: Items up to which a floor may hold a dense item-item matrix (1.6 GB in float32).
_DENSE = 20_000


def likes(ratings: Ratings, items: int) -> sparse.csr_array:
    """People by items, 1 where liked."""
    people, rows = ratings.people[ratings.positive], ratings.rows[ratings.positive]
    codes = np.unique(people, return_inverse=True)[1]
    shape = (int(codes.max(initial=-1)) + 1, items)
    return sparse.csr_array((np.ones(len(rows), np.float32), (codes, rows)), shape=shape)


def popularity(liked: sparse.csr_array, _: Settings) -> System:
    counts = np.asarray(liked.sum(axis=0), dtype=np.float32)
    return lambda cases: np.repeat(counts[None], len(cases), axis=0)


def cosine(liked: sparse.csr_array, setting: Settings) -> System:
    """Item-item cosine, shrunk, with the power ``asymmetry`` on the side of what is liked (Aiolli, RecSys 2013)."""
    pairs = (liked.T @ liked).toarray()
    counts = np.diag(pairs).copy()
    power = setting["asymmetry"]
    pairs /= counts[:, None] ** power * counts[None] ** (1 - power) + setting["shrink"]
    np.fill_diagonal(pairs, 0)
    return _linear(pairs)


def ease(liked: sparse.csr_array, setting: Settings) -> System:
    """EASE (Steck, WWW 2019) with the regularisation ``ridge``."""
    gram = (liked.T @ liked).toarray()
    gram[np.diag_indices(len(gram))] += np.float32(setting["ridge"])
    inverse = inverted(gram)
    inverse /= -np.diag(inverse)[None, :]
    np.fill_diagonal(inverse, 0)
    return _linear(inverse)


def als(liked: sparse.csr_array, setting: Settings) -> System:
    """implicit's ALS (Hu, Koren and Volinsky, ICDM 2008); people are folded in by its ``recalculate_user``."""
    from implicit.als import AlternatingLeastSquares
    from threadpoolctl import threadpool_limits

    options: dict[str, Any] = {name: int(v) if name in ("factors", "iterations") else v for name, v in setting.items()}
    with threadpool_limits(1, "blas"):
        model = AlternatingLeastSquares(use_gpu=False, random_state=0, **options)
        model.fit(sparse.csr_matrix(liked), show_progress=False)

    def score(cases: Sequence[Case]) -> Scores:
        given = sparse.csr_matrix(_given(cases, liked.shape[1]))
        with threadpool_limits(1, "blas"):
            people = np.asarray(model.recalculate_user(np.arange(len(cases)), given))
        return np.asarray(people @ model.item_factors.T, dtype=np.float32)

    return score


#: Name → how to fit it and the settings it is tuned over. ``als`` stands as the library ships it.
FLOORS: Mapping[str, tuple[Fit, Sequence[Settings]]] = {
    "popularity": (popularity, ({},)),
    "cosine": (
        cosine,
        [
            {"shrink": s, "asymmetry": a}
            for s, a in ((20, 0.5), (100, 0.5), (20, 0.35), (100, 0.35), (3, 0.5), (400, 0.5))
        ],
    ),
    "ease": (ease, [{"ridge": ridge} for ridge in (300, 60, 2000, 1000, 6000, 20000)]),
    "als": (als, ({},)),
    "als-tuned": (
        als,
        [
            {"factors": f, "regularization": r, "alpha": a, "iterations": n}
            for f, r, a, n in (
                (192, 45, 5, 15), (512, 10, 60, 10), (64, 66, 1, 15),
                (256, 120, 5, 15), (512, 20, 120, 10), (64, 0.01, 1, 15),
            )
        ],
    ),
}  # fmt: skip


def available(name: str, items: int) -> str:
    """Why the floor cannot stand here, or nothing where it can."""
    if name.startswith("als"):
        try:
            import implicit  # noqa: F401
        except ImportError:
            return "implicit is not installed (pip install 'sommelier[bench]')"
    if name in ("cosine", "ease") and items > _DENSE:
        return f"{items:,} items are too many for a dense item-item matrix"
    return ""


def _linear(weights: NDArray[np.float32]) -> System:
    return lambda cases: np.asarray(_given(cases, len(weights)) @ weights, dtype=np.float32)


def _given(cases: Sequence[Case], items: int) -> sparse.csr_array:
    """Cases by items, 1 where shown."""
    columns = np.concatenate([case.given for case in cases])
    people = np.repeat(np.arange(len(cases)), [len(case.given) for case in cases])
    return sparse.csr_array((np.ones(len(columns), np.float32), (people, columns)), shape=(len(cases), items))
