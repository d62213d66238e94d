"""The page's texts as Markdown. Everything that comes from a catalogue, a model or a person is escaped here.

It is the first of three fences: Gradio sanitizes what it renders, and the content policy runs no foreign script.
"""

from __future__ import annotations

import re

from ui.labels import label
from ui.present import Card, Chip, clean_block, one_line
from ui.protocol import Assistant

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_ENTITIES = {"\\&": "&amp;", "\\<": "&lt;", "\\>": "&gt;"}
_LONGEST = 20_000


def escape_markdown(text: str) -> str:
    """``text`` in one line, shown as it is: no markup, image or formula, no link or address that could be followed."""
    escaped = _PUNCTUATION.sub(r"\\\1", one_line(text, _LONGEST))
    for written, entity in _ENTITIES.items():
        escaped = escaped.replace(written, entity)
    return escaped


def escape_block(text: str) -> str:
    """Several lines, each shown as it is in a paragraph of its own."""
    lines = (escape_markdown(line) for line in clean_block(text).split("\n"))
    return "\n\n".join(line for line in lines if line)


def header_text(assistant: Assistant, language: str) -> str:
    """The name, the catalogue with its size and caveat, and whether a model writes."""
    name = assistant.model_name
    state = label("no_model", language) if name == "none" else label("idle_model", language, name=name)
    if assistant.writes:
        state = label("model", language, name=name)
    about = assistant.described(language)
    parts = (assistant.name if assistant.name not in about else "", about, state)
    return f"# Sommelier\n\n*{' · '.join(escape_markdown(part) for part in parts if part)}*"


def welcome_text(assistant: Assistant, language: str) -> str:
    lines = [f"## {label('welcome', language)}", label("welcome_hint", language)]
    return "\n\n".join([*lines, *(f"*{escape_markdown(notice)}*" for notice in assistant.notices)])


def card_text(card: Card) -> str:
    """Heading, facts in emphasis, description, and one line per reason with its kind in bold (both for a "but")."""
    lines = [f"### {escape_markdown(card.heading)}"]
    lines += [f"*{escape_markdown(facts)}*" for facts in (card.facts, card.people) if facts]
    lines += [escape_markdown(card.description)] if card.description else []
    reasons = [f"- {_bold(r.label, r.against)} {escape_markdown(r.text)}" for r in card.reasons]
    return "\n\n".join([*lines, "\n".join(reasons)])


def chip_text(chip: Chip) -> str:
    """What an entry of the ledger says in bold, where it comes from in emphasis."""
    source = f"\n\n*{escape_markdown(chip.source)}*" if chip.source else ""
    return f"**{escape_markdown(chip.label)}**{source}"


def notes_text(notes: tuple[str, ...]) -> str:
    return "  \n".join(escape_markdown(note) for note in notes)


def _bold(words: str, against: bool) -> str:
    return f"***{words}***" if against else f"**{words}**"
