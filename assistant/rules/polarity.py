"""Whether the words that name a facet's value are wished for or wished away, and how strictly they are meant."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.preferences import Wish
from assistant.reading import Context
from assistant.rules.instead import in_genres
from assistant.rules.message import Message

#: Words for a kind, a genre, a country … are asked for; words for these say what it should be like.
_GUIDING = ("mood", "theme")
_LONGEST_CLAUSE = 200  # characters before a term that may turn it round


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """``text[start:end]`` means ``values`` of ``facet``; ``excluded`` where it is wished away.

    ``wider``: the values hold what the words mean within them, which the catalogue does not tell by itself ("boxing").
    ``compared``: more of it than something else has ("darker"), for which any of the values will do.
    """

    start: int
    end: int
    facet: str
    values: tuple[str, ...]
    excluded: bool = False
    soft: bool = False
    compared: bool = False
    wider: bool = False


def carried(message: Message, terms: Sequence[Term], context: Context) -> bool:
    """ "Or horror", "and musicals" after a message that only left something out: does the first term go on with it?

    After "and" only what is of the same facet does: "no horror", "and funny" wants it funny.
    """
    latest = [wish for wish in context.preferences.wishes if wish.turn == context.turn - 1]
    begins = _CARRIES_ON.match(message.plain)
    if not latest or not terms or begins is None or begins.end() != terms[0].start:
        return False
    if not all(wish.exclude and not wish.include for wish in latest):
        return False
    facets = ("note", *(wish.facet for wish in latest))
    return begins["word"].lower() in ("or", "nor") or terms[0].facet in facets


_CARRIES_ON = re.compile(r"\W*(?P<word>or|nor|and|neither)\s+(?:(?:also|any|no|not|too|with)\s+)*", re.IGNORECASE)


def judged(terms: Sequence[Term], message: Message, ends: Sequence[int], carried: bool = False) -> list[Term]:
    """The terms with their polarity; an exclusion carries on over a list ("no horror, gore or war").

    ``carried``: the first term goes on with what an earlier message left out.
    """
    found: list[Term] = []
    # The "without" of "without words" belongs to that term: it does not turn round what follows.
    own = [(t.start, t.end) for t in terms if message.lexicon.without.search(message.plain[t.start : t.end])]
    own += [match.span() for match in message.lexicon.animals_live.finditer(message.plain)]
    message = message.without(own) if own else message
    for at, term in enumerate(terms):
        before = found[-1] if found else None
        following = next((t for t in terms[at + 1 : at + 3] if t.start > term.end), None)
        rest = message.plain[term.end : following.start] if following else ""
        excluded = (carried and before is None) or _excluded(term, before, message, ends, rest)
        clause = message.clause_before(term.start)
        states = message.lexicon.statement.search(clause) is not None
        found.append(replace(term, excluded=excluded, soft=not excluded and (term.facet in _GUIDING or states)))
    return found


def tolerated(term: Term, message: Message) -> bool:
    """Is it only said that the term would be no hindrance ("I don't mind violence"), or need not be?"""
    before = message.clause_before(term.start)
    lexicon = message.lexicon
    return bool(
        lexicon.tolerated.search(before)
        or needless(term, message)
        or lexicon.tolerated_after.match(message.plain, term.end)
    )


def needless(term: Term, message: Message) -> bool:
    """Is it said that the term need not be ("it doesn't have to be a thriller")?"""
    before = message.clause_before(term.start)
    return message.lexicon.needless.search(before) is not None


def _excluded(term: Term, before: Term | None, message: Message, ends: Sequence[int], rest: str) -> bool:
    """Is the term wished away? What was said of a title before it ("I hated X, ...") does not reach it.

    ``rest`` are the words between it and the next term.
    """
    text, lexicon = message.plain, message.lexicon
    if before is not None and before.end >= term.start:
        return before.excluded  # one word with two meanings
    place = bisect_right(ends, term.start)
    start = max(message.clause_start(term.start), ends[place - 1] if place else 0, term.start - _LONGEST_CLAUSE)
    clause = text[start : term.start]
    if before is not None and text[before.start : term.start] == f"{text[term.start : term.end]}不":
        return before.excluded  # 悲不悲 asks
    if _LIKED_AFTER_ALL.match(text, term.end):
        return False
    if lexicon.less.search(clause) or lexicon.unwanted.match(text, term.end):
        return not (term.facet == "kind" and _OF_SOME_KIND.search(clause))
    if before is not None and before.excluded and _goes_on(text[before.end : term.start], rest, term, before, message):
        return True
    cues = list(lexicon.without.finditer(clause))
    if cues and term.facet == "kind" and _is_narrowed(clause[cues[-1].end() :], text[term.end :]):
        return False
    if not cues or lexicon.wanted.search(clause[cues[-1].end() :]):
        return False
    if cues[-1].group().startswith("除了") and _NOTHING_ELSE.match(text, term.end):
        return False
    since = before.end if before is not None and before.end > start + cues[-1].end() else None
    if before is not None and before.facet == "kind" and _NARROWING_AFTER.match(text, before.end):
        since = None  # "films with gore"
    return since is None or not lexicon.afresh.search(text[since : term.start])


#: 除了科幻我什么都不看 wants just that.
_NOTHING_ELSE = re.compile(
    r"(?:片|的|小说|电影)*(?:以外|之外|外)?[，,]?\s*我?(?:谁|什么|啥|别的|其他的?|其余的?)?(?:都|也|一概|一律)(?:不|没)"
)


def too_narrow(term: Term, terms: Sequence[Term], context: Context) -> bool:
    """ "Sports, but not boxing": is less wished away than the catalogue can tell apart from what is wished for?"""
    if not (term.excluded and term.wider):
        return False
    wished = {value for w in context.preferences.wishes if w.facet == term.facet for value in w.include or ()}
    wished |= {value for t in terms if t.facet == term.facet and not t.excluded for value in t.values}
    return not wished.isdisjoint(term.values)


def complains(term: Term, message: Message, context: Context) -> bool:
    """ "Those are not funny", "that's not a thriller": what was wished for is missed in what was shown.

    It is wanted as before.
    """
    if not (term.excluded and context.shown):
        return False
    if _MISSED.search(message.clause_before(term.start)) is None:
        return False
    meant = [*in_genres(Wish(facet=term.facet, include=term.values), context.catalogue)]
    return any(
        wish.facet == w.facet and not set(wish.include or ()).isdisjoint(w.include or ())
        for wish in context.preferences.wishes
        for w in meant
    )


_MISSED = re.compile(
    r"^\W*(?:(?:but|hey|hm+|well|no|come\s+on|sorry)\s+)*"
    r"(?:(?:they|those|these|this|that|it|all\s+of\s+(?:them|these|those)|(?:the|none\s+of)\s+\w+(?:\s+one)?|·+)\s*"
    r"(?:'s|'re|s|is|are|was|were|does|do)?\s*(?:n't|nt|not)?|(?:is|are)n't)\s+"
    r"(?:(?:not|really|exactly|even|at\s+all|very|so|that|particularly|seem|look|sound|a|an|any)\s+)*$",
    re.IGNORECASE,
)


def of_a_term(at: int, terms: Sequence[Term], message: Message) -> bool:
    """Does a word at a place speak of the kind named right before it ("he hates westerns but I love them")?"""
    behind = (p.match(message.text, t.end) for t in terms for p in (_LIKED_AFTER_ALL, message.lexicon.unwanted))
    return any(match is not None and match.start() <= at < match.end() for match in behind)


def refused(span: tuple[int, int], message: Message) -> bool:
    """Is what stands there wished away ("I'm not into old films", "long books bore me")?"""
    lexicon, (start, end) = message.lexicon, span
    before = message.plain[max(message.clause_start(start), start - _LONGEST_CLAUSE) : start]
    cues = list(lexicon.without.finditer(before))
    denied = bool(cues) and lexicon.wanted.search(before[cues[-1].end() :]) is None
    return denied or lexicon.unwanted.match(message.plain, end) is not None


#: "My dad hates westerns but I love them."
_LIKED_AFTER_ALL = re.compile(
    r"\s*(?:films?|movies?|books?|novels?|stories)?\s*[,;]?\s*(?:but|though)\s+(?:i|we)\s+(?:really\s+|actually\s+)?"
    r"(?:do|(?:love|like|enjoy|adore)(?:\s+(?:it|them|those|that))?)(?=\W*$|\s*[,.;!?])",
    re.IGNORECASE,
)


def _is_narrowed(before: str, after: str) -> bool:
    """In "no old films", "films with gore" and 不要太老的电影 it is not films as such that are wished away."""
    return bool(_NARROWING.search(before) or _NARROWING_AFTER.match(after))


_NARROWING = re.compile(
    r"(?!(?:any|more|of|the|a|an|these|those|please|to|see|watch|read|want)\b)\b[a-z\d]+|的|[老旧新长短]$",
    re.IGNORECASE,
)
_NARROWING_AFTER = re.compile(
    r"\s+(?:from|with|about|by|that|which|set|over|under|longer|shorter|older|newer|in|made|released|published|before|after)\b",
    re.IGNORECASE,
)
#: "Long movies bore me" is nothing against movies.
_OF_SOME_KIND = re.compile(r"\b(?:long|short|old|older|new|newer|recent|modern|\d0s)\s+$", re.IGNORECASE)
_OR = re.compile(r"\b(?:or|nor)\b|或|、", re.IGNORECASE)


def _goes_on(gap: str, rest: str, term: Term, before: Term, message: Message) -> bool:
    """Is ``gap`` that of a list? A comma alone joins only words of one facet ("no horror, funny" wants it funny)."""
    listed = message.lexicon.list_goes_on
    if not listed.fullmatch(gap):
        return False
    same = term.facet in (before.facet, "note")  # a content note cannot be wished for
    return same or bool(_OR.search(gap)) or bool(listed.fullmatch(rest) and _OR.search(rest))
