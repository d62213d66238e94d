"""The catalogue and its interactions as Parquet files, and the list of bad rows as CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from retrievers.catalogue import Catalogue
from retrievers.errors import IndexUnfit
from retrievers.interactions import Interactions
from retrievers.items import Item, Person, Value

_PLAIN = ("id", "title", "year", "kind", "length", "series", "description")
_SEVERAL = ("genres", "languages", "countries", "themes", "moods", "notes", "aliases")


def write_catalogue(path: Path, catalogue: Catalogue) -> None:
    """One row an item; people as ``role:name``, titles in other languages and further columns as JSON."""
    import pyarrow as pa
    from pyarrow import parquet

    items = catalogue.items
    columns: dict[str, Any] = {name: [getattr(item, name) for item in items] for name in _PLAIN}
    columns["year"] = pa.array(columns["year"], pa.int32())
    columns["length"] = pa.array(columns["length"], pa.int32())
    for name in ("kind", "series"):
        columns[name] = pa.array(columns[name], pa.string())
    for name in _SEVERAL:
        columns[name] = pa.array([list(getattr(item, name)) for item in items], pa.list_(pa.string()))
    columns["people"] = pa.array([[f"{p.role}:{p.name}" for p in item.people] for item in items], pa.list_(pa.string()))
    columns["titles"] = [json.dumps(dict(item.titles), ensure_ascii=False) for item in items]
    columns["extra"] = [json.dumps(dict(item.extra), ensure_ascii=False) for item in items]
    columns["raters"] = pa.array(catalogue.raters, pa.int32())
    columns["mean"] = pa.array(catalogue.means, pa.float32())
    table = pa.table(columns).replace_schema_metadata({"scale": json.dumps(catalogue.scale)})
    parquet.write_table(table, path, compression="zstd")


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue that `write_catalogue` wrote."""
    from pyarrow import parquet

    table = parquet.read_table(path)
    columns = {name: table.column(name).to_pylist() for name in table.column_names if name not in ("raters", "mean")}
    items = []
    for row in range(table.num_rows):
        plain = {name: columns[name][row] for name in _PLAIN}
        several: dict[str, Any] = {name: tuple(columns[name][row]) for name in _SEVERAL}
        pairs = (entry.partition(":") for entry in columns["people"][row])
        items.append(
            Item(
                **plain,
                **several,
                people=tuple(Person(role=role, name=name) for role, _, name in pairs),
                titles=_read_json(columns["titles"][row]),
                extra={key: _value(value) for key, value in _read_json(columns["extra"][row]).items()},
            )
        )
    scale = json.loads((table.schema.metadata or {}).get(b"scale", b"null"))
    return Catalogue(
        items,
        table.column("raters").to_numpy().astype(np.int32),
        table.column("mean").to_numpy().astype(np.float32),
        tuple(scale) if scale else None,
    )


def _read_json(text: str) -> dict[str, Any]:
    return json.loads(text) if text != "{}" else {}


def _value(value: Any) -> Value:
    return tuple(value) if isinstance(value, list) else value


def write_interactions(path: Path, interactions: Interactions) -> None:
    """Who gave what which weight; items and people repeat, so their names are written once."""
    import pyarrow as pa
    from pyarrow import parquet

    columns = {
        "user": pa.array(interactions.users.tolist(), pa.string()).dictionary_encode(),
        "item": pa.array(interactions.items.tolist(), pa.string()).dictionary_encode(),
        "weight": pa.array(interactions.weights, pa.float32()),
    }
    table = pa.table(columns).replace_schema_metadata({"meaning": json.dumps(interactions.meaning)})
    parquet.write_table(table, path, compression="zstd")


def read_interactions(path: Path) -> Interactions:
    """What `write_interactions` wrote. Raises `IndexUnfit` where there is no such file."""
    from pyarrow import parquet

    if not path.is_file():
        raise IndexUnfit(f"'{path.parent}' does not hold its interactions.", "Build the index again from all of them.")
    table = parquet.read_table(path)
    return Interactions(
        users=np.array(table.column("user").to_pylist(), dtype=object),
        items=np.array(table.column("item").to_pylist(), dtype=object),
        weights=table.column("weight").to_numpy().astype(np.float32),
        meaning=json.loads((table.schema.metadata or {}).get(b"meaning", b"null")),
    )


def write_bad_rows(path: Path, rows: Sequence[tuple[int, str, str]]) -> None:
    """Row number, cause and the row itself, for a person to mend."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "cause", "content"])
        writer.writerows(rows)
