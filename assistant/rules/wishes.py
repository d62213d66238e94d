"""What a message wishes: facet values of the vocabulary and people, with their polarity; other wishes are beside them.

Years are read in `years`, lengths and popularity in `amounts`. It does not know what a catalogue does with a wish.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from assistant.preferences import Wish
from assistant.reading import Context
from assistant.rules.amounts import lengths, popularity
from assistant.rules.message import Message, Span
from assistant.rules.references import Reference
from assistant.rules.years import years
from retrievers.text import fold
from retrievers.vocabulary import vocabulary

#: Words for a kind, a genre, a country … are asked for; words for these say what it should be like.
_GUIDING = ("mood", "theme")
#: Facets of which several values in one message are alternatives.
_ALTERNATIVES = ("kind", "people", "language", "country")
_LONGEST_TERM = 4  # words
_LONGEST_CLAUSE = 200  # characters before a term that may turn it round
_WORD = re.compile(r"[\w'’-]+")

#: Folded words → the (facet, value) pairs that they may mean.
Meanings = Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """``text[start:end]`` means ``values`` of ``facet``; ``excluded`` where it is wished away."""

    start: int
    end: int
    facet: str
    values: tuple[str, ...]
    excluded: bool = False
    soft: bool = False
    strength: float = 1.0


def wishes(message: Message, context: Context, references: Sequence[Reference]) -> tuple[list[Wish], list[Term]]:
    """The wishes of a message, and the places in the text they were read from."""
    terms = terms_in(message, context, references)
    lexicon = message.lexicon
    if match := lexicon.for_adults.search(message.plain) or lexicon.for_children.search(message.plain):
        # "with my kids" says more than "kids"
        terms = [t for t in terms if t.end <= match.start() or match.end() <= t.start or t.facet != "genre"]
    if match := lexicon.animals_live.search(message.plain):  # "a dog that does not die" wishes for a dog, and no death
        wanted = "" if lexicon.without.match(match.group()) else "theme"
        inside = [t for t in terms if match.start() <= t.start < match.end()]
        terms = [t for t in terms if t not in inside or (t is inside[0] and t.facet == wanted and not t.excluded)]
    found = [
        *_of_terms(terms, message, context),
        *years(message, context, references),
        *lengths(message, context),
        *popularity(message, context),
        *_for_children(message, context),
        *_without_harm_to_animals(message, context),
        *_by_the_same(message, context, references),
    ]
    return found, terms


# ---- words of the vocabulary and people -----------------------------------------------------------------------------


def terms_in(message: Message, context: Context, references: Sequence[Reference]) -> list[Term]:
    """The words of a message that mean values of a facet, in order, none overlapping another or a title."""
    text = message.plain
    taken = [(r.start, r.end) for r in references]
    found = list(_people(text, context, taken))
    taken += [(term.start, term.end) for term in found]
    own = context.catalogue.own_terms
    spans = _english_spans(text, own) if message.lexicon.code == "en" else _chinese_spans(text, own)
    for start, end, meanings in spans:
        if any(start < b and a < end for a, b in taken):
            continue
        taken.append((start, end))
        chosen = _chosen(meanings, context, text[max(0, start - 8) : start])
        if (kind := _kind_named_in(text[start:end], message.lexicon.code)) and not _unknown(kind, context):
            chosen.setdefault("kind", (kind,))
        if set(chosen) == {"kind"} and _belongs_to_a_title(start, end, message, references):
            continue
        strength = _COMPARED if references and _compares(text, start, end) else 1.0
        found += [Term(start=start, end=end, facet=f, values=v, strength=strength) for f, v in chosen.items()]
    judged = _judged(sorted(found, key=lambda t: t.start), message, sorted(r.end for r in references))
    return [term for before, term in pairwise([None, *judged]) if term and not _only_names_the_kind(term, before)]


def _kind_named_in(words: str, language: str) -> str | None:
    """The kind that a word for something else ends in: "heist film", "crime novels", 科幻片."""
    if language == "zh":
        return next((kind for end, kind in _KIND_ENDS if words.endswith(end) and words != end), None)
    meanings = vocabulary().terms("en").get(fold(words).rpartition(" ")[2], ())
    return next((value for facet, value in meanings if facet == "kind"), None)


_KIND_ENDS = (("片", "film"), ("电影", "film"), ("小说", "book"), ("书", "book"))


def _unknown(kind: str, context: Context) -> bool:
    return kind not in context.catalogue.postings("kind")


def _compares(text: str, start: int, end: int) -> bool:
    """Is a word compared with a title ("like X but darker", "more romantic", 更黑暗)? Then X matters more than it."""
    word = fold(text[start:end])
    return _MORE.search(text, max(0, start - 12), start) is not None or any(
        form in vocabulary().terms("en") for form in _plain_forms(word) if word not in vocabulary().terms("en")
    )


_MORE = re.compile(r"(?:\b(?:more|less|a (?:bit|little)|slightly)\s*|更|再|稍微)$", re.IGNORECASE)
#: What a wish counts that is compared with a title, where a plain one counts 1.
_COMPARED = 0.5


def _belongs_to_a_title(start: int, end: int, message: Message, references: Sequence[Reference]) -> bool:
    """ "The film Heat", "my favourite book is": the word asks for no kind."""
    titles = [r for r in references if r.how == "title"]
    beside = any(_BESIDE.fullmatch(message.plain[min(end, r.end) : max(start, r.start)]) for r in titles)
    cues = (match.span() for match in message.lexicon.like.finditer(message.plain))
    return beside or any(a <= start and end <= b for a, b in cues)


_BESIDE = re.compile(r"\s*(?:called|named|是|,\s*the|\(the)?\s*[\"“《·]?\s*", re.IGNORECASE)


def _only_names_the_kind(term: Term, before: Term | None) -> bool:
    """In "no superhero films" it is not films that are wished away."""
    if term.facet != "kind" or not term.excluded or before is None or not before.excluded:
        return False
    return term.start - before.end <= 1 and before.facet != "kind"


def _english_spans(text: str, own: Meanings) -> Iterator[tuple[int, int, tuple[tuple[str, str], ...]]]:
    """Longest runs of words that the vocabulary or the catalogue's own columns know."""
    terms = ChainMap(dict(own), dict(vocabulary().terms("en"))) if own else vocabulary().terms("en")
    words = [(m.start(), m.end(), fold(m.group())) for m in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST_TERM, len(words) - at), 0, -1):
            key = " ".join(word for _, _, word in words[at : at + size])
            key = next((form for form in (key, *_plain_forms(key)) if form in terms), "")
            if key:
                yield words[at][0], words[at + size - 1][1], terms[key]
                at += size - 1
                break
        at += 1


