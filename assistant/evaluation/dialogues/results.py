"""What came of playing scripts, as plain values: written as JSON beside every report, read back for a comparison.

The same run twice on one machine gives the same `comparable` JSON; only times, dates and session ids differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import BadSettings

#: Raised by one whenever a reader of older files would misunderstand a newer one.
SCHEMA = 1
#: Parts of a row that follow from others.
_DERIVED = ("script", "passed", "known_failing", "failures", "details", "steps", "not_shown", "ms")
#: The tag of scripts that show a fault which is not mended yet.
KNOWN_FAILING = "known-failing"
#: What differs between two runs of the same thing.
_VOLATILE = frozenset({"timings_ms", "ms", "session", "date", "at"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """One thing that was not as it must be. ``turn`` counts from 1; ``file`` and ``line`` are where the script says so.

    ``expectation`` is its name in a script (``items.all``, ``wishes.year``), or ``always: …`` of what must always hold.
    ``expected`` and ``found`` are plain JSON values; ``message`` says it in a sentence.
    """

    turn: int
    expectation: str
    message: str
    expected: Any = None
    found: Any = None
    file: str = ""
    line: int = 0

    @property
    def kind(self) -> str:
        """By what failures are counted together: the expectation without its facet."""
        return self.expectation.split(".")[0] if not self.expectation.startswith("always") else self.expectation

    def __str__(self) -> str:
        return f"turn {self.turn}: {self.message}"


@dataclass(frozen=True, kw_only=True, slots=True)
class StateChange:
    """One entry that came into the ledger or left it: ``list`` is likes, dislikes, seen, rejected or wishes."""

    list: str
    added: bool
    entry: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnResult:
    """One turn: ``action`` is say, like, dislike, seen, why, option or undo; ``said`` the words or the item's title.

    ``reply`` is the `Reply` as JSON. ``timings_ms`` are the assistant's own, by stage, and ``ms`` what was waited in
    all. ``not_shown`` names expectations that could not be checked, since this assistant does not tell.
    """

    number: int
    action: str
    said: str
    line: int
    reply: Mapping[str, Any]
    state_changes: tuple[StateChange, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    ms: float = 0.0
    model_calls: int = 0
    not_shown: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ScriptResult:
    """One script played. ``path`` is as it was named; ``catalogue`` the name of its index or table.

    ``error`` is what the assistant crashed with, if it did; it counts as a failure of the turn too.
    """

    name: str
    path: str
    catalogue: str
    about: str = ""
    language: str = "auto"
    tags: tuple[str, ...] = ()
    seed: int = 0
    turns: tuple[TurnResult, ...] = ()
    failures: tuple[Failure, ...] = ()
    error: str = ""

    @property
    def passed(self) -> bool:
        return not self.failures

    @property
    def known_failing(self) -> bool:
        """Is it marked as a fault that is known? It is played and told, and does not make the run fail."""
        return KNOWN_FAILING in self.tags

    @property
    def not_shown(self) -> int:
        """How many expectations this assistant could not answer: neither passed nor failed."""
        return sum(len(turn.not_shown) for turn in self.turns)

    @property
    def ms(self) -> float:
        return sum(turn.ms for turn in self.turns)

    def to_json(self) -> dict[str, Any]:
        """A flat row (``script``, ``passed``, ``turns`` counted, ``failures`` in words), ``steps`` and ``details``."""
        row = asdict(self)
        steps = row.pop("turns")
        return {
            "script": row.pop("name"), "passed": self.passed, "known_failing": self.known_failing,
            "turns": len(steps), "failures": [str(failure) for failure in self.failures],
            "details": row.pop("failures"),
            "not_shown": self.not_shown, "ms": round(self.ms, 1), **row, "steps": steps,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class RunResult:
    """A whole run: its card (`assistant.evaluation.run_card`), the scripts in the order of their paths.

    ``skipped`` counts the scripts that were not played for want of their catalogue's index, by catalogue.
    """

    run: Mapping[str, Any]
    scripts: tuple[ScriptResult, ...]
    skipped: Mapping[str, int] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return all(script.passed or script.known_failing for script in self.scripts)

    @property
    def failures(self) -> Iterator[tuple[ScriptResult, Failure]]:
        return ((script, failure) for script in self.scripts for failure in script.failures)

    def to_json(self) -> dict[str, Any]:
        """``{"schema", "run", "results", "skipped"}`` of plain JSON values; `from_json` reads it."""
        results = [script.to_json() for script in self.scripts]
        return {"schema": SCHEMA, "run": dict(self.run), "results": results, "skipped": dict(self.skipped)}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> RunResult:
        """The run that `to_json` wrote. Raises ``ValueError`` for anything else."""
        from pydantic import TypeAdapter

        if data.get("schema") != SCHEMA:
            raise ValueError(f"schema {data.get('schema')!r} is not {SCHEMA}")
        scripts = [
            {name: value for name, value in row.items() if name not in _DERIVED}
            | {"name": row["script"], "turns": row["steps"], "failures": row["details"]}
            for row in data["results"]
        ]
        values = {"run": data["run"], "scripts": scripts, "skipped": data["skipped"]}
        run: RunResult = TypeAdapter(RunResult).validate_python(values)
        return run

    def comparable(self) -> Any:
        """The JSON without what differs between two runs of the same thing: times, dates and session ids."""
        return _without(self.to_json(), _VOLATILE)


def write_run(run: RunResult, path: Path) -> None:
    """Write a run as JSON, one object in one file."""
    path.write_text(json.dumps(run.to_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")


def read_run(path: Path) -> RunResult:
    """Read what `write_run` wrote, or what ``evaluate dialogues --json`` printed. Raises `BadSettings`."""
    hint = "Write one with --report DIR: it is run.json there."
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise BadSettings(f"The run '{path}' cannot be read ({error.strerror}).", hint) from error
    except UnicodeDecodeError as error:
        raise BadSettings(f"'{path}' is not a run of scripts (it is no text).", hint) from error
    try:
        return RunResult.from_json(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadSettings(f"'{path}' is not a run of scripts ({_wrong(error)}).", hint) from error


def _wrong(error: Exception) -> str:
    """What is wrong with a run, for people."""
    from pydantic import ValidationError

    if isinstance(error, json.JSONDecodeError):
        return f"no JSON: {error}"
    told = isinstance(error, ValueError) and not isinstance(error, ValidationError)
    return str(error) if told else "its parts are not those of a run"


def _without(value: Any, names: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {name: _without(part, names) for name, part in value.items() if name not in names}
    return [_without(part, names) for part in value] if isinstance(value, list | tuple) else value
