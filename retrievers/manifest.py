"""What an index was built from, and the folder layout in which one version replaces another at once.

``DIR/CURRENT`` names the version in use; each version is a folder ``DIR/<version>`` that is complete when its manifest
is. It does not know how vectors are made.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from retrievers.errors import IndexMissing, IndexUnfit

#: Raised whenever the files of an index change their meaning.
LAYOUT = 2
_FILE = "manifest.json"
_CURRENT = "CURRENT"
#: Names of version folders: nothing else in the folder is ever removed, whatever a person keeps there.
_VERSION = re.compile(r"\d{8}T\d{12}")


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """``files`` maps each file's name to its size in bytes; ``built`` is UTC in ISO form; ``kinds`` counts items.

    ``chroma`` is the address of the Chroma server that holds the vectors too, empty where they are in the folder.
    """

    version: str
    layout: int
    built: str
    name: str
    sources: Mapping[str, str]
    items: int
    kinds: Mapping[str, int]
    interactions: int
    people: int
    simulated: bool
    encoder: str
    meaning_dimensions: int
    taste_dimensions: int
    taste_items: int
    chroma: str = ""
    files: Mapping[str, int] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        write_atomically(folder / _FILE, json.dumps(asdict(self), indent=1, ensure_ascii=False))

    @staticmethod
    def read(folder: Path) -> Manifest:
        """The manifest of a version folder. Raises `IndexUnfit` where it is damaged or of another layout."""
        try:
            data: dict[str, Any] = json.loads((folder / _FILE).read_text("utf-8"))
            if data["layout"] != LAYOUT:
                raise IndexUnfit(
                    f"The index in '{folder}' has layout {data['layout']!r}; this version reads {LAYOUT}.",
                    "Build the index again: sommelier build",
                )
            return Manifest(**data)
        except FileNotFoundError as error:
            raise IndexMissing(f"'{folder}' holds no finished index.", "Build one: sommelier build") from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnfit(
                f"The manifest in '{folder}' cannot be read ({error}).", "Build the index again."
            ) from error


def current(folder: Path) -> Path:
    """The version folder in use. Raises `IndexMissing` where there is none."""
    try:
        name = (folder / _CURRENT).read_text("utf-8", errors="replace").strip()
    except OSError as error:
        raise IndexMissing(
            f"There is no index in '{folder}'.", f"Build one: sommelier build --items PATH --index {folder}"
        ) from error
    if not _VERSION.fullmatch(name) or not (folder / name).is_dir():
        raise IndexUnfit(f"'{folder / _CURRENT}' names the version {name!r}, which is not there.", "Build it again.")
    return folder / name


def switch(folder: Path, version: str) -> None:
    """Make ``version`` the one in use, at once; those that are `outdated` then are removed."""
    old = outdated(folder, version)
    write_atomically(folder / _CURRENT, version + "\n")
    for path in old:
        shutil.rmtree(path, ignore_errors=True)


def outdated(folder: Path, version: str) -> list[Path]:
    """The version folders that nobody needs once ``version`` is in use: all but that one and the one before it."""
    before = None
    if (folder / _CURRENT).is_file():
        before = (folder / _CURRENT).read_text("utf-8", errors="replace").strip()
    return [
        path
        for path in sorted(folder.iterdir())
        if _VERSION.fullmatch(path.name) and path.name not in (version, before)
    ]


def check(version: Path, found: Manifest) -> None:
    """Raises `IndexUnfit` where a file of the version is missing or of another size than the manifest says."""
    for name, size in found.files.items():
        path = version / name
        actual = path.stat().st_size if path.is_file() else None
        if actual != size:
            state = "is missing" if actual is None else f"has {actual} bytes instead of {size}"
            raise IndexUnfit(f"The index in '{version.parent}' is damaged: {name} {state}.", "Build it again.")


def write_atomically(path: Path, text: str) -> None:
    """Write a small file so that a reader sees the old or the new one, and a crash leaves one of them."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)


def sizes(folder: Path) -> dict[str, int]:
    """Size in bytes of every file of a version but its manifest and Chroma's, which changes when it is opened."""
    files = (path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
    return {name: size for name, size in sorted(names.items()) if name != _FILE and not name.startswith("chroma/")}
