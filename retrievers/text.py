"""Cleaning text that comes from outside, and the folded form in which words are compared.

It does not know what a title or a facet is.
"""

from __future__ import annotations

import html
import re
import unicodedata

from retrievers.simplified import simplified

# Control and format characters (zero width, bidirectional overrides, tags), but not line breaks and tabs.
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT = {"\n", "\t"}
_SPACE = re.compile(r"\s+")
_MOST_PASSES = 8
_MARKED = re.compile(r"[&<]|  |\]\(")
#: The tokens by which chat models tell who speaks: in a text of the catalogue they would be orders.
_TOKEN = re.compile(r"<\|[^<>|]*\|>")
#: Links and images of Markdown: their words stay, their addresses go.
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_NOT_WORD = re.compile(r"[\W_]+")
#: Letters that Unicode does not take apart into a plain letter and an accent.
_PLAIN_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def strip_invisible(text: str) -> str:
    """``text`` without control, zero-width, bidirectional and unassigned characters; line breaks and tabs stay."""
    if text.isprintable():  # of all that is taken out here, nothing counts as printable
        return text
    return "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _INVISIBLE)


def clean(text: str) -> str:
    """Catalogue text made safe to keep: no markup, links, control tokens, invisible characters; NFC, single spaces."""
    if text.isascii() and text.isprintable() and not _MARKED.search(text):
        return text.strip()
    for _ in range(_MOST_PASSES):
        before, text = text, _cleaned_once(text)
        if text == before:
            break
    return text


def _cleaned_once(text: str) -> str:
    """One pass: what it takes away may have hidden markup (a zero-width space in a tag, a tag escaped twice)."""
    text = strip_invisible(_SPACE.sub(" ", text))
    if "&" in text:
        text = html.unescape(text)
    text = _LINK.sub(r"\1", _TOKEN.sub(" ", text))
    if "<" in text:
        import nh3

        text = html.unescape(nh3.clean(text, tags=set()))
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """The form in which names are compared: no case, accents or punctuation, single spaces, simplified characters.

    >>> fold("Amélie – L'Été!")
    'amelie lete'
    """
    text = text.casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = simplified(text.casefold().translate(_PLAIN_LETTERS))
    text = text.replace("&", " and ").replace("'", "").replace("’", "")
    return _NOT_WORD.sub(" ", text).strip()


def has_cjk(text: str) -> bool:
    """Does ``text`` hold a Chinese or Japanese character?"""
    return _CJK.search(text) is not None
