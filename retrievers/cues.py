"""What the text around some words says of them: a title, or words? Pure functions of a message; knows no catalogue.

A title that is also a plain word ("It", "Up", "Heat") counts only where the text supports it: capitals, quotes, a year,
or a word such as "loved" before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrievers.chinese_titles import is_numbered
from retrievers.clauses import (
    UNLIKABLE,
    YEAR_AFTER,
    ends_subject,
    is_all_that_is_liked,
    is_asked_about,
    is_but_a_work,
    is_likened_to,
    is_no_place,
    is_no_pronoun,
    is_subject,
    is_whole_object,
    judged,
    said_of_all,
    starts_clause,
    starts_sentence,
    word_list,
)
from retrievers.names import ARTICLES, Ordinary
from retrievers.text import fold
from retrievers.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a message: where it stands, as written, and folded."""

    start: int
    end: int
    text: str
    folded: str


_CJK = "\u3040-\u30ff\u3400-\u9fff"
#: A word of letters and digits, or a run of Chinese or Japanese ones: 有Robert De Niro的 holds a name.
_WORD = re.compile(rf"(?:(?![{_CJK}])\w)+(?:['’](?:(?![{_CJK}])\w)+)*|[{_CJK}]+")
#: Never a title without capitals, quotes or a year.
PRONOUNS = word_list(
    "it its her him he she them they us we me you i this that one ones what who all so no yes not now go here there "
    "something anything nothing everything more less stop"
)
#: Words that say little: a run of nothing but these is not a title unless capitals or quotes say so.
PLAIN = PRONOUNS | ARTICLES | word_list(
    "and or but of in on at to for from with by as is are was were be been do does did have has had will would can "
    "could should may might must my your his our their some any many much few other another same such than then too "
    "very just about after before between during over under into out off up down if when where why how which while "
    "because good bad great best better worst new old big little long short first last next second third time times "
    "day days night nights year years life live love loved like liked hate hated want wanted need needed think thought "
    "know known see saw seen watch watched read make made get got give gave take took come came look looking find "
    "found feel felt say said tell film films movie movies book books novel novels story stories thing things people "
    "man men woman women boy girl kid kids child children friend friends family home house world war way end game play "
    "music dark funny sad happy slow fast quiet light heavy real true right wrong really please thanks thank hello hi "
    "hey ok okay well maybe also again both each every thriller thrillers comedy comedies drama dramas horror romance "
    "fantasy mystery crime action western documentary animation animated classic classics recommend recommended "
    "recommendation suggest suggestion different similar mood spirit kind sort type today tonight tomorrow evening "
    "morning weekend"
)  # fmt: skip
#: Written small inside a title in capitals.
SMALL = ARTICLES | word_list("of and in to for on at with by from into or vs as")
#: They put a work somewhere: "films on the road", where nothing but a title can be liked by itself.
_SET_IN = word_list("on in at into under from out of to with by")
#: Letters of a word that is nothing but a title where no description uses it.
_FEWEST_LETTERS_OF_A_NAME = 5
#: After "the" they speak of something else that was mentioned, not of a title.
_POINTING = word_list("other one first last second third next best same end rest")
_CUES = re.compile(
    r"(?:\b(?:lik(?:e|ed|es|ing)|lov(?:e|ed|es|ing)|enjoy(?:ed|s|ing)?|ador(?:e|ed)|hat(?:e|ed|es)|dislik(?:e|ed)|"
    r"detest(?:ed)?|loath(?:e|ed)|seen|saw|watch(?:ed|ing)?|read|reading|finished|rewatch(?:ed)?|reread|"
    r"fan of|fond of|similar to|reminds? me of|same as|than|compared? (?:to|with)|vein of|spirit of|style of|"
    r"called|named|titled|recommended(?: me| us)?|favou?rite(?: \w+)? is|as good as|but not|not|except|unlike|"
    r"(?:think|thought) of|what about|how about|why not|know|(?:can['’]?t|cannot|couldn['’]?t|could not) stand)|"
    r"喜欢|爱看|最爱|讨厌|不爱|看过|看了|读过|读了|像|类似|除了|觉得|叫|(?:可不可以|能不能|可以|能)(?:一起|去)?[看读])"
    r"[\s:,]*(?:(?:the|a|an|that|this|both|movie|film|book|novel|really|watching|reading|电影|小说|书|《)[\s,]*)*$",
    re.IGNORECASE,
)
#: The cues that speak of one work and not of a taste.
_EXPERIENCED = re.compile(
    r"\b(?:loved|liked|enjoyed|adored|hated|disliked|seen|saw|watched|finished|read|rewatched|reread|called|named|titled|"
    r"(?:recommended|suggested)(?:\s+(?:me|us))?|(?:can['’]?t|cannot|couldn['’]?t|could\s+not)\s+stand|couldn['’]?t\s+finish|"
    r"(?:didn['’]?t|did\s+not|did)\s+(?:(?:really|much|particularly|even)\s+)*(?:like|love|enjoy|care\s+for))"
    r"\s+(?:(?:the|a|an|both|movie|film|book|novel)\s+)*$",
    re.IGNORECASE,
)
#: What follows a title that starts a sentence, be it an ordinary word ("Heat wasn't good", "Signs 👍").
_GOES_ON = re.compile(
    r"\s+(?:(?:is|was|has|had|does|did)(?:n['’]t)?|and|or|but|made|left|blew|bored|moved|scared|kept|changed|broke|got|"
    r"gave|really|totally|never|always|still)\b|\s*[^\w\s]|\s*$",
    re.IGNORECASE,
)
#: Before a place, and after a person, that a work happens to be named after.
_PLACE = re.compile(r"\b(?:set|takes? place|taking place|filmed|shot|happens|living|lives?)\s+in\s+(?:the\s+)?$", re.I)
_PERSON = re.compile(
    r"\s+(?:likes|loves|hates|told|tells|says|said|wants|thinks|recommended|recommends|prefers)\b", re.I
)
#: What a day is called by: "a halloween party" is no film.
_OCCASION = re.compile(r"\s+(?:part(?:y|ies)|night|eve|costumes?|sleepover|marathon|weekend|season|holidays?)\b", re.I)
#: How far before a word its cue may begin: what stands further away says nothing of it, and long messages stay quick.
_CUE_WITHIN = 80
_JOINED = re.compile(
    r"\s*(?:,|，|、|;|/|&|\+|and|or|nor|but|then|和|与|跟|还有|或)\s*(?:and|or|not|also|both|the|a)?\s*$",
    re.IGNORECASE,
)


