"""The report as one HTML page that needs nothing else: no network, no fonts, no files beside it.

The template escapes whatever it is given (catalogue text is data); only the plots, which escape by themselves, and the
page's own style and script go in as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from assistant.evaluation.report import figures, summary, transcripts
from assistant.evaluation.report.gathering import Evaluation

_FILES = Path(__file__).parent
_MOST_TALKS = 120
_MOST_CAUSES = 12


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: ``head`` names its columns, each row has a cell for each; the first cell of a row is its heading."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


_MEASURES: Mapping[str, str] = {
    "success": "took something", "hit": "hidden wish found", "turns": "turns", "reward_per_length": "reward by length",
    "questions": "questions asked", "acceptance": "accepted of shown", "violations": "faults",
}  # fmt: skip
_PARTS: Mapping[str, tuple[str, Sequence[str]]] = {
    "ranking": ("Ranking for people held out", ("protocol", "system", "recall@20", "ndcg@10", "coverage")),
    "understanding": ("Reading messages", ("labels", "half", "reader", "n", "balanced_accuracy", "low", "high", "f1")),
    "redial": ("Recommending in ReDial's conversations",
               ("targets", "average", "system", "rows", "recall@1", "recall@10", "recall@50")),
}  # fmt: skip


def render(found: Evaluation) -> str:
    """The whole page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_FILES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shown = list(
        chain(
            transcripts.of_scripts(found.scripts),
            transcripts.of_talks(found.talks, found.titles, _MOST_TALKS),
        )
    )
    return environment.get_template("page.html").render(
        about=found.about,
        sentences=summary.sentences(found),
        keys=summary.keys(found),
        plots={name: Markup(plot) for name, plot in _plots(found).items()},
        tables=_tables(found),
        parts=[_part(name, found) for name in _PARTS if name in found.parts],
        left_out=found.ablations.left_out,
        skipped=found.scripts.skipped,
        leaks=found.simulation.leaks,
        spread=summary.spread,
        card=[(name, _value(value)) for name, value in found.run.items()],
        transcripts=shown,
        labels=sorted({label for one in shown for label in one.labels}),
        talks=len(found.talks),
        style=Markup((_FILES / "page.css").read_text("utf-8")),
        script=Markup((_FILES / "page.js").read_text("utf-8")),
    )


def _plots(found: Evaluation) -> dict[str, str]:
    rows = summary.everybody(found.simulation.rows)
    ended = ", ".join(f"{name} {row['success']:.0%}" for name, row in rows.items())
    latency, errors = found.latency(), found.errors()[:_MOST_CAUSES]
    parts = list(summary.everybody(found.ablations.rows).values())
    causes = [(f"{row['cause']} ({row['source']})", row["count"]) for row in errors]
    total = next(row for row in latency if row["stage"] == "total")
    return {
        "curve": figures.curves(
            found.simulation.curve, f"Share of people who had taken something, by turn; at the end: {ended}."
        ),
        "latency": figures.stacked(latency, f"The mean turn of {total['mean_ms']:g} milliseconds split by stage."),
        "errors": figures.bars(causes, "How often each kind of fault was found.") if causes else "",
        "ablation-success": figures.intervals(
            parts, "success", "People who took something, whole and without each part."
        ),
        "ablation-hit": figures.intervals(parts, "hit", "Hidden wishes found, whole and without each part."),
    }


def _tables(found: Evaluation) -> dict[str, Table]:
    simulated = found.simulation
    personas = [row for row in simulated.rows if row["system"] == simulated.rows[0]["system"]]
    latency = [
        [row["stage"], *(f"{row[name]:g}" for name in ("p50_ms", "p95_ms", "mean_ms"))] for row in found.latency()
    ]
    errors = [[row["cause"], row["source"], str(row["count"]), f"{row['turns']:,}"] for row in found.errors()]
    return {
        "systems": _measured(list(summary.everybody(simulated.rows).values()), "system"),
        "differences": _measured(simulated.differences, "system"),
        "personas": _measured(personas, "persona"),
        "ablations": _measured(list(summary.everybody(found.ablations.rows).values()), "system"),
        "ablation-differences": _measured(found.ablations.differences, "system"),
        "latency": Table(head=("stage", "median, ms", "95th percentile, ms", "mean, ms"), rows=latency),
        "errors": Table(head=("cause", "found in", "how often", "in turns"), rows=errors),
    }


def _measured(rows: Sequence[Mapping[str, Any]], key: str) -> Table:
    """Means with their intervals, of those measures that any of the rows has."""
    names = [name for name in _MEASURES if any(row.get(name) is not None for row in rows)]
    cells = [[str(row[key]), str(row["n"]), *(summary.spread(row, name) for name in names)] for row in rows]
    return Table(head=(key, "people", *(_MEASURES[name] for name in names)), rows=cells)


def _part(name: str, found: Evaluation) -> dict[str, Any]:
    """A bench on public data: its heading, its table, its own run card."""
    heading, columns = _PARTS[name]
    part = found.parts[name]
    kept = [column for column in columns if any(column in row for row in part.rows)]
    cells = [[_measure(row, column) for column in kept] for row in part.rows]
    card = [(entry, _value(value)) for entry, value in part.run.items()]
    return {"id": name, "heading": heading, "table": Table(head=kept, rows=cells), "card": card}


def _measure(row: Mapping[str, Any], column: str) -> str:
    """A number, with its interval where the row has one."""
    low, high = row.get(f"{column} low"), row.get(f"{column} high")
    if low is not None:
        return f"{_value(row[column])} [{_value(low)}, {_value(high)}]"
    return _value(row.get(column))


def _value(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_value(part)}" for name, part in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
