"""Taste from a checkerboard: two groups of people, two groups of items, nothing between them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrievers.factors import _factorise, _randomised_svd, fit
from retrievers.interactions import Interactions, map_ratings
from retrievers.items import Interaction

ITEMS = 8


@pytest.fixture(scope="module")
def taste():
    """People 0–9 like three of the items 0–3, people 10–19 three of 4–6; item 7 is liked once."""
    given = [(f"p{n:02}", str(i)) for n in range(10) for i in range(4) if i != n % 4]
    given += [(f"p{n:02}", str(i)) for n in range(10, 20) for i in range(4, 7) if i != 4 + n % 3]
    given.append(("p00", "7"))
    return fit(ratings(given), ITEMS)


def ratings(pairs):
    return map_ratings(
        Interactions.of(Interaction(user=u, item=i) for u, i in pairs), {str(n): n for n in range(ITEMS)}
    )


def test_scores_stay_on_their_side_of_the_board(taste):
    scores = taste.sought @ taste.profile({0: 1.0})
    assert scores[[1, 2, 3]].min() > 0.01
    assert np.abs(scores[[4, 5, 6]]).max() < 1e-6


def test_cold_items_have_no_vector_and_no_score(taste):
    assert taste.warm.tolist() == [True] * 7 + [False]
    assert (taste.sought @ taste.profile({0: 1.0}))[7] == 0
    assert not taste.profile({7: 1.0}).any()


@given(st.dictionaries(st.integers(0, ITEMS - 1), st.sampled_from([1.0, -0.5]), max_size=6), st.integers(0, ITEMS - 1))
def test_contributions_add_up_to_the_score(taste, weights, row):
    parts = taste.contributions(weights, row)
    assert set(parts) == set(weights)
    assert sum(parts.values()) == pytest.approx(float(taste.profile(weights) @ taste.sought[row]), abs=1e-6)


def test_share_and_raters_are_a_count(taste):
    liked_both = [n for n in range(10) if n % 4 != 0 and n % 4 != 1]
    liked_first = [n for n in range(10) if n % 4 != 0]
    assert taste.share(0, 1) == (len(liked_both) / len(liked_first), len(liked_first))
    assert taste.share(0, 5) == (0.0, len(liked_first))
    assert taste.share(7, 0) == (0.0, 1)  # p00 liked 7, and not 0
    assert taste.fans_of(7).tolist() == [0]


def test_without_likes_the_vectors_have_no_width():
    taste = fit(ratings([]), ITEMS)
    assert taste.given.shape == taste.sought.shape == (ITEMS, 0)
    assert not taste.warm.any()
    assert taste.share(0, 1) == (0.0, 0)
    assert taste.contributions({0: 1.0}, 1) == {0: 0.0}


def test_above_the_limit_the_least_liked_stay_cold(taste):
    pairs = [(f"p{n}", str(i)) for n in range(6) for i in range(ITEMS) if n >= i]
    assert fit(ratings(pairs), ITEMS, limit=3).warm.tolist() == [True] * 3 + [False] * 5


def test_the_factors_are_the_closed_form_of_ease():
    pairs = [("a", "0"), ("a", "1"), ("b", "0"), ("b", "1"), ("c", "0"), ("c", "2"), ("d", "2"), ("d", "1")]
    found = fit(ratings(pairs), ITEMS, regularisation=2.0)
    liked = np.array([[1, 1, 0], [1, 1, 0], [1, 0, 1], [0, 1, 1]], float)
    inverse = np.linalg.inv(liked.T @ liked + 2.0 * np.eye(3))
    expected = -inverse / np.diag(inverse)
    np.fill_diagonal(expected, 0)
    assert np.allclose(found.given[:3] @ found.sought[:3].T, expected, atol=1e-5)


def test_a_random_decomposition_finds_the_leading_part():
    rng = np.random.default_rng(1)
    left, right = rng.standard_normal((300, 5)), rng.standard_normal((5, 300))
    matrix = (left @ right).astype(np.float32)
    a, values, b = _randomised_svd(matrix, 5)
    assert np.allclose((a * values) @ b, matrix, atol=1e-2)
    given, sought = _factorise(matrix, 5)
    assert np.allclose(given @ sought.T, matrix, atol=1e-2)
