"""Which of several items: those that fit what is asked ("which one is the funniest?"), and the one to take, and why.

Everything comes from the records and from how each item answers the latest search; how much of a mood an item has, no
record says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.preferences import Wish, constraint
from assistant.reasons import reason
from assistant.wording import Wording
from retrievers import filters
from retrievers.catalogue import Catalogue
from retrievers.evidence import LEAST_SHARE
from retrievers.query import Candidate

_MOST = re.compile(
    r"\b(?!(?:best|test|rest|west|guest|quest|honest|interest|forest)\b)\w{3,}est\b|\b(?:most|more)\b|最|更",
    re.IGNORECASE,
)


def fitting(
    candidates: Sequence[Candidate], wishes: Sequence[Wish], text: str, catalogue: Catalogue, wording: Wording
) -> tuple[str, list[Candidate]]:
    """Which of them meet all of ``wishes``, and those; where ``text`` asks for the one that does most, one to take."""
    words = wording.quoted([wording.wish(wish) for wish in wishes])
    masks = [filters.satisfied(catalogue, constraint(wish)) for wish in wishes]
    found = [c for c in candidates if all(mask[catalogue.rows_by_id[c.item.id]] for mask in masks)]
    if not found:
        return wording.answer("which-none", wishes=words), list(candidates)
    titles = wording.listed([wording.title(c.item) for c in found])
    if len(found) == 1:
        return wording.answer("which-one", title=titles, wishes=words), found
    lines = [wording.answer("which-several", titles=titles, wishes=words)]
    if _MOST.search(text):
        lines += [wording.answer("which-most"), picked(found, wording)]
    return wording.together(lines), found


def picked(candidates: Sequence[Candidate], wording: Wording) -> str:
    """The one of them that answers the latest search best, with its weightiest reason."""
    best = max(candidates, key=lambda candidate: candidate.score or 0.0)
    told = [e for e in best.evidence if e.kind != "trade-off" and e.weight >= LEAST_SHARE]
    words = next((words for evidence in told if (words := reason(evidence, best.item, wording))), "")
    return wording.answer("pick", title=wording.title(best.item), reason=words or wording.explain("nothing"))
