"""The turns of one session: run one after the other, each recorded in the log when it ends, however it ends.

It does not know what a turn does (`graph`, `turn`); a message that cannot be read at all is refused here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from threading import Event as Signal
from threading import Lock
from typing import TYPE_CHECKING, Any

from assistant import graph as graphs
from assistant.conversation import Delta, Reply, ReplyError, Stage
from assistant.errors import SessionBusy
from assistant.limits import Patience
from assistant.memory import Control, Event, Memory
from assistant.past import Past
from assistant.preferences import PreferenceUpdate
from assistant.reading import Reading
from assistant.rules import language_of
from assistant.settings import MODEL_LIMIT, TURN_LIMIT
from assistant.steps.clarify import Policy, clarify
from assistant.turn import TurnContext, TurnState
from assistant.wording import Wording
from assistant.writer import Writer

if TYPE_CHECKING:
    from langchain_core.callbacks import Callbacks
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import RunnableConfig

    from retrievers.hybrid import Hybrid, Weights
    from retrievers.index import Index

#: A longer message is not read.
LONGEST_MESSAGE = 8_000
_PATIENCE_S = 60.0  # how long a message waits for the one before it
_STAGES = ("understand", "retrieve", "rank", "explain")


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What an assistant is made of: an opened index, the log, and a model with the steps the gate allows it.

    ``turn_limit`` and ``model_limit`` are how long a turn, and the model in it, may take, in seconds.
    ``weights`` stand in for those that suit the index, ``clarify`` decides what is asked. Where not ``verifies``, a
    model's sentences are shown as they come and the reply is marked as unverified. ``reload`` loads the same model in
    another precision, where it can be had in several. All four are for measurements.
    """

    index: Index
    memory: Memory
    model: BaseChatModel | None = None
    model_name: str = "none"
    steps: frozenset[str] = frozenset()
    notices: tuple[str, ...] = ()
    language: str = "auto"
    count: int = 3
    turn_limit: float = TURN_LIMIT
    model_limit: float = MODEL_LIMIT
    weights: Weights | None = None
    clarify: Policy = clarify
    verifies: bool = True
    reload: Callable[[str], BaseChatModel] | None = None

    @cached_property
    def hybrid(self) -> Hybrid:
        """The retriever, with ``weights`` where they are given."""
        return self.index.hybrid if self.weights is None else self.index.weighted(self.weights)


