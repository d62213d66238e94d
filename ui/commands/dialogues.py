"""``sommelier evaluate dialogues``: play scripts, tell what failed and where, and compare with an earlier run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.common import (
    BaseUrl,
    Common,
    IndexFolder,
    Json,
    ModelName,
    check_output,
    print_json,
    print_table,
    with_common,
)

if TYPE_CHECKING:
    from assistant.evaluation.dialogues.baseline import Comparison
    from assistant.evaluation.dialogues.format import Script
    from assistant.evaluation.dialogues.results import RunResult
    from assistant.evaluation.dialogues.running import Plan

AssistantName = Annotated[
    str, typer.Option(help="Somebody else's assistant: http://HOST:PORT, or package.module:function.")
]


def register(group: typer.Typer) -> None:
    group.command("dialogues")(with_common(dialogues))
    group.command("schema")(with_common(schema))


def dialogues(
    common: Common,
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Script files or folders; the shipped ones by default.")
    ] = None,
    index: IndexFolder = None,
    model: ModelName = "none",
    base_url: BaseUrl = None,
    k: Annotated[str, typer.Option("-k", help="Only scripts whose file, name or tags fit: 'undo and not chinese'.")] = (
        ""
    ),
    tags: Annotated[str, typer.Option(help="Only scripts with these tags: 'english and hostile'.")] = "",
    jobs: Annotated[int, typer.Option(help="How many processes; 0: as many as sensible.", min=0)] = 0,
    seed: Annotated[int, typer.Option(help="Chance begins with it anew for every script.")] = 0,
    assistant: AssistantName = "",
    report: Annotated[
        Path | None, typer.Option(help="Write run.json, junit.xml and the failed scripts into this folder.")
    ] = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML into this file.")] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="The run.json of an earlier run; exit 1 only where a script fails newly.")
    ] = None,
    minimize: Annotated[bool, typer.Option("--minimize", help="Shorten each failing script; needs --report.")] = False,
    json: Json = False,
) -> None:
    """Play scripted dialogues and check every reply; exit 1 where one fails.

    Scripts say which catalogue they are about; those of another one than the index holds are skipped. Without an
    index, scripts about the demo are played, and those about a table that lies beside them.
    """
    if minimize and report is None:
        raise typer.BadParameter("Say where the shortened scripts go with --report DIR.", param_hint="--minimize")
    check_output("--report", report, folder=True)
    check_output("--junit", junit)
    settings = common.settings(index=index, model=model, base_url=base_url)
    from assistant.evaluation.dialogues import baseline as baselines
    from assistant.evaluation.dialogues.junit import junit as as_junit
    from assistant.evaluation.dialogues.reading import read_script, scripts_in, shipped
    from assistant.evaluation.dialogues.results import read_run
    from assistant.evaluation.dialogues.running import Plan, run
    from assistant.evaluation.dialogues.selecting import selected

    before = None if baseline is None else read_run(baseline)
    known = [read_script(path) for path in scripts_in(paths)] if paths else shipped()
    scripts = selected(known, k, tags)
    plan = Plan(settings=settings, partner=assistant, seed=seed)
    found = run(scripts, plan, jobs=jobs, progress=common.progress())
    compared = None if before is None else baselines.compare(before, found, seed)
    for catalogue, count in found.skipped.items():
        scripts_of = "script" if count == 1 else "scripts"
        common.say(f"Skipped {count} {scripts_of} about {catalogue}: name an index of it with --index.")
    if junit is not None:
        junit.write_text(as_junit(found), "utf-8")
    if report is not None:
        _write(common, found, scripts, report)
    if minimize and report is not None:
        _minimize(common, found, scripts, plan, report)
    if json:
        print_json(found.to_json() | ({} if compared is None else {"baseline": compared.to_json()}))
    else:
        _print(found)
        if compared is not None:
            _print_comparison(compared)
    if not found.passed if compared is None else compared.newly_failing:
        raise typer.Exit(1)


def _write(common: Common, found: RunResult, scripts: Sequence[Script], folder: Path) -> None:
    from assistant.evaluation.dialogues import rerunning

    failed = rerunning.write(found, scripts, folder)
    again = f"; the failed scripts run again: sommelier evaluate dialogues {folder / 'failed'}" if failed else ""
    common.say(f"Wrote {folder / rerunning.RUN}{again}.")


def _minimize(common: Common, found: RunResult, scripts: Sequence[Script], plan: Plan, folder: Path) -> None:
    """Each failing script by itself, in this process: many short plays of one dialogue."""
    from assistant.evaluation.dialogues import rerunning
    from assistant.evaluation.dialogues.running import shortened

    failing = {result.path for result in found.scripts if not result.passed}
    for script, result in shortened([script for script in scripts if str(script.path) in failing], plan):
        place = rerunning.write_script(script, result, folder / rerunning.MINIMAL)
        common.say(f"{script.name}: {len(script.turns)} turns are enough, {place}")


def _print(found: RunResult) -> None:
    for script in found.scripts:
        mark = "passed" if script.passed else "known " if script.known_failing else "FAILED"
        typer.echo(f"{mark}  {script.name} ({_turns(len(script.turns))})")
        for failure in script.failures:
            typer.echo(f"        {failure.file}:{failure.line}: {failure}")
    passed = sum(script.passed for script in found.scripts)
    known = sum(script.known_failing and not script.passed for script in found.scripts)
    turns = sum(len(script.turns) for script in found.scripts)
    told = f", {known} known to fail" if known else ""
    typer.echo(f"{passed} passed, {len(found.scripts) - passed - known} failed{told} ({_turns(turns)})")
    for script in found.scripts:
        if script.known_failing and script.passed:
            typer.echo(f"'{script.name}' passes now: take the tag known-failing out of {script.path}")
    if unknown := sum(script.not_shown for script in found.scripts):
        typer.echo(f"{unknown} expectations not shown: this assistant does not tell what they are about")


def _turns(number: int) -> str:
    return "1 turn" if number == 1 else f"{number} turns"


def _print_comparison(found: Comparison) -> None:
    for name in ("newly_failing", "newly_passing", "still_failing", "missing"):
        for script in getattr(found, name):
            typer.echo(f"{name.replace('_', ' ')}: {script}")
    if not found.measures:
        return
    columns = ("measure", "before", "after", "difference", "low", "high", "n")
    print_table([dict(row) for row in found.measures], {column: column for column in columns})


def schema(common: Common) -> None:
    """Print the JSON Schema of scripts, for editors: # yaml-language-server: $schema=dialogue.schema.json."""
    from assistant.evaluation.dialogues.format import schema as of_scripts

    print_json(of_scripts())
