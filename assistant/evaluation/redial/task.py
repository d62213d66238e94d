"""ReDial: rank every film at each turn of a recommender, beside what any system must beat, by one protocol.

The protocol is that of Kostric and Balog (SIGIR 2026): all films are ranked, none is sampled; see `cases`. There
is one list a case and system: for ``all`` it is taken as it is, for ``dedup`` without the films that were named before.
Systems see the turns before the case and the training dialogues, of which the tested ones are never part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.evaluation.redial import floors, metrics
from assistant.evaluation.redial.cases import TARGETS, Case, cases_of, without_mentioned
from assistant.evaluation.redial.files import Dialogue, by_row, read_films, read_records
from retrievers.dialogue import DialogueRecommender
from retrievers.errors import BadData
from retrievers.items import Item
from retrievers.sources.records import BadRows

#: Called with what is being done.
Notice = Callable[[str], None]

_FOLDS = 5
_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Data:
    """Films, and splits of dialogues into those to learn from and those to test, by their places in ``dialogues``."""

    films: Sequence[Item]
    dialogues: Sequence[Dialogue]
    splits: Sequence[tuple[Sequence[int], Sequence[int]]]


def read(
    train: Sequence[Path], test: Path | None, *, items: Path | None = None, metadata: Path | None = None,
    folds: int | None = None, seed: int = 0, say: Notice = lambda text: None,
) -> Data:  # fmt: skip
    """Read the files and split the dialogues: by folds where they are asked for or nothing else is left to learn from.

    Raises `BadData` where a file cannot be used, or where no dialogue is left to learn from or to test.
    """
    bad = BadRows()
    learnt = read_records(train, bad)
    tested = read_records([test], bad) if test else {}
    if len(bad):
        said = ", ".join(f"{often} × {cause}" for cause, often in bad.causes.most_common())
        say(f"Left out {len(bad)} lines: {said}; the first is line {bad.rows[0][0]}.")
    union = {**learnt, **tested}
    films = read_films(items, metadata, union.values())
    dialogues, place = by_row(union.values(), films), {id: at for at, id in enumerate(union)}
    if folds is None and (not tested or tested.keys() == learnt.keys()):
        folds = _FOLDS
        say(f"The dialogues to learn from are those to test: {folds} folds.")
    if folds is not None:
        return Data(films=films, dialogues=dialogues, splits=_folds(len(dialogues), folds, seed))
    if both := learnt.keys() & tested.keys():
        say(f"Not learnt from: {len(both)} dialogues that are tested.")
    split = [place[id] for id in learnt if id not in tested], [place[id] for id in tested]
    if not split[0]:
        raise BadData("Every training dialogue is tested: nothing is left to learn from.", "Ask for --folds 5.")
    return Data(films=films, dialogues=dialogues, splits=[split])


def _folds(dialogues: int, folds: int, seed: int) -> list[tuple[list[int], list[int]]]:
    """Each dialogue is tested once, learning from the other folds."""
    if not 2 <= folds <= dialogues:
        raise BadData(
            f"{dialogues} dialogues cannot be split into {folds} folds.", "Name 2 folds or more, or more data."
        )
    part = np.random.default_rng(seed).permutation(dialogues) % folds
    return [(np.flatnonzero(part != at).tolist(), np.flatnonzero(part == at).tolist()) for at in range(folds)]


@dataclass
class _Tally:
    """What a system reached so far, by targets, and the settings it was tuned to."""

    outcomes: dict[str, list[metrics.Outcome]] = field(default_factory=lambda: {name: [] for name in TARGETS})
    settings: list[Any] = field(default_factory=list)


def evaluate(data: Data, *, say: Notice = lambda text: None) -> list[dict[str, Any]]:
    """Rows by system, targets and average, with recalls, intervals and, over turns, success.

    Raises `BadData` where no tested dialogue has a turn to rank for.
    """
    tallies: dict[str, _Tally] = {}
    lengths = [len(data.dialogues[at].utterances) for _, test in data.splits for at in test]
    offset = 0
    for number, (learnt, tested) in enumerate(data.splits, 1):
        say(f"Learning from {len(learnt):,} dialogues, testing {len(tested):,} ({number} of {len(data.splits)}).")
        test = [data.dialogues[at] for at in tested]
        cases = cases_of(test)
        for name, system, setting in _systems([data.dialogues[at] for at in learnt], data.films):
            tally = tallies.setdefault(name, _Tally())
            tally.settings += [setting] if setting else []
            for targets, outcome in _outcomes(system, cases, test):
                tally.outcomes[targets].append(replace(outcome, dialogue=outcome.dialogue + offset))
        offset += len(tested)
    rows = [
        row
        for name, tally in tallies.items()
        for targets, outcomes in tally.outcomes.items()
        for row in _rows(name, targets, outcomes, lengths, tally.settings)
    ]
    if not rows:
        raise BadData("No tested dialogue has a turn of its recommender that names films.", "Name another test file.")
    return rows


def _systems(
    train: Sequence[Dialogue], films: Sequence[Item]
) -> Iterator[tuple[str, floors.System, Mapping[str, float]]]:
    """What is compared, one after the other (each may hold a large matrix), with what it was tuned to."""
    yield "sommelier", _ours(train, films), {}
    yield "naive", floors.naive(len(films)), {}
    yield "popularity", floors.popularity(train, len(films)), {}
    item_item, (penalty, weight) = floors.ease(train, len(films))
    yield "ease", item_item, {"ridge": penalty, "popularity": weight}


def _ours(train: Sequence[Dialogue], films: Sequence[Item]) -> floors.System:
    recommender = DialogueRecommender([dialogue.utterances for dialogue in train], films)
    return lambda cases: recommender.scores([case.before for case in cases])


def _outcomes(
    system: floors.System, cases: Sequence[Case], test: Sequence[Dialogue]
) -> Iterator[tuple[str, metrics.Outcome]]:
    """The outcome of each case that has something to find, by targets."""
    for start in range(0, len(cases), _BATCH):
        batch = cases[start : start + _BATCH]
        listed = system(batch)
        lists = {"all": listed, "dedup": without_mentioned(batch, listed)}
        for at, case in enumerate(batch):
            worth = metrics.worth(test[case.dialogue].liked, test[case.dialogue].seen)
            for targets in TARGETS:
                if labels := case.targets(targets):
                    yield targets, metrics.Outcome.of(case.dialogue, lists[targets][at], labels, worth)


def _rows(
    system: str, targets: str, outcomes: Sequence[metrics.Outcome], lengths: Sequence[int], settings: Sequence[Any]
) -> Iterator[dict[str, Any]]:
    if not outcomes:
        return
    counts = {"rows": len(outcomes), "labels": sum(len(one.ranks) for one in outcomes)}
    more = {"settings": list(settings)} if settings else {}
    for average, measured in (("macro", metrics.macro(outcomes)), ("micro", metrics.micro(outcomes))):
        row = {"system": system, "targets": targets, "average": average, **counts, **measured}
        yield {**row, **(metrics.success(outcomes, lengths) if average == "macro" else {}), **more}
