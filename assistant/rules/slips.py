"""Misspelt words of the vocabulary: "commedy", "romatic". It does not correct titles, nor names of people."""

from __future__ import annotations

from functools import lru_cache

from assistant.reading import Context
from assistant.rules.message import Message
from retrievers.cues import PLAIN
from retrievers.vocabulary import vocabulary

#: A word is corrected from so many letters on, where it is so much like one of the vocabulary (of 100).
_FEWEST_LETTERS, _LEAST_ALIKE = 6, 87
#: So much like a word that carries a request, it is one: "somthing" is not "soothing".
_ALIKE = 80


def meant_by(word: str, message: Message, context: Context) -> str:
    """The word of the vocabulary that a misspelt one in lower case means, or nothing."""
    known = context.catalogue.words
    if len(word) < _FEWEST_LETTERS or not word.isalpha() or not known or word in known or word in PLAIN:
        return ""
    lexicon = message.lexicon
    if lexicon.filler.fullmatch(word) or _carries_a_request(word, lexicon.cue_words):
        return ""
    return _spelt_like(word)


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
