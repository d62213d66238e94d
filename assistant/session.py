"""`Assistant` opens a catalogue and hands out sessions; `Session` is one conversation: say something, get a `Reply`.

It receives ready parts (see `bootstrap`) and does not know settings, files or which model was chosen.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event as Signal
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from assistant import graph as graphs
from assistant.conversation import Delta, Question, Reply, ReplyError, Stage, Turn
from assistant.errors import BadSettings, NotFound
from assistant.memory import Control, Event, Memory, SessionSummary, replay
from assistant.preferences import Opinion, Preferences, PreferenceUpdate, Wish, apply
from assistant.reading import Context, Reading
from assistant.rules import language_of
from assistant.steps.retrieve import Found
from assistant.turn import RECOMMENDS, TurnContext, TurnState
from assistant.wording import Wording
from assistant.writer import Writer
from retrievers.catalogue import Catalogue

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from retrievers.index import Index

#: A longer message is not read.
LONGEST_MESSAGE = 8_000
Feedback = Literal["like", "dislike", "seen"]
_LIST_OF: Mapping[str, str] = {"like": "likes", "dislike": "dislikes", "seen": "seen"}
_STAGES = ("understand", "retrieve", "rank", "explain")


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What an assistant is made of: an opened index, the log, and a model with the steps the gate allows it."""

    index: Index
    memory: Memory
    model: BaseChatModel | None = None
    model_name: str = "none"
    steps: frozenset[str] = frozenset()
    notices: tuple[str, ...] = ()
    language: str = "auto"
    count: int = 3


class Assistant:
    """A catalogue to talk about. ``Assistant.open()`` makes one; use it in a ``with`` block or call `close`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._graph = graphs.compile_graph()
        self._generating = Lock()  # the model writes one reply at a time

    @classmethod
    def open(cls, index: Path | str | None = None, model: str | BaseChatModel = "auto", **settings: Any) -> Assistant:
        """Open an index (the demo where none is named, built first if it is missing) with a model.

        ``model`` is a name of ``sommelier models list``, a folder, ``none``, ``auto``, or any LangChain chat model.
        ``settings`` are those of `Settings`, such as ``data_dir``, ``language`` and ``count``.
        """
        from assistant.bootstrap import open_assistant

        return open_assistant(index=index, model=model, **settings)

    @property
    def catalogue(self) -> Catalogue:
        """The items: ``catalogue.item(id)``."""
        return self._parts.index.catalogue

    @property
    def name(self) -> str:
        """The name of the catalogue."""
        return self._parts.index.manifest.name

    @property
    def about(self) -> str:
        """One phrase: how many items of which kind, and whether the ratings are simulated."""
        return self.described("en")

    def described(self, language: str) -> str:
        """`about` in a language."""
        manifest = self._parts.index.manifest
        return Wording(language, simulated=manifest.simulated).about(manifest.name, manifest.kinds)

    @property
    def model_name(self) -> str:
        """The model that is loaded, or ``none``."""
        return self._parts.model_name

    @property
    def writes(self) -> frozenset[str]:
        """The steps that the gate allows the model."""
        return self._parts.steps

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know about how this assistant runs, a sentence each."""
        return (*self._parts.notices, *self._parts.index.store.notices)

    def session(
        self, id: str | None = None, *, user: str | None = None, language: str | None = None, count: int | None = None
    ) -> Session:
        """A new session, or the one called ``id`` where it was left.

        ``user`` brings in what that person told in earlier sessions. Raises `NotFound` for an id that is not there and
        `BadSettings` where the session is about another catalogue.
        """
        memory = self._parts.memory
        if id is None:
            id = memory.start(self.name, user)
            if user is not None and (known := _profile(memory, user, self.name, without=id)) != PreferenceUpdate():
                memory.append(id, Event(turn=0, action="profile", update=known))
        elif (summary := memory.summary(id)).catalogue != self.name:
            raise BadSettings(
                f"The session '{id}' is about the catalogue '{summary.catalogue}', not '{self.name}'.",
                "Open it with its own --index, or start a new session.",
            )
        return Session(self, id, language=language or self._parts.language, count=count or self._parts.count)

    def sessions(self, user: str | None = None) -> list[SessionSummary]:
        """Every session that is kept, newest first."""
        return self._parts.memory.sessions(user)

    def close(self) -> None:
        """Let go of the index and the log."""
        self._parts.index.close()
        self._parts.memory.close()

    def __enter__(self) -> Assistant:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass
class _Past:
    """What a session looks back on, kept beside the log so that it need not be read again for every turn."""

    events: list[Event] = field(default_factory=list)
    found: Found | None = None

    @property
    def replies(self) -> list[Reply]:
        return [event.reply for event in self.events if event.reply is not None]

    @property
    def shown(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.id for reply in self.replies for item in reply.items if item.new))

    @property
    def asked(self) -> frozenset[str]:
        return frozenset(reply.question.facet for reply in self.replies if reply.question)

    @property
    def question(self) -> Question | None:
        return self.replies[-1].question if self.replies else None


