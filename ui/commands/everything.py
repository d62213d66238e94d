"""``sommelier evaluate all``: every bench in one run, and a report that can be read without knowing the project."""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.commands.common import BaseUrl, Common, IndexFolder, Json, ModelName, check_output, print_json, print_results
from ui.commands.simulate import HEADINGS, MEASURES, People, Seed, shown, told

if TYPE_CHECKING:
    from assistant.evaluation.report.gathering import Evaluation, Part
    from assistant.settings import Settings

_Paths = list[Path] | None


def everything(
    common: Common,
    report: Annotated[
        Path | None, typer.Option(help="Write report.html, results.json, junit.xml and transcripts.jsonl here.")
    ] = None,
    people: People = 100,
    seed: Seed = 0,
    index: IndexFolder = None,
    model: ModelName = "none",
    base_url: BaseUrl = None,
    interactions: Annotated[
        Path | None, typer.Option(help="Rank for people held out, too: ratings, or a data set's folder.")
    ] = None,
    items: Annotated[Path | None, typer.Option(help="The catalogue of --interactions.")] = None,
    data: Annotated[
        _Paths, typer.Option(help="Read labelled messages, too (ReDial, IARD, CCPE, MIT); may be given several times.")
    ] = None,
    train: Annotated[
        _Paths, typer.Option(help="ReDial's dialogues, too, by folds; may be given several times.")
    ] = None,
    films: Annotated[Path | None, typer.Option(help="ReDial's movies_with_mentions.csv.")] = None,
    json: Json = False,
) -> None:
    """Scripts, simulated people with floors, ablations, and the public data that is named: one report.

    Exit 1 where a script fails.
    """
    check_output("--report", report, folder=True)
    settings = common.settings(index=index, model=model, base_url=base_url)
    given = {"report": report, "people": people, "seed": seed, "index": index, "model": model,
             "interactions": interactions, "items": items, "data": data, "train": train, "films": films}  # fmt: skip
    parts: dict[str, Part] = {}
    if interactions is not None:
        parts["ranking"] = _ranking(common, interactions, items, seed)
    if data:
        parts["understanding"] = _understanding(common, settings, data, seed)
    if train:
        parts["redial"] = _redial(common, train, films, seed)
    found = _measured(common, settings, people, seed, parts, _typed(given))
    if report is not None:
        _write(found, report, common)
    if json:
        print_json(found.to_json())
    else:
        _print(found)
    if not found.scripts.passed:
        raise typer.Exit(1)


def _typed(given: Mapping[str, Any]) -> str:
    """The command line that gives the same run."""
    words = []
    for name, value in given.items():
        for one in value if isinstance(value, list) else [value]:
            words += [] if one is None else [f"--{name}", str(one)]
    return shlex.join(["sommelier", "evaluate", "all", *words])


def _measured(
    common: Common, settings: Settings, people: int, seed: int, parts: Mapping[str, Part], command: str
) -> Evaluation:
    from assistant.bootstrap import assemble
    from assistant.evaluation import run_card
    from assistant.evaluation.dialogues.reading import shipped
    from assistant.evaluation.dialogues.running import Plan, run
    from assistant.evaluation.report.gathering import Evaluation
    from assistant.evaluation.simulation.ablations import ABLATIONS
    from assistant.evaluation.simulation.comparison import WHOLE, compare
    from assistant.evaluation.simulation.systems import FLOORS

    common.say("Playing the scripts.")
    played = run(shipped(), Plan(settings=settings, seed=seed), progress=common.progress())
    with (
        tempfile.TemporaryDirectory() as folder,
        assemble(settings, log=Path(folder) / "log.sqlite", progress=common.progress()) as assistant,
    ):
        floors = compare(assistant, (WHOLE, *FLOORS), people=people, seed=seed, say=common.say)
        own = {WHOLE: floors.talks[WHOLE]}
        without = compare(assistant, (WHOLE, *ABLATIONS), people=people, seed=seed, played=own, say=common.say)
        return Evaluation(
            run=run_card.card(assistant, command, people=people, seed=seed), about=assistant.about, scripts=played,
            simulation=floors, ablations=without, parts=parts,
            titles={item.id: item.title for item in assistant.catalogue.items},
        )  # fmt: skip


