"""Both languages fill in the same shape, and no pattern matches the empty string where a word is meant."""

import re
from dataclasses import fields

import pytest

from assistant.rules.chinese import CHINESE
from assistant.rules.english import ENGLISH

MAY_BE_EMPTY = {"list_goes_on"}


@pytest.mark.parametrize("lexicon", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_patterns_match_words(lexicon):
    for field in fields(lexicon):
        value = getattr(lexicon, field.name)
        if isinstance(value, re.Pattern) and field.name not in MAY_BE_EMPTY:
            assert value.fullmatch("") is None, field.name


def test_both_know_the_same_intents_and_facets():
    for name in ("intents", "asked", "any_value", "facet_names"):
        assert [key for key, _ in getattr(ENGLISH, name)] == [key for key, _ in getattr(CHINESE, name)], name