class Session:
    """One conversation. Its state is the replay of its log; two objects for one id must not be used side by side."""

    def __init__(self, assistant: Assistant, id: str, *, language: str, count: int) -> None:
        self._assistant = assistant
        self.id = id
        self.language = language
        self.count = count
        self._past = _Past(events=assistant._parts.memory.events(id))
        self._lock = Lock()

    # ---- looking ------------------------------------------------------------------------------------------------------

    @property
    def preferences(self) -> Preferences:
        """The ledger as it stands."""
        return replay(self._past.events)[-1]

    @property
    def history(self) -> tuple[Turn, ...]:
        """Every message and click with its reply, oldest first."""
        return tuple(
            Turn(number=e.turn, said=e.said, reply=e.reply, action=e.action)
            for e in self._past.events
            if e.reply is not None
        )

    def export(self) -> dict[str, Any]:
        """Everything that is kept of this session, as plain JSON values."""
        return self._assistant._parts.memory.export(self.id)

    # ---- talking ------------------------------------------------------------------------------------------------------

    def say(self, text: str) -> Reply:
        """Send a message and wait for the whole reply."""
        return _last(self.stream(text))

    async def asay(self, text: str) -> Reply:
        """`say` without blocking the event loop."""
        return await asyncio.to_thread(self.say, text)

    def stream(self, text: str, stop: Signal | None = None) -> Iterator[Stage | Delta | Reply]:
        """Send a message; stages and verified text come as they are ready, the finished `Reply` last.

        Setting ``stop``, or closing the iterator, ends the writing; what was shown until then is kept.
        """
        if (refused := self._refused(text)) is not None:
            yield refused
            return
        yield from self._turn(text, stop=stop or Signal())

    async def astream(self, text: str, stop: Signal | None = None) -> AsyncIterator[Stage | Delta | Reply]:
        """`stream` without blocking the event loop."""
        events = self.stream(text, stop)
        while (event := await asyncio.to_thread(next, events, None)) is not None:
            yield event

    def feedback(self, item_id: str, opinion: Feedback) -> Reply:
        """Note an opinion on an item, as the buttons under a card do. Raises `NotFound` for an unknown item."""
        if opinion not in _LIST_OF:
            raise BadSettings(f"The opinion '{opinion}' is not known.", "Use like, dislike or seen.")
        item = self._item(item_id)
        entry = Opinion(id=item.id, title=item.title, turn=self._next_turn, said=f"({opinion})")
        return self._click(
            opinion, item.title, "feedback", PreferenceUpdate(**{_LIST_OF[opinion]: (entry,)}), (item.id,)
        )

    def remove(self, entry: Opinion | Wish) -> Reply:
        """Take one entry out of the ledger, as the ✕ of its chip does."""
        said = entry.title if isinstance(entry, Opinion) else self._wording().wish(entry)
        return self._click("remove", said, "feedback", PreferenceUpdate(remove=(entry,)))

    def undo(self) -> Reply:
        """Take the last change of the ledger back."""
        return self._click("undo", "", "undo", PreferenceUpdate())

    def why(self, item_id: str) -> Reply:
        """Why an item was recommended, in depth; or, if it was not, why not. Raises `NotFound` for an unknown item."""
        item = self._item(item_id)
        return self._click("why", item.title, "why", PreferenceUpdate(), (item.id,))

    # ---- the turn -----------------------------------------------------------------------------------------------------

    @property
    def _next_turn(self) -> int:
        return self._past.events[-1].turn + 1 if self._past.events else 1

    @property
    def _spoken(self) -> str:
        """The language of the next reply where the message does not tell: the one set, else the one used last."""
        if self.language != "auto":
            return self.language
        return self._past.replies[-1].language if self._past.replies else "en"

    def _wording(self) -> Wording:
        index = self._assistant._parts.index
        return Wording(self._spoken, simulated=index.manifest.simulated, catalogue=index.catalogue)

    def _item(self, id: str) -> Any:
        if self._assistant.catalogue.row(id) is None:
            raise NotFound(f"The catalogue holds no item '{id}'.", "")
        return self._assistant.catalogue.item(id)

    def _click(self, action: str, said: str, intent: Any, update: PreferenceUpdate, about: Sequence[str] = ()) -> Reply:
        reading = Reading(intent=intent, update=update, about=tuple(about), language=self._spoken)
        return _last(self._turn(said, given=reading, action=action, stop=Signal()))

    def _turn(
        self, text: str, *, stop: Signal, given: Reading | None = None, action: str = "say"
    ) -> Iterator[Stage | Delta | Reply]:
        with self._lock:
            begun = time.perf_counter()
            context = self._context(stop)
            state = TurnState(text=text, turn=self._next_turn, given=given)
            finished: TurnState = state
            try:
                for event in graphs.run(self._assistant._graph, state, context):
                    if isinstance(event, TurnState):
                        finished = event
                    else:
                        yield event
            except GeneratorExit:
                stop.set()
                self._record(finished, context, text, action, begun)
                raise
            yield self._record(finished, context, text, action, begun)

    def _context(self, stop: Signal) -> TurnContext:
        parts = self._assistant._parts
        index, past = parts.index, self._past
        ledgers = replay(past.events)
        latest = next((r for r in reversed(past.replies) if any(i.new for i in r.items)), None)
        spoken = next((r for r in reversed(past.replies) if r.items), None)
        catalogue = index.catalogue
        reading = Context(
            catalogue=catalogue,
            titles=index.titles,
            preferences=ledgers[-1],
            shown=tuple(catalogue.item(i.id) for i in latest.items if i.new) if latest else (),
            focus=tuple(i.id for i in spoken.items) if spoken and spoken is not latest else (),
            question=past.question,
            turn=self._next_turn,
            language=self._spoken,
        )
        return TurnContext(
            reading=reading,
            hybrid=index.hybrid,
            ledgers=ledgers,
            shown=past.shown,
            asked=past.asked,
            last_found=past.found,
            simulated=index.manifest.simulated,
            about={"name": index.manifest.name},
            writer=Writer(model=parts.model, steps=parts.steps, stop=stop),
            reader=parts.model if "understand" in parts.steps else None,
            language=self.language,
            count=self.count,
            stop=stop,
        )

    def _record(self, turn: TurnState, context: TurnContext, text: str, action: str, begun: float) -> Reply:
        """Make the reply, append the event to the log, and keep what the next turn looks back on."""
        wording = turn.wording(context)
        timings = {name: round(turn.timings.get(name, 0.0), 1) for name in _STAGES}
        timings["first_text"] = round(1000 * ((turn.first_text or time.perf_counter()) - begun), 1)
        timings["total"] = round(1000 * (time.perf_counter() - begun), 1)
        reply = Reply(
            session=self.id, turn=turn.turn, intent=turn.reading.intent, language=wording.language, text=turn.said.strip(),
            items=turn.items, question=turn.question, preferences=turn.preferences,
            changes=tuple(wording.change(change) for change in turn.changes), relaxed=turn.relaxed,
            replaced=turn.replaced, model=self._assistant.model_name, timings_ms=timings,
        )  # fmt: skip
        self._append(reply, text, action, turn.control, turn.reading.update, _trace(turn))
        if turn.found is not None and turn.reading.intent in RECOMMENDS:
            self._past.found = turn.found
        return reply

    def _append(
        self, reply: Reply, said: str, action: str, control: Control, update: PreferenceUpdate, trace: dict[str, Any]
    ) -> None:
        event = Event(
            turn=reply.turn, action=action, said=said, control=control, update=update, reply=reply, trace=trace
        )
        self._assistant._parts.memory.append(self.id, event)
        self._past.events.append(event)

    def _refused(self, text: str) -> Reply | None:
        """The reply to a message that cannot be read at all; nothing is changed and the words are not kept."""
        code = ""
        if len(text) > LONGEST_MESSAGE:
            code = "too_long"
        elif any("\ud800" <= character <= "\udfff" for character in text):
            code = "undecodable"
        if not code:
            return None
        with self._lock:
            language = (
                language_of(text[:200], self._spoken)
                if self.language == "auto" and code == "too_long"
                else self._spoken
            )
            values = {"length": f"{len(text):,}", "limit": f"{LONGEST_MESSAGE:,}"} if code == "too_long" else {}
            hint = Wording(language).reply(code.replace("_", "-"), **values)
            reply = Reply(
                session=self.id, turn=self._next_turn, intent="chat", language=language, text=hint,
                error=ReplyError(code=code, hint=hint), preferences=self.preferences, model=self._assistant.model_name,
                timings_ms={name: 0.0 for name in (*_STAGES, "first_text", "total")},
            )  # fmt: skip
            self._append(reply, "", code, "", PreferenceUpdate(), {})
            return reply


