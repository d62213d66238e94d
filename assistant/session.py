"""`Assistant` opens a catalogue and hands out sessions; `Session` is one conversation: say something, get a `Reply`.

It receives ready parts (see `bootstrap`) and does not know settings, files or which model was chosen.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Event as Signal
from typing import TYPE_CHECKING, Any, Literal

from assistant import graph as graphs
from assistant.conversation import Delta, Intent, Reply, Stage, Turn
from assistant.errors import BadSettings, NotFound
from assistant.memory import Event, SessionSummary
from assistant.past import profile
from assistant.preferences import Opinion, Preferences, PreferenceUpdate, Wish
from assistant.reading import Reading
from assistant.settings import check
from assistant.turns import Parts, Turns
from assistant.wording import Wording
from retrievers.catalogue import Catalogue
from retrievers.items import Item

if TYPE_CHECKING:
    from langchain_core.callbacks import Callbacks
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import RunnableConfig

Feedback = Literal["like", "dislike", "seen"]
_LIST_OF: Mapping[str, str] = {"like": "likes", "dislike": "dislikes", "seen": "seen"}


class Assistant:
    """A catalogue to talk about. ``Assistant.open()`` makes one; use it in a ``with`` block or call `close`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._graph = graphs.compile_graph()

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
    def folder(self) -> Path:
        """The folder of the index, for `retrievers.open_index`."""
        return self._parts.index.folder

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
        self,
        id: str | None = None,
        *,
        user: str | None = None,
        language: str | None = None,
        count: int | None = None,
        callbacks: Callbacks = None,
    ) -> Session:
        """A new session, or the one called ``id`` where it was left.

        ``user`` brings in what that person told in earlier sessions; ``callbacks`` are LangChain's handlers, which see
        the steps of every turn and the model's calls. Raises `NotFound` for an id that is not there and
        `BadSettings` where the session is about another catalogue, or a setting cannot be used.
        """
        memory = self._parts.memory
        language = check("language", language or self._parts.language)
        count = check("count", self._parts.count if count is None else count)
        if id is None:
            id = memory.start(self.name, user)
            if user is not None and not (known := profile(memory, user, self.name, without=id)).empty:
                memory.append(id, Event(turn=0, action="profile", update=known))
        elif (summary := memory.summary(id)).catalogue != self.name:
            raise BadSettings(
                f"The session '{id}' is about the catalogue '{summary.catalogue}', not '{self.name}'.",
                "Open it with its own --index, or start a new session.",
            )
        return Session(self, id, language=language, count=count, callbacks=callbacks)

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


class Session:
    """One conversation. Its state is the replay of its log; two objects for one id must not be used side by side."""

    def __init__(
        self, assistant: Assistant, id: str, *, language: str, count: int, callbacks: Callbacks = None
    ) -> None:
        self._assistant = assistant
        self.id = id
        self._turns = Turns(assistant._parts, assistant._graph, id, language=language, count=count, callbacks=callbacks)

    @property
    def language(self) -> str:
        """``en``, ``zh``, or ``auto``: the language of each message."""
        return self._turns.language

    @property
    def count(self) -> int:
        """How many items a reply recommends."""
        return self._turns.count

    # ---- looking ----------------------------------------------------------------------------------------------------

    @property
    def preferences(self) -> Preferences:
        """The ledger as it stands."""
        return self._turns.past.ledgers[-1]

    @property
    def history(self) -> tuple[Turn, ...]:
        """Every message and click with its reply, oldest first."""
        return tuple(
            Turn(number=e.turn, said=e.said, reply=e.reply, action=e.action)
            for e in self._turns.past.events
            if e.reply is not None
        )

    def export(self) -> dict[str, Any]:
        """Everything that is kept of this session, as plain JSON values."""
        return self._assistant._parts.memory.export(self.id)

    # ---- talking ----------------------------------------------------------------------------------------------------

    def say(self, text: str, config: RunnableConfig | None = None) -> Reply:
        """Send a message and wait for the whole reply. ``config`` is as in `stream`."""
        return _last(self.stream(text, config=config))

    async def asay(self, text: str, config: RunnableConfig | None = None) -> Reply:
        """`say` without blocking the event loop."""
        return await asyncio.to_thread(self.say, text, config)

    def stream(
        self, text: str, stop: Signal | None = None, config: RunnableConfig | None = None
    ) -> Iterator[Stage | Delta | Reply]:
        """Send a message; stages and verified text come as they are ready, the finished `Reply` last.

        Setting ``stop``, or closing the iterator, ends the writing; what was shown until then is kept.
        ``config`` is LangChain's for this turn: its callbacks in place of the session's, tags, metadata.
        """
        yield from self._turns.play(text, stop=stop, config=config)

    async def astream(
        self, text: str, stop: Signal | None = None, config: RunnableConfig | None = None
    ) -> AsyncIterator[Stage | Delta | Reply]:
        """`stream` without blocking the event loop."""
        stop = stop or Signal()
        events = self.stream(text, stop, config)
        try:
            while (event := await asyncio.to_thread(next, events, None)) is not None:
                yield event
        finally:
            stop.set()  # where the consumer left early, the writing ends too

    def feedback(self, item_id: str, opinion: Feedback) -> Reply:
        """Note an opinion on an item, as the buttons under a card do. Raises `NotFound` for an unknown item."""
        if opinion not in _LIST_OF:
            raise BadSettings(f"The opinion '{opinion}' is not known.", "Use like, dislike or seen.")
        item = self._item(item_id)
        entry = Opinion(id=item.id, title=item.title, turn=self._turns.past.next_turn, said=f"({opinion})")
        told: dict[str, Any] = {_LIST_OF[opinion]: (entry,)}
        return self._click(opinion, item.title, "feedback", PreferenceUpdate(**told), (item.id,))

    def remove(self, entry: Opinion | Wish) -> Reply:
        """Take one entry out of the ledger, as the ✕ of its chip does."""
        said = entry.title if isinstance(entry, Opinion) else Wording(self._turns.spoken).wish(entry)
        return self._click("remove", said, "feedback", PreferenceUpdate(remove=(entry,)))

    def undo(self) -> Reply:
        """Take the last change of the ledger back."""
        return self._click("undo", "", "undo", PreferenceUpdate())

    def why(self, item_id: str) -> Reply:
        """Why an item was recommended, in depth; or, if it was not, why not. Raises `NotFound` for an unknown item."""
        item = self._item(item_id)
        return self._click("why", item.title, "why", PreferenceUpdate(), (item.id,))

    # ---- inside -----------------------------------------------------------------------------------------------------

    def _item(self, id: str) -> Item:
        if self._assistant.catalogue.row(id) is None:
            raise NotFound(f"The catalogue holds no item '{id}'.", "Use an id that a reply gave.")
        return self._assistant.catalogue.item(id)

    def _click(
        self, action: str, said: str, intent: Intent, update: PreferenceUpdate, about: Sequence[str] = ()
    ) -> Reply:
        reading = Reading(intent=intent, update=update, about=tuple(about), language=self._turns.spoken)
        return _last(self._turns.play(said, given=reading, action=action))


def _last(events: Iterator[Stage | Delta | Reply]) -> Reply:
    reply = None
    for event in events:
        if isinstance(event, Reply):
            reply = event
    assert reply is not None
    return reply
