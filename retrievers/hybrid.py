"""Filters first, then meaning, taste and popularity in one calibrated score, with its provenance for every candidate.

A score is a sum of terms, each calibrated over the catalogue times a fixed weight, so that the share of a term is what
it really moved. The evidence is worked out in `evidence`; wording is somebody else's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrievers import filters, taste
from retrievers.catalogue import Catalogue
from retrievers.collaborative import Collaborative
from retrievers.evidence import Witness
from retrievers.likeness import Likeness, Profile
from retrievers.popular import Popular
from retrievers.query import Candidate, Constraint, Query
from retrievers.semantic import Semantic

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What one unit of each signal counts: standard deviations of words, likeness and (in their logarithm) taste, and
    the logarithm of how many people like an item. ``likeness`` counts as far as the catalogue has details.

    ``soft`` is what meeting a soft wish adds, and missing it takes off.
    """

    words: float = 1.0
    likeness: float = 0.2
    taste: float = 1.2
    popularity: float = 0.5
    soft: float = 5.0
    #: For the kind of what was liked (against it for another kind), where no kind was asked for.
    kind: float = 0.75
    #: Taken off for lying close to an item that stands higher in the same list (maximal marginal relevance); counts as
    #: far as the catalogue has details, too: two films of one genre are not the same.
    sameness: float = 0.5

    @classmethod
    def for_simulated(cls) -> Weights:
        """Where no person stands behind the ratings they count less: what the catalogue says goes before."""
        return cls(likeness=1.5, taste=0.5, popularity=0.1, sameness=2.4)


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """The query in the terms of each signal."""

    words: Vectors
    likeness: Profile
    taste: taste.Profile


_PROPOSED = 200  # candidates that each signal may put forward
_CLOSE = 0.4  # similarity above which two items count as alike
_RARITY = 0.5  # how much more a soft wish counts that hardly any item meets
_ADVENTURE = 1.2  # what the logarithm of popularity counts at the ends of the adventurousness dial


