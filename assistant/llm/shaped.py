"""What our chat models share: structured output as LangChain users expect it, and streaming without blocking."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.errors import ModelFailed
from assistant.llm.grammar import as_grammar


class ShapedChatModel(BaseChatModel):
    """A chat model that takes ``response_format``, a shape or a Grammar, and then writes nothing else."""

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


async def in_steps(
    chunks: Iterator[ChatGenerationChunk], given_up: threading.Event
) -> AsyncIterator[ChatGenerationChunk]:
    """The chunks, each waited for in a thread; a task that is cancelled sets ``given_up`` and leaves nothing behind."""
    try:
        while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
            yield chunk
    finally:
        given_up.set()
