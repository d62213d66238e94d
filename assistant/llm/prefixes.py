"""What was read before and will be read again: the caches of fixed instructions, by their tokens, the latest used kept.

This file does not know networks; it counts bytes and compares tokens.
"""

from collections import OrderedDict
from typing import Any


class Prefixes:
    """At most ``limit`` bytes of caches (each has ``nbytes``)."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[tuple[int, ...], Any] = OrderedDict()

    def find(self, ids: tuple[int, ...]) -> Any:
        """What was kept for exactly these tokens, or None."""
        if (found := self._kept.get(ids)) is not None:
            self._kept.move_to_end(ids)
        return found

    def put(self, ids: tuple[int, ...], kept: Any) -> None:
        """Keep it, and let go of what was used longest ago where that is too much."""
        self._kept[ids] = kept
        while self.nbytes > self._limit:
            self._kept.popitem(last=False)

    @property
    def nbytes(self) -> int:
        """Bytes kept."""
        return sum(kept.nbytes for kept in self._kept.values())

    def __len__(self) -> int:
        return len(self._kept)
