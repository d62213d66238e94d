"""Duplicates, scales and positives."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrievers.interactions import Interactions, map_ratings, meaning_of
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


def drawn(values, shares, size=5_000):
    """Interactions whose weights are drawn from ``values`` with ``shares``."""
    shares = np.array(shares, float)
    weights = np.random.default_rng(0).choice(np.array(values, np.float32), size, p=shares / shares.sum())
    nobody = np.full(size, "u", dtype=object)
    return Interactions(users=nobody, items=nobody, weights=weights.astype(np.float32))


@pytest.mark.parametrize(("values", "shares", "meaning"), [
    ([1, 2, 3, 4, 5], [6, 11, 27, 34, 22], "ratings"),
    ([1, 2, 3, 4, 5], [50, 5, 5, 10, 30], "ratings"),  # many angry people
    ([1, 2, 3, 4, 5], [1, 1, 1, 1, 1], "ratings"),
    (np.arange(0.5, 5.5, 0.5), [1, 3, 2, 8, 5, 20, 13, 27, 9, 12], "ratings"),
    (np.arange(1, 11), [2, 1, 2, 3, 6, 10, 20, 27, 18, 11], "ratings"),
    (np.arange(0, 101), np.exp(-((np.arange(101) - 68) / 22.0) ** 2), "ratings"),  # percentages
    ([0, 1], [1, 3], "ratings"), ([-1, 1], [1, 3], "ratings"),
    (np.arange(1, 8), 0.5 ** np.arange(1, 8), "counts"), (np.arange(1, 8), 0.65 ** np.arange(1, 8), "counts"),
    (np.arange(1, 8), np.arange(1, 8) ** -2.0, "counts"), ([1, 2], [9, 1], "counts"),
    (np.arange(1, 500), np.arange(1, 500) ** -1.5, "counts"), (np.arange(1, 101), 0.9 ** np.arange(100), "counts"),
    (np.arange(20, 2_000), np.ones(1_980), "counts"), (np.arange(0.5, 90, 0.5), 0.95 ** np.arange(179), "counts"),
    ([1], [1], "clicks"), ([5], [1], "clicks"),
])  # fmt: skip
def test_what_weights_mean(values, shares, meaning):
    assert meaning_of(drawn(values, shares)) == meaning


def test_what_the_source_says_wins():
    stars = drawn([1, 2, 3], [3, 2, 1])
    assert meaning_of(replace(stars, meaning="counts")) == "counts"
    assert meaning_of(replace(drawn([1], [1]), meaning="ratings")) == "ratings"


def weighed(meaning, *triples):
    given = Interactions.of(Interaction(user=u, item=i, weight=w) for u, i, w in triples)
    return map_ratings(replace(given, meaning=meaning), ROWS)


def test_counts_add_up_and_are_liked_above_zero():
    found = weighed("counts", ("u", "a", 1), ("v", "a", 0), ("u", "a", 2), ("v", "b", 7))
    assert list(zip(found.people.tolist(), found.rows.tolist(), found.weights.tolist(), strict=True)) == [
        (1, 0, 0), (0, 0, 3), (1, 1, 7)]  # fmt: skip
    assert found.positive.tolist() == [False, True, True]
    assert (found.repeated, found.scale, found.meaning) == (1, None, "counts")


def test_clicks_are_all_liked_whatever_their_weights():
    found = weighed("clicks", ("u", "a", 1), ("v", "a", 5))
    assert found.positive.all() and found.scale is None


def test_ratings_that_are_all_the_same_tell_no_scale():
    found = weighed("ratings", ("u", "a", 4), ("v", "a", 4))
    assert found.positive.all() and found.scale is None