def _plain_forms(word: str) -> tuple[str, ...]:
    """What a comparative may come from: ``funnier`` funny, ``sadder`` sad, ``darker`` dark, ``stranger`` strange."""
    if " " in word or not word.endswith("er") or len(word) < 5:
        return ()
    stem = word[:-2]
    doubled = stem[:-1] if stem[-1] == stem[-2] else stem
    return (f"{stem[:-1]}y" if stem.endswith("i") else stem, doubled, f"{stem}e")


def _chinese_spans(text: str, own: Meanings) -> Iterator[tuple[int, int, tuple[tuple[str, str], ...]]]:
    terms = vocabulary().terms("zh")
    longest = max(map(len, terms), default=0)
    at = 0
    while at < len(text):
        for size in range(min(longest, len(text) - at), 0, -1):
            if text[at : at + size] in terms:
                yield at, at + size, terms[text[at : at + size]]
                at += size - 1
                break
        at += 1
    yield from (span for span in _english_spans(text, own) if text[span[0] : span[1]].isascii())


def _chosen(meanings: Sequence[tuple[str, str]], context: Context, before: str) -> dict[str, tuple[str, ...]]:
    """Facet → values meant: those the catalogue has, one of each facet's synonyms; themes after "about"."""
    known = [(f, v) for f, v in meanings if fold(v) in context.catalogue.postings(f)]
    pairs = known or [(f, v) for f, v in meanings if f != "note"] or list(meanings)
    facets = {facet for facet, _ in pairs}
    if {"genre", "theme"} <= facets:
        drop = "genre" if re.search(r"about|关于", before) else "theme"
        pairs = [(f, v) for f, v in pairs if f != drop]
    if {"country", "language"} <= facets:
        pairs = [(f, v) for f, v in pairs if f != ("country" if re.search(r"\bin\s*$", before) else "language")]
    found: dict[str, tuple[str, ...]] = {}
    for facet, value in pairs:
        found[facet] = (*found.get(facet, ()), value)
    return found


