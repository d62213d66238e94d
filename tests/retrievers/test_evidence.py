"""Reasons are true: counted by hand from the ratings, and given only where the term moved the item."""

import pytest

from retrievers.evidence import Witness
from retrievers.hybrid import Weights
from retrievers.lexical import Lexical
from retrievers.query import Constraint, Query
from tests.retrievers.conftest import ratings


@pytest.fixture(scope="session")
def witness(index):
    return Witness(index.catalogue, index.semantic, Lexical(index.catalogue), index.likeness, index.collaborative)


def evidence(index, query, id, kind):
    candidate = index.hybrid.explain(query, id)
    return [e for e in candidate.evidence if e.kind == kind]


def likers(id):
    return {user for user, item, weight in ratings() if item == id and weight >= 4}


def test_people_like_you_tells_the_share_and_the_raters_of_a_hand_count(index):
    (found,) = evidence(index, Query(liked=("heat",)), "insider", "people-like-you")
    both, raters = len(likers("heat") & likers("insider")), len(likers("heat"))
    assert (both, raters) == (4, 6)
    assert found.facts == {"liked": ["Heat"], "liked_ids": ["heat"], "share": round(both / raters, 2), "raters": raters}
    assert 0 < found.weight <= 1


def test_of_several_likes_the_one_that_adds_most_is_named(index):
    (found,) = evidence(index, Query(liked=("moon", "heat")), "ronin", "people-like-you")
    assert found.facts["liked_ids"] == ["heat"]


def test_people_like_you_is_not_said_where_taste_did_not_move_the_item(index, witness):
    assert not evidence(index, Query(liked=("heat",)), "moon", "people-like-you")  # other people's
    assert not evidence(index, Query(liked=("heat",)), "emma", "people-like-you")  # cold
    query, row = Query(liked=("heat",)), index.catalogue.row("ronin")
    said = [e.kind for e in witness.evidence(query, row, {"taste": 1.0, "popularity": 0.1})]
    assert "people-like-you" in said
    for small in ({"taste": 0.05, "words": 1.0}, {"taste": -1.0, "words": 1.0}, {"words": 1.0}):
        assert "people-like-you" not in [e.kind for e in witness.evidence(query, row, small)]


def test_people_like_you_needs_three_people(index):
    # Only p7 liked both Solaris, the film, and the book.
    assert not evidence(index, Query(liked=("solaris",)), "solaris-book", "people-like-you")


def test_asked_for_names_the_values_that_matched(index):
    wishes = (
        Constraint(facet="genre", include=("Crime", "comedy")),
        Constraint(facet="people", include=("director:michael mann",)),
        Constraint(facet="year", min=1990, max=1999),
        Constraint(facet="mood", exclude=("funny",)),
        Constraint(facet="colour", include=("red",)),
    )
    (found,) = evidence(index, Query(constraints=wishes), "heat", "asked-for")
    assert found.facts["matched"] == [
        {"facet": "genre", "values": ["crime"], "hard": True},
        {"facet": "people", "values": ["Michael Mann"], "hard": True},
        {"facet": "year", "values": [1995], "hard": True},
    ]


def test_asked_for_quotes_only_words_that_were_said_and_are_close(index):
    said = Query(text="a desert planet", quoted="desert planet")
    (found,) = evidence(index, said, "dune", "asked-for")
    assert found.facts["text"] == "desert planet"
    assert found.facts["similarity"] == pytest.approx(index.semantic.closeness("desert planet", 9), abs=0.006)
    assert not evidence(index, Query(text="a desert planet"), "dune", "asked-for")
    assert not evidence(index, said, "heat", "asked-for")


def test_a_length_that_was_asked_for_is_told_as_the_number(index):
    (found,) = evidence(
        index, Query(constraints=(Constraint(facet="length", include=("short",)),)), "moon", "asked-for"
    )
    assert found.facts["matched"] == [{"facet": "length", "values": [90], "hard": True}]


def test_a_value_with_a_colon_is_compared_whole(index):
    found = Witness._matching
    constraint = Constraint(facet="studio", include=("role: Liberty",))
    assert (
        found(
            Witness(index.catalogue, index.semantic, Lexical(index.catalogue), index.likeness, index.collaborative),
            constraint,
            6,
        )
        == []
    )


def test_a_trade_off_says_what_was_wished_and_what_is_there(index):
    soft = (
        Constraint(facet="year", min=2000, hard=False),
        Constraint(facet="genre", include=("crime",), hard=False),
        Constraint(facet="mood", include=("funny",), hard=False, strength=0.2),
    )
    found = evidence(index, Query(constraints=soft), "alien", "trade-off")
    assert [e.facts for e in found] == [
        {"facet": "year", "value": 1979, "wanted": {"min": 2000}},
        {"facet": "genre", "value": ["horror", "science fiction"], "wanted": {"include": ["crime"]}},
    ]
    assert not evidence(index, Query(constraints=soft[1:]), "ronin", "trade-off")


def test_similar_to_names_the_nearest_like_and_what_both_have(index):
    of_records = index.weighted(Weights.for_simulated()).explain(Query(liked=("solaris-book", "emma")), "dune")
    (found,) = [e for e in of_records.evidence if e.kind == "similar-to"]
    assert found.facts["liked_ids"] == ["solaris-book"]
    assert found.facts["shared"] == {"genre": ["science fiction"]}
    assert found.facts["similarity"] == pytest.approx(index.likeness.similarity(9, [8])[0], abs=0.006)


def test_acclaimed_only_for_the_upper_quarter_with_a_good_mean(index, witness):
    raters, rows = index.catalogue.raters, index.catalogue.rows_by_id
    assert raters[rows["ronin"]] == 6
    assert not [e for e in witness.evidence(Query(), rows["emma"], {"popularity": 1.0}) if e.kind == "acclaimed"]
    assert not [e for e in witness.evidence(Query(), rows["ronin"], {"popularity": -1.0}) if e.kind == "acclaimed"]


def test_weights_are_shares_and_come_in_order(index):
    query = Query(
        text="robbers", quoted="robbers", liked=("heat",), constraints=(Constraint(facet="genre", include=("crime",)),)
    )
    for candidate in index.hybrid.retrieve(query):
        weights = [e.weight for e in candidate.evidence if e.kind != "trade-off"]
        assert weights == sorted(weights, reverse=True)
        assert all(0 < weight <= 1 for weight in weights)
