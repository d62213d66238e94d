"""Reading one cell of a table, whatever shape it comes in. Knows no columns."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

from retrievers.items import Value
from retrievers.sources.records import text_of, whole_number
from retrievers.text import clean

_YEAR_IN = re.compile(r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)")
_LENGTH = re.compile(r"(\d+)\s*(?:min(?:ute)?s?|p(?:age)?s?|pp)\.?")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
_YEARS = (-5000, 2100)


def year(value: Any) -> int | None:
    """``1995``, ``"1995-12-15"`` and ``"15 December 1995"`` are 1995; 0 and a number that is no year are None."""
    low, high = _YEARS
    if number := whole_number(value, low=low, high=high):
        return number
    match = _YEAR_IN.search(text_of(value)) or re.match(r"\d{4}(?=\d{4}$)", text_of(value))
    return int(match.group()) if match else None


def length(value: Any) -> int | None:
    """Minutes or pages: a number, or one followed by its unit ("142 min")."""
    match = _LENGTH.fullmatch(text_of(value).strip().lower())
    return whole_number(match.group(1) if match else value, low=1)


def several(value: Any, separators: str = "|;,", *, chosen: str | None = None) -> list[Any]:
    """The parts of a multi-valued cell: a list as it is, text at the first of ``separators`` that it holds.

    Where a separator was ``chosen``, text is split there and nowhere else.
    """
    if value is None or value == "" or value != value:
        return []
    if isinstance(value, list | tuple):
        named = (part.get("name") if isinstance(part, dict) else part for part in value)
        return [part for part in named if part is not None and part != ""]
    text = str(value).strip()
    if text.startswith("[") and text.endswith("]") and (listed := _listed(text)) is not None:
        return several(listed)
    if chosen is None and ("&" in text or "<" in text):
        text = clean(text)  # the semicolon of "&amp;" stands between nothing
    separator = chosen or next((s for s in separators if s in text), None)
    return [part.strip() for part in text.split(separator) if part.strip()] if separator else [text]


def _listed(text: str) -> list[Any] | None:
    """The list that ``text`` writes out, as JSON or as Python does; None where it is neither."""
    for read in (json.loads, ast.literal_eval):
        try:
            found = read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return found if isinstance(found, list) else None
    return None


def further(cell: Any, separator: str | None = None) -> Value | None:
    """A cell of a column that has no field of its own: a number, several words, or text."""
    if cell is None or cell != cell:
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    text = str(cell).strip()
    if separator or isinstance(cell, list) or (text.startswith("[") and text.endswith("]")):
        return tuple(part for found in several(cell, chosen=separator) if (part := clean(str(found))))
    return float(text) if _NUMBER.fullmatch(text) else clean(text)
