"""The terminal and the JSON lines: pipes, broken pipes, bytes that are no text, Ctrl-C while a reply is written."""

import io
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time

import pytest

from assistant.conversation import Reply
from tests.ui.fakes import Assistant
from ui.terminal import clean_block_piece, run_chat, run_json


class Stdin(io.TextIOWrapper):
    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8")


def json_lines(data: bytes, session=None):
    out = io.BytesIO()
    run_json(session or Assistant().session(), io.BytesIO(data), out)
    return [Reply.from_json(json.loads(line)) for line in out.getvalue().splitlines()]


def chat(data: bytes, session=None) -> str:
    out = io.StringIO()
    run_chat(session or Assistant().session(), Stdin(data), out)
    return out.getvalue()


def test_json_gives_one_reply_a_line():
    replies = json_lines("I loved Heat\n我喜欢犯罪片\r\nhello".encode())
    assert [r.turn for r in replies] == [1, 2, 3]
    assert [r.language for r in replies] == ["en", "zh", "en"]
    assert replies[0].preferences.likes[0].title == "Heat"


def test_json_parts_lines_at_newlines_only():
    session = Assistant().session()
    json_lines("one\x0bstill one\x0cone\u2028one\rone\ntwo\n".encode(), session)
    assert [turn.said for turn in session.history] == ["one\x0bstill one\x0cone\u2028one\rone", "two"]


def test_json_passes_undecodable_bytes_on_as_surrogates():
    session = Assistant().session()
    (reply,) = json_lines(b"caf\xe9\n", session)
    assert session.history[0].said == "caf\udce9"
    assert reply.error is not None


def test_json_cuts_endless_lines_and_takes_the_next():
    session = Assistant().session()
    replies = json_lines(b"x" * 10_000_000 + b"\nhello\n", session)
    assert [r.error.code if r.error else None for r in replies] == ["too_long", None]
    assert len(session.history[0].said) < 9_000_000


def test_json_writes_lone_surrogates_as_escapes():
    session = Assistant().session()
    reply = session.say("hello")
    object.__setattr__(reply, "text", "a\udcffb")
    session.say = lambda text: reply  # type: ignore[method-assign]
    reply_type = type(reply)
    plain = {"text": "a\udcffb"}
    reply_type_to_json, reply_type.to_json = reply_type.to_json, lambda self: plain  # type: ignore[method-assign]
    out = io.BytesIO()
    try:
        run_json(session, io.BytesIO(b"x\n"), out)
    finally:
        reply_type.to_json = reply_type_to_json  # type: ignore[method-assign]
    assert json.loads(out.getvalue()) == plain


def test_a_pipe_gets_text_without_prompt_or_colour():
    text = chat(b"I loved Heat\n\n/preferences\n/undo\n/quit\nnever read\n")
    assert text.startswith("Crime from the nineties, since you liked Heat.")
    assert "- The Long Harbour (1994): 61 % of the 212 people" in text
    assert "  darker / lighter / either is fine" in text
    assert "You like:\n  Heat  (turn 1 · “I loved Heat”)" in text
    assert "Taken back." in text
    assert "\x1b" not in text and "you>" not in text and "never" not in text


def test_control_characters_of_a_catalogue_do_not_reach_the_terminal():
    text = chat(b"hostile\n")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", text)


@pytest.mark.parametrize("piece", [" word", "\n", "\n\n", "a\n", " \n b", "", "\x07", "\u202ex\n"])
def test_pieces_keep_their_spaces_and_line_breaks(piece):
    assert clean_block_piece(piece) == piece.replace("\x07", "").replace("\u202e", "")


def test_a_reader_that_leaves_ends_quietly():
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    run_chat(Assistant().session(), Stdin(b"hello\nhello\n"), Gone())

    class GoneBytes(io.BytesIO):
        def flush(self) -> None:
            raise BrokenPipeError

    run_json(Assistant().session(), io.BytesIO(b"hello\n"), GoneBytes())


SCRIPT = """
import sys
from tests.ui.fakes import Assistant
from ui.terminal import run_chat, run_json
session = Assistant(pause=float(sys.argv[2])).session()
run_json(session, sys.stdin.buffer, sys.stdout.buffer) if sys.argv[1] == "json" else run_chat(session)
"""


def start(mode: str, pause: float, **streams) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen([sys.executable, "-c", SCRIPT, mode, str(pause)], env=environment, **streams)


def test_a_real_broken_pipe_leaves_no_traceback():
    process = start("json", 0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(b"hello\n")
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["turn"] == 1  # flushed before the next message is read
    process.stdout.close()
    process.stdin.write(b"hello\n" * 3)
    process.stdin.close()
    assert process.wait(20) == 0
    assert process.stderr.read() == b""


class Screen:
    """A pseudo-terminal with a chat in it."""

    def __init__(self, pause: float, **environment: str) -> None:
        self.master, slave = pty.openpty()
        os.environ.update(environment)
        try:
            self.process = start("chat", pause, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
        finally:
            for name in environment:
                os.environ.pop(name)
        os.close(slave)
        self.seen = ""

    def until(self, words: str, seconds: float = 30) -> str:
        end = time.monotonic() + seconds
        while words not in self.seen and time.monotonic() < end:
            if select.select([self.master], [], [], 0.2)[0]:  # a read alone would wait for ever
                self.seen += os.read(self.master, 4096).decode(errors="replace")
        before, found, self.seen = self.seen.partition(words)
        assert found, before
        return before

    def interrupt(self) -> None:
        """Ctrl-C, as a person presses it: when the prompt has been listening for a moment."""
        time.sleep(0.3)
        os.kill(self.process.pid, signal.SIGINT)

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())


def test_ctrl_c_stops_the_reply_and_ctrl_d_ends():
    screen = Screen(pause=0.02)
    try:
        screen.until("you> ")
        screen.type("slow please\n")
        screen.until("word3")
        os.kill(screen.process.pid, signal.SIGINT)
        assert "word399" not in screen.until("(stopped)")
        screen.until("you> ")
        screen.interrupt()  # at the prompt: the line is dropped, the program stays
        screen.until("you> ")
        screen.type("hello\n")
        screen.until("could not connect")
        screen.until("you> ")
        screen.type("\x04")
        assert screen.process.wait(10) == 0
    finally:
        screen.process.kill()


def test_no_color_is_respected():
    screen = Screen(pause=0, NO_COLOR="1")
    try:
        hello = screen.until("you> ")
        assert "\x1b[1m" not in hello and "\x1b[2m" not in hello
        screen.type("\x04")
        assert screen.process.wait(10) == 0
    finally:
        screen.process.kill()
