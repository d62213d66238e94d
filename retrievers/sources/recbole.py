"""RecBole's atomic files: ``NAME.item`` and ``NAME.inter``, tab-separated, with a header of ``name:type``.

What the columns mean is found as in any other table; this file only takes the types off their names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from retrievers.errors import BadData
from retrievers.sources import table
from retrievers.sources.fields import NOTHING, Chosen
from retrievers.sources.files import PACKED, csv_rows, stem
from retrievers.sources.records import Source


def recognises(path: Path) -> bool:
    """Is this a folder with one ``.item`` file, or that file?"""
    return len(_files(path, ".item")) == 1


def read(path: Path, interactions: Path | None = None, chosen: Chosen = NOTHING) -> Source:
    """Items from ``path`` (a folder or its ``.item`` file); interactions from the ``.inter`` file beside it."""
    found = _files(path, ".item")
    if len(found) != 1:
        raise BadData(f"'{path}' holds {len(found)} .item files, not one.", "Name the file itself.")
    beside = _files(interactions or found[0].parent, ".inter")
    ratings = beside[0] if beside else interactions
    return replace(table.read(found, ratings, rows_of=rows, chosen=chosen), format="recbole")


def rows(path: Path) -> Iterator[Any]:
    """The rows of an atomic file: a sequence of tokens is a list; other tables are read as they are."""
    if not stem(path).endswith((".item", ".inter")):
        yield from table.rows(path)
        return
    for row in csv_rows(path, delimiter="\t", quoted=False):
        yield {_column(name): _value(name, cell) for name, cell in row.items() if name}


def _column(name: str) -> str:
    """The name without its type. RecBole calls the genres of films their class."""
    plain = name.partition(":")[0]
    return "genres" if plain == "class" else plain


def _value(name: str, cell: str | None) -> Any:
    """Sequences are split at spaces, but for titles: RecBole writes their words as tokens too."""
    several = name.endswith("_seq") and "title" not in name and "name" not in name
    return cell.split() if several and cell else cell


def _files(path: Path, ending: str) -> list[Path]:
    if not path.is_dir():
        return [path] if stem(path).endswith(ending) else []
    return sorted(p for p in path.iterdir() if p.name.endswith((ending, *(ending + packed for packed in PACKED))))