def tokens_of(text: str) -> list[Token]:
    """The words of a message."""
    return [Token(m.start(), m.end(), m.group(), fold(m.group())) for m in _WORD.finditer(text)]


def key_of(span: Sequence[Token]) -> str:
    """The folded words of a span, as names are looked up."""
    return " ".join(token.folded for token in span)


def cued(text: str, at: int) -> bool:
    """Does a word such as "loved" stand before this place?"""
    return _CUES.search(text, max(0, at - _CUE_WITHIN), at) is not None


def joined(text: str, at: int, ends: Sequence[int]) -> bool:
    """Does nothing but "and" or a comma stand between this place and one of the earlier ``ends`` of titles?"""
    return any(_JOINED.match(text, end, at) for end in ends if at - _CUE_WITHIN < end <= at)


def supported(text: str, span: Sequence[Token], ends: Sequence[int], rank: int, ordinary: Ordinary) -> bool:
    """Does the text support reading these words as a title rather than as words?

    ``ends`` are where titles found before end; ``rank`` says how good a name the words are (see `names`).
    """
    start, end = span[0].start, span[-1].end
    words = [t.folded for t in span]
    telling = [w for w in words if w not in PLAIN and not w.isdigit()]
    if words[-1] == "fan" and re.match(r"\s+of\b", text[end:]):
        return False
    if len(words) == 1 and words[0].isdigit():
        return _supported_number(text, span[0], ends)
    if len(telling) <= 1 and (_PLACE.search(text, max(0, start - 20), start) or _PERSON.match(text, end)):
        return False  # "set in Chicago", "Rebecca told me"
    if len(words) == 1 and rank == 0 and _OCCASION.match(text, end):
        return False
    if YEAR_AFTER.match(text, end) and text[end : end + 3].strip()[:1] in ("(", "（"):
        return True
    if start == 0 and re.match(r"\s+but\b", text[end:]) and telling:
        return True  # "godfather but funnier"
    if in_capitals(span) and not text.isupper():
        return _supported_in_capitals(text, span, ends, telling, rank, ordinary)
    return _supported_in_lower_case(text, span, ends, telling, rank, ordinary)


