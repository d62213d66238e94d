"""What nobody else has read of a message: words for the search by meaning.

It comes last; whatever stands in an opinion, a wish or a question is taken out before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.preferences import Wish
from assistant.reading import Context
from assistant.rules import beyond, chat, occasions, own
from assistant.rules.amounts import UNITS
from assistant.rules.lexicon import Lexicon
from assistant.rules.measures import measures
from assistant.rules.message import LONG_SENTENCE, Message, Span
from assistant.rules.polarity import Term
from assistant.rules.references import Reference
from assistant.rules.years import PERIODS
from retrievers import spelling

_MOST_WORDS = 30
_LETTER = 80  # words


def _unread(message: Message, context: Context, found: Sequence[Reference], terms: Sequence[Term]) -> Message:
    """The message without what something else has read, or what denies."""
    read: list[Span] = [(r.start, r.end) for r in found] + [(t.start, t.end) for t in terms]
    read += [m.span() for p in _read_elsewhere(message.lexicon) for m in p.finditer(message.plain)]
    read += [(m.start(), message.clause_end(m.end())) for m in _DENIED.finditer(message.plain)]
    read += [m.span() for m in _OWN.finditer(message.plain)]
    read += [m.span() for m in _TURNS_ROUND.finditer(message.plain)]
    read += [*beyond.denials(message), *(span for span, _ in beyond.unrecorded(message)), *occasions.spans(message)]
    read += [*own.spans(message, context), *(s for m in measures(message, context, found) for s in m.spans)]
    return message.without(read)


def unjudged(message: Message, context: Context, found: Sequence[Reference], terms: Sequence[Term]) -> tuple[str, ...]:
    """What the message asks for that no record tells, in its own words ("by a woman", "cheesy")."""
    read: list[Span] = [(r.start, r.end) for r in found] + [(t.start, t.end) for t in terms]
    read += [m.span() for p in _read_elsewhere(message.lexicon) for m in p.finditer(message.plain)]
    read += [*own.spans(message, context), *(s for m in measures(message, context, found) for s in m.spans)]
    known = beyond.unrecorded(message)
    rest = message.without([*read, *(span for span, _ in known)]).plain
    return tuple(dict.fromkeys([*(words for _, words in known), *beyond.unread(message, rest)]))


def text_wish(
    message: Message, context: Context, found: Sequence[Reference], terms: Sequence[Term], *, alone: bool
) -> list[Wish]:
    """Words of a request that nothing else has read ("a heist gone wrong"), for the search by meaning.

    ``alone``: nothing else in the message could be read, so that words of the catalogue are a request by themselves.
    Chinese words are left out: the embedded encoder reads English only, and the vocabulary has read what it knows.
    """
    if chat.APPROVAL.search(message.plain) or chat.REFUSAL.search(message.plain):
        return []
    if len(message.plain.split()) > _LETTER and not alone:
        return []  # too much is told in it for a few words to be what is wanted
    rest = _unread(message, context, found, terms).plain
    kept: list[str] = []
    first = 0
    for start, end in message.sentences:
        cue = message.lexicon.request.search(message.plain[start:end])
        tells = len(rest[start:end].split()) > LONG_SENTENCE
        if tells and cue is None and not alone:
            continue
        # what a sentence tells before it asks is idle: "my sister said I'd like …"
        idle = cue is not None and (tells or _TELLS.search(message.plain[start : start + cue.start()]))
        begin = start + cue.start() if cue and idle else start
        words = [w for w in re.findall(r"[A-Za-z][A-Za-z'-]+", rest[begin:end])
                 if not message.lexicon.filler.fullmatch(_without_end(w)) and _is_a_word(w, context)]  # fmt: skip
        if cue is None and _REPORTS.search(message.plain[start:end]):
            continue
        bare = cue is None and not any(start <= t.start < end for t in terms)
        if bare and not (alone and _is_bare_request(message.plain[start:end], words, context)):
            continue
        first = start if words and not kept else first
        kept += words
    if not kept:
        return []
    words_wished = " ".join(kept[:_MOST_WORDS]).lower()
    return [Wish(facet="text", include=(words_wished,), hard=False, turn=context.turn, said=message.quote(first))]


def _without_end(word: str) -> str:
    """``what's`` and ``they're`` without their ends."""
    return re.sub(r"'(?:s|re|ll|ve|d|m)$", "", word, flags=re.IGNORECASE)


def _is_a_word(word: str, context: Context) -> bool:
    """Is it an English word or one of the catalogue's own? What is neither is a name, and no wish by itself."""
    parts = [part for part in re.split(r"[-']", word.lower()) if len(part) > 1]
    return all(spelling.is_english(part) or part in context.catalogue.words for part in parts)


#: A subject and its verb: somebody tells something.
_TELLS = re.compile(
    r"\b(?:i|you|he|she|they|we|your|my|mom|mum|dad|would|says?|said|tells?|told|stop|come|came|wait|shut|leave|hold|calls?|called)\b",
    re.IGNORECASE,
)
#: Somebody says that something is so: "Emily tells me books are here too".
_REPORTS = re.compile(
    r"\b(?:says?|said|tells?|told)\b|\b(?:he|she|they)\s+(?:would|used\s+to)\b(?!\s+(?:\w+\s+)?(?:like|love|enjoy|want))",
    re.IGNORECASE,
)
#: A clause about what is one's own: "my hands are not what they were".
_OWN = re.compile(
    r"(?:^|(?<=[,.;!?\n]))\s*(?:because\s+|as\s+|since\s+)?(?:my|our)\s+\w+\s+(?:is|are|was|were|has|have)\b[^,.;!?\n]*",
    re.IGNORECASE,
)
_TURNS_ROUND = re.compile(r"\b(?:chang(?:ed|ing) my mind|(?:on )?second thoughts?)\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not|without|never|less|nothing)\b|\btoo\s+(?=\w)|n't\b", re.IGNORECASE
)  # to search for its words would find them
_NO_REQUEST = re.compile(
    r"[?？]\s*$|^\W*(?:who|what|when|where|why|how|is|are|do|does|did|can|will)\b|\b(?:not|no|never)\b|n't|"
    r"\b(?:instructions?|system|prompt|ignore)\b",
    re.IGNORECASE,
)


def _is_bare_request(sentence: str, words: Sequence[str], context: Context) -> bool:
    """Are most of these words ones that the catalogue's own texts use? ("a brass lamp", not "asdf qwer")"""
    if _NO_REQUEST.search(sentence) or _TELLS.search(sentence):
        return False
    known = sum(word.lower() in context.catalogue.words for word in words)
    return known > 0 and 2 * known >= len(words)


def _read_elsewhere(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    return (
        UNITS, *PERIODS, lexicon.not_long, lexicon.not_short, lexicon.short, lexicon.long, lexicon.known,
        lexicon.hidden, lexicon.newer, lexicon.older, lexicon.like, lexicon.dislike, lexicon.seen, lexicon.without,
        lexicon.indifferent, lexicon.also, lexicon.more, lexicon.request, lexicon.for_children, lexicon.for_adults,
        lexicon.foreign, lexicon.no_subtitles,
        lexicon.animals_live, lexicon.same_person, lexicon.pronoun, lexicon.that_spirit,
        *(p for _, p in lexicon.any_value),
        *(p for i, p in lexicon.intents if i in ("surprise", "why", "ask", "more_like")),
    )  # fmt: skip
