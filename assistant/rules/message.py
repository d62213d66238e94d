"""One message as the rules see it: as it was typed, for quoting, and in a plain form of the same length, for matching.

It knows where sentences and clauses end, and nothing of what they mean.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.rules.lexicon import Lexicon

_BLANK = "\u00b7"  # stands where something was taken out: neither a word nor a space, so that no pattern crosses it
_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "＃": "#", "\u00a0": " ", "\u3000": " "})
_LONGEST_QUOTE = 200
#: In a longer sentence people tell things besides asking for some.
LONG_SENTENCE = 15  # words
#: Marks that some models put between turns, with the role after one: nobody's wish.
_CONTROL = re.compile(r"<\|[^|<>]{0,40}\|>\s*(?:(?:system|user|assistant)\b)?|\[/?INST\]|<</?SYS>>", re.IGNORECASE)
#: Addresses and markup: nobody's wish either.
_MARKUP = re.compile(r"!?\[[^\]]{0,80}\]\([^)]{0,300}\)|<[a-z/!][^<>]{0,300}>|\bhttps?://\S{1,300}", re.IGNORECASE)
_REPEATED = re.compile(r"(\W)\1{3,}")

Span = tuple[int, int]


@dataclass(frozen=True)
class Message:
    """``plain`` is ``text`` with one kind of apostrophe and space, and with titles and questions blanked out.

    ``typed`` is the message as it was typed, where slips in ``text`` were put right.
    """

    text: str
    plain: str
    lexicon: Lexicon
    typed: str = ""
    shifts: tuple[tuple[int, int], ...] = ()

    @staticmethod
    def of(text: str, lexicon: Lexicon, typed: str = "", shifts: tuple[tuple[int, int], ...] = ()) -> Message:
        """The message with nothing blanked out yet."""
        found = Message(text, _unslipped(plain(text), lexicon), lexicon, typed or text, shifts)
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
        ends = [m.end() for m in self.lexicon.sentence_end.finditer(self.plain)]
        spans = zip([0, *ends], [*ends, len(self.text)], strict=True)
        return [(a, b) for a, b in spans if self.text[a:b].strip()]

    def sentence(self, at: int) -> Span:
        """The sentence around a position; the whole message where it stands in none."""
        return next((span for span in self.sentences if span[0] <= at < span[1]), (0, len(self.text)))

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
        start, end = (place - sum(by for since, by in self.shifts if since < place) for place in self.sentence(at))
        return self.typed[start:end].strip()[:_LONGEST_QUOTE]


_LETTERS = re.compile(r"[a-z]{3,}", re.IGNORECASE)


def _unslipped(text: str, lexicon: Lexicon) -> str:
    """``text`` with two swapped letters put right in the words that carry a request ("teh", "anythign", "liek")."""

    def right(match: re.Match[str]) -> str:
        word = match.group().lower()
        if word in lexicon.cue_words:
            return match.group()
        swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
        return next((found for found in swapped if found in lexicon.cue_words), match.group())

    return _LETTERS.sub(right, text) if lexicon.cue_words else text


def tidy(text: str) -> str:
    """``text`` without control marks, and without long runs of one sign, over which patterns would take their time."""
    return _REPEATED.sub(r"\1\1\1", _CONTROL.sub(" ", text).strip())


def plain(text: str) -> str:
    """``text`` with one kind of apostrophe, quotation and space; positions stay the same."""
    return text.translate(_PLAIN)
