"""What a message says of each item it refers to: liked, disliked, seen, rejected, or only mentioned."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.rules.lexicon import Lexicon
from assistant.rules.references import Reference

Attitude = frozenset[str]

_NONE = re.compile(r"none|neither", re.IGNORECASE)
_FAR = 60  # characters between a word of opinion and what it speaks of, beyond which they are not read together
_JOINS = re.compile(
    r"^(?:\s*(?:already|before|too))?[\s,，、;&/]*(?:(?:and|or|nor|as well as|plus|also|both|the|a|和|与|跟|以及|还有|或)[\s,，、]*)*$",
    re.IGNORECASE,
)
_TURNS = re.compile(r"\b(?:but|however|though|although|while|whereas|yet|then)\b|但|不过|可是|然而", re.IGNORECASE)
_BARE_NOT = re.compile(
    r"(?:\b(?:but\s+)?not|\bexcept|\brather than|而不是|除了)\s*(?:the|a|an|for)?\s*[《“\"]?$", re.IGNORECASE
)


def attitudes(text: str, references: Sequence[Reference], lexicon: Lexicon) -> list[Attitude]:
    """For each reference a subset of {"like", "dislike", "seen"}; empty where it is only mentioned."""
    found: list[Attitude] = []
    for at, reference in enumerate(references):
        before = references[at - 1] if at else None
        if _NONE.match(reference.text):
            found.append(frozenset({"dislike"}))
            continue
        own = _before(text, reference, before, lexicon)
        after = _after(text, reference, references[at + 1 :], lexicon)
        opinion = own & {"like", "dislike"} or after
        found.append(frozenset(opinion | (own & {"seen"})))
    return _shared(text, references, found, lexicon)


def _before(text: str, reference: Reference, previous: Reference | None, lexicon: Lexicon) -> set[str]:
    """The opinion in the words between the previous reference (or the start of the sentence) and this one."""
    start = max(previous.end if previous else 0, _sentence_start(text, reference.start, lexicon))
    window = text[start : reference.start]
    if _BARE_NOT.search(window):
        return {"dislike"}
    found: set[str] = set()
    cues = [
        (match.end(), name, match)
        for name, pattern in (("dislike", lexicon.dislike), ("like", lexicon.like))
        for match in pattern.finditer(window)
        if len(window) - match.end() <= _FAR and not _TURNS.search(window[match.end() :])
    ]
    for _, name, match in sorted(cues, key=lambda cue: cue[0])[-1:]:
        inside_a_dislike = name == "like" and any(
            c[1] == "dislike" and c[2].start() <= match.start() < c[0] for c in cues
        )
        negated = name == "like" and lexicon.negation.search(window[: match.start()]) is not None
        found.add("dislike" if name == "dislike" or negated or inside_a_dislike else "like")
    seen = list(lexicon.seen.finditer(window))
    if seen and len(window) - seen[-1].end() <= _FAR and not lexicon.unseen.search(window):
        found.add("seen")
    return found


def _after(text: str, reference: Reference, later: Sequence[Reference], lexicon: Lexicon) -> set[str]:
    """The opinion in the words right after this reference ("X was boring"), up to the next one."""
    end = later[0].start if later else len(text)
    match = lexicon.sentence_end.search(text, reference.end)
    window = text[reference.end : min(end, match.start() if match else len(text))]
    negated = re.match(r"\s*(?:wasn'?t|isn'?t|was not|is not|weren'?t|不)\b", window, re.IGNORECASE)
    if lexicon.bad.match(window):
        return {"dislike"}
    if lexicon.good.match(window):
        return {"dislike"} if negated else {"like"}
    clause = re.split(r"[,，]", window, maxsplit=2)
    return {"like"} if len(clause) > 1 and lexicon.good.match(clause[1]) else set()


def _shared(text: str, references: Sequence[Reference], found: list[Attitude], lexicon: Lexicon) -> list[Attitude]:
    """References joined by "and" or a comma share what is said of the one before (or, failing that, after) them."""
    shared = list(found)
    for at in range(1, len(shared)):
        gap = text[references[at - 1].end : references[at].start]
        if not shared[at] and _JOINS.match(gap):
            shared[at] = shared[at - 1]
    for at in range(len(shared) - 2, -1, -1):
        gap = text[references[at].end : references[at + 1].start]
        if not shared[at] and _JOINS.match(gap):
            shared[at] = frozenset(_after(text, references[at + 1], references[at + 2 :], lexicon)) or shared[at]
    return shared


def _sentence_start(text: str, position: int, lexicon: Lexicon) -> int:
    ends = [match.end() for match in lexicon.sentence_end.finditer(text, 0, position)]
    return ends[-1] if ends else 0
