"""Replies that recommend nothing: which answer an intent gets, and the cards of what it speaks about.

The sentences about items are made in `steps.answer`; this file looks up what they are about. It changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.asking import about_items, asked_for, conditions_of, message_of
from assistant.chatting import about, chatted
from assistant.comparing import compare, in_order
from assistant.conversation import ReplyItem
from assistant.openings import about_titles, answered_courtesy
from assistant.picking import fitting, picked
from assistant.preferences import OPINIONS, WORD_FOR, opinions
from assistant.relaxing import met_first, number_first
from assistant.rules.acts import SPOKEN
from assistant.rules.wishes import wishes
from assistant.steps import answer as answers
from assistant.steps.explain import reply_item
from assistant.steps.rank import rank
from assistant.steps.retrieve import retrieve
from assistant.supposing import supposed
from assistant.why import NOWHERE, Fit, Standing, WhatIf
from assistant.wording import Wording
from retrievers.items import Item
from retrievers.query import Candidate, Query

if TYPE_CHECKING:
    from assistant.turn import TurnContext, TurnState

_MOST_ITEMS = 3
_MOST_COMPARED = 5
#: What cannot be compared and is told of each item: "which one is the most violent?"
_ASKED_OF_EACH = ("note", "where", "unrecorded")
_DOWNWARDS = re.compile(r"\b(?:long|new)(?:er|est)\b|\blatest\b|更长|最长|更新|最新|较新", re.IGNORECASE)


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
    return Answer(text=wording.reply("off-topic", about=about(context, wording)))


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


def _chat(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    said, items = chatted(turn, context, wording)
    return Answer(text=said, items=tuple(_card(item) for item in items))


# ---- about items ----------------------------------------------------------------------------------------------------


def _accept(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    items = [context.reading.catalogue.item(id) for id in turn.reading.about]
    if not items:
        return Answer(text=wording.reply("accept-unclear"))
    enjoy = wording.reply("accept", title=wording.listed([wording.title(item) for item in items]))
    text = wording.together([*answered_courtesy(turn, context, wording), enjoy])
    return Answer(text=text, items=tuple(_card(item) for item in items))


def _why(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    """Why an item was recommended, or why not: evidence against the search that gave the latest recommendations."""
    if turn.reading.asked == "without":
        return _supposed(turn, context, wording)
    cards, lines = [], []
    latest = [item.id for item in context.reading.shown]
    for id in about_items(turn, context)[:_MOST_ITEMS]:
        what_if = _what_if(turn, context).about(id)
        if (candidate := context.hybrid.explain(what_if.query, id)) is None:
            continue
        cards.append(reply_item(candidate, wording, new=False).item)
        if id in context.shown:
            fit, again = _fit(what_if, candidate, what_if.standing(id)), bool(latest) and id not in latest
            lines.append(answers.why(fit, what_if.failed(id), context.reading.catalogue, wording, again=again))
        else:
            lines.append(_why_not(turn, context, what_if, candidate, latest, wording))
    text = "\n".join([*about_titles(turn, context, wording), *lines])
    return Answer(text=text or wording.reply("not-understood"), items=tuple(cards))


def _supposed(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    """What would be recommended without what the question names."""
    _, message, found = message_of(turn, context)
    said = wishes(message, context.reading, found)[0]
    what_if, shown = _what_if(turn, context), context.reading.shown
    text, items = supposed(what_if, turn.reading.about, said, shown, wording)
    lines = [*about_titles(turn, context, wording), text]
    return Answer(text="\n".join(lines), items=tuple(_card(item) for item in items))


def _why_not(
    turn: TurnState,
    context: TurnContext,
    what_if: WhatIf,
    candidate: Candidate,
    latest: Sequence[str],
    wording: Wording,
) -> str:
    """Known, not what was wished, or ranked lower: only then is it worth knowing what would have moved it up."""
    id, catalogue = candidate.item.id, context.reading.catalogue
    known = [WORD_FOR[name] for name in OPINIONS if any(o.id == id for o in opinions(turn.preferences, name))]
    failed = what_if.failed(id)
    if known or failed:
        fit = _fit(what_if, candidate, NOWHERE)
        return answers.why_not(fit, failed, known, None, catalogue, wording)
    fit = _fit(what_if, candidate, what_if.standing(id, better=True))
    behind = what_if.behind(id, latest[-1]) if latest else None
    return answers.why_not(fit, (), (), behind, catalogue, wording)


def _what_if(turn: TurnState, context: TurnContext) -> WhatIf:
    """What would have been under the query of the latest recommendations, which is made again in a resumed session."""
    catalogue, latest = context.reading.catalogue, {item.id for item in context.reading.shown}
    before = [id for id in context.shown if id not in latest]
    found = context.last_found or retrieve(
        turn.preferences, context.hybrid, catalogue, shown=before, count=context.count,
        like=context.reading.like, since=context.reading.like_since,
    )  # fmt: skip

    def order(query: Query, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
        """As the search and the step after it do."""
        ordered = met_first(candidates, query, found.set_aside, catalogue)
        first = number_first(ordered, query, found.set_aside, catalogue)
        return rank(ordered, turn.preferences, len(ordered), first=first)

    return WhatIf(
        hybrid=context.hybrid, catalogue=catalogue, query=found.query, wishes=turn.preferences.wishes, order=order
    )


def _fit(what_if: WhatIf, candidate: Candidate, standing: Standing) -> Fit:
    id = candidate.item.id
    return Fit(
        candidate=candidate, standing=standing, missed=what_if.missed(id), spared=what_if.spared(id),
        added=what_if.added(id), meets_all=what_if.meets_all(id),
    )  # fmt: skip


def _compare(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    """Items side by side; where it is asked which of them is something or is the best, only that."""
    catalogue, asked = context.reading.catalogue, turn.reading.asked
    if asked in ("length", "year", "rating") and len(turn.reading.about) > 1:
        upwards = asked != "rating" and _DOWNWARDS.search(turn.text) is None
        compared = [catalogue.item(id) for id in turn.reading.about[:_MOST_COMPARED]]
        text, items = in_order(compared, asked, upwards, catalogue, wording)
        return Answer(text=text, items=tuple(_card(item) for item in items))
    fits = []
    for id in turn.reading.about[:_MOST_COMPARED]:
        what_if = _what_if(turn, context).about(id)
        if (candidate := context.hybrid.explain(what_if.query, id)) is not None:
            fits.append(_fit(what_if, candidate, NOWHERE))
    candidates = [fit.candidate for fit in fits]
    if len(fits) > 1 and (conditions := conditions_of(message_of(turn, context), context, "compare")):
        text, candidates = fitting(candidates, conditions, turn.text, catalogue, wording)
    elif len(fits) > 1 and asked == "pick":
        text = picked(candidates, wording)
    elif len(fits) > 1 and asked in _ASKED_OF_EACH:
        text = "\n".join(answers.about(candidate.item, asked, catalogue, wording) for candidate in candidates)
    else:
        text = compare(fits, turn.preferences.wishes, catalogue, wording)
    return Answer(text=text, items=tuple(_card(candidate.item) for candidate in candidates))


def _ask(turn: TurnState, context: TurnContext, wording: Wording) -> Answer:
    if turn.reading.asked == "ledger":
        return Answer(text=answers.ledger(turn.preferences, wording))
    if turn.reading.asked == "count":
        return Answer(text=wording.reply("count", about=about(context, wording)))
    catalogue = context.reading.catalogue
    items = [catalogue.item(id) for id in about_items(turn, context)[:_MOST_ITEMS]]
    asked, conditions = asked_for(turn, context, wording)
    lines = about_titles(turn, context, wording)
    if asked == "unknown" and not conditions and len(items) > 1:
        titles = wording.listed([wording.title(item) for item in items])
        return Answer(text="\n".join([*lines, wording.answer("unknown", title=titles)]))
    for item in items:
        judged = [answers.whether(item, wish, catalogue, wording) for wish in conditions if wish.facet != "note"]
        field = "marks" if any(wish.facet == "genre" for wish in conditions) and asked in ("note", "suits") else asked
        said = [answers.about(item, field, catalogue, wording)] if field in ("note", "marks") or not judged else []
        lines.append(wording.together([*dict.fromkeys([*judged, *said])]))
    if asked == SPOKEN and len(items) == 1 and _is_new(items[0], turn):
        lines.append(wording.answer("offer"))
    text = "\n".join(lines) or wording.reply("not-understood")
    return Answer(text=text, items=tuple(_card(item) for item in items))


def _is_new(item: Item, turn: TurnState) -> bool:
    return all(opinion.id != item.id for name in OPINIONS for opinion in opinions(turn.preferences, name))


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
