"""``sommelier build``: make an index from a catalogue and, where there are any, its ratings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from ui.commands.common import Common, Json, print_json, with_common


def register(app: typer.Typer) -> None:
    app.command("build")(with_common(build))


def build(
    common: Common,
    items: Annotated[Path, typer.Option(help="A table of items, or the folder of a public data set; may be packed.")],
    index: Annotated[Path, typer.Option(help="The folder to write the index to.")],
    interactions: Annotated[Path | None, typer.Option(help="Who rated or used which item.")] = None,
    format: Annotated[str, typer.Option(help="auto, movielens, goodbooks, recbole or table.")] = "auto",
    max_bad_rows: Annotated[str, typer.Option(help="The share of unusable rows that stops a build.")] = "1%",
    json: Json = False,
) -> None:
    """Build an index: the old one, if any, stays in use until the new one is complete."""
    share = _share(max_bad_rows)
    from retrievers import sources
    from retrievers.build import build as build_index
    from retrievers.build import digest
    from retrievers.encoder import SentenceEncoder

    source = sources.read(items, interactions, format=format)
    read = {path.name: digest(path) for path in (items, interactions) if path is not None}
    common.say(_told(source))
    built = build_index(
        source, index, SentenceEncoder(), name=items.name.partition(".")[0] or "catalogue", sources=read,
        max_bad_rows=share, progress=common.progress(),
    )  # fmt: skip
    manifest = built.manifest
    result: dict[str, Any] = {
        "index": str(index), "version": manifest.version, "format": source.format, "items": manifest.items,
        "kinds": dict(manifest.kinds), "interactions": manifest.interactions, "people": manifest.people,
        "taste_items": manifest.taste_items, "embedded": built.embedded, "recall@100": round(built.recall, 4),
        "bad_rows": built.skipped, "unknown_items": built.unknown_items, "repeated": built.repeated,
        "columns": dict(source.columns),
    }  # fmt: skip
    if json:
        print_json(result)
        return
    typer.echo(
        f"Built {index}: {manifest.items:,} items, {manifest.interactions:,} interactions of "
        f"{manifest.people:,} people; "
        f"{manifest.taste_items:,} items have a taste vector; Chroma finds {built.recall:.1%} of the nearest 100."
    )
    if built.unknown_items:
        typer.echo(
            f"{built.unknown_items:,} interactions name items that the catalogue does not hold; they were left out."
        )


def _told(source: Any) -> str:
    """What was read, in a sentence or two."""
    ratings = len(source.interactions) if source.interactions is not None else 0
    told = f"Read {len(source.items):,} items and {ratings:,} interactions ({source.format})."
    if source.columns:
        told += " Columns: " + ", ".join(f"{column} → {field}" for column, field in source.columns.items()) + "."
    for name, bad in (("items", source.bad), ("interactions", source.bad_interactions)):
        for cause, count in bad.causes.most_common():
            number, _, row = next(entry for entry in bad.rows if entry[1] == cause)
            told += f"\nLeft out {count:,} rows of {name}: {cause}; the first is row {number}: {row[:80]}"
    return told


def _share(text: str) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(%?)", text.strip())
    if not match:
        raise typer.BadParameter(f"'{text}' is not a share such as 1% or 0.01.", param_hint="--max-bad-rows")
    return float(match[1]) / (100 if match[2] else 1)
