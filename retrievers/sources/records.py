"""What every reader gives: items, interactions, and an account of the rows that could not be used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from retrievers.interactions import Interactions
from retrievers.items import Item, Person
from retrievers.text import clean
from retrievers.vocabulary import vocabulary


@dataclass
class BadRows:
    """Rows that were left out: how many for which cause, with the first few of each for the screen and all in a file."""

    causes: Counter[str] = field(default_factory=Counter)
    rows: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, number: int, cause: str, row: object) -> None:
        self.causes[cause] += 1
        self.rows.append((number, cause, str(row)[:500]))

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, kw_only=True)
class Source:
    """What was read from where. ``columns`` says which column of a table became which field."""

    format: str
    items: list[Item]
    interactions: Interactions | None = None
    bad: BadRows = field(default_factory=BadRows)
    columns: Mapping[str, str] = field(default_factory=dict)
    simulated: bool = False
    rows: int = 0


_ARTICLES = (
    "the a an la le les l' un une el los las lo il i gli der die das den det ein eine een de het het den en o os as um uma"
).split()
_ARTICLE_AT_END = re.compile(rf"^(.*), ({'|'.join(re.escape(a) for a in _ARTICLES)})$", re.IGNORECASE)
_YEAR_AT_END = re.compile(r"^(.*?)[\s]*\((\d{4})(?:\s*[-–]\s*\d{0,4})?\s*\)\s*$")  # noqa: RUF001
_BRACKETS_AT_END = re.compile(r"^(.*?)\s*\(([^()]*)\)$")


def article_first(title: str) -> str:
    """``Matrix, The`` → ``The Matrix``; ``Haine, La`` → ``La Haine``; ``Avventura, L'`` → ``L'Avventura``."""
    match = _ARTICLE_AT_END.match(title.strip())
    if not match:
        return title.strip()
    body, article = match.groups()
    return f"{article}{body}" if article.endswith("'") else f"{article} {body}"


def split_year(title: str) -> tuple[str, int | None]:
    """``Heat (1995)`` → ``("Heat", 1995)``; without a year in brackets at the end, the title and None."""
    match = _YEAR_AT_END.match(title)
    return (match.group(1), int(match.group(2))) if match else (title.strip(), None)


def split_aliases(title: str) -> tuple[str, tuple[str, ...]]:
    """``Seven (a.k.a. Se7en)`` → ``("Seven", ("Se7en",))``: other titles stand in brackets at the end."""
    aliases: list[str] = []
    while (match := _BRACKETS_AT_END.match(title)) and match.group(1):
        title, inner = match.groups()
        inner = re.sub(r"^(a\.?k\.?a\.?|aka)\s+", "", inner.strip(), flags=re.IGNORECASE)
        aliases = [article_first(part) for part in re.split(r"\s*/\s*", inner) if part.strip()] + aliases
    return article_first(title), tuple(aliases)


def words(values: Iterable[object], facet: str) -> tuple[str, ...]:
    """Clean, canonical, distinct values of a word facet, in order."""
    canonical = vocabulary().canonical
    return tuple(dict.fromkeys(canonical(facet, text) for value in values if (text := clean(str(value)))))


def people(roles: Mapping[str, Iterable[object]]) -> tuple[Person, ...]:
    """People by role, cleaned, each (name, role) once."""
    found = (Person(name=clean(str(name)), role=role) for role, names in roles.items() for name in names)
    return tuple(dict.fromkeys(person for person in found if person.name))


def whole_number(value: Any, *, low: int = -(10**4), high: int = 10**6) -> int | None:
    """``value`` as a whole number within bounds, else None (``"1995.0"`` is 1995; empty, NaN and text are None)."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if number == number and low <= number <= high else None


def collect(records: Iterable[tuple[int, Any]], make: Callable[[Any], Item], bad: BadRows) -> list[Item]:
    """Turn numbered records into items; those that fail, or repeat an id, are counted in ``bad`` and left out."""
    items: dict[str, Item] = {}
    for number, record in records:
        try:
            item = make(record)
        except (KeyError, ValueError, TypeError, IndexError) as error:
            bad.add(number, f"cannot be read ({type(error).__name__})", record)
            continue
        if not item.title:
            bad.add(number, "no title", record)
        elif item.id in items:
            bad.add(number, "repeated id", record)
        else:
            items[item.id] = item
    return list(items.values())
