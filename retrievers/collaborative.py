"""Retrieval by taste: what people who like the same things like. Nothing for a person without likes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrievers.catalogue import Catalogue
from retrievers.filters import Mask, mask
from retrievers.query import Candidate, Query
from retrievers.store import Ask, Store
from retrievers.taste import Profile, Rows, Taste

Vectors = NDArray[np.float32]


class Collaborative:
    """Candidates by taste vectors, with exact contributions of each liked item."""

    def __init__(self, catalogue: Catalogue, store: Store, taste: Taste) -> None:
        self._catalogue = catalogue
        self._store = store
        self.taste = taste

    def retrieve(self, query: Query) -> list[Candidate]:
        profile = self.profile(query.liked, query.disliked)
        passing = mask(self._catalogue, query.constraints, (*query.seen, *query.liked, *query.disliked))
        rows = self.nearest(profile, query.k, passing)
        scores = self.scores(profile, rows)
        return [Candidate(item=self._catalogue.items[row], score=float(s)) for row, s in zip(rows, scores, strict=True)]

    def profile(self, liked: Sequence[str], disliked: Sequence[str]) -> Profile:
        """The taste of who likes and dislikes these ids; nothing where nothing they like has been liked by others."""
        return self.taste.profile(self._catalogue.rows(liked), self._catalogue.rows(disliked))

    def nearest(self, profile: Profile, k: int, passing: Mask) -> Rows:
        """The best ``k`` of the passing rows that score above nothing."""
        return self.nearests(profile, [(k, passing)])[0]

    def nearests(self, profile: Profile, asks: Sequence[Ask]) -> list[Rows]:
        """The same for several masks at once."""
        if not profile.any():
            return [np.zeros(0, np.int64) for _ in asks]
        near = np.flatnonzero(profile.near)
        found = []
        for (k, passing), hits in zip(asks, self._store.searches("taste", profile.vector, asks), strict=True):
            rows = np.union1d(hits.rows, near if passing is None else near[passing[near]])
            scores = self.taste.scores(profile, rows)
            order = np.argsort(-scores, kind="stable")[:k]
            found.append(np.asarray(rows[order[scores[order] > 0]], dtype=np.int64))
        return found

    def scores(self, profile: Profile, rows: Rows) -> Vectors:
        """Calibrated taste scores; 0, the mean, for items that too few people liked.

        Taste has a long tail (a sequel lies a hundred deviations out), whose order says most: its logarithm is taken.
        """
        calibrated = self._store.calibrate("taste", profile.vector, self.taste.scores(profile, rows))
        return np.where(self.taste.warm[rows], np.arcsinh(calibrated), np.float32(0)).astype(np.float32)

    def contributions(self, query: Query, row: int) -> dict[int, float]:
        """The part that each liked and disliked row has in the taste score of ``row``, exactly."""
        return self.taste.contributions(self._catalogue.rows(query.liked), row, self._catalogue.rows(query.disliked))
