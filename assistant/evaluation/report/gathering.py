"""Everything that one evaluation found, as plain values with a version: the page, the JSON and JUnit are made of it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from assistant.evaluation.dialogues.results import RunResult
from assistant.evaluation.simulation.comparison import Compared
from assistant.evaluation.simulation.talks import Played

#: Raised by one whenever a reader of older files would misunderstand a newer one.
SCHEMA = 1
#: Parts of a turn that are timed apart; what is left of the total is shown as ``other``.
STAGES = ("understand", "retrieve", "rank", "explain")
#: Of two runs of the same thing only these differ.
VOLATILE = frozenset({"ms", "timings_ms", "date", "session", "latency", "fit_s", "seconds", "commit", "command"})


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of the benches on public data: flat ``rows``, and the ``run`` card of its own."""

    run: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """What was measured. ``about`` says in words what the catalogue is; parts that were not measured are None."""

    run: Mapping[str, Any]
    about: str
    scripts: RunResult
    simulation: Compared
    ablations: Compared
    titles: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)

    @property
    def talks(self) -> Sequence[Played]:
        """The conversations with the assistant itself."""
        return next(iter(self.simulation.talks.values()))

    def to_json(self) -> dict[str, Any]:
        """``results.json``, described by ``results.schema.json``."""
        scripts = self.scripts.to_json()
        return {
            "schema": SCHEMA, "run": dict(self.run), "about": self.about,
            "scripts": {"results": scripts["results"], "skipped": scripts["skipped"]},
            "simulation": _compared(self.simulation), "ablations": _compared(self.ablations),
            "latency": self.latency(), "errors": self.errors(),
            "parts": {name: {"run": dict(p.run), "rows": list(p.rows)} for name, p in self.parts.items()},
        }  # fmt: skip

    def latency(self) -> list[dict[str, Any]]:
        """One row a stage, of every turn that was said: median, 95th percentile and mean, in milliseconds."""
        timed = [dict(turn.timings_ms) for script in self.scripts.scripts for turn in script.turns]
        timed += [dict(step.reply.timings_ms) for talk in self.talks for step in talk.steps if step.reply]
        timed = [one for one in timed if one.get("total")]
        values: dict[str, list[float]] = defaultdict(list)
        for one in timed:
            for stage in STAGES:
                values[stage].append(one.get(stage, 0.0))
            values["other"].append(max(one["total"] - sum(one.get(stage, 0.0) for stage in STAGES), 0.0))
            values["total"].append(one["total"])
        return [_timed(stage, np.array(of)) for stage, of in values.items()]

    def errors(self) -> list[dict[str, Any]]:
        """One row a cause, the commonest first: failed expectations of scripts, and what the judge found in talks."""
        causes = Counter(("script", failure.kind) for _, failure in self.scripts.failures)
        causes += Counter(("simulated", violation.kind) for talk in self.talks for violation in talk.violations)
        causes += Counter(("simulated", "gave up") for talk in self.talks if not talk.accepted)
        turns = {
            "script": sum(len(script.turns) for script in self.scripts.scripts),
            "simulated": sum(len(talk.steps) for talk in self.talks),
        }
        return [
            {"source": source, "cause": cause, "count": count, "turns": turns[source]}
            for (source, cause), count in causes.most_common()
        ]

    def comparable(self) -> Any:
        """The JSON without what differs between two runs of the same thing: times, dates and session ids."""
        return _without(self.to_json(), VOLATILE)

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(self.to_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")

    def transcripts(self) -> Iterator[str]:
        """Every simulated conversation with every system, one JSON object a line."""
        for compared in (self.simulation, self.ablations):
            for name, played in compared.talks.items():
                yield from (json.dumps({"system": name, **one.to_json()}, ensure_ascii=False) for one in played)


def _compared(compared: Compared) -> dict[str, Any]:
    return {
        "rows": list(compared.rows), "differences": list(compared.differences), "curve": list(compared.curve),
        "leaks": dict(compared.leaks), "left_out": dict(compared.left_out),
    }  # fmt: skip


def _timed(stage: str, values: Any) -> dict[str, Any]:
    p50, p95 = np.quantile(values, (0.5, 0.95))
    told = {"p50_ms": p50, "p95_ms": p95, "mean_ms": values.mean()}
    return {"stage": stage, "n": len(values), **{name: round(float(value), 1) for name, value in told.items()}}


def _without(value: Any, names: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {name: _without(part, names) for name, part in value.items() if name not in names}
    return [_without(part, names) for part in value] if isinstance(value, list | tuple) else value
