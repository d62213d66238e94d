"""A message that does nothing but take something: "ok, the second", "I'll go with shrek", "let's watch heat".

What is left between the words that take is named as if it were the whole message, so that a title needs no capitals.
English; it gives ids and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.reading import Context
from assistant.rules import chat
from assistant.rules.lexicon import pattern
from assistant.rules.manner import count_of
from assistant.rules.message import Message
from assistant.rules.references import Reference, ids_of, references, works_called
from retrievers.namesakes import KIND_AROUND
from retrievers.text import fold
from retrievers.vocabulary import vocabulary

_LONGEST = 16  # words
_NEAR = 20  # characters between "I'll check out" and what it is said of
_AGREES = pattern(
    r"""(?:ok(?:ay)?|k+|yes|ye+ah|yep|yup|yea|sure|fine|all\ ?right|alright|right|bet|good|great|perfect|cool|nice|lovely|
    splendid|excellent|wonderful|brilliant|awesome|fantastic|sold|deal|done|(?:that\ |it\ )?sounds\ (?:good|great|fun|perfect))(?=[\s,.!;:-]|$)"""
)
#: Words before or between them that say nothing.
_IDLE = pattern(r"(?:hm+|well|so|then|oh|ah|and|now|please|actually|let'?s\ see|i\ (?:guess|think))(?=[\s,.!;:-]|$)")
_CHOOSES = pattern(
    r"""(?:(?:i'?ll|i\ will|we'?ll|we\ will|let'?s|let\ us|i'?d|i\ would)\ (?:rather\ |then\ |just\ )?(?:take|go\ (?:with|for)|watch|read|see|try|have|pick|choose|do|order|rent|buy|borrow|get)
    |(?:i|we)\ (?:take|choose|pick|go\ (?:with|for)|opt\ for)|(?:(?:i'?m|we'?re|i\ am|we\ are)\ )?going\ (?:with|for|to\ (?:watch|read|see|try|take|go\ with|pick))
    |(?:i'?m|we'?re)\ (?:taking|picking|choosing|watching|reading)|my\ (?:pick|choice)\ is|(?:(?:i|we)(?:'d|\ would)?\ )?(?:want|like|love)\ to\ (?:watch|see|read|try)
    |(?P<may>(?:can|could|may)\ (?:i|we)\ (?:please\ )?(?:get|have|take|go\ with|pick|choose))|give\ (?:me|us))\s"""
)
_TAKEN = pattern(
    r"""(?:it\ is|it'?ll\ be|it\ will\ be|then|please|tonight|sounds?\ (?:(?:really|very|pretty|so|just|quite|like\ an?)\ )*(?:good|great|nice|fun|perfect|interesting|right|lovely|wonderful|awesome|amazing|excellent|intriguing|cool)(?:\ (?:one|choice))?
    |is\ (?:the\ one|fine)|will\ do|works(?:\ for\ me)?)(?=\W*$)"""
)
_NUMBER = re.compile(r"\d", re.ASCII)
_OBJECT = re.compile(
    r"\b(?:go(?:ing)? with|tak(?:e|ing)|pick|choose)\s+(?P<what>[\w'-]+(?:\s+[\w'-]+){0,2})\W*$", re.IGNORECASE
)
#: Of the one item that was spoken of.
_YES_PLEASE = re.compile(
    r"\W*(?:(?:ok(?:ay)?|yes|yeah|yep|sure)\W+)+(?:please|do|let'?s|i (?:will|do))\W*", re.IGNORECASE
)
_BETWEEN = re.compile(r"[\s,.!;:·-]*")


def taken(message: Message, found: Sequence[Reference], context: Context) -> tuple[str, ...]:
    """The ids of what the whole message takes; none where it does anything else.

    ``message`` has nothing blanked out; ``found`` are its references.
    """
    plain = message.without(match.span() for match in chat.COURTESY.finditer(message.plain)).plain
    if len(plain.split()) > _LONGEST or not _BETWEEN.sub("", plain):
        return ()
    if works_called(message.text, context):
        return ()  # "Good Will Hunting"
    if _YES_PLEASE.fullmatch(plain):
        return context.focus if len(context.focus) == 1 else ()
    spoken = [*context.focus, *(item.id for item in context.shown)]
    for start, agrees, chooses in _beginnings(plain):
        end, takes = _end(plain, start)
        asks = "?" in plain[start:] and not (chooses and chooses["may"])
        if asks or not (chooses or takes or agrees):
            continue
        gives = chooses is not None and chooses.group().lower().startswith("give")
        if gives and (_NUMBER.fullmatch(plain[start:end]) or count_of(message)):
            continue  # "give me 3" says how many
        if ids := _named(message, start, end, found, context, spoken):
            return ids
    return ()


def names_another(message: Message) -> bool:
    """Does a message take something by words that nobody could read ("I'll go with zorblax")?"""
    match = _OBJECT.search(message.plain)
    return match is not None and any(not message.lexicon.filler.fullmatch(word) for word in match["what"].split())


def means_to_see(message: Message, told: Sequence[Reference], context: Context) -> bool:
    """Does somebody mean to see what was shown ("I'll check it out"), and asks for nothing after that?"""
    shown = {item.id for item in context.shown}
    for match in message.lexicon.wants.finditer(message.plain):
        start, end = message.sentence(match.start())
        near = [r for r in told if match.start() <= r.start <= match.end() + _NEAR and shown.intersection(r.ids)]
        refuses = message.lexicon.negation.search(message.plain[start : match.start()])
        if near and not refuses and not message.lexicon.request.search(message.plain, max(end, match.end())):
            return True
    return False


def _beginnings(plain: str) -> Iterator[tuple[int, bool, re.Match[str] | None]]:
    """Where the name may begin, the latest first; whether words before it agree; and those that choose, if any."""
    at, agrees = _skip(plain, 0), False
    found: list[tuple[int, bool, re.Match[str] | None]] = []
    while True:
        chooses = _CHOOSES.match(plain, at)
        found.append((at, agrees, None))
        if chooses:
            found.append((_skip(plain, chooses.end()), agrees, chooses))
            break
        word = _AGREES.match(plain, at) or _IDLE.match(plain, at)
        if word is None:
            break
        agrees = agrees or word.re is _AGREES
        at = _skip(plain, word.end())
    yield from reversed(found)


def _skip(plain: str, at: int) -> int:
    between = _BETWEEN.match(plain, at)
    return between.end() if between else at


def _end(plain: str, start: int) -> tuple[int, bool]:
    """Where the name ends that begins at ``start``, and whether words behind it take it."""
    end, takes = len(plain), False
    while True:
        end = start + len(plain[start:end].rstrip(" \t\n,.!?;:·-"))
        tail = next((m for m in _TAKEN.finditer(plain[:end], start) if m.start() == start or not plain[m.start() - 1].isalnum()), None)  # fmt: skip
        if tail is None:
            return end, takes
        end, takes = tail.start(), True


def _named(
    message: Message, start: int, end: int, found: Sequence[Reference], context: Context, spoken: Sequence[str]
) -> tuple[str, ...]:
    """What the words between two places name, all of them; one of those spoken of before others of the name."""
    name = message.text[start:end]
    if message.lexicon.more.fullmatch(name):
        return ()
    called = fold(name)
    if ids := tuple(id for id in spoken if called in _names_of(context.catalogue.item(id).title))[:1]:
        return ids
    if len(part := _part_of(called, message, context, spoken)) == 1:
        return part
    titles = [r for r in found if r.how == "title" and r.start <= start and end <= r.end]
    alone = titles or [r for r in references(name, context, message.lexicon) if len(r.text) == len(name)]
    raised = start > 0 and name.istitle() and all(reference.how == "pronoun" for reference in alone)
    named = _of_kind(context.titles.named(name), message, context) if raised else ()  # "I want to see It"
    return named[:1] or ids_of(alone)


def _part_of(called: str, message: Message, context: Context, spoken: Sequence[str]) -> tuple[str, ...]:
    """Those of the items spoken of whose titles hold the words ("nemo"), which must tell one thing from another."""
    words = called.removeprefix("the ")
    if all(message.lexicon.filler.fullmatch(word) for word in words.split()) or words in vocabulary().terms("en"):
        return ()
    titles = {id: f" {fold(context.catalogue.item(id).title)} " for id in dict.fromkeys(spoken)}
    return tuple(id for id, title in titles.items() if f" {words} " in title)


def _names_of(title: str) -> set[str]:
    """A title as it is called: with and without its article, its subtitle and its number."""
    whole, head = fold(title), fold(re.split(r"[:(]|\s-\s", title)[0])
    return {name.removeprefix(article) for name in (whole, head) for article in ("", "the ", "a ", "an ")}


def _of_kind(ids: Sequence[str], message: Message, context: Context) -> tuple[str, ...]:
    """The works of a name, first those of the kind that "watch" or "read" tells."""
    told = [kind for kind, words in KIND_AROUND.items() if words.search(message.plain)]
    return tuple(sorted(ids, key=lambda id: len(told) == 1 and context.catalogue.item(id).kind != told[0]))
