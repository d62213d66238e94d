"""What a message wishes: facet values of the vocabulary, people, years, lengths, how well known; with their polarity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.preferences import Wish
from assistant.reading import Context
from assistant.rules.lexicon import Lexicon
from assistant.rules.references import Reference
from assistant.rules.years import years
from retrievers.text import fold
from retrievers.vocabulary import vocabulary

#: Words for a kind, a genre, a country … are asked for; words for a mood or a theme say what it should be like.
_HARD = ("kind", "genre", "language", "country", "people")
_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """``text[start:end]`` means ``values`` of ``facet``; ``excluded`` where it is wished away."""

    start: int
    end: int
    facet: str
    values: tuple[str, ...]
    excluded: bool = False
    soft: bool = False


def wishes(
    text: str, context: Context, lexicon: Lexicon, references: Sequence[Reference]
) -> tuple[list[Wish], list[Term]]:
    """The wishes of a message, and the places in the text they were read from."""
    terms = _terms(text, context, lexicon, [(r.start, r.end) for r in references])
    found = [*_of_terms(terms, text, lexicon, context.turn), *years(text, context, lexicon, references)]
    found += _lengths(text, lexicon, context)
    found += _popularity(text, lexicon, context)
    found += _for_children(text, lexicon, context)
    found += _by_the_same(text, lexicon, context, references)
    return found, terms


# ---- words of the vocabulary and people ---------------------------------------------------------------------------


def _terms(text: str, context: Context, lexicon: Lexicon, taken: list[tuple[int, int]]) -> list[Term]:
    found = list(_people(text, context, taken))
    taken = taken + [(term.start, term.end) for term in found]
    spans = _english_spans(text) if lexicon.code == "en" else _chinese_spans(text)
    for start, end, meanings in spans:
        if any(start < b and a < end for a, b in taken):
            continue
        taken.append((start, end))
        if lexicon.code == "zh" and (kind := _KIND_OF_WORD.get(text[end - 1 : end])) and end - start > 1:
            found.append(Term(start=start, end=end, facet="kind", values=(kind,)))
        for facet, values in _chosen(meanings, context, text[max(0, start - 8) : start]).items():
            found.append(Term(start=start, end=end, facet=facet, values=values))
    judged = [_with_polarity(term, text, lexicon) for term in sorted(found, key=lambda t: t.start)]
    return [
        term for term, before in zip(judged, [None, *judged], strict=False) if not _only_names_the_kind(term, before)
    ]


def _only_names_the_kind(term: Term, before: Term | None) -> bool:
    """In "no superhero films" it is not films that are wished away."""
    return (
        term.facet == "kind"
        and term.excluded
        and before is not None
        and before.excluded
        and term.start - before.end <= 1
    )


def _english_spans(text: str) -> Iterator[tuple[int, int, tuple[tuple[str, str], ...]]]:
    """Longest runs of words that the vocabulary knows."""
    terms = vocabulary().terms("en")
    words = [(m.start(), m.end(), fold(m.group())) for m in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        for size in range(min(4, len(words) - at), 0, -1):
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


def _chinese_spans(text: str) -> Iterator[tuple[int, int, tuple[tuple[str, str], ...]]]:
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
    yield from (span for span in _english_spans(text) if text[span[0] : span[1]].isascii())


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


_KIND_OF_WORD = {"片": "film", "剧": "series"}  # a Chinese genre that ends so is one of films: 科幻片


def _people(text: str, context: Context, taken: list[tuple[int, int]]) -> Iterator[Term]:
    for mention in context.titles.people(text):
        if all(mention.end <= a or b <= mention.start for a, b in taken):
            yield Term(start=mention.start, end=mention.end, facet="people", values=(mention.name,))


def _with_polarity(term: Term, text: str, lexicon: Lexicon) -> Term:
    """Is the term wished away? ("no horror or gore", "not too sad", "anything but a western")"""
    clause = text[_clause_start(text, term.start, lexicon) : term.start]
    scope = list(lexicon.without.finditer(clause))
    excluded = bool(scope) or lexicon.less.search(clause) is not None
    if lexicon.code == "zh" and not excluded:
        excluded = re.match(r"(?:片|小说|的)*(?:除外|不要|不行|免了)", text[term.end :]) is not None
    soft = not excluded and (term.facet not in _HARD or lexicon.statement.search(clause) is not None)
    return Term(start=term.start, end=term.end, facet=term.facet, values=term.values, excluded=excluded, soft=soft)


def _of_terms(terms: Sequence[Term], text: str, lexicon: Lexicon, turn: int) -> Iterator[Wish]:
    """One wish a facet and polarity; content notes are only ever wished away."""
    grouped: dict[tuple[str, bool], list[Term]] = {}
    for term in terms:
        if term.facet != "note" or term.excluded:
            grouped.setdefault((term.facet, term.excluded), []).append(term)
    for (facet, excluded), group in grouped.items():
        values = tuple(dict.fromkeys(value for term in group for value in term.values))
        said = sentence_of(text, group[0].start, lexicon)
        hard = excluded or not all(term.soft for term in group)
        if excluded:
            yield Wish(facet=facet, exclude=values, hard=True, turn=turn, said=said)
        elif facet in ("kind", "people", "language", "country") or len(group) == 1:
            yield Wish(facet=facet, include=values, hard=hard, turn=turn, said=said)
        else:  # "a funny, sad film" wants both, "comedies or dramas" either
            yield from _several(facet, group, text, hard, turn, said)


def _several(facet: str, group: Sequence[Term], text: str, hard: bool, turn: int, said: str) -> Iterator[Wish]:
    alternatives: list[list[str]] = [list(group[0].values)]
    for before, term in zip(group, group[1:], strict=False):
        gap = text[before.end : term.start].lower()
        if re.search(r"\bor\b|或|还是", gap) or (hard and re.search(r"^\s*,\s*$", gap)):
            alternatives[-1] += term.values
        else:
            alternatives.append(list(term.values))
    for values in alternatives:
        yield Wish(facet=facet, include=tuple(dict.fromkeys(values)), hard=hard, turn=turn, said=said)


# ---- lengths and popularity ---------------------------------------------------------------------------------------

_UNITS = re.compile(
    r"(?P<than>under|less than|at most|up to|no more than|no longer than|max(?:imum)?(?: of)?|within|shorter than|below|not over|"
    r"over|more than|at least|longer than|above|around|about|不超过|不到|最多|少于|小于|超过|至少|多于|大约|左右)?\s*"
    r"(?P<number>\d+(?:[.,]\d+)?|an?|one|two|three|four|half an|[一二两三四五半])\s*(?:-|个)?\s*(?P<half>半)?(?:小时)?"
    r"(?P<unit>(?:and a half )?hours?|hrs?|h\b|minutes?|mins?|pages?|(?<=小时)|分钟|页)(?P<and>\s*(?:and\s+)?(?:a half|half)|半)?"
    r"(?P<after>\s*(?:以内|之内|以下|以上|左右|or less|or more|max|tops))?",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?<!not )over|(?<!no )more than|at least|(?<!no )longer|above|(?<!不)超过|至少|多于|以上|or more", re.IGNORECASE
)
_NEARLY = re.compile(r"around|about|大约|左右", re.IGNORECASE)


def _lengths(text: str, lexicon: Lexicon, context: Context) -> list[Wish]:
    turn = context.turn
    for match in _UNITS.finditer(text):
        number = _amount(match, lexicon)
        if number is None or not (match["than"] or match["after"]):
            continue
        said = sentence_of(text, match.start(), lexicon)
        words = f"{match['than'] or ''} {match['after'] or ''}"
        if _NEARLY.search(words):
            return [Wish(facet="length", min=0.85 * number, max=1.15 * number, hard=False, turn=turn, said=said)]
        low, high = (number, None) if _MORE.search(words) else (None, number)
        return [Wish(facet="length", min=low, max=high, hard=True, turn=turn, said=said)]
    for pattern, include, exclude in (
        (lexicon.not_long, None, ("long",)),
        (lexicon.not_short, None, ("short",)),
        (lexicon.short, ("short",), None),
        (lexicon.long, ("long",), None),
    ):
        if found := pattern.search(text):
            said = sentence_of(text, found.start(), lexicon)
            return [Wish(facet="length", include=include, exclude=exclude, hard=False, turn=turn, said=said)]
    return []


def _amount(match: re.Match[str], lexicon: Lexicon) -> float | None:
    """The length that a match names, in minutes or pages."""
    word = match["number"].lower()
    number = 0.5 if word in ("half an", "半") else float(lexicon.numbers.get(word, 0)) or _float(word)
    if number is None:
        return None
    unit = match["unit"].lower()
    hours = unit.startswith(("h", "and a half")) or "小时" in match.group()
    if match["half"] or match["and"] or unit.startswith("and a half"):
        number += 0.5
    return number * 60 if hours else number


def _float(word: str) -> float | None:
    try:
        return float(word.replace(",", "."))
    except ValueError:
        return None


def _popularity(text: str, lexicon: Lexicon, context: Context) -> Iterator[Wish]:
    for pattern, low, high in ((lexicon.hidden, None, 0.6), (lexicon.known, 0.8, None)):
        if found := pattern.search(text):
            said = sentence_of(text, found.start(), lexicon)
            yield Wish(facet="popularity", min=low, max=high, hard=False, turn=context.turn, said=said)
            return


def _for_children(text: str, lexicon: Lexicon, context: Context) -> Iterator[Wish]:
    """ "With my eight-year-old" asks for what is marked as being for children or the whole family."""
    match = lexicon.for_children.search(text)
    values = tuple(v for v in ("children", "family") if v in context.catalogue.postings("genre"))
    if match and values:
        said = sentence_of(text, match.start(), lexicon)
        yield Wish(facet="genre", include=values, hard=True, turn=context.turn, said=said)


def _by_the_same(text: str, lexicon: Lexicon, context: Context, references: Sequence[Reference]) -> Iterator[Wish]:
    """ "By that director": the person with that part in the item that is spoken of."""
    match = lexicon.same_person.search(text)
    ids = [r.ids[0] for r in references if r.ids] or list(context.focus) or [item.id for item in context.shown]
    if match is None or not ids:
        return
    role = "author" if re.search("author|writer|作者", match.group(), re.IGNORECASE) else "director"
    names = tuple(f"{p.role}:{p.name}" for p in context.catalogue.item(ids[0]).people if p.role == role)
    if names:
        said = sentence_of(text, match.start(), lexicon)
        yield Wish(facet="people", include=names, hard=True, turn=context.turn, said=said)


# ---- places in the text ---------------------------------------------------------------------------------------------


def _clause_start(text: str, position: int, lexicon: Lexicon) -> int:
    """Where the clause of ``position`` starts: a comma inside a list ("no horror, gore or war") does not end it."""
    ends = [m.end() for m in lexicon.clause_end.finditer(text, 0, position)]
    return ends[-1] if ends else 0


def sentence_of(text: str, position: int, lexicon: Lexicon) -> str:
    """The sentence around ``position``, for the ledger to quote."""
    starts = [m.end() for m in lexicon.sentence_end.finditer(text, 0, position)]
    end = lexicon.sentence_end.search(text, position)
    return text[starts[-1] if starts else 0 : end.end() if end else len(text)].strip()[:200]
