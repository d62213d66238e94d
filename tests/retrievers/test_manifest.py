"""Versions of an index: which one is in use, and what a switch removes."""

import json

import pytest

from retrievers.errors import IndexMissing, IndexUnfit
from retrievers.manifest import LAYOUT, Manifest, current, sizes, switch, write_atomically

OLD, MIDDLE, NEW = "20240101T000000000001", "20240101T000000000002", "20240101T000000000003"


def manifest(**fields):
    usual = {
        "version": OLD, "layout": LAYOUT, "built": "2024-01-01T00:00:00+00:00", "name": "toy", "sources": {"a": "1"},
        "items": 2, "kinds": {"film": 2}, "interactions": 0, "people": 0, "simulated": False, "encoder": "words@1",
        "meaning_dimensions": 3, "taste_dimensions": 0, "taste_items": 0, "files": {"x": 1},
    }  # fmt: skip
    return Manifest(**{**usual, **fields})


def version(folder, name):
    (folder / name).mkdir()
    manifest(version=name).write(folder / name)


def test_round_trip(tmp_path):
    manifest(name="目录").write(tmp_path)
    assert Manifest.read(tmp_path) == manifest(name="目录")


def test_no_manifest_is_no_index(tmp_path):
    with pytest.raises(IndexMissing):
        Manifest.read(tmp_path)


@pytest.mark.parametrize("text", [
    "", "{", "[]", "null", "{}", '{"layout": 1}', json.dumps({"layout": LAYOUT + 1}),
    '{"layout": 1, "more": 2}', "\xff",
])  # fmt: skip
def test_a_damaged_or_foreign_manifest_is_refused(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text, "latin-1")
    with pytest.raises(IndexUnfit):
        Manifest.read(tmp_path)


def test_current(tmp_path):
    with pytest.raises(IndexMissing, match="no index"):
        current(tmp_path)
    with pytest.raises(IndexMissing, match="no index"):
        current(tmp_path / "never")
    for name in (OLD, "", "..", "../" + OLD, "\xff\x00"):
        (tmp_path / "CURRENT").write_text(name, "latin-1")
        with pytest.raises(IndexUnfit, match="not there"):
            current(tmp_path)
    version(tmp_path, OLD)
    switch(tmp_path, OLD)
    assert current(tmp_path) == tmp_path / OLD


def test_a_switch_keeps_the_version_before_and_nothing_older(tmp_path):
    for name in (OLD, MIDDLE, NEW):
        version(tmp_path, name)
        switch(tmp_path, name)
    assert current(tmp_path).name == NEW
    assert sorted(p.name for p in tmp_path.iterdir()) == [MIDDLE, NEW, "CURRENT"]


def test_a_switch_touches_nothing_that_is_not_a_version(tmp_path):
    for name in ("my-extension", "2024"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text("{}")
    version(tmp_path, OLD)
    switch(tmp_path, OLD)
    assert (tmp_path / "my-extension").is_dir() and (tmp_path / "2024").is_dir()


def test_small_files_are_replaced_whole(tmp_path):
    write_atomically(tmp_path / "f", "one")
    write_atomically(tmp_path / "f", "two")
    assert (tmp_path / "f").read_text() == "two"
    assert [p.name for p in tmp_path.iterdir()] == ["f"]


def test_sizes_leave_out_the_manifest_and_chroma(tmp_path):
    manifest().write(tmp_path)
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "a").write_text("aa")
    (tmp_path / "items.parquet").write_text("abc")
    assert sizes(tmp_path) == {"items.parquet": 3}
