"""Examples to learn from, made of the hand-written forms: what is asked, and the right answer, exact by construction.

A form gives examples of its titles, one at a time. Messages are joined with others and with what people say besides,
misspelt, put in lower case, and given something suggested before, by chance but by a seed.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.questions import INTENTS, attitude_question, intents_question, masked
from assistant.training.forms import ATTITUDES, SLOT, Form, asides
from prompts import render

_GENRES = (
    "comedy", "horror", "drama", "thriller", "action", "romance", "sci-fi", "fantasy", "mystery", "western", "musical",
    "animation", "documentary", "war", "crime",
)  # fmt: skip
_PEOPLE = (
    "Anna Pell", "Tom Varga", "Lena Ortiz", "Mark Sol", "Ines Duarte", "Paul Grieg", "Ruth Amadi", "Jack Lindholm",
    "Mei Tan", "Omar Saleh",
)  # fmt: skip
_DECADES = ("50s", "60s", "70s", "80s", "90s", "2000s")
_ASKED = 2  # titles of a message that are asked about, of a list of many
HELD = 10  # one form in so many is held out


@dataclass(frozen=True, kw_only=True)
class Example:
    """One thing to learn: the instruction, what is asked, the answer; ``task`` and ``where`` it comes from."""

    task: str
    system: str
    user: str
    answer: str
    where: str

    @property
    def messages(self) -> list[dict[str, str]]:
        """The same as a conversation."""
        return [
            {"role": "system", "content": self.system},
            {"role": "user", "content": self.user},
            {"role": "assistant", "content": self.answer},
        ]


def held(form: Form) -> bool:
    """Is this form kept for measuring? By a hash of its words, so that a further form moves no other."""
    return one_in(HELD, " ".join(sorted(form.words)))


def one_in(many: int, text: str) -> bool:
    """Is this one of the texts kept for measuring, one in so many of all? By a hash, the same in every run."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % many == 0


def attitudes(forms: Sequence[Form], rng: random.Random, *, change: bool = True) -> Iterator[Example]:
    """Examples of each form. With ``change``: as people vary, of two of its titles; without: as it stands, of each."""
    system = render("understand", "en")
    alone, besides = [form for form in forms if not form.before], asides()
    for form in forms:
        text = _filled(form.text, rng)
        if change:
            if rng.random() < 0.35:  # what answers a suggestion stays in front: "it" is what was suggested
                other = _renamed(_filled(rng.choice(alone).text, rng))
                text = _joined(text, other, rng, first=bool(form.before))
            for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
                text = _joined(text, _filled(rng.choice(besides).text, rng), rng)
            text = _slips(text, rng)
        yield from _about_each(text, form.before, system, form.where, rng if change else None)


def _about_each(text: str, before: str, system: str, where: str, rng: random.Random | None) -> Iterator[Example]:
    labels: dict[str, str] = {}
    names = {"before": _named(before, labels, "b"), "text": _named(text, labels, "t")}
    noise = 0
    if rng and not before and rng.random() < 0.5:
        noise = rng.randint(1, 3)
    asked = rng.sample(sorted(labels), min(_ASKED, len(labels))) if rng else labels
    for name in asked:
        suggested = [one == name for one, _, _ in names["before"]] or [False] * noise
        message = masked(text, [(start, end, one == name) for one, start, end in names["text"]])
        yield Example(
            task="attitude", system=system, user=attitude_question(message, list(suggested)),
            answer=ATTITUDES[labels[name]], where=where,
        )  # fmt: skip


def _named(text: str, labels: dict[str, str], part: str) -> list[tuple[str, int, int]]:
    """The titles of one part: a name of each (its letter, or its place) with start and end; new labels are added."""
    found = []
    for at, slot in enumerate(SLOT.finditer(text)):
        letter, label, _ = slot.groups()
        name = letter or f"{part}{at}"
        if label:
            labels.setdefault(name, label)
        found.append((name, slot.start(), slot.end()))
    return found


def intents(forms: Sequence[Form], rng: random.Random, *, change: bool = True) -> Iterator[Example]:
    """An example for each form."""
    system = render("intents", "en")
    for form in forms:
        text = _filled(form.text, rng)
        text = _slips(text, rng) if change else text
        message = masked(text, [(m.start(), m.end(), True) for m in SLOT.finditer(text)])
        suggested = len({m.group() for m in SLOT.finditer(form.before)})
        answer = ", ".join(name for name in INTENTS if name in form.intents)
        yield Example(
            task="intent", system=system, user=intents_question(message, suggested), answer=answer, where=form.where
        )


def _filled(text: str, rng: random.Random) -> str:
    def fill(match: re.Match[str]) -> str:
        if match[3] == "genre":
            return rng.choice(_GENRES)
        if match[3] == "person":
            return rng.choice(_PEOPLE)
        if match[3] == "year":
            return str(rng.randint(1950, 2025))
        return rng.choice(_DECADES) if match[3] == "decade" else match.group()

    return SLOT.sub(fill, text)


def _renamed(text: str) -> str:
    """The letters of a second form must not be those of the first."""
    return re.sub(r"\[([A-Z])", lambda match: "[" + chr((ord(match[1]) - 65 + 13) % 26 + 65), text)


def _joined(text: str, other: str, rng: random.Random, *, first: bool = False) -> str:
    one, two = (text, other) if first or rng.random() < 0.5 else (other, text)
    mark = "" if one[-1:] in ".!?" else rng.choice((".", ".", ",", "!", " /", ""))
    return f"{one}{mark} {two}"


def _slips(text: str, rng: random.Random) -> str:
    """Lower case, no mark at the end, a greeting, a letter lost or doubled or swapped, each now and then."""
    if rng.random() < 0.25:
        text = re.sub(r"(^|\])([^\[]+)", lambda match: match[1] + match[2].lower(), text)
    if rng.random() < 0.2:
        text = text.rstrip(".!")
    if rng.random() < 0.08:
        text = rng.choice(("hi! ", "Hello. ", "hey, ", "ok ", "well, ", "Hmm, ", "oh ", "lol ")) + text
    if rng.random() < 0.12:
        words = [m for m in re.finditer(r"(?<![\[\w{])[a-z]{4,}(?![\w\]}])", text)]
        if words:
            word = rng.choice(words)
            at = rng.randrange(word.start() + 1, word.end() - 1)
            a, b = text[at], text[at + 1]
            text = text[:at] + rng.choice((b + a, a, b, a + a + b)) + text[at + 2 :]
    return text
