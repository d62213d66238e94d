"""Mentions in running text → item ids: other titles, articles, years, same-name items, misspellings, Chinese titles.

A title that is also a plain word ("It", "Up", "Heat") counts only where the text supports it: capitals, quotes, a year,
or a word such as "loved" before it. It does not know what the person thinks of what they mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from retrievers.catalogue import Catalogue
from retrievers.text import fold, has_cjk


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """``text[start:end]`` names an item. ``ids`` are those it may mean, likeliest first; none: a title we do not know.

    ``exact`` is false where the spelling had to be corrected; ``alike`` says how many items bear exactly this name.
    """

    start: int
    end: int
    text: str
    ids: tuple[str, ...]
    exact: bool = True
    alike: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonMention:
    """``text[start:end]`` names a person of the catalogue by ``name``."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    folded: str


_WORD = re.compile(r"\w+(?:['’]\w+)*", re.UNICODE)
_QUOTED = re.compile(r"[“\"«《「『]([^”\"»》」』]{1,80})[”\"»》」』]|(?<!\w)'([^']{2,60})'(?!\w)|\*([^*]{2,60})\*")
_YEAR_AFTER = re.compile(r"\s*[,(（]?\s*(?:from|of)?\s*((?:18|19|20)\d\d)\b\s*[)）]?")
_KIND_AROUND = {
    "film": re.compile(r"\b(film|movie|flick|watch(?:ed|ing)?|cinema|adaptation)\b|电影|片", re.IGNORECASE),
    "book": re.compile(r"\b(book|novel|read(?:ing)?|author|pages?)\b|书|小说|读", re.IGNORECASE),
}
_ARTICLES = {"the", "a", "an", "le", "la", "les", "el", "los", "das", "der", "die", "il", "un", "une"}
#: Never a title without capitals, quotes or a year.
_PRONOUNS = set(
    "it its her him he she them they us we me you i up this that one ones what who all so no yes not now go here there "
    "something anything nothing everything more less stop".split()
)
#: Words that say little: a run of nothing but these is not a title unless capitals or quotes say so.
_PLAIN = _PRONOUNS | _ARTICLES | set(
    "and or but of in on at to for from with by as is are was were be been do does did have has had will would can could "
    "should may might must my your his our their some any many much few other another same such than then too very just "
    "about after before between during over under into out off down if when where why how which while because good bad "
    "great best better worst new old big little long short first last next second third time times day days night nights "
    "year years life live love loved like liked hate hated want wanted need needed think thought know known see saw seen "
    "watch watched read make made get got give gave take took come came look looking find found feel felt say said tell "
    "film films movie movies book books novel novels story stories thing things people man men woman women boy girl kid "
    "kids child children friend friends family home house world war way end game play music dark funny sad happy slow "
    "fast quiet light heavy real true right wrong really please thanks thank hello hi hey ok okay well maybe also again "
    "both each every thriller thrillers comedy comedies drama dramas horror romance fantasy mystery crime action western "
    "documentary animation animated classic classics recommend recommended recommendation suggest suggestion different "
    "similar mood spirit kind sort type today tonight tomorrow evening morning weekend".split()
)  # fmt: skip
_CUES = re.compile(
    r"(?:\b(?:lik(?:e|ed|es|ing)|lov(?:e|ed|es|ing)|enjoy(?:ed|s|ing)?|ador(?:e|ed)|hat(?:e|ed|es)|dislik(?:e|ed)|"
    r"detest(?:ed)?|loath(?:e|ed)|seen|saw|watch(?:ed|ing)?|read|reading|finished|rewatch(?:ed)?|reread|"
    r"fan of|fond of|similar to|reminds? me of|same as|than|compared? (?:to|with)|vein of|spirit of|style of|"
    r"called|named|titled|favou?rite(?: \w+)? is|as good as|but not|not|except|unlike|"
    r"(?:think|thought) of|what about|how about|why not|know)|喜欢|爱看|最爱|讨厌|不爱|看过|看了|读过|读了|像|类似|除了|觉得|叫)"
    r"[\s:,]*(?:(?:the|a|an|that|this|both|movie|film|book|novel|really|watching|reading|电影|小说|书|《)[\s,]*)*$",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"^\s*(?:,|，|、|;|/|&|\+|and|or|nor|but|then|和|与|跟|还有|或)\s*(?:and|or|not|also|both|the|a)?\s*$",
    re.IGNORECASE,
)
_SENTENCE_START = re.compile(r"(?:^|[.!?。！？\n]\s*|[\"“«]\s*)$")
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
_FEWEST_LETTERS_TO_CORRECT = 5


