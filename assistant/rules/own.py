"""The columns that are a catalogue's own (*price*, *material*, *weight_g*): how they are named, asked for and let go.

Their numbers are read in `measures`, their values in `terms`. It knows no column of any catalogue, only what columns
are often called and the words that people use for what they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.reading import Context
from assistant.rules.message import Message, Span
from assistant.rules.units import MONEY, UNITS
from retrievers.catalogue import Catalogue
from retrievers.text import fold, has_cjk


@dataclass(frozen=True, kw_only=True, slots=True)
class Concept:
    """What a column is about: ``columns`` are words of its name, ``said`` what people call it, ``asked`` how they ask
    (``ITS``: "is it …").

    ``measures`` is the quantity that its numbers are of, one of `UNITS`, or empty.
    """

    columns: str
    said: str
    asked: str = ""
    measures: str = ""


#: In this order: "how much does it weigh" asks for the weight before "how much" asks for the price.
CONCEPTS = (
    Concept(
        columns="weight mass 重量 净重",
        said=r"weigh(?:ts?|s|ing)?|mass|重量|净重",
        asked=r"\bhow heavy\b|\b(?:how|what)\b.*\bweigh\b|ITS\bheavy\b|多重|重吗|重不重",
        measures="mass",
    ),
    Concept(
        columns="colour color 颜色",
        said=r"colou?rs?|coloured|colored|颜色",
        asked="什么色|啥颜色",
    ),
    Concept(
        columns="material materials fabric 材质 材料",
        said=r"materials?|fabrics?|材质|材料",
        asked=r"\bwhat\b.*\b(?:made|built) (?:of|from|out of)\b|什么(?:材质|材料|做的)",
    ),
    Concept(
        columns="stock availability available 库存",
        said=r"stock|availability|库存|现货",
        asked=r"ITS\b(?:in stock|available|sold out)\b|有现?货吗|卖完了吗",
    ),
    Concept(
        columns="brand maker manufacturer 品牌", said=r"brands?|makers?|manufacturers?|品牌|牌子",
        asked=r"\b(?:what|which) make\b|\bwho makes?\b|哪个(?:品牌|牌子)",
    ),
    Concept(columns="size 尺寸 尺码", said=r"sizes?|尺寸|尺码", asked=r"\bhow (?:big|large)\b|多大", measures="extent"),
    Concept(columns="height 高度", said=r"heights?|high|tall|高度", asked="how (?:high|tall)|多高", measures="extent"),
    Concept(columns="width 宽度", said=r"widths?|wide|宽度", asked=r"\bhow wide\b|多宽", measures="extent"),
    Concept(columns="depth 深度", said=r"depths?|deep|深度", asked=r"\bhow deep\b|多深", measures="extent"),
    Concept(columns="diameter 直径", said=r"diameters?|直径", measures="extent"),
    Concept(columns="capacity volume 容量", said=r"capacit(?:y|ies)|volumes?|容量", measures="volume"),
    Concept(columns="power wattage 功率", said=r"power|wattage|功率", measures="power"),
    Concept(columns="category department 类别 分类", said=r"categor(?:y|ies)|departments?|类别|分类|种类"),
    Concept(
        columns="price cost 价格 价钱 售价 单价",
        said=r"pric(?:e|es|ed|ing)|costs?|costing|budget|价格|价钱|售价|单价|预算",
        asked=r"\bhow much\b|\bwhat (?:do|does|did|would|will)\b.*\bcost\b|ITS\b(?:expensive|pricey|cheap)\b"
        r"|多少钱|什么价|怎么卖|贵吗|贵不贵|便宜吗",
        measures=MONEY,
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Column:
    """An own column. ``names`` is a pattern of the words for it; ``measures`` the quantity of its numbers, or empty.

    ``unit`` is how many of the quantity's own units one of its numbers is, None where its name does not tell; ``ends``
    are its least and greatest numbers, None for a column of words.
    """

    facet: str
    names: str
    asked: str = ""
    measures: str = ""
    unit: float | None = None
    ends: tuple[float, float] | None = None

    @cached_property
    def named(self) -> re.Pattern[str]:
        """Finds the column's name."""
        return re.compile(self.names, re.IGNORECASE)

    @cached_property
    def let_go(self) -> re.Pattern[str]:
        """Finds words that it does not matter."""
        return re.compile(_LET_GO.replace("NAME", self.names), re.IGNORECASE)

    @cached_property
    def questions(self) -> re.Pattern[str]:
        """Finds a question for it."""
        asked = [_ASKED.replace("NAME", self.names), *([self.asked.replace("ITS", _IS_IT)] if self.asked else [])]
        return re.compile("|".join(asked), re.IGNORECASE)


_IS_IT = r"\b(?:is|are) (?:it|that|this|they|these|the \w+(?: one)?)\b[^.?!]*"
_LET_GO = (
    r"\b(?:any|no matter (?:the|which|what)|regardless of(?: the| its)?|never mind(?: about| the)*|whatever(?: the)?"
    r"|(?:do ?n[o']t|do not) (?:care|mind)(?: about)?(?: the| which| what)?|forget(?: about)?(?: the)?)\s+(?:NAME)"
    r"|(?:NAME)\s+(?:(?:really |just )?(?:doesn't|does not|doesnt)(?: really)? matter|(?:is(?:n't| not) important|"
    r"is unimportant|is no (?:object|problem)|is up to you))"
    r"|(?:NAME)(?:都|也|我)?(?:无所谓|都?行|都?可以|不限|随便|不重要|没关系)|(?:不限|不管|不在乎|别管|无所谓)(?:什么)?(?:NAME)"
    r"|(?:什么|任何)(?:NAME)都?(?:行|可以)"
)
_ASKED = (
    r"\b(?:what|which)(?:'s| is| are| was)?\s+(?:the |its |their )?(?:NAME)(?! do you\b)"
    r"|(?:NAME)\s*(?:是|有)?(?:什么|多少|怎么样|如何|呢)|(?:什么|多少|哪种)(?:NAME)"
)


