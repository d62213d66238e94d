"""Ways of Chinese to say an opinion other than by a word before or behind the title: rhetorical, taken back.

Pure functions of the words around a title. This file does not know references or catalogues.
"""

from __future__ import annotations

import re

#: Before a title: everybody likes what nobody would turn down (谁会不喜欢).
_RHETORICAL = re.compile(r"(?:谁|哪里?(?:会)?有人|没有?(?:什么)?人|怎么(?:会|可能|能))(?:会|能|可能)?(?:不|没).{0,4}$")
#: A verb in a clause of its own, whose object is the next title (，不喜欢·); § stands where that begins.
TAKES_OBJECT = re.compile(r"\s*我?[^，,·]{0,4}?(?:喜欢|讨厌|爱看|爱读|恨|烦|推荐|爱)(?:看|读|的是)?\s*[《“]?§")
#: Right behind a title: 《活着》我早就看过了, 还没看.
SEEN_BEHIND = re.compile(
    r"[》」』”\"]?\s*(?:我|我们)?(?:都|也|已经|早就|全部?|刚|才|基本)*(?:看过|读过|看完|读完)(?!吗)"
)
UNSEEN_BEHIND = re.compile(r"[》」』”\"]?\s*(?:我|我们)?(?:都|也|还)*(?:没|没有|从没|未)(?:看|读)")
_ALL_BUT = re.compile(
    r"[》」』”\"]?(?:以外|之外|外)?[，,]?\s*(?:我|其他的?|其它的?|别的|其余的?|什么|谁|剩下的?)*(?:都|全|也)"
)
_DISLIKED = re.compile(r"(?:不|没)(?:太|怎么)?(?:喜欢|爱|想看|感兴趣|看得上)|讨厌")
_TAKEN_BACK = re.compile(
    r"[》」』”\"]?[，,。；;\s]*(?:(?:哦|啊|等等|呃|但是?|不过|可|我)?"
    r"(?:不对|不是|说[错反]了?|口误|现在|后来|如今|最近)[，,\s]*)+"
    r"(?:我?(?:是|应该是|已经|又|却|觉得|开始|说的是|想说的?是?)*)\s*"
    r"(?:(?P<bad>(?:不|没)(?:太|怎么|再|那么)?(?:喜欢|爱看?)|讨厌|无感|腻)|(?P<good>喜欢|爱看))"
)


def taken_back(text: str, at: int) -> str:
    """``like`` or ``dislike`` where that is said from ``at`` on in place of what was said before: 不对，是讨厌."""
    match = _TAKEN_BACK.match(text, at)
    return "" if match is None else "dislike" if match["bad"] else "like"


def told_before(window: str, text: str, at: int) -> str:
    """What the words before a title that ends at ``at`` make of it, or nothing.

    ``like`` in 谁会不喜欢它 and 除了它都不喜欢, ``unseen`` in 除了它都看过.
    """
    if _RHETORICAL.search(window):
        return "like"
    match = _ALL_BUT.match(text, at) if window.endswith("除了") else None
    return "" if match is None else "like" if _DISLIKED.match(text, match.end()) else "unseen"


_OF_OTHERS = re.compile(
    r"(?:他|她|他们|她们|老公|老婆|丈夫|妻子|闺女|女儿|儿子|孩子|妈妈?|爸爸?|爸妈|朋友|同学|同事|室友|男友|女友|男朋友|女朋友)"
    r"(?:也|都|已经|早就|刚|昨天|最近)*(?:看|读)(?:过|完|了)"
)


def of_others(text: str) -> bool:
    """Is it somebody else who has seen it (千与千寻我闺女看了十遍)?"""
    return _OF_OTHERS.search(text) is not None
