"""What an update does to the preference ledger: a new ledger, and the changes that were made. Pure.

The latest word wins. It does not know how a message was read, nor how a change is worded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from assistant.preferences import (
    OPINIONS,
    WORD_FOR,
    Change,
    Opinion,
    OpinionList,
    Preferences,
    PreferenceUpdate,
    Wish,
    opinions,
)  # fmt: skip
from retrievers.filters import bounds

#: An item stands in at most one of these; having seen it stands apart.
_EXCLUDE_EACH_OTHER: tuple[OpinionList, ...] = ("likes", "dislikes", "rejected")
#: Facets of which only one wish makes sense at a time: the latest one stands.
_SINGLE = ("year", "length", "popularity")
#: Wishes that are about one kind of item and lose their edge when the kind changes.
_BOUND_TO_KIND = ("year", "length")
_SOFTENED = 0.1

#: Genres that tell for whom a work is.
AUDIENCE = {"children", "family"}


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
    wish = next((joined for w in wishes if (joined := _joined(w, wish))), wish)
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


def _joined(old: Wish, new: Wish) -> Wish | None:
    """A lower and an upper bound of one facet, said one after the other, as one range; None where they are not that."""
    if old.facet != new.facet or old.hard != new.hard or old.include or new.include or old.exclude or new.exclude:
        return None
    low, high = (new.min, old.max) if old.min is None and new.max is None else (old.min, new.max)
    ends = (old.min, old.max, new.min, new.max)
    if sum(end is None for end in ends) != 2 or low is None or high is None or low > high:
        return None
    if low == high and not new.hard:
        return None  # "newer" than all that was old enough leaves not one year, but turns round
    return replace(new, min=low, max=high)


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
    if any(_inside(one, other) for one, other in ((old, new), (new, old))):  # "the 80s", then "anything but the 80s"
        return True
    if _is_range(old) and _is_range(new):  # "under 50 euros", then "up to 80"
        return True
    wanted = [{_name(value) for value in wish.include or ()} for wish in (old, new)]
    unwanted = [{_name(value) for value in wish.exclude or ()} for wish in (old, new)]
    return bool(wanted[0] & unwanted[1] or unwanted[0] & wanted[1])


def _inside(wanted: Wish, unwanted: Wish) -> bool:
    """Is everything in a wished range among what the other wish leaves out?"""
    if wanted.min is None or wanted.max is None:
        return False
    ranges = [found for value in unwanted.exclude or () if (found := bounds(value))]
    return any(low <= wanted.min and wanted.max <= high for low, high in ranges)


def _is_range(wish: Wish) -> bool:
    return wish.min is not None or wish.max is not None


def _name(value: str) -> str:
    """A value without the role of a person: "author:Stephen King" is Stephen King."""
    return value.partition(":")[2] or value


def _supersedes(new: Wish, old: Wish) -> bool:
    """A new inclusion takes the place of an earlier one of its facet ("a western"): exclusions always add up.

    For whom something is stands beside what it is: "for my son", then "animation".
    """
    if old.facet != new.facet or old.include is None or new.include is None:
        return False
    return len({set(wish.include or ()) <= AUDIENCE for wish in (old, new)}) == 1


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
