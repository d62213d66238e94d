"""Lengths and how well known things are: "under two hours", "at least 300 pages", "not too long", "hidden gems"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.preferences import Wish
from assistant.reading import Context
from assistant.rules.lexicon import Lexicon
from assistant.rules.message import Message
from assistant.rules.references import Reference

UNITS = re.compile(
    r"(?P<than>under|less than|at most|up to|no more than|no longer than|max(?:imum)?(?: of)?|within|shorter than|"
    r"below|over|more than|at least|longer than|above|around|about|不超过|不到|最多|少于|小于|超过|至少|多于|大约)?\s*"
    r"(?P<number>\d+(?:[.,]\d+)?|an?|one|two|three|four|half an|[一二两三四五半])\s*(?:-|个)?\s*"
    r"(?P<half>半)?(?:小时)?"
    r"(?P<unit>(?:and a half )?hours?|hrs?|h\b|minutes?|mins?|pages?|(?<=小时)|分钟|页)"
    r"(?P<and>\s*(?:and\s+)?(?:a half|half)|半)?(?P<after>\s*(?:以内|之内|以下|以上|左右|or less|or more|max|tops))?",
    re.IGNORECASE,
)
_MORE = re.compile(r"\bover|(?<!no )more than|at least|(?<!no )longer|above|(?<!不)超过|至少|多于|以上|or more", re.I)
_NEARLY = re.compile(r"around|about|大约|左右", re.IGNORECASE)
_DENIED = re.compile(r"(?:\bnot|n't|\bnever|\bnothing|\bno)\s+(?:\w+\s+){0,2}$|(?:不要|别|不能)$", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3},\d{3}")
_NEAR = 0.15  # "about two hours" means within this share of it

#: How well known, as a rank in the catalogue: hidden gems lie below the first, popular things above the second.
_LITTLE_KNOWN, _WELL_KNOWN = 0.6, 0.8


def lengths(message: Message, context: Context, references: Sequence[Reference]) -> list[Wish]:
    """At most one wish for the length: in minutes or pages, against an item, or in words."""
    for match in UNITS.finditer(message.plain):
        number = _amount(match, message.lexicon)
        if number and (match["than"] or match["after"]):
            denied = bool(match["than"]) and _DENIED.search(message.plain[: match.start()]) is not None
            low, high, hard = _bounds(f"{match['than'] or ''} {match['after'] or ''}", number, denied)
            said = message.quote(match.start())
            return [Wish(facet="length", min=low, max=high, hard=hard, turn=context.turn, said=said)]
    lexicon = message.lexicon
    for reference in references:
        if bounds := _against(reference, message.plain, context):
            low, high = bounds
            return [Wish(facet="length", min=low, max=high, turn=context.turn, said=message.quote(reference.start))]
    for pattern, include, exclude in (
        (lexicon.not_long, None, ("long",)),
        (lexicon.not_short, None, ("short",)),
        (lexicon.short, ("short",), None),
        (lexicon.long, ("long",), None),
    ):
        if found := pattern.search(message.plain):
            said = message.quote(found.start())
            return [Wish(facet="length", include=include, exclude=exclude, hard=False, turn=context.turn, said=said)]
    return []


_THAN = re.compile(r"\b(?P<word>shorter|longer)\s+than\s*(?:the\s+)?[\"“]?$|比\s*[《]?$", re.IGNORECASE)
_AFTER = re.compile(r"[》\s]*(?:更|要|还)?(?P<word>短|长)")


def _against(reference: Reference, text: str, context: Context) -> tuple[float | None, float | None] | None:
    """ "Shorter than Heat": the bounds that the length of an item sets."""
    than = _THAN.search(text[: reference.start])
    item = context.catalogue.item(reference.ids[0]) if reference.ids else None
    if than is None or item is None or item.length is None:
        return None
    after = _AFTER.match(text, reference.end)
    word = (than["word"] or (after["word"] if after else "")).lower()
    if word in ("shorter", "短"):
        return None, item.length - 1
    return (item.length + 1, None) if word in ("longer", "长") else None


def _bounds(words: str, number: float, denied: bool) -> tuple[float | None, float | None, bool]:
    """The range that the words around a number ask for, and whether it is meant strictly."""
    if _NEARLY.search(words):
        return 5 * round((1 - _NEAR) * number / 5), 5 * round((1 + _NEAR) * number / 5), False
    more = (_MORE.search(words) is not None) != denied
    return (number, None, True) if more else (None, number, True)


def _amount(match: re.Match[str], lexicon: Lexicon) -> float | None:
    """The length that a match names, in minutes or pages."""
    word, unit = match["number"].lower(), match["unit"].lower()
    number = 0.5 if word in ("half an", "半") else float(lexicon.numbers.get(word, 0)) or _float(word)
    if number is None:
        return None
    if match["half"] or match["and"] or unit.startswith("and a half"):
        number += 0.5
    hours = unit.startswith(("h", "and a half")) or "小时" in match.group()
    return number * 60 if hours else number


def _float(word: str) -> float | None:
    try:
        return float(word.replace(",", "") if _THOUSANDS.fullmatch(word) else word.replace(",", "."))
    except ValueError:
        return None


def popularity(message: Message, context: Context) -> Iterator[Wish]:
    """At most one soft wish for how well known things should be."""
    for pattern, low, high in (
        (message.lexicon.hidden, None, _LITTLE_KNOWN),
        (message.lexicon.known, _WELL_KNOWN, None),
    ):
        if found := pattern.search(message.plain):
            said = message.quote(found.start())
            yield Wish(facet="popularity", min=low, max=high, hard=False, turn=context.turn, said=said)
            return
