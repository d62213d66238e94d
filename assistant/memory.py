"""An append-only SQLite log of turns, one session beside another: the state of a session is the replay of its log.

It knows nothing of what the updates mean (`preferences` does) and keeps nothing outside its one file.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from assistant.conversation import Reply
from assistant.errors import AssistantError, NotFound
from assistant.preferences import Preferences, PreferenceUpdate, apply

Control = Literal["", "undo", "restart"]

_SCHEMA = 1
_MIGRATIONS = {
    1: """
    CREATE TABLE sessions (id TEXT PRIMARY KEY, user TEXT, catalogue TEXT NOT NULL, started TEXT NOT NULL);
    CREATE TABLE events (
        session TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
        turn INTEGER NOT NULL,
        at TEXT NOT NULL,
        action TEXT NOT NULL,
        said TEXT NOT NULL,
        control TEXT NOT NULL,
        changes TEXT NOT NULL,
        reply TEXT,
        trace TEXT NOT NULL,
        PRIMARY KEY (session, turn)
    ) WITHOUT ROWID;
    CREATE INDEX sessions_of_user ON sessions(user);
    """
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One line of the log. ``action`` is how it came (say, like, dislike, seen, remove, undo, why, profile).

    ``update`` is what it did to the ledger, ``control`` whether it took the last change back or started afresh;
    ``trace`` holds what the reply stands on (query, scores, timings), for people who want to know why.
    """

    turn: int
    action: str = "say"
    said: str = ""
    control: Control = ""
    update: PreferenceUpdate = PreferenceUpdate()
    reply: Reply | None = None
    trace: dict[str, Any] | None = None
    at: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionSummary:
    """A session in a listing: ``turns`` counts messages and clicks."""

    id: str
    user: str | None
    catalogue: str
    started: str
    turns: int


def replay(events: Sequence[Event]) -> list[Preferences]:
    """Every ledger that stands, oldest first, the current one last: undo takes the last away, restart adds an empty one."""
    stack = [Preferences()]
    for event in events:
        if event.control == "undo":
            stack = stack[:-1] or [Preferences()]
        elif event.control == "restart":
            stack.append(Preferences())
        else:
            ledger, _ = apply(stack[-1], event.update)
            if ledger != stack[-1]:
                stack.append(ledger)
    return stack or [Preferences()]


class Memory:
    """The log file. Safe to share between threads of one process; other processes may read and write it too."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = Lock()
        try:
            self._connection = sqlite3.connect(path, check_same_thread=False, timeout=10, isolation_level=None)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
                self._connection.execute(f"PRAGMA {pragma}")
            self._migrate()
        except sqlite3.DatabaseError as error:
            raise AssistantError(
                f"The conversation log '{path}' cannot be opened ({error}).", "Move the file away to start a new one."
            ) from error

    def _migrate(self) -> None:
        version = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
        if version > _SCHEMA:
            raise AssistantError(
                f"The conversation log '{self.path}' was written by a newer version.", "Update Sommelier."
            )
        for step in range(version + 1, _SCHEMA + 1):
            self._connection.executescript(f"BEGIN; {_MIGRATIONS[step]} PRAGMA user_version = {step}; COMMIT;")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def start(self, catalogue: str, user: str | None = None, id: str | None = None) -> str:
        """Begin a session and return its id."""
        id = id or uuid.uuid4().hex[:12]
        with self._transaction() as db:
            db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (id, user, catalogue, _now()))
        return id

    def append(self, session: str, event: Event) -> None:
        """Add one event. Raises ``sqlite3.IntegrityError`` where the turn is already taken by another writer."""
        row = (
            session, event.turn, event.at or _now(), event.action, event.said, event.control, _dump(event.update),
            None if event.reply is None else json.dumps(event.reply.to_json(), ensure_ascii=False),
            json.dumps(event.trace or {}, ensure_ascii=False),
        )  # fmt: skip
        with self._transaction() as db:
            db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def has(self, session: str) -> bool:
        with self._lock:
            return self._connection.execute("SELECT 1 FROM sessions WHERE id = ?", (session,)).fetchone() is not None

    def summary(self, session: str) -> SessionSummary:
        """Raises `NotFound` where there is no such session."""
        for found in self.sessions():
            if found.id == session:
                return found
        raise NotFound(f"There is no session '{session}'.", "List them: sommelier sessions list")

    def events(self, session: str) -> list[Event]:
        """The events of a session in order. Raises `NotFound` where there is no such session."""
        if not self.has(session):
            raise NotFound(f"There is no session '{session}'.", "List them: sommelier sessions list")
        query = (
            "SELECT turn, at, action, said, control, changes, reply, trace FROM events WHERE session = ? ORDER BY turn"
        )
        with self._lock:
            rows = self._connection.execute(query, (session,)).fetchall()
        return [
            Event(turn=turn, at=at, action=action, said=said, control=control, update=_load(changes),
                  reply=Reply.from_json(json.loads(reply)) if reply else None, trace=json.loads(trace))
            for turn, at, action, said, control, changes, reply, trace in rows
        ]  # fmt: skip

    def sessions(self, user: str | None = None) -> list[SessionSummary]:
        """Every session, newest first; those of one person where ``user`` is given."""
        query = (
            "SELECT s.id, s.user, s.catalogue, s.started, COUNT(e.turn) FROM sessions s LEFT JOIN events e ON e.session = s.id "
            "WHERE ?1 IS NULL OR s.user = ?1 GROUP BY s.id ORDER BY s.started DESC, s.id"
        )
        with self._lock:
            rows = self._connection.execute(query, (user,)).fetchall()
        return [SessionSummary(id=i, user=u, catalogue=c, started=s, turns=t) for i, u, c, s, t in rows]

    def export(self, session: str) -> dict[str, Any]:
        """Everything that is kept of a session, as plain JSON values."""
        summary = self.summary(session)
        events = [
            {"turn": e.turn, "at": e.at, "action": e.action, "said": e.said, "control": e.control,
             "update": json.loads(_dump(e.update)), "reply": e.reply.to_json() if e.reply else None, "trace": e.trace}
            for e in self.events(session)
        ]  # fmt: skip
        return {"session": summary.id, "user": summary.user, "catalogue": summary.catalogue, "started": summary.started,
                "events": events}  # fmt: skip

    def forget(self, *, session: str | None = None, user: str | None = None) -> int:
        """Erase one session, or all of one person, from the file and its journal; how many sessions were erased."""
        column, value = ("id", session) if session is not None else ("user", user)
        with self._transaction() as db:
            ids = [row[0] for row in db.execute(f"SELECT id FROM sessions WHERE {column} = ?", (value,))]
            for id in ids:
                db.execute("DELETE FROM events WHERE session = ?", (id,))
                db.execute("DELETE FROM sessions WHERE id = ?", (id,))
        with self._lock:
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if not ids:
            who = f"session '{session}'" if session is not None else f"session of '{user}'"
            raise NotFound(f"There is no {who}.", "List them: sommelier sessions list")
        return len(ids)

    def check(self) -> str:
        """``ok``, or the first thing that SQLite finds wrong with the file."""
        with self._lock:
            return str(self._connection.execute("PRAGMA integrity_check").fetchone()[0])

    def close(self) -> None:
        with self._lock:
            self._connection.close()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@cache
def _updates() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(PreferenceUpdate)


def _dump(update: PreferenceUpdate) -> str:
    return str(_updates().dump_json(update).decode())


def _load(text: str) -> PreferenceUpdate:
    update: PreferenceUpdate = _updates().validate_json(text)
    return update
