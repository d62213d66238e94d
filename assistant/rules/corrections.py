"""A title that was taken for another work of the same name: "no, I meant the 2002 one", "the book, not the film"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.preferences import OPINIONS, Opinion, OpinionList, PreferenceUpdate, opinions
from assistant.reading import Context
from assistant.rules.message import Message
from assistant.rules.references import Reference
from retrievers.items import Item
from retrievers.text import fold

_IS = re.compile(r"(?:是|指)《?$")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


@dataclass(frozen=True, kw_only=True)
class Correction:
    """``update`` puts the work that was meant in the place of the other; ``unknown`` where there is no such work.

    ``about``: what was meant where no opinion was told, but a work was spoken of.
    """

    update: PreferenceUpdate = PreferenceUpdate()
    about: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def correction(message: Message, context: Context, references: Sequence[Reference]) -> Correction | None:
    """What a message corrects of the opinions that were told last; None where it corrects nothing."""
    if (taken_back := _turned(message, context)) is not None:
        return taken_back
    says_so = message.lexicon.meant.search(message.plain) is not None
    answers = context.question is not None and message.text.strip() in context.question.options
    if answers or not (says_so or message.lexicon.corrects.search(message.text)):
        return None
    told = [(name, opinion) for name in OPINIONS for opinion in opinions(context.preferences, name)]
    sorry = message.lexicon.sorry.search(message.plain) is not None
    guessed = [
        opinion for _, opinion in told
        if _was_guessed(opinion, context) or (sorry and opinion.turn == context.turn - 1)
    ]  # fmt: skip
    latest = max((o.turn for o in guessed), default=0) if says_so else context.turn - 1
    named = [r for r in references if r.how == "title" and r.ids and _IS.search(message.text[: r.start])]
    just = [(name, opinion) for name, opinion in told if opinion.turn == context.turn - 1]
    if says_so and len(named) == 1 and len({opinion.id for _, opinion in just}) == 1:  # 说错了，是教父2
        other = context.catalogue.item(named[0].ids[0])
        if other.id != just[0][1].id and other not in _namesakes(just[0][1], context):
            return Correction(update=_moved(just[0][1], other, [name for name, _ in just], message, context))
    for opinion in dict.fromkeys(opinion for opinion in guessed if opinion.turn == latest):
        others = _namesakes(opinion, context)
        if meant := next(iter(_meant(message, opinion, others, references, context, says_so)), None):
            lists = [name for name, entry in told if entry.id == opinion.id]
            return Correction(update=_moved(opinion, meant, lists, message, context))
        year = _YEAR.search(message.text)
        if says_so and year and all(_names(reference, opinion, context) for reference in references):
            return Correction(unknown=(f"{opinion.title} ({year[1]})",))
    return None if guessed else _spoken_of(message, context, references, says_so)


def _spoken_of(message: Message, context: Context, references: Sequence[Reference], says_so: bool) -> Correction | None:
    """Which of its namesakes is meant instead of the one work that was spoken of; that one where there is no other."""
    lexicon = message.lexicon
    if len(context.focus) != 1:
        return None
    item = context.catalogue.item(context.focus[0])
    one = Opinion(id=item.id, title=item.title, turn=context.turn - 1, said=item.title)
    if meant := next(iter(_meant(message, one, _namesakes(one, context), references, context, says_so)), None):
        return Correction(about=(meant.id,))
    points = any(word.search(message.plain) for word in (lexicon.original, lexicon.remake, lexicon.other_one))
    return Correction(about=context.focus) if says_so and points else None


def _turned(message: Message, context: Context) -> Correction | None:
    """ "Oops, I do", "no, I don't": the opinions told last, turned round."""
    match = _DO_OR_DO_NOT.fullmatch(message.plain)
    if match is None:
        return None
    before: OpinionList = "likes" if match["not"] else "dislikes"
    last = [o for o in opinions(context.preferences, before) if o.turn == context.turn - 1]
    told = tuple(replace(o, turn=context.turn, said=message.quote(0)) for o in last)
    if not told:
        return None
    return Correction(update=PreferenceUpdate(dislikes=told) if match["not"] else PreferenceUpdate(likes=told))


_DO_OR_DO_NOT = re.compile(
    r"\W*(?:(?:oops|wait|no|nope|yes|oh|sorry|actually|hm+|well|but|i\s+mean)[\s,.!]+)*i\s+(?:actually\s+|really\s+)?"
    r"do(?P<not>n'?t|\s+not)?(?:\s+(?:like|love)(?:\s+(?:it|that|them))?)?(?:\s+actually)?[^\w·]*",
    re.IGNORECASE,
)


def _was_guessed(opinion: Opinion, context: Context) -> bool:
    """Did the words leave open which of several works was meant? Not where a year, a number or a click said it."""
    return any(m.alike > 1 and opinion.id in m.ids for m in context.titles.find(opinion.said))


def _namesakes(opinion: Opinion, context: Context) -> list[Item]:
    """The other works of the name, oldest first."""
    catalogue = context.catalogue
    found = [catalogue.item(id) for id in context.titles.named(opinion.title) if id != opinion.id]
    return sorted((item for item in found if item.year is not None), key=lambda item: item.year or 0)


def _meant(
    message: Message, opinion: Opinion, others: Sequence[Item], references: Sequence[Reference], context: Context,
    says_so: bool,
) -> Iterator[Item]:  # fmt: skip
    """The one of ``others`` that the words point to: by its title and year, its year, its kind, or its age."""
    lexicon = message.lexicon
    if any(not _names(reference, opinion, context) for reference in references if reference.how == "title"):
        return  # another title altogether
    if year := _YEAR.search(message.text):
        yield from (item for item in others if item.year == int(year[1]))
        return
    for kind, word in lexicon.kind_meant:
        if word.search(message.plain):
            yield from (item for item in others if item.kind == kind)
            return
    current = context.catalogue.item(opinion.id).year
    older = [item for item in others if current is None or (item.year or 0) < current]
    if lexicon.original.search(message.plain):
        yield from older
    elif lexicon.remake.search(message.plain):
        yield from reversed([item for item in others if item not in older])
    elif lexicon.other_one.search(message.plain) and len(others) == 1:
        yield from others


def _names(reference: Reference, opinion: Opinion, context: Context) -> bool:
    """Does a reference name the title that the opinion is about?"""
    return any(fold(context.catalogue.item(id).title) == fold(opinion.title) for id in reference.ids)


def _moved(
    opinion: Opinion, meant: Item, lists: Sequence[OpinionList], message: Message, context: Context
) -> PreferenceUpdate:
    entry = replace(opinion, id=meant.id, title=meant.title, turn=context.turn, said=message.quote(0))
    gone = tuple(o for name in lists for o in opinions(context.preferences, name) if o.id == opinion.id)
    return PreferenceUpdate(**{name: (entry,) for name in lists}, remove=gone)  # type: ignore[arg-type]
