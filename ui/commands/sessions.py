"""``sommelier sessions``: list, export and forget conversations."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.common import Common, Json, print_json, print_table, with_common

if TYPE_CHECKING:
    from assistant.memory import Memory

_ENDING = ".dialogue.yaml"


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Conversations that are kept: list, export, forget.", no_args_is_help=True)
    group.command("list")(with_common(list_sessions))
    group.command("export")(with_common(export))
    group.command("forget")(with_common(forget))
    app.add_typer(group, name="sessions")


def list_sessions(common: Common, user: Annotated[str | None, typer.Option()] = None, json: Json = False) -> None:
    """List the sessions, newest first."""
    from assistant.memory import Memory

    rows = [asdict(found) for found in Memory(common.settings().log).sessions(user)]
    if json:
        print_json(rows)
    elif not rows:
        typer.echo("No session is kept.")
    else:
        print_table(
            rows, {"id": "session", "user": "user", "catalogue": "catalogue", "started": "started", "turns": "turns"}
        )


def export(
    common: Common,
    session: Annotated[str, typer.Argument(metavar="ID")],
    as_script: Annotated[
        Path | None,
        typer.Option(help="Write it into this file as a script for `evaluate dialogues`.", callback=script_file),
    ] = None,
) -> None:
    """Print everything that is kept of a session as JSON."""
    from assistant.memory import Memory

    memory = Memory(common.settings().log)
    if as_script is None:
        print_json(memory.export(session))
    else:
        write_script(memory, session, as_script)
        common.say(f"Wrote {as_script}; run it again: sommelier evaluate dialogues {as_script}")


def script_file(file: Path | None) -> Path | None:
    """The file that a script is to be written into. Raises a usage error for a name that is no script's."""
    if file is not None and not file.name.endswith(_ENDING):
        raise typer.BadParameter(f"'{file}' does not end in {_ENDING}.")
    return file


def write_script(memory: Memory, session: str, file: Path) -> None:
    """A session as a script: what was said, and what came as what is expected."""
    from assistant.evaluation.dialogues.format import written
    from assistant.evaluation.dialogues.recording import default_name, recorded

    script = recorded(memory.events(session), memory.summary(session).catalogue, name=default_name(file))
    file.write_text(written(script, "Recorded. Say in 'about' what it shows; leave only what matters."), "utf-8")


def forget(
    common: Common,
    session: Annotated[str | None, typer.Argument(metavar="ID")] = None,
    user: Annotated[str | None, typer.Option(help="Forget every session of this person.")] = None,
) -> None:
    """Erase a session, or every session of a person, from the disk."""
    if (session is None) == (user is None):
        raise typer.BadParameter("Name a session, or a person with --user.", param_hint="ID")
    from assistant.memory import Memory

    count = Memory(common.settings().log).forget(session=session, user=user)
    typer.echo(f"Forgot {count} session{'s' if count != 1 else ''}.")
