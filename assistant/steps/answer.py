"""Replies that recommend nothing new: why, why not, compare, questions about an item. Facts from the record alone.

What would have been is worked out in `assistant.why`; this file only says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from assistant.comparing import row as in_one_line
from assistant.credits import ROLES, credit
from assistant.ledger import AUDIENCE
from assistant.preferences import OPINIONS, WORD_FOR, Change, Preferences, Wish, constraint, opinions
from assistant.reasons import fact, reason
from assistant.rules.acts import SPOKEN
from assistant.why import Behind, Fit, Moved, Standing
from assistant.wording import Wording
from retrievers import filters
from retrievers.catalogue import Catalogue
from retrievers.evidence import LEAST_SHARE
from retrievers.items import Item
from retrievers.query import Candidate, Evidence
from retrievers.text import fold

#: Of these a record names some: what it does not name need not be untrue.
_NEVER_WHOLE = ("genre", "theme", "mood")
#: Evidence that is told whatever its share: wishes that an item meets or misses are facts of the record.
_OF_WISHES = ("asked-for", "trade-off")


# ---- why ------------------------------------------------------------------------------------------------------------


def why(fit: Fit, failed: Sequence[Wish], catalogue: Catalogue, wording: Wording, *, again: bool = False) -> str:
    """Every reason that the evidence gives, weightiest first, with its share; where the item stands, and what moves it.

    ``failed`` are hard wishes that it does not meet by now; ``again``: it was recommended before the latest reply.
    """
    candidate = fit.candidate
    item = candidate.item
    lines = []
    for evidence in told(candidate):
        parts = [wording.answer("why-reason", reason=_sentence(reason(evidence, item, wording)))]
        if evidence.kind not in _OF_WISHES:
            parts.append(wording.answer("why-part", percent=wording.percent(evidence.weight)))
        if evidence.kind == "people-like-you" and fit.added:
            parts.append(_through(fit.added, wording))
        lines.append(wording.together(parts))
    if not lines:
        lines.append(wording.answer("why-reason", reason=_sentence(wording.explain("nothing"))))
    if fit.spared:
        lines.append(wording.answer("why-spared", wishes=_wishes(fit.spared, wording)))
    if fit.standing.place is not None:
        lines.append(wording.together([_place(fit.standing, wording), *_without(fit.standing, wording)]))
    if failed:
        lines.append(wording.answer("why-failed", wishes=_all_failed(failed, item, catalogue, wording)))
    if again:
        lines.append(wording.answer("why-again"))
    opening = wording.answer("why-opening", title=wording.title(item), year=wording.year(item))
    return "\n".join([opening, *(f"- {line}" for line in lines)])


def told(candidate: Candidate) -> list[Evidence]:
    """The evidence that is worth a sentence: of wishes, and what makes up enough of the score."""
    return [e for e in candidate.evidence if e.kind in _OF_WISHES or e.weight >= LEAST_SHARE]


def _through(added: Sequence[tuple[str, float]], wording: Wording) -> str:
    parts = [
        wording.answer("why-through", percent=wording.percent(part), title=wording.named(id, id)) for id, part in added
    ]
    return wording.answer("why-through-all", parts=wording.listed(parts))


def _place(standing: Standing, wording: Wording) -> str:
    """``Of the 77 that meet your wishes and are new to you, it is 1st.``"""
    key = "why-place" if standing.limited else "why-place-free"
    if standing.place is None:
        return wording.answer(f"{key}-beyond", count=standing.count, ranked=standing.ranked)
    return wording.answer(key, count=standing.count, place=ordinal(standing.place, wording))


def _without(standing: Standing, wording: Wording) -> list[str]:
    return [_moved(moved, standing, wording) for moved in standing.without]


def _moved(moved: Moved, standing: Standing, wording: Wording) -> str:
    wish, liked = moved.part.wish, moved.part.liked
    part = wording.named(liked, liked) if wish is None else wording.quoted([wording.wish(wish)])
    if moved.place is None:
        return wording.answer("without-beyond", part=part, ranked=standing.ranked)
    return wording.answer("without", part=part, place=ordinal(moved.place, wording))


def ordinal(place: int, wording: Wording) -> str:
    """``1st``, ``12th``, ``22nd``; the number alone in Chinese, whose phrases say 第 themselves."""
    if wording.language != "en":
        return str(place)
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{place}{'th' if place % 100 in (11, 12, 13) else ends.get(place % 10, 'th')}"


# ---- why not --------------------------------------------------------------------------------------------------------


def why_not(
    fit: Fit,
    failed: Sequence[Wish],
    known: Sequence[str],
    behind: Behind | None,
    catalogue: Catalogue,
    wording: Wording,
) -> str:
    """Why an item was not recommended: known already (``known``: how), wishes it fails, or others before it."""
    item = fit.candidate.item
    title = wording.title(item)
    lines = [wording.answer(f"why-not-{how}", title=title) for how in known]
    if failed:
        words = _all_failed(failed, item, catalogue, wording)
        lines.append(
            wording.answer("why-not-either", wishes=words)
            if lines
            else wording.answer("why-not-hard", title=title, wishes=words)
        )
    if lines:
        return wording.together(lines)
    lines = [wording.answer("why-not-lower", title=title), _place(fit.standing, wording)]
    said = [reason(e, item, wording) for e in told(fit.candidate) if e.kind != "trade-off"]
    if reasons := [words for words in said if words][:2]:
        lines.append(wording.answer("why-not-for", reasons=wording.semicolons(reasons)))
    if behind is not None:
        lines.append(_behind(behind, item, catalogue, wording))
    return wording.together([*lines, *_without(fit.standing, wording)])


def _all_failed(failed: Sequence[Wish], item: Item, catalogue: Catalogue, wording: Wording) -> str:
    return wording.listed([_failed(wish, item, catalogue, wording) for wish in failed])


def _failed(wish: Wish, item: Item, catalogue: Catalogue, wording: Wording) -> str:
    """``“1990–1999” (from 1972)``: the wish, and what the record says instead."""
    words = wording.quoted([wording.wish(wish)])
    value = _recorded(wish, item, catalogue, wording)
    return wording.answer("why-not-value", wish=words, value=value or wording.answer("fact-missing"))


def _recorded(wish: Wish, item: Item, catalogue: Catalogue, wording: Wording) -> str:
    """What the record says of the facet of a wish; where it holds some of the wished or unwished values, only those."""
    number = float(catalogue.numbers(wish.facet)[catalogue.rows_by_id[item.id]])
    if not isnan(number):
        return fact(wish.facet, [int(number) if number.is_integer() else round(number, 3)], item, wording)
    named = {filters.key_of(wish.facet, v).rpartition(":")[2] for v in (*(wish.include or ()), *(wish.exclude or ()))}
    values = catalogue.values(item, wish.facet)
    meant = [value for value in values if fold(value) in named]
    return fact(wish.facet, meant or values, item, wording, most=len(values))


def _behind(behind: Behind, item: Item, catalogue: Catalogue, wording: Wording) -> str:
    """In what the item is behind the last of those shown, with the numbers that tell it."""
    ahead = catalogue.item(behind.ahead)
    title, other = wording.title(item), wording.title(ahead)
    if behind.term == "taste" and behind.liked:
        key = "behind-taste-simulated" if wording.simulated else "behind-taste"
        return wording.answer(key, people=behind.people, liked=wording.named(behind.liked, behind.liked), ahead=other,
                              title=title, share=wording.percent(behind.share),
                              more=wording.percent(behind.ahead_share))  # fmt: skip
    if behind.term == "popularity":
        own, theirs = (int(catalogue.raters[catalogue.rows_by_id[id]]) for id in (item.id, ahead.id))
        key = "behind-popularity" if own < theirs else "behind-known"
        key = f"{key}-simulated" if wording.simulated else key
        return wording.answer(key, title=title, ahead=other, own=own, theirs=theirs)
    if behind.term == "soft":
        return wording.answer("behind-wishes", title=title, ahead=other, wishes=_wishes(behind.wishes, wording))
    key = {"": "behind-variety", "taste": "behind-taste-bare"}.get(behind.term, f"behind-{behind.term}")
    return wording.answer(key, ahead=other)


def _wishes(wishes: Sequence[Wish], wording: Wording) -> str:
    return wording.quoted([wording.wish(wish) for wish in wishes])


def _sentence(words: str) -> str:
    """A part of a sentence as the start of one."""
    return words[:1].upper() + words[1:]


# ---- questions about an item ----------------------------------------------------------------------------------------


def about(item: Item, asked: str, catalogue: Catalogue, wording: Wording) -> str:
    """The answer to a question about an item, from its record; what the record lacks is said to be lacking."""
    title = wording.title(item)
    if asked in ("description", SPOKEN) and not item.description:
        return wording.together([wording.answer("no-description", title=title), _description(item, catalogue, wording)])
    if asked in ("", "description", SPOKEN):
        return _description(item, catalogue, wording)
    if asked == "held":
        held = wording.answer("held", title=title, year=wording.year(item))
        return wording.together([held, _description(item, catalogue, wording)])
    if asked == "where":
        return wording.answer("where", title=title)
    if asked == "watch":
        return "\n".join([_description(item, catalogue, wording), wording.answer("where", title=title)])
    if asked == "unknown":
        return wording.together([wording.answer("unknown", title=title), _description(item, catalogue, wording)])
    if asked == "rating":
        return _rating(item, catalogue, wording) or wording.answer("missing", title=title)
    if asked in (*ROLES, "maker") and asked not in catalogue.facets:  # which may have a column of that name
        return credit(item, asked, wording)
    if asked in ("note", "suits", "marks"):
        return _notes(item, asked, catalogue, wording)
    value = _value(item, asked, wording)
    if not value and asked in catalogue.facets:
        value = _recorded(Wish(facet=asked), item, catalogue, wording)
        asked = "facet" if value else asked
    if not value:
        return wording.answer("missing", title=title)
    key = f"length-{item.kind}" if asked == "length" and item.kind in ("film", "book") else asked
    return wording.answer(key, title=title, value=value)


def whether(item: Item, wish: Wish, catalogue: Catalogue, wording: Wording) -> str:
    """The answer to a yes-or-no question ("is it sad?"), which is judged as the same wish would be."""
    title, words = wording.title(item), wording.quoted([wording.wish(wish)])
    value = _recorded(wish, item, catalogue, wording)
    if wish.facet not in catalogue.facets or not value:
        return wording.answer("missing", title=title)
    meets = bool(filters.satisfied(catalogue, constraint(wish))[catalogue.rows_by_id[item.id]])
    if meets and value == wording.wish(wish):
        return wording.answer("whether-yes-bare", title=title, asked=words)
    key = "whether-yes" if meets else "whether-unsaid" if wish.include and wish.facet in _NEVER_WHOLE else "whether-no"
    return wording.answer(key, title=title, asked=words, value=value)


def _description(item: Item, catalogue: Catalogue, wording: Wording) -> str:
    if not item.description:
        return in_one_line(item, catalogue, wording)
    return wording.answer(
        "about", title=wording.title(item), year=wording.year(item), description=wording.description(item)
    )


def _notes(item: Item, asked: str, catalogue: Catalogue, wording: Wording) -> str:
    """What some do not want to see, and the genres that are asked with it: whether it is for children, or all of them.

    ``marks`` are the notes alone, where the genres have been told.
    """
    title = wording.title(item)
    lines = []
    if item.notes:
        value = wording.listed([wording.value("note", note) for note in item.notes])
        lines.append(wording.answer("note", title=title, value=value))
    elif "note" in catalogue.facets:
        lines.append(wording.answer("note-none", title=title))
    if asked == "marks":
        return wording.together(lines)
    genres = item.genres if asked == "suits" else [genre for genre in item.genres if genre in AUDIENCE]
    if told := [wording.value("genre", genre) for genre in genres]:
        lines.append(wording.answer("genre", title=title, value=wording.listed(told)))
    return wording.together(lines) or wording.answer("missing", title=title)


def ledger(preferences: Preferences, wording: Wording) -> str:
    """What is written down of the person, in words."""
    lines: list[str] = []
    for name in OPINIONS:
        changes = [Change(kind=WORD_FOR[name], id=o.id, title=o.title) for o in opinions(preferences, name)]
        lines += wording.changes(changes)
    lines += wording.changes([Change(kind="wished", wish=wish) for wish in preferences.wishes])
    return wording.together(lines) or wording.answer("ledger-empty")


def _value(item: Item, asked: str, wording: Wording) -> str:
    if asked == "year":
        return "" if item.year is None else wording.year_number(item.year)
    if asked == "length":
        return str(item.length) if item.length is not None else ""
    if asked == "series":
        return item.series or ""
    values = {"genre": item.genres, "language": item.languages, "country": item.countries}.get(asked, ())
    return wording.listed([wording.value(asked, value) for value in values])


def _rating(item: Item, catalogue: Catalogue, wording: Wording) -> str:
    row = catalogue.row(item.id)
    if row is None or catalogue.scale is None or isnan(catalogue.means[row]):
        return ""
    key = "rating-simulated" if wording.simulated else "rating"
    high = f"{catalogue.scale[1]:g}"
    return wording.answer(key, title=wording.title(item), raters=int(catalogue.raters[row]),
                          mean=round(float(catalogue.means[row]), 1), high=high)  # fmt: skip
