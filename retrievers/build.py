"""Offline: a catalogue and its interactions → an index folder, beside the old one, verified, then swapped in at once.

What was embedded before is not embedded again (vectors are kept by the hash of their text). It knows no conversation.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrievers import factors, manifest, store, tables
from retrievers.catalogue import Catalogue, validated
from retrievers.encoder import Encoder
from retrievers.errors import BadData, IndexUnfit
from retrievers.interactions import Ratings, map_ratings
from retrievers.semantic import describe
from retrievers.sources.records import Source

#: Called with a stage's name, how much is done and how much there is.
Progress = Callable[[str, int, int], None]

_LEAST_RECALL = 0.98


@dataclass(frozen=True, kw_only=True)
class Built:
    """What a build did: its manifest, how many texts it embedded anew, and Chroma's recall against exact search."""

    manifest: manifest.Manifest
    embedded: int
    recall: float
    skipped: dict[str, int]
    unknown_items: int
    repeated: int


def build(
    source: Source,
    folder: Path,
    encoder: Encoder,
    *,
    name: str,
    sources: dict[str, str],
    max_bad_rows: float = 0.01,
    progress: Progress = lambda stage, done, total: None,
) -> Built:
    """Build an index in ``folder`` and make it the current one.

    Raises `BadData`, with the index in ``folder`` left as it was, where more than the share ``max_bad_rows`` of the
    rows cannot be used; ``folder/bad_rows.csv`` then lists them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _judge_bad_rows(source, folder, max_bad_rows)
    catalogue, ratings = _with_ratings(validated(source.items), source)
    version = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    work = folder / f".building-{version}"
    _clear_unfinished(folder)
    work.mkdir()
    try:
        meaning, embedded = _meaning(catalogue, encoder, folder, progress)
        progress("taste", 0, 1)
        taste = factors.fit(ratings, len(catalogue))
        progress("taste", 1, 1)
        tables.write_catalogue(work / "items.parquet", catalogue)
        np.savez(work / "taste.npz", given=taste.given, fans=taste.fans, starts=taste.starts)
        spaces = {"meaning": meaning, "taste": taste.sought}
        store.write(work, [i.id for i in catalogue.items], spaces, lambda done, all: progress("store", done, all))
        recall = _verify(work, catalogue)
        found = _manifest(version, name, sources, source, catalogue, ratings, encoder, meaning, taste)
        replace(found, files=manifest.sizes(work)).write(work)
        os.replace(work, folder / version)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    manifest.switch(folder, version)
    return Built(
        manifest=manifest.Manifest.read(folder / version),
        embedded=embedded,
        recall=recall,
        skipped=dict(source.bad.causes),
        unknown_items=ratings.unknown,
        repeated=ratings.repeated,
    )


def _judge_bad_rows(source: Source, folder: Path, most: float) -> None:
    listing = folder / "bad_rows.csv"
    listing.unlink(missing_ok=True)
    if not len(source.bad):
        return
    tables.write_bad_rows(listing, source.bad.rows)
    share = len(source.bad) / max(source.rows, 1)
    if share > most:
        causes = ", ".join(f"{cause}: {count}" for cause, count in source.bad.causes.most_common())
        raise BadData(
            f"{len(source.bad)} of {source.rows} rows cannot be used ({causes}), more than {most:.1%}.",
            f"See '{listing}', mend the rows or allow more with --max-bad-rows.",
        )


def _with_ratings(catalogue: Catalogue, source: Source) -> tuple[Catalogue, Ratings]:
    """The catalogue with how many liked each item and its mean rating, and the ratings mapped onto its rows."""
    empty = np.zeros(0, np.int32)
    if source.interactions is None:
        none = np.zeros(0, np.float32)
        return catalogue, Ratings(people=empty, rows=empty, weights=none, positive=empty.astype(bool), scale=None,
                                  unknown=0, repeated=0)  # fmt: skip
    ratings = map_ratings(source.interactions, catalogue.rows_by_id)
    if not len(ratings.rows):
        raise BadData(
            f"None of the {len(source.interactions)} interactions names an item of the catalogue.",
            "Check that both files use the same ids.",
        )
    n = len(catalogue)
    counts = np.bincount(ratings.rows, minlength=n)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (np.bincount(ratings.rows, weights=ratings.weights, minlength=n) / counts).astype(np.float32)
    raters = np.bincount(ratings.rows[ratings.positive], minlength=n).astype(np.int32)
    return Catalogue(catalogue.items, raters, means, ratings.scale), ratings


def _meaning(
    catalogue: Catalogue, encoder: Encoder, folder: Path, progress: Progress, *, batch: int = 256
) -> tuple[NDArray[np.float32], int]:
    """Meaning vectors of all items, embedding only texts that the vectors kept from earlier builds do not cover."""
    texts = [describe(item) for item in catalogue.items]
    keys = [hashlib.sha256(f"{encoder.fingerprint}\n{text}".encode()).hexdigest() for text in texts]
    kept = _kept_vectors(folder)
    missing = sorted({key: text for key, text in zip(keys, texts, strict=True) if key not in kept}.items(),
                     key=lambda pair: len(pair[1]))  # fmt: skip
    for start in range(0, len(missing), batch):
        part = missing[start : start + batch]
        vectors = encoder.encode([text for _, text in part])
        kept.update(zip((key for key, _ in part), vectors, strict=True))
        _keep_vectors(folder, kept)
        progress("meaning", min(start + batch, len(missing)), len(missing))
    used = {key: kept[key] for key in keys}
    _keep_vectors(folder, used)
    return np.stack([used[key] for key in keys]).astype(np.float32), len(missing)


def _kept_vectors(folder: Path) -> dict[str, NDArray[np.float32]]:
    try:
        with np.load(folder / "kept_vectors.npz", allow_pickle=False) as found:
            return dict(zip(found["keys"].tolist(), found["vectors"], strict=True))
    except (OSError, ValueError, KeyError):
        return {}  # none yet, or cut off while being written: embedding again costs time only


def _keep_vectors(folder: Path, kept: dict[str, NDArray[np.float32]]) -> None:
    part = folder / ".kept_vectors.npz"
    np.savez(part, keys=np.array(list(kept)), vectors=np.stack(list(kept.values())))
    os.replace(part, folder / "kept_vectors.npz")


def _verify(work: Path, catalogue: Catalogue) -> float:
    opened = store.Store(work, catalogue.rows_by_id)
    recalls = [store.recall(opened, space, k=min(100, len(catalogue))) for space in store.METRIC]
    opened.close()
    if opened.notices:
        raise IndexUnfit(opened.notices[0], "Try the build again.")
    if min(recalls) < _LEAST_RECALL:
        raise IndexUnfit(f"Chroma finds only {min(recalls):.1%} of the nearest items.", "Report this with the data.")
    return min(recalls)


def _manifest(version: str, name: str, sources: dict[str, str], source: Source, catalogue: Catalogue, ratings: Ratings,
              encoder: Encoder, meaning: NDArray[np.float32], taste: factors.Taste) -> manifest.Manifest:  # fmt: skip
    return manifest.Manifest(
        version=version,
        layout=manifest.LAYOUT,
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        name=name,
        sources=sources,
        items=len(catalogue),
        kinds=dict(Counter(item.kind or "item" for item in catalogue.items)),
        interactions=len(ratings.rows),
        people=ratings.number_of_people,
        simulated=source.simulated,
        encoder=encoder.fingerprint,
        meaning_dimensions=meaning.shape[1],
        taste_dimensions=taste.sought.shape[1],
        taste_items=int(taste.warm.sum()),
    )


def _clear_unfinished(folder: Path) -> None:
    for path in folder.glob(".building-*"):
        shutil.rmtree(path, ignore_errors=True)


def digest(path: Path) -> str:
    """sha256 of a file, or of a folder's file names and sizes: what the manifest records of a source."""
    if path.is_dir():
        listing = sorted((p.relative_to(path).as_posix(), p.stat().st_size) for p in path.rglob("*") if p.is_file())
        return hashlib.sha256(json.dumps(listing).encode()).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
