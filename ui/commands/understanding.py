"""``sommelier evaluate understanding``: how well messages are read, on public dialogues and our own labels."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.common import BaseUrl, Common, IndexFolder, Json, ModelName, print_results

if TYPE_CHECKING:
    from assistant.evaluation.understanding.comparison import Mistake

#: Numbers of the table; every row of one form has the same task, which the rows name.
_HEADINGS = {
    "labels": "labels", "half": "half", "reader": "reader", "n": "n", "accuracy": "acc.", "balanced_accuracy": "bal.",
    "low": "low", "high": "high", "gain": "gain", "gain_low": "low", "gain_high": "high", "auc": "auc", "f1": "f1",
    "macro_f1": "macro", "precision": "prec.", "recall": "rec.", "abstained": "none", "unlinked": "unlinked",
}  # fmt: skip


def understanding(
    common: Common,
    data: Annotated[list[Path], typer.Option(help="Dialogues or queries with labels; several files may follow.")],
    more: Annotated[list[Path] | None, typer.Argument(help="Further files.", metavar="[PATH]...")] = None,
    format: Annotated[str, typer.Option(help="auto, redial, iard, ccpe or bio.")] = "auto",
    index: IndexFolder = None,
    model: ModelName = "none",
    base_url: BaseUrl = None,
    cases: Annotated[int | None, typer.Option(min=1, help="So many cases of each task at most.")] = None,
    seed: Annotated[int, typer.Option(help="Decides which conversations --cases takes.")] = 0,
    errors: Annotated[
        int, typer.Option(min=0, help="Print so many of the worst errors of each task, of the dev half alone.")
    ] = 0,
    json: Json = False,
) -> None:
    """Read messages by rules (and a model), beside the commonest answer and a classifier trained on the same data."""
    if json and errors:
        raise typer.BadParameter("Errors are printed for reading; leave out --json.", param_hint="--errors")
    settings = common.settings(index=index, model=model, base_url=base_url)
    from assistant.bootstrap import choose_model, demo_index
    from assistant.evaluation import run_card
    from assistant.evaluation.understanding import comparison as measured
    from assistant.evaluation.understanding.readers import alone, both, rules
    from assistant.reading import Context
    from retrievers.build import digest
    from retrievers.index import open_index

    paths = [*data, *(more or ())]
    if format not in ("auto", *measured.FORMATS):
        raise typer.BadParameter(f"'{format}' is none of auto, {', '.join(measured.FORMATS)}.", param_hint="--format")
    form = measured.format_of(paths[0]) if format == "auto" else format
    opened = context = None
    if form in measured.LINKED:
        opened = open_index(settings.index or demo_index(settings, common.progress()))
        context = Context(catalogue=opened.catalogue, titles=opened.titles)
    tasks = measured.tasks_of(form, paths, context, common.say)
    chat, name, steps, notices = choose_model(settings, common.progress())
    for notice in notices if chat is None else ():  # a model that is named is measured, whatever the gate says
        common.say(notice)
    told = {"rules": rules} | ({"model": alone(chat), "both": both(chat)} if chat is not None else {})
    outcomes = measured.evaluate(tasks, told, most=cases, seed=seed, say=common.say)
    card = run_card.card(
        None, "evaluate understanding", data={path.name: digest(path) for path in paths}, format=form,
        index=opened.manifest.name if opened else None, model=name, model_steps=sorted(steps), cases=cases, seed=seed,
    )  # fmt: skip
    rows = measured.rows(outcomes)
    names = {name: heading for name, heading in _HEADINGS.items() if any(name in row for row in rows)}
    order = [task.labels for task in tasks]
    print_results(
        card, rows, names, as_json=json,
        order=lambda row: (order.index(row["labels"]), measured.SHARES.index(row["half"])),
    )  # fmt: skip
    if errors:
        _print(measured.mistakes(outcomes, "both" if "both" in told else "rules", errors))


def _print(mistakes: Iterable[Mistake]) -> None:
    """Each as a line of what it is, and a line for each message."""
    for one in mistakes:
        about = f" · {one.about}" if one.about else ""
        right, said = (" ".join(labels) or "nothing" for labels in (one.truth, one.said))
        typer.echo(f"\n{one.task}, {one.labels} · {one.conversation[:40]}{about} · is {right}, was read as {said}")
        for text in one.texts:
            typer.echo(f"    {text}")
