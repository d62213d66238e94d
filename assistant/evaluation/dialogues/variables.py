"""Earlier results by name: ``$turn1.items[0].title`` in a script stands for what came in the first turn."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.errors import BadSettings

VARIABLE = r"\$turn[0-9]+(?:\.[a-z_]+|\[[0-9]+\])*"
_VARIABLE = re.compile(VARIABLE)
_IN_CONDITION = re.compile(rf"""(['"]?)({VARIABLE})\1""")
_STEP = re.compile(r"\.([a-z_]+)|\[([0-9]+)\]")


def filled(value: Any, replies: Sequence[Mapping[str, Any]], item: str = "title") -> Any:
    """``value`` with every variable replaced; ``replies`` are those so far, as JSON.

    A string that is nothing but a variable becomes its value, with its type. Where a variable names a whole item, its
    field ``item`` is meant. Raises `BadSettings` for a variable that leads nowhere.
    """
    if isinstance(value, str):
        if _VARIABLE.fullmatch(value):
            return _found(value, replies, item)
        return _VARIABLE.sub(lambda match: str(_found(match[0], replies, item)), value)
    if isinstance(value, Mapping):
        return {filled(name, replies, item): filled(part, replies, item) for name, part in value.items()}
    return [filled(part, replies, item) for part in value] if isinstance(value, list | tuple) else value


def in_condition(condition: str, replies: Sequence[Mapping[str, Any]]) -> str:
    """A condition with its variables, in quotes or not, as constants of Python: ``year > $turn1.items[0].year``."""
    return replaced(condition, lambda name: repr(_found(name, replies, "title")))


def replaced(condition: str, value: Callable[[str], str]) -> str:
    """``condition`` with ``value`` of each variable in its place."""
    return _IN_CONDITION.sub(lambda match: value(match[2]), condition)


def _found(name: str, replies: Sequence[Mapping[str, Any]], item: str) -> Any:
    first, steps = re.match(r"\$turn(\d+)", name), _STEP.findall(name)
    assert first is not None
    number = int(first[1])
    if not 1 <= number <= len(replies):
        raise BadSettings(f"'{name}' names a turn that has not been played.", "Turns are counted from 1.")
    found: Any = replies[number - 1]
    for key, index in steps:
        try:
            found = found[key] if key else found[int(index)]
        except (KeyError, IndexError, TypeError):
            hint = f"There is {_content(found)}."
            raise BadSettings(f"'{name}' leads nowhere at '{key or f'[{index}]'}'.", hint) from None
    return found[item] if isinstance(found, Mapping) and item in found and "title" in found else found


def _content(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(map(str, value))
    return f"a list of {len(value)}" if isinstance(value, list | tuple) else repr(value)
