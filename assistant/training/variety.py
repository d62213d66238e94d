"""How varied texts are: distinct n-grams (Li et al. 2016, arXiv 1510.03055), self-BLEU (Zhu et al. 2018)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"\w+|[^\w\s]")
_ORDERS = (1, 2, 3, 4)
_OTHERS = 100  # each text is held against at most so many


def distinct(texts: Sequence[str], n: int = 2) -> float:
    """The share of n-grams (of words and marks, in lower case) that are different ones, in [0, 1]; 0 for no text."""
    grams = [gram for text in texts for gram in _grams(_words(text), n)]
    return len(set(grams)) / len(grams) if grams else 0.0


def self_bleu(texts: Sequence[str]) -> float:
    """The mean BLEU-4 of each text against those behind it, in [0, 1]: lower is more varied; 0 for fewer than two."""
    words = [_words(text) for text in texts]
    if len(words) < 2:
        return 0.0
    around = [
        [words[(at + step) % len(words)] for step in range(1, min(_OTHERS + 1, len(words)))] for at in range(len(words))
    ]
    return sum(map(_bleu, words, around)) / len(words)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _grams(words: Sequence[str], n: int) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + n]) for at in range(len(words) - n + 1)]


def _bleu(words: Sequence[str], others: Sequence[Sequence[str]]) -> float:
    """BLEU (Papineni et al. 2002) with one added to matches and counts above single words, so that none is 0."""
    logs = 0.0
    for n in _ORDERS:
        own = Counter(_grams(words, n))
        most: Counter[tuple[str, ...]] = Counter()
        for other in others:
            most |= Counter(_grams(other, n))
        matched, count, added = sum((own & most).values()), sum(own.values()), int(n > 1)
        if matched + added == 0 or count + added == 0:
            return 0.0
        logs += math.log((matched + added) / (count + added)) / len(_ORDERS)
    nearest = min((abs(len(other) - len(words)), len(other)) for other in others)[1]
    return math.exp(min(0.0, 1 - nearest / max(len(words), 1))) * math.exp(logs)
