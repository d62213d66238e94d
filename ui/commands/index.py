"""``sommelier index``: what an index holds, and whether it is sound."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ui.commands.common import Common, Json, print_json, with_common

Folder = Annotated[Path, typer.Argument(help="The folder of the index.", metavar="DIR")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Look at an index, or check that it is sound.", no_args_is_help=True)
    group.command("show")(with_common(show))
    group.command("verify")(with_common(verify))
    app.add_typer(group, name="index")


def show(common: Common, folder: Folder, json: Json = False) -> None:
    """What an index was built from and what it holds."""
    from retrievers import manifest

    found = asdict(manifest.Manifest.read(manifest.current(folder)))
    if json:
        print_json(found)
        return
    for name, value in found.items():
        if name != "files":
            typer.echo(f"{name:20} {value}")


def verify(common: Common, folder: Folder, json: Json = False) -> None:
    """Check the files of an index, and Chroma against exact search."""
    from retrievers.index import verify as verify_index

    recalls = verify_index(folder)
    if json:
        print_json({"index": str(folder), "sound": True, "recall@100": recalls})
        return
    typer.echo("Sound: " + ", ".join(f"{space} recall@100 {value:.1%}" for space, value in recalls.items()))
