"""How claims are said in English: patterns, the check of each, and the words that claim nothing."""

from __future__ import annotations

from assistant.claims import checks
from assistant.claims.marking import A_VALUE, ITSELF, OTHERS, PEOPLE
from assistant.claims.patterns import Claim, pattern

_LIKED = r"(?:liked|loved|enjoyed|like|love|enjoy)"
_CROWD = r"(?:simulated\s+)?(?:people|viewers|readers|users|fans|others)"
_OF = r"(?:of|among|out\s+of)\s+(?:the\s+|those\s+|all\s+)?(?:(?P<raters>\d+)\s+)?"
_SHARE = r"(?P<share>\d+)\s*(?:%|percent|per\s+cent)"
_LIKED_IT = rf"\s*,?\s*(?:also\s+)?{_LIKED}\s+(?:this\s+one|this\s+{A_VALUE}|it|this|{ITSELF})(?:\s+(?:too|as\s+well))?"
_RATING = r"(?P<mean>\d+(?:\.\d+)?)"
_OUT_OF = r"\s*(?:out\s+of|/)\s*(?P<high>\d+)"
_SAID = r"(?:also\s+|already\s+|have\s+|said\s+you\s+|told\s+me\s+you\s+)*"

#: Tried in this order; what one matches is taken out of the clause. Every check must hold.
CLAIMS: tuple[Claim, ...] = (
    (pattern(rf"{_SHARE}\s+{_OF}{_CROWD}\s+who\s+{_LIKED}\s+{OTHERS}{_LIKED_IT}"), checks.people_like_you),
    (pattern(rf"{_OF}{_CROWD}\s+who\s+{_LIKED}\s+{OTHERS}\s*,?\s*{_SHARE}{_LIKED_IT}"), checks.people_like_you),
    (pattern(rf"{_CROWD}\s+who\s+{_LIKED}\s+{OTHERS}{_LIKED_IT}"), checks.people_like_you),
    (pattern(rf"{_SHARE}\s+of\s+(?:the\s+)?(?:simulated\s+)?fans\s+of\s+{OTHERS}{_LIKED_IT}"), checks.people_like_you),
    (pattern(rf"(?:is\s+|was\s+|been\s+)?liked\s+by\s+(?P<raters>\d+)\s+{_CROWD}(?:\s+here)?"), checks.acclaimed),
    (pattern(rf"(?P<raters>\d+)\s+{_CROWD}\s+(?:have\s+)?{_LIKED_IT}"), checks.acclaimed),
    (pattern(rf"(?:mean|average)\s+rating\s+(?:of\s+|is\s+)?{_RATING}(?:{_OUT_OF})?"), checks.acclaimed),
    (pattern(rf"(?:is\s+|was\s+)?rated\s+{_RATING}{_OUT_OF}(?:\s+on\s+average)?"), checks.acclaimed),
    (pattern(r"widely\s+liked|well[\s-]liked|popular"), checks.acclaimed),
    (pattern(rf"you\s+{_SAID}(?:{_LIKED}|mentioned)\s+{OTHERS}"), checks.you_liked),
    (pattern(r"you\s+(?:may|might|could)\s+(?:also\s+)?(?:like|enjoy)(?:\s+(?:it|this))?"), checks.harmless),
    (
        pattern(
            r"""(?:from|of|(?:released\s+|published\s+|made\s+|came\s+out\s+)?in|dates\s+from)\s+(?P<year>\d{4})(?![\d%])"""
        ),
        checks.year,
    ),
    (pattern(r"\(\s*(?P<year>\d{4})\s*\)"), checks.year),
    (pattern(rf"\b(?P<year>\d{{4}})(?=\s+{A_VALUE})"), checks.year),
    (pattern(r"(?:runs\s+for\s+)?(?P<length>\d+)[\s-]*(?P<unit>minutes?|pages?)(?:\s+long)?"), checks.length),
    (
        pattern(
            r"""(?:just\s+)?(?:under|below|less\s+than|shorter\s+than)\s+(?P<limit>\d+|an|one|two|three|four)
            \s+(?P<unit>hours?|minutes?|pages?)(?:\s+long)?"""
        ),
        checks.below,
    ),
    (pattern(rf"(?:part\s+of|belongs\s+to)\s+(?:the\s+)?(?P<values>{A_VALUE})(?:\s+series)?"), checks.in_series),
    (pattern(rf"(?:directed\s+by|director\s+is|director)\s+{PEOPLE}"), checks.role("director")),
    (pattern(rf"(?:written\s+by|author\s+is|author)\s+{PEOPLE}"), checks.role("author")),
    (
        pattern(
            rf"""(?:starring|stars?|with|featuring|cast\s+(?:has|includes|is)|cast\s*:)\s+{PEOPLE}
            (?:\s+in\s+the\s+cast)?"""
        ),
        checks.role("cast"),
    ),
    (pattern(rf"\bby\s+{PEOPLE}"), checks.role("director", "author")),
    (pattern(rf"{PEOPLE}\s+(?:directed|directs)"), checks.role("director")),
    (pattern(rf"{PEOPLE}\s+(?:wrote|writes)"), checks.role("author")),
    (pattern(rf"{PEOPLE}\s+(?:stars?|plays?|appears?|(?:is|are)\s+in\s+the\s+cast)"), checks.role("cast")),
    (
        pattern(
            rf"(?:(?:was|is)\s+)?made\s+in\s+(?:the\s+)?(?P<values>{A_VALUE}(?:\s*(?:,|and)\s*(?:the\s+)?{A_VALUE})*)"
        ),
        checks.made_in,
    ),
    (pattern(rf"{PEOPLE}['’]s(?=\s+{A_VALUE})"), checks.role("director", "author")),
)

