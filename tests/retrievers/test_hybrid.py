"""Meaning, taste and popularity together."""

from dataclasses import replace

import numpy as np
import pytest

from retrievers.hybrid import Weights
from retrievers.query import Constraint, Query
from tests.retrievers.contract import USUAL, Contract


@pytest.fixture(scope="module")
def retriever(index):
    return index.weighted(Weights(sameness=0.0))


class TestHybrid(Contract):
    """With the penalty for sameness off, for variety is the one thing that stands above the score."""


def ids(retriever, query):
    return [candidate.item.id for candidate in retriever.retrieve(query)]


def test_with_variety_the_same_promises_hold_but_for_the_order(index):
    candidates = index.hybrid.retrieve(USUAL)
    assert candidates[0].score == max(candidate.score for candidate in candidates)
    assert len({candidate.item.id for candidate in candidates}) == 5
    assert all(0 < candidate.score < 1 for candidate in candidates)


def test_an_empty_query_gives_the_popular_ones(index):
    most = {candidate.item.id for candidate in index.popular.retrieve(Query(k=7))}
    assert set(ids(index.hybrid, Query(k=3))) < most


def test_no_match_gives_nothing(index):
    query = Query(text="space", constraints=(Constraint(facet="genre", include=("polka",)),))
    assert index.hybrid.retrieve(query) == []


def test_a_soft_wish_moves_but_does_not_forbid(index):
    soft = Constraint(facet="kind", include=("book",), hard=False)
    found = ids(index.hybrid, Query(text="space", constraints=(soft,), k=12))
    assert set(found[:3]) == {"solaris-book", "dune", "emma"}
    assert len(found) == 12


def test_another_kind_than_the_model_comes_last_but_comes(index):
    model = Query(liked=("dune",), k=12)
    assert ids(index.hybrid, model)[0] == "arrival"
    found = ids(index.hybrid, replace(model, modelled=True))
    assert found[:3] == ["solaris-book", "emma", "arrival"] and len(found) == 11
    film = Constraint(facet="kind", include=("film",))
    assert ids(index.hybrid, replace(model, modelled=True, constraints=(film,)))[0] == "arrival"


def test_the_kind_of_a_model_makes_no_reason_smaller(index):
    plain, modelled = (index.hybrid.explain(Query(liked=("heat",), modelled=on), "collateral") for on in (False, True))
    weights = [{e.kind: e.weight for e in candidate.evidence} for candidate in (plain, modelled)]
    assert all(weights[1][kind] >= weight for kind, weight in weights[0].items())


def test_adventurous_turns_popularity_round(index):
    known = ids(index.hybrid, Query(adventurous=-1.0, k=12))
    unknown = ids(index.hybrid, Query(adventurous=1.0, k=12))
    assert known.index("ronin") < known.index("emma")
    assert unknown.index("emma") < unknown.index("ronin")


def test_likeness_is_penalised_within_a_list(index):
    rows = np.array([index.catalogue.row(id) for id in ("heat", "ronin", "emma")])
    alike = index.likeness.similarity(int(rows[0]), rows.tolist())
    assert alike[1] > 0.4 > alike[2]
    order = index.weighted(Weights(sameness=2.4))._varied(rows, np.array([1.0, 0.9, 0.8], np.float32), 3)
    assert order == [0, 2, 1]


def test_explain_says_of_any_item_what_it_would_be(index):
    query = Query(text="a desert planet", liked=("moon",))
    there = {
        candidate.item.id: candidate
        for candidate in index.hybrid.retrieve(Query(text=query.text, liked=query.liked, k=12))
    }
    dune = index.hybrid.explain(query, "dune")
    assert dune.score == pytest.approx(there["dune"].score, abs=1e-6)
    assert dune.evidence == there["dune"].evidence
    assert index.hybrid.explain(query, "moon") is not None  # liked ones are not returned, but can be asked about
    assert index.hybrid.explain(query, "no-such-id") is None
