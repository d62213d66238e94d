"""The people of a catalogue named in a text: by full name, by a last name that means one of them, or in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrievers import cues, spelling
from retrievers.cues import Token
from retrievers.mentions import PersonMention
from retrievers.names import Names
from retrievers.simplified import simplified
from retrievers.text import has_cjk
from retrievers.vocabulary import vocabulary

_LONGEST = 4  # words
_FEWEST_LETTERS = 9
#: Names that are corrected in one message at most (about 2 ms each).
_MOST_CORRECTIONS = 5


def persons_in(text: str, names: Names) -> list[PersonMention]:
    """Every person of the catalogue named in ``text``; by last name alone in capitals and where it is unique."""
    tokens = cues.tokens_of(text)
    found: list[PersonMention] = []
    at, left = 0, _MOST_CORRECTIONS
    while at < len(tokens):
        for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
            span = tokens[at : at + size]
            name = names.people.get(cues.key_of(span))
            if name and (size > 1 or _may_be_a_last_name(span[0])):
                found.append(PersonMention(start=span[0].start, end=span[-1].end, name=name))
                at += size - 1
                break
        else:
            if (name := _misspelt(tokens[at : at + 2], names)) and left > 0:
                found.append(PersonMention(start=tokens[at].start, end=tokens[at + 1].end, name=name))
                at, left = at + 1, left - 1
        at += 1
    return [*found, *_in_chinese(text, names)] if has_cjk(text) else found


def _misspelt(pair: list[Token], names: Names) -> str:
    """The person meant by two words in capitals, at least one of which is no plain word and none a name we know."""
    if len(pair) < 2 or not all(token.text[:1].isupper() and token.folded not in cues.PLAIN for token in pair):
        return ""
    key = cues.key_of(pair)
    return names.similar_person(key) if len(key) >= _FEWEST_LETTERS and not names.known(key) else ""


def _in_chinese(text: str, names: Names) -> Iterator[PersonMention]:
    """Longer forms first: 诺兰 is part of 克里斯托弗·诺兰."""
    taken: list[tuple[int, int]] = []
    known = names.people_in_chinese
    for form in sorted(known, key=len, reverse=True):
        for match in re.finditer(re.escape(form), simplified(text)):
            if all(match.end() <= start or end <= match.start() for start, end in taken):
                taken.append(match.span())
                yield PersonMention(start=match.start(), end=match.end(), name=known[form])


def _may_be_a_last_name(token: Token) -> bool:
    """In capitals, or no English word, and none that means something by itself: not the "French" of "in French"."""
    plain = token.folded in cues.PLAIN or token.folded in vocabulary().terms("en")
    strange = len(token.folded) >= _FEWEST_LETTERS and not spelling.is_english(token.folded)
    return (token.text[:1].isupper() or strange) and not plain
