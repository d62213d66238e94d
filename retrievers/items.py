"""What can be recommended (`Item`) and what people did with it (`Interaction`). Values only: no files, no vectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: A facet's value on an item: text, a number, or several texts.
Value = str | float | tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody with a part in an item. ``role`` is a lower-case word such as ``director``, ``cast`` or ``author``."""

    name: str
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One record of a catalogue. What the catalogue does not say is ``None`` or empty, never a guess.

    ``length`` is in minutes for films and in pages for books. ``titles`` maps a language code to the title in that
    language; ``aliases`` are further names the item is known by. ``extra`` holds every column of the catalogue that
    has no field of its own; each is a facet under its own name.
    """

    id: str
    title: str
    year: int | None = None
    kind: str | None = None
    genres: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    length: int | None = None
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    series: str | None = None
    description: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    extra: Mapping[str, Value] = field(default_factory=dict)

    def named(self, language: str) -> str:
        """The title in ``language`` where the catalogue has one, else the main title."""
        return self.titles.get(language, self.title)


@dataclass(frozen=True, kw_only=True, slots=True)
class Interaction:
    """``user`` gave ``item`` a ``weight`` (a rating, a count, or 1.0 for a plain click) at ``time`` (Unix seconds)."""

    user: str
    item: str
    weight: float = 1.0
    time: float | None = None