class Hybrid:
    """The retriever that a conversation uses."""

    def __init__(
        self,
        catalogue: Catalogue,
        semantic: Semantic,
        likeness: Likeness,
        collaborative: Collaborative,
        popular: Popular,
        weights: Weights | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._semantic = semantic
        self._collaborative = collaborative
        self._popular = popular
        self._weights = weights or Weights()
        self._likeness = likeness
        self._witness = Witness(catalogue, semantic, likeness, collaborative)

    def retrieve(self, query: Query) -> list[Candidate]:
        """At most ``query.k`` candidates, best first, all of which meet every hard condition; none for no match."""
        rows, terms = self._ranked(query)
        return [
            self._candidate(query, int(row), {name: float(t[at]) for name, t in terms.items()})
            for at, row in enumerate(rows)
        ]

    def rows(self, query: Query) -> Rows:
        """The catalogue rows of the candidates alone, without their evidence."""
        return self._ranked(query)[0]

    def _ranked(self, query: Query) -> tuple[Rows, dict[str, Vectors]]:
        """The best rows in order, with the terms of their scores."""
        passing = self.passing(query)
        if not passing.any():
            return np.zeros(0, np.int64), {}
        of = self._wanted(query)
        rows = self._propose(query, of, passing)
        terms = self._terms(query, of, rows)
        order = self._varied(rows, np.sum(list(terms.values()), axis=0), query.k)
        return rows[order], {name: values[order] for name, values in terms.items()}

    def passing(self, query: Query) -> filters.Mask:
        """The rows that the query's hard conditions and exclusions let through."""
        return filters.mask(self._catalogue, query.constraints, (*query.seen, *query.liked, *query.disliked))

    def explain(self, query: Query, id: str) -> Candidate | None:
        """The candidate that ``id`` would be for this query, whether or not it would be returned; None if unknown."""
        row = self._catalogue.row(id)
        if row is None:
            return None
        terms = self._terms(query, self._wanted(query), np.array([row]))
        return self._candidate(query, row, {name: float(values[0]) for name, values in terms.items()})

    def _wanted(self, query: Query) -> _Wanted:
        return _Wanted(
            words=self._semantic.words(query.text),
            likeness=self._likeness.profile(query.liked, query.disliked),
            taste=self._collaborative.profile(query),
        )

    def _propose(self, query: Query, of: _Wanted, passing: filters.Mask) -> Rows:
        """What each signal puts forward: of all that pass, of what meets most soft wishes, some of what meets one."""
        wanted = max(_PROPOSED, 4 * query.k)
        found = self._best(of, wanted, passing)
        soft = [c for c in query.constraints if not c.hard and filters.judgeable(self._catalogue, c)]
        if soft:
            meeting = [filters.satisfied(self._catalogue, c) for c in soft]
            met = np.sum(meeting, axis=0)
            found += self._best(of, wanted, passing & (met == met[passing].max()))
            for satisfied in meeting:
                found += self._best(of, 4 * query.k, passing & satisfied)
        return np.unique(np.concatenate(found))

    def _best(self, of: _Wanted, wanted: int, passing: filters.Mask) -> list[Rows]:
        found = [self._popular.best(wanted, passing)]
        if of.words.any():
            found.append(self._semantic.nearest(of.words, wanted, passing))
        if of.likeness.any():
            found.append(self._likeness.nearest(of.likeness, wanted, passing))
        if of.taste.any():
            found.append(self._collaborative.nearest(of.taste, wanted, passing))
        return found

    def _terms(self, query: Query, of: _Wanted, rows: Rows) -> dict[str, Vectors]:
        weights = self._weights
        popularity = weights.popularity - query.adventurous * _ADVENTURE
        terms = {"popularity": np.float32(popularity) * self._popular.scores(rows)}
        if of.words.any():
            terms["words"] = np.float32(weights.words) * self._semantic.scores(of.words, rows)
        if of.likeness.any():
            likeness = np.float32(weights.likeness * self._likeness.detail)
            terms["likeness"] = likeness * self._likeness.scores(of.likeness, rows)
        if of.taste.any():
            terms["taste"] = np.float32(weights.taste) * self._collaborative.scores(of.taste, rows)
        soft = [c for c in query.constraints if not c.hard and filters.judgeable(self._catalogue, c)]
        if soft:
            terms["soft"] = np.float32(weights.soft) * np.sum([self._met(c, rows) for c in soft], axis=0)
        if query.liked and not any(c.facet == "kind" for c in query.constraints):
            terms["kind"] = np.float32(weights.kind) * self._same_kind(query, rows)
        return terms

    def _met(self, wish: Constraint, rows: Rows) -> Vectors:
        """Plus or minus its strength; more where few items could meet it: zombies say more than comedy."""
        satisfied = filters.satisfied(self._catalogue, wish)
        rarity = np.log(len(satisfied) / max(int(satisfied.sum()), 1)) / np.log(len(satisfied) + 1)
        strength = wish.strength * (1 + _RARITY * rarity)
        return np.asarray(np.where(satisfied[rows], strength, -strength), dtype=np.float32)

    def _same_kind(self, query: Query, rows: Rows) -> Vectors:
        """From 1, where everything liked is of the item's kind, to -1, where nothing is."""
        liked = [self._catalogue.items[row].kind for row in self._catalogue.rows(query.liked)]
        share = {kind: liked.count(kind) / len(liked) for kind in set(liked)}
        return np.array([2 * share.get(self._catalogue.items[row].kind, 0.0) - 1 for row in rows], np.float32)

    def _varied(self, rows: Rows, scores: Vectors, k: int) -> list[int]:
        """Positions of the best ``k``, scored down for likeness to earlier ones (Carbonell & Goldstein 1998)."""
        pool = np.argsort(-scores, kind="stable")[: max(4 * k, 40)]
        scores = scores[pool].astype(np.float32).copy()
        alike = self._likeness.similarities(rows[pool])
        sameness = np.float32(self._weights.sameness * self._likeness.detail)
        chosen: list[int] = []
        while len(chosen) < min(k, len(pool)):
            best = int(np.argmax(scores))
            chosen.append(best)
            scores[best] = -np.inf
            scores -= sameness * np.maximum(alike[best] - _CLOSE, 0).astype(np.float32)
        return [int(pool[at]) for at in chosen]

    def _candidate(self, query: Query, row: int, terms: Mapping[str, float]) -> Candidate:
        total = sum(terms.values())
        return Candidate(
            item=self._catalogue.items[row],
            score=float(1 / (1 + np.exp(-total / 2))),
            evidence=self._witness.evidence(query, row, terms),
        )
