"""Duplicates, scales and positives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrievers.interactions import Interactions, map_ratings
from retrievers.items import Interaction

ROWS = {"a": 0, "b": 1, "c": 2}


def mapped(*triples):
    given = Interactions.of(Interaction(user=u, item=i, weight=w) for u, i, w in triples)
    return map_ratings(given, ROWS)


def test_the_last_of_repeated_pairs_is_kept():
    found = mapped(("u", "a", 1), ("v", "a", 3), ("u", "a", 5), ("u", "b", 2))
    assert sorted(zip(found.people.tolist(), found.rows.tolist(), found.weights.tolist(), strict=True)) == [
        (0, 0, 5), (0, 1, 2), (1, 0, 3)]  # fmt: skip
    assert found.repeated == 1


def test_unknown_items_are_counted():
    found = mapped(("u", "a", 1), ("u", "z", 5), ("w", "z", 5))
    assert (found.unknown, len(found.rows), found.number_of_people) == (2, 1, 1)


@pytest.mark.parametrize(("weights", "scale", "positive"), [
    ([1, 2, 3, 4, 5], (1, 5), [0, 0, 0, 1, 1]),
    ([0.5, 3.5, 4, 5], (0.5, 5), [0, 0, 1, 1]),
    ([3, 3, 3], None, [1, 1, 1]),
    ([1, 400, 7], None, [1, 1, 1]),
    ([0, 1, 1], (0, 1), [0, 1, 1]),
    ([-1, 1, -1], (-1, 1), [0, 1, 0]),
])  # fmt: skip
def test_what_counts_as_liked(weights, scale, positive):
    found = mapped(*[(f"u{n}", "a", weight) for n, weight in enumerate(weights)])
    assert found.scale == scale
    assert found.positive.astype(int).tolist() == positive


def test_none_at_all():
    found = mapped()
    assert (len(found.rows), found.number_of_people, found.scale) == (0, 0, None)
    assert mapped(("u", "z", 1)).unknown == 1


@given(st.lists(st.tuples(st.sampled_from("uvw"), st.sampled_from("abcz"), st.integers(1, 5))))
def test_pairs_are_distinct_and_nothing_is_lost(triples):
    found = mapped(*triples)
    assert len(set(zip(found.people.tolist(), found.rows.tolist(), strict=True))) == len(found.rows)
    assert len(found.rows) + found.repeated + found.unknown == len(triples)
    assert np.isin(found.rows, [0, 1, 2]).all()
