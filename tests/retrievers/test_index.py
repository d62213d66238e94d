"""Opening an index, and refusing one that is foreign, damaged or not there."""

import json
import shutil

import pytest

from retrievers.errors import IndexMissing, IndexUnfit
from retrievers.index import open_index
from retrievers.manifest import current
from retrievers.query import Query
from tests.retrievers.conftest import ITEMS, Words, built


@pytest.fixture
def folder(index, tmp_path):
    """A copy of the toy index that a test may damage."""
    shutil.copytree(index.folder, tmp_path / "copy")
    return tmp_path / "copy"


def test_an_index_opens_with_everything_in_it(index):
    assert tuple(index.catalogue.items) == ITEMS
    assert index.catalogue.raters[index.catalogue.row("heat")] == 6
    assert index.catalogue.means[index.catalogue.row("heat")] == pytest.approx((6 * 5 + 6 * 2) / 12)
    assert index.catalogue.scale == (1.0, 5.0)
    assert index.titles.named("solaris") == ("solaris", "solaris-book")
    index.warm()
    assert not index.store.notices


def test_there_is_none(tmp_path):
    with pytest.raises(IndexMissing, match="no index"):
        open_index(tmp_path / "nowhere", Words())
    with pytest.raises(IndexMissing, match="no index"):
        open_index(tmp_path, Words())


def test_another_encoder_is_refused(folder):
    other = Words()
    other.fingerprint = "words@2"
    with pytest.raises(IndexUnfit, match=r"'words@1', not 'words@2'"):
        open_index(folder, other)


@pytest.mark.parametrize("name", ["items.parquet", "taste.npz", "meaning.npy", "taste.npy", "meaning.moments.npz"])
def test_a_missing_or_cut_off_file_is_refused(folder, name):
    path = current(folder) / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-5])
    with pytest.raises(IndexUnfit, match=f"{name} has"):
        open_index(folder, Words())
    path.unlink()
    with pytest.raises(IndexUnfit, match=f"{name} is missing"):
        open_index(folder, Words())


@pytest.mark.parametrize("name", ["items.parquet", "taste.npz", "taste.npy"])
def test_a_file_of_the_right_size_and_the_wrong_content_is_refused(folder, name):
    path = current(folder) / name
    path.write_bytes(b"x" * path.stat().st_size)
    with pytest.raises(IndexUnfit, match="damaged"):
        open_index(folder, Words())


def test_current_may_point_nowhere(folder):
    (folder / "CURRENT").write_text("20200101T000000000000\n")
    with pytest.raises(IndexUnfit, match="not there"):
        open_index(folder, Words())


def test_another_layout_is_refused(folder):
    path = current(folder) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"layout": 0}))
    with pytest.raises(IndexUnfit, match="layout 0"):
        open_index(folder, Words())


def test_without_chroma_the_answers_stay_the_same(folder, index):
    shutil.rmtree(current(folder) / "chroma")
    without = open_index(folder, Words())
    query = Query(text="robbers in the city", liked=("moon",), k=8)
    got, wanted = without.hybrid.retrieve(query), index.hybrid.retrieve(query)
    assert [c.item.id for c in got] == [c.item.id for c in wanted]
    assert "exact search" in without.store.notices[0]


def test_an_open_index_survives_the_next_build(folder):
    opened = open_index(folder, Words())
    built(folder, ITEMS[:5])
    assert len(opened.hybrid.retrieve(Query(text="space", k=50))) == 12
    assert len(open_index(folder, Words()).catalogue) == 5
    opened.close()
