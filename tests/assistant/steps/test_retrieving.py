"""How wishes count beside what more like is asked for, by the query that is searched."""

import pytest

from assistant.preferences import Preferences, Wish
from assistant.steps.retrieve import retrieve


def wish(facet, value, turn, **more):
    return Wish(facet=facet, include=(value,), hard=False, turn=turn, **more)


@pytest.fixture
def strength(index, id_of):
    """What a wish counts where it was asked for more like Toy Story in turn 2; None where it is left out."""

    def of(one, *, like=("Toy Story",), since=2):
        ids = [id_of(title) for title in like]
        found = retrieve(
            Preferences(wishes=(one,)), index.hybrid, index.catalogue, shown=(), count=3, like=ids, since=since
        )
        assert found.query.modelled == bool(ids)
        return next((c.strength for c in found.query.constraints), None)

    return of


def test_a_soft_wish_that_the_model_does_not_meet_counts_little_if_it_is_older(strength):
    assert strength(wish("theme", "dogs", 1)) < 0.3
    assert strength(wish("theme", "dogs", 2)) == strength(wish("theme", "dogs", 3)) == 1
    assert strength(wish("theme", "dogs", 1), since=0) == 1, "that more like it is wanted was not said"
    assert strength(wish("theme", "dogs", 1), like=()) == 1


def test_a_soft_wish_that_the_model_meets_counts_in_part(strength):
    assert strength(wish("mood", "funny", 1)) == strength(wish("mood", "funny", 3)) == 0.3
    assert strength(wish("mood", "funny", 1), like=("Heat", "Toy Story")) == 0.3


def test_conditions_and_what_no_likeness_speaks_of_count_as_ever(index, id_of):
    wishes = (
        Wish(facet="genre", include=("comedy",), turn=1),
        Wish(facet="length", exclude=("long",), hard=False, turn=1),
        Wish(facet="mood", exclude=("sad",), hard=False, turn=1),
        Wish(facet="year", min=2000, hard=False, turn=1),
    )
    found = retrieve(
        Preferences(wishes=wishes), index.hybrid, index.catalogue, shown=(), count=3, like=[id_of("Heat")], since=2
    )
    assert [c.strength for c in found.query.constraints] == [1, 1, 1, 1]


def test_earlier_words_are_left_out_where_the_model_does_not_fit_them(index, id_of):
    def text(title, words, turn=1):
        ledger = Preferences(wishes=(wish("text", words, turn),))
        like = [id_of(title)]
        return retrieve(ledger, index.hybrid, index.catalogue, shown=(), count=3, like=like, since=2).query.text

    assert text("Heat", "submarine crew under the ice") == ""
    assert text("Heat", "submarine crew under the ice", turn=2)
    assert text("Jaws", "a shark attacks swimmers at a beach")
