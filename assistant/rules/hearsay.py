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
#: "My sister said I'd like X", "everyone keeps telling me to watch X".
_NOT_I = r"(?!(?:i|we|you|i've|we've|i'd|i'll|would|could|can|will|do|did|also|highly|definitely|really|just|to)\b)"
_WHO = (
    r"(?:he|she|they|people|some(?:one|body)|every(?:one|body)|many|most|critics|reviewers|friends|colleagues|reddit|imdb|"
    rf"(?:my|our|her|his|your|a|an|the|one\s+of\s+my|some|several|all|lots\s+of)(?:\s+{_NOT_I}[\w']+){{1,4}}?)"
)
_OFTEN = (
    r"(?:(?:has|have|had|is|are|was|were|just|once|always|also|really|keeps?|kept|all|both|even|actually|been)\s+)*"
)
_SAYS = (
    r"(?:told|tells?|telling|says?|said|saying|swears?|swore|insists?|insisted|claims?|claimed|"
    r"promised|mention(?:s|ed)|suggest(?:s|ed)?|recommend(?:s|ed|ing)?|rav(?:es?|ed|ing)|talk(?:s|ed|ing)?|"
    r"go(?:es|ing)?\s+on|wants?\s+(?:me|us)|wanted\s+(?:me|us))"
)
_TO_ME = r"(?:\s+(?:to\s+)?(?:me|us|everyone))?"
_I_WOULD = r"(?:i|we)(?:'d|'ll|\s+(?:would|should|will|might|must|may|need|have|had|ought|gotta))?"
_DO = (
    rf"(?:(?:\s+{_I_WOULD})?(?:\s+(?:really|probably|definitely|totally|absolutely|just|maybe|also|to))*"
    r"\s+(?:like|love|enjoy|adore|watch|see|read|try|check\s+out|give)|\s+(?:watch|read|see)ing)"
)
#: "The film called", and another title that goes before.
_WORK = (
    r"(?:\s+(?:a|the|this|that|new|old|film|movie|book|novel|called))*"
    r"(?:\s+[\w',:-]+(?:\s[\w',:-]+){0,4}\s+and)?\s*[“\"]?$"
)
_OTHERS = re.compile(
    rf"(?:\b{_WHO}\s+{_OFTEN}{_SAYS}{_TO_ME}(?:\s+about)?(?:\s+that)?{_DO}?|"
    rf"\b(?:film|movie|book|one)\s+(?:that\s+)?{_WHO}\s+{_OFTEN}{_SAYS}{_TO_ME}\s+(?:is|was|were)|"
    rf"\b{_WHO}\s+{_OFTEN}(?:thinks?|thought|believes?|reckons?)(?:\s+that)?{_DO}|"
    r"\b(?:heard|hear|hearing)(?:\s+from\s+\w+(?:\s\w+)?)?(?:\s+that|\s+(?:\w+\s+){1,4}about)?|"
    rf"\b(?:been|being|was|were|got|get|i'm)\s+(?:told|recommended|advised)(?:\s+by(?:\s+\w+){{1,3}}?)?(?:\s+that)?{_DO}?|"
    rf"\b(?:apparently|supposedly|reportedly|allegedly|word\s+is|rumou?r\s+has\s+it)[\s,]*(?:that)?){_WORK}",
    re.IGNORECASE,
)
_OTHERS_AFTER = re.compile(
    r"[”\"]?[\s,]+(?:(?:which|that)\s+)?(?:(?:is|was|has\s+been|came|comes|got|gets)\s+(?:\w+ly\s+)?"
    r"(?:recommended|suggested|said\s+to|supposed\s+to|meant\s+to\s+be|rumou?red)\b|"
    r"(?:(?:is|was|are)\s+)?(?:apparently|supposedly|reportedly)\b|i(?:'ve)?\s+hear|i'm\s+told|(?:they|people)\s+say\b)",
    re.IGNORECASE,
)
_CHINESE_WHO = (
    r"(?:有人|别人|人家|大家|[他她]|网友|网上|同事|同学|朋友|老公|老婆|妻子|丈夫|老师|室友|闺蜜|家里?人|孩子|儿子|女儿|"
    r"[男女](?:朋)?友|[妈爸姐妹哥弟爷奶]{1,2}|豆瓣上?)们?"
)
_CHINESE_OTHERS = re.compile(
    rf"(?:听说|据说|听人家?[说讲]|传说|被[^，。]{{0,4}}(?:安利|种草|推荐)|{_CHINESE_WHO}(?:都|一直|总是?|老是?|也|刚才?|最近|昨天|还|跟我|和我|对我|给我|向我)*"
    r"(?:说|讲|推荐|安利|建议|介绍|吹|夸|提到|[叫让劝](?=我)))"
    r"(?:了|过|我|给|一下|去|应该|可能|一定|肯定|会|要|喜欢|爱|看|读|[这那一]部|电影|小说|叫|的|是)*[，,]?\s*[《“\"]?$"
)
_CHINESE_OTHERS_AFTER = re.compile(
    rf"[》”\"]?[，,]?(?:听说|据说|(?:大家)?都说|是?{_CHINESE_WHO}(?:给我|向我|跟我)?(?:说|推荐|安利|介绍))"
)
#: Asked of the assistant with it; what it can say is what the work is.
YOUR_VIEW = re.compile(
    r"\bwhat\s+do\s+you\s+(?:think|say|reckon)(?:\s+(?:of|about)\s+(?:it|that))?|\b(?:your|any)\s+(?:thoughts?|opinion)|"
    r"\bshould\s+i\s+(?:watch|see|read|try)\s+(?:it|that)|(?:你)?(?:觉得|认为)(?:呢|怎么样|如何)|(?:我)?(?:要|该|应该)(?:不要)?(?:去)?看吗",
    re.IGNORECASE,
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


def told_by_others(before: str, behind: str) -> bool:
    """Is it only told what others say of it, or that they would have one see it?"""
    patterns = ((_OTHERS.search, before), (_CHINESE_OTHERS.search, before),
                (_OTHERS_AFTER.match, behind), (_CHINESE_OTHERS_AFTER.match, behind))  # fmt: skip
    return any(finds(text.replace("’", "'")) is not None for finds, text in patterns)


def is_hearsay(before: str, behind: str) -> bool:
    """Was it only heard or hoped of?"""
    return told_by_others(before, behind) or (
        _HEARSAY.search(before) is not None
        or _HEARSAY_IN_CHINESE.search(before) is not None
        or _HEARSAY_AFTER.search(behind) is not None
    )
