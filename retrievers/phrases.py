"""What is a title in a Chinese message: a known one that its clause supports, and what can be nothing else.

After 喜欢, 看过, 类似 … stands what can be nothing but a title, though no catalogue item's: without it
"我喜欢流浪地球2" would be a wish for the earth. It knows the vocabulary, and no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from retrievers.clauses import starts_sentence
from retrievers.cues import cued
from retrievers.vocabulary import vocabulary

Span = tuple[int, int]

#: Words of opinion; after those of likeness and experience a 的 may follow the title ("类似教父的电影").
_CUE = re.compile(
    r"最?(?:喜欢|爱)的(?:电影|书|小说|片子|[一两二三四五几][部本个])*(?:是|有)|(?P<opinion>喜欢|最爱|爱看|爱读|讨厌|喜爱)(?:看|读)?(?:过|了)?|"
    r"(?:看过|读过|看完|读完|(?<!一)类似于?|(?<![好想图影偶录头不是])像)(?:了)?"
)
#: What a question asks of a title that stands before it, at the start of its clause.
_ASKED = re.compile(
    r"(?:^|[，,。！？!?；;\s])(?P<title>[^\s，,。.！!？?；;：:、《》“”\"]{2,14}?)的?(?<!还)"
    r"(?=有吗|有没有\W*$|会不会|是不是|好不好看|好看吗|怎么样|吓人吗|恐怖吗|适合.{2,6}吗|讲(?:的是|了|的)?什么)"
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
_FEWEST_TO_CORRECT = 4
_NUMBERS = "一二三四五六七八九十0123456789上下前后"  # another part of a series is no slip


_CHINESE_PLACE = re.compile(r"(?:关于|发生在|在|以|去|来自)$")
_CHINESE_LISTED = re.compile(r"(?:喜欢|爱看|爱读|讨厌|[看读]过)[^，,。！!？?；;\s]{2,24}(?:和|与|跟|、)$")
_CHINESE_ASKED = re.compile(
    r"[》」』”\"]?(?:会不会|是不是|好不好看|好看吗|怎么样|讲(?:的是|了|的)?什么|是谁(?:导|拍|写|演)|谁(?:导|拍|写|演)的)"
)
#: What a title is the object of, where its clause ends with it: 忘掉教父, 不要三体.
_CHINESE_OBJECT = re.compile(
    r"(?:忘[掉记了]|删[掉除了]|去掉|别管|不要|别推荐|别提|不想看|不想读|除了|把|换成|是|比较)$"
)
_CHINESE_ENDS = re.compile(
    r"》?(?:给?(?:删|去掉|忘|拿掉|划掉)|[了吧呢啊的吗嘛]*\s*(?:[，,、。！？!?；;]|$)|和|或|还是|之外|以外|外)"
)
#: Where a title may stand that is the subject of what is said of it.
_CHINESE_SUBJECT = re.compile(r"(?:^|[，,、。！？!?；;\s]|觉得|其实|但是?|不过|可是|[看读]完了?|[和与跟])$")
_CHINESE_SAID = re.compile(
    r"》?(?:[这那][部本个])?(?:我们?)?(?:都|也|已经|早就?|刚|全|倒|还|就|其实)*(?:觉得|[看读](?:过|完|了|睡|不|哭|得)|没[看读意劲]|不错|"
    r"不行|不好|不(?:太|怎么|是很)?喜欢|喜欢|讨厌|超爱|好看|难看|太|很|真|超|挺|有点|被|一般|无聊|行|可以|值得|好[的吗]|就算了|怎么样|讲|结局|"
    r"[^，,。]{1,8}[吗么]\W*$|(?P<asked>[\u4e00-\u9fff])不(?P=asked))"
)
#: Titles that are words of any sentence first of all.
_NO_TITLE_BY_ITSELF = frozenset(
    (
        "我们",
        "老子",
        "一天",
        "一周",
        "一一",
        "早安",
        "曾经",
        "小姐",
        "等待",
        "长大",
        "情人",
        "大地",
        "本能",
        "控制",
        "沉默",
        "回归",
    )
)
_CHINESE_LIKE = re.compile(r"(?:一样|那样|这样|那种|之类)")


def supported_in_chinese(text: str, start: int, end: int, size: int) -> bool:
    """The same of Chinese letters: two of them are as often a word as a title, and a place may be but a place."""
    if _CHINESE_PLACE.search(text[max(0, start - 4) : start]) or "·" in (text[start - 1 : start], text[end : end + 1]):
        return False  # a place, or a part of somebody's name
    if text[start:end] in vocabulary().terms("zh") and not cued(text, start):
        return False  # 在路上 is where people are before it is a book
    if size == 2 and text[start:end] not in _NO_TITLE_BY_ITSELF and _stands_for_itself(text, start, end):
        return True
    listed = _CHINESE_LISTED.search(text[max(0, start - 30) : start]) is not None
    likened = _CHINESE_LIKE.match(text, end) is not None
    asked = starts_sentence(text, start) and _CHINESE_ASKED.match(text, end) is not None
    return size > 2 or (size == 2 and (listed or cued(text, start) or likened or asked))


def _stands_for_itself(text: str, start: int, end: int) -> bool:
    """Is it all that is said (三体, 色戒呢), what something is said of (教父很闷), or what is forgotten or wanted?"""
    ends = _CHINESE_ENDS.match(text, end) is not None
    subject = _CHINESE_SUBJECT.search(text[max(0, start - 6) : start]) is not None
    wanted = ends and _CHINESE_OBJECT.search(text[max(0, start - 6) : start]) is not None
    return wanted or (subject and (ends or _CHINESE_SAID.match(text, end) is not None))


def misprinted(text: str, gaps: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Where ``text`` (in simplified characters) writes a title with one wrong character, and how it is written.

    ``gaps`` are the titles by their letters with one left out, as `with_a_gap` gives them. Four letters must be all
    that is said, liked or judged, and a word of the vocabulary that the title lacks is no slip.
    """
    taken = 0
    for start in range(len(text) if gaps else 0):
        for size in range(min(_LONGEST, len(text) - start), _FEWEST_TO_CORRECT - 1, -1):
            words, end = text[start : start + size], start + size
            title = next((gaps[key] for at in range(size) if (key := f"{words[:at]}?{words[at + 1 :]}") in gaps), "")
            if title == words:
                taken = end
            if title in ("", words) or start < taken or not _PIECE.fullmatch(words):
                continue
            new = [word for word in _known_words().findall(words) if len(word) > 1 and word not in title]
            wrong = next(a for a, b in zip(words, title, strict=True) if a != b)
            alone = cued(text, start) or _CHINESE_SUBJECT.search(text[max(0, start - 6) : start])
            ends = _CHINESE_ENDS.match(text, end) or _CHINESE_SAID.match(text, end)
            if not new and wrong not in _NUMBERS and (size > _FEWEST_TO_CORRECT or (alone and ends)):
                yield start, end, title
                taken = end
                break


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
