"""The words of a message that mean values of facets: the vocabulary's, the catalogue's own columns', and people.

Whether a term is wished for or away is told in `polarity`; what becomes a wish in `wishes`.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from assistant.reading import Context
from assistant.rules.message import Message, Span
from assistant.rules.polarity import Term, judged
from assistant.rules.references import Reference
from retrievers.text import fold
from retrievers.vocabulary import vocabulary

_LONGEST_TERM = 4  # words
_ECHO = 5  # characters: what stands between a verb and its noun (" a ", " the ")
_WORD = re.compile(r"[\w'’-]+")

#: Folded words → the (facet, value) pairs that they may mean.
Meanings = Mapping[str, tuple[tuple[str, str], ...]]


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
        chosen = _chosen(meanings, context, text[max(0, start - 12) : start])
        if (kind := _kind_named_in(text[start:end], message.lexicon.code)) and not _unknown(kind, context):
            chosen.setdefault("kind", (kind,))
        if set(chosen) == {"kind"} and _belongs_to_a_title(start, end, message, references):
            continue
        compared = _compares(text, start, end)
        found += [Term(start=start, end=end, facet=f, values=v, compared=compared) for f, v in chosen.items()]
    found = _without_echoes(sorted(found, key=lambda t: t.start))
    found = judged(found, message, sorted(r.end for r in references))
    return [term for before, term in pairwise([None, *found]) if term and not _only_names_the_kind(term, before)]


def _without_echoes(terms: Sequence[Term]) -> list[Term]:
    """ "To watch a movie", "to read a book": the noun says it, and is what a "not" before the verb reaches."""
    return [
        term for term, after in zip(terms, [*terms[1:], None], strict=False)
        if not (after and term.facet == after.facet == "kind" and term.values == after.values
                and after.start - term.end <= _ECHO)
    ]  # fmt: skip


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
    """Is more of it asked for than something has ("darker", "more romantic", 更黑暗)?"""
    if _MORE.search(text, max(0, start - 12), start):
        return True
    return any(form in vocabulary().terms("en") for form in _plain_forms(fold(text[start:end])))


_MORE = re.compile(r"(?:\b(?:more|less|a (?:bit|little)|slightly)\s*|更|再|稍微)$", re.IGNORECASE)


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
        asked = at > 0 and words[at][2] == "about" and words[at - 1][2] in ("what", "how")  # "what about books?"
        for size in range(0 if asked else min(_LONGEST_TERM, len(words) - at), 0, -1):
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
    """Facet → values meant: those the catalogue has, else broader ones that it has; themes after "about"."""
    known = _held(meanings, context)
    pairs = (
        known
        or _held([wide for f, v in meanings for wide in vocabulary().broader(f, v)], context)
        or [(f, v) for f, v in meanings if f != "note"]
        or list(meanings)
    )
    facets = {facet for facet, _ in pairs}
    if {"genre", "theme"} <= facets:
        drop = "genre" if re.search(r"(?<!what )(?<!how )about|关于", before) else "theme"
        pairs = [(f, v) for f, v in pairs if f != drop]
    if {"kind", "theme"} <= facets:
        drop = "kind" if re.search(r"(?<!what )(?<!how )about\s*$|关于$", before) else "theme"
        pairs = [(f, v) for f, v in pairs if f != drop]
    if {"country", "language"} <= facets:
        pairs = [(f, v) for f, v in pairs if f != ("country" if re.search(r"\bin\s*$", before) else "language")]
    found: dict[str, tuple[str, ...]] = {}
    for facet, value in pairs:
        found[facet] = (*found.get(facet, ()), value)
    return found


def _held(meanings: Sequence[tuple[str, str]], context: Context) -> list[tuple[str, str]]:
    return [(f, v) for f, v in meanings if fold(v) in context.catalogue.postings(f)]


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
