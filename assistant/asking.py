"""What a question in a message is after: the field of a record, the conditions it names, the items it is about.

It answers nothing and changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.conversation import Intent
from assistant.ledger import AUDIENCE
from assistant.preferences import Wish
from assistant.rules.acts import as_asked
from assistant.rules.chinese import CHINESE
from assistant.rules.english import ENGLISH
from assistant.rules.lexicon import Lexicon
from assistant.rules.message import Message
from assistant.rules.references import Reference, references
from assistant.rules.wishes import wishes
from assistant.wording import Wording

if TYPE_CHECKING:
    from assistant.turn import TurnContext, TurnState

Linked = tuple[Lexicon, Message, list[Reference]]
_CHILD = re.compile(
    r"\b(?:kids?|child(?:ren)?|toddlers?|bab(?:y|ies)|(?:little|younger|small)\s+(?:brother|sister|one|boy|girl|cousin)s?|"
    r"sons?|daughters?|nieces?|nephews?|grand(?:sons?|daughters?|child(?:ren)?|kids?)|pupils|all\s+ages|"
    r"(?:[3-9]|1[0-2])[- ]years?[- ]olds?|(?:i'?m|i\s+am)\s+(?:only\s+|just\s+)?(?:[3-9]|1[0-2]))\b|"
    r"孩子|小孩|儿子|女儿|小朋友|宝宝|儿童|弟弟|妹妹|[四五六七八九十4-9]岁|1[0-2]岁|小学生|全家",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\bwhich\b[^.?!]*?\b(?:is|are|was|has|have|would be)\b", re.IGNORECASE)
#: The end of "funniest", not of "best" or "west".
_SUPERLATIVE = re.compile(r"(?<=[a-z]{3})est\b", re.IGNORECASE)


def asked_for(turn: TurnState, context: TurnContext, wording: Wording) -> tuple[str, list[Wish]]:
    """What is asked about the items, and the conditions that a yes-or-no question ("is it sad?") names.

    Where no field is asked for: the facet that the question names ("what mood?"), or ``unknown`` for a question about
    what no record holds ("where can I watch it?").
    """
    asked = turn.reading.asked
    if asked in ("watch", "suits"):
        return _suiting(asked, turn, context)
    if asked not in ("", "note"):
        return asked, []
    linked = message_of(turn, context)
    named = (f for f in context.reading.catalogue.facets if _names(linked[1].plain.lower(), f, wording))
    return asked or next(named, "unknown"), conditions_of(linked, context, "ask")


def _suiting(asked: str, turn: TurnState, context: TurnContext) -> tuple[str, list[Wish]]:
    """Whether somebody may see it: ``suits``, and that it be for children where one is spoken of or known to look on.

    Else "can we watch it?" stays ``watch``: what it is, and whether it can be had.
    """
    known = context.reading.catalogue.postings("genre")
    young = tuple(genre for genre in sorted(AUDIENCE) if genre in known)
    looked_for = any(AUDIENCE & set(w.include or ()) for w in turn.preferences.wishes if w.facet == "genre")
    if _CHILD.search(turn.text) or looked_for:
        return "suits", [Wish(facet="genre", include=young)] if young else []
    return asked, []


def conditions_of(linked: Linked, context: TurnContext, intent: Intent) -> list[Wish]:
    """What the sentence with a question names that an item may be or not be."""
    lexicon, message, found = linked
    question = dict(lexicon.intents)[intent].search(message.plain)
    if question is None:
        return []
    start, end = message.sentence(question.start())
    message = message.without([(0, start), (end, len(message.plain))])
    if intent == "compare":  # the funniest is the one that is funnier, and nobody tells that it is
        message = message.without(match.span() for match in _WHICH.finditer(message.plain))
        message = replace(message, plain=_SUPERLATIVE.sub("er ", message.plain))
    conditions = wishes(message, context.reading, found)[0]
    several = len(conditions) > 1  # "is it a sad film?" is no question whether it is a film
    return [as_asked(wish, message) for wish in conditions if not (several and wish.facet == "kind")]


def message_of(turn: TurnState, context: TurnContext) -> Linked:
    """The message without its titles, and what they refer to."""
    lexicon, found = _references(turn, context)
    message = Message.of(turn.reading.text or turn.text, lexicon)
    return lexicon, message.without((r.start, r.end) for r in found if r.how == "title"), found


def _names(text: str, facet: str, wording: Wording) -> bool:
    """Does the text name the facet?"""
    words = {facet.lower(), wording.facet(facet).lower()}
    return any(re.search(rf"(?<![a-z]){re.escape(word)}s?(?![a-z])", text) for word in words)


def about_items(turn: TurnState, context: TurnContext) -> tuple[str, ...]:
    """What the message is about; nothing where it names only what the catalogue does not hold."""
    if turn.reading.unknown and not any(reference.ids for reference in _references(turn, context)[1]):
        return ()
    return turn.reading.about


def _references(turn: TurnState, context: TurnContext) -> tuple[Lexicon, list[Reference]]:
    lexicon = CHINESE if turn.reading.language == "zh" else ENGLISH
    return lexicon, references(turn.reading.text or turn.text, context.reading, lexicon)
