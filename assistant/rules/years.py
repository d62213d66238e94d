"""Years in a message: decades, ranges, "after 2000", "nothing before 1990", "older than Heat", "newer"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from assistant.preferences import Wish
from assistant.reading import Context
from assistant.rules.message import Message
from assistant.rules.polarity import refused
from assistant.rules.references import Reference
from retrievers.text import fold
from retrievers.vocabulary import vocabulary

_YEAR = r"((?:1[5-9]|20)\d\d)"
_DECADE_WORDS = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90, "noughties": 0, "二十": 20, "三十": 30, "四十": 40, "五十": 50, "六十": 60, "七十": 70, "八十": 80,
    "九十": 90,
}  # fmt: skip
_DECADE = re.compile(
    rf"\b(?P<part>early|mid|late)?[\s-]*(?:the\s+)?"
    rf"(?:(?P<full>(?:1[5-9]|20)\d0)'?s\b|'?(?P<short>\d0)'?s\b|"
    rf"(?P<word>{'|'.join(w for w in _DECADE_WORDS if w.isascii())})\b)"
    rf"|(?P<century>20世纪|二十世纪|上世纪|上个世纪)?(?P<zh>[二三四五六七八九]十|\d0)年代|(?P<zhfull>(?:19|20)\d0)年代",
    re.IGNORECASE,
)
_AND_DECADE = re.compile(r"\s*(?:and|or|to|through|until|,|-|–|/|和|或|到|至|、)\s*(?:the\s+)?", re.IGNORECASE)
_BETWEEN = re.compile(
    rf"(?:between|from)?\s*{_YEAR}\s*年?\s*(?:-|–|—|to|and|until|till|through|到|至|和)\s*{_YEAR}", re.IGNORECASE
)
_AFTER = re.compile(
    rf"\b(?P<word>after|since|post|newer than|later than|more recent than|from)[\s-]+(?:the\s+year\s+)?{_YEAR}"
    rf"(?P<on>\s*(?:on|onwards?|or later|or newer)\b)?"
    rf"|{_YEAR}\s*年?\s*(?:以后|之后|以来|后|onwards?|or later|or newer|\+)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"\b(?:before|pre|prior to|until|up to|older than|earlier than)[\s-]*(?:the\s+year\s+)?{_YEAR}"
    rf"|{_YEAR}\s*年?\s*(?:以前|之前|前|or earlier|or older)",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    r"(?<!set )(?<!place )\b(?:from|of|released in|published in|"
    r"(?<!saw it )(?<!seen it )(?<!saw that )(?<!born )(?<!married )in)"
    rf"\s+{_YEAR}\b|{_YEAR}\s*年(?:的|出|上映|出版)"
    rf"|\b(?:an?|the|this|that|any|some|what|which|in)\s+(?:\w+\s+){{0,2}}?{_YEAR}\s+(?:[a-z-]+\s+){{0,4}}?"
    r"(?:films?|movies?|flicks?|pictures?|books?|novels?|remakes?|sequels?|dramas?|comed(?:y|ies)|thrillers?|horrors?|"
    r"westerns?|musicals?|romances?|documentar(?:y|ies)|biopics?|animations?|adventures?|epics?|features?|stor(?:y|ies)|adaptations?|classics?)\b",
    re.IGNORECASE,
)
_DECADE_EDGE = re.compile(
    r"(before|pre|older than|earlier than|until)\s*-?\s*(?:the\s+)?$|"
    r"(after|since|post|newer than|later than)\s*-?\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_DECADE_EDGE_AFTER = re.compile(r"\s*(?:(以前|之前|前)|以后|之后|以来|后)")
_LAST_YEARS = re.compile(
    r"\b(?:last|past)\s+(\d+|few|ten|five|twenty|couple of)\s+years\b|(?:最近|近)(\d+|几|十|五|二十)年", re.IGNORECASE
)
_CENTURY = re.compile(
    r"\b(?P<number>19|20|21)(?:th|st)[\s-]century\b|(?P<zh>十九|二十|二十一)世纪(?!\d)", re.IGNORECASE
)
_CENTURIES = {"十九": 19, "二十": 20, "二十一": 21}
_COUNTS = {"few": 5, "ten": 10, "five": 5, "twenty": 20, "couple of": 3, "几": 5, "十": 10, "五": 5, "二十": 20}
_THAN = re.compile(r"\b(older|earlier|newer|later|more recent)\s+than\s*$|比\s*[《]?$", re.IGNORECASE)
_BACK = 40  # characters before a title in which it is compared
_AGE = re.compile(r"\b(?:my|your|his|her|their)\s*$", re.IGNORECASE)  # "in his thirties"
_DENIED = re.compile(
    r"(?:\bno|\bnot|n't|\bnothing|\bnever|\bavoid|\bwithout|\bnone|\b(?:any|every)thing but|\bexcept|\bhate|\bskip)"
    r"(?:\s+(?:films?|movies?|books?|any|an?|much|too|want|watch|see|read|into|fan|interested|care|from|anything|things?|stuff|ones?|the|of|for|made|released|"
    r"written|published|set|like|in)){0,4}\s*$|(?:不要|别|不看|不想看|不喜欢|讨厌|除了)(?:太)?$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(r"\s*的?(?:电影|书|片子?|作品)?(?:都)?(?:不要|不看|除外)")

#: The first and the last year of a wish, and whether it is meant strictly.
_Years = tuple[float | None, float | None, bool]


def years(message: Message, context: Context, references: Sequence[Reference]) -> list[Wish]:
    """At most one wish for the year of release; years that belong to a title are not read. Goods have none."""
    if not context.catalogue.of_works and "year" not in context.catalogue.facets:
        return []
    for found, at in chain(_explicit(message), _relative(message, context, references)):
        wish = Wish(facet="year", turn=context.turn, said=message.quote(at))
        if isinstance(found, str):
            return [replace(wish, exclude=(found,))]
        low, high, hard = found
        return [replace(wish, min=low, max=high, hard=hard)]
    return []


def _explicit(message: Message) -> Iterator[tuple[_Years | str, int]]:
    """Years, ranges and decades that are named, in the order in which one explains more than another."""
    text = message.plain
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text):
            if _AGE.search(text[: match.start()]):
                continue
            denied = _DENIED.search(text[: match.start()]) or _DENIED_AFTER.match(text, match.end())
            yield (_turned_round(*read(match, text)) if denied else read(match, text)), match.start()


def _turned_round(low: float | None, high: float | None, hard: bool) -> _Years | str:
    """ "Nothing before 1990" is a range; "not from the 80s" is a range to leave out, as a wish excludes it."""
    if low is not None and high is not None:
        return f"{low:g}–{high:g}"
    return (None, low - 1, hard) if low is not None else ((high or 0) + 1, None, hard)


def _between(match: re.Match[str], text: str) -> _Years:
    low, high = sorted((int(match[1]), int(match[2])))
    return low, high, True


def _after(match: re.Match[str], text: str) -> _Years:
    word, year = (match["word"] or "since").lower(), int(match[2] or match[4])
    if word == "from" and not match["on"]:
        return year, year, True
    return year + (0 if word in ("since", "from") or match["on"] else 1), None, True


def _before(match: re.Match[str], text: str) -> _Years:
    return None, int(match[1] or match[2]) - (0 if re.search(r"\bor |up to|until", match.group(), re.I) else 1), True


def _decades(match: re.Match[str], text: str) -> _Years:
    """A decade, a part of one, one with an edge ("before the 80s"), or several ("the 80s or 90s")."""
    low, high = _decade(match)
    if after := _DECADE_EDGE_AFTER.match(text, match.end()):
        return (None, low - 1, True) if after[1] else (low, None, True)
    if edge := _DECADE_EDGE.search(text[: match.start()]):
        return (None, low - 1, True) if edge[1] else (high + 1, None, True)
    end = match.end()
    while (joint := _AND_DECADE.match(text, end)) and (following := _DECADE.match(text, joint.end())):
        next_low, next_high = _decade(following)
        low, high, end = min(low, next_low), max(high, next_high), following.end()
    return low, high, True


def _decade(match: re.Match[str]) -> tuple[int, int]:
    if full := match["full"] or match["zhfull"]:
        start = int(full)
    else:
        short = match["short"] or match["zh"] or match["word"].lower()
        start = _century_of(int(short) if short.isdigit() else _DECADE_WORDS[short])
        start = 1900 + start % 100 if match["century"] else start
    low, high = {"early": (0, 4), "mid": (3, 6), "late": (5, 9)}.get((match["part"] or "").lower(), (0, 9))
    return start + low, start + high


def _century_of(decade: int) -> int:
    """``90`` is 1990, ``10`` is 2010: the decades up to the twenties are this century's."""
    return (2000 if decade <= 20 else 1900) + decade


