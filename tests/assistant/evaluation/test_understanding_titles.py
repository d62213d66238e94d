"""Titles that the data gives: where they stand in the text, and that readers see these and no others."""

import pytest

from assistant.evaluation.understanding.titles import catalogue_of, marked, written
from assistant.reading import Context
from assistant.rules import read
from assistant.rules.message import tidy

TITLES = {"1": "Heat (1995)", "2": "It (2017)", "3": "...And Justice for All (1979)", "4": "Airplane! (1980)"}


@pytest.mark.parametrize(
    ("raw", "text", "named"),
    [
        ("It was @2 , not @1", "It was It , not Heat", ["It", "Heat"]),
        ("...@3 and @4!!!", "...And Justice for All and Airplane!!!", ["And Justice for All", "Airplane"]),
        ("@1@1 <Heat (1995)> ok &amp; @99", "HeatHeat ok & @99", ["Heat", "Heat"]),
        ("none", "none", []),
    ],
)  # fmt: skip
def test_titles_stand_where_the_marks_stood(raw, text, named):
    found, titles = written(raw, catalogue_of(TITLES))
    assert found == text == tidy(found)
    assert [found[m.start : m.end] for m in titles.find(found)] == named
    assert titles.people(found) == [] and titles.find("Heat and something else") == []


def test_only_the_given_titles_are_read():
    catalogue = catalogue_of(TITLES)
    text, titles = written("it was fun but I hated @2", catalogue)
    reading = read(text, Context(catalogue=catalogue, titles=titles))
    assert [o.id for o in reading.update.dislikes] == ["2"] and not reading.update.likes


def test_wishes_are_read_though_the_films_are_bare():
    catalogue = catalogue_of(TITLES)
    text, titles = written("a scary western please", catalogue)
    facets = {wish.facet for wish in read(text, Context(catalogue=catalogue, titles=titles)).update.wishes}
    assert {"genre", "mood"} <= facets


def test_a_classifier_sees_which_film_is_meant():
    assert marked("@1 beats @2 <It (2017)>", "2").split() == ["otherfilm", "beats", "thisfilm"]


def test_titles_keep_their_places_where_slips_are_put_right():
    """A reader looks for titles in the text with its slips put right; the words of titles stay."""
    catalogue = catalogue_of(TITLES)
    text, titles = written("it isnt bad, I dont liek @2 but I loevd @1", catalogue)
    right = "it isn't bad, I don't like It but I loved Heat"
    assert [right[m.start : m.end] for m in titles.find(right)] == ["It", "Heat"]
    update = read(text, Context(catalogue=catalogue, titles=titles)).update
    assert [o.id for o in update.likes] == ["1"] and [o.id for o in update.dislikes] == ["2"]
