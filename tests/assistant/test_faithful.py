"""The explanations of a few random queries are true of the ranking; the command itself checks a thousand."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from retrievers.query import Constraint, Evidence, Query
from tests.assistant.faithful import Tally, _check, check


def test_explanations_of_the_demo_are_faithful(index):
    tally = check(index, 40, seed=1)
    assert tally.checked["explanations"] == 40
    assert tally.checked["taste: without it the raw score falls"] > 5
    assert tally.checked["likeness: without the cited like the term falls"] > 5
    assert not tally.violations


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"share": 0.99}, "taste: true share and count"),
        ({"raters": 1}, "taste: true share and count"),
        ({"liked_ids": ["fargo-1996"]}, "cited like: was liked"),
    ],
)
def test_a_reason_that_was_made_up_is_found(index, id_of, change, what):
    query = Query(liked=(id_of("Heat"), id_of("The Matrix")))
    candidate = index.hybrid.explain(query, id_of("Reservoir Dogs"))
    (said,) = (e for e in candidate.evidence if e.kind == "people-like-you")
    made_up = replace(said, facts={**said.facts, **change})
    tally = Tally()
    _check(index, query, candidate, made_up, tally)
    assert what in [name for name, _ in tally.violations]


def test_a_reason_below_the_least_share_is_found(index, id_of):
    tally, raters = Tally(), int(index.catalogue.raters[index.catalogue.row(id_of("Heat"))])
    candidate = index.hybrid.explain(Query(), id_of("Heat"))
    _check(index, Query(), candidate, Evidence(kind="acclaimed", weight=0.05, facts={"raters": raters}), tally)
    assert "share: at least the least share" in [what for what, _ in tally.violations]


def test_a_hard_wish_that_leaves_nothing_out_is_found(index, id_of):
    wish = Constraint(facet="year", min=-5000, max=3000)
    matched = [{"facet": "year", "values": [1995], "hard": True}]
    tally, candidate = Tally(), SimpleNamespace(item=index.catalogue.item(id_of("Heat")))
    evidence = Evidence(kind="asked-for", weight=0.5, facts={"matched": matched})
    _check(index, Query(constraints=(wish,)), candidate, evidence, tally)
    assert [what for what, _ in tally.violations] == ["hard wish: leaves something out"]
