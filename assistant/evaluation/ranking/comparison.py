"""Full-catalogue ranking for held-out people: what ships against the floors, by one protocol and in one run.

The shipped recommender is measured as it stands: an index is built from the ratings of the others, and a person's shown
likes are a query to it, with filters, fusion and diversity as in a conversation. No sampled candidates anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.ranking import floors, metrics
from assistant.evaluation.ranking.holdout import PROTOCOLS, Case, Holdout, hold_out
from retrievers.build import build
from retrievers.catalogue import Catalogue, validated
from retrievers.encoder import Encoder
from retrievers.errors import BadData
from retrievers.index import Index, open_index
from retrievers.interactions import Interactions, Ratings, map_ratings
from retrievers.query import Query
from retrievers.sources.records import Source

#: Cases by ranks: catalogue rows, best first; -1 where a system names no more.
Lists = NDArray[np.int64]
#: Called with what is being done.
Notice = Callable[[str], None]

_LISTED = 100
_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a system listed for the test's cases of one protocol, and how it came to be."""

    system: str
    protocol: str
    top: Lists
    fit_s: float
    setting: Mapping[str, float]


def evaluate(
    source: Source,
    folder: Path,
    encoder: Encoder,
    *,
    protocols: Sequence[str] = tuple(PROTOCOLS),
    people: int = 1000,
    against: Sequence[str] = tuple(floors.FLOORS),
    settings: int = 4,
    seed: int = 0,
    say: Notice = lambda text: None,
) -> list[dict[str, Any]]:
    """One row a system and protocol. ``folder`` takes the index; each floor is tuned over so many ``settings``.

    Raises `BadData` where the interactions are too few to hold anybody out.
    """
    catalogue = validated(source.items)
    held = _held_out(map_ratings(source.interactions or Interactions.of([]), catalogue.rows_by_id), people, seed)
    test = {protocol: held.cases(held.test, protocol, seed=seed) for protocol in protocols}
    tuning = {protocol: held.cases(held.tuning, protocol, seed=seed + 1) for protocol in protocols}
    teachers = len(np.unique(held.train.people[held.train.positive]))
    say(f"{len(held.test)} people are tested, {len(held.tuning)} tune, {teachers} teach.")
    results = [*_ours(source, catalogue, held, folder, encoder, test, say)]
    for name in against:
        if reason := floors.available(name, len(catalogue)):
            say(f"Left out {name}: {reason}.")
        else:
            results += _floor(name, held, len(catalogue), test, tuning, settings, say)
    counts = np.bincount(held.train.rows[held.train.positive], minlength=len(catalogue))
    return [_row(result, test[result.protocol], counts, teachers, seed) for result in results]


def _held_out(ratings: Ratings, people: int, seed: int) -> Holdout:
    try:
        return hold_out(ratings, seed=seed, most=people)
    except ValueError as error:
        raise BadData(str(error), "Name more interactions, or ones of the same catalogue.") from error


def _ours(
    source: Source, catalogue: Catalogue, held: Holdout, folder: Path, encoder: Encoder,
    test: Mapping[str, Sequence[Case]], say: Notice,
) -> Iterator[Result]:  # fmt: skip
    """The whole recommender, from an index of the others' ratings."""
    say("Building the index from the others' ratings.")
    started = perf_counter()
    taught = replace(source, interactions=_interactions(held.train, catalogue), bad_interactions=type(source.bad)())
    build(taught, folder, encoder, name="ranking", sources={}, max_bad_rows=1.0)
    seconds = perf_counter() - started
    index = open_index(folder, encoder)
    for protocol, cases in test.items():
        say(f"Asking the recommender ({protocol}).")
        yield Result(system="sommelier", protocol=protocol, top=_asked(index, cases), fit_s=seconds, setting={})
    index.close()


