"""Any CSV, TSV, JSONL or Parquet table: which column is which is detected by name, or chosen, and told.

A column that has no field of its own becomes a facet under its own name.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from retrievers.errors import BadData
from retrievers.interactions import Interactions
from retrievers.items import Item, Value
from retrievers.sources import cells, fields
from retrievers.sources.fields import NOTHING, Chosen
from retrievers.sources.files import Columns, columns, csv_rows, head, read_bytes, stem, text_stream
from retrievers.sources.records import (
    BadRows,
    Source,
    article_first,
    collect,
    people,
    split_year,
    text_of,
    usable,
    words,
)
from retrievers.text import clean, fold

Row = dict[str, Any]
Rows = Callable[[Path], Iterator[Any]]

_FACET_OF = {"genres": "genre", "themes": "theme", "moods": "mood", "notes": "note", "languages": "language",
             "countries": "country"}  # fmt: skip
_PARQUET = (".parquet", ".pq")
_JSON = (".jsonl", ".ndjson", ".json")


def read(
    paths: list[Path],
    interactions: Path | None = None,
    *,
    rows_of: Rows | None = None,
    chosen: Chosen = NOTHING,
) -> Source:
    """Items of one or more tables, and a table of interactions (user, item and, where there is one, a weight).

    ``rows_of`` gives the records of a file, `rows` where it is left out. Raises `BadData` where a table has no title,
    or a column of ``chosen`` is not there.
    """
    rows_of = rows_of or rows
    chosen.check()
    records: list[tuple[_Reading, Any]] = []
    told: dict[str, str] = {}
    seen: list[str] = []
    for path in paths:
        found = list(rows_of(path))
        names = _names(found)
        of = fields.of_items(names, path, chosen)
        told.update({name: field for field, name in of.items()})
        seen += names
        reading = _Reading(names, of, chosen)
        records += ((reading, row) for row in found)
    bad, bad_interactions = BadRows(), BadRows()
    items = collect(enumerate(records, 1), lambda record: record[0].item(record[1]), bad)
    rated: Interactions | None = None
    rated_columns: dict[str, str] = {}
    if interactions is not None:
        rated, rated_columns, names = _read_interactions(interactions, bad_interactions, rows_of, chosen)
        seen += names
    for wanted in (*chosen.ignore, *(name for name in chosen.separators if name not in fields.SEVERAL)):
        if fields.named(wanted, seen) is None:
            raise BadData(f"There is no column '{wanted}' (the columns: {fields.listed(seen)}).", "Name one of these.")
    return Source(
        format="table",
        items=items,
        interactions=rated,
        bad=bad,
        bad_interactions=bad_interactions,
        columns=told,
        interaction_columns=rated_columns,
        rows=len(records),
    )


def _names(rows: Iterable[Any]) -> list[str]:
    """The columns of all rows; what is no record has none."""
    found = dict.fromkeys(chain.from_iterable(row for row in rows if isinstance(row, dict)))
    return [name for name in found if name]


def rows(path: Path) -> Iterator[Any]:
    """The records of a table of any kind; what is not one comes as it is, to be counted."""
    name = stem(path).lower()
    if name.endswith(_JSON):
        yield from _json_rows(path)
    elif name.endswith(_PARQUET):
        yield from _parquet(path).to_pylist()
    else:
        yield from csv_rows(path, delimiter=_delimiter(name, path))


def _parquet(path: Path) -> Any:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return parquet.read_table(io.BytesIO(read_bytes(path)))
    except (pa.ArrowInvalid, OSError) as error:
        raise BadData(f"'{path}' is not a Parquet file ({error}).", "Write it again.") from error


def _json_rows(path: Path) -> Iterator[Any]:
    """The objects of a JSON array or of JSON lines; a line that is not JSON comes as its text, to be counted."""
    text = text_stream(path, "\n")
    if head(path).lstrip().startswith("["):
        try:
            yield from json.load(text)
        except (json.JSONDecodeError, RecursionError) as error:
            raise BadData(f"'{path}' is not JSON ({error}).", "Mend the place that it names.") from error
        return
    for line in text:
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                yield line.rstrip("\n")


def _delimiter(name: str, path: Path) -> str:
    if name.endswith(".tsv"):
        return "\t"
    return max(",\t;|", key=head(path).split("\n", 1)[0].count)


class _Reading:
    """How the rows of one table become items: which column is which field, worked out once."""

    def __init__(self, names: list[str], of: Mapping[str, str], chosen: Chosen) -> None:
        self._of = of
        self._separators = chosen.separators
        self._roles = [role for role in fields.ROLES if role in of]
        self._titles = {field[-2:]: field for field in of if field.startswith("title_")}
        left = {*of.values(), *(fields.named(name, names) for name in chosen.ignore)}
        parts = {fields.named(name, names): text for name, text in chosen.separators.items()}
        self._further = [(name, fold(clean(name)), parts.get(name)) for name in names if name and name not in left]

    def item(self, row: Row) -> Item:
        """One record as an item. Raises what reading a row of another shape raises."""
        title, year = split_year(clean(text_of(self._value(row, "title"))))
        title = article_first(title)
        year = cells.year(self._value(row, "year")) or year
        several: dict[str, Any] = {f: words(self._several(row, f), facet) for f, facet in _FACET_OF.items()}
        titles = {language: clean(text_of(self._value(row, f))) for language, f in self._titles.items()}
        kind = self._value(row, "kind")
        aliases = [clean(str(part)) for part in self._several(row, "aliases", "|;")]
        return Item(
            id=clean(text_of(self._value(row, "id"))) or fold(f"{title} {year or ''}").replace(" ", "-") or title,
            title=title,
            year=year,
            kind=next(iter(words([kind], "kind")), None) if kind else None,
            people=people({role: self._several(row, role) for role in self._roles}),
            length=cells.length(self._value(row, "length")),
            series=clean(text_of(self._value(row, "series"))) or None,
            description=clean(text_of(self._value(row, "description"))),
            titles={language: name for language, name in titles.items() if name},
            aliases=tuple(name for name in aliases if fold(name) not in ("", fold(title))),
            extra=self._extra(row),
            **several,
        )

    def _value(self, row: Row, field: str) -> Any:
        found = row.get(self._of[field]) if field in self._of else None
        return found if found == found else None  # NaN is how a data frame says that it has no value

    def _several(self, row: Row, field: str, separators: str = "|;,") -> list[Any]:
        return cells.several(self._value(row, field), separators, chosen=self._separators.get(field))

    def _extra(self, row: Row) -> dict[str, Value]:
        found = ((name, cells.further(row.get(column), parts)) for column, name, parts in self._further)
        return {name: value for name, value in found if name and value not in (None, "", ())}


def read_interactions(path: Path, bad: BadRows, rows_of: Rows, chosen: Chosen = NOTHING) -> Interactions:
    """Who gave what which weight, from a table; rows that cannot be used are counted in ``bad``.

    Raises `BadData` where no column is for the person or none for the item.
    """
    return _read_interactions(path, bad, rows_of, chosen)[0]


def _read_interactions(
    path: Path, bad: BadRows, rows_of: Rows, chosen: Chosen
) -> tuple[Interactions, dict[str, str], list[str]]:
    """The interactions, which column is which field, and all columns."""
    found = _columns(path, bad, rows_of)
    names = list(found.by_name)
    of = fields.of_interactions(names, path, chosen)
    weight = of.get("weight")
    given = usable(
        found.by_name[of["user"]],
        found.by_name[of["item"]],
        found.by_name[weight] if weight else None,
        bad,
        first=found.first,
        skipped=found.skipped,
        meaning=fields.counts(weight) if weight else "clicks",
    )
    return given, {column: field for field, column in of.items()}, names


def _columns(path: Path, bad: BadRows, rows_of: Rows) -> Columns:
    """The columns of a table of interactions by name. Long ones are the rule."""
    name = stem(path).lower()
    if name.endswith(_PARQUET):
        table = _parquet(path)
        return Columns(by_name={name: table.column(name) for name in table.column_names}, first=1)
    if name.endswith(_JSON):
        return _of_records(rows_of(path), bad)
    return columns(path, bad, delimiter="\t" if name.endswith(".inter") else _delimiter(name, path))


def _of_records(records: Iterable[Any], bad: BadRows) -> Columns:
    """Records as columns. Each text is kept once: ids come again and again."""
    found: dict[str, list[Any]] = {}
    texts: dict[str, str] = {}
    skipped: list[int] = []
    size = 0
    for number, row in enumerate(records, 1):
        if not isinstance(row, dict):
            skipped.append(number)
            bad.add(number, "not a record", row)
            continue
        for name, value in row.items():
            column = found.setdefault(name, [])
            column.extend([None] * (size - len(column)))
            column.append(texts.setdefault(value, value) if isinstance(value, str) else value)
        size += 1
    for column in found.values():
        column.extend([None] * (size - len(column)))
    return Columns(by_name=found, first=1, skipped=tuple(skipped))
