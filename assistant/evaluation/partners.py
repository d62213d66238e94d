"""Whom a scripted or simulated person can talk to: our own assistant here, somebody else's in `foreign`.

A `Talk` is one conversation. It also tells what the latest reply *shows*: an expectation about what an assistant does
not tell (its ledger, say) is neither passed nor failed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from assistant.conversation import Reply
from assistant.memory import Event
from assistant.preferences import Opinion, Wish
from assistant.session import Assistant, Feedback

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler

#: Everything that a whole reply tells.
WHOLE = frozenset(field.name for field in fields(Reply))


class Talk(Protocol):
    """One conversation: each method gives the reply to what the person says or clicks."""

    def say(self, text: str) -> Reply: ...

    def feedback(self, item_id: str, opinion: Feedback) -> Reply: ...

    def why(self, item_id: str) -> Reply: ...

    def remove(self, entry: Opinion | Wish) -> Reply: ...

    def undo(self) -> Reply: ...

    @property
    def shows(self) -> frozenset[str]:
        """The parts of the latest `Reply` that were really told, ``why`` of its items, and counted ``model_calls``."""
        ...

    @property
    def model_calls(self) -> int:
        """How often a language model has been called in this conversation."""
        ...

    def log(self) -> Sequence[Event] | None:
        """The log of the conversation, or None where it cannot be read."""
        ...


class Partner(Protocol):
    """Opens a conversation in a language (``auto``, ``en``, ``zh``), with so many items in a reply."""

    def __call__(self, language: str, count: int | None = None) -> Talk: ...


class Own:
    """A session of an assistant in this process: it shows everything."""

    shows = WHOLE | {"why", "model_calls"}

    def __init__(self, assistant: Assistant, language: str, count: int | None = None) -> None:
        self._assistant = assistant
        self._session = assistant.session(language=language, count=count)
        self._calls = calls_of(assistant._parts.model)
        self._before = self._calls()

    @property
    def model_calls(self) -> int:
        return self._calls() - self._before

    def say(self, text: str) -> Reply:
        return self._session.say(text)

    def feedback(self, item_id: str, opinion: Feedback) -> Reply:
        return self._session.feedback(item_id, opinion)

    def why(self, item_id: str) -> Reply:
        return self._session.why(item_id)

    def remove(self, entry: Opinion | Wish) -> Reply:
        return self._session.remove(entry)

    def undo(self) -> Reply:
        return self._session.undo()

    def log(self) -> Sequence[Event]:
        return self._assistant._parts.memory.events(self._session.id)


def own(assistant: Assistant) -> Partner:
    """An assistant of this process as a partner."""
    return lambda language, count=None: Own(assistant, language, count)


def calls_of(model: Any) -> Callable[[], int]:
    """Counts the calls of a LangChain chat model from now on; 0 for ever where there is none."""
    if model is None:
        return lambda: 0
    known = [handler for handler in model.callbacks or [] if isinstance(handler, _counter())]
    if not known:
        known = [_counter()()]
        model.callbacks = [*(model.callbacks or []), known[0]]
    return lambda: int(known[0].calls)  # type: ignore[attr-defined]


@cache
def _counter() -> type[BaseCallbackHandler]:
    from langchain_core.callbacks import BaseCallbackHandler

    class Counter(BaseCallbackHandler):
        """Counts how often a model is asked."""

        def __init__(self) -> None:
            self.calls = 0

        def on_chat_model_start(self, *_: Any, **__: Any) -> None:
            self.calls += 1

    return Counter
