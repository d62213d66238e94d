"""One paragraph and a few key figures for somebody who has never seen the project: how good it is, where it fails.

Every number comes with its interval and its floor, and with the name of the section that says how it is measured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.evaluation.report.gathering import Evaluation
from assistant.evaluation.simulation.metrics import verdict

#: System → what it is, in a few words.
FLOORS: Mapping[str, str] = {
    "random": "the same assistant asking random questions",
    "popularity": "one that only names what most people like",
    "forgetful": "one that forgets what was said before",
}


_SHORT: Mapping[str, str] = {
    "assistant": "Sommelier", "random": "random questions", "popularity": "popularity only", "forgetful": "no memory",
}  # fmt: skip
#: Measure → what is better where it is higher.
_SUCCESS: Mapping[str, str] = {
    "success": "how many take something", "hit": "how many hidden wishes are found", "reward_per_length": "how soon",
}  # fmt: skip


_FEW = 30  # people


def named(system: str) -> str:
    """A system, or the difference of two, as it is called on the page."""
    return " − ".join(_SHORT.get(name, name) for name in system.split(" - "))


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence of the summary; ``anchor`` is the section that tells how its numbers come about."""

    text: str
    anchor: str


@dataclass(frozen=True, kw_only=True)
class Key:
    """One figure in large type: its value, its interval, what it is, and its floor or what else it compares with."""

    value: str
    interval: str
    name: str
    floor: str
    anchor: str


def share(row: Mapping[str, Any], name: str) -> str:
    """``93 % [88 %, 96 %]``."""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return f"{_percent(row[name])} [{_percent(low)}, {_percent(high)}]"


def spread(row: Mapping[str, Any], name: str) -> str:
    """``4.3 [3.9, 4.8]``, or a dash where there is no such number."""
    if row.get(name) is None:
        return "–"
    return f"{short(row[name])} [{short(row[f'{name}_low'])}, {short(row[f'{name}_high'])}]"


