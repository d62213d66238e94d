"""The goodbooks-10k layouts: v2 (``book_id`` 1–10000) and v1, whose ratings use the column ``id`` of its books.

Reader shelves (``book_tags.csv``) become genres where the vocabulary knows the word; the rest of them is noise.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np

from retrievers.errors import BadData
from retrievers.interactions import Interactions
from retrievers.items import Item
from retrievers.sources.files import choose, columns, csv_rows, find, head, stem
from retrievers.sources.records import BadRows, Source, collect, people, usable, whole_number, words
from retrievers.text import clean, fold
from retrievers.vocabulary import vocabulary

_SHELVES_KEPT = 5


def recognises(path: Path) -> bool:
    """Is this a goodbooks folder, or its file of books?"""
    file = find(path, "books.csv") if path.is_dir() else path
    if file is None or stem(file) != "books.csv":
        return False
    return "original_publication_year" in head(file)


def read(path: Path, interactions: Path | None = None) -> Source:
    """Books from ``path`` (a folder or its file of books); ratings from ``interactions`` or from beside the books."""
    file = choose(path, "books.csv")
    ratings = choose(interactions, "ratings.csv") if interactions else find(file.parent, "ratings.csv")
    genres = _genres(file.parent)
    bad, bad_interactions = BadRows(), BadRows()
    records = list(enumerate(csv_rows(file), 2))
    items = collect(records, lambda row: _item(row, genres), bad)
    return Source(
        format="goodbooks",
        items=items,
        interactions=_interactions(ratings, bad_interactions) if ratings else None,
        bad=bad,
        bad_interactions=bad_interactions,
        rows=len(records),
    )


def _item(row: dict[str, str], genres: dict[str, list[str]]) -> Item:
    id = row.get("id") or row["book_id"]  # v1 calls id what v2 calls book_id
    goodreads = row["book_id"] if "id" in row else row.get("goodreads_book_id", "")
    title, series = _split_series(clean(row["title"]))
    original = clean(row.get("original_title") or "")
    return Item(
        id=clean(id),
        title=title,
        year=whole_number(row.get("original_publication_year")),
        kind="book",
        genres=words(genres.get(goodreads, []), "genre"),
        people=people({"author": row["authors"].split(",")}),
        languages=words([_LANGUAGES.get(row.get("language_code", ""), "")], "language"),
        series=series,
        aliases=(original,) if original and fold(original) != fold(title) else (),
    )


_LANGUAGES = {
    "eng": "english", "en-US": "english", "en-GB": "english", "en-CA": "english", "en": "english", "spa": "spanish",
    "fre": "french", "ger": "german", "ita": "italian", "por": "portuguese", "jpn": "japanese", "rus": "russian",
    "chi": "chinese", "ara": "arabic", "dan": "danish", "swe": "swedish", "nl": "dutch", "ind": "indonesian",
}  # fmt: skip


def _split_series(title: str) -> tuple[str, str | None]:
    """``The Hunger Games (The Hunger Games, #1)`` → ``("The Hunger Games", "The Hunger Games")``."""
    head, bracket, tail = title.rpartition(" (")
    if not bracket or "#" not in tail:
        return title, None
    return head.strip(), tail.split("#")[0].strip(" ,;)") or None


def _genres(folder: Path) -> dict[str, list[str]]:
    """Goodreads id → the genres among its most used shelves."""
    tags, book_tags = find(folder, "tags.csv"), find(folder, "book_tags.csv")
    if tags is None or book_tags is None:
        return {}
    known = vocabulary().entries.get("genre", {})
    names = {}
    for row in csv_rows(tags):
        genre = vocabulary().canonical("genre", row["tag_name"].replace("-", " "))
        if genre in known:
            names[int(row["tag_id"])] = genre
    found = columns(book_tags, BadRows()).by_name  # shelves are an extra: a line that cannot be read costs nothing
    ids, tag_ids, counts = (
        found[c].cast("string").cast("int64").to_numpy() for c in ("goodreads_book_id", "tag_id", "count")
    )
    shelves: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for at in np.flatnonzero(np.isin(tag_ids, list(names)) & (counts > 0)):
        shelves[str(ids[at])][names[int(tag_ids[at])]] += int(counts[at])
    return {id: _most_used(found) for id, found in shelves.items()}


def _most_used(shelves: dict[str, int]) -> list[str]:
    """Up to five genres, none with less than a twentieth of the first one's readers."""
    ranked = sorted(shelves.items(), key=lambda pair: -pair[1])[:_SHELVES_KEPT]
    return [genre for genre, count in ranked if count * 20 >= ranked[0][1]]


def _interactions(file: Path, bad: BadRows) -> Interactions:
    found = columns(file, bad)
    missing = [name for name in ("user_id", "book_id", "rating") if name not in found.by_name]
    if missing:
        raise BadData(f"'{file}' has no column '{missing[0]}'.", "Name the ratings.csv of goodbooks-10k.")
    users, items, weights = (found.by_name[name] for name in ("user_id", "book_id", "rating"))
    return usable(users, items, weights, bad, first=found.first, skipped=found.skipped, meaning="ratings")
