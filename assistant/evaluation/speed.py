"""How long retrieval takes, beside what it is compared with: every measurement alternates its systems query by query.

A machine that is shared runs twice as slow from one minute to the next; a ratio within one run still holds. It knows
neither files of results nor how they are printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter, process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from assistant.evaluation import synthetic
from retrievers.catalogue import Catalogue
from retrievers.filters import Mask
from retrievers.index import Index
from retrievers.query import Constraint, Query
from retrievers.taste import Taste

Row = dict[str, Any]
Vectors = NDArray[np.float32]

#: The shares of rows that random filters pass.
RATES = (1.0, 0.53, 0.05, 0.005)
_NAMES = (*(f"random {rate}" for rate in RATES), "with", "against")
_SYSTEMS = ("ours", "exact", "chroma_where")
_K = 100
_GROUPS = 20
_BATCH = 2_000


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A mask, the same as a ``where`` of Chroma's, and whether it has to do with the query."""

    kind: str
    mask: Mask | None
    where: Mapping[str, Any] | None


def retrieval(index: Index, *, queries: int = 30, seed: int = 0) -> list[Row]:
    """Candidates by meaning (``k`` = 100): ours, Chroma's own ``where``, and one-threaded exact NumPy over the rows.

    The index is changed (Chroma is told the values that its ``where`` asks for): hand it a copy. ``ratio`` is how many
    times as long as ours the median takes.
    """
    vectors = index.store.vectors("meaning")
    rng = np.random.default_rng(seed)
    draw = rng.random(len(vectors))
    anchors = vectors[rng.choice(len(vectors), min(_GROUPS, len(vectors)), replace=False)]
    group = np.concatenate([(vectors[at : at + _BATCH] @ anchors.T).argmax(1) for at in range(0, len(vectors), _BATCH)])
    collection = _described(index, draw, group)
    rows: dict[tuple[str, str], list[tuple[float, float, float, str]]] = {}
    for number in range(-2, queries):  # the first two find the files' pages and are not counted
        row = int(rng.integers(len(vectors)))
        vector = synthetic.near(vectors[row], seed=number + 2)
        for name, asked in _filters(draw, group, int(group[row])):
            answers = {
                "ours": partial(_ours, index, vector, asked),
                "exact": partial(_plain, vectors, vector, asked),
                "chroma_where": partial(_where, index, collection, vector, asked),
            }
            systems = list(answers) if collection is not None else ["ours", "exact"]
            # In an order drawn anew: whoever comes after Chroma's `where` finds cold caches, after the other warm ones.
            taken = {what: _timed(answers[what]) for what in rng.permutation(systems).tolist()}
            wanted = _exact(vectors, vector, asked.mask)
            share = 1.0 if asked.mask is None else float(asked.mask.mean())
            for what, (milliseconds, (found, path)) in taken.items():
                reached = len(np.intersect1d(found, wanted)) / max(len(wanted), 1)
                if number >= 0:
                    rows.setdefault((name, what), []).append((milliseconds, reached, share, path))
    return [*_summed(rows, len(vectors))]


def _filters(draw: NDArray[np.float64], group: NDArray[np.int64], own: int) -> Iterator[tuple[str, Filter]]:
    for rate in RATES:
        whole = rate == 1.0
        where = None if whole else {"draw": {"$lt": rate}}
        yield f"random {rate}", Filter(kind="random", mask=None if whole else draw < rate, where=where)
    yield "with", Filter(kind="correlated", mask=group == own, where={"group": {"$eq": own}})
    yield "against", Filter(kind="correlated", mask=group != own, where={"group": {"$ne": own}})


def _described(index: Index, draw: NDArray[np.float64], group: NDArray[np.int64]) -> Any:
    """Chroma's collection, told of each item the values that ``where`` asks for; None where there is no Chroma."""
    collection = index.store.collection("meaning")
    rows = np.flatnonzero(index.store.filled("meaning"))
    for start in range(0, len(rows) if collection is not None else 0, _BATCH):
        part = rows[start : start + _BATCH]
        values = [{"draw": float(draw[row]), "group": int(group[row])} for row in part]
        collection.update(ids=[index.catalogue.items[row].id for row in part], metadatas=values)
    return collection


def _ours(index: Index, vector: Vectors, asked: Filter) -> tuple[NDArray[np.int64], str]:
    hits = index.store.search("meaning", vector, _K, asked.mask)
    return hits.rows, hits.path


