"""How alike items are by what the catalogue says of them: the facet values they share, and what their texts mean.

Facet values, with the decade, are *traits*; an item is the vector of its traits, rare ones counting more (the square
root of the inverse document frequency). Texts alone find neighbours by their words ("Inside Out" for "Get Out"); both
together find those that people like together about twice as often (docs/experiments.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrievers.catalogue import Catalogue
from retrievers.filters import Mask
from retrievers.semantic import Semantic, bent, rocchio

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]

#: What the meaning of the texts counts beside the traits, in the calibrated score and in `Likeness.similarity`.
_MEANING = 0.5
#: Bits of an item's traits at which the catalogue counts as saying half of what there is to say.
_HALF_DETAIL = 15.0
#: ``length`` holds short, medium and long, and ``note`` what some do not want to see: no kinship.
_NO_TRAITS = {"length", "note"}
#: What a trait of these counts where any other counts 1: an actor or a decade in common says less than a theme.
_LESSER = {"cast": 0.5, "decade": 0.5}


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Where what is liked lies, away from what is disliked: its meaning, and the cosine of its traits to every row."""

    meaning: Vectors
    traits: Vectors

    def any(self) -> bool:
        """Whether anything is liked at all."""
        return bool(self.meaning.any() or self.traits.any())


class Likeness:
    """Candidates that resemble what was liked, and how alike two items are."""

    def __init__(self, catalogue: Catalogue, semantic: Semantic) -> None:
        self._catalogue = catalogue
        self._semantic = semantic

    def profile(self, liked: Sequence[str], disliked: Sequence[str]) -> Profile:
        """Liked items less disliked ones (Rocchio); nothing where nothing was liked."""
        target = rocchio(self._dense(self._catalogue.rows(liked)), self._dense(self._catalogue.rows(disliked)))
        return Profile(meaning=self._semantic.likeness(liked, disliked), traits=self._traits @ target)

    def nearest(self, profile: Profile, k: int, passing: Mask) -> Rows:
        """What the meaning puts forward and what the traits put forward: at most ``2 * k`` rows."""
        found = [self._semantic.nearest(profile.meaning, k, passing)] if profile.meaning.any() else []
        if profile.traits.any():
            rows = np.flatnonzero(passing)
            products = profile.traits[rows]
            best = np.argpartition(-products, k)[:k] if len(rows) > k else np.arange(len(rows))
            found.append(rows[best[products[best] > 0]])
        return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def scores(self, profile: Profile, rows: Rows) -> Vectors:
        """Traits and meaning, each in standard deviations over the catalogue, the latter at half its weight."""
        found = np.zeros(len(rows), np.float32)
        if profile.traits.any():
            spread = float(profile.traits.std())
            if spread > 1e-6:
                found += bent((profile.traits[rows] - profile.traits.mean()) / spread)
        if profile.meaning.any():
            found += np.float32(_MEANING) * self._semantic.scores(profile.meaning, rows)
        return found

    def similarity(self, row: int, others: Sequence[int]) -> Vectors:
        """How alike the item of ``row`` and each of ``others`` are, about 0 to 1: the two cosines, weighted."""
        theirs = self._traits
        one = np.zeros(theirs.shape[1], np.float32)
        own = slice(theirs.indptr[row], theirs.indptr[row + 1])
        one[theirs.indices[own]] = theirs.data[own]
        spans = ((theirs.indptr[other], theirs.indptr[other + 1]) for other in others)
        traits = np.array([theirs.data[a:b] @ one[theirs.indices[a:b]] for a, b in spans], dtype=np.float32)
        return self._blend(traits, self._semantic.similarity(row, others))

    def similarities(self, rows: Rows) -> Vectors:
        """The same of every two of ``rows``."""
        traits = self._traits[rows]
        return self._blend((traits @ traits.T).toarray(), self._semantic.similarities(rows))

    def _blend(self, traits: Vectors, meaning: Vectors) -> Vectors:
        return np.asarray((traits + _MEANING * meaning) / (1 + _MEANING), dtype=np.float32)

    def _dense(self, rows: Sequence[int]) -> Vectors:
        return np.asarray(self._traits[list(rows)].todense(), dtype=np.float32)

    @property
    def detail(self) -> float:
        """How much the catalogue says of its items, 0 to 1: 0.85 for the demo's records, 0.3 for genres alone."""
        return self._bits / (self._bits + _HALF_DETAIL)

    @property
    def _traits(self) -> sparse.csr_array:
        return self._described[0]

    @property
    def _bits(self) -> float:
        return self._described[1]

    @cached_property
    def _described(self) -> tuple[sparse.csr_array, float]:
        """Items by traits, rows of length 1 (a row of zeros for an item without facets), and mean bits an item."""
        catalogue = self._catalogue
        facets = [facet for facet in catalogue.facets if facet not in {*_NO_TRAITS, "people"}]
        numbers: dict[tuple[str, str], int] = {}
        rows, columns = [], []
        for row, item in enumerate(catalogue.items):
            own = {(facet, value) for facet in facets for value in catalogue.values(item, facet)}
            own |= {("cast" if person.role == "cast" else "people", person.name) for person in item.people}
            if item.year is not None:
                own.add(("decade", str(item.year // 10)))
            rows += [row] * len(own)
            columns += [numbers.setdefault(trait, len(numbers)) for trait in sorted(own)]
        counts = np.array([_LESSER.get(facet, 1.0) for facet, _ in numbers])
        holders = np.bincount(columns, minlength=len(numbers)) if columns else np.zeros(0)
        rarity = np.log((len(catalogue) + 1) / np.maximum(holders, 1))
        values = (counts * np.sqrt(rarity))[columns].astype(np.float32) if columns else np.zeros(0, np.float32)
        traits = sparse.csr_array((values, (rows, columns)), shape=(len(catalogue), len(numbers)), dtype=np.float32)
        lengths = np.sqrt(traits.multiply(traits).sum(axis=1))
        bits = float((lengths**2).mean() / np.log(2))
        return sparse.csr_array(sparse.diags_array(1 / np.maximum(lengths, 1e-9)) @ traits, dtype=np.float32), bits
