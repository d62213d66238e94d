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
from assistant.errors import AssistantError, NotFound, OutOfResources
from assistant.ledger import apply
from assistant.preferences import Preferences, PreferenceUpdate

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What stands after a turn: the ledger, and what to look close to.

    ``since`` is the turn in which that was asked for in so many words; 0 where it was not.
    """

    ledger: Preferences = Preferences()
    like: tuple[str, ...] = ()
    since: int = 0


def replay(events: Sequence[Event]) -> list[Preferences]:
    """Every ledger that stands, oldest first, the current one last."""
    return [one.ledger for one in standing(events)]


def standing(events: Sequence[Event]) -> list[Standing]:
    """Everything that stands, oldest first, the current one last.

    Undo takes the last away and restart adds an empty one, before what the same message told is applied; a profile
    from earlier sessions is what everything else stands on.
    """
    stack = [Standing()]
    for event in events:
        if event.control == "undo":
            stack = stack[:-1] or [Standing()]
        now = _after(Standing() if event.control == "restart" else stack[-1], event)
        if event.action == "profile":
            stack = [now]
        elif now.ledger != stack[-1].ledger:
            stack.append(now)
        else:
            stack[-1] = now
    return stack


def _after(before: Standing, event: Event) -> Standing:
    ledger, _ = apply(before.ledger, event.update)
    if event.trace and "like" in event.trace:  # something was recommended
        return Standing(ledger=ledger, like=tuple(event.trace["like"]), since=event.trace.get("like_since", 0))
    like = tuple(id for id in before.like if id not in event.update.turned_down)
    return Standing(ledger=ledger, like=like, since=before.since)


class Memory:
    """The log file. Safe to share between threads of one process; other processes may read and write it too."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = Lock()
        with self._locked():
            self._connection = sqlite3.connect(path, check_same_thread=False, timeout=10, isolation_level=None)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
                self._connection.execute(f"PRAGMA {pragma}")
        try:
            self._migrate()
        except AssistantError:
            self._connection.close()
            raise

    def _migrate(self) -> None:
        """Bring the file to the schema of this version; in one transaction, as another process may be starting too."""
        with self._transaction() as db:
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            if version > _SCHEMA:
                raise AssistantError(
                    f"The conversation log '{self.path}' was written by a newer version.", "Update Sommelier."
                )
            for step in range(version + 1, _SCHEMA + 1):
                for statement in filter(str.strip, _MIGRATIONS[step].split(";")):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {step}")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One thread at a time; what SQLite finds wrong becomes an error with a way out."""
        with self._lock:
            try:
                yield
            except sqlite3.IntegrityError as error:
                raise AssistantError(
                    "This session was continued somewhere else in the meantime.",
                    "Open it again and repeat the message.",
                ) from error
            except sqlite3.OperationalError as error:
                raise OutOfResources(
                    f"The conversation log '{self.path}' cannot be used now ({error}).",
                    "Check that there is room on the disk and that no other program holds the file.",
                ) from error
            except sqlite3.DatabaseError as error:
                raise AssistantError(
                    f"The conversation log '{self.path}' is damaged ({error}).",
                    "Move the file away to start a new one.",
                ) from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._locked():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _rows(self, query: str, values: Sequence[str | None] = ()) -> list[Any]:
        with self._locked():
            return self._connection.execute(query, values).fetchall()

    def start(self, catalogue: str, user: str | None = None, id: str | None = None) -> str:
        """Begin a session and return its id."""
        id = id or uuid.uuid4().hex[:12]
        with self._transaction() as db:
            db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (id, user, catalogue, _now()))
        return id

    def append(self, session: str, event: Event) -> None:
        """Add one event. Raises `AssistantError` where the turn is already taken by another writer."""
        row = (
            session, event.turn, event.at or _now(), event.action, event.said, event.control, _dump(event.update),
            None if event.reply is None else json.dumps(event.reply.to_json(), ensure_ascii=False),
            json.dumps(event.trace or {}, ensure_ascii=False),
        )  # fmt: skip
        with self._transaction() as db:
            db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def has(self, session: str) -> bool:
        """Is there such a session?"""
        return bool(self._rows("SELECT 1 FROM sessions WHERE id = ?", (session,)))

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
        return [
            Event(turn=turn, at=at, action=action, said=said, control=control, update=_load(changes),
                  reply=Reply.from_json(json.loads(reply)) if reply else None, trace=json.loads(trace))
            for turn, at, action, said, control, changes, reply, trace in self._rows(query, (session,))
        ]  # fmt: skip

    def sessions(self, user: str | None = None) -> list[SessionSummary]:
        """Every session, newest first; those of one person where ``user`` is given."""
        query = (
            "SELECT s.id, s.user, s.catalogue, s.started, COUNT(e.turn) FROM sessions s "
            "LEFT JOIN events e ON e.session = s.id AND e.turn > 0 "
            "WHERE ?1 IS NULL OR s.user = ?1 GROUP BY s.id ORDER BY s.started DESC, s.rowid DESC"
        )
        rows = self._rows(query, (user,))
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
        self._rows("VACUUM")
        ((busy, *_),) = self._rows("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise OutOfResources(
                f"The words are deleted, but stay in the journal of '{self.path}' while another program reads it.",
                "End the other program and forget again.",
            )
        if not ids:
            who = f"session '{session}'" if session is not None else f"session of '{user}'"
            raise NotFound(f"There is no {who}.", "List them: sommelier sessions list")
        return len(ids)

    def check(self) -> str:
        """``ok``, or the first thing that SQLite finds wrong with the file."""
        return str(self._rows("PRAGMA integrity_check")[0][0])

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