def _interactions(ratings: Ratings, catalogue: Catalogue) -> Interactions:
    ids = np.array([item.id for item in catalogue.items], dtype=object)
    return Interactions(
        users=ratings.people.astype(str).astype(object),
        items=ids[ratings.rows],
        weights=ratings.weights,
        meaning=ratings.meaning,
    )


def _asked(index: Index, cases: Sequence[Case]) -> Lists:
    ids = [item.id for item in index.catalogue.items]
    found = np.full((len(cases), _LISTED), -1, np.int64)
    for at, case in enumerate(cases):
        rows = index.hybrid.rows(Query(liked=tuple(ids[row] for row in case.given), k=_LISTED))
        found[at, : len(rows)] = rows
    return found


def _floor(
    name: str, held: Holdout, items: int, test: Mapping[str, Sequence[Case]], tuning: Mapping[str, Sequence[Case]],
    settings: int, say: Notice,
) -> list[Result]:  # fmt: skip
    """The floor's lists at the setting that ranks best (nDCG@10) for the people who tune, for each protocol alone."""
    fit, choices = floors.FLOORS[name]
    liked = floors.likes(held.train, items)
    best: dict[str, tuple[float, Result]] = {}
    for setting in choices[:settings]:
        started = perf_counter()
        system = fit(liked, setting)
        seconds = perf_counter() - started
        say(f"Fitted {name} {dict(setting) or ''} in {seconds:.1f} s.")
        for protocol in test:
            reached = 0.0
            if len(choices[:settings]) > 1:
                reached = float(_judged(_best(system, tuning[protocol]), tuning[protocol])["ndcg@10"].mean())
            if protocol not in best or reached > best[protocol][0]:
                top = _best(system, test[protocol])
                best[protocol] = (
                    reached,
                    Result(system=name, protocol=protocol, top=top, fit_s=seconds, setting=setting),
                )
    return [result for _, result in best.values()]


def _best(system: floors.System, cases: Sequence[Case]) -> Lists:
    """The rows with the highest scores, without those that were shown."""
    found = []
    for start in range(0, len(cases), _BATCH):
        batch = cases[start : start + _BATCH]
        scores = system(batch).copy()
        for at, case in enumerate(batch):
            scores[at, case.given] = -np.inf
        listed = min(_LISTED, scores.shape[1])
        top = np.argpartition(-scores, listed - 1, axis=1)[:, :listed]
        order = np.argsort(-np.take_along_axis(scores, top, axis=1), axis=1, kind="stable")
        found.append(np.take_along_axis(top, order, axis=1))
    return np.concatenate(found)


def _judged(top: Lists, cases: Sequence[Case]) -> dict[str, NDArray[np.float64]]:
    """Each metric of each case."""
    hits = np.array([np.isin(listed, case.targets) for listed, case in zip(top, cases, strict=True)])
    relevant = np.array([len(case.targets) for case in cases])
    return {
        **{f"recall@{k}": metrics.recall(hits, relevant, k) for k in (10, 20, 50)},
        **{f"ndcg@{k}": metrics.ndcg(hits, relevant, k) for k in (10, 100)},
    }


def _row(result: Result, cases: Sequence[Case], counts: NDArray[np.int64], teachers: int, seed: int) -> dict[str, Any]:
    judged = _judged(result.top, cases)
    row: dict[str, Any] = {"system": result.system, "protocol": result.protocol, "people": len(cases)}
    row |= {name: round(float(values.mean()), 4) for name, values in judged.items()}
    for name in ("recall@20", "ndcg@10"):
        low, high = metrics.interval(judged[name], seed=seed)
        row |= {f"{name} low": round(low, 4), f"{name} high": round(high, 4)}
    named = result.top[:, :20]
    listed = named[named >= 0]
    row["coverage"] = round(metrics.coverage(listed, len(counts)), 4)
    row["novelty"] = round(metrics.novelty(listed, counts, teachers), 2)
    row["gini"] = round(metrics.gini(np.bincount(listed, minlength=len(counts))), 4)
    return {**row, "fit_s": round(result.fit_s, 1), "setting": dict(result.setting)}
