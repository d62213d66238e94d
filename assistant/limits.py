"""The time that a turn may take, and that its model may take of it: what is not there in time is done without.

A model is read in a thread of its own, so that one that says nothing keeps nobody waiting. It does not know what is
read, nor what stands in for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import copy_context
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import Any, TypeVar

from assistant.errors import OutOfResources

T = TypeVar("T")

_TICK = 0.05  # seconds between two looks at the person's stop while the model says nothing


class Patience:
    """What is left of a turn's time, in seconds. ``late`` are the steps whose model did not come to its end in time.

    ``short`` are those whose model itself ran out, of memory or of time (`OutOfResources`).
    """

    def __init__(self, turn: float = float("inf"), model: float = float("inf")) -> None:
        """``turn`` is for the whole turn, from now on; ``model`` for all that its model does, waiting included."""
        self._ends = monotonic() + turn
        self._model = model
        self.late: list[str] = []
        self.short: list[str] = []

    @property
    def left(self) -> float:
        """How long the model may still take, in seconds; never below 0."""
        return max(0.0, min(self._ends - monotonic(), self._model))

    def read(self, step: str, parts: Callable[[Event], Iterator[T]], stop: Event | None = None) -> Iterator[T]:
        """What ``parts`` yields. Raises `OutOfResources` when the time is over, and whatever ``parts`` raises.

        ``parts`` is given an event that is set when nobody reads any more; setting ``stop`` ends the reading.
        """
        given_up, out = Event(), SimpleQueue[tuple[str, Any]]()

        def work() -> None:
            try:
                for part in parts(given_up):
                    out.put(("part", part))
                    if given_up.is_set():
                        return
                out.put(("end", None))
            except BaseException as error:  # noqa: BLE001 - a thread has nobody to raise to: the reader gets it
                out.put(("error", error))

        if self.left > 0:  # the context carries LangChain's callbacks
            Thread(target=copy_context().run, args=(work,), name="model", daemon=True).start()
        try:
            while (found := self._next(step, out, stop)) is not None:
                yield found[0]
        finally:
            given_up.set()

    def call(self, step: str, ask: Callable[[Event], T]) -> T:
        """What ``ask`` returns, within the same limits and with the same errors."""
        return next(self.read(step, lambda given_up: iter([ask(given_up)])))

    def _next(self, step: str, out: SimpleQueue[tuple[str, Any]], stop: Event | None) -> tuple[Any] | None:
        """The next part, as a tuple of one; None at the end. The time that passes meanwhile is the model's."""
        while stop is None or not stop.is_set():
            begun = monotonic()
            try:
                kind, found = out.get(timeout=min(_TICK, self.left))
            except Empty:
                if self.left > 0:
                    continue
                self.late.append(step)
                raise OutOfResources(
                    "The time for this turn is over.", "Allow more: --turn-limit, --model-limit."
                ) from None
            finally:
                self._model -= monotonic() - begun
            if kind == "error":
                if isinstance(found, OutOfResources):
                    self.short.append(step)
                raise found
            return (found,) if kind == "part" else None
        return None
