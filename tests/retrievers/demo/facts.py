"""Checks the demo's records against public lists of works: ``python -m tests.retrievers.demo.facts [FOLDER]``.

Two questions: are title, year, director and running time what others have, and is any sentence somebody else's?
FOLDER holds the lists (default: ``../shared/data`` beside the repository); none of them is part of the project.
"""

from __future__ import annotations

import csv
import json
import lzma
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from retrievers.demo import simulate

SHARED = Path(__file__).parents[4] / "shared" / "data"
MOVIELENS = "movielens/ml-25m-titles/movies.csv.xz"
TMDB = "tmdb5000/tmdb_5000_movies.csv.xz"
EXTRA = "movielens/ml-1m/movies_extrainfos.dat.xz"
REDIAL = "redial/ievalm/id2info.json.xz"
GOODBOOKS = "goodbooks-10k/v2/books.csv.xz"
LISTS = (MOVIELENS, TMDB, EXTRA, REDIAL, GOODBOOKS)

#: So many words in a row shared with somebody else's text count as copied.
RUN = 8
#: Articles that catalogues put behind a comma: "Usual Suspects, The".
_ARTICLE = re.compile(r"(.+), (The|A|An|Le|La|Les|L'|El|Los|Las|Il|Lo|I|Der|Die|Das|Un|Une|Ein|Eine|O|Os|De)")
#: What follows the title proper of a book: a subtitle, "and Other Stories", ", Vol. 1".
_SUBTITLE = re.compile(r":| and Other |, Vol")

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Sighting:
    """One row of a list: what it says of a work. ``people`` and ``minutes`` are empty where the list has none."""

    year: int
    people: tuple[str, ...] = ()
    minutes: float = 0.0


@dataclass
class Tally:
    """How many of the records that a list could check agree with it, and which do not."""

    checked: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of those checked, the share that agrees, 0 to 1."""
        return 1 - len(self.wrong) / self.checked if self.checked else 0.0

    def note(self, agrees: bool, remark: str) -> None:
        """Count one more, with a remark for the reader where it disagrees."""
        self.checked += 1
        if not agrees:
            self.wrong.append(remark)


def plain(text: str) -> str:
    """``text`` without case, accents, apostrophes and punctuation: ``"WALL·E"`` -> ``"walle"``."""
    text = unicodedata.normalize("NFKD", text.replace("·", "").replace("&", " and ").replace("ı", "i"))
    text = "".join(sign for sign in text if not unicodedata.combining(sign)).lower()
    return re.sub(r"[\W_]+", " ", re.sub(r"[’'.]", "", text)).strip()


def same_person(one: str, other: str) -> bool:
    """Whether two spellings may name one person: the same letters in any order, or the last word of one in the other.

    Lists write Zhang Yimou and Yimou Zhang, FW Murnau, Charles Chaplin, Fyodor Dostoevsky, Cervantes Saavedra.
    """
    first, second = plain(one).split(), plain(other).split()
    if not first or not second:
        return False
    letters = sorted("".join(first)) == sorted("".join(second))
    return letters or bool(get_close_matches(first[-1], second, 1, 0.9) or get_close_matches(second[-1], first, 1, 0.9))


def names(record: Record) -> set[str]:
    """Every title of a record, plain."""
    return {plain(name) for name in (record["title"], *record["aliases"])} - {""}


def dated_forms(title: str) -> list[tuple[str, int]]:
    """(plain title, year) for every way that ``"Usual Suspects, The (1995)"`` reads; empty without a year."""
    match = re.fullmatch(r"(.*?)\s*\((\d{4})\)", title.strip())
    return [(form, int(match[2])) for form in sorted(set(_forms(match[1])))] if match else []


def _forms(title: str) -> Iterator[str]:
    """The plain forms of a listed title: other titles stand in brackets, articles behind a comma."""
    for part in (re.sub(r"\(.*?\)", "", title), *re.findall(r"\((.*?)\)", title)):
        part = re.sub(r"^a\.k\.a\.\s*", "", part.strip())
        yield plain(part)
        if moved := _ARTICLE.fullmatch(part):
            yield plain(f"{moved[2]} {moved[1]}")


def _rows(path: Path) -> list[dict[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def film_sightings(folder: Path) -> dict[str, list[Sighting]]:
    """What the four lists of films say, by plain title."""
    seen: dict[str, list[Sighting]] = defaultdict(list)

    def add(title: str, people: Sequence[str] = (), minutes: float = 0.0) -> None:
        for form, year in dated_forms(title):
            seen[form].append(Sighting(year, tuple(people), minutes))

    for row in _rows(folder / MOVIELENS):
        add(row["title"])
    for row in _rows(folder / TMDB):
        for title in {row["title"], row["original_title"]}:
            add(f"{title} ({row['release_date'][:4]})", minutes=float(row["runtime"] or 0))
    for info in _redial(folder):
        add(info["name"], people=info["director"])
    for fields in _extra(folder):
        add(f"{fields[1]} ({fields[2][:4]})", people=fields[6].split(", "))
    return seen


def _redial(folder: Path) -> list[dict[str, Any]]:
    with lzma.open(folder / REDIAL, "rt", encoding="utf-8") as file:
        return list(json.load(file).values())


def _extra(folder: Path) -> Iterator[list[str]]:
    with lzma.open(folder / EXTRA, "rt", encoding="utf-8", newline="") as file:
        yield from (line.split("::") for line in file.read().split("\r\n") if line)


def check_films(films: Iterable[Record], seen: Mapping[str, list[Sighting]]) -> dict[str, Tally]:
    """Title and year (± 1), directors and minutes (± 10 %) of ``films`` against the lists.

    A list may know two works of one name and year, or have one wrong: agreement with one row is enough.
    """
    tallies = {"title and year": Tally(), "director": Tally(), "minutes": Tally()}
    for film in films:
        rows = [row for name in names(film) for row in seen.get(name, ())]
        near = [row for row in rows if abs(row.year - film["year"]) <= 1]
        listed = sorted({row.year for row in rows})
        tallies["title and year"].note(bool(near), f"{film['id']}: listed years {listed or 'none'}")
        if credited := [row.people for row in near if row.people]:
            agrees = any(_same_people(film["director"], people) for people in credited)
            tallies["director"].note(agrees, f"{film['id']}: {film['director']}, listed {sorted(set(credited))}")
        if timed := [row.minutes for row in near if row.minutes]:
            agrees = any(abs(minutes - film["length"]) <= 0.1 * minutes for minutes in timed)
            tallies["minutes"].note(agrees, f"{film['id']}: {film['length']}, listed {sorted(set(timed))}")
    return tallies


def _same_people(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether the shorter of two credits is part of the longer: lists leave second directors out."""
    fewer, more = sorted((ours, theirs), key=len)
    return all(any(same_person(one, other) for other in more) for one in fewer)


