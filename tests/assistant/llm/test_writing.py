"""One generation without a model: pieces, stop strings, endings."""

import threading
import time

import pytest

from assistant.errors import AssistantError, ModelFailed
from assistant.llm import worker
from assistant.llm.writing import Limits, Writing


def written(text, stop=(), **limits):
    """Write ``text``, a token a character; the token 0 ends it."""
    writing = Writing(chr, Limits(eos=frozenset({0}), stop=stop, **limits))

    def write():
        for letter in [*text, "\0"]:
            if writing.take(ord(letter)):
                break
        writing.close()

    return list(writing.read(lambda: worker.submit(write))), writing


def test_pieces_come_as_they_are_written():
    pieces, writing = written("Heat!")
    assert pieces == list("Heat!") and writing.finish == "stop" and writing.tokens == 6


@pytest.mark.parametrize(
    ("text", "stop", "expected"),
    [
        ("one two three", ["two"], "one "),
        ("aaab", ["aab"], "a"),
        ("ababac", ["abac"], "ab"),
        ("one\n\nUser: x", ["\n\nUser:", "\nx"], "one"),
        ("no stop here, tw", ["two"], "no stop here, tw"),
        ("x", ["x"], ""),
    ],
)
def test_stop_strings(text, stop, expected):
    pieces, writing = written(text, stop)
    assert "".join(pieces) == expected and writing.finish == "stop"


def test_a_thread_that_is_killed_is_noticed():
    writing = Writing(chr, Limits(eos=frozenset()))
    dead = threading.Thread(target=lambda: None)
    dead.start()
    dead.join()
    begun = time.monotonic()
    with pytest.raises(ModelFailed, match="without a word"):
        writing._next(dead)
    assert time.monotonic() - begun < 0.2


@pytest.mark.parametrize(
    ("error", "said"), [(SystemExit(3), "SystemExit"), (ValueError("x"), "ValueError: x"), (MemoryError(), "memory")]
)
def test_what_ends_the_thread_reaches_the_reader(error, said):
    writing = Writing(chr, Limits(eos=frozenset()))
    with pytest.raises(AssistantError, match=said):
        list(writing.read(lambda: worker.submit(lambda: writing.close(error))))


def test_the_worker_is_one_thread_and_hands_errors_on():
    names = {worker.call(lambda: threading.current_thread().name) for _ in range(3)}
    assert names == {"language-model"}
    with pytest.raises(ZeroDivisionError):
        worker.call(lambda: 1 // 0)
