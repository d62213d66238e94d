"""One message as the rules see it: as it was typed, for quoting, and in a plain form of the same length, for matching.

It knows where sentences and clauses end, and nothing of what they mean.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter

from assistant.rules.lexicon import Lexicon
from retrievers.text import strip_invisible

_BLANK = "\u00b7"  # stands where something was taken out: neither a word nor a space, so that no pattern crosses it
_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "＃": "#", "\u00a0": " ", "\u3000": " "})
_LONGEST_QUOTE = 200
#: In a longer sentence people tell things besides asking for some.
LONG_SENTENCE = 15  # words
#: Marks that some models put between turns, with the role after one: nobody's wish.
_CONTROL = re.compile(r"<\|[^|<>]{0,40}\|>\s*(?:(?:system|user|assistant)\b)?|\[/?INST\]|<</?SYS>>", re.IGNORECASE)
#: Addresses and markup: nobody's wish either.
_MARKUP = re.compile(
    r"<script\b[^>]{0,200}>.{0,500}?</script>|!?\[[^\]]{0,80}\]\([^)]{0,300}\)|<[a-z/!][^<>]{0,300}>|\bhttps?://\S{1,300}",
    re.IGNORECASE,
)
_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_REPEATED = re.compile(r"(\W)\1{3,}")

Span = tuple[int, int]


@dataclass(frozen=True)
class Message:
    """``plain`` is ``text`` with one kind of apostrophe and space, and with titles and questions blanked out.

    ``typed`` is the message before its slips were put right; it has the same sentences.
    """

    text: str
    plain: str
    lexicon: Lexicon
    typed: str = ""

    @staticmethod
    def of(text: str, lexicon: Lexicon, typed: str = "") -> Message:
        """The message with nothing blanked out yet; ``typed`` is what ``text`` was before its slips were put right."""
        found = Message(text, plain(text), lexicon, typed or text)
        return found.without(match.span() for match in _MARKUP.finditer(text))

    def without(self, spans: Iterable[Span]) -> Message:
        """The same message where nothing can be matched inside ``spans``."""
        letters = list(self.plain)
        for start, end in spans:
            letters[start:end] = _BLANK * (min(end, len(letters)) - start)
        return replace(self, plain="".join(letters))

    @cached_property
    def sentences(self) -> list[Span]:
        """Where the sentences stand; blank ones are left out."""
        return self._sentences_of(self.plain)

    def _sentences_of(self, text: str) -> list[Span]:
        ends = [m.end() for m in self.lexicon.sentence_end.finditer(text)]
        return [(a, b) for a, b in zip([0, *ends], [*ends, len(text)], strict=True) if text[a:b].strip()]

    def sentence(self, at: int) -> Span:
        """The sentence around a position; the whole message where it stands in none."""
        place = bisect_right(self.sentences, at, key=itemgetter(0)) - 1
        within = place >= 0 and at < self.sentences[place][1]
        return self.sentences[place] if within else (0, len(self.text))

    @cached_property
    def _clause_ends(self) -> list[int]:
        return [m.end() for m in self.lexicon.clause_end.finditer(self.plain)]

    def clause_start(self, at: int) -> int:
        """Where the clause of a position starts."""
        place = bisect_right(self._clause_ends, at)
        return self._clause_ends[place - 1] if place else 0

    def clause_before(self, at: int) -> str:
        """The plain words of a position's clause that stand before it."""
        return self.plain[self.clause_start(at) : at]

    def clause_end(self, at: int) -> int:
        """Where the clause of a position ends."""
        place = bisect_right(self._clause_ends, at)
        return self._clause_ends[place] if place < len(self._clause_ends) else len(self.plain)

    def quote(self, at: int) -> str:
        """The sentence around a position as it was typed, for the ledger to quote."""
        start, end = self.sentence(at)
        said = self.text[start:end]
        if self.typed != self.text:
            read, typed = self._as_typed
            place = bisect_right(read, start, key=itemgetter(0)) - 1
            if place >= 0 and start < read[place][1] and len(read) == len(typed):
                said = self.typed[typed[place][0] : typed[place][1]]
        return said.strip()[:_LONGEST_QUOTE]

    @cached_property
    def _as_typed(self) -> tuple[list[Span], list[Span]]:
        """The sentences with nothing blanked out: as they are read, and before their slips were put right."""
        return self._sentences_of(plain(self.text)), self._sentences_of(plain(self.typed))


def tidy(text: str) -> str:
    """``text`` in plain letters and without control marks, invisible characters and long runs of one sign.

    Over such runs patterns would take their time; letters of full width are those of a Chinese keyboard.
    """
    text = strip_invisible(text).translate(_HALF_WIDTH)
    return _REPEATED.sub(r"\1\1\1", _CONTROL.sub(" ", text).strip())


def plain(text: str) -> str:
    """``text`` with one kind of apostrophe, quotation and space; positions stay the same."""
    return text.translate(_PLAIN)
