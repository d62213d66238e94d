"""The steps between reading and wording: retrieve, rank, clarify, explain, understand."""

from dataclasses import replace

import pytest

from assistant.preferences import Opinion, Preferences, Wish
from assistant.rules import read
from assistant.steps.clarify import clarify
from assistant.steps.explain import reply_item
from assistant.steps.rank import rank
from assistant.steps.retrieve import retrieve
from assistant.steps.understand import understand
from assistant.wording import Wording
from assistant.writer import Writer
from retrievers.items import Item
from retrievers.query import Candidate, Evidence


def wish(facet, *include, **more):
    return Wish(facet=facet, include=include or None, **more)


def found(index, *wishes, shown=(), count=3, **more):
    return retrieve(Preferences(wishes=wishes), index.hybrid, index.catalogue, shown=shown, count=count, **more)


# ---- retrieve -------------------------------------------------------------------------------------------------------


def test_hard_wishes_are_met(index):
    result = found(index, wish("genre", "horror"), Wish(facet="year", min=1980, max=1999))
    assert result.candidates and not result.set_aside
    assert all("horror" in c.item.genres and 1980 <= c.item.year <= 1999 for c in result.candidates)


def test_the_least_binding_wish_gives_way_first_and_its_cost_is_known(index):
    result = found(index, wish("genre", "western"), Wish(facet="year", min=1910, max=1939), count=3)
    assert [s.wish.facet for s in result.set_aside] == ["year"]
    assert result.set_aside[0].left < 3 <= result.set_aside[0].after


def test_a_wish_that_did_not_help_is_not_set_aside(index):
    result = found(index, wish("country", "japan"), wish("genre", "western"), Wish(facet="year", min=1930, max=1939))
    passing = {s.wish.facet for s in result.set_aside}
    assert passing and len(result.candidates) >= 3
    kept = [c for c in result.query.constraints if c.hard]
    assert {c.facet for c in kept} | passing == {"country", "genre", "year"}


def test_what_a_person_does_not_want_to_be_shown_gives_way_last(index):
    people, gore = wish("people", "Quentin Tarantino"), Wish(facet="note", exclude=("gore",))
    result = found(index, people, gore)
    assert [s.wish.facet for s in result.set_aside] == ["people"]
    assert all("gore" not in c.item.notes for c in result.candidates)


def test_values_that_no_item_has_are_absent(index):
    result = found(index, wish("kind", "game"))
    assert [w.facet for w in result.absent] == ["kind"] and result.candidates


def test_facets_that_nobody_can_judge_are_told(index):
    assert found(index, wish("publisher", "Penguin")).cannot_judge == ("publisher",)


def test_every_kind_that_was_asked_for_has_candidates(index, id_of):
    likes = tuple(Opinion(id=id_of(t), title=t) for t in ("Heat", "Collateral", "Thief"))
    preferences = Preferences(likes=likes, wishes=(wish("kind", "film", "book"),))
    result = retrieve(preferences, index.hybrid, index.catalogue, shown=(), count=3)
    assert {c.item.kind for c in result.candidates} == {"film", "book"}


def test_nothing_shown_comes_back(index):
    shown = [c.item.id for c in found(index).candidates[:10]]
    assert not {c.item.id for c in found(index, shown=shown).candidates} & set(shown)


# ---- rank -----------------------------------------------------------------------------------------------------------


def candidates(*kinds):
    return [Candidate(item=Item(id=f"{n}", title=f"{n}", kind=k), score=1.0) for n, k in enumerate(kinds)]


@pytest.mark.parametrize(
    ("kinds", "picked"),
    [(["film"] * 4 + ["book"], "0 1 4"), (["film", "book", "film"], "0 1 2"), (["film"] * 3, "0 1 2"), ([], "")],
)
def test_each_wished_kind_has_a_place(kinds, picked):
    both = Preferences(wishes=(wish("kind", "film", "book"),))
    assert " ".join(c.item.id for c in rank(candidates(*kinds), both, 3)) == picked


def test_without_a_wish_for_kinds_the_order_stands():
    assert [c.item.id for c in rank(candidates("film", "film", "book"), Preferences(), 2)] == ["0", "1"]


def test_a_second_part_of_a_series_waits_for_others():
    parts = [
        Candidate(item=Item(id=str(n), title=str(n), kind="book", series=series), score=1.0)
        for n, series in enumerate(["rings", "rings", None, "dune", "rings"])
    ]
    assert [c.item.id for c in rank(parts, Preferences(), 3)] == ["0", "2", "3"]
    assert [c.item.id for c in rank(parts, Preferences(), 5)] == ["0", "2", "3", "1", "4"]


