"""The HTTP interface under ``/api``: sessions, messages (whole or streamed), feedback, the ledger. Replies as JSON.

Every error is ``{"error": {"code", "hint"}}`` with a fitting status. The page and this share one `Gate`.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import asdict
from typing import Any, Literal

import anyio
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.exceptions import HTTPException

from assistant.conversation import Delta, Reply, Stage
from assistant.errors import AssistantError, BadSettings, NotFound
from assistant.preferences import Opinion, Wish
from retrievers.errors import RetrievalError
from ui.guard import refusal
from ui.present import GROUPS
from ui.protocol import Assistant, Busy, Gate, Session, Streamed

_OPEN_SESSIONS = 256


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewSession(_Body):
    """All optional: whose conversation it is, its language, and how many items a reply has."""

    user: str | None = Field(default=None, max_length=200)
    language: Literal["auto", "en", "zh"] | None = None
    count: int | None = Field(default=None, ge=1, le=10)


class Message(_Body):
    """What the person says. Longer than 8,000 characters is answered by the session itself, with an error."""

    text: str


class FeedbackOn(_Body):
    """The button under a card."""

    item: str = Field(max_length=400)
    opinion: Literal["like", "dislike", "seen"]


class Entry(_Body):
    """An entry of the ledger to take out: ``{"id": …}`` for an item, or a wish as it stands in ``preferences``."""

    model_config = ConfigDict(extra="ignore")  # an entry may be sent back whole

    list: Literal["likes", "dislikes", "seen", "rejected", "wishes"] | None = None
    id: str | None = None
    facet: str | None = None
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    min: float | None = None
    max: float | None = None

    def means(self, entry: Opinion | Wish) -> bool:
        if isinstance(entry, Opinion):
            return self.id == entry.id
        return self.facet is not None and (self.facet, self.include, self.exclude, self.min, self.max) == (
            entry.facet, entry.include, entry.exclude, entry.min, entry.max,
        )  # fmt: skip


class Removal(_Body):
    entry: Entry


class _Sessions:
    """The sessions that clients opened; the longest unused ones are let go and opened again from the store."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant, self.open = assistant, OrderedDict[str, Session]()
        self.lock = threading.Lock()

    def new(self, wanted: NewSession) -> Session:
        session = self.assistant.session(user=wanted.user, language=wanted.language, count=wanted.count)
        with self.lock:
            return self.keep(session)

    def find(self, id: str) -> Session:
        """Raises `NotFound` for an id that is neither open nor stored."""
        with self.lock:  # held throughout: two objects for one session must not be
            return self.keep(self.open.get(id) or self.assistant.session(id))

    def keep(self, session: Session) -> Session:
        self.open[session.id] = session
        self.open.move_to_end(session.id)
        while len(self.open) > _OPEN_SESSIONS:
            self.open.popitem(last=False)
        return session


def install_api(app: FastAPI, assistant: Assistant, gate: Gate) -> None:
    """Put the interface and its error answers on ``app``."""
    app.include_router(build_router(assistant, gate))
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    for family in (AssistantError, RetrievalError, Busy):
        app.add_exception_handler(family, _failed)


