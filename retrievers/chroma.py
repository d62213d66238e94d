"""The door to chromadb: the two collections of an index, in its own folder or on a Chroma server.

Chroma holds nothing but ids and vectors: no text, nothing personal. It is derived: whatever becomes of it, the arrays
beside it answer. It knows neither masks nor when it should be asked.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from retrievers.errors import BadData

Space = Literal["meaning", "taste"]
Vectors = NDArray[np.float32]

#: How vectors are compared: unit meaning vectors by cosine, taste by plain product.
METRIC: Mapping[Space, str] = {"meaning": "cosine", "taste": "ip"}
#: How many results the graph is made to give: more of them are searched for exactly.
MOST = 600
#: The graph's settings, the weakest first: the next ones are for vectors that it leads astray with these.
SETTINGS: tuple[Mapping[str, int], ...] = (
    {"max_neighbors": 32, "ef_construction": 200, "ef_search": 300},
    {"max_neighbors": 64, "ef_construction": 500, "ef_search": 600},
)
#: What a server has to answer within, in seconds, before exact search takes over.
_PATIENCE = 5.0
_HEARTBEAT = "/api/v2/heartbeat"
_DATABASE = "chroma.sqlite3"


class Place:
    """Where the collections of a version of an index are: in ``folder/chroma``, or on the server at ``url``."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder / "chroma"
        self.url = url
        self._prefix = f"sommelier-{folder.name.removeprefix('.building-')}-" if url else ""

    def name(self, space: Space) -> str:
        """The name of a collection: a server is shared by the versions of many indexes."""
        return self._prefix + space

    def missing(self) -> bool:
        """Whether there is nothing to open; a server is asked when it is needed."""
        return not self.url and not (self.folder / _DATABASE).is_file()

    def client(self) -> Any:
        os.environ["ANONYMIZED_TELEMETRY"] = "False"
        import chromadb
        import httpx
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if not self.url:
            return chromadb.PersistentClient(path=str(self.folder), settings=settings)
        host, port, ssl = address(self.url)
        # Its client would wait for ever for a server that says nothing, and has no setting for that.
        httpx.get(self.url.rstrip("/") + _HEARTBEAT, timeout=_PATIENCE).raise_for_status()
        client: Any = chromadb.HttpClient(host=host, port=port, ssl=ssl, settings=settings)
        client._server._session.timeout = _PATIENCE
        return client


def address(url: str) -> tuple[str, int, bool]:
    """Host, port and whether it is TLS. Raises `BadData` for what is not the address of a server."""
    hint = "Write it as http://127.0.0.1:8000."
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadData(f"'{url}' is not the address of a Chroma server ({error}).", hint) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise BadData(f"'{url}' is not the address of a Chroma server.", hint)
    if parts.username or parts.password:
        raise BadData("The address of a Chroma server must not hold a password: it is kept with the index.", hint)
    return parts.hostname, port or (443 if parts.scheme == "https" else 8000), parts.scheme == "https"


def write(
    place: Place,
    ids: Sequence[str],
    spaces: Mapping[Space, Vectors],
    progress: Callable[[int, int], None],
    settings: Mapping[str, int] = SETTINGS[0],
) -> None:
    """Make the collections anew, in place of any there; all-zero vectors (cold items) stay out of them."""
    total = sum(int(vectors.any(axis=1).sum()) for vectors in spaces.values())
    done = 0
    client = place.client()
    size = client.get_max_batch_size()
    there = {collection.name for collection in client.list_collections()}
    for space, vectors in spaces.items():
        if place.name(space) in there:
            client.delete_collection(place.name(space))
        collection = client.create_collection(
            place.name(space),
            embedding_function=None,
            configuration={"hnsw": {"space": METRIC[space], **settings}},
        )
        rows = np.flatnonzero(vectors.any(axis=1))
        for start in range(0, len(rows), size):
            batch = rows[start : start + size]
            collection.add(ids=[ids[row] for row in batch], embeddings=vectors[batch])
            done += len(batch)
            progress(done, total)
    client.close()


def drop(places: Iterable[Place]) -> None:
    """Remove the collections of these versions from their servers; those in a folder go with the folder."""
    for place in places:
        if place.url:
            client = place.client()
            there = {collection.name for collection in client.list_collections()}
            for name in there & {place.name(space) for space in METRIC}:
                client.delete_collection(name)
            client.close()


@contextmanager
def needed(url: str) -> Iterator[None]:
    """Say in a `BadData` that the server at ``url`` cannot be used; without one, what goes wrong is somebody else's."""
    try:
        yield
    except failures() as error:
        if not url:
            raise
        raise BadData(
            f"The Chroma server at {url} cannot be used ({error}); the index is as it was.",
            "Start it (chroma run), or build without --chroma.",
        ) from error


def failures() -> tuple[type[Exception], ...]:
    """What opening or asking a Chroma that is missing, damaged, closed or silent may raise."""
    from chromadb.errors import ChromaError
    from httpx import HTTPError

    return ChromaError, HTTPError, OSError, ValueError, KeyError, TypeError, RuntimeError, sqlite3.Error
