"""What every reader gives: items, interactions, and an account of the rows that could not be used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrievers.interactions import Interactions, Meaning
from retrievers.items import Item, Person
from retrievers.text import clean, strip_invisible
from retrievers.vocabulary import vocabulary

#: So many rows of each cause are kept to be listed: where a million are bad, the first ones tell why.
_KEPT_ROWS = 10_000


@dataclass
class BadRows:
    """Rows that were left out: how many for which cause, and the first 10,000 of each with their numbers."""

    causes: Counter[str] = field(default_factory=Counter)
    rows: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, number: int, cause: str, row: object) -> None:
        self.causes[cause] += 1
        if self.causes[cause] <= _KEPT_ROWS:
            self.rows.append((number, cause, strip_invisible(str(row)[:500])))

    def __len__(self) -> int:
        return self.causes.total()


@dataclass(frozen=True, kw_only=True)
class Source:
    """What was read from where.

    ``columns`` and ``interaction_columns`` say which column of a table became which field; ``rows`` counts the records
    of items that were read, good and bad.
    """

    format: str
    items: list[Item]
    interactions: Interactions | None = None
    bad: BadRows = field(default_factory=BadRows)
    bad_interactions: BadRows = field(default_factory=BadRows)
    columns: Mapping[str, str] = field(default_factory=dict)
    interaction_columns: Mapping[str, str] = field(default_factory=dict)
    simulated: bool = False
    rows: int = 0


_ARTICLES = (
    r"the|an?|la|les?|l'|une?|el|los|las|lo|il|i|gli|der|die|das|den|det|eine?|een|de|het|en|os?|as|uma?"  # of Europe
)
_ARTICLE_AT_END = re.compile(rf"^(.*), ({_ARTICLES})$", re.IGNORECASE)
_YEAR_AT_END = re.compile(r"^(.*?)[\s]*\((\d{4})(?:\s*[-–]\s*\d{0,4})?\s*\)\s*$")
_BRACKETS_AT_END = re.compile(r"^(.*?)(?<!\bor)\s+\(([^()]*)\)$", re.IGNORECASE)  # not "Birdman: Or (The ...)"


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
    """Clean, canonical, distinct values of a word facet, in order; then the broader ones of the same facet."""
    found = [_word(facet, str(given)) for given in values]
    return tuple(dict.fromkeys((*(value for value, _ in found if value), *(of for _, wider in found for of in wider))))


@lru_cache(maxsize=2**16)
def _word(facet: str, value: str) -> tuple[str, tuple[str, ...]]:
    """The canonical form of one value and what is broader: the same few come again in every record."""
    text = clean(value)
    word = vocabulary().canonical(facet, text) if text else ""
    return word, tuple(of for wide, of in vocabulary().broader(facet, word) if wide == facet)


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
        except (KeyError, ValueError, TypeError, IndexError, AttributeError) as error:
            bad.add(number, f"cannot be read ({type(error).__name__})", record)
            continue
        if not item.title:
            bad.add(number, "no title", record)
        elif not item.id:
            bad.add(number, "no id", record)
        elif item.id in items:
            bad.add(number, "repeated id", record)
        else:
            items[item.id] = item
    return list(items.values())


def text_of(value: Any) -> str:
    """A cell as text: empty for none, and a whole number without the point that a column with gaps gives it."""
    if value is None or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def usable(
    users: Any,
    items: Any,
    weights: Any,
    bad: BadRows,
    *,
    first: int = 2,
    skipped: Sequence[int] = (),
    meaning: Meaning | None = None,
) -> Interactions:
    """Interactions of the rows that name a person and an item and have a weight; the others are counted in ``bad``.

    The columns are arrow or NumPy arrays or lists, ids and weights as text or numbers; ``weights`` is None for clicks.
    ``first`` is the number of the first row, ``skipped`` the numbers of rows that are not in the columns.
    """
    people, person_of = _distinct(users)
    works, work_of = _distinct(items)
    given, weight_of = _distinct(weights) if weights is not None else ([1.0], np.zeros(len(person_of), np.int32))
    # A million rows hold few different ids and fewer weights: only those are cleaned and read.
    names, ids = (np.array([clean(text_of(v)) for v in values], dtype=object) for values in (people, works))
    numbers = np.array([_number(weight) for weight in given], dtype=np.float32)
    named = (names != "").astype(bool)[person_of] & (ids != "").astype(bool)[work_of]
    good = np.isfinite(numbers)[weight_of] & named
    before = np.array(skipped, dtype=np.int64) - first - np.arange(len(skipped))  # rows that stand before each skipped
    for at in np.flatnonzero(~good).tolist():
        cause = "no person or no item" if np.isfinite(numbers[weight_of[at]]) else "the rating is not a number"
        number = at + first + int(np.searchsorted(before, at, side="right"))
        bad.add(number, cause, (people[person_of[at]], works[work_of[at]], given[weight_of[at]]))
    return Interactions(
        users=names[person_of[good]], items=ids[work_of[good]], weights=numbers[weight_of[good]], meaning=meaning
    )


def _distinct(values: Any) -> tuple[list[Any], NDArray[np.int32]]:
    """The distinct values of a column with None at the end, and which of them stands in each row (-1 for None)."""
    if hasattr(values, "dictionary_encode"):
        import pyarrow as pa

        try:
            encoded = values.dictionary_encode().combine_chunks()
            return [*encoded.dictionary.to_pylist(), None], encoded.indices.fill_null(-1).to_numpy().astype(np.int32)
        except pa.ArrowNotImplementedError:  # lists and records have no dictionary
            values = values.to_pylist()
    listed = values.tolist() if isinstance(values, np.ndarray) else values
    places: dict[tuple[type, Any], int] = {}
    keys = ((type(value), value if isinstance(value, str | int | float) else str(value)) for value in listed)
    coded = np.fromiter((places.setdefault(key, len(places)) for key in keys), dtype=np.int32, count=len(listed))
    return [*(None if of is type(None) else value for of, value in places), None], coded


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")
