"""What a message wishes: facet values of the vocabulary and people, with their polarity; other wishes are beside them.

Years are read in `years`, lengths and popularity in `amounts`. It does not know what a catalogue does with a wish.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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


def wishes(message: Message, context: Context, references: Sequence[Reference]) -> tuple[list[Wish], list[Term]]:
    """The wishes of a message, and the places in the text they were read from."""
    terms = terms_in(message, context, references)
    if match := message.lexicon.for_children.search(message.plain):  # "with my kids" says more than "kids"
        terms = [t for t in terms if t.end <= match.start() or match.end() <= t.start or t.facet != "genre"]
    found = [
        *_of_terms(terms, message, context.turn),
        *years(message, context, references),
        *lengths(message, context),
        *popularity(message, context),
        *_for_children(message, context),
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
        if message.lexicon.code == "zh" and text[end - 1] == "片" and end - start > 1:
            chosen.setdefault("kind", ("film",))  # 科幻片: a Chinese genre that ends so is one of films
        if set(chosen) == {"kind"} and _belongs_to_a_title(start, end, message, references):
            continue
        found += [Term(start=start, end=end, facet=facet, values=values) for facet, values in chosen.items()]
    judged = _judged(sorted(found, key=lambda t: t.start), message, sorted(r.end for r in references))
    return [term for before, term in pairwise([None, *judged]) if term and not _only_names_the_kind(term, before)]


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


def _of_terms(terms: Sequence[Term], message: Message, turn: int) -> Iterator[Wish]:
    """One wish a facet and polarity; content notes are only ever wished away."""
    grouped: dict[tuple[str, bool], list[Term]] = {}
    for term in terms:
        if term.facet != "note" or term.excluded:
            grouped.setdefault((term.facet, term.excluded), []).append(term)
    for (facet, excluded), group in grouped.items():
        values = tuple(dict.fromkeys(value for term in group for value in term.values))
        said = message.quote(group[0].start)
        hard = excluded or not all(term.soft for term in group)
        if excluded:
            yield Wish(facet=facet, exclude=values, hard=True, turn=turn, said=said)
        elif facet in _ALTERNATIVES or len(group) == 1:
            yield Wish(facet=facet, include=values, hard=hard, turn=turn, said=said)
        else:  # "a funny, sad film" wants both, "comedies or dramas" either
            for either in _alternatives(group, message.plain, hard):
                yield Wish(facet=facet, include=either, hard=hard, turn=turn, said=said)


def _alternatives(group: Sequence[Term], text: str, hard: bool) -> Iterator[tuple[str, ...]]:
    alternatives: list[list[str]] = [list(group[0].values)]
    for before, term in pairwise(group):
        gap = text[before.end : term.start].lower()
        if re.search(r"\bor\b|或|还是", gap) or (hard and re.search(r"^\s*,\s*$", gap)):
            alternatives[-1] += term.values
        else:
            alternatives.append(list(term.values))
    for values in alternatives:
        yield tuple(dict.fromkeys(values))


# ---- wishes in other words ------------------------------------------------------------------------------------------


def _for_children(message: Message, context: Context) -> Iterator[Wish]:
    """ "With my eight-year-old" asks for what is marked as being for children or the whole family."""
    match = message.lexicon.for_children.search(message.plain)
    values = tuple(v for v in ("children", "family") if v in context.catalogue.postings("genre"))
    if match and values:
        yield Wish(facet="genre", include=values, turn=context.turn, said=message.quote(match.start()))


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