class Titles:
    """Finds the items and people of one catalogue in text. Built once (about 20 ms for 10,000 items)."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        #: Key → row → how good a name it is for the row (0 the title, 1 another title, 2 a part of it).
        self._latin: dict[str, dict[int, int]] = {}
        self._cjk: dict[str, dict[int, int]] = {}
        for row, item in enumerate(catalogue.items):
            self._add(item.title, row, 0)
            for name in (*item.titles.values(), *item.aliases):
                self._add(name, row, 0 if has_cjk(name) else 1)
        self._longest = max((key.count(" ") + 1 for key in self._latin), default=1)

    def _add(self, name: str, row: int, rank: int) -> None:
        if has_cjk(name):
            key = re.sub(r"\s+", "", name.casefold())
            self._cjk.setdefault(key, {}).setdefault(row, rank)
            return
        key = fold(name)
        for form, form_rank in ((key, rank), (_without_article(key), rank + 1), (_with_digits(key), rank + 1)):
            if form:
                known = self._latin.setdefault(form, {})
                known[row] = min(known.get(row, 9), form_rank)
        head = re.split(r":| – | - ", name, maxsplit=1)[0]
        if head != name and len(fold(head)) >= 4:
            self._latin.setdefault(fold(head), {}).setdefault(row, 2 + rank)

    def find(self, text: str) -> list[Mention]:
        """Every mention of an item in ``text``, in order; unknown titles that are quoted or in capitals among them."""
        tokens = [_Token(m.start(), m.end(), m.group(), fold(m.group())) for m in _WORD.finditer(text)]
        found = [*self._quoted(text), *self._chinese(text)]
        found = _without_overlap(found)
        found = _without_overlap([*found, *self._exact(text, tokens, found)])
        found = _without_overlap([*found, *self._corrected(text, tokens, found)])
        return [self._with_context(text, mention) for mention in sorted(found, key=lambda m: m.start)]

    def named(self, name: str) -> tuple[str, ...]:
        """The ids that exactly this name may mean, likeliest first."""
        known = self._cjk.get(re.sub(r"\s+", "", name.casefold())) if has_cjk(name) else self._latin.get(fold(name))
        return self._ranked(known or {})

    # ---- people -------------------------------------------------------------------------------------------------

    def people(self, text: str) -> list[PersonMention]:
        """Every person of the catalogue named in ``text``; by last name alone only in capitals and where it is unique."""
        tokens = [_Token(m.start(), m.end(), m.group(), fold(m.group())) for m in _WORD.finditer(text)]
        found: list[PersonMention] = []
        at = 0
        while at < len(tokens):
            for size in range(min(4, len(tokens) - at), 0, -1):
                span = tokens[at : at + size]
                name = self._people.get(" ".join(t.folded for t in span))
                if name and (size > 1 or (span[0].text[:1].isupper() and span[0].folded not in _PLAIN)):
                    found.append(PersonMention(start=span[0].start, end=span[-1].end, name=name))
                    at += size - 1
                    break
            at += 1
        return found

    @cached_property
    def _people(self) -> dict[str, str]:
        names: dict[str, str] = {}
        bearers: dict[str, dict[str, int]] = {}
        for item in self._catalogue.items:
            for person in item.people:
                names.setdefault(fold(person.name), person.name)
                last = fold(person.name).rpartition(" ")[2]
                bearers.setdefault(last, {})[person.name] = bearers.get(last, {}).get(person.name, 0) + 1
        for last, counts in bearers.items():
            (name, most), *others = sorted(counts.items(), key=lambda pair: -pair[1])
            if len(last) >= 4 and all(count * 3 <= most for _, count in others):
                names.setdefault(last, name)
        return names

    # ---- the passes ---------------------------------------------------------------------------------------------

    def _quoted(self, text: str) -> Iterator[Mention]:
        for match in _QUOTED.finditer(text):
            inner = next(group for group in match.groups() if group)
            start = text.index(inner, match.start())
            name = re.sub(r"\s*\(?(?:18|19|20)\d\d\)?\s*$", "", inner) or inner
            ids, exact = self.named(name), True
            if not ids:
                ids, exact = self._similar(fold(name)), False
            if ids or text[match.start()] in '《「『“"' and len(fold(inner)) > 1:
                yield Mention(start=start, end=start + len(inner), text=inner, ids=ids, exact=exact)

    def _chinese(self, text: str) -> Iterator[Mention]:
        if not self._cjk or not has_cjk(text):
            return
        lowered = text.casefold()
        sizes = sorted({len(key) for key in self._cjk}, reverse=True)
        at = 0
        while at < len(lowered):
            for size in sizes:
                known = self._cjk.get(lowered[at : at + size])
                if known and (size > 2 or _CUES.search(text[:at]) is not None and size > 1):
                    yield Mention(start=at, end=at + size, text=text[at : at + size], ids=self._ranked(known))
                    at += size - 1
                    break
            at += 1

    def _exact(self, text: str, tokens: list[_Token], taken: list[Mention]) -> Iterator[Mention]:
        at, before = 0, list(taken)
        while at < len(tokens):
            for size in range(min(self._longest, len(tokens) - at), 0, -1):
                span = tokens[at : at + size]
                known = self._latin.get(" ".join(t.folded for t in span))
                if known and not _covered(span, before) and self._supported(text, span, before, min(known.values())):
                    mention = Mention(
                        start=span[0].start,
                        end=span[-1].end,
                        text=text[span[0].start : span[-1].end],
                        ids=self._ranked(known),
                        alike=sum(rank == min(known.values()) for rank in known.values()),
                    )
                    before.append(mention)
                    yield mention
                    at += size - 1
                    break
            at += 1

    def _supported(self, text: str, span: list[_Token], before: list[Mention], rank: int) -> bool:
        """Does the text support reading these words as a title rather than as words?"""
        start, end = span[0].start, span[-1].end
        words = [t.folded for t in span]
        telling = [w for w in words if w not in _PLAIN and not w.isdigit()]
        if _YEAR_AFTER.match(text, end) and text[end : end + 3].strip()[:1] in ("(", "（"):
            return True
        if start == 0 and re.match(r"\s+but\b", text[end:]) and telling:
            return True  # "godfather but funnier"
        starts_sentence = _SENTENCE_START.search(text[:start]) is not None
        if _in_capitals(span) and not text.isupper():
            first_alone = len(span) == 1 and starts_sentence
            if first_alone:
                return bool(telling) and (rank == 0 or self._followed_like_a_title(text, end))
            return bool(telling) or len(span) > 1 or not starts_sentence and words[0] != "i"
        if rank >= 2 and len(telling) < 2:
            return False
        if len(telling) >= 3 or (len(telling) == 2 and len(words) >= 2 and rank <= 1):
            return True
        if not telling and len(words) < 3:
            return len(words) == 2 and words[0] not in _PRONOUNS and bool(_CUES.search(text[:start]))
        if words[0] in _PRONOUNS and len(words) == 1:
            return False
        cued = _CUES.search(text[:start]) is not None
        return cued or any(_JOINED.match(text[m.end : start]) for m in before if m.end <= start)

    @staticmethod
    def _followed_like_a_title(text: str, end: int) -> bool:
        return re.match(r"\s+(?:is|was|and|or|but|made|,)\b|\s*[,.!?]|\s*$", text[end:]) is not None

    def _corrected(self, text: str, tokens: list[_Token], taken: list[Mention]) -> Iterator[Mention]:
        """Misspelt titles: runs of capitals, and runs after a word such as "loved", that no exact title covers."""
        for span in _title_like_runs(text, tokens, taken):
            if _covered(span, taken):
                continue
            for size in range(len(span), 0, -1):
                part = span[:size]
                key = " ".join(t.folded for t in part)
                if all(t.folded in _PLAIN for t in part) or len(key) < _FEWEST_LETTERS_TO_CORRECT:
                    continue
                if ids := self._similar(key):
                    start, end = part[0].start, part[-1].end
                    yield Mention(start=start, end=end, text=text[start:end], ids=ids, exact=False)
                    break
            else:
                if unknown := _unknown_title(text, span):
                    yield unknown

    def _similar(self, key: str) -> tuple[str, ...]:
        """Ids of the title nearest to ``key`` in spelling, where it is near enough to be meant."""
        from rapidfuzz import fuzz, process

        if len(key) < _FEWEST_LETTERS_TO_CORRECT:
            return ()
        least = 88 if len(key) >= 8 else 85 if len(key) >= 6 else 80
        near = process.extract(key, self._keys, scorer=fuzz.ratio, score_cutoff=least, limit=3)
        near = [name for name, _, _ in near if name[:1] == key[:1] or len(key) >= 8]
        if not near or _digits(near[0]) != _digits(key):
            return ()
        return self._ranked(self._latin[near[0]])

    @cached_property
    def _keys(self) -> list[str]:
        return [key for key, rows in self._latin.items() if min(rows.values()) <= 1]

    def _ranked(self, known: dict[int, int]) -> tuple[str, ...]:
        """Ids by how good the name is for them, then by how many people liked them."""
        raters = self._catalogue.raters
        return tuple(
            self._catalogue.items[row].id for row in sorted(known, key=lambda r: (known[r], -int(raters[r]), r))
        )

    def _with_context(self, text: str, mention: Mention) -> Mention:
        """The ids reordered by a year right after the mention, or by a word such as "novel" near it."""
        if len(mention.ids) < 2:
            return mention
        items = [self._catalogue.item(id) for id in mention.ids]
        if match := _YEAR_AFTER.match(text, mention.end):
            year = int(match.group(1))
            if any(item.year == year for item in items):
                items.sort(key=lambda item: item.year != year)
                return replace(mention, ids=tuple(item.id for item in items), alike=1)
        around = text[max(0, mention.start - 30) : mention.end + 20]
        hinted = [kind for kind, words in _KIND_AROUND.items() if words.search(around)]
        if len(hinted) == 1 and any(item.kind == hinted[0] for item in items):
            items.sort(key=lambda item: item.kind != hinted[0])
        return replace(mention, ids=tuple(item.id for item in items))


def _without_article(key: str) -> str:
    first, _, rest = key.partition(" ")
    return rest if first in _ARTICLES else ""


def _with_digits(key: str) -> str:
    """``rocky ii`` → ``rocky 2``: numerals after the first word as digits; empty where there is none."""
    words = key.split(" ")
    changed = [words[0], *(_ROMAN.get(word, word) for word in words[1:])]
    return " ".join(changed) if changed != words else ""


def _digits(key: str) -> list[str]:
    return re.findall(r"\d+", key)


def _in_capitals(span: list[_Token]) -> bool:
    """Do the words that carry a title start with a capital or a digit? (Small words inside may not.)"""
    carrying = [
        t for t in span if t.folded not in _ARTICLES and t.folded not in ("of", "and", "in", "to", "for")
    ] or span
    return all(t.text[0].isupper() or t.text[0].isdigit() for t in carrying) and any(t.text[0].isupper() for t in span)


def _covered(span: list[_Token], taken: list[Mention]) -> bool:
    return any(span[0].start < m.end and m.start < span[-1].end for m in taken)


def _without_overlap(mentions: list[Mention]) -> list[Mention]:
    """Mentions that do not overlap: earlier ones in the list go first, longer before shorter at one place."""
    kept: list[Mention] = []
    for mention in mentions:
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return kept


def _title_like_runs(text: str, tokens: list[_Token], taken: list[Mention]) -> Iterator[list[_Token]]:
    """Runs of words that may be a title that no exact name covers: in capitals, or right after a cue."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        cued = _CUES.search(text[: token.start]) is not None
        joined = any(_JOINED.match(text[m.end : token.start]) for m in taken if m.end <= token.start)
        capital = token.text[0].isupper() and token.folded != "i"
        inside = capital and _SENTENCE_START.search(text[: token.start]) is None
        if not (cued or joined or inside) or token.folded in _PRONOUNS or has_cjk(token.text):
            at += 1
            continue
        run = [token]
        for following in tokens[at + 1 : at + 7]:
            gap = text[run[-1].end : following.start]
            small = following.folded in ("of", "the", "and", "in", "to", "for", "a", "on", "at")
            carries_on = following.text[0].isupper() or following.text[0].isdigit() or small if capital else True
            if not carries_on or re.search(r"[.,;:!?()\n]", gap):
                break
            run.append(following)
        while capital and len(run) > 1 and run[-1].folded in _PLAIN and not run[-1].text[0].isupper():
            run.pop()
        yield run
        at += len(run) if capital else 1


def _unknown_title(text: str, span: list[_Token]) -> Mention | None:
    """A run in capitals after a cue that names nothing we know: worth saying so, rather than passing over it."""
    telling = [t for t in span if t.folded not in _PLAIN]
    if not telling or not _in_capitals(span) or not _CUES.search(text[: span[0].start]):
        return None
    start, end = span[0].start, span[-1].end
    return Mention(start=start, end=end, text=text[start:end], ids=(), exact=False)
