"""CCPE-M (Radlinski et al., SIGDIAL 2019), in the form of USS (Sun et al., SIGIR 2021) → kinds of things liked or not.

Labels: ``film``, ``genre``, ``person``, for the acts ENTITY_PREFERENCE with MOVIE_OR_SERIES, MOVIE_GENRE_OR_CATEGORY
and PERSON. From a reading: a title liked or disliked is ``film``; a wish for a genre, mood or theme is ``genre``; one
for people is ``person``. SOMETHING_ELSE is none of them.

Two sets of utterances, because the form keeps only one act of each: ``acts`` are all of them; ``acts without names``
leaves out those whose one act is ENTITY_NAME, of which the file does not say whether a preference was stated too
("No, I don't like Thor" is ENTITY_NAME alone). Titles that the catalogue of the index does not hold cannot be linked,
nor people; what is said of "it" is read where the latest line of the system, or the person's own line before, names a
title of the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.evaluation.understanding.readers import trained
from assistant.evaluation.understanding.tasks import Answer, Case, Said, Task, half
from assistant.reading import Context, Reading
from retrievers.errors import BadData
from retrievers.items import Item
from retrievers.sources.files import read_text

LABELS = ("film", "genre", "person")
_MEANING: Mapping[str, str] = {"MOVIE_OR_SERIES": "film", "MOVIE_GENRE_OR_CATEGORY": "genre", "PERSON": "person"}
_GENRES = ("genre", "mood", "theme")


def tasks(paths: Sequence[Path], context: Context) -> list[Task]:
    """The tasks of the sessions in the files. Raises `BadData` for a file of another form."""
    acts: list[tuple[Case, str]] = []
    for path in paths:
        sessions = [_session(path, text) for text in re.split(r"\n\s*\n", read_text(path)) if text.strip()]
        acts += [found for at, lines in enumerate(sessions) for found in _cases(f"{path.name}:{at}", lines, context)]
    sets = {
        "ccpe: acts": [case for case, _ in acts],
        "ccpe: acts without names": [case for case, act in acts if act != "ENTITY_NAME"],
    }
    return [
        Task(name="entity", labels=name, cases=cases, classes=LABELS, answer=kinds, trained=trained)
        for name, cases in sets.items()
    ]


def _session(path: Path, text: str) -> list[tuple[str, str, str]]:
    """(role, text, act) of each line."""
    found = []
    for line in text.strip("\n").splitlines():
        fields = line.split("\t")
        if len(fields) < 3 or fields[0] not in ("USER", "SYSTEM"):
            raise BadData(f"'{path}' holds a line that is not of USS's form: '{line[:60]}'.", "Name USS's CCPE.txt.")
        found.append((fields[0], fields[1], fields[2]))
    return found


def _cases(id: str, lines: Sequence[tuple[str, str, str]], context: Context) -> Iterator[tuple[Case, str]]:
    """The cases of one session, each with the kind of its act; ``OVERALL`` closes a session and nobody says it."""
    shown: tuple[Item, ...] = ()
    named: tuple[str, ...] = ()
    for at, (role, text, act) in enumerate(lines):
        if role == "SYSTEM":
            ids = dict.fromkeys(id for mention in context.titles.find(text) for id in mention.ids[:1])
            shown = tuple(context.catalogue.item(id) for id in ids) or shown
        elif text.strip() != "OVERALL":
            kind, _, of = act.strip().partition("+")
            truth = {_MEANING[of]} if kind == "ENTITY_PREFERENCE" and of in _MEANING else set()
            said = (Said(text=text, context=replace(context, shown=shown, named=named, turn=at + 1)),)
            named = tuple(dict.fromkeys(id for mention in context.titles.find(text) for id in mention.ids[:1]))
            yield Case(conversation=id, half=half(id), said=said, truth=frozenset(truth), words=text), kind


def kinds(case: Case, readings: Sequence[Reading]) -> Answer:
    """The kinds that the last message's reading states a preference about."""
    update = readings[-1].update
    facets = {wish.facet for wish in update.wishes}
    found = {"film"} if update.likes or update.dislikes or update.rejected else set()
    if facets & set(_GENRES):
        found.add("genre")
    if "people" in facets:
        found.add("person")
    return Answer(labels=frozenset(found))
