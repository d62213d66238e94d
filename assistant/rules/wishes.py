"""What a message wishes: facet values and people with their polarity; other wishes are beside them.

The values are found in `terms`, years in `years`, lengths and popularity in `amounts`. It does not know what a
catalogue does with a wish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from assistant.preferences import Wish
from assistant.reading import Context
from assistant.rules import occasions
from assistant.rules.amounts import lengths, popularity
from assistant.rules.instead import in_genres
from assistant.rules.makers import by_the_same, together
from assistant.rules.manner import quiet
from assistant.rules.measures import measures
from assistant.rules.message import LONG_SENTENCE, Message
from assistant.rules.polarity import Term, complains, tolerated, too_narrow
from assistant.rules.references import Reference
from assistant.rules.terms import terms_in
from assistant.rules.years import years
from retrievers.text import fold

#: What a wish counts that is compared with a title ("like X but darker"), where X matters more than it.
_COMPARED = 0.8
#: Facets of which several values in one message are alternatives.
_SEVERAL = 2
_UNIT_OF = {"book": re.compile(r"\bpages?\b|页", re.IGNORECASE),
            "film": re.compile(r"\b(?:minutes?|mins?|hours?|hrs?)\b|分钟|小时", re.IGNORECASE)}  # fmt: skip
_ALTERNATIVES = ("kind", "people", "language", "country")


def wishes(
    message: Message, context: Context, references: Sequence[Reference], terms: list[Term] | None = None
) -> tuple[list[Wish], list[Term]]:
    """The wishes of a message, and the places in the text they were read from.

    ``terms`` are the message's, where somebody has looked for them already.
    """
    terms = terms_in(message, context, references) if terms is None else terms
    lexicon = message.lexicon
    if match := lexicon.for_adults.search(message.plain) or lexicon.for_children.search(message.plain):
        # "with my kids" says more than "kids"
        terms = [
            t for t in terms if t.end <= match.start() or match.end() <= t.start or t.facet not in ("genre", "theme")
        ]
    if match := lexicon.animals_live.search(message.plain):  # "a dog that does not die" wishes for a dog, and no death
        wanted = "" if lexicon.without.match(match.group()) else "theme"
        inside = [t for t in terms if match.start() <= t.start < match.end()]
        terms = [t for t in terms if t not in inside or (t is inside[0] and t.facet == wanted and not t.excluded)]
    terms = [t for t in terms if not too_narrow(t, terms, context)]
    meant = [t for t in terms if not (tolerated(t, message) or _idle(t, message) or _a_little(t, terms))]
    meant = [t for t in meant if not complains(t, message, context)]
    measured = measures(message, context, references, terms)
    unmeasured = message.without(span for measure in measured for span in measure.spans)
    found = [
        *_of_terms(meant, message, context, references),
        *(measure.wish for measure in measured),
        *years(unmeasured, context, references),
        *lengths(unmeasured, context, references),
        *popularity(message, context),
        *_foreign(message, context),
        *_for_children(message, context),
        *_without_harm_to_animals(message, context),
        *by_the_same(message, context, references),
        *quiet(message, context),
    ]
    found += _of_its_kind(found, context)
    found += occasions.suiting(message, found, context)
    return [meant for wish in found for meant in in_genres(wish, context.catalogue)], terms


def _of_its_kind(found: Sequence[Wish], context: Context) -> list[Wish]:
    """Whoever counts pages wants a book, and who counts minutes no book, where nothing else was said of the kind."""
    length = next((w for w in found if w.facet == "length" and (w.min is not None or w.max is not None)), None)
    said = any(w.facet == "kind" for w in (*found, *context.preferences.wishes))
    if length is None or said or len(context.catalogue.postings("kind")) < _SEVERAL:
        return []
    kind = next((kind for kind, unit in _UNIT_OF.items() if unit.search(length.said)), None)
    if kind is None or kind not in context.catalogue.postings("kind"):
        return []
    return [Wish(facet="kind", include=(kind,), turn=context.turn, said=length.said)]


def _of_terms(
    terms: Sequence[Term], message: Message, context: Context, references: Sequence[Reference]
) -> Iterator[Wish]:
    """One wish a facet and polarity; content notes are only ever wished away."""
    grouped: dict[tuple[str, bool], list[Term]] = {}
    for term in terms:
        if term.facet != "note" or term.excluded:
            grouped.setdefault((term.facet, term.excluded), []).append(term)
    for (facet, excluded), group in grouped.items():
        said = message.quote(group[0].start)
        strength = _COMPARED if references and any(t.compared for t in group) else 1.0
        wish = Wish(facet=facet, strength=strength, turn=context.turn, said=said)
        if excluded:
            rarest = (min(t.values, key=partial(_holders, facet, context)) for t in group)
            yield replace(wish, exclude=tuple(dict.fromkeys(rarest)))  # "no romcoms" leaves other comedies in
            continue
        hard = not all(term.soft for term in group)
        if facet == "people" and together(group, message.plain, context):
            for start in dict.fromkeys(t.start for t in group):
                yield replace(wish, include=tuple(v for t in group if t.start == start for v in t.values), hard=hard)
            continue
        if facet in _ALTERNATIVES:
            yield replace(wish, include=tuple(dict.fromkeys(v for t in group for v in t.values)), hard=hard)
            continue
        for either in _alternatives(group, message.plain, hard):
            yield replace(wish, include=either, hard=hard)


_ANY_OF_THEM = re.compile(r"(?:片|的|类)*都(?:行|可以|好|成|OK|能看)", re.IGNORECASE)  # 喜剧爱情动作都行


def _a_little(term: Term, terms: Sequence[Term]) -> bool:
    """ "Spooky, but not too spooky" is wished for all the same."""
    return term.excluded and any(
        not t.excluded and t.facet == term.facet and t.values == term.values and t.end <= term.start for t in terms
    )


def _holders(facet: str, context: Context, value: str) -> int:
    return len(context.catalogue.postings(facet).get(fold(value), ()))


def _alternatives(group: Sequence[Term], text: str, hard: bool) -> Iterator[tuple[str, ...]]:
    """ "A funny, sad film" wants both and so does "a romcom" (comedy, romance); "comedies or dramas" wants either."""
    joined: list[list[Term]] = [[group[0]]]
    for before, term in pairwise(group):
        gap = text[before.end : term.start].lower()
        if _ANY_OF_THEM.match(text, group[-1].end):
            gap = "或"
        if re.search(r"\bor\b|或|还是", gap) or (hard and re.search(r"^\s*,\s*$", gap)):
            joined[-1].append(term)
        else:
            joined.append([term])
    for terms in joined:
        if len(terms) == 1 and not terms[0].compared:  # what is "darker" may be darkly comic
            yield from ((value,) for value in terms[0].values)
        else:
            yield tuple(dict.fromkeys(value for term in terms for value in term.values))


def _idle(term: Term, message: Message) -> bool:
    """Is a term only told of: of what was seen, as one's own mood, or in a long sentence that asks for nothing?"""
    if any(m.start() <= term.start < m.end() for m in _OWN_NEWS.finditer(message.plain)):
        return True
    if (term.facet in _TOLD_OF and _is_told_of(term, message)) or _is_of_a_plot(term, message):
        return True
    if term.facet not in ("mood", "theme") or term.excluded:
        return False
    praise = (m for m in message.lexicon.like.finditer(message.plain) if message.plain[m.end() :].strip(" .!?:,"))
    if any(m.start() <= term.start and term.end <= m.end() for m in praise):
        return True  # "obsessed with Alien" is about no obsession
    if term.facet == "mood" and _CONTENT.match(message.plain, term.start):
        return True
    if term.facet == "mood" and _OWN_MOOD.search(message.clause_before(term.start)):
        return True
    start, end = message.sentence(term.start)
    sentence = message.plain[start:end]
    return len(sentence.split()) > LONG_SENTENCE and not message.lexicon.request.search(sentence)


