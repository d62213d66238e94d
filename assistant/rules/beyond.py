"""What is asked for that no record tells: "by a woman", "not too cheesy", "no Disney". It is said so, not searched for.

Some of it is known by its words; the rest is whatever is wished away in words that nothing else has read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.rules.lexicon import pattern
from assistant.rules.message import Message, Span

_MAKER = r"(?:author|director|writer|film-?maker|novelist)s?"
_WHOSE = (
    r"(?:wom[ae]n|females?|m[ae]n|black|queer|gay|lesbian|trans|indigenous|african[- ]american|person\ of\ colou?r)"
)
#: ``away``: the words that say nothing else; all of them where there is no such group.
_UNRECORDED = (
    pattern(
        rf"\b(?:(?:written|directed|made|filmed)\ )?by\ (?:an?\ |some\ )?(?:\w+\ )?{_WHOSE}\b(?:\ {_MAKER})?(?!\ named)|\b{_WHOSE}\ {_MAKER}\b"
    ),
    pattern(
        r"\b(?P<away>(?:for\ |to\ )?(?:learn(?:ing)?|practi[sc](?:e|ing)|study(?:ing)?|improv(?:e|ing)))\ (?:my\ )?(?:english|french|spanish|german|italian|japanese|chinese|korean|russian)\b"
    ),
    pattern(
        r"\b(?:easy|simple|basic|difficult|hard)\ (?:words|language|english|vocabulary|grammar)\b"
    ),
    pattern(
        r"\b(?:on|available\ on|streaming\ on)\ (?:netflix|(?:amazon\ )?prime|hulu|disney\ ?(?:\+|plus)|hbo(?:\ max)?|apple\ tv|mubi|kindle|audible)\b"
    ),
    pattern(
        r"\b(?:oscar|(?:multi-?)?award)[- ](?:winning|winners?|nominated)\b|\b(?:won|win)\ (?:an?\ |the\ )?(?:oscars?|awards?|palme\ d'or|booker|pulitzer|nobel)\b|\brated\ (?:pg(?:-13)?|r|g|nc-17)\b|\bpg-?13\b"
    ),
)  # fmt: skip
#: A denial in a clause that somebody else is the subject of ("I'm not hungry") is nobody's wish.
_SUBJECT = re.compile(
    r"\b(?:i|i'm|im|you|you're|we|we're|he|she|there|my|your|who|what|(?:it|that|this|they|these|those)(?:'s|'re)?(?=\b.*\b(?:not|less)\b))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not(?!\s+(?:only|just|sure|yet|now))|too|less|nothing|no\s+more)\s+", re.IGNORECASE)
#: Denied, these wish for nothing: "not bad", "too late", "no problem".
_IDLE = re.compile(
    r"(?:bad|late|soon|much|many|hard|expensive|problems?|worr(?:y|ies)|luck|way|doubt|rush|pressure|chance|kidding|shows?|"
    r"recommend|suggest(?:ions?|ed)?|again|necessarily|particular(?:ly)?|far|close|whole|special|impressed|interest(?:ed|ing)|"
    r"helpful|useful|working|fair|dull|overrated|annoying|tastes?|reason|answer)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+")
_SHORT_SENTENCE = 9  # words
_SHORT_DENIAL = 4  # words behind it: who says more tells something


def unrecorded(message: Message) -> list[tuple[Span, str]]:
    """Where no record can tell what is asked for, and the words."""
    if message.lexicon.code != "en":
        return []
    matches = (match for known in _UNRECORDED for match in known.finditer(message.plain))
    return [(m.span("away" if m.groupdict().get("away") else 0), m.group()) for m in matches]


def denials(message: Message) -> Iterator[Span]:
    """What stands behind a denial, up to where its clause ends or something is wanted."""
    if message.lexicon.code != "en":
        return
    cues = [*_DENIED.finditer(message.plain), *message.lexicon.without.finditer(message.plain)]
    for cue in cues:
        end = message.clause_end(cue.end())
        wanted = message.lexicon.wanted.search(message.plain, cue.end(), end)
        yield cue.end(), wanted.start() if wanted else end


def unread(message: Message, rest: str) -> Iterator[str]:
    """What is wished away in words that nobody has read: those are left in ``rest``, which is as long as the message.

    Long sentences and those about somebody ("I'm not hungry") wish for nothing by it.
    """
    for start, end in sorted(denials(message)):
        sentence = message.plain[slice(*message.sentence(start))]
        before = message.clause_before(start)
        if len(sentence.split()) > _SHORT_SENTENCE or "?" in sentence:
            continue
        if _SUBJECT.search(before) and not message.lexicon.without.search(before):
            continue
        words = [word for word in _WORD.findall(rest[start:end])
                 if not message.lexicon.filler.fullmatch(word) and not _IDLE.match(word)]  # fmt: skip
        if words and len(words) <= _SHORT_DENIAL:
            yield " ".join(words)
