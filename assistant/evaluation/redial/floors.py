"""What any recommender must beat on ReDial: repeating, popularity, and EASE tuned on the training dialogues alone.

Each maps cases to scores of every film, float32 of shape (cases, films); minus infinity is what it does not list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.ranking import floors
from assistant.evaluation.ranking.holdout import Case as Shown
from assistant.evaluation.redial.cases import Case, cases_of, without_mentioned
from assistant.evaluation.redial.files import Dialogue
from assistant.evaluation.redial.metrics import ranks
from retrievers.utterances import mentions

Floats = NDArray[np.float32]
System = Callable[[Sequence[Case]], Floats]

#: Settings of EASE: the penalty, and the weight of log(1 + mentions) that is added. Their product is what matters most.
GRID = (
    (100.0, 0.002), (100.0, 0.005), (200.0, 0.001), (200.0, 0.002),
    (500.0, 0.0005), (500.0, 0.001), (2000.0, 0.000125), (2000.0, 0.00025), (8000.0, 0.00003), (8000.0, 0.00006),
)  # fmt: skip
_PARTS = 3


def naive(films: int) -> System:
    """The films that were named, the latest first, and nothing else."""

    def score(cases: Sequence[Case]) -> Floats:
        found = np.full((len(cases), films), -np.inf, np.float32)
        for at, case in enumerate(cases):
            for place, film in enumerate(film for utterance in case.before for film in utterance.items):
                found[at, film] = place
        return found

    return score


def popularity(train: Sequence[Dialogue], films: int) -> System:
    """The films that most training dialogues name."""
    counts = _mentions(train, films)
    return lambda cases: np.repeat(counts[None], len(cases), axis=0)


def ease(train: Sequence[Dialogue], films: int) -> tuple[System, tuple[float, float]]:
    """EASE over the films of a dialogue, with the setting of `GRID` that is best on parts of the training dialogues.

    Best is the sum of recall@10 and recall@50 of films not yet named, each of three parts ranked from the others.
    """
    part = np.random.default_rng(0).permutation(len(train)) % _PARTS
    reached = dict.fromkeys(GRID, 0.0)
    for at in range(_PARTS):
        others = [dialogue for dialogue, its in zip(train, part, strict=True) if its != at]
        held = [dialogue for dialogue, its in zip(train, part, strict=True) if its == at]
        asked = [case for case in cases_of(held) if case.fresh]
        for penalty in dict.fromkeys(penalty for penalty, _ in GRID):
            linear, popular = _linear(others, films, penalty)(asked), _logged(others, films)
            for weight in (weight for of, weight in GRID if of == penalty):
                reached[penalty, weight] += _found(asked, linear + np.float32(weight) * popular)
    best = max(GRID, key=lambda setting: reached[setting])
    linear_of, popular = _linear(train, films, best[0]), _logged(train, films)
    return lambda cases: linear_of(cases) + np.float32(best[1]) * popular, best


def _found(cases: Sequence[Case], scores: Floats) -> float:
    """The sum over cases of recall@10 and recall@50."""
    total = 0.0
    for case, score in zip(cases, without_mentioned(cases, scores), strict=True):
        placed = ranks(score, case.fresh)
        total += float((placed < 10).mean() + (placed < 50).mean())
    return total


def _linear(train: Sequence[Dialogue], films: int, penalty: float) -> System:
    """EASE over the films that the training dialogues name; the others score 0."""
    together = mentions([dialogue.utterances for dialogue in train], films)
    known = np.flatnonzero(together.sum(axis=0))
    place = np.full(films, -1)
    place[known] = np.arange(len(known))
    system = floors.ease(together[:, known], {"ridge": penalty})

    def score(cases: Sequence[Case]) -> Floats:
        found = np.zeros((len(cases), films), np.float32)
        given = [place[np.array(case.mentioned, dtype=int)] for case in cases]
        nothing = np.zeros(0, np.int64)
        if cases and len(known):
            found[:, known] = system([Shown(given=rows[rows >= 0], targets=nothing) for rows in given])
        return found

    return score


def _logged(train: Sequence[Dialogue], films: int) -> Floats:
    return np.asarray(np.log1p(_mentions(train, films)), np.float32)


def _mentions(train: Sequence[Dialogue], films: int) -> Floats:
    """How many training dialogues name each film."""
    return np.asarray(mentions([dialogue.utterances for dialogue in train], films).sum(axis=0), np.float32)
