"""For whom or what something is: a first date, a flight, one's grandmother. What suits that is wished for softly.

Nobody has said what they want there, so an explicit wish of the same facet always stands; every such wish is announced
and can be taken back. It reads English; Chinese words for it are in the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.preferences import Wish
from assistant.reading import Context
from assistant.rules.lexicon import Pattern, pattern
from assistant.rules.message import Message, Span
from assistant.rules.polarity import refused
from retrievers.text import fold

_SOMEBODY = r"(?:wife|husband|partner|girl ?friend|boy ?friend|gf|bf|spouse|fianc[eé]e?|crush)".replace(" ", r"\ ")
_RELATIVE = r"(?:mom|mum|mother|dad|father|parents|sister|brother|aunt|uncle|cousin|boss|colleagues?|neighbou?rs?|family|friend)"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Occasion:
    """``moods``: any of them suits. ``genres``: the same. ``without``: content notes that do not suit."""

    said: Pattern
    moods: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


_OCCASIONS = (
    _Occasion(
        said=pattern(
            r"""\b(?:(?:first|second|third|blind|hot|dinner|movie|cinema|double)\ date|(?:for|on|before)\ (?:a|my|our|the|tonight'?s)\ date|
            (?:(?:wedding|our|my|\d+(?:th|st|nd|rd))\ )*anniversary|valentine'?s?(?:\ (?:day|night|evening))?|honeymoon)\b(?:\ night)?"""
        ),
        moods=("romantic", "light-hearted"),
    ),
    _Occasion(
        said=pattern(
            r"""(?:\b(?:for|on|at)\ (?:a\ |the\ )?|^\W*)?\bhalloween(?:\ (?:party|night|evening|special|mood)|(?<!\bthe\ halloween)\ (?:movies?|films?|books?))\b|\b(?:for|on|at)\ halloween\b"""
        ),
        moods=("scary", "eerie"),
    ),
    _Occasion(
        said=pattern(
            r"""\b(?:(?:girl|guy|boy|lad|gal|ladie)s?'?s?'?\ night(?:\ (?:in|out))?|(?:slumber\ |birthday\ |house\ )?party(?=\W*$|\ (?:with|for|tonight|night))|sleepover|hen\ (?:do|night)|bachelor(?:ette)?\ party|
            (?:(?:with|for|among)\ |(?:we\ are|we're)\ )(?:(?:\d+|a\ few|some|my|the|a\ bunch\ of|two|three|four|five|six)\ )*(?:friends|mates|buddies|pals|lads|boys|girls|guys|housemates|roommates)|(?:and|with|over)\ (?:some\ |a\ few\ )?(?:beers?|drinks|wine|pizza))\b"""
        ),
        moods=("funny", "exciting"),
    ),
    _Occasion(
        said=pattern(
            r"""\b(?:for|with)\ (?:(?:my|our|the|his|her|their|a|an|old|elderly)\ )*(?:grand(?:ma|mother|pa|father|dad|parents|mum|mom)|gran(?:ny)?|nana|elderly\ \w+)\b(?:[\s,]+(?:(?:she|he|who)(?:\ is|'s)\ )(?:about\ |over\ )?\d{2,3}\b)?|
            \bfor\ (?:(?:my|our|a|an|the)\ )?(?:\w+\ )?[7-9]\d[- ]years?[- ]old\b"""
        ),
        moods=("warm", "feel-good", "uplifting"),
        without=("violence", "gore", "sex", "sexual violence", "strong language"),
    ),
    _Occasion(
        said=pattern(
            r"""\b(?:for|with)\ (?:(?:my|our|the|his|her|their)\ )?(?:\w+\ )?(?:in-?laws|(?:mother|father|sister|brother)-in-law|grown-up\ family)\b"""
        ),
        moods=("warm", "funny"),
        without=("sex", "nudity", "sexual violence"),
    ),
    _Occasion(
        said=pattern(
            r"""\b(?:(?:(?:for|with)\ )?(?:(?:my|our|a|an|the|her|his)\ )?(?:1[3-7]|thirteen|fourteen|fifteen|sixteen|seventeen)[- ]years?[- ]olds?(?:\ (?:\w+\ )?(?:sons?|daughters?|boys?|girls?|nieces?|nephews?|kids?|child|cousins?|students?|brother|sister))?|
            (?:for|with)\ (?:(?:my|our|a|some|the)\ )*(?:\w+\ )?teen(?:age)?(?:rs?|s)?(?:\ (?:sons?|daughters?|boys?|girls?|kids?))?|i(?:'?m|\ am)\ (?:only\ |just\ )?1[3-7](?=\ years?\ old\b|\ and\b|\W*$|\ what))\b"""
        ),
        genres=("family", "young adult", "adventure"),
        without=("gore", "sex", "nudity", "sexual violence"),
    ),
    _Occasion(
        said=pattern(
            r"""\b(?:(?:is|are|gets?|get)\ (?:very\ |so\ |too\ )?(?:easily|quickly)\ (?:scared|frightened)|(?:gets?\ )?(?:scared|frightened|scares?|frightens?)\ (?:very\ |so\ )?(?:easily|quickly)|toddlers?|pre-?schoolers?)\b"""
        ),
        without=("frightening scenes",),
    ),
    _Occasion(
        said=pattern(
            r"""\bfor\ (?:the|a|my|our)\ (?:\w+\ )?(?:beach|pool|plane|flight|train(?:\ ride)?|bus(?:\ ride)?|holidays?|vacation|trip|commute|journey|road\ trip)\b|\b(?:beach|airport|holiday|vacation)(?=\ (?:read|book|reading)s?\b)"""
        ),
        moods=("light-hearted", "exciting", "suspenseful"),
    ),
    _Occasion(
        said=pattern(
            r"""\bwhile\ (?:(?:i|we)(?:'m|'re|\ am|\ are)?\ |doing\ (?:the\ |my\ )?)?(?:iron(?:ing)?|cook(?:ing)?|clean(?:ing)?|knit(?:ting)?|work(?:ing)?(?:\ out)?|eat(?:ing)?|fold(?:ing)?|wash(?:ing)?|dishes|laundry|chores|housework|exercis(?:e|ing)|stud(?:y|ying)|draw(?:ing)?|paint(?:ing)?|sew(?:ing)?)(?:\ (?:the\ |my\ )?(?:dishes|laundry|dinner|clothes))?\b|\b(?:in|for)\ the\ background\b"""
        ),
        moods=("light-hearted",),
    ),
    _Occasion(
        said=pattern(
            r"""\b(?:to|help\ me|i\ can|we\ can)\ (?:fall\ asleep|sleep|doze\ off|drift\ off)(?:\ (?:to|with|by))?\b|\bbefore\ (?:bed(?:time)?|sleep|going\ to\ (?:bed|sleep))\b|\b(?:for|at)\ bedtime\b"""
        ),
        moods=("cosy", "contemplative"),
    ),
    _Occasion(
        said=pattern(
            r"""\b(?:while|when|for\ (?:being|getting)|i(?:'?m|\ am)|we(?:'?re|\ are))\ (?:(?:i|we)(?:'m|'re|\ am|\ are)?\ )?(?:(?:getting|being|a\ bit|very|so|really|pretty)\ )*(?:high|stoned|baked|drunk|tipsy|tripping|hungover)\b"""
        ),
        moods=("absurd", "dreamlike", "funny"),
    ),
    #: Of these nothing follows but that something is looked for: what they like is asked for.
    _Occasion(
        said=pattern(
            rf"""\b(?:(?:a\ )?(?:gift|present)(?:\ idea)?\ (?:for|to)\ (?:(?:my|our|a|the)\ )?(?:\w+)|(?:together\ |alone\ )?(?:with|for)\ my\ (?:\w+\ )?(?:{_SOMEBODY}|{_RELATIVE}))\b"""
        )
    ),
)  # fmt: skip


