"""What a message does to the ledger: opinions on what it names, wishes, and words of a request that nobody else read.

It does not decide what kind of reply the message gets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.preferences import Opinion, OpinionList, PreferenceUpdate, Wish
from assistant.reading import Context
from assistant.rules.amounts import UNITS
from assistant.rules.attitudes import Attitude, attitudes
from assistant.rules.lexicon import Lexicon
from assistant.rules.message import Message, Span
from assistant.rules.polarity import Term
from assistant.rules.references import Reference
from assistant.rules.years import PERIODS

_MOST_WORDS = 30


def update_of(
    message: Message, wishing: Message, told: Sequence[Reference], context: Context, wished: Sequence[Wish]
) -> PreferenceUpdate:
    """``told`` are the references that opinions may be about; ``wishing`` is the message without its questions."""
    lists: dict[OpinionList, dict[str, Opinion]] = {"likes": {}, "dislikes": {}, "seen": {}, "rejected": {}}
    shown = {item.id for item in context.shown}
    for reference, attitude in zip(told, attitudes(message.text, told, message.lexicon), strict=True):
        said = message.quote(reference.start)
        for id in reference.ids:
            for name in _lists_of(attitude, reference, id in shown):
                title = context.catalogue.item(id).title
                lists[name][id] = Opinion(id=id, title=title, turn=context.turn, said=said)
    for id in lists["likes"]:
        lists["dislikes"].pop(id, None)
        lists["rejected"].pop(id, None)
    any_value = tuple(facet for facet, pattern in message.lexicon.any_value if pattern.search(wishing.plain))
    return PreferenceUpdate(
        likes=tuple(lists["likes"].values()),
        dislikes=tuple(lists["dislikes"].values()),
        seen=tuple(lists["seen"].values()),
        rejected=tuple(lists["rejected"].values()),
        wishes=tuple(w for w in wished if w.facet not in any_value),
        forget_facets=any_value,
        add=message.lexicon.also.search(wishing.plain) is not None,
        spoken_of=tuple(dict.fromkeys(item.kind for item in context.shown if item.kind)),
    )


def _lists_of(attitude: Attitude, reference: Reference, shown: bool) -> list[OpinionList]:
    """Where an attitude is kept: to turn down what was shown, unseen, is to reject it, not to dislike it."""
    found: list[OpinionList] = ["seen"] if "seen" in attitude else []
    if "like" in attitude:
        found.append("likes")
    elif "dislike" in attitude:
        found.append("rejected" if shown and "seen" not in attitude and reference.how != "title" else "dislikes")
    return found


def text_wish(
    message: Message, context: Context, found: Sequence[Reference], terms: Sequence[Term], *, alone: bool
) -> list[Wish]:
    """Words of a request that nothing else has read ("a heist gone wrong"), for the search by meaning.

    ``alone``: nothing else in the message could be read, so that words of the catalogue are a request by themselves.
    Chinese words are left out: the embedded encoder reads English only, and the vocabulary has read what it knows.
    """
    read: list[Span] = [(r.start, r.end) for r in found] + [(t.start, t.end) for t in terms]
    read += [m.span() for p in _read_elsewhere(message.lexicon) for m in p.finditer(message.plain)]
    read += [(m.start(), message.clause_end(m.end())) for m in _DENIED.finditer(message.plain)]
    rest = message.without(read).plain
    kept: list[str] = []
    first = 0
    for start, end in message.sentences:
        asks = message.lexicon.request.search(message.plain[start:end]) is not None
        words = [w for w in re.findall(r"[A-Za-z][A-Za-z'-]+", rest[start:end])
                 if not message.lexicon.filler.fullmatch(w)]  # fmt: skip
        bare = not asks and not any(start <= t.start < end for t in terms)
        if bare and not (alone and _is_bare_request(message.plain[start:end], words, context)):
            continue
        first = start if words and not kept else first
        kept += words
    if not kept:
        return []
    words_wished = " ".join(kept[:_MOST_WORDS]).lower()
    return [Wish(facet="text", include=(words_wished,), hard=False, turn=context.turn, said=message.quote(first))]


_DENIED = re.compile(
    r"\b(?:not|without|never|less|nothing)\b|\btoo\s+(?=\w)|n't\b", re.IGNORECASE
)  # to search for its words would find them
_NO_REQUEST = re.compile(
    r"[?？]\s*$|^\W*(?:who|what|when|where|why|how|is|are|do|does|did|can|will)\b"
    r"|\b(?:not|no|never)\b|n't",
    re.IGNORECASE,
)


def _is_bare_request(sentence: str, words: Sequence[str], context: Context) -> bool:
    """Are most of these words ones that the catalogue's own texts use? ("a brass lamp", not "asdf qwer")"""
    if _NO_REQUEST.search(sentence):
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
