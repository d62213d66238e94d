"""How claims are said in Chinese: patterns, the check of each, and the words that claim nothing."""

from __future__ import annotations

from assistant.claims import checks
from assistant.claims.marking import ITSELF, OTHERS, PEOPLE
from assistant.claims.patterns import Claim, pattern

_CROWD = r"(?:模拟用户|模拟的人|用户|观众|读者|影迷|人)"
_COUNT = r"(?:(?P<raters>\d+)\s*(?:位|名|个)?)?"
_SHARE = r"(?:有)?\s*(?P<share>\d+)\s*%"
_LIKED_IT = rf"(?:也|都|同样)?喜欢(?:了)?(?:它|这部电影|这部片子|这部|这本书|这本|这个|{ITSELF})?"

#: Tried in this order; what one matches is taken out of the clause. Every check must hold.
CLAIMS: tuple[Claim, ...] = (
    (
        pattern(
            rf"""(?:在)?(?:喜欢|喜爱|爱看){OTHERS}的{_COUNT}{_CROWD}(?:中|里|当中)?[，,]?\s*{_SHARE}\s*
            (?:的人|的)?{_LIKED_IT}"""
        ),
        checks.people_like_you,
    ),
    (pattern(rf"(?:喜欢|喜爱|爱看){OTHERS}的{_CROWD}(?:中|里)?[，,]?{_LIKED_IT}"), checks.people_like_you),
    (pattern(rf"(?:有|受到)?\s*(?P<raters>\d+)\s*(?:位|名|个)?{_CROWD}{_LIKED_IT}"), checks.acclaimed),
    (
        pattern(
            r"""平均(?:评分|得分|分)?(?:为|是|有)?\s*(?P<mean>\d+(?:\.\d+)?)\s*分?
            (?:[（(，,]?满分(?:是|为)?\s*(?P<high>\d+)\s*分?[）)]?)?"""
        ),
        checks.acclaimed,
    ),
    (pattern(r"很多人喜欢|广受喜爱"), checks.acclaimed),
    (pattern(rf"你(?:也|说)?(?:喜欢|喜爱|提到)(?:过)?(?:的)?{OTHERS}"), checks.you_liked),
    (pattern(r"(?P<year>\d{4})\s*年(?:的|上映|出版|拍摄|出品|推出)*"), checks.year),
    (pattern(r"[（(]\s*(?P<year>\d{4})\s*[）)]"), checks.year),
    (
        pattern(r"(?:片长|时长|全长|篇幅|长|共有?|有)?(?:是|为)?\s*(?P<length>\d+)\s*(?P<unit>分钟|页)(?:长)?"),
        checks.length,
    ),
    (pattern(r"(?:不到|不足|少于)\s*(?P<limit>\d+|一|两|三)个?\s*(?P<unit>小时|分钟|页)"), checks.below),
    (pattern(rf"(?:由)?{PEOPLE}(?:导演|执导)的?"), checks.role("director")),
    (pattern(rf"导演(?:是|为|：)?{PEOPLE}"), checks.role("director")),
    (pattern(rf"(?:由)?{PEOPLE}(?:所著|所写|写|著|创作)的?"), checks.role("author")),
    (pattern(rf"作者(?:是|为|：)?{PEOPLE}"), checks.role("author")),
    (pattern(rf"(?:由)?{PEOPLE}(?:等)?(?:主演|出演)的?"), checks.role("cast")),
    (pattern(rf"主演(?:有|是|包括|：)?{PEOPLE}"), checks.role("cast")),
    (pattern(rf"有{PEOPLE}参与"), checks.role("cast", "director", "author")),
)
LIKENESS = (
    pattern(rf"(?:和|与|跟|同){OTHERS}(?:一样|相近|相似|类似|同样|同属|同为)"),
    pattern(rf"(?:像|类似于?){OTHERS}(?:那样|一样)?"),
)
#: Words of likeness, which say nothing true where no other item is named.
ALIKE = pattern(r"同样|一样|同为|同属")
#: "You asked for": what stands behind it, or else before it, was asked for.
WISH = pattern(
    r"""[，,]?(?:(?:符合|满足|正合)你(?:的)?(?:要求|期待|愿望)|(?:正是|就是|也是|都是|是)?你(?:说)?
    (?:想要|要|想看|想读|要求|想找|喜欢)(?:的)?(?:那种)?|如你所(?:愿|说))"""
)
CONTRAST = pattern(r"不过|但|而|虽然|尽管")
DENIES = pattern(r"不(?!过)|没|无|非|别|未")
COMPARES = pattern(r"更|最|比|超过|第一|唯一|所有|总是|从未|很多|都(?!是)")
BREAKS = pattern(r"[；;]")
_NEUTRAL_WORDS = """
    推荐 介绍 这部 这本 这是 一部 一本 一个 部 本 它 是 的 了 和 与 及 也 在 有 中 其 兼 而 这 带有 带着 充满 讲述
    关于 涉及 题材 类型 气氛 风格 元素 主题 作品 来自 出自 属于 系列 语言 为 简介 相近 同样 因此 所以 因为 不过 但
    虽然 尽管 还 符合 你 可以 看看 读读 试试 适合 片 感 这个 故事 又 于 既 正是
"""
NEUTRAL = frozenset(_NEUTRAL_WORDS.split())
