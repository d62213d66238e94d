"""Years in a message: decades, ranges, "after 2000", "older than Heat", "newer"."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from assistant.preferences import Wish
from assistant.reading import Context
from assistant.rules.lexicon import Lexicon
from assistant.rules.references import Reference

_YEAR = r"((?:1[5-9]|20)\d\d)"
_DECADE_WORDS = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90, "noughties": 0, "二十": 20, "三十": 30, "四十": 40, "五十": 50, "六十": 60, "七十": 70, "八十": 80, "九十": 90,
}  # fmt: skip
_DECADE = re.compile(
    rf"\b(?P<part>early|mid|late)?[\s-]*(?:the\s+)?(?:(?P<full>(?:1[5-9]|20)\d0)['’]?s\b|['’]?(?P<short>\d0)['’]?s\b|"
    rf"(?P<word>{'|'.join(w for w in _DECADE_WORDS if w.isascii())})\b)"
    rf"|(?P<century>20世纪|二十世纪|上世纪|上个世纪)?(?P<zh>[二三四五六七八九]十|\d0)年代|(?P<zhfull>(?:19|20)\d0)年代",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"(?:between|from)?\s*{_YEAR}\s*(?:-|–|—|to|and|until|till|through|到|至|和)\s*{_YEAR}", re.IGNORECASE
)
_AFTER = re.compile(
    rf"\b(?:after|since|post|newer than|later than|more recent than|from)\s+(?:the\s+year\s+)?{_YEAR}(?P<on>\s*(?:on|onwards?|or later|or newer))?"
    rf"|{_YEAR}\s*年?\s*(?:以后|之后|以来|后|onwards?|or later|or newer|\+)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"\b(?:before|pre|prior to|until|up to|older than|earlier than)\s*-?(?:the\s+year\s+)?{_YEAR}|{_YEAR}\s*年?\s*(?:以前|之前|前|or earlier|or older)",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    rf"\b(?:from|in|of|released in|published in)\s+{_YEAR}\b|{_YEAR}\s*年(?:的|出|上映|出版)", re.IGNORECASE
)
_DECADE_EDGE = re.compile(
    r"(before|pre|older than|earlier than|until)\s*-?\s*(?:the\s+)?$|(after|since|post|newer than|later than)\s*-?\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_LAST_YEARS = re.compile(
    r"\b(?:last|past)\s+(\d+|few|ten|five|twenty|couple of)\s+years\b|(?:最近|近)(\d+|几|十|五|二十)年", re.IGNORECASE
)
_CENTURY = re.compile(
    r"\b(?P<number>19|20|21)(?:th|st)[\s-]century\b|(?P<zh>十九|二十|二十一)世纪(?!\d)", re.IGNORECASE
)
_COUNTS = {"few": 5, "ten": 10, "five": 5, "twenty": 20, "couple of": 3, "几": 5, "十": 10, "五": 5, "二十": 20}
_THAN = re.compile(r"\b(older|earlier|newer|later|more recent)\s+than\s*$|比\s*[《]?$", re.IGNORECASE)


def years(text: str, context: Context, lexicon: Lexicon, references: Sequence[Reference]) -> list[Wish]:
    """At most one wish for the year of release; years that belong to a title are not read."""
    from assistant.rules.wishes import sentence_of  # the two share the way a sentence is quoted

    taken = [
        (r.start, r.end + 8 if re.match(r"\s*[,(（]", text[r.end :]) else r.end) for r in references if r.how == "title"
    ]
    span = _range(text, context, lexicon, references, taken)
    if span is None:
        return []
    low, high, hard, at = span
    said = sentence_of(text, at, lexicon)
    return [Wish(facet="year", min=low, max=high, hard=hard, turn=context.turn, said=said)]


Range = tuple[float | None, float | None, bool, int]


def _range(
    text: str, context: Context, lexicon: Lexicon, references: Sequence[Reference], taken: list[tuple[int, int]]
) -> Range | None:
    def free(match: re.Match[str] | None) -> bool:
        return match is not None and all(match.end() <= a or b <= match.start() for a, b in taken)

    for match in filter(free, _BETWEEN.finditer(text)):
        low, high = sorted((int(match[1]), int(match[2])))
        return low, high, True, match.start()
    for match in filter(free, _AFTER.finditer(text)):
        year = int(match[1] or match[3])
        exact = match.group().lower().startswith("from") and not match["on"]
        later = not match[1] or match["on"] or match.group().lower().startswith("since")
        return (year, year, True, match.start()) if exact else (year + (0 if later else 1), None, True, match.start())
    for match in filter(free, _BEFORE.finditer(text)):
        return None, int(match[1] or match[2]) - (0 if "or " in match.group() else 1), True, match.start()
    for match in filter(free, _DECADE.finditer(text)):
        return _decade(match, text)
    for match in filter(free, _CENTURY.finditer(text)):
        century = int(match["number"] or {"十九": 19, "二十": 20, "二十一": 21}[match["zh"]])
        return 100 * century - 99, 100 * century, True, match.start()
    for match in filter(free, _SINGLE.finditer(text)):
        year = int(match[1] or match[2])
        return year, year, True, match.start()
    return _relative(text, context, lexicon, references)


def _decade(match: re.Match[str], text: str) -> Range:
    if full := match["full"] or match["zhfull"]:
        start = int(full)
    elif match["short"]:
        start = _century_of(int(match["short"]))
    elif match["word"]:
        start = _century_of(_DECADE_WORDS[match["word"].lower()])
    else:
        short = match["zh"]
        start = _century_of(int(short) if short.isdigit() else _DECADE_WORDS[short])
        start = 1900 + start % 100 if match["century"] else start
    edge = _DECADE_EDGE.search(text[: match.start()])
    if edge:
        return (None, start - 1, True, match.start()) if edge[1] else (start + 10, None, True, match.start())
    low, high = {"early": (0, 4), "mid": (3, 6), "late": (5, 9)}.get((match["part"] or "").lower(), (0, 9))
    return start + low, start + high, True, match.start()


def _century_of(decade: int) -> int:
    """``90`` is 1990, ``10`` is 2010: the decades up to the twenties are this century's."""
    return (2000 if decade <= 20 else 1900) + decade


