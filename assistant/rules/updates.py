"""What a message does to the ledger: opinions on what it names, and wishes.

It does not decide what kind of reply the message gets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.preferences import Opinion, OpinionList, PreferenceUpdate, Wish
from assistant.reading import Context
from assistant.rules import own
from assistant.rules.attitudes import Attitude, attitudes
from assistant.rules.carrying import going_on
from assistant.rules.message import Message
from assistant.rules.polarity import Term, needless
from assistant.rules.references import Reference
from retrievers.filters import key_of
from retrievers.text import fold


def update_of(
    message: Message, wishing: Message, told: Sequence[Reference], context: Context, wished: Sequence[Wish]
) -> PreferenceUpdate:
    """``told`` are the references that opinions may be about; ``wishing`` is the message without its questions."""
    lists: dict[OpinionList, dict[str, Opinion]] = {"likes": {}, "dislikes": {}, "seen": {}, "rejected": {}}
    shown = {item.id for item in context.shown}
    gone: list[Opinion | Wish] = []
    wished = list(wished)
    found = attitudes(message.text, told, message.lexicon)
    carried = going_on(message, told, context)
    for reference, attitude in zip(told, [carried] * len(told) if carried else found, strict=True):
        said = message.quote(reference.start)
        if "unseen" in attitude:
            gone += [o for o in context.preferences.seen if o.id in reference.ids]
        series = _series(reference, message, context)
        if series and "dislike" in attitude:  # "not Harry Potter"
            wished.append(Wish(facet="series", exclude=(series,), turn=context.turn, said=said))
            continue
        ids = _parts(series, context) if series and "seen" in attitude else reference.ids
        lived = message.lexicon.experienced.search(said) is not None
        for id in ids:
            for name in _lists_of(attitude, reference, id in shown and not lived):
                title = context.catalogue.item(id).title
                lists[name][id] = Opinion(id=id, title=title, turn=context.turn, said=said)
        for id in reference.namesakes if "dislike" in attitude else ():  # nor the film, where the book may be meant
            title = context.catalogue.item(id).title
            lists["rejected"][id] = Opinion(id=id, title=title, turn=context.turn, said=said)
    for wish in [w for w in wished if w.facet == "people" and w.include and _knows_all_of(w, message, context)]:
        wished.remove(wish)  # "I have read everything by Agatha Christie" asks for no more of it
        for id in _works_of(wish, context):
            lists["seen"][id] = Opinion(
                id=id, title=context.catalogue.item(id).title, turn=context.turn, said=wish.said
            )
    for id in lists["likes"]:
        lists["dislikes"].pop(id, None)
        lists["rejected"].pop(id, None)
    if message.lexicon.code == "zh" and _ANOTHER_MAKER.search(message.plain):
        gone += [w for w in context.preferences.wishes if w.facet == "people" and w.include]
    any_value = tuple(facet for facet, pattern in message.lexicon.any_value if pattern.search(wishing.plain))
    any_value += own.let_go(wishing, context)
    return PreferenceUpdate(
        likes=tuple(lists["likes"].values()),
        dislikes=tuple(lists["dislikes"].values()),
        seen=tuple(lists["seen"].values()),
        rejected=tuple(lists["rejected"].values()),
        wishes=tuple(w for w in wished if w.facet not in any_value),
        remove=tuple(gone),
        forget_facets=any_value,
        add=message.lexicon.also.search(wishing.plain) is not None,
        spoken_of=tuple(dict.fromkeys(item.kind for item in context.shown if item.kind)),
    )


_ANOTHER_MAKER = re.compile(r"(?:换一?[个位]|别的|其他的?|另外?一?[个位])[^，。]{0,4}(?:作者|作家|导演|演员)")
_AS_A_WHOLE = re.compile(r"\s*(?:films|movies|books|novels|series|saga|trilogy)\b|系列", re.IGNORECASE)


def _series(reference: Reference, message: Message, context: Context) -> str:
    """The series that a reference names as a whole ("the Star Wars films"), or nothing."""
    item = context.catalogue.item(reference.ids[0]) if reference.ids and reference.how == "title" else None
    if item is None or not item.series or fold(reference.text) != fold(item.series):
        return ""
    whole = fold(item.title) != fold(item.series) or _AS_A_WHOLE.match(message.text, reference.end)
    return item.series if whole else ""


def _parts(series: str, context: Context) -> tuple[str, ...]:
    rows = context.catalogue.postings("series").get(fold(series))
    return () if rows is None else tuple(context.catalogue.items[row].id for row in rows)


def _knows_all_of(wish: Wish, message: Message, context: Context) -> bool:
    if message.lexicon.code == "zh":
        theirs = {value.rpartition(":")[2] for value in wish.include or ()}
        people = context.titles.people(message.plain)
        return any(person.name in theirs and _ALL_OF_THEIRS.match(message.plain, person.end) for person in people)
    said = fold(message.plain)
    names = [fold(value.rpartition(":")[2]) for value in wish.include or ()]
    return any(_EVERYTHING_BY.search(said[: at.start()]) for name in names
               for at in re.finditer(rf"\b(?:{re.escape(name)}|{re.escape(name.split()[-1])})\b", said))  # fmt: skip


_ALL_OF_THEIRS = re.compile(
    r"(?:导演?|拍|写|演)?的?(?:电影|片子?|作品|书|小说|动画)?我?(?:基本|差不多|几乎|已经|早就)?(?:都|全部?)+(?:快)?[看读](?:过|完|了|遍)"
)
_EVERYTHING_BY = re.compile(
    r"\b(?:seen|read|watched|finished|know|own)\s+(?:absolutely\s+|nearly\s+|almost\s+|pretty\s+much\s+)?"
    r"(?:everything|all|every\s+\w+|the\s+whole\s+\w+)(?:\s+(?:of|the|her|their|\w+s))*\s+(?:by|from|of|with)?\s*$"
)


def _works_of(wish: Wish, context: Context) -> list[str]:
    """The ids of everything that one of the people of a wish has part in."""
    postings = context.catalogue.postings("people")
    rows = {int(row) for value in wish.include or () for row in postings.get(key_of("people", value), ())}
    return [context.catalogue.items[row].id for row in sorted(rows)]


def _lists_of(attitude: Attitude, reference: Reference, shown: bool) -> list[OpinionList]:
    """Where an attitude is kept: to turn down what was shown, unseen, is to reject it, not to dislike it."""
    found: list[OpinionList] = ["seen"] if "seen" in attitude else []
    if "like" in attitude:
        found.append("likes")
    elif "dislike" in attitude:
        found.append("rejected" if shown and "seen" not in attitude and reference.how != "title" else "dislikes")
    return found


def withdrawn(borne: Sequence[Term], message: Message, context: Context) -> Iterator[Wish]:
    """The wishes for what need not be, and against what is tolerated after all."""
    for wish in context.preferences.wishes:
        for term in borne:
            named = {(term.facet, value) for value in term.values}
            if speaks_of(wish, named) and bool(wish.include if needless(term, message) else wish.exclude):
                yield wish
                break


def speaks_of(wish: Wish, named: set[tuple[str, str]]) -> bool:
    """Does a wish name one of these (facet, value) pairs? A person goes without the role."""
    values = (*(wish.include or ()), *(wish.exclude or ()))
    return any((wish.facet, value.rpartition(":")[2] if wish.facet == "people" else value) in named for value in values)
