"""Numbers in words, below a thousand: "forty", "a hundred and twenty", 九十, 一百二十."""

from __future__ import annotations

import re

_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_HUNDRED = 100
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}

_ones, _tens = "|".join(sorted(_ONES, key=len, reverse=True)), "|".join(_TENS)
_below = rf"(?:(?:{_tens})(?:[- ](?:{_ones}))?|{_ones})"
#: Numbers from one to 399 in English words or Chinese figures, to put into a larger pattern.
NUMBER_WORDS = rf"(?:an?|one|two|three) hundred(?: and {_below})?|{_below}|[一二两三四五六七八九十百]+"


def number_of(words: str) -> int | None:
    """The number that ``words`` say, None where they say none."""
    words = words.lower().strip()
    if re.fullmatch("[一二两三四五六七八九十百]+", words):
        return _chinese(words)
    total, known = 0, {**_ONES, **_TENS, "a": 1, "an": 1}
    for word in re.split(r"[- ]", words):
        if word == "hundred":
            total = (total or 1) * _HUNDRED
        elif word in known:
            total += known[word]
        elif word != "and":
            return None
    return total or None


def _chinese(figures: str) -> int | None:
    hundreds, found, rest = figures.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    if any(len(part) > 1 for part in (hundreds, tens, ones)):
        return None
    total = (_DIGITS.get(hundreds, 1) * _HUNDRED if found else 0) + (_DIGITS.get(tens, 1) * 10 if ten else 0)
    return total + _DIGITS.get(ones, 0) or None
