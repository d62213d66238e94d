"""The words for facet values: one canonical English value for each, with its synonyms and its Chinese words.

Read by `catalogue` (to bring "Sci-Fi" and "science-fiction" together), by the rules that read messages and by the
plain wording. The words themselves are in ``vocabulary.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from retrievers.text import fold

WordsOf = Callable[[str, Mapping[str, list[str]]], list[str]]


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """``entries[facet][value]`` holds ``{"en": [synonyms], "zh": [words], "broader": ["facet:value"]}``."""

    entries: Mapping[str, Mapping[str, Mapping[str, list[str]]]]

    def canonical(self, facet: str, word: str) -> str:
        """The canonical value that ``word`` means in ``facet``, or ``word`` in lower case when it is not listed."""
        return self._values.get((facet, fold(word))) or word.strip().lower()

    def word(self, facet: str, value: str, language: str) -> str:
        """How ``value`` is written in ``language``: the first listed word, or the value itself."""
        words = self.entries.get(facet, {}).get(value, {}).get(language, [])
        return words[0] if language != "en" and words else value

    def broader(self, facet: str, value: str) -> tuple[tuple[str, str], ...]:
        """The (facet, value) pairs that hold the narrower ``value`` within them: a slasher is horror."""
        pairs = self.entries.get(facet, {}).get(value, {}).get("broader", [])
        return tuple((wide, of) for wide, _, of in (pair.partition(":") for pair in pairs))

    def terms(self, language: str) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Folded English words (or Chinese words as they are) → the (facet, value) pairs that each may mean."""
        return self._english if language == "en" else self._chinese

    @cached_property
    def _values(self) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for facet, values in self.entries.items():
            for value, words in values.items():
                found[facet, fold(value)] = value
                for word in [*words.get("en", []), *words.get("zh", [])]:
                    found.setdefault((facet, fold(word)), value)
        return found

    @cached_property
    def _english(self) -> dict[str, tuple[tuple[str, str], ...]]:
        return self._by_word(lambda value, words: [fold(value), *(fold(w) for w in words.get("en", []))])

    @cached_property
    def _chinese(self) -> dict[str, tuple[tuple[str, str], ...]]:
        return self._by_word(lambda value, words: words.get("zh", []))

    def _by_word(self, words_of: WordsOf) -> dict[str, tuple[tuple[str, str], ...]]:
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for facet, values in self.entries.items():
            for value, words in values.items():
                for word in words_of(value, words):
                    if (facet, value) not in found.get(word, ()):
                        found[word] = (*found.get(word, ()), (facet, value))
        return found


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships with the package (read once, about 10 ms)."""
    with Path(__file__).with_name("vocabulary.toml").open("rb") as file:
        return Vocabulary(entries=tomllib.load(file))
