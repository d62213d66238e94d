"""What every command shares: options that go with each of them, where results may go, how they are printed."""

from __future__ import annotations

import inspect
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant import settings as configuration


@dataclass(frozen=True, kw_only=True)
class Common:
    """The options that go with every command."""

    data_dir: Path | None = None
    config: Path | None = None
    debug: bool = False
    quiet: bool = False

    def settings(self, **flags: Any) -> configuration.Settings:
        """The merged settings with this command's own flags on top."""
        return configuration.load(self.config, data_dir=self.data_dir, **flags)

    def say(self, text: str) -> None:
        """A notice for people, on standard error, unless ``--quiet``."""
        if not self.quiet:
            sys.stderr.write(f"{text}\n")

    def progress(self) -> Callable[[str, int, int], None]:
        """A callback that draws progress bars on a terminal, and does nothing elsewhere or with ``--quiet``."""
        if self.quiet or not sys.stderr.isatty():
            return lambda stage, done, total: None
        from ui.progress import Bars

        return Bars()


def _option(*names: str, help: str) -> Any:
    return typer.Option(*names, help=help, rich_help_panel="Everywhere")


_OPTIONS: dict[str, Any] = {
    "data_dir": Annotated[Path | None, _option(help="Where indexes, models and conversations are kept.")],
    "config": Annotated[Path | None, _option(help="A settings file instead of ./sommelier.toml.")],
    "debug": Annotated[bool, _option("--debug", help="Show a traceback when something fails.")],
    "quiet": Annotated[bool, _option("--quiet", help="No notices and no progress.")],
}

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object (or one a line).")]
IndexFolder = Annotated[Path | None, typer.Option(help="The folder of an index; the demo where it is not given.")]
ModelName = Annotated[
    str | None,
    typer.Option(help="A name of `sommelier models list`, a folder, none, auto (the default), or openai:NAME."),
]
BaseUrl = Annotated[str | None, typer.Option(help="The OpenAI-compatible server that has openai:NAME.", metavar="URL")]

TurnLimit = Annotated[int | None, typer.Option(help="Seconds that a turn may take; then plain wording takes over.")]
ModelLimit = Annotated[int | None, typer.Option(help="Seconds that the model may take of a turn.")]


def check_output(flag: str, path: Path | None, *, folder: bool = False) -> None:
    """Raise a usage error where ``path`` cannot be written: before the work, not after it. A ``folder`` is made."""
    if path is None:
        return
    try:
        if folder:
            path.mkdir(parents=True, exist_ok=True)
        elif path.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        with tempfile.TemporaryFile(dir=path if folder else path.parent):
            pass
    except OSError as error:
        why = f"'{path}' cannot be written ({error.strerror}). Name a {'folder' if folder else 'file'} that can be."
        raise typer.BadParameter(why, param_hint=flag) from error


def with_common(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command, whose first parameter is a `Common`, the options that go with every command."""
    signature = inspect.signature(function, eval_str=True)
    own = list(signature.parameters.values())[1:]
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=False if name in ("debug", "quiet") else None,
                          annotation=annotation)
        for name, annotation in _OPTIONS.items()
    ]  # fmt: skip

    @wraps(function)
    def command(**values: Any) -> None:
        if values["debug"]:
            os.environ["SOMMELIER_DEBUG"] = "1"
        function(Common(**{name: values.pop(name) for name in _OPTIONS}), **values)

    keyword = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
    command.__signature__ = signature.replace(parameters=[*keyword, *shared])  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in (*keyword, *shared)}
    return command


def print_json(value: object) -> None:
    """One JSON value on one line of standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_results(
    card: dict[str, Any],
    rows: list[dict[str, Any]],
    columns: Iterable[str] | dict[str, str],
    *,
    as_json: bool,
    order: Callable[[dict[str, Any]], Any] = lambda row: 0,
) -> None:
    """What a measurement found: one object with its run card, or a table of ``columns`` (keys, or key → heading)."""
    if as_json:
        print_json({"run": card, "results": rows})
    else:
        shown = columns if isinstance(columns, dict) else {name: name for name in columns}
        print_table(sorted(rows, key=order), shown)


_WIDE = 250  # letters


def print_table(rows: list[dict[str, Any]], columns: dict[str, str]) -> None:
    """Rows as a table: ``columns`` maps each key to its heading."""
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns.values(), box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(_cell(row.get(key)) for key in columns))
    # Where nobody looks on, in a file or a pipe, nothing is cut to the width of a screen.
    Console(soft_wrap=True, width=None if sys.stdout.isatty() else _WIDE).print(table)


def _cell(value: Any) -> str:
    from rich.markup import escape

    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else escape(str(value))
