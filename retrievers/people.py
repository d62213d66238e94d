"""The people of a catalogue by what they are called: full and last names, short first names, Chinese ones, slips.

It knows how a name may be written, and nothing of the text around it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from retrievers.items import Item
from retrievers.text import fold

_PEOPLE_ZH = Path(__file__).with_name("people_zh.toml")
#: They belong to the name behind them: "de niro", "di caprio" for DiCaprio.
_PARTICLES = frozenset({"da", "de", "del", "den", "der", "di", "du", "la", "le", "mac", "mc", "o", "van", "von"})
_BEHIND = frozenset({"jr", "sr", "ii", "iii"})
#: Of 100, for a full name, and for a last name alone.
_LEAST_ALIKE = 90
_LEAST_ALIKE_LAST = 85
_FEWEST_LETTERS = 4  # of a last name by which somebody is known
_FEWEST_LETTERS_SHORT = 3  # of a first name that is cut short
_FEWEST_LETTERS_MISSPELT = 6  # of a last name
_MOST_BEARERS = 3
_LONGEST_INITIALS = 2  # letters: "george rr martin"
#: Short names that are not the beginning of the long one.
_SHORT = {
    "andy": "andrew", "bill": "william", "billy": "william", "bob": "robert", "bobby": "robert", "charlie": "charles",
    "chuck": "charles", "dave": "david", "dick": "richard", "drew": "andrew", "frank": "francis", "hank": "henry",
    "jack": "john", "jim": "james", "jimmy": "james", "joe": "joseph", "kate": "katherine", "larry": "lawrence",
    "marty": "martin", "mike": "michael", "rick": "richard", "steve": "stephen", "tom": "thomas", "tony": "anthony",
}  # fmt: skip


class People:
    """Name → people. Built when it is first asked (about 20 ms for 10,000 items)."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        #: The one whose full name is spelt most like a folded one of several words; empty where none is near.
        self.similar = lru_cache(maxsize=1024)(self._nearest)
        #: The same of a last name alone.
        self.similar_last = lru_cache(maxsize=1024)(self._nearest_last)

    @cached_property
    def _by_last(self) -> dict[str, dict[str, int]]:
        """Folded last name → those who bear it, and how many items each has a part in, most first."""
        found: dict[str, dict[str, int]] = {}
        for item in self._items:
            for person in item.people:
                for last in _last_names(fold(person.name).split()):
                    bearers = found.setdefault(last, {})
                    bearers[person.name] = bearers.get(person.name, 0) + 1
        return {last: dict(sorted(held.items(), key=lambda pair: -pair[1])) for last, held in found.items()}

    @cached_property
    def _full_names(self) -> dict[str, str]:
        return {fold(person.name): person.name for item in reversed(self._items) for person in reversed(item.people)}

    @cached_property
    def names(self) -> dict[str, str]:
        """Folded full name, or last name that means one person above all others → the name as written."""
        names = dict(self._full_names)
        for last, leading in self._leading.items():
            if len(leading) == 1:
                names.setdefault(last, leading[0])
        return names

    @cached_property
    def _leading(self) -> dict[str, tuple[str, ...]]:
        """Last name → those of its bearers who have a part in more than a third as many items as the first has."""
        return {
            last: tuple(name for name, count in held.items() if count * 3 > next(iter(held.values())))
            for last, held in self._by_last.items()
            if len(last) >= _FEWEST_LETTERS
        }

    def sharing(self, last: str) -> tuple[str, ...]:
        """The few people whom a last name may mean alike ("hepburn"); none where it means one, or any of many."""
        leading = self._leading.get(last, ())
        return leading if 1 < len(leading) <= _MOST_BEARERS else ()

    @cached_property
    def first_names(self) -> frozenset[str]:
        """The folded first names."""
        return frozenset(name.partition(" ")[0] for name in self._full_names if " " in name)

    def by_short_name(self, words: Sequence[str]) -> str:
        """Whom a first name cut short, or left without those behind it, and a last name mean: "chris nolan"."""
        first = words[0]
        last = " ".join(word for word in words[1:] if len(word) > _LONGEST_INITIALS or word in _PARTICLES)
        if len(first) < _FEWEST_LETTERS_SHORT:
            return ""
        for name in self._by_last.get(last, ()):
            theirs = fold(name).partition(" ")[0]
            if theirs.startswith(first) or _SHORT.get(first) == theirs:
                return name
        return ""

    def is_short(self, word: str) -> bool:
        """Is a folded word a first name, or short for one?"""
        return word in self.first_names or word in _SHORT

    def _nearest(self, key: str) -> str:
        from rapidfuzz import fuzz, process

        near = [name for size in range(len(key) - 2, len(key) + 3) for name in self._full.get((key[0], size), ())]
        found = process.extractOne(key, near, scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE)
        return self.names[found[0]] if found else ""

    def _nearest_last(self, key: str) -> str:
        from rapidfuzz import fuzz, process

        if len(key) < _FEWEST_LETTERS_MISSPELT:
            return ""
        near = [name for size in range(len(key) - 2, len(key) + 3) for name in self._last.get((key[0], size), ())]
        found = process.extractOne(key, near, scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE_LAST)
        return self.names[found[0]] if found else ""

    @cached_property
    def _full(self) -> dict[tuple[str, int], list[str]]:
        return _by_start(name for name in self._full_names if " " in name)

    @cached_property
    def _last(self) -> dict[tuple[str, int], list[str]]:
        return _by_start(last for last, leading in self._leading.items() if len(leading) == 1)

    @cached_property
    def in_chinese(self) -> dict[str, str]:
        """Chinese name → the name as the catalogue writes it, for those that have a known one."""
        known, table = self._full_names, names_in_chinese()
        return {form: known[name] for name, forms in table.items() if name in known for form in forms}


@lru_cache(maxsize=1)
def names_in_chinese() -> Mapping[str, tuple[str, ...]]:
    """Folded name of a well-known person → how they are called in Chinese."""
    table = tomllib.loads(_PEOPLE_ZH.read_text("utf-8"))
    return {fold(name): tuple(forms) for name, forms in table.items()}


def joined(words: Sequence[str]) -> str:
    """The words of a name, small ones at one with what follows: ``leonardo di caprio`` is Leonardo DiCaprio."""
    return "".join(word if word in _PARTICLES else f"{word} " for word in words).strip()


def _last_names(words: list[str]) -> tuple[str, ...]:
    """The last word of a name, and it with the small words before it: ``niro`` and ``de niro``."""
    while len(words) > 2 and words[-1] in _BEHIND:
        words = words[:-1]
    at = len(words) - 1
    while at > 1 and words[at - 1] in _PARTICLES:
        at -= 1
    return tuple(dict.fromkeys((words[-1], " ".join(words[at:])))) if words else ()


def _by_start(names: Iterator[str]) -> dict[tuple[str, int], list[str]]:
    """Names by their first letter and length."""
    found: dict[tuple[str, int], list[str]] = {}
    for name in names:
        found.setdefault((name[0], len(name)), []).append(name)
    return found
