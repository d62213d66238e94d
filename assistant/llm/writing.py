"""One generation in the model's thread: pieces of text come out as they are written, and every ending is told apart.

Whoever reads is never left waiting: a stop, a deadline or a dead thread ends the reading within a tenth of a second.
This file does not know torch, prompts or LangChain; the decoder and what starts the writing are passed in.
"""

import gc
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Literal

from assistant.errors import AssistantError, ModelFailed, OutOfResources

Finish = Literal["stop", "length", "deadline", "stopped"]

_TICK = 0.05  # seconds between two looks at the stop events while no token comes


@dataclass(frozen=True, kw_only=True)
class Limits:
    """When to end: ids and strings that end a text, a ``deadline`` (``time.monotonic``), events set from outside."""

    eos: frozenset[int]
    stop: Sequence[str] = ()
    deadline: float = float("inf")
    events: Sequence[threading.Event] = ()


class Writing:
    """One side gives tokens (``take``, then ``close``), in the model's thread; the other reads text (``read``)."""

    def __init__(self, decode: Callable[[int], str | None], limits: Limits) -> None:
        """``decode`` takes the next id and gives the text that became certain with it, or None."""
        self.tokens = 0
        self.first = 0.0  # time.monotonic() of the first token
        self.finish: Finish = "length"
        self._decode, self._limits = decode, limits
        self._held, self._over = "", False
        self._out: SimpleQueue[str | AssistantError | None] = SimpleQueue()
        self._abandoned = threading.Event()

    def take(self, token: int) -> bool:
        """The next token; True once the text is complete."""
        if not self._over:
            self._take(token)
        return self._over

    def say(self, text: str, *, tokens: int = 0) -> bool:
        """The next piece of a text that does not come token by token, of so many; True once it is complete."""
        if ended := self._outside():
            self.finish, self._over = ended, True
            return True
        self.tokens += tokens
        self.first = self.first or time.monotonic()
        if self._release(text):
            self.finish, self._over = "stop", True
        return self._over

    def close(self, error: BaseException | None = None) -> None:
        """No token comes any more, for the reason of ``error`` if there is one."""
        failure = _failure(error) if error is not None else None
        del error
        if isinstance(failure, OutOfResources):
            gc.collect()  # only now, with the exception and its frames gone, is the memory free to go back
        if failure is None and self._held:
            self._out.put(self._held)
        self._out.put(failure)

    @property
    def ended(self) -> bool:
        """Has someone or the clock ended it from outside?"""
        return self._outside() is not None

    def read(self, start: Callable[[], threading.Thread]) -> Iterator[str]:
        """Have the writing started (``start`` gives the thread that writes) and yield its text.

        Afterwards ``finish`` and ``tokens`` are true. What ``close`` was told is raised, as ModelFailed or
        OutOfResources. Closing the iterator stops the writing.
        """
        try:
            thread = start()
            while (piece := self._next(thread)) is not None:
                yield piece
        finally:
            self._abandoned.set()

    def _next(self, thread: threading.Thread) -> str | None:
        while True:
            left = self._limits.deadline - time.monotonic()
            if self._asked():
                self.finish = "stopped"
                return None
            try:
                piece = self._out.get(timeout=min(_TICK, max(0.0, left)))
            except Empty:
                if left <= 0:  # after the last look: what was written in time is still handed over
                    self.finish = "deadline"
                    return None
                if thread.is_alive() or not self._out.empty():
                    continue
                raise ModelFailed("The model stopped without a word", "Try again.") from None
            if isinstance(piece, AssistantError):
                raise piece
            return piece

    def _asked(self) -> bool:
        return self._abandoned.is_set() or any(event.is_set() for event in self._limits.events)

    def _outside(self) -> Finish | None:
        """Has someone or the clock asked for the end?"""
        if self._asked():
            return "stopped"
        return "deadline" if time.monotonic() >= self._limits.deadline else None

    def _take(self, token: int) -> None:
        if ended := self._outside():
            self.finish, self._over = ended, True
            return
        self.tokens += 1
        self.first = self.first or time.monotonic()
        ends = token in self._limits.eos
        text = None if ends else self._decode(token)
        if ends or (text and self._release(text)):
            self.finish, self._over = "stop", True

    def _release(self, text: str) -> bool:
        """Queue what cannot be the beginning of a stop string; True once a stop string is complete."""
        self._held += text
        found = [at for at in map(self._held.find, self._limits.stop) if at >= 0]
        if found:
            self._held = self._held[: min(found)]
            return True
        keep = max((_overlap(self._held, stop) for stop in self._limits.stop), default=0)
        ready, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
        if ready:
            self._out.put(ready)
        return False


def _overlap(text: str, stop: str) -> int:
    """How many last characters of ``text`` may be the beginning of ``stop``."""
    return next((n for n in range(min(len(stop) - 1, len(text)), 0, -1) if text.endswith(stop[:n])), 0)


def _failure(error: BaseException) -> AssistantError:
    """The error as one of ours. Out of memory drops the original: its frames hold the tensors."""
    if isinstance(error, AssistantError):
        return error
    words = str(error)
    memory = ("out of memory", "can't allocate memory", "not enough memory")
    if isinstance(error, MemoryError) or any(word in words.lower() for word in memory):
        return OutOfResources(
            "The memory ran out while the model was writing", "Try again with a shorter conversation."
        )
    failure = ModelFailed(f"The model stopped while writing: {type(error).__name__}: {words:.200}", "Try again.")
    failure.__cause__ = error
    return failure
