"""Answers about items: from the record alone, and what it lacks is said to be lacking."""

import pytest

from assistant.preferences import Preferences, to_query
from assistant.steps import answer
from assistant.wording import Wording
from retrievers.items import Item

EN, ZH = Wording("en", simulated=True), Wording("zh", simulated=True)


@pytest.fixture(scope="module")
def heat(index, id_of):
    return index.catalogue.item(id_of("Heat"))


@pytest.mark.parametrize(
    ("asked", "english", "chinese"),
    [
        ("director", "Heat was directed by Michael Mann.", "导演是Michael Mann"),
        ("year", "Heat is from 1995.", "1995年"),
        ("length", "Heat runs 170 minutes.", "170分钟"),
        ("language", "Heat is in English.", "英语"),
        ("country", "Heat comes from the United States.", "美国"),
        ("author", "The catalogue does not say that about Heat.", "没有写"),
        ("series", "The catalogue does not say that about Heat.", "没有写"),
        ("rating", "Heat was liked by", "喜欢《盗火线》"),
        ("note", "The catalogue marks Heat with:", "内容提示"),
        ("description", "Heat (1995): ", "《盗火线》（1995）："),
        ("", "Heat (1995): ", "《盗火线》（1995）："),
    ],
)
def test_about(index, heat, asked, english, chinese):
    assert answer.about(heat, asked, index.catalogue, EN).startswith(english)
    assert chinese in answer.about(heat, asked, index.catalogue, ZH)


def test_ratings_say_that_they_are_simulated(index, heat):
    assert "simulated" in answer.about(heat, "rating", index.catalogue, EN)


def test_years_before_christ(index, id_of):
    odyssey = index.catalogue.item(id_of("The Odyssey"))
    assert answer.about(odyssey, "year", index.catalogue, EN) == "The Odyssey is from 720 BC."


def test_an_item_without_a_description_is_described_by_its_facts(index):
    assert answer.about(Item(id="x", title="X", genres=("crime",)), "", index.catalogue, EN) == "X: crime."
    assert "does not say" in answer.about(Item(id="x", title="X"), "", index.catalogue, EN)


def test_compare(index, heat, id_of):
    other = index.catalogue.item(id_of("Fargo"))
    text = answer.compare([heat, other], index.catalogue, EN)
    assert text.count("\n- ") == 2 and "170 minutes" in text and "98 minutes" in text
    assert "Name two" in answer.compare([heat], index.catalogue, EN)


def test_why_and_why_not(index, id_of):
    query = to_query(Preferences())
    candidate = index.hybrid.explain(query, id_of("Heat"))
    assert answer.why(candidate, EN).startswith("Why Heat (1995):\n- ")
    assert "already know" in answer.why_not(candidate, query, index.catalogue, True, EN)
    assert "others ranked higher" in answer.why_not(candidate, query, index.catalogue, False, EN)


def test_an_empty_ledger_is_said_to_be_empty():
    assert answer.ledger(Preferences(), EN).startswith("Nothing yet")
