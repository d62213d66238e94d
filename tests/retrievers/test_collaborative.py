"""Retrieval by taste, on two groups of people with nothing in common."""

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


def test_a_dislike_takes_off_half_of_what_a_like_gives(index):
    weights = index.collaborative.weights(Query(liked=("heat", "moon"), disliked=("moon", "alien")))
    rows = {id: index.catalogue.row(id) for id in ("heat", "moon", "alien")}
    assert weights == {rows["heat"]: 1.0, rows["moon"]: -0.5, rows["alien"]: -0.5}


def test_cold_items_score_zero_and_are_not_returned(index):
    vector = index.collaborative.profile(Query(liked=("moon",)))
    row = index.catalogue.row("emma")
    assert index.collaborative.scores(vector, [row]).tolist() == [0.0]
    assert "emma" not in ids(index, liked=("moon",), k=50)
