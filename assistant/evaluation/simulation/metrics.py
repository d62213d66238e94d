"""Figures of simulated conversations: means over people with bootstrap intervals, and paired differences of systems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.independent.judge import KINDS
from assistant.evaluation.simulation.talks import Played

_DRAWS = 2000
#: Compared between systems; turns are left out, for they are known only where both succeed.
_COMPARED = ("success", "hit", "reward_per_length", "questions", "acceptance", "violations")


def rows(played: Sequence[Played], system: str, seed: int) -> list[dict[str, Any]]:
    """One row for everybody and one a persona: means over people with 95 % bootstrap intervals."""
    names = ["all", *dict.fromkeys(p.persona for p in played)]
    return [_row([p for p in played if name in ("all", p.persona)], system, name, seed) for name in names]


def differences(one: Sequence[Played], other: Sequence[Played], systems: tuple[str, str], seed: int) -> dict[str, Any]:
    """A row of ``one`` minus ``other`` over the same people: an interval without zero is a difference."""
    row: dict[str, Any] = {"system": " - ".join(systems), "persona": "all", "n": len(one)}
    rng = np.random.default_rng(seed)
    theirs, others = _values(one), _values(other)
    for name in _COMPARED:
        row |= interval(name, theirs[name] - others[name], rng)
    return row


def by_turn(played: Sequence[Played], system: str, seed: int, turns: int) -> list[dict[str, Any]]:
    """One row a turn: the share of people who had accepted something by then, with its interval."""
    rng = np.random.default_rng(seed)
    done = [(p.turns if p.accepted else np.inf) for p in played]
    return [
        {"system": system, "turn": turn, "n": len(played)}
        | interval("success", np.array([at <= turn for at in done], np.float64), rng)
        for turn in range(1, turns + 1)
    ]


def verdict(difference: Mapping[str, Any]) -> dict[str, list[str]]:
    """The measures in which the first system of a paired difference is surely better, surely worse, or neither.

    Surely: the 95 % interval of the difference holds no zero. Fewer violations are better; questions are neither good
    nor bad by themselves.
    """
    found: dict[str, list[str]] = {"better": [], "worse": [], "neither": []}
    for name in _COMPARED:
        if name == "questions":
            continue
        low, high = difference[f"{name}_low"], difference[f"{name}_high"]
        sign = -1 if name == "violations" else 1
        ends = sorted((sign * low, sign * high))
        found["better" if ends[0] > 0 else "worse" if ends[1] < 0 else "neither"].append(name)
    return found


def _values(played: Sequence[Played]) -> Mapping[str, NDArray[np.float64]]:
    """Each measure by person. ``acceptance``: accepted of the items shown; ``turns``: of those who accept."""
    shown = [sum(item.new for s in p.steps if s.reply for item in s.reply.items) for p in played]
    asked = [sum(s.reply is not None and s.reply.question is not None for s in p.steps) for p in played]
    measures: dict[str, Sequence[float]] = {
        "success": [p.accepted for p in played],
        "hit": [p.hit for p in played],
        "turns": [p.turns for p in played if p.accepted],
        "reward_per_length": [p.accepted / p.turns for p in played],
        "questions": asked,
        "acceptance": [p.accepted / max(number, 1) for p, number in zip(played, shown, strict=True)],
        "violations": [sum(1 for _ in p.violations) for p in played],
    }
    return {name: np.array(of, np.float64) for name, of in measures.items()}


def _row(played: Sequence[Played], system: str, persona: str, seed: int) -> dict[str, Any]:
    row: dict[str, Any] = {"system": system, "persona": persona, "n": len(played)}
    rng = np.random.default_rng(seed)
    for name, of in _values(played).items():
        row |= interval(name, of, rng)
    kinds = Counter(v.kind for p in played for v in p.violations)
    row["crashes"] = kinds["crash"]
    row |= {f"violations: {kind}": kinds[kind] for kind in KINDS}
    row["sentences"] = sum(p.sentences for p in played)
    row["replies"] = sum(len(p.steps) for p in played)
    return row


def interval(name: str, values: NDArray[np.float64], rng: np.random.Generator) -> dict[str, Any]:
    """The mean of ``values`` with its 95 % bootstrap interval as ``name_low`` and ``name_high``; None for no values."""
    if not len(values):
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    means = values[rng.integers(0, len(values), (_DRAWS, len(values)))].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    told = {name: values.mean(), f"{name}_low": low, f"{name}_high": high}
    return {key: round(float(value), 3) for key, value in told.items()}
