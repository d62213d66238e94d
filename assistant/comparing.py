"""Items side by side: two of them fact by fact, more of them line by line, and what sets them apart.

Everything comes from the records and from how each item answers the latest search. Plain text: it reads the same in a
terminal and where markup is taken out.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from assistant.preferences import Wish
from assistant.reasons import reason
from assistant.why import Fit
from assistant.wording import Wording
from retrievers.catalogue import Catalogue
from retrievers.evidence import LEAST_SHARE
from retrievers.items import Item
from retrievers.text import fold

_PEOPLE = ("director", "author", "cast")
_WITH_UNITS = ("film", "book")
_MOST_VALUES = 4
#: From how large a difference on it is told in words: years, and of a length the part of the longer one.
_LEAST_YEARS = 5
_LEAST_LENGTH = 0.1

#: The name of a fact and what the item has for it.
Fact = tuple[str, str]


def compare(fits: Sequence[Fit], wishes: Sequence[Wish], catalogue: Catalogue, wording: Wording) -> str:
    """The items with the facts that can be set side by side, how each answers the search, and the main differences."""
    if len(fits) < 2:
        return wording.answer("compare-needs-two")
    items = [fit.candidate.item for fit in fits]
    lines = _by_fact(items, catalogue, wording) if len(items) == 2 else _by_item(items, catalogue, wording)
    for fit in fits:
        if words := _fit(fit, wording):
            title = wording.title(fit.candidate.item)
            lines.append(f"- {wording.answer('compare-fit', title=title, facts=wording.semicolons(words))}")
    if differences := _differences(items, wishes, wording):
        lines.append(wording.together(differences))
    return "\n".join(lines)


def in_order(
    items: Sequence[Item], asked: str, upwards: bool, catalogue: Catalogue, wording: Wording
) -> tuple[str, list[Item]]:
    """The items by their length, year or mean rating, each with it, in words and as a list: "it" is then the first.

    What the record of one lacks is said; it comes last.
    """
    values = {item.id: _number(item, asked, catalogue) for item in items}
    known = [item for item in items if values[item.id] is not None]
    known.sort(key=lambda item: values[item.id] or 0, reverse=not upwards)
    unknown = [item for item in items if values[item.id] is None]
    told = [f"{wording.title(item)} ({_amount(item, asked, values[item.id] or 0, wording)})" for item in known]
    lines = [wording.answer("missing", title=wording.title(item)) for item in unknown]
    if asked == "length" and len({item.kind for item in known}) > 1:
        lines.insert(0, wording.answer("in-order-mixed", items=wording.listed(told)))
    elif told:
        lines.insert(0, wording.answer(f"in-order-{asked}-{'up' if upwards else 'down'}", items=wording.listed(told)))
    return wording.together(lines), [*known, *unknown]


def _number(item: Item, asked: str, catalogue: Catalogue) -> float | None:
    if asked == "rating":
        mean = float(catalogue.means[catalogue.rows_by_id[item.id]])
        return None if isnan(mean) else mean
    return item.length if asked == "length" else item.year


def _amount(item: Item, asked: str, value: float, wording: Wording) -> str:
    if asked == "length" and item.kind in _WITH_UNITS:
        return wording.answer(f"fact-length-{item.kind}", value=f"{value:g}")
    return f"{value:.1f}" if asked == "rating" else f"{value:g}"


def row(item: Item, catalogue: Catalogue, wording: Wording) -> str:
    """An item and its facts in one line; that the catalogue says nothing where it does not."""
    told = [wording.answer("fact", name=name, value=value) if name else value
            for name, value in _facts(item, catalogue, wording)]  # fmt: skip
    if not told:
        return wording.answer("missing", title=wording.title(item))
    title, year = wording.title(item), wording.year(item)
    return wording.answer("compare-row", title=title, year=year, facts=wording.semicolons(told))


def _by_item(items: Sequence[Item], catalogue: Catalogue, wording: Wording) -> list[str]:
    return [wording.answer("compare-opening"), *(f"- {row(item, catalogue, wording)}" for item in items)]


def _by_fact(items: Sequence[Item], catalogue: Catalogue, wording: Wording) -> list[str]:
    """One line a fact, with the value of each item in the order of the first line."""
    named = [f"{wording.title(item)}{wording.year(item)}" for item in items]
    lines = [wording.answer("compare-two", one=named[0], other=named[1])]
    one, other = (dict(_facts(item, catalogue, wording, named=True)) for item in items)
    missing = wording.answer("fact-missing")
    for name in dict.fromkeys((*one, *other)):
        a, b = one.get(name, missing), other.get(name, missing)
        words = "compare-same" if a == b else "compare-fact"
        values = {"value": a} if a == b else {"one": a, "other": b}
        lines.append(f"- {wording.answer(words, name=name, **values)}")
    return lines


def _facts(item: Item, catalogue: Catalogue, wording: Wording, *, named: bool = False) -> list[Fact]:
    """The facts of an item; those that speak for themselves have no name unless they are ``named``."""
    found: list[Fact] = []
    if item.genres:
        found.append((wording.facet("genre") if named else "", _values("genre", item.genres, wording)))
    if item.length is not None:
        key = f"fact-length-{item.kind}" if item.kind in _WITH_UNITS else "fact-length"
        bare = not named and item.kind in _WITH_UNITS
        found.append(("" if bare else wording.answer("name-length"), wording.answer(key, value=item.length)))
    for role in _PEOPLE:
        if names := [p.name for p in item.people if p.role == role]:
            found.append((wording.facet(role), wording.listed(names[:_MOST_VALUES])))
    if item.moods:
        found.append((wording.answer("name-mood"), _values("mood", item.moods, wording)))
    at = catalogue.row(item.id)
    if at is not None and catalogue.raters[at]:
        key = "fact-raters-simulated" if wording.simulated else "fact-raters"
        words = wording.answer(key, value=int(catalogue.raters[at]))
        if catalogue.scale is not None and not isnan(catalogue.means[at]):
            mean, high = round(float(catalogue.means[at]), 1), f"{catalogue.scale[1]:g}"
            words = wording.answer("fact-mean", raters=words, mean=mean, high=high)
        found.append((wording.answer("name-raters") if named else "", words))
    return found


def _values(facet: str, values: Sequence[str], wording: Wording) -> str:
    return wording.listed([wording.value(facet, value) for value in values[:_MOST_VALUES]])


def _fit(fit: Fit, wording: Wording) -> list[str]:
    """How an item answers the latest search: the wishes it misses, its place, the weightiest reason."""
    found = []
    if fit.missed:
        found.append(wording.answer("fit-misses", wishes=wording.quoted([wording.wish(wish) for wish in fit.missed])))
    elif fit.meets_all:
        found.append(wording.answer("fit-meets"))
    told = [reason(e, fit.candidate.item, wording) for e in fit.candidate.evidence
            if e.kind in ("people-like-you", "similar-to") and e.weight >= LEAST_SHARE]  # fmt: skip
    return [*found, *(words for words in told[:1] if words)]


# ---- what sets them apart -------------------------------------------------------------------------------------------


def _differences(items: Sequence[Item], wishes: Sequence[Wish], wording: Wording) -> list[str]:
    """The main differences, each only where every record tells: length, year, and what was wished and one alone has."""
    if len(items) == 2:
        found = [_shorter(items[0], items[1], wording), _newer(items[0], items[1], wording)]
    else:
        found = [_extreme(items, "length", wording), _extreme(items, "year", wording)]
    return [words for words in [*found, _alone(items, wishes, wording)] if words]


def _shorter(one: Item, other: Item, wording: Wording) -> str:
    if one.length is None or other.length is None or one.kind != other.kind or one.kind not in _WITH_UNITS:
        return ""
    short, long = sorted((one, other), key=lambda item: item.length or 0)
    by = (long.length or 0) - (short.length or 0)
    if by < _LEAST_LENGTH * (long.length or 0) or not by:
        return ""
    amount = wording.answer(f"fact-length-{one.kind}", value=by)
    return wording.answer("shorter", title=wording.title(short), amount=amount)


def _newer(one: Item, other: Item, wording: Wording) -> str:
    if one.year is None or other.year is None or abs(one.year - other.year) < _LEAST_YEARS:
        return ""
    old, new = sorted((one, other), key=lambda item: item.year or 0)
    return wording.answer("newer", title=wording.title(new), years=abs(one.year - other.year), than=wording.title(old))


def _extreme(items: Sequence[Item], facet: str, wording: Wording) -> str:
    """The shortest or the newest of several, where all of them can be compared and one stands out."""
    values = [item.length if facet == "length" else item.year for item in items]
    known = [value for value in values if value is not None]
    if len(known) < len(items) or (facet == "length" and len({item.kind for item in items}) > 1):
        return ""
    best = min(known) if facet == "length" else max(known)
    if known.count(best) > 1:
        return ""
    return wording.answer("shortest" if facet == "length" else "newest", title=wording.title(items[known.index(best)]))


def _alone(items: Sequence[Item], wishes: Sequence[Wish], wording: Wording) -> str:
    """A wished mood or genre that the record of one item alone has, where all of them tell their moods or genres."""
    for facet in ("mood", "genre"):
        held = [{fold(v) for v in (item.moods if facet == "mood" else item.genres)} for item in items]
        for value in (v for w in wishes if w.facet == facet for v in w.include or ()):
            having = [item for item, values in zip(items, held, strict=True) if fold(value) in values]
            if len(having) == 1 and all(held):
                word = wording.value(facet, value)
                return wording.answer(f"alone-{facet}", title=wording.title(having[0]), value=word)
    return ""
