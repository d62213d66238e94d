"""Where sentences and clauses end, and that the plain form of a message keeps every position."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.chinese import CHINESE
from assistant.rules.english import ENGLISH
from assistant.rules.message import Message, plain


@given(st.text(max_size=200))
def test_plain_keeps_positions(text):
    assert len(plain(text)) == len(text)


@given(st.text(max_size=100), st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120)), max_size=4))
def test_blanking_keeps_positions(text, spans):
    spans = [(min(a, b), max(a, b)) for a, b in spans if min(a, b) <= len(text)]
    assert len(Message.of(text, ENGLISH).without(spans).plain) == len(text)


def test_sentences():
    message = Message.of("Seen it. Why? Because, well!", ENGLISH)
    assert [message.text[a:b].strip() for a, b in message.sentences] == ["Seen it.", "Why?", "Because, well!"]
    assert message.quote(10) == "Why?"
    assert Message.of("看过。为什么？", CHINESE).quote(4) == "为什么？"


def test_clauses():
    message = Message.of("no horror, but a comedy", ENGLISH)
    assert message.clause_start(message.text.index("comedy")) == message.text.index(" a comedy")


def test_long_sentences_are_cut_in_quotes():
    assert len(Message.of("word " * 200, ENGLISH).quote(0)) <= 200
