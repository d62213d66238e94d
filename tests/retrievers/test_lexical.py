"""Wishes in words by the words themselves: forms of a word, rarity, Chinese, and what it does for the ranking."""

import pytest

from retrievers.catalogue import Catalogue
from retrievers.items import Item
from retrievers.lexical import Lexical, words

ITEMS = (
    Item(id="a", title="Fast", kind="film", description="Two racing cars and a long chase."),
    Item(id="b", title="Cars", kind="film", description="A toy falls in love."),
    Item(id="c", title="Slow", kind="film", description="A long walk in the rain."),
    Item(id="d", title="下棋", kind="film", description="两个棋手在雨里下国际象棋。"),
)


@pytest.fixture
def lexical():
    return Lexical(Catalogue(items=ITEMS))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Racing cars!", ["race", "car"]),
        ("国际象棋", ["国际", "际象", "象棋"]),
        ("棋", ["棋"]),
        ("Amélie 2", ["ameli", "2"]),
        ("?!", []),
    ],
)
def test_words(text, found):
    assert words(text) == found


def test_what_holds_every_word_has_the_whole_share(lexical):
    shares = lexical.shares("car chases")
    assert shares[0] == pytest.approx(1)
    assert 0 < shares[1] < 1
    assert shares[2] == shares[3] == 0


def test_a_rare_word_counts_for_more(lexical):
    shares = lexical.shares("long rain chase")
    assert shares[0] > shares[3] - 1
    assert lexical.shares("a chase")[0] > lexical.shares("a chase")[2] > 0


def test_words_that_no_record_holds_take_from_every_share(lexical):
    assert lexical.shares("submarine chase")[0] < lexical.shares("long chase")[0]
    assert not lexical.shares("submarine").any()
    assert not lexical.shares("").any()


def test_chinese_words_are_found_in_chinese_records(lexical):
    assert lexical.shares("国际象棋")[3] == pytest.approx(1)
