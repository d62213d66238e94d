"""Numbers of own columns: "price under 50", "less than 1.5 kg", "between 15 and 50 euros", "cheaper", "too heavy".

Which columns a catalogue has, and what they are called, is known to `own`; lengths are read in `amounts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.preferences import Wish
from assistant.reading import Context
from assistant.rules import own
from assistant.rules.amounts import parsed, preferably, range_of
from assistant.rules.message import Message, Span
from assistant.rules.own import Column
from assistant.rules.polarity import Term
from assistant.rules.references import Reference
from assistant.rules.units import MONEY, UNITS
from retrievers import filters
from retrievers.query import Constraint

_NUMBERS = {
    "half a": 0.5, "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "a hundred": 100, "hundred": 100, "one hundred": 100, "two hundred": 200,
    "three hundred": 300, "five hundred": 500, "a thousand": 1000, "one thousand": 1000,
}  # fmt: skip
_ARTICLES = ("a", "half a", "one")  # numbers only before a unit: "about a price"
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_NUMBER = rf"\d{{1,3}}(?:,\d{{3}})+|\d+(?:[.,]\d+)?|(?:{_WORDS})\b|[零一二两三四五六七八九十百千]+"
_MULTIPLES = {"k": 1e3, "thousand": 1e3, "万": 1e4, "million": 1e6, "亿": 1e8, "billion": 1e9}
_TIMES = "|".join(_MULTIPLES)
_SIGN = "[€$£¥￥]"
_UNIT = "(?:" + "|".join(spelt for units in UNITS.values() for spelt, _ in units) + ")(?![A-Za-z])"
_THAN = (
    r"\b(?:under|below|over|above|within|(?:no |not )?(?:less|fewer|more|cheaper|lighter|heavier|smaller|larger|bigger|"
    r"higher|lower) than|at most|at least|up to|max(?:imum)?(?: of)?|min(?:imum)?(?: of)?|around|about|roughly)|"
    r"<=?|>=?|≤|≥|不超过|不到|最多|少于|小于|低于|超过|至少|多于|高于|大于|大约|约"
)
_AFTER = (
    r"以内|之内|以下|以上|左右|(?:or|and) (?:less|under|below|cheaper|lighter|more|over|above)\b(?! *[€$£¥]?\d)|"
    r"at most\b|at least\b|max\b|tops\b"
)
_AMOUNT = re.compile(
    rf"(?P<than>{_THAN})?\s*(?:the |between |from |在)?(?P<lowsign>{_SIGN})?\s*"
    rf"(?:(?P<low>{_NUMBER})\s*(?P<lowunit>{_UNIT})?\s*(?:-|–|—|~|\bto\b|\band\b|到|至)\s*)?"
    rf"(?P<sign>{_SIGN})?\s*(?<![A-Za-z\d.,])(?P<number>{_NUMBER})(?:\s*(?P<times>{_TIMES})(?![A-Za-z]))?\s*-?\s*(?P<unit>{_UNIT})?(?P<after>\s*(?:{_AFTER}))?",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:\bnot|n't|\bnever|\bnothing|\bno)\s+(?:(?:want|to|spend|pay|be|cost|costs|costing|weigh|weighing|that|is|go|"
    r"anything|ones?|things?|products?|price[sd]?)\s+)*$|(?:不要|别|不能|不想)$",
    re.IGNORECASE,
)
_SPENT = re.compile(r"(?:\b(?:spend|pay|afford|budget)(?:\s+(?:is|of|only|about))?|预算(?:是|为|只有)?)\s*:?\s*$", re.I)
_AND_THEN = re.compile(r"\s*[,，]?\s*(?:and|but|但|且|而且)?\s*", re.IGNORECASE)
_GRAMS_FROM = 1000  # a column of weights that goes beyond it is no column of kilograms

#: Quantity → words that ask for less of it, and for more.
_LESS_OR_MORE = {
    MONEY: (
        r"\b(?:(?<!not )cheap(?:er|est)?|inexpensive|affordable|(?:less|not (?:so|too|that|very)) (?:expensive|pricey|"
        r"costly|dear)|too (?:expensive|pricey|costly|dear)|low[- ]priced|costs? too much)\b|"
        r"便宜(?:一?[点些])?|太贵|不要?太?贵|实惠|平价",
        r"\b(?:more expensive|pricier|dearer|too cheap|high[- ]end)\b|更贵|太便宜",
    ),
    "mass": (
        r"\b(?:lighter|lightest|too heavy|(?:not (?:so|too|that|very)|less) heavy|as light as possible|light-?weight|"
        r"ultra-?light)\b|更轻|轻便|太重|轻一?[点些]|不要太重",
        r"\b(?:heavier|too light)\b|更重|太轻|重一?[点些]",
    ),
}  # fmt: skip
_COMPARES = re.compile(r"er$|^(?:too|less|more|costs? too)\b|太|更|[点些]$", re.IGNORECASE)
_RELATIVE = {
    quantity: (re.compile(less, re.IGNORECASE), re.compile(more, re.IGNORECASE))
    for quantity, (less, more) in _LESS_OR_MORE.items()
}
_THIRD = 1 / 3  # what is cheap lies in the lowest third

_Bounds = tuple[float | None, float | None, bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """A wish for the number of an own column, where it stands in the message, and ``further`` words that say it."""

    wish: Wish
    span: Span
    further: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """All places in the message that say it."""
        return self.span, *self.further


def measures(
    message: Message, context: Context, references: Sequence[Reference] = (), terms: Sequence[Term] = ()
) -> list[Measure]:
    """At most one wish for each own column of numbers; "a cheap tent" is cheap among what meets the ``terms``."""
    known = [column for column in own.columns(context.catalogue) if column.ends]
    if not known:
        return []
    found: dict[str, Measure] = {}
    for column, (low, high, hard), span in _stated(message, known):
        hard = hard and not preferably(message, span)
        found[column.facet] = _joined(found.get(column.facet), column.facet, low, high, span, hard=hard)
    stated = set(found)
    for column, (low, high, hard), span in _relative(message, context, known, references, terms):
        if column.facet in stated:  # "too expensive, at most 40 euros"
            found[column.facet] = replace(found[column.facet], further=(*found[column.facet].further, span))
        else:
            found[column.facet] = _joined(None, column.facet, low, high, span, hard=hard)
    return [replace(m, wish=replace(m.wish, turn=context.turn, said=message.quote(m.span[0]))) for m in found.values()]


def _joined(
    before: Measure | None, facet: str, low: float | None, high: float | None, span: Span, *, hard: bool
) -> Measure:
    """ "At least 20 and at most 50 euros" is one range; the later of two bounds of one side counts."""
    further: tuple[Span, ...] = ()
    if before is not None:
        low = before.wish.min if low is None else low
        high = before.wish.max if high is None else high
        further = (*before.further, before.span)
    return Measure(wish=Wish(facet=facet, min=low, max=high, hard=hard), span=span, further=further)


# ---- stated in numbers ----------------------------------------------------------------------------------------------


def _stated(message: Message, known: Sequence[Column]) -> Iterator[tuple[Column, _Bounds, Span]]:
    text = message.plain
    waiting: re.Match[str] | None = None  # "at least 20" of "at least 20 and at most 50 euros"
    for match in _AMOUNT.finditer(text):
        spent = _SPENT.search(text[: match.start()]) is not None
        units = _units(match)
        if not (match["than"] or match["after"] or match["low"] or spent) or (
            match["number"].lower() in _ARTICLES and not units
        ):
            continue
        named = _named_beside(match.span(), text, known)
        column = named or _measured_by(units, known)
        if column is None or (units and column.measures and not any(q == column.measures for q, _ in units)):
            waiting = match
            continue
        size = next((size for quantity, size in units if quantity == column.measures), None)
        for one in (waiting, match):
            if one is match or (one is not None and _AND_THEN.fullmatch(text, one.end(), match.start())):
                yield column, _range(one, column, size, message), one.span()
        waiting = None


def _named_beside(span: Span, text: str, known: Sequence[Column]) -> Column | None:
    """The column that is named beside an amount; "old price" rather than "price"."""
    found = [(name[1] - name[0], at) for at, column in enumerate(known) if (name := own.beside(column, text, *span))]
    return known[max(found)[1]] if found else None


def _units(match: re.Match[str]) -> list[tuple[str, float]]:
    """The (quantity, size) pairs that the unit of an amount may be: "pounds" are money or a weight."""
    word = match["unit"] or match["sign"] or match["lowsign"] or match["lowunit"]
    if not word:
        return []
    return [
        (q, size) for q, units in UNITS.items() for spelt, size in units if re.fullmatch(spelt, word, re.IGNORECASE)
    ]


def _measured_by(units: Sequence[tuple[str, float]], known: Sequence[Column]) -> Column | None:
    """The one column whose numbers are of the quantity; of several the one that bears its plain name ("price")."""
    for quantity in dict.fromkeys(quantity for quantity, _ in units):
        alike = [column for column in known if column.measures == quantity]
        for those in (alike, [column for column in alike if column.asked]):
            if len(those) == 1:
                return those[0]
    return None


def _range(match: re.Match[str], column: Column, size: float | None, message: Message) -> _Bounds:
    times = _MULTIPLES.get((match["times"] or "").lower(), 1.0)
    number = _in_column(times * _number(match["number"]), column, size)
    if match["low"]:
        low = _in_column(times * _number(match["low"]), column, size)
        return min(low, number), max(low, number), True
    denied = bool(match["than"]) and _DENIED.search(message.plain[: match.start()]) is not None
    return range_of(f"{match['than'] or ''} {match['after'] or ''}", number, denied)


def _in_column(number: float, column: Column, size: float | None) -> float:
    """A number in the unit of the column where that is known; else as it was said. Currencies are not converted."""
    if size is None or column.measures == MONEY or column.ends is None:
        return number
    unit = column.unit or (1.0 if column.measures == "mass" and column.ends[1] > _GRAMS_FROM else size)
    return number * size / unit


def _number(word: str) -> float:
    word = word.lower()
    return float(_NUMBERS.get(word, 0)) or parsed(word) or _chinese(word)


def _chinese(word: str) -> float:
    """``五十`` 50, ``两百`` 200, ``一百五`` 150, ``一千二百`` 1200."""
    total, digit, place = 0, 0, 1
    for character in word:
        if character in _PLACES:
            place = _PLACES[character]
            total, digit = total + max(digit, 1) * place, 0
        else:
            digit = _DIGITS.get(character, 0)
    return float(total + digit * (place // 10 if place > 10 and word[-2:-1] in _PLACES else 1))


# ---- measured against something -------------------------------------------------------------------------------------


def _relative(
    message: Message, context: Context, known: Sequence[Column], references: Sequence[Reference], terms: Sequence[Term]
) -> Iterator[tuple[Column, _Bounds, Span]]:
    """ "Cheaper than the first" is strict; "cheaper" is measured against what was shown, "cheap" against its like."""
    text = message.plain
    for quantity, patterns in _RELATIVE.items():
        column = _measured_by([(quantity, 1)], known)
        matches = ((less, m) for less, p in zip((True, False), patterns, strict=True) if (m := p.search(text)))
        less, match = next(matches, (True, None))
        if column is None or match is None:
            continue
        numbers = context.catalogue.numbers(column.facet)
        against = next((r.ids[0] for r in references if r.ids and _compared(match, r, text)), None)
        rows = context.catalogue.rows([against] if against else [item.id for item in context.shown])
        measured = numbers[rows][np.isfinite(numbers[rows])]
        if len(measured) and (against or _COMPARES.search(match.group())):
            yield column, (*_beyond(numbers, measured, less), against is not None), match.span()
            continue
        among = numbers[_among(terms, context)]
        among = among[np.isfinite(among)] if np.isfinite(among).any() else numbers[np.isfinite(numbers)]
        edge = float(np.quantile(among, _THIRD if less else 1 - _THIRD, method="nearest"))
        yield column, (None, edge, False) if less else (edge, None, False), match.span()


def _compared(match: re.Match[str], reference: Reference, text: str) -> bool:
    """ "Cheaper than the first", 比第一个便宜."""
    if match.end() <= reference.start:
        return re.fullmatch(r"\s+than\s+(?:the\s+)?[\"“]?", text[match.end() : reference.start], re.I) is not None
    before, between = text[: reference.start], text[reference.end : match.start()]
    return re.search(r"比\s*[《]?$", before) is not None and re.fullmatch(r"[》\s]*(?:更|还|要)?", between) is not None


def _beyond(
    numbers: NDArray[np.float64], measured: NDArray[np.float64], less: bool
) -> tuple[float | None, float | None]:
    """The next number of the column below, or above, all of those measured against."""
    end = measured.min() if less else measured.max()
    further = numbers[numbers < end] if less else numbers[numbers > end]
    edge = (further.max() if less else further.min()) if len(further) else (end - 1 if less else end + 1)
    return (None, float(edge)) if less else (float(edge), None)


def _among(terms: Sequence[Term], context: Context) -> NDArray[np.bool_]:
    wished = [Constraint(facet=t.facet, include=t.values) for t in terms if not t.excluded and not t.soft]
    return filters.mask(context.catalogue, wished)
