"""Hand-written messages with places for titles, and what each of them tells: the format, and its checks.

A line of ``forms/attitudes_*.txt`` is ``[kind: ][what the assistant said | ]what the person answered``::

    [+] was lovely but [-] sent me to sleep, and i still have to see [w]
    book: Have you read [A-]? | gave up on [A] after fifty pages

A title stands as ``[label]``, or as ``[A+]``, with a capital and a label, where it is named again as ``[A]``.
Labels: ``+`` likes, ``-`` dislikes, ``s`` seen or read without an opinion, ``w`` wants to, ``0`` only named. A label in
front of the bar is what the *answer* tells of it. ``{genre}``, ``{person}``, ``{year}`` and ``{decade}`` are filled.
Kinds: ``film`` (the default), ``book``, ``any``.

A line of ``forms/intents_*.txt`` starts with the intents of the message instead, and its titles carry no label::

    refine, seen: How about [A]? | seen that. something more recent?

A line of ``forms/asides.txt`` is what people say besides, and names no title. ``python -m assistant.training.forms
FILE`` checks a file.

This file does not know catalogues or models.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.questions import INTENTS

ATTITUDES = {"+": "likes", "-": "dislikes", "s": "seen", "w": "wants", "0": "neutral"}
KINDS = ("film", "book", "any")
FILLED = ("genre", "person", "year", "decade")
FOLDER = Path(__file__).with_name("forms")

SLOT = re.compile(r"\[([A-Z]?)([-+sw0]?)\]|\{(\w+)\}")
_HEAD = re.compile(r"([a-z_]+(?:, ?[a-z_]+)*): ")
_LIKE = 0.8  # two forms whose words overlap more than this are one form


@dataclass(frozen=True, kw_only=True)
class Form:
    """One message with slots. ``before`` is what the assistant said, empty where that does not matter."""

    text: str
    before: str = ""
    kind: str = "film"
    intents: tuple[str, ...] = ()
    where: str = ""

    @property
    def words(self) -> frozenset[str]:
        """What tells forms apart: the words of the message in lower case, without its slots."""
        return frozenset(re.findall(r"[\w']+", SLOT.sub(" ", f"{self.before} {self.text}").casefold()))


def load(pattern: str) -> list[Form]:
    """The forms of the files of that name, in order. Raises ``ValueError`` with file and line for a wrong one."""
    return [form for path in sorted(FOLDER.glob(pattern)) for form in parsed(path)]


def asides() -> list[Form]:
    """What people say besides, without titles and labels."""
    return list(parsed(FOLDER / "asides.txt"))


def parsed(path: Path) -> Iterator[Form]:
    """The forms of one file; blank lines and those that start with # are left out."""
    what = path.name.partition("_")[0]
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield _form(line.strip(), f"{path.name}:{number}", what)


def _form(line: str, where: str, what: str) -> Form:
    intents = what == "intents"
    head = _HEAD.match(line)
    named = tuple(part.strip() for part in head[1].split(",")) if head else ()
    known = INTENTS if intents else KINDS
    if intents and not (named and set(named) <= set(INTENTS)):
        raise ValueError(f"{where}: starts with no intent; those there are: {', '.join(INTENTS)}.")
    if head and not set(named) <= set(known):
        named = ()
    rest = line[head.end() :] if head and named else line
    before, bar, text = f"{rest} ".rpartition(" | ")
    form = Form(
        text=text.strip(),
        before=before.strip() if bar else "",
        kind=named[0] if named and not intents else "any" if intents else "film",
        intents=named if intents else (),
        where=where,
    )
    _checked(form, what)
    return form


def _checked(form: Form, what: str) -> None:
    labels: dict[str, str] = {}
    anonymous = False
    for letter, label, filled in SLOT.findall(f"{form.before} | {form.text}"):
        if filled:
            if filled not in FILLED:
                raise ValueError(f"{form.where}: {{{filled}}} is not filled; use one of {', '.join(FILLED)}.")
        elif label and letter in labels:
            raise ValueError(f"{form.where}: [{letter}] has two labels.")
        elif label and letter:
            labels[letter] = label
        elif label:
            anonymous = True
        elif letter and letter not in labels and what == "attitudes":
            raise ValueError(f"{form.where}: [{letter}] has no label at its first place.")
    if what == "attitudes" and not labels and not anonymous:
        raise ValueError(f"{form.where}: no title with a label.")
    if what == "asides" and (labels or anonymous):
        raise ValueError(f"{form.where}: a title in what is said besides.")
    if re.search(r"\[[^\]]*\]", SLOT.sub("", f"{form.before} {form.text}")):
        raise ValueError(f"{form.where}: brackets that are no slot.")
    if not form.text:
        raise ValueError(f"{form.where}: an empty message.")


def alike(forms: Sequence[Form]) -> Iterator[tuple[Form, Form]]:
    """Pairs of forms that say nearly the same in the same words (Jaccard index of their words above 0.8)."""
    for at, form in enumerate(forms):
        words = form.words
        for other in forms[:at]:
            theirs = other.words
            if min(len(words), len(theirs)) <= _LIKE * max(len(words), len(theirs)):
                continue
            shared = len(words & theirs)
            if shared > _LIKE * (len(words) + len(theirs) - shared):
                yield other, form
                break


def main() -> None:
    """Check one file: how many forms, and those that say nearly the same."""
    forms = list(parsed(Path(sys.argv[1])))
    sys.stdout.write(f"{len(forms)} forms\n")
    for one, other in alike(forms):
        sys.stdout.write(f"{other.where} is like {one.where}: {other.text}\n")


if __name__ == "__main__":
    main()
