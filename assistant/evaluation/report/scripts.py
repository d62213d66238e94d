"""The scripts of the house as values of a run: what was said, what came, what was not as it must be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.conversation import Reply
from assistant.evaluation.dialogues import catalogues
from assistant.evaluation.dialogues.format import Script, read_script, scripts_in
from assistant.evaluation.dialogues.playing import Played
from assistant.evaluation.dialogues.results import Failure, RunResult, ScriptResult, TurnResult
from assistant.settings import Settings

_TURN = re.compile(r"turn (\d+): (.*)", re.DOTALL)


def play_all(settings: Settings, progress: catalogues.Progress = lambda stage, done, total: None) -> RunResult:
    """Play every shipped script for which there is an index."""
    shipped = Path(catalogues.__file__).parent / "scripts"
    scripts = {script.name: script for script in map(read_script, scripts_in([shipped]))}
    run = catalogues.run(list(scripts.values()), settings, progress)
    return RunResult(
        run=run.card, scripts=tuple(_result(scripts[one.script], one) for one in run.played), skipped=run.skipped
    )


def _result(script: Script, played: Played) -> ScriptResult:
    pairs = zip(script.turns, played.replies, strict=False)
    return ScriptResult(
        name=script.name, path=script.path.name, catalogue=script.catalogue, about=script.about,
        language=script.language, tags=script.tags,
        turns=tuple(_turn(number, turn, reply) for number, (turn, reply) in enumerate(pairs, 1)),
        failures=tuple(map(_failure, played.failures)),
    )  # fmt: skip


def _turn(number: int, turn: Mapping[str, Any], reply: Reply) -> TurnResult:
    if "user" in turn:
        action, said = "say", str(turn["user"])
    else:
        (action, at), *_ = turn["click"].items()
        said = str(at)
    return TurnResult(
        number=number, action=action, said=said, line=0, reply=reply.to_json(), timings_ms=dict(reply.timings_ms),
        ms=float(reply.timings_ms.get("total", 0.0)),
    )  # fmt: skip


def _failure(text: str) -> Failure:
    match = _TURN.fullmatch(text)
    assert match is not None
    return Failure(turn=int(match[1]), expectation=match[2].split(" ")[0], message=match[2])
