"""A catalogue of any size for measuring speed: clustered vectors, items with facets, taste of the shapes of a build.

Nothing here says anything about quality: the numbers are drawn, only their sizes and their spread are like real ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from retrievers import chroma, store
from retrievers.catalogue import Catalogue
from retrievers.chroma import Space
from retrievers.encoder import Encoder
from retrievers.factors import DENSE_LIMIT, DIMENSIONS, NEAR
from retrievers.index import Index
from retrievers.items import Item, Person
from retrievers.manifest import LAYOUT, Manifest
from retrievers.store import Store
from retrievers.taste import LENGTHS, Taste

Vectors = NDArray[np.float32]

_LATENT = 64  # ways in which meanings differ; text embeddings spread over a few dozen, with a falling share of each
_CLUSTERS = 500
_SPREAD = 0.6  # of items about the middle of their cluster, where the middles spread by 1
_NOISE = 0.05  # in each dimension


def vectors(items: int, dimensions: int = 384, *, seed: int = 0) -> Vectors:
    """Unit vectors of shape (items, dimensions), in clusters on a curved sheet of fewer dimensions, with noise."""
    rng = np.random.default_rng(seed)
    latent = min(_LATENT, dimensions)
    scale = (1 / np.sqrt(1 + np.arange(latent))).astype(np.float32)
    ways = np.linalg.qr(rng.standard_normal((dimensions, latent)))[0].T.astype(np.float32)
    middles = rng.standard_normal((_CLUSTERS, latent), dtype=np.float32)
    of = rng.integers(_CLUSTERS, size=items)
    placed = (middles[of] + np.float32(_SPREAD) * rng.standard_normal((items, latent), dtype=np.float32)) * scale
    found = placed @ ways + np.float32(_NOISE) * rng.standard_normal((items, dimensions), dtype=np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


def catalogue(items: int, *, seed: int = 0) -> Catalogue:
    """Items with a year, kind, length, two genres, three themes, a mood, a director and two actors, and likes."""
    rng = np.random.default_rng(seed)

    def drawn(name: str, values: int, each: int) -> list[tuple[str, ...]]:
        """For each item some of the values, the first ones more often, as words are."""
        numbers = (values * rng.random((items, each)) ** 2).astype(int)
        return [tuple(dict.fromkeys(f"{name} {number}" for number in row)) for row in numbers]

    genres, themes, moods = drawn("genre", 40, 2), drawn("theme", 400, 3), drawn("mood", 30, 1)
    directors, cast = drawn("director", max(items // 5, 1), 1), drawn("actor", max(items // 3, 1), 2)
    years, lengths = 2024 - (70 * rng.random(items) ** 2).astype(int), rng.integers(70, 200, size=items)
    found = [
        Item(
            id=str(row), title=f"Title {row}", year=int(years[row]), kind="film" if row % 3 else "book",
            genres=genres[row], themes=themes[row], moods=moods[row], length=int(lengths[row]),
            people=(*(Person(name=name, role="director") for name in directors[row]),
                    *(Person(name=name, role="cast") for name in cast[row])),
        )
        for row in range(items)
    ]  # fmt: skip
    likes = (2000 * rng.random(items) ** 6).astype(np.int32)
    return Catalogue(found, likes, rng.uniform(2, 4.5, items).astype(np.float32), (0.5, 5.0))


def taste(items: int, *, people: int = 6000, seed: int = 0) -> Taste:
    """Taste of the shapes that `factors.fit` gives for so many items, with drawn numbers."""
    rng = np.random.default_rng(seed)
    warm = min(items, DENSE_LIMIT)
    rank, near = min(DIMENSIONS, warm), min(NEAR, max(warm - 1, 1))
    rows = np.sort(rng.choice(items, warm, replace=False))
    place = np.full(items, -1, np.int64)
    place[rows] = np.arange(warm)
    sought = np.zeros((items, rank), np.float32)
    sought[rows] = rng.standard_normal((warm, rank), dtype=np.float32) / np.float32(np.sqrt(rank))
    given = rng.standard_normal((len(LENGTHS), warm, rank), dtype=np.float32) / np.float32(np.sqrt(rank))
    fans = [np.sort(rng.choice(people, rng.integers(2, 200), replace=False)).astype(np.int32) for _ in range(warm)]
    counts = np.zeros(items, np.int64)
    counts[rows] = [len(some) for some in fans]
    return Taste(
        sought=sought, place=place, given=given, near=tuple(_entries(rng, rows, near, items) for _ in LENGTHS),
        fans=np.concatenate(fans), starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )  # fmt: skip


def _entries(rng: np.random.Generator, rows: NDArray[np.int64], near: int, items: int) -> sparse.csr_array:
    columns = rows[rng.integers(len(rows), size=(len(rows), near))].ravel()
    values = (0.1 * rng.standard_normal(len(columns))).astype(np.float32)
    places = np.repeat(np.arange(len(rows)), near)
    return sparse.csr_array((values, (places, columns)), shape=(len(rows), items), dtype=np.float32)


class Given:
    """An encoder that is handed its vectors: the text of a number means the vector of that row, a little moved."""

    name = "given"

    def __init__(self, vectors: Vectors, fingerprint: str = "given@0") -> None:
        self._vectors = vectors
        self.fingerprint = fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.stack([near(self._vectors[int(text)], seed=int(text)) for text in texts])

    def warm(self) -> None:
        """There is nothing to load."""


def near(vector: Vectors, *, seed: int) -> Vectors:
    """A unit vector with a cosine of about 0.7 to ``vector``, as a wish in words has to what it finds."""
    noise = np.random.default_rng(seed).standard_normal(len(vector)).astype(np.float32)
    found = vector + noise / np.linalg.norm(noise)
    return np.asarray(found / np.linalg.norm(found), dtype=np.float32)


def index(
    items: int,
    folder: Path,
    progress: Callable[[int, int], None] = lambda done, all: None,
    *,
    held: Catalogue | None = None,
    encoder: Encoder | None = None,
) -> Index:
    """An opened index of drawn items in ``folder``; Chroma takes minutes for 100,000 of them.

    ``held`` is a catalogue of so many items in place of the drawn one, ``encoder`` one that reads real words.
    """
    held, likes = held or catalogue(items), taste(items)
    spaces: dict[Space, Vectors] = {"meaning": vectors(items), "taste": likes.sought}
    folder.mkdir(parents=True, exist_ok=True)
    store.write(folder, spaces)
    chroma.write(chroma.Place(folder), [item.id for item in held.items], spaces, progress)
    opened = Store(folder, held.rows_by_id)
    card = Manifest(
        version="", layout=LAYOUT, built="", name="synthetic", sources={}, items=items, kinds=dict(held.kinds),
        interactions=0, people=0, simulated=False, encoder="given@0", meaning_dimensions=384,
        taste_dimensions=likes.sought.shape[1], taste_items=int(likes.warm.sum()),
    )  # fmt: skip
    encoder = encoder or Given(opened.vectors("meaning"))
    return Index(folder=folder, manifest=card, catalogue=held, store=opened, taste=likes, encoder=encoder)
