"""Files packed in every way, in every encoding, whole and cut off."""

import gzip
import lzma
import zipfile

import pyarrow as pa
import pytest

from retrievers.errors import BadData
from retrievers.sources import files
from retrievers.sources.files import choose, columns, csv_rows, find, head, lines, read_bytes, read_text, stem
from retrievers.sources.records import BadRows

TEXT = "id,title\n1,Amélie\n"


def zstd(data):
    return pa.compress(data, codec="zstd", asbytes=True)


def packed(folder, ending):
    data = TEXT.encode()
    path = folder / f"a.csv{ending}"
    if ending == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("folder/", "")
            archive.writestr("__MACOSX/._a.csv", "x")
            archive.writestr("folder/a.csv", data)
    else:
        path.write_bytes({"": bytes, ".gz": gzip.compress, ".xz": lzma.compress, ".zst": zstd}[ending](data))
    return path


@pytest.mark.parametrize("ending", ["", ".gz", ".xz", ".zip", ".zst"])
def test_packed(tmp_path, ending):
    path = packed(tmp_path, ending)
    assert read_text(path) == TEXT
    assert stem(path) == "a.csv" and head(path, 8) == "id,title"
    assert find(tmp_path, "b.csv", "a.csv") == path


@pytest.mark.parametrize(("ending", "damage"), [
    *((ending, damage) for ending in (".gz", ".xz", ".zip", ".zst")
      for damage in (lambda b: b[: len(b) // 2], lambda b: b"?")),
    (".gz", lambda b: b[:12] + b"XXXX" + b[16:]), (".xz", lambda b: b[:14] + b"XXXX" + b[18:]),
])  # fmt: skip
def test_damaged(tmp_path, ending, damage):
    path = packed(tmp_path, ending)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(BadData, match=r"a\.csv"):
        read_bytes(path)


@pytest.mark.parametrize("ending", [".gz", ".xz", ".zip", ".zst"])
def test_what_unpacks_to_too_much_is_refused(tmp_path, monkeypatch, ending):
    path = tmp_path / f"bomb.csv{ending}"
    zeros = b"0" * 5_000_000
    if ending == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("bomb.csv", zeros)
    else:
        path.write_bytes({".gz": gzip.compress, ".xz": lzma.compress, ".zst": zstd}[ending](zeros))
    assert path.stat().st_size < 10_000
    assert len(read_bytes(path)) == 5_000_000
    monkeypatch.setattr(files, "MOST_UNPACKED", 4_000_000)
    with pytest.raises(BadData, match=r"bomb\.csv.* unpacks to more than 0\.0 GB"):
        read_bytes(path)
    assert head(path, 3) == "000"


def test_zst_in_several_frames(tmp_path):
    (tmp_path / "a.csv.zst").write_bytes(zstd(b"id,title\n") + zstd(b"1,A\n"))
    assert read_text(tmp_path / "a.csv.zst") == "id,title\n1,A\n"


def test_a_zip_of_several_files_and_a_folder_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a", "1")
        archive.writestr("b", "2")
    with pytest.raises(BadData, match="holds 2 files"):
        read_bytes(tmp_path / "two.zip")
    with pytest.raises(BadData):
        read_bytes(tmp_path)
    with pytest.raises(BadData, match=r"holds none of a\.csv"):
        choose(tmp_path, "a.csv")


@pytest.mark.parametrize(("data", "text"), [
    ("Amélie".encode(), "Amélie"), (b"\xef\xbb\xbfid", "id"), ("Amélie".encode("latin-1"), "Amélie"),
    ("Schindler’s “List”".encode("cp1252"), "Schindler’s “List”"), ("id,霸王".encode("utf-16"), "id,霸王"),
    (b"caf\xe9 \x81", "café \x81"), (b"", ""),
])  # fmt: skip
def test_encodings(tmp_path, data, text):
    (tmp_path / "f").write_bytes(data)
    assert read_text(tmp_path / "f") == text


def test_lines_end_at_line_ends_only(tmp_path):
    (tmp_path / "f").write_text("a\x0bb\r\n\r\nc\u2028d\x85e\nf", "utf-8", newline="")
    assert list(lines(tmp_path / "f")) == ["a\x0bb", "c\u2028d\x85e", "f"]


def test_quoted_line_breaks(tmp_path):
    (tmp_path / "f").write_text('id,plot\r\n1,"one\r\ntwo, ""three"""\r\n2\r\n', newline="")
    assert list(csv_rows(tmp_path / "f")) == [{"id": "1", "plot": 'one\r\ntwo, "three"'}, {"id": "2", "plot": None}]


def test_a_quote_that_is_never_closed_is_bad_data(tmp_path):
    (tmp_path / "f").write_text('id,plot\n1,"' + "x\n" * 100_000)
    with pytest.raises(BadData, match="not a regular table"):
        list(csv_rows(tmp_path / "f"))


def test_columns_of_a_long_file(tmp_path):
    (tmp_path / "f").write_text('\ufeffuserId,"movieId",rating\n007,1,4.0\n2,2\n3,3,x\n')
    bad = BadRows()
    found = columns(tmp_path / "f", bad)
    assert {name: column.to_pylist() for name, column in found.by_name.items()} == {
        "userId": ["007", "3"], "movieId": ["1", "3"], "rating": ["4.0", "x"]}  # fmt: skip
    assert bad.causes == {"2 fields instead of 3": 1}
    assert (found.first, found.skipped) == (2, (3,)) and bad.rows[0][0] == 3
    with pytest.raises(BadData):
        (tmp_path / "f").write_text("")
        columns(tmp_path / "f", bad)


def test_columns_in_other_encodings(tmp_path):
    for encoding in ("cp1252", "utf-16"):
        (tmp_path / "f").write_bytes("user,item\nJosé,1\n".encode(encoding))
        found = columns(tmp_path / "f", BadRows())
        assert found.by_name["user"].to_pylist() == ["José"]
