"""Many scripts at once: in one process or in several, always with the same results in the same order."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from assistant.errors import BadSettings
from assistant.evaluation import run_card
from assistant.evaluation.dialogues.catalogues import MISSING, Catalogues, Progress
from assistant.evaluation.dialogues.format import Script
from assistant.evaluation.dialogues.minimizing import minimized
from assistant.evaluation.dialogues.playing import play
from assistant.evaluation.dialogues.results import RunResult, ScriptResult
from assistant.evaluation.foreign import catalogue_of, partner_named
from assistant.settings import Settings

#: Another process pays for itself (it loads its own encoder) where it has so many scripts to play.
_SCRIPTS_A_PROCESS = 40


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How to play: with which settings, with whose assistant (ours where empty), from which seed."""

    settings: Settings
    partner: str = ""
    seed: int = 0


def run(
    scripts: Sequence[Script],
    plan: Plan,
    *,
    jobs: int = 0,
    progress: Progress = lambda stage, done, total: None,
    **card: Any,
) -> RunResult:
    """Play all scripts for which there is an index; ``jobs`` processes, as many as sensible where it is 0.

    ``card`` adds entries to the run card. Raises `BadSettings` where no script is left to play.
    """
    skipped: Counter[str] = Counter()
    talks_about = catalogue_of(plan.partner)
    with Catalogues(plan.settings, progress) as catalogues:
        todo: list[tuple[Script, Path]] = []
        for script in scripts:
            index = None if talks_about not in (None, script.catalogue) else catalogues.index(script)
            if index is None:
                skipped[script.catalogue] += 1
            else:
                todo.append((script, index))
        if not todo:
            raise BadSettings(f"No script was played: they are about {', '.join(skipped) or 'nothing'}.", MISSING)
        jobs = min(jobs or sensible(len(todo), plan.settings), len(todo))
        if jobs == 1:
            about = run_card.card(catalogues.open(todo[0][1])[0], "evaluate dialogues", **card)
            played = [_counted(_play(catalogues, plan, *one), n, len(todo), progress) for n, one in enumerate(todo, 1)]
        else:
            about, played = _parallel(todo, plan, jobs, progress, card)
    extra = {"assistant": plan.partner} if plan.partner else {}
    return RunResult(run={**about, "seed": plan.seed, **extra}, scripts=tuple(played), skipped=skipped)


def sensible(scripts: int, settings: Settings) -> int:
    """One process where a model has to be loaded; else one for every few scripts, and no more than there are cores."""
    return 1 if settings.model != "none" else max(1, min(os.cpu_count() or 1, scripts // _SCRIPTS_A_PROCESS))


def _counted(result: ScriptResult, number: int, of: int, progress: Progress) -> ScriptResult:
    progress("scripts", number, of)
    return result


def _play(catalogues: Catalogues, plan: Plan, script: Script, index: Path) -> ScriptResult:
    assistant, figures = catalogues.open(index)
    partner = partner_named(plan.partner, assistant)
    return play(script, assistant, partner, seed=plan.seed, figures=figures)


# ---- several processes ----------------------------------------------------------------------------------------------

_worker: tuple[Catalogues, Plan] | None = None


def _begin(plan: Plan, threads: int) -> None:
    """What a process opens once and keeps: it ends with the process."""
    global _worker
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(threads)
    _worker = Catalogues(plan.settings).__enter__(), plan


def _one(task: tuple[Script, Path]) -> ScriptResult:
    assert _worker is not None
    return _play(*_worker, *task)


def _about(index: Path, card: dict[str, Any]) -> dict[str, Any]:
    assert _worker is not None
    return run_card.card(_worker[0].open(index)[0], "evaluate dialogues", **card)


def _parallel(
    todo: Sequence[tuple[Script, Path]], plan: Plan, jobs: int, progress: Progress, card: dict[str, Any]
) -> tuple[dict[str, Any], list[ScriptResult]]:
    plan = replace(plan, settings=replace(plan.settings, index=None))
    threads = max(1, (os.cpu_count() or 1) // jobs)
    # A process that begins anew: one that is forked inherits locks of libraries that run threads of their own.
    with ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (plan, threads)) as pool:
        about = pool.submit(_about, todo[0][1], card)
        results: Iterator[ScriptResult] = pool.map(_one, todo)
        played = [_counted(result, number, len(todo), progress) for number, result in enumerate(results, 1)]
        return about.result(), played


# ---- shortening -----------------------------------------------------------------------------------------------------


def shortened(scripts: Sequence[Script], plan: Plan) -> Iterator[tuple[Script, ScriptResult]]:
    """Each failing script as short as it can be while it fails in the same way, with the result of that."""
    with Catalogues(plan.settings) as catalogues:
        for script in scripts:
            index = catalogues.index(script)
            if index is None:
                continue
            found = minimized(script, partial(_played, catalogues, plan, index))
            if found is not None:
                yield found


def _played(catalogues: Catalogues, plan: Plan, index: Path, script: Script) -> ScriptResult:
    return _play(catalogues, plan, script, index)
