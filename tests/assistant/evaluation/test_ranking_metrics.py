"""Ranking metrics, judged against another implementation and by values worked out by hand."""

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.ranking import comparison, metrics
from assistant.evaluation.ranking.holdout import Case


@given(st.lists(st.booleans(), min_size=20, max_size=20), st.integers(1, 20), st.integers(0, 5))
def test_as_ir_measures_has_it(hits, k, missed):
    relevant = sum(hits) + missed
    if not relevant:
        return
    judged = {"q": {f"d{rank}": 1 for rank, hit in enumerate(hits) if hit} | {f"m{i}": 1 for i in range(missed)}}
    ranked = {"q": {f"d{rank}": float(-rank) for rank in range(20)}}
    theirs = ir_measures.calc_aggregate([ir_measures.R @ k, ir_measures.nDCG @ k], judged, ranked)
    ours, total = np.array([hits]), np.array([relevant])
    assert metrics.ndcg(ours, total, k)[0] == pytest.approx(theirs[ir_measures.nDCG @ k])
    # Theirs divides by everything relevant, ours by what a list of k can hold.
    assert metrics.recall(ours, total, k)[0] * min(k, relevant) == pytest.approx(theirs[ir_measures.R @ k] * relevant)


def test_the_rows_of_lists_are_as_ir_measures_has_them():
    """From lists of rows to figures: what `evaluate ranking` prints, judged from the outside."""
    rng = np.random.default_rng(5)
    top = np.array([rng.permutation(300)[:100] for _ in range(40)])
    top[0, 60:] = -1  # a system that names fewer
    cases = [Case(given=np.zeros(0, np.int64), targets=rng.choice(300, rng.integers(1, 40), False)) for _ in top]
    row = comparison._row(comparison.Result(system="s", protocol="long", top=top, fit_s=0.0, setting={}), cases,
                          np.ones(300, np.int64), 50, 0)  # fmt: skip
    judged = {f"q{n}": {f"d{item}": 1 for item in case.targets} for n, case in enumerate(cases)}
    ranked = {f"q{n}": {f"d{item}": -rank for rank, item in enumerate(of) if item >= 0} for n, of in enumerate(top)}
    measures = [ir_measures.nDCG @ k for k in (10, 100)] + [ir_measures.R @ k for k in (10, 20, 50)]
    theirs = ir_measures.calc_aggregate(measures[:2], judged, ranked)
    assert row["ndcg@10"] == pytest.approx(theirs[measures[0]], abs=1e-4)
    assert row["ndcg@100"] == pytest.approx(theirs[measures[1]], abs=1e-4)
    for measure, k in zip(measures[2:], (10, 20, 50), strict=True):
        each = {found.query_id: found.value for found in ir_measures.iter_calc([measure], judged, ranked)}
        held = [each[f"q{n}"] * len(case.targets) / min(k, len(case.targets)) for n, case in enumerate(cases)]
        assert row[f"recall@{k}"] == pytest.approx(np.mean(held), abs=1e-4)


def test_by_hand():
    hits = np.array([[True, False, True, False], [False, False, False, True]])
    relevant = np.array([3, 1])
    assert metrics.recall(hits, relevant, 2) == pytest.approx([0.5, 0.0])
    assert metrics.recall(hits, relevant, 4) == pytest.approx([2 / 3, 1.0])
    assert metrics.ndcg(hits, relevant, 4)[1] == pytest.approx(1 / np.log2(5))
    top = np.array([[0, 1], [0, 2]])
    assert metrics.coverage(top, 6) == 0.5
    assert metrics.novelty(top, np.array([4, 2, 1, 0, 0, 0]), 8) == pytest.approx((1 + 2 + 1 + 3) / 4)


def test_gini():
    assert metrics.gini(np.array([3, 3, 3])) == pytest.approx(0)
    assert metrics.gini(np.array([0, 0, 0, 9])) == pytest.approx(0.75)
    assert metrics.gini(np.zeros(3, int)) == 0


def test_the_interval_holds_the_mean_and_shrinks():
    rng = np.random.default_rng(0)
    few, many = rng.random(50), rng.random(5000)
    for values in (few, many):
        low, high = metrics.interval(values, seed=1)
        assert low < values.mean() < high
    assert np.ptp(metrics.interval(many, seed=1)) < 0.2 * np.ptp(metrics.interval(few, seed=1))
    assert metrics.interval(few, seed=1) == metrics.interval(few, seed=1) != metrics.interval(few, seed=2)
