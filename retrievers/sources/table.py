"""Any CSV, TSV, JSONL or Parquet table: which column is which is detected by name, and told.

A column that has no field of its own becomes a facet under its own name.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from retrievers.errors import BadData
from retrievers.interactions import Interactions
from retrievers.items import Item, Value
from retrievers.sources.files import open_bytes, read_text, stem
from retrievers.sources.records import BadRows, Source, article_first, collect, people, split_year, whole_number, words
from retrievers.text import clean, fold

Row = dict[str, Any]

#: Field → names of columns that mean it, most telling first (compared without case, spaces and underscores).
_NAMES = {
    "id": ("id", "itemid", "item", "movieid", "bookid", "productid", "courseid", "trackid", "sku", "asin", "isbn"),
    "title": ("title", "name", "itemtitle", "productname", "coursename", "trackname", "movie", "book"),
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
_WEIGHT = ("rating", "weight", "score", "stars", "count", "plays", "value")
_FACET_OF = {"genres": "genre", "themes": "theme", "moods": "mood", "notes": "note", "languages": "language",
             "countries": "country"}  # fmt: skip
_TITLE_IN = re.compile(r"^title_([a-z]{2})$")


def read(paths: list[Path], interactions: Path | None = None) -> Source:
    """Items of one or more tables, and a table of interactions (user, item and, where there is one, a weight)."""
    bad, items, columns, number = BadRows(), [], {}, 0
    for path in paths:
        rows = list(_rows(path))
        names = list(dict.fromkeys(name for row in rows[:200] for name in row))
        fields = _fields(names, path)
        columns.update({name: field for field, name in fields.items()})
        items += collect(enumerate(rows, number + 1), lambda row, f=fields: _item(row, f), bad)
        number += len(rows)
    unique = {item.id: item for item in items}
    read = _interactions(interactions) if interactions else None
    return Source(format="table", items=list(unique.values()), interactions=read, bad=bad, columns=columns, rows=number)


def _rows(path: Path) -> Iterator[Row]:
    name = stem(path).lower()
    if name.endswith((".jsonl", ".ndjson", ".json")):
        yield from _json_rows(path)
    elif name.endswith((".parquet", ".pq")):
        from pyarrow import parquet

        with open_bytes(path) as file:
            yield from parquet.read_table(io.BytesIO(file.read())).to_pylist()
    else:
        text = read_text(path)
        yield from csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(name, text))


def _json_rows(path: Path) -> Iterator[Row]:
    text = read_text(path)
    if text.lstrip().startswith("["):
        yield from json.loads(text)
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise BadData(f"Line {number} of '{path}' is not JSON ({error.msg}).", "Mend or remove it.") from error


def _delimiter(name: str, text: str) -> str:
    if name.endswith(".tsv"):
        return "\t"
    head = text.split("\n", 1)[0]
    return max(",\t;|", key=head.count)


def _fields(names: list[str], path: Path) -> dict[str, str]:
    """Field (or ``role:…``, ``title:zh``) → the column of this table that holds it. Raises `BadData` without a title."""
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
        return row.get(fields[field]) if field in fields else None

    title, year = split_year(clean(str(value("title") or "")))
    title = article_first(title)
    given = value("year")
    year = whole_number(given) or whole_number(str(given or "")[:4]) or year
    several = {field: words(_several(value(field)), facet) for field, facet in _FACET_OF.items()}
    roles = {f.removeprefix("role:"): _several(value(f)) for f in fields if f.startswith("role:")}
    titles = {f.removeprefix("title:"): clean(str(value(f))) for f in fields if f.startswith("title:") and value(f)}
    kind = words([value("kind")], "kind") if value("kind") else ()
    id = str(value("id") or "").strip() or fold(f"{title} {year or ''}").replace(" ", "-")
    return Item(
        id=id,
        title=title,
        year=year,
        kind=kind[0] if kind else None,
        people=people(roles),
        length=whole_number(value("length"), low=1),
        series=clean(str(value("series"))) if value("series") else None,
        description=clean(str(value("description") or "")),
        titles=titles,
        aliases=tuple(clean(str(alias)) for alias in _several(value("aliases"))),
        extra=_extra(row, fields),
        **several,
    )


def _several(value: Any) -> list[Any]:
    """The parts of a multi-valued cell: a list as it is, text at ``|`` or ``;`` or, failing those, at commas."""
    if value is None or value == "" or value != value:
        return []
    if isinstance(value, list | tuple | np.ndarray):
        return [part.get("name", part) if isinstance(part, dict) else part for part in value]
    text = str(value).strip()
    if text.startswith("[") and text.endswith("]"):
        try:
            return _several(json.loads(text))
        except json.JSONDecodeError:
            text = text[1:-1].replace("'", "")
    separator = next((s for s in "|;" if s in text), ",")
    return [part.strip() for part in text.split(separator) if part.strip()]


def _extra(row: Row, fields: dict[str, str]) -> dict[str, Value]:
    used = set(fields.values())
    found: dict[str, Value] = {}
    for name, value in row.items():
        if name in used or value in (None, "") or value != value or name is None:
            continue
        key = fold(str(name))
        if isinstance(value, int | float) and not isinstance(value, bool):
            found[key] = float(value)
        elif isinstance(value, list):
            found[key] = tuple(clean(str(part)) for part in value)
        else:
            number = whole_number(value) if re.fullmatch(r"-?\d+(\.0+)?", str(value).strip()) else None
            found[key] = float(number) if number is not None else clean(str(value))
    return found


def _interactions(path: Path) -> Interactions:
    rows = list(_rows(path))
    names = {fold(str(name)).replace(" ", ""): name for name in (rows[0] if rows else {})}
    user = next((names[key] for key in _USER if key in names), None)
    item = next((names[key] for key in _NAMES["id"] if key in names and names[key] != user), None)
    if user is None or item is None:
        seen = ", ".join(map(str, names.values())) or "none"
        raise BadData(f"'{path}' needs a column for the person and one for the item (its columns: {seen}).",
                      "Name them 'user' and 'item'.")  # fmt: skip
    weight = next((names[key] for key in _WEIGHT if key in names), None)
    try:
        weights = np.array([float(row[weight]) if weight else 1.0 for row in rows], dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise BadData(f"'{path}' has a {weight} that is not a number ({error}).", "Mend or remove that row.") from error
    return Interactions(
        users=np.array([str(row[user]) for row in rows], dtype=object),
        items=np.array([str(row[item]) for row in rows], dtype=object),
        weights=weights,
    )
