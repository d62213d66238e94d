"""The MovieLens layouts: latest/25M/32M (csv), 10M and 1M (``::``), 100K (tabs and ``u.item``).

Titles come as "Matrix, The (1999)", with other titles in brackets; the old sets are Latin-1.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from retrievers.errors import BadData
from retrievers.interactions import Interactions
from retrievers.items import Item
from retrievers.sources.files import find, lines, read_columns, read_text, stem
from retrievers.sources.records import BadRows, Source, collect, split_aliases, split_year, words
from retrievers.text import clean

_ITEMS = ("movies.csv", "movies.dat", "u.item")
_RATINGS = ("ratings.csv", "ratings.dat", "u.data", "ratings_no_timestamp.csv")
_GENRES_100K = (
    "unknown|Action|Adventure|Animation|Children's|Comedy|Crime|Documentary|Drama|Fantasy|Film-Noir|Horror|Musical|"
    "Mystery|Romance|Sci-Fi|Thriller|War|Western"
).split("|")


def recognises(path: Path) -> bool:
    """Is this a MovieLens folder, or its file of films?"""
    if path.is_dir():
        return find(path, *_ITEMS) is not None
    if stem(path) == "movies.csv":
        return read_text(path)[:200].lower().startswith("movieid,title,genres")
    return stem(path) in _ITEMS


def read(path: Path, interactions: Path | None = None) -> Source:
    """Films from ``path`` (a folder or its file of films); ratings from ``interactions`` or from beside the films."""
    file = find(path, *_ITEMS) if path.is_dir() else path
    if file is None:
        raise BadData(f"'{path}' holds none of {', '.join(_ITEMS)}.", "Name the folder of an unpacked MovieLens set.")
    ratings = interactions or (find(path, *_RATINGS) if path.is_dir() else None)
    if ratings is not None and ratings.is_dir():
        ratings = find(ratings, *_RATINGS)
    bad = BadRows()
    records = list(_records(file))
    items = collect(records, _item, bad)
    return Source(
        format="movielens",
        items=items,
        interactions=_interactions(ratings) if ratings else None,
        bad=bad,
        rows=len(records),
    )


def _records(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Numbered (id, title, genres…) fields of each film."""
    name = stem(file)
    if name == "u.item":
        for number, line in enumerate(lines(file, "latin-1"), 1):
            fields = line.split("|")
            flags = fields[-len(_GENRES_100K) :]
            yield number, [*fields[:2], "|".join(g for g, flag in zip(_GENRES_100K, flags, strict=True) if flag == "1")]
    elif name.endswith(".dat"):
        for number, line in enumerate(lines(file, "latin-1" if name == "movies.dat" else "utf-8"), 1):
            yield number, line.split("::")
    else:
        rows = csv.reader(io.StringIO(read_text(file), newline=""))
        next(rows, None)
        yield from enumerate(rows, 2)


def _item(fields: list[str]) -> Item:
    id, raw_title, genres = fields[0], fields[1], fields[2]
    title, year = split_year(clean(raw_title))
    title, aliases = split_aliases(title)
    names = [g for g in genres.split("|") if g.lower() not in ("(no genres listed)", "unknown", "imax")]
    return Item(id=id.strip(), title=title, year=year, kind="film", genres=words(names, "genre"), aliases=aliases)


def _interactions(file: Path) -> Interactions:
    name = stem(file)
    if name.endswith(".csv"):
        columns = list(read_columns(file).values())[:3]
    elif name == "u.data":
        columns = list(read_columns(file, delimiter="\t", names=["user", "item", "rating", "time"]).values())[:3]
    else:
        rows = [line.split("::")[:3] for line in lines(file)]
        users, items, weights = zip(*rows, strict=True)
        return Interactions(
            users=np.array(users, dtype=object),
            items=np.array(items, dtype=object),
            weights=np.array(weights, dtype=np.float32),
        )
    return Interactions(
        users=columns[0].to_numpy().astype(str).astype(object),
        items=columns[1].to_numpy().astype(str).astype(object),
        weights=columns[2].to_numpy().astype(np.float32),
    )
