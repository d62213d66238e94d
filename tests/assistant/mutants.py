"""Which check catches which planted fault: what must always hold, what the scripts expect, the independent judge.

``python -m tests.assistant.mutants [WORDS OF A NAME]`` prints the table.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.bootstrap import assemble
from assistant.evaluation.dialogues import playing
from assistant.evaluation.dialogues.format import DEMO, Expect, Script, Turn
from assistant.evaluation.dialogues.reading import shipped
from assistant.evaluation.simulation.systems import SYSTEMS
from assistant.evaluation.simulation.talks import Crowd, interactions_of
from assistant.session import Assistant
from assistant.settings import load
from tests.assistant.faults import FAULTS

SCRIPTS = [script for script in shipped() if script.catalogue == DEMO and not script.table]
_PEOPLE = 12
_SEED = 2


@dataclass(frozen=True, kw_only=True)
class Caught:
    """The first complaint of each kind of check, or nothing: ``always``, ``script``, ``judge``."""

    always: str = ""
    script: str = ""
    judge: str = ""

    @property
    def by(self) -> str:
        """The first check that caught it, by name."""
        return self.always or self.script or self.judge


def checks(assistant: Assistant, crowd: Crowd) -> Iterator[Caught]:
    """The checks one after the other, those that must always hold first."""
    bare = [s.model_copy(update={"turns": tuple(_bare(turn) for turn in s.turns)}) for s in SCRIPTS]
    yield Caught(always=_complaint(bare, assistant))
    yield Caught(script=_complaint(SCRIPTS, assistant))
    yield Caught(judge=judged(assistant, crowd))


def _bare(turn: Turn) -> Turn:
    return turn.model_copy(update={"expect": Expect()})


def caught(assistant: Assistant, crowd: Crowd) -> Caught:
    """What each kind of check says first."""
    always, script, judge = checks(assistant, crowd)
    return Caught(always=always.always, script=script.script, judge=judge.judge)


def scripted(assistant: Assistant, name: str) -> str:
    """What the demo's script of that name complains of first; empty where it passes."""
    return _complaint([script for script in SCRIPTS if script.name == name], assistant)


def _complaint(scripts: list[Script], assistant: Assistant) -> str:
    for script in scripts:
        try:
            failures = playing.play(script, assistant).failures
        except Exception as error:  # noqa: BLE001 - a fault may break anything
            return f"{script.name}: {type(error).__name__}"
        if failures:
            return f"{script.name}, {failures[0]}"
    return ""


def judged(assistant: Assistant, crowd: Crowd) -> str:
    for talk in crowd.talk_to(SYSTEMS["assistant"](assistant)):
        for violation in talk.violations:
            return f"{violation.kind}: {violation.detail}"
    return ""


def crowd_of(assistant: Assistant) -> Crowd:
    """A few people, drawn anew by every caller: a crowd remembers nothing."""
    index = assistant._parts.index
    interactions = interactions_of(index.folder, index.manifest.simulated)
    return Crowd(assistant.catalogue, interactions, simulated=True, number=_PEOPLE, seed=_SEED)


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        assemble(load(model="none"), log=Path(folder) / "log.sqlite") as assistant,
    ):
        crowd = crowd_of(assistant)
        print(f"without a fault: {caught(assistant, crowd)}")
        missed = []
        chosen = {
            name: plant for name, plant in FAULTS.items() if not sys.argv[1:] or any(w in name for w in sys.argv[1:])
        }
        for name, plant in chosen.items():
            with pytest.MonkeyPatch.context() as patch:
                plant(patch)
                found = caught(assistant, crowd)
            print(
                f"{name}\n    always: {found.always}\n    script: {found.script}\n    judge:  {found.judge}", flush=True
            )
            missed += [] if found.by else [name]
        print(f"{len(chosen) - len(missed)} of {len(chosen)} caught; missed: {missed}")


if __name__ == "__main__":
    main()