def _relative(text: str, context: Context, lexicon: Lexicon, references: Sequence[Reference]) -> Range | None:
    """ "Older than Heat", "the last ten years", "something newer": measured against an item, the catalogue, or the shown."""
    for reference in references:
        than = _THAN.search(text[: reference.start])
        item = context.catalogue.item(reference.ids[0]) if reference.ids else None
        if item is None or item.year is None or than is None:
            continue
        older = bool(than[1] and than[1].lower() in ("older", "earlier")) or bool(
            re.match(r"[》\s]*(?:更)?(?:老|早|旧)", text[reference.end :])
        )
        if than[1] or older or re.match(r"[》\s]*(?:更)?(?:新|晚)", text[reference.end :]):
            return (
                (None, item.year - 1, True, reference.start) if older else (item.year + 1, None, True, reference.start)
            )
    newest = _newest(context)
    if match := _LAST_YEARS.search(text):
        word = (match[1] or match[2]).lower()
        return newest - (int(word) if word.isdigit() else _COUNTS[word]), None, True, match.start()
    shown = [item.year for item in context.shown if item.year is not None]
    if match := lexicon.newer.search(text):
        return (max(shown) + 1 if shown and "er" in match.group() else newest - 15), None, False, match.start()
    if match := lexicon.older.search(text):
        return None, (min(shown) - 1 if shown and "er" in match.group() else newest - 35), False, match.start()
    return None


def _newest(context: Context) -> int:
    found = context.catalogue.numbers("year")
    return int(np.nanmax(found)) if np.isfinite(found).any() else 2025
