"""Runs of words in a message that may be a title: in capitals, after a cue, or around a word that nobody knows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

from retrievers.clauses import starts_clause, starts_sentence
from retrievers.cues import PLAIN, PRONOUNS, SMALL, Token, cued, in_capitals, joined, raised
from retrievers.text import has_cjk

_LONGEST_LIST = 20  # words before a title that may end in an earlier title of its list


def runs_in_capitals(text: str, tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Two and more words in capitals (or digits) in a row, with the small words and the colons of a title between."""
    run: list[Token] = []
    for token in [*tokens, None]:
        if token is not None and token.folded != "i":
            broken = run and re.search(r"[.,;!?()\n]", text[run[-1].end : token.start])
            if not broken and (raised(token) or (run and token.folded in SMALL)):
                run.append(token)
                continue
        while run and not raised(run[-1]):
            run.pop()
        if len(run) > 1:
            yield run
        run = [token] if token is not None and token.text[0].isupper() and token.folded != "i" else []


def parts_of(run: list[Token]) -> Iterator[list[Token]]:
    """Every part of two to twelve words of a run, longest first."""
    for size in range(min(len(run), 12), 1, -1):
        yield from (run[start : start + size] for start in range(len(run) - size + 1))


def runs_around(text: str, tokens: list[Token], at: int) -> Iterator[list[Token]]:
    """Every run of up to five words with the one at ``at`` in it, longest first, within one sentence."""
    for size in range(5, 0, -1):
        for start in range(max(0, at - size + 1), min(at, len(tokens) - size) + 1):
            span = tokens[start : start + size]
            if not re.search(r"[.,;!?()\n]", text[span[0].start : span[-1].end]):
                yield span


def runs_before(text: str, tokens: Sequence[Token], start: int) -> Iterator[list[Token]]:
    """Every run of up to five words that nothing but "and" or a comma parts from a title at ``start``, longest first.

    It must be all there is before: at the start of a sentence, or after a word such as "loved".
    """
    place = bisect_right(tokens, start, key=attrgetter("end"))
    before = list(tokens[max(0, place - _LONGEST_LIST) : place])
    while before and before[-1].folded in ("and", "or", "both"):
        before.pop()
    if not before or not joined(text, start, [before[-1].end]):
        return
    for size in range(min(5, len(before)), 0, -1):
        span = before[-size:]
        at, end = span[0].start, span[-1].end
        if not re.search(r"[.,;!?()\n]", text[at:end]) and (starts_clause(text, at) or cued(text, at)):
            yield span


def title_like_runs(text: str, tokens: Sequence[Token], ends: Sequence[int]) -> Iterator[list[Token]]:
    """Runs of words that may be a title that no exact name covers: in capitals, or right after a cue."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        told = cued(text, token.start) or joined(text, token.start, ends)
        capital = token.text[0].isupper() and token.folded != "i"
        inside = capital and not starts_sentence(text, token.start)
        if not (told or inside) or token.folded in PRONOUNS or has_cjk(token.text):
            at += 1
            continue
        run = [token]
        for following in tokens[at + 1 : at + 7]:
            gap = text[run[-1].end : following.start]
            small = following.folded in ("of", "the", "and", "in", "to", "for", "a", "on", "at")
            carries_on = raised(following) or small if capital else True
            if not carries_on or re.search(r"[.,;:!?()\n]", gap):
                break
            run.append(following)
        while capital and len(run) > 1 and run[-1].folded in PLAIN and not run[-1].text[0].isupper():
            run.pop()
        yield run
        at += len(run) if capital else 1


def worth_naming(text: str, span: Sequence[Token]) -> bool:
    """Is a run that names nothing we know a title all the same: in capitals, after a cue, and not of plain words?"""
    telling = any(len(t.folded) > 1 and t.folded not in PLAIN for t in span)
    return telling and in_capitals(span) and cued(text, span[0].start)
