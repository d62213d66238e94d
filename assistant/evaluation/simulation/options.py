"""What an offered option means to the person who reads it: a condition. Knows words, not how questions are made."""

from __future__ import annotations

import re

from assistant.evaluation.simulation.needs import Condition
from retrievers.vocabulary import vocabulary

_PERIODS = (
    (re.compile(r"before (\d{4})|(\d{4})年以前"), "high"),
    (re.compile(r"since (\d{4})|(\d{4})年以后"), "low"),
)
_BETWEEN = re.compile(r"(\d{4})(?: to |到)(\d{4})")
_LENGTHS = {"short": "short", "短的": "short", "long": "long", "长的": "long", "not too long": "not long",
            "不要太长": "not long"}  # fmt: skip


def meaning(facet: str, option: str, language: str) -> Condition | None:
    """The condition behind an option, or None where it cannot be told."""
    if facet == "year":
        if match := _BETWEEN.fullmatch(option):
            return Condition(facet="year", low=float(match[1]), high=float(match[2]))
        for pattern, end in _PERIODS:
            if match := pattern.fullmatch(option):
                year = float(match[1] or match[2])
                return Condition(facet="year", low=year) if end == "low" else Condition(facet="year", high=year - 1)
        return None
    if facet == "length":
        word = _LENGTHS.get(option)
        return None if word is None else Condition(facet="length", values=(word,), hard=False, vague=True)
    word = option.removeprefix("the ").casefold()
    values = [
        value
        for value, words in vocabulary().entries.get(facet, {}).items()
        if value == word or option in words.get(language, [])
    ]
    soft = facet in ("mood", "theme")
    return Condition(facet=facet, values=(values[0] if values else word,), hard=not soft)
