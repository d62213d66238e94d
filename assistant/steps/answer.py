"""Replies that recommend nothing new: why, why not, compare, questions about an item. Facts from the record alone."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from assistant.preferences import OPINIONS, WORD_FOR, Change, Preferences, Wish, opinions
from assistant.reasons import reason
from assistant.wording import Wording
from retrievers import filters
from retrievers.catalogue import Catalogue
from retrievers.items import Item
from retrievers.query import Candidate, Query

_PEOPLE = ("director", "author", "cast")


def why(candidate: Candidate, wording: Wording) -> str:
    """Every reason that the evidence gives, weightiest first, with its share."""
    item = candidate.item
    lines = [wording.answer("why-opening", title=wording.title(item), year=wording.year(item))]
    for evidence in candidate.evidence:
        line = wording.answer("why-reason", reason=_sentence(reason(evidence, item, wording)))
        if evidence.weight >= 0.1 and evidence.kind != "asked-for":
            share = wording.answer("why-part", percent=f"{round(100 * evidence.weight)} %")
            line = wording.together([line, share])
        lines.append(f"- {line}")
    if len(lines) == 1:
        lines.append(f"- {wording.answer('why-reason', reason=_sentence(wording.explain('nothing')))}")
    return "\n".join(lines)


def why_not(candidate: Candidate, query: Query, catalogue: Catalogue, known: bool, wording: Wording) -> str:
    """Why an item was not among the recommended: a wish it does not meet, known already, or others ranked higher."""
    title = wording.title(candidate.item)
    row = catalogue.row(candidate.item.id)
    for constraint in query.constraints:
        if constraint.hard and row is not None and not filters.satisfied(catalogue, constraint)[row]:
            wish = Wish(facet=constraint.facet, include=constraint.include, exclude=constraint.exclude,
                        min=constraint.min, max=constraint.max)  # fmt: skip
            return wording.answer("why-not-hard", title=title, wish=wording.wish(wish))
    if known:
        return wording.answer("why-not-known", title=title)
    reasons = [reason(e, candidate.item, wording) for e in candidate.evidence[:2]] or [wording.explain("nothing")]
    return wording.answer("why-not-lower", title=title, reasons=_sentence(wording.semicolons(reasons)))


def _sentence(words: str) -> str:
    """A part of a sentence as the start of one."""
    return words[:1].upper() + words[1:]


def about(item: Item, asked: str, catalogue: Catalogue, wording: Wording) -> str:
    """The answer to a question about an item, from its record; what the record lacks is said to be lacking."""
    title = wording.title(item)
    if asked in ("", "description"):
        if not item.description:
            return _row(item, wording, _facts(item, catalogue, wording))
        return wording.answer("about", title=title, year=wording.year(item), description=item.description)
    if asked == "rating":
        return _rating(item, catalogue, wording) or wording.answer("missing", title=title)
    if asked == "note":
        if item.notes:
            return wording.answer(
                "note", title=title, value=wording.listed([wording.value("note", n) for n in item.notes])
            )
        return wording.answer("note-none" if "note" in catalogue.facets else "missing", title=title)
    value = _value(item, asked, wording)
    if not value:
        return wording.answer("missing", title=title)
    key = f"length-{item.kind}" if asked == "length" and item.kind in ("film", "book") else asked
    return wording.answer(key, title=title, value=value)


def ledger(preferences: Preferences, wording: Wording) -> str:
    """What is written down of the person, in words."""
    lines: list[str] = []
    for name in OPINIONS:
        changes = [Change(kind=WORD_FOR[name], id=o.id, title=o.title) for o in opinions(preferences, name)]
        lines += wording.changes(changes)
    lines += wording.changes([Change(kind="wished", wish=wish) for wish in preferences.wishes])
    return wording.together(lines) or wording.answer("ledger-empty")


def compare(items: Sequence[Item], catalogue: Catalogue, wording: Wording) -> str:
    """One line an item with the facts that can be set side by side."""
    if len(items) < 2:
        return wording.answer("compare-needs-two")
    rows = [f"- {_row(item, wording, _facts(item, catalogue, wording))}" for item in items]
    return "\n".join([wording.answer("compare-opening"), *rows])


def _row(item: Item, wording: Wording, facts: Sequence[str]) -> str:
    if not facts:
        return wording.answer("missing", title=wording.title(item))
    title, year = wording.title(item), wording.year(item)
    return wording.answer("compare-row", title=title, year=year, facts=wording.semicolons(facts))


def _value(item: Item, asked: str, wording: Wording) -> str:
    if asked in _PEOPLE:
        return wording.listed([p.name for p in item.people if p.role == asked])
    if asked == "year":
        return "" if item.year is None else wording.year_number(item.year)
    if asked == "length":
        return str(item.length) if item.length is not None else ""
    if asked == "series":
        return item.series or ""
    values = {"genre": item.genres, "language": item.languages, "country": item.countries}.get(asked, ())
    return wording.listed([wording.value(asked, value) for value in values])


def _facts(item: Item, catalogue: Catalogue, wording: Wording) -> list[str]:
    found = []
    if item.genres:
        found.append(
            wording.answer("fact-genre", value=wording.listed([wording.value("genre", g) for g in item.genres]))
        )
    if item.length is not None:
        key = f"fact-length-{item.kind}" if item.kind in ("film", "book") else "fact-length"
        found.append(wording.answer(key, value=item.length))
    for role in _PEOPLE:
        if names := [p.name for p in item.people if p.role == role]:
            found.append(wording.answer("fact-people", role=wording.facet(role), value=wording.listed(names)))
    if item.moods:
        found.append(wording.answer("fact-mood", value=wording.listed([wording.value("mood", m) for m in item.moods])))
    row = catalogue.row(item.id)
    if row is not None and catalogue.raters[row]:
        key = "fact-raters-simulated" if wording.simulated else "fact-raters"
        found.append(wording.answer(key, value=int(catalogue.raters[row])))
    return found


def _rating(item: Item, catalogue: Catalogue, wording: Wording) -> str:
    row = catalogue.row(item.id)
    if row is None or catalogue.scale is None or isnan(catalogue.means[row]):
        return ""
    key = "rating-simulated" if wording.simulated else "rating"
    high = f"{catalogue.scale[1]:g}"
    return wording.answer(key, title=wording.title(item), raters=int(catalogue.raters[row]),
                          mean=round(float(catalogue.means[row]), 1), high=high)  # fmt: skip
