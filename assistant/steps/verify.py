"""Is every claim of a sentence licensed by the record and the evidence? What is not known to be is not said.

A sentence passes only if every claim that a pattern finds in it holds, and nothing is left of it then but words that
claim nothing and words of the item's own description in their own order. It does not know who wrote the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import ModuleType

from assistant.claims import Licence, checks, chinese, english
from assistant.claims.marking import OTHER, PRIVATE, VALUE, Marked, marked
from retrievers.text import fold, has_cjk

__all__ = ["Licence", "licensed", "sentences"]

_SENTENCE = re.compile(r".+?(?:[.!?](?=\s|$)|[。！？]|$)", re.DOTALL)
_MARK = re.compile(r"[.!?。！？]")
_ANY_OTHER = re.compile(f"[{OTHER}-{chr(ord(VALUE) - 1)}]")  # other items and people
_NEAR = 7  # words of the description that a sentence may pass over at a time
_CONTENT = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def sentences(text: str, names: Iterable[str] = ()) -> Iterator[str]:
    """The sentences of a text, each with its end mark. The marks in ``names`` ("Dr. Strangelove") end none.

    Where a name ends in a mark, a capital behind it tells that the sentence ends there too. A name that has only begun
    where the text ends ("with A.I. Arti") counts as one: more of the text may come.
    """
    hidden = text
    for name in filter(_MARK.search, names):
        if name in hidden:
            shut = re.escape(name) + (r"(?!\s+[A-Z]|$)" if name[-1] in ".!?" else "")
            hidden = re.sub(shut, lambda match: _MARK.sub("_", match.group()), hidden)
            hidden = hidden.replace(name, _MARK.sub("_", name[:-1]) + name[-1])
        begun = next((n for n in range(len(name) - 1, 1, -1) if hidden.endswith(name[:n])), 0)
        hidden = hidden[: len(hidden) - begun] + _MARK.sub("_", name[:begun])
    for match in _SENTENCE.finditer(hidden):
        if sentence := text[match.start() : match.end()].strip():
            yield sentence


def licensed(sentence: str, licence: Licence) -> bool:
    """True only if each claim in ``sentence`` is licensed (see the module's first lines)."""
    if PRIVATE.search(sentence):
        return False
    found = marked(sentence.strip(), licence)
    found.text = found.text.rstrip(".!。！")  # not before: "Robert Downey Jr."
    tongue = chinese if has_cjk(found.text) else english
    contrast = tongue.CONTRAST.search(found.text) is not None
    return all(_holds(clause, found, licence, tongue, contrast) for clause in tongue.BREAKS.split(found.text))


def _holds(clause: str, found: Marked, licence: Licence, tongue: ModuleType, contrast: bool) -> bool:
    """Take the claims out of a clause one after the other; false as soon as one does not hold or something is left."""
    wished = _wished(clause, found, tongue)
    if wished is not None and not checks.asked_for(wished, found, licence, contrast=contrast):
        return False
    rest = clause
    for pattern, check in tongue.CLAIMS:
        for match in pattern.finditer(rest):
            if not check(match, found, licence):
                return False
        rest = pattern.sub(" ", rest)
    likened = _likened(clause, rest, found, licence, tongue)
    if likened is None:
        return False
    alike, rest = likened
    if alike and not checks.shares(alike, clause, found, licence):
        return False
    if alike and re.search(r"\d", clause):
        return False  # "like X, it is from 1995" would need the year of X
    if not alike and tongue.ALIKE.search(rest):
        return False  # "it has the same mood": as what?
    if not all(mark in (wished or "") for mark in found.missed(rest, licence)):
        return False  # what the item lacks may only be named as a wish
    known = clause if alike else wished or ""
    rest = "".join(" " if mark in found.people and mark in known else mark for mark in rest)
    return _nothing_is_left(tongue.WISH.sub(" ", rest), clause, found, licence, tongue)


def _likened(
    clause: str, rest: str, found: Marked, licence: Licence, tongue: ModuleType
) -> tuple[set[str], str] | None:
    """The titles that the item is likened to, and what is left of ``rest`` without that; None where it may not be."""
    alike: set[str] = set()
    for pattern in tongue.LIKENESS:
        for match in pattern.finditer(clause):
            what = match.groupdict().get("what")
            if what is not None and not PRIVATE.search(what):
                return None  # "it shares the mood with X": which one?
            if not checks.likeness(match, found, licence):
                return None
            alike |= found.titles(match["others"])
        rest = pattern.sub(lambda m: _ANY_OTHER.sub("", f" {m.groupdict().get('what') or ''} "), rest)
    return alike, rest


def _wished(clause: str, found: Marked, tongue: ModuleType) -> str | None:
    """What "you asked for ..." speaks of: what stands behind it, or else before it; None without such words."""
    bare = clause
    for pattern, check in tongue.CLAIMS:
        if check in (checks.you_liked, checks.harmless, checks.people_like_you):
            bare = pattern.sub(" ", bare)
    match = tongue.WISH.search(bare)
    if match is None:
        return None
    behind, before = tongue.CONTRAST.split(bare[match.end() :])[0], bare[: match.start()]
    for part in (behind, before):
        if found.tells(part) or re.search(r"\d", part):
            return part
    return behind if PRIVATE.search(behind) else before  # the kind alone


def _nothing_is_left(rest: str, clause: str, found: Marked, licence: Licence, tongue: ModuleType) -> bool:
    if _ANY_OTHER.search(rest) or re.search(r"\d", rest):
        return False
    if tongue.DENIES.search(rest) or tongue.COMPARES.search(rest):
        return False
    if tongue is chinese:
        words = PRIVATE.sub(" ", rest)
        for word in sorted(chinese.NEUTRAL, key=len, reverse=True):
            words = words.replace(word, "")
        return not re.search(r"\w", words)
    words = "".join(f" {found.words.get(c, '')} " if PRIVATE.match(c) else c for c in rest)
    told, neutral = _described(rest, licence)
    return neutral and not (told and (re.search(r"\d", clause) or not _described(words, licence)[1]))


def _described(words: str, licence: Licence) -> tuple[bool, bool]:
    """Are words of the description used, and are all others neutral?

    Words of the description must come in its order, close to each other, with nothing but links between them: a plot
    whose words are put together anew is another plot.
    """
    told = [_stem(fold(word)) for word in _CONTENT.findall(licence.item.description)]
    at, linked = -1, True
    for word in (word.casefold().replace("’", "'") for word in _CONTENT.findall(words)):
        near = told[at + 1 : at + 1 + _NEAR] if at >= 0 else told
        if (at >= 0 or word not in english.NEUTRAL) and linked and _stem(fold(word)) in near:
            at += 1 + near.index(_stem(fold(word)))
        elif word in english.NEUTRAL:
            linked = at < 0 or (linked and word in english.LINKS)
        else:
            return at >= 0, False
    return at >= 0, True


def _stem(word: str) -> str:
    return re.sub(r"(?:ies|es|s|ing|ed|ly)$", "", word)
