"""``sommelier evaluate simulate`` and ``ablations``: people with a need talk to it, and an independent judge reads."""

from __future__ import annotations

import json as text
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.commands.common import BaseUrl, Common, IndexFolder, Json, ModelName, check_output, print_results

if TYPE_CHECKING:
    from assistant.evaluation.simulation.comparison import Compared

MEASURES = ("success", "hit", "turns", "reward_per_length", "questions", "acceptance", "violations")
HEADINGS = {"reward_per_length": "reward/length"}

People = Annotated[int, typer.Option(help="How many people talk to each system.", min=1)]
Seed = Annotated[int, typer.Option(help="Decides who they are and what they say.")]
Transcripts = Annotated[Path | None, typer.Option(help="Write the conversations here, one JSON object a line.")]


def simulate(
    common: Common,
    people: People = 100,
    seed: Seed = 0,
    system: Annotated[
        str,
        typer.Option(
            help="Whom they talk to, by commas, the first compared with the others; http://…, module:function."
        ),
    ] = "assistant,random,popularity,forgetful",
    index: IndexFolder = None,
    model: ModelName = "none",
    base_url: BaseUrl = None,
    transcripts: Transcripts = None,
    json: Json = False,
) -> None:
    """Let simulated people look for something, check every sentence they are shown, and compare with the floors.

    Floors: `random` asks questions drawn at random, `popularity` names the most liked items, `forgetful` remembers
    nothing. A difference is of the same people, with its 95 % interval; `guesser` looks for targets in what they said.
    """
    from assistant.evaluation.simulation.systems import SYSTEMS

    chosen = [name.strip() for name in system.split(",")]
    for name in chosen:
        if name not in SYSTEMS and ":" not in name:  # with a colon it is an address or a function
            known = f"{', '.join(SYSTEMS)}, and neither an address (http://…) nor a function (module:function)"
            raise typer.BadParameter(f"'{name}' is none of {known}.", param_hint="--system")
    _run(common, "evaluate simulate", chosen, people, seed, index, (model, base_url), transcripts, json)


def ablations(
    common: Common,
    people: People = 100,
    seed: Seed = 0,
    index: IndexFolder = None,
    model: ModelName = "none",
    base_url: BaseUrl = None,
    transcripts: Transcripts = None,
    json: Json = False,
) -> None:
    """What each part is worth: the same people talk to the assistant with and without it."""
    from assistant.evaluation.simulation.ablations import ABLATIONS
    from assistant.evaluation.simulation.comparison import WHOLE

    _run(common, "evaluate ablations", [WHOLE, *ABLATIONS], people, seed, index, (model, base_url), transcripts, json)


def _run(
    common: Common, command: str, systems: list[str], people: int, seed: int, index: Path | None,
    named: tuple[str | None, str | None], transcripts: Path | None, json: bool,
) -> None:  # fmt: skip
    check_output("--transcripts", transcripts)
    model, base_url = named
    settings = common.settings(index=index, model=model, base_url=base_url)
    from assistant.bootstrap import assemble
    from assistant.evaluation import run_card
    from assistant.evaluation.simulation.comparison import compare

    with (
        tempfile.TemporaryDirectory() as folder,
        assemble(settings, log=Path(folder) / "log.sqlite", progress=common.progress()) as assistant,
    ):
        found = compare(assistant, systems, people=people, seed=seed, say=common.say)
        card = run_card.card(assistant, command, people=people, seed=seed)
    for name, why in found.left_out.items():
        common.say(f"Left out: {name} ({why}).")
    if transcripts is not None:
        lines = ({"system": name, **talk.to_json()} for name, of in found.talks.items() for talk in of)
        transcripts.write_text("".join(text.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    if json:
        print_results(card, [*found.rows, *found.differences, dict(found.leaks)], (), as_json=True)
        return
    columns = {name: HEADINGS.get(name, name) for name in ("system", "persona", "n", *MEASURES, "crashes")}
    rows = [row for row in found.rows if row["persona"] == "all" or row["system"] == systems[0]]
    print_results(card, [shown(row) for row in (*rows, *found.differences)], columns, as_json=False)
    for line in told(found):
        typer.echo(line)


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose means carry their intervals."""
    return {**row, **{name: spread(row, name) for name in MEASURES if name in row}}


def spread(row: Mapping[str, Any], name: str) -> str:
    """``0.95 [0.93, 0.97]``, or nothing where there is no such number."""
    value = row.get(name)
    return "" if value is None else f"{value:g} [{row[f'{name}_low']:g}, {row[f'{name}_high']:g}]"


def told(found: Compared) -> Iterator[str]:
    """What the differences and the audit say, a sentence each."""
    from assistant.evaluation.simulation.metrics import verdict

    for row in found.differences:
        judged = verdict(row)
        parts = [
            f"{word} in {', '.join(names)}"
            for word, names in (("better", judged["better"]), ("worse", judged["worse"]))
            if names
        ]
        parts += [f"no sure difference in {', '.join(judged['neither'])}"] if judged["neither"] else []
        yield f"{row['system']}: {'; '.join(parts)}."
    leaks = found.leaks
    sure = leaks["difference_mrr_low"] is not None and leaks["difference_mrr_low"] > 0
    yield (
        "Leak audit: a guesser that reads only what the people said finds a target "
        f"{'more' if sure else 'no more'} often than from somebody else's words: mean reciprocal rank "
        f"{spread(leaks, 'mrr')}, floor {spread(leaks, 'floor_mrr')}, difference {spread(leaks, 'difference_mrr')}."
    )
