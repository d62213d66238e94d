"""Wording by the language model, sentence by sentence, each verified before it is shown; the plain wording behind it.

It does not know what a step is about: it is given the plain sentence, the facts and the licence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, ModelFailed
from assistant.limits import Patience
from prompts import fence, render

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_MOST_SENTENCES = 2
_MOST_TOKENS = 90
_MOST_LETTERS = 2000  # of the facts
_FINISHED = re.compile(r"[.!?。！？…][\"'”’)）」』]*$")  # a sentence that the tokens did not suffice for lacks its end


def may(steps: Collection[str], step: str, language: str) -> bool:
    """Is a step among those that a model may take over, in this language? See `llm.gate`: "explain", "explain (en)"."""
    return step in steps or f"{step} ({language})" in steps


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """Text to show. ``about`` is the id of the item whose entry begins with it; ``asks``: it is the question.

    ``replaced``: how many of the model's sentences were not licensed and gave way to it.
    """

    text: str
    about: str = ""
    asks: bool = False
    replaced: int = 0
    by_model: bool = False


@dataclass(frozen=True, kw_only=True)
class Writer:
    """``steps`` are those the gate allows ``model``; for any other step, and with no model, the plain text is given.

    ``patience`` is what the turn has left of its time.
    ``verifies``: only licensed sentences are shown; measurements of what that is worth set it to False.
    """

    model: BaseChatModel | None = None
    steps: Collection[str] = ()
    stop: Event | None = None
    patience: Patience = field(default_factory=Patience)
    verifies: bool = True

    def may(self, step: str, language: str) -> bool:
        """Does the model write this step in this language?"""
        return self.model is not None and may(self.steps, step, language)

    def write(
        self,
        step: str,
        plain: str,
        facts: str,
        language: str,
        is_licensed: Callable[[str], bool],
        sentences: Callable[[str], Iterator[str]],
    ) -> Iterator[Piece]:
        """The model's licensed sentences for ``facts``, or ``plain`` where the first of them is not licensed.

        A model that fails in the middle, or is late, gives way to the plain text as well: the person never sees half a
        claim, and never waits longer than was set.
        """
        if (
            not self.may(step, language) or self._stopped or self.patience.short
        ):  # what ran out is not tried again in this turn
            yield Piece(text=plain)
            return
        shown = replaced = 0
        try:
            for sentence in self._sentences(step, facts, language, sentences):
                if self._stopped or not _FINISHED.search(sentence):
                    break
                if self.verifies and not is_licensed(sentence):
                    replaced = 1
                    break
                yield Piece(text=f" {sentence}" if shown and language != "zh" else sentence, by_model=True)
                shown += 1
                if shown == _MOST_SENTENCES:
                    break
        except AssistantError:
            pass  # what was shown stays; where nothing was, the plain wording says it
        if replaced or not shown:
            yield Piece(text="" if shown else plain, replaced=replaced)

    @property
    def _stopped(self) -> bool:
        return self.stop is not None and self.stop.is_set()

    def _sentences(
        self, step: str, facts: str, language: str, sentences: Callable[[str], Iterator[str]]
    ) -> Iterator[str]:
        """The model's sentences as they are finished."""
        given, text = 0, ""
        parts = self.patience.read(step, lambda given_up: self._parts(step, facts, language, given_up), self.stop)
        for part in parts:
            text += part
            for sentence in list(sentences(text))[given:-1]:
                given += 1
                yield sentence
        yield from list(sentences(text))[given:]

    def _parts(self, step: str, facts: str, language: str, given_up: Event) -> Iterator[str]:
        """What the model writes, part by part. Any error of a model that is not ours counts as the model's failure."""
        assert self.model is not None
        from langchain_core.messages import HumanMessage, SystemMessage

        instruction, given = request(step, facts, language)
        messages: list[Any] = [SystemMessage(instruction), HumanMessage(given)]
        limits: dict[str, Any] = (
            {"max_new_tokens": _MOST_TOKENS, "stop_event": given_up} if takes_limits(self.model) else {}
        )
        try:
            for chunk in self.model.stream(messages, **limits):
                yield chunk.text if isinstance(chunk.text, str) else str(chunk.content)
        except AssistantError:
            raise
        except Exception as error:
            raise ModelFailed(f"The language model stopped ({type(error).__name__}).", "Try again.") from error


def request(step: str, facts: str, language: str) -> tuple[str, str]:
    """How a model is asked to write: the instruction of a step, and the facts as data. So in use, training and gate."""
    return render(step, language), fence(facts, _MOST_LETTERS)


def takes_limits(model: Any) -> bool:
    """Is it one of our own models, which can be told how much to write and when to stop?"""
    return type(model).__name__ in ("QuantizedChatModel", "RemoteChatModel")
