"""Retrieval by taste, on two groups of people with nothing in common."""

from dataclasses import replace

import numpy as np
import pytest

from retrievers.query import Query
from tests.retrievers.contract import Contract


@pytest.fixture(scope="module")
def retriever(index):
    return index.collaborative


class TestCollaborative(Contract):
    """The promises of every retriever."""


def ids(index, **query):
    return [candidate.item.id for candidate in index.collaborative.retrieve(Query(**query))]


def test_people_who_like_crime_get_crime(index):
    assert set(ids(index, liked=("heat",), k=3)) == {"ronin", "collateral", "insider"}
    assert set(ids(index, liked=("moon",), k=3)) == {"alien", "arrival", "dune"}


def test_nothing_for_nobody_and_for_likes_that_nobody_shares(index):
    assert ids(index) == []
    assert ids(index, disliked=("heat",)) == []
    assert ids(index, liked=("emma",)) == []  # rated once, and not liked
    assert ids(index, liked=("solaris-book",)) == []  # liked by one person only


def test_contributions_name_every_opinion_and_add_up(index):
    query = Query(liked=("heat", "moon"), disliked=("alien",))
    row = index.catalogue.row("ronin")
    parts = index.collaborative.contributions(query, row)
    assert set(parts) == set(index.catalogue.rows(("heat", "moon", "alien")))
    profile = index.collaborative.profile(query.liked, query.disliked)
    (score,) = index.collaborative.taste.scores(profile, np.array([row]))
    assert sum(parts.values()) == pytest.approx(score, abs=1e-5)


def test_what_only_the_near_entries_know_is_found(index):
    profile = index.collaborative.profile(("heat",), ())
    row = index.catalogue.row("ronin")
    every = np.ones(len(index.catalogue), bool)
    bare = replace(profile, vector=np.zeros_like(profile.vector), near=np.float32(np.arange(len(every)) == row))
    assert index.collaborative.nearest(bare, 3, every).tolist() == [row]
    every[row] = False
    assert not len(index.collaborative.nearest(bare, 3, every))


def test_cold_items_score_zero_and_are_not_returned(index):
    profile = index.collaborative.profile(("moon",), ())
    row = index.catalogue.row("emma")
    assert index.collaborative.scores(profile, np.array([row])).tolist() == [0.0]
    assert "emma" not in ids(index, liked=("moon",), k=50)
