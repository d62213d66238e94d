"""What kind of reply a message asks for by its words, and the clause that asks. It knows no preferences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.conversation import Intent
from assistant.preferences import Wish
from assistant.reading import Context
from assistant.rules import own
from assistant.rules.attitudes import attitudes
from assistant.rules.hearsay import YOUR_VIEW, told_by_others
from assistant.rules.likeness import meant
from assistant.rules.marks import AWAY
from assistant.rules.message import Message, Span
from assistant.rules.polarity import Term
from assistant.rules.references import Reference, ids_of

#: An "I'll take it" has no more words than this.
_FEW = 5
_FAR = 100  # characters within which it stands who tells of a work
#: So near behind "let's watch" stands what is watched, in characters.
_NEXT = 3
#: Intents that ask about items: the clause that asks gives no opinions and no wishes.
QUESTIONS = ("compare", "why", "ask")
#: Intents whose clause gives no opinions: the items in it are what the intent is about.
POINTING = (*QUESTIONS, "forget", "more_like")
_NEEDS_ITEMS = ("why", "compare", "accept", "more_like")


@dataclass(frozen=True)
class Act:
    """The intent that the lexicon's words name, and the clause that names it.

    ``heard``: it asks nothing but tells what others say of a work, of which is said what it is.
    """

    intent: Intent | None = None
    clause: Span = (0, 0)
    heard: bool = False


def act_of(message: Message, found: Sequence[Reference], terms: Sequence[Term], context: Context) -> Act:
    """The first intent of the lexicon whose words occur and which has something to be about."""
    for intent, pattern in message.lexicon.intents:
        for match in pattern.finditer(message.plain):
            start, end = message.sentence(match.start())
            near = [r for r in found if (r.ids or intent == "ask") and start <= r.start < end]
            if _makes_sense(intent, match, message, near, terms, context):
                begin, end = clause_at(message, match.start())
                return Act(intent, (match.start() if intent == "more_like" else begin, end))
    if (asked := own.asked(message, context)) and _of_an_item(asked[1][0], message, found, context):
        return Act("ask", clause_at(message, asked[1][0]))
    return _heard(message, found, terms)


def _heard(message: Message, found: Sequence[Reference], terms: Sequence[Term]) -> Act:
    """What somebody else says of a work ("my sister said I'd like Amélie, but idk"), and nothing is wanted besides."""
    works = [reference for reference in found if reference.ids and reference.how != "all"]
    heard = [r for r in works if told_by_others(*_around(r, message))]
    if not heard or any(attitudes(message.text, found, message.lexicon)):
        return Act()
    start, end = message.sentence(heard[0].start)
    clause = (start, message.clause_end(heard[-1].end))
    rest = message.without([clause, *(match.span() for match in YOUR_VIEW.finditer(message.plain))]).plain
    wanted = message.lexicon.request.search(rest) or any(term.start >= clause[1] or term.end <= start for term in terms)
    return Act() if wanted else Act("ask", (start, end), heard=True)


def _around(reference: Reference, message: Message) -> tuple[str, str]:
    """The words of the sentence right before and behind a reference."""
    start, end = message.sentence(reference.start)
    start, end = max(start, reference.start - _FAR), min(end, reference.end + _FAR)
    return message.text[start : reference.start], message.text[reference.end : end]


def _makes_sense(
    intent: Intent,
    match: re.Match[str],
    message: Message,
    near: Sequence[Reference],
    terms: Sequence[Term],
    context: Context,
) -> bool:
    if intent == "off_topic":  # "a film about the stock market" is none
        return not near and not any(t.facet in ("kind", "genre") for t in terms)
    if intent == "accept" and _asks_after(match, message):
        return False  # "the third sounds good. why that one?", "it sounds good, how long is it?"
    if intent == "accept" and not near and any(0 <= term.start - match.end() <= _NEXT for term in terms):
        return False  # "let's watch horror"
    if intent == "more_like" and AWAY.search(message.plain[: match.start()]):
        return False  # "I don't want anything like the first"
    if intent in _NEEDS_ITEMS:
        short = intent == "accept" and len(message.plain.split()) <= _FEW  # "I'll take it": which one, is asked back
        several = intent == "compare" and len(context.focus) > 1  # "which one is shorter?" of what was compared
        named = intent == "more_like" and bool(context.focus)  # "similar ones please" of what was only spoken of
        return bool(near or context.shown or short or several or named)
    if intent != "ask":
        return True
    return asked_of(message, "ask", context) in ("ledger", "count") or _of_an_item(
        match.start(), message, near, context
    )


def _asks_after(match: re.Match[str], message: Message) -> bool:
    intents, rest = dict(message.lexicon.intents), message.plain[match.end() :]
    return bool(intents["why"].search(message.plain) or ("?" in rest and intents["ask"].search(rest)))


def _of_an_item(at: int, message: Message, near: Sequence[Reference], context: Context) -> bool:
    """Is there an item that the question at a position is about, and no request before it?"""
    if near:
        return True
    start = message.sentence(at)[0]
    requests = message.lexicon.request.search(message.plain[start:at]) is not None
    return bool(context.focus or context.shown) and not requests


def clause_at(message: Message, at: int) -> Span:
    """From the start of the clause that asks to the end of its sentence, or to where the person speaks of themselves.

    "Seen the first, | why the second, | I did not like it."
    """
    start, end = message.sentence(at)
    commas = [m.end() for m in re.finditer(r"[,，]", message.plain[:at]) if m.end() > start]
    own = _OWN.search(message.plain[at:end]) or _NEW.search(message.plain[at:end])
    return (commas[-1] if commas else start), (at + own.start() if own else end)


#: After "forget …," a new request begins: "forget Iran, something in Spanish".
_NEW = re.compile(
    r"[,，;；]\s*(?:(?:and|but|then)\s+)?(?:something|anything|give|show|find|i\b|i'?d|we|make|let'?s|"
    r"how about|what about|rather|instead|now|please|来|想|给|要|换)",
    re.IGNORECASE,
)
_OWN = re.compile(r"[,，]\s*(?:(?:(?:but|and|because|since|as)\s+)?(?:i|we|my)\b|(?:但是?|因为)?我)", re.IGNORECASE)


def asked_of(message: Message, act: Intent | None, context: Context) -> str:
    """The field of the record, or the catalogue's own column, that a question is for; empty where it names none."""
    if act == "why":
        return "without" if dict(message.lexicon.asked)["without"].search(message.plain) else ""
    if act not in ("ask", "compare"):
        return ""
    if act == "ask" and (asked := own.asked(message, context)):
        return asked[0]
    return next((name for name, pattern in message.lexicon.asked if pattern.search(message.plain)), "")


