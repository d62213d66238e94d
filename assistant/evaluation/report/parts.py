"""The benches on public data as tables that can be read without knowing them: names in words, floors marked as such."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]

#: System or reader → what it is. Whatever is not ours is a floor, but for what was taught on the very data.
_SYSTEMS: Mapping[str, str] = {
    "sommelier": "Sommelier", "popularity": "popularity (floor)", "cosine": "item-item cosine (floor)",
    "ease": "EASE (floor)", "als": "ALS as it ships (floor)", "als-tuned": "ALS, tuned (floor)",
    "naive": "what was named last (floor)", "rules": "Sommelier's rules", "model": "the model alone",
    "both": "rules and model", "majority": "the commonest answer (floor)",
    "trained": "a classifier taught on these data",
}  # fmt: skip
_OURS = ("sommelier", "rules", "both")
_SHOWN: Mapping[str, str] = {
    "long": "80 % of their likes", "given1": "one like", "given3": "three likes", "given5": "five likes",
}  # fmt: skip
_COUNTS = ("n", "rows")
_READ: Mapping[str, str] = {
    "form": "liked or not (ReDial's form)", "likes or dislikes": "liked or disliked",
    "three classes": "liked, disliked or neither", "iard": "what is wanted (IARD)",
    "ccpe: acts": "what a preference is about (CCPE-M)", "ccpe: acts without names": "the same, without names",
    "all slots": "all of a query (MIT)", "genre": "genre of a query", "year": "year of a query",
    "people": "people of a query",
}  # fmt: skip
_TARGETS: Mapping[str, str] = {"all": "all films", "dedup": "films nobody had named"}


@dataclass(frozen=True, kw_only=True)
class _Bench:
    """How the rows of a bench become a table.

    ``group`` and ``system`` are the keys of the first two columns, ``measures`` maps further keys to headings; the
    first of them that a group has decides its order. ``keeps``: which rows are for the page; the JSON has them all.
    """

    heading: str
    short: str
    group: str
    groups: Mapping[str, str]
    grouped: str
    system: str
    measures: Mapping[str, str]
    keeps: Callable[[Row], bool]


_BENCHES: Mapping[str, _Bench] = {
    "ranking": _Bench(
        heading="Ranking for people held out", short="Ranking",
        group="protocol", groups=_SHOWN, grouped="shown of a person", system="system", keeps=lambda row: True,
        measures={"ndcg@10": "order of the first ten (nDCG@10)", "recall@20": "of their likes among 20 (recall@20)",
                  "coverage": "of the catalogue ever named"},
    ),
    "understanding": _Bench(
        heading="Reading messages", short="Reading",
        group="labels", groups=_READ, grouped="what is read", system="reader",
        keeps=lambda row: row.get("half", "all") == "all",
        measures={"n": "cases", "balanced_accuracy": "balanced accuracy", "f1": "F1"},
    ),
    "redial": _Bench(
        heading="Recommending in ReDial's conversations", short="ReDial",
        group="targets", groups=_TARGETS, grouped="what counts", system="system",
        keeps=lambda row: row.get("average", "macro") == "macro",
        measures={"recall@1": "first (recall@1)", "recall@10": "among ten (recall@10)",
                  "recall@50": "among fifty (recall@50)", "rows": "turns"},
    ),
}  # fmt: skip
NAMES = tuple(_BENCHES)


def heading(name: str) -> tuple[str, str]:
    """What a bench is called, in full and in a word."""
    return _BENCHES[name].heading, _BENCHES[name].short


def head(name: str, rows: Sequence[Row]) -> list[str]:
    """The headings of its columns: only those of which a row has a value."""
    bench = _BENCHES[name]
    return [bench.grouped, bench.system, *(bench.measures[key] for key in _measures(bench, rows))]


def body(name: str, rows: Sequence[Row]) -> list[tuple[bool, list[str]]]:
    """The rows: is it ours, and its cells; by group, within one ours first and then the best floor."""
    bench = _BENCHES[name]
    kept = [row for row in rows if bench.keeps(row)]
    groups = list(dict.fromkeys(str(row.get(bench.group, "")) for row in kept))
    groups.sort(key=lambda group: list(bench.groups).index(group) if group in bench.groups else len(bench.groups))
    found = []
    for group in groups:
        own = [row for row in kept if str(row.get(bench.group, "")) == group]
        leading = next((key for key in bench.measures if key not in _COUNTS and own[0].get(key) is not None), "")
        own.sort(key=lambda row: (row.get(bench.system) not in _OURS, -(row.get(leading) or 0.0)))
        for row in own:
            system = str(row.get(bench.system, ""))
            cells = [bench.groups.get(group, group), _SYSTEMS.get(system, system)]
            cells += [_cell(row, key, leading) for key in _measures(bench, rows)]
            found.append((system in _OURS, cells))
    return found


def leads(name: str, rows: Sequence[Row]) -> Iterator[str]:
    """A sentence a group: ours beside the best of the others, in the measure that leads."""
    bench = _BENCHES[name]
    lines = body(name, rows)
    for group in dict.fromkeys(cells[0] for _, cells in lines):
        own = [(ours, cells) for ours, cells in lines if cells[0] == group]
        measured = enumerate(_measures(bench, rows), 2)
        at = next((n for n, key in measured if key not in _COUNTS and own[0][1][n] != "–"), 0)
        others = [cells for ours, cells in own if not ours]
        if own[0][0] and others and at:
            measure = head(name, rows)[at]
            yield f"{group}, {measure}: {own[0][1][1]} {own[0][1][at]}, {others[0][1]} {others[0][at]}."


def _measures(bench: _Bench, rows: Sequence[Row]) -> list[str]:
    return [key for key in bench.measures if any(row.get(key) is not None for row in rows)]


def _cell(row: Row, key: str, leading: str) -> str:
    """A number with its interval, where the row has one: under the measure's own name, or of the one that leads."""
    value = row.get(key)
    if value is None:
        return "–"
    if not isinstance(value, float):
        return f"{value:,}" if isinstance(value, int) else str(value)
    low, high = row.get(f"{key} low"), row.get(f"{key} high")
    if low is None and key == leading:
        low, high = row.get("low"), row.get("high")
    told = f"{value:.3f}"
    return told if low is None or high is None else f"{told} [{low:.3f}, {high:.3f}]"
