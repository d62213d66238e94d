"""Scripted dialogues as tests: pytest collects every ``*.dialogue.yaml`` as an item, with ``-k``, ``-x``, xdist, JUnit.

It is there wherever Sommelier is installed, and loads nothing of it until a script is collected.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from assistant.evaluation.dialogues.catalogues import Catalogues
    from assistant.evaluation.dialogues.format import Script
    from assistant.evaluation.dialogues.results import ScriptResult

_ENDING = ".dialogue.yaml"
_CATALOGUES = pytest.StashKey["Catalogues"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("sommelier", "scripted dialogues")
    group.addoption("--sommelier-index", help="The index that scripts are played against; the demo by default.")
    group.addoption("--sommelier-model", default="none", help="The language model: a name, a folder, none or auto.")
    group.addoption("--sommelier-assistant", default="", help="Somebody else's: http://HOST:PORT or module:function.")
    group.addoption("--sommelier-seed", type=int, default=0, help="Chance begins with it anew for every script.")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    return DialogueFile.from_parent(parent, path=file_path) if file_path.name.endswith(_ENDING) else None


def pytest_unconfigure(config: pytest.Config) -> None:
    if (opened := config.stash.get(_CATALOGUES, None)) is not None:
        opened.__exit__()


class DialogueFile(pytest.File):
    """A script file: one item."""

    def collect(self) -> Iterator[pytest.Item]:
        from assistant.errors import AssistantError
        from assistant.evaluation.dialogues.reading import read_script

        try:
            script = read_script(self.path)
        except AssistantError as error:
            raise self.CollectError(f"{error} {error.hint}".strip()) from None
        yield Dialogue.from_parent(self, name=script.name, script=script)


class Dialogue(pytest.Item):
    """One script; its tags are keywords for ``-k``."""

    def __init__(self, *, script: Script, **more: Any) -> None:
        super().__init__(**more)
        self.script = script
        self.extra_keyword_matches.update(script.tags)

    def runtest(self) -> None:
        from assistant.evaluation.dialogues.playing import play
        from assistant.evaluation.foreign import partner_named

        catalogues = _opened(self.config)
        index = catalogues.index(self.script)
        if index is None:
            pytest.skip(f"no index of '{self.script.catalogue}': name one with --sommelier-index")
        assistant, figures = catalogues.open(index)
        partner = partner_named(self.config.getoption("--sommelier-assistant"), assistant)
        seed = self.config.getoption("--sommelier-seed")
        result = play(self.script, assistant, partner, seed=seed, figures=figures)
        if not result.passed and result.known_failing:
            pytest.xfail("; ".join(map(str, result.failures)))
        if not result.passed:
            raise DialogueFailed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, DialogueFailed):
            return "\n".join(f"{f.file}:{f.line}: {f}" for f in excinfo.value.result.failures)
        if isinstance(excinfo.value, pytest.xfail.Exception):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.name


class DialogueFailed(AssertionError):
    """A reply was not as the script expects, or as every reply must be."""

    def __init__(self, result: ScriptResult) -> None:
        super().__init__("; ".join(map(str, result.failures)))
        self.result = result


def _opened(config: pytest.Config) -> Catalogues:
    """What scripts are about, opened once for the whole run (for each process of xdist)."""
    if _CATALOGUES not in config.stash:
        from assistant.evaluation.dialogues.catalogues import Catalogues
        from assistant.settings import load

        index = config.getoption("--sommelier-index")
        settings = load(index=None if index is None else Path(index), model=config.getoption("--sommelier-model"))
        config.stash[_CATALOGUES] = Catalogues(settings).__enter__()
    return config.stash[_CATALOGUES]