# ---- clarify --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_option_of_every_question_is_understood_when_it_is_typed(index, context, language):
    wording, asked = Wording(language, catalogue=index.catalogue), set()
    everything = found(index, shown=()).candidates
    while question := clarify(everything, Preferences(), index.catalogue, asked, wording):
        asked.add(question.facet)
        *options, none = question.options
        for option in options:
            wishes = read(option, replace(context, question=question, language=language)).update.wishes
            assert question.facet in {w.facet for w in wishes}, option
        assert read(none, replace(context, question=question, language=language)).declined
    assert len(asked) >= 3


def test_who_speaks_up_is_not_asked_and_who_waits_is(index):
    everything, wording = found(index, shown=()).candidates, Wording("en", catalogue=index.catalogue)

    def asks(turn, asked=(), **ledger):
        return clarify(everything, Preferences(**ledger), index.catalogue, asked, wording, turn=turn) is not None

    def opinion(id, turn):
        return Opinion(id=id, title=id, turn=turn)

    first, then = opinion("heat", 1), opinion("up", 2)
    assert asks(1) and asks(1, likes=(first,))  # nothing, or one thing, was said: they may be waiting
    assert not asks(1, likes=(first,), wishes=(wish("year", "1990", turn=1),))  # two at once
    assert asks(2, likes=(first,))  # "more"
    assert not asks(2, likes=(first, then)) and asks(3, likes=(first, then))
    late = wish("mood", "dark", turn=2)
    assert not asks(2, wishes=(late,)) and asks(2, asked=("mood",), wishes=(late,))  # unasked; an answer
    known = opinion("jaws", 3)
    assert asks(3, likes=(first,), seen=(known,)) and not asks(3, likes=(first, then), seen=(known,))
    kept = (opinion("alien", 0), opinion("brazil", 0))
    assert asks(1, likes=(*kept, first))  # what an earlier session told is not said now


def test_what_is_settled_or_not_worth_it_is_not_asked(index):
    everything = found(index).candidates
    wording = Wording("en")
    question = clarify(everything, Preferences(), index.catalogue, (), wording)
    settled = Preferences(wishes=(wish(question.facet, "x"),))
    assert clarify(everything, settled, index.catalogue, (), wording).facet != question.facet
    assert clarify(everything[:5], Preferences(), index.catalogue, (), wording) is None


# ---- explain --------------------------------------------------------------------------------------------------------


def test_a_card_has_at_most_two_reasons_and_a_trade_off():
    asked = {"matched": [{"facet": "genre", "values": ["crime"], "hard": True}]}
    evidence = (
        Evidence(kind="asked-for", weight=0.5, facts=asked),
        Evidence(kind="acclaimed", weight=0.3, facts={"raters": 9}),
        Evidence(kind="acclaimed", weight=0.2, facts={"raters": 8}),
        Evidence(kind="acclaimed", weight=0.05, facts={"raters": 7}),
        Evidence(kind="trade-off", weight=0.0, facts={"facet": "year", "value": 1992, "wanted": {"min": 2000}}),
    )
    candidate = Candidate(item=Item(id="x", title="X", year=1992), score=0.51234, evidence=evidence)
    explained = reply_item(candidate, Wording("en"))
    assert [r.kind for r in explained.item.why] == ["asked-for", "acclaimed", "trade-off"]
    assert explained.item.score == 0.512
    assert (
        explained.phrase == "crime, as you asked; liked by 9 people; but from 1992, while you asked for “2000 or later”"
    )


def test_a_missing_score_is_none():
    assert reply_item(Candidate(item=Item(id="x", title="X"), score=None), Wording("en")).item.score is None


# ---- understand -----------------------------------------------------------------------------------------------------


class Chooser:
    """Answers every question of attitude with one word, or breaks."""

    def __init__(self, attitude):
        self.attitude, self.asked = attitude, 0

    def with_structured_output(self, schema):
        return self

    def invoke(self, messages):
        self.asked += 1
        if isinstance(self.attitude, Exception):
            raise self.attitude
        return {"attitude": self.attitude}


def reading_with(model):
    return Writer(model=model, steps=("understand (en)",))


@pytest.mark.parametrize(("attitude", "name"), [("likes", "likes"), ("dislikes", "dislikes"), ("seen", "seen")])
def test_a_model_may_choose_an_attitude_where_the_rules_found_none(context, attitude, name):
    reading = understand("Heat left me thinking for days", context, reading_with(Chooser(attitude)))
    assert [o.title for o in getattr(reading.update, name)] == ["Heat"]
    assert getattr(reading.update, name)[0].said == "Heat left me thinking for days"


@pytest.mark.parametrize("answer", ["neutral", "adores", RuntimeError("broken"), KeyError("x")])
def test_anything_else_leaves_the_reading_of_the_rules(context, answer):
    message = "Heat left me thinking for days"
    assert understand(message, context, reading_with(Chooser(answer))) == read(message, context)


def test_what_the_rules_have_read_stands_against_a_word_without_a_probability(context):
    chooser = Chooser("dislikes")
    assert [o.title for o in understand("I loved Heat", context, reading_with(chooser)).update.likes] == ["Heat"]
    assert chooser.asked == 1
