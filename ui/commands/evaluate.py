"""``sommelier evaluate``: measure the assistant. Scripted dialogues so far."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from ui.commands.common import Common, IndexFolder, Json, ModelName, print_json, with_common


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Measure the assistant.", no_args_is_help=True)
    group.command("dialogues")(with_common(dialogues))
    app.add_typer(group, name="evaluate")


def dialogues(
    common: Common,
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Script files or folders; the shipped ones by default.")
    ] = None,
    index: IndexFolder = None,
    model: ModelName = "none",
    json: Json = False,
) -> None:
    """Play scripted dialogues and check every reply; exit 1 where one fails."""
    settings = common.settings(index=index, model=model)
    from assistant.bootstrap import assemble
    from assistant.evaluation import run_card
    from assistant.evaluation.scripted import play
    from assistant.evaluation.scripts_format import read_script, scripts_in

    shipped = Path(run_card.__file__).parent / "scripts"
    scripts = [read_script(path) for path in scripts_in(paths or [shipped])]
    with (
        tempfile.TemporaryDirectory() as folder,
        assemble(settings, log=Path(folder) / "log.sqlite", progress=common.progress()) as assistant,
    ):
        played = [play(script, assistant) for script in scripts]
        card = run_card.card(assistant, "evaluate dialogues")
    rows = [{"script": p.script, "passed": p.passed, "turns": p.turns, "failures": list(p.failures)} for p in played]
    if json:
        print_json({"run": card, "results": rows})
    else:
        for row in played:
            typer.echo(f"{'passed' if row.passed else 'FAILED'}  {row.script} ({row.turns} turns)")
            for failure in row.failures:
                typer.echo(f"        {failure}")
        typer.echo(f"{sum(p.passed for p in played)} passed, {sum(not p.passed for p in played)} failed")
    if not all(p.passed for p in played):
        raise typer.Exit(1)
