"""``sommelier chat``: talk in the terminal, or one message a line in and one reply a line out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ui.commands.common import BaseUrl, Common, IndexFolder, Json, ModelLimit, ModelName, TurnLimit, with_common
from ui.commands.sessions import script_file, write_script


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
    turn_limit: TurnLimit = None,
    model_limit: ModelLimit = None,
    record: Annotated[
        Path | None,
        typer.Option(help="When the chat ends, write it into this file as a script.", callback=script_file),
    ] = None,
    json: Json = False,
) -> None:
    """Talk in the terminal. With --json: one message a line in, one reply a line out."""
    limits = {"turn_limit": turn_limit, "model_limit": model_limit}
    settings = common.settings(index=index, model=model, base_url=base_url, language=language, count=count, **limits)
    from assistant.bootstrap import assemble
    from assistant.memory import Memory
    from ui import terminal

    with assemble(settings, progress=common.progress()) as assistant:
        talk = assistant.session(session, user=user)
        if json:
            terminal.run_json(talk, sys.stdin.buffer, sys.stdout.buffer)
        else:
            common.say(f"{assistant.name}: {assistant.about}. Session {talk.id}.")
            for notice in assistant.notices:
                common.say(notice)
            terminal.run_chat(talk)
        if record is not None:
            write_script(Memory(settings.log), talk.id, record)
            common.say(f"Wrote {record}; run it again: sommelier evaluate dialogues {record}")
