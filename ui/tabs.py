"""One browser tab's conversation: its messages, the suggestions on show, what is being answered. Knows no widgets."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.conversation import Delta, Intent, Question, Reply, ReplyItem
from assistant.errors import AssistantError
from assistant.preferences import Preferences
from retrievers.errors import RetrievalError
from ui.labels import LABELS, label
from ui.markdown import escape_block
from ui.present import Card, Chip, notes, spoken
from ui.protocol import Assistant, Busy, Feedback, Gate, Session, Streamed

#: After these the old suggestions are history: they leave the page even when nothing new takes their place.
_CLEARING: frozenset[Intent] = frozenset(("accept", "stop", "restart"))
_KEPT_MESSAGES = 400


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """Something the person did: its words in the conversation, and what the session answers."""

    words: str
    answer: Callable[[Session, threading.Event], Iterator[Streamed]]

    @staticmethod
    def say(text: str) -> Action:
        return Action(words=text, answer=lambda session, stop: session.stream(text, stop))

    @staticmethod
    def judge(card: Card, opinion: Feedback, language: str) -> Action:
        words = label(f"did_{opinion}", language, title=card.title)
        return Action._once(words, lambda session: session.feedback(card.id, opinion))

    @staticmethod
    def why(card: Card, language: str) -> Action:
        return Action._once(label("did_why", language, title=card.title), lambda session: session.why(card.id))

    @staticmethod
    def remove(chip: Chip, language: str) -> Action:
        return Action._once(label("did_remove", language, label=chip.label), lambda session: session.remove(chip.entry))

    @staticmethod
    def undo(language: str) -> Action:
        return Action._once(label("did_undo", language), lambda session: session.undo())

    @staticmethod
    def _once(words: str, reply: Callable[[Session], Reply]) -> Action:
        """An action that is answered in one piece."""

        def answer(session: Session, stop: threading.Event) -> Iterator[Streamed]:
            yield reply(session)

        return Action(words=words, answer=answer)


class Tab:
    """The state behind one browser tab. Its session is opened with the first thing said; tabs never share one.

    ``busy`` from the moment something is taken until it is answered: meanwhile nothing else is taken.
    """

    def __init__(self, assistant: Assistant, gate: Gate, language: str = "en") -> None:
        self.assistant, self.gate, self.language = assistant, gate, language
        self.messages: list[dict[str, str]] = []
        self.items: tuple[ReplyItem, ...] = ()
        self.question: Question | None = None
        self.question_told = False
        self.notes: tuple[str, ...] = ()
        self.busy = False
        self._session: Session | None = None
        self._next: Action | None = None
        self._running = self._failed = False
        self._stop = threading.Event()

    @property
    def preferences(self) -> Preferences:
        return self._session.preferences if self._session else Preferences()

    @property
    def empty(self) -> bool:
        return not self.messages

    def accept(self, action: Action) -> bool:
        """Show what was said at once, for `run` to answer; false when something else is being answered."""
        if self.busy:
            return False
        self.busy, self._next, self._stop = True, action, threading.Event()
        self._append("user", action.words)
        return True

    def stop(self) -> None:
        """End the reply that is being written, or what still waits for its turn."""
        self._stop.set()
        self.busy = self._running

    def run(self) -> Iterator[None]:
        """Answer what was taken; yields whenever there is something new to show."""
        action, self._next = self._next, None
        if action is None:
            return
        self._running = True
        self._append("assistant", label("waiting", self.language) + " …")
        try:
            yield
            with self.gate.one_turn():
                yield from self._answer(action)
        except Busy:
            self._show(label("busy", self.language))
        except (AssistantError, RetrievalError) as error:
            self._show(f"{error} {error.hint}".strip())
        except Exception:
            self._failed = True
            raise
        finally:
            self._stop.set()
            self.busy = self._running = False
        yield

    def recover(self) -> None:
        """After a turn that broke: an answer that says so instead of one that never comes."""
        if self._failed:
            self._failed = False
            self._show(label("failed", self.language))

    def _answer(self, action: Action) -> Iterator[None]:
        if self._stop.is_set():
            return self._show(label("stopped", self.language))
        shown = ""
        self._session = self._session or self.assistant.session()
        parts = action.answer(self._session, self._stop)
        for part in parts:
            if isinstance(part, Reply):
                self._take(part)
                return
            if isinstance(part, Delta):
                shown += part.text
                self._show(shown)
            elif not shown and part.name in LABELS:
                self._show(label(part.name, self.language) + " …")
            try:
                yield
            except GeneratorExit:  # the browser has gone: let the session end and record its turn
                self._stop.set()
                deque(parts, 0)
                raise

    def _take(self, reply: Reply) -> None:
        self.language = reply.language if reply.language in ("en", "zh") else self.language
        text = spoken(reply)
        self._show(f"{text} {label('stopped', self.language)}".strip() if self._stop.is_set() else text)
        new = tuple(item for item in reply.items if item.new)
        if new or reply.intent in _CLEARING:
            self.items = new
        self.question, self.notes = reply.question, notes(reply)
        self.question_told = reply.question is not None and reply.question.text in text

    def _append(self, role: str, text: str) -> None:
        self.messages.append({"role": role, "content": escape_block(text)})
        del self.messages[:-_KEPT_MESSAGES]

    def _show(self, text: str) -> None:
        self.messages[-1] = {"role": "assistant", "content": escape_block(text)}
