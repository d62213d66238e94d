"""A run held against an earlier one: which scripts fail or pass anew, and which figures changed beyond chance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.evaluation.dialogues.results import RunResult, ScriptResult

_DRAWS = 2000

#: Measures of one script. Times are the machine's as well as the assistant's.
MEASURES: Mapping[str, Callable[[ScriptResult], float]] = {
    "passed": lambda script: float(script.passed),
    "failures": lambda script: float(len(script.failures)),
    "turns": lambda script: float(len(script.turns)),
    "items": lambda script: _mean(script, lambda reply: len(reply["items"])),
    "questions": lambda script: _mean(script, lambda reply: reply["question"] is not None),
    "letters": lambda script: _mean(script, lambda reply: len(reply["text"])),
    "model_calls": lambda script: sum(turn.model_calls for turn in script.turns) / max(len(script.turns), 1),
    "ms_a_turn": lambda script: script.ms / max(len(script.turns), 1),
}


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """``newly_failing``: failed now, and passed then or was not there; ``measures``: rows with 95 % intervals.

    Each row has ``measure``, ``before``, ``after``, ``difference``, ``low``, ``high`` and ``n``: scripts in both runs.
    """

    newly_failing: tuple[str, ...]
    newly_passing: tuple[str, ...]
    still_failing: tuple[str, ...]
    missing: tuple[str, ...]
    measures: tuple[Mapping[str, Any], ...]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        names = ("newly_failing", "newly_passing", "still_failing", "missing")
        return {name: list(getattr(self, name)) for name in names} | {"measures": [dict(row) for row in self.measures]}


def compare(before: RunResult, after: RunResult, seed: int = 0) -> Comparison:
    """Scripts are paired by catalogue and name; intervals by drawing pairs anew (a paired bootstrap)."""
    old = {(script.catalogue, script.name): script for script in before.scripts}
    new = {(script.catalogue, script.name): script for script in after.scripts}
    failing = [key for key, script in new.items() if not script.passed and not script.known_failing]
    newly = [key for key in failing if key not in old or old[key].passed]
    passing = [key for key, script in new.items() if script.passed and key in old and not old[key].passed]
    both = [key for key in new if key in old]
    pairs = [(old[key], new[key]) for key in both]
    return Comparison(
        newly_failing=_names(newly), newly_passing=_names(passing),
        still_failing=_names(key for key in failing if key not in newly),
        missing=_names(key for key in old if key not in new),
        measures=tuple(_row(name, pairs, seed) for name in MEASURES) if pairs else (),
    )  # fmt: skip


def _names(keys: Any) -> tuple[str, ...]:
    return tuple(f"{catalogue}: {name}" for catalogue, name in keys)


def _row(name: str, pairs: list[tuple[ScriptResult, ScriptResult]], seed: int) -> dict[str, Any]:
    values = np.array([[MEASURES[name](one) for one in pair] for pair in pairs], np.float64)
    differences = values[:, 1] - values[:, 0]
    draws = np.random.default_rng(seed).integers(0, len(pairs), (_DRAWS, len(pairs)))
    low, high = np.quantile(differences[draws].mean(axis=1), (0.025, 0.975))
    told = {"before": values[:, 0].mean(), "after": values[:, 1].mean(), "difference": differences.mean(),
            "low": low, "high": high}  # fmt: skip
    return {"measure": name, **{key: round(float(value), 4) for key, value in told.items()}, "n": len(pairs)}


def _mean(script: ScriptResult, of: Callable[[Mapping[str, Any]], float]) -> float:
    return sum(of(turn.reply) for turn in script.turns) / max(len(script.turns), 1)
