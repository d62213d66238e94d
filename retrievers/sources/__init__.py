"""Reading other people's files: which layout a path has, and its records and interactions.

Each layout has a file of its own; none of them knows what an index is.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from retrievers.errors import BadData
from retrievers.interactions import MEANINGS, Meaning, meaning_of
from retrievers.items import Item
from retrievers.sources import goodbooks, movielens, recbole, table
from retrievers.sources.fields import NOTHING, Chosen
from retrievers.sources.records import BadRows, Source

__all__ = ["FORMATS", "MEANINGS", "Chosen", "Source", "meaning_of", "read", "read_interactions"]

FORMATS = ("auto", "movielens", "goodbooks", "recbole", "table")


def read(
    items: Path | list[Path],
    interactions: Path | None = None,
    *,
    format: str = "auto",
    chosen: Chosen = NOTHING,
    weights: Meaning | None = None,
) -> Source:
    """Read a catalogue, and interactions where there are any.

    ``items`` is a file (possibly packed), a folder in the layout of a public data set, or several tables. ``chosen``
    says which columns of tables are which, ``weights`` what the weights of the interactions mean. Raises `BadData`
    where a path does not exist, its layout is not known, or columns are chosen where the layout fixes them.
    """
    paths = [Path(path) for path in (items if isinstance(items, list) else [items])]
    for path in [*paths, *([interactions] if interactions else [])]:
        if not Path(path).exists():
            raise BadData(f"There is no file or folder '{path}'.", "Check the path.")
    if format not in FORMATS:
        raise BadData(f"The format '{format}' is not known.", f"Use one of {', '.join(FORMATS)}.")
    source = _read(paths, interactions, _detect(paths[0]) if format == "auto" else format, chosen)
    if weights is not None and source.interactions is not None:
        return replace(source, interactions=replace(source.interactions, meaning=weights))
    return source


def _read(paths: list[Path], interactions: Path | None, format: str, chosen: Chosen) -> Source:
    if format == "table":
        return table.read(paths, interactions, chosen=chosen)
    if len(paths) > 1:
        raise BadData(f"The format '{format}' takes one path, not {len(paths)}.", "Name the folder or its items file.")
    if format == "recbole":
        return recbole.read(paths[0], interactions, chosen)
    if chosen:
        raise BadData(
            f"'{paths[0]}' is read as {format}, whose columns are fixed: none can be chosen, separated or ignored.",
            "Add --format table, or take the flags and [build.columns], [build.separators] and ignore out.",
        )
    return (movielens.read if format == "movielens" else goodbooks.read)(paths[0], interactions)


def read_interactions(
    path: Path, *, format: str = "auto", chosen: Chosen = NOTHING, weights: Meaning | None = None
) -> Source:
    """Interactions alone: of their items no more is known than the ids. A folder is read whole, items and all.

    The other parameters, and what it raises, are those of `read`.
    """
    if not Path(path).exists():
        raise BadData(f"There is no file or folder '{path}'.", "Check the path.")
    if Path(path).is_dir():
        return read(path, format=format, chosen=chosen, weights=weights)
    bad = BadRows()
    if format == "movielens" or (format == "auto" and movielens.recognises_ratings(path)):
        found = movielens.read_ratings(path, bad)
    else:
        found = table.read_interactions(path, bad, recbole.rows, chosen)
    found = replace(found, meaning=weights or found.meaning)
    ids = dict.fromkeys(found.items.tolist())
    items = [Item(id=str(id), title=str(id)) for id in ids]
    return Source(format="interactions", items=items, interactions=found, bad_interactions=bad, rows=len(items))


def _detect(path: Path) -> str:
    if movielens.recognises(path):
        return "movielens"
    if goodbooks.recognises(path):
        return "goodbooks"
    if recbole.recognises(path):
        return "recbole"
    if path.is_dir():
        names = ", ".join(sorted(p.name for p in path.iterdir())[:5]) or "nothing"
        raise BadData(f"The folder '{path}' has no known layout (it holds {names}).", "Name a table file instead.")
    return "table"
