"""A `Reply` for people's eyes: plain text, cards, the chips of the ledger. Pure; shared by terminal, page and HTTP.

It decides what is shown, never what is said: it knows no colours, no widgets and no model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from assistant.conversation import Reason, Reply, ReplyItem
from assistant.preferences import Opinion, Preferences, Wish
from assistant.wording import Wording
from retrievers.items import Item
from retrievers.text import strip_invisible
from ui.labels import label

GROUPS = ("likes", "dislikes", "seen", "rejected", "wishes")
_GROUP_LABELS = {"seen": "seen_before"}
_CLICKS = {"(like)", "(dislike)", "(seen)"}  # what a session notes as said when a button was pressed
_SPACE = re.compile(r"[^\S\u00a0]+")  # a no-break space stays
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


class Catalogue(Protocol):
    """The one thing a card needs to know of a catalogue."""

    def item(self, id: str) -> Item: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class ReasonLine:
    """One reason of a card: ``label`` names its kind in two words, ``against`` is true for a trade-off."""

    kind: str
    label: str
    text: str
    against: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """One recommended item. ``opinion`` is ``like``, ``dislike``, ``seen`` as the ledger has it now, else empty."""

    id: str
    title: str
    heading: str
    facts: str
    people: str
    description: str
    reasons: tuple[ReasonLine, ...] = ()
    opinion: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chip:
    """One entry of the ledger: what it says, where it comes from (the sentence and turn), and the entry to remove."""

    group: str
    label: str
    source: str
    entry: Opinion | Wish
    soft: bool = False


def one_line(text: str, limit: int = 300) -> str:
    """``text`` in one line without invisible characters, cut at ``limit`` characters."""
    line = _SPACE.sub(" ", strip_invisible(text)).strip(" ")
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def clean_block(text: str) -> str:
    """``text`` without invisible characters (control, zero width, bidirectional); its line breaks stay."""
    return strip_invisible(text.replace("\r\n", "\n")).strip("\n")


# --- text


def plain(reply: Reply) -> str:
    """The whole reply as plain text, with a trailing part for what its sentences leave out."""
    return "\n".join(part for part in (clean_block(spoken(reply)), after_text(reply)) if part)


def spoken(reply: Reply) -> str:
    """The sentences of a reply: its text, or the hint of its error where it has none."""
    return reply.text or (reply.error.hint if reply.error else "")


def after_text(reply: Reply) -> str:
    """What comes after the sentences: items they do not name, notes, and the question with its options."""
    text = reply.text
    lines = [_item_line(item, reply.language) for item in reply.items if item.new and not _named(item, text)]
    lines += [f"({note})" for note in notes(reply)]
    if reply.question:
        if reply.question.text not in text:
            lines.append(one_line(reply.question.text))
        if reply.question.options:
            lines.append("  " + " / ".join(one_line(option, 80) for option in reply.question.options))
    return "\n".join(lines)


def notes(reply: Reply) -> tuple[str, ...]:
    """What has to be said beside a reply without words of its own; its text tells of every change itself."""
    if reply.text:
        return ()
    loosened = (
        label("loosened", reply.language, wish=r.wish, left=r.left, after=r.after) for r in reply.relaxed
    )  # fmt: skip
    return tuple(one_line(note) for note in (*reply.changes, *loosened))


def _named(item: ReplyItem, text: str) -> bool:
    """Does ``text`` speak of the item? It may use a title in another language, but then the reasons stand there."""
    return item.title in text or any(reason.text and reason.text in text for reason in item.why)


def ledger_text(preferences: Preferences, language: str) -> str:
    """The ledger as lines of text, for the terminal."""
    lines: list[str] = []
    for name, chips in chip_groups(preferences, language):
        lines.append(f"{name}:")
        lines += [f"  {chip.label}" + (f"  ({chip.source})" if chip.source else "") for chip in chips]
    return "\n".join(lines) or label("ledger_empty", language)


def _item_line(item: ReplyItem, language: str) -> str:
    reasons = " ".join(one_line(reason.text) for reason in item.why if reason.text)
    line = f"- {heading(item.title, item.year)}"
    return f"{line}{'：' if language == 'zh' else ': '}{reasons}" if reasons else line


# --- cards


def cards(
    items: Iterable[ReplyItem], catalogue: Catalogue, preferences: Preferences, language: str
) -> tuple[Card, ...]:
    """One card per new item, in order, with the opinion that the ledger holds of it now."""
    return tuple(_card(item, _record(item, catalogue), preferences, language) for item in items if item.new)


def heading(title: str, year: int | None) -> str:
    """``Heat (1995)``, or the title alone where the year is not known."""
    return f"{one_line(title, 160)} ({year})" if year is not None else one_line(title, 160)


def length_words(item: Item, language: str) -> str:
    """``128 min`` or ``312 pages``; nothing where the length, or its unit for that kind, is not known."""
    units = {"film": "minutes", "book": "pages"}
    if item.length is None or item.kind not in units:
        return ""
    return label(units[item.kind], language, n=item.length)


def _card(item: ReplyItem, record: Item, preferences: Preferences, language: str) -> Card:
    genres = label("comma", language).join(_wording(language).value("genre", genre) for genre in record.genres)
    facts = (
        _kind(record.kind, language) if record.kind else "",
        one_line(genres, 120),
        length_words(record, language),
    )
    return Card(
        id=item.id,
        title=one_line(record.named(language), 160),
        heading=heading(record.named(language), record.year),
        facts=" · ".join(fact for fact in facts if fact),
        people=one_line(label("comma", language).join(dict.fromkeys(p.name for p in record.people[:4])), 120),
        description=first_sentence(record.description),
        reasons=tuple(_reason(why, language) for why in item.why if why.text),
        opinion=opinion_of(item.id, preferences),
    )  # fmt: skip


def _reason(why: Reason, language: str) -> ReasonLine:
    against = why.kind == "trade-off"
    text = one_line(why.text)
    return ReasonLine(kind=why.kind, label=label(why.kind, language), text=text[:1].upper() + text[1:], against=against)


def _record(item: ReplyItem, catalogue: Catalogue) -> Item:
    """The catalogue's record; what the reply says itself where the catalogue no longer has the item."""
    try:
        return catalogue.item(item.id)
    except KeyError:
        return Item(id=item.id, title=item.title, year=item.year, kind=item.kind, genres=item.genres)


