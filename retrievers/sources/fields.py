"""Which column of a table is which field: found by name, or chosen by a person. Knows neither rows nor values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from retrievers.errors import BadData
from retrievers.interactions import Meaning
from retrievers.text import clean, fold, strip_invisible

#: Field → names of columns that mean it, most telling first (compared without case, spaces and underscores).
_NAMES = {
    "id": ("id", "itemid", "item", "movieid", "bookid", "productid", "courseid", "trackid", "sku", "asin", "isbn"),
    "title": ("title", "name", "itemtitle", "movietitle", "booktitle", "productname", "coursename", "trackname",
              "movie", "book"),
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
}  # fmt: skip
_ROLES = {
    "director": ("director", "directors"),
    "cast": ("cast", "actors", "stars", "starring"),
    "author": ("author", "authors", "writer", "writers"),
    "artist": ("artist", "artists", "band", "performer"),
    "brand": ("brand", "maker", "manufacturer"),
    "instructor": ("instructor", "instructors", "teacher", "teachers"),
}
#: Fields that name people by their part in an item.
ROLES = tuple(_ROLES)
#: Fields that hold several values.
SEVERAL = ("genres", "languages", "countries", "themes", "moods", "notes", "aliases", *ROLES)
_TITLE_IN = re.compile(r"^title_([a-z]{2})$")

_COUNTS = (
    "count", "counts", "plays", "playcount", "playcounts", "listens", "listencount", "views", "viewcount", "quantity",
    "qty", "clicks", "clickcount",
)  # fmt: skip
_INTERACTIONS = {
    "user": ("user", "userid", "person", "personid", "customer", "customerid", "reader", "member"),
    "item": (*_NAMES["id"][1:], "id"),  # a plain "id" beside another one numbers the interactions
    "weight": ("rating", "weight", "score", "stars", *_COUNTS, "value"),
}
FIELDS = (*_NAMES, *ROLES, *_INTERACTIONS)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What a person says of the columns of their tables, over what the names suggest.

    ``columns`` maps fields to columns; ``separators`` maps fields, or further columns, to the text between several
    values of a cell; columns in ``ignore`` are not read.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    separators: Mapping[str, str] = field(default_factory=dict)
    ignore: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.columns or self.separators or self.ignore)

    def check(self) -> None:
        """Raises `BadData` for a field that there is not, or one that never holds several values."""
        for name in self.columns:
            if name not in FIELDS and not _TITLE_IN.match(name):
                raise BadData(f"There is no field '{name}'.", f"The fields are {', '.join(FIELDS)} and title_zh.")
        for name, text in self.separators.items():
            if name in FIELDS and name not in SEVERAL:
                raise BadData(f"The field '{name}' holds one value: it has no separator.", "Take that separator out.")
            if not text:
                raise BadData(f"The separator of '{name}' is empty.", "Write the text that stands between two values.")


#: Nobody said anything: the names decide.
NOTHING = Chosen()


def key(name: str) -> str:
    """A column's name as it is compared. RecBole writes a type behind a colon."""
    return fold(clean(name.partition(":")[0])).replace(" ", "")


def named(wanted: str, names: Iterable[str]) -> str | None:
    """The column that a person means by ``wanted``: the one of that name, else the first that differs in case only."""
    names = list(names)
    return wanted if wanted in names else next((name for name in names if key(name) == key(wanted)), None)


def listed(names: Sequence[str]) -> str:
    """Columns for a message: what comes from a file may hold anything."""
    return strip_invisible(", ".join(name[:40] for name in names[:40])) or "none"


def of_items(names: Sequence[str], path: Path, chosen: Chosen) -> dict[str, str]:
    """Field → the column of this table that holds it. Raises `BadData` for no title, or a chosen column that is not."""
    wanted = {**_NAMES, **_ROLES}
    found = _chosen(names, path, chosen, [name for name in chosen.columns if name not in _INTERACTIONS])
    names = _left(names, chosen, found)
    found |= _detected(names, {f: keys for f, keys in wanted.items() if f not in found})
    for name in names:
        if _TITLE_IN.match(name):
            found.setdefault(name, name)
    if "title" not in found:
        raise BadData(
            f"'{path}' has no column that looks like a title (its columns: {listed(names)}).",
            "Name one 'title', or say which it is with --column title=NAME.",
        )
    return found


def of_interactions(names: Sequence[str], path: Path, chosen: Chosen) -> dict[str, str]:
    """``user``, ``item`` and, where there is one, ``weight`` → the column. Raises `BadData` where one is missing."""
    found = _chosen(names, path, chosen, [name for name in chosen.columns if name in _INTERACTIONS])
    for name, keys in _INTERACTIONS.items():
        left = _left(names, chosen, found)
        if name == "item":
            keys = (*keys, *(key(column) for column in left if key(column).endswith("id")))
        if name not in found:
            found |= _detected(left, {name: keys})
    if "user" not in found or "item" not in found:
        raise BadData(
            f"'{path}' needs a column for the person and one for the item (its columns: {listed(names)}).",
            "Name them 'user' and 'item', or say which they are with --column user=NAME --column item=NAME.",
        )
    return found


def counts(column: str | None) -> Meaning | None:
    """A column whose name says so holds counts; of others the name tells nothing."""
    return "counts" if column is not None and key(column) in _COUNTS else None


def _chosen(names: Sequence[str], path: Path, chosen: Chosen, wanted: Iterable[str]) -> dict[str, str]:
    """The chosen columns of the fields that are ``wanted`` of this table."""
    found: dict[str, str] = {}
    for name in wanted:
        column = named(chosen.columns[name], names)
        if column is None:
            raise BadData(
                f"'{path}' has no column '{chosen.columns[name]}' for '{name}' (its columns: {listed(names)}).",
                "Name one of these.",
            )
        found[name] = column
    return found


def _left(names: Sequence[str], chosen: Chosen, found: Mapping[str, str]) -> list[str]:
    """The columns that are neither chosen for a field nor to be ignored."""
    ignored = {named(name, names) for name in chosen.ignore}
    return [name for name in names if name not in ignored and name not in found.values()]


def _detected(names: Sequence[str], wanted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(key(name), name)
    found: dict[str, str] = {}
    for name, keys in wanted.items():
        free = (by_key[k] for k in keys if k in by_key and by_key[k] not in found.values())
        if (column := next(free, None)) is not None:
            found[name] = column
    return found
