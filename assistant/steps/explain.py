"""The short list → the text of the reply: an opening, one entry an item with its reasons, notices, the question.

Plain wording or the model's, as the writer decides. Reasons come from evidence and are never made up here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.conversation import Question, Reason, ReplyItem
from assistant.wording import LEAST_SHARE, Wording
from assistant.writer import Piece, Writer
from retrievers.query import Candidate, Evidence

_MOST_REASONS = 2


@dataclass(frozen=True, kw_only=True)
class Explained:
    """A candidate as it stands in the reply: the card, and the reasons as one phrase."""

    item: ReplyItem
    phrase: str


def reply_item(candidate: Candidate, wording: Wording, *, new: bool = True, pick: int = 0) -> Explained:
    """The card of a candidate with the weightiest reasons, at most two, and a trade-off where there is one."""
    weighty = [e for e in candidate.evidence if e.kind != "trade-off" and e.weight >= LEAST_SHARE]
    given = [e for e in weighty if wording.reason(e, candidate.item, brief=True)][:_MOST_REASONS]
    brief = bool(given)
    given = given or weighty[:1]  # the year or the kind alone
    given += [e for e in candidate.evidence if e.kind == "trade-off"][:1]
    reasons = tuple(_reason(e, candidate, wording, pick, brief) for e in given)
    texts = [reason.text for reason in reasons]
    item = candidate.item
    card = ReplyItem(
        id=item.id, title=item.title, year=item.year, kind=item.kind, genres=item.genres, new=new,
        score=None if candidate.score is None else round(candidate.score, 3), why=reasons,
    )  # fmt: skip
    return Explained(item=card, phrase=("；" if wording.language == "zh" else "; ").join(texts))


def _reason(evidence: Evidence, candidate: Candidate, wording: Wording, pick: int, brief: bool) -> Reason:
    text = wording.reason(evidence, candidate.item, pick=pick, brief=brief)
    return Reason(kind=evidence.kind, weight=evidence.weight, facts=evidence.facts, text=text)


def explain(
    picked: Sequence[Candidate],
    explained: Sequence[Explained],
    openings: Sequence[str],
    question: Question | None,
    wording: Wording,
    writer: Writer,
    is_licensed: Callable[[str, Candidate], bool],
    sentences: Callable[[str], Iterator[str]],
) -> Iterator[Piece]:
    """The reply piece by piece; the model's sentences are verified one by one before they appear."""
    yield Piece(text=" ".join(opening for opening in openings if opening))
    for number, (candidate, entry) in enumerate(zip(picked, explained, strict=True), 1):
        plain = _entry(number, candidate, entry, wording)
        if not writer.may("explain") or not entry.phrase:
            yield Piece(text=f"\n{plain}")
            continue
        head = plain[: -len(entry.phrase) - 1]
        yield Piece(text=f"\n{head}")
        facts = f"{candidate.item.title}. {entry.phrase}."
        yield from writer.write(
            "explain", plain[len(head) :], facts, wording.language, lambda s, c=candidate: is_licensed(s, c), sentences
        )
    if question is not None:
        yield Piece(text=f"\n{question.text}")


def _entry(number: int, candidate: Candidate, entry: Explained, wording: Wording) -> str:
    title, year = wording.title(candidate.item), wording.year(candidate.item)
    if not entry.phrase:  # nothing speaks for it in particular: say what it is
        if candidate.item.description:
            return wording.reply(
                "item-described", number=number, title=title, year=year, description=candidate.item.description
            )
        return wording.reply("item-bare", number=number, title=title, year=year)
    return wording.reply("item", number=number, title=title, year=year, reasons=entry.phrase)
