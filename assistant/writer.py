"""Wording by the language model, sentence by sentence, each verified before it is shown; the plain wording behind it.

It does not know what a step is about: it is given the plain sentence, the facts and the licence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from prompts import fence, render

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_MOST_SENTENCES = 2
_MOST_TOKENS = 90


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """Text to show. ``replaced``: how many of the model's sentences were not licensed and gave way to it."""

    text: str
    replaced: int = 0
    by_model: bool = False


@dataclass(frozen=True, kw_only=True)
class Writer:
    """``steps`` are those the gate allows ``model``; for any other step, and with no model, the plain text is given."""

    model: BaseChatModel | None = None
    steps: Collection[str] = ()
    stop: Event | None = None

    def may(self, step: str) -> bool:
        return self.model is not None and step in self.steps

    def write(self, step: str, plain: str, facts: str, language: str, is_licensed: Callable[[str], bool],
              sentences: Callable[[str], Iterator[str]]) -> Iterator[Piece]:  # fmt: skip
        """The model's licensed sentences for ``facts``, or ``plain`` where the first of them is not licensed.

        A model that fails in the middle gives way to the plain text as well: the person never sees half a claim.
        """
        if not self.may(step) or (self.stop is not None and self.stop.is_set()):
            yield Piece(text=plain)
            return
        shown = 0
        try:
            for sentence in self._sentences(step, facts, language, sentences):
                if not is_licensed(sentence):
                    break
                yield Piece(text=sentence if not shown else f" {sentence}", by_model=True)
                shown += 1
                if shown == _MOST_SENTENCES:
                    return
            else:
                if shown:
                    return
        except AssistantError:
            if shown:
                return
        if shown:
            yield Piece(text="", replaced=1)
        else:
            yield Piece(text=plain, replaced=1)

    def _sentences(
        self, step: str, facts: str, language: str, sentences: Callable[[str], Iterator[str]]
    ) -> Iterator[str]:
        """The model's sentences as they are finished."""
        assert self.model is not None
        from langchain_core.messages import HumanMessage, SystemMessage

        messages: list[Any] = [SystemMessage(render(step, language)), HumanMessage(fence(facts, 2000))]
        text, given = "", 0
        bound = (
            self.model.bind(max_new_tokens=_MOST_TOKENS, stop_event=self.stop) if _is_local(self.model) else self.model
        )
        for chunk in bound.stream(messages):
            text += chunk.text if isinstance(chunk.text, str) else str(chunk.content)
            finished = list(sentences(text))
            for sentence in finished[given:-1]:
                given += 1
                yield sentence
        yield from list(sentences(text))[given:]


def _is_local(model: Any) -> bool:
    return type(model).__name__ == "QuantizedChatModel"
