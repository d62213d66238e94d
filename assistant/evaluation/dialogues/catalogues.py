"""Which catalogue a scripted dialogue is about, and an index of it to play it against.

It knows neither what a script expects nor how it is judged (`scripted`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from assistant.errors import BadSettings
from assistant.evaluation import run_card
from assistant.evaluation.dialogues.format import DEMO, Script
from assistant.evaluation.dialogues.playing import Played, play
from assistant.settings import Settings

if TYPE_CHECKING:
    from retrievers.manifest import Manifest

Progress = Callable[[str, int, int], None]

#: Public data sets are known by what they hold: their folders, and so their indexes, may be called anything.
_HOLDS: Mapping[str, Mapping[str, int]] = {"movielens-1m": {"film": 3_883}, "goodbooks": {"book": 10_000}}
#: The ratings of a table lie beside it.
_RATINGS = "ratings.csv"


@dataclass(frozen=True, kw_only=True)
class Run:
    """All that was played, and how many scripts of which catalogue were not, for want of its index."""

    played: tuple[Played, ...]
    skipped: Mapping[str, int]
    card: Mapping[str, Any]

    @property
    def passed(self) -> bool:
        return all(one.passed for one in self.played)


def run(scripts: Sequence[Script], settings: Settings, progress: Progress = lambda stage, done, total: None) -> Run:
    """Play each script against an index of its catalogue.

    With ``settings.index`` that index alone is used. Without it, the demo's index and those that are built here, into
    a temporary folder, from the tables that scripts name. Raises `BadSettings` where no script is left to play.
    """
    from assistant.bootstrap import assemble

    played: list[Played] = []
    skipped: Counter[str] = Counter()
    card: dict[str, Any] = {}
    with TemporaryDirectory() as folder:
        for number, group in enumerate(_groups(scripts)):
            place = Path(folder) / str(number)
            place.mkdir()
            index = _index(group[0], settings, place / "index", progress)
            if index is None:
                skipped[group[0].catalogue] += len(group)
                continue
            with assemble(replace(settings, index=index), log=place / "log.sqlite", progress=progress) as assistant:
                played += [play(script, assistant) for script in group]
                card = card or run_card.card(assistant, "evaluate dialogues")
    if not played:
        raise BadSettings(
            f"No script was played: they are about {', '.join(skipped)}.",
            "Name an index of that catalogue with --index, or write 'catalogue: NAME OF THE INDEX' into the script.",
        )
    return Run(played=tuple(played), skipped=skipped, card=card)


def _groups(scripts: Sequence[Script]) -> list[list[Script]]:
    """Scripts of one catalogue together, in the order in which the catalogues come."""
    groups: dict[object, list[Script]] = {}
    for script in scripts:
        groups.setdefault(script.table or script.catalogue, []).append(script)
    return list(groups.values())


def _index(script: Script, settings: Settings, place: Path, progress: Progress) -> Path | None:
    """The folder of an index of the script's catalogue, or None where there is none."""
    from assistant.bootstrap import demo_index
    from retrievers import manifest

    if settings.index is not None:
        found = manifest.Manifest.read(manifest.current(settings.index))
        return settings.index if is_of(script, found) else None
    if script.table is not None:
        build_table(script.table, place, progress)
        return place
    return demo_index(settings, progress) if script.catalogue == DEMO else None


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
