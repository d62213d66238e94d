"""What a message says of each item it refers to: liked, disliked, seen, rejected, or only mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.rules import chinese_opinions
from assistant.rules.hearsay import asks, is_hearsay
from assistant.rules.lexicon import Lexicon
from assistant.rules.marks import DID, EXCEPT, UNLIKE, is_known, marked
from assistant.rules.message import Message, Span, plain
from assistant.rules.references import Reference

Attitude = frozenset[str]

_NONE = re.compile(r"none|neither", re.IGNORECASE)
_LONGEST_SENTENCE = 1_000  # characters before or behind a reference in which its sentence begins or ends
_FAR = 60  # characters between a word of opinion and what it speaks of, beyond which they are not read together
_JOINS = re.compile(
    r"""^(?:\s*[（(]\d{4}[）)])?(?:\s*(?:already|before|too))?[\s,，、;&/+《「『“(（]*
    (?:(?:and|or|nor|as\ well\ as|along\ with|maybe|perhaps|possibly|even|plus|also|but\ also|both|
    (?:the\ |a\ )?(?:films?|movies?|books?|novels?)|
    the|a|in|电影|小说|书|和|与|跟|以及|还有|或)[\s,，、《「『“"]*)*$""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOSES = re.compile(r"^[》」』”\"]")
_TURNS = re.compile(
    r"\b(?:but(?!\s+also)|however|though|although|while|whereas|yet|then)\b|但|不过|可是|然而", re.IGNORECASE
)
_BARE_NOT = re.compile(
    r"(?:\b(?:but\s+)?not|\bno|\bexcept|\brather than|"
    rf"而不是|(?<!是)不是|除了|不要|不想要|不想看|不看)\s*(?:the|a|an|for)?\s*[《“\"]?$|{UNLIKE}",
    re.IGNORECASE,
)
_ASKS_BEFORE = re.compile(
    r"(?:(?:^|[.!?,\n]\s*)(?:is|are|was|were)|\b(?-i:Is|Are|Was|Were)|\bhow\s+about|\bwhat\s+about|"
    r"\bhave\s+you\s+(?:ever\s+)?(?:seen|watched|read|heard\s+of)|\bdid\s+you\s+(?:see|like|watch|read))"
    r"\s+(?:the\s+)?[“\"]?$",
    re.IGNORECASE,
)
_WISHES_IT = re.compile(r"\b(?:make|making|keep|have|want|like|prefer)\s+$", re.IGNORECASE)
#: Before a "like" that is a verb; before any other it means "such as".
_SUBJECT = re.compile(
    r"(?:\b(?:i|we|you|they|people|really|also|do|did|does|would|to|still|just|always|both|all|not|never|kinda|actually)|"
    r"n'?t|'d)\s*$",
    re.IGNORECASE,
)
_ASKED_AFTER = re.compile(r"^\s*(?:吗|么|嘛|不好看|没有)")
#: Where what is said behind a title may go on about it.
_CLAUSES = re.compile(r"([,，;]|\.{2,}|\s-+\s|[()]|\b(?:but|though|although|because|cause|yet)\b)", re.IGNORECASE)
_TOLD = re.compile(r"\b(?:(?:is|was|are|were)(?:n'?t)?|i|we|it)\b|'s\b", re.IGNORECASE)
#: "Not seen in years" is seen.
_LONG_AGO = re.compile(r"\s*(?:in|for)\s+(?:\w+\s+){0,4}?(?:ages|years|while|time|long|forever|decades|months)\b|"
                       r"\s*(?:lately|since)\b", re.IGNORECASE)  # fmt: skip
#: What is like a work is told, not asked for: "it's like X", "somewhat like X", "like a modern X".
_LIKENED = re.compile(
    r"(?:\b(?:it|that|this|he|she|they)(?:'s|\s+is|\s+was)|(?:^|[.!?\n])\s*just|\b(?:is|are|was|were|be|been|looks?|"
    r"sounds?|seems?|feels?|somewhat|almost|kind\s+of|kinda|sort\s+of|a\s+lot|a\s+bit|"
    r"(?:it|that|this|they)(?:\s+(?:anything|something|much))?))(?:\s+(?:literally|really|just|very|quite|more))?\s*$",
    re.IGNORECASE,
)
_KIND = re.compile(r"\s*(?:films?|movies?|flicks?|books?|novels?|stor(?:y|ies))\b", re.IGNORECASE)
_MODERN = re.compile(r"^\s*an?\s+(?:[\w-]+\s+){1,3}$", re.IGNORECASE)
_KNOWN = re.compile(r"\b(?:seen|saw|watched|read)\b", re.IGNORECASE)
_SEEN_TOO = re.compile(
    r"\b(?:and|but)\s+(?:(?:i|we|i've|have|also|already|just|recently|then)\s+)*(?:seen|saw|watched)\b", re.IGNORECASE
)
_FOR_INSTANCE = re.compile(r"\s*(?:for\s+(?:instance|example)|such\s+as|e\.?g\.?)\b", re.IGNORECASE)
#: What is said of the work before goes for the next one too.
_LIKEWISE = re.compile(
    r"(?:\balong\s+with|as\s+well\s+as|same\s+(?:with|for|goes\s+for|as)|ditto\s+for|(?:and|or)\s+(?:also|even|maybe)|"
    r"and\s+so\s+(?:is|was|are|were)|[.!\n]\s*(?:and|also|plus))\s+(?:the\s+)?[“\"]?$",
    re.IGNORECASE,
)
_GLAD = re.compile(r"\s*[》”\"]?\s*(?:👍|❤|♥|💕|😍|🥰|⭐)")
_SAD = re.compile(r"\s*[》”\"]?\s*(?:👎|💩|🤮|😴|🙄)")
#: Right before a title; nothing is told in a question.
_TOLD_BEFORE = (
    (re.compile(r"(?:👎|💩|🤮|😴|🙄)\s*[《“\"]?$"), "dislike"),
    (re.compile(r"\b(?:so|as)\s+(?:was|is|are|were)\s+(?:the\s+)?[“\"]?$", re.IGNORECASE), "like"),
    (_ASKS_BEFORE, ""),
    (re.compile(r"(?:👍|❤|♥|💕|😍|🥰)\ufe0f?\s*[《“\"]?$"), "like"),
)


def attitudes(text: str, references: Sequence[Reference], lexicon: Lexicon) -> list[Attitude]:
    """For each reference a subset of {"like", "dislike", "seen", "unseen"}; empty where it is only mentioned."""
    text = without_titles(plain(text), references)
    found: list[Attitude] = []
    for at, reference in enumerate(references):
        before = references[at - 1] if at else None
        if _NONE.match(reference.text):
            found.append(frozenset({"dislike"}))
            continue
        if back := chinese_opinions.taken_back(text, reference.end):
            found.append(frozenset({back}))
            continue
        if reference.start == reference.end and reference.how == "pronoun":
            said = lexicon.verdict.match(text, reference.start)
            found.append(frozenset({"dislike" if said and said["bad"] else "like"}))
            continue
        own = _before(text, reference, before, lexicon)
        after = _after(text, reference, references[at + 1 :], lexicon)
        opinion = own & {"like", "dislike"} or after & {"like", "dislike"}
        found.append(frozenset(opinion | ((own | after) & {"seen", "unseen"})))
    return _unseen_unliked(references, _shared(text, references, found, lexicon))


def _unseen_unliked(references: Sequence[Reference], found: Sequence[Attitude]) -> list[Attitude]:
    """What is named as not seen is not liked by an "it" beside it: "I haven't seen X. I read the book and loved it"."""
    unseen = {
        id for r, its in zip(references, found, strict=True) if r.how == "title" and "unseen" in its for id in r.ids
    }
    return [
        its - {"like"} if r.how != "title" and unseen.issuperset(r.ids) else its
        for r, its in zip(references, found, strict=True)
    ]  # fmt: skip


def verdicts(message: Message, references: Sequence[Reference]) -> Iterator[Span]:
    """Where the words stand that praise a work ("it was funny"): they wish for nothing; blame does ("too long")."""
    lexicon = message.lexicon
    for reference in references:
        said = lexicon.verdict if reference.start == reference.end else lexicon.good
        match = said.match(message.plain, reference.end, reference.end + _WINDOW)
        if match and (said is lexicon.verdict or _TOLD.search(match.group())):
            kind = _KIND.match(message.plain, match.end())
            yield match.start(), kind.end() if kind else match.end()
        if did := DID.match(message.plain, reference.end):
            yield did.span()


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
    if told := chinese_opinions.told_before(window, text, reference.end):
        return {told}
    if (but := EXCEPT.search(window)) and lexicon.without.search(text, sentence, start + but.start()):
        return {"like"}  # "no romance except X"
    if _BARE_NOT.search(window):
        counted = lexicon.seen.search(text[sentence : reference.start]) and not _cues(window, lexicon, lists=("like",))
        return {"unseen"} if counted else {"dislike"}
    for words, told in _TOLD_BEFORE:
        if words.search(window):
            return {told} - {""}
    found: set[str] = set()
    unseen = list(lexicon.unseen.finditer(window))
    seen = [m for m in lexicon.seen.finditer(window) if _is_mine(text[sentence : start + m.start()], lexicon)]
    if unseen and seen and seen[-1].start() >= unseen[-1].end():
        unseen = []
    said = window[unseen[-1].end() :] if unseen else window
    if opinion := _opinion(said, text[sentence : start + len(window) - len(said)], lexicon, reference):
        found.add(opinion)
    if unseen and not found:
        found.add("seen" if _LONG_AGO.match(text, reference.end) else "unseen")
    if seen and len(window) - seen[-1].end() <= _FAR and not unseen:
        found.add("seen")
    return found


def _opinion(window: str, earlier: str, lexicon: Lexicon, reference: Reference) -> str:
    """The last word of opinion in ``window``, where it reaches its end; ``earlier`` is the sentence before it."""
    pointed = reference.how != "title"
    cues = [c for c in _cues(window, lexicon) if _is_mine(earlier + window[: c[1].start()], lexicon, c[1].group())]
    if not cues or lexicon.wants.search(window, cues[-1][1].end()):
        return ""
    name, match = cues[-1]
    if _SEEN_TOO.search(window, match.end()):  # "I love her and have seen X"
        return ""
    such_as = match.group().lower() == "like" and not _SUBJECT.search(window[: match.start()])
    likened = such_as or match.group().lower() in ("such as", "similar to")
    if such_as and pointed and not (len(cues) > 1 and _SUBJECT.search(window[: cues[-2][1].start()])):
        return ""  # "something like the third" asks for more of its kind, "I like films like that" does not
    asks = lexicon.request.search(window[: match.start()]) is not None
    if likened and not asks and (_LIKENED.search(window[: match.start()]) or _MODERN.match(window, match.end())):
        return ""
    if such_as and len(cues) > 1:
        name, match = cues[-2]  # "not fond of films like X": what is like X is not liked
    elif such_as and not asks and _KNOWN.search(window[: match.start()]):
        return ""  # "I've seen most of his films, like X"
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
    if _WAS.match(cue):
        before = _SOMEBODY.sub("", before)  # "he was good in X" is what I think
    return lexicon.not_mine.search(before) is None


_WAS = re.compile(r"(?:was|is|were|'s)\b", re.IGNORECASE)
_SOMEBODY = re.compile(r"\b(?:he|she)\s*$", re.IGNORECASE)
_WINDOW = 200  # characters behind a title: what is said of it stands nearer, and the patterns would take their time


def _after(text: str, reference: Reference, later: Sequence[Reference], lexicon: Lexicon) -> set[str]:
    """The opinion in the words right after this reference ("X was boring"), up to the next one."""
    end = later[0].start if later else len(text)
    match = lexicon.sentence_end.search(text, reference.end, reference.end + _LONGEST_SENTENCE)
    before = text[max(0, reference.start - _WINDOW) : reference.start]
    cut = later and (match is None or end < match.start())
    window = text[reference.end : min(end, match.start() if match else len(text))] + ("§" if cut else "")
    window = _CLOSES.sub("", window if len(window) <= _WINDOW else f"{window[:_WINDOW]}§")
    asked = text[reference.end : match.end() if match else len(text)].rstrip().endswith(("?", "？"))
    if reference.how == "pronoun" and _WISHES_IT.search(before):
        return set()  # "make it funny"
    if asks(before, window, marked=asked) or is_hearsay(before, window):
        return set()
    if chinese_opinions.UNSEEN_BEHIND.match(window):
        return {"unseen"}
    if mark := marked(before, window):
        return {mark}
    if seen := chinese_opinions.SEEN_BEHIND.match(window):
        return {"seen", *_verdict(re.sub(r"^[,，]?\s*", "", window[seen.end() :]), lexicon)}
    found = _verdict(window, lexicon)
    known = {"seen"} if is_known(before, window) else set[str]()
    if found or match is None or (later and later[0].start < match.end()):
        return found or known
    if said := lexicon.verdict.match(text, match.end(), match.end() + _WINDOW):
        return {"dislike"} if said["bad"] else {"like"}
    return known


def _verdict(window: str, lexicon: Lexicon) -> set[str]:
    """What the words behind a title say of it: praise in any clause that goes on about it, else blame."""
    if _SAD.match(window):
        return {"dislike"}
    if _GLAD.match(window):
        return {"like"}
    first, *more = _CLAUSES.split(window, maxsplit=3)
    told = _TOLD.search(first) is not None or DID.match(window) is not None
    found = {_of_clause(first, lexicon)}
    for joint, clause in zip(more[::2], more[1::2], strict=True):
        goes_on = told or not joint.isalpha() or _TOLD.search(clause)  # "X but funny" wants another one
        if goes_on and not chinese_opinions.TAKES_OBJECT.fullmatch(clause):
            found.add(_of_clause(clause, lexicon))
    return {"like"} if "like" in found else found & {"dislike"}


def _of_clause(clause: str, lexicon: Lexicon) -> str:
    if lexicon.bad.match(clause):
        return "dislike"
    good = lexicon.good.match(clause)
    return "like" if good and not _ASKED_AFTER.match(clause[good.end() :]) else ""


def _shared(text: str, references: Sequence[Reference], found: list[Attitude], lexicon: Lexicon) -> list[Attitude]:
    """References joined by "and" or a comma share what is said of the one before (or, failing that, after) them."""
    shared = list(found)
    for at, gap in _gaps(text, references):
        if not shared[at + 1] and (_JOINS.match(gap) or _LIKEWISE.search(gap)):
            shared[at + 1] = shared[at]
    for at, gap in reversed(list(_gaps(text, references))):
        if not shared[at] and gap.strip() and _JOINS.match(gap):
            shared[at] = frozenset(_after(text, references[at + 1], references[at + 2 :], lexicon))
    return shared


def _gaps(text: str, references: Sequence[Reference]) -> Iterator[tuple[int, str]]:
    """The words between each reference and the next one, without a quotation mark that closes the first."""
    for at in range(len(references) - 1):
        yield at, _CLOSES.sub("", text[references[at].end : references[at + 1].start])


def _sentence_start(text: str, position: int, lexicon: Lexicon) -> int:
    first = max(0, position - _LONGEST_SENTENCE)
    ends = [match.end() for match in lexicon.sentence_end.finditer(text, first, position)]
    if len(ends) > 1 and _FOR_INSTANCE.match(text, ends[-1]):
        return ends[-2]
    return ends[-1] if ends else first
