"""What must always hold is caught when it does not: one planted fault for each."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import session as sessions
from assistant.conversation import Question, Reason, Relaxed, ReplyError
from assistant.evaluation.dialogues.format import Script
from assistant.evaluation.dialogues.playing import play
from assistant.preferences import Preferences

CRIME = "I loved Heat. A crime film from the 90s"


def failures(assistant, monkeypatch, fault, *messages):
    """The names of what was caught when every reply is changed by ``fault(reply, those before)``."""
    real, before = sessions.Session.say, []

    def say(self, text):
        before.append(fault(real(self, text), before))
        return before[-1]

    monkeypatch.setattr(sessions.Session, "say", say)
    turns = [{"user": message} for message in messages or (CRIME,)]
    found = play(Script.model_validate({"name": "planted", "path": Path("x"), "turns": turns}), assistant)
    return {failure.expectation.removeprefix("always: ") for failure in found.failures}


def item(reply, **changed):
    return replace(reply, items=(replace(reply.items[0], **changed), *reply.items[1:]))


def reason(kind, facts, text=""):
    return (Reason(kind=kind, weight=0.5, facts=facts, text=text),)


LIKED = {"liked": ["Heat"], "liked_ids": ["heat-1995"]}


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        (lambda r, _: item(r, year=2031), "in the catalogue"),
        (lambda r, _: item(r, title="Heat II"), "in the catalogue"),
        (lambda r, _: item(r, genres=("western", "musical")), "in the catalogue"),
        (lambda r, _: replace(r, items=(*r.items[:2], r.items[0])), "nothing twice"),
        (lambda r, _: replace(r, items=r.items[::-1]), "entries"),
        (lambda r, _: replace(r, text=r.text.replace("2. ", "3. ")), "entries"),
        (lambda r, _: replace(r, text="see ![x](y)"), "clean text"),
        (lambda r, _: replace(r, text=" "), "clean text"),
        (lambda r, _: replace(r, verified=False), "verified"),
        (lambda r, _: replace(r, preferences=Preferences()), "replay of the log"),
        (lambda r, _: replace(r, preferences=replace(r.preferences, dislikes=r.preferences.likes)), "one mind"),
        (lambda r, _: replace(r, error=ReplyError(code="x", hint="y")), "errors change nothing"),
        (lambda r, _: item(r, why=reason("people-like-you", {**LIKED, "share": 0.99, "raters": 179})), "true figures"),
        (lambda r, _: item(r, why=reason("similar-to", {**LIKED, "shared": {"genre": ["opera"]}})), "true figures"),
        (lambda r, _: item(r, why=reason("asked-for", {"matched": [{"facet": "mood"}]})), "true figures"),
        (lambda r, _: item(r, why=reason("acclaimed", {"raters": 1})), "true figures"),
    ],
)
def test_a_fault_in_one_reply(assistant, monkeypatch, fault, name):
    assert name in failures(assistant, monkeypatch, fault)


def test_a_wrong_share_in_words_is_caught(assistant, monkeypatch):
    def fault(reply, _):
        share, raters = 0.3, 179
        figures = assistant_share(assistant, reply.items[0].id)
        share, raters = figures if figures else (share, raters)
        facts = {**LIKED, "share": round(share, 2), "raters": raters}
        return item(reply, why=reason("people-like-you", facts, "97 % of them liked it too"))

    assert "true figures" in failures(assistant, monkeypatch, fault)


def assistant_share(assistant, id):
    from assistant.evaluation.dialogues.figures import Figures

    world = Figures(assistant)._world
    return None if world is None else world.also_liked("heat-1995", id)


def test_faults_over_several_replies(assistant, monkeypatch):
    asked = Question(facet="mood", text="?", options=("dark",))
    assert "asked once" in failures(assistant, monkeypatch, lambda r, _: replace(r, question=asked), "a film", "more")


def test_a_state_lost_on_undo_is_caught(assistant, monkeypatch):
    def fault(reply, before):
        return replace(reply, preferences=Preferences()) if reply.intent == "undo" else reply

    assert failures(assistant, monkeypatch, lambda r, _: r, "I loved Heat", "I loved Fargo", "undo") == set()
    assert "undo" in failures(assistant, monkeypatch, fault, "I loved Heat", "I loved Fargo", "undo")


def test_as_many_wishes_may_be_broken_as_are_set_aside_aloud(assistant, monkeypatch, id_of):
    def swapped(relaxed):
        def fault(reply, _):
            other = assistant.catalogue.item(id_of("Amélie"))  # neither crime nor of the nineties
            changed = item(reply, id=other.id, title=other.title, year=other.year, genres=other.genres, why=())
            return replace(changed, relaxed=(Relaxed(wish="x", left=0, after=5),) * relaxed)

        return fault

    assert "hard wishes" in failures(assistant, monkeypatch, swapped(1))
    assert "hard wishes" not in failures(assistant, monkeypatch, swapped(2))
