"""How well titles are found in what people write: ReDial's messages, where `@id` marks every film that was meant.

    python -m tests.retrievers.mentions ../shared/data

Each `@id` is replaced by the film's title, written in one of several ways; what `Titles.find` makes of the message is
compared with where the titles really stand. The catalogue is the 6,924 films of ReDial. A mention is right where it
overlaps a title and its first id is that film; another film of just the same name counts as right where the text does
not say which was meant.
"""

from __future__ import annotations

import csv
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrievers.catalogue import Catalogue
from retrievers.items import Item, Person
from retrievers.sources.files import lines, read_text
from retrievers.sources.records import split_aliases, split_year
from retrievers.text import fold
from retrievers.titles import Titles

MESSAGES = 2000
_ID = re.compile(r"@(\d+)")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def films(shared: Path) -> list[Item]:
    table = csv.DictReader(read_text(shared / "redial/official/movies_with_mentions.csv.xz").splitlines())
    about = json.loads(read_text(shared / "redial/ievalm/id2info.json.xz"))
    found = []
    for row in table:
        known = about.get(row["movieId"], {})
        title, year = split_year(" ".join(row["movieName"].split()))
        title, aliases = split_aliases(title)
        found.append(Item(id=row["movieId"], title=title, year=year, kind="film", aliases=aliases,
                          people=people(known), description=known.get("plot") or ""))  # fmt: skip
    return found


def people(about: dict[str, Any]) -> tuple[Person, ...]:
    roles = {"director": "director", "star": "cast"}
    return tuple(Person(name=name, role=role) for key, role in roles.items() for name in about.get(key) or ())


def messages(shared: Path, known: set[str]) -> list[str]:
    """Messages of the train fragments that mention films the catalogue knows, each once, in a fixed random order."""
    found: dict[str, None] = {}
    for name in ("kgsf_valid_data", "ievalm_valid_data"):
        for line in lines(shared / f"redial/train_fragments/{name}.jsonl.xz"):
            for message in json.loads(line)["messages"]:
                ids = _ID.findall(message["text"])
                if ids and known.issuperset(ids):
                    found[message["text"]] = None
    texts = sorted(found)
    random.Random(0).shuffle(texts)
    return texts


def misspelt(title: str, rng: random.Random) -> str:
    """One slip of the fingers in the longest word: two letters swapped, one left out, doubled or another."""
    word = max(title.split(), key=len, default="")
    if len(word) < 5:
        return title
    at = rng.randrange(1, len(word) - 1)
    slip = rng.choice(("swap", "drop", "double", "other"))
    new = {
        "swap": word[:at] + word[at + 1] + word[at] + word[at + 2 :] if at + 1 < len(word) else word,
        "drop": word[:at] + word[at + 1 :],
        "double": word[:at] + word[at] + word[at:],
        "other": word[:at] + rng.choice(_LETTERS) + word[at + 1 :],
    }[slip]
    return title.replace(word, new, 1)


WAYS: dict[str, Callable[[Item, random.Random], str]] = {
    "title and year": lambda item, rng: f"{item.title} ({item.year})" if item.year else item.title,
    "title": lambda item, rng: item.title,
    "lower case": lambda item, rng: item.title.lower(),
    "misspelt": lambda item, rng: misspelt(item.title, rng),
    "lower case, misspelt": lambda item, rng: misspelt(item.title, rng).lower(),
}


@dataclass
class Score:
    right: int = 0
    meant: int = 0
    found: int = 0

    def __str__(self) -> str:
        precision, recall = self.right / max(self.found, 1), self.right / max(self.meant, 1)
        return f"precision {precision:.3f}  recall {recall:.3f}  ({self.meant} titles, {self.found} found)"


def measure(
    titles: Titles, catalogue: Catalogue, texts: list[str], way: str, wrong: Counter[str] | None = None
) -> Score:
    rng = random.Random(1)
    score = Score()
    names = Counter(fold(item.title) for item in catalogue.items)
    for text in texts:
        written, spans = _written(text, lambda id: WAYS[way](catalogue.item(id), rng))
        found = [m for m in titles.find(written) if m.ids]
        score.meant += len(spans)
        score.found += len(found)
        for start, end, id in spans:
            item = catalogue.item(id)
            same = way != "title and year" and names[fold(item.title)] > 1
            over = [m for m in found if m.start < end and start < m.end]
            right = any(
                m.ids[0] == id or (same and fold(catalogue.item(m.ids[0]).title) == fold(item.title)) for m in over
            )
            score.right += right
            if not right and wrong is not None:
                got = "; ".join(f"{m.text!r} -> {catalogue.item(m.ids[0]).title}" for m in over) or "nothing"
                wrong[f"{written[start:end]!r} in {written!r}: {got}"] += 1
        for m in found:
            if wrong is not None and not any(m.start < end and start < m.end for start, end, _ in spans):
                wrong[f"FALSE {m.text!r} -> {catalogue.item(m.ids[0]).title} in {written!r}"] += 1
    return score


def _written(text: str, name: Callable[[str], str]) -> tuple[str, list[tuple[int, int, str]]]:
    out, spans, at = "", [], 0
    for match in _ID.finditer(text):
        out += text[at : match.start()]
        said = name(match.group(1))
        spans.append((len(out), len(out) + len(said), match.group(1)))
        out += said
        at = match.end()
    return out + text[at:], spans


def report(shared: Path) -> Iterator[str]:
    catalogue = Catalogue(films(shared))
    titles = Titles(catalogue)
    texts = messages(shared, set(catalogue.rows_by_id))[:MESSAGES]
    for way in WAYS:
        yield f"{way:22} {measure(titles, catalogue, texts, way)}"


if __name__ == "__main__":
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    for told in report(shared):
        print(told, flush=True)
