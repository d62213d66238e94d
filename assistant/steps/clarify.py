"""Which question is worth asking, and when: the facet whose answer is expected to divide the candidates best.

Whoever tells things by themselves is not interrupted: a question is for those who wait to be asked. What was asked is
not remembered here but given. Options are written so that typing one is read as a wish.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from math import log2
from typing import Protocol

import numpy as np

from assistant.conversation import Question
from assistant.preferences import Preferences
from assistant.wording import Wording
from retrievers.catalogue import Catalogue
from retrievers.query import Candidate

_OPTIONS = 3
_LEAST_CANDIDATES = 8
_LEAST_BITS = 0.1  # a question that is expected to leave the candidates almost as they are is not asked
#: Facets that are asked about, and how often people have an answer: of the simulated ones of one seed, rounded.
ASKED = {"kind": 0.45, "genre": 0.35, "mood": 0.2, "year": 0.25, "length": 0.25, "country": 0.1}


class Policy(Protocol):
    """What decides whether to ask, and what: `clarify` is the one that ships."""

    def __call__(
        self,
        candidates: Sequence[Candidate],
        preferences: Preferences,
        catalogue: Catalogue,
        asked: Collection[str],
        wording: Wording,
        *,
        turn: int = 1,
    ) -> Question | None: ...


def clarify(
    candidates: Sequence[Candidate],
    preferences: Preferences,
    catalogue: Catalogue,
    asked: Collection[str],
    wording: Wording,
    *,
    turn: int = 1,
) -> Question | None:
    """The question to ask in this ``turn``, or None: never about a facet in ``asked`` or one that a wish has settled.

    Nor is there a question while the person speaks up without being asked.
    """
    settled = {w.facet for w in preferences.wishes} | set(asked)
    if "questions" in settled or len(candidates) < _LEAST_CANDIDATES:
        return None
    if _speaks_up(preferences, asked, turn):
        return None
    best: tuple[float, str, tuple[str, ...]] | None = None
    for facet, answered in ASKED.items():
        if facet in settled or facet not in catalogue.facets:
            continue
        bits = answered * _entropy(_groups(facet, candidates, catalogue))
        options = options_of(facet, candidates, catalogue, wording)
        if bits >= _LEAST_BITS and len(options) > 1 and (best is None or bits > best[0]):
            best = (bits, facet, options)
    if best is None:
        return None
    _, facet, options = best
    return question(facet, options, wording, pick=turn)


def _speaks_up(preferences: Preferences, asked: Collection[str], turn: int) -> bool:
    """Does the person tell things unasked: two at once, one in a later turn, or one before and now what they know?

    What is wished after a question about it is an answer. Who said one thing in the first turn may be waiting.
    """
    own = [entry.turn for entry in (*preferences.likes, *preferences.dislikes)]
    own += [wish.turn for wish in preferences.wishes if wish.facet not in asked]
    own = [at for at in own if at]  # turn 0 is of an earlier session
    if turn in own:
        return turn > 1 or len(own) > 1
    noted = any(entry.turn == turn for entry in (*preferences.seen, *preferences.rejected))
    return noted and any(at > 1 for at in own)


def question(facet: str, options: Sequence[str], wording: Wording, *, pick: int = 0) -> Question:
    """The question about a facet in words; the last option is to have no preference."""
    text = wording.clarify(facet, pick=pick)
    return Question(facet=facet, text=text, options=(*options, wording.clarify("no-preference")))


def _groups(facet: str, candidates: Sequence[Candidate], catalogue: Catalogue) -> Counter[str]:
    """How many candidates each answer would leave."""
    found: Counter[str] = Counter()
    for candidate in candidates:
        item = candidate.item
        if facet == "year":
            found.update([str(item.year // 10 * 10)] if item.year is not None else [])
        elif facet == "length":
            bucket = catalogue.length_bucket(item)
            found.update([bucket] if bucket else [])
        else:
            found.update(catalogue.values(item, facet))
    return found


def _entropy(groups: Counter[str]) -> float:
    """Bits that the answer is expected to carry, over the options that would be offered and the rest."""
    total = sum(groups.values())
    if not total:
        return 0.0
    top = [count for _, count in groups.most_common(_OPTIONS)]
    parts = [count / total for count in [*top, total - sum(top)] if count]
    return -sum(p * log2(p) for p in parts)


def options_of(facet: str, candidates: Sequence[Candidate], catalogue: Catalogue, wording: Wording) -> tuple[str, ...]:
    """The answers to offer: the commonest values among the candidates, three periods, or the lengths there are."""
    groups = _groups(facet, candidates, catalogue)
    if facet == "year":
        return _periods([c.item.year for c in candidates if c.item.year is not None], wording)
    if facet == "length":
        known = [bucket for bucket in ("short", "medium", "long") if groups[bucket]]
        return tuple(wording.clarify(f"length-{bucket}") for bucket in known)
    values = [value for value, _ in groups.most_common(_OPTIONS)]
    return tuple(wording.kinds(v, 1) if facet == "kind" else wording.value(facet, v) for v in values)


def _periods(years: Sequence[int], wording: Wording) -> tuple[str, ...]:
    """Three periods with about as many candidates each, at round years."""
    low, high = (int(round(float(q) / 5) * 5) for q in np.quantile(years, [1 / 3, 2 / 3]))
    if low >= high:
        return ()
    return (
        wording.clarify("year-before", year=low),
        wording.clarify("year-between", low=low, high=high),
        wording.clarify("year-since", year=high),
    )