def _exact(vectors: Vectors, vector: Vectors, mask: Mask | None) -> NDArray[np.int64]:
    """The plain way: gather what passes, multiply, take the best. The caller holds BLAS to one thread."""
    rows = np.arange(len(vectors)) if mask is None else np.flatnonzero(mask)
    scores = (vectors if mask is None else vectors[rows]) @ vector
    best = np.argpartition(-scores, _K)[:_K] if len(scores) > _K else np.arange(len(scores))
    return rows[best[np.argsort(-scores[best])]]


def _plain(vectors: Vectors, vector: Vectors, asked: Filter) -> tuple[NDArray[np.int64], str]:
    return _exact(vectors, vector, asked.mask), "exact"


def _where(index: Index, collection: Any, vector: Vectors, asked: Filter) -> tuple[NDArray[np.int64], str]:
    found = collection.query(
        query_embeddings=vector[None], n_results=_K, where=asked.where, include=["distances"]
    )  # fmt: skip
    return np.array([index.catalogue.rows_by_id[id] for id in found["ids"][0]], dtype=np.int64), "chroma"


def _timed(answer: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds, and what was answered."""
    started = perf_counter()
    found = answer()
    return (perf_counter() - started) * 1000, found


def _summed(rows: Mapping[tuple[str, str], Sequence[tuple[float, float, float, str]]], items: int) -> Iterator[Row]:
    ratios = []
    for (name, what), taken in sorted(
        rows.items(), key=lambda pair: (_NAMES.index(pair[0][0]), _SYSTEMS.index(pair[0][1]))
    ):
        times = [one[0] for one in taken]
        ratio = float(np.median(times) / np.median([one[0] for one in rows[name, "ours"]]))
        if what == "chroma_where" and name != "random 1.0":
            ratios.append(ratio)
        yield {
            "what": what, "items": items, "pass_rate": round(float(np.mean([one[2] for one in taken])), 4),
            "filter": "correlated" if name in ("with", "against") else "random", **_percentiles(times),
            "recall@100": round(float(np.mean([one[1] for one in taken])), 4), "ratio": round(ratio, 2),
            "path": "+".join(sorted({one[3] for one in taken})),
        }  # fmt: skip
    if ratios:
        mean = round(float(np.exp(np.mean(np.log(ratios)))), 1)
        yield {"what": "chroma_where", "items": items, "filter": "geometric mean of the filtered", "ratio": mean}


def _percentiles(times: Sequence[float]) -> Row:
    return {"p50_ms": round(float(np.median(times)), 3), "p95_ms": round(float(np.quantile(times, 0.95)), 3)}


# ---- the whole recommender ------------------------------------------------------------------------------------------


def hybrid(index: Index, *, queries: int = 60, seed: int = 0) -> list[Row]:
    """Meaning, taste, likeness and popularity with filters, fusion, diversity and evidence; encoding not counted.

    ``cpu_p50_ms`` and ``cpu_p95_ms`` are what the process computed, which on a shared machine is less than it waited.
    """
    rng = np.random.default_rng(seed)
    taken: dict[str, list[tuple[float, float, float]]] = {}
    for number in range(-2, queries):
        for name, wishes in _wishes(index.catalogue, rng):
            query = _query(index, rng, wishes)
            share = float(index.hybrid.passing(query).mean())
            index.semantic.words(query.text)
            computed = process_time()
            milliseconds, _ = _timed(partial(index.hybrid.retrieve, query))
            computed = (process_time() - computed) * 1000
            if number >= 0:
                taken.setdefault(name, []).append((milliseconds, computed, share))
    taken["all of these"] = [one for some in taken.values() for one in some]
    return [
        {"what": "hybrid", "items": len(index.catalogue), "filter": name,
         "pass_rate": round(float(np.mean([share for *_, share in some])), 4),
         **_percentiles([wall for wall, *_ in some]),
         **{f"cpu_{key}": value for key, value in _percentiles([cpu for _, cpu, _ in some]).items()}}
        for name, some in taken.items()
    ]  # fmt: skip


def _query(index: Index, rng: np.random.Generator, wishes: tuple[Constraint, ...]) -> Query:
    known = np.argsort(-index.catalogue.raters, kind="stable")[: max(len(index.catalogue) // 10, 5)]
    liked = tuple(index.catalogue.items[row].id for row in rng.choice(known, 4, replace=False))
    text = str(rng.integers(len(index.catalogue)))
    return Query(text=text, quoted=text, liked=liked[:3], disliked=liked[3:], constraints=wishes, k=20)


def _wishes(catalogue: Catalogue, rng: np.random.Generator) -> Iterator[tuple[str, tuple[Constraint, ...]]]:
    """Nothing asked for; a period; a period, a genre and none of another; one hard and two soft wishes."""
    genres = [value for value, rows in catalogue.postings("genre").items() if len(rows) > len(catalogue) / 100]
    moods = list(catalogue.postings("mood")) or genres
    if not genres:
        genres = ["none"]
    genre, other = (str(value) for value in rng.choice(genres, 2))
    middle = float(np.nanmedian(catalogue.numbers("year"))) if "year" in catalogue.facets else 0.0
    period = Constraint(facet="year", min=middle)
    yield "none", ()
    yield "period", (period,)
    included = (Constraint(facet="genre", include=(genre,)), Constraint(facet="genre", exclude=(other,)))
    yield "period, genre, not a genre", (period, *included)
    mood = Constraint(facet="mood", include=(str(rng.choice(moods or genres)),), hard=False)
    yield "period, soft genre and mood", (period, Constraint(facet="genre", include=(genre,), hard=False), mood)


# ---- a new like -----------------------------------------------------------------------------------------------------


def new_like(items: int, *, queries: int = 200, seed: int = 0) -> list[Row]:
    """A new like → the ten best by taste, ours and implicit's (where it is installed) by turns.

    ``threads`` is what implicit is told: 0, as it ships, takes all cores. Ours has the dimensions of a build (256),
    implicit its default number of factors (100).
    """
    rng = np.random.default_rng(seed)
    taste = synthetic.taste(items, seed=seed)
    systems: dict[tuple[str, int], Callable[[Sequence[int]], Any]] = {
        ("ours", 1): lambda liked: refreshed(taste, liked)
    }
    systems |= {("implicit", threads): answer for threads, answer in _implicit(items, rng)}
    taken: dict[tuple[str, int], list[float]] = {}
    for number in range(-5, queries):
        liked = rng.choice(items, int(rng.integers(1, 6)), replace=False).tolist()
        for system, answer in systems.items():
            milliseconds, _ = _timed(partial(answer, liked))
            if number >= 0:
                taken.setdefault(system, []).append(milliseconds)
    ours = float(np.median(taken["ours", 1]))
    return [
        {"what": what, "items": items, "threads": threads, **_percentiles(times),
         "ratio": round(float(np.median(times)) / ours, 2)}
        for (what, threads), times in taken.items()
    ]  # fmt: skip


def refreshed(taste: Taste, liked: Sequence[int], k: int = 10) -> NDArray[np.int64]:
    """The ``k`` best rows by taste alone, without the liked ones, best first."""
    scores = taste.scores(taste.profile(liked))
    scores[list(liked)] = -np.inf
    k = min(k, len(scores) - len(liked))
    best = np.argpartition(scores, len(scores) - k)[len(scores) - k :]
    return best[np.argsort(-scores[best], kind="stable")]


def _implicit(items: int, rng: np.random.Generator) -> Iterator[tuple[int, Callable[[Sequence[int]], Any]]]:
    """Its ALS with default settings after one pass over drawn likes: how good it is does not change how fast it is."""
    try:
        from implicit.als import AlternatingLeastSquares
        from threadpoolctl import threadpool_limits
    except ImportError:
        return
    people, each = 3000, min(50, items)
    columns = (items * rng.random((people, each)) ** 2).astype(int).ravel()
    likes = sparse.csr_matrix((np.ones(len(columns), np.float32), (np.repeat(np.arange(people), each), columns)))
    for threads in (0, 1):
        with threadpool_limits(1, "blas"):
            model = AlternatingLeastSquares(iterations=1, use_gpu=False, random_state=0, num_threads=threads)
            model.fit(
                sparse.csr_matrix((likes.data, likes.indices, likes.indptr), (people, items)), show_progress=False
            )

        def answer(liked: Sequence[int], model: Any = model) -> Any:
            ones = np.ones(len(liked), np.float32)
            own = sparse.csr_matrix((ones, ([0] * len(liked), liked)), shape=(1, items))
            return model.recommend(0, own, N=10, recalculate_user=True)

        yield threads, answer
