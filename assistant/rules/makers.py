"""Wishes for people: of two whether together or one of them, and whoever made what is spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.preferences import Wish
from assistant.reading import Context
from assistant.rules.marks import AWAY
from assistant.rules.message import Message
from assistant.rules.polarity import Term
from assistant.rules.references import Reference
from retrievers.filters import key_of

_SEVERAL = 2
_AND = re.compile(r"\s*(?:and|&)\s*", re.IGNORECASE)
_WITH = re.compile(r"\b(?:with|starring|featuring|both)\s+$", re.IGNORECASE)
_TOGETHER = re.compile(r"\s+(?:both\s+)?(?:together\b|in\s+(?:one|it|the\s+same)\b)", re.IGNORECASE)


def together(people: Sequence[Term], text: str, context: Context) -> bool:
    """Are these people wanted in one work: "X and Y together", or "with X and Y" where they have made one?"""
    spans = list(dict.fromkeys((t.start, t.end) for t in people))
    if len(spans) < _SEVERAL or not all(_AND.fullmatch(text, a[1], b[0]) for a, b in pairwise(spans)):
        return False
    before, end = text[: spans[0][0]], spans[-1][1]
    if _TOGETHER.match(text, end):
        return True
    postings = context.catalogue.postings("people")
    works = [{r for t in people if t.start == start for v in t.values for r in postings.get(key_of("people", v), ())}
             for start, _ in spans]  # fmt: skip
    alone = not before.strip() and not text[end:].strip(" .!?")
    return (alone or _WITH.search(before) is not None) and bool(set.intersection(*works))


def by_the_same(message: Message, context: Context, references: Sequence[Reference]) -> Iterator[Wish]:
    """ "By that director": the person with that part in the item spoken of; "more of him": or who was wished."""
    match = message.lexicon.same_person.search(message.plain)
    if match is None:
        return
    wish = Wish(facet="people", turn=context.turn, said=message.quote(match.start()))
    ids = [r.ids[0] for r in references if r.ids] or list(context.focus)
    wished = [w.include for w in context.preferences.wishes if w.facet == "people" and w.include]
    if not ids and wished and not _ROLE.search(match.group()):
        yield replace(wish, include=wished[-1])
        return
    ids = ids or list(context.named[:1]) or [item.id for item in context.shown]
    people = context.catalogue.item(ids[0]).people if ids else ()
    role = "author" if re.search("author|writ|wrote|作者|写", match.group(), re.IGNORECASE) else "director"
    made = [p for p in people if p.role == role] or [p for p in people if p.role in ("director", "author")]
    names = tuple(f"{p.role}:{p.name}" for p in made)  # "the same director" of a book is its author
    if names and AWAY.search(message.plain[: match.start()]):
        yield replace(wish, exclude=names)  # "not by the same author"
    elif names:
        yield replace(wish, include=names)


#: Whoever names the part means the person with that part in what is spoken of.
_ROLE = re.compile(r"director|author|writer|导演|作者|写", re.IGNORECASE)
