"""The files of ReDial → films, dialogues and what the seeker answered afterwards. It measures nothing.

ReDial (Li et al., NeurIPS 2018) has one dialogue a line: `messages` with `text` and `senderWorkerId`, films written
`@id` in the text. The form of iEvaLM (Wang et al., EMNLP 2023) has the same keys and more. What may be looked at for
what: the texts for ranking; `movieMentions` only to confirm that an `@id` of a scored turn is a film;
`initiatorQuestions` only for success; the counts `nbMentions` of the film list, which hold the test, for nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from retrievers.errors import BadData
from retrievers.items import Item, Person
from retrievers.sources.files import csv_rows, lines, read_text
from retrievers.sources.records import BadRows, split_year
from retrievers.utterances import Utterance

_MENTION = re.compile(r"@(\d+)")
_YES = 1
#: People of the metadata that a seeker may name: their role here and the key there.
_ROLES = (("director", "director"), ("cast", "star"))


@dataclass(frozen=True, kw_only=True)
class Record:
    """A dialogue as its file has it, films by their ids. Each of ``turns`` is (whether the seeker speaks, text)."""

    turns: tuple[tuple[bool, str], ...]
    confirmed: frozenset[str]
    liked: frozenset[str]
    seen: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    """A dialogue with films by row. ``confirmed``, ``liked`` and ``seen`` judge a ranking and never make one."""

    utterances: tuple[Utterance, ...]
    confirmed: frozenset[int] = field(default_factory=frozenset)
    liked: frozenset[int] = field(default_factory=frozenset)
    seen: frozenset[int] = field(default_factory=frozenset)


def read_records(paths: Sequence[Path], bad: BadRows) -> dict[str, Record]:
    """The dialogues of the files by their id; of two with the same id the first. Unusable lines are counted in ``bad``.

    Raises `BadData` for a file that cannot be read or holds no dialogue.
    """
    found: dict[str, Record] = {}
    for path in paths:
        usable = 0
        for number, line in enumerate(lines(path), 1):
            try:
                id, record = _record(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                bad.add(number, f"not a dialogue ({type(error).__name__})", line)
                continue
            found.setdefault(id, record)
            usable += 1
        if not usable:
            raise BadData(f"'{path}' holds no ReDial dialogue.", "Name a file with one dialogue (JSON) a line.")
    return found


def _record(raw: dict[str, Any]) -> tuple[str, Record]:
    turns: list[tuple[bool, str]] = []
    last = None
    for message in raw["messages"]:
        sender, text = message["senderWorkerId"], message["text"]
        if not isinstance(text, str):
            raise TypeError("a text that is none")
        if turns and sender == last:  # who goes on speaking takes one turn
            turns[-1] = (turns[-1][0], f"{turns[-1][1]} {text}")
        else:
            turns.append((sender == raw["initiatorWorkerId"], text))
        last = sender
    answers = _form(raw.get("initiatorQuestions"))
    return str(raw["conversationId"]), Record(
        turns=tuple(turns),
        confirmed=frozenset(_form(raw.get("movieMentions"))),
        liked=frozenset(film for film, said in answers.items() if _form(said).get("liked") == _YES),
        seen=frozenset(film for film, said in answers.items() if _form(said).get("seen") == _YES),
    )


def _form(value: Any) -> Mapping[str, Any]:
    """A form of the file; an empty list stands where nobody filled it in."""
    return value if isinstance(value, dict) else {}


def read_films(items: Path | None, metadata: Path | None, records: Iterable[Record]) -> list[Item]:
    """The films of the list ``items`` in its order, then those that only the texts name, with what is told of them.

    ``metadata`` is iEvaLM's `id2info.json`: genres, directors, stars and a plot by id. Raises `BadData` where a file
    cannot be used.
    """
    titles = _titles(items) if items else {}
    told = _told(metadata) if metadata else {}
    named = {film for record in records for _, text in record.turns for film in _MENTION.findall(text)}
    ids = [*titles, *sorted(named - titles.keys(), key=lambda id: (len(id), id))]
    return [_film(id, titles.get(id, ""), _form(told.get(id)), metadata) for id in ids]


def _titles(path: Path) -> dict[str, str]:
    titles = {}
    for row in csv_rows(path):
        if not row.keys() >= {"movieId", "movieName"}:
            raise BadData(f"'{path}' has no columns movieId and movieName.", "Name ReDial's movies_with_mentions.csv.")
        if row["movieId"] and (id := row["movieId"].strip()).isdecimal():
            titles[id] = " ".join((row["movieName"] or "").split())
    if not titles:
        raise BadData(f"'{path}' names no films.", "Name ReDial's movies_with_mentions.csv.")
    return titles


def _told(path: Path) -> Mapping[str, Any]:
    try:
        told = json.loads(read_text(path))
    except ValueError as error:
        raise BadData(f"'{path}' is not JSON ({error}).", "Name iEvaLM's id2info.json.") from error
    if not isinstance(told, dict):
        raise BadData(f"'{path}' is not an object of films by id.", "Name iEvaLM's id2info.json.")
    return told


def _film(id: str, title: str, told: Mapping[str, Any], path: Path | None) -> Item:
    name, year = split_year(title or str(told.get("name") or ""))
    try:
        return Item(
            id=id, title=name, year=year, kind="film", description=str(told.get("plot") or ""),
            genres=tuple(genre.lower() for genre in told.get("genre") or ()),
            people=tuple(Person(name=name, role=role) for role, key in _ROLES for name in told.get(key) or ()),
        )  # fmt: skip
    except (TypeError, AttributeError) as error:
        raise BadData(f"'{path}' tells of film {id} in another form.", "Name iEvaLM's id2info.json.") from error


def by_row(records: Iterable[Record], films: Sequence[Item]) -> list[Dialogue]:
    """Records with rows of ``films`` in place of ids."""
    row_of = {film.id: row for row, film in enumerate(films)}

    def rows(ids: Iterable[str]) -> frozenset[int]:
        return frozenset(row_of[id] for id in ids if id in row_of)

    return [
        Dialogue(
            utterances=tuple(_utterances(record, row_of)), confirmed=rows(record.confirmed),
            liked=rows(record.liked), seen=rows(record.seen),
        )
        for record in records
    ]  # fmt: skip


def _utterances(record: Record, row_of: Mapping[str, int]) -> Iterator[Utterance]:
    for seeker, text in record.turns:
        named = dict.fromkeys(row_of[id] for id in _MENTION.findall(text) if id in row_of)
        yield Utterance(seeker=seeker, text=_MENTION.sub(" ", text), items=tuple(named))
