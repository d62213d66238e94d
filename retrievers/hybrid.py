"""Filters first, then meaning, taste and popularity in one calibrated score, with its provenance for every candidate.

A score is a sum of terms, each calibrated over the catalogue times a fixed weight, so that the share of a term is what
it really moved. The evidence is worked out in `evidence`; wording is somebody else's.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from retrievers import filters, taste
from retrievers.catalogue import Catalogue
from retrievers.collaborative import Collaborative
from retrievers.evidence import Witness
from retrievers.filters import Judged
from retrievers.lexical import Lexical
from retrievers.likeness import Likeness, Profile
from retrievers.popular import Popular
from retrievers.query import Candidate, Query
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
    #: Beside their meaning, what it counts that the record holds all words of a wish.
    lexical: float = 3.0
    likeness: float = 0.2
    taste: float = 1.2
    popularity: float = 0.5
    soft: float = 5.0
    #: For the kind of what was liked (against it for another kind), where no kind was asked for. Where more like it was
    #: asked for, another kind loses what it would by missing a soft wish for that kind.
    kind: float = 0.75
    #: Taken off for lying close to an item that stands higher in the same list (maximal marginal relevance); counts as
    #: far as the catalogue has details, too: two films of one genre are not the same.
    sameness: float = 0.5

    @classmethod
    def for_people(cls, people: int) -> Weights:
        """What few ``people`` can teach of taste, popularity and the records must make up for."""
        few = 1 / max(people, 1)
        return cls(likeness=min(0.2 + 200 * few, 1.5), popularity=min(0.35 + 400 * few, 1.2))

    @classmethod
    def for_simulated(cls) -> Weights:
        """Where no person stands behind the ratings they count less: what the catalogue says goes before."""
        return cls(likeness=1.5, taste=0.5, popularity=0.1, sameness=2.4)


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """The query in the terms of each signal."""

    words: Vectors
    lexical: Vectors
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
        self.collaborative = collaborative
        self._popular = popular
        self._weights = weights or Weights()
        self._likeness = likeness
        self.lexical = Lexical(catalogue)
        self._wanted_of = lru_cache(maxsize=64)(self._new_wanted)
        self._witness = Witness(catalogue, semantic, self.lexical, likeness, collaborative)

    def retrieve(self, query: Query) -> list[Candidate]:
        """At most ``query.k`` candidates, best first, all of which meet every hard condition; none for no match."""
        judged = self._judged(query)
        rows, terms = self._ranked(query, judged)
        return [
            self._candidate(query, judged, int(row), {name: float(t[at]) for name, t in terms.items()})
            for at, row in enumerate(rows)
        ]

    def rows(self, query: Query) -> Rows:
        """The catalogue rows of the candidates alone, without their evidence."""
        return self._ranked(query, self._judged(query))[0]

    def _judged(self, query: Query) -> tuple[Judged, ...]:
        return filters.judge(self._catalogue, query.constraints)

    def _ranked(self, query: Query, judged: Sequence[Judged]) -> tuple[Rows, dict[str, Vectors]]:
        """The best rows in order, with the terms of their scores."""
        passing = filters.passing(self._catalogue, judged, (*query.seen, *query.liked, *query.disliked))
        if not passing.any():
            return np.zeros(0, np.int64), {}
        of = self._wanted(query)
        rows = self._propose(query, judged, of, passing)
        terms = self._terms(query, judged, of, rows)
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
        judged = self._judged(query)
        terms = self._terms(query, judged, self._wanted(query), np.array([row]))
        return self._candidate(query, judged, row, {name: float(values[0]) for name, values in terms.items()})

    def terms(self, query: Query, ids: Collection[str]) -> list[dict[str, float]]:
        """The terms of the score of each of ``ids`` that the catalogue holds, by name; the score is their sum."""
        rows = np.array(self._catalogue.rows(ids), np.int64)
        terms = self._terms(query, self._judged(query), self._wanted(query), rows)
        return [{name: float(values[at]) for name, values in terms.items()} for at in range(len(rows))]

    def says(self, row: int, text: str) -> bool:
        """Whether the item of ``row`` tells of a wish in words, or is close enough to it to be said to meet it."""
        return self._witness.says(row, text)

    def _wanted(self, query: Query) -> _Wanted:
        self._semantic.read((query.text, query.quoted))  # the evidence will ask for the second
        return self._wanted_of(query.text, query.liked, query.disliked)

    def _new_wanted(self, text: str, liked: tuple[str, ...], disliked: tuple[str, ...]) -> _Wanted:
        return _Wanted(
            words=self._semantic.words(text),
            lexical=self.lexical.shares(text),
            likeness=self._likeness.profile(liked, disliked),
            taste=self.collaborative.profile(liked, disliked),
        )

    def _propose(self, query: Query, judged: Sequence[Judged], of: _Wanted, passing: filters.Mask) -> Rows:
        """What each signal puts forward: of all that pass, of what meets most soft wishes, some of what meets one."""
        wanted = max(_PROPOSED, 4 * query.k)
        asks: list[tuple[int, filters.Mask | None]] = [(wanted, passing)]
        if meeting := [one.meeting for one in judged if not one.constraint.hard]:
            met = np.asarray(np.sum(meeting, axis=0, dtype=np.int32))
            asks.append((wanted, passing & (met == met[passing].max())))
            if len(meeting) > 1:  # what meets the only wish has been asked for
                asks += [(4 * query.k, passing & satisfied) for satisfied in meeting]
        found = [self._popular.best(k, mask) for k, mask in asks if mask is not None]
        if of.words.any():
            found += self._semantic.nearests(of.words, asks)
            found += [self._holding(of.lexical, k, mask) for k, mask in asks if mask is not None]
        if of.likeness.any():
            found += self._likeness.nearests(of.likeness, asks)
        if of.taste.any():
            found += self.collaborative.nearests(of.taste, asks)
        return np.unique(np.concatenate(found))

    def _terms(self, query: Query, judged: Sequence[Judged], of: _Wanted, rows: Rows) -> dict[str, Vectors]:
        weights = self._weights
        popularity = weights.popularity - query.adventurous * _ADVENTURE
        terms = {"popularity": np.float32(popularity) * self._popular.scores(rows)}
        if of.words.any():
            said = self._semantic.scores(of.words, rows) + np.float32(weights.lexical) * of.lexical[rows]
            terms["words"] = np.float32(weights.words) * said
        if of.likeness.any():
            likeness = np.float32(weights.likeness * self._likeness.detail)
            terms["likeness"] = likeness * self._likeness.scores(of.likeness, rows)
        if of.taste.any():
            terms["taste"] = np.float32(weights.taste) * self.collaborative.scores(of.taste, rows)
        if soft := [one for one in judged if not one.constraint.hard]:
            terms["soft"] = np.float32(weights.soft) * np.sum([self._met(one, rows) for one in soft], axis=0)
        if query.liked and not any(c.facet == "kind" for c in query.constraints):
            same = self._same_kind(query, rows)
            # What is of the model's kind gains nothing by it, so that no reason looks smaller.
            terms["kind"] = np.float32(weights.soft) * (same - 1) if query.modelled else np.float32(weights.kind) * same
        return terms

    def _holding(self, shares: Vectors, k: int, passing: filters.Mask) -> Rows:
        """Of what passes, the ``k`` rows that hold most of the wish's words."""
        rows = np.flatnonzero(passing & (shares > 0))
        return rows[np.argsort(-shares[rows], kind="stable")[:k]]

    def _met(self, wish: Judged, rows: Rows) -> Vectors:
        """Plus or minus its strength; more where few items could meet it: zombies say more than comedy."""
        items = len(wish.meeting)
        rarity = np.log(items / max(int(np.count_nonzero(wish.meeting)), 1)) / np.log(items + 1)
        strength = wish.constraint.strength * (1 + _RARITY * rarity)
        return np.asarray(np.where(wish.meeting[rows], strength, -strength), dtype=np.float32)

    def _same_kind(self, query: Query, rows: Rows) -> Vectors:
        """From 1, where everything liked is of the item's kind, to -1, where nothing is."""
        liked = self._kinds[self._catalogue.rows(query.liked)]
        share = np.bincount(liked, minlength=int(self._kinds.max()) + 1) / max(len(liked), 1)
        return np.asarray(2 * share[self._kinds[rows]] - 1, dtype=np.float32)

    @cached_property
    def _kinds(self) -> Rows:
        """The kind of each row as a number."""
        numbers: dict[str | None, int] = {}
        return np.array([numbers.setdefault(item.kind, len(numbers)) for item in self._catalogue.items], np.int64)

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

    def _candidate(self, query: Query, judged: Sequence[Judged], row: int, terms: Mapping[str, float]) -> Candidate:
        total = sum(terms.values())
        return Candidate(
            item=self._catalogue.items[row],
            score=float(1 / (1 + np.exp(-total / 2))),
            evidence=self._witness.evidence(query, row, terms, judged),
        )
