"""Retrieval by meaning, on vectors whose neighbours share words."""

import numpy as np
import pytest

from retrievers.items import Item
from retrievers.query import Query
from retrievers.semantic import _KEPT, Semantic, describe
from tests.retrievers.conftest import ITEMS
from tests.retrievers.contract import Contract


@pytest.fixture(scope="module")
def retriever(index):
    return index.semantic


class TestSemantic(Contract):
    """The promises of every retriever."""


def test_the_nearest_share_the_words(index):
    assert index.semantic.retrieve(Query(text="a desert planet", k=1))[0].item.id == "dune"
    assert index.semantic.retrieve(Query(text="killer taxi night", k=1))[0].item.id == "collateral"


def test_a_like_counts_and_a_dislike_counts_against(index):
    liked = index.semantic.likeness(("solaris",), ())
    against = index.semantic.likeness(("solaris",), ("heat",))
    book, heat = (index.store.vectors("meaning")[index.catalogue.row(id)] for id in ("solaris-book", "heat"))
    assert liked @ book == pytest.approx(index.semantic.similarity(5, [8])[0])
    assert against @ heat < liked @ heat
    assert np.linalg.norm(against) == pytest.approx(1, abs=1e-6)


def test_without_likes_dislikes_point_nowhere(index):
    assert not index.semantic.likeness((), ("heat",)).any()
    assert index.semantic.retrieve(Query(disliked=("heat",))) == []


def test_an_item_is_described_by_what_it_is_about_and_not_by_who_made_it():
    text = describe(ITEMS[0])
    assert text == ("A crime thriller film. A detective hunts a crew of bank robbers in the city. "
                    "About: heist. Mood: tense.")  # fmt: skip
    assert describe(Item(id="x", title="Bare")) == "Bare. An item."
    assert describe(ITEMS[6]).endswith("studio: Liberty.")


def test_two_new_wishes_are_encoded_together_and_each_only_once(index):
    asked = []

    class Told:
        def encode(self, texts):
            asked.append(list(texts))
            return index.encoder.encode(texts)

    semantic = Semantic(index.catalogue, index.store, Told())
    both = semantic.read(("a moon base", "a moon base for children", " ", "a moon base"))
    assert asked == [["a moon base", "a moon base for children"]] and list(both) == asked[0]
    assert np.array_equal(semantic.words("a moon base"), both["a moon base"]) and len(asked) == 1
    for at in range(_KEPT + 10):
        semantic.words(f"wish {at}")
    assert len(semantic._known) <= _KEPT + 1