_ROLES = (
    ("director", re.compile(r"\bdirected\s+by\s*$", re.I), re.compile(r"\s*(?:导演|执导|拍)", re.I)),
    ("author", re.compile(r"\b(?:written|novels?|books?)\s+by\s*$", re.I), re.compile(r"\s*(?:写|所著)", re.I)),
    ("cast", re.compile(r"\bstarring\s*$", re.I), re.compile(r"\s*(?:主演|演)", re.I)),
)  # fmt: skip


def _people(text: str, context: Context, taken: list[Span]) -> Iterator[Term]:
    for mention in context.titles.people(text):
        if all(mention.end <= a or b <= mention.start for a, b in taken):
            name = _with_role(mention.name, text[: mention.start], text[mention.end :], context)
            yield Term(start=mention.start, end=mention.end, facet="people", values=(name,))


def _with_role(name: str, before: str, after: str, context: Context) -> str:
    """``director:name`` where the words around the name ask for that part and somebody of the name has it."""
    for role, ahead, behind in _ROLES:
        known = f"{role}:{fold(name)}" in context.catalogue.postings("people")
        if known and (ahead.search(before[-30:]) or behind.match(after)):
            return f"{role}:{name}"
    return name


# ---- polarity -------------------------------------------------------------------------------------------------------


def _judged(terms: Sequence[Term], message: Message, ends: Sequence[int]) -> list[Term]:
    """The terms with their polarity; an exclusion carries on over a list ("no horror, gore or war")."""
    judged: list[Term] = []
    # The "without" of "without words" belongs to that term: it does not turn round what follows.
    own = [(t.start, t.end) for t in terms if message.lexicon.without.search(message.plain[t.start : t.end])]
    own += [match.span() for match in message.lexicon.animals_live.finditer(message.plain)]
    message = message.without(own) if own else message
    for at, term in enumerate(terms):
        before = judged[-1] if judged else None
        following = next((t for t in terms[at + 1 : at + 3] if t.start > term.end), None)
        rest = message.plain[term.end : following.start] if following else ""
        excluded = _excluded(term, before, message, ends, rest)
        clause = message.plain[message.clause_start(term.start) : term.start]
        states = message.lexicon.statement.search(clause) is not None
        judged.append(replace(term, excluded=excluded, soft=not excluded and (term.facet in _GUIDING or states)))
    return judged


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
    if lexicon.less.search(clause) or lexicon.unwanted.match(text, term.end):
        return True
    if before is not None and before.excluded and _goes_on(text[before.end : term.start], rest, term, before, message):
        return True
    cues = list(lexicon.without.finditer(clause))
    if not cues or lexicon.wanted.search(clause[cues[-1].end() :]):
        return False
    since = before.end if before is not None and before.end > start + cues[-1].end() else None
    return since is None or not lexicon.afresh.search(text[since : term.start])


_OR = re.compile(r"\b(?:or|nor)\b|或|、", re.IGNORECASE)


