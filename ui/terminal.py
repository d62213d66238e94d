"""The conversation in a terminal or a pipe, and as JSON lines. It prints; what it prints is decided in `present`.

Ctrl-C stops a reply, not the program; Ctrl-D ends. A reader that goes away (``| head``) ends it quietly.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from types import FrameType
from typing import Any, BinaryIO, TextIO

from assistant.conversation import Delta, Reply
from ui.labels import label
from ui.present import after_text, clean_block, ledger_text, plain, spoken
from ui.protocol import Session

#: A longer line is cut here: it is far over the 8,000 characters that a session takes, which then says so.
_LONGEST_LINE = 8 * 2**20  # bytes; what is longer is cut, so that no input can fill the memory
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def run_json(session: Session, stdin: BinaryIO, stdout: BinaryIO) -> None:
    """One message a line in, one `Reply` as a JSON object a line out, each flushed; ends with the input.

    Bytes that are not UTF-8 reach ``session.say`` as lone surrogates, which it answers with an error reply.
    """
    with _quiet_when_nobody_reads(stdout):
        for line in _lines(stdin):
            reply = session.say(line).to_json()
            stdout.write(json.dumps(reply, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
            stdout.flush()


def run_chat(session: Session, stdin: TextIO | None = None, stdout: TextIO | None = None) -> None:
    """Talk until the input ends or ``/quit``. Prompts and colours appear only on a terminal."""
    stdin, stdout = stdin or sys.stdin, stdout or sys.stdout
    terminal = _Terminal(session, stdin, stdout)
    with _quiet_when_nobody_reads(stdout):
        if terminal.interactive:
            terminal.write(terminal.dim(label("hello", session.language)) + "\n\n")
        for line in terminal.messages():
            if line.strip() == "/quit":
                break
            if line.strip():
                terminal.answer(line)


class _Terminal:
    """One conversation on one pair of streams."""

    def __init__(self, session: Session, stdin: TextIO, stdout: TextIO) -> None:
        self.session, self.stdin, self.stdout = session, stdin, stdout
        self.language = session.history[-1].reply.language if session.history else session.language
        self.interactive = stdin.isatty() and stdout.isatty()
        self.colour = stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def messages(self) -> Iterator[str]:
        """What the person types, line by line. Ctrl-C at the prompt clears the line, in a pipe it interrupts."""
        if not self.interactive:
            yield from _lines(self.stdin.buffer)
            return
        with _line_editing():
            while True:
                try:
                    yield input(self.prompt())
                except KeyboardInterrupt:
                    self.write("\n")
                except EOFError:
                    self.write("\n")
                    return

    def prompt(self) -> str:
        words = f"{label('you', self.language)}> "
        return f"\x01{_BOLD}\x02{words}\x01{_PLAIN}\x02" if self.colour else words  # \x01 \x02: no width, for readline

    def answer(self, line: str) -> None:
        commands = {"/help": self.help, "/preferences": self.ledger, "/undo": self.undo}
        command = commands.get(line.strip())
        try:
            rest = command() if command else self.stream(line)
        except KeyboardInterrupt:  # pressed twice: give up the reply at once
            if not self.interactive:
                raise
            rest = "\n" + self.dim(label("stopped", self.language))
        self.write(rest.rstrip("\n") + "\n\n")

    def help(self) -> str:
        return label("help", self.language)

    def ledger(self) -> str:
        return ledger_text(self.session.preferences, self.language)

    def undo(self) -> str:
        return plain(self.session.undo())

    def stream(self, line: str) -> str:
        """Print the reply while it is written; returns what is still to print when its sentences are out."""
        stop, shown, reply = threading.Event(), "", None
        with _ctrl_c(stop) if self.interactive else nullcontext():
            for part in self.session.stream(line, stop):
                if isinstance(part, Delta):
                    shown += part.text
                    self.write(clean_block_piece(part.text))
                elif isinstance(part, Reply):
                    reply = part
        if reply is None:
            return ""
        self.language = reply.language
        return self.rest(reply, shown, stopped=stop.is_set())

    def rest(self, reply: Reply, shown: str, stopped: bool) -> str:
        lines = [] if shown.strip() else [clean_block(spoken(reply))]
        if stopped:
            lines.append(self.dim(label("stopped", reply.language)))
        lines.append(self.dim(after_text(reply)))
        rest = "\n".join(line for line in lines if line)
        return f"\n{rest}" if shown.strip() and rest else rest

    def dim(self, text: str) -> str:
        return f"{_DIM}{text}{_PLAIN}" if self.colour and text else text

    def write(self, text: str) -> None:
        encoding = self.stdout.encoding or "utf-8"
        self.stdout.write(text.encode(encoding, "replace").decode(encoding))
        self.stdout.flush()


def clean_block_piece(text: str) -> str:
    """A piece of streamed text without invisible characters; line breaks at its ends are meant."""
    start = text[: len(text) - len(text.lstrip("\n"))]
    end = text[len(text.rstrip("\n")) :] if text.strip("\n") else ""
    return start + clean_block(text) + end


def _lines(stream: BinaryIO) -> Iterator[str]:
    r"""The lines of ``stream``, parted at ``\n`` only, bytes that are no UTF-8 as surrogates, over-long ones cut."""
    while raw := stream.readline(_LONGEST_LINE):
        whole = raw
        while not whole.endswith(b"\n") and (whole := stream.readline(_LONGEST_LINE)):
            pass  # the rest of an over-long line is dropped
        yield raw.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "surrogateescape")


@contextmanager
def _ctrl_c(stop: threading.Event) -> Iterator[None]:
    """While inside, Ctrl-C sets ``stop``; a second one interrupts as usual."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)

    def handle(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _line_editing() -> Iterator[None]:
    """Arrow keys and history at the prompt, where Python has them."""
    try:
        import readline
    except ImportError:
        yield
        return
    readline.set_history_length(200)
    yield


@contextmanager
def _quiet_when_nobody_reads(stdout: Any) -> Iterator[None]:
    """End quietly when the reader has gone, and keep Python's own last flush from complaining about it."""
    try:
        yield
    except BrokenPipeError:
        with suppress(OSError, ValueError):  # not a real file: there is nothing to redirect
            os.dup2(os.open(os.devnull, os.O_WRONLY), stdout.fileno())
