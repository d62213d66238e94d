"""Retrieval by popularity: counts that can be made by hand."""

import numpy as np
import pytest

from retrievers.catalogue import Catalogue
from retrievers.popular import Popular
from retrievers.query import Query
from tests.retrievers.conftest import ITEMS
from tests.retrievers.contract import Contract


@pytest.fixture(scope="module")
def retriever(index):
    return index.popular


class TestPopular(Contract):
    """The promises of every retriever."""


def test_the_most_liked_come_first_and_the_better_rated_among_equals(index):
    # Six people liked each of seven items; with the means 5, 5, 5, 4, 4 and, through those who disliked them, less.
    found = [candidate.item.id for candidate in index.popular.retrieve(Query(k=12))]
    assert found[:2] == ["ronin", "moon"]
    assert set(found[:7]) == {"ronin", "moon", "dune", "collateral", "arrival", "heat", "alien"}
    assert found[7:9] == ["insider", "solaris"]


def test_without_interactions_everything_is_equal():
    popular = Popular(Catalogue(ITEMS))
    assert [c.item.id for c in popular.retrieve(Query(k=3))] == ["heat", "ronin", "collateral"]
    assert not popular.scores(np.arange(len(ITEMS))).any()


def test_scores_are_logarithms_about_their_mean(index):
    scores = index.popular.scores(np.arange(len(ITEMS)))
    assert scores.mean() == pytest.approx(0, abs=1e-6)
    counts = np.log1p(index.catalogue.raters)
    assert np.allclose(scores - scores[0], counts - counts[0], atol=1e-5)
