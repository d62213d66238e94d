"""A message → what it asks for and tells: read by rules, and by the model too where the gate found that it does better.

The model can only choose: it says of each title that the message names, or of the one that was just shown, which of the
listed attitudes the words express, and is heard where it is sure. It cannot add an item, a wish or an intent, and sees
no title (`questions`). What is no place for an opinion ("why Fargo?", "I heard Heat is great") it is not asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Any

from assistant.conversation import Intent
from assistant.errors import AssistantError, ModelFailed
from assistant.limits import Patience
from assistant.preferences import OPINIONS, Opinion, opinions
from assistant.questions import ATTITUDES, attitude_question, masked
from assistant.reading import Context, Reading
from assistant.rules import read
from assistant.rules.acts import SPOKEN
from assistant.rules.hearsay import is_hearsay
from assistant.writer import Writer, takes_limits
from prompts import render

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_MOST_ASKED = 5
#: What a message that may tell an opinion is read as by the rules.
_MAY_TELL: tuple[Intent, ...] = ("recommend", "refine", "feedback", "off_topic")
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
    """The ids that the message may tell an attitude to, each with the question that asks for it.

    Those it names; else the one item that was shown, where nothing is wished for: of three, "I'm sad today" or "boring"
    speaks of none in particular.
    """
    mentions = [mention for mention in context.titles.find(text) if mention.ids]
    if reading.asked == SPOKEN:  # "Heat left me thinking for days" asks nothing
        mentions = [m for m in mentions if not is_hearsay(text[: m.start], text[m.end :])]
    elif reading.intent not in _MAY_TELL:
        return
    shown = [item.id for item in context.shown]
    told = {opinion.id for name in OPINIONS for opinion in opinions(reading.update, name)}
    known = {*told, *reading.about, *shown}
    named = [next((id for id in mention.ids if id in known), mention.ids[0]) for mention in mentions]
    alone = [] if named or len(shown) > 1 or reading.update.wishes or reading.asked else shown
    for about in list(dict.fromkeys([*named, *alone]))[:_MOST_ASKED]:
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
    if reading.asked == SPOKEN and update != reading.update:
        return replace(reading, update=update, intent="recommend", asked="", about=())
    return replace(reading, update=update)
