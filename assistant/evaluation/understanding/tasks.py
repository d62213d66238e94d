"""What is asked of a reader: cases with their truth, and how an answer is taken from what was read. Values only."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.ledger import apply
from assistant.preferences import Preferences
from assistant.reading import Context, Reading

HALVES = ("dev", "test")


@dataclass(frozen=True, kw_only=True, eq=False)
class Said:
    """One message in its context. Compared by identity: several cases may ask about the same message."""

    text: str
    context: Context


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The labels given to a case; ``score`` is high for the positive class, None where a task has none."""

    labels: frozenset[str]
    score: float | None = None


@dataclass(frozen=True, kw_only=True)
class Case:
    """Messages, oldest first, the labels that are right, and what they are asked ``about`` (an id, or nothing).

    ``words`` are what a classifier of texts learns from. ``unlinked`` counts names that the catalogue does not have.
    """

    conversation: str
    half: str
    said: tuple[Said, ...]
    truth: frozenset[str]
    words: str
    about: str = ""
    unlinked: int = 0


@dataclass(frozen=True, kw_only=True)
class Task:
    """Cases and how they are judged.

    ``of`` names the class whose F1 counts, where each case has exactly one label of ``classes``; empty where it has any
    number of them. ``positive`` is the class that a score speaks for, where readers give one. ``classes`` are empty
    where labels are open. ``trained`` is the supervised floor. ``attitudes``: a model can be asked alone.
    """

    name: str
    labels: str
    cases: Sequence[Case]
    classes: tuple[str, ...]
    answer: Callable[[Case, Sequence[Reading]], Answer]
    trained: Callable[[Task], list[Answer]]
    of: str = ""
    positive: str = ""
    attitudes: bool = False


def half(conversation: str) -> str:
    """``dev``, which may be looked at for tuning, or ``test``: by a hash of the id of the conversation."""
    return HALVES[1 - int(hashlib.sha256(conversation.encode()).hexdigest(), 16) % 2]


def sampled(task: Task, most: int | None, seed: int) -> Task:
    """Whole conversations of the task, drawn by ``seed``, with at most so many cases together (but one at least)."""
    if most is None or len(task.cases) <= most:
        return task
    of: dict[str, list[Case]] = {}
    for case in task.cases:
        of.setdefault(case.conversation, []).append(case)
    names, kept = sorted(of), list[Case]()
    for at in np.random.default_rng(seed).permutation(len(names)):
        if kept and len(kept) + len(of[names[at]]) > most:
            break
        kept += of[names[at]]
    return replace(task, cases=kept)


def attitude(case: Case, readings: Sequence[Reading]) -> Answer:
    """``likes``, ``dislikes`` or nothing: what the ledger holds of the film in the end; the latest word wins."""
    ledger = Preferences()
    for reading in readings:
        ledger, _ = apply(ledger, reading.update)
    if any(opinion.id == case.about for opinion in ledger.likes):
        return Answer(labels=frozenset({"likes"}), score=1.0)
    if any(opinion.id == case.about for opinion in (*ledger.dislikes, *ledger.rejected)):
        return Answer(labels=frozenset({"dislikes"}), score=0.0)
    return Answer(labels=frozenset(), score=0.5)


def attitude_or_neither(case: Case, readings: Sequence[Reading]) -> Answer:
    """The same where saying nothing of it is an answer: ``neither``."""
    found = attitude(case, readings)
    return found if found.labels else replace(found, labels=frozenset({"neither"}))