class Turns:
    """What `Session` plays its messages and clicks with."""

    def __init__(
        self, parts: Parts, graph: Any, session: str, *, language: str, count: int, callbacks: Callbacks = None
    ) -> None:
        self.id = session
        self.language = language
        self.count = count
        self.callbacks = callbacks
        self.past = Past(events=parts.memory.events(session))
        self._parts = parts
        self._graph = graph
        self._lock = Lock()  # one turn at a time

    @property
    def spoken(self) -> str:
        """The language of the next reply where the message does not tell: the one set, else the one used last."""
        if self.language != "auto":
            return self.language
        return self.past.replies[-1].language if self.past.replies else "en"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One turn after the other: a stream that nobody reads to its end, or closes, keeps the next one waiting."""
        if not self._lock.acquire(timeout=_PATIENCE_S):
            raise SessionBusy("This session is still busy with another message.", "Read that reply to its end first.")
        try:
            yield
        finally:
            self._lock.release()

    def play(
        self,
        text: str,
        *,
        stop: Signal | None = None,
        given: Reading | None = None,
        action: str = "say",
        config: RunnableConfig | None = None,
    ) -> Iterator[Stage | Delta | Reply]:
        """One turn: stages and text as they come, then the reply, which is in the log by then.

        ``given`` is what a click means. Setting ``stop`` or closing the iterator ends the writing; what was shown until
        then is kept. Whatever goes wrong inside leaves the log as it was.
        """
        if (refused := self._refused(text)) is not None:
            yield refused
            return
        stop = stop or Signal()
        with self._alone():
            begun = time.perf_counter()
            context = self._context(stop)
            state = TurnState(text=text, turn=self.past.next_turn, preferences=context.ledgers[-1], given=given)
            events = graphs.run(self._graph, state, context, self._config(config))
            shown = ""
            try:
                for event in events:
                    if isinstance(event, TurnState):
                        state = event
                    else:
                        shown += event.text if isinstance(event, Delta) else ""
                        yield event
            except GeneratorExit:
                stop.set()
                events.close()  # waits for the step that is running: nothing changes the state after this
                state.cut(shown)
                self._record(state, context, text, action, begun)
                raise
            yield self._record(state, context, text, action, begun)

    def _config(self, given: RunnableConfig | None) -> RunnableConfig:
        """What LangChain's callbacks are told of the turn: its name and where it belongs; the caller's words win."""
        own: RunnableConfig = {"run_name": "turn", "callbacks": self.callbacks}
        told = {"session": self.id, "turn": self.past.next_turn, **((given or {}).get("metadata") or {})}
        return {**own, **(given or {}), "metadata": told}

    def _context(self, stop: Signal) -> TurnContext:
        parts, past = self._parts, self.past
        return TurnContext(
            reading=past.context(parts.index, self.spoken),
            hybrid=parts.hybrid,
            ledgers=past.ledgers,
            shown=past.shown,
            asked=past.asked,
            last_found=past.found,
            simulated=parts.index.manifest.simulated,
            name=parts.index.manifest.name,
            writer=Writer(
                model=parts.model,
                steps=parts.steps,
                stop=stop,
                patience=Patience(parts.turn_limit, parts.model_limit),
                verifies=parts.verifies,
            ),
            clarify=parts.clarify,
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
            session=self.id, turn=turn.turn, intent=turn.reading.intent, language=wording.language, text=turn.said,
            items=turn.items, question=turn.question, preferences=turn.preferences,
            changes=tuple(wording.change(change) for change in turn.changes), relaxed=turn.relaxed,
            verified=self._parts.verifies or not turn.by_model, replaced=turn.replaced, model=self._parts.model_name,
            timings_ms=timings,
        )  # fmt: skip
        self._append(reply, text, action, turn.control, turn.update, _trace(turn, context.writer.patience))
        if turn.found is not None and turn.recommends:
            self.past.found = turn.found
        return reply

    def _append(
        self, reply: Reply, said: str, action: str, control: Control, update: PreferenceUpdate, trace: dict[str, Any]
    ) -> None:
        event = Event(
            turn=reply.turn, action=action, said=said, control=control, update=update, reply=reply, trace=trace
        )
        self._parts.memory.append(self.id, event)
        self.past.events.append(event)

    def _refused(self, text: str) -> Reply | None:
        """The reply to a message that cannot be read at all; nothing is changed and the words are not kept."""
        code = ""
        if len(text) > LONGEST_MESSAGE:
            code = "too_long"
        elif any("\ud800" <= character <= "\udfff" for character in text):
            code = "undecodable"
        if not code:
            return None
        with self._alone():
            told = self.language == "auto" and code == "too_long"
            language = language_of(text[:200], self.spoken) if told else self.spoken
            wording = Wording(language)
            if code == "too_long":
                hint = wording.reply("too-long", length=f"{len(text):,}", limit=f"{LONGEST_MESSAGE:,}")
            else:
                hint = wording.reply("undecodable")
            reply = Reply(
                session=self.id, turn=self.past.next_turn, intent="chat", language=language, text=hint,
                error=ReplyError(code=code, hint=hint), preferences=self.past.ledgers[-1], model=self._parts.model_name,
                timings_ms={name: 0.0 for name in (*_STAGES, "first_text", "total")},
            )  # fmt: skip
            self._append(reply, "", code, "", PreferenceUpdate(), {})
            return reply


def _trace(turn: TurnState, patience: Patience) -> dict[str, Any]:
    """What the reply stands on, for the log: the search and the scores, not the words; and where a model gave out."""
    gave_out = {name: steps for name, steps in (("late", patience.late), ("short", patience.short)) if steps}
    if turn.found is None:
        return gave_out
    return {
        **gave_out,
        "text": turn.found.query.text,
        "liked": list(turn.found.query.liked),
        "like": list(turn.reading.like),
        "like_since": turn.reading.like_since,
        "adventurous": turn.found.query.adventurous,
        "candidates": [[c.item.id, None if c.score is None else round(c.score, 4)] for c in turn.found.candidates[:10]],
        "by_model": turn.by_model,
    }
