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
_COMPARED = ("success", "hit", "reward_per_length", "acceptance", "violations")


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
        row |= _interval(name, theirs[name] - others[name], rng)
    return row


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
        row |= _interval(name, of, rng)
    kinds = Counter(v.kind for p in played for v in p.violations)
    row["crashes"] = kinds["crash"]
    row |= {f"violations: {kind}": kinds[kind] for kind in KINDS}
    row["sentences"] = sum(p.sentences for p in played)
    row["replies"] = sum(len(p.steps) for p in played)
    return row


def _interval(name: str, values: NDArray[np.float64], rng: np.random.Generator) -> dict[str, Any]:
    """The mean of ``values`` and its interval; None where there is none."""
    if not len(values):
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    means = values[rng.integers(0, len(values), (_DRAWS, len(values)))].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    told = {name: values.mean(), f"{name}_low": low, f"{name}_high": high}
    return {key: round(float(value), 3) for key, value in told.items()}