def build_router(assistant: Assistant, gate: Gate) -> APIRouter:
    """The routes. Blocking ones run in threads; one turn at a time passes the gate."""
    router = APIRouter(prefix="/api")
    sessions = _Sessions(assistant)

    def turn(id: str, act: Callable[[Session], Reply]) -> dict[str, Any]:
        session = sessions.find(id)
        with gate.one_turn():
            return act(session).to_json()

    @router.get("/health")
    def health() -> dict[str, Any]:
        about = {"catalogue": assistant.name, "about": assistant.about, "items": len(assistant.catalogue)}
        return {"status": "ok", **about, "model": assistant.model_name}

    @router.post("/sessions", status_code=201)
    def open_session(wanted: NewSession | None = None) -> dict[str, str]:
        return {"session": sessions.new(wanted or NewSession()).id}

    @router.get("/sessions/{id}")
    def export(id: str) -> dict[str, Any]:
        return sessions.find(id).export()

    @router.post("/sessions/{id}/messages")
    def say(id: str, message: Message) -> dict[str, Any]:
        return turn(id, lambda session: session.say(message.text))

    @router.post("/sessions/{id}/messages/stream")
    def stream(id: str, message: Message) -> StreamingResponse:
        events = _events(sessions.find(id), message.text, gate)
        return StreamingResponse(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    @router.post("/sessions/{id}/feedback")
    def feedback(id: str, given: FeedbackOn) -> dict[str, Any]:
        _require_item(assistant, given.item)
        return turn(id, lambda session: session.feedback(given.item, given.opinion))

    @router.delete("/sessions/{id}/preferences")
    def remove(id: str, removal: Removal) -> dict[str, Any]:
        return turn(id, lambda session: session.remove(_entry(session, removal.entry)))

    @router.post("/sessions/{id}/undo")
    def undo(id: str) -> dict[str, Any]:
        return turn(id, lambda session: session.undo())

    @router.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
    def nothing_here(rest: str) -> Response:
        return refusal(404, "not_found", "There is nothing at this address.")

    return router


async def _events(session: Session, text: str, gate: Gate) -> AsyncIterator[str]:
    """Server-sent events ``stage``, ``delta``, last ``reply`` or ``error``. A client that leaves stops the turn."""
    stop = threading.Event()

    def parts() -> Iterator[Streamed]:
        with gate.one_turn():
            yield from session.stream(text, stop)

    running = parts()
    try:
        async for part in iterate_in_threadpool(running):
            yield _event(part)
    except (AssistantError, RetrievalError, Busy) as error:
        yield f"event: error\ndata: {json.dumps(_error_body(error))}\n\n"
    finally:
        stop.set()
        with anyio.CancelScope(shield=True):  # let the session end and record its turn
            await run_in_threadpool(deque, running, 0)


def _event(part: Streamed) -> str:
    name = {Stage: "stage", Delta: "delta", Reply: "reply"}[type(part)]
    return f"event: {name}\ndata: {json.dumps(part.to_json() if isinstance(part, Reply) else asdict(part))}\n\n"


def _entry(session: Session, wanted: Entry) -> Opinion | Wish:
    groups = (wanted.list,) if wanted.list else GROUPS
    found = (entry for group in groups for entry in getattr(session.preferences, group) if wanted.means(entry))
    entry: Opinion | Wish | None = next(found, None)
    if entry is None:
        raise NotFound("The ledger has no such entry.", "Send an entry as it stands in the reply's preferences.")
    return entry


def _require_item(assistant: Assistant, id: str) -> None:
    try:
        assistant.catalogue.item(id)
    except KeyError:
        raise NotFound(f"There is no item “{id[:80]}”.", "Item ids stand in the reply's items.") from None


# --- errors


def _error_body(error: Exception) -> dict[str, dict[str, str]]:
    if isinstance(error, Busy):
        return {"error": {"code": "busy", "hint": "Many turns are waiting already. Please try again in a moment."}}
    code = "".join(f"_{c.lower()}" if c.isupper() else c for c in type(error).__name__).lstrip("_")
    return {"error": {"code": code, "hint": f"{error} {getattr(error, 'hint', '')}".strip()}}


def _failed(request: Request, error: Exception) -> Response:
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, Busy) else None
    statuses = {Busy: 429, NotFound: 404, BadSettings: 422}
    return JSONResponse(_error_body(error), status_code=statuses.get(type(error), 503), headers=headers)


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}.get(error.status_code, "http_error")
    return refusal(error.status_code, code, str(error.detail), dict(error.headers or {}))


def _invalid(request: Request, error: Exception) -> Response:
    """What is wrong where, without repeating what was sent."""
    assert isinstance(error, RequestValidationError)
    places = [f"{'.'.join(str(p) for p in e['loc'][1:]) or 'body'}: {e['msg']}" for e in error.errors()[:3]]
    return refusal(422, "invalid", "; ".join(places))
