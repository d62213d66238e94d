"""Which scripts are meant: ``-k "undo and not chinese"`` as in pytest, and the same language for tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.errors import BadSettings
from assistant.evaluation.dialogues.format import Script

_TOKEN = re.compile(r"[()]|[^\s(),]+|,")


def selected(scripts: Sequence[Script], words: str = "", tags: str = "") -> list[Script]:
    """Those whose file, name or tags contain the ``words``, and which bear the ``tags``; each empty string means all.

    Raises `BadSettings` for an expression that cannot be read, and where nothing is left.
    """
    found = [script for script in scripts if _chosen(script, words, tags)]
    if not found:
        asked = " ".join(part for part in (words and f"-k '{words}'", tags and f"--tags '{tags}'") if part)
        known = ", ".join(sorted({tag for script in scripts for tag in script.tags}))
        raise BadSettings(f"No script is left by {asked}.", f"There are {len(scripts)}; their tags are {known}.")
    return found


def _chosen(script: Script, words: str, tags: str) -> bool:
    text = " ".join((script.path.as_posix(), script.name, *script.tags)).casefold()
    named = not words or holds(words, lambda word: word.casefold() in text)
    return named and (not tags or holds(tags, lambda word: word in script.tags))


def holds(expression: str, true: Callable[[str], bool]) -> bool:
    """``and``, ``or`` (or a comma), ``not`` and brackets over words; ``true`` tells of each."""
    left = _TOKEN.findall(expression)

    def either() -> bool:
        found = both()
        while left and left[0] in ("or", ","):
            left.pop(0)
            found = both() or found
        return found

    def both() -> bool:
        found = one()
        while left and left[0] == "and":
            left.pop(0)
            found = one() and found
        return found

    def one() -> bool:
        token = left.pop(0) if left else ""
        if token == "not":
            return not one()
        if token == "(":
            found = either()
            if not left or left.pop(0) != ")":
                raise BadSettings(f"A bracket of '{expression}' is not closed.", "Close it.")
            return found
        if token in ("", ")", "and", "or", ","):
            raise BadSettings(f"'{expression}' lacks a word before '{token or 'its end'}'.", "Write: a and not b.")
        return true(token)

    found = either()
    if left:
        raise BadSettings(f"'{expression}' has '{left[0]}' where 'and' or 'or' was expected.", "Write: a and not b.")
    return found