def spans(message: Message) -> list[Span]:
    """Where an occasion is named: none of its words is searched for, and "Halloween" in it is no film."""
    if message.lexicon.code != "en":
        return []
    found = (match.span() for occasion in _OCCASIONS for match in occasion.said.finditer(message.plain))
    return [span for span in found if not refused(span, message)]


def suiting(message: Message, wished: Sequence[Wish], context: Context) -> Iterator[Wish]:
    """Soft wishes for what suits the occasion, of facets of which nothing else was wished."""
    if message.lexicon.code != "en":
        return
    told = {wish.facet for wish in (*wished, *context.preferences.wishes) if wish.include}
    for occasion in _OCCASIONS:
        match = occasion.said.search(message.plain)
        if match is None or refused(match.span(), message):
            continue
        said = message.quote(match.start())
        for facet, values in (("mood", occasion.moods), ("genre", occasion.genres)):
            known = _known(facet, values, context)
            if known and facet not in told:
                told.add(facet)
                yield Wish(facet=facet, include=known, hard=False, turn=context.turn, said=said)
        if notes := _known("note", occasion.without, context):
            yield Wish(facet="note", exclude=notes, hard=False, turn=context.turn, said=said)


def _known(facet: str, values: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """Those the catalogue has; all moods where it has none, which are then said in genres (see `instead`)."""
    postings = context.catalogue.postings(facet)
    return tuple(value for value in values if fold(value) in postings or (facet == "mood" and not postings))
