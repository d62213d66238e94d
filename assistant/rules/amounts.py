"""Lengths and how well known things are: "under two hours", "at least 300 pages", "not too long", "hidden gems"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.preferences import Wish
from assistant.reading import Context
from assistant.rules.lexicon import Lexicon
from assistant.rules.message import Message, Span
from assistant.rules.number_words import NUMBER_WORDS, number_of
from assistant.rules.polarity import refused
from assistant.rules.references import Reference

_NUMBER = rf"\d+(?:[.,]\d+)?|half an|{NUMBER_WORDS}|an?|半"
UNITS = re.compile(
    r"(?P<than>under|(?:no |not )?(?:less|fewer|more|longer|shorter) than|at most|up to|max(?:imum)?(?: of)?|within|"
    r"min(?:imum)?(?: of)|below|over|at least|above|around|about|不超过|不到|最多|少于|小于|超过|至少|多于|大约)?\s*"
    rf"(?:(?P<low>{_NUMBER})\s*(?P<lowunit>hours?|minutes?|mins?|pages?|个?小时|分钟|页)?\s*(?:-|–|\bto\b|\band\b|到|至)\s*)?"
    rf"(?P<number>{_NUMBER})\s*(?:-|个)?\s*"
    r"(?P<half>半)?(?:小时)?"
    r"(?P<unit>(?:and a half )?hours?|hrs?|h\b|minutes?|mins?|pages?|(?<=小时)|分钟|页)"
    r"(?P<and>\s*(?:and\s+)?(?:a half|half)|半)?"
    r"(?P<after>\s*(?:以内|之内|以下|以上|左右|or less|or fewer|or more|at most|at least|max|tops))?",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\bover|above|at least|or more|\bmin|>|≥|(?<!no )(?<!not )(?:more|longer|heavier|larger|bigger|higher) than|"
    r"\bno(?:t)? (?:less|fewer|shorter|cheaper|lighter|smaller)|(?<!不)超过|至少|多于|高于|大于|以上",
    re.IGNORECASE,
)
_NEARLY = re.compile(r"around|about|roughly|大约|左右", re.IGNORECASE)
_DENIED = re.compile(r"(?:\bnot|n't|\bnever|\bnothing|\bno)\s+(?:\w+\s+){0,2}$|(?:不要|别|不能)$", re.IGNORECASE)
_PREFERABLY = re.compile(
    r"\b(?:ideally|preferably|hopefully|if (?:at all )?possible|if you can|would be (?:nice|good|great))\b|"
    r"最好|尽量|如果可以",
    re.IGNORECASE,
)
_PREFERABLY_AFTER = re.compile(r"(?:if|would be|如果|preferably(?=\W*$)|ideally(?=\W*$))\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3},\d{3}")
_NEAR = 0.15  # "about two hours" means within this share of it
_ROUND = 30  # from here on ends in a five or a nought

#: How well known, as a rank in the catalogue: hidden gems lie below the first, popular things above the second.
_LITTLE_KNOWN, _WELL_KNOWN = 0.6, 0.8


def lengths(message: Message, context: Context, references: Sequence[Reference]) -> list[Wish]:
    """At most one wish for the length: in minutes or pages, against an item, or in words. Goods of a shop have none."""
    if not context.catalogue.of_works and "length" not in context.catalogue.facets:
        return []
    for match in UNITS.finditer(message.plain):
        number = _amount(match, message.lexicon)
        if number and not (match["than"] or match["after"] or match["low"]) and refused(match.span(), message):
            return [Wish(facet="length", max=number - 1, turn=context.turn, said=message.quote(match.start()))]
        if number and (match["than"] or match["after"] or match["low"]):
            said, hard = message.quote(match.start()), not preferably(message, match.span())
            if least := _least(match, message.lexicon):
                ends = sorted((least, number))
                return [Wish(facet="length", min=ends[0], max=ends[1], hard=hard, turn=context.turn, said=said)]
            denied = bool(match["than"]) and _DENIED.search(message.plain[: match.start()]) is not None
            low, high, strictly = range_of(f"{match['than'] or ''} {match['after'] or ''}", number, denied)
            return [Wish(facet="length", min=low, max=high, hard=hard and strictly, turn=context.turn, said=said)]
        if number and message.lexicon.code == "zh" and _is_all_there_is(match, message):
            return [Wish(facet="length", max=number, turn=context.turn, said=message.quote(match.start()))]
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
            if pattern in (lexicon.short, lexicon.long) and refused(found.span(), message):
                include, exclude = exclude, include
            return [Wish(facet="length", include=include, exclude=exclude, hard=False, turn=context.turn, said=said)]
    return []


#: A length of time by itself, or what one has of it: 只有两个小时, 半小时能看完的.
_TIME_BEFORE = re.compile(r"(?:^|[，,。！？!?\s])(?:那|就|只|还|我|好吧|今晚|现在|大概|要|想要)*(?:有|剩)?$")
_TIME_BEHIND = re.compile(r"(?:的?(?:时间|空|空闲))?(?:的|呢|吧|左右|可以吗|行吗)*\W*$|(?:能|可以|就能)?(?:看|读)完")


def _is_all_there_is(match: re.Match[str], message: Message) -> bool:
    before, behind = message.plain[: match.start()], message.plain[match.end() :]
    return _TIME_BEFORE.search(before) is not None and _TIME_BEHIND.match(behind) is not None


_THAN = re.compile(r"\b(?P<word>shorter|longer)\s+than\s*(?:the\s+)?[\"“]?$|比\s*[《]?$", re.IGNORECASE)
_AFTER = re.compile(r"[》\s]*(?:更|要|还)?(?P<word>短|长)")
_BACK = 40  # characters before a title in which it is compared


def _against(reference: Reference, text: str, context: Context) -> tuple[float | None, float | None] | None:
    """ "Shorter than Heat": the bounds that the length of an item sets."""
    than = _THAN.search(text[max(0, reference.start - _BACK) : reference.start])
    item = context.catalogue.item(reference.ids[0]) if reference.ids else None
    if than is None or item is None or item.length is None:
        return None
    after = _AFTER.match(text, reference.end)
    word = (than["word"] or (after["word"] if after else "")).lower()
    if word in ("shorter", "短"):
        return None, item.length - 1
    return (item.length + 1, None) if word in ("longer", "长") else None


def preferably(message: Message, span: Span) -> bool:
    """Is what stands at ``span`` only what would be best ("ideally under two hours", "..., if possible")?"""
    start, end = message.clause_start(span[0]), message.clause_end(span[1])
    if _PREFERABLY.search(message.plain, start, end):
        return True
    behind = re.match(r"[\s,，]*", message.plain[end:])
    end += behind.end() if behind else 0
    return bool(_PREFERABLY.match(message.plain, end) and _PREFERABLY_AFTER.match(message.plain, end))


def range_of(words: str, number: float, denied: bool) -> tuple[float | None, float | None, bool]:
    """The range that the words around a number ask for, and whether it is meant strictly."""
    if _NEARLY.search(words):
        step = 5 if number >= _ROUND else 1
        return step * round((1 - _NEAR) * number / step), step * round((1 + _NEAR) * number / step), False
    more = (_MORE.search(words) is not None) != denied
    return (number, None, True) if more else (None, number, True)


def _amount(match: re.Match[str], lexicon: Lexicon) -> float | None:
    """The length that a match names, in minutes or pages."""
    number = _number(match["number"], lexicon)
    if number is None:
        return None
    if match["half"] or match["and"] or match["unit"].lower().startswith("and a half"):
        number += 0.5
    return number * 60 if _in_hours(match) else number


def _least(match: re.Match[str], lexicon: Lexicon) -> float | None:
    """The lower end of "between 100 and 110 minutes", in the same unit unless it names its own."""
    number = _number(match["low"], lexicon) if match["low"] else None
    if number is None:
        return None
    hours = "hour" in match["lowunit"].lower() or "小时" in match["lowunit"] if match["lowunit"] else _in_hours(match)
    return number * 60 if hours else number


def _in_hours(match: re.Match[str]) -> bool:
    unit = match["unit"].lower()
    return unit.startswith(("h", "and a half")) or (not unit and "小时" in match.group())


def _number(word: str, lexicon: Lexicon) -> float | None:
    if word.lower() in ("half an", "半"):
        return 0.5
    return float(lexicon.numbers.get(word.lower(), 0)) or number_of(word) or parsed(word)


def parsed(word: str) -> float | None:
    """A number in digits, however its thousands and decimals are parted; None for anything else."""
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
