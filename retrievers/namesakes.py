"""Several works of one name: which is meant, by the year or by a word such as "novel" beside it."""

from __future__ import annotations

import re
from dataclasses import replace

from retrievers import clauses
from retrievers.catalogue import Catalogue
from retrievers.mentions import Mention
from retrievers.text import fold

#: What tells the kind of a work that is named near it.
KIND_AROUND = {
    "film": re.compile(
        r"\b(film|movie|flick|watch(?:ed|ing)?|saw|seen|cinema|adaptation|direct(?:ed|or)|stars|starr(?:ed|ing)|cast)\b|"
        r"电影|片",
        re.IGNORECASE,
    ),
    "book": re.compile(r"\b(book|novel|read(?:ing)?|wrote|author|pages?)\b|书|小说|读", re.IGNORECASE),
}
#: In a list they speak of every work: "i saw jaws, psycho and the shining". Only titles stand between.
_LISTED = re.compile(
    r"\b(?P<word>watched|saw|seen|read)\s+(?:both\s+)?(?:[\w'’:-]+(?:\s+[\w'’:-]+){0,4}\s*,\s*)+(?:and\s+)?"
    r"(?:[\w'’:-]+\s+){0,4}?(?:and\s+)?$",
    re.IGNORECASE,
)
_FAR = 150  # characters
_SIGNS = re.compile(r"[.?!)]+")
#: By how many years people are out who mean the work all the same.
_YEARS_OFF = 2
_POINTS = re.compile(r"[》」』”\"]?\s*(?:[(（]|,?\s*the\s)", re.IGNORECASE)


def in_context(text: str, mention: Mention, catalogue: Catalogue) -> Mention:
    """The ids reordered by a year right after the mention, or by a word such as "novel" near it.

    The mention takes in that year, and the signs that its title ends with ("Monsters, Inc.").
    """
    items = [catalogue.item(id) for id in mention.ids]
    signs = _SIGNS.match(text, mention.end)
    if items and signs and items[0].title.endswith(signs[0]):
        mention = replace(mention, end=signs.end())
    if items and (match := clauses.YEAR_AFTER.match(text, mention.end)):
        year = int(match.group(1))
        if any(item.year == year for item in items):
            items.sort(key=lambda item: item.year != year)
            return replace(mention, ids=tuple(item.id for item in items), alike=1, end=match.end())
        far = all(item.year is not None and abs(item.year - year) > _YEARS_OFF for item in items)
        if far and _POINTS.match(match.group()):  # "Psycho, the remake from 1998" is none of those we know
            return replace(mention, ids=(), alike=1, end=match.end(), text=f"{mention.text} ({year})")
    if len(items) < 2:
        return mention
    # "Harry Potter" is the series before it is a part of some other title.
    items.sort(key=lambda item: fold(item.series or "") != fold(mention.text) != fold(item.title))
    around = text[max(0, mention.start - 30) : mention.end + 20]
    listed = _LISTED.search(text, max(0, mention.start - _FAR), mention.start)
    hinted = [kind for kind, words in KIND_AROUND.items() if words.search(around)] or [
        kind for kind, words in KIND_AROUND.items() if listed and words.search(listed["word"])
    ]
    if len(hinted) == 1 and any(item.kind == hinted[0] for item in items):
        items.sort(key=lambda item: item.kind != hinted[0])
        alike = min(mention.alike, sum(item.kind == hinted[0] for item in items))
        return replace(mention, ids=tuple(item.id for item in items), alike=alike)
    return replace(mention, ids=tuple(item.id for item in items))