def columns(catalogue: Catalogue) -> tuple[Column, ...]:
    """The own columns of a catalogue; of goods also their categories and brands, which have a facet of their own."""
    ends = catalogue.own_numbers
    own = tuple((facet, ends.get(facet)) for facet in catalogue.own_facets)
    further = () if catalogue.of_works else _BESIDE_OWN
    return _columns(own, tuple(f for f in further if f in catalogue.facets))


#: Facets that a table of goods calls otherwise.
_BESIDE_OWN = ("genre", "people")
_CALLED = {"genre": "category", "people": "brand"}


@lru_cache(maxsize=32)
def _columns(own: tuple[tuple[str, tuple[float, float] | None], ...], further: tuple[str, ...]) -> tuple[Column, ...]:
    words = {facet: _words(facet) for facet, _ in own}
    found: list[Column] = []
    taken: set[str] = set()
    for facet, ends in sorted(own, key=lambda pair: len(words[pair[0]])):  # "price" before "old price"
        name, unit = _without_unit(words[facet])
        concept = _concept(name)
        names = [_as_pattern(name)]
        if concept is not None and concept.said not in taken:
            names.append(_bounded(concept.said))
            taken.add(concept.said)
        measures = unit[0] if unit else concept.measures if concept else ""
        asked = concept.asked if concept and len(names) == 2 else ""
        found.append(Column(facet=facet, names="|".join(names), asked=asked, measures=measures if ends else "",
                            unit=unit[1] if unit else None, ends=ends))  # fmt: skip
    for facet in further:
        concept = _concept((_CALLED[facet],))
        if concept is not None and concept.said not in taken:
            found.append(Column(facet=facet, names=_bounded(concept.said), asked=concept.asked))
    return tuple(found)


def _words(facet: str) -> tuple[str, ...]:
    """``weight_g``, ``WeightInG`` and ``Weight (g)`` → ``("weight", "g")``."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", facet)
    return tuple(word for word in fold(spaced).split() if word not in ("in", "the", "of"))


def _without_unit(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, float] | None]:
    """The words of a name without the unit at its end, and that unit as (quantity, size)."""
    for quantity, units in UNITS.items():
        for spelt, size in units:
            if len(words) > 1 and re.fullmatch(spelt, words[-1], re.IGNORECASE):
                return words[:-1], (quantity, size)
    return words, None


def _concept(words: tuple[str, ...]) -> Concept | None:
    for concept in CONCEPTS:
        known = concept.columns.split()
        if any(word in known or (has_cjk(word) and any(k in word for k in known)) for word in words):
            return concept
    return None


def _as_pattern(words: tuple[str, ...]) -> str:
    return _bounded(r"[\s_-]*".join(map(re.escape, words)) + ("s?" if words and words[-1].isascii() else ""))


def _bounded(pattern: str) -> str:
    """``pattern`` at the borders of Latin words; Chinese ones have none."""
    return rf"(?<![A-Za-z])(?:{pattern})(?![A-Za-z])"


# ---- what a message says of them ------------------------------------------------------------------------------------


def named(message: Message, context: Context) -> tuple[str, ...]:
    """The own columns that the message names, for "forget the price"."""
    return tuple(c.facet for c in columns(context.catalogue) if c.named.search(message.plain))


def let_go(message: Message, context: Context) -> tuple[str, ...]:
    """The own columns of which the message says that they do not matter ("any colour", 颜色无所谓)."""
    return tuple(c.facet for c in columns(context.catalogue) if c.let_go.search(message.plain))


def asked(message: Message, context: Context) -> tuple[str, Span] | None:
    """The own column that the message asks about ("what does it cost?"), and where the question stands."""
    # "how much does it weigh" is asked for before "how much"
    ordered = sorted(columns(context.catalogue), key=lambda column: column.measures == MONEY)
    found = ((c.facet, c.questions.search(message.plain)) for c in ordered if not c.let_go.search(message.plain))
    return next(((facet, match.span()) for facet, match in found if match), None)


def beside(column: Column, text: str, start: int, end: int) -> Span | None:
    """The name of the column right before or after ``text[start:end]`` ("colour white", "white in colour")."""
    for match in column.named.finditer(text, max(0, start - _NEAR), min(len(text), end + _NEAR)):
        if match.end() <= start and _JOINT.fullmatch(text, match.end(), start):
            return match.span()
        if match.start() >= end and _JOINT.fullmatch(text, end, match.start()):
            return match.span()
    return None


_NEAR = 30  # characters
_JOINT = re.compile(r"\s*(?:is|are|of|in|be|should be|for|at|:|=|：|是|为|在|要|的)?\s*", re.IGNORECASE)


def spans(message: Message, context: Context) -> Iterator[Span]:
    """Where own columns are named or let go: words that need not be searched for."""
    for column in columns(context.catalogue):
        for pattern in (column.named, column.let_go):
            yield from (match.span() for match in pattern.finditer(message.plain))
