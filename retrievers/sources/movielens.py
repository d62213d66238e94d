"""The MovieLens layouts: latest/25M/32M (csv), 10M and 1M (``::``), 100K (tabs and ``u.item``).

Titles come as "Matrix, The (1999)", with other titles in brackets; the old sets are Latin-1.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from retrievers.errors import BadData
from retrievers.interactions import Interactions
from retrievers.items import Item
from retrievers.sources.files import choose, columns, csv_rows, find, lines, read_text, stem
from retrievers.sources.records import BadRows, Source, collect, split_aliases, split_year, usable, words
from retrievers.text import clean

_ITEMS = ("movies.csv", "movies.dat", "u.item")
_RATINGS = ("ratings.csv", "ratings.dat", "u.data", "ratings_no_timestamp.csv")
_GENRES_100K = (
    "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama", "Fantasy",
    "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
)  # fmt: skip
_FIELDS_100K = 5 + len(_GENRES_100K)


def recognises(path: Path) -> bool:
    """Is this a MovieLens folder, or its file of films?"""
    file = find(path, *_ITEMS) if path.is_dir() else path
    if file is None or stem(file) not in _ITEMS:
        return False
    return stem(file) != "movies.csv" or read_text(file)[:200].lower().startswith("movieid,title,genres")


def recognises_ratings(path: Path) -> bool:
    """Is this a file of ratings in a layout without a header that names its columns?"""
    return stem(path) in ("ratings.dat", "u.data")


def read(path: Path, interactions: Path | None = None) -> Source:
    """Films from ``path`` (a folder or its file of films); ratings from ``interactions`` or from beside the films."""
    file = choose(path, *_ITEMS)
    ratings = choose(interactions, *_RATINGS) if interactions else find(file.parent, *_RATINGS)
    bad, bad_interactions = BadRows(), BadRows()
    records = list(_records(file))
    items = collect(records, _item, bad)
    return Source(
        format="movielens",
        items=items,
        interactions=read_ratings(ratings, bad_interactions) if ratings else None,
        bad=bad,
        bad_interactions=bad_interactions,
        rows=len(records),
    )


def _records(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Numbered (id, title, genres) fields of each film; fewer where its line is cut off."""
    name = stem(file)
    if name == "u.item":
        for number, line in enumerate(lines(file), 1):
            fields = line.split("|")
            flags = zip(_GENRES_100K, fields[5:], strict=False)
            complete = len(fields) == _FIELDS_100K
            yield number, [*fields[:2], "|".join(g for g, flag in flags if flag == "1")] if complete else fields[:1]
    elif name.endswith(".dat"):
        yield from ((number, line.split("::")) for number, line in enumerate(lines(file), 1))
    else:
        yield from ((number, list(row.values())) for number, row in enumerate(csv_rows(file), 2))


def _item(fields: list[str]) -> Item:
    id, raw_title, genres = fields[0], fields[1], fields[2]
    title, year = split_year(clean(raw_title))
    title, aliases = split_aliases(title)
    names = [g for g in genres.split("|") if g.lower() not in ("(no genres listed)", "unknown", "imax")]
    return Item(id=id.strip(), title=title, year=year, kind="film", genres=words(names, "genre"), aliases=aliases)


def read_ratings(file: Path, bad: BadRows) -> Interactions:
    """The ratings of one file; rows that cannot be used are counted in ``bad``."""
    name = stem(file)
    if name.endswith(".dat"):
        rows = [line.split("::") for line in lines(file)]
        users, items, weights = (np.array([(*row, "", "", "")[at] for row in rows], dtype=object) for at in range(3))
        return usable(users, items, weights, bad, first=1)
    plain = name == "u.data"
    found = list(
        columns(file, bad, delimiter="\t", names=["user", "item", "rating", "time"]).values()
        if plain
        else columns(file, bad).values()
    )
    if len(found) < 3:
        raise BadData(f"'{file}' has {len(found)} columns, not a person, a film and a rating.", "Name another file.")
    users, items, weights = (column.to_numpy() for column in found[:3])
    return usable(users, items, weights, bad, first=1 if plain else 2)
