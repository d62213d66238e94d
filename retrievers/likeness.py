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
from retrievers.exact import best
from retrievers.filters import Mask
from retrievers.semantic import Semantic, bent, rocchio
from retrievers.store import Ask

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
        return Profile(meaning=self._semantic.likeness(liked, disliked), traits=self._alike(target))

    def _alike(self, target: Vectors) -> Vectors:
        """The traits of every row times ``target``, by the few traits that it has rather than over the whole matrix."""
        held = self._holders
        found = np.zeros(held.shape[1], np.float32)
        for trait in np.flatnonzero(target).tolist():
            own = slice(held.indptr[trait], held.indptr[trait + 1])
            found[held.indices[own]] += target[trait] * held.data[own]
        return found

    def nearest(self, profile: Profile, k: int, passing: Mask) -> Rows:
        """What the meaning puts forward and what the traits put forward: at most ``2 * k`` rows."""
        return np.unique(np.concatenate(self.nearests(profile, [(k, passing)])))

    def nearests(self, profile: Profile, asks: Sequence[Ask]) -> list[Rows]:
        """The same for several masks at once, what the meaning puts forward first; a row may come twice."""
        found = self._semantic.nearests(profile.meaning, asks) if profile.meaning.any() else []
        alike = np.flatnonzero(profile.traits > 0)
        for k, passing in asks:
            own = alike if passing is None else alike[passing[alike]]
            found.append(best(own, profile.traits[own], k)[0])
        return found

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
        all, own = self._traits, self._span(row)
        spans = [self._span(other) for other in others]
        indices = np.concatenate([all.indices[span] for span in spans])
        # Where each trait of the others stands among this item's own, which are sorted; the last stands in for none.
        at = np.minimum(np.searchsorted(all.indices[own], indices), max(own.stop - own.start - 1, 0))
        traits: NDArray[np.float64] = np.zeros(len(spans))
        if own.stop > own.start:
            shared = np.where(all.indices[own][at] == indices, all.data[own][at], np.float32(0))
            both = shared * np.concatenate([all.data[span] for span in spans])
            of = np.repeat(np.arange(len(spans)), [span.stop - span.start for span in spans])
            traits = np.asarray(np.bincount(of, weights=both, minlength=len(spans)), dtype=np.float64)
        return self._blend(traits.astype(np.float32), self._semantic.similarity(row, others))

    def _span(self, row: int) -> slice:
        return slice(int(self._traits.indptr[row]), int(self._traits.indptr[row + 1]))

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

    @cached_property
    def _holders(self) -> sparse.csr_array:
        """The same by trait: traits by items."""
        return sparse.csr_array(self._traits.T)

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
        found = sparse.csr_array(sparse.diags_array(1 / np.maximum(lengths, 1e-9)) @ traits, dtype=np.float32)
        found.sort_indices()
        return found, bits
