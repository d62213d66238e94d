"""Scripted dialogues as values: what a file may say, and the JSON Schema of it that an editor can check against.

Reading the YAML, and telling what is wrong with it and where, is in `reading`; playing it in `playing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from assistant.conversation import Intent
from assistant.evaluation.dialogues.expressions import check
from assistant.evaluation.dialogues.variables import VARIABLE

ENDING = ".dialogue.yaml"
#: The catalogue that a script is about where it names none.
DEMO = "demo"
#: What a click may do; each names an item, an option or an entry of the ledger.
CLICKS = ("like", "dislike", "seen", "why", "option", "remove", "undo")


def _listed(value: Any) -> Any:
    """One value stands for a list of it."""
    return value if isinstance(value, list | tuple) or value is None else [value]


Words = Annotated[tuple[str, ...], BeforeValidator(_listed, json_schema_input_type=str | list[str])]
Variable = Annotated[str, Field(pattern=rf"^{VARIABLE}$")]
Number = float | Variable
Language = Literal["en", "zh"]
Stage = Literal["understand", "retrieve", "rank", "explain", "first_text", "total"]
Order = Annotated[str, Field(pattern=r"^-?[^\W\d]\w*$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    def said(self) -> dict[str, Any]:
        """What the script says: null counts, what is left out does not."""
        return {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}


class Span(_Part):
    """A number between two bounds, both included."""

    min: float | None = None
    max: float | None = None

    def holds(self, number: float) -> bool:
        return not ((self.min is not None and number < self.min) or (self.max is not None and number > self.max))

    def __str__(self) -> str:
        return " and ".join(f"{name} {value:g}" for name, value in self.said().items() if value is not None)


Count = Annotated[int, Field(ge=0)] | Span


def fits(wanted: int | Span, number: float) -> bool:
    """Is it this number, or between these bounds?"""
    return wanted.holds(number) if isinstance(wanted, Span) else number == wanted


class WishExpected(_Part):
    """A wish of the ledger: each part that is named must be so; lists are compared as sets."""

    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    min: Number | None = None
    max: Number | None = None
    hard: bool = True
    strength: Number = 1.0


class ItemsExpected(_Part):
    """The items of the reply. Conditions are small expressions over their fields: ``1990 <= year <= 1999``."""

    new: bool = True
    """Those that are recommended now; false: those that are only spoken about."""
    count: Count | None = None
    """How many there are."""
    all: Words = ()
    """Each of these conditions holds for every item."""
    any: Words = ()
    """Each of these conditions holds for at least one item."""
    none: Words = ()
    """None of these conditions holds for any item."""
    titles: tuple[str, ...] | None = None
    """These titles in this order, and no others."""
    ids: tuple[str, ...] | None = None
    """These ids in this order, and no others."""
    order: Order | None = None
    """By which field the items come: ``year`` rising, ``-year`` falling."""
    not_repeated: bool = False
    """None of them stood in any earlier reply, not even to be spoken about."""
    ranks: Mapping[str, Count] = Field(default_factory=dict)
    """Title or id, and its place, counted from 1: ``{Heat: 1}``, ``{Heat: {max: 3}}``."""

    @field_validator("all", "any", "none")
    @classmethod
    def _are_conditions(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for condition in value:
            check(condition)
        return value


class TextExpected(_Part):
    """The words of the reply."""

    contains: Words = ()
    excludes: Words = ()
    max_words: int | None = Field(default=None, ge=1)
    """At most so many words; each Chinese character is one."""
    language: Language | None = None
    """What it is written in, told by its letters, titles aside."""
    mentions_only_shown: bool = False
    """It names no item of the catalogue but those it shows and those the person spoke of."""


class QuestionExpected(_Part):
    """What is asked, and options that must be among those to click."""

    facet: Words
    options: Words = ()


class Expect(_Part):
    """What one reply must be. What is left out may be anything; null and [] say that there is none."""

    intent: Annotated[tuple[Intent, ...], BeforeValidator(_listed, json_schema_input_type=Intent | list[Intent])] = ()
    """One of these."""
    language: Language | None = None
    likes: int | tuple[str, ...] | None = None
    """All titles of the ledger's list in any order, with the year where that tells them apart; or how many."""
    dislikes: int | tuple[str, ...] | None = None
    seen: int | tuple[str, ...] | None = None
    rejected: int | tuple[str, ...] | None = None
    wishes: Mapping[str, WishExpected | None] = Field(default_factory=dict)
    """Facet and a wish like this; null: no wish about that facet."""
    changes: int | Words | None = None
    """How many changes of the ledger are told, or words that must stand in one of them each."""
    items: ItemsExpected | None = None
    question: (
        QuestionExpected
        | Annotated[
            tuple[str | None, ...] | None,
            BeforeValidator(_listed, json_schema_input_type=str | list[str | None] | None),
        ]
    ) = None
    """The facet that is asked about, or one of several; null: no question."""
    relaxed: bool | Words | None = None
    """Was a wish set aside? Or words of each that was."""
    error: str | None = None
    """The code of the error; null: none."""
    text: TextExpected | None = None
    model: str | None = None
    timings: Mapping[Stage, float] = Field(default_factory=dict)
    """The most milliseconds of each stage; ``total`` is the whole turn."""
    model_calls: Count | None = None
    """How often a language model was called."""


