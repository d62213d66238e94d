"""The ``sommelier`` command: its verbs, and the one place where errors become sentences and exit codes.

0 ok · 1 an evaluation failed or something was not found · 2 usage · 3 bad data or settings ·
4 model or index missing or unfit · 5 out of memory or time · 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import typer

from ui.commands import bench, build, chat, doctor, evaluate, graph, index, models, serve, sessions

app = typer.Typer(
    name="sommelier",
    help="Talk about what you like; get things from your own catalogue, with reasons that are true.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _module in (chat, serve, build, index, evaluate, bench, models, sessions, graph, doctor):
    _module.register(app)


def main() -> NoReturn:
    """Run the command line and exit with one of the codes above."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; what went wrong is said on standard error in a sentence or two."""
    # Names of files and messages may hold bytes that are no text: they are shown, never a reason to stop.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        found = app(arguments, prog_name="sommelier", standalone_mode=False)
        return found if isinstance(found, int) else 0
    except BrokenPipeError:
        _close_quietly()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the border: every failure becomes a sentence and a code
        return _failed(error)


def _failed(error: Exception) -> int:
    if isinstance(error, typer.Exit):
        return error.exit_code
    if isinstance(error, typer.Abort):
        return 130
    if show := getattr(error, "show", None):  # a usage error of typer: it knows how to print itself
        show()
        return int(getattr(error, "exit_code", 2))
    if os.environ.get("SOMMELIER_DEBUG"):
        import traceback

        traceback.print_exception(error)
    code, known = _code(error)
    message = str(error) if known else f"Something failed unexpectedly ({type(error).__name__}: {error})."
    message = message if message.endswith((".", "!", "?")) else f"{message}."
    hint = getattr(error, "hint", "") if known else "Run again with --debug to see where, and please report it."
    sys.stderr.write(f"{message}{' ' if hint else ''}{hint}\n")
    return code


def _code(error: Exception) -> tuple[int, bool]:
    """The exit code of an error, and whether its message was written for people."""
    from assistant import errors as ours
    from retrievers import errors as theirs

    codes: tuple[tuple[type[Exception], int], ...] = (
        (theirs.BadData, 3),
        (theirs.RetrievalError, 4),
        (ours.BadSettings, 3),
        (ours.NotFound, 1),
        (ours.OutOfResources, 5),
        (ours.AssistantError, 4),
    )
    for family, code in codes:
        if isinstance(error, family):
            return code, True
    if isinstance(error, MemoryError | TimeoutError):
        return 5, False
    return (3, True) if isinstance(error, OSError) else (1, False)


def _close_quietly() -> None:
    """Nobody reads any more: keep Python from complaining about it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