def _supported_number(text: str, token: Token, ends: Sequence[int]) -> bool:
    """ "I have read 1984", "I loved 300!", and one in a list of titles."""
    number = int(token.folded)
    if _DATED.search(text, max(0, token.start - 20), token.start):
        return False  # "older than 2010"
    alone = number > 99 and re.match(r"\s*(?:[^\w\s]|$)", text[token.end :]) is not None and cued(text, token.start)
    chinese = is_numbered(text, token.start, token.end)
    subject = number > 99 and (chinese or (starts_clause(text, token.start) and judged(text, token.end)))
    subject = subject or (number > 99 and is_asked_about(text, token.start, token.end))
    return bool(subject) or experienced(text, token.start) or alone or (joined(text, token.start, ends) and number > 9)


_DATED = re.compile(
    r"\b(?:(?:older|newer|later|earlier|recent) than|before|after|since|until|from|in|of)\s+$", re.IGNORECASE
)


def _supported_in_lower_case(
    text: str, span: Sequence[Token], ends: Sequence[int], telling: Sequence[str], rank: int, ordinary: Ordinary
) -> bool:
    start, end, words = span[0].start, span[-1].end, [t.folded for t in span]
    listed, after_cue = joined(text, start, ends), cued(text, start)
    if len(words) == 1 and words[0] in PRONOUNS:
        title = is_no_pronoun(text, start, end, words[0], listed=listed) or is_no_place(text, start, end, words[0])
        return rank == 0 and title
    if (
        rank == 0
        and (telling or words[0] in UNLIKABLE)
        and (is_asked_about(text, start, end) or is_but_a_work(text, start, end))
    ):
        return key_of(span) not in vocabulary().terms("en") or _is_one_of_many(words[0])
    if len(words) == 1 and not listed and is_a_wish(text, span):
        return rank == 0 and _names_a_work(text, span, ordinary)
    numbered = len(words) > 1 and words[-1].isdigit()
    if telling and (rank <= 1 or numbered or len(telling) > 1) and _stands_alone(text, span):
        # "taken is one of my favourites"
        return len(words) > 1 or (rank == 0 and (judged(text, end) or words[0] not in ordinary.words))
    if len(telling) == 1 and rank <= 1 and _is_but_a_name(telling[0], ordinary):
        return True  # "jumanji" is nothing but a title
    if rank >= 2 and len(telling) < 2 and not numbered:
        return False
    if len(telling) >= 3 or (len(telling) == 2 and rank <= 1):
        return True
    if len(telling) == 1 and telling[0] in ordinary.words:
        whole = rank == 0 and is_all_that_is_liked(text, start, end)
        single = len(words) > 1 or telling[0] in ordinary.countable  # "I love cars" is no opinion on a film
        return experienced(text, start) or (listed and rank == 0) or (whole and (single or is_likened_to(text, start)))
    if not telling and rank == 0 and _is_no_plain_talk(text, span, listed=listed):
        return True
    if not telling and len(words) < 3:
        return len(words) == 2 and words[0] not in PRONOUNS and words[1] not in _POINTING and after_cue
    return after_cue or listed


