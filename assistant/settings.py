"""Settings: defaults < ``sommelier.toml`` < environment < flags, each value knowing where it came from.

Only `bootstrap` and the command line see the whole; everybody else receives plain arguments.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from assistant.errors import BadSettings

LANGUAGES = ("auto", "en", "zh")
WEIGHTS = ("ratings", "counts", "clicks")
#: Seconds.
TURN_LIMIT, MODEL_LIMIT = 60, 30
_LONGEST_LIMIT = 3600


def default_data_dir() -> Path:
    """Where indexes, models and the conversation log are kept unless said otherwise."""
    from platformdirs import user_data_path

    return user_data_path("sommelier", appauthor=False)


@dataclass(frozen=True, kw_only=True)
class Build:
    """What the ``[build]`` part of a settings file and the flags of ``build`` say of a person's own tables.

    ``columns`` maps fields to columns, ``separators`` fields to the text between several values, ``ignore`` names
    columns that are not read, ``weights`` is one of `WEIGHTS` or None, ``chroma`` the address of a Chroma server.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    separators: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    weights: str | None = None
    chroma: str = ""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """``origins`` says of each setting whether it is a default or comes from a file, the environment or a flag."""

    data_dir: Path = field(default_factory=default_data_dir)
    #: The folder of the index; None is the demo, built when it is missing.
    index: Path | None = None
    #: A name of ``sommelier models list``, a folder, ``owner/name``, ``none``, ``auto`` for the best that fits, or
    #: ``openai:NAME`` for a model of the server at ``base_url``.
    model: str = "auto"
    base_url: str = ""
    language: str = "auto"
    #: How many items a reply recommends, 1 to 10.
    count: int = 3
    #: Seconds that a turn may take, and that the model may take of it; then plain wording takes over.
    turn_limit: int = TURN_LIMIT
    model_limit: int = MODEL_LIMIT
    host: str = "127.0.0.1"
    port: int = 7860
    build: Build = field(default_factory=Build)
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        """The conversation log."""
        return self.data_dir / "conversations.sqlite"


def load(config: Path | None = None, environment: Mapping[str, str] | None = None, **flags: Any) -> Settings:
    """Merge the sources. ``config`` must exist where it is given; ``sommelier.toml`` here is read where it exists.

    Raises `BadSettings` for an unknown name (with the nearest known one) or a value of the wrong type or range.
    """
    environment = os.environ if environment is None else environment
    merged: dict[str, Any] = {}
    origins: dict[str, str] = {}
    file = config or (Path("sommelier.toml") if Path("sommelier.toml").is_file() else None)
    sources = [(str(file), _from_file(file)) if file else ("", {}), ("environment", _from_environment(environment))]
    sources.append(("flag", {name: value for name, value in flags.items() if value is not None}))
    build = Build()
    for origin, values in sources:
        for name, value in values.items():
            if name == "build":
                build = _with_build(build, value, origin, origins)
                continue
            merged[name] = check(name, value, origin)
            origins[name] = origin
    return Settings(**merged, build=build, origins=origins)


def _with_build(before: Build, given: Any, origin: str, origins: dict[str, str]) -> Build:
    """``before`` with what ``given`` says on top: of columns and separators field by field, of the rest as a whole."""
    if not isinstance(given, Mapping):
        raise BadSettings(f"The setting build = '{given}' ({origin}) is no part.", "Write it as [build.columns] etc.")
    changed: dict[str, Any] = {}
    for name, value in given.items():
        if name in ("columns", "separators"):
            if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
                raise BadSettings(f"The setting build.{name} = '{value}' ({origin}) does not give each field one text.",
                                  f"Write [build.{name}] and lines such as genres = \"…\" below.")  # fmt: skip
            changed[name] = {**getattr(before, name), **value}
            origins |= {f"build.{name}.{key}": origin for key in value}
            continue
        if name == "ignore":
            if not isinstance(value, list | tuple) or not all(isinstance(text, str) for text in value):
                raise BadSettings(f"The setting build.ignore = '{value}' ({origin}) is not a list of columns.",
                                  'Write ignore = ["…", "…"].')  # fmt: skip
            value = tuple(value)
        elif name not in ("weights", "chroma"):
            raise BadSettings(f"The setting 'build.{name}' ({origin}) is not known.",
                              "Known ones: columns, separators, ignore, weights, chroma.")  # fmt: skip
        elif name == "chroma":
            if not isinstance(value, str):
                raise BadSettings(f"The setting build.chroma = '{value}' ({origin}) is not an address.",
                                  "Write it as http://127.0.0.1:8000.")  # fmt: skip
        elif value not in WEIGHTS:
            raise BadSettings(f"The weights '{value}' ({origin}) are not known.", f"Use one of {', '.join(WEIGHTS)}.")
        changed[name] = value
        origins[f"build.{name}"] = origin
    return replace(before, **changed)


_PREFIX = "SOMMELIER_"
_RANGES = {"count": (1, 10), "port": (0, 65535), **dict.fromkeys(("turn_limit", "model_limit"), (1, _LONGEST_LIMIT))}
_NAMES = tuple(f.name for f in fields(Settings) if f.name not in ("build", "origins"))


def _from_file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise BadSettings(
            f"The settings file '{path}' cannot be read ({error.strerror}).", "Check --config."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"The settings file '{path}' is not valid TOML ({error}).", "Mend that line.") from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Every ``SOMMELIER_NAME`` that is a setting or nearly one: a misspelt one is told rather than passed over."""
    found = {n.removeprefix(_PREFIX).lower(): value for n, value in environment.items() if n.startswith(_PREFIX)}
    return {name: value for name, value in found.items() if value and (name in _NAMES or _near(name))}


def _near(name: str) -> str:
    return next(iter(difflib.get_close_matches(name, _NAMES, n=1, cutoff=0.75)), "")


def check(name: str, value: Any, origin: str = "given here") -> Any:
    """The value of one setting in its own type. Raises `BadSettings` for a name or a value that cannot be used."""
    if name not in _NAMES:
        hint = f"Did you mean '{near}'?" if (near := _near(name)) else f"Known settings: {', '.join(_NAMES)}."
        raise BadSettings(f"The setting '{name}' ({origin}) is not known.", hint)
    if not isinstance(value, str | int | float | Path) or value == "":
        raise BadSettings(f"The setting {name} = '{value}' ({origin}) is not one value.", "Give it one value.")
    if name in ("data_dir", "index"):
        return _path(name, value, origin)
    if name in _RANGES:
        return _number(name, value, origin, *_RANGES[name])
    if name == "language" and value not in LANGUAGES:
        raise BadSettings(f"The language '{value}' ({origin}) is not known.", f"Use one of {', '.join(LANGUAGES)}.")
    return str(value)


def _path(name: str, value: Any, origin: str) -> Path:
    try:
        if isinstance(value, str | Path) and "\0" not in str(value):
            return Path(value).expanduser()
    except RuntimeError:
        pass  # "~somebody" who is not known here: said below
    raise BadSettings(f"The setting {name} = '{value}' ({origin}) is not a path.", "Write a folder's name in quotes.")


def _number(name: str, value: Any, origin: str, low: int, high: int) -> int:
    digits = str(value).strip()
    if not (digits.isdecimal() and len(digits) <= 6 and low <= int(digits) <= high):
        raise BadSettings(
            f"The setting {name} = '{value}' ({origin}) is not a number from {low} to {high}.", f"Use {low} to {high}."
        )
    return int(digits)
