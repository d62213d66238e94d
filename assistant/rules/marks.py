"""Marks that people give a work ("9/10", "four stars for X"), words behind its title that say it is only known, and
words before it that want nothing like it.

Pure functions of the words before and behind a title. This file does not know references or catalogues.
"""

from __future__ import annotations

import re

#: From which part of the full marks on a work is liked, and up to which it is disliked.
_GOOD_FROM = 0.7
_BAD_UP_TO = 0.45
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_NUMBER = r"(?P<n>\d+(?:[.,]\d+)?|one|two|three|four|five)(?P<half>\s*½|\s+and\s+a\s+half)?"
_MARK = (
    rf"{_NUMBER}\s*(?:(?:/|out\s+of)\s*(?P<of>5|10|100|five|ten)\b|"
    r"-?\s*(?:stars?\b|\*|★|⭐)(?:\s*(?:/|out\s+of|of)\s*(?P<stars>5|10|five|ten))?)"
)
_BETWEEN = (
    r"[\s:=,(–—-]*(?:(?:is|was|gets?|got|deserves?|would\s+be|for\s+me|from\s+me|an?|like|about|around|maybe|solid|easy|"
    r"easily|strong|definitely|i(?:'d|\s+would)?\s+(?:give|rate|say)(?:\s+(?:it|that))?|i\s+gave\s+it|rated)[\s:,]+)*"
)
_BEHIND = re.compile(rf"{_BETWEEN}{_MARK}", re.IGNORECASE)
_BEFORE = re.compile(rf"\b{_MARK}\s+(?:for|to|goes\s+to)\s+(?:the\s+)?[“\"]?$", re.IGNORECASE)
#: "I gave X a 9": out of ten, where it says so by being more than five.
_GIVES = re.compile(r"\b(?:gave|give|giving|rated?|rating)\s+(?:the\s+)?[“\"]?$", re.IGNORECASE)
_GIVEN = re.compile(r"[\s:]*(?:an?\s+)?(?:solid\s+|strong\s+)?(?P<n>[6-9]|10)\b(?!\s*[/%\w])", re.IGNORECASE)

_SMALL = r"(?:(?:just|only|pretty|kind\s+of|kinda|sort\s+of|really|quite|perfectly|totally|mostly|like)\s+)*"
#: Neither praised nor blamed: "X was ok".
_NEITHER = re.compile(
    rf"[”\"]?\s*(?:was|were|wuz)\s+{_SMALL}(?:ok(?:ay|ish)?|o\.k\.|al+\s?right|fine|watchable|passable|bearable)\b"
    r"(?!\s+(?:for|with|to)\b)",
    re.IGNORECASE,
)
#: What it did to somebody, be it good or bad: "X scared me to death".
DID = re.compile(
    rf"[”\"]?\s+{_SMALL}(?:scared|terrified|shocked|haunted|traumati[sz]ed|creeped|freaked|spooked)\s+(?:the\s+\w+\s+out\s+of\s+)?(?:me|us)\b(?:\s+to\s+(?:death|tears|bits))?",
    re.IGNORECASE,
)
_I = r"[”\"]?[\s,]*(?:(?:is|was)\s+one\s+)?(?:that\s+|which\s+)?(?:i|we)"
_DONE = r"(?=\s*(?:$|[.,!;:)\n-]|(?:already|and|but|too|well|before|so|both)\b))"
#: "X I know", "X I've already seen".
_KNOWN = re.compile(
    rf"{_I}(?:'ve|\s+have)?\s+(?:(?:already|also|just|both|all|obviously)\s+)*(?:know|seen|saw|watched|read){_DONE}",
    re.IGNORECASE,
)
#: "I hate romance, except X": X is excepted from what is wished away.
EXCEPT = re.compile(
    r"\b(?:except(?:\s+for)?|apart\s+from|other\s+than|besides|but\s+not)\s+(?:the\s+)?[“\"]?$", re.IGNORECASE
)
#: "I used to love X": it is known, and no more is said of today.
_ONCE = re.compile(
    r"\b(?:i|we)\s+used\s+to\s+(?:really\s+|always\s+)?(?:lov|lik|enjoy|ador|watch|read|be\s+(?:into|obsessed|a\s+(?:\w+\s+)?fan))\w*"
    r"(?:\s+(?:with|of|watching|reading))?\s+(?:the\s+)?[“\"]?$",
    re.IGNORECASE,
)

_NOT_WANTED = (
    r"(?:(?<!why\s)(?<!is\s)(?<!was\s)(?<!are\s)(?<!were\s)(?<!'s\s)\b(?:not|nothing|none|never|no|avoid)|"
    r"\b(?:do|did|would|could)(?:n'?t|\s+not)\s+"
    r"(?:(?:want|need|show|give|recommend|suggest|watch|see|read|like|to|me|us)\b\s*)+)"
    r"(?:\s*\b(?:(?:any|some)(?:thing)?|want|see|watch|read|another|more|films?|movies?|books?|novels?|ones?|stuff|else|exactly)\b)*\s*"
)
_NOT_WANTED_ZH = (
    r"(?:(?<!要)不要|(?<!想)不想[要看]?|(?<![特性级个分区])别|不看|不需要)"
    r"(?:再|看|推荐|给我|来|有|些|点|任何|和|跟|与)*"
)
#: Right before "like it", or 类似的: wanted is nothing of the kind.
AWAY = re.compile(rf"(?:{_NOT_WANTED}|{_NOT_WANTED_ZH})$", re.IGNORECASE)
#: Right before what nothing like it is wanted of: "nothing like X", "I don't want anything like X", 不要像X那样的.
UNLIKE = rf"(?:{_NOT_WANTED}(?:like|similar\s+to)\s+(?:the\s+)?|{_NOT_WANTED_ZH}(?:像|类似于?))[《“\"]?$"


def marked(before: str, behind: str) -> str:
    """``like``, ``dislike`` or, for marks in the middle, ``seen``; empty where none are given."""
    found = _BEHIND.match(behind) or _BEFORE.search(before)
    if found is not None:
        number = _NUMBERS.get(found["n"].lower()) or float(found["n"].replace(",", "."))
        full = (found["of"] or found["stars"] or "five").lower()
        return _verdict((number + (0.5 if found["half"] else 0)) / (_NUMBERS.get(full) or float(full)))
    if _GIVES.search(before) and (given := _GIVEN.match(behind)):
        return _verdict(float(given["n"]) / 10)
    return ""


def is_known(before: str, behind: str) -> bool:
    """Do the words say that a work is known, and neither that it is good nor that it is not?"""
    return any(words.match(behind) for words in (_NEITHER, DID, _KNOWN)) or _ONCE.search(before) is not None


def _verdict(share: float) -> str:
    if share > 1:
        return ""
    return "like" if share >= _GOOD_FROM else "dislike" if share <= _BAD_UP_TO else "seen"
