"""The preference ledger: what a person said they like, dislike, know and wish, each entry with its source.

Everything here is pure: `apply` takes a ledger and an update and returns a new ledger with the changes it made.
It does not know how a message was read, where the log is kept, or how a change is worded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

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


#: Facets of which only one wish makes sense at a time: the latest one stands.
_SINGLE = ("year", "length", "popularity")
#: Wishes that are about one kind of item and lose their edge when the kind changes.
_BOUND_TO_KIND = ("year", "length")
_SOFTENED = 0.1


def apply(preferences: Preferences, update: PreferenceUpdate) -> tuple[Preferences, tuple[Change, ...]]:
    """The ledger after ``update``, and what changed. The latest word wins; what it overrules is among the changes."""
    changes: list[Change] = []
    for entry in update.remove:
        preferences = _without(preferences, entry, changes)
    for entry in _forgotten(preferences, update):
        preferences = _without(preferences, entry, changes)
    for name in OPINIONS:
        for opinion in opinions(update, name):
            preferences = _with_opinion(preferences, name, opinion, changes)
    earlier = preferences.wishes
    for wish in update.wishes:
        preferences = _with_wish(preferences, wish, update, earlier, changes)
    return preferences, tuple(changes)


OpinionList = Literal["likes", "dislikes", "seen", "rejected"]
OPINIONS: tuple[OpinionList, ...] = ("likes", "dislikes", "seen", "rejected")
WORD_FOR: dict[OpinionList, ChangeKind] = {
    "likes": "liked", "dislikes": "disliked", "seen": "seen", "rejected": "rejected",
}  # fmt: skip
#: An item stands in at most one of these; having seen it stands apart.
_EXCLUDE_EACH_OTHER: tuple[OpinionList, ...] = ("likes", "dislikes", "rejected")


def opinions(source: Preferences | PreferenceUpdate, name: OpinionList) -> tuple[Opinion, ...]:
    """One of the four lists of opinions, by name."""
    found: tuple[Opinion, ...] = getattr(source, name)
    return found


def _forgotten(preferences: Preferences, update: PreferenceUpdate) -> list[Opinion | Wish]:
    items = [o for name in OPINIONS for o in opinions(preferences, name) if o.id in update.forget_items]
    return [*items, *(w for w in preferences.wishes if w.facet in update.forget_facets)]


def _with_list(preferences: Preferences, name: OpinionList, entries: Iterable[Opinion]) -> Preferences:
    changed: dict[str, Any] = {name: tuple(entries)}
    return replace(preferences, **changed)


def _with_opinion(preferences: Preferences, name: OpinionList, opinion: Opinion, changes: list[Change]) -> Preferences:
    """One more opinion; one that contradicts it goes."""
    known = opinions(preferences, name)
    if any(o.id == opinion.id for o in known):
        return _with_list(preferences, name, (opinion if o.id == opinion.id else o for o in known))
    kind = WORD_FOR[name]
    for other in _EXCLUDE_EACH_OTHER if name in _EXCLUDE_EACH_OTHER else ():
        theirs = opinions(preferences, other)
        if other != name and any(o.id == opinion.id for o in theirs):
            preferences = _with_list(preferences, other, (o for o in theirs if o.id != opinion.id))
            if "likes" in (other, name):
                kind = "now_liked" if name == "likes" else "now_disliked"
    changes.append(Change(kind=kind, id=opinion.id, title=opinion.title))
    return _with_list(preferences, name, (*known, opinion))


def _with_wish(
    preferences: Preferences, wish: Wish, update: PreferenceUpdate, earlier: tuple[Wish, ...], changes: list[Change]
) -> Preferences:
    """One more wish, in place of those it contradicts or, unless it was said to be added, of earlier ones like it."""
    wishes = preferences.wishes
    if any(_same_condition(w, wish) for w in wishes):  # said again: it is the latest, which gives way last
        return replace(preferences, wishes=tuple(wish if _same_condition(w, wish) else w for w in wishes))
    if update.add and wish.facet == "kind":
        wish = _beside(wish, wishes)
    replaced = [
        w for w in wishes if _contradicts(w, wish) or (not update.add and w in earlier and _supersedes(wish, w))
    ]
    kept = [w for w in wishes if w not in replaced]
    told = [w for w in replaced if _values(w) != _values(wish)]  # only its weight differs: nothing to speak of
    if told:
        changes.append(Change(kind="replaced_wish", wish=wish, before=told[0]))
    else:
        changes.append(Change(kind="wished", wish=wish))
    if _turns_to_another_kind(wish, replaced, update):
        kept = [_softened(w, changes) if w in earlier else w for w in kept]
    return replace(preferences, wishes=(*kept, wish))


def _beside(wish: Wish, wishes: tuple[Wish, ...]) -> Wish:
    """ "Also a book": the kinds wished before and this one, as one wish."""
    before = next((w for w in wishes if w.facet == wish.facet and w.include), None)
    if before is None or before.include is None or wish.include is None:
        return wish
    return replace(wish, include=tuple(dict.fromkeys((*before.include, *wish.include))))


def _turns_to_another_kind(wish: Wish, replaced: list[Wish], update: PreferenceUpdate) -> bool:
    if wish.facet != "kind" or not wish.include:
        return False
    before = {kind for w in replaced for kind in w.include or ()} or set(update.spoken_of)
    return bool(before) and before.isdisjoint(wish.include)


def _softened(wish: Wish, changes: list[Change]) -> Wish:
    if wish.facet not in _BOUND_TO_KIND or wish.strength <= _SOFTENED:
        return wish
    changes.append(Change(kind="softened", wish=wish))
    return replace(wish, hard=False, strength=_SOFTENED)


def _values(wish: Wish) -> tuple[object, ...]:
    return wish.facet, wish.include, wish.exclude, wish.min, wish.max


def _same_condition(one: Wish, other: Wish) -> bool:
    return replace(one, turn=0, said="") == replace(other, turn=0, said="")


def _contradicts(old: Wish, new: Wish) -> bool:
    """Do both speak of the same values with opposite polarity, or of a facet that holds only one wish?"""
    if old.facet != new.facet:
        return False
    if new.facet in _SINGLE and bool(old.exclude) == bool(new.exclude):  # a period, and one to leave out, go together
        return True
    if new.facet == "kind" and old.include and new.include:
        return True
    return bool(set(old.include or ()) & set(new.exclude or ()) or set(old.exclude or ()) & set(new.include or ()))


def _supersedes(new: Wish, old: Wish) -> bool:
    """A new inclusion takes the place of an earlier one of its facet ("a western"): exclusions always add up."""
    return old.facet == new.facet and old.include is not None and new.include is not None


def _without(preferences: Preferences, entry: Opinion | Wish, changes: list[Change]) -> Preferences:
    """The ledger without one entry, looked for in every list."""
    if isinstance(entry, Wish):
        kept = tuple(w for w in preferences.wishes if not _same_condition(w, entry))
        if len(kept) < len(preferences.wishes):
            changes.append(Change(kind="dropped_wish", wish=entry))
        return replace(preferences, wishes=kept)
    for name in OPINIONS:
        known = opinions(preferences, name)
        if entry in known:
            changes.append(Change(kind="dropped_opinion", id=entry.id, title=entry.title))
            return _with_list(preferences, name, (o for o in known if o != entry))
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
    ids = {name: tuple(o.id for o in opinions(preferences, name)) for name in OPINIONS}
    return Query(
        text=_in_words(preferences, [f for f in _IN_WORDS if f not in judged]),
        quoted=_in_words(preferences, ["text"]),
        liked=ids["likes"],
        disliked=ids["dislikes"],
        seen=tuple(dict.fromkeys((*ids["seen"], *ids["rejected"], *shown))),
        constraints=tuple(constraint(wish) for wish in preferences.wishes if wish.facet != "text"),
        adventurous=adventurous,
        k=k,
    )


def constraint(wish: Wish) -> Constraint:
    """A wish as a condition for retrieval; where it came from is left behind."""
    return Constraint(
        facet=wish.facet, include=wish.include, exclude=wish.exclude, min=wish.min, max=wish.max, hard=wish.hard,
        strength=wish.strength,
    )  # fmt: skip


#: Facets whose wished values help the encoder as words; a year or a name would only mislead it.
_IN_WORDS = ("mood", "genre", "theme", "text")


def _in_words(preferences: Preferences, facets: Iterable[str]) -> str:
    """What is wished of these facets, as one short English text for an encoder of meaning; empty where nothing is."""
    words = [v for facet in facets for w in preferences.wishes if w.facet == facet for v in w.include or ()]
    return " ".join(dict.fromkeys(words))
