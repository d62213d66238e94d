"""English words: which exist, how common they are, and which one a misspelt word was meant to be.

The words and their frequencies are those that SymSpell brings (82,765 words, from public-domain spelling lists and
book counts); nothing is loaded before the first question. Knows no catalogue and no conversation.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

#: A misspelt word may have been meant to be one of so many most common words, or one that the caller names.
_COMMON = 6_000
_FEWEST_LETTERS = 3
_LONG = 7  # letters, from which on two slips in one word are put right


@cache
def frequencies() -> Mapping[str, int]:
    """English words in lower case → how often each was counted, the commonest first."""
    from importlib.resources import files

    lines = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text("utf-8-sig").splitlines()
    return {word: int(count) for word, count in (line.split(" ") for line in lines)}


@cache
def ranks() -> Mapping[str, int]:
    """English words → their place by frequency, from 0."""
    return {word: place for place, word in enumerate(frequencies())}


def is_english(word: str) -> bool:
    """Is ``word`` (lower case) an English word, or one with its ending taken off ("kurosawa's")?"""
    return word.removesuffix("'s") in frequencies()


def is_common(word: str, among: int = _COMMON) -> bool:
    """Is ``word`` (lower case) one of the ``among`` commonest?"""
    return ranks().get(word, among) < among


@lru_cache(maxsize=4096)
def meant(word: str, preferred: frozenset[str] = frozenset()) -> str:
    """The word that a misspelt one (lower case) stands for: one slip away, the likelier slip first.

    Of words as likely, ``preferred`` ones come before common ones; a long word may be two slips from
    one of them. Empty for what is an English word already, has fewer than three letters, or is like none.
    """
    if len(word) < _FEWEST_LETTERS or not word.isalpha() or word in preferred or is_english(word):
        return ""
    from symspellpy import Verbosity

    found = [(hit.term, hit.count) for hit in _speller(preferred).lookup(word, Verbosity.ALL, max_edit_distance=1)]
    if not found and len(word) >= _LONG:  # "teribble"
        near = _speller(preferred, 2).lookup(word, Verbosity.CLOSEST, max_edit_distance=2)
        found = [(hit.term, hit.count) for hit in near]
        found = [hit for hit in found if hit[0][0] == word[0]]
    if len(word) == _FEWEST_LETTERS:  # so short a word is like many
        found = [(term, count) for term, count in found if sorted(term) == sorted(word) or term in preferred]
    return max(found, key=lambda hit: (_ease(word, hit[0]), hit[0] in preferred, hit[1]))[0] if found else ""


def _ease(typed: str, word: str) -> int:
    """How easily a hand makes this slip: letters swapped, one doubled or not, one missing or too many, another one."""
    if sorted(typed) == sorted(word):
        return 3
    if _undoubled(typed) == _undoubled(word):
        return 2
    return int(len(typed) != len(word))


def _undoubled(word: str) -> str:
    return "".join(letter for letter, following in zip(word, [*word[1:], ""], strict=True) if letter != following)


@cache
def _speller(preferred: frozenset[str], distance: int = 1) -> Any:  # symspellpy is not typed
    """``preferred`` words, to be found so many slips away; for one slip the common words too."""
    from symspellpy import SymSpell

    speller = SymSpell(max_dictionary_edit_distance=distance)
    common = list(frequencies())[:_COMMON] if distance == 1 else []
    for word in dict.fromkeys([*preferred, *common]):
        speller.create_dictionary_entry(word, frequencies().get(word, 1))
    return speller
