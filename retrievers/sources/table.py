"""Any CSV, TSV, JSONL or Parquet table: which column is which is detected by name, and told.

A column that has no field of its own becomes a facet under its own name.
"""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from retrievers.errors import BadData
from retrievers.interactions import Interactions
from retrievers.items import Item, Value
from retrievers.sources.files import columns, csv_rows, read_bytes, read_text, stem
from retrievers.sources.records import (
    BadRows,
    Source,
    article_first,
    collect,
    people,
    split_year,
    usable,
    whole_number,
    words,
)
from retrievers.text import clean, fold

Row = dict[str, Any]
Rows = Callable[[Path], Iterator[Any]]

#: Field → names of columns that mean it, most telling first (compared without case, spaces and underscores).
_NAMES = {
    "id": ("id", "itemid", "item", "movieid", "bookid", "productid", "courseid", "trackid", "sku", "asin", "isbn"),
    "title": (
        "title",
        "name",
        "itemtitle",
        "movietitle",
        "booktitle",
        "productname",
        "coursename",
        "trackname",
        "movie",
        "book",
    ),
    "year": ("year", "releaseyear", "publicationyear", "originalpublicationyear", "releasedate", "published", "date"),
    "kind": ("kind", "type", "itemtype", "mediatype", "category1"),
    "genres": ("genres", "genre", "categories", "category", "subjects", "subject"),
    "length": ("length", "runtime", "duration", "minutes", "pages", "numpages", "pagecount"),
    "languages": ("languages", "language", "originallanguage", "languagecode"),
    "countries": ("countries", "country", "productioncountries"),
    "themes": ("themes", "theme", "keywords", "tags", "topics"),
    "moods": ("moods", "mood", "tone"),
    "notes": ("notes", "contentnotes", "contentwarnings", "warnings"),
    "series": ("series", "collection", "franchise"),
    "description": ("description", "overview", "plot", "summary", "synopsis", "about", "abstract"),
    "aliases": ("aliases", "alias", "alsoknownas", "aka", "originaltitle", "othertitles"),
}
_ROLES = {
    "director": ("director", "directors"),
    "cast": ("cast", "actors", "stars", "starring"),
    "author": ("author", "authors", "writer", "writers"),
    "artist": ("artist", "artists", "band", "performer"),
    "brand": ("brand", "maker", "manufacturer"),
    "instructor": ("instructor", "instructors", "teacher", "teachers"),
}
_USER = ("user", "userid", "person", "personid", "customer", "customerid", "reader", "member")
_ITEM = (*_NAMES["id"][1:], "id")  # a plain "id" beside another one numbers the interactions
_WEIGHT = ("rating", "weight", "score", "stars", "count", "plays", "value")
_FACET_OF = {"genres": "genre", "themes": "theme", "moods": "mood", "notes": "note", "languages": "language",
             "countries": "country"}  # fmt: skip
_TITLE_IN = re.compile(r"^title_([a-z]{2})$")
_YEAR_IN = re.compile(r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)")
_LENGTH = re.compile(r"(\d+)\s*(?:min(?:ute)?s?|p(?:age)?s?|pp)\.?")
_YEARS = (-5000, 2100)


def read(paths: list[Path], interactions: Path | None = None, *, rows_of: Rows | None = None) -> Source:
    """Items of one or more tables, and a table of interactions (user, item and, where there is one, a weight).

    ``rows_of`` gives the records of a file, `rows` where it is left out.
    """
    rows_of = rows_of or rows
    records: list[tuple[dict[str, str], Any]] = []
    columns: dict[str, str] = {}
    for path in paths:
        found = list(rows_of(path))
        fields = _fields(_names(found), path)
        columns.update({name: field for field, name in fields.items()})
        records += ((fields, row) for row in found)
    bad, bad_interactions = BadRows(), BadRows()
    return Source(
        format="table",
        items=collect(enumerate(records, 1), lambda record: _item(record[1], record[0]), bad),
        interactions=read_interactions(interactions, bad_interactions, rows_of) if interactions else None,
        bad=bad,
        bad_interactions=bad_interactions,
        columns=columns,
        rows=len(records),
    )


