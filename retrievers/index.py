"""Online: open an index folder and hand out its catalogue, its title linker and its ready retriever."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

from retrievers import manifest, tables
from retrievers.catalogue import Catalogue
from retrievers.chroma import METRIC
from retrievers.collaborative import Collaborative
from retrievers.encoder import EMBEDDED, Encoder, SentenceEncoder
from retrievers.errors import IndexUnfit
from retrievers.hybrid import Hybrid, Weights
from retrievers.likeness import Likeness
from retrievers.manifest import Manifest
from retrievers.popular import Popular
from retrievers.query import Query
from retrievers.semantic import Semantic
from retrievers.store import Store, recall
from retrievers.taste import Taste
from retrievers.titles import Titles


@dataclass(frozen=True, kw_only=True)
class Index:
    """An opened index. `open_index` makes one."""

    folder: Path
    manifest: Manifest
    catalogue: Catalogue
    store: Store
    taste: Taste
    encoder: Encoder

    @cached_property
    def titles(self) -> Titles:
        return Titles(self.catalogue)

    @cached_property
    def semantic(self) -> Semantic:
        return Semantic(self.catalogue, self.store, self.encoder)

    @cached_property
    def likeness(self) -> Likeness:
        return Likeness(self.catalogue, self.semantic)

    @cached_property
    def collaborative(self) -> Collaborative:
        return Collaborative(self.catalogue, self.store, self.taste)

    @cached_property
    def popular(self) -> Popular:
        return Popular(self.catalogue)

    @property
    def weights(self) -> Weights:
        """The shipped weights for the people behind this index."""
        return Weights.for_simulated() if self.manifest.simulated else Weights.for_people(self.manifest.people)

    @cached_property
    def hybrid(self) -> Hybrid:
        return self.weighted(self.weights)

    def weighted(self, weights: Weights) -> Hybrid:
        """The retriever with other weights than the shipped ones (for measurements)."""
        return Hybrid(self.catalogue, self.semantic, self.likeness, self.collaborative, self.popular, weights)

    def warm(self) -> None:
        """Load what the first turn would wait for: the facets, the titles, Chroma and the encoder (about 8 s)."""
        _ = self.catalogue.facets, self.hybrid, self.likeness.detail
        self.titles.warm()
        self.store.open_chroma()
        self.encoder.warm()
        self.hybrid.lexical.warm()
        self.hybrid.retrieve(Query(liked=tuple(item.id for item in self.catalogue.items[:1]), k=1))

    def close(self) -> None:
        self.store.close()


def open_index(folder: Path, encoder: Encoder | None = None) -> Index:
    """Open the current version in ``folder``.

    Raises `IndexMissing` where there is none, `IndexUnfit` where it was built for another encoder or is damaged.
    """
    version = manifest.current(folder)
    found = Manifest.read(version)
    encoder = encoder or SentenceEncoder(found.encoder.rpartition("@")[0] or EMBEDDED)
    if encoder.fingerprint != found.encoder:
        raise IndexUnfit(
            f"The index in '{folder}' was built for the encoder '{found.encoder}', not '{encoder.fingerprint}'.",
            "Build the index again: sommelier build",
        )
    manifest.check(version, found)
    try:
        catalogue = tables.read_catalogue(version / "items.parquet")
        store = Store(version, catalogue.rows_by_id, found.chroma)
        taste = Taste.read(version / "taste.npz", store.vectors("taste"))
    except (OSError, ValueError, KeyError, BadZipFile) as error:  # pyarrow's errors are ValueErrors and OSErrors
        raise IndexUnfit(f"The index in '{folder}' is damaged ({error}).", "Build it again.") from error
    return Index(folder=folder, manifest=found, catalogue=catalogue, store=store, taste=taste, encoder=encoder)


def verify(folder: Path, encoder: Encoder | None = None) -> dict[str, float]:
    """Chroma's recall@100 against exact search, by space. Raises `IndexUnfit` where a file or Chroma is damaged."""
    index = open_index(folder, encoder)
    found = {str(space): recall(index.store, space) for space in METRIC}
    notices = index.store.notices
    index.close()
    if notices:
        raise IndexUnfit(notices[0], "Build the index again: sommelier build")
    return found
