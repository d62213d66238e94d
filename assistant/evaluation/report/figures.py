"""Plots as inline SVG in the page's own colours: no library, no script, a sentence for those who cannot see them.

Every text is escaped here; numbers come formatted. Widths are in SVG units and scale with the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

_WIDTH = 640
#: The looks of lines, as the page's style names them.
_LINES = ("a", "b", "c", "d")


def curves(rows: Sequence[Mapping[str, Any]], alt: str) -> str:
    """Share of people who had taken something, by turn: one line a system, the first with its interval as a band."""
    systems = list(dict.fromkeys(row["system"] for row in rows))
    turns = max(int(row["turn"]) for row in rows)
    left, top, height, right = 56, 14, 240, 500

    def x(turn: float) -> float:
        return left + (turn - 1) / max(turns - 1, 1) * (right - left)

    def y(share: float) -> float:
        return top + (1 - share) * height

    parts = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<line class="grid" x1="{left}" x2="{right}" y1="{y(share):.1f}" y2="{y(share):.1f}"/>')
        parts.append(_text(left - 8, y(share) + 4, f"{share:.0%}", "end"))
    for turn in range(1, turns + 1):
        parts.append(_text(x(turn), top + height + 20, str(turn), "middle"))
    parts.append(_text((left + right) / 2, top + height + 42, "turns", "middle"))
    ends: list[tuple[float, str, str]] = []
    for system, line in zip(systems, _LINES, strict=False):
        own = [row for row in rows if row["system"] == system]
        if system == systems[0]:
            band = [f"{x(r['turn']):.1f},{y(r['success_high']):.1f}" for r in own]
            band += [f"{x(r['turn']):.1f},{y(r['success_low']):.1f}" for r in reversed(own)]
            parts.append(f'<polygon class="band" points="{" ".join(band)}"/>')
        points = " ".join(f"{x(row['turn']):.1f},{y(row['success']):.1f}" for row in own)
        parts.append(f'<polyline class="line line-{line}" points="{points}"/>')
        ends.append((y(own[-1]["success"]), system, line))
    for at, system, line in _apart(sorted(ends), 18):
        parts.append(_text(right + 8, at + 4, system, "start", f"label fill-{line}"))
    return _svg(parts, top + height + 50, alt)


def _apart(ends: Sequence[tuple[float, str, str]], least: float) -> list[tuple[float, str, str]]:
    """Labels from top to bottom, pushed down until none lies on another."""
    placed: list[tuple[float, str, str]] = []
    for at, name, line in ends:
        placed.append((max(at, placed[-1][0] + least) if placed else at, name, line))
    return placed


def stacked(rows: Sequence[Mapping[str, Any]], alt: str) -> str:
    """The mean turn split by stage: one bar, its parts named below with their milliseconds."""
    rows = [row for row in rows if row["stage"] != "total"]
    whole = sum(row["mean_ms"] for row in rows) or 1.0
    parts, at = [], 0.0
    for number, row in enumerate(rows):
        width = row["mean_ms"] / whole * _WIDTH
        parts.append(f'<rect class="stack-{number}" x="{at:.1f}" y="6" width="{max(width - 1.5, 0):.1f}" height="34"/>')
        at += width
    for number, row in enumerate(rows):
        column, line = number % 3, number // 3
        left, below = column * 214, 66 + line * 26
        parts.append(f'<rect class="stack-{number}" x="{left}" y="{below - 11}" width="12" height="12"/>')
        share = row["mean_ms"] / whole
        parts.append(_text(left + 20, below, f"{row['stage']} {row['mean_ms']:g} ms ({share:.0%})", "start"))
    return _svg(parts, 66 + 26 * ((len(rows) + 2) // 3), alt)


def bars(rows: Sequence[tuple[str, float]], alt: str) -> str:
    """Counts, the largest first: one bar a row with its name before and its number behind it."""
    most = max((value for _, value in rows), default=1) or 1
    parts = []
    for number, (name, value) in enumerate(rows):
        at = number * 30 + 4
        width = max(value / most * 300, 2)
        parts.append(_text(266, at + 16, name, "end"))
        parts.append(f'<rect class="bar" x="276" y="{at}" width="{width:.1f}" height="22"/>')
        parts.append(_text(284 + width, at + 16, f"{value:g}", "start"))
    return _svg(parts, len(rows) * 30 + 8, alt)


def intervals(rows: Sequence[Mapping[str, Any]], name: str, alt: str) -> str:
    """A share from 0 to 1 of each system as a bar with its interval; the first row is what the others compare with."""
    left, right = 150, 600
    parts = []

    def x(share: float) -> float:
        return left + share * (right - left)

    for share in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<line class="grid" x1="{x(share):.1f}" x2="{x(share):.1f}" y1="0" y2="{len(rows) * 34}"/>')
        parts.append(_text(x(share), len(rows) * 34 + 18, f"{share:.0%}", "middle"))
    for number, row in enumerate(rows):
        at, low, high = number * 34 + 6, row[f"{name}_low"], row[f"{name}_high"]
        shade = "bar" if number == 0 else "bar muted"
        parts.append(_text(left - 8, at + 16, row["system"], "end"))
        parts.append(
            f'<rect class="{shade}" x="{left}" y="{at}" width="{x(row[name]) - left:.1f}" height="22"/>'
            f'<path class="whisker" d="M{x(low):.1f} {at + 11}H{x(high):.1f}M{x(low):.1f} {at + 5}v12'
            f'M{x(high):.1f} {at + 5}v12"/>'
        )
    return _svg(parts, len(rows) * 34 + 26, alt)


def _text(x: float, y: float, words: str, anchor: str, kind: str = "label") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(parts: Sequence[str], height: float, alt: str) -> str:
    inside = "".join(parts)
    return f'<svg class="plot" viewBox="0 0 {_WIDTH} {height:.0f}" role="img" aria-label="{escape(alt)}">{inside}</svg>'
