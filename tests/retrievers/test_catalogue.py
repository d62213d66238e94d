"""Columns over items: facets, values, numbers, popularity."""

import numpy as np
import pytest

from retrievers.catalogue import Catalogue, validated
from retrievers.errors import BadData
from retrievers.items import Item
from tests.retrievers.conftest import ITEMS


def test_rows_and_ids(catalogue):
    assert len(catalogue) == 12
    assert catalogue.row("7") == 11 and catalogue.row("no") is None
    assert catalogue.rows(["heat", "no", "7", "heat"]) == [0, 11, 0]
    assert catalogue.item("7").title == "Untold"
    with pytest.raises(KeyError):
        catalogue.item("no")


def test_facets_are_those_that_an_item_has_a_value_for(catalogue):
    assert catalogue.facets == (
        "kind", "genre", "people", "language", "country", "mood", "theme", "note", "series", "year", "length",
        "budget", "studio", "popularity",
    )  # fmt: skip
    assert Catalogue([Item(id="x", title="Bare")]).facets == ()


def test_a_column_named_like_a_facet_is_no_second_facet():
    items = [Item(id="x", title="X", year=2000, extra={"year": 1.0, "popularity": 9.0})]
    assert Catalogue(items).facets == ("year",)
    assert Catalogue(items).numbers("year").tolist() == [2000]


def test_postings(catalogue):
    assert catalogue.postings("genre")["science fiction"].tolist() == [4, 5, 6, 7, 8, 9]
    assert catalogue.postings("people")["michael mann"].tolist() == [0, 2, 3]
    assert catalogue.postings("people")["cast:al pacino"].tolist() == [0, 3]
    assert "director:al pacino" not in catalogue.postings("people")
    assert catalogue.postings("length")["short"].tolist() == [6, 8]
    assert catalogue.postings("length")["long"].tolist() == [0, 3, 5, 9, 10]
    assert catalogue.postings("colour") == {}


def test_numbers(catalogue):
    assert catalogue.numbers("year")[:2].tolist() == [1995, 1998]
    assert np.isnan(catalogue.numbers("year")[11])
    assert np.isnan(catalogue.numbers("studio")).all()
    assert catalogue.numbers("budget")[6] == 5
    big = Catalogue([Item(id="x", title="X", extra={"revenue": 890871627.0})])
    assert big.numbers("revenue")[0] == 890871627


def test_lengths_of_a_kind_without_usual_ones_are_its_own_thirds():
    items = [Item(id=str(n), title="x", kind="course", length=n) for n in (1, 2, 3, 4, 5, 6)]
    assert [Catalogue(items).length_bucket(i) for i in items] == ["short"] * 2 + ["medium"] * 2 + ["long"] * 2
    one = Item(id="x", title="X", length=10)
    assert Catalogue([one]).length_bucket(one) == "short"


def test_popularity_is_a_rank_and_ties_share_it(catalogue):
    ranks = catalogue.popularity
    assert ranks[0] == ranks[1] == max(ranks) and ranks[10] == ranks[11] == min(ranks)
    assert (ranks >= 0).all() and (ranks <= 1).all()
    assert ranks.mean() == pytest.approx(0.5, abs=1e-6)
    assert Catalogue(ITEMS).popularity.tolist() == [0.5] * 12
    assert Catalogue(ITEMS[:1], np.array([3], np.int32), np.array([4], np.float32)).popularity.tolist() == [0]


def test_counts(catalogue):
    assert catalogue.kinds == {"film": 8, "book": 3}
    assert catalogue.counts("genre")["crime"] == 3


def test_no_item_and_two_of_one_id_are_refused():
    with pytest.raises(BadData, match="no usable item"):
        validated([])
    with pytest.raises(BadData, match="'a'"):
        validated([Item(id="a", title="A"), Item(id="a", title="B")])


def test_columns_of_a_table_can_be_asked_for_by_their_values():
    lamps = [
        Item(id=str(n), title=f"Lamp {n}", extra={"material": "Brass" if n % 2 else "Oak", "price": 9.0})
        for n in range(4)
    ]
    catalogue = Catalogue(lamps)
    assert catalogue.own_facets == ("material", "price")
    assert catalogue.own_numbers == {"price": (9.0, 9.0)}
    assert catalogue.own_terms["brass"] == (("material", "Brass"),)
    assert {"lamp", "brass", "oak"} <= catalogue.words


def test_categories_that_the_vocabulary_does_not_list_are_the_catalogues_own_with_their_plurals():
    names = ("kettle", "knife", "Brush", "kitchen scales", "berry", "comedy")
    catalogue = Catalogue([Item(id=name, title=name, genres=(name,)) for name in names])
    terms = catalogue.own_terms
    assert terms["kettles"] == terms["kettle"] == (("genre", "kettle"),)
    assert terms["brushes"] == (("genre", "Brush"),)
    assert {"knives", "kitchen scale", "berries"} <= terms.keys()
    assert "comedy" not in terms


def test_works_are_told_from_goods(catalogue):
    assert catalogue.of_works
    assert Catalogue([Item(id="x", title="X", genres=("drama",))]).of_works
    assert not Catalogue([Item(id="x", title="X", genres=("kettle",))]).of_works
    assert not Catalogue([Item(id="x", title="X", kind="product", genres=("drama",))]).of_works
