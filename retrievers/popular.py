"""Retrieval by popularity: for a person of whom nothing is known, and the floor that everything else must beat."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrievers.catalogue import Catalogue
from retrievers.filters import Mask, mask
from retrievers.query import Candidate, Query

Vectors = NDArray[np.float32]


class Popular:
    """Candidates by how many people liked them, those with the higher mean rating first among equals."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        counts = np.log1p(catalogue.raters.astype(np.float32))
        self._scores = counts - counts.mean()
        means = np.nan_to_num(catalogue.means, nan=-1.0)
        self._order = np.lexsort((np.arange(len(catalogue)), -means, -counts))

    def retrieve(self, query: Query) -> list[Candidate]:
        passing = mask(self._catalogue, query.constraints, (*query.seen, *query.liked, *query.disliked))
        rows = self.best(query.k, passing)
        return [Candidate(item=self._catalogue.items[row], score=float(self._scores[row])) for row in rows]

    def best(self, k: int, passing: Mask) -> NDArray[np.int64]:
        found: list[NDArray[np.int64]] = []
        missing, start, span = k, 0, 4 * k
        while missing > 0 and start < len(self._order):  # mostly the first few thousand hold enough
            rows = self._order[start : start + span]
            found.append(rows[passing[rows]][:missing])
            missing, start, span = missing - len(found[-1]), start + span, 4 * span
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def scores(self, rows: NDArray[np.int64]) -> Vectors:
        """The natural logarithm of how many people liked the item, from the catalogue's mean.

        Not in standard deviations: where all items are about as popular, popularity says nothing.
        """
        found: Vectors = self._scores[rows]
        return found
