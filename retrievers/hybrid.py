"""Filters first, then meaning, taste and popularity in one calibrated score, with its provenance for every candidate.

A score is a sum of terms, each in standard deviations over the catalogue times a fixed weight, so that the share of a
term is what it really moved. The evidence is worked out in `evidence`; wording is somebody else's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrievers import filters
from retrievers.catalogue import Catalogue
from retrievers.collaborative import Collaborative
from retrievers.evidence import Witness
from retrievers.popular import Popular
from retrievers.query import Candidate, Query
from retrievers.semantic import Semantic

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What one standard deviation of each signal counts. ``soft`` is what meeting a soft wish adds."""

    words: float = 1.0
    likeness: float = 0.6
    taste: float = 1.0
    popularity: float = 0.35
    soft: float = 2.5
    #: Taken off for lying close to an item that stands higher in the same list (maximal marginal relevance).
    sameness: float = 2.0


_PROPOSED = 200  # candidates that each signal may put forward
_CLOSE = 0.55  # cosine above which two items count as alike
_ADVENTURE = 1.2  # what a standard deviation of popularity counts at the ends of the adventurousness dial


class Hybrid:
    """The retriever that a conversation uses."""

    def __init__(
        self,
        catalogue: Catalogue,
        semantic: Semantic,
        collaborative: Collaborative,
        popular: Popular,
        weights: Weights | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._semantic = semantic
        self._collaborative = collaborative
        self._popular = popular
        self._weights = weights or Weights()
        self._witness = Witness(catalogue, semantic, collaborative)

    def retrieve(self, query: Query) -> list[Candidate]:
        """At most ``query.k`` candidates, best first, all of which meet every hard condition; none for no match."""
        passing = self.passing(query)
        if not passing.any():
            return []
        vectors = self._vectors(query)
        rows = self._propose(query, vectors, passing)
        terms = self._terms(query, vectors, rows)
        order = self._varied(rows, np.sum(list(terms.values()), axis=0), query.k)
        return [
            self._candidate(query, int(rows[at]), {name: float(t[at]) for name, t in terms.items()}) for at in order
        ]

    def passing(self, query: Query) -> filters.Mask:
        """The rows that the query's hard conditions and exclusions let through."""
        return filters.mask(self._catalogue, query.constraints, (*query.seen, *query.liked, *query.disliked))

    def explain(self, query: Query, id: str) -> Candidate | None:
        """The candidate that ``id`` would be for this query, whether or not it would be returned; None if unknown."""
        row = self._catalogue.row(id)
        if row is None:
            return None
        terms = self._terms(query, self._vectors(query), np.array([row]))
        return self._candidate(query, row, {name: float(values[0]) for name, values in terms.items()})

    def _vectors(self, query: Query) -> Mapping[str, Vectors]:
        return {
            "words": self._semantic.words(query.text),
            "likeness": self._semantic.likeness(query.liked, query.disliked),
            "taste": self._collaborative.profile(query),
        }

    def _propose(self, query: Query, vectors: Mapping[str, Vectors], passing: filters.Mask) -> Rows:
        """The union of what each signal puts forward; soft wishes put their own best forward as well."""
        wanted = max(_PROPOSED, 4 * query.k)
        found = [self._popular.best(wanted, passing)]
        if vectors["words"].any():
            found.append(self._semantic.nearest(vectors["words"], wanted, passing))
        if vectors["likeness"].any():
            found.append(self._semantic.nearest(vectors["likeness"], wanted, passing))
        if vectors["taste"].any():
            found.append(self._collaborative.nearest(vectors["taste"], wanted, passing))
        soft = [c for c in query.constraints if not c.hard and filters.judgeable(self._catalogue, c)]
        if soft:
            met = np.sum([filters.satisfied(self._catalogue, c) for c in soft], axis=0)
            best = passing & (met == met[passing].max())
            found.append(self._popular.best(wanted, best))
            if vectors["words"].any():
                found.append(self._semantic.nearest(vectors["words"], wanted, best))
            if vectors["taste"].any():
                found.append(self._collaborative.nearest(vectors["taste"], wanted, best))
        return np.unique(np.concatenate(found))

    def _terms(self, query: Query, vectors: Mapping[str, Vectors], rows: Rows) -> dict[str, Vectors]:
        weights = self._weights
        popularity = weights.popularity - query.adventurous * _ADVENTURE
        terms = {"popularity": np.float32(popularity) * self._popular.scores(rows)}
        if vectors["words"].any():
            terms["words"] = np.float32(weights.words) * self._semantic.scores(vectors["words"], rows)
        if vectors["likeness"].any():
            terms["likeness"] = np.float32(weights.likeness) * self._semantic.scores(vectors["likeness"], rows)
        if vectors["taste"].any():
            terms["taste"] = np.float32(weights.taste) * self._collaborative.scores(vectors["taste"], rows)
        soft = [c for c in query.constraints if not c.hard and filters.judgeable(self._catalogue, c)]
        if soft:
            met = np.sum(
                [np.where(filters.satisfied(self._catalogue, c)[rows], c.strength, -c.strength) for c in soft], axis=0
            )
            terms["soft"] = (np.float32(weights.soft) * met).astype(np.float32)
        return terms

    def _varied(self, rows: Rows, scores: Vectors, k: int) -> list[int]:
        """Positions of the best ``k``, scored down for likeness to earlier ones (Carbonell & Goldstein 1998)."""
        pool = np.argsort(-scores, kind="stable")[: max(4 * k, 40)]
        scores = scores[pool].astype(np.float32).copy()
        chosen: list[int] = []
        while len(chosen) < min(k, len(pool)):
            best = int(np.argmax(scores))
            chosen.append(best)
            scores[best] = -np.inf
            alike = self._semantic.similarity(int(rows[pool[best]]), rows[pool].tolist())
            scores -= np.float32(self._weights.sameness) * np.maximum(alike - _CLOSE, 0).astype(np.float32)
        return [int(pool[at]) for at in chosen]

    def _candidate(self, query: Query, row: int, terms: Mapping[str, float]) -> Candidate:
        total = sum(terms.values())
        return Candidate(
            item=self._catalogue.items[row],
            score=float(1 / (1 + np.exp(-total / 2))),
            evidence=self._witness.evidence(query, row, terms),
        )
