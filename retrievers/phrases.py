"""What is a title in a Chinese message: a known one that its clause supports, and what can be nothing else.

After 喜欢, 看过, 类似 … stands what can be nothing but a title, though no catalogue item's: without it
"我喜欢流浪地球2" would be a wish for the earth. It knows the vocabulary, and no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from retrievers.clauses import starts_sentence
from retrievers.cues import cued
from retrievers.vocabulary import vocabulary

Span = tuple[int, int]

#: Words of opinion; after those of likeness and experience a 的 may follow the title ("类似教父的电影").
_CUE = re.compile(
    r"(?:喜欢|爱)的(?:电影|书|小说|片子|一部)?是|(?P<opinion>喜欢|最爱|爱看|爱读|讨厌|喜爱)(?:看|读)?(?:过|了)?|"
    r"(?:看过|读过|看完|读完|(?<!一)类似于?|(?<![好想图影偶录头不是])像)(?:了)?"
)
#: What a question asks of a title that stands before it, at the start of its clause.
_ASKED = re.compile(
    r"(?:^|[，,。！？!?；;\s])(?P<title>[^\s，,。.！!？?；;：:、《》“”\"]{2,14}?)的?"
    r"(?=会不会|是不是|好不好看|好看吗|怎么样|吓人吗|恐怖吗|适合.{2,6}吗|讲(?:的是|了|的)?什么)"
)
#: What else a question may be about.
_NO_WORK = re.compile(r"大人|小孩|孩子|老人|情侣|朋友|家人|全家|今天|明天|今晚|周末|晚上|天气|都$")
_OF_OPINION = re.compile(r"的")
_PIECE = re.compile(r"[^\s，,。.！!？?；;：:、《》“”\"「」『』()（）…~\u00b7]{1,100}")
_LIST = re.compile(r"和|与|跟|以及|还有|或者|或|及")
_LISTED = re.compile(r"\s*、\s*")
#: Where a title has ended, whatever the words before.
_ENDS = re.compile(
    r"(?:这|那)(?:部|本|样|种|类|个|几|些|两|三)|一样|之类|一类|那样|(?:但|可是|不过|而且|因为|所以|然后|就是).*|"
    r"的?(?:电影|影片|片子|小说|书|作品|电视剧|动画片|故事)?(?:吗|呢|吧|啊|呀|哦|啦|了|嘛)*$|的(?:电影|影片|片子?|小说|书|作品|动画|剧|番)"
)
#: What is said in a sentence about films and in hardly any title, or begins none.
_NO_TITLE = re.compile(
    r"^(?:我|你|您|他|她|它|咱|这|那|哪(?!吒)|谁|什么|怎|某|有|没|不|很|太|更|最|比|被|让|能|会|去|在|和|跟|一[个些点起部本]|几|多|每|"
    r"第.|所有|任何|各|全|看|读|听|吃|玩|打|做|说|睡|上[次面个]|刚|以前|之前|小时候|别人|大家|平时|其实|预告|原著|前)|"
    r"(?:看|读|听|片|剧|戏|类|型|种|遍|次|部|本|点|些|过|的|得|着|感|性|向|风|派|系列|吗|什么)$|"
    r"很|太|更|比较|特别|非常|有点|一点|什么|怎么|觉得|结局|剧情|情节|节奏|主角|女主|男主|演员|导演|画面|音乐|配乐|台词|特效|风格|"
    r"题材|类型|气氛|感觉|东西|时候|推荐|电影|小说|电视|内容|主题|世界观|人物|角色|设定|气质|题目|作者|国家|年代|或许|应该|可以"
)
_SMALL = re.compile(
    r"[的了过也都还老新短长慢快好大小多少高低点些里上中下片书剧看读型类]|\d{4}年?|[一二三四五六七八九十]+"
)
_LONGEST, _FEWEST = 14, 2


_CHINESE_PLACE = re.compile(r"(?:关于|发生在|在|以|去|来自)$")
_CHINESE_LISTED = re.compile(r"(?:喜欢|爱看|爱读|讨厌|[看读]过)[^，,。！!？?；;\s]{2,24}(?:和|与|跟|、)$")
_CHINESE_ASKED = re.compile(
    r"[》」』”\"]?(?:会不会|是不是|好不好看|好看吗|怎么样|讲(?:的是|了|的)?什么|是谁(?:导|拍|写|演)|谁(?:导|拍|写|演)的)"
)
_CHINESE_LIKE = re.compile(r"(?:一样|那样|这样|那种|之类)")


def supported_in_chinese(text: str, start: int, end: int, size: int) -> bool:
    """The same of Chinese letters: two of them are as often a word as a title, and a place may be but a place."""
    if _CHINESE_PLACE.search(text[max(0, start - 4) : start]) or "·" in (text[start - 1 : start], text[end : end + 1]):
        return False  # a place, or a part of somebody's name
    if text[start:end] in vocabulary().terms("zh") and not cued(text, start):
        return False  # 在路上 is where people are before it is a book
    listed = _CHINESE_LISTED.search(text[max(0, start - 30) : start]) is not None
    likened = _CHINESE_LIKE.match(text, end) is not None
    asked = starts_sentence(text, start) and _CHINESE_ASKED.match(text, end) is not None
    return size > 2 or (size == 2 and (listed or cued(text, start) or likened or asked))


def titles_after_cues(text: str) -> Iterator[Span]:
    """Where ``text`` (in simplified characters) names what must be titles, in lists too."""
    for cue in _CUE.finditer(text):
        at, opinion = cue.end(), cue["opinion"] is not None
        while piece := _PIECE.match(text, at):
            for start, end in _parts(text, piece.start(), piece.end()):
                end = _end(text, start, end)
                if not (opinion and _OF_OPINION.match(text, end)) and _is_a_title(text[start:end]):
                    yield start, end
            goes_on = _LISTED.match(text, piece.end())
            if goes_on is None:
                break
            at = goes_on.end()
    for asked in _ASKED.finditer(text):
        if len(asked["title"]) > _FEWEST and not _NO_WORK.search(asked["title"]) and _is_a_title(asked["title"]):
            yield asked.span("title")


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    """The pieces that 和 and its like divide."""
    for joint in _LIST.finditer(text, start, end):
        yield start, joint.start()
        start = joint.end()
    yield start, end


def _end(text: str, start: int, end: int) -> int:
    """Where the title ends within a piece: before 这部, 那样的, 的电影 and particles."""
    found = _ENDS.search(text[start : min(end, start + 2 * _LONGEST)])
    return start + found.start() if found else end


def _is_a_title(words: str) -> bool:
    """Is something left of the words when those of the vocabulary and small ones are taken away?"""
    if not _FEWEST <= len(words) <= _LONGEST or words.isascii() or _NO_TITLE.search(words):
        return False
    return len(_SMALL.sub("", _known_words().sub("", words))) >= _FEWEST


@cache
def _known_words() -> re.Pattern[str]:
    """Any Chinese word of the vocabulary, longer ones first."""
    return re.compile("|".join(map(re.escape, sorted(vocabulary().terms("zh"), key=len, reverse=True))))