def _names(rows: list[Any]) -> list[str]:
    """The columns of the first rows; what is no record has none."""
    return list(dict.fromkeys(str(name) for row in rows[:200] if isinstance(row, dict) for name in row if name))


def rows(path: Path) -> Iterator[Any]:
    name = stem(path).lower()
    if name.endswith((".jsonl", ".ndjson", ".json")):
        yield from _json_rows(path)
    elif name.endswith((".parquet", ".pq")):
        yield from _parquet_rows(path)
    else:
        yield from csv_rows(path, delimiter=_delimiter(name, path))


def _parquet_rows(path: Path) -> Iterator[Row]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        yield from parquet.read_table(io.BytesIO(read_bytes(path))).to_pylist()
    except (pa.ArrowInvalid, OSError) as error:
        raise BadData(f"'{path}' is not a Parquet file ({error}).", "Write it again.") from error


def _json_rows(path: Path) -> Iterator[Any]:
    """The objects of a JSON array or of JSON lines; a line that is not JSON comes as its text, to be counted."""
    text = read_text(path)
    if text.lstrip().startswith("["):
        try:
            yield from json.loads(text)
        except json.JSONDecodeError as error:
            raise BadData(f"'{path}' is not JSON ({error}).", "Mend the place that it names.") from error
        return
    for line in text.split("\n"):
        if line.strip():
            try:
                yield json.loads(line)
            except json.JSONDecodeError:
                yield line


def _delimiter(name: str, path: Path) -> str:
    if name.endswith(".tsv"):
        return "\t"
    head = read_text(path).split("\n", 1)[0]
    return max(",\t;|", key=head.count)


def _fields(names: list[str], path: Path) -> dict[str, str]:
    """Field (or ``role:…``, ``title:zh``) → the column of this table that holds it. Raises `BadData` for no title."""
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(fold(str(name)).replace(" ", ""), name)
    found: dict[str, str] = {}
    wanted = {**_NAMES, **{f"role:{role}": keys for role, keys in _ROLES.items()}}
    for field, keys in wanted.items():
        for key in keys:
            if key in by_key and by_key[key] not in found.values():
                found[field] = by_key[key]
                break
    found.update({f"title:{m.group(1)}": name for name in names if (m := _TITLE_IN.match(str(name)))})
    if "title" not in found:
        seen = ", ".join(map(str, names[:8])) or "none"
        raise BadData(f"'{path}' has no column that looks like a title (its columns: {seen}).", "Name one 'title'.")
    return found


def _item(row: Row, fields: dict[str, str]) -> Item:
    def value(field: str) -> Any:
        found = row.get(fields[field]) if field in fields else None
        return found if found == found else None  # NaN is how a data frame says that it has no value

    title, year = split_year(clean(_text(value("title"))))
    title = article_first(title)
    several = {field: words(_several(value(field)), facet) for field, facet in _FACET_OF.items()}
    roles = {f.removeprefix("role:"): _several(value(f)) for f in fields if f.startswith("role:")}
    titles = {f.removeprefix("title:"): clean(_text(value(f))) for f in fields if f.startswith("title:")}
    kind = words([value("kind")], "kind") if value("kind") else ()
    aliases = [clean(str(part)) for part in _several(value("aliases"), "|;")]
    year = _year(value("year")) or year
    return Item(
        id=clean(_text(value("id"))) or fold(f"{title} {year or ''}").replace(" ", "-") or title,
        title=title,
        year=year,
        kind=kind[0] if kind else None,
        people=people(roles),
        length=_length(value("length")),
        series=clean(_text(value("series"))) or None,
        description=clean(_text(value("description"))),
        titles={language: name for language, name in titles.items() if name},
        aliases=tuple(name for name in aliases if fold(name) not in ("", fold(title))),
        extra=_extra(row, fields),
        **several,
    )


