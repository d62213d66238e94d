"""A message → what it asks for and tells: read by rules, and by the model too where the gate found that it does better.

The model can only choose: it says of each title that the message names, or that was just shown, which of the listed
attitudes the words express, and is heard where it is sure. It cannot add an item, a wish or an intent, and sees no
title (`questions`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, ModelFailed
from assistant.limits import Patience
from assistant.preferences import OPINIONS, Opinion, opinions
from assistant.questions import ATTITUDES, attitude_question, masked
from assistant.reading import Context, Reading
from assistant.rules import read
from assistant.writer import Writer, takes_limits
from prompts import render

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_MOST_ASKED = 5
#: How probable an attitude must be to be heard where the rules read none, and to be heard against them.
_SURE, _SURER = 0.6, 0.9
_CHOSEN = 0.8  # what the word of a model counts that gives no probabilities: where the rules are silent


def understand(text: str, context: Context, writer: Writer | None = None) -> Reading:
    """Read ``text``. Where ``writer`` has a model that may read this language, it is asked too.

    One that fails or is late leaves the reading of the rules.
    """
    reading = read(text, context)
    if writer is None or not writer.may("understand", reading.language) or writer.model is None:
        return reading
    try:
        found = {
            id: attitude(question, writer.model, reading.language, writer.patience)
            for id, question in questions(text, reading, context)
        }
    except AssistantError:
        return reading
    return _merged(reading, found, text, context)


def questions(text: str, reading: Reading, context: Context) -> Iterator[tuple[str, str]]:
    """The ids that the message may tell an attitude to, each with the question that asks for it."""
    mentions = [mention for mention in context.titles.find(text) if mention.ids]
    shown = [item.id for item in context.shown]
    told = {opinion.id for name in OPINIONS for opinion in opinions(reading.update, name)}
    known = {*told, *reading.about, *shown}
    named = [next((id for id in mention.ids if id in known), mention.ids[0]) for mention in mentions]
    for about in list(dict.fromkeys([*named, *([] if named else shown)]))[:_MOST_ASKED]:
        places = [(m.start, m.end, id == about) for m, id in zip(mentions, named, strict=True)]
        yield about, attitude_question(masked(text, places), [id == about for id in shown])


def attitude(
    question: str, model: BaseChatModel, language: str = "en", patience: Patience | None = None
) -> Mapping[str, float]:
    """How probable each of `ATTITUDES` is as the answer, as far as the model can tell.

    Any error of a foreign model is the model's.
    """
    from langchain_core.messages import HumanMessage, SystemMessage

    messages = [SystemMessage(render("understand", language)), HumanMessage(question)]

    def ask(given_up: Event) -> Mapping[str, float]:
        options: dict[str, Any] = {"stop_event": given_up} if takes_limits(model) else {}
        if weighs := getattr(model, "choose", None):
            probabilities: Mapping[str, float] = weighs(messages, ATTITUDES, **options).probabilities
            return probabilities
        chosen: Any = model.with_structured_output(_SCHEMA, **options).invoke(messages)
        return {str(chosen["attitude"]): _CHOSEN}

    try:
        return (patience or Patience()).call("understand", ask)
    except AssistantError:
        raise
    except Exception as error:
        raise ModelFailed(f"The language model stopped ({type(error).__name__}).", "Try again.") from error


_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"attitude": {"enum": list(ATTITUDES)}},
    "required": ["attitude"],
    "additionalProperties": False,
    "title": "Attitude",
}


def _merged(reading: Reading, found: Mapping[str, Mapping[str, float]], text: str, context: Context) -> Reading:
    """The reading with the opinions that the model is sure of."""
    update = reading.update
    for id, probabilities in found.items():
        attitude = max(probabilities, key=lambda name: probabilities[name])
        told = next((name for name in OPINIONS if any(o.id == id for o in opinions(update, name))), "")
        if attitude not in OPINIONS or attitude == told or probabilities[attitude] < (_SURER if told else _SURE):
            continue
        opinion = Opinion(id=id, title=context.catalogue.item(id).title, turn=context.turn, said=text.strip()[:200])
        lists: dict[str, Any] = {name: tuple(o for o in opinions(update, name) if o.id != id) for name in OPINIONS}
        update = replace(update, **{**lists, attitude: (*lists[attitude], opinion)})
    return replace(reading, update=update)
