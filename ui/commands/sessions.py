"""``sommelier sessions``: list, export and forget conversations."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from ui.commands.common import Common, Json, print_json, print_table, with_common


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


def export(common: Common, session: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Print everything that is kept of a session as JSON."""
    from assistant.memory import Memory

    print_json(Memory(common.settings().log).export(session))


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
