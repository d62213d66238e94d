"""Script files, read and checked: every mistake is told with its file, its line and the nearest known word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from assistant.errors import BadSettings
from assistant.evaluation.dialogues.format import (
    ENDING,
    Click,
    Expect,
    ItemsExpected,
    QuestionExpected,
    Script,
    Span,
    TextExpected,
    Turn,
    WishExpected,
)

Place = tuple[str | int, ...]

#: What stands under a name: whose fields are known there.
_PARTS: Mapping[str, type[BaseModel]] = {
    "turns": Turn, "click": Click, "expect": Expect, "items": ItemsExpected, "text": TextExpected,
    "wishes": WishExpected, "question": QuestionExpected, "count": Span, "ranks": Span,
}  # fmt: skip

#: What YAML says where it is lost → what a person most likely did.
_YAML: Mapping[str, str] = {
    "cannot start any token": "Put the text in quotes, and indent with spaces, not tabs.",
    "mapping values are not allowed": "Put a text that holds a colon in quotes.",
    "quoted scalar": "A quotation mark is opened and not closed.",
    "parsing a block": "Check that what belongs together is indented alike.",
    "flow": "A bracket is opened and not closed.",
}


def scripts_in(paths: Sequence[Path]) -> Iterator[Path]:
    """The script files among ``paths``; folders are searched. Raises `BadSettings` for a path without any."""
    for path in paths:
        found = sorted(path.rglob(f"*{ENDING}")) if path.is_dir() else [path]
        if not found or not found[0].is_file():
            raise BadSettings(f"There is no script at '{path}'.", f"Scripts end in {ENDING}.")
        yield from found


def shipped() -> list[Script]:
    """The scripts that come with Sommelier; below the current folder they are named from there."""
    folder = Path(__file__).with_name("scripts")
    folder = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    return [read_script(path) for path in scripts_in([folder])]


def read_script(path: Path) -> Script:
    """Read and check one file. Raises `BadSettings` naming the file, the line and the nearest known word."""
    try:
        text = path.read_text("utf-8")
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)  # the one in C, where it was built
        node = loader.get_single_node()
        data = None if node is None else loader.construct_document(node)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _unreadable(error, path) from error
    if not isinstance(data, dict) or not isinstance(data.get("turns"), list) or not data["turns"]:
        raise BadSettings(f"{path}:1 has no list of turns.", "A script needs 'turns'.")
    lines = dict(_lines(node, (), path))
    for name in ("path", "lines"):
        if name in data:
            raise BadSettings(f"{path}:{lines[(name,)]}: '{name}' is not known.", _hint(name, Script, ()))
    data.setdefault("name", path.name.removesuffix(ENDING))
    try:
        script = Script.model_validate({**data, "path": path, "lines": lines})
    except ValidationError as error:
        raise _bad(error, path, lines) from None
    if script.table is not None and not script.table.is_file():
        line = script.line("catalogue")
        raise BadSettings(
            f"{path}:{line}: there is no table '{script.catalogue}'.", "Its path is relative to the script."
        )
    return script


def _unreadable(error: Exception, path: Path) -> BadSettings:
    """What keeps a file from being read, in words; those of YAML are for those who know how it is parsed."""
    if isinstance(error, OSError):
        return BadSettings(f"'{path}' cannot be read ({error.strerror}).", "Check the file and its permissions.")
    if isinstance(error, UnicodeDecodeError):
        return BadSettings(f"'{path}' is no text in UTF-8.", "Save it as UTF-8.")
    mark = getattr(error, "problem_mark", None)
    place = f":{mark.line + 1}" if mark else ""
    told = " ".join(str(part) for part in (getattr(error, "context", ""), getattr(error, "problem", "")) if part)
    hint = next((hint for sign, hint in _YAML.items() if sign in told), "")
    return BadSettings(f"{path}{place} is not readable YAML ({told or error}).", hint)


def _lines(node: yaml.Node | None, place: Place, path: Path) -> Iterator[tuple[Place, int]]:
    """Every place of a file and its line, from 1. Raises `BadSettings` for a name that stands twice."""
    if node is not None and not place:
        yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        known: set[str] = set()
        for key, value in node.value:
            here = (*place, key.value)
            if key.value in known:
                raise BadSettings(f"{path}:{key.start_mark.line + 1}: '{key.value}' stands here twice.", "Keep one.")
            known.add(key.value)
            yield here, key.start_mark.line + 1
            yield from _lines(value, here, path)
    elif isinstance(node, yaml.SequenceNode):
        for at, value in enumerate(node.value):
            yield (*place, at), value.start_mark.line + 1
            yield from _lines(value, (*place, at), path)


# ---- what is wrong, and where ---------------------------------------------------------------------------------------


def _bad(error: ValidationError, path: Path, lines: Mapping[Place, int]) -> BadSettings:
    """The mistake that says most: a name that is not known before a value that does not fit."""
    found = error.errors(include_url=False, include_context=True)
    first = min(found, key=lambda one: (one["type"] != "extra_forbidden", -len(one["loc"])))
    place = _place(first["loc"], lines)
    where = _named(place)
    line = lines.get(place, lines.get((), 0))
    if first["type"] == "extra_forbidden":
        name = str(place[-1])
        return BadSettings(
            f"{path}:{line}: '{name}' is not known{f' in {_named(place[:-1])}' if place[1:] else ''}.",
            _hint(name, _model(place[:-1]), place),
        )
    value = first.get("input")
    told = first["msg"].removeprefix("Value error, ")
    words = re.findall(r"'([^']+)'", str(first.get("ctx", {}).get("expected", "")))
    if words and isinstance(value, str):
        near = difflib.get_close_matches(value, words, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(words)}."
        return BadSettings(f"{path}:{line}: {where} is '{value}', which is not known.", hint)
    shown = "" if first["type"] == "value_error" else f" is {_short(value)}"
    return BadSettings(
        f"{path}:{line}: {where}{shown}: {told.rstrip('.')}.", "sommelier evaluate schema tells what may stand there."
    )


def _place(loc: tuple[str | int, ...], lines: Mapping[Place, int]) -> Place:
    """The place in the file: pydantic's names of alternatives (``int``, ``tuple[str, ...]``) are left out."""
    place: Place = ()
    for part in loc:
        if (*place, part) in lines:
            place = (*place, part)
    return place


def _named(place: Place) -> str:
    """``turn 2, items, count`` for people."""
    words: list[str] = []
    for at, part in enumerate(place):
        if part == "turns" and at == 0:
            continue
        words.append(f"turn {part + 1}" if at == 1 and isinstance(part, int) else str(part))
    return ", ".join(word for word in words if word != "expect") or "the script"


def _model(place: Place) -> type[BaseModel]:
    names = [part for part in place if isinstance(part, str)]
    return next((_PARTS[name] for name in reversed(names) if name in _PARTS), Script)


def _hint(name: str, model: type[BaseModel], place: Place) -> str:
    known = [field for field in model.model_fields if field not in ("path", "lines")]
    near = difflib.get_close_matches(name, known, n=1)
    return f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(known)}."


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
