"""ReDial → attitudes of seekers to films, by two kinds of labels.

``form``: the answer of the seeker to "did you like it?" (`initiatorQuestions`; "did not say" is left out), one case for
each film that the seeker names in a dialogue, decided by all their turns that name it. The answer was given afterwards
and is often not in the text; 95 % are "liked". The others: our own labels of what one turn says of one film
(`attitudes.csv`: ids and labels only; a film that the turn names, or the one that the recommender named just before,
of which it is an answer), as ``likes or dislikes`` (the others left out) and ``three classes``: likes,
dislikes or neither, for the product does not tell "wants" from "neutral" and keeps "seen" apart.

Which half a conversation belongs to stands in the sheet, else a hash of its id says it: of those in the sheet, some
that were read for tuning would be of the other half by their hash.

Turns are counted from 0 after the messages of one speaker in a row are merged, as in `evaluation.redial.files`, here as
lines. What is ``shown`` to a reader are the films of the latest recommender's turn that names some.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from assistant.evaluation.understanding.readers import trained
from assistant.evaluation.understanding.tasks import Case, Said, Task, attitude, attitude_or_neither, half
from assistant.evaluation.understanding.titles import MARK, catalogue_of, marked, written
from assistant.reading import Context
from retrievers.catalogue import Catalogue
from retrievers.errors import BadData
from retrievers.items import Item
from retrievers.sources.files import csv_rows, lines
from retrievers.sources.records import BadRows

_SHEET = Path(__file__).with_name("attitudes.csv")
_OPINIONS = ("likes", "dislikes")
_FORM = {0: "dislikes", 1: "likes"}


@dataclass(frozen=True, kw_only=True)
class _Turn:
    """A seeker's turn as it is read, as it stands in the file, and the films that it names."""

    said: Said
    raw: str
    films: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Talk:
    """A dialogue as its file has it: (whether the seeker speaks, text) of each turn, film → answer, film → title."""

    turns: tuple[tuple[bool, str], ...]
    answers: Mapping[str, Any]
    titles: Mapping[str, str]


def tasks(paths: Sequence[Path], say: Callable[[str], None]) -> list[Task]:
    """The tasks of the dialogues in the files; of two dialogues with one id the first counts.

    Raises `BadData` for a file that cannot be read or holds no dialogue.
    """
    bad = BadRows()
    talks: dict[str, _Talk] = {}
    for path in paths:
        usable = 0
        for id, talk in _talks(path, bad):
            talks.setdefault(id, talk)
            usable += 1
        if not usable:
            raise BadData(f"'{path}' holds no ReDial dialogue.", "Name a file with one dialogue (JSON) a line.")
    if len(bad):
        say(f"Left out {len(bad)} lines that are no dialogue; the first is line {bad.rows[0][0]}.")
    catalogue = catalogue_of({film: title for talk in talks.values() for film, title in talk.titles.items()})
    turns = {id: dict(_turns(talk, catalogue)) for id, talk in talks.items()}
    return [_form_task(turns, talks), *_sheet_tasks(turns, say)]


def sheet() -> Iterator[dict[str, str]]:
    """Our own labels: conversation, turn, film; likes, dislikes, seen, wants or neutral; the half it belongs to."""
    yield from csv_rows(_SHEET)


def _talks(path: Path, bad: BadRows) -> Iterator[tuple[str, _Talk]]:
    for number, line in enumerate(lines(path), 1):
        try:
            raw = json.loads(line)
            found = str(raw["conversationId"]), _talk(raw)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            bad.add(number, f"not a dialogue ({type(error).__name__})", line)
            continue
        yield found


def _talk(raw: Mapping[str, Any]) -> _Talk:
    """Messages of one speaker in a row are lines of one turn; a form is an empty list where nobody filled it in."""
    turns = [
        (sender == raw["initiatorWorkerId"], "\n".join(message["text"] for message in messages))
        for sender, messages in groupby(raw["messages"], lambda message: message["senderWorkerId"])
    ]
    answers, titles = (
        value if isinstance(value, dict) else {} for value in (raw.get("initiatorQuestions"), raw.get("movieMentions"))
    )
    named = {film: str(title) for film, title in titles.items() if str(title or "").strip()}
    return _Talk(turns=tuple(turns), answers=answers, titles=named)


def _turns(talk: _Talk, catalogue: Catalogue) -> Iterator[tuple[int, _Turn]]:
    """The seeker's turns by their place in the dialogue."""
    shown: tuple[Item, ...] = ()
    for at, (seeker, raw) in enumerate(talk.turns):
        films = tuple(dict.fromkeys(id for id, _ in MARK.findall(raw) if catalogue.row(id) is not None))
        if seeker:
            text, titles = written(raw, catalogue)
            context = Context(catalogue=catalogue, titles=titles, shown=shown, turn=at + 1)
            yield at, _Turn(said=Said(text=text, context=context), raw=raw, films=films)
        elif films:
            shown = tuple(catalogue.item(id) for id in films)


def _form_task(turns: Mapping[str, Mapping[int, _Turn]], talks: Mapping[str, _Talk]) -> Task:
    cases = []
    halves = {row["conversation"]: row["half"] for row in sheet()}
    for id, its in turns.items():
        for film in dict.fromkeys(film for turn in its.values() for film in turn.films):
            given = talks[id].answers.get(film)
            liked = given.get("liked") if isinstance(given, dict) else None
            if liked in _FORM:
                named = [turn for turn in its.values() if film in turn.films]
                cases.append(_case(id, named, film, _FORM[liked], halves.get(id, "")))
    return Task(
        name="attitude", labels="form", cases=cases, classes=_OPINIONS, answer=attitude, trained=trained,
        of="dislikes", positive="likes", attitudes=True,
    )  # fmt: skip


def _sheet_tasks(turns: Mapping[str, Mapping[int, _Turn]], say: Callable[[str], None]) -> Iterator[Task]:
    told, absent = [], 0
    for row in sheet():
        turn = turns.get(row["conversation"], {}).get(int(row["turn"]))
        if turn is None or row["film"] not in (*turn.films, *(item.id for item in turn.said.context.shown)):
            absent += 1
            continue
        told.append((row["conversation"], turn, row["film"], row["label"], row["half"]))
    if absent:
        say(f"{absent} labels of the sheet are of turns that these files do not hold.")
    definite = [_case(id, [turn], film, label, part) for id, turn, film, label, part in told if label in _OPINIONS]
    every = [
        _case(id, [turn], film, label if label in _OPINIONS else "neither", part)
        for id, turn, film, label, part in told
    ]  # fmt: skip
    yield Task(
        name="attitude", labels="likes or dislikes", cases=definite, classes=_OPINIONS, answer=attitude,
        trained=trained, of="dislikes", positive="likes", attitudes=True,
    )  # fmt: skip
    yield Task(
        name="attitude", labels="three classes", cases=every, classes=(*_OPINIONS, "neither"),
        answer=attitude_or_neither, trained=trained, of="dislikes", attitudes=True,
    )  # fmt: skip


def _case(id: str, turns: Sequence[_Turn], film: str, label: str, part: str = "") -> Case:
    return Case(
        conversation=id, half=part or half(id), said=tuple(turn.said for turn in turns), truth=frozenset({label}),
        about=film, words=" ".join(marked(turn.raw, film) for turn in turns),
    )  # fmt: skip
