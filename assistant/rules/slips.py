"""A message as it was meant: slips of the keyboard put right, shorthand written out. Titles and names stay as typed.

English only; it changes no punctuation, so that sentences stay the same in number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache

from assistant.rules.lexicon import Lexicon, Pattern, pattern
from assistant.rules.message import Span, plain
from retrievers import spelling
from retrievers.titles import Titles
from retrievers.vocabulary import vocabulary

_WORD = re.compile(r"(?<![\w'@#./-])[A-Za-z]+(?:'[a-z]{1,2})?(?![\w'@/-])")
_SHORTHAND = {
    "whant": "want", "im": "I'm", "ive": "I've", "dont": "don't", "didnt": "didn't", "doesnt": "doesn't", "cant":
    "can't", "couldnt": "couldn't", "wouldnt": "wouldn't", "shouldnt": "shouldn't", "isnt": "isn't", "wasnt":
    "wasn't", "werent": "weren't", "arent": "aren't", "havent": "haven't", "hasnt": "hasn't", "hadnt": "hadn't",
    "wont": "won't", "thats": "that's", "whats": "what's", "whos": "who's", "theres": "there's", "youre": "you're",
    "theyre": "they're", "u": "you", "ur": "your", "pls": "please", "plz": "please", "plox": "please", "smth":
    "something", "sth": "something", "gimme": "give me", "lemme": "let me", "wanna": "want to", "gonna": "going to",
    "gotta": "got to", "kinda": "kind of", "sorta": "sort of", "dunno": "don't know", "luv": "love", "luvd": "loved",
    "thx": "thanks", "thnx": "thanks", "ty": "thanks", "tho": "though", "thru": "through", "cuz": "because", "coz":
    "because", "ppl": "people", "rec": "recommend", "recs": "recommendations", "reccs": "recommendations", "fav":
    "favourite", "fave": "favourite", "favs": "favourites", "faves": "favourites", "watchd": "watched", "shud":
    "should", "wud": "would", "cud": "could", "nite": "night", "tonite": "tonight", "abt": "about", "bcos": "because",
    "msg": "message", "nah": "no", "rn": "right now", "tbh": "honestly", "ngl": "honestly", "w": "with",
}  # fmt: skip
#: What only the words beside it tell to be a slip, and what was meant.
_BESIDE: tuple[tuple[Pattern, str], ...] = (
    (pattern(r"\bill(?=\ (?:take|watch|try|go|read|have|give|pick|see|choose)\b)"), "I'll"),
    (pattern(r"\bid(?=\ (?:like|love|rather|prefer|watch|read|say|go)\b)"), "I'd"),
    (pattern(r"\blets(?=\ (?:go|watch|try|see|say|do|start|read)\b)"), "let's"),
    (pattern(r"\b(not|n't|way)\ to(?=\ (?:long|short|old|new|scary|dark|sad|slow|violent|heavy|silly)\b)"), r"\1 too"),
    (pattern(r"\bform(?=\ the\ (?:\d\ds|\d{4}|eighties|nineties|seventies|sixties|fifties)\b)"), "from"),
    (pattern(r"\b(is|was|so|very|real|really|pretty|quite)\ god(?=\W*$)"), r"\1 good"),
)  # fmt: skip


def spelt(text: str, lexicon: Lexicon, known: Collection[str], names: Iterable[Span]) -> str:
    """``text`` with its slips put right; ``known`` are the catalogue's own words, ``names`` spans to leave alone."""
    kept = {at for start, end in names for at in range(start, end)}
    text = plain(text)

    def right(match: re.Match[str]) -> str:
        word, start = match.group(), match.start()
        if start in kept or not (word.islower() or _starts_a_sentence(text, start)):
            return word
        lower = word.lower()
        if lower in _SHORTHAND:
            return _SHORTHAND[lower]
        if lower in known or lexicon.filler.fullmatch(lower):
            return word
        return spelling.meant(lower, _preferred(lexicon.cue_words)) or word

    text = _WORD.sub(right, text)
    for slip, instead in _BESIDE:
        text = slip.sub(instead, text)
    return text


@cache
def _preferred(cue_words: frozenset[str]) -> frozenset[str]:
    """The words that the rules look for, and those that the vocabulary lists, with their plurals."""
    terms = {term for term in vocabulary().terms("en") if term.isalpha() and len(term) > 2}
    return frozenset({*cue_words, *terms, *(f"{term}s" for term in terms if not term.endswith("s"))})


def _starts_a_sentence(text: str, at: int) -> bool:
    return not text[:at].strip() or text[:at].rstrip()[-1] in ".!?:;\n"


#: A message that is nothing but an opinion on one thing.
_LOVED = re.compile(
    r"\W*(?:i\s+)?(?:(?:really|also|just|do|don'?t|didn'?t)\s+)*(?:love|like|enjoy|adore|hate|dislike)d?\s+"
    r"(?!(?:it|this|that|them|these|those|him|her|you|me)\b)(?P<title>[\w' -]+?)\W*",
    re.IGNORECASE,
)


def capitalised(text: str, titles: Titles) -> str:
    """ "I love heat" with the capital that tells the film from the word; empty where no title is so called."""
    loved = _LOVED.fullmatch(text)
    if loved is None or not titles.named(loved["title"]):
        return ""
    return f"{text[: loved.start('title')]}{loved['title'].title()}"