def _is_no_plain_talk(text: str, span: Sequence[Token], *, listed: bool) -> bool:
    """Can a title of words that say little be nothing else: "i adored up", "the kid was great", "i loved one day"?"""
    start, end, words = span[0].start, span[-1].end, [t.folded for t in span]
    whole = experienced(text, start) and is_whole_object(text, end)
    if len(words) > 1:
        return not said_of_all(words) and (whole or is_subject(text, start, end))
    if words[0] in vocabulary().terms("en"):
        return False
    return whole or is_no_place(text, start, end, words[0]) or (listed and words[0] in UNLIKABLE)


def _is_but_a_name(word: str, ordinary: Ordinary) -> bool:
    """A word that no description uses as a word: a long one ("jumanji"), or one with a digit in it ("se7en")."""
    odd = any(letter.isdigit() for letter in word) and not word[0].isdigit()
    return (len(word) > _FEWEST_LETTERS_OF_A_NAME or odd) and bool(ordinary.words) and word not in ordinary.words


def _names_a_work(text: str, span: Sequence[Token], ordinary: Ordinary) -> bool:
    """Does a word for a theme name a work here: "dracula is one of my favourites", "i like ghost"?

    One of many ("ghosts") is no theme; nor is a name that no description uses as a word, where a verdict follows.
    """
    word = span[0].folded
    one_of_many = _is_one_of_many(word)
    if starts_clause(text, span[0].start) and judged(text, span[-1].end):
        return one_of_many or (bool(ordinary.words) and word not in ordinary.words)
    return one_of_many and is_all_that_is_liked(text, span[0].start, span[-1].end)


def _is_one_of_many(word: str) -> bool:
    """Does the vocabulary know the word as one of what works are about ("alien" of aliens)?"""
    return any(value in (f"{word}s", f"{word}es") for _, value in vocabulary().terms("en").get(word, ()))


def _supported_in_capitals(
    text: str, span: Sequence[Token], ends: Sequence[int], telling: Sequence[str], rank: int, ordinary: Ordinary
) -> bool:
    end, word = span[-1].end, span[0].folded
    if not starts_sentence(text, span[0].start):
        if telling or len(span) > 1:
            return True
        # "great A lot of people": nobody ends a sentence before a capital for sure
        sure = word not in PRONOUNS | ARTICLES or cued(text, span[0].start) or joined(text, span[0].start, ends)
        return word != "i" and sure
    if len(span) > 1:
        return True
    if not telling:  # any sentence starts with a capital: "Up was great", but not "It was great"
        subject = word not in PRONOUNS or is_no_pronoun(text, span[0].start, end, word, listed=False)
        return subject and judged(text, end)
    sure = rank == 0 and telling[0] not in ordinary.words
    return sure or _GOES_ON.match(text, end) is not None


def is_a_wish(text: str, span: Sequence[Token]) -> bool:
    """Are these a facet's words rather than a title's? "I like road trips" are, "I saw road trip" and capitals not."""
    if key_of(span) not in vocabulary().terms("en") or in_capitals(span):
        return False
    if span[0].folded in _SET_IN and is_all_that_is_liked(text, span[0].start, span[-1].end):
        return False  # "i like on the road"
    return not experienced(text, span[0].start)


def experienced(text: str, at: int) -> bool:
    """Does a word that speaks of one work ("loved", "have read") stand right before this place?"""
    return _EXPERIENCED.search(text, max(0, at - _CUE_WITHIN), at) is not None


def _stands_alone(text: str, span: Sequence[Token]) -> bool:
    """Is the span a message of its own, or a sentence's subject that is then judged ("toy story 3 was boring")?"""
    before, end = text[: span[0].start], span[-1].end
    if not before.strip() and not text[end:].strip(" .!?\n"):
        return True
    return (starts_clause(text, span[0].start) and judged(text, end)) or ends_subject(text, span[0].start, end)


def in_capitals(span: Sequence[Token]) -> bool:
    """Do the words that carry a title start with a capital or a digit? (Small words inside may not.)"""
    carrying = [t for t in span if t.folded not in SMALL] or span
    return all(raised(t) for t in carrying) and any(t.text[0].isupper() for t in span)


def raised(token: Token) -> bool:
    """Does the word start with a capital or a digit?"""
    return token.text[0].isupper() or token.text[0].isdigit()
