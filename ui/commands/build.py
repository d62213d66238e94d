"""``sommelier build``: make an index from a catalogue and, where there are any, its ratings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.settings import Settings
from ui.commands.common import Common, Json, print_json, with_common

#: So many bad rows of each cause are shown; bad_rows.csv lists up to 10,000 of each.
_SHOWN = 3


def register(app: typer.Typer) -> None:
    app.command("build")(with_common(build))


def build(
    common: Common,
    index: Annotated[Path, typer.Option(help="The folder to write the index to.")],
    items: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            help="A table of items, or the folder of a public data set; may be packed. movielens:latest-small, "
            "movielens:1m, movielens:25m and movielens:32m are fetched from GroupLens.",
        ),
    ] = None,
    interactions: Annotated[Path | None, typer.Option(help="Who rated or used which item.")] = None,
    format: Annotated[str, typer.Option(help="auto, movielens, goodbooks, recbole or table.")] = "auto",
    column: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=COLUMN", help="Which column is which field, such as title=Name.")
    ] = None,
    separator: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=TEXT", help="What stands between several values of a cell.")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="COLUMN", help="A column that is not read.")] = None,
    weights: Annotated[
        str | None, typer.Option(help="What the weights are: ratings, counts or clicks; judged if not given.")
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Add to what the index holds: new interactions, new or changed items.")
    ] = False,
    chroma: Annotated[
        str | None, typer.Option(metavar="URL", help="A Chroma server for the vectors; the index's own folder if none.")
    ] = None,
    max_bad_rows: Annotated[str, typer.Option(help="The share of unusable rows that stops a build.")] = "1%",
    json: Json = False,
) -> None:
    """Build an index: the old one, if any, stays in use until the new one is complete."""
    share = _share(max_bad_rows)
    given: dict[str, Any] = {"columns": _pairs(column, "--column"), "separators": _pairs(separator, "--separator"),
                             "ignore": ignore, "weights": weights, "chroma": chroma}  # fmt: skip
    settings = common.settings(build={name: value for name, value in given.items() if value})
    from retrievers import build as builds
    from retrievers import sources
    from retrievers.chroma import address
    from retrievers.encoder import SentenceEncoder

    if items is None and not (update and interactions):
        raise typer.BadParameter("Name the catalogue, or interactions to --update with.", param_hint="--items")
    path = _catalogue(items, settings, common) if items else None
    chosen = sources.Chosen(columns=settings.build.columns, separators=settings.build.separators,
                            ignore=settings.build.ignore)  # fmt: skip
    meaning = next((known for known in sources.MEANINGS if known == settings.build.weights), None)
    if url := settings.build.chroma:
        address(url)
    encoder = SentenceEncoder()
    read = {file.name: builds.digest(file) for file in (path, interactions) if file is not None}
    if any((chosen, meaning, format != "auto")):
        read["how"] = f"{format} {meaning or ''} {chosen}"
    if not update and (same := builds.unchanged(index, read, encoder, url)):
        common.say("Nothing has changed since the index was built.")
        if json:
            print_json({"index": str(index), "version": same.version, "items": same.items, "embedded": 0,
                        "interactions": same.interactions, "people": same.people, "unchanged": True})  # fmt: skip
        return
    if path is None:
        assert interactions is not None
        source = sources.read_interactions(interactions, format=format, weights=meaning, chosen=chosen)
        source = replace(source, items=[], rows=0)
    else:
        source = sources.read(path, interactions, format=format, chosen=chosen, weights=meaning)
    common.say(_told(source))
    if update:
        built = builds.update(source, index, encoder, sources=read, max_bad_rows=share, progress=common.progress())
    else:
        assert path is not None
        built = builds.build(
            source, index, encoder, name=path.name.partition(".")[0] or "catalogue", sources=read,
            max_bad_rows=share, url=url, progress=common.progress(),
        )  # fmt: skip
    manifest = built.manifest
    result: dict[str, Any] = {
        "index": str(index), "version": manifest.version, "format": source.format, "items": manifest.items,
        "kinds": dict(manifest.kinds), "interactions": manifest.interactions, "people": manifest.people,
        "taste_items": manifest.taste_items, "taste_solved": built.solved,
        "embedded": built.embedded, "recall@100": round(built.recall, 4),
        "bad_rows": built.skipped, "unknown_items": built.unknown_items, "repeated": built.repeated,
        "columns": dict(source.columns), "interaction_columns": dict(source.interaction_columns),
        "weights": sources.meaning_of(source.interactions) if source.interactions is not None else None,
    }  # fmt: skip
    if json:
        print_json(result)
        return
    rest = manifest.taste_items - built.solved
    projected = f" ({built.solved:,} solved for, {rest:,} projected onto those)" if rest else ""
    typer.echo(
        f"Built {index}: {manifest.items:,} items, {manifest.interactions:,} interactions of "
        f"{manifest.people:,} people; "
        f"{manifest.taste_items:,} items have a taste vector{projected}; "
        f"Chroma finds {built.recall:.1%} of the nearest 100."
    )
    if built.unknown_items:
        typer.echo(
            f"{built.unknown_items:,} interactions name items that the catalogue does not hold; they were left out."
        )


def _catalogue(items: str, settings: Settings, common: Common) -> Path:
    """The path that was named, or the folder of a public set, fetched where it is not there yet."""
    from retrievers.sources import download

    if not items.startswith(download.PREFIX) or Path(items).exists():
        return Path(items)
    name = items.removeprefix(download.PREFIX)
    common.say(download.licence(name))
    return download.movielens(name, settings.data_dir / "downloads", progress=common.progress())


def _told(source: Any) -> str:
    """What was read, in a few sentences. What comes from files may hold anything: it is shown without control codes."""
    from retrievers.sources import meaning_of
    from retrievers.text import clean

    rated = source.interactions
    told = f"Read {len(source.items):,} items and {len(rated) if rated is not None else 0:,} interactions"
    told += f" ({source.format}{f', weights are {meaning_of(rated)}' if rated is not None else ''})."
    for what, columns in (("Columns", source.columns), ("Of the interactions", source.interaction_columns)):
        if columns:
            told += f" {what}: " + ", ".join(f"{clean(column)} → {field}" for column, field in columns.items()) + "."
    for name, bad in (("items", source.bad), ("interactions", source.bad_interactions)):
        for cause, count in bad.causes.most_common():
            told += f"\nLeft out {count:,} rows of {name}: {cause}; such as"
            some = [entry for entry in bad.rows if entry[1] == cause][:_SHOWN]
            told += "".join(f"\n  row {number}: {clean(row)[:80]}" for number, _, row in some)
    return told


def _pairs(given: list[str] | None, flag: str) -> Mapping[str, str]:
    """``FIELD=VALUE`` flags by field."""
    pairs = {}
    for text in given or []:
        field, equals, value = text.partition("=")
        if not (field.strip() and equals and value):
            raise typer.BadParameter(f"'{text}' is not FIELD=VALUE.", param_hint=flag)
        pairs[field.strip()] = value
    return pairs


def _share(text: str) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(%?)", text.strip())
    if not match:
        raise typer.BadParameter(f"'{text}' is not a share such as 1% or 0.01.", param_hint="--max-bad-rows")
    return float(match[1]) / (100 if match[2] else 1)
