"""What our chat models share: LangChain's four ways of asking, the options of a call, shapes, and how an answer ends.

A model of ours says only how its texts are written (``_write``). This file does not know where it computes.
"""

import asyncio
import threading
from abc import abstractmethod
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import agenerate_from_stream, generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.errors import BadSettings, ModelFailed
from assistant.llm.grammar import as_grammar


@dataclass(frozen=True, kw_only=True)
class Options:
    """What one call may set; the fields of the model give the rest."""

    max_new_tokens: int
    temperature: float
    top_p: float
    seed: int | None
    deadline_s: float | None
    stop_event: threading.Event | None = None
    response_format: Any = None


class SommelierChatModel(BaseChatModel):
    """A chat model that is stopped, limited and given a ``response_format``, a shape or a Grammar, by each call."""

    model_name: str = "local"
    cache: bool = False  # no process-wide cache of conversations, whatever LangChain is told elsewhere
    max_new_tokens: int = 256
    temperature: float = 0.0
    top_p: float = 0.95
    seed: int | None = None
    deadline_s: float | None = None

    options_type: ClassVar[type[Options]] = Options

    @abstractmethod
    def _write(
        self, messages: Sequence[BaseMessage], stop: Sequence[str], options: Any, *given_up: threading.Event
    ) -> Iterator[ChatGenerationChunk]:
        """The pieces of one answer, then ``last``. ``options`` are of ``options_type``; ``given_up`` ends it."""

    def with_structured_output(self, schema: Any, *, include_raw: bool = False, **kwargs: Any) -> Runnable[Any, Any]:
        """A runnable that gives a value of ``schema`` (a pydantic class, a JSON schema, a list of strings).

        With ``include_raw`` a dictionary of ``raw``, ``parsed`` and ``parsing_error``, as everywhere in LangChain.
        """
        grammar = as_grammar(schema)
        asked = self.bind(response_format=grammar, **kwargs)

        def parse(message: BaseMessage) -> Any:
            return grammar.parse(str(message.text))

        def both(message: BaseMessage) -> dict[str, Any]:
            try:
                return {"raw": message, "parsed": parse(message), "parsing_error": None}
            except ModelFailed as error:
                return {"raw": message, "parsed": None, "parsing_error": error}

        return asked | RunnableLambda(both if include_raw else parse)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        yield from self._write(messages, _stops(stop), self._options(kwargs))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._write(messages, _stops(stop), self._options(kwargs)))

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        given_up = threading.Event()
        chunks = self._write(messages, _stops(stop), self._options(kwargs), given_up)
        try:  # each is waited for in a thread; a task that is cancelled leaves nothing behind
            while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
                yield chunk
        finally:
            given_up.set()

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return await agenerate_from_stream(self._astream(messages, stop, None, **kwargs))

    def _options(self, given: Mapping[str, Any]) -> Options:
        known = {field.name for field in fields(self.options_type)}
        if unknown := sorted(set(given) - known):
            raise BadSettings(f"{unknown[0]!r} is not an option of the model", f"Options: {', '.join(sorted(known))}.")
        own = {name: getattr(self, name) for name in known if name in type(self).model_fields}
        return self.options_type(**{**own, **given})


def piece(text: str) -> ChatGenerationChunk:
    """A piece of an answer."""
    return ChatGenerationChunk(message=AIMessageChunk(content=text))


def last(usage: UsageMetadata, **metadata: Any) -> ChatGenerationChunk:
    """The empty piece at the end, with the accounts."""
    return ChatGenerationChunk(
        message=AIMessageChunk(
            content="", chunk_position="last", usage_metadata=usage, response_metadata=dict(metadata)
        )
    )


def _stops(stop: list[str] | None) -> list[str]:
    return [text for text in stop or () if text]
