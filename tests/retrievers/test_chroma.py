"""The vectors on a Chroma server: a real one is started, and one that says nothing."""

import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from retrievers import chroma
from retrievers import store as stores
from retrievers.build import build
from retrievers.chroma import METRIC
from retrievers.errors import BadData
from retrievers.index import open_index
from retrievers.items import Item
from retrievers.sources.records import Source
from retrievers.store import Store, recall
from tests.retrievers.conftest import Words

N = 300


@pytest.fixture(scope="module")
def vectors():
    rng = np.random.default_rng(5)
    meaning = rng.standard_normal((N, 16)).astype(np.float32)
    return {"meaning": meaning / np.linalg.norm(meaning, axis=1, keepdims=True), "taste": meaning[:, :4].copy()}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A real one, on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [Path(sys.executable).with_name("chroma"), "run", "--path", tmp_path_factory.mktemp("server"),
               "--host", "127.0.0.1", "--port", str(port)]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            break
        time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(10)


def films_source(films):
    return Source(format="table", items=[Item(id=str(n), title=f"Film {n}") for n in range(films)], rows=films)


@pytest.mark.slow
def test_a_server_answers_as_a_folder_does(server, vectors, tmp_path):
    ids = [f"id{n}" for n in range(N)]
    place = chroma.Place(tmp_path / "20260101T000000000000", server)
    place.folder.parent.mkdir()
    stores.write(place.folder.parent, vectors)
    for _ in range(2):  # what a build that was killed left there is no hindrance
        chroma.write(place, ids, vectors, lambda *_: None)
    found = Store(place.folder.parent, {id: row for row, id in enumerate(ids)}, server)
    for space in METRIC:
        near = found.search(space, vectors[space][3], 10, path="chroma")
        assert near.path == "chroma" and near.rows.tolist() == found.exactly(space, vectors[space][3], 10).rows.tolist()
    assert recall(found, "meaning") == 1.0 and not found.notices
    assert not place.folder.exists()
    chroma.drop([place])
    found.close()
    without = Store(place.folder.parent, {id: row for row, id in enumerate(ids)}, server)
    assert without.search("meaning", vectors["meaning"][3], 10, path="chroma").path == "exact" and without.notices


@pytest.mark.slow
def test_a_build_on_a_server_leaves_no_more_there_than_two_versions(server, tmp_path):
    client = chroma.Place(tmp_path / "any", server).client()
    before = {collection.name for collection in client.list_collections()}
    for films in (5, 6, 7):
        build(films_source(films), tmp_path, Words(), name="served", sources={}, url=server)
    left = {collection.name for collection in client.list_collections()} - before
    assert len(left) == 4 and len({name.rpartition("-")[0] for name in left}) == 2
    index = open_index(tmp_path, Words())
    assert index.manifest.chroma == server and len(index.store.collection("meaning").get()["ids"]) == 7
    assert not index.store.notices
    index.close()


def test_a_server_that_says_nothing_is_no_end(vectors, tmp_path, monkeypatch):
    monkeypatch.setattr(chroma, "_PATIENCE", 0.5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(BadData, match="Chroma server at http://127"):
            build(films_source(1), tmp_path, Words(), name="served", sources={}, url=url)
        stores.write(tmp_path, vectors)
        found = Store(tmp_path, {f"id{row}": row for row in range(N)}, url)
        assert found.search("meaning", vectors["meaning"][3], 5, path="chroma").rows[0] == 3
        assert len(found.notices) == 1 and "exact search" in found.notices[0]


@pytest.mark.parametrize(
    "url", ["127.0.0.1:8000", "ftp://a", "http://", "http://a:b", "http://me:secret@a", "http://a/x"]
)
def test_what_is_no_address_is_told(url):
    with pytest.raises(BadData, match="address"):
        chroma.address(url)


def test_addresses():
    assert chroma.address("http://127.0.0.1") == ("127.0.0.1", 8000, False)
    assert chroma.address("https://vectors.example/") == ("vectors.example", 443, True)


def test_a_server_that_is_not_there_is_told_before_anything_is_embedded(tmp_path):
    encoder = Words()
    with pytest.raises(BadData, match="Chroma server at http://127") as told:
        build(films_source(3), tmp_path, encoder, name="served", sources={}, url="http://127.0.0.1:9")
    assert encoder.encoded == 0 and "chroma run" in told.value.hint
