"""What a simulated person is after: hidden targets, conditions that are true of them, and what the person can tell.

A need is drawn from a real rater where the index keeps interactions (some of their likes are hidden as targets), else
from the catalogue alone. It knows no wording and no assistant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random

from assistant.evaluation.simulation.telling import Telling, names, titles
from retrievers.catalogue import Catalogue
from retrievers.items import Item
from retrievers.vocabulary import vocabulary

#: A condition may name only what at least so many items share.
LEAST_SHARED = 10
_LEAST_LIKES = 8
_MOST_TOLD = 5
_TRIES = 40
#: How long is short and how long is long, as people take it: minutes of a film, pages of a book.
SHORT_LONG: Mapping[str, tuple[int, int]] = {"film": (95, 130), "book": (250, 400)}

_WORDS: Mapping[str, Callable[[Item], tuple[str, ...]]] = {
    "kind": lambda item: (item.kind,) if item.kind else (),
    "genre": lambda item: item.genres,
    "mood": lambda item: item.moods,
    "theme": lambda item: item.themes,
    "country": lambda item: item.countries,
    "language": lambda item: item.languages,
    "people": lambda item: tuple(person.name for person in item.people),
    "series": lambda item: (item.series,) if item.series else (),
    "note": lambda item: item.notes,
}
#: What everybody takes for granted is no condition.
_USUAL = {("country", "united states"), ("language", "english"), ("genre", "classic")}
_SOFT = ("mood", "theme")


def words_of(item: Item, facet: str) -> tuple[str, ...]:
    """The words that the record of ``item`` has for ``facet``; none for a facet that is not known here."""
    return _WORDS[facet](item) if facet in _WORDS else ()


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Something wished of an item: one of ``values``, or a year or length from ``low`` to ``high`` (both inclusive).

    ``refused``: none of ``values``. ``vague``: said as a direction ("older", "not too long") rather than a number.
    """

    facet: str
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    refused: bool = False
    hard: bool = True
    vague: bool = False

    def holds(self, item: Item) -> bool:
        """Does the record of ``item`` meet it? What the record does not say is not met, and not what is refused."""
        if self.facet == "length" and self.values:
            return _usual_length(item, self.values[0])
        if self.values:
            shared = {v.casefold() for v in words_of(item, self.facet)} & {v.casefold() for v in self.values}
            return not shared if self.refused else bool(shared)
        number = item.year if self.facet == "year" else item.length
        if number is None:
            return False
        return (self.low is None or number >= self.low) and (self.high is None or number <= self.high)


def _usual_length(item: Item, word: str) -> bool:
    bounds = SHORT_LONG.get(item.kind or "")
    if bounds is None or item.length is None:
        return False
    short, long = bounds
    return {"short": item.length <= short, "long": item.length > long, "not long": item.length <= long,
            "medium": short < item.length <= long, "not short": item.length > short}[word]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Need:
    """``targets`` are hidden; ``likes``, ``dislikes`` and ``conditions`` can be told; ``known`` is all they have seen.

    ``spare`` is what a fickle person may change a condition to: also true of some targets.
    """

    targets: frozenset[str]
    conditions: tuple[Condition, ...]
    likes: tuple[str, ...]
    dislikes: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()
    spare: Condition | None = None

    def met_by(self, item: Item) -> bool:
        """Would the person take ``item``? A target, or anything unknown that meets every condition."""
        if item.id in self.targets:
            return all(c.holds(item) for c in self.conditions)
        return item.id not in self.known and all(c.holds(item) for c in self.conditions)


@dataclass(frozen=True, kw_only=True)
class Taste:
    """A real rater: ids they rated well, badly, and in between."""

    likes: tuple[str, ...]
    dislikes: tuple[str, ...]
    others: tuple[str, ...]


