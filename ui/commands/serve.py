"""``sommelier serve``: the chat in a browser, and the HTTP interface, on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.commands.common import BaseUrl, Common, IndexFolder, ModelLimit, ModelName, TurnLimit, with_common


def register(app: typer.Typer) -> None:
    app.command("serve")(with_common(serve))


def serve(
    common: Common,
    index: IndexFolder = None,
    model: ModelName = None,
    base_url: BaseUrl = None,
    language: Annotated[str | None, typer.Option(help="auto, en or zh.")] = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on; only this machine by default.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
    turn_limit: TurnLimit = None,
    model_limit: ModelLimit = None,
) -> None:
    """Serve the chat page and the HTTP interface."""
    limits = {"turn_limit": turn_limit, "model_limit": model_limit}
    settings = common.settings(
        index=index, model=model, base_url=base_url, language=language, host=host, port=port, **limits
    )
    from assistant.bootstrap import assemble
    from ui import web

    with assemble(settings, progress=common.progress()) as assistant:
        common.say(f"{assistant.name}: {assistant.about}.")
        for notice in assistant.notices:
            common.say(notice)
        web.serve(assistant, host=settings.host, port=settings.port)
