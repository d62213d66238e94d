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
#: Of a last name in lower case that no dictionary has, wherever it stands.
_FEWEST_LETTERS_ALONE = 6
#: From this place on among English words a word is one that people seldom use but as a name.
_SELDOM = 10_000
#: Only a maker can follow: "anything by king", "starring ford".
_MAKER = re.compile(
    r"\b(?:(?:anything|something|nothing|everything|films?|movies?|books?|novels?|stories|stuff|ones?|more|directed"
    r"|written) by|starring|director|author|actor|actress)\s+$",
    re.IGNORECASE,
)
_END = re.compile(r"\W*$|\s*[,.;!?]|\s+(?:and|or|but|please|though|films?|movies?|books?|novels?)\b", re.IGNORECASE)
#: A name, or something rarer, follows: "i love spielberg", "with hanks", "more tarantino".
_JUDGED = re.compile(
    r"\b(?:by|with|from|featuring|(?:dis)?lik(?:e|ed|ing)|lov(?:e|ed|ing)|adore|enjoy|hate|(?:can'?t|cannot) stand"
    r"|(?:fan|fond) of|into|prefer|more|any|some|no|nothing|anything|not|except|without"
    r"|(?:recommend|suggest|show|give) me|(?:tired|sick|enough) of)\s+$|^\W*(?:or|nor|and)\s+$",
    re.IGNORECASE,
)
#: Between two names of a row: "dickens and tolstoy".
_ANOTHER = re.compile(r"\s*(?:,|,?\s*\band\b|\bor\b|&)\s*", re.IGNORECASE)
_POSSESSIVE = ("'s", "’s")
_THEIRS = re.compile(
    r"\s+(?:(?:\w+\s+)?(?:films?|movies?|flicks?|books?|novels?|stories|fan)"
    r"|(?:plays|stars|acts|directed|wrote|(?:is|was) in))\b",
    re.IGNORECASE,
)
#: Names that are corrected in one message at most (about 2 ms each).
_MOST_CORRECTIONS = 5


def persons_in(text: str, names: Names) -> list[PersonMention]:
    """Every person of the catalogue named in ``text``; by last name alone where only it can be meant."""
    tokens = cues.tokens_of(text)
    found: list[PersonMention] = []
    at, left = 0, _MOST_CORRECTIONS
    while at < len(tokens):
        for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
            span = tokens[at : at + size]
            key = cues.key_of(span)
            name = names.people.get(key) or names.people.get(_bare(key, span[-1]))
            if name and (size > 1 or _may_be_a_last_name(text, tokens, at, names, found)):
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


def _is_a_first_name(text: str, token: Token, last: Token, names: Names) -> bool:
    """Is a last name that of somebody whom the catalogue does not have ("Patrick Bateman", not Jason)?"""
    beside = not text[token.end : last.start].strip()
    return beside and token.folded in names.first_names and token.folded not in cues.PLAIN


def _bare(key: str, last: Token) -> str:
    """A folded name without the ending of "Austen's"."""
    return key.removesuffix("s") if last.text.endswith(_POSSESSIVE) else key


def _may_be_a_last_name(text: str, tokens: list[Token], at: int, names: Names, found: list[PersonMention]) -> bool:
    """In capitals, or where only a name can be meant: not the "French" of "in French", nor the frost of a story."""
    token = tokens[at]
    word = _bare(token.folded, token)
    if word in cues.PLAIN or word in vocabulary().terms("en"):
        return False
    if at and _is_a_first_name(text, tokens[at - 1], token, names):
        return False
    if token.text[:1].isupper() or (len(word) >= _FEWEST_LETTERS_ALONE and not spelling.is_english(word)):
        return True
    if names.known(word):  # "i loved lincoln"
        return False
    before, after = text[: token.start], text[token.end :]
    if _MAKER.search(before) and _END.match(after):
        return True
    if spelling.is_common(word, _SELDOM) or word in names.ordinary.words:
        return False
    another = found and _ANOTHER.fullmatch(text, found[-1].end, token.start)
    alone = not before.strip() and _END.match(after)
    return bool(another or alone or _JUDGED.search(before) or _THEIRS.match(after))
