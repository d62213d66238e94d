"""The preference ledger: what a person said they like, dislike, know and wish, each entry with its source.

Everything here is pure. What an update does to it stands in `ledger`. It does not know how a message was read, where
the log is kept, or how a change is worded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from retrievers.query import Constraint, Query
from retrievers.text import fold
from retrievers.vocabulary import vocabulary


@dataclass(frozen=True, kw_only=True, slots=True)
class Opinion:
    """What was said of one item, in turn ``turn`` (1 is the first), in the words ``said``. ``strength``: 1 is plain."""

    id: str
    title: str
    turn: int = 0
    said: str = ""
    strength: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """A wish about one facet; ``facet == "text"`` keeps words that no facet has, in ``include``.

    The facet ``questions`` is about the conversation: whoever excludes them is not asked any.

    ``include``: any of these, ``exclude``: none of these (of numbers: ranges such as ``1980–1989``), ``min``/``max``:
    an inclusive range. ``hard`` wishes must be met, soft ones move the ranking by their ``strength``. For ``length``,
    the values ``short``, ``medium`` and ``long`` mean lengths as they are usual for the kind of item.
    """

    facet: str
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    min: float | None = None
    max: float | None = None
    hard: bool = True
    strength: float = 1.0
    turn: int = 0
    said: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Preferences:
    """The ledger. An item stands in at most one of ``likes``, ``dislikes`` and ``rejected``; ``seen`` is apart."""

    likes: tuple[Opinion, ...] = ()
    dislikes: tuple[Opinion, ...] = ()
    seen: tuple[Opinion, ...] = ()
    rejected: tuple[Opinion, ...] = ()
    wishes: tuple[Wish, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PreferenceUpdate:
    """What one message, or one click, does to the ledger.

    ``forget_items``: ids whose every entry goes; ``forget_facets``: facets whose wishes go; ``remove``: entries to take
    out. ``add`` is true when new values come beside those wished before ("also a western").
    ``spoken_of`` are the kinds of what was recommended last: a wish for none of them is a change of kind.
    """

    likes: tuple[Opinion, ...] = ()
    dislikes: tuple[Opinion, ...] = ()
    seen: tuple[Opinion, ...] = ()
    rejected: tuple[Opinion, ...] = ()
    wishes: tuple[Wish, ...] = ()
    forget_items: tuple[str, ...] = ()
    forget_facets: tuple[str, ...] = ()
    remove: tuple[Opinion | Wish, ...] = ()
    add: bool = False
    spoken_of: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Does it say nothing?"""
        return self == PreferenceUpdate(add=self.add, spoken_of=self.spoken_of)

    @property
    def turned_down(self) -> frozenset[str]:
        """The ids that it speaks against or takes out."""
        out = [entry.id for entry in self.remove if isinstance(entry, Opinion)]
        return frozenset((*(o.id for o in (*self.dislikes, *self.rejected)), *self.forget_items, *out))


ChangeKind = Literal[
    "liked", "disliked", "seen", "rejected", "wished", "dropped_opinion", "dropped_wish", "replaced_wish",
    "now_liked", "now_disliked", "softened",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One thing that an update did: to an opinion (``id``, ``title``), or to a ``wish`` (and the one ``before`` it)."""

    kind: ChangeKind
    id: str = ""
    title: str = ""
    wish: Wish | None = None
    before: Wish | None = None


OpinionList = Literal["likes", "dislikes", "seen", "rejected"]
OPINIONS: tuple[OpinionList, ...] = ("likes", "dislikes", "seen", "rejected")
WORD_FOR: dict[OpinionList, ChangeKind] = {
    "likes": "liked", "dislikes": "disliked", "seen": "seen", "rejected": "rejected",
}  # fmt: skip


def opinions(source: Preferences | PreferenceUpdate, name: OpinionList) -> tuple[Opinion, ...]:
    """One of the four lists of opinions, by name."""
    found: tuple[Opinion, ...] = getattr(source, name)
    return found


def to_query(
    preferences: Preferences,
    *,
    shown: Iterable[str] = (),
    adventurous: float = 0.0,
    k: int = 40,
    judged: Collection[str] = (),
) -> Query:
    """The ledger as a query: opinions and wishes as they stand; nothing shown, seen or rejected may come back.

    ``judged`` are the facets that the catalogue answers for exactly; words of any other go into the wish in words.
    """
    ids = {name: tuple(o.id for o in opinions(preferences, name)) for name in OPINIONS}
    return Query(
        text=" ".join(
            filter(None, [_in_words(preferences, [f for f in IN_WORDS if f not in judged]), *_closer(preferences)])
        ),
        quoted=_in_words(preferences, ["text"]),
        liked=ids["likes"],
        disliked=ids["dislikes"],
        seen=tuple(dict.fromkeys((*ids["seen"], *ids["rejected"], *shown))),
        constraints=tuple(constraint(wish) for wish in preferences.wishes if wish.facet not in NOT_OF_ITEMS),
        adventurous=adventurous,
        k=k,
    )


#: Facets that are no condition on an item.
NOT_OF_ITEMS = ("text", "questions")


def constraint(wish: Wish) -> Constraint:
    """A wish as a condition for retrieval; where it came from is left behind."""
    return Constraint(
        facet=wish.facet, include=wish.include, exclude=wish.exclude, min=wish.min, max=wish.max, hard=wish.hard,
        strength=wish.strength,
    )  # fmt: skip


#: Facets whose wished values help the encoder as words; a year or a name would only mislead it.
IN_WORDS = ("mood", "genre", "theme", "text")


def _closer(preferences: Preferences) -> Iterator[str]:
    """What was said of the themes wished for in words closer than theirs: ``submarine``, which is about the sea."""
    terms = vocabulary().terms("en")
    for wish in preferences.wishes:
        wanted = {(wish.facet, value) for value in wish.include or ()} if wish.facet == "theme" else set()
        words = fold(wish.said).split() if wanted else []
        for size, at in product((3, 2, 1), range(len(words))):
            phrase = " ".join(words[at : at + size])
            if (
                at + size <= len(words)
                and ("theme", phrase) not in wanted
                and not wanted.isdisjoint(terms.get(phrase, ()))
            ):
                yield phrase
                break


def _in_words(preferences: Preferences, facets: Iterable[str]) -> str:
    """What is wished of these facets, as one short English text for an encoder of meaning; empty where nothing is."""
    words = [v for facet in facets for w in preferences.wishes if w.facet == facet for v in w.include or ()]
    return " ".join(dict.fromkeys(words))
