"""Which words exist, and what a misspelt one was meant to be."""

import pytest

from retrievers.spelling import is_common, is_english, meant

CUES = frozenset(["want", "funny", "hated", "take", "please", "thriller", "not"])


@pytest.mark.parametrize(
    ("typed", "word"),
    [("teh", "the"), ("liek", "like"), ("funy", "funny"), ("hatd", "hated"), ("tak", "take"), ("nto", "not"),
     ("thiller", "thriller"), ("alredy", "already"), ("sombody", "somebody")],
)  # fmt: skip
def test_slips(typed, word):
    assert meant(typed, CUES) == word


@pytest.mark.parametrize("word", ["want", "heat", "ozu", "mizoguchi", "lebowski", "qwertz", "x", ""])
def test_what_is_no_slip(word):
    assert meant(word, CUES) == ""


def test_words():
    assert is_english("story") and is_english("story's") and not is_english("lebowski")
    assert is_common("story") and not is_common("gump") and not is_common("lebowski")
