"""Names in a message that the catalogue does not hold: after a word that takes one, in a list, or as a subject.

A name is told by its capitals, by letters that make no English word, or, where only a work can be meant ("i loved
inception"), by a word that is rare. What names something of the catalogue is found elsewhere (`retrievers.titles`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.reading import Context
from assistant.rules.message import Message, Span
from assistant.rules.polarity import Term
from assistant.rules.references import Reference
from retrievers import spelling
from retrievers.clauses import is_asked_about, is_but_a_work, is_subject, is_whole_object
from retrievers.text import fold

_FEWEST_LETTERS = 4
_CAPITALS = r"[A-Z][\w'-]+(?:\s+(?:(?:de|van|von|da|di|la|le)\s+)?[A-Z][\w'-]+){0,2}"
_NAME = re.compile(
    r"\b(?i:by|with|without|starring|featuring|more|no|from|like|lov(?:e|ed|ing)|liked|enjoy(?:ed)?|ador(?:e|ed)|hat(?:e|ed)|of|say|"
    r"actor|actress|director|author|why\s+not|seen|watched|favou?rite(?:\s+(?:film|movie|book|novel))?\s+(?:is|was))\s+(?:the\s+)?"
    rf"(?P<name>{_CAPITALS}|[a-z][\w-]{{3,}}(?:\s+[a-z][\w-]{{3,}})?)(?=\W|$)"
)
#: Where nothing but a work can stand.
_EXPERIENCED = re.compile(
    r"(?:\b(?:i|we)(?:'ve)?\s+(?:(?:really|just|also|absolutely|have|recently)\s+)*"
    r"(?:loved|liked|enjoyed|adored|hated|disliked|watched|seen|saw)|(?:thing|film|movie|book|one)s?\s+like|similar\s+to)\s+$",
    re.IGNORECASE,
)
#: ``·`` stands where a title was.
_LISTED = re.compile(
    r"(?:·|\w)\s*(?:,\s*(?:and\s+|or\s+)?|\s(?:and|or|&)\s+)(?P<name>[A-Za-z][\w-]{3,})(?=\s*(?:[.,!?\n]|$|\b(?:and|or|but)\b))"
)
#: Somebody's name in Chinese: with a dot in it, or of two or three characters that begin with a common surname.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱郭何林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方"
    "侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戚莫孔汤宁葛倪舒"
)
_NAMED_IN_CHINESE = re.compile(
    rf"(?:^|[，,。！？!?\s]|喜欢|想看|想读|看看?|有没有|推荐|来点|找|和|跟|还有)(?P<name>[\u4e00-\u9fff]{{1,6}}(?:[·•][\u4e00-\u9fff]{{1,6}}?)+|"
    rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?:(?:导演|执导|主演|参演|拍|演|写|唱)(?:过)?的|的[^，,。！？!?的]{{0,4}}?(?:电影|片子|影片|作品|戏|书|小说|喜剧|新片|老片))"
)
#: A word in Latin letters that is all that is liked or was seen: 不喜欢tenet.
_LATIN_IN_CHINESE = re.compile(
    r"(?:喜欢|爱看|讨厌|[看读](?:过|完)了?)\s*(?P<name>[A-Za-z][A-Za-z'-]{3,})(?=\W*$|[，,。！？])"
)
_NO_NAME_IN_CHINESE = re.compile(r"[的了吗很太最分色天人数万何见常便类型]")
_WORD = re.compile(r"[A-Za-z][\w-]{3,}")
_GOES_ON = re.compile(r"\s*(?:,|\band\b|\bor\b|\bbut\b)")
_DRAWN_OUT = re.compile(r"(\w)\1\1")  # "soooo"
_NO_TITLE = re.compile(r"(?:s|ing|ies|ers|ness|ism)$")


def strangers(message: Message, context: Context, found: Sequence[Reference], terms: Sequence[Term]) -> list[Reference]:
    """The names, in order."""
    rest = message.without([*((r.start, r.end) for r in found), *((t.start, t.end) for t in terms)]).plain
    if message.lexicon.code == "zh":
        return [*_in_chinese(message, rest)]
    names: dict[int, Span] = {}
    for start, end in _candidates(rest, message, context):
        names.setdefault(start, (start, end))
    for match in _LISTED.finditer(rest):
        start, end = match.span("name")
        beside = rest[match.start()] == "·" or any(b == match.start() + 1 for _, b in names.values())
        rare = beside and any(b == match.start() + 1 for _, b in names.values()) and _is_rare(rest[start:end])
        if beside and (_is_strange(rest[start:end]) or rare) and not _is_known(rest[start:end], message, context):
            names.setdefault(start, (start, end))
    return [_unknown(rest, start, end) for start, end in sorted(names.values())]


def _in_chinese(message: Message, rest: str) -> Iterator[Reference]:
    """People named as those who made or play in works ("沈腾演的", "宁浩的电影"), whom nobody has found."""
    for match in _NAMED_IN_CHINESE.finditer(message.plain):
        start, end = match.span("name")
        if rest[start:end] == match["name"] and not _NO_NAME_IN_CHINESE.search(match["name"]):
            yield _unknown(rest, start, end)
    for match in _LATIN_IN_CHINESE.finditer(message.plain):
        start, end = match.span("name")
        if rest[start:end] == match["name"] and not message.lexicon.filler.fullmatch(match["name"].lower()):
            yield _unknown(rest, start, end)


def _unknown(rest: str, start: int, end: int) -> Reference:
    return Reference(start=start, end=end, text=rest[start:end], ids=(), how="name")


def _candidates(rest: str, message: Message, context: Context) -> Iterator[Span]:
    for match in _NAME.finditer(rest):
        start, end = match.span("name")
        ends = [end, start + len(rest[start:end].split()[0])]
        for end in dict.fromkeys(ends):
            name = rest[start:end]
            capital = all(word[0].isupper() for word in name.split() if len(word) > 3)
            if _is_known(name, message, context) or not (
                capital or _is_strange(name) or _is_meant(rest, start, end, context)
            ):
                continue
            yield start, end
            break
    for start, end in (match.span() for match in _WORD.finditer(rest)):
        if (
            _is_strange(rest[start:end])
            and any(stands(rest, start, end) for stands in (is_asked_about, is_but_a_work, is_subject))
            and not _is_known(rest[start:end], message, context)
        ):
            yield start, end


def _is_known(name: str, message: Message, context: Context) -> bool:
    """Does the catalogue use one of its words, or do they say nothing, or are they too short?"""
    words = name.split()
    filler = any(message.lexicon.filler.fullmatch(word) for word in words)
    return filler or len(name) < _FEWEST_LETTERS or any(fold(word) in context.catalogue.words for word in words)


def _is_strange(name: str) -> bool:
    """Do the letters make no English word? Nor are they one that is drawn out."""
    plain = all("-" in word or spelling.is_english(word.lower()) for word in name.split())
    return not plain and _DRAWN_OUT.search(name) is None


def _is_rare(name: str) -> bool:
    return not spelling.is_common(name.lower()) and _NO_TITLE.search(name.lower()) is None


def _is_meant(rest: str, start: int, end: int, context: Context) -> bool:
    """Can a rare word be nothing but a title here ("i loved inception")?"""
    whole = is_whole_object(rest, end) or _GOES_ON.match(rest, end) is not None
    works = context.catalogue.of_works and " " not in rest[start:end]
    return (
        works
        and whole
        and _is_rare(rest[start:end])
        and _EXPERIENCED.search(rest[max(0, start - 60) : start]) is not None
    )
