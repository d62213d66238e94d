"""Misspelt words: of the vocabulary ("commedy", "romatic"), and of opinion ("i lvoed heat", "up was awsome").

It does not correct titles, nor names of people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.reading import Context
from assistant.rules.message import Message
from retrievers.cues import PLAIN
from retrievers.vocabulary import vocabulary

#: A word is corrected from so many letters on, where it is so much like one of the vocabulary (of 100).
_FEWEST_LETTERS, _LEAST_ALIKE = 6, 87
#: So much like a word that carries a request, it is one: "somthing" is not "soothing".
_ALIKE = 80
_VERBS = ("loved", "liked", "hated", "enjoyed", "adored", "disliked", "love", "like", "hate", "enjoy", "dislike")
_VERDICTS = (
    "great", "amazing", "awesome", "brilliant", "excellent", "wonderful", "fantastic", "beautiful", "hilarious",
    "terrible", "horrible", "boring", "awful",
)  # fmt: skip
#: Where the words stand, so that nothing else is taken for one of them.
_SAID = re.compile(
    r"(?P<verb>(?:^|[.,!?;]\s*|\band\s+|\bbut\s+)(?:(?:i|we|really|also|just|always|absolutely|did|do|have|i['’]ve|"
    r"(?:did|do)(?:n['’]?t|\s+not)|actually|no|wait|but|and)[\s,]+)+)(?P<word>[a-z]{4,9})\b"
    r"|\b(?:is|was|are|were)\s+(?:(?:so|really|very|just|pretty|quite|absolutely|both|also)\s+)*"
    r"(?P<verdict>[a-z]{4,10})\b",
    re.IGNORECASE,
)
#: Words that are spelt much like one of these, and right.
_RIGHT = frozenset(
    [
        "lived",
        "live",
        "lied",
        "lie",
        "line",
        "lined",
        "lover",
        "lovely",
        "lively",
        "linked",
        "licked",
        "hater",
        "heated",
        "hatred",
        "haste",
        "boxing",
        "boning",
    ]
)
_LONG = 8  # letters
_FEWEST_LETTERS_LEFT_OUT = 5  # of a shorter word only two letters may be swapped: "live" is not "like"


@dataclass(frozen=True, slots=True)
class Typed:
    """A message with its words of opinion put right; ``shifts`` are the places where it grew, and by how much."""

    text: str
    shifts: tuple[tuple[int, int], ...] = ()


def put_right(text: str) -> Typed:
    """``text`` with the misspelt words of opinion in it put right, where nothing else can be meant."""
    done, shifts, last = "", list[tuple[int, int]](), 0
    for match in _SAID.finditer(text):
        name = "word" if match["word"] else "verdict"
        if meant := _opinion(match[name].lower(), _VERBS if match["word"] else _VERDICTS):
            done += text[last : match.start(name)] + meant
            last = match.end(name)
            shifts.append((len(done) - 1, len(meant) - len(match[name])))
    return Typed(done + text[last:], tuple(shifts))


@lru_cache(maxsize=1024)
def _opinion(word: str, words: tuple[str, ...]) -> str:
    """The one of ``words`` that is a slip away, or two where it is long; nothing where ``word`` is one of its own."""
    if word in words or word in _RIGHT or word in PLAIN:
        return ""
    from rapidfuzz.distance import OSA

    near = [w for w in words if w[0] == word[0] and 0 < OSA.distance(w, word) <= (2 if len(w) >= _LONG else 1)]
    swapped = [w for w in near if sorted(w) == sorted(word)]
    left = [w for w in near if len(w) >= _FEWEST_LETTERS_LEFT_OUT and word not in (f"{w}s", f"{w}d")]
    return next(iter([*swapped, *left]), "")


def meant_by(word: str, message: Message, context: Context) -> str:
    """The word of the vocabulary that a misspelt one in lower case means, or nothing."""
    known = context.catalogue.words
    if len(word) < _FEWEST_LETTERS or not word.isalpha() or not known or word in known or word in PLAIN:
        return ""
    lexicon = message.lexicon
    if lexicon.filler.fullmatch(word) or _carries_a_request(word, lexicon.cue_words):
        return ""
    return _spelt_like(word)


def for_a_request(word: str, message: Message) -> bool:
    """Is it a slip of the keyboard in a word that carries a request ("shoud")?"""
    alike = {cue for cue in message.lexicon.cue_words if cue[0] == word[0].lower()}
    return _carries_a_request(word.lower(), frozenset(alike))


@lru_cache(maxsize=1024)
def _carries_a_request(word: str, cue_words: frozenset[str]) -> bool:
    from rapidfuzz import fuzz, process

    return process.extractOne(word, cue_words, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None


@lru_cache(maxsize=1024)
def _spelt_like(word: str) -> str:
    from rapidfuzz import fuzz, process

    single = [term for term in vocabulary().terms("en") if " " not in term and abs(len(term) - len(word)) <= 1]
    found = process.extractOne(word, single, scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE)
    return found[0] if found and found[0][0] == word[0] and len(found[0]) >= _FEWEST_LETTERS else ""
