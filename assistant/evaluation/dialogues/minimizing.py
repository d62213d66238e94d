"""A failing script made as short as it can be while it fails in the same way: fewer turns, then fewer expectations.

Turns are taken out by delta debugging (Zeller and Hildebrandt, 2002): ever smaller parts, until no single one can go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from assistant.evaluation.dialogues.format import Expect, Script, Turn
from assistant.evaluation.dialogues.results import Failure, ScriptResult

_NUMBERED = re.compile(r"\$turn(\d+)")
Play = Callable[[Script], ScriptResult]


def minimized(script: Script, play: Play) -> tuple[Script, ScriptResult] | None:
    """The shortest script found that still fails as ``script`` first does, and its result; None where it passes."""
    first = play(script)
    if first.passed:
        return None
    wanted = first.failures[0]
    best = script, first

    def fails(turns: Sequence[tuple[int, Turn]]) -> bool:
        nonlocal best
        shorter = _of(script, turns)
        if shorter is None:
            return False
        result = play(shorter)
        if not any(_alike(failure, wanted) for failure in result.failures):
            return False
        best = shorter, result
        return True

    numbered = list(enumerate(script.turns, 1))
    kept = _fewest([*numbered[: wanted.turn]] if fails(numbered[: wanted.turn]) else numbered, fails)
    _fewest_expectations(kept, fails)
    return best


def _alike(one: Failure, other: Failure) -> bool:
    return one.expectation == other.expectation


def _of(script: Script, turns: Sequence[tuple[int, Turn]]) -> Script | None:
    """The script of these turns, each with its old number; None where one names a turn that is gone."""
    places = {str(old): new for new, (old, _) in enumerate(turns, 1)}
    if not turns:
        return None

    def renumbered(value: Any) -> Any:
        if isinstance(value, str):
            return _NUMBERED.sub(lambda match: f"$turn{places[match[1]]}", value)
        if isinstance(value, dict):
            return {renumbered(name): renumbered(part) for name, part in value.items()}
        return [renumbered(part) for part in value] if isinstance(value, list) else value

    try:
        data = [renumbered(turn.model_dump(mode="json", exclude_unset=True)) for _, turn in turns]
    except KeyError:
        return None
    return script.model_copy(update={"turns": tuple(Turn.model_validate(turn) for turn in data), "lines": {}})


def _fewest(turns: list[tuple[int, Turn]], fails: Callable[[Sequence[tuple[int, Turn]]], bool]) -> list[Any]:
    """Delta debugging by complements: what is left when nothing more can be taken out."""
    parts = 2
    while len(turns) >= 2:
        size = max(1, len(turns) // parts)
        for start in range(0, len(turns), size):
            rest = turns[:start] + turns[start + size :]
            if rest and fails(rest):
                turns, parts = rest, max(parts - 1, 2)
                break
        else:
            if size == 1:
                break
            parts = min(parts * 2, len(turns))
    return turns


def _fewest_expectations(turns: list[tuple[int, Turn]], fails: Callable[[Sequence[tuple[int, Turn]]], bool]) -> None:
    """Take out one expectation after the other, the parts of those about items and text as well."""
    for at in range(len(turns)):
        for name in list(turns[at][1].expect.said()):
            shorter = _without(turns, at, name)
            if fails(shorter):
                turns = shorter
                continue
            part = getattr(turns[at][1].expect, name)
            for inner in list(part.said()) if hasattr(part, "said") else ():
                shorter = _without(turns, at, name, inner)
                if fails(shorter):
                    turns = shorter


def _without(turns: list[tuple[int, Turn]], at: int, name: str, inner: str = "") -> list[tuple[int, Turn]]:
    number, turn = turns[at]
    expect = turn.expect.model_dump(exclude_unset=True)
    del (expect[name] if inner else expect)[inner or name]
    changed = turn.model_copy(update={"expect": Expect.model_validate(expect)})
    return [*turns[:at], (number, changed), *turns[at + 1 :]]
