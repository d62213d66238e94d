"""Films that the data marks in a text: written out by their titles, with the places of the titles given.

Where a file says which film an `@id` is, linking is not what is measured: the reader is given the spans.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.rules.message import plain, tidy
from retrievers.catalogue import Catalogue, validated
from retrievers.items import Item
from retrievers.mentions import Mention, PersonMention
from retrievers.sources.records import split_year
from retrievers.titles import Titles
from retrievers.vocabulary import vocabulary

#: A film as ReDial and IARD write it: ``@111776`` or ``@111776 <Super Troopers (2001)>``.
MARK = re.compile(r"@(\d+)(?:\s*<([^<>]*)>)?")
_HELD = 0x20000  # rare characters stand for titles while a text is tidied: they are kept, and no message has them


class GivenTitles(Titles):
    """The mentions of one text, in place of a search for them; no people are linked.

    The same text with its slips put right has them at their new places, for titles are left as they are; any other
    text has none.
    """

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self._text = text
        self._mentions = list(mentions)

    def find(self, text: str) -> list[Mention]:
        if text == self._text:
            return list(self._mentions)
        before, after, found = plain(self._text), plain(text), list[Mention]()
        for mention in self._mentions:
            title = before[mention.start : mention.end]
            start = _nth(after, title, before.count(title, 0, mention.start))
            if start < 0:
                return []
            found.append(replace(mention, start=start, end=start + len(title)))
        return found

    def named(self, name: str) -> tuple[str, ...]:
        del name
        return ()

    def people(self, text: str) -> list[PersonMention]:
        return []


def _nth(text: str, words: str, skip: int) -> int:
    """Where ``words`` stand in ``text`` after ``skip`` times; -1 where they do not."""
    at = text.find(words)
    for _ in range(skip):
        at = text.find(words, at + len(words)) if at >= 0 else at
    return at


def written(raw: str, catalogue: Catalogue) -> tuple[str, GivenTitles]:
    """``raw`` with titles in place of its marks, and where they stand; marks of films not in the catalogue stay.

    The text is tidy, as readers make it before they look for titles, so that the places hold.
    """
    ids: list[str] = []

    def hold(match: re.Match[str]) -> str:
        if catalogue.row(match[1]) is None:
            return match.group()
        ids.append(match[1])
        return chr(_HELD + len(ids) - 1)

    text, mentions = tidy(html.unescape(MARK.sub(hold, raw))), []
    for at, id in enumerate(ids):
        before, after = text.split(chr(_HELD + at), 1)
        title = _fitting(catalogue.item(id).title, before[-1:], after[:1]) or f"Film {id}"
        mentions.append(Mention(start=len(before), end=len(before) + len(title), text=title, ids=(id,)))
        text = before + title + after
    return text, GivenTitles(text, mentions)


def _fitting(title: str, before: str, after: str) -> str:
    """The title without signs at its ends that the text has there as well: "I liked ...And Justice for All"."""
    title = tidy(title)
    title = title.lstrip(before) if before and not before.isalnum() else title
    return title.rstrip(after) if after and not after.isalnum() else title


def marked(raw: str, film: str) -> str:
    """``raw`` with one word for ``film`` and another for every other film, for a classifier of texts to learn from."""
    return MARK.sub(lambda match: " thisfilm " if match[1] == film else " otherfilm ", raw)


def catalogue_of(titles: Mapping[str, str]) -> Catalogue:
    """A catalogue of films by id → title with the year in brackets, and one item with every value of the vocabulary.

    That item is invented: without it a wish would be read only for facets that these bare films have, which is none.
    """
    films = []
    for id, full in titles.items():
        title, year = split_year(" ".join(full.split()))
        films.append(Item(id=id, title=title, year=year, kind="film"))
    words = {facet: tuple(values) for facet, values in vocabulary().entries.items()}
    everything = Item(
        id="every value", title="Every value", kind="film", genres=words["genre"], moods=words["mood"],
        themes=words["theme"], notes=words["note"], languages=words["language"], countries=words["country"],
    )  # fmt: skip
    return validated([*films, everything])
