"""``sommelier graph``: the steps of a turn, drawn."""

from __future__ import annotations

import typer

from ui.commands.common import Common, Json, print_json, with_common


def register(app: typer.Typer) -> None:
    app.command("graph")(with_common(graph))


def graph(common: Common, json: Json = False) -> None:
    """Print the steps of a turn as Mermaid text, which GitHub and many editors draw."""
    from assistant.graph import mermaid

    drawn = mermaid()
    if json:
        print_json({"mermaid": drawn})
    else:
        print(drawn)
