"""A person's taste from a few items: exact parts, mixing by the length of the history, to disk and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrievers.factors import fit
from retrievers.taste import LENGTHS, Taste, mixture
from tests.retrievers.test_factors import ratings

ITEMS = 8
SOME = st.lists(st.integers(0, ITEMS - 1), max_size=5, unique=True)


@pytest.fixture(scope="module")
def taste():
    rng = np.random.default_rng(7)
    pairs = {(f"p{rng.integers(40):02}", str(rng.integers(ITEMS))) for _ in range(160)}
    return fit(ratings(sorted(pairs)), ITEMS, dimensions=3, near=2)


@given(SOME, SOME, st.integers(0, ITEMS - 1))
def test_contributions_add_up_to_the_score(taste, liked, disliked, row):
    disliked = [one for one in disliked if one not in liked]
    parts = taste.contributions(liked, row, disliked)
    score = float(taste.scores(taste.profile(liked, disliked), np.array([row]))[0])
    assert set(parts) == {*liked, *disliked}
    assert sum(parts.values()) == pytest.approx(score, abs=1e-5)


def test_dislikes_together_take_off_a_fifth_of_what_a_like_gives_at_most(taste):
    rows = np.arange(ITEMS)

    def scores(liked, disliked=()):
        return taste.scores(taste.profile(liked, disliked), rows)

    assert np.allclose(scores((0,)) - scores((0,), (1,)), 0.2 * scores((1,)), atol=1e-5)
    halves = 0.1 * (scores((1,)) + scores((2,)))
    assert np.allclose(scores((0,)) - scores((0,), (1, 2)), halves, atol=1e-5)
    assert not scores((), (1,)).any()


def test_solutions_are_mixed_by_the_length_of_the_history():
    assert mixture(0) == mixture(1) == ((0, 1.0),)
    assert mixture(3) == ((1, 1.0),)
    assert mixture(10**6) == ((len(LENGTHS) - 1, 1.0),)
    (first, more), (second, less) = mixture(2)
    assert (first, second) == (0, 1) and less > more and more + less == pytest.approx(1)


def test_share_and_raters_are_a_count(taste):
    fans = {row: set(taste.fans_of(row).tolist()) for row in range(ITEMS)}
    assert taste.share(0, 1) == (len(fans[0] & fans[1]) / len(fans[0]), len(fans[0]))


def test_to_disk_and_back(taste, tmp_path):
    taste.write(tmp_path / "taste.npz")
    again = Taste.read(tmp_path / "taste.npz", taste.sought)
    rows = np.arange(ITEMS)
    before, after = (one.scores(one.profile((0, 3), (5,)), rows) for one in (taste, again))
    assert np.array_equal(before, after) and again.share(0, 1) == taste.share(0, 1)
