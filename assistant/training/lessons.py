"""What a model is taught and how well it has learnt it: our own examples, or conversations from files; the run, told.

The score of what is held out is the mean over tasks; of a task with few answers the mean over those answers (so that
rare ones count as much), of any other the share of right tokens.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from assistant.errors import BadSettings
from assistant.training import examples, forms
from assistant.training.examples import Example
from assistant.training.reasons import explanations
from retrievers.index import Index

Conversation = list[dict[str, str]]
_HELD = 20  # one conversation of a file in so many is held out
_FEW = 10  # a task with at most so many answers is one of choosing
_EXPLAINED, _EXPLAINED_HELD = 1000, 100  # explanations a round, and held out
#: What our own examples teach.
TASKS = ("attitude", "intent", "explain")
_MESSAGES: Mapping[str, tuple[str, Any]] = {
    "attitude": ("attitudes_*.txt", examples.attitudes),
    "intent": ("intents_*.txt", examples.intents),
}
_ROLES = ("system", "user", "assistant")


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One conversation whose last message is the answer, and the task it belongs to."""

    task: str
    messages: Conversation


@dataclass(frozen=True, kw_only=True)
class Lessons:
    """What is taught, in order, and what is held out."""

    taught: Sequence[Lesson]
    held: Sequence[Lesson]

    @property
    def digest(self) -> str:
        """A hash of all of it."""
        told = json.dumps([asdict(one) for one in (*self.taught, *self.held)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def own(tasks: Collection[str], indexes: Sequence[Index], *, rounds: int, seed: int) -> Lessons:
    """Our own examples of some of `TASKS`: what is held out of the messages stands as it was written.

    Each message in ``rounds`` variations, and some explanations a round, of works of ``indexes`` and invented ones.
    """
    rng = random.Random(seed)
    taught, held = list[Example](), list[Example]()
    for task, (pattern, make) in _MESSAGES.items():
        if task not in tasks:
            continue
        written = forms.load(pattern)
        kept = [form for form in written if not examples.held(form)]
        for _ in range(rounds):
            taught += make(kept, rng)
        held += make([form for form in written if examples.held(form)], rng, change=False)
    if "explain" in tasks:
        for some, count, kept_out in ((taught, rounds * _EXPLAINED, False), (held, _EXPLAINED_HELD, True)):
            some += (example for _, example in islice(explanations(indexes, rng, kept=kept_out), count))
    rng.shuffle(taught)
    return Lessons(taught=[_lesson(one) for one in taught], held=[_lesson(one) for one in held])


def _lesson(example: Example) -> Lesson:
    return Lesson(task=example.task, messages=example.messages)


def of_files(paths: Iterable[Path]) -> Lessons:
    """Conversations, one a line: ``{"messages": [{"role", "content"}, …]}``, the last one the answer to learn.

    One in twenty is held out, by a hash. Raises BadSettings, naming file and line.
    """
    taught, held = list[Lesson](), list[Lesson]()
    for path in paths:
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise BadSettings(
                f"'{path}' cannot be read ({type(error).__name__}).", "Name a file of JSON lines."
            ) from error
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            one = Lesson(task=path.stem, messages=_conversation(line, f"{path}, line {number}"))
            (held if examples.one_in(_HELD, line) else taught).append(one)
    if not taught or not held:
        raise BadSettings(f"{len(taught)} conversations are too few to learn from.", "Give some hundreds, one a line.")
    return Lessons(taught=taught, held=held)


def _conversation(line: str, where: str) -> Conversation:
    try:
        messages = [{"role": str(one["role"]), "content": str(one["content"])} for one in json.loads(line)["messages"]]
    except (ValueError, KeyError, TypeError) as error:
        raise BadSettings(
            f"{where}: no conversation.", 'One a line: {"messages": [{"role": "user", "content": "…"}, …]}.'
        ) from error
    if len(messages) < 2 or messages[-1]["role"] != "assistant" or any(m["role"] not in _ROLES for m in messages):
        raise BadSettings(
            f"{where}: a conversation ends with the assistant's answer.", "Roles: system, user, assistant."
        )
    return messages


def score(learner: Any, held: Sequence[Lesson]) -> float:
    """How much of what was held out is right, in [0, 1]."""
    return sum(by_task(learner, held).values()) / len({one.task for one in held})


def by_task(learner: Any, held: Sequence[Lesson]) -> dict[str, float]:
    """The same for each task."""
    rows = [learner.encoded(one.messages) for one in held]
    order = sorted(range(len(rows)), key=lambda at: (held[at].task, len(rows[at][0])))
    hits = learner.hits([rows[at] for at in order])
    shares = {at: sum(right) / len(right) for at, right in zip(order, hits, strict=True)}
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for at, one in enumerate(held):
        found[one.task][one.messages[-1]["content"]].append(shares[at])
    return {task: _of_task(answers) for task, answers in found.items()}


def _of_task(answers: dict[str, list[float]]) -> float:
    if len(answers) <= _FEW:
        return sum(sum(share == 1 for share in shares) / len(shares) for shares in answers.values()) / len(answers)
    every = [share for shares in answers.values() for share in shares]
    return sum(every) / len(every)


def teach(
    source: Path, lessons: Lessons, plan: Any, out: Path, card: dict[str, Any], say: Callable[[str], None]
) -> dict[str, Any]:
    """Tune an adapter for the weights in ``source`` and leave it in ``out`` with ``run.json``, which is returned."""
    from assistant.training.tuning import Learner, tune

    learner = Learner(source, plan)
    say(f"{len(lessons.taught)} examples to learn from, {len(lessons.held)} held out")
    before = by_task(learner, lessons.held)
    tuned = tune(learner, [one.messages for one in lessons.taught], lambda: score(learner, lessons.held), out, say)
    learner.network.eval()
    told = {
        **card, "plan": asdict(plan), "examples": len(lessons.taught), "held_out": len(lessons.held),
        "data_sha256": lessons.digest, "before": before, "after": by_task(learner, lessons.held),
        "batches": tuned.batches, "tokens": tuned.tokens, "seconds": round(tuned.seconds),
        "tokens_per_s": round(tuned.tokens / max(tuned.seconds, 1e-9)), "scores": list(tuned.scores),
    }  # fmt: skip
    (out / "run.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    _name_the_base(out / "adapter_config.json", str(card["model"]))
    return told


def _name_the_base(settings: Path, name: str) -> None:
    """Peft writes the folder in which the weights lay while they were taught: nobody else has it."""
    kept = json.loads(settings.read_text("utf-8"))
    settings.write_text(json.dumps(kept | {"base_model_name_or_path": name}, indent=1) + "\n", encoding="utf-8")
