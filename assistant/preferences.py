"""The preference ledger: what a person said they like, dislike, know and wish, each entry with its source.

Everything here is pure: `apply` takes a ledger and an update and returns a new ledger with the changes it made.
It does not know how a message was read, where the log is kept, or how a change is worded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from retrievers.query import Constraint, Query


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

    ``include``: any of these, ``exclude``: none of these, ``min``/``max``: an inclusive range. ``hard`` wishes must be
    met, soft ones move the ranking by their ``strength``. For ``length``, the values ``short``, ``medium`` and ``long`` mean lengths as they
    are usual for the kind of item.
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

    ``forget_items`` are ids whose every entry goes, ``forget_facets`` are facets whose wishes go, ``remove`` are entries
    to take out as they stand. ``add`` is true when new values come beside those wished before ("also a western").
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

    @property
    def empty(self) -> bool:
        return self == PreferenceUpdate(add=self.add)


ChangeKind = Literal[
    "liked", "disliked", "seen", "rejected", "wished", "dropped_opinion", "dropped_wish", "replaced_wish",
    "now_liked", "now_disliked", "softened",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One thing that an update did: to an opinion (``id``, ``title``), or to a wish (``wish``, and ``before`` it replaced)."""

    kind: ChangeKind
    id: str = ""
    title: str = ""
    wish: Wish | None = None
    before: Wish | None = None


#: Facets of which only one wish makes sense at a time: the latest one stands.
_SINGLE = ("kind", "year", "length", "popularity")
#: Wishes that are about one kind of item and lose their edge when the kind changes.
_BOUND_TO_KIND = ("year", "length")
_SOFTENED = 0.25


def apply(preferences: Preferences, update: PreferenceUpdate) -> tuple[Preferences, tuple[Change, ...]]:
    """The ledger after ``update``, and what changed. The latest word wins; what it overrules is among the changes."""
    changes: list[Change] = []
    for entry in update.remove:
        preferences = _without(preferences, entry, changes)
    for id in update.forget_items:
        for opinion in (o for name in _OPINIONS for o in getattr(preferences, name) if o.id == id):
            preferences = _without(preferences, opinion, changes)
    for wish in (w for w in preferences.wishes if w.facet in update.forget_facets):
        preferences = _without(preferences, wish, changes)
    for name in _OPINIONS:
        for opinion in getattr(update, name):
            preferences = _with_opinion(preferences, name, opinion, changes)
    before_this_turn = preferences.wishes
    for wish in update.wishes:
        preferences = _with_wish(preferences, wish, update.add, before_this_turn, changes)
    return preferences, tuple(changes)


_OPINIONS = ("likes", "dislikes", "seen", "rejected")
_WORD_FOR: dict[str, ChangeKind] = {"likes": "liked", "dislikes": "disliked", "seen": "seen", "rejected": "rejected"}


def _with_opinion(preferences: Preferences, name: str, opinion: Opinion, changes: list[Change]) -> Preferences:
    """One more opinion. Likes, dislikes and rejections exclude each other; having seen an item stands apart."""
    known: tuple[Opinion, ...] = getattr(preferences, name)
    if any(o.id == opinion.id for o in known):
        return replace(preferences, **{name: tuple(opinion if o.id == opinion.id else o for o in known)})
    kind = _WORD_FOR[name]
    if name != "seen":
        for other in ("likes", "dislikes", "rejected"):
            theirs: tuple[Opinion, ...] = getattr(preferences, other)
            if other != name and any(o.id == opinion.id for o in theirs):
                preferences = replace(preferences, **{other: tuple(o for o in theirs if o.id != opinion.id)})
                if "likes" in (other, name):
                    kind = "now_liked" if name == "likes" else "now_disliked"
    changes.append(Change(kind=kind, id=opinion.id, title=opinion.title))
    return replace(preferences, **{name: (*known, opinion)})


def _with_wish(
    preferences: Preferences, wish: Wish, add: bool, earlier: tuple[Wish, ...], changes: list[Change]
) -> Preferences:
    """One more wish, in place of those it contradicts or, unless it was said to be added, of earlier ones of its facet."""
    wishes = preferences.wishes
    if any(_same_condition(w, wish) for w in wishes):
        return preferences
    replaced = [w for w in wishes if _contradicts(w, wish) or (not add and w in earlier and _supersedes(wish, w))]
    kept = [w for w in wishes if w not in replaced]
    changes.append(
        Change(kind="replaced_wish", wish=wish, before=replaced[0]) if replaced else Change(kind="wished", wish=wish)
    )
    kind_changed = (
        wish.facet == "kind" and any(w.facet == "kind" or w in earlier for w in wishes) and wish not in wishes
    )
    if kind_changed and wish.include:
        for w in [w for w in kept if w.facet in _BOUND_TO_KIND and w.strength > _SOFTENED and w in earlier]:
            kept[kept.index(w)] = replace(w, hard=False, strength=_SOFTENED)
            changes.append(Change(kind="softened", wish=w))
    return replace(preferences, wishes=(*kept, wish))


def _same_condition(one: Wish, other: Wish) -> bool:
    return replace(one, turn=0, said="") == replace(other, turn=0, said="")


def _contradicts(old: Wish, new: Wish) -> bool:
    """Do both speak of the same values with opposite polarity, or of a facet that holds only one wish?"""
    if old.facet != new.facet:
        return False
    if new.facet in _SINGLE:
        return True
    return bool(set(old.include or ()) & set(new.exclude or ()) or set(old.exclude or ()) & set(new.include or ()))


def _supersedes(new: Wish, old: Wish) -> bool:
    """A new inclusion takes the place of an earlier one of its facet ("a western"): exclusions always add up."""
    return old.facet == new.facet and old.include is not None and new.include is not None


def _without(preferences: Preferences, entry: Opinion | Wish, changes: list[Change]) -> Preferences:
    if isinstance(entry, Wish):
        kept = tuple(w for w in preferences.wishes if not _same_condition(w, entry))
        if len(kept) < len(preferences.wishes):
            changes.append(Change(kind="dropped_wish", wish=entry))
        return replace(preferences, wishes=kept)
    for name in _OPINIONS:
        known: tuple[Opinion, ...] = getattr(preferences, name)
        if entry in known:
            changes.append(Change(kind="dropped_opinion", id=entry.id, title=entry.title))
            return replace(preferences, **{name: tuple(o for o in known if o != entry)})
    return preferences


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
    opinions = {name: tuple(o.id for o in getattr(preferences, name)) for name in _OPINIONS}
    constraints = tuple(
        Constraint(
            facet=w.facet, include=w.include, exclude=w.exclude, min=w.min, max=w.max, hard=w.hard, strength=w.strength
        )  # fmt: skip
        for w in preferences.wishes
        if w.facet != "text"
    )
    return Query(
        text=_in_words(preferences, [f for f in _IN_WORDS if f not in judged]),
        quoted=_in_words(preferences, ["text"]),
        liked=opinions["likes"],
        disliked=opinions["dislikes"],
        seen=tuple(dict.fromkeys((*opinions["seen"], *opinions["rejected"], *shown))),
        constraints=constraints,
        adventurous=adventurous,
        k=k,
    )


#: Facets whose wished values help the encoder as words; a year or a name would only mislead it.
_IN_WORDS = ("mood", "genre", "theme", "text")


def _in_words(preferences: Preferences, facets: Iterable[str]) -> str:
    """What is wished of these facets, as one short English text for an encoder of meaning; empty where nothing is."""
    words = [v for facet in facets for w in preferences.wishes if w.facet == facet for v in w.include or ()]
    return " ".join(dict.fromkeys(words))