#: Likeness to another item, tried before the claims: the values and people of its clause must be shared.
LIKENESS = (
    pattern(
        rf"""(?:\b(?:much\s+|just\s+)?(?<!people\ who\ )(?<!fans\ who\ )(?<!you\ )(?<!also\ )like|similar\s+to|
        close\s+to(?:\s+that\s+of)?|reminiscent\s+of|akin\s+to|as\s+in|in\s+the\s+(?:vein|spirit|style)\s+of|
        in\s+common\s+with)\s+{OTHERS}"""
    ),
    pattern(rf"shar(?:es?|ing|ed)\s+(?P<what>.{{1,80}}?)\s+with\s+{OTHERS}"),
)
#: "You asked for": what stands behind it, or else before it, was asked for.
WISH = pattern(
    r"""(?:,\s*)?(?:(?:just|exactly|which\ is|that\ is|is)\s+)*(?:(?:as|what|which|the\s+\w+|something)\s+)?
    \b(?:you\s+(?:said\s+you\s+|told\s+me\s+you\s+)?
    (?:asked|wanted|want|wished|wish|requested|were\s+looking|are\s+looking|looked|like|love|enjoy)(?:\s+for)?|
    your\s+(?:wish|request|search|interest)(?:\s+(?:for|in))?)\b"""
)
CONTRAST = pattern(r"\b(?:but|though|although|while|whereas)\b")
DENIES = pattern(
    r"""\b(?:not|never|no|none|nothing|nobody|without|neither|nor|unlike|cannot|hardly|barely|lacks?|free)\b|n['’]t\b"""
)
COMPARES = pattern(
    r"""\b(?:more|less|most|least|better|best|worse|worst|longer|shorter|newer|older|only|first|last|every|all|always|
    many|few|\w+\ than)\b"""
)
BREAKS = pattern(
    r"""\s*;\s*|,?\s+and\s+(?=(?:it|of|you|because|people|\d+\s*%|its\s+mean|this|was|runs|were)\b)
    |\s*,\s*and\s+(?=\d)"""
)

_NEUTRAL_WORDS = """
    a an the this that these those it its itself is are was were be been has have had and or of in on at to from
    with for by as into about here there which what both also too so because since while though although but where
    when then one another kind sort choice pick option recommendation suggestion story tale together i you your
    would suit suits may might could should genre genres theme themes mood moods tone feel atmosphere description
    origin rating offers offer offering brings features featuring fits fit fitting matches match matching meets
    comes come deals same tells telling explores touches combines combining blends mixes mix blend runs running
    lasts elements common language shared share shares sharing it's here's there's that's
"""
NEUTRAL = frozenset(_NEUTRAL_WORDS.split())
#: What may stand between two words of the description for them to say what it says.
_LINK_WORDS = """
    a an the this that its his her their of in on at to from with for by as into who which whose when after and
"""
LINKS = frozenset(_LINK_WORDS.split())
