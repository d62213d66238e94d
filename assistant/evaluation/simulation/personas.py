"""Who is simulated: how much they tell at a time, how carefully they write, how soon they change their mind.

A person's *account* is what they really said so far; it is kept here, apart from the assistant's ledger, so that the
assistant can be judged by it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.evaluation.simulation.needs import Condition
from assistant.session import Feedback


@dataclass(frozen=True, kw_only=True)
class Persona:
    """``told``: things said in one message at most; the others are chances in a turn, from 0 to 1.

    ``volunteers``: to say, after the first message, what was not asked for.
    """

    name: str
    told: int = 2
    lower: float = 0.15
    slips: float = 0.05
    answers: float = 0.8
    asks: float = 0.25
    changes: float = 0.0
    takes_back: float = 0.0
    volunteers: float = 1.0
    only_targets: bool = False


PERSONAS = (
    Persona(name="patient", asks=0.35),
    Persona(name="terse", told=1, lower=0.9, slips=0.15, answers=0.5, asks=0.05),
    Persona(name="fickle", changes=0.6),
    Persona(name="contradictory", takes_back=0.35, slips=0.1),
    Persona(name="picky", told=1, answers=0.6, asks=0.15, only_targets=True),
    Persona(name="reserved", told=1, answers=0.95, asks=0.05, volunteers=0.1),
)


@dataclass(frozen=True, kw_only=True)
class Stated:
    """A wish as it was said: what it means, the words for its value, and whether it still stands."""

    condition: Condition
    words: str
    turn: int


@dataclass(frozen=True, kw_only=True)
class Account:
    """What a person has really told so far; ids for items, `Stated` for wishes, messages in their own words."""

    likes: tuple[str, ...] = ()
    dislikes: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    pointed_at: tuple[str, ...] = ()
    wishes: tuple[Stated, ...] = ()
    withdrawn: tuple[Stated, ...] = ()
    messages: tuple[str, ...] = ()

    @property
    def mentioned(self) -> frozenset[str]:
        """Every item spoken of, whatever was said."""
        return frozenset((*self.likes, *self.dislikes, *self.seen, *self.rejected, *self.pointed_at))

    @property
    def spent(self) -> frozenset[str]:
        """Items that must not be recommended to this person any more."""
        return frozenset((*self.likes, *self.dislikes, *self.seen, *self.rejected))

    def with_opinion(self, opinion: str, *ids: str) -> Account:
        """The account after an opinion: ``likes``, ``dislikes``, ``seen`` or ``rejected``. The latest word counts."""
        lists = {name: getattr(self, name) for name in ("likes", "dislikes", "seen", "rejected")}
        for name, known in lists.items():
            if name == opinion:
                lists[name] = tuple(dict.fromkeys((*known, *ids)))
            elif opinion != "seen" and name != "seen":
                lists[name] = tuple(id for id in known if id not in ids)
        return replace(self, **lists)

    def with_wish(self, stated: Stated) -> Account:
        """The account after a wish: of a year or a length the latest stands; other wishes add up."""
        condition = stated.condition
        single = condition.facet in ("year", "length")
        gone = tuple(
            w
            for w in self.wishes
            if w.condition.facet == condition.facet
            and (single or set(w.condition.values) & set(condition.values) or condition.facet == "kind")
        )
        kept = tuple(w for w in self.wishes if w not in gone)
        return replace(self, wishes=(*kept, stated), withdrawn=(*self.withdrawn, *gone))

    def without_wish(self, stated: Stated) -> Account:
        """The account after a wish was taken back."""
        kept = tuple(w for w in self.wishes if w != stated)
        return replace(self, wishes=kept, withdrawn=(*self.withdrawn, stated))

    def without_item(self, id: str) -> Account:
        """The account after an opinion was taken back: the item is as good as never spoken of."""
        lists = {
            name: tuple(i for i in getattr(self, name) if i != id) for name in ("likes", "dislikes", "seen", "rejected")
        }
        return replace(self, pointed_at=(*self.pointed_at, id), **lists)


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """What the person does in a turn: a message, or a click on an item (``opinion`` of ``item``), or leaving.

    ``account`` is what they have told once it is said. ``ends``: ``accepted`` or ``gave up``.
    """

    text: str = ""
    item: str = ""
    opinion: Feedback | None = None
    account: Account = field(default_factory=Account)
    ends: str = ""
    accepted: str = ""
