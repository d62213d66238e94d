"""Where in a clause some words stand: its whole object ("i didn't like up"), its subject ("the kid was great").

There a title that is an ordinary word can be nothing but a title. Pure functions of a message, in which
``·`` may stand for what was read already; knows no catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: "Heat (1995)", "Solaris from 1972", "True Grit, the 2010 one", "Psycho, the remake from 1998".
YEAR_AFTER = re.compile(
    r"[》」』”\"]?\s*[,(（]?\s*(?:the\s+)?(?:(?:one|remake|original|version|film|movie|book|novel)\s+)?(?:from|of)?\s*"
    r"((?:18|19|20)\d\d)(?!\d|'?s\b)(?:\s*年版?)?\s*[)）]?(?:\s+(?:one|remake|original|version|film|movie|book|novel)\b)?"
)


def word_list(words: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(words.split())


#: Where a pronoun stands when something is done to it: never before "was", so that "us was great" is a title.
OBJECTS = word_list("us her him them me")
#: Words for a place, a time, a size or a move: nobody likes or hates one as such.
UNLIKABLE = word_list("up down off out over under before after through into about once if when where why how big go")
#: After an article they are what people talk about when they talk of a work: "the ending was great".
_TALKED_OF = word_list(
    "film films movie movies book books novel novels story stories one ones other others first second third last next "
    "end ending music game play best rest thing things"
)
#: What is said of a title right after it, and hardly of anything else at the start of a sentence.
_JUDGED = re.compile(
    r"\s+(?:(?:is|was|are|were)(?:n['’]?t|\s+not)?\s+(?:both\s+)?"
    r"(?:(?:not|so|really|very|quite|pretty|just|too|also|still|always|such|absolutely|kind of|a|an)\s+)*"
    r"(?:great|good|amazing|awesome|brilliant|fantastic|wonderful|excellent|perfect|beautiful|lovely|fun|funny|"
    r"hilarious|moving|touching|ok|okay|fine|bad|terrible|awful|boring|dull|overrated|underrated|masterpiece|classic|"
    r"scary|sad|better|worse|(?:my )?favou?rites?|one of (?:my|the)|for me)|"
    r"bored me|blew me away|put me to sleep|made me (?:cry|laugh)|sucked|sucks)\b",
    re.IGNORECASE,
)
_OF_ONE = re.compile(r"\s+(?:is|was)\b", re.IGNORECASE)
_OF_SEVERAL = re.compile(r"\s+(?:are|were)\b", re.IGNORECASE)
_ONE_AND = re.compile(r"(?:^|[.!?\n]\s*)(?:[\w'’-]+[\s,]+){1,6}?and\s+$", re.IGNORECASE)
_STARTS = re.compile(r"(?:^|[.!?。！？\n]\s*|[\"“«]\s*)$")
#: What people say before they say what they think, or have heard: "on second thought, up wasn't good".
_OPENS = re.compile(
    r"(?:^|[.!?\n]\s*)(?:(?:no|yes|well|wait|hm+|oh|ok|okay|so|but|actually|honestly|sorry|hi|hello|hey|apparently|supposedly|"
    r"on second thoughts?|i(?:['’]ve)? changed my mind|good (?:morning|evening))[\s,.:!]+)*+"
    r"(?:(?:(?:i(?:['’]ve)?\s+)?heard?|(?:[a-z]+\s+){1,3}(?:says?|said|told\s+(?:me|us)|tells\s+(?:me|us)))(?:\s+that)?[\s,:]+)?$",
    re.IGNORECASE,
)
#: What ends a clause behind its object.
_WHOLE = re.compile(
    r"\s*(?:[.,!?;)]|$)|\s+(?:a lot|at all|very much|so much|too|as well|(?:but|and) (?:i|not|hated|loved|didn)\b)",
    re.IGNORECASE,
)
_VERY = r"(?:\s+(?:really|always|also|just|absolutely|quite|so|do|did|have|['’]ve|honestly|actually|totally|truly))*"
#: "I loved", "i didn't like": the speaker's own opinion, right before its object.
_MY_OPINION = re.compile(
    rf"\bi(?:['’]ve)?{_VERY}\s+(?:lik|lov|enjoy|ador|hat|dislik|loath|detest)ed\s+$"
    rf"|\bi{_VERY}\s+(?:didn['’]?t|did not|did)(?:\s+\w+)?\s+(?:like|love|enjoy)\s+$"
    r"|\b(?:can['’]?t|cannot|couldn['’]?t|could\s+not)\s+stand\s+$|\bfan\s+of\s+$",
    re.IGNORECASE,
)
#: The same of anybody, and of a taste as well: only what is liked tells whether it is a title.
_LIKING = re.compile(
    r"\b(?:(?:lik|lov|enjoy|ador|hat|dislik|loath|detest)(?:e|ed|es|s|ing)?|(?:fan|fond|vein|spirit|style)\s+of|stand|"
    r"similar\s+to|reminds?\s+me\s+of|than|(?:what|how)\s+about|watch(?:ing)?|check(?:ing)?\s+out|saw|seen|"
    r"the\s+(?:movie|film|book|novel))\s+(?:the\s+|both\s+)?$",
    re.IGNORECASE,
)
_WORK_LIKE = re.compile(
    r"\b(?:something|anything|films?|movies?|books?|novels?|ones?|more|similar)\s+(?:like|to)\s+$", re.IGNORECASE
)
_LOOKS_BACK = 80
_QUESTION = r"(?:^|[.!?,\n]\s*)(?:(?:and|so|but|ok|okay|hey|well)[\s,]+)*"
#: "is ... sad", "how long is ...", "who directed ...", "tell me about ...": what stands there is asked about.
_ASKS = re.compile(
    rf"{_QUESTION}(?:(?:is|was)(?:n['’]?t)?|how\s+\w+\s+(?:is|was)|"
    r"who(?:['’]?s|\s+is|\s+was)?\s+(?:directed|directs|wrote|made|starred|stars|plays|acts|in|the\s+(?:director|author)\s+of)(?:\s+in)?|"
    r"(?:what|which)\s+year\s+(?:is|was|did)|(?:when|where)\s+(?:is|was|did)|"
    r"(?:can|could|please)?\s*(?:you\s+)?tell\s+(?:me|us)\s+(?:more\s+|something\s+)?about|"
    r"(?:do|does|did)\s+(?:any(?:one|body)|everyone|(?:the|an?|any|all)\s+\w+)\s+(?:die|dies|live|survive)\s+in|"
    r"(?:what(?:['’]?s|\s+is|\s+was)\s+)?(?:the\s+)?"
    r"(?:rating|plot|story|ending|cast|director|author|length|runtime|year|genre)\s+(?:of|to|in))\s+$",
    re.IGNORECASE,
)
_WHAT_IS = re.compile(rf"{_QUESTION}what(?:['’]?s|\s+is|\s+was)\s+$", re.IGNORECASE)
#: "what is ... about": without it, only a question mark tells that a work is asked about.
_ABOUT = re.compile(r"\s+(?:all\s+)?(?:about|like|rated)\b", re.IGNORECASE)
_ASKED = re.compile(r"(?!\s+(?:to|of|on|that|where)\s+\w)(?:\s+[\w'’·-]+){0,5}\s*(?P<sign>[?.!\n]|$)", re.IGNORECASE)


def starts_sentence(text: str, at: int) -> bool:
    """Does a sentence start here?"""
    return _STARTS.search(text, max(0, at - 5), at) is not None


def starts_clause(text: str, at: int) -> bool:
    """The same, or behind words such as "no wait,"."""
    return starts_sentence(text, at) or _OPENS.search(text, max(0, at - _LOOKS_BACK), at) is not None


def ends_subject(text: str, start: int, end: int) -> bool:
    """Are these words the last of several that a verdict is passed on: "1917 and the counterfeiters are great"?"""
    before = _ONE_AND.search(text, max(0, start - _LOOKS_BACK), start)
    return before is not None and _OF_SEVERAL.match(text, end) is not None and judged(text, end)


def judged(text: str, end: int) -> bool:
    """Is a verdict passed on what ends here: "was great", "bored me"?"""
    return _JUDGED.match(text, end) is not None


def is_whole_object(text: str, end: int) -> bool:
    """Does the clause end where these words do, but for "a lot" and its like?"""
    return _WHOLE.match(text, end) is not None


def is_no_pronoun(text: str, start: int, end: int, word: str, *, listed: bool) -> bool:
    """Can "us", "her", "them" only be a title here: "her was awful", "i loved us", "i liked heat and her"?"""
    if word not in OBJECTS:
        return False
    if starts_clause(text, start) and _OF_ONE.match(text, end) and judged(text, end):
        return True
    if not is_whole_object(text, end):
        return False
    return listed or (word == "us" and _MY_OPINION.search(text, max(0, start - _LOOKS_BACK), start) is not None)


def is_all_that_is_liked(text: str, start: int, end: int) -> bool:
    """Are these words the whole object of a liking or its opposite: "i like hero", "i can't stand the ring at all"?"""
    return _WHOLE.match(text, end) is not None and _LIKING.search(text, max(0, start - _LOOKS_BACK), start) is not None


def is_likened_to(text: str, start: int) -> bool:
    """Does what stands here tell what a work is to be like: "something like jaws"?"""
    return _WORK_LIKE.search(text, max(0, start - _LOOKS_BACK), start) is not None


def is_asked_about(text: str, start: int, end: int) -> bool:
    """Are these words what a question is about: "is bambi sad?", "who directed jaws?"?"""
    asked = _ASKED.match(text, end)
    if asked is None:
        return False
    if _WHAT_IS.search(text, max(0, start - _LOOKS_BACK), start):
        return _ABOUT.match(text, end) is not None or asked["sign"] == "?"
    return _ASKS.search(text, max(0, start - _LOOKS_BACK), start) is not None


def is_no_place(text: str, start: int, end: int, word: str) -> bool:
    """Can "up" or "big" only be a title here: "i didn't like up", "big was awful"?"""
    if word not in UNLIKABLE:
        return False
    return is_all_that_is_liked(text, start, end) or (starts_clause(text, start) and judged(text, end))


def said_of_all(words: Sequence[str]) -> bool:
    """Do these speak of something that every work has, or of any work: "the ending", "this one"?"""
    return words[-1] in _TALKED_OF


def is_subject(text: str, start: int, end: int) -> bool:
    """Do these words stand as a subject, and does a verdict follow: "the kid was great", "tell-all bored me"?"""
    return starts_clause(text, start) and judged(text, end)


def is_but_a_work(text: str, start: int, end: int) -> bool:
    """Can nothing but a work stand here: "do you have coco?", "couldn't finish dune"?"""
    before = _OF_A_WORK.search(text, max(0, start - _LOOKS_BACK), start)
    return before is not None and _NO_MORE.match(text, end) is not None


_OF_A_WORK = re.compile(
    r"\b(?:(?:do|did)\s+you\s+(?:have|know)|(?:have\s+)?you\s+got|(?:could\s*n['’]?t|could\s+not|never|did\s*n['’]?t(?:\s+even)?)\s+finish(?:ed)?)"
    r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NO_MORE = re.compile(r"\s*(?:[?.!,;\n]|$)")
