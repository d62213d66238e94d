"""Dialogues → what is asked of a recommender at each of its turns, as Kostric and Balog do it (SIGIR 2026).

A case is a turn of the recommender that names films, after consecutive messages of one side were merged, and with a
turn before it. Every film of the turn is a label, liked or not; a turn of the seeker is never scored. Targets ``all``
are all labels; ``dedup`` are those that nobody named before, and a case without any is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.redial.files import Dialogue
from retrievers.utterances import Said, named

TARGETS = ("all", "dedup")


@dataclass(frozen=True, kw_only=True)
class Case:
    """``dialogue`` is its place among those tested, ``before`` what was said so far; ``labels`` are rows of films."""

    dialogue: int
    before: Said
    labels: tuple[int, ...]

    @property
    def mentioned(self) -> tuple[int, ...]:
        return named(self.before)

    @property
    def fresh(self) -> tuple[int, ...]:
        """The labels that nobody named before."""
        return tuple(film for film in self.labels if film not in self.mentioned)

    def targets(self, name: str) -> tuple[int, ...]:
        return self.fresh if name == "dedup" else self.labels


def cases_of(dialogues: Sequence[Dialogue]) -> list[Case]:
    """The cases of all dialogues, in order."""
    found = []
    for at, dialogue in enumerate(dialogues):
        for turn, utterance in enumerate(dialogue.utterances):
            labels = tuple(film for film in utterance.items if film in dialogue.confirmed)
            if turn and labels and not utterance.seeker:
                found.append(Case(dialogue=at, before=dialogue.utterances[:turn], labels=labels))
    return found


def without_mentioned(cases: Sequence[Case], scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same lists without the films that were named before, which ``dedup`` does not ask for."""
    left = scores.copy()
    for at, case in enumerate(cases):
        left[at, list(case.mentioned)] = -np.inf
    return left
