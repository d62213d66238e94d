"""Offline: a catalogue and its interactions → an index folder, beside the old one, verified, then swapped in at once.

What was embedded before is not embedded again (vectors are kept by the hash of their text), and the interactions are
kept, so that new ones can be added to them (`update`); of people only a hash of their name. It knows no conversation.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from retrievers import chroma, factors, manifest, store, tables
from retrievers.catalogue import Catalogue, validated
from retrievers.embedding import Progress, embed
from retrievers.encoder import Encoder
from retrievers.errors import BadData, IndexMissing, IndexUnfit
from retrievers.interactions import Interactions, Ratings, map_ratings
from retrievers.sources.records import Source
from retrievers.taste import Taste

_LEAST_RECALL = 0.98


@dataclass(frozen=True, kw_only=True)
class Built:
    """What a build did: its manifest, how many texts it embedded anew, and Chroma's recall against exact search.

    ``solved`` of the items with a taste vector had weights solved for them; the others were projected onto those.
    """

    manifest: manifest.Manifest
    embedded: int
    solved: int
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
    url: str = "",
    progress: Progress = lambda stage, done, total: None,
) -> Built:
    """Build an index in ``folder`` and make it the current one; its Chroma is on the server at ``url`` if one is given.

    Raises `BadData`, with the index in ``folder`` left as it was, where more than the share ``max_bad_rows`` of the
    rows cannot be used (``folder/bad_rows.csv`` then lists them), where the disk is full, where another build is
    writing there, or where the server does not answer.
    """
    if source.interactions is not None:
        source = replace(source, interactions=pseudonymous(source.interactions))
    with _alone(folder):
        _judge_bad_rows(source, folder, max_bad_rows)
        return _build(source, folder, encoder, name, sources, url, progress)


def update(
    source: Source,
    folder: Path,
    encoder: Encoder,
    *,
    sources: dict[str, str],
    max_bad_rows: float = 0.01,
    progress: Progress = lambda stage, done, total: None,
) -> Built:
    """Add the items and interactions of ``source`` to those of the index in ``folder``.

    An item of a known id takes the place of the old one; interactions follow the rule of `map_ratings` for repeated
    ones. Nothing that was embedded is embedded again. Raises as `build` does, and `IndexMissing` where there is no
    index, `IndexUnfit` where it does not hold its interactions.
    """
    with _alone(folder):
        version = manifest.current(folder)
        before = manifest.Manifest.read(version)
        _judge_bad_rows(source, folder, max_bad_rows)
        items = {item.id: item for item in tables.read_catalogue(version / "items.parquet").items}
        items |= {item.id: item for item in source.items}
        given = tables.read_interactions(version / "interactions.parquet")
        if source.interactions is not None:
            given = _followed(given, pseudonymous(source.interactions))
        whole = replace(source, items=list(items.values()), interactions=given if len(given) else None,
                        simulated=before.simulated)  # fmt: skip
        return _build(whole, folder, encoder, before.name, {**before.sources, **sources}, before.chroma, progress)


def unchanged(folder: Path, sources: dict[str, str], encoder: Encoder, url: str = "") -> manifest.Manifest | None:
    """The manifest of the index in ``folder`` where it is sound and was built from just these sources."""
    try:
        version = manifest.current(folder)
        found = manifest.Manifest.read(version)
        manifest.check(version, found)
    except (IndexMissing, IndexUnfit):
        return None
    return found if (found.sources, found.encoder, found.chroma) == (sources, encoder.fingerprint, url) else None


def pseudonymous(interactions: Interactions) -> Interactions:
    """The same with a hash in place of every person's name, which an index need not know."""
    names, codes = np.unique(interactions.users.astype(str), return_inverse=True)
    hashes = np.array([hashlib.sha256(name.encode()).hexdigest()[:16] for name in names], dtype=object)
    return replace(interactions, users=hashes[codes] if len(names) else interactions.users)


def _followed(before: Interactions, after: Interactions) -> Interactions:
    """Both, the later ones last. What the later weights say decides, for they were given with the update."""
    return Interactions(
        users=np.concatenate([before.users, after.users]),
        items=np.concatenate([before.items, after.items]),
        weights=np.concatenate([before.weights, after.weights]),
        meaning=after.meaning or before.meaning,
    )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep a second build out of ``folder``. The lock goes with the process, however that ends."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise BadData(f"Another build is writing to '{folder}'.", "Wait for it, or name another folder.") from error
    try:
        yield
    finally:
        lock.release()


