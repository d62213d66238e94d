"""What a session looks back on: its events, what it showed and asked, and what a person told in earlier sessions.

It reads the log but writes nothing to it, and does not know how a turn is made.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from assistant.conversation import Question, Reply
from assistant.ledger import apply
from assistant.memory import Event, Memory, Standing, replay, standing
from assistant.preferences import OPINIONS, Preferences, PreferenceUpdate, opinions
from assistant.reading import Context
from assistant.rules.chat import turns_down
from assistant.steps.retrieve import Found
from retrievers.index import Index
from retrievers.items import Item


@dataclass
class Past:
    """The events of a session, kept beside the log so that it need not be read again for every turn.

    ``found`` is the search behind the latest recommendations; None where the session was resumed since.
    """

    events: list[Event] = field(default_factory=list)
    found: Found | None = None

    @property
    def next_turn(self) -> int:
        """The number of the turn to come, from 1."""
        return self.events[-1].turn + 1 if self.events else 1

    @property
    def ledgers(self) -> list[Preferences]:
        """Every ledger that stands, the current one last."""
        return replay(self.events)

    @property
    def replies(self) -> list[Reply]:
        """Every reply, oldest first."""
        return [event.reply for event in self.events if event.reply is not None]

    @property
    def shown(self) -> tuple[str, ...]:
        """Ids of everything that was recommended."""
        return tuple(dict.fromkeys(item.id for reply in self.replies for item in reply.items if item.new))

    @property
    def asked(self) -> frozenset[str]:
        """Facets that were asked about."""
        return frozenset(reply.question.facet for reply in self.replies if reply.question)

    @property
    def question(self) -> Question | None:
        """The question that is still open: clicks and messages that could not be read do not close it."""
        said = [e.reply for e in self.events if e.action == "say" and e.reply is not None]
        return said[-1].question if said else None

    @property
    def standing(self) -> Standing:
        """The current ledger, and what is looked close to beside what the person likes."""
        return standing(self.events)[-1]

    def context(self, index: Index, language: str) -> Context:
        """What the next message can refer to."""
        catalogue = index.catalogue
        listed = [r for r in self.replies if any(item.new for item in r.items)]
        latest = next((r for r in reversed(self.replies) if r in listed or _lists_again(r)), None)
        spoken = next((r for r in reversed(self.replies) if r.items), None)
        now = self.standing
        return Context(
            catalogue=catalogue,
            titles=index.titles,
            preferences=now.ledger,
            lists=tuple(_items(reply, index) for reply in listed),
            shown=_items(latest, index) if latest else (),
            named=self._named(index),
            focus=tuple(i.id for i in spoken.items if _known(index, i.id)) if spoken and spoken is not latest else (),
            like=tuple(id for id in now.like if _known(index, id)),
            like_since=now.since,
            question=self.question,
            refused=self._refused(),
            turn=self.next_turn,
            language=language,
        )

    def _refused(self) -> int:
        """How many messages in a row, the latest last, only turned down what was shown."""
        refusals = takewhile(lambda e: e.action == "say" and turns_down(e.said), reversed(self.events))
        return sum(1 for _ in refusals)

    def _named(self, index: Index) -> tuple[str, ...]:
        """The ids that the message before gave an opinion on by their titles: what was shown goes by its number."""
        if not self.events or self.events[-1].action != "say":
            return ()
        update, before = self.events[-1].update, {i.id for reply in self.replies[:-1] for i in reply.items}
        ids = dict.fromkeys(o.id for name in OPINIONS for o in opinions(update, name) if o.id not in before)
        return tuple(id for id in ids if _known(index, id))


def _lists_again(reply: Reply) -> bool:
    """Small talk that speaks of items shows a list that was shown before."""
    return reply.intent == "chat" and bool(reply.items)


def _items(reply: Reply, index: Index) -> tuple[Item, ...]:
    """What a reply recommended, or listed again."""
    again = _lists_again(reply)
    return tuple(index.catalogue.item(i.id) for i in reply.items if (i.new or again) and _known(index, i.id))


def _known(index: Index, id: str) -> bool:
    """An item may have left the catalogue since the session was kept."""
    return index.catalogue.row(id) is not None


def profile(memory: Memory, user: str, catalogue: str, *, without: str) -> PreferenceUpdate:
    """What a person told in earlier sessions about this catalogue: opinions and hard exclusions, oldest first."""
    ledger = Preferences()
    for summary in reversed(memory.sessions(user)):
        if summary.id == without or summary.catalogue != catalogue:
            continue
        told = replay(memory.events(summary.id))[-1]
        lasting = tuple(replace(w, turn=0) for w in told.wishes if w.hard and w.exclude)
        ledger, _ = apply(ledger, PreferenceUpdate(**_opinions(told), wishes=lasting, add=True))
    return PreferenceUpdate(**_opinions(ledger), wishes=ledger.wishes, add=True)


def _opinions(ledger: Preferences) -> dict[str, Any]:
    """The four lists; their turns were those of another session."""
    return {name: tuple(replace(o, turn=0) for o in opinions(ledger, name)) for name in OPINIONS}
