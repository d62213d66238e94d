"""The report as one HTML page that needs nothing else: no network, no fonts, no files beside it.

The template escapes whatever it is given (catalogue text is data); only the plots, which escape by themselves, and the
page's own style and script go in as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from assistant.evaluation.report import figures, parts, summary, transcripts
from assistant.evaluation.report.gathering import Evaluation
from assistant.evaluation.simulation.comparison import WHOLE

_FILES = Path(__file__).parent
_MOST_TALKS = 120
_MOST_CAUSES = 12


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: ``head`` names its columns, each row has a cell for each; the first cell of a row is its heading.

    ``ours`` are the places of the rows that are Sommelier's.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    ours: frozenset[int] = frozenset()


_HEADS: Mapping[str, str] = {"persona": "kind of person"}
_MEASURES: Mapping[str, str] = {
    "success": "took something", "hit": "hidden wish found", "turns": "turns", "reward_per_length": "reward by length",
    "questions": "questions asked", "acceptance": "accepted of shown", "violations": "faults",
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
        parts=[_part(name, found) for name in parts.NAMES if name in found.parts],
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
    ended = ", ".join(f"{summary.named(name)} {row['success']:.0%}" for name, row in rows.items())
    latency, errors = found.latency(), found.errors()[:_MOST_CAUSES]
    without = _named(summary.everybody(found.ablations.rows).values())
    causes = [(f"{row['cause']} ({row['source']})", row["count"]) for row in errors]
    total = next(row for row in latency if row["stage"] == "total")
    return {
        "curve": figures.curves(
            _named(found.simulation.curve), f"Share of people who had taken something, by turn; at the end: {ended}."
        ),
        "latency": figures.stacked(latency, f"The mean turn of {total['mean_ms']:g} milliseconds split by stage."),
        "errors": figures.bars(causes, "How often each kind of fault was found.") if causes else "",
        "ablation-success": figures.intervals(
            without, "success", "People who took something, whole and without each part."
        ),
        "ablation-hit": figures.intervals(without, "hit", "Hidden wishes found, whole and without each part."),
    }


def _named(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with their systems as they are called on the page."""
    return [{**row, "system": summary.named(row["system"])} for row in rows]


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
    ours = frozenset(at for at, row in enumerate(rows) if row[key] == WHOLE)
    cells = [
        [summary.named(str(row[key])), str(row["n"]), *(summary.spread(row, name) for name in names)] for row in rows
    ]
    return Table(head=(_HEADS.get(key, key), "people", *(_MEASURES[name] for name in names)), rows=cells, ours=ours)


def _part(name: str, found: Evaluation) -> dict[str, Any]:
    """A bench on public data: its heading, what it comes to, its table, its own run card."""
    part, (heading, short) = found.parts[name], parts.heading(name)
    lines = parts.body(name, part.rows)
    table = Table(
        head=parts.head(name, part.rows), rows=[cells for _, cells in lines],
        ours=frozenset(at for at, (ours, _) in enumerate(lines) if ours),
    )  # fmt: skip
    card = [(entry, _value(value)) for entry, value in part.run.items()]
    return {
        "id": name, "heading": heading, "short": short, "leads": list(parts.leads(name, part.rows)), "table": table,
        "card": card,
    }  # fmt: skip


def _value(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_value(part)}" for name, part in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
