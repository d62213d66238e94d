"""Planted faults are caught, and every expectation can fail."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import session as sessions
from assistant.evaluation import run_card
from assistant.evaluation.dialogues import playing as scripted
from assistant.evaluation.dialogues.format import Script


def script(*turns):
    return Script.model_validate({"name": "planted", "path": Path("x"), "turns": turns})


def play_with(assistant, monkeypatch, fault, *turns):
    """Play the turns while every reply is changed by ``fault(reply, how many came before)``."""
    real, count = sessions.Session.say, iter(range(100))
    monkeypatch.setattr(sessions.Session, "say", lambda self, text: fault(real(self, text), next(count)))
    return [str(failure) for failure in scripted.play(script(*turns), assistant).failures]


TWICE = ({"user": "a crime film from the 90s"}, {"user": "more"})


def test_an_item_that_comes_back_is_caught(assistant, monkeypatch):
    first = []

    def fault(reply, at):
        first.append(reply)
        return replace(reply, items=first[0].items) if at else reply

    assert any("came back" in failure for failure in play_with(assistant, monkeypatch, fault, *TWICE))


def test_a_seen_item_is_caught(assistant, monkeypatch, id_of):
    def fault(reply, at):
        item = replace(reply.items[0], id=id_of("Heat"), title="Heat")
        return replace(reply, items=(item,))

    failures = play_with(assistant, monkeypatch, fault, {"user": "I have seen Heat. Something similar from the 90s"})
    assert any("'Heat' came back" in f for f in failures)


def test_an_unmet_hard_wish_is_caught(assistant, monkeypatch, id_of):
    def fault(reply, at):
        return replace(reply, items=(replace(reply.items[0], id=id_of("Amélie"), title="Amélie"),))

    failures = play_with(assistant, monkeypatch, fault, {"user": "a crime film from the 90s"})
    assert any("does not meet the hard wish year" in f for f in failures)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": "see <b>this</b>"}, "markup"),
        ({"text": "see <|im_end|>"}, "markup"),
        ({"text": "a\u202eb"}, "markup"),
        ({"verified": False}, "unverified"),
        ({"preferences": None}, "replay of the log"),
        ({"items": "foreign"}, "not in the catalogue"),
    ],
)
def test_other_faults_are_caught(assistant, monkeypatch, change, words):
    def fault(reply, at):
        values = dict(change)
        if "preferences" in values:
            values["preferences"] = replace(reply.preferences, wishes=())
        if "items" in values:
            values["items"] = (replace(reply.items[0], id="foreign"),)
        return replace(reply, **values)

    failures = play_with(assistant, monkeypatch, fault, {"user": "a crime film"})
    assert any(words in failure for failure in failures)


@pytest.mark.parametrize(
    "expect",
    [
        {"intent": "why"},
        {"language": "zh"},
        {"likes": ["Heat"]},
        {"wishes": {"year": {"min": 1980}}},
        {"wishes": {"genre": None}},
        {"items": {"count": 2}},
        {"items": {"all": "year > 2020"}},
        {"items": {"any": "kind == 'book'"}},
        {"items": {"none": "kind == 'film'"}},
        {"items": {"titles": ["Heat"]}},
        {"question": "nothing"},
        {"relaxed": True},
        {"error": "too_long"},
        {"changes": 7},
        {"text": {"contains": "Zyzzyva"}},
        {"text": {"excludes": "1."}},
        {"text": {"max_words": 3}},
        {"model": "other"},
    ],
    ids=str,
)
def test_every_expectation_can_fail(assistant, expect):
    played = scripted.play(script({"user": "a crime film from the 90s", "expect": expect}), assistant)
    assert len(played.failures) == 1 and str(played.failures[0]).startswith("turn 1: ")
    (name,) = expect
    assert played.failures[0].expectation.split(".")[0] == name


def test_clicks_are_played(assistant):
    turns = ({"user": "a crime film"}, *({"click": {kind: 1}} for kind in ("seen", "dislike", "like", "why", "undo")))
    played = scripted.play(script(*turns), assistant)
    assert played.passed
    assert [turn.reply["intent"] for turn in played.turns] == [
        "recommend",
        "feedback",
        "feedback",
        "feedback",
        "why",
        "undo",
    ]


def test_the_run_card_names_what_was_measured(assistant):
    card = run_card.card(assistant, "evaluate dialogues", seed=1)
    assert card["index"] == "demo" and card["model"] == "none" and card["seed"] == 1 and card["version"]
    assert "index" not in run_card.card(None, "bench")


@pytest.mark.parametrize(
    ("expect", "words"),
    [
        ({"items": {"none": "titel == 'Heat'"}}, "Did you mean 'title'?"),
        ({"items": {"none": "'horror' == genre"}}, "Did you mean 'genres'?"),
        ({"items": {"order": "scor"}}, "Did you mean 'score'?"),
        ({"wishes": {"gener": None}}, "Did you mean 'genre'?"),
        ({"question": {"facet": "moood"}}, "Did you mean 'mood'?"),
    ],
)
@pytest.mark.parametrize("said", ["a crime film from the 90s", "hello"])
def test_a_name_that_there_is_not_never_passes_for_met(assistant, expect, words, said):
    turns = ({"user": said, "expect": {"items": None, **expect}},)
    failures = [str(failure) for failure in scripted.play(script(*turns), assistant).failures]
    assert any(words in failure for failure in failures), failures
