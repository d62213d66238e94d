"""Hand-written sentences that give a reason, and how the places of each are filled from a reason's point.

``forms/reasons_en.txt`` has a part for each kind of reason (the keys of ``prompts/en/plain_facts.md``), and some for
reasons that are about one facet alone (``asked-for genre``). A sentence has no capital and no full stop: it may
stand first, second or in the middle. This file does not know catalogues or models.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from assistant.reasons import BESIDE, Point, fact
from assistant.training.forms import FOLDER, Form
from assistant.wording import Wording
from retrievers.items import Item
from retrievers.query import Evidence

_PLACE = re.compile(r"\{([\w ]+)\}")
_UNITS = {"film": "minutes", "book": "pages"}
_ROLES = {"director": "asked-for director", "author": "asked-for author"}
#: "and" joins two reasons only where it is plain that a second one begins.
_AND = "{a}, and {b}"
_PLAIN = re.compile(r"(?:it|its|this|of|because)\b|\d+ %")


@dataclass(frozen=True, kw_only=True)
class Said:
    """A sentence with what fills its places: of the form ``form``."""

    form: Form
    values: Mapping[str, str]

    @property
    def text(self) -> str:
        """The sentence, still without capital and full stop."""
        return _PLACE.sub(lambda match: self.values[match[1]], self.form.text)


@cache
def parts() -> Mapping[str, tuple[Form, ...]]:
    """The forms of each part of the file. Raises ``ValueError`` with the line where a form is outside of any part."""
    found: dict[str, list[Form]] = {}
    name = ""
    path = FOLDER / "reasons_en.txt"
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        where = f"{path.name}:{number}"
        if head := re.fullmatch(r"\[([\w -]+)\]", line.strip()):
            name = head[1]
        elif line.strip() and not line.startswith("#"):
            if not name:
                raise ValueError(f"{where}: stands before the first part; begin with a line such as [asked-for].")
            found.setdefault(name, []).append(Form(text=line.strip(), kind=name, where=where))
    return {name: tuple(forms) for name, forms in found.items()}


def candidates(
    evidence: Evidence, point: Point, item: Item, wording: Wording, *, brief: bool = False, tail: bool = False
) -> list[Said]:
    """Every way of giving this reason; ``tail``: as the end of a sentence, which only trade-offs have."""
    key = point.key.removesuffix("-simulated")
    names = [f"{key}-tail"] if tail else [key]
    values = {name: str(value) for name, value in point.values.items()} | _common(item, wording)
    if not tail and (narrow := _narrow(evidence, key, item, wording, brief)) is not None:
        names.append(narrow[0])
        values |= narrow[1]
    return [Said(form=form, values=values) for name in names for form in parts()[name]]


def joined(first: str, second: str, rng: random.Random, *, one: bool = False) -> str:
    """Two reasons one after the other, in one sentence or two; ``one``: in one sentence."""
    forms = [form.text for form in parts()["join"] if not (one and ". " in form.text)]
    if not _PLAIN.match(second):
        forms = [form for form in forms if form != _AND]
    between = rng.choice(forms).removeprefix("{a}").removesuffix("{b}")
    if between.startswith(". "):
        return f"{ended(first)} {begun(between[2:] + second)}"
    return f"{first}{between}{second}"


def begun(text: str) -> str:
    """With a capital: unless a name stands first, which is written as it is."""
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """With a full stop, where a name does not bring a mark of its own."""
    return text if text[-1] in ".?!" else f"{text}."


def _common(item: Item, wording: Wording) -> dict[str, str]:
    crowd = "simulated people" if wording.simulated else "people"
    fans = "simulated fans" if wording.simulated else "fans"
    kind = wording.kinds(item.kind, 1) if item.kind else "one"
    return {"title": wording.title(item), "kind": kind, "crowd": crowd, "fans": fans}


def _narrow(
    evidence: Evidence, key: str, item: Item, wording: Wording, brief: bool
) -> tuple[str, dict[str, str]] | None:
    """The part for a reason that is about one facet alone, and what fills its places."""
    facts = evidence.facts
    matched = [one for one in facts.get("matched", ()) if not (brief and one["facet"] in BESIDE)]
    if key == "asked-for" and len(matched) == 1:
        facet, values = matched[0]["facet"], matched[0]["values"]
    elif key == "similar-to" and len(facts["shared"]) == 1:
        ((facet, values),) = facts["shared"].items()
    else:
        return None
    words = wording.listed([wording.value(facet, str(value)) for value in values[:3]])
    if f"{key} {facet}" in parts() and facet not in ("length", "kind", "people"):
        return (f"{key} {facet}", {facet: words}) if words != "no dialogue" else None
    if key == "similar-to":
        return (f"{key} people", {}) if facet == "people" else None
    if facet == "length" and item.kind in _UNITS:
        return f"{key} length", {"length": f"{values[0]} {_UNITS[item.kind]}"}
    if facet == "kind":
        return f"{key} kind", {"a kind": fact("kind", values, item, wording)}
    if facet == "people":
        roles = {person.role for person in item.people if person.name in values}
        return _ROLES.get(next(iter(roles)) if len(roles) == 1 else "", f"{key} with"), {"person": words}
    return None