class Needs:
    """Draws needs over one catalogue; ``tastes`` are those of real raters, or none."""

    def __init__(self, catalogue: Catalogue, tastes: Sequence[Taste] = ()) -> None:
        self._catalogue = catalogue
        self._telling = Telling(catalogue, LEAST_SHARED)
        self._tastes = [taste for taste in tastes if len(taste.likes) >= _LEAST_LIKES]

    @cached_property
    def _counts(self) -> Mapping[str, Counter[str]]:
        return {
            facet: Counter(value for item in self._catalogue.items for value in set(words_of(item, facet)))
            for facet in _WORDS
        }

    def draw(self, random: Random) -> Need:
        """One need. Raises ``ValueError`` where no draw gives one (a catalogue of a few unlike items)."""
        for _ in range(_TRIES):
            taste = random.choice(self._tastes) if self._tastes else self._imagined(random)
            if (need := self._from(taste, random)) is not None:
                return need
        raise ValueError("no need could be drawn from this catalogue")

    def _imagined(self, random: Random) -> Taste:
        """Without raters: what shares most with one item is what somebody likes."""
        items = self._catalogue.items
        seed = _traits(random.choice(items))
        alike = sorted(items, key=lambda item: (-len(seed & _traits(item)), item.id))[:30]
        others = random.sample(list(items), min(10, len(items)))
        likes = tuple(item.id for item in alike)
        return Taste(likes=likes, dislikes=(), others=tuple(item.id for item in others if item.id not in likes))

    def _from(self, taste: Taste, random: Random) -> Need | None:
        likes = list(taste.likes)
        random.shuffle(likes)
        told, hidden = likes[: random.randint(2, min(_MOST_TOLD, len(likes) // 3))], likes[len(likes) // 3 :]
        records = [self._catalogue.item(id) for id in hidden]
        seed = random.choice(records)
        possible = self._conditions(seed, told, random)
        random.shuffle(possible)
        chosen: list[Condition] = []
        for condition in possible[: random.randint(1, 3)]:
            chosen += _with_kind(condition, seed, chosen, self._counts["kind"])
        spare = next((c for c in possible[3:] if not c.refused and any(c.facet == o.facet for o in chosen)), None)
        rated = {*taste.likes, *taste.dislikes, *taste.others}
        dislikes = random.sample(list(taste.dislikes), min(2, len(taste.dislikes)))
        fitting = [item for item in records if all(c.holds(item) for c in chosen)]
        conditions = [*chosen, *((spare,) if spare else ())]
        given_away = self._telling.given_away(fitting, self._told((*told, *dislikes), conditions))
        targets = [item.id for item in fitting if item.id not in given_away]
        if not targets:
            return None
        return Need(
            targets=frozenset(targets), conditions=tuple(chosen), likes=tuple(told), dislikes=tuple(dislikes),
            known=frozenset(rated - set(targets)), spare=spare,
        )  # fmt: skip

    def _told(self, ids: Iterable[str], conditions: Iterable[Condition]) -> Iterator[str]:
        """Every text that may come up where these items and conditions are spoken of."""
        for id in ids:
            item = self._catalogue.item(id)
            yield from (*titles(item), *names(item))
        for condition in conditions:
            for value in condition.values:
                forms = vocabulary().entries.get(condition.facet, {}).get(value, {})
                yield from (value, *(word for of in forms.values() for word in of))

    def _conditions(self, item: Item, told: Iterable[str], random: Random) -> list[Condition]:
        """Conditions that are true of ``item``, one a facet, each shared by at least `LEAST_SHARED` items."""
        found = []
        for facet in ("kind", "genre", "mood", "theme", "country", "language", "people"):
            shared = [
                v for v in words_of(item, facet) if self._counts[facet][v] >= LEAST_SHARED and (facet, v) not in _USUAL
            ]
            if shared and not (facet == "kind" and len(self._counts["kind"]) < 2):
                found.append(Condition(facet=facet, values=(random.choice(shared),), hard=facet not in _SOFT))
                if facet == "genre" and len(shared) > 1:  # the spare of somebody who changes their mind
                    found.append(replace(found[-1], values=(next(v for v in shared if v != found[-1].values[0]),)))
        found += self._periods(item, random)
        if item.length is not None and item.kind in SHORT_LONG:
            found.append(_length(item, random))
        refused = [g for g, n in self._counts["genre"].most_common(25) if n >= LEAST_SHARED and g not in item.genres]
        liked = {genre for id in told for genre in self._catalogue.item(id).genres}
        if refused := [g for g in refused if g not in liked and ("genre", g) not in _USUAL]:
            found.append(Condition(facet="genre", values=(random.choice(refused),), refused=True))
        return _one_a_facet([c for c in found if self._shared(c)], random)

    def _periods(self, item: Item, random: Random) -> list[Condition]:
        if item.year is None or item.year < 1920:
            return []
        decade = item.year // 10 * 10
        return [
            random.choice([
                Condition(facet="year", low=decade, high=decade + 9),
                Condition(facet="year", high=decade + 9),
                Condition(facet="year", low=decade),
            ])
        ]  # fmt: skip

    def _shared(self, condition: Condition) -> bool:
        met = (1 for item in self._catalogue.items if condition.holds(item))
        return sum(n for n, _ in zip(met, range(LEAST_SHARED), strict=False)) >= LEAST_SHARED


def _one_a_facet(found: Sequence[Condition], random: Random) -> list[Condition]:
    """At most one condition of a facet among the first; those left out come last, as spares."""
    shuffled = list(found)
    random.shuffle(shuffled)
    first = {(c.facet, c.refused): c for c in reversed(shuffled)}
    return [*first.values(), *(c for c in shuffled if c not in first.values())]


def _with_kind(condition: Condition, seed: Item, chosen: list[Condition], kinds: Counter[str]) -> list[Condition]:
    """A length says minutes or pages, so it comes with its kind where there are several; no facet comes twice."""
    if any(c.facet == condition.facet and c.refused == condition.refused for c in chosen):
        return []
    if condition.facet != "length" or len(kinds) < 2 or any(c.facet == "kind" for c in chosen):
        return [condition]
    return [Condition(facet="kind", values=(seed.kind or "",)), condition]


def _length(item: Item, random: Random) -> Condition:
    assert item.length is not None
    step = 30 if item.kind == "film" else 100
    most = Condition(facet="length", high=-(-item.length // step) * step)
    short, long = SHORT_LONG[item.kind or ""]
    word = "short" if item.length <= short else "long" if item.length > long else "not long"
    return random.choice([most, Condition(facet="length", values=(word,), hard=False, vague=True)])


def _traits(item: Item) -> set[tuple[str, str]]:
    facets = ("kind", "genre", "theme", "mood", "people", "series")
    return {(facet, value) for facet in facets for value in words_of(item, facet)}
