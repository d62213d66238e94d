"""Which language a message is in: English or Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading import Context
from assistant.rules.english import ENGLISH
from assistant.rules.message import Message, Span
from retrievers.text import has_cjk

#: What people type in the middle of a Chinese conversation as well.
_OF_ANY_LANGUAGE = re.compile(r"\W*(?:ok(?:ay)?|pass|next|h{2,}|(?:ha){2,}h?|lol|emo)\W*", re.IGNORECASE)


def language_of(text: str, before: str = "en") -> str:
    """``zh`` where Chinese characters occur, ``en`` where letters do, else the language used before."""
    if has_cjk(text):
        return "zh"
    if _OF_ANY_LANGUAGE.fullmatch(text):
        return before
    return "en" if re.search(r"[A-Za-z]{2}", text) else before


def language_around(text: str, titles: Sequence[Span], context: Context) -> str:
    """The language of the words around the titles: "I loved 霸王别姬" is English."""
    rest = Message.of(text, ENGLISH).without(titles).plain
    return language_of(rest if re.search(r"\w", rest) else text, context.language)