def about_of(
    act: Intent | None, inside: Sequence[Reference], found: Sequence[Reference], context: Context
) -> tuple[str, ...]:
    """The ids that the message is about: those named in the sentence, else the ones spoken about or shown last.

    ``inside`` are the references in the clause that asks.
    """
    if act == "more_like":  # "I loved the second. More like that"
        named = ids_of([r for r in inside if r.how != "pronoun"]) or ids_of([r for r in found if r not in inside])
        return named or (() if any(not r.ids for r in found) else meant(context))
    named = ids_of(inside or found)
    if named and act in (*POINTING, "accept", None):
        return named
    if act == "compare":
        return context.focus if len(context.focus) > 1 else tuple(item.id for item in context.shown)
    if act in ("why", "ask", "accept"):
        return context.focus[:1] or tuple(item.id for item in context.shown[:1])
    return ()


#: What is asked of a work that is only spoken of.
SPOKEN = "spoken"


def field_asked(message: Message, act: Act, intent: Intent, context: Context) -> str:
    """As `asked_of`; ``spoken`` where a work is only spoken of: heard of, or named without a question."""
    asked = asked_of(message, act.intent, context)
    if act.heard:
        return asked if asked not in ("", "description") else SPOKEN
    bare = len(re.findall(r"\w+", message.plain)) <= 1 or _IDLE.match(message.plain) is not None
    return SPOKEN if intent == "ask" and act.intent is None and (bare or not _QUESTION.search(message.plain)) else asked


#: "What's X?", and "have you seen X?", of one who sees nothing; any other question wants an answer.
_IDLE = re.compile(r"\W*(?:(?:have|did|do)\s+you\b|你|(?:what|who)(?:'?s|\s+is)\s+·+\W*$)", re.IGNORECASE)
_QUESTION = re.compile(
    r"[?？吗么呢]|^\W*(?:who|what|when|where|which|why|how|is|are|was|were|does|do|did|can|could|will|would|has|should)\b",
    re.IGNORECASE,
)
_TOO = re.compile(r"\btoo\b", re.IGNORECASE)
_DIES = re.compile(r"\b(?:does|do|did)\s+(?:the|any|an?|all)\s+\w+\s+(?:die|survive)\b", re.IGNORECASE)


def as_asked(wish: Wish, message: Message) -> Wish:
    """What a question is after whose words read as a wish: "is it too sad?" asks whether it is sad.

    "Does the dog die?" asks for no dog, but for what the record notes.
    """
    if wish.facet == "theme" and _DIES.search(message.plain):
        return replace(wish, facet="note", include=("animal death",))
    too = wish.exclude is not None and wish.include is None and _TOO.search(message.plain) is not None
    return replace(wish, include=wish.exclude, exclude=None) if too else wish
