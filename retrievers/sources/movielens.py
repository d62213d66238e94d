"""The MovieLens layouts: latest/25M/32M (csv), 10M and 1M (``::``), 100K (tabs and ``u.item``).

Titles come as "Matrix, The (1999)", with other titles in brackets; the old sets are Latin-1.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from retrievers.errors import BadData
from retrievers.interactions import Interactions
from retrievers.items import Item
from retrievers.sources.files import choose, columns, csv_rows, find, head, lines, stem
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
    return stem(file) != "movies.csv" or head(file).lower().startswith("movieid,title,genres")


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
    return Item(id=clean(id), title=title, year=year, kind="film", genres=words(names, "genre"), aliases=aliases)


def read_ratings(file: Path, bad: BadRows) -> Interactions:
    """The ratings of one file; rows that cannot be used are counted in ``bad``."""
    name = stem(file)
    if name.endswith(".dat"):  # between two colons stands a column that is empty: quicker than splitting every line
        names = ["user", "", "item", " ", "rating", "  ", "time"][: head(file).split("\n", 1)[0].count(":") + 1]
        found = columns(file, bad, delimiter=":", names=names, cause="not person::film::rating::time")
        users, items, weights = (found.by_name.get(name) for name in ("user", "item", "rating"))
        if weights is None:
            raise BadData(f"'{file}' does not hold lines of person::film::rating.", "Name another file.")
        return usable(users, items, weights, bad, first=1, skipped=found.skipped, meaning="ratings")
    plain = name == "u.data"
    names = ["user", "item", "rating", "time"]
    found = columns(file, bad, delimiter="\t" if plain else ",", names=names if plain else None)
    if len(found.by_name) < 3:
        raise BadData(
            f"'{file}' has {len(found.by_name)} columns, not a person, a film and a rating.", "Name another file."
        )
    users, items, weights = list(found.by_name.values())[:3]
    return usable(users, items, weights, bad, first=found.first, skipped=found.skipped, meaning="ratings")