def _text(value: Any) -> str:
    """A cell as text: empty for none, and a whole number without the point that a column with gaps gives it."""
    if value is None or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _year(value: Any) -> int | None:
    """``1995``, ``"1995-12-15"`` and ``"15 December 1995"`` are 1995; 0 and a number that is no year are None."""
    low, high = _YEARS
    if number := whole_number(value, low=low, high=high):
        return number
    match = _YEAR_IN.search(_text(value)) or re.match(r"\d{4}(?=\d{4}$)", _text(value))
    return int(match.group()) if match else None


def _length(value: Any) -> int | None:
    """Minutes or pages: a number, or one followed by its unit ("142 min")."""
    match = _LENGTH.fullmatch(_text(value).strip().lower())
    return whole_number(match.group(1) if match else value, low=1)


def _several(value: Any, separators: str = "|;,") -> list[Any]:
    """The parts of a multi-valued cell: a list as it is, text at the first of ``separators`` that it holds."""
    if value is None or value == "" or value != value:
        return []
    if isinstance(value, list | tuple):
        named = (part.get("name") if isinstance(part, dict) else part for part in value)
        return [part for part in named if part is not None and part != ""]
    text = str(value).strip()
    if text.startswith("[") and text.endswith("]") and (listed := _listed(text)) is not None:
        return _several(listed)
    separator = next((s for s in separators if s in text), None)
    return [part.strip() for part in text.split(separator) if part.strip()] if separator else [text]


def _listed(text: str) -> list[Any] | None:
    """The list that ``text`` writes out, as JSON or as Python does; None where it is neither."""
    for read in (json.loads, ast.literal_eval):
        try:
            found = read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return found if isinstance(found, list) else None
    return None


def _extra(row: Row, fields: dict[str, str]) -> dict[str, Value]:
    used = set(fields.values())
    cells = ((fold(str(name)), _value(cell)) for name, cell in row.items() if name and name not in used)
    return {name: value for name, value in cells if name and value not in (None, "", ())}


def _value(cell: Any) -> Value | None:
    """A cell of a further column: a number, several words, or text."""
    if cell is None or cell != cell:
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    text = str(cell).strip()
    if isinstance(cell, list) or (text.startswith("[") and text.endswith("]")):
        return tuple(part for found in _several(cell) if (part := clean(str(found))))
    return float(text) if re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", text) else clean(text)


def read_interactions(path: Path, bad: BadRows, rows_of: Rows) -> Interactions:
    """Who gave what which weight, from a table; rows that cannot be used are counted in ``bad``.

    Raises `BadData` where no column is for the person or none for the item.
    """
    found, first = _columns(path, bad, rows_of)
    names = {fold(name.partition(":")[0]).replace(" ", ""): name for name in found}  # RecBole: user_id:token
    user = next((names[key] for key in _USER if key in names), None)
    others = [key for key in names if names[key] != user]
    item = next((key for key in (*_ITEM, *(key for key in others if key.endswith("id"))) if key in others), None)
    if user is None or item is None:
        seen = ", ".join(found) or "none"
        raise BadData(f"'{path}' needs a column for the person and one for the item (its columns: {seen}).",
                      "Name them 'user' and 'item'.")  # fmt: skip
    weight = next((names[key] for key in _WEIGHT if key in names), None)
    people, items = (np.array([clean(_text(v)) for v in found[name]], dtype=object) for name in (user, names[item]))
    return usable(people, items, found[weight] if weight else [1.0] * len(people), bad, first=first)


def _columns(path: Path, bad: BadRows, rows_of: Rows) -> tuple[dict[str, list[Any]], int]:
    """The columns of a table of interactions by name, and the number of its first row. Long ones are the rule."""
    name = stem(path).lower()
    if name.endswith((".parquet", ".pq", ".jsonl", ".ndjson", ".json")):
        records = [row if isinstance(row, dict) else {} for row in rows_of(path)]
        return {name: [row.get(name) for row in records] for name in _names(records)}, 1
    delimiter = "\t" if name.endswith(".inter") else _delimiter(name, path)
    return {name: column.to_pylist() for name, column in columns(path, bad, delimiter=delimiter).items()}, 2
