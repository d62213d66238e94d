"""Retrieval by taste: what people who like the same things like. Nothing for a person without likes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from retrievers.catalogue import Catalogue
from retrievers.factors import Taste
from retrievers.filters import Mask, mask
from retrievers.query import Candidate, Query
from retrievers.store import Store

Vectors = NDArray[np.float32]

#: A dislike says less than a like: people dislike one film of a kind that they otherwise enjoy.
_AGAINST = 0.5


class Collaborative:
    """Candidates by taste vectors, with exact contributions of each liked item."""

    def __init__(self, catalogue: Catalogue, store: Store, taste: Taste) -> None:
        self._catalogue = catalogue
        self._store = store
        self.taste = taste

    def retrieve(self, query: Query) -> list[Candidate]:
        vector = self.profile(query)
        if not vector.any():
            return []
        passing = mask(self._catalogue, query.constraints, (*query.seen, *query.liked, *query.disliked))
        rows = self.nearest(vector, query.k, passing)
        scores = self.scores(vector, rows)
        order = np.argsort(-scores, kind="stable")
        return [Candidate(item=self._catalogue.items[rows[at]], score=float(scores[at])) for at in order]

    def weights(self, query: Query) -> Mapping[int, float]:
        """What each liked (positive) and disliked (negative) row says of the person."""
        found = {row: 1.0 for row in self._catalogue.rows(query.liked)}
        return {**found, **{row: -_AGAINST for row in self._catalogue.rows(query.disliked)}}

    def profile(self, query: Query) -> Vectors:
        """The person's taste vector; zero where nothing they like has been rated by others."""
        weights = self.weights(query)
        if not any(weight > 0 and self.taste.given[row].any() for row, weight in weights.items()):
            return np.zeros(self.taste.given.shape[1], np.float32)
        return self.taste.profile(weights)

    def nearest(self, vector: Vectors, k: int, passing: Mask) -> NDArray[np.int64]:
        hits = self._store.search("taste", vector, k, passing)
        return hits.rows[hits.scores > 0]

    def scores(self, vector: Vectors, rows: NDArray[np.int64]) -> Vectors:
        """Calibrated taste scores; 0, the mean, for items that too few people rated."""
        sought = self._store.vectors("taste")[rows]
        calibrated = self._store.calibrate("taste", vector, sought @ vector)
        return np.where(sought.any(axis=1), calibrated, np.float32(0)).astype(np.float32)
