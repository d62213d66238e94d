"""``sommelier evaluate redial``: rank films at the turns of real dialogues between two people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.common import Common, Json, print_results


def redial(
    common: Common,
    train: Annotated[list[Path], typer.Option(help="Dialogues to learn from; several files may follow.")],
    more: Annotated[list[Path] | None, typer.Argument(help="Further files to learn from.", metavar="[PATH]...")] = None,
    test: Annotated[
        Path | None, typer.Option(help="Dialogues to test; without it, or where it is the same, folds are used.")
    ] = None,
    items: Annotated[
        Path | None, typer.Option(help="movies_with_mentions.csv: the films that are ranked; else those of the texts.")
    ] = None,
    metadata: Annotated[Path | None, typer.Option(help="id2info.json: genres and people of the films.")] = None,
    links: Annotated[Path | None, typer.Option(help="Ignored: MovieLens did not help (docs/experiments.md).")] = None,
    ratings: Annotated[Path | None, typer.Option(help="Ignored, like --links.")] = None,
    folds: Annotated[
        int | None, typer.Option(help="Test all dialogues by so many folds, whatever file they are in.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Decides which dialogue is in which fold.")] = 0,
    json: Json = False,
) -> None:
    """Rank all films at each turn of ReDial's recommenders, beside repetition, popularity and EASE."""
    from assistant.evaluation import run_card
    from assistant.evaluation.redial.task import evaluate, read
    from retrievers.build import digest

    if ignored := [flag for flag, path in (("--links", links), ("--ratings", ratings)) if path]:
        common.say(f"Ignored: {' and '.join(ignored)}, because ratings did not help (docs/experiments.md).")
    paths = [*train, *(more or ())]
    data = read(paths, test, items=items, metadata=metadata, folds=folds, seed=seed, say=common.say)
    rows = evaluate(data, say=common.say)
    card = run_card.card(
        None, "evaluate redial", data={p.name: digest(p) for p in (*paths, test, items, metadata) if p},
        films=len(data.films), dialogues=len(data.dialogues), splits=len(data.splits), seed=seed,
    )  # fmt: skip
    recalls = {f"recall@{cut}": f"R@{cut}" for cut in (1, 10, 50)}
    shown = {name: name for name in ("targets", "average", "system", "rows")} | recalls
    shown |= {"success_rate": "success", "reward_per_length": "reward"}
    print_results(card, rows, shown, as_json=json, order=lambda row: (row["targets"], row["average"]))
