"""A message → what it asks for and tells: read by rules, and by the model too where the gate found that it does better.

The model can only choose: it says of each item that the rules found, and found no opinion on, which of the listed
attitudes the words express. It cannot add an item, a wish or an intent.
"""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, ModelFailed
from assistant.limits import Patience
from assistant.preferences import OPINIONS, Opinion, opinions
from assistant.reading import Context, Reading
from assistant.rules import read
from assistant.writer import takes_limits
from prompts import fence, render

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def understand(
    text: str, context: Context, model: BaseChatModel | None = None, patience: Patience | None = None
) -> Reading:
    """Read ``text``. ``model`` is None where none may read; one that fails or is late leaves the reading of the rules.

    ``patience`` is what the turn has left of its time.
    """
    reading = read(text, context)
    told = {o.id for name in OPINIONS for o in opinions(reading.update, name)}
    open_ids = (
        [id for id in reading.about if id not in told] if reading.intent in ("recommend", "ask", "refine") else []
    )
    if model is None or not open_ids or reading.language != "en":
        return reading
    try:
        found = {id: attitude(text, context.catalogue.item(id).title, model, patience) for id in open_ids[:5]}
    except AssistantError:
        return reading
    return _merged(reading, found, text, context)


def attitude(text: str, title: str, model: BaseChatModel, patience: Patience | None = None) -> str:
    """``likes``, ``dislikes``, ``seen`` or ``neutral``. Any error of a foreign model is the model's."""
    from langchain_core.messages import HumanMessage, SystemMessage

    schema = {
        "type": "object",
        "properties": {"attitude": {"enum": ["likes", "dislikes", "seen", "neutral"]}},
        "required": ["attitude"],
        "additionalProperties": False,
        "title": "Attitude",
    }
    asked = render("understand", "en")
    message = f"Message: {fence(text, 1000)}\nTitle: {fence(title, 200)}"

    def ask(given_up: Event) -> Any:
        options: dict[str, Any] = {"stop_event": given_up} if takes_limits(model) else {}
        return model.with_structured_output(schema, **options).invoke([SystemMessage(asked), HumanMessage(message)])

    try:
        return str((patience or Patience()).call("understand", ask)["attitude"])
    except AssistantError:
        raise
    except Exception as error:
        raise ModelFailed(f"The language model stopped ({type(error).__name__}).", "Try again.") from error


def _merged(reading: Reading, found: dict[str, str], text: str, context: Context) -> Reading:
    update = reading.update
    for id, attitude in found.items():
        for name in (name for name in OPINIONS if name == attitude):
            opinion = Opinion(id=id, title=context.catalogue.item(id).title, turn=context.turn, said=text.strip()[:200])
            told: dict[str, Any] = {name: (*opinions(update, name), opinion)}
            update = replace(update, **told)
    return replace(reading, update=update)
