"""What a message says of each item it refers to: liked, disliked, seen, rejected, or only mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.rules.lexicon import Lexicon
from assistant.rules.message import plain
from assistant.rules.references import Reference

Attitude = frozenset[str]

_NONE = re.compile(r"none|neither", re.IGNORECASE)
_FAR = 60  # characters between a word of opinion and what it speaks of, beyond which they are not read together
_JOINS = re.compile(
    r"""^(?:\s*[（(]\d{4}[）)])?(?:\s*(?:already|before|too))?[\s,，、;&/+《「『“]*
    (?:(?:and|or|nor|as\ well\ as|along\ with|maybe|perhaps|possibly|even|plus|also|but\ also|both|
    (?:the\ |a\ )?(?:films?|movies?|books?|novels?)|the|a|电影|小说|书|和|与|跟|以及|还有|或)[\s,，、《「『“"]*)*$""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOSES = re.compile(r"^[》」』”\"]")
_TURNS = re.compile(
    r"\b(?:but(?!\s+also)|however|though|although|while|whereas|yet|then)\b|但|不过|可是|然而", re.IGNORECASE
)
_BARE_NOT = re.compile(
    r"(?:\b(?:but\s+)?not|\bno|\bexcept|\brather than|"
    r"而不是|(?<!是)不是|除了|不要|不想要|不想看|不看)\s*(?:the|a|an|for)?\s*[《“\"]?$",
    re.IGNORECASE,
)
_ASKS_BEFORE = re.compile(
    r"(?:(?:^|[.!?,\n]\s*)(?:is|are|was|were)|\b(?-i:Is|Are|Was|Were)|\bhow\s+about|\bwhat\s+about|"
    r"\bhave\s+you\s+(?:ever\s+)?(?:seen|watched|read|heard\s+of)|\bdid\s+you\s+(?:see|like|watch|read))"
    r"\s+(?:the\s+)?[“\"]?$",
    re.IGNORECASE,
)
_SO_WAS = re.compile(r"\b(?:so|as)\s+(?:was|is|are|were)\s+(?:the\s+)?[“\"]?$", re.IGNORECASE)
_ANY_GOOD = re.compile(r"\s*any\s+good\b", re.IGNORECASE)
#: Before a "like" that is a verb; before any other it means "such as".
_SUBJECT = re.compile(
    r"(?:\b(?:i|we|you|they|people|really|also|do|did|does|would|to|still|just|always|both|all|not|never|kinda|actually)|"
    r"n'?t|'d)\s*$",
    re.IGNORECASE,
)
_IN_QUESTION = re.compile(r"\b(?:is|was|are|were|isn't|wasn't)\s+(?:the\s+|any\s+of\s+)?[“\"]?$", re.IGNORECASE)
_ASKED_AFTER = re.compile(r"^\s*(?:吗|么|嘛|不好看|没有)")
_DENIED_AFTER = re.compile(r"\s*(?:wasn't|isn't|weren't|aren't|(?:was|is|were|are)\s+not|不)\b", re.IGNORECASE)
_NOT_BAD = re.compile(r"\s*(?:(?:is|was|are|were)(?:n't|\s+not))\s+(?:half\s+|too\s+|so\s+)?bad\b", re.IGNORECASE)
_SEEN_AFTER = re.compile(r"[》」』”\"]?\s*(?:我|我们)?(?:都|也|已经|早就)*(?:看过|读过|看完|读完)(?!吗)")
_UNSEEN_AFTER = re.compile(r"[》」』”\"]?\s*(?:我|我们)?(?:都|也|还)*(?:没|没有|从没|未)(?:看|读)")
_GLAD = re.compile(r"\s*[》”\"]?\s*(?:👍|❤|♥|💕|😍|🥰|⭐)")
_SAD = re.compile(r"\s*[》”\"]?\s*(?:👎|💩|🤮|😴|🙄)")
_GLAD_BEFORE = re.compile(r"(?:👍|❤|♥|💕|😍|🥰)\ufe0f?\s*[《“\"]?$")
_SAD_BEFORE = re.compile(r"(?:👎|💩|🤮|😴|🙄)\s*[《“\"]?$")


def attitudes(text: str, references: Sequence[Reference], lexicon: Lexicon) -> list[Attitude]:
    """For each reference a subset of {"like", "dislike", "seen", "unseen"}; empty where it is only mentioned."""
    text = without_titles(plain(text), references)
    found: list[Attitude] = []
    for at, reference in enumerate(references):
        before = references[at - 1] if at else None
        if _NONE.match(reference.text):
            found.append(frozenset({"dislike"}))
            continue
        own = _before(text, reference, before, lexicon)
        after = _after(text, reference, references[at + 1 :], lexicon)
        opinion = own & {"like", "dislike"} or after & {"like", "dislike"}
        found.append(frozenset(opinion | ((own | after) & {"seen", "unseen"})))
    return _shared(text, references, found, lexicon)


def without_titles(text: str, references: Sequence[Reference]) -> str:
    """``text`` with nothing inside its titles that could end a sentence: "Monsters, Inc. was fun"."""
    for reference in references:
        if reference.how == "title":
            text = text[: reference.start] + "x" * (reference.end - reference.start) + text[reference.end :]
    return text


def _before(text: str, reference: Reference, previous: Reference | None, lexicon: Lexicon) -> set[str]:
    """The opinion in the words between the previous reference (or the start of the sentence) and this one."""
    sentence = _sentence_start(text, reference.start, lexicon)
    start = max(previous.end if previous else 0, sentence)
    window = text[start : reference.start]
    if lexicon.as_good_as.search(window):
        return {"like"}
    if _BARE_NOT.search(window):
        counted = lexicon.seen.search(text[sentence : reference.start]) and not _cues(window, lexicon, lists=("like",))
        return {"unseen"} if counted else {"dislike"}
    if _SAD_BEFORE.search(window):
        return {"dislike"}
    if _SO_WAS.search(window):
        return {"like"}
    if _ASKS_BEFORE.search(window):
        return set()
    if _GLAD_BEFORE.search(window):
        return {"like"}
    found: set[str] = set()
    if opinion := _opinion(window, text[sentence:start], lexicon, pointed=reference.how != "title"):
        found.add(opinion)
    seen = [m for m in lexicon.seen.finditer(window) if _is_mine(text[sentence : start + m.start()], lexicon)]
    if lexicon.unseen.search(window) and not found:
        found.add("unseen")
    if seen and len(window) - seen[-1].end() <= _FAR and not lexicon.unseen.search(window):
        found.add("seen")
    return found


def _opinion(window: str, earlier: str, lexicon: Lexicon, *, pointed: bool) -> str:
    """The last word of opinion in ``window``, where it reaches its end; ``earlier`` is the sentence before it."""
    cues = [c for c in _cues(window, lexicon) if _is_mine(earlier + window[: c[1].start()], lexicon, c[1].group())]
    if not cues or lexicon.wants.search(window, cues[-1][1].end()):
        return ""
    name, match = cues[-1]
    such_as = match.group().lower() == "like" and not _SUBJECT.search(window[: match.start()])
    if such_as and pointed:
        return ""  # "somthing like the third" asks for more of its kind
    if such_as and len(cues) > 1:
        name, match = cues[-2]  # "not fond of films like X": what is like X is not liked
    negated = lexicon.negation.search(window[: match.start()]) is not None
    if name == "dislike":  # "I didn't hate it" praises nothing
        return "" if negated else "dislike"
    inside = any(n == "dislike" and m.start() <= match.start() < m.end() for n, m in cues)
    return "dislike" if negated or inside else "like"


def _cues(window: str, lexicon: Lexicon, lists: Sequence[str] = ("dislike", "like")) -> list[tuple[str, re.Match[str]]]:
    found = [
        (name, match)
        for name, pattern in (("dislike", lexicon.dislike), ("like", lexicon.like))
        if name in lists
        for match in pattern.finditer(window)
        if len(window) - match.end() <= _FAR and not _TURNS.search(window[match.end() :])
    ]
    return sorted(found, key=lambda cue: cue[1].end())


def _is_mine(before: str, lexicon: Lexicon, cue: str = "") -> bool:
    """Is the word after ``before`` an opinion of the person who writes?"""
    if cue[:3].lower() in ("fav", "fan", "big", "hug"):
        before = re.sub(r"\b(?:an?|the)\s*$", "", before)  # "a favourite of mine", but "a like"
    return lexicon.not_mine.search(before) is None


def _after(text: str, reference: Reference, later: Sequence[Reference], lexicon: Lexicon) -> set[str]:
    """The opinion in the words right after this reference ("X was boring"), up to the next one."""
    end = later[0].start if later else len(text)
    match = lexicon.sentence_end.search(text, reference.end)
    window = text[reference.end : min(end, match.start() if match else len(text))]
    window = _CLOSES.sub("", window)
    asked = text[reference.end : match.end() if match else len(text)].rstrip().endswith(("?", "？"))
    if _IN_QUESTION.search(text[: reference.start]) and (asked or _ANY_GOOD.match(window)):
        return set()
    if _UNSEEN_AFTER.match(window):
        return {"unseen"}
    if seen := _SEEN_AFTER.match(window):
        return {"seen", *_verdict(re.sub(r"^[,，]?\s*", "", window[seen.end() :]), lexicon)}
    found = _verdict(window, lexicon)
    if found or match is None or (later and later[0].start < match.end()):
        return found
    if said := lexicon.verdict.match(text, match.end()):
        return {"dislike"} if said["bad"] else {"like"}
    return found


def _verdict(window: str, lexicon: Lexicon) -> set[str]:
    """What the words behind a title say of it."""
    if _NOT_BAD.match(window):
        return {"like"}
    if lexicon.bad.match(window) or _SAD.match(window):
        return {"dislike"}
    if good := lexicon.good.match(window):
        if _ASKED_AFTER.match(window[good.end() :]):
            return set()
        return {"dislike"} if _DENIED_AFTER.match(window) else {"like"}
    if _GLAD.match(window):
        return {"like"}
    clause = re.split(r"[,，]", window, maxsplit=2)
    if len(clause) < 2:
        return set()
    return {"dislike"} if lexicon.bad.match(clause[1]) else {"like"} if lexicon.good.match(clause[1]) else set()


def _shared(text: str, references: Sequence[Reference], found: list[Attitude], lexicon: Lexicon) -> list[Attitude]:
    """References joined by "and" or a comma share what is said of the one before (or, failing that, after) them."""
    shared = list(found)
    for at, gap in _gaps(text, references):
        if not shared[at + 1] and _JOINS.match(gap):
            shared[at + 1] = shared[at]
    for at, gap in reversed(list(_gaps(text, references))):
        if not shared[at] and _JOINS.match(gap):
            shared[at] = frozenset(_after(text, references[at + 1], references[at + 2 :], lexicon))
    return shared


def _gaps(text: str, references: Sequence[Reference]) -> Iterator[tuple[int, str]]:
    """The words between each reference and the next one, without a quotation mark that closes the first."""
    for at in range(len(references) - 1):
        yield at, _CLOSES.sub("", text[references[at].end : references[at + 1].start])


def _sentence_start(text: str, position: int, lexicon: Lexicon) -> int:
    ends = [match.end() for match in lexicon.sentence_end.finditer(text, 0, position)]
    return ends[-1] if ends else 0
