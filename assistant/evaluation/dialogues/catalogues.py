"""Which catalogue a scripted dialogue is about, and an assistant over an index of it to play it with.

It knows neither what a script expects nor how it is judged (`playing`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from assistant.evaluation.dialogues.figures import Figures
from assistant.evaluation.dialogues.format import DEMO, Script
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.session import Assistant
    from retrievers.manifest import Manifest

Progress = Callable[[str, int, int], None]

#: Public data sets are known by what they hold: their folders, and so their indexes, may be called anything.
_HOLDS: Mapping[str, Mapping[str, int]] = {"movielens-1m": {"film": 3_883}, "goodbooks": {"book": 10_000}}
#: The ratings of a table lie beside it.
_RATINGS = "ratings.csv"
#: Says how to play what was skipped.
MISSING = "Name an index of that catalogue with --index, or write 'catalogue: NAME OF THE INDEX' into the script."


class Catalogues:
    """Finds, builds and opens what scripts are about, each once. Use it in a ``with`` block.

    With ``settings.index`` that index alone is used. Without it, the demo's index and those that are built here, into
    a temporary folder, from the tables that scripts name.
    """

    def __init__(self, settings: Settings, progress: Progress = lambda stage, done, total: None) -> None:
        self._settings = settings
        self._progress = progress
        self._indexes: dict[object, Path | None] = {}
        self._opened: dict[Path, tuple[Assistant, Figures]] = {}
        self._stack = ExitStack()
        self._folder = Path(self._stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def index(self, script: Script) -> Path | None:
        """The folder of an index of the script's catalogue, or None where there is none."""
        key = script.table or script.catalogue
        if key not in self._indexes:
            self._indexes[key] = self._find(script)
        return self._indexes[key]

    def _find(self, script: Script) -> Path | None:
        from assistant.bootstrap import demo_index
        from retrievers import manifest

        if self._settings.index is not None:
            found = manifest.Manifest.read(manifest.current(self._settings.index))
            return self._settings.index if is_of(script, found) else None
        if script.table is not None:
            place = self._folder / f"index-{len(self._indexes)}"
            build_table(script.table, place, self._progress)
            return place
        return demo_index(self._settings, self._progress) if script.catalogue == DEMO else None

    def open(self, index: Path) -> tuple[Assistant, Figures]:
        """An assistant over the index, with a log of its own, and the figures that its reasons are held against."""
        from assistant.bootstrap import assemble

        if index not in self._opened:
            log = self._folder / f"log-{len(self._opened)}.sqlite"
            assistant = assemble(replace(self._settings, index=index), log=log, progress=self._progress)
            self._opened[index] = self._stack.enter_context(assistant), Figures(assistant)
        return self._opened[index]


def is_of(script: Script, manifest: Manifest) -> bool:
    """Is the index with this manifest one of the script's catalogue?"""
    from retrievers.build import digest

    if script.table is not None:
        return digest(script.table) in manifest.sources.values()
    return script.catalogue == manifest.name or _HOLDS.get(script.catalogue) == manifest.kinds


def build_table(table: Path, folder: Path, progress: Progress = lambda stage, done, total: None) -> None:
    """Build an index of a table, with the ratings beside it where there are any."""
    from retrievers import sources
    from retrievers.build import build, digest
    from retrievers.encoder import SentenceEncoder

    ratings = table.with_name(_RATINGS)
    files = [table, ratings] if ratings.is_file() else [table]
    source = sources.read(*files, format="table")
    build(source, folder, SentenceEncoder(), name=table.stem, sources={f.name: digest(f) for f in files},
          progress=progress)  # fmt: skip
