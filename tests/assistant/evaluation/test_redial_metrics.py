"""Recall of rankings as another implementation has it, success and intervals by hand."""

import ir_measures
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.evaluation.redial import metrics as redial_metrics


def test_success_counts_seen_films_half_and_dialogues_without_a_case():
    def outcome(dialogue, reward):
        return redial_metrics.Outcome(dialogue=dialogue, ranks=np.array([0]), reward=reward)

    worth = redial_metrics.worth({1, 2}, {2, 3})
    assert worth == {1: 1.0, 2: 1.0, 3: 0.5}
    found = redial_metrics.success([outcome(0, 1.0), outcome(0, 0.5), outcome(2, 0.0)], [5, 4, 10, 0])
    assert found == {"success_rate": 0.25, "reward_per_length": round(1.5 / 5 / 4, 4)}


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_metrics_as_ir_measures_has_them(data):
    """Macro is the mean recall of queries; micro is the same with one query a label."""
    films, cases = 60, data.draw(st.integers(1, 6))
    rng = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    scores = rng.integers(0, 30, (cases, films)).astype(np.float32)  # with ties, which go by row
    labels = [rng.choice(films, rng.integers(1, 5), replace=False).tolist() for _ in range(cases)]
    exact = [{str(film): float(score) - film / 1000 for film, score in enumerate(row)} for row in scores]
    measures = [ir_measures.R @ cut for cut in redial_metrics.CUTS]
    outcomes = [redial_metrics.Outcome.of(at, scores[at], labels[at], {}) for at in range(cases)]
    macro = ir_measures.calc_aggregate(
        measures, {str(at): dict.fromkeys(map(str, labels[at]), 1) for at in range(cases)},
        {str(at): exact[at] for at in range(cases)},
    )  # fmt: skip
    single = [(at, label) for at in range(cases) for label in labels[at]]
    micro = ir_measures.calc_aggregate(
        measures, {f"{at} {label}": {str(label): 1} for at, label in single},
        {f"{at} {label}": exact[at] for at, label in single},
    )  # fmt: skip
    for cut, measure in zip(redial_metrics.CUTS, measures, strict=True):
        assert redial_metrics.macro(outcomes)[f"recall@{cut}"] == pytest.approx(macro[measure], abs=1e-4)
        assert redial_metrics.micro(outcomes)[f"recall@{cut}"] == pytest.approx(micro[measure], abs=1e-4)


def test_a_score_that_is_not_a_number_is_an_error():
    with pytest.raises(ValueError, match="not a number"):
        redial_metrics.ranks(np.array([0, np.nan], np.float32), [0])


def test_intervals_are_those_of_dialogues():
    """Ten dialogues of the same turn each, a hundred times: as wide as ten dialogues, not as a thousand turns."""
    found = np.repeat(np.arange(10) % 2, 100).astype(float)[:, None]
    dialogues = np.repeat(np.arange(10), 100)
    low, high = redial_metrics.interval(found, np.ones(1000), dialogues)
    again = [np.random.default_rng(s).choice([0, 1], 10).mean() for s in range(2000)]
    assert low[0] == pytest.approx(np.quantile(again, 0.025), abs=0.11)
    assert high[0] == pytest.approx(np.quantile(again, 0.975), abs=0.11)
