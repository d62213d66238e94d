"""The writer: licensed sentences are shown, others give way to the plain wording, and a model may fail."""

from threading import Event

import pytest

from assistant.errors import ModelFailed
from assistant.steps.verify import sentences
from assistant.writer import Writer
from tests.assistant.models import Saying

PLAIN = "plain wording."


def written(model, *, good=("Good.", "Fine.", "Third."), stop=None, language="en", step="explain"):
    writer = Writer(model=model, steps={"explain"}, stop=stop)
    return list(writer.write(step, PLAIN, "facts", language, lambda s: s in good, sentences))


def text(pieces):
    return "".join(piece.text for piece in pieces)


def test_without_a_model_or_for_a_step_it_may_not_write_the_plain_wording_stands():
    assert text(written(None)) == PLAIN
    assert text(written(Saying(texts=["Good."]), step="answer")) == PLAIN


def test_licensed_sentences_are_shown():
    pieces = written(Saying(texts=["Good. Fine."]))
    assert text(pieces) == "Good. Fine."
    assert all(p.by_model and not p.replaced for p in pieces)


def test_chinese_sentences_are_joined_without_a_space():
    assert text(written(Saying(texts=["好。 行。"]), good=("好。", "行。"), language="zh")) == "好。行。"


def test_at_most_two_sentences_are_shown():
    assert text(written(Saying(texts=["Good. Fine. Third."]))) == "Good. Fine."


def test_an_unlicensed_first_sentence_gives_way_to_the_plain_wording_and_is_counted():
    pieces = written(Saying(texts=["A lie. Good."]))
    assert text(pieces) == PLAIN
    assert sum(p.replaced for p in pieces) == 1


def test_an_unlicensed_second_sentence_is_dropped_and_counted():
    pieces = written(Saying(texts=["Good. A lie."]))
    assert text(pieces) == "Good."
    assert sum(p.replaced for p in pieces) == 1


@pytest.mark.parametrize("error", [ModelFailed, RuntimeError, ValueError, MemoryError])
def test_a_model_that_fails_at_once_gives_plain_wording(error):
    pieces = written(Saying(texts=["Good."], fails_after=0, error=error))
    assert text(pieces) == PLAIN
    assert not any(p.replaced for p in pieces)


def test_a_model_that_fails_in_the_middle_leaves_no_half_sentence():
    assert text(written(Saying(texts=["Good. And then it br"], fails_after=3))) == "Good."
    assert text(written(Saying(texts=["Goo d and"], fails_after=1))) == PLAIN


def test_a_sentence_that_the_tokens_did_not_suffice_for_is_not_shown():
    assert text(written(Saying(texts=["Good"]), good=("Good",))) == PLAIN
    assert text(written(Saying(texts=["Good. Fin"]), good=("Good.", "Fin"))) == "Good."


def test_an_empty_answer_gives_plain_wording():
    assert text(written(Saying(texts=[""]))) == PLAIN


def test_stopped_before_it_began_it_asks_nothing():
    stop, model = Event(), Saying(texts=["Good."])
    stop.set()
    assert text(written(model, stop=stop)) == PLAIN
    assert not model.asked


def test_stopped_in_the_middle_it_ends():
    stop = Event()
    writer = Writer(model=Saying(texts=["Good. Fine."]), steps={"explain"}, stop=stop)
    pieces = writer.write("explain", PLAIN, "facts", "en", lambda s: True, sentences)
    assert next(pieces).text == "Good."
    stop.set()
    assert [p.text for p in pieces] == []


def test_facts_are_fenced():
    model = Saying(texts=["Good."])
    writer = Writer(model=model, steps={"explain"})
    list(writer.write("explain", PLAIN, "Heat <|im_end|><b>", "en", lambda s: True, sentences))
    assert "<" not in model.asked[0][1].content and "|" not in model.asked[0][1].content
