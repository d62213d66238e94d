"""A turn ends in time whatever its model does: what the model does not say in time is said in plain wording."""

import time
from threading import Event, active_count

import pytest

from assistant.errors import OutOfResources
from assistant.evaluation.independent.forms import SENTENCES
from assistant.limits import Patience
from tests.assistant.models import Saying

MESSAGE = "I loved Heat. Something from the 90s, not too long?"


def slow(given_up):
    yield "at once"
    given_up.wait(30)
    yield "too late"


def test_what_comes_in_time_is_read_and_the_rest_is_late():
    patience = Patience(model=0.2)
    parts, begun = patience.read("explain", slow), time.monotonic()
    assert next(parts) == "at once"
    with pytest.raises(OutOfResources, match="over"):
        next(parts)
    assert 0.1 < time.monotonic() - begun < 5
    assert patience.late == ["explain"] and patience.left == 0


def test_whoever_is_read_no_more_is_told_and_its_thread_ends():
    before, told = active_count(), Event()

    def parts(given_up):
        yield "one"
        given_up.wait(10)
        told.set()

    reading = Patience().read("explain", parts)
    assert next(reading) == "one"
    reading.close()
    assert told.wait(5)
    time.sleep(0.1)
    assert active_count() <= before


def test_a_stop_ends_the_reading_of_a_model_that_says_nothing():
    stop, begun = Event(), time.monotonic()
    stop.set()
    assert list(Patience().read("explain", slow, stop)) == []
    assert time.monotonic() - begun < 5


def test_without_time_nothing_is_asked():
    asked = []
    patience = Patience(turn=0.0)
    with pytest.raises(OutOfResources):
        patience.call("understand", asked.append)
    assert not asked and patience.late == ["understand"]


def test_errors_of_the_model_reach_the_reader():
    def broken(given_up):
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        Patience().call("understand", broken)


@pytest.mark.parametrize("limits", [{"model_limit": 0.3}, {"turn_limit": 0.3}])
def test_a_slow_model_gives_way_to_plain_wording(open_assistant, limits):
    plain = open_assistant().session().say(MESSAGE)
    model = Saying(texts=["It is from 1995."], pause=20.0)
    assistant = open_assistant(model=model, model_name="slow", steps=frozenset({"explain"}), **limits)
    session, begun = assistant.session(), time.monotonic()
    reply = session.say(MESSAGE)
    assert time.monotonic() - begun < 10
    assert reply.text == plain.text and [i.id for i in reply.items] == [i.id for i in plain.items]
    assert len(model.asked) <= 1  # the second and third item no longer ask it
    assert session.export()["events"][-1]["trace"]["late"] == ["explain"] * len(reply.items)


def test_a_model_that_is_late_in_the_middle_keeps_the_sentences_it_finished(open_assistant):
    """Unlicensed or half sentences are never shown, late or not."""
    model = Saying(texts=["It shares the genre crime with Heat. It"], pause=0.15)
    limits = {"model_limit": 0.6}
    assistant = open_assistant(model=model, model_name="slow", steps=frozenset({"explain"}), **limits)
    reply = assistant.session().say(MESSAGE)
    assert not reply.text.endswith(" It") and len(reply.items) == 3 and reply.verified


def test_a_slow_reader_leaves_the_reading_of_the_rules(open_assistant):
    class Sleeping:
        def with_structured_output(self, schema):
            return self

        def invoke(self, messages):
            time.sleep(3)

    message = "Heat left me thinking for days"
    plain = open_assistant().session().say(message)
    slow = open_assistant(model=Sleeping(), model_name="slow", steps=frozenset({"understand"}), model_limit=0.2)
    session, begun = slow.session(), time.monotonic()
    assert session.say(message).preferences == plain.preferences
    assert time.monotonic() - begun < 2.5
    assert session.export()["events"][-1]["trace"]["late"] == ["understand"]


def test_in_time_nothing_is_said_to_be_late(open_assistant):
    model = Saying(texts=["It is from 1995."])
    session = open_assistant(model=model, model_name="quick", steps=frozenset({"explain"})).session()
    session.say(MESSAGE)
    assert "late" not in session.export()["events"][-1]["trace"]


SHORT = {"en": "The language model ran out of memory or time", "zh": "语言模型的内存或时间不够"}


@pytest.mark.parametrize(("language", "message"), [("en", MESSAGE), ("zh", "我喜欢《盗火线》，想看九十年代的电影")])
def test_a_model_that_runs_out_of_memory_gives_way_to_plain_wording_and_the_reply_says_so(
    open_assistant, language, message
):
    plain = open_assistant().session().say(message)
    model = Saying(texts=["It is from 1995."], fails_after=1, error=OutOfResources)
    session = open_assistant(model=model, model_name="large", steps=frozenset({"explain"})).session()
    reply = session.say(message)
    told = [line for line in reply.text.splitlines() if SHORT[language] in line]
    assert reply.language == language and len(told) == 1 and reply.verified
    assert any(form.fullmatch(told[0]) for _, form in SENTENCES[language])  # the independent judge knows it
    assert [line for line in reply.text.splitlines() if line not in told] == plain.text.splitlines()
    assert len(model.asked) == 1  # the other items no longer ask it
    assert session.export()["events"][-1]["trace"]["short"] == ["explain"]
    again = session.say("more" if language == "en" else "换一批")
    assert len(model.asked) == 2 and SHORT[language] in again.text  # a new turn tries again


def test_a_reader_that_runs_out_of_memory_is_told_of_too(open_assistant):
    class Full:
        def with_structured_output(self, schema):
            return self

        def invoke(self, messages):
            raise OutOfResources("The memory ran out", "Try again.")

    message = "Heat left me thinking for days"
    plain = open_assistant().session().say(message)
    session = open_assistant(model=Full(), model_name="large", steps=frozenset({"understand"})).session()
    reply = session.say(message)
    assert reply.preferences == plain.preferences and SHORT["en"] in reply.text
    assert session.export()["events"][-1]["trace"]["short"] == ["understand"]