def short(value: float) -> str:
    """A number with as many digits as anybody reads: two behind the point, one from 3 on, three for very small ones."""
    digits = 3 if abs(value) < 0.1 else 2 if abs(value) < 3 else 1
    return f"{round(value, digits):g}".replace("-", "−")


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def everybody(rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """System → its row over all people."""
    return {row["system"]: row for row in rows if row["persona"] == "all"}


def sentences(found: Evaluation) -> list[Sentence]:
    """The summary paragraph."""
    ours, floors = _ours(found), _floors(found)
    told = [
        Sentence(
            text=f"Sommelier is a program that you talk with, in English or Chinese, to find something in a catalogue; "
            f"here it is {found.about}. Nothing in this report was judged by a language model.",
            anchor="catalogue",
        ),
        Sentence(text=_scripted(found), anchor="how-scripts"),
        Sentence(
            text=f"Then {ours['n']} simulated people, each with a wish that they do not tell, talked to it: "
            f"{share(ours, 'success')} took something that fits, {share(ours, 'hit')} one of the very items they were "
            f"secretly after, in {spread(ours, 'turns')} turns."
            + (" So few people tell little; the intervals show it." if ours["n"] < _FEW else ""),
            anchor="how-simulation",
        ),
    ]
    if floors:
        compared = "; ".join(f"{FLOORS.get(name, name)}: {share(row, 'success')}" for name, row in floors.items())
        told.append(
            Sentence(text=f"To compare, so many took something from {compared}. {_verdict(found)}", anchor="floors")
        )
    told.append(Sentence(text=_faults(found, ours), anchor="how-judge"))
    told.append(Sentence(text=_weakest(found), anchor="errors"))
    return told


def _scripted(found: Evaluation) -> str:
    scripts = found.scripts.scripts
    known = sum(script.known_failing and not script.passed for script in scripts)
    said = (
        f"Of {len(scripts)} written test conversations, in which it is known what must come, "
        f"{sum(script.passed for script in scripts)} went as they must"
    )
    shows = "1 shows a fault that is known" if known == 1 else f"{known} show faults that are known"
    return f"{said}; {shows} and not mended yet." if known else f"{said}."


def _verdict(found: Evaluation) -> str:
    """From which floors the assistant surely differs for the better or the worse, and in which measures of success."""
    told: list[str] = []
    for row in found.simulation.differences:
        name = row["system"].partition(" - ")[2]
        judged = verdict(row)
        parts = [
            f"surely {word} in {_listed([_SUCCESS[one] for one in judged[word] if one in _SUCCESS])}"
            for word in ("better", "worse")
            if set(judged[word]) & set(_SUCCESS)
        ]
        told.append(f"{' and '.join(parts) or 'not surely better'} than {FLOORS.get(name, name)}")
    return f"Person by person it is {'; '.join(told)}." if told else ""


def _faults(found: Evaluation, ours: Mapping[str, Any]) -> str:
    number = sum(1 for talk in found.talks for _ in talk.violations)
    return (
        f"An independent program held all {ours['sentences']:,} sentences of those conversations against the "
        f"catalogue's records, its ratings and what the person had said: it found {number} "
        f"{'fault' if number == 1 else 'faults'}, {spread(ours, 'violations')} a conversation, and "
        f"{ours['violations: invented title']} invented titles."
    )


def _weakest(found: Evaluation) -> str:
    rows = [row for row in found.simulation.rows if row["system"] == _ours(found)["system"] and row["persona"] != "all"]
    causes = [f"{_cause(row)} ({row['count']} in {row['turns']:,} turns)" for row in found.errors()[:3]]
    said = f"What goes wrong most often: {_listed(causes)}." if causes else "No check found anything wrong."
    if rows:
        worst = min(rows, key=lambda row: (row["success"], row["hit"]))
        said += f" It serves {worst['persona']} people worst: {share(worst, 'success')} of {worst['n']} took something."
    return said


def _cause(row: Mapping[str, Any]) -> str:
    return f"{row['cause']} other than a script expects" if row["source"] == "script" else str(row["cause"])


def keys(found: Evaluation) -> list[Key]:
    """The figures in large type."""
    ours, floors = _ours(found), _floors(found)
    scripts = found.scripts.scripts
    turns = sum(len(script.turns) for script in scripts)
    latency = next(row for row in found.latency() if row["stage"] == "total")
    return [
        Key(value=f"{sum(s.passed for s in scripts)} of {len(scripts)}", interval=f"{turns:,} turns",
            name="scripted conversations as they must be", floor="a fixed set: no interval, no floor",
            anchor="how-scripts"),
        Key(value=_percent(ours["success"]), interval=_ends(ours, "success"), name="of simulated people took something",
            floor=_best(floors, "success"),
            anchor="how-simulation"),
        Key(value=_percent(ours["hit"]), interval=_ends(ours, "hit"), name="found what they were secretly after",
            floor=_best(floors, "hit"),
            anchor="how-simulation"),
        Key(value=short(ours["violations"]), interval=spread(ours, "violations").partition(" ")[2],
            name="faults a conversation, by an independent judge", floor="none would be 0", anchor="how-judge"),
        Key(value=f"{latency['p50_ms']:.0f} ms", interval=f"95 % within {latency['p95_ms']:.0f} ms",
            name="for a reply, median", floor="on the machine of the run card", anchor="latency"),
    ]  # fmt: skip


def _best(floors: Mapping[str, Mapping[str, Any]], name: str) -> str:
    """The floor that comes closest in a measure."""
    if not floors:
        return "no floor was measured"
    system, row = max(floors.items(), key=lambda floor: floor[1][name])
    return f"best floor ({named(system)}): {share(row, name)}"


def _ends(row: Mapping[str, Any], name: str) -> str:
    return f"[{_percent(row[f'{name}_low'])}, {_percent(row[f'{name}_high'])}]"


def _ours(found: Evaluation) -> Mapping[str, Any]:
    return next(iter(everybody(found.simulation.rows).values()))


def _floors(found: Evaluation) -> dict[str, Mapping[str, Any]]:
    return dict(list(everybody(found.simulation.rows).items())[1:])


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""
