"""How the person wants to be answered: how many at a time, without questions, something else."""

import pytest

from assistant.rules import read


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("come on, just one", 1),
        ("give me five", 5),
        ("show me two more", 2),
        ("three books about the sea", 3),
        ("recommend 4 comedies", 4),
        ("your top 5", 5),
        ("give me 40 films", 10),
        ("只要一部", 1),
        ("推荐五部电影", 5),
        ("another one", None),
        ("the second one", None),
        ("under two hours", None),
        ("give me two hours of peace", None),
        ("推荐一部电影", None),
        ("one of them is dull", None),
    ],
)
def test_how_many(later, message, count):
    assert read(message, later).count == count


@pytest.mark.parametrize("message", ["stop asking me stuff", "no more questions", "don't ask me so much", "别再问了"])
def test_no_questions(later, message):
    reading = read(message, later)
    assert [(w.facet, w.exclude) for w in reading.update.wishes] == [("questions", ("any",))]
    assert reading.intent == "recommend"


@pytest.mark.parametrize("message", ["a film that asks questions", "he stops at nothing", "the question is open"])
def test_questions_as_a_subject(later, message):
    assert all(w.facet != "questions" for w in read(message, later).update.wishes)


def test_who_wants_no_questions_is_asked_none(session):
    assert session.say("recommend me something").question
    reply = session.say("stop asking me questions")
    assert reply.question is None and reply.changes == ("Wanted: no questions.",) and reply.items
    assert session.say("more").question is None
    assert "no questions" in session.say("what do you know about me?").text


def test_so_many_are_shown(session):
    assert len(session.say("give me five").items) == 5
    assert len(session.say("just one").items) == 1
    assert len(session.say("more").items) == 3


def test_several_refusals_get_another_answer(session):
    session.say("recommend me something")
    session.say("no")
    assert "name one title" in session.say("nope").text