def _build(
    source: Source, folder: Path, encoder: Encoder, name: str, sources: dict[str, str], url: str, progress: Progress
) -> Built:
    catalogue, ratings = _with_ratings(validated(source.items), source)
    version = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    work = folder / f".building-{version}"
    _clear_unfinished(folder, url)
    work.mkdir()
    try:
        meaning, embedded = embed(catalogue, encoder, folder, progress)
        progress("taste", 0, 1)
        taste = factors.fit(ratings, len(catalogue))
        progress("taste", 1, 1)
        tables.write_catalogue(work / "items.parquet", catalogue)
        tables.write_interactions(work / "interactions.parquet", source.interactions or Interactions.of([]))
        taste.write(work / "taste.npz")
        spaces: dict[chroma.Space, NDArray[np.float32]] = {"meaning": meaning, "taste": taste.sought}
        store.write(work, spaces)
        with chroma.needed(url):
            recall = _fill(work, catalogue, spaces, url, lambda done, all: progress("store", done, all))
        found = _manifest(version, name, sources, source, catalogue, ratings, encoder, meaning, taste)
        replace(found, chroma=url, files=manifest.sizes(work)).write(work)
        _drop_outdated(folder, version)
        os.replace(work, folder / version)
    except BaseException as error:
        shutil.rmtree(work, ignore_errors=True)
        if _disk_is_full(error):
            raise BadData(
                f"The disk of '{folder}' is full; the index there is as it was.", "Make room and build again."
            ) from error
        raise
    manifest.switch(folder, version)
    return Built(
        manifest=manifest.Manifest.read(folder / version),
        embedded=embedded,
        solved=min(int(taste.warm.sum()), factors.DENSE_LIMIT),
        recall=recall,
        skipped=dict(source.bad.causes + source.bad_interactions.causes),
        unknown_items=ratings.unknown,
        repeated=ratings.repeated,
    )


def _disk_is_full(error: BaseException) -> bool:
    """Is that why? Chroma and Arrow tell it in errors of their own."""
    told = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    words = isinstance(error, Exception) and re.search(r"no space left|disk is full", str(error), re.I)
    return told or bool(words)


def _judge_bad_rows(source: Source, folder: Path, most: float) -> None:
    listing = folder / "bad_rows.csv"
    listing.unlink(missing_ok=True)
    if found := [*source.bad.rows, *source.bad_interactions.rows]:
        tables.write_bad_rows(listing, found)
    rated = len(source.interactions) if source.interactions else 0
    bad_interactions = source.bad_interactions
    for bad, rows in ((source.bad, source.rows), (bad_interactions, rated + len(bad_interactions))):
        if len(bad) > most * rows:
            causes = ", ".join(f"{cause}: {count}" for cause, count in bad.causes.most_common())
            raise BadData(
                f"{len(bad)} of {rows} rows cannot be used ({causes}), more than {most:.1%}.",
                f"See '{listing}', mend the rows or allow more with --max-bad-rows.",
            )


def _with_ratings(catalogue: Catalogue, source: Source) -> tuple[Catalogue, Ratings]:
    """The catalogue with how many liked each item and its mean rating, and the ratings mapped onto its rows."""
    ratings = map_ratings(source.interactions or Interactions.of([]), catalogue.rows_by_id)
    if source.interactions is None:
        return catalogue, ratings
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


def _fill(
    work: Path, catalogue: Catalogue, spaces: Mapping[chroma.Space, NDArray[np.float32]], url: str,
    progress: Callable[[int, int], None],
) -> float:  # fmt: skip
    """Write to Chroma, more strongly linked where it finds too few; its recall against exact search."""
    ids, recall = [item.id for item in catalogue.items], 0.0
    for settings in chroma.SETTINGS:
        chroma.write(chroma.Place(work, url), ids, spaces, progress, settings)
        opened = store.Store(work, catalogue.rows_by_id, url)
        recall = min(store.recall(opened, space, k=min(100, len(catalogue))) for space in chroma.METRIC)
        opened.close()
        if opened.notices:
            raise IndexUnfit(opened.notices[0], "Try the build again.")
        if recall >= _LEAST_RECALL:
            return recall
    raise IndexUnfit(f"Chroma finds only {recall:.1%} of the nearest items.", "Report this with the data.")


def _drop_outdated(folder: Path, version: str) -> None:
    """Remove from their servers what versions hold there that go when ``version`` comes."""
    for old in manifest.outdated(folder, version):
        with suppress(IndexMissing, IndexUnfit):  # whose manifest cannot be read: where it was is not known
            url = manifest.Manifest.read(old).chroma
            with chroma.needed(url):
                chroma.drop([chroma.Place(old, url)])


def _manifest(version: str, name: str, sources: dict[str, str], source: Source, catalogue: Catalogue, ratings: Ratings,
              encoder: Encoder, meaning: NDArray[np.float32], taste: Taste) -> manifest.Manifest:  # fmt: skip
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


def _clear_unfinished(folder: Path, url: str) -> None:
    """Remove what builds left that did not end; a server is asked for first, since embedding takes minutes."""
    unfinished = list(folder.glob(".building-*"))
    if url:
        with chroma.needed(url):
            chroma.drop([chroma.Place(path, url) for path in (*unfinished, folder)])
    for path in unfinished:
        shutil.rmtree(path, ignore_errors=True)


def digest(path: Path) -> str:
    """sha256 of a file, or of a folder's file names and sizes: what the manifest records of a source."""
    if path.is_dir():
        listing = sorted((p.relative_to(path).as_posix(), p.stat().st_size) for p in path.rglob("*") if p.is_file())
        return hashlib.sha256(json.dumps(listing).encode()).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
