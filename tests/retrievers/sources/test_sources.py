"""Which layout a path has, and paths that are wrong."""

import pytest

from retrievers import demo, sources
from retrievers.errors import BadData


def test_paths_that_are_not_there(tmp_path):
    with pytest.raises(BadData, match="no file or folder"):
        sources.read(tmp_path / "none.csv")
    (tmp_path / "a.csv").write_text("title\nA\n")
    with pytest.raises(BadData, match="no file or folder"):
        sources.read(tmp_path / "a.csv", tmp_path / "none.csv")


def test_a_format_that_is_not_known(tmp_path):
    with pytest.raises(BadData, match="'xml' is not known"):
        sources.read(tmp_path, format="xml")


def test_a_folder_of_something_else_says_what_it_holds(tmp_path):
    with pytest.raises(BadData, match="it holds nothing"):
        sources.read(tmp_path)
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(BadData, match=r"it holds notes\.txt"):
        sources.read(tmp_path)


def test_only_tables_come_in_several_files(tmp_path):
    with pytest.raises(BadData, match="takes one path, not 2"):
        sources.read([tmp_path, tmp_path], format="movielens")


def test_the_demo_reads_without_a_bad_row():
    source = sources.read(demo.items_paths(), demo.interactions_path(), format="table")
    assert not source.bad and not source.bad_interactions
    assert len(source.items) == source.rows > 200
    assert {item.kind for item in source.items} == {"film", "book"}
