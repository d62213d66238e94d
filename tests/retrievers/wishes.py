"""Wishes in words on the demo: ``python -m tests.retrievers.wishes``, the ranking by words alone.

160 wishes of our own with the items that fit, by their records and by what is known of the works (``wishes.jsonl``);
the ``test`` half was written apart from the ``dev`` half, on which the weight was chosen. For each half and each way of
searching: nDCG@10, the share of the first three that fit, each with its 95 % interval over the wishes; and how many of
the first three are said to speak of the wish, with the share of these that fit.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.bootstrap import demo_index
from assistant.settings import load
from retrievers.evidence import ALL_WORDS
from retrievers.hybrid import Weights
from retrievers.index import Index, open_index
from retrievers.lexical import Lexical

Scores = NDArray[np.float32]
_LABELS = Path(__file__).with_name("wishes.jsonl")


def measured(index: Index) -> list[str]:
    """One line for each half and way of searching."""
    lexical = Lexical(index.catalogue)
    every = np.arange(len(index.catalogue))

    def meaning(text: str) -> Scores:
        return index.semantic.scores(index.semantic.words(text), every)

    ways: Mapping[str, Callable[[str], Scores]] = {
        "meaning": meaning,
        "words": lexical.shares,
        "both": lambda text: meaning(text) + np.float32(Weights().lexical) * lexical.shares(text),
    }
    wishes = [json.loads(line) for line in _LABELS.read_text("utf-8").splitlines()]
    lines = []
    for half in ("dev", "test"):
        for name, way in ways.items():
            found, said = [], []
            for wish in (w for w in wishes if w["half"] == half):
                fits = {index.catalogue.rows_by_id[id] for id in wish["relevant"]}
                order = np.argsort(-way(wish["text"]), kind="stable")[:10]
                right = np.array([row in fits for row in order.tolist()])
                found.append((_ndcg(right, len(fits)), right[:3].mean()))
                said += right[:3][lexical.shares(wish["text"])[order[:3]] >= ALL_WORDS].tolist()
            told = f"{len(said)} told of, {np.mean(said):.2f} of them fit"
            lines.append(
                f"{half:5}{name:9}nDCG@10 {_mean([f[0] for f in found])}  P@3 {_mean([f[1] for f in found])}  {told}"
            )
    return lines


def _ndcg(right: NDArray[np.bool_], relevant: int) -> float:
    gains = 1 / np.log2(np.arange(2, len(right) + 2))
    return float(gains[right].sum() / gains[: min(len(right), relevant)].sum())


def _mean(values: list[float]) -> str:
    drawn = np.random.default_rng(0).choice(values, (2000, len(values))).mean(axis=1)
    low, high = np.quantile(drawn, (0.025, 0.975))
    return f"{np.mean(values):.3f} [{low:.3f}, {high:.3f}]"


def main() -> int:
    """Print the table."""
    index = open_index(demo_index(load()))
    sys.stdout.write("\n".join(measured(index)) + "\n")
    index.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
