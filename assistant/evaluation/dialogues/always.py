"""What no reply may break, checked in every turn of every script without being asked.

Nothing known comes back, hard wishes are met or set aside aloud, every title and every figure is as recorded, the
ledger is the replay of the log. What an assistant does not show is not checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.conversation import Reply, ReplyItem
from assistant.evaluation.dialogues.figures import Figures
from assistant.evaluation.dialogues.results import Failure
from assistant.memory import Event, replay
from assistant.preferences import OPINIONS, Preferences, opinions, to_query
from assistant.session import Assistant
from retrievers import filters

_UNFIT = re.compile(
    r"<\|[^>]*\|>|</?[a-z][^>]*>|\[/?INST\]|!\[|\]\(|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069\ufeff]",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
_NOTHING = Preferences()


class Watch:
    """Watches one conversation: `look` at each reply in order."""

    def __init__(self, assistant: Assistant, figures: Figures | None = None) -> None:
        self._catalogue = assistant.catalogue
        self._figures = figures or Figures(assistant)
        self._shown: set[str] = set()
        self._asked: set[str] = set()
        self._ledgers = [_NOTHING]

    def look(
        self, reply: Reply, shows: frozenset[str], log: Callable[[], Sequence[Event] | None] = lambda: None
    ) -> Iterator[Failure]:
        """Everything that is wrong with ``reply``, whatever the script expects; ``shows`` is what it really tells."""
        new = [item for item in reply.items if item.new]
        for needs, name, check in self._checks(reply, new, log):
            if needs <= shows:
                for message in check:
                    yield Failure(turn=0, expectation=f"always: {name}", message=message)
        self._remember(reply, new, shows)

    def _checks(
        self, reply: Reply, new: Sequence[ReplyItem], log: Callable[[], Sequence[Event] | None]
    ) -> Iterator[tuple[set[str], str, Iterator[str]]]:
        """What a check needs to be shown, its name, and what it finds."""
        told = {"items", "preferences"}
        yield {"items"}, "in the catalogue", self._recorded(reply)
        yield {"items"}, "nothing twice", self._again(new, self._shown, "shown before")
        yield told, "nothing known", self._again(new, _told(reply.preferences), "liked, disliked, seen or rejected")
        yield told | {"relaxed"}, "hard wishes", self._broken(reply, new)
        yield {"text"}, "clean text", _unclean(reply)
        yield {"text", "items", "verified"}, "entries", self._entries(reply, new)
        yield {"verified"}, "verified", iter([] if reply.verified else ["an unverified sentence was shown"])
        yield {"items", "question", "intent"}, "no pushing", _pushing(reply, new)
        yield {"question", "intent"}, "asked once", self._repeated_question(reply)
        yield {"preferences"}, "one mind", self._two_minds(reply.preferences)
        yield {"preferences", "error"}, "errors change nothing", self._changed(reply)
        yield {"preferences", "intent"}, "undo", self._lost(reply)
        yield {"items"}, "true figures", self._figures.wrong(reply)
        yield {"preferences", "timings_ms"}, "replay of the log", _replayed(reply, log)

    def _remember(self, reply: Reply, new: Sequence[ReplyItem], shows: frozenset[str]) -> None:
        self._shown |= {item.id for item in new}
        if reply.intent == "restart":
            self._asked.clear()
        if reply.question:
            self._asked.add(reply.question.facet)
        if "preferences" in shows and reply.error is None:
            if reply.intent == "undo":
                self._ledgers = self._ledgers[:-1] or [_NOTHING]
            if reply.preferences != self._ledgers[-1]:
                self._ledgers.append(reply.preferences)

    # ---- items --------------------------------------------------------------------------------------------------

    def _recorded(self, reply: Reply) -> Iterator[str]:
        """Items that are not in the catalogue, or are told to be what their record does not say."""
        for item in reply.items:
            if self._catalogue.row(item.id) is None:
                yield f"'{item.title}' is not in the catalogue"
                continue
            record = self._catalogue.item(item.id)
            if item.title not in {record.title, *record.titles.values()}:
                yield f"'{item.title}' is called '{record.title}'"
            for name in ("year", "kind"):
                if getattr(item, name) not in (None, getattr(record, name)):
                    yield f"'{item.title}' has the {name} {getattr(record, name)}, not {getattr(item, name)}"
            if not set(item.genres) <= set(record.genres):
                yield f"'{item.title}' has the genres {list(record.genres)}, not {list(item.genres)}"

    def _again(self, new: Sequence[ReplyItem], known: set[str], how: str) -> Iterator[str]:
        ids = [item.id for item in new]
        for at, item in enumerate(new):
            if item.id in known or item.id in ids[:at]:
                yield f"'{item.title}' came back although it was {how}"

    def _broken(self, reply: Reply, new: Sequence[ReplyItem]) -> Iterator[str]:
        """Hard wishes that new items do not meet; the reply may have set aside as many as it says."""
        rows = [(item, row) for item in new if (row := self._catalogue.row(item.id)) is not None]
        broken: dict[str, str] = {}
        for constraint in to_query(reply.preferences).constraints if rows else ():
            passing = filters.satisfied(self._catalogue, constraint)
            if constraint.hard and passing.any():  # what no item meets at all is no wish that could be kept
                unmet = next((item.title for item, row in rows if not passing[row]), None)
                broken |= {} if unmet is None else {constraint.facet: unmet}
        if len(broken) > len(reply.relaxed):
            for facet, title in broken.items():
                yield f"'{title}' does not meet the hard wish {facet}"

    def _entries(self, reply: Reply, new: Sequence[ReplyItem]) -> Iterator[str]:
        """The numbered lines of a recommendation are its items, each under its own title, in their order."""
        entries = _ENTRY.findall(reply.text) if new else []
        if new and [int(number) for number, _ in entries] != list(range(1, len(new) + 1)):
            yield f"{len(entries)} numbered entries in the text for {len(new)} items"
            return
        for item, (number, line) in zip(new, entries, strict=False):
            row = self._catalogue.row(item.id)
            titles = {item.title} if row is None else {*self._catalogue.items[row].titles.values(), item.title}
            if not line.removeprefix("《").startswith(tuple(titles)):
                yield f"entry {number} is not '{item.title}': {line[:60]!r}"

    # ---- the conversation ---------------------------------------------------------------------------------------

    def _repeated_question(self, reply: Reply) -> Iterator[str]:
        if reply.question and reply.intent != "restart" and reply.question.facet in self._asked:
            yield f"asked about {reply.question.facet} again"

    # ---- the ledger ---------------------------------------------------------------------------------------------

    def _two_minds(self, ledger: Preferences) -> Iterator[str]:
        """An item is liked, disliked or rejected, never two of these, and each entry says where it came from."""
        ids = [o.id for name in OPINIONS if name != "seen" for o in opinions(ledger, name)]
        for id in {id for id in ids if ids.count(id) > 1}:
            yield f"the ledger is of two minds about '{id}'"
        for opinion in (o for name in OPINIONS for o in opinions(ledger, name)):
            if self._catalogue.row(opinion.id) is None:
                yield f"the ledger holds '{opinion.title}', which is not in the catalogue"
            elif not opinion.said:
                yield f"the ledger does not say where '{opinion.title}' came from"

    def _changed(self, reply: Reply) -> Iterator[str]:
        if reply.error is not None and (reply.preferences != self._ledgers[-1] or reply.items):
            yield f"the error {reply.error.code} changed the ledger, or came with items"

    def _lost(self, reply: Reply) -> Iterator[str]:
        """After undo the ledger is the one before the last change, but for what the same message says besides."""
        before = self._ledgers[-2] if len(self._ledgers) > 1 else _NOTHING
        if reply.intent == "undo" and not reply.changes and reply.preferences != before:
            yield "undo did not bring back the ledger before the last change"


def _told(ledger: Preferences) -> set[str]:
    return {o.id for name in OPINIONS for o in opinions(ledger, name)}


def _unclean(reply: Reply) -> Iterator[str]:
    if match := _UNFIT.search(reply.text):
        yield f"markup or control characters in the text: {match[0]!r} in {reply.text[:80]!r}"
    if not reply.text.strip():
        yield "the reply says nothing"


def _pushing(reply: Reply, new: Sequence[ReplyItem]) -> Iterator[str]:
    """Nobody is offered more once they have chosen or said goodbye."""
    if reply.intent in ("accept", "stop") and (reply.question or new):
        yield f"more was offered after '{reply.intent}'"


def _replayed(reply: Reply, log: Callable[[], Sequence[Event] | None]) -> Iterator[str]:
    events = log()
    if events is None:
        return
    if replay(events)[-1] != reply.preferences:
        yield "the ledger is not the replay of the log"
    if Reply.from_json(reply.to_json()) != reply:
        yield "the reply does not survive JSON"
