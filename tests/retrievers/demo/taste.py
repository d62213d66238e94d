"""Compares the demo's simulated taste with MovieLens's people: ``python -m tests.retrievers.demo.taste [FOLDER]``.

Two figures tell how far invented people resemble real ones: how unequally the works are rated (Gini index), and for
well-known films which ten films their fans like unusually often. Nothing real enters the project: this only looks.
"""

from __future__ import annotations

import csv
import itertools
import lzma
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse

from assistant.evaluation.ranking.metrics import gini
from retrievers import demo
from retrievers.demo import simulate
from tests.retrievers.demo import facts

#: Set -> its titles, its ratings, the encoding of the titles.
SOURCES = {
    "latest-small": (
        "movielens/ml-latest-small/movies.csv.xz",
        "movielens/ml-latest-small/ratings.csv.xz",
        "utf-8",
    ),
    "1m": ("movielens/ml-1m/movies.dat.xz", "movielens/ml-1m/ratings_no_timestamp.csv.xz", "latin-1"),
}

#: From this rating on, of 5, a person likes a work.
LIKED = 4.0
NEIGHBOURS = 10
FILMS = 50

Likes = dict[str, set[str]]


@dataclass(frozen=True)
class Overlap:
    """Of the ten nearest films of each of `FILMS` films, the share that two sets of people have in common, 0 to 1."""

    share: float
    chance: float
    films: int
    candidates: int


def neighbours(likes: Likes, films: Sequence[str], shrinkage: float = 20.0) -> dict[str, list[str]]:
    """The ten films of ``films`` most like each, by the cosine of who likes them, shrunk towards 0 for few people."""
    people = {person: i for i, person in enumerate(sorted({person for film in films for person in likes[film]}))}
    columns = [[people[person] for person in likes[film]] for film in films]
    matrix = sparse.csc_matrix(
        (
            np.ones(sum(map(len, columns))),
            np.concatenate([np.array(c, dtype=int) for c in columns]),
            np.concatenate([[0], np.cumsum(list(map(len, columns)))]),
        ),
        shape=(len(people), len(films)),
    )
    both = np.asarray((matrix.T @ matrix).todense())
    alone = np.diag(both)
    # Fans of anything like more of everything well known: what counts is more than the two would share by chance.
    lift = both - np.outer(alone, alone) / len(people)
    similar = lift / np.sqrt(np.outer(alone, alone)) * both / (both + shrinkage)
    np.fill_diagonal(similar, -np.inf)
    order = np.argsort(-similar, axis=1, kind="stable")[:, :NEIGHBOURS]
    return {film: [films[j] for j in order[i]] for i, film in enumerate(films)}


def overlap(one: Likes, other: Likes, known: Sequence[str]) -> Overlap:
    """How alike the neighbours of the first `FILMS` films of ``known`` are, over the films that both sets hold."""
    films = [film for film in known if len(one.get(film, ())) >= 5 and len(other.get(film, ())) >= 5]
    asked = films[:FILMS]
    ours, theirs = neighbours(one, films), neighbours(other, films)
    shares = [len(set(ours[film]) & set(theirs[film])) / NEIGHBOURS for film in asked]
    return Overlap(float(np.mean(shares)), NEIGHBOURS / (len(films) - 1), len(asked), len(films))


def people_of(folder: Path, source: str) -> tuple[Likes, list[int]]:
    """Who likes which of the demo's films in a MovieLens set, and how often each of the set's works is rated.

    ``source`` is ``latest-small`` (610 people) or ``1m`` (6,040 people, films up to 2000).
    """
    titles, ratings, encoding = SOURCES[source]
    with lzma.open(folder / titles, "rt", encoding=encoding, newline="") as file:
        if titles.endswith(".dat.xz"):
            named = {number: title for number, title, _ in (line.split("::") for line in file)}
        else:
            named = {row["movieId"]: row["title"] for row in csv.DictReader(file)}
    ours = {(name, film["year"]): film["id"] for film in facts.load()[0] for name in facts.names(film)}
    ids = {number: _ours(title, ours) for number, title in named.items()}
    with lzma.open(folder / ratings, "rt", encoding="ascii", newline="") as file:
        table = csv.reader(file)
        next(table)
        rows = [(film, person, float(rating)) for person, film, rating, *_ in table]
    counts = list(Counter(film for film, _, _ in rows).values())
    return _likes((ids[film], person, rating) for film, person, rating in rows if ids[film]), counts


def _ours(title: str, ours: Mapping[tuple[str, int], str]) -> str:
    """The demo's id of a listed title, "" for none; lists and records may be a year apart."""
    near = ((form, year + by) for form, year in facts.dated_forms(title) for by in (0, -1, 1))
    return next((ours[key] for key in near if key in ours), "")


def _likes(rows: Iterable[tuple[str, str, float]]) -> Likes:
    likes: Likes = {}
    for item, person, rating in rows:
        if rating >= LIKED:
            likes.setdefault(item, set()).add(person)
    return likes


def simulated() -> tuple[Likes, list[int]]:
    """The same of the demo's invented people."""
    with lzma.open(demo.interactions_path(), "rt", encoding="utf-8", newline="") as file:
        rows = [(row["item"], row["user"], float(row["rating"])) for row in csv.DictReader(file)]
    return _likes(rows), list(Counter(item for item, _, _ in rows).values())


def well_known() -> list[str]:
    """The demo's films, the best known first."""
    items, fame, _ = simulate.load()
    return sorted((item["id"] for item in items if item["kind"] == "film"), key=lambda film: (-fame[film], film))


def main() -> None:
    """Print the Gini indices and the overlaps of neighbours, real with real for scale."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else facts.SHARED
    sets = {"simulated": simulated()} | {source: people_of(folder, source) for source in SOURCES}
    for name, (likes, counts) in sets.items():
        shared = [len(people) for people in likes.values()]
        sys.stdout.write(
            f"Gini of ratings a work, {name}: {gini(counts):.2f}; of likes of the shared films: {gini(shared):.2f}\n"
        )
    for one, other in itertools.combinations(sets, 2):
        found = overlap(sets[one][0], sets[other][0], well_known())
        sys.stdout.write(
            f"{one} and {other}: {found.share:.1%} of the ten nearest of {found.films} films are the same"
            f" (chance {found.chance:.1%}, {found.candidates} films)\n"
        )


if __name__ == "__main__":
    main()
