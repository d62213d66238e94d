"""The people of a catalogue named in a text: by full name, by a last name that means one of them, or in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrievers import cues, people, spelling
from retrievers.cues import Token
from retrievers.mentions import PersonMention
from retrievers.names import Names
from retrievers.simplified import simplified
from retrievers.text import fold, has_cjk
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
#: How far from a name the words that tell it stand, in letters: long messages stay quick.
_WITHIN = 80
#: Names that are corrected in one message at most (about 2 ms each).
_MOST_CORRECTIONS = 5


def persons_in(text: str, names: Names) -> list[PersonMention]:
    """Every person of the catalogue named in ``text``; by last name alone where only it can be meant.

    One that two or three bear ("hepburn") is found for each of them, at the same place.
    """
    tokens = cues.tokens_of(text)
    found: list[PersonMention] = []
    at, left = 0, _MOST_CORRECTIONS
    while at < len(tokens):
        for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
            span = tokens[at : at + size]
            if meant := _named(text, tokens, at, size, names, found):
                found += (PersonMention(start=span[0].start, end=span[-1].end, name=name) for name in meant)
                at += size - 1
                break
        else:
            for size, misspelt in ((2, _misspelt), (1, _misspelt_alone)):
                span = tokens[at : at + size]
                if left > 0 and (name := misspelt(text, span, names, found)):
                    found.append(PersonMention(start=span[0].start, end=span[-1].end, name=name))
                    at, left = at + size - 1, left - 1
                    break
        at += 1
    return [*found, *_in_chinese(text, names)] if has_cjk(text) else found


def _named(
    text: str, tokens: list[Token], at: int, size: int, names: Names, found: list[PersonMention]
) -> tuple[str, ...]:
    """Whom ``size`` words from ``at`` on name: by full name, by a last name alone, or by a first name cut short."""
    span, known = tokens[at : at + size], names.people
    words = [token.folded for token in span]
    words[-1] = _bare(words[-1], span[-1]) if cues.key_of(span) not in known.names else words[-1]
    whole = people.joined(words)
    if size == 1:
        shared = () if spelling.is_common(whole, _SELDOM) else known.sharing(whole)
        meant = (known.names[whole],) if whole in known.names else shared
        return meant if meant and _may_be_a_last_name(text, tokens, at, names, found) else ()
    if name := known.names.get(" ".join(words)) or known.names.get(whole):
        return (name,)
    if shared := known.sharing(" ".join(words)):  # "del toro"
        return shared
    first = span[0].folded
    if first in cues.PLAIN or not known.is_short(first) or names.known(cues.key_of(span)):
        return ()
    name = known.by_short_name(words) or known.by_short_name(whole.split())
    return (name,) if name else ()


def _misspelt(_text: str, pair: list[Token], names: Names, _found: list[PersonMention]) -> str:
    """The person meant by two words, none of them plain: in capitals, or with one of them spelt right."""
    if len(pair) < 2 or any(token.folded in cues.PLAIN for token in pair):
        return ""
    key, first, last = cues.key_of(pair), pair[0].folded, pair[1].folded
    capitals = all(token.text[:1].isupper() for token in pair) and len(key) >= _FEWEST_LETTERS
    spelt_right = first in names.people.first_names or last in names.people.names
    if not (capitals or spelt_right) or names.known(key):
        return ""
    name = names.people.similar(key)
    return name if capitals or {first, last} & set(fold(name).split()) else ""


def _misspelt_alone(text: str, span: list[Token], names: Names, found: list[PersonMention]) -> str:
    """The person meant by a word that is neither English nor nearer to a title, where a name can stand."""
    word = _bare(span[0].folded, span[0])
    if not (word.isascii() and word.isalpha()) or word in cues.PLAIN or spelling.is_english(word) or names.known(word):
        return ""
    if not _stands_as_a_name(text, span[0], found) or names.similar(word):
        return ""
    return names.people.similar_last(word)


def _in_chinese(text: str, names: Names) -> Iterator[PersonMention]:
    """Longer forms first: 诺兰 is part of 克里斯托弗·诺兰."""
    taken: list[tuple[int, int]] = []
    known = names.people.in_chinese
    for form in sorted(known, key=len, reverse=True):
        for match in re.finditer(re.escape(form), simplified(text)):
            if all(match.end() <= start or end <= match.start() for start, end in taken):
                taken.append(match.span())
                yield PersonMention(start=match.start(), end=match.end(), name=known[form])


def _is_a_first_name(text: str, token: Token, last: Token, names: Names) -> bool:
    """Is a last name that of somebody whom the catalogue does not have ("Patrick Bateman", not Jason)?"""
    beside = not text[token.end : last.start].strip()
    return beside and token.folded in names.people.first_names and token.folded not in cues.PLAIN


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
    return _stands_as_a_name(text, token, found)


def _stands_as_a_name(text: str, token: Token, found: list[PersonMention]) -> bool:
    """Does a name, or something rarer, stand here: alone, beside another name, or with a word for what one likes?"""
    before, after = text[max(0, token.start - _WITHIN) : token.start], text[token.end : token.end + _WITHIN]
    another = found and _ANOTHER.fullmatch(text, found[-1].end, token.start)
    alone = not text[: token.start].strip() and _END.match(after)
    return bool(another or alone or _JUDGED.search(before) or _THEIRS.match(after))
