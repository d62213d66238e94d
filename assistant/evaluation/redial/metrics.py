"""Recall of rankings, over turns or over films, with intervals over dialogues; success. It knows no file and no system.

Not `ranking.metrics.recall`, which divides by what a list of k can hold: ReDial's divides by all films of the turn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CUTS = (1, 10, 50)
#: The rank of an item that is not listed.
NOT_LISTED = np.iinfo(np.int64).max
#: What the first film of a list is worth to the seeker of the dialogue (Kostric and Balog, SIGIR 2026).
LIKED, SEEN = 1.0, 0.5
_DRAWS = 2000

Ranks = NDArray[np.int64]
Values = NDArray[np.float64]


def ranks(scores: NDArray[np.float32], labels: Sequence[int]) -> Ranks:
    """The rank from 0 of each label among all items; of equal scores the lower row comes first.

    An item that scores minus infinity is not listed. Raises ``ValueError`` for a score
    that is not a number, which would otherwise beat or lose to nothing.
    """
    if np.isnan(scores).any():
        raise ValueError("a score is not a number")
    return np.array(
        [
            (scores > scores[row]).sum() + (scores[:row] == scores[row]).sum() if scores[row] > -np.inf else NOT_LISTED
            for row in labels
        ],
        np.int64,
    )


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One turn: in which dialogue it is, the rank of each label, and the worth of the film in the first place."""

    dialogue: int
    ranks: Ranks
    reward: float

    @classmethod
    def of(
        cls, dialogue: int, scores: NDArray[np.float32], labels: Sequence[int], worth: Mapping[int, float]
    ) -> Outcome:
        placed = ranks(scores, labels)
        first = [worth.get(label, 0.0) for label, rank in zip(labels, placed, strict=True) if rank == 0]
        return cls(dialogue=dialogue, ranks=placed, reward=sum(first))


def worth(liked: Set[int], seen: Set[int]) -> dict[int, float]:
    """What each film that the seeker answered for is worth in the first place."""
    return {**dict.fromkeys(seen, SEEN), **dict.fromkeys(liked, LIKED)}


def macro(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Recall of each turn (labels found of labels), averaged over turns."""
    found = np.array([[(one.ranks < cut).mean() for cut in CUTS] for one in outcomes])
    return _named(found, np.ones(len(outcomes)), np.array([one.dialogue for one in outcomes]))


def micro(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Labels found, of all labels of all turns."""
    found = np.array([[(one.ranks < cut).sum() for cut in CUTS] for one in outcomes], np.float64)
    return _named(found, np.array([len(one.ranks) for one in outcomes]), np.array([one.dialogue for one in outcomes]))


def _named(found: Values, of: NDArray[np.generic], dialogues: Ranks) -> dict[str, float]:
    low, high = interval(found, np.asarray(of, np.float64), dialogues)
    row: dict[str, float] = {}
    for at, cut in enumerate(CUTS):
        row |= {f"recall@{cut}": round(float(found[:, at].sum() / of.sum()), 4)}
        row |= {f"recall@{cut} low": round(low[at], 4), f"recall@{cut} high": round(high[at], 4)}
    return row


def interval(found: Values, of: Values, dialogues: Ranks) -> tuple[list[float], list[float]]:
    """95 % intervals of Σ found / Σ of, by bootstrap over dialogues, whose turns are not independent.

    ``found`` has shape (turns, measures). The percentiles of 2,000 resamples; the same draws whatever is measured, so
    that systems meet the same samples.
    """
    _, group = np.unique(dialogues, return_inverse=True)
    sums = np.zeros((group.max() + 1, found.shape[1] + 1))
    np.add.at(sums, group, np.column_stack([found, of]))
    drawn = np.random.default_rng(0).multinomial(len(sums), np.full(len(sums), 1 / len(sums)), size=_DRAWS) @ sums
    low, high = np.quantile(drawn[:, :-1] / drawn[:, -1:], [0.025, 0.975], axis=0)
    return low.tolist(), high.tolist()


def success(outcomes: Sequence[Outcome], lengths: Sequence[int]) -> dict[str, float]:
    """``success_rate`` and ``reward_per_length`` (Kostric and Balog, SIGIR 2026), over all dialogues, asked or not.

    The share of dialogues in which a label that the seeker liked or had seen stands first in some turn; and the mean of
    the rewards of a dialogue by its length. ``lengths`` are turns, by dialogue.
    """
    rewards = np.zeros(len(lengths))
    np.add.at(rewards, [one.dialogue for one in outcomes], [one.reward for one in outcomes])
    return {
        "success_rate": round(float((rewards > 0).mean()), 4),
        "reward_per_length": round(float((rewards / np.maximum(lengths, 1)).mean()), 4),
    }
