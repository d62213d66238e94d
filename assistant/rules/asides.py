"""What is said of the saying and not of what is wanted: "to be honest", "tbh", "I must admit", 说实话.

It is blanked before anything is read: nobody looks for something honest who says so. Pure; it knows no items.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.rules.lexicon import pattern
from assistant.rules.message import Span, plain

_QUITE = r"(?:(?:perfectly|completely|totally|quite|brutally|very|really|absolutely|entirely|fully|a\ bit|being|so)\ )*"
_YOU = r"(?:\ with\ (?:you|ya|u|me|myself|yourself))?"
_MUST = r"(?:\ (?:must|have\ to|need\ to|hate\ to|got\ to|gotta|will)|'ve\ (?:got\ to|gotta))"
_ENGLISH = pattern(
    rf"""\b(?:(?:just\ )?to\ be\ {_QUITE}(?:honest|frank|fair|blunt|truthful|sincere|candid|clear|real){_YOU}
    |if\ (?:i'?m|i\ am|we'?re|i\ (?:may|can|must|have\ to)\ be)\ {_QUITE}(?:honest|frank|blunt)(?:\ about\ it)?{_YOU}
    |(?:i'?m|i\ am)\ being\ {_QUITE}(?:honest|frank){_YOU}|let'?s\ be\ {_QUITE}(?:honest|real|frank)(?:\ here)?
    |in\ all\ (?:honesty|seriousness|fairness|truth)|tbh|ngl|fwiw|imh?o
    |(?:(?:quite|very)\ )?(?:frankly|honestly|truthfully|candidly|admittedly|personally)(?:\ speaking)?
    |(?:i'?m\ )?not\ (?:gonna|going\ to)\ lie|i\ (?:can'?t|wo?n'?t|cannot|will\ not)\ lie|no\ lie|i\ kid\ you\ not
    |(?:to\ )?tell\ (?:you\ )?(?:the\ )?(?:honest\ |whole\ |plain\ )?truth|truth\ (?:to\ )?be\ told
    |(?:the\ )?(?:honest\ )?truth\ is(?:\ that)?|in\ my\ (?:(?:humble|honest|personal|own)\ )*opinion
    |i(?:\ (?:admit|confess)|{_MUST}\ (?:admit|confess|say))(?:\ (?:that|it))?
    |if\ you\ ask\ me|as\ far\ as\ i'?m\ concerned|for\ what\ it'?s\ worth|between\ (?:you\ and\ me|us)
    |believe\ (?:me|it\ or\ not)|trust\ me|mind\ you|no\ offen[cs]e(?:\ meant)?|with\ all\ due\ respect
    |all\ things\ considered|as\ a\ matter\ of\ fact)\b"""
)
_CHINESE = pattern(
    r"""(?:说|讲)(?:句|一句)?(?:实话|大实话|老实话|真心话|心里话|真的|真格的)|不得不(?:说|承认)
    |(?:老实|实话|坦白|坦率)(?:地|的)?(?:说|讲|实说)|讲真(?![实人正的相爱假])|不瞒你说|我(?:必须|得|要)?承认|凭良心(?:说|讲)|平心而论
    |摸着良心说|有一说一|恕我直言|不怕你笑话"""
)
#: An aside stands where a clause begins or ends; elsewhere its words belong to what is said.
_BEFORE = re.compile(
    r"(?:^|[,.;:!?()\n—–，。；：！？（）-]|但是?|不过|可是?|其实|嗯+|"
    r"\b(?:but|and|so|well|because|cause|though|or|oh|no|yeah|yes|ok|okay|hmm|actually|thing\s+is))\s*$",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s*(?:$|[,.;:!?()\n—–，。；：！？（）])")
#: "A man who has to tell the truth": somebody does so.
_DONE = re.compile(
    r"\b(?:want\w*|tr(?:y|ies|ied|ying)|has|have|had|having|need\w*|decid\w+|learn\w*|ought|forced|vow\w*|promis\w+|"
    r"supposed|going|afraid|able|hard|easy|dar\w+|how|who|will|would|not|never|speaks?|talks?|told)\s*$|[要会想人]\s*$",
    re.IGNORECASE,
)
_NEAR = 20  # characters before it that tell: in a long message the patterns would take their time
_COMMA = re.compile(r"\s*[,，]")


def without(text: str, titles: Iterable[Span]) -> str:
    """``text`` of the same length with blanks for asides and the comma behind one; what is in a title stays."""
    known = list(titles)
    for match in (*_ENGLISH.finditer(plain(text)), *_CHINESE.finditer(text)):
        start, end = match.span()
        if not _stands_aside(match, text) or any(a <= start and end <= b for a, b in known):
            continue
        end = comma.end() if (comma := _COMMA.match(text, end)) else end
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _stands_aside(match: re.Match[str], text: str) -> bool:
    near = max(0, match.start() - _NEAR), match.start()
    if _BEFORE.search(text, *near):
        return True
    return _BEHIND.match(text, match.end()) is not None and _DONE.search(text, *near) is None
