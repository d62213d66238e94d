"""The names of a catalogue's items and people, folded, and which items each may mean, likeliest first.

It knows how a name may be written (article, numeral, part of it, misspelt), and nothing of the text around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from retrievers.catalogue import Catalogue
from retrievers.chinese_titles import known_works
from retrievers.people import People
from retrievers.simplified import simplified
from retrievers.spelling import is_common
from retrievers.text import fold, has_cjk

#: Item row → how good a name is for it: 0 the title, 1 another title or another way to write it, 2 a part of it.
Known = dict[int, int]

ARTICLES = frozenset({"the", "a", "an", "le", "la", "les", "el", "los", "das", "der", "die", "il", "un", "une"})
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
_PARTS = {"part", "episode", "chapter", "volume", "vol"}
#: By how many years catalogues are out: a book's is that of some edition.
_YEARS_OUT = {"film": 1, "book": 5}
_SEPARATOR = re.compile(r":| – | - | and the |, ", re.IGNORECASE)
#: What stands before the part that tells a work of a series from the others: 指环王：…, 哈利·波特与….
_CJK_HEAD = re.compile(r"(.{3,}?)[：:]|(.{4,}?)与")
_CJK_SKIPPED = re.compile(r"[\s·•・]+")
_FEWEST_LETTERS_TO_CORRECT = 5
#: A slip makes no word as common as this; what it makes of a title is another title.
_COMMON_WORDS = 20_000
#: How many times the likes a worse kind of name needs to come first: "Lord of the Rings" is the trilogy, no cartoon.
_NAME_FACTOR = 3
_LOWER = re.compile(r"\b[a-z]+\b")
_ONE = re.compile(r"\ban? ([a-z]+)\b(?! [a-z])")
#: Descriptions that are read for words in everyday use: more of them would not find many more.
_MOST_DESCRIPTIONS = 5000


@dataclass(frozen=True, kw_only=True, slots=True)
class Ordinary:
    """Titles and last names that also stand for themselves as words ("cars", "hero", "frost", but not "inception").

    ``countable`` are those of which there is one: "a hero". Nobody says that they like hero but of a work.
    """

    words: frozenset[str] = frozenset()
    countable: frozenset[str] = frozenset()


class Names:
    """Name → items, and name → person. Built once (about 90 ms for 10,000 items)."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._latin: dict[str, Known] = {}
        self._cjk: dict[str, Known] = {}
        for row, item in enumerate(catalogue.items):
            self._add(item.title, row, 0)
            for name in item.titles.values():
                self._add(name, row, 0 if has_cjk(name) else 1)
            for name in item.aliases:
                self._add(name, row, 1)
        self._longest: dict[str, int] = {}
        for key in self._latin:
            first, size = key.partition(" ")[0], key.count(" ") + 1
            self._longest[first] = max(self._longest.get(first, 0), size)
        #: Ids of the title that is spelt most like a key, none where none is near enough. Remembers, for it is slow.
        self.similar = lru_cache(maxsize=1024)(self._nearest)

    def _add(self, name: str, row: int, rank: int) -> None:
        if has_cjk(name):
            key = cjk_key(name)
            for form in {key, key.replace("，", "")}:  # 色戒 is 色，戒
                self._cjk.setdefault(form, {}).setdefault(row, rank)
            if part := _CJK_HEAD.match(key):
                self._cjk.setdefault(part[1] or part[2], {}).setdefault(row, rank + 2)
            return
        key = fold(name)
        self._enter(key, row, rank)
        bare = fold(name.replace("&", " "))  # as its words are read: "&" is none
        for form in (*_forms(key), *(_forms(bare) if "&" in name else ())):
            self._enter(form, row, rank + 1)
        if "&" in name:
            self._enter(bare, row, rank)
        for match in _SEPARATOR.finditer(name):
            head = fold(name[: match.start()])
            several_words = " " in (without_article(head) or head)
            if len(head) >= 4 and (several_words or match.group().strip().lower() not in ("and the", ",")):
                for form in (head, *_forms(head)):
                    self._enter(form, row, rank + 2)

    def _enter(self, key: str, row: int, rank: int) -> None:
        if key:
            known = self._latin.setdefault(key, {})
            known[row] = min(known.get(row, rank), rank)

    @cached_property
    def cjk(self) -> dict[str, Known]:
        """Names in Chinese or Japanese as `cjk_key` writes them, those of well-known works with an English title too.

        Those of works that the catalogue does not hold mean nothing in it, but are titles all the same. Made when it is
        first asked for (about 30 ms), which a conversation in English never does.
        """
        items = self._catalogue.items
        for work in known_works() if self._catalogue.of_works else ():
            for form in filter(has_cjk, work.forms):
                self._cjk.setdefault(cjk_key(form), {})
            for row, rank in self.known(fold(work.title)).items():
                year, kind = items[row].year, items[row].kind or work.kind
                if rank <= 1 and kind == work.kind and year and abs(year - work.year) <= _YEARS_OUT[work.kind]:
                    for form in work.forms:
                        self._add(form, row, 1)
        return self._cjk

    @cached_property
    def cjk_sizes(self) -> dict[str, list[int]]:
        """First letter → how long the names in `cjk` that begin with it are, longest first."""
        found: dict[str, set[int]] = {}
        for key in self.cjk:
            found.setdefault(key[:1], set()).add(len(key))
        return {letter: sorted(sizes, reverse=True) for letter, sizes in found.items()}

    def meant(self, name: str) -> tuple[str, ...]:
        """The ids that exactly this name may mean, likeliest first."""
        return self.ranked(self.bearers(name))

    def bearers(self, name: str) -> Known:
        """The items that exactly this name may mean."""
        return self.cjk.get(cjk_key(name), {}) if has_cjk(name) else self.known(fold(name))

    def alike(self, known: Known, id: str) -> int:
        """How many of the items a name may mean it is as good a name for as for ``id``, that one counted."""
        return sum(rank == known[self._catalogue.rows_by_id[id]] for rank in known.values())

    def known(self, key: str) -> Known:
        """The items that a folded name may mean, however its numeral is written."""
        return self._latin.get(key) or self._latin.get(_numbered(key)) or {}

    def longest(self, word: str) -> int:
        """How many words a name that begins with this folded word has at most; 0 where none does.

        Two more than in the catalogue, for a numeral that is told with "part" before it.
        """
        longest = self._longest.get(word.partition(" ")[0], 0)
        return longest + 2 if longest else 0

    def ranked(self, known: Known) -> tuple[str, ...]:
        """Ids, likeliest first: by how many people liked them, and by how good the name is for them.

        A name that the parts of a series share ("Harry Potter") means its first part before the later ones.
        """
        raters, items = self._catalogue.raters, self._catalogue.items
        likeliest = sorted(known, key=lambda r: (-(int(raters[r]) + 1) / _NAME_FACTOR ** known[r], known[r], r))
        places: dict[tuple[str, str | None, int], list[int]] = {}
        for place, row in enumerate(likeliest):
            if series := items[row].series:
                places.setdefault((series, items[row].kind, known[row]), []).append(place)
        for held in places.values():
            parts = sorted((likeliest[place] for place in held), key=lambda r: items[r].year or 0)
            for place, row in zip(held, parts, strict=True):
                likeliest[place] = row
        return tuple(items[row].id for row in likeliest)

    def _nearest(self, key: str) -> tuple[str, ...]:
        """Ids of the title nearest to ``key`` in spelling, where it is near enough to be meant."""
        from rapidfuzz import fuzz, process

        if len(key) < _FEWEST_LETTERS_TO_CORRECT:
            return ()
        least = 88 if len(key) >= 8 else 85 if len(key) >= 6 else 80
        # The ratio is 2 x letters in common / letters of both: titles much shorter or longer cannot reach it.
        shortest, longest = round(len(key) * least / (200 - least)), round(len(key) * (200 - least) / least)
        names = [name for length in range(shortest, longest + 1) for name in self._by_length.get(length, ())]
        for name, *_ in process.extract(key, names, scorer=fuzz.ratio, score_cutoff=least, limit=3):
            if (name[:1] == key[:1] or len(key) >= 8) and _digits(name) == _digits(key) and not _other_words(key, name):
                return self.ranked(self._latin[name])
        return ()

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for key, rows in self._latin.items():
            if min(rows.values()) <= 1 or key[-1].isdigit():
                found.setdefault(len(key), []).append(key)
        return found

    @cached_property
    def ordinary(self) -> Ordinary:
        """Titles of one word, and last names, that the catalogue's own descriptions use as a word, in lower case."""
        single = {key for key in self._latin if " " not in (without_article(key) or key)}
        single = {without_article(key) or key for key in single}
        single.update(name for name in self.people.names if " " not in name)
        words, countable = set[str](), set[str]()
        for item in self._catalogue.items[:_MOST_DESCRIPTIONS]:
            described = _LOWER.findall(item.description)
            words.update(single.intersection(described))
            countable.update(single.intersection(word.removesuffix("s") for word in described if word.endswith("s")))
            countable.update(single.intersection(_ONE.findall(item.description)))
        return Ordinary(words=frozenset(words), countable=frozenset(countable & words))

    @cached_property
    def people(self) -> People:
        """The people of the catalogue, by what they are called."""
        return People(self._catalogue.items)


