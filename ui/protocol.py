"""What the doors need of the assistant, as protocols, and the `Gate` that lets one turn run at a time."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, Protocol

from assistant.conversation import Delta, Reply, Stage, Turn
from assistant.preferences import Opinion, Preferences, Wish
from ui.present import Catalogue

Feedback = Literal["like", "dislike", "seen"]
Streamed = Stage | Delta | Reply


class Session(Protocol):
    """One conversation. ``stream`` ends with exactly one `Reply`; setting ``stop`` ends it soon."""

    @property
    def id(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def preferences(self) -> Preferences: ...
    @property
    def history(self) -> tuple[Turn, ...]: ...

    def say(self, text: str) -> Reply: ...
    def stream(self, text: str, stop: threading.Event | None = None) -> Iterator[Streamed]: ...
    def feedback(self, item_id: str, opinion: Feedback) -> Reply: ...
    def remove(self, entry: Opinion | Wish) -> Reply: ...
    def undo(self) -> Reply: ...
    def why(self, item_id: str) -> Reply: ...
    def export(self) -> dict[str, Any]: ...


class CatalogueView(Catalogue, Protocol):
    def __len__(self) -> int: ...


class Assistant(Protocol):
    """What gives out sessions over one catalogue; ``session`` raises `NotFound` for an id that is not there."""

    @property
    def catalogue(self) -> CatalogueView: ...
    @property
    def name(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def model_name(self) -> str: ...
    @property
    def writes(self) -> Collection[str]: ...
    @property
    def notices(self) -> Sequence[str]: ...

    def described(self, language: str) -> str: ...
    def session(
        self, id: str | None = None, *, user: str | None = None, language: str | None = None, count: int | None = None
    ) -> Session: ...


class Busy(Exception):
    """Too many turns are waiting already; ``retry_after`` is in seconds."""

    retry_after = 5


class Gate:
    """Lets one turn run at a time, and at most ``waiting`` stand in line: with one model more would only be slower."""

    def __init__(self, waiting: int = 16) -> None:
        self._turn = threading.Lock()
        self._places = threading.Semaphore(waiting + 1)

    @contextmanager
    def one_turn(self) -> Iterator[None]:
        """Wait for the turn. Raises `Busy` at once when the line is full."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            with self._turn:
                yield
        finally:
            self._places.release()
