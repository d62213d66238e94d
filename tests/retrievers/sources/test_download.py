"""Fetching an archive from a server on this machine that behaves in every way a server may."""

import hashlib
import io
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from retrievers import sources
from retrievers.errors import BadData
from retrievers.sources import download

FILMS = "movieId,title,genres\n1,Heat (1995),Crime\n2,Ronin (1998),Action\n"


def archive(**more):
    names = {"movies.csv": FILMS, "ratings.csv": "userId,movieId,rating,timestamp\n1,1,5.0,9\n2,2,3.0,9\n",
             "README.txt": "terms", "genome-scores.csv": "not needed"}  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, text in {**{f"ml-25m/{name}": text for name, text in names.items()}, **more}.items():
            file.writestr(name, text)
    return packed.getvalue()


class Publisher:
    """What the server holds, how it behaves, and what it was asked for: (path, the Range header)."""

    def __init__(self):
        self.data = archive()
        self.md5 = None
        self.ranges = True
        self.cuts = 0
        self.asked = []

    def file(self, path):
        stated = self.md5 or hashlib.md5(self.data).hexdigest()
        known = {"/ml-25m.zip": self.data, "/ml-25m.zip.md5": f"MD5 (ml-25m.zip) = {stated}\n".encode()}
        return known.get(path)


@pytest.fixture
def publisher(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    found = Publisher()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            wanted = self.headers.get("Range")
            found.asked.append((self.path, wanted))
            data = found.file(self.path)
            if data is None:
                self.send_error(404)
                return
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and found.ranges else 0
            if wanted and found.ranges and start >= len(data):
                self.send_error(416)
                return
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            self.send_header("Content-Length", str(len(data) - start))
            self.end_headers()
            left = data[start:]
            if found.cuts and self.path.endswith(".zip"):
                found.cuts -= 1
                left = left[: len(left) // 2]
            self.wfile.write(left)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    found.base = f"http://127.0.0.1:{server.server_port}/"
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def asked_for_archives(publisher):
    return [wanted for path, wanted in publisher.asked if path == "/ml-25m.zip"]


def test_a_set_is_fetched_verified_unpacked_and_read(publisher, tmp_path):
    seen = []
    folder = download.movielens("25m", tmp_path / "d", base=publisher.base, progress=lambda *step: seen.append(step))
    assert folder == tmp_path / "d" / "ml-25m"
    assert sorted(path.name for path in folder.iterdir()) == ["README.txt", "movies.csv", "ratings.csv"]
    assert seen[-1] == ("Fetching ml-25m.zip", len(publisher.data), len(publisher.data))
    source = sources.read(folder)
    assert (source.format, [item.title for item in source.items]) == ("movielens", ["Heat", "Ronin"])
    assert len(source.interactions) == 2


def test_what_is_there_and_verified_is_not_fetched_again(publisher, tmp_path):
    download.movielens("25m", tmp_path, base=publisher.base)
    publisher.asked.clear()
    download.movielens("25m", tmp_path, base="http://127.0.0.1:1/")
    assert not publisher.asked
    (tmp_path / "ml-25m.zip").write_bytes(b"damaged")
    download.movielens("25m", tmp_path, base=publisher.base)
    assert asked_for_archives(publisher) == [None]


@pytest.mark.parametrize("ranges", [True, False])
def test_an_interrupted_download_goes_on_or_starts_over(publisher, tmp_path, ranges):
    publisher.ranges = ranges
    half = len(publisher.data) // 2
    (tmp_path / "ml-25m.zip.part").write_bytes(publisher.data[:half])
    download.movielens("25m", tmp_path, base=publisher.base)
    assert asked_for_archives(publisher) == [f"bytes={half}-"]
    assert (tmp_path / "ml-25m.zip").read_bytes() == publisher.data
    assert not (tmp_path / "ml-25m.zip.part").exists()


def test_a_part_that_is_whole_is_only_verified(publisher, tmp_path):
    (tmp_path / "ml-25m.zip.part").write_bytes(publisher.data)
    assert download.movielens("25m", tmp_path, base=publisher.base).is_dir()


def test_a_connection_that_is_cut_is_taken_up_again(publisher, tmp_path):
    publisher.cuts = 2
    download.movielens("25m", tmp_path, base=publisher.base)
    assert len(asked_for_archives(publisher)) == 3
    assert (tmp_path / "ml-25m.zip").read_bytes() == publisher.data


def test_a_connection_that_stays_cut_keeps_what_came(publisher, tmp_path):
    publisher.cuts = 3
    with pytest.raises(BadData, match="connection was lost 3 times") as error:
        download.movielens("25m", tmp_path, base=publisher.base)
    assert "go on from there" in error.value.hint
    part = (tmp_path / "ml-25m.zip.part").read_bytes()
    assert 0 < len(part) < len(publisher.data) and publisher.data.startswith(part)
    assert download.movielens("25m", tmp_path, base=publisher.base).is_dir()


def test_a_wrong_checksum_deletes_what_came(publisher, tmp_path):
    publisher.md5 = "0" * 32
    with pytest.raises(BadData, match="not 00000000000000000000000000000000"):
        download.movielens("25m", tmp_path, base=publisher.base)
    assert not list(tmp_path.iterdir())


def test_a_checksum_that_is_none(publisher, tmp_path):
    publisher.md5 = "soon"
    with pytest.raises(BadData, match="holds no checksum"):
        download.movielens("25m", tmp_path, base=publisher.base)


def test_what_is_not_there(publisher, tmp_path):
    with pytest.raises(BadData, match=r"ml-1m\.zip\.md5' could not be fetched: the server answered 404"):
        download.movielens("1m", tmp_path, base=publisher.base)
    with pytest.raises(BadData, match="no MovieLens set '100k'") as error:
        download.movielens("100k", tmp_path, base=publisher.base)
    assert "latest-small" in error.value.hint


def test_without_a_server(tmp_path, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(BadData, match="could not be reached") as error:
        download.movielens("25m", tmp_path, base="http://127.0.0.1:1/")
    assert "network" in error.value.hint


@pytest.mark.parametrize("name", ["../../movies.csv", "/movies.csv", "ml-25m/../../movies.csv", "ml-25m/x/ratings.dat"])
def test_paths_in_an_archive_lead_nowhere_else(publisher, tmp_path, name):
    publisher.data = archive(**{name: "elsewhere"})
    inner = tmp_path / "a" / "b"
    folder = download.movielens("25m", inner, base=publisher.base)
    assert (folder / "movies.csv").read_text() == FILMS
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert written == {"a/b/ml-25m.zip", "a/b/ml-25m.zip.md5"} | {
        f"a/b/ml-25m/{name}" for name in ("README.txt", "movies.csv", "ratings.csv")
    }


@pytest.mark.parametrize("data", [b"no archive", b""])
def test_an_archive_that_is_none(publisher, tmp_path, data):
    publisher.data = data
    with pytest.raises(BadData, match="cannot be unpacked"):
        download.movielens("25m", tmp_path, base=publisher.base)
    assert not (tmp_path / "ml-25m").exists()


def test_an_archive_without_films(publisher, tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("other/movies.csv", FILMS)
    publisher.data = packed.getvalue()
    with pytest.raises(BadData, match="holds no films"):
        download.movielens("25m", tmp_path, base=publisher.base)
    assert not (tmp_path / "ml-25m").exists()


def test_the_licence_is_told_with_the_place_to_read_it():
    assert "research" in download.licence("25m")
    assert download.licence("1m").endswith("ml-1m-README.txt")
