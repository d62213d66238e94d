"""How well a message is understood: rules, a model, both and two floors on public dialogues and our own labels.

Each task has cases of conversations (`redial`, `iard`, `ccpe` and `bio` say what they are and where they
are lossy), readers (`readers`) and numbers (`metrics`). Every row is given for all
conversations and for two halves of them, ``dev`` and ``test``, by a hash of the id: what is tuned is tuned by reading
dev alone, so errors are listed from dev alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import NotFound
from assistant.evaluation.understanding import metrics, readers
from assistant.evaluation.understanding.readers import Reader
from assistant.evaluation.understanding.tasks import HALVES, Answer, Case, Said, Task, sampled
from assistant.reading import Context, Reading
from retrievers.errors import BadData
from retrievers.sources.files import head

FORMATS = ("redial", "iard", "ccpe", "bio")
#: What each row is about: all conversations, or one half of them.
SHARES = ("all", *HALVES)
#: Formats in which titles or people are looked for in the catalogue of an index.
LINKED = ("ccpe", "bio")

Notice = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one reader answered to the cases of one task, in their order."""

    task: Task
    reader: str
    answers: Sequence[Answer]


def format_of(path: Path) -> str:
    """Which of `FORMATS` a file has, by how it begins. Raises `BadData` where it is none or the file is empty."""
    start = head(path).lstrip("\ufeff \t\r\n")
    if not start:
        raise BadData(f"'{path}' is empty.", "Name a file of ReDial, IARD, CCPE (of USS) or MIT movie trivia.")
    if re.match(r"(USER|SYSTEM)\t", start):
        return "ccpe"
    if re.match(r"(O|[BI]-\w+)\t", start):
        return "bio"
    if start.startswith("{"):
        return "iard" if re.match(r'\{\s*"[^"]*"\s*:\s*\{', start) and '"dialogue_info"' in start else "redial"
    raise BadData(f"'{path}' is of none of the forms {', '.join(FORMATS)}.", "Name its form by --format.")


def tasks_of(
    format: str, paths: Sequence[Path], context: Context | None, say: Notice = lambda text: None
) -> list[Task]:
    """The tasks of files that have one form; ``context`` has the catalogue and titles, for those in `LINKED`.

    Raises `NotFound` for a form that is none, `BadData` for files that cannot be used or hold no case.
    """
    from assistant.evaluation.understanding import bio, ccpe, iard, redial

    if format == "redial":
        tasks = redial.tasks(paths, say)
    elif format == "iard":
        tasks = iard.tasks(paths)
    elif format in LINKED and context is not None:
        tasks = ccpe.tasks(paths, context) if format == "ccpe" else bio.tasks(paths, context)
    else:
        raise NotFound(f"'{format}' is no form of data that can be read here.", f"Name one of {', '.join(FORMATS)}.")
    usable = [task for task in tasks if task.cases]
    if not usable:
        names = ", ".join(f"'{path}'" for path in paths)
        raise BadData(f"There is no usable case in {names}.", "Name files in which seekers speak of what they like.")
    return usable


def evaluate(
    tasks: Sequence[Task], told: Mapping[str, Reader], *, most: int | None = None, seed: int = 0,
    say: Notice = lambda text: None,
) -> list[Outcome]:  # fmt: skip
    """Every reader of ``told``, and the floors, on every task; ``most`` cases a task at most, drawn by ``seed``.

    A reader called ``model`` is asked only where it can answer by itself. Every message is read once by a reader.
    """
    known: dict[str, dict[Said, Reading]] = {name: {} for name in told}
    found = []
    for task in (sampled(task, most, seed) for task in tasks):
        say(f"{task.name}, {task.labels}: {len(task.cases)} cases")
        found.append(Outcome(task=task, reader="majority", answers=readers.majority(task)))
        for name, reader in told.items():
            if name != "model" or task.attitudes:
                answers = [task.answer(case, _read(case, reader, known[name])) for case in task.cases]
                found.append(Outcome(task=task, reader=name, answers=answers))
        if len({case.conversation for case in task.cases}) > 1:
            found.append(Outcome(task=task, reader="trained", answers=task.trained(task)))
        else:
            say("One conversation is too few for the trained floor, which must not have seen what it answers.")
    return found


