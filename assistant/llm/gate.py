"""What a model may do is measured: own examples for each step, played against rules and plain wording.

Writes ``gate.json`` beside the model; a step is allowed only where the model does better. This file does not know the
rules, the verifier or the prompts: they are passed in as plain functions and texts.
"""

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.llm.prepared import folder
from assistant.questions import ATTITUDES as ASKED

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

STEPS = ("understand", "clarify", "explain", "answer")
LANGUAGES = ("en", "zh")
ATTITUDES = ("likes", "dislikes", "neutral")
INTENTS = ("recommend", "more_like", "compare", "accept", "undo", "chat")
FILE = "gate.json"

# Plain wording is always true, so a model that writes is measured against usefulness: more than this share of its texts
# must pass the verifier and do what was asked. Below it too much time goes into text that plain wording replaces.
WRITING_BAR = 0.8
READING_BAR = 0.7  # and a reader must beat the rules *and* this: beating weak rules on a few sentences may be luck

_INTENT_QUESTION = "What does the person want"
INSTRUCTIONS: Mapping[str, str] = {
    "understand": "You read a message about films or books and answer a question about it with one listed word.",
    "clarify": "You ask the person exactly one short question, in their language, and name the options to choose from.",
    "answer": "You answer a question about one title in one short sentence, in the person's language. "
    "Use only the facts given; add nothing.",
}
_TOKENS = {"understand": 12, "clarify": 40, "explain": 90, "answer": 40}

Licensed = Callable[[str, Mapping[str, Any]], bool]
#: The facts of an example and its language → the instruction and the question, as in use.
Asked = Callable[[Mapping[str, Any], str], tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class StepResult:
    """``score`` (of the model) and ``baseline`` (to be beaten) are shares of right examples in one language.

    ``n`` of ``of`` examples were played: a step that is lost ends early. No ``language``: all of them.
    """

    step: str
    language: str = ""
    score: float
    baseline: float
    n: int
    of: int
    allowed: bool

    @property
    def name(self) -> str:
        """The step and its language: ``explain (en)``."""
        return f"{self.step} ({self.language})" if self.language else self.step


@dataclass(frozen=True, kw_only=True)
class GateReport:
    """What one model did in each step."""

    model: str
    steps: tuple[StepResult, ...]

    @property
    def allowed(self) -> frozenset[str]:
        """The steps that the model may take over: ``explain``, or ``explain (en)`` in one language only."""
        return _allowed(self.steps)


def check(
    model: "BaseChatModel",
    data_dir: Path,
    *,
    name: str,
    read_attitude: Callable[[str, str], str],
    licensed: Licensed,
    reading: Callable[[str, str, str], tuple[str, str]],
    explaining: Asked,
    explained: Licensed,
    read_intent: Callable[[str], str] | None = None,
    instructions: Mapping[str, str] = INSTRUCTIONS,
    progress: Callable[[str], None] = lambda _: None,
) -> GateReport:
    """Play the examples with ``model`` (greedily), write ``gate.json`` for ``name`` and return the report.

    ``read_attitude(sentence, title)`` and ``read_intent(sentence)`` are the rules to beat (without the second, examples
    of intent are left out); ``licensed(text, facts)`` says whether each claim of a text is covered by the facts.
    ``reading(sentence, title, language)`` is how the model is asked for an attitude in use, ``explaining(facts,
    language)`` how it is asked to explain, and ``explained(text, facts)`` says
    whether a text gives every reason and nothing else; the title stands in front of it already.
    A model that fails, rather than answers wrongly, raises ModelFailed or OutOfResources; the file then stays.
    """
    results = []
    for step, language in product(STEPS, LANGUAGES):
        progress(f"Checking {step} ({language})")
        examples = [
            e
            for e in _examples()
            if (e["step"], e["language"]) == (step, language) and (read_intent or e.get("task") != "intent")
        ]
        baseline = WRITING_BAR
        if step == "understand":
            baseline = max(READING_BAR, _rules_score(examples, read_attitude, read_intent))

        def ask(example: Mapping[str, Any]) -> tuple[str, str]:
            if example["step"] == "explain":
                return explaining(example["facts"], example["language"])
            if example.get("task") == "attitude":
                return reading(example["text"], example["title"], example["language"])
            return instructions[example["step"]], _question(example)

        judge = explained if step == "explain" else licensed
        results.append(_play(model, step, examples, baseline, judge, ask))
    report = GateReport(model=name, steps=tuple(results))
    _write(folder(data_dir, name) / FILE, report)
    return report


def verdict(name: str, data_dir: Path) -> tuple[StepResult, ...]:
    """What the model of that name did in each step; nothing where it was never checked or the file is damaged."""
    try:
        kept = json.loads((folder(data_dir, name) / FILE).read_text(encoding="utf-8"))
        found = [
            StepResult(**{**one, "score": float(one["score"]), "baseline": float(one["baseline"])})
            for one in kept["steps"]
        ]
        return tuple(result for result in found if result.step in STEPS)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def allowed_steps(name: str, data_dir: Path) -> frozenset[str]:
    """The steps that the model of that name may take over (see `GateReport.allowed`); none without a verdict."""
    return _allowed(verdict(name, data_dir))


def _allowed(results: Sequence[StepResult]) -> frozenset[str]:
    of: dict[str, set[str]] = {}
    for result in results:
        if result.allowed is True:
            of.setdefault(result.step, set()).add(result.language)
    return frozenset(
        name
        for step, languages in of.items()
        for name in ([step] if "" in languages or languages >= set(LANGUAGES) else [f"{step} ({min(languages)})"])
    )


def checked(name: str, data_dir: Path) -> bool:
    """Was the model of that name ever measured here?"""
    return (folder(data_dir, name) / FILE).is_file()


@cache
def _examples() -> tuple[dict[str, Any], ...]:
    text = files("assistant.llm").joinpath("gate_examples.jsonl").read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in text.splitlines() if line)


