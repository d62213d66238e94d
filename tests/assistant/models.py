"""LangChain chat models for the tests: one that says given texts, one that fails, one that is slow."""

import time

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

from assistant.errors import ModelFailed


class Saying(BaseChatModel):
    """Says ``texts`` in turn, word by word; raises ``error`` after ``fails_after`` words of each."""

    texts: list[str]
    fails_after: int | None = None
    error: type[Exception] = ModelFailed
    pause: float = 0.0  # seconds before each word
    asked: list = Field(default_factory=list)

    @property
    def _llm_type(self):
        return "saying"

    def _next(self, messages):
        self.asked.append(messages)
        return self.texts[(len(self.asked) - 1) % len(self.texts)]

    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self._next(messages)))])

    def _stream(self, messages, stop=None, run_manager=None, **kwargs):
        for at, word in enumerate(self._next(messages).split(" ")):
            if at == self.fails_after:
                raise self.error("broken")
            time.sleep(self.pause)
            yield ChatGenerationChunk(message=AIMessageChunk(content=word if at == 0 else f" {word}"))
