"""Numbers in words."""

import re

import pytest

from assistant.rules.number_words import NUMBER_WORDS, number_of


@pytest.mark.parametrize(
    ("words", "number"),
    [("one", 1), ("forty", 40), ("forty-five", 45), ("a hundred", 100), ("two hundred and ten", 210), ("九十", 90),
     ("一百二十", 120), ("两百", 200), ("十五", 15), ("一百", 100), ("many", None)],
)  # fmt: skip
def test_number_of(words, number):
    assert number_of(words) == number
    assert number is None or re.fullmatch(NUMBER_WORDS, words)