def _read(case: Case, reader: Reader, known: dict[Said, Reading]) -> list[Reading]:
    for said in case.said:
        if said not in known:
            known[said] = reader(said)
    return [known[said] for said in case.said]


def rows(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """A flat row for each outcome and half that has a case: task, labels, half, reader, n and the numbers.

    ``gain`` of both readers together is what they are better by than the rules alone, where one class is right.
    """
    alone = {(o.task.name, o.task.labels): o.answers for o in outcomes if o.reader == "rules"}
    found = []
    for outcome in outcomes:
        for half in SHARES:
            pairs = [
                (case, answer)
                for case, answer in zip(outcome.task.cases, outcome.answers, strict=True)
                if half in ("all", case.half)
            ]
            if pairs:
                named = {"task": outcome.task.name, "labels": outcome.task.labels, "half": half}
                numbers = _numbers(outcome.task, pairs)
                if outcome.reader == "both" and outcome.task.of:
                    numbers |= _gain(outcome, alone[outcome.task.name, outcome.task.labels], half)
                found.append({**named, "reader": outcome.reader, "n": len(pairs), **numbers})
    return found


def _gain(outcome: Outcome, rules: Sequence[Answer], half: str) -> dict[str, float]:
    paired = [
        (case, answer, other)
        for case, answer, other in zip(outcome.task.cases, outcome.answers, rules, strict=True)
        if half in ("all", case.half)
    ]
    truths = [next(iter(case.truth)) for case, _, _ in paired]
    answers = [next(iter(answer.labels), "") for _, answer, _ in paired]
    others = [next(iter(other.labels), "") for _, _, other in paired]
    return metrics.gain(truths, answers, others, [case.conversation for case, _, _ in paired], outcome.task.classes)


def _numbers(task: Task, pairs: Sequence[tuple[Case, Answer]]) -> dict[str, float]:
    groups = [case.conversation for case, _ in pairs]
    if not task.of:
        truths, said = [case.truth for case, _ in pairs], [answer.labels for _, answer in pairs]
        unlinked = sum(case.unlinked for case, _ in pairs)
        return metrics.tagged(truths, said, groups, task.classes) | ({"unlinked": unlinked} if unlinked else {})
    truth = [next(iter(case.truth)) for case, _ in pairs]
    numbers = metrics.classified(
        truth, [next(iter(answer.labels), "") for _, answer in pairs], groups, task.classes, task.of
    )
    scores = [answer.score for _, answer in pairs if answer.score is not None]
    if task.positive and len(scores) == len(pairs):
        numbers["auc"] = metrics.auc([label == task.positive for label in truth], scores)
    return numbers


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """A wrong answer, for reading: what is right, what was said, of what, and the messages."""

    task: str
    labels: str
    conversation: str
    about: str
    truth: tuple[str, ...]
    said: tuple[str, ...]
    texts: tuple[str, ...]


def mistakes(outcomes: Sequence[Outcome], reader: str, most: int) -> list[Mistake]:
    """The worst errors of ``reader`` in each task, of the dev half alone.

    Worst is with most labels wrong (the opposite before nothing at all), then with the rarest truth.
    """
    found: list[Mistake] = []
    for outcome in (one for one in outcomes if one.reader == reader):
        often = Counter(case.truth for case in outcome.task.cases)
        wrong = [
            (case, answer.labels)
            for case, answer in zip(outcome.task.cases, outcome.answers, strict=True)
            if case.half == "dev" and answer.labels != case.truth
        ]
        wrong.sort(key=lambda pair: (-len(pair[0].truth ^ pair[1]), often[pair[0].truth]))
        found += [_mistake(outcome.task, case, labels) for case, labels in wrong[:most]]
    return found


def _mistake(task: Task, case: Case, labels: frozenset[str]) -> Mistake:
    title = case.said[-1].context.catalogue.item(case.about).title if case.about else ""
    return Mistake(
        task=task.name, labels=task.labels, conversation=case.conversation, about=title,
        truth=tuple(sorted(case.truth)), said=tuple(sorted(labels)), texts=tuple(said.text for said in case.said),
    )  # fmt: skip