def _other_words(key: str, name: str) -> bool:
    """Are these words that mean something else, rather than a slip? ("shorter" is not *The Shooter*)"""
    words, theirs = key.split(), name.split()
    plain = {word.rstrip("s") for word in theirs}
    other = [word for word in words if word.rstrip("s") not in plain]
    same = [word for word in words if word in theirs and len(word) > 3]
    joined = "".join(words) == "".join(theirs)
    return bool(other) and not joined and len(same) < 2 and all(is_common(word, _COMMON_WORDS) for word in words)


def cjk_key(name: str) -> str:
    """A Chinese or Japanese name as it is looked up: simplified, without spaces, dots and a last mark."""
    return _CJK_SKIPPED.sub("", simplified(name.casefold()).rstrip("。！？!?…"))


def without_article(key: str) -> str:
    first, _, rest = key.partition(" ")
    return rest if first in ARTICLES else ""


def _numbered(key: str) -> str:
    """``the godfather part ii`` → ``the godfather 2``: numerals after the first word as digits, without "part"."""
    first, *rest = key.split(" ")
    digits = [_ROMAN.get(word, word) for word in rest]
    kept = [w for w, after in zip(digits, [*digits[1:], ""], strict=False) if not (w in _PARTS and after.isdigit())]
    return " ".join([first, *kept])


def _forms(key: str) -> set[str]:
    """Other ways to write the name of a key: without its article, with its numeral in digits, both."""
    forms = {key, without_article(key), _numbered(key), _numbered(without_article(key))}
    return {form for form in forms if form} - {key}


def _digits(key: str) -> list[str]:
    return re.findall(r"\d+", key)
