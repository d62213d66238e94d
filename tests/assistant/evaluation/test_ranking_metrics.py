"""Ranking metrics, judged against another implementation and by values worked out by hand."""

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.ranking import metrics


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