def _century(match: re.Match[str], text: str) -> _Years:
    century = int(match["number"] or _CENTURIES[match["zh"]])
    return 100 * century - 99, 100 * century, True


def _single(match: re.Match[str], text: str) -> _Years:
    year = int(match[1] or match[2] or match[3])
    return year, year, True


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], _Years]], ...] = (
    (_BETWEEN, _between), (_AFTER, _after), (_BEFORE, _before), (_DECADE, _decades), (_CENTURY, _century),
    (_SINGLE, _single),
)  # fmt: skip

#: Whatever words are read here: nobody else need read them.
PERIODS = (*(pattern for pattern, _ in _PATTERNS), _LAST_YEARS)


# ---- measured against something -------------------------------------------------------------------------------------


def _relative(message: Message, context: Context, references: Sequence[Reference]) -> Iterator[tuple[_Years, int]]:
    """ "Older than Heat", "the last ten years", "something newer": against an item, the catalogue, or the shown."""
    text, lexicon = message.plain, message.lexicon
    for reference in references:
        if (found := _than(reference, text, context)) is not None:
            yield found, reference.start
    newest = _newest(context)
    if match := _LAST_YEARS.search(text):
        word = (match[1] or match[2]).lower()
        span = min(int(word) if word.isdigit() else _COUNTS[word], newest)
        yield (newest - span, None, True), match.start()
    shown = [item.year for item in context.shown if item.year is not None]
    newer = lexicon.newer.search(text)
    if newer and refused(newer.span(), message):
        yield (None, max(shown) if shown and "er" in newer.group() else newest - 16, False), newer.start()
    elif newer:
        low = max(shown) + 1 if shown and "er" in newer.group() else newest - 15
        yield (low, None, False), newer.start()
    match = lexicon.older.search(text)
    if match and refused(match.span(), message):
        if newer is None:
            yield (min(shown) if shown and "er" in match.group() else newest - 15, None, False), match.start()
    elif (
        match
        and not lexicon.tolerated_after.match(text, match.end())
        and not (_in_style(match.group()) and _period_stands(context))
    ):
        high = min(shown) - 1 if shown and "er" in match.group() else newest - 35
        yield (None, high, False), match.start()


def _in_style(words: str) -> bool:
    """ "Old school", "vintage": words for a mood too, so that they overrule no period that was named."""
    return any(facet == "mood" for facet, _ in vocabulary().terms("en").get(fold(words), ()))


def _period_stands(context: Context) -> bool:
    return any(wish.facet == "year" and wish.hard for wish in context.preferences.wishes)


def _than(reference: Reference, text: str, context: Context) -> _Years | None:
    than = _THAN.search(text[max(0, reference.start - _BACK) : reference.start])
    item = context.catalogue.item(reference.ids[0]) if reference.ids else None
    if item is None or item.year is None or than is None:
        return None
    after = re.match(r"[》\s]*更?(?P<old>老|早|旧)?(?P<new>新|晚)?", text[reference.end : reference.end + _BACK])
    assert after is not None  # everything in it is optional
    if (than[1] or "").lower() in ("older", "earlier") or (not than[1] and after["old"]):
        return None, item.year - 1, True
    return (item.year + 1, None, True) if than[1] or after["new"] else None


def _newest(context: Context) -> int:
    found = context.catalogue.numbers("year")
    return int(np.nanmax(found)) if np.isfinite(found).any() else 2025
