"""What a message does to the ledger: opinions on what it names, wishes, and words of a request that nobody else read.

It does not decide what kind of reply the message gets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.preferences import Opinion, OpinionList, PreferenceUpdate, Wish
from assistant.reading import Context
from assistant.rules import own
from assistant.rules.amounts import UNITS
from assistant.rules.attitudes import Attitude, attitudes
from assistant.rules.lexicon import Lexicon
from assistant.rules.measures import measures
from assistant.rules.message import LONG_SENTENCE, Message, Span
from assistant.rules.polarity import Term
from assistant.rules.references import Reference
from assistant.rules.slips import for_a_request
from assistant.rules.years import PERIODS
from retrievers.text import fold

_MOST_WORDS = 30


def update_of(
    message: Message, wishing: Message, told: Sequence[Reference], context: Context, wished: Sequence[Wish]
) -> PreferenceUpdate:
    """``told`` are the references that opinions may be about; ``wishing`` is the message without its questions."""
    lists: dict[OpinionList, dict[str, Opinion]] = {"likes": {}, "dislikes": {}, "seen": {}, "rejected": {}}
    shown = {item.id for item in context.shown}
    gone: list[Opinion | Wish] = []
    wished = list(wished)
    for reference, attitude in zip(told, attitudes(message.text, told, message.lexicon), strict=True):
        said = message.quote(reference.start)
        if "unseen" in attitude:
            gone += [o for o in context.preferences.seen if o.id in reference.ids]
        series = _series(reference, message, context)
        if series and "dislike" in attitude:  # "not Harry Potter"
            wished.append(Wish(facet="series", exclude=(series,), turn=context.turn, said=said))
            continue
        ids = _parts(series, context) if series and "seen" in attitude else reference.ids
        lived = message.lexicon.experienced.search(said) is not None
        for id in ids:
            for name in _lists_of(attitude, reference, id in shown and not lived):
                title = context.catalogue.item(id).title
                lists[name][id] = Opinion(id=id, title=title, turn=context.turn, said=said)
    for id in lists["likes"]:
        lists["dislikes"].pop(id, None)
        lists["rejected"].pop(id, None)
    any_value = tuple(facet for facet, pattern in message.lexicon.any_value if pattern.search(wishing.plain))
    any_value += own.let_go(wishing, context)
    return PreferenceUpdate(
        likes=tuple(lists["likes"].values()),
        dislikes=tuple(lists["dislikes"].values()),
        seen=tuple(lists["seen"].values()),
        rejected=tuple(lists["rejected"].values()),
        wishes=tuple(w for w in wished if w.facet not in any_value),
        remove=tuple(gone),
        forget_facets=any_value,
        add=message.lexicon.also.search(wishing.plain) is not None,
        spoken_of=tuple(dict.fromkeys(item.kind for item in context.shown if item.kind)),
    )


_AS_A_WHOLE = re.compile(r"\s*(?:films|movies|books|novels|series|saga|trilogy)\b|系列", re.IGNORECASE)


def _series(reference: Reference, message: Message, context: Context) -> str:
    """The series that a reference names as a whole ("the Star Wars films"), or nothing."""
    item = context.catalogue.item(reference.ids[0]) if reference.ids and reference.how == "title" else None
    if item is None or not item.series or fold(reference.text) != fold(item.series):
        return ""
    whole = fold(item.title) != fold(item.series) or _AS_A_WHOLE.match(message.text, reference.end)
    return item.series if whole else ""


def _parts(series: str, context: Context) -> tuple[str, ...]:
    rows = context.catalogue.postings("series").get(fold(series))
    return () if rows is None else tuple(context.catalogue.items[row].id for row in rows)


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
    read += [m.span() for m in _TURNS_ROUND.finditer(message.plain)]
    read += [*own.spans(message, context), *(s for m in measures(message, context, found) for s in m.spans)]
    rest = message.without(read).plain
    kept: list[str] = []
    first = 0
    for start, end in message.sentences:
        cue = message.lexicon.request.search(message.plain[start:end])
        asks = cue is not None
        tells = len(rest[start:end].split()) > LONG_SENTENCE
        begin = start + cue.start() if cue and tells else start  # what a long sentence tells before it asks is idle
        words = [
            w
            for w in re.findall(r"[A-Za-z][A-Za-z'-]+", rest[begin:end])
            if not message.lexicon.filler.fullmatch(w)
            and (_is_a_word(w, context) or _ABOUT.search(message.plain[start:end]))
            and (w.lower() in context.catalogue.words or not for_a_request(w, message))
        ]
        if tells and cue is None and not alone:
            continue
        bare = not asks and not any(start <= t.start < end for t in terms)
        if bare and not (alone and _is_bare_request(message.plain[start:end], words, context)):
            continue
        first = start if words and not kept else first
        kept += words
    if not kept:
        return []
    words_wished = " ".join(kept[:_MOST_WORDS]).lower()
    return [Wish(facet="text", include=(words_wished,), hard=False, turn=context.turn, said=message.quote(first))]


_ABOUT = re.compile(r"\b(?:about|set in|where|involving|featuring|with)\b", re.IGNORECASE)
_TURNS_ROUND = re.compile(r"\b(?:chang(?:ed|ing) my mind|(?:on )?second thoughts?)\b", re.IGNORECASE)
#: A catalogue whose texts have so many words knows the language: what is none of them is a slip or a name.
_MANY_WORDS = 5_000


def _is_a_word(word: str, context: Context) -> bool:
    known = context.catalogue.words
    return len(known) < _MANY_WORDS or all(part in known for part in re.split(r"[-']", word.lower()) if len(part) > 1)


_DENIED = re.compile(
    r"\b(?:not|without|never|less|nothing)\b|\btoo\s+(?=\w)|n't\b", re.IGNORECASE
)  # to search for its words would find them
_NO_REQUEST = re.compile(
    r"[?？]\s*$|^\W*(?:who|what|when|where|why|how|is|are|do|does|did|can|will)\b|\b(?:not|no|never)\b|n't|"
    r"\b(?:says?|said|you are|instructions?|system|prompt|ignore)\b",
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
