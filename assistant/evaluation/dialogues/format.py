"""Scripted dialogues as YAML: what a file may say, checked on reading. It does not play them (`scripted`)."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import BadSettings

ENDING = ".dialogue.yaml"

#: The catalogue that a script is about where it names none.
DEMO = "demo"

_SCRIPT = ("name", "about", "catalogue", "language", "tags", "turns")
_TURN = ("user", "times", "click", "expect")
_EXPECT = (
    "intent", "language", "likes", "dislikes", "seen", "rejected", "wishes", "items", "question", "relaxed", "error",
    "changes", "text", "model",
)  # fmt: skip
_ITEMS = ("count", "all", "any", "none", "titles", "new")
_TEXT = ("contains", "excludes", "max_words")
_CLICKS = ("like", "dislike", "seen", "why", "undo", "option")


@dataclass(frozen=True, kw_only=True)
class Script:
    """One file: ``turns`` are checked dictionaries with ``user`` or ``click``, and what to ``expect``.

    ``times`` says ``user`` so often in one message. A ``click`` names the item, or the option, by its number.
    ``about`` tells a newcomer what it shows. ``catalogue`` is the name of an index, or the file name of a ``table``.
    """

    name: str
    path: Path
    turns: tuple[dict[str, Any], ...]
    about: str = ""
    catalogue: str = DEMO
    language: str = "auto"
    tags: tuple[str, ...] = ()

    @property
    def table(self) -> Path | None:
        """The table of items that the script is about, where ``catalogue`` is a path: it is relative to the script."""
        return (self.path.parent / self.catalogue).resolve() if Path(self.catalogue).suffix else None


def scripts_in(paths: list[Path]) -> Iterator[Path]:
    """The script files among ``paths``; folders are searched. Raises `BadSettings` for a path without any."""
    for path in paths:
        found = sorted(path.rglob(f"*{ENDING}")) if path.is_dir() else [path]
        if not found or not found[0].is_file():
            raise BadSettings(f"There is no script at '{path}'.", f"Scripts end in {ENDING}.")
        yield from found


def read_script(path: Path) -> Script:
    """Read and check one file. Raises `BadSettings` naming the file, the place and the nearest known word."""
    import yaml

    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f":{mark.line + 1}" if mark else ""
        raise BadSettings(f"{path}{place} is not readable YAML ({str(error).splitlines()[0]}).", "") from error
    if not isinstance(data, dict) or not isinstance(data.get("turns"), list) or not data["turns"]:
        raise BadSettings(f"{path} has no list of turns.", "A script needs 'name' and 'turns'.")
    _known(path, "the script", data, _SCRIPT)
    turns = tuple(_turn(path, number, turn) for number, turn in enumerate(data["turns"], 1))
    name = str(data.get("name") or path.name.removesuffix(ENDING))
    script = Script(
        name=name, path=path, turns=turns, about=str(data.get("about", "")),
        catalogue=str(data.get("catalogue", DEMO)), language=data.get("language", "auto"),
        tags=tuple(data.get("tags", ())),
    )  # fmt: skip
    if script.table is not None and not script.table.is_file():
        raise BadSettings(f"{path}: there is no table '{script.catalogue}'.", "Its path is relative to the script.")
    return script


def _turn(path: Path, number: int, turn: Any) -> dict[str, Any]:
    where = f"turn {number}"
    if not isinstance(turn, dict) or ("user" in turn) == ("click" in turn):
        raise BadSettings(f"{path}, {where}: needs either 'user' or 'click'.", "")
    _known(path, where, turn, _TURN)
    if "times" in turn and ("user" not in turn or not isinstance(turn["times"], int)):
        raise BadSettings(f"{path}, {where}: 'times' is {turn['times']!r}.", "It is a whole number beside 'user'.")
    if "click" in turn:
        _known(path, f"{where}, click", turn["click"], _CLICKS)
    expect = turn.get("expect") or {}
    _known(path, f"{where}, expect", expect, _EXPECT)
    _known(path, f"{where}, items", expect.get("items") or {}, _ITEMS)
    _known(path, f"{where}, text", expect.get("text") or {}, _TEXT)
    return {**turn, "expect": expect}


def _known(path: Path, where: str, data: Any, names: tuple[str, ...]) -> None:
    if not isinstance(data, dict):
        raise BadSettings(f"{path}, {where}: expected names and values, found {data!r}.", f"Known: {', '.join(names)}.")
    for name in data:
        if name not in names:
            near = difflib.get_close_matches(str(name), names, n=1)
            hint = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(names)}."
            raise BadSettings(f"{path}, {where}: '{name}' is not known.", hint)
