"""Likeness: shared facet values and the meaning of texts together."""

import numpy as np
import pytest

from retrievers.build import build
from retrievers.index import open_index
from retrievers.items import Item
from retrievers.likeness import Likeness
from retrievers.sources.records import Source
from tests.retrievers.conftest import Words


@pytest.fixture
def likeness(index):
    return index.likeness


@pytest.fixture
def every(index):
    return np.ones(len(index.catalogue), bool)


def order(index, likeness, *liked, disliked=()):
    rows = np.arange(len(index.catalogue))
    scores = likeness.scores(likeness.profile(liked, disliked), rows)
    return [index.catalogue.items[row].id for row in np.argsort(-scores, kind="stable")]


def test_items_are_alike_by_what_they_share(index, likeness):
    heat, ronin, collateral, emma = index.catalogue.rows(("heat", "ronin", "collateral", "emma"))
    to_ronin, to_collateral, to_emma, to_itself = likeness.similarity(heat, [ronin, collateral, emma, heat])
    assert min(to_ronin, to_collateral) > 2 * to_emma
    assert to_itself == pytest.approx(1, abs=1e-5)
    assert likeness.similarity(ronin, [heat])[0] == pytest.approx(to_ronin, abs=1e-6)
    among = likeness.similarities(np.array([heat, ronin, emma]))
    assert among[0] == pytest.approx([to_itself, to_ronin, to_emma], abs=1e-5)


def test_what_is_liked_pulls_and_what_is_disliked_pushes(index, likeness):
    assert set(order(index, likeness, "heat")[1:4]) == {"ronin", "collateral", "insider"}
    with_both = order(index, likeness, "heat", disliked=("insider",))
    assert with_both.index("insider") > order(index, likeness, "heat").index("insider")


def test_nothing_liked_is_no_direction(index, likeness, every):
    profile = likeness.profile((), ("heat",))
    assert not profile.any() and not len(likeness.nearest(profile, 5, every))
    assert not likeness.scores(profile, np.arange(3)).any()


def test_what_it_puts_forward_passes_the_mask(index, likeness, every):
    passing = every.copy()
    passing[index.catalogue.rows(("ronin", "heat"))] = False
    found = likeness.nearest(likeness.profile(("heat",), ()), 3, passing)
    assert passing[found].all() and index.catalogue.row("collateral") in found


def test_a_catalogue_without_facets_is_judged_by_its_texts(tmp_path):
    texts = {"one": "a desert planet", "two": "the desert planet again", "three": "a wedding in a village"}
    items = [Item(id=id, title=id, description=text) for id, text in texts.items()]
    build(Source(format="table", items=items, rows=3), tmp_path, Words(), name="bare", sources={})
    index = open_index(tmp_path, Words())
    likeness = Likeness(index.catalogue, index.semantic)
    assert order(index, likeness, "one") == ["one", "two", "three"]
    index.close()
