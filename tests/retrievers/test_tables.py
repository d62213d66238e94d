"""A catalogue comes back from disk as it went."""

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrievers.catalogue import Catalogue
from retrievers.items import Item, Person
from retrievers.tables import read_catalogue, write_bad_rows, write_catalogue
from tests.retrievers.conftest import ITEMS

FULL = Item(
    id="1", title="Title: with “quotes”, 逗号", year=-750, kind="film", genres=("a", "b"),
    people=(Person(name="Ann: the Second", role="cast"), Person(name="Bo", role="director")), length=90,
    languages=("french",), countries=("france",), themes=("t",), moods=("m",), notes=("n",), series="S",
    description="Line one.\nLine two.", titles={"zh": "标题", "fr": "Titre"}, aliases=("Other",),
    extra={"budget": 1.5, "studio": "Big", "tags": ("x", "y")},
)  # fmt: skip


def test_every_field_survives(tmp_path):
    raters, means = np.array([3, 0], np.int32), np.array([4.5, np.nan], np.float32)
    before = Catalogue([FULL, Item(id="2", title="Bare")], raters, means, (0.5, 5.0))
    write_catalogue(tmp_path / "items.parquet", before)
    after = read_catalogue(tmp_path / "items.parquet")
    assert list(after.items) == list(before.items)
    assert after.raters.tolist() == [3, 0]
    assert after.means[0] == 4.5 and np.isnan(after.means[1])
    assert after.scale == (0.5, 5.0)


def test_without_interactions_there_is_no_scale(tmp_path):
    write_catalogue(tmp_path / "items.parquet", Catalogue(ITEMS))
    after = read_catalogue(tmp_path / "items.parquet")
    assert after.scale is None and not after.raters.any() and np.isnan(after.means).all()
    assert tuple(after.items) == ITEMS


_word = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
_words = st.lists(_word, max_size=2).map(tuple)
_items = st.builds(
    Item, id=st.uuids().map(str), title=_word, year=st.none() | st.integers(-5000, 2100), kind=st.none() | _word,
    genres=_words, moods=_words, aliases=_words, length=st.none() | st.integers(1, 9999), series=st.none() | _word,
    people=st.lists(st.builds(Person, name=_word, role=st.sampled_from(["cast", "author"])), max_size=2).map(tuple),
    titles=st.dictionaries(_word, _word, max_size=2),
    extra=st.dictionaries(_word, _word | st.floats(allow_nan=False) | _words, max_size=2),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(_items, min_size=1, max_size=3))
def test_any_item_survives(tmp_path_factory, items):
    path = tmp_path_factory.mktemp("tables") / "items.parquet"
    write_catalogue(path, Catalogue(items))
    assert list(read_catalogue(path).items) == items


def test_bad_rows_are_listed_for_a_person(tmp_path):
    write_bad_rows(tmp_path / "bad.csv", [(3, "no title", 'a,b\n"c"')])
    with (tmp_path / "bad.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["row", "cause", "content"], ["3", "no title", 'a,b\n"c"']]


def test_a_damaged_file_is_an_error(tmp_path):
    (tmp_path / "items.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises((OSError, ValueError)):
        read_catalogue(tmp_path / "items.parquet")
