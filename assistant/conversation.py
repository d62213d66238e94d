"""What one turn of a conversation is: `Turn` (what the person sent), `Reply` (what they get). Values and JSON only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from assistant.preferences import Preferences
from retrievers.query import EvidenceKind

Intent = Literal[
    "recommend", "refine", "more_like", "surprise", "feedback", "why", "compare", "ask",
    "accept", "undo", "forget", "chat", "off_topic", "stop", "restart",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """Streamed while a turn runs: the step that has just begun, such as ``understand``, ``retrieve`` or ``explain``."""

    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Delta:
    """Streamed while a turn runs: verified text to append to what was shown before."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One entry of the history: what the person typed (or clicked, as ``action``) and the reply to it."""

    number: int
    said: str
    reply: Reply
    action: str = "say"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """One licensed reason: the evidence it stands on (see `retrievers.query.Evidence`) and its wording."""

    kind: EvidenceKind
    weight: float
    facts: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplyItem:
    """An item of a reply. ``new`` is true when it is recommended now, false when it is only spoken about."""

    id: str
    title: str
    year: int | None = None
    kind: str | None = None
    genres: tuple[str, ...] = ()
    new: bool = True
    score: float | None = None
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question about one facet with options that can be clicked (each is also a valid answer when typed)."""

    facet: str
    text: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Relaxed:
    """A hard wish that was loosened: ``left`` items met all wishes with it, ``after`` meet the remaining ones."""

    wish: str
    left: int
    after: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplyError:
    """Why a message was not taken: a short ``code`` for programs and a ``hint`` for people."""

    code: str
    hint: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """The answer to one message, the same from Python, the terminal, HTTP and the evaluation."""

    session: str
    turn: int
    intent: Intent
    language: str
    text: str
    error: ReplyError | None = None
    items: tuple[ReplyItem, ...] = ()
    question: Question | None = None
    preferences: Preferences = Preferences()
    changes: tuple[str, ...] = ()
    relaxed: tuple[Relaxed, ...] = ()
    verified: bool = True
    replaced: int = 0
    model: str = "none"
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """A dictionary of plain JSON values; `from_json` gives the same reply back."""
        result: dict[str, Any] = _adapter().dump_python(self, mode="json")
        return result

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Reply:
        """The reply that `to_json` wrote. Raises ``ValueError`` when ``data`` is not one."""
        reply: Reply = _adapter().validate_python(data)
        return reply


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter  # 70 ms, and only needed where a reply crosses a border

    return TypeAdapter(Reply)
