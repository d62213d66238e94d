"""Replies that recommend nothing: which answer an intent gets, and the cards of what it speaks about.

The sentences about items are made in `steps.answer`; this file looks up what they are about. It changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.conversation import ReplyItem
from assistant.openings import about_titles
from assistant.preferences import to_query
from assistant.steps import answer as answers
from assistant.steps.explain import reply_item
from assistant.wording import Wording
from retrievers.items import Item
from retrievers.query import Query

if TYPE_CHECKING:
    from assistant.turn import TurnContext, TurnState

_MOST_ITEMS = 3
_MOST_COMPARED = 5


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The text of a reply that recommends nothing, and the items it speaks about."""

    text: str
    items: tuple[ReplyItem, ...] = ()


def answered(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    """The answer to a message, or to a click."""
    if not turn.text.strip() and turn.given is None:
        return Answer(text=wording.reply("empty"))
    if not turn.reading.understood:
        return Answer(text=_not_understood(turn, context, wording))
    found = _BY_INTENT.get(turn.reading.intent, _off_topic)(turn, context, wording)
    noted = wording.together(wording.changes(turn.changes))
    if noted and turn.reading.intent in ("why", "compare", "ask", "accept"):
        return replace(found, text=f"{noted}\n{found.text}")
    return found


# ---- about the conversation -----------------------------------------------------------------------------------------


def _not_understood(turn: TurnState, context: TurnContext, wording: Wording) -> str:
    return _off_topic(turn, context, wording).text if _is_sentence(turn.text) else wording.reply("not-understood")


def _off_topic(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    return Answer(text=wording.reply("off-topic", about=_about(context, wording)))


def _undo(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    said = wording.reply("undo" if len(context.ledgers) > 1 else "undo-nothing")
    return Answer(text=wording.together([said, *wording.changes(turn.changes)]))


def _restart(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    then = wording.changes(turn.changes) or [wording.reply("restart-ask")]
    return Answer(text=wording.together([wording.reply("restart"), *then]))


def _stop(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    return Answer(text=wording.reply("stop"))


def _forget(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    return Answer(text=wording.together(wording.changes(turn.changes)) or wording.reply("forget-nothing"))


def _feedback(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    return Answer(text=wording.together(wording.changes(turn.changes)) or wording.reply("feedback"))


_HELP = ("help", "what can you", "who are you", "what are you", "帮助", "你是谁", "能做什么")
_THANKS = ("thank", "cheers", "谢")


def _chat(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    text = turn.text.lower()
    if any(word in text for word in _HELP):
        return Answer(text=wording.reply("chat-help"))
    if any(word in text for word in _THANKS):
        return Answer(text=wording.reply("chat-thanks"))
    return Answer(text=wording.reply("chat-hello", about=_about(context, wording)))


def _about(context: TurnContext, wording: Wording) -> str:
    catalogue = context.reading.catalogue
    return wording.about(context.name, catalogue.kinds or {"item": len(catalogue)})


# ---- about items ----------------------------------------------------------------------------------------------------


def _accept(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    titles = [wording.title(context.reading.catalogue.item(id)) for id in turn.reading.about]
    if not titles:
        return Answer(text=wording.reply("accept-unclear"))
    return Answer(text=wording.reply("accept", title=wording.listed(titles)))


def _why(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    """Why an item was recommended, or why not: evidence against the search that gave the latest recommendations."""
    cards, lines = [], []
    for id in turn.reading.about[:_MOST_ITEMS]:
        query = _query_without(turn, context, id)
        candidate = context.hybrid.explain(query, id)
        if candidate is None:
            continue
        cards.append(reply_item(candidate, wording, new=False).item)
        if id in context.shown:
            lines.append(answers.why(candidate, wording))
        else:
            known = id in _known(turn)
            lines.append(answers.why_not(candidate, query, context.reading.catalogue, known, wording))
    text = "\n".join([*about_titles(turn, context, wording), *lines])
    return Answer(text=text or wording.reply("not-understood"), items=tuple(cards))


def _known(turn: TurnState) -> set[str]:
    query = to_query(turn.preferences)
    return {*query.seen, *query.liked, *query.disliked}


def _query_without(turn: TurnState, context: TurnContext, id: str) -> Query:
    """The query of the latest recommendations without the item itself among what the person likes or dislikes."""
    query = context.last_found.query if context.last_found else to_query(turn.preferences)
    liked, disliked = (tuple(i for i in ids if i != id) for ids in (query.liked, query.disliked))
    return replace(query, liked=liked, disliked=disliked)


def _compare(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    items = [context.reading.catalogue.item(id) for id in turn.reading.about[:_MOST_COMPARED]]
    text = answers.compare(items, context.reading.catalogue, wording)
    return Answer(text=text, items=tuple(_card(item) for item in items))


def _ask(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    if turn.reading.asked == "ledger":
        return Answer(text=answers.ledger(turn.preferences, wording))
    items = [context.reading.catalogue.item(id) for id in turn.reading.about[:_MOST_ITEMS]]
    lines = about_titles(turn, context, wording)
    lines += [answers.about(item, turn.reading.asked, context.reading.catalogue, wording) for item in items]
    text = "\n".join(lines) or wording.reply("not-understood")
    return Answer(text=text, items=tuple(_card(item) for item in items))


def _card(item: Item) -> ReplyItem:
    return ReplyItem(id=item.id, title=item.title, year=item.year, kind=item.kind, genres=item.genres, new=False)


def _is_sentence(text: str) -> bool:
    """Words that could have meant something, rather than a key pressed by accident or signs alone."""
    letters = [c for c in text if c.isalpha()]
    return (len(letters) >= 12 and " " in text.strip()) or sum(ord(c) > 0x3000 for c in letters) >= 4


_BY_INTENT: Mapping[str, Callable[[TurnState, TurnContext, Wording], Answer]] = {
    "undo": _undo, "restart": _restart, "stop": _stop, "forget": _forget, "accept": _accept, "why": _why,
    "compare": _compare, "ask": _ask, "feedback": _feedback, "chat": _chat,
}  # fmt: skip
