"""Praise or blame that is nobody's opinion: asked for ("is X any good?") or only heard ("I heard X is great").

Pure functions of the words before and behind a title. This file does not know references or catalogues.
"""

from __future__ import annotations

import re

_ANY_GOOD = re.compile(r"\s*any\s+good\b", re.IGNORECASE)
_IN_QUESTION = re.compile(r"\b(?:is|was|are|were|isn't|wasn't)\s+(?:the\s+|any\s+of\s+)?[“\"]?$", re.IGNORECASE)
#: "X, is it funny?"
_INVERTED = re.compile(
    r"[\s,;:-]*(?:(?:but|and|so|or)\s+)?(?:is|was|are|were|isn't|wasn't|does|did|will|would|can)\s+(?:it|that|this|they|there)\b",
    re.IGNORECASE,
)
#: "It's good?"
_SHORT = re.compile(
    r"\s*(?:is|'s|are)?\s*(?:any\s+|also\s+|a\s+)?\w+(?:\s+(?:one|movie|film|book))?\s*$", re.IGNORECASE
)
#: What was only heard of a work, or is hoped, before its title.
_HEARSAY = re.compile(
    r"\b(?:hear|heard|hearing|read|told|says?|said|people\s+think|supposedly|imagine|bet|hope|hoping|guess|wonder|whether|"
    r"if|unless|as\s+long\s+as|curious)\s+(?:me\s+)?(?:that\s+)?(?:the\s+|this\s+|that\s+)?(?:new\s+)?[“\"]?$",
    re.IGNORECASE,
)
_HEARSAY_IN_CHINESE = re.compile(
    r"(?:听说|据说|听人[说讲]|都说|别人说|朋友说|网上说|有人说|[大人]家都?说|传说)[^，。,·]{0,4}$"
)
_EITHER_BEFORE, _EITHER = re.compile(r"还是《?$"), re.compile(r"》?[^，。·]{0,6}还是[§]?")
_HEARSAY_AFTER = re.compile(r"\b(?:i(?:'ve)?\s+heard?|they\s+say|apparently|supposedly)\b", re.IGNORECASE)


def asks(before: str, behind: str, *, marked: bool) -> bool:
    """Do the words around a title ask for an opinion? ``marked``: a question mark ends the sentence."""
    if marked and (_SHORT.match(behind) or _INVERTED.match(behind)):
        return True
    if _EITHER_BEFORE.search(before) or _EITHER.match(behind):
        return True  # 教父好看还是活着好看
    return _IN_QUESTION.search(before) is not None and (marked or _ANY_GOOD.match(behind) is not None)


def is_hearsay(before: str, behind: str) -> bool:
    """Was it only heard or hoped of?"""
    return (
        _HEARSAY.search(before) is not None
        or _HEARSAY_IN_CHINESE.search(before) is not None
        or _HEARSAY_AFTER.search(behind) is not None
    )
