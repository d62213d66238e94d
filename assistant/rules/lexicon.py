"""The shape of what the rules know of one language: patterns, and nothing of any catalogue.

`english` and `chinese` fill it in; the engine in this room reads both in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.conversation import Intent

Pattern = re.Pattern[str]


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """Patterns are searched in the plain form of a message (see `message`), without regard to case.

    ``like``, ``dislike``, ``seen`` are words before (or, in ``good`` and ``bad``, after) what they speak of;
    ``negation`` ends right before a word that it turns round; ``not_mine`` right before one that is no opinion of the
    person who writes: a question ("did you like"), a wish ("I would like"), somebody else ("my wife loved").

    ``without`` and ``less`` turn a facet's word into an exclusion: the first over a whole list ("no horror or gore"),
    the second over the next word ("not too sad"). ``wanted`` between such a word and the facet's ends its reach ("I
    hate waiting, give me a comedy"); ``afresh`` does so after a first excluded word ("no horror and a comedy");
    ``list_goes_on`` carries an exclusion on; ``unwanted`` stands behind the facet's word. ``animals_live`` asks for
    works in which no animal comes to harm.

    ``verdict`` is a sentence of its own behind the one with the title; ``wants`` ends the reach of an opinion ("not
    into subtitles, I'll watch X"); ``as_good_as`` stands right before what is better ("not as good as X").

    What is ``tolerated`` ("I don't mind violence") is neither wished nor wished away, what is ``needless`` ("it need
    not be a thriller") is wished no longer. ``experienced`` says that a work is known. ``native`` are the values of the
    facet ``language`` that are not ``foreign``. ``meant`` to ``other_one`` correct which of several works of a name was
    meant: ``corrects`` is a whole message without "I meant".
    """

    code: str
    clause_end: Pattern
    sentence_end: Pattern
    like: Pattern
    dislike: Pattern
    seen: Pattern
    unseen: Pattern
    good: Pattern
    bad: Pattern
    verdict: Pattern
    wants: Pattern
    as_good_as: Pattern
    negation: Pattern
    not_mine: Pattern
    without: Pattern
    less: Pattern
    wanted: Pattern
    afresh: Pattern
    list_goes_on: Pattern
    unwanted: Pattern
    statement: Pattern
    request: Pattern
    more: Pattern
    also: Pattern
    indifferent: Pattern
    pronoun: Pattern
    everything_shown: Pattern
    ordinals: tuple[tuple[Pattern, int], ...]
    last: Pattern
    first_few: Pattern
    numbers: Mapping[str, int]
    intents: tuple[tuple[Intent, Pattern], ...]
    asked: tuple[tuple[str, Pattern], ...]
    short: Pattern
    long: Pattern
    not_long: Pattern
    not_short: Pattern
    known: Pattern
    hidden: Pattern
    newer: Pattern
    older: Pattern
    any_value: tuple[tuple[str, Pattern], ...]
    facet_names: tuple[tuple[str, Pattern], ...]
    that_spirit: Pattern
    different: Pattern
    for_children: Pattern
    for_adults: Pattern
    animals_live: Pattern
    same_person: Pattern
    foreign: Pattern
    native: tuple[str, ...]
    no_subtitles: Pattern
    tolerated: Pattern
    tolerated_after: Pattern
    needless: Pattern
    experienced: Pattern
    meant: Pattern
    corrects: Pattern
    sorry: Pattern
    kind_meant: tuple[tuple[str, Pattern], ...]
    original: Pattern
    remake: Pattern
    other_one: Pattern
    filler: Pattern
    cue_words: frozenset[str]


def pattern(text: str) -> Pattern:
    """``text`` compiled to be matched without regard to case; white space in it is for the reader only."""
    return re.compile(text, re.IGNORECASE | re.VERBOSE)