def check_books(books: Iterable[Record], folder: Path) -> dict[str, Tally]:
    """Title with author, and year (± 1), of ``books`` against goodbooks-10k."""
    seen: dict[str, list[Sighting]] = defaultdict(list)
    for row in _rows(folder / GOODBOOKS):
        year = int(float(row["original_publication_year"] or 10_000))
        sighting = Sighting(year, tuple(row["authors"].split(", ")))
        bare = [re.sub(r"\s*\(.*?\)", "", row[key]) for key in ("title", "original_title")]
        for form in {plain(part) for title in bare for part in (title, re.split(_SUBTITLE, title)[0])}:
            seen[form].append(sighting)
    tallies = {"title, author and year": Tally()}
    for book in books:
        found = (row for name in names(book) for row in seen.get(name, ()))
        rows = [row for row in found if any(same_person(one, other) for one in book["author"] for other in row.people)]
        listed = sorted({row.year for row in rows})
        near = any(abs(year - book["year"]) <= 1 for year in listed)
        tallies["title, author and year"].note(near, f"{book['id']}: listed years {listed or 'none'}")
    return tallies


def foreign_texts(folder: Path) -> Iterator[str]:
    """Every description of a work in the lists."""
    for row in _rows(folder / TMDB):
        yield from (row["overview"], row["tagline"])
    yield from (info["plot"] for info in _redial(folder))
    yield from (fields[9] for fields in _extra(folder) if len(fields) > 9)


def copied(records: Iterable[Record], texts: Iterable[str]) -> list[tuple[str, str]]:
    """(id, words) of every run of ``RUN`` words that a description shares with one of ``texts``."""
    ours = {run: record["id"] for record in records for run in _runs(record["description"])}
    return sorted({(ours[run], run) for text in texts for run in _runs(text) if run in ours})


def _runs(text: str) -> Iterator[str]:
    words = plain(text or "").split()
    return (" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def load() -> tuple[list[Record], list[Record]]:
    """The demo's films and books."""
    items, _, _ = simulate.load()
    films = [item for item in items if item["kind"] == "film"]
    return films, [item for item in items if item["kind"] == "book"]


def main() -> None:
    """Print the table of agreement, then each disagreement and each copied run."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    films, books = load()
    checks = {"films": check_films(films, film_sightings(folder)), "books": check_books(books, folder)}
    for kind, tallies in checks.items():
        for what, tally in tallies.items():
            agree = tally.checked - len(tally.wrong)
            sys.stdout.write(f"{kind}: {what}: {agree} of {tally.checked} agree ({tally.share:.1%})\n")
            sys.stdout.writelines(f"    {remark}\n" for remark in tally.wrong)
    runs = copied([*films, *books], foreign_texts(folder))
    sys.stdout.write(f"runs of {RUN} words shared with a description in the lists: {len(runs)}\n")
    sys.stdout.writelines(f"    {item}: {words}\n" for item, words in runs)


if __name__ == "__main__":
    main()