def _is_of_a_plot(term: Term, message: Message) -> bool:
    """ "About a Jewish family", "who travels", "in which he plays a thief": these words name no genre in a plot."""
    if (
        term.facet != "genre"
        or term.excluded
        or not set(term.values) <= _IN_PLOTS
        or _KIND.match(message.plain, term.end)
    ):
        return False
    start = message.sentence(term.start)[0]
    return _PLOT.search(message.plain[start : term.start]) is not None


_IN_PLOTS = frozenset({"family", "children", "stage play", "travel", "self-help"})
_PLOT = re.compile(
    r"\b(?:about|follows?|following|story\s+of|stories\s+of|tells?|where|in\s+which|whose|who(?!\s+(?:likes?|loves?|enjoys?)))\b",
    re.I,
)
_KIND = re.compile(
    r"[\s-]*(?:friendly|films?|movies?|books?|novels?|stor(?:y|ies)|dramas?|comed(?:y|ies))\b", re.IGNORECASE
)


def _is_told_of(term: Term, message: Message) -> bool:
    """ "It was sad", "it has a lot of romance", "such a sad film", "the last film I saw", "mum found it too violent".

    What is too much of something is blamed in it, and better not there again.
    """
    start, end = message.sentence(term.start)
    before = message.plain[max(start, term.start - _TELLING_WITHIN) : term.start]
    if _FOUND_BY_OTHERS.search(before):
        return True
    if term.facet == "people":
        return False
    if term.facet == "kind" and not term.excluded and _LAST_SEEN.match(message.plain, term.end):
        return True
    if term.excluded and _TOO.search(before):
        return False
    if _WAS.search(before):
        return True
    asks = message.lexicon.request.search(message.plain, start, end) or _CONDITION.search(
        message.plain, start, term.start
    )
    return not asks and _IS.search(before) is not None


