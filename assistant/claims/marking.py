"""A sentence with every licensed name and value replaced by one character that stands for it.

What is left in letters or digits is a claim still to be accounted for. It does not judge any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assistant.claims.licence import Licence, Meaning
from retrievers.text import has_cjk

#: First characters of four private ranges: the item itself, other items, people, values.
ITSELF, OTHER, PERSON, VALUE = "\ue000", "\ue100", "\ue200", "\ue300"
PRIVATE = re.compile("[\ue000-\uf8ff]")
#: One or several of a kind in a pattern: "A, B and C".
OTHERS, PEOPLE = (
    rf"(?P<{name}>[{first}-{chr(ord(first) + 0xFF)}]"
    rf"(?:\s*(?:,\s*and|,|、|，|and|&|和|与|以及)\s*[{first}-{chr(ord(first) + 0xFF)}])*)"
    for name, first in (("others", OTHER), ("people", PERSON))
)
_MOST_VALUES = 0x400
_PRONOUNS = ("It", "This", "You", "I", "Here", "One")  # at the start of a sentence no title, but the word
_LATIN = "[0-9A-Za-z\u00c0-\u024f]"  # letters that a name must not touch: Chinese ones may stand right beside it
A_VALUE = f"[{VALUE}-{chr(ord(VALUE) + _MOST_VALUES - 1)}]"


@dataclass
class Marked:
    """``text`` with its marks; ``others``, ``people`` and ``values`` say what each mark stands for.

    ``words`` are the words that a mark of a value replaced.
    """

    text: str
    words: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    values: dict[str, frozenset[Meaning]] = field(default_factory=dict)

    def titles(self, marks: str) -> set[str]:
        """The main titles of the other items among ``marks``."""
        return {self.others[mark] for mark in marks if mark in self.others}

    def names(self, marks: str) -> set[str]:
        """The people among ``marks``."""
        return {self.people[mark] for mark in marks if mark in self.people}

    def meanings(self, marks: str) -> list[frozenset[Meaning]]:
        """What each of the values among ``marks`` may mean."""
        return [self.values[mark] for mark in marks if mark in self.values]

    def tells(self, part: str) -> bool:
        """Does a part name anything but the kind of the item and the item itself?"""
        kinds = {mark for mark, means in self.values.items() if all(facet == "kind" for facet, _ in means)}
        return any(mark not in kinds and mark != ITSELF for mark in PRIVATE.findall(part))

    def missed(self, marks: str, licence: Licence) -> list[str]:
        """Those among ``marks`` that stand for a wish which the item does not meet, and for nothing that it has."""
        wanted, has = set(licence.wanted), {*licence.values, *licence.wished}
        return [m for m in marks if (means := self.values.get(m)) is not None and means & wanted and not means & has]


def marked(sentence: str, licence: Licence) -> Marked:
    """``sentence`` with its names marked, then its values, longest words first; values that hold a title before all."""
    found = Marked(sentence)
    meanings: dict[str, set[Meaning]] = {}
    for source in (licence.values, licence.wished, licence.wanted):
        for meaning, words in source.items():
            for word in words:
                meanings.setdefault(word.casefold(), set()).add(meaning)
    longest = sorted(filter(None, meanings), key=len, reverse=True)
    marks = {word: chr(ord(VALUE) + at % _MOST_VALUES) for at, word in enumerate(longest)}
    names = list(_names(licence, found))
    titles = [name.casefold() for name in (*licence.own_names, *licence.other_names) if name]
    within = [word for word in longest if any(_holds(word, t) for t in titles) and not any(word in t for t in titles)]
    for word in within:  # "part of Jason Bourne" of an item known as "Bourne"
        _mark(found, word, marks[word], meanings[word])
    for name, mark in names:
        found.text = _replaced(found.text, name, mark, ignore_case=False)
    for word in longest:
        _mark(found, word, marks[word], meanings[word])
    found.text = re.sub(r"[“”\"《》「」『』]", "", found.text)
    return found


def _holds(word: str, title: str) -> bool:
    """Is the title a part of the word, and not all of it?"""
    return title in word != title and re.search(rf"(?<!\w){re.escape(title)}(?!\w)", word) is not None


def _mark(found: Marked, word: str, mark: str, means: set[Meaning]) -> None:
    replaced = _replaced(found.text, word, mark, ignore_case=True)
    if replaced != found.text:
        found.values[mark], found.words[mark] = frozenset(means), word
        found.text = replaced


def _names(licence: Licence, found: Marked) -> Iterator[tuple[str, str]]:
    every: list[tuple[str, str, str]] = [(name, ITSELF, "") for name in licence.own_names]
    every += [(name, OTHER, title) for name, title in licence.other_names.items() if name not in licence.own_names]
    every += [(name, PERSON, name) for name in licence.people]
    for at, (name, first, meant) in enumerate(_longest_first(every)):
        mark = ITSELF if first == ITSELF else chr(ord(first) + at % 0x100)
        if first == OTHER:
            found.others[mark] = meant
        elif first == PERSON:
            found.people[mark] = meant
        yield name, mark


def _longest_first(names: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return sorted((n for n in names if n[0]), key=lambda n: len(n[0]), reverse=True)


def _replaced(text: str, word: str, mark: str, *, ignore_case: bool) -> str:
    if (word.casefold() not in text.casefold()) if ignore_case else (word not in text):
        return text  # most words are not there, and compiling a pattern for each would take milliseconds
    flags = re.IGNORECASE if ignore_case else re.NOFLAG
    bounded = re.escape(word) if has_cjk(word) else rf"(?<!{_LATIN}){re.escape(word)}(?!{_LATIN})"
    if word in _PRONOUNS:
        bounded = rf"(?!\A){bounded}"
    return re.sub(bounded, mark, text, flags=flags)
