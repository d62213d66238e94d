"""Slips are put right where they are ones; what was typed is what the ledger quotes."""

import pytest

from assistant.rules import read
from assistant.rules.english import ENGLISH
from assistant.rules.slips import spelt


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("i whant a funy film form the 90s", "i want a funny film from the 90s"),
        ("nto to long plz", "not too long please"),
        ("dont liek westrens", "don't like westerns"),
        ("ok ill tak the frist", "ok I'll take the first"),
        ("ill at ease", "ill at ease"),
        ("whats teh scond one abuot?", "what's the second one about?"),
        ("sombody told me pulp ficton is god", "somebody told me pulp fiction is good"),
        ("I met Adn and Liek", "I met Adn and Liek"),  # in capitals it is a name
        ("god and the devil", "god and the devil"),
        ("films by Wong Kar-wai", "films by Wong Kar-wai"),
    ],
)
def test_spelt(typed, meant):
    assert spelt(typed, ENGLISH, frozenset(), []) == meant


def test_titles_and_the_words_of_the_catalogue_stay():
    assert spelt("i saw teh frist", ENGLISH, {"frist"}, [(6, 9)]) == "i saw teh frist"


def test_the_ledger_quotes_what_was_typed(later):
    wish = read("Seen it. somthing funy plz!", later).update.wishes[0]
    assert wish.include == ("funny",) and wish.said == "somthing funy plz!"
