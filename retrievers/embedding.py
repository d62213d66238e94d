"""The texts of a catalogue → meaning vectors, none twice: they are kept by the hash of their text, as they are made."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from retrievers.catalogue import Catalogue
from retrievers.encoder import Encoder
from retrievers.semantic import describe

#: Called with a stage's name, how much is done and how much there is.
Progress = Callable[[str, int, int], None]

#: Seconds of encoding between two savings of the vectors made so far, and how many times longer than a saving takes:
#: each writes all of them (150 MB for 100,000 items).
_KEEP_EVERY, _KEEP_SHARE = 5.0, 20.0


def embed(
    catalogue: Catalogue, encoder: Encoder, folder: Path, progress: Progress, *, batch: int = 256
) -> tuple[NDArray[np.float32], int]:
    """Meaning vectors of all items, embedding only texts that the vectors kept from earlier builds do not cover."""
    texts = [describe(item) for item in catalogue.items]
    keys = [hashlib.sha256(f"{encoder.fingerprint}\n{text}".encode()).hexdigest() for text in texts]
    text_of = dict(zip(keys, texts, strict=True))
    # Only what this catalogue and this encoder need: the vectors of another encoder have another width.
    kept = {key: vector for key, vector in _kept_vectors(folder).items() if key in text_of}
    # Longest first: what is tried on the first batch (see `SentenceEncoder`) must be what takes the time.
    missing = sorted((key for key in text_of if key not in kept), key=lambda key: -len(text_of[key]))
    due = 0.0
    for start in range(0, len(missing), batch):
        part = missing[start : start + batch]
        vectors = encoder.encode([text_of[key] for key in part])
        kept.update(zip(part, vectors, strict=True))
        if (began := monotonic()) >= due:
            _keep_vectors(folder, kept)
            due = monotonic() + max(_KEEP_EVERY, _KEEP_SHARE * (monotonic() - began))
        progress("meaning", min(start + batch, len(missing)), len(missing))
    if missing:
        _keep_vectors(folder, kept)
    return np.stack([kept[key] for key in keys]).astype(np.float32), len(missing)


def _kept_vectors(folder: Path) -> dict[str, NDArray[np.float32]]:
    try:
        with np.load(folder / "kept_vectors.npz", allow_pickle=False) as found:
            return dict(zip(found["keys"].tolist(), found["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error):
        return {}  # none yet, or cut off while being written: embedding again costs time only


def _keep_vectors(folder: Path, kept: dict[str, NDArray[np.float32]]) -> None:
    part = folder / ".kept_vectors.npz"
    try:
        np.savez(part, keys=np.array(list(kept)), vectors=np.stack(list(kept.values())))
        os.replace(part, folder / "kept_vectors.npz")
    finally:
        part.unlink(missing_ok=True)
