"""What is said to questions such as "what if I hadn't liked Heat?": recomputed, and nothing in the ledger changes."""

import pytest

from assistant.evaluation.independent import forms


@pytest.fixture
def told(session):
    session.say("I loved Heat and Amélie. Something from the 90s, no horror")
    return session


def test_a_like_is_supposed_away(told, assistant):
    before = told.preferences
    reply = told.say("what would you say if I hadn't liked Heat?")
    other = assistant.session().say("I know Heat. I loved Amélie. Something from the 90s, no horror")
    assert reply.intent == "why" and told.preferences == before
    assert [item.id for item in reply.items] == [item.id for item in other.items]
    assert not any(item.new for item in reply.items)


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("what if I hadn't said from the 90s?", "Without “1990–1999” I would suggest "),
        ("what would change if I hadn't told you no horror?", "Without “no horror” I would suggest "),
        ("what if I hadn't liked Jaws?", "You have told me nothing of the kind"),
        ("如果我没说喜欢盗火线，你会推荐什么？", "如果没有《盗火线》，我会推荐《"),
    ],
)
def test_what_is_supposed_away(told, message, answer):
    assert told.say(message).text.startswith(answer)


def test_the_independent_checker_knows_the_words(told):
    text = told.say("what if I hadn't said from the 90s?").text
    assert any(name == "supposed" and pattern.fullmatch(text) for name, pattern in forms.SENTENCES["en"])


def test_a_request_without_something_supposes_nothing(told):
    assert told.say("what else would you recommend without violence?").intent == "recommend"
