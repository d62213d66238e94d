"""How claims are said in English: patterns, the check of each, and the words that claim nothing."""

from __future__ import annotations

from assistant.claims import checks
from assistant.claims.marking import A_VALUE, ITSELF, OTHERS, PEOPLE
from assistant.claims.patterns import Claim, pattern

_LIKED = r"(?:liked|loved|enjoyed|like|love|enjoy)"
_LIKING = rf"""(?:{_LIKED}|t(?:ook|ake)\s+to|(?:went|go)\s+for|went\s+on\s+to\s+(?:like|enjoy)|
    (?:are|were)\s+(?:fond\s+of|taken\s+with))"""
_CROWD = r"(?:simulated\s+)?(?:people|viewers|readers|users|fans|others)"
_COUNT = r"(?:(?:the|those|all|these|such)\s+)*(?:(?P<raters>\d+)\s+)?"
_SHARE = r"(?P<share>\d+)\s*(?:%|percent|per\s+cent)"
_IT = rf"(?:this(?:\s+one|\s+{A_VALUE})?|it|{ITSELF})"
_LIKED_IT = rf"\s*,?\s*(?:also\s+)?{_LIKING}\s+{_IT}(?:\s+(?:too|as\s+well))?"
_AS_YOU = r"(?:\s*,?\s*(?:like\s+you|as\s+you\s+(?:did|do)|too)\s*,?)?"
#: The people who liked another item: "the 160 people who, like you, liked X", "the 160 fans of X".
_WHO_LIKED = rf"""{_COUNT}{_CROWD}{_AS_YOU}\s+
    (?:who{_AS_YOU}\s+(?:also\s+)?(?:{_LIKING}|share\s+your\s+liking\s+for)|of)\s+{OTHERS}{_AS_YOU}"""
_OF_THEM = r"(?:of\s+(?:them|those|these|whom)\s+)?"
#: The same as a statement of its own: "X has 160 fans", "160 people liked X, as you did".
_LIKED_THAT = (
    _WHO_LIKED,
    rf"{_WHO_LIKED}\s+are\s+a\s+guide\s+here",
    rf"{_COUNT}{_CROWD}{_AS_YOU}\s+{_LIKING}\s+{OTHERS}{_AS_YOU}",
    rf"{_COUNT}{_CROWD}\s+agree\s+with\s+you\s+about\s+{OTHERS}",
    rf"{OTHERS}\s+(?:has|counts)\s+{_COUNT}{_CROWD}(?:\s+here)?",
    rf"you\s+share\s+{OTHERS}\s+with\s+{_COUNT}{_CROWD}",
    rf"with\s+{OTHERS}\s*,?\s*you\s+are\s+in\s+the\s+company\s+of\s+{_COUNT}{_CROWD}",
    rf"your\s+liking\s+for\s+{OTHERS}\s+is\s+shared\s+by\s+{_COUNT}{_CROWD}",
    rf"those\s+who\s+{_LIKED}\s+{OTHERS}\s*,\s*{_COUNT}{_CROWD}\s+in\s+all",
)
_RATING = r"(?P<mean>\d+(?:\.\d+)?)"
_OUT_OF = r"\s*(?:out\s+of|/)\s*(?P<high>\d+)"
_SAID = r"(?:also\s+|already\s+|have\s+|said\s+you\s+|told\s+me\s+you\s+)*"
_RECORD = rf"(?:record|catalogue|{A_VALUE})"  # which is a word for an album too
_FACET = r"(?:its\s+)?(?P<facet>[a-z ]+?)(?=\s*(?:[,;:.]|$|\b(?:though|while|but|and)\b|(?:the|its)\s))"