def _last(events: Iterator[Stage | Delta | Reply]) -> Reply:
    reply = None
    for event in events:
        if isinstance(event, Reply):
            reply = event
    assert reply is not None
    return reply


def _trace(turn: TurnState) -> dict[str, Any]:
    """What the reply stands on, for the log: the search and the scores, not the words."""
    if turn.found is None:
        return {}
    return {
        "text": turn.found.query.text,
        "liked": list(turn.found.query.liked),
        "adventurous": turn.found.query.adventurous,
        "candidates": [[c.item.id, None if c.score is None else round(c.score, 4)] for c in turn.found.candidates[:10]],
        "by_model": turn.by_model,
    }


def _profile(memory: Memory, user: str, catalogue: str, *, without: str) -> PreferenceUpdate:
    """What a person told in earlier sessions about this catalogue: opinions and hard exclusions, oldest first."""
    ledger = Preferences()
    for summary in reversed(memory.sessions(user)):
        if summary.id == without or summary.catalogue != catalogue:
            continue
        told = replay(memory.events(summary.id))[-1]
        lasting = tuple(w for w in told.wishes if w.hard and w.exclude)
        update = PreferenceUpdate(
            likes=told.likes, dislikes=told.dislikes, seen=told.seen, rejected=told.rejected, wishes=lasting, add=True
        )
        ledger, _ = apply(ledger, update)
    return PreferenceUpdate(
        **{f: getattr(replace(ledger), f) for f in ("likes", "dislikes", "seen", "rejected", "wishes")}
    )
