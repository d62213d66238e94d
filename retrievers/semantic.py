"""Retrieval by meaning: what a wish in words, or what was liked and disliked, lies close to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrievers.catalogue import Catalogue
from retrievers.encoder import Encoder
from retrievers.exact import products
from retrievers.filters import Mask, mask
from retrievers.items import Item
from retrievers.query import Candidate, Query
from retrievers.store import Ask, Store

Vectors = NDArray[np.float32]

#: Rocchio's weights: the mean of the disliked items counts this much against the mean of the liked ones.
_AGAINST = 0.35
_KEPT = 256  # wishes whose vectors are kept


def describe(item: Item) -> str:
    """The text that stands for an item before the encoder: what it is, what it is about, how it feels.

    Names of people and numbers are left out: the encoder confuses them, and the facets answer for them exactly. So is
    the title of what has a description: "car chases" would find *Cars*, "a lonely keeper" *The Lonely Island*.
    """
    kind = item.kind or "item"
    what = f"{' '.join(item.genres)} {kind}" if item.genres else kind
    what = f"{'An' if what[0] in 'aeiouAEIOU' else 'A'} {what}."
    parts = [what, item.description] if item.description else [f"{item.title}.", what]
    for label, values in (("About", item.themes), ("Mood", item.moods), ("From", item.countries)):
        if values:
            parts.append(f"{label}: {', '.join(values)}.")
    parts += [f"{name}: {', '.join(v) if isinstance(v, tuple) else v}." for name, v in item.extra.items()
              if isinstance(v, str | tuple)]  # fmt: skip
    return " ".join(parts)


def rocchio(liked: Vectors, disliked: Vectors) -> Vectors:
    """The mean of the liked vectors (rows) less a share of that of the disliked, of length 1; zero without likes."""
    if not len(liked):
        return np.zeros(liked.shape[1], np.float32)
    target: Vectors = liked.mean(axis=0)
    if len(disliked):
        target = target - np.float32(_AGAINST) * disliked.mean(axis=0)
    return np.asarray(target / (np.linalg.norm(target) or 1.0), dtype=np.float32)


def bent(scores: Vectors) -> Vectors:
    """Standard deviations bent towards ±6, so that one signal cannot drown the others."""
    return np.asarray(6 * np.tanh(scores / 6), dtype=np.float32)


class Semantic:
    """Candidates whose meaning vectors lie close to the query's words and to what was liked."""

    def __init__(self, catalogue: Catalogue, store: Store, encoder: Encoder) -> None:
        self._catalogue = catalogue
        self._store = store
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    def retrieve(self, query: Query) -> list[Candidate]:
        passing = mask(self._catalogue, query.constraints, (*query.seen, *query.liked, *query.disliked))
        vector = self.words(query.text) + self.likeness(query.liked, query.disliked)
        if not vector.any():
            return []
        rows = self.nearest(vector, query.k, passing)
        scores = self.scores(vector, rows)
        order = np.argsort(-scores, kind="stable")
        return [Candidate(item=self._catalogue.items[rows[at]], score=float(scores[at])) for at in order]

    def words(self, text: str) -> Vectors:
        """The meaning vector of a wish; zero for no words."""
        if not text.strip():
            return np.zeros(self._store.vectors("meaning").shape[1], np.float32)
        return self.read((text,))[text]

    def read(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of wishes, those not met before encoded together: two cost little more than one."""
        known, asked = self._known, [text for text in dict.fromkeys(texts) if text.strip()]
        if new := [text for text in asked if text not in known]:
            known = {**dict(list(known.items())[-_KEPT:]), **dict(zip(new, self._encoder.encode(new), strict=True))}
            self._known = known
        return {text: known[text] for text in asked}

    def likeness(self, liked: Sequence[str], disliked: Sequence[str]) -> Vectors:
        """Where liked items lie, away from disliked ones (Rocchio); zero where nothing was liked."""
        vectors = self._store.vectors("meaning")
        return rocchio(vectors[self._catalogue.rows(liked)], vectors[self._catalogue.rows(disliked)])

    def nearest(self, vector: Vectors, k: int, passing: Mask) -> NDArray[np.int64]:
        return self._store.search("meaning", vector, k, passing).rows

    def nearests(self, vector: Vectors, asks: Sequence[Ask]) -> list[NDArray[np.int64]]:
        """The same for several masks at once."""
        return [hits.rows for hits in self._store.searches("meaning", vector, asks)]

    def scores(self, vector: Vectors, rows: NDArray[np.int64]) -> Vectors:
        """Calibrated similarity (standard deviations above the catalogue's mean) of ``rows`` to ``vector``."""
        raw = products(self._store.vectors("meaning"), vector, rows)
        return bent(self._store.calibrate("meaning", vector, raw))

    def closeness(self, text: str, row: int) -> float:
        """Cosine of a wish in words to the item of ``row``."""
        return float(self.words(text) @ self._store.vectors("meaning")[row])

    def similarity(self, row: int, others: Sequence[int]) -> Vectors:
        """Cosine of the item of ``row`` to each of ``others``."""
        vectors = self._store.vectors("meaning")
        return products(vectors, vectors[row], np.asarray(others, dtype=np.int64))

    def similarities(self, rows: NDArray[np.int64]) -> Vectors:
        """The same of every two of ``rows``."""
        vectors = np.asarray(self._store.vectors("meaning")[rows])
        # Not a matrix product: for so few rows BLAS would wait for its threads longer than it computes.
        return np.asarray(np.vecdot(vectors[:, None], vectors[None]), dtype=np.float32)
