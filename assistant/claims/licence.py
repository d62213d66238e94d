"""What may be said of one item: its record, the evidence for it, and what the person asked for.

It does not read sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assistant.preferences import Preferences, Wish
from assistant.wording import Wording, number
from retrievers.items import Item
from retrievers.people import names_in_chinese
from retrievers.query import Evidence
from retrievers.text import fold
from retrievers.vocabulary import vocabulary

#: A facet and a value of it (a word or a number); what a word in a sentence may mean.
Meaning = tuple[str, Any]

_DECADES = {
    1920: "twenties", 1930: "thirties", 1940: "forties", 1950: "fifties", 1960: "sixties", 1970: "seventies",
    1980: "eighties", 1990: "nineties",
}  # fmt: skip


@dataclass(frozen=True)
class Licence:
    """Facts of ``item``, the ``evidence`` for it, and what the person said (``preferences``).

    ``others`` are items that may be named as ones the person knows, but whose facts may not be borrowed. Where the
    ratings are ``simulated``, the people behind them must be called so.
    """

    item: Item
    evidence: Sequence[Evidence] = ()
    preferences: Preferences = Preferences()
    others: Sequence[Item] = ()
    language: str = "en"
    simulated: bool = False

    def of(self, kind: str) -> list[Mapping[str, Any]]:
        """The facts of each piece of evidence of one kind."""
        return [e.facts for e in self.evidence if e.kind == kind]

    @cached_property
    def own_names(self) -> tuple[str, ...]:
        """What the item is called."""
        return tuple({self.item.title, *self.item.titles.values(), *self.item.aliases})

    @cached_property
    def other_names(self) -> dict[str, str]:
        """Names of other items that may be named → their main title; also with the year, as namesakes are named."""
        every = [(name, o) for o in self.others for name in (o.title, *o.titles.values())]
        return {name: o.title for name, o in every} | {f"{name} ({o.year})": o.title for name, o in every if o.year}

    @property
    def names(self) -> tuple[str, ...]:
        """Everybody and every title that may be named."""
        return (*self.own_names, *self.other_names, *self.people)

    @cached_property
    def people(self) -> dict[str, set[str]]:
        """Names of people of the item, also by last name alone and in Chinese → the parts they have in it."""
        found: dict[str, set[str]] = {}
        for person in self.item.people:
            last = person.name.rpartition(" ")[2]
            names = {person.name, last} if len(last) >= 4 else {person.name}
            for name in (*names, *names_in_chinese().get(fold(person.name), ())):
                found.setdefault(name, set()).add(person.role)
        return found

    @cached_property
    def values(self) -> dict[Meaning, tuple[str, ...]]:
        """Values of the record → the words for them."""
        item = self.item
        series = (item.series,) if item.series else ()
        facets: Mapping[str, Sequence[str]] = {
            "genre": item.genres, "theme": item.themes, "mood": item.moods, "country": item.countries,
            "language": item.languages, "kind": (item.kind,) if item.kind else (), "series": series,
        }  # fmt: skip
        found: dict[Meaning, tuple[str, ...]] = {
            (facet, value): tuple(_words(facet, value)) for facet, values in facets.items() for value in values
        }
        if item.year is not None and item.year > 0:
            found["year", item.year] = tuple(_decade_words(item.year))
        return found

    @cached_property
    def wished(self) -> dict[Meaning, tuple[str, ...]]:
        """What the person asked for and the item meets → the words for it."""
        found: dict[Meaning, tuple[str, ...]] = {}
        for facts in self.of("asked-for"):
            if "text" in facts:
                found["text", facts["text"]] = (facts["text"],)
            for match in facts.get("matched", ()):
                for value in match["values"]:
                    words = tuple(_words(match["facet"], value)) if isinstance(value, str) else ()
                    found[match["facet"], value] = (*words, *self._in_words_of_the_wish(match["facet"]))
        for wish in self.preferences.wishes:
            if wish.exclude and self._lacks(wish):
                found["without", wish.exclude] = tuple(self._without(wish))
        return found

    @cached_property
    def wanted(self) -> dict[Meaning, tuple[str, ...]]:
        """What the person asked for and the item does not meet, as a trade-off says → the words for it."""
        found: dict[Meaning, tuple[str, ...]] = {}
        for facts in self.of("trade-off"):
            given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in facts["wanted"].items()}
            wish = Wish(facet=facts["facet"], **given)
            found["wanted", facts["facet"]] = (Wording(self.language).wish(wish), *(wish.include or ()))
        return found

    def _in_words_of_the_wish(self, facet: str) -> Iterator[str]:
        wishes = (w for w in self.preferences.wishes if w.facet == facet)
        yield from (Wording(self.language).wish(wish) for wish in wishes if wish.facet != "text")

    def _lacks(self, wish: Wish) -> bool:
        has = {value for facet, value in self.values if facet == wish.facet}
        return wish.facet in ("genre", "mood", "theme", "kind", "country", "language") and has.isdisjoint(
            wish.exclude or ()
        )

    def _without(self, wish: Wish) -> Iterator[str]:
        yield Wording(self.language).wish(wish)
        for value in wish.exclude or ():
            word = Wording(self.language).value(wish.facet, value)
            yield from (f"不是{word}", f"没有{word}") if self.language == "zh" else (f"no {word}", f"without {word}")

    def shared_with(self, title: str) -> set[Meaning] | None:
        """What the evidence says that the item shares with another; None where it says nothing of that one."""
        facts = [f for f in self.of("similar-to") if title in f["liked"]]
        if not facts:
            return None
        return {(facet, value) for f in facts for facet, values in f.get("shared", {}).items() for value in values}

    def liked_in_evidence(self, title: str) -> bool:
        """Did a liked item of this title move the one recommended?"""
        return any(title in e.facts.get("liked", ()) for e in self.evidence)

    def length_unit(self) -> str:
        """``minutes`` or ``pages``, or empty where the kind has no unit."""
        return {"film": "minutes", "book": "pages"}.get(self.item.kind or "", "")


def _words(facet: str, value: str) -> Iterator[str]:
    yield value
    entry = vocabulary().entries.get(facet, {}).get(value, {})
    for word in (*entry.get("en", ()), value):
        yield from (word, f"{word}s", word.removesuffix("s"))
    yield from entry.get("zh", ())


def _decade_words(year: int) -> Iterator[str]:
    start = year // 10 * 10
    yield from (f"{start}s", f"{number(start % 100)}0s"[-3:], f"{start}年代", f"{start % 100}年代")
    if start in _DECADES:
        yield _DECADES[start]