def _rules_score(
    examples: Sequence[Mapping[str, Any]],
    read_attitude: Callable[[str, str], str],
    read_intent: Callable[[str], str] | None,
) -> float:
    right = 0
    for example in examples:
        if example["task"] == "attitude":
            right += read_attitude(example["text"], example["title"]) == example["right"]
        elif read_intent:
            right += read_intent(example["text"]) == example["right"]
    return right / len(examples)


def _play(
    model: "BaseChatModel",
    step: str,
    examples: Sequence[Mapping[str, Any]],
    baseline: float,
    licensed: Licensed,
    ask: Callable[[Mapping[str, Any]], tuple[str, str]],
) -> StepResult:
    """Play until the end, or until the model could not beat the baseline with all that is left."""
    right = played = 0
    for example in examples:
        right += _right(example, _answer(model, example, *ask(example)), licensed)
        played += 1
        if right + len(examples) - played <= baseline * len(examples):
            break
    score = right / played
    return StepResult(
        step=step,
        language=str(examples[0]["language"]),
        score=score,
        baseline=baseline,
        n=played,
        of=len(examples),
        allowed=played == len(examples) and score > baseline,
    )


def _answer(model: "BaseChatModel", example: Mapping[str, Any], instruction: str, question: str) -> str:
    """The model's answer to one example."""
    from langchain_core.messages import HumanMessage, SystemMessage

    wanted: dict[str, Any] = {"max_new_tokens": _TOKENS[example["step"]]}
    if example["step"] == "understand":
        wanted["response_format"] = list(ASKED if example["task"] == "attitude" else INTENTS)
    answer = model.invoke([SystemMessage(instruction), HumanMessage(question)], **wanted)
    return str(answer.text).strip()


def _question(example: Mapping[str, Any]) -> str:
    """The words of one example."""
    if example["step"] == "understand":
        return f"Message: {example['text']}\n{_INTENT_QUESTION}? Choose one of: {', '.join(INTENTS)}."
    if example["step"] == "clarify":
        return (
            f"Language: {example['language']}\nAsk about: {example['facet']}\nOptions: {', '.join(example['options'])}"
        )
    facts = json.dumps(example["facts"], ensure_ascii=False)
    asked = f"\nQuestion: {example['question']}" if "question" in example else ""
    return f"Language: {example['language']}\nFacts: {facts}{asked}"


def _right(example: Mapping[str, Any], text: str, licensed: Licensed) -> bool:
    """Does the text do what the step asked for?"""
    if example["step"] == "understand":
        return bool(("neutral" if text in ("seen", "wants") else text) == example["right"])
    lower, sentences = text.casefold(), _sentences(text)
    if not 1 <= sentences <= (2 if example["step"] == "explain" else 1):
        return False
    if example["language"] == "zh" and not re.search(r"[\u4e00-\u9fff]", text):
        return False
    if example["step"] == "clarify":
        named = sum(option.casefold() in lower for option in example["options"])
        return text[-1] in "?？" and named >= 2 and len(text) <= 240
    needed = example.get("expect", ())
    return all(str(word).casefold() in lower for word in needed) and bool(licensed(text, example["facts"]))


def _sentences(text: str) -> int:
    """Sentences of a text, roughly: marks at an end, and a last one without a mark."""
    return len([part for part in re.split(r"[.!?。！？]+(?:\s+|$|(?=[\u4e00-\u9fff]))", text) if part.strip()])


def _write(path: Path, report: GateReport) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    draft.write_text(json.dumps(asdict(report), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    draft.replace(path)
