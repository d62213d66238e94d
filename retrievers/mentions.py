"""What a text was found to mention: values, and how they lie beside each other. It does not know how they are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from retrievers.cues import PLAIN, Token


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """``text[start:end]`` names an item. ``ids`` are those it may mean, likeliest first; none: a title we do not know.

    ``exact`` is false where the spelling had to be corrected; ``alike`` says how many items bear exactly this name.
    """

    start: int
    end: int
    text: str
    ids: tuple[str, ...]
    exact: bool = True
    alike: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonMention:
    """``text[start:end]`` names a person of the catalogue by ``name``."""

    start: int
    end: int
    name: str


def mention_of(text: str, span: Sequence[Token], ids: tuple[str, ...]) -> Mention:
    """A mention whose spelling had to be corrected, or of a title that is not known."""
    start, end = span[0].start, span[-1].end
    return Mention(start=start, end=end, text=text[start:end], ids=ids, exact=False)


def covered(span: Sequence[Token], taken: Sequence[Mention]) -> bool:
    """Does the span overlap what was found already?"""
    return any(span[0].start < m.end and m.start < span[-1].end for m in taken)


def inside(mention: Mention, others: Sequence[Mention]) -> bool:
    """Is the mention but a part of another?"""
    return any(
        m.start <= mention.start and mention.end <= m.end and m.end - m.start > mention.end - mention.start
        for m in others
    )


def without_overlap(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions that do not overlap: earlier ones in the list go first, longer before shorter at one place."""
    kept, taken = list[Mention](), set[int]()
    for mention in mentions:
        if taken.isdisjoint(letters := range(mention.start, mention.end)):
            kept.append(mention)
            taken.update(letters)
    return kept


def takes_from(span: list[Token], name: list[Token], ids: tuple[str, ...], own: tuple[str, ...]) -> bool:
    """Does ``span``, taken for ``ids``, cut a name that is spelt right in two, or is it that name and more words?"""
    first, last = name[0].start, name[-1].end
    overlaps = span[0].start < last and first < span[-1].end
    holds = span[0].start <= first and last <= span[-1].end
    return overlaps and (not holds or ids[:1] == own[:1])


def until_taken(run: list[Token], taken: list[Mention]) -> list[Token]:
    """The words of a run before the first that is part of a mention, without small words at their end."""
    kept = list(takewhile(lambda token: not covered([token], taken), run))
    while len(kept) < len(run) and kept and kept[-1].folded in PLAIN and kept[-1].text.islower():
        kept.pop()
    return kept
