"""``sommelier evaluate simulate``: people with a need talk to the assistant, and an independent judge reads along."""

from __future__ import annotations

import json as text
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from ui.commands.common import BaseUrl, Common, IndexFolder, Json, ModelName, print_results

_SHOWN = (
    "system",
    "persona",
    "n",
    "success",
    "hit",
    "turns",
    "reward_per_length",
    "questions",
    "violations",
    "crashes",
)


def simulate(
    common: Common,
    people: Annotated[int, typer.Option(help="How many conversations.", min=1)] = 100,
    seed: Annotated[int, typer.Option(help="Decides who they are and what they say.")] = 0,
    system: Annotated[str, typer.Option(help="Whom they talk to, by commas: assistant, popularity, forgetful.")] = (
        "assistant"
    ),
    index: IndexFolder = None,
    model: ModelName = "none",
    base_url: BaseUrl = None,
    transcripts: Annotated[
        Path | None, typer.Option(help="Write the conversations here, one JSON object a line.")
    ] = None,
    json: Json = False,
) -> None:
    """Let simulated people look for something, and check every sentence they are shown."""
    settings = common.settings(index=index, model=model, base_url=base_url)
    from assistant.bootstrap import assemble
    from assistant.evaluation import run_card
    from assistant.evaluation.simulation.metrics import differences, rows
    from assistant.evaluation.simulation.systems import SYSTEMS
    from assistant.evaluation.simulation.talks import Played, interactions_of
    from assistant.evaluation.simulation.talks import simulate as played_by

    chosen = [name.strip() for name in system.split(",")]
    for name in chosen:
        if name not in SYSTEMS:
            raise typer.BadParameter(f"'{name}' is none of {', '.join(SYSTEMS)}.", param_hint="--system")
    found: list[dict[str, Any]] = []
    talks: dict[str, list[Played]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        assemble(settings, log=Path(folder) / "log.sqlite", progress=common.progress()) as assistant,
    ):
        opened = assistant._parts.index
        interactions = interactions_of(opened.folder, opened.manifest.simulated)
        for name in chosen:
            talks[name] = played_by(
                SYSTEMS[name](assistant), assistant.catalogue, interactions, number=people, seed=seed,
                simulated=opened.manifest.simulated, say=common.say,
            )  # fmt: skip
            found += rows(talks[name], name, seed)
        card = run_card.card(assistant, "evaluate simulate", people=people, seed=seed)
    found += [differences(talks[chosen[0]], talks[name], (chosen[0], name), seed) for name in chosen[1:]]
    if transcripts is not None:
        lines = ({"system": name, **talk.to_json()} for name, of in talks.items() for talk in of)
        transcripts.write_text("".join(text.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    print_results(card, found, _SHOWN, as_json=json)