def _goes_on(gap: str, rest: str, term: Term, before: Term, message: Message) -> bool:
    """Is ``gap`` that of a list? A comma alone joins only words of one facet ("no horror, funny" wants it funny)."""
    listed = message.lexicon.list_goes_on
    if not listed.fullmatch(gap):
        return False
    same = term.facet in (before.facet, "note")  # a content note cannot be wished for
    return same or bool(_OR.search(gap)) or bool(listed.fullmatch(rest) and _OR.search(rest))


def _of_terms(terms: Sequence[Term], message: Message, context: Context) -> Iterator[Wish]:
    """One wish a facet and polarity; content notes are only ever wished away."""
    grouped: dict[tuple[str, bool], list[Term]] = {}
    for term in terms:
        if term.facet != "note" or term.excluded:
            grouped.setdefault((term.facet, term.excluded), []).append(term)
    for (facet, excluded), group in grouped.items():
        said = message.quote(group[0].start)
        wish = Wish(facet=facet, strength=min(t.strength for t in group), turn=context.turn, said=said)
        if excluded:
            rarest = (min(t.values, key=partial(_holders, facet, context)) for t in group)
            yield replace(wish, exclude=tuple(dict.fromkeys(rarest)))  # "no romcoms" leaves other comedies in
            continue
        hard = not all(term.soft for term in group)
        if facet in _ALTERNATIVES:
            yield replace(wish, include=tuple(dict.fromkeys(v for t in group for v in t.values)), hard=hard)
            continue
        for either in _alternatives(group, message.plain, hard):
            yield replace(wish, include=either, hard=hard)


def _holders(facet: str, context: Context, value: str) -> int:
    return len(context.catalogue.postings(facet).get(fold(value), ()))


def _alternatives(group: Sequence[Term], text: str, hard: bool) -> Iterator[tuple[str, ...]]:
    """ "A funny, sad film" wants both and so does "a romcom" (comedy, romance); "comedies or dramas" wants either."""
    joined: list[list[Term]] = [[group[0]]]
    for before, term in pairwise(group):
        gap = text[before.end : term.start].lower()
        if re.search(r"\bor\b|或|还是", gap) or (hard and re.search(r"^\s*,\s*$", gap)):
            joined[-1].append(term)
        else:
            joined.append([term])
    for terms in joined:
        if len(terms) == 1:
            yield from ((value,) for value in terms[0].values)
        else:
            yield tuple(dict.fromkeys(value for term in terms for value in term.values))


# ---- wishes in other words ------------------------------------------------------------------------------------------


def _for_children(message: Message, context: Context) -> Iterator[Wish]:
    """ "With my eight-year-old" asks for what is marked as being for children or the whole family, "for adults" not."""
    values = tuple(v for v in ("children", "family") if v in context.catalogue.postings("genre"))
    if not values:
        return
    if match := message.lexicon.for_adults.search(message.plain):
        yield Wish(facet="genre", exclude=values, turn=context.turn, said=message.quote(match.start()))
    elif match := message.lexicon.for_children.search(message.plain):
        yield Wish(facet="genre", include=values, turn=context.turn, said=message.quote(match.start()))


def _without_harm_to_animals(message: Message, context: Context) -> Iterator[Wish]:
    """ "A dog that does not die": without the content note for it."""
    match = message.lexicon.animals_live.search(message.plain)
    if match and context.catalogue.postings("note"):
        yield Wish(facet="note", exclude=("animal death",), turn=context.turn, said=message.quote(match.start()))


def _by_the_same(message: Message, context: Context, references: Sequence[Reference]) -> Iterator[Wish]:
    """ "By that director": the person with that part in the item that is spoken of."""
    match = message.lexicon.same_person.search(message.plain)
    ids = [r.ids[0] for r in references if r.ids] or list(context.focus) or [item.id for item in context.shown]
    if match is None or not ids:
        return
    role = "author" if re.search("author|writer|作者", match.group(), re.IGNORECASE) else "director"
    names = tuple(f"{p.role}:{p.name}" for p in context.catalogue.item(ids[0]).people if p.role == role)
    if names:
        yield Wish(facet="people", include=names, turn=context.turn, said=message.quote(match.start()))