def first_sentence(text: str, limit: int = 170) -> str:
    """The first sentence of a description, at most ``limit`` characters."""
    return one_line(_SENTENCE.split(text.strip(), maxsplit=1)[0], limit)


def opinion_of(item_id: str, preferences: Preferences) -> str:
    """``like``, ``dislike``, ``seen`` or nothing: what the ledger says of an item."""
    groups = {
        "like": preferences.likes,
        "dislike": (*preferences.dislikes, *preferences.rejected),
        "seen": preferences.seen,
    }
    return next((name for name, entries in groups.items() if any(entry.id == item_id for entry in entries)), "")


# --- the ledger


def chips(preferences: Preferences, language: str) -> tuple[Chip, ...]:
    """Every entry of the ledger, in the order of `GROUPS`."""
    return tuple(
        _chip(group, entry, language) for group in GROUPS for entry in getattr(preferences, group)
    )  # fmt: skip


def _wording(language: str) -> Wording:
    return Wording("zh" if language.startswith("zh") else "en")


def _kind(kind: str, language: str) -> str:
    """The kind of an item on its card: ``Film``, ``电影``."""
    word = _wording(language).kinds(kind, 1)
    return word[:1].upper() + word[1:]


def chip_groups(preferences: Preferences, language: str) -> list[tuple[str, list[Chip]]]:
    """The chips under the heading of their group; empty groups are left out."""
    every = chips(preferences, language)
    grouped = ((label(_GROUP_LABELS.get(g, g), language), [c for c in every if c.group == g]) for g in GROUPS)
    return [(name, found) for name, found in grouped if found]


def _chip(group: str, entry: Opinion | Wish, language: str) -> Chip:
    soft = isinstance(entry, Wish) and not entry.hard and entry.facet != "text"
    name = one_line(_wording(language).wish(entry) if isinstance(entry, Wish) else entry.title, 160)
    said = f"“{one_line(entry.said, 140)}”" if entry.said else ""
    if entry.said in _CLICKS:
        said = label("clicked", language)
    turn = label("turn", language, turn=entry.turn) if entry.turn else ""
    source = " · ".join(part for part in (label("soft", language) if soft else "", turn, said) if part)
    return Chip(group=group, label=name, source=source, entry=entry, soft=soft)
