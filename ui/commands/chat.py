"""``sommelier chat``: talk in the terminal, or one message a line in and one reply a line out."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ui.commands.common import BaseUrl, Common, IndexFolder, Json, ModelName, with_common


def register(app: typer.Typer) -> None:
    app.command("chat")(with_common(chat))


def chat(
    common: Common,
    index: IndexFolder = None,
    model: ModelName = None,
    base_url: BaseUrl = None,
    language: Annotated[str | None, typer.Option(help="auto, en or zh.")] = None,
    session: Annotated[str | None, typer.Option(help="Go on with this session.")] = None,
    user: Annotated[str | None, typer.Option(help="Share likes, dislikes and what was seen between sessions.")] = None,
    count: Annotated[int | None, typer.Option(help="Items a reply recommends, 1 to 10.")] = None,
    json: Json = False,
) -> None:
    """Talk in the terminal. With --json: one message a line in, one reply a line out."""
    settings = common.settings(index=index, model=model, base_url=base_url, language=language, count=count)
    from assistant.bootstrap import assemble
    from ui import terminal

    with assemble(settings, progress=common.progress()) as assistant:
        talk = assistant.session(session, user=user)
        if json:
            terminal.run_json(talk, sys.stdin.buffer, sys.stdout.buffer)
            return
        common.say(f"{assistant.name}: {assistant.about}. Session {talk.id}.")
        for notice in assistant.notices:
            common.say(notice)
        terminal.run_chat(talk)
