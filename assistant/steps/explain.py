"""The short list → the text of the reply: an opening, one entry an item with its reasons, notices, the question.

Plain wording or the model's, as the writer decides. Reasons come from evidence and are never made up here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from assistant.conversation import Question, Reason, ReplyItem
from assistant.reasons import reason, stated
from assistant.wording import Wording
from assistant.writer import Piece, Writer
from retrievers.evidence import LEAST_SHARE
from retrievers.items import Item
from retrievers.query import Candidate, Evidence
from retrievers.text import has_cjk

_MOST_REASONS = 2
_MOST_GENRES = 3


@dataclass(frozen=True, kw_only=True)
class Explained:
    """A candidate as it stands in the reply: the card, the reasons as one phrase, and as facts for a language model."""

    item: ReplyItem
    phrase: str
    facts: str


def reply_item(candidate: Candidate, wording: Wording, *, new: bool = True, pick: int = 0) -> Explained:
    """The card of a candidate with the reasons that are given for it."""
    given, brief = chosen(candidate, wording)
    reasons = tuple(_reason(e, candidate, wording, pick, brief) for e in given)
    item = candidate.item
    phrase = wording.semicolons([*_what_it_is(given, brief, item, wording), *(one.text for one in reasons if one.text)])
    card = ReplyItem(
        id=item.id, title=item.title, year=item.year, kind=item.kind, genres=item.genres, new=new,
        score=None if candidate.score is None else round(candidate.score, 3), why=reasons,
    )  # fmt: skip
    facts = wording.facts(item, [stated(e, item, wording, brief=brief) for e in given])
    return Explained(item=card, phrase=phrase, facts=facts)


def chosen(candidate: Candidate, wording: Wording) -> tuple[list[Evidence], bool]:
    """The weightiest reasons, at most two, and a trade-off where there is one; and whether year and kind stay out."""
    weighty = [e for e in candidate.evidence if e.kind != "trade-off" and e.weight >= LEAST_SHARE]
    given = [e for e in weighty if reason(e, candidate.item, wording, brief=True)][:_MOST_REASONS]
    brief = bool(given)
    given = given or weighty[:1]  # the year or the kind alone
    return [*given, *[e for e in candidate.evidence if e.kind == "trade-off"][:1]], brief


def _what_it_is(given: Sequence[Evidence], brief: bool, item: Item, wording: Wording) -> list[str]:
    """The genres, where nothing but its year or kind speaks for an item, which is seen without being told."""
    if brief or not given or given[0].kind != "asked-for":
        return []
    genres = [wording.value("genre", genre) for genre in item.genres[:_MOST_GENRES]]
    return [wording.listed(genres)] if genres else []


def _reason(evidence: Evidence, candidate: Candidate, wording: Wording, pick: int, brief: bool) -> Reason:
    text = reason(evidence, candidate.item, wording, pick=pick, brief=brief)
    return Reason(kind=evidence.kind, weight=evidence.weight, facts=evidence.facts, text=text)


def explain(
    picked: Sequence[Candidate],
    explained: Sequence[Explained],
    openings: Sequence[str],
    question: Question | None,
    wording: Wording,
    writer: Writer,
    is_licensed: Callable[[Candidate, str], bool],
    sentences: Callable[[Candidate, str], Iterator[str]],
) -> Iterator[Piece]:
    """The reply piece by piece; the model's sentences are verified one by one before they appear."""
    yield Piece(text=wording.together(openings))
    for number, (candidate, entry) in enumerate(zip(picked, explained, strict=True), 1):
        plain = _entry(number, candidate, entry, wording)
        if not writer.may("explain", wording.language) or not entry.phrase:
            yield Piece(text=f"\n{plain}", about=candidate.item.id)
            continue
        head = plain[: -len(entry.phrase) - 1]
        yield Piece(text=f"\n{head}", about=candidate.item.id)
        judge, split = partial(is_licensed, candidate), partial(sentences, candidate)
        yield from writer.write("explain", plain[len(head) :], entry.facts, wording.language, judge, split)
    if writer.patience.short:
        yield Piece(text="\n" + wording.reply("model-short"))
    if question is not None:
        yield Piece(text=f"\n{question.text}", asks=True)


def _entry(number: int, candidate: Candidate, entry: Explained, wording: Wording) -> str:
    title, year = wording.title(candidate.item), wording.year(candidate.item)
    if entry.phrase:
        return wording.reply("item", number=number, title=title, year=year, reasons=entry.phrase)
    description = candidate.item.description  # nothing speaks for it in particular: say what it is
    if description and has_cjk(description) == (wording.language == "zh"):
        return wording.reply("item-described", number=number, title=title, year=year, description=description)
    if genres := wording.listed([wording.value("genre", genre) for genre in candidate.item.genres]):
        return wording.reply("item", number=number, title=title, year=year, reasons=genres)
    return wording.reply("item-bare", number=number, title=title, year=year)
