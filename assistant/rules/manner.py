"""How the person wants to be answered: how many items at a time, and whether to be asked. Knows no catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.preferences import Wish
from assistant.reading import Context
from assistant.rules.lexicon import pattern
from assistant.rules.message import Message

_MOST = 10
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "a single": 1, "a couple": 2, "a couple of": 2, "a dozen": 12, "half a dozen": 6,
    "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
}  # fmt: skip
_NUMBER = (
    r"\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|a\ single|a\ couple(?:\ of)?|half\ a\ dozen|a\ dozen"
)
_OF_ITEMS = (
    r"(?:more|others?|films?|movies?|books?|novels?|titles?|options?|suggestions?|recommendations?|ideas?|picks?|"
    r"choices?|results?)"
)
_COUNTS = (
    pattern(
        rf"""\b(?:give|show|list|name|find|get|recommend|suggest|send)\ (?:me\ |us\ )?
        (?:just\ |only\ |another\ |the\ top\ |your\ top\ )?(?P<n>{_NUMBER})\b
        (?!\ *(?:hours?|minutes?|mins?|years?|stars?|pages?|%|of\ (?:them|these|those)|reasons?|\w+\ ago))"""
    ),
    pattern(rf"\b(?:just|only|top|another(?!\ one\b))\ (?P<n>{_NUMBER})\b(?=\W*$|\ (?:\w+\ )?{_OF_ITEMS}\b)"),
    pattern(
        rf"""(?:^|[.!?,]\s*)(?P<n>{_NUMBER})\ (?:good\ |great\ |short\ |more\ )?{_OF_ITEMS}\b
        (?=\W*$|\ (?:please|with|about|for|from|by|like|in)\b)"""
    ),
    pattern(r"^\W*(?:the|your)\ (?:very\ |single\ )?(?:best|top)\ (?P<n>one)\ (?:you(?:'ve|\ have)?|of\ all)\b"),
    pattern(r"(?:推荐|来|给我?|换|再来|列出?)\s*(?P<n>\d{1,2}|[两二三四五六七八九十])\s*(?:部|本|个|首|款|门)"),
    pattern(r"(?:[挑选]|再来|再给|再推荐|随便来|随便给)我?\s*(?P<n>一)\s*(?:部|本|个)"),
    pattern(r"(?P<n>一)(?:部|本|个)就(?:够|行|好|可以)"),
    pattern(r"(?:只|就)(?:要|推荐|来|给我?|说)\s*(?P<n>一)\s*(?:部|本|个|首|款|门)"),
)  # fmt: skip
_QUIET = pattern(
    r"""\b(?:stop|quit|no\ more|enough|without|skip|cut)\ (?:with\ )?(?:all\ )?(?:the\ |your\ |these\ |those\ )?
        (?:asking|questions?|questioning)\b|
    \b(?:don'?t|do\ not)\ ask\ (?:me\ )?
        (?:so\ much|so\ many|any(?:thing|\ more)?|again|stuff|questions?|all\ the\ time)\b|
    \bno\ questions?\b(?=\W*(?:$|please|just|thanks))|
    (?:别|不要|不用)(?:再|老|总)?(?:问我?(?:什么|任何)?(?:问题)?了?|提问)(?=\W*$|[，,。！])|别问(?:那么多|这么多)"""
)


def count_of(message: Message) -> int | None:
    """How many items are asked for ("just one", "give me five"), ten at most; None where no number is said."""
    for asked in _COUNTS:
        if match := asked.search(message.plain):
            said = match["n"].lower()
            number = int(said) if said.isdecimal() else _NUMBERS[said]
            return min(number, _MOST) or None
    return None


def quiet(message: Message, context: Context) -> Iterator[Wish]:
    """The wish not to be asked: kept in the ledger like any other, so that it is seen and can be taken back."""
    if match := _QUIET.search(message.plain):
        said = message.quote(match.start())
        yield Wish(facet="questions", exclude=("any",), turn=context.turn, said=said)
