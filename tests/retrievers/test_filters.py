"""Conditions against rows that can be read off the catalogue."""

import pytest
from hypothesis import given

from retrievers import filters
from retrievers.query import Constraint
from tests.retrievers.conftest import ITEMS
from tests.retrievers.contract import constraints, meets


def passing(catalogue, **condition):
    mask = filters.satisfied(catalogue, Constraint(**condition))
    return {item.id for item, passes in zip(catalogue.items, mask, strict=True) if passes}


CASES = [
    ({"facet": "genre", "include": ("crime", "comedy")}, {"heat", "ronin", "collateral", "emma"}),
    ({"facet": "people", "include": ("MICHAEL MANN",)}, {"heat", "collateral", "insider"}),
    ({"facet": "people", "include": ("cast:Michael Mann",)}, set()),
    ({"facet": "people", "include": ("Cast: Al Pacino",)}, {"heat", "insider"}),
    ({"facet": "year", "min": 1990, "max": 1998}, {"heat", "ronin"}),
    ({"facet": "year", "max": 1815}, {"emma"}),
    ({"facet": "length", "include": ("short",)}, {"moon", "solaris-book"}),
    ({"facet": "length", "max": 100}, {"moon"}),
    ({"facet": "budget", "min": 1}, {"moon"}),
    ({"facet": "genre", "min": 1}, set()),
    ({"facet": "genre", "include": ()}, set()),
]


@pytest.mark.parametrize(("condition", "expected"), CASES)
def test_satisfied(catalogue, condition, expected):
    assert passing(catalogue, **condition) == expected


def test_silence_meets_an_exclusion_but_no_inclusion_and_no_range(catalogue):
    assert "7" in passing(catalogue, facet="genre", exclude=("crime",))
    assert "7" not in passing(catalogue, facet="year", min=0)


def test_a_facet_that_nothing_has_cannot_be_judged(catalogue):
    assert len(passing(catalogue, facet="colour", include=("red",))) == 12
    assert not filters.judgeable(catalogue, Constraint(facet="colour", include=("red",)))


def test_only_hard_conditions_make_the_mask(catalogue):
    wishes = (Constraint(facet="kind", include=("book",)), Constraint(facet="year", min=1900, hard=False))
    found = filters.mask(catalogue, wishes, without=("dune", "no-such-id"))
    assert [item.id for item, passes in zip(ITEMS, found, strict=True) if passes] == ["solaris-book", "emma"]


@given(constraints)
def test_the_mask_is_what_reading_the_items_gives(catalogue, wishes):
    found = filters.mask(catalogue, wishes)
    assert found.tolist() == [all(meets(item, c) for c in wishes) for item in ITEMS]