class Click(_Part):
    """One click: on an item by its place in the latest list, its title or id; on an option of the latest question."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    like: int | str | None = None
    dislike: int | str | None = None
    seen: int | str | None = None
    why: int | str | None = None
    option: int | None = Field(default=None, ge=1)
    remove: str | None = None
    """The ✕ of an entry of the ledger: its title, or the facet of a wish."""
    undo: int | None = None

    @property
    def action(self) -> tuple[str, int | str]:
        """What is clicked, and on what."""
        (name,) = self.model_fields_set
        value: int | str = getattr(self, name)
        return name, value

    @model_validator(mode="after")
    def _is_one(self) -> Click:
        if len(self.model_fields_set) != 1 or None in (getattr(self, n) for n in self.model_fields_set):
            raise ValueError(f"a click is one of {', '.join(CLICKS)}")
        return self


class Turn(_Part):
    """One turn: what the person says or clicks, and what they may expect of the reply."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["user"]}, {"required": ["click"], "not": {"required": ["times"]}}]}
    )

    user: str | None = None
    """A message. ``$turn1.items[0].title`` and the like are replaced by what came earlier."""
    times: int = Field(default=1, ge=1)
    """Says it so often in one message."""
    click: Click | None = None
    expect: Annotated[Expect, BeforeValidator(lambda value: value or {})] = Field(default_factory=Expect)

    @model_validator(mode="after")
    def _is_said_or_clicked(self) -> Turn:
        if (self.user is None) == (self.click is None):
            raise ValueError("needs either 'user' or 'click'")
        if self.click is not None and "times" in self.model_fields_set:
            raise ValueError("'times' goes with 'user'")
        return self


class Script(_Part):
    """A scripted dialogue: turns, and what a person may expect of every reply."""

    name: str = ""
    """What it is called; the name of the file where it is left out."""
    about: str = ""
    """One sentence that tells a newcomer what it shows."""
    catalogue: str = DEMO
    """The name of an index, or the file name of a table beside the script."""
    language: Literal["auto", "en", "zh"] = "auto"
    count: int | None = Field(default=None, ge=1, le=10)
    """How many items a reply recommends; the assistant's own number where it is left out."""
    tags: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = Field(min_length=1)

    path: Path = Field(default=Path(), exclude=True)
    lines: Mapping[tuple[str | int, ...], int] = Field(default_factory=dict, exclude=True)

    @cached_property
    def table(self) -> Path | None:
        """The table of items that the script is about, where ``catalogue`` is a path: it is relative to the script."""
        return (self.path.parent / self.catalogue).resolve() if Path(self.catalogue).suffix else None

    def line(self, *place: str | int) -> int:
        """The line of a place (``"turns", 0, "expect", "items"``), or of the nearest one around it; 0 if unknown."""
        return next((self.lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in self.lines), 0)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a script, for editors and for checking files without Sommelier."""
    found = Script.model_json_schema()
    for name in ("path", "lines"):
        found["properties"].pop(name)
    about = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Sommelier scripted dialogue"}
    return about | {name: value for name, value in found.items() if name != "title"}


def written(script: Script, *comments: str) -> str:
    """The script as YAML, after ``comments``; reading it gives the same script back."""
    import yaml

    data = _short(script.model_dump(mode="json", exclude_unset=True, exclude={"path", "lines"}))
    head = "".join(f"# {line}\n" for comment in comments for line in comment.splitlines())
    return head + str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None))


def _short(value: Any, name: str = "") -> Any:
    """Whole numbers without a point, and one intent or question without a list around it."""
    if isinstance(value, dict):
        return {key: _short(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return value[0] if name in ("intent", "question") and len(value) == 1 else [_short(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