# ---- public data ----------------------------------------------------------------------------------------------------


def _ranking(common: Common, interactions: Path, items: Path | None, seed: int) -> Part:
    from assistant.evaluation import run_card
    from assistant.evaluation.ranking.comparison import evaluate
    from assistant.evaluation.report.gathering import Part
    from retrievers import sources
    from retrievers.encoder import SentenceEncoder

    source = sources.read_interactions(interactions) if items is None else sources.read(items, interactions)
    with tempfile.TemporaryDirectory() as folder:
        rows = evaluate(source, Path(folder) / "index", SentenceEncoder(), seed=seed, say=common.say)
    return Part(run=run_card.card(None, "evaluate ranking", data=_digests(interactions, items), seed=seed), rows=rows)


def _understanding(common: Common, settings: Settings, data: Sequence[Path], seed: int) -> Part:
    from assistant.bootstrap import demo_index
    from assistant.evaluation import run_card
    from assistant.evaluation.report.gathering import Part
    from assistant.evaluation.understanding import comparison
    from assistant.evaluation.understanding.readers import rules
    from assistant.reading import Context
    from retrievers.index import open_index

    of: dict[str, list[Path]] = {}
    for path in data:
        of.setdefault(comparison.format_of(path), []).append(path)
    context = None
    if set(of) & set(comparison.LINKED):
        opened = open_index(settings.index or demo_index(settings, common.progress()))
        context = Context(catalogue=opened.catalogue, titles=opened.titles)
    tasks = [task for form, paths in of.items() for task in comparison.tasks_of(form, paths, context, common.say)]
    outcomes = comparison.evaluate(tasks, {"rules": rules}, most=None, seed=seed, say=common.say)
    card = run_card.card(None, "evaluate understanding", data=_digests(*data), format=", ".join(of), seed=seed)
    return Part(run=card, rows=comparison.rows(outcomes))


def _redial(common: Common, train: Sequence[Path], films: Path | None, seed: int) -> Part:
    from assistant.evaluation import run_card
    from assistant.evaluation.redial.task import evaluate, read
    from assistant.evaluation.report.gathering import Part

    measured = read(list(train), None, items=films, metadata=None, folds=None, seed=seed, say=common.say)
    rows = evaluate(measured, say=common.say)
    return Part(run=run_card.card(None, "evaluate redial", data=_digests(*train, films), seed=seed), rows=rows)


def _digests(*paths: Path | None) -> dict[str, str]:
    from retrievers.build import digest

    return {path.name: digest(path) for path in paths if path is not None}


# ---- the report -----------------------------------------------------------------------------------------------------


def _write(found: Evaluation, folder: Path, common: Common) -> None:
    from assistant.evaluation.report import junit, page

    (folder / "report.html").write_text(page.render(found), "utf-8")
    (folder / "junit.xml").write_text(junit.junit(found), "utf-8")
    (folder / "transcripts.jsonl").write_text("".join(f"{line}\n" for line in found.transcripts()), "utf-8")
    found.write(folder / "results.json")
    common.say(f"Read {folder / 'report.html'} in a browser.")


def _print(found: Evaluation) -> None:
    from assistant.evaluation.report.parts import leads

    columns = {name: HEADINGS.get(name, name) for name in ("system", "n", *MEASURES)}
    rows = [row for part in (found.simulation, found.ablations) for row in (*part.rows, *part.differences)]
    told_once = {row["system"]: shown(row) for row in rows if row["persona"] == "all"}
    print_results({}, list(told_once.values()), columns, as_json=False)
    for line in (*_scripts(found), *told(found.simulation)):
        typer.echo(line)
    for name, part in found.parts.items():
        for lead in leads(name, part.rows):
            typer.echo(f"{name}: {lead}")


def _scripts(found: Evaluation) -> Iterator[str]:
    passed = sum(script.passed for script in found.scripts.scripts)
    yield f"{passed} of {len(found.scripts.scripts)} scripts passed."
    for script, failure in found.scripts.failures:
        yield f"{'known ' if script.known_failing else 'FAILED'}  {script.name}: {failure}"
