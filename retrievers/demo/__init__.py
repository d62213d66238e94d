"""The demo catalogue: films and books described for this project, and where its files lie.

The interactions are *simulated* (`simulate.py` draws them from `personas.toml`): no person stands behind any of them.
"""

from __future__ import annotations

from pathlib import Path

#: True because the shipped interactions come from a generator: whoever shows "people who liked ..." must say so.
INTERACTIONS_ARE_SIMULATED = True

_HERE = Path(__file__).parent


def items_paths() -> list[Path]:
    """The files of the catalogue's records, one JSON object a line: films first, then books."""
    return [_HERE / "films.jsonl", _HERE / "books.jsonl"]


def interactions_path() -> Path:
    """The simulated ratings: packed CSV with the columns ``user,item,rating``, 0.5 to 5 in half steps."""
    return _HERE / "interactions.csv.xz"
