"""Taste from a checkerboard: two groups of people, two groups of items, nothing between them."""

import numpy as np
import pytest

from retrievers.factors import _span, fit
from retrievers.interactions import Interactions, map_ratings
from retrievers.items import Interaction
from retrievers.taste import LENGTHS

ITEMS = 8


@pytest.fixture(scope="module")
def taste():
    """People 0–9 like three of the items 0–3, people 10–19 three of 4–6; item 7 is liked once."""
    given = [(f"p{n:02}", str(i)) for n in range(10) for i in range(4) if i != n % 4]
    given += [(f"p{n:02}", str(i)) for n in range(10, 20) for i in range(4, 7) if i != 4 + n % 3]
    given.append(("p00", "7"))
    return fit(ratings(given), ITEMS)


def ratings(pairs, items=ITEMS):
    return map_ratings(
        Interactions.of(Interaction(user=u, item=i) for u, i in pairs), {str(n): n for n in range(items)}
    )


def scores(taste, *liked, disliked=()):
    return taste.scores(taste.profile(liked, disliked), np.arange(len(taste.place)))


def test_scores_stay_on_their_side_of_the_board(taste):
    found = scores(taste, 0)
    assert found[[1, 2, 3]].min() > 0.01
    assert np.abs(found[[4, 5, 6]]).max() < 1e-6


def test_cold_items_have_no_vector_and_no_score(taste):
    assert taste.warm.tolist() == [True] * 7 + [False]
    assert scores(taste, 0)[7] == 0
    assert not taste.profile((7,)).any()


def test_without_likes_the_vectors_have_no_width():
    taste = fit(ratings([]), ITEMS)
    assert taste.sought.shape == (ITEMS, 0) and taste.given.shape == (len(LENGTHS), 0, 0)
    assert not taste.warm.any() and not taste.profile((0,)).any()
    assert taste.share(0, 1) == (0.0, 0)
    assert taste.contributions((0,), 1) == {0: 0.0}


@pytest.fixture(scope="module")
def crowd():
    """Sixty people with 2 to 9 random likes among twelve items."""
    rng = np.random.default_rng(3)
    likes = np.zeros((60, 12))
    for person in likes:
        person[rng.choice(12, size=rng.integers(2, 10), replace=False)] = 1
    return likes


def weights_of(likes, at, **how):
    pairs = [(f"p{u:02}", str(i)) for u, i in zip(*np.nonzero(likes), strict=True)]
    taste = fit(ratings(pairs, likes.shape[1]), likes.shape[1], discount=0.0, **how)
    weights = taste.given[at][taste.place] @ taste.sought.T + taste.near[at].toarray()[taste.place]
    np.fill_diagonal(weights, 0)  # what liking an item says of itself is nobody's question
    return weights


def test_above_the_limit_the_least_liked_are_projected(crowd):
    """With one shown, what a projected item says of the others is their share, as if it had been solved for."""
    solved = np.argsort(-crowd.sum(axis=0), kind="stable")[:8]
    rest = np.setdiff1d(np.arange(12), solved)
    whole, part = weights_of(crowd, 0), weights_of(crowd, 0, limit=8)
    assert np.allclose(part[np.ix_(rest, solved)] / whole[np.ix_(rest, solved)], 1, atol=0.2)
    for at in range(1, len(LENGTHS)):  # and less in longer histories, as the others
        assert np.abs(weights_of(crowd, at, limit=8)[rest]).sum() < np.abs(part[rest]).sum()


def test_projected_items_stay_on_their_side_of_the_board():
    rng = np.random.default_rng(0)
    sides = [(f"p{n}", str(i)) for n in range(60) for i in range(8) if i % 2 == n % 2 and rng.random() < 0.9 - i / 20]
    taste = fit(ratings(sides), ITEMS, limit=4)
    assert taste.warm.all()
    solved = {int(row) for row in np.argsort(taste.place)[:4]}
    for row in sorted(set(range(ITEMS)) - solved):
        found = scores(taste, row)
        own = [other for other in range(ITEMS) if other % 2 == row % 2 and other != row]
        assert found[own].min() > 10 * np.abs(found[[other for other in range(ITEMS) if other % 2 != row % 2]]).max()


def test_one_shown_is_the_shrunk_share_of_those_who_like_both(crowd):
    sizes = crowd.sum(axis=1)
    person = np.sqrt(sizes.mean() / sizes)
    pairs = (crowd * person[:, None]).T @ crowd
    found = weights_of(crowd, 0)
    ridge = np.diag(pairs) * (pairs[0, 1] / found[0, 1] / np.diag(pairs)[0] - 1)
    shrunk = pairs / (np.diag(pairs) + ridge[0])[:, None]
    np.fill_diagonal(shrunk, 0)
    assert ridge[0] > 0 and np.allclose(found, shrunk, atol=1e-4)


def test_all_shown_is_ease_with_weighted_people(crowd):
    """With more shown than anybody likes, the closed form of EASE: B = I - P / diag(P)."""
    sizes = crowd.sum(axis=1)
    person = np.sqrt(sizes.mean() / sizes)
    gram = (crowd * person[:, None]).T @ crowd
    found = weights_of(crowd, len(LENGTHS) - 1)
    seen = (person * sizes * sizes).sum() / (person * sizes).sum()
    ridge = 4.5 * np.sqrt(np.diag(gram).mean()) * seen**0.25
    inverse = np.linalg.inv(gram + ridge * np.eye(12))
    ease = -inverse / np.diag(inverse)
    np.fill_diagonal(ease, 0)
    assert np.allclose(found, ease, atol=1e-4)


def test_few_dimensions_and_many_near_entries_lose_nothing(crowd):
    whole = weights_of(crowd, 1)
    assert np.allclose(weights_of(crowd, 1, dimensions=3, near=11), whole, atol=1e-4)
    assert not np.allclose(weights_of(crowd, 1, dimensions=3, near=1), whole, atol=1e-2)


def test_the_span_is_that_of_the_leading_eigenvectors():
    rng = np.random.default_rng(1)
    left = rng.standard_normal((200, 5)).astype(np.float32)
    pairs = left @ left.T
    counts = np.diag(pairs).copy()
    np.fill_diagonal(pairs, 0)
    inwards, outwards, _ = _span(pairs, counts, 5)
    whole = pairs + np.diag(counts)
    assert np.allclose(whole @ inwards @ outwards.T, whole, atol=1e-2)
