"""What came of one turn, as expectations are held against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.conversation import Reply
from assistant.evaluation.dialogues.format import Span
from assistant.evaluation.dialogues.results import Failure
from retrievers.catalogue import Catalogue


@dataclass(frozen=True, kw_only=True)
class Came:
    """One reply with what it is held against: all replies so far as JSON, this one last, and what the person said."""

    reply: Reply
    shows: frozenset[str]
    catalogue: Catalogue
    replies: Sequence[Mapping[str, Any]]
    said: Sequence[str] = ()
    model_calls: int = 0
    ms: float = 0.0

    @property
    def earlier(self) -> set[str]:
        """Ids of every item of an earlier reply."""
        return {item["id"] for reply in self.replies[:-1] for item in reply["items"]}


#: Gives what is not as wanted; None for what cannot be told from what the reply shows.
Check = Callable[[Any, Came], Iterator[Failure | None]]


def failed(expectation: str, message: str, expected: Any = None, found: Any = None) -> Failure:
    """Something that is not as expected; the player adds where."""
    return Failure(turn=0, expectation=expectation, message=message, expected=expected, found=found)


def plain(number: int | Span) -> Any:
    """A number that was wanted, as a plain JSON value."""
    return number.said() if isinstance(number, Span) else number
