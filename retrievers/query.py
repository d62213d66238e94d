"""The narrow waist between talk and search: `Query` goes in, `Candidate` with its `Evidence` comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from retrievers.items import Item

EvidenceKind = Literal["asked-for", "people-like-you", "similar-to", "acclaimed", "trade-off"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Constraint:
    """A condition on one facet.

    ``include``: any of these values. ``exclude``: none of them. ``min``/``max``: an inclusive range of a number facet.
    ``hard`` conditions decide what may be returned at all; soft ones move the ranking, by their ``strength``.
    """

    facet: str
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    min: float | None = None
    max: float | None = None
    hard: bool = True
    strength: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """What to look for.

    ``text`` is a wish in words for the encoder, ``quoted`` the person's own words in it (evidence quotes only those);
    ``liked`` and ``disliked`` are item ids; ``seen`` are ids that must not come back (in
    addition to the liked and disliked ones, which never do). ``modelled``: the liked ones were named for more like
    them, so that their kind is wanted too. ``adventurous`` in [-1, 1] moves from the well known (-1)
    to the little known (1). At most ``k`` candidates come back, best first.
    """

    text: str = ""
    quoted: str = ""
    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    modelled: bool = False
    adventurous: float = 0.0
    k: int = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One reason why an item was ranked where it is: ``weight`` is its share of the score, ``facts`` license words.

    kind             facts
    asked-for        ``matched``: [{facet, values, hard}], or ``text`` and ``similarity`` for a wish in words
    people-like-you  ``liked``: [title], ``liked_ids``, ``share`` in [0, 1], ``raters``: how many liked ``liked``
    similar-to       ``liked``: [title], ``liked_ids``, ``similarity``, ``shared``: {facet: [value]}
    acclaimed        ``raters``, ``mean`` (on the catalogue's own scale ``scale``: [low, high]), ``top``: share above
    trade-off        ``facet``, ``value``, ``wanted``: a soft wish that this item does not meet
    """

    kind: EvidenceKind
    weight: float
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """An item with its score (higher is better; ``None`` where a retriever has none) and the evidence behind it."""

    item: Item
    score: float | None
    evidence: tuple[Evidence, ...] = ()


class Retriever(Protocol):
    """Anything that turns a query into candidates. Unknown ids are ignored, an empty query is allowed."""

    def retrieve(self, query: Query) -> list[Candidate]: ...