#: Tried in this order; what one matches is taken out of the clause. Every check must hold.
CLAIMS: tuple[Claim, ...] = (
    (pattern(rf"{_SHARE}\s+of\s+{_WHO_LIKED}{_LIKED_IT}"), checks.people_like_you),
    (pattern(rf"(?:of|among|out\s+of)\s+{_WHO_LIKED}\s*,?\s*{_SHARE}{_LIKED_IT}"), checks.people_like_you),
    *(
        (
            pattern(rf"{liked}\s*[,:]?\s*(?:and\s+)?(?:of\s+whom\s+)?{_SHARE}\s+{_OF_THEM}{_LIKED_IT}"),
            checks.people_like_you,
        )
        for liked in _LIKED_THAT
    ),
    (
        pattern(
            rf"""(?:(?:was|is)\s+)?(?:also\s+)?(?:liked\s+by|went\s+down\s+well\s+with|found\s+favou?r\s+with|pleased)\s+
            {_SHARE}\s+of\s+{_WHO_LIKED}"""
        ),
        checks.people_like_you,
    ),
    (
        pattern(
            rf"""(?:you\s+{_LIKED}\s+)?{OTHERS}(?:\s+is\s+the\s+link)?\s*:\s*{_SHARE}\s+of\s+its\s+{_COUNT}{_CROWD}
            {_LIKED_IT}"""
        ),
        checks.people_like_you,
    ),
    (
        pattern(
            rf"""you\s+{_LIKED}\s+{OTHERS}\s*,\s*and\s+{_SHARE}\s+of\s+{_COUNT}{_CROWD}\s+who\s+(?:did\s+so|did\s+too)
            {_LIKED_IT}"""
        ),
        checks.people_like_you,
    ),
    (
        pattern(
            rf"you\s+{_LIKED}\s+{OTHERS}\s*[:,]\s*of\s+{_COUNT}{_CROWD}\s+who\s+did\s+too\s*,\s*{_SHARE}{_LIKED_IT}"
        ),
        checks.people_like_you,
    ),
    (pattern(rf"{_CROWD}\s+who\s+{_LIKED}\s+{OTHERS}{_LIKED_IT}"), checks.people_like_you),
    (pattern(rf"(?:is\s+|was\s+|been\s+)?liked\s+by\s+(?P<raters>\d+)\s+{_CROWD}(?:\s+here)?"), checks.acclaimed),
    (pattern(rf"(?P<raters>\d+)\s+{_CROWD}\s+(?:who\s+|have\s+)?{_LIKED_IT}"), checks.acclaimed),
    (pattern(rf"(?P<raters>\d+)\s+{_CROWD}\s+count\s+among\s+its\s+fans"), checks.acclaimed),
    (pattern(rf"(?P<raters>\d+)\s+is\s+the\s+number\s+of\s+{_CROWD}\s+who{_LIKED_IT}"), checks.acclaimed),
    (pattern(r"(?P<raters>\d+)\s+(?:simulated\s+)?fans(?!\s+of\b(?!\s+it\b))"), checks.acclaimed),
    (
        pattern(
            rf"""(?:(?:mean|average|ratings?|rated|gets|scores|averages?|stands\s+at|on\s+average|of|is|it)[\s,]+)+
            {_RATING}{_OUT_OF}(?!\s+{_CROWD})"""
        ),
        checks.acclaimed,
    ),
    (pattern(rf"(?<!\d\s){_RATING}{_OUT_OF}(?=\s+(?:the\s+mean\s+rating|on\s+average))"), checks.acclaimed),
    (pattern(rf"(?:mean|average)\s+rating\s+(?:of\s+|is\s+)?{_RATING}"), checks.acclaimed),
    (pattern(r"widely\s+liked|well[\s-]liked|popular"), checks.acclaimed),
    (pattern(rf"you\s+{_SAID}(?:{_LIKED}|mentioned)\s+{OTHERS}"), checks.you_liked),
    (pattern(r"you\s+(?:may|might|could)\s+(?:also\s+)?(?:like|enjoy)(?:\s+(?:it|this))?"), checks.harmless),
    (
        pattern(
            rf"""(?:not\s+far\s+from|\b(?:close|near)(?:\s+together|\s+match)?(?:\s+to)?\b|answers\s+to)
            (?!(?:\s+\w+){{0,6}}\s+{OTHERS})"""
        ),
        checks.closeness,
    ),
    (pattern(rf"{_RECORD}\s+(?:speaks|tells)\s+of\b"), checks.told),
    (pattern(rf"{_RECORD}\s+(?:says|tells|has|holds)\s+nothing\s+(?:about|on|of)\s+{_FACET}"), checks.silent),
    (pattern(rf"nothing\s+about\s+(?P<facet>[a-z ]+?)\s+is\s+in\s+its\s+{_RECORD}"), checks.silent),
    (pattern(rf"about\s+{_FACET}\s+(?:the|its)\s+{_RECORD}\s+says\s+nothing"), checks.silent),
    (pattern(rf"(?:not|without)\s+(?P<values>{A_VALUE})"), checks.lacks),
    (
        pattern(
            r"""(?:from|of|(?:released\s+|published\s+|made\s+|came\s+out\s+)?in|dat(?:es|ing)\s+from|goes\s+back\s+to|
            year\s+is)\s+(?P<year>\d{4})(?![\d%])"""
        ),
        checks.year,
    ),
    (pattern(r"\b(?P<year>\d{4})\s+is\s+(?:the|its)\s+year\b"), checks.year),
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
    (
        pattern(rf"(?:part\s+of|belongs\s+to|the\s+series)\s+(?:{OTHERS}|{ITSELF})"),
        checks.series_of_its_name,
    ),
    (pattern(rf"(?:part\s+of|belongs\s+to|series)\s+(?:the\s+)?(?P<values>{A_VALUE})(?:\s+series)?"), checks.in_series),
    (pattern(rf"(?:directed\s+by|director\s+is|director)\s+{PEOPLE}"), checks.role("director")),
    (pattern(rf"(?:written\s+by|author\s+is|author)\s+{PEOPLE}"), checks.role("author")),
    (
        pattern(
            rf"""(?:starring|stars?|featuring|cast\s+(?:has|includes|is)|cast\s*:)\s+{PEOPLE}
            (?:\s+in\s+the\s+cast)?"""
        ),
        checks.role("cast"),
    ),
    (pattern(rf"with\s+{PEOPLE}(?:\s+in\s+the\s+cast)?"), checks.takes_part),
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

_WHAT = r"(?P<what>.{1,80}?)"
#: Likeness to another item, tried before the claims: the values and people of its clause must be shared.
LIKENESS = (
    pattern(
        rf"""(?:\b(?:much\s+|just\s+)?(?<!who\ )(?<!people\ )(?<!fans\ )(?<!you\ )(?<!also\ )(?<!you,\ )like|
        (?:similar|akin|next)\s+to|(?:(?:close|near)(?:\s+to)?|not\s+far\s+from|resembles|as\s+(?:in|with|on))
        (?:\s+that\s+of|\s+what\s+(?:it\s+says|is\s+told)\s+of)?|reminiscent\s+of|
        in\s+the\s+(?:vein|spirit|style)\s+of|(?:in\s+common|common\s+ground|link)\s+with|
        (?:links?|ties?|connects?)\s+{_IT}\s+(?:to|with)|goes\s+well\s+with|find\s+in)\s+{OTHERS}"""
    ),
    pattern(rf"shar(?:es?|ing|ed)\s+{_WHAT}\s+with\s+{OTHERS}"),
    pattern(
        rf"you\s+{_SAID}{_LIKED}\s+{OTHERS}\s*[,:]\s*(?:and\s+)?{_IT}\s+shares\s+{_WHAT}\s+with\s+(?:it|that|this\s+one)\b"
    ),
    pattern(rf"you\s+{_SAID}{_LIKED}\s+{OTHERS}(?=.*\b(?:again|same|in\s+common)\b)"),
    pattern(rf"(?:both\s+)?{OTHERS}\s+and\s+{_IT}\s+(?:both\s+)?(?:have|share|meet|are)\b"),
    pattern(rf"(?:both\s+)?{_IT}\s+and\s+{OTHERS}\s+(?:both\s+)?(?:have|share|meet|are)\b"),
    pattern(rf"with\s+{OTHERS}\s*,?\s*{_IT}\s+shares\b"),
    pattern(rf"from\s+{OTHERS}\s+it\s+is\s+a\s+small\s+step\s+to\b"),
    pattern(rf"you\s+(?:will\s+)?(?:know|remember)\s+{_WHAT}\s+from\s+{OTHERS}"),
    pattern(rf"{OTHERS}\s+(?:has|is|was)\s+{_WHAT}\s*,\s*and\s+so\s+(?:does|is|has)\s+{_IT}"),
    pattern(rf"after\s+{OTHERS}(?=.*\bagain\b)"),
    pattern(rf"\bagain\b(?=.*\bafter\b).*?\bafter\s+{OTHERS}"),
    pattern(rf"(?:that\s+of|as)\s+{OTHERS}(?=\s+(?:does|was|is|are)\b|\s*:)"),
)
#: Words of likeness, which say nothing true where no other item is named.
ALIKE = pattern(r"\b(?:in\s+common|shar(?:es?|ed|ing)|same|both|again|alike|the\s+two)\b")
#: "You asked for": what stands behind it, or else before it, was asked for.
WISH = pattern(
    r"""(?:,\s*)?\b(?:(?:just|exactly|which\ is|that\ is|is)\s+)*
    (?:(?:as|what|which|the\s+\w+|something|since|whom)\s+)?
    \b(?:you\s+(?:said\s+you\s+|told\s+me\s+you\s+)?(?:have\s+)?
    (?:asked|wanted|want|wished|wish|requested|were\s+looking|are\s+looking|looked|were\s+hoping|were\s+after|are\s+after|
    were\s+in\s+the\s+mood|had|named|set|said|put\s+it|wrote|like|love|enjoy)(?:\s+for)?|
    your\s+(?:own\s+)?(?:wish|request|search|interest|words?)(?:\s+(?:for|in|about))?|looking\s+for|as\s+requested)\b"""
)
CONTRAST = pattern(r"\b(?:but|though|although|while|whereas|however|yet)\b")
DENIES = pattern(
    r"""\b(?:not|never|no|none|nothing|nobody|without|neither|nor|unlike|cannot|hardly|barely|lacks?|free)\b|n['’]t\b|
    \babout\s+(?:an?\s+|the\s+)?(?:time|years?|company|guide|relative|steps?|words?|line|points?|part|place|end|number)\b"""
)
COMPARES = pattern(
    r"""\b(?:more|less|most|least|better|best|worse|worst|longer|shorter|newer|older|only|first|last|every|all|always|
    many|few|\w+\ than)\b"""
)
_NEW = r"it|of|you|because|people|\d+\s*%|its|this|was|runs|were|besides|\d+\s+(?:simulated\s+)?(?:people|fans)"
#: A share of those who were named before, or a verb with two subjects, begins no clause of its own.
_OF_BEFORE = r"\d+\s*%\s*of\s+(?:them|whom)|\d+\s*%[^;]*\bdid\s+so\b"
BREAKS = pattern(
    rf"""\s*;\s*|(?<!like),?\s+and\s+(?!{_IT}\s+(?:shares?|both|have|meet|are)\b|of\s+whom|{_OF_BEFORE})
    (?=(?:{_NEW})\b|\d+\s*%)|\s*,\s*and\s+(?=\d)(?!{_OF_BEFORE})|what\s+is\s+more\s*,
    |\s*,\s*(?=(?:but|though|although|even\s+though|while|whereas|yet)\b)"""
)

_NEUTRAL_WORDS = """
    a an the this that these those it its itself is are was were be been has have had and or of in on at to from with
    for by as into about here there which what both also too so because since while though although but where when
    then one another kind sort choice pick option recommendation suggestion story tale together i you your would suit
    suits may might could should genre genres theme themes mood moods tone feel feels atmosphere description
    descriptions origin rating ratings offers offer offering brings features featuring fits fit fitting matches match
    matching meets meet met comes come deals same tells telling told explores touches combines combining blends mixes
    mix blend runs running lasts elements common language shared share shares sharing it's here's there's that's
    something some again besides apart top thing things know wish wishes request requests words answers answer being
    however yet still even instead whereas mind catch give gives way going go went keeps keep kept span years period
    time year length named name names counts filed under holds clear everything looking looked look picked chose took
    takes take word very stop get hear find found side put read described record entry catalogue records says say
    speak speaks company link guide relative step turns up worked leaves aside out falls if falling i'm belongs goes
    requested line after within whom who us me part two once just among leads straight came against departs outside
    certain much place start end fills keeping having lie beside think reads alike open whose stays number mean
    average averages scores stands gets point points hand how do does did
"""
NEUTRAL = frozenset(_NEUTRAL_WORDS.split())
#: What may stand between two words of the description for them to say what it says.
_LINK_WORDS = """
    a an the this that its his her their of in on at to from with for by as into who which whose when after and
"""
LINKS = frozenset(_LINK_WORDS.split())
