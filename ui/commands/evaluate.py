"""``sommelier evaluate``: measure the assistant by scripted dialogues, and the recommender by people held out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from ui.commands.common import BaseUrl, Common, IndexFolder, Json, ModelName, print_json, print_results, with_common
from ui.commands.redial import redial
from ui.commands.simulate import simulate
from ui.commands.understanding import understanding


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Measure the assistant.", no_args_is_help=True)
    group.command("dialogues")(with_common(dialogues))
    group.command("ranking")(with_common(ranking))
    group.command("redial")(with_common(redial))
    group.command("simulate")(with_common(simulate))
    group.command("understanding")(with_common(understanding))
    app.add_typer(group, name="evaluate")


def dialogues(
    common: Common,
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Script files or folders; the shipped ones by default.")
    ] = None,
    index: IndexFolder = None,
    model: ModelName = "none",
    base_url: BaseUrl = None,
    json: Json = False,
) -> None:
    """Play scripted dialogues and check every reply; exit 1 where one fails.

    Scripts say which catalogue they are about; those of another one than the index holds are skipped. Without an
    index, scripts about the demo are played, and those about a table that lies beside them.
    """
    settings = common.settings(index=index, model=model, base_url=base_url)
    from assistant.evaluation.dialogues import catalogues
    from assistant.evaluation.dialogues.format import read_script, scripts_in

    shipped = Path(catalogues.__file__).parent / "scripts"
    scripts = [read_script(path) for path in scripts_in(paths or [shipped])]
    found = catalogues.run(scripts, settings, common.progress())
    for catalogue, count in found.skipped.items():
        common.say(f"Skipped {count} scripts about {catalogue}: name an index of it with --index.")
    played = found.played
    rows = [{"script": p.script, "passed": p.passed, "turns": p.turns, "failures": list(p.failures)} for p in played]
    if json:
        print_json({"run": found.card, "results": rows})
    else:
        for row in played:
            typer.echo(f"{'passed' if row.passed else 'FAILED'}  {row.script} ({row.turns} turns)")
            for failure in row.failures:
                typer.echo(f"        {failure}")
        typer.echo(f"{sum(p.passed for p in played)} passed, {sum(not p.passed for p in played)} failed")
    if not found.passed:
        raise typer.Exit(1)


def ranking(
    common: Common,
    interactions: Annotated[Path, typer.Option(help="Who rated or used which item: a file, or a data set's folder.")],
    items: Annotated[Path | None, typer.Option(help="The catalogue; without it items are known by their ids.")] = None,
    format: Annotated[str, typer.Option(help="auto, movielens, goodbooks, recbole or table.")] = "auto",
    protocol: Annotated[str, typer.Option(help="What is shown of a person: long (80 %), given1, given3, given5.")] = (
        "long,given1,given3,given5"
    ),
    people: Annotated[int, typer.Option(help="How many people are tested at most (and as many tune).")] = 1000,
    floors: Annotated[str, typer.Option(help="What to compare with.")] = "popularity,cosine,ease,als,als-tuned",
    tuning: Annotated[int, typer.Option(help="How many settings each floor is tuned over.")] = 4,
    seed: Annotated[int, typer.Option(help="Decides who is held out and what is shown of them.")] = 0,
    json: Json = False,
) -> None:
    """Rank the whole catalogue for people held out, beside popularity, item-item cosine, EASE and ALS."""
    from assistant.evaluation import run_card
    from assistant.evaluation.ranking import floors as known
    from assistant.evaluation.ranking.comparison import evaluate
    from assistant.evaluation.ranking.holdout import PROTOCOLS
    from retrievers import sources
    from retrievers.build import digest
    from retrievers.encoder import SentenceEncoder

    protocols = _listed(protocol, PROTOCOLS, "--protocol")
    against = _listed(floors, known.FLOORS, "--floors")
    if items is None:
        source = sources.read_interactions(interactions, format=format)
    else:
        source = sources.read(items, interactions, format=format)
    with tempfile.TemporaryDirectory() as folder:
        rows = evaluate(
            source, Path(folder) / "index", SentenceEncoder(), protocols=protocols, people=people, against=against,
            settings=tuning, seed=seed, say=common.say,
        )  # fmt: skip
    card = run_card.card(
        None, "evaluate ranking", data={path.name: digest(path) for path in (items, interactions) if path},
        items=len(source.items), interactions=len(source.interactions or ()), seed=seed, tuning=tuning,
    )  # fmt: skip
    print_results(
        card, rows, ("protocol", "system", "recall@20", "ndcg@10", "coverage", "novelty", "gini", "fit_s"),
        as_json=json, order=lambda row: (protocols.index(row["protocol"]), -row["ndcg@10"]),
    )  # fmt: skip


def _listed(text: str, known: Iterable[str], flag: str) -> list[str]:
    """The names of a list with commas. Raises a usage error for one that is not known."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise typer.BadParameter(f"'{name}' is none of {', '.join(known)}.", param_hint=flag)
    return names