_TOLD_OF = ("mood", "theme", "genre", "kind", "note", "people")
_TELLING_WITHIN = 80
_WORK = r"(?:it|this|they|he|she|films?|movies?|books?|story|plot|ending|acting|cast|characters?|one|\u00b7|\))"
_GOES_ON = (
    r"(?![^,;:.!?]*\b(?:want|need|like|love|enjoy|prefer|into|something|anything|looking|for)s?\b)[^,;:.!?]{0,50}$"
)
_WAS = re.compile(
    rf"(?:(?:\b(?!(?:i|ve|we|you|what|which|who|there|if|wish)\b)[a-z]+|\u00b7|\))\s*\b(?:was|were|had|felt|seemed|tried)\b|\bsuch\s+an?\b){_GOES_ON}",
    re.IGNORECASE,
)
_IS = re.compile(rf"\b{_WORK}\s*(?:'s|'re|\b(?:is|are|has|have|makes|feels|deals))\b{_GOES_ON}", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:if|unless|sure|hope|when|where|should|must|has|got|need)s?\b(?=\s+(?:it|to|that|they)\b)|\bas\s+long\s+as\b",
    re.I,
)
_TOO = re.compile(r"\btoo\s+(?:\w+\s+)?$|\btoo\b[^,;:.!?]{0,20}$", re.IGNORECASE)
_LAST_SEEN = re.compile(
    r"\s+(?:that\s+)?(?:i|we)(?:'ve)?\s+(?:(?:have|just|last|ever)\s+)*(?:saw|watched|seen|read|loved|liked)\b", re.I
)
_FOUND_BY_OTHERS = re.compile(
    r"\b(?:(?:my|our)\s+(?:\w+\s+)?\w+\s+(?:found|thought|considered)|i\s+(?:run|own|work|live|teach|manage)|(?:he|she|they)\s+(?:(?:would|could)(?!\s+(?:\w+\s+)?(?:like|love|"
    r"enjoy|prefer|want))|used\s+to))\s[^,;:.!?]{0,60}$",
    re.IGNORECASE,
)
#: What has happened to the person who writes: 失恋了 asks for no film about it.
_OWN_NEWS = re.compile(r"(?:^|[，,。！？\s]|我|刚|又|最近|昨天)(?:失恋|分手|离婚|哭过)了")
#: "I'd be happy with anything."
_CONTENT = re.compile(r"happy\s+(?:to|with|about|if|for|that|birthday|new|christmas)\b", re.IGNORECASE)
_OWN_MOOD = re.compile(
    r"\b(?:i'?m|i am|i feel|i'm feeling|i am feeling|i've been|i was|we'?re|we are|feeling)\s+"
    r"(?:(?!in\b|looking|after|mood)\w+\s+){0,3}$",
    re.IGNORECASE,
)


def _foreign(message: Message, context: Context) -> Iterator[Wish]:
    """ "Foreign films" are in other languages than the person's own; "no subtitles", "nothing foreign": in that one."""
    lexicon, known = message.lexicon, context.catalogue.postings("language")
    native = tuple(value for value in lexicon.native if value in known)
    if not native:
        return
    wish = Wish(facet="language", turn=context.turn)
    if match := lexicon.no_subtitles.search(message.plain):
        yield replace(wish, include=native, said=message.quote(match.start()))
    elif match := lexicon.foreign.search(message.plain):
        clause = message.clause_before(match.start())
        said = message.quote(match.start())
        away = lexicon.without.search(clause) or lexicon.less.search(clause)
        yield replace(wish, include=native, said=said) if away else replace(wish, exclude=native, said=said)


def _for_children(message: Message, context: Context) -> Iterator[Wish]:
    """ "With my eight-year-old" asks for what is marked as being for children or the whole family, "for adults" not."""
    values = tuple(v for v in ("children", "family") if v in context.catalogue.postings("genre"))
    if not values:
        return
    if match := message.lexicon.for_adults.search(message.plain):
        yield Wish(
            facet="genre", exclude=(*values, "young adult"), turn=context.turn, said=message.quote(match.start())
        )
    elif match := message.lexicon.for_children.search(message.plain):
        wish = Wish(facet="genre", turn=context.turn, said=message.quote(match.start()))
        clause = message.clause_before(match.start())
        away = message.lexicon.without.search(clause)  # "no family-friendly stuff"
        yield replace(wish, exclude=values) if away else replace(wish, include=values)


def _without_harm_to_animals(message: Message, context: Context) -> Iterator[Wish]:
    """ "A dog that does not die": without the content note for it."""
    match = message.lexicon.animals_live.search(message.plain)
    if match and context.catalogue.postings("note"):
        yield Wish(facet="note", exclude=("animal death",), turn=context.turn, said=message.quote(match.start()))
