"""What was said in dialogues between a seeker and a recommender, and the same as sparse matrices. Knows no file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

_WORD = re.compile(r"[a-z][a-z']+|\d{4}|\d\d?s")


@dataclass(frozen=True, kw_only=True, slots=True)
class Utterance:
    """What one side said until the other spoke: the ``text`` without the names of items, and these as catalogue rows.

    Each of ``items`` stands once, in the order in which they were named.
    """

    seeker: bool
    text: str
    items: tuple[int, ...] = ()


#: A dialogue, or as much of it as was said so far.
Said = Sequence[Utterance]


def named(said: Said) -> tuple[int, ...]:
    """The rows of all items that were named, each once, in order."""
    return tuple(dict.fromkeys(item for utterance in said for item in utterance.items))


def mentions(dialogues: Sequence[Said], items: int) -> sparse.csr_array:
    """float32 of shape (dialogues, ``items``): 1 where an item was named by either side."""
    return _matrix([dict.fromkeys(named(said), 1.0) for said in dialogues], items)


def vocabulary(dialogues: Sequence[Said], *, least: int) -> dict[str, int]:
    """Words that were said in at least ``least`` dialogues, each with its column."""
    spread = Counter(word for said in dialogues for word in {w for utterance in said for w in words(utterance.text)})
    return {word: at for at, word in enumerate(word for word, often in sorted(spread.items()) if often >= least)}


def words(text: str) -> set[str]:
    """The words, years and decades of a text: ``{"scary", "1995", "80s"}``."""
    return set(_WORD.findall(text.lower()))


def bags(dialogues: Sequence[Said], columns: Mapping[str, int], *, recommender: float) -> sparse.csr_array:
    """float32 of shape (dialogues, columns): 1 for a word of the seeker, ``recommender`` for one of theirs alone."""
    rows: list[dict[int, float]] = []
    for said in dialogues:
        row: dict[int, float] = {}
        for utterance in said:
            weight = 1.0 if utterance.seeker else recommender
            for word in words(utterance.text) & columns.keys() if weight else ():
                row[columns[word]] = max(row.get(columns[word], 0.0), weight)
        rows.append(row)
    return _matrix(rows, len(columns))


def _matrix(rows: Sequence[Mapping[int, float]], columns: int) -> sparse.csr_array:
    entries = [(at, column, value) for at, row in enumerate(rows) for column, value in sorted(row.items())]
    at, column, value = zip(*entries, strict=True) if entries else ((), (), ())
    shape = (len(rows), columns)
    return sparse.csr_array((np.array(value, np.float32), (np.array(at, int), np.array(column, int))), shape=shape)
