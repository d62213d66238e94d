"""``sommelier models train``: teach a model its steps with our own examples, or with conversations of your own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ui.commands.common import Common, IndexFolder, Json, print_json

Name = Annotated[str, typer.Argument(help="A prepared model of `models list`.", metavar="NAME")]
Data = Annotated[
    list[Path] | None,
    typer.Option(help="Conversations, one a line, that end with the answer to learn; our own examples without it."),
]
Task = Annotated[
    list[str] | None,
    typer.Option(help="Of our own examples: attitude, intent or explain; may be repeated."),
]
Out = Annotated[Path | None, typer.Option(help="Where the adapter and the taught model are written.")]
Precision = Annotated[str, typer.Option(help="Of the weights underneath: auto, nf4 (QLoRA) or bf16.")]
Rounds = Annotated[int, typer.Option(min=1, help="Variations of each of our own messages.")]
Epochs = Annotated[int, typer.Option(min=1, help="How often each example is learnt.")]
Rank = Annotated[int, typer.Option(min=1, max=256, help="Of the adapter's matrices.")]
Rate = Annotated[float, typer.Option("--learning-rate", min=0.0, help="At its highest.")]
Batch = Annotated[int, typer.Option(min=1, help="Examples at a time.")]
Minutes = Annotated[float, typer.Option(min=0.1, help="It ends then, wherever it is.")]
Seed = Annotated[int, typer.Option(help="The same seed, the same examples in the same order.")]


def train(
    common: Common,
    name: Name,
    data: Data = None,
    index: IndexFolder = None,
    task: Task = None,
    out: Out = None,
    precision: Precision = "auto",
    rounds: Rounds = 6,
    epochs: Epochs = 1,
    rank: Rank = 16,
    learning_rate: Rate = 6e-4,
    batch: Batch = 32,
    minutes: Minutes = 170.0,
    seed: Seed = 0,
    json: Json = False,
) -> None:
    """Teach a prepared model: an adapter, merged into a copy that ``--model`` takes. Goes on where it stopped."""
    settings = common.settings(index=index)
    place = out or settings.data_dir / "models" / f"taught--{name.replace('/', '--')}"
    from assistant.bootstrap import teach_model
    from assistant.training.lessons import TASKS
    from assistant.training.tuning import Plan

    if unknown := sorted(set(task or ()) - set(TASKS)):
        raise typer.BadParameter(f"'{unknown[0]}' is none of {', '.join(TASKS)}.")
    plan = Plan(
        precision=precision, rank=rank, learning_rate=learning_rate, batch=batch, epochs=epochs, seed=seed,
        minutes=minutes,
    )  # fmt: skip
    card = teach_model(name, settings, plan, data or [], place, common.say, tasks=task or TASKS, rounds=rounds)
    print_json(card) if json else typer.echo(_sentence(card, place))


def _sentence(card: dict[str, Any], place: Path) -> str:
    told = "; ".join(f"{task} {card['before'][task]:.2f} → {score:.2f}" for task, score in card["after"].items())
    return f"Held out: {told}. The taught model: --model '{place / 'model'}'."
