"""The words of a message that mean values of facets: the vocabulary's, the catalogue's own columns', and people.

Whether a term is wished for or away is told in `polarity`; what becomes a wish in `wishes`.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.reading import Context
from assistant.rules.amounts import preferably
from assistant.rules.message import Message, Span
from assistant.rules.own import beside, columns
from assistant.rules.polarity import Term, carried, judged
from assistant.rules.references import Reference
from retrievers.text import fold
from retrievers.vocabulary import vocabulary

_LONGEST_TERM = 4  # words
_NO_VALUES = ("true", "false", "none", "unknown", "other")  # what cells say beside their column's name only
_SHORT = 2  # letters: a value as short as this is no word of a sentence
_ABOUT_WITHIN = 24  # characters before a word in which "about" tells what it is
_ECHO = 5  # characters: what stands between a verb and its noun (" a ", " the ")
_WORD = re.compile(r"[\w'’-]+|&")
_LATIN_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’-]*")  # in a Chinese message, which has no spaces

#: Folded words → the (facet, value) pairs that they may mean.
Meanings = Mapping[str, tuple[tuple[str, str], ...]]


def terms_in(message: Message, context: Context, references: Sequence[Reference]) -> list[Term]:
    """The words of a message that mean values of a facet, in order, none overlapping another or a title."""
    text = message.plain
    taken = [(r.start, r.end) for r in references]
    found = list(_people(text, context, taken))
    taken += [(term.start, term.end) for term in found]
    for start, end, meanings in _spans(message, context):
        if any(start < b and a < end for a, b in taken):
            continue
        if meanings == (("kind", "series"),) and _IN_A_SERIES.search(text, max(0, start - _ABOUT_WITHIN), start):
            continue  # "the first in the series"
        chosen = _chosen(meanings, context, text[max(0, start - _ABOUT_WITHIN) : start])
        if not chosen:
            continue
        taken.append((start, end))
        if (kind := _kind_named_in(text[start:end], message.lexicon.code)) and not _unknown(kind, context):
            chosen.setdefault("kind", (kind,))
        if set(chosen) == {"kind"} and _belongs_to_a_title(start, end, message, references):
            continue
        compared, wider = _compares(text, start, end), not _held(meanings, context)
        found += [
            Term(start=start, end=end, facet=f, values=v, compared=compared, wider=wider) for f, v in chosen.items()
        ]
    found = _without_echoes(sorted(found, key=lambda t: t.start))
    found = judged(found, _made_without(message), sorted(r.end for r in references), carried(message, found, context))
    found = [replace(t, soft=t.soft or (not t.excluded and preferably(message, (t.start, t.end)))) for t in found]
    found = _of_one_column(found, context)
    return [term for before, term in pairwise([None, *found]) if term and not _only_names_the_kind(term, before)]


_IN_A_SERIES = re.compile(r"\b(?:in|of|from) (?:the|a|that|this|its|the same) (?:\w+ )?$", re.IGNORECASE)


def _made_without(message: Message) -> Message:
    """ "Not made of plastic" is without plastic; every other letter stays where it is."""
    return replace(message, plain=_NOT_MADE.sub(lambda m: "without".ljust(len(m.group())), message.plain))


_NOT_MADE = re.compile(
    r"\b(?:\w+n't|isnt|arent|not) (?:be )?(?:made|built|cut|sewn) (?:out )?(?:of|from|with|in)\b",
    re.IGNORECASE,
)


def _of_one_column(terms: Sequence[Term], context: Context) -> list[Term]:
    """ "A copper kettle": of several own columns that know the word, the one in which most items have it.

    What is wished away is wished away in each of them.
    """
    own, best = context.catalogue.own_facets, dict[int, tuple[int, str]]()
    for term in terms:
        if term.facet in own and not term.excluded:
            holders = sum(len(context.catalogue.postings(term.facet)[fold(value)]) for value in term.values)
            best[term.start] = max(best.get(term.start, (0, "")), (holders, term.facet))
    return [t for t in terms if t.facet not in own or t.excluded or t.facet == best[t.start][1]]


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
    found = message.lexicon.like.finditer(message.plain)
    cues = (m.span() for m in found if titles or _WORD.search(message.plain, m.end()))
    return beside or any(a <= start and end <= b for a, b in cues)


_BESIDE = re.compile(r"\s*(?:called|named|是|,\s*the|\(the)?\s*[\"“《·]?\s*", re.IGNORECASE)


def _only_names_the_kind(term: Term, before: Term | None) -> bool:
    """In "no superhero films" it is not films that are wished away."""
    if term.facet != "kind" or not term.excluded or before is None or not before.excluded:
        return False
    return term.start - before.end <= 1 and before.facet != "kind"


_Span = tuple[int, int, tuple[tuple[str, str], ...]]


def _spans(message: Message, context: Context) -> Iterator[_Span]:
    """The words that the vocabulary or the catalogue itself knows, with what each may mean."""
    text, own, english = message.plain, context.catalogue.own_terms, vocabulary().terms("en")
    chinese = message.lexicon.code == "zh"
    if chinese:
        yield from _chinese_spans(text, {word: pairs for word, pairs in own.items() if not word.isascii()})
    known = ChainMap(dict(own), dict(english)) if own else english
    for start, end, key in _english_spans(text, known, _LATIN_WORD if chinese else _WORD):
        named = _named(own[key], context, text, start, end) if key in own else ()
        if named or key not in own or _stands_alone(key, text[start:end], message):
            yield start, end, named or known[key]
        elif key in english:
            yield start, end, english[key]


def _named(
    pairs: tuple[tuple[str, str], ...], context: Context, text: str, start: int, end: int
) -> tuple[tuple[str, str], ...]:
    """Those of the meanings whose column is named beside the words: "colour white", "size M"."""
    facets = {column.facet for column in columns(context.catalogue) if beside(column, text, start, end)}
    return tuple(pair for pair in pairs if pair[0] in facets)


def _stands_alone(key: str, words: str, message: Message) -> bool:
    """Does a word mean an own value without its column's name? "XL" does, but not "m", "yes", "true" or "100"."""
    if key in _NO_VALUES or key.replace(" ", "").isdigit():
        return False
    if len(key) > _SHORT:
        return message.lexicon.filler.fullmatch(key) is None
    return len(key) == _SHORT and words.isupper() and not message.plain.isupper()


def _english_spans(text: str, terms: Meanings, word: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    """Longest runs of words that are among ``terms``, and the key under which they stand there."""
    words = [(m.start(), m.end(), fold(m.group())) for m in word.finditer(text)]
    at = 0
    while at < len(words):
        asked = at > 0 and words[at][2] == "about" and words[at - 1][2] in ("what", "how")  # "what about books?"
        for size in range(0 if asked else min(_LONGEST_TERM, len(words) - at), 0, -1):
            key = " ".join(word for _, _, word in words[at : at + size])
            key = next((form for form in (key, *_plain_forms(key)) if form in terms), "")
            if key:
                yield words[at][0], words[at + size - 1][1], key
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


def _chinese_spans(text: str, own: Meanings) -> Iterator[_Span]:
    """Longest runs of characters that the vocabulary or the catalogue's own columns know."""
    terms = ChainMap(dict(own), dict(vocabulary().terms("zh"))) if own else vocabulary().terms("zh")
    longest = max(map(len, terms), default=0)
    at = 0
    while at < len(text):
        for size in range(min(longest, len(text) - at), 0, -1):
            if text[at : at + size] in terms:
                yield at, at + size, terms[text[at : at + size]]
                at += size - 1
                break
        at += 1


def _chosen(meanings: Sequence[tuple[str, str]], context: Context, before: str) -> dict[str, tuple[str, ...]]:
    """Facet → values meant: those the catalogue has, else broader ones that it has; themes after "about".

    None where the word is one of works (a mood, a genre) and the catalogue holds something else.
    """
    known = _held(meanings, context)
    pairs = (
        known
        or _held([wide for f, v in meanings for wide in vocabulary().broader(f, v)], context)
        or _in_own_words(meanings, context)
        or _unheld(meanings, context)
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


def _unheld(meanings: Sequence[tuple[str, str]], context: Context) -> list[tuple[str, str]]:
    """What a word may mean that the catalogue has in no facet: in a shop only that it is a film or the like."""
    if not context.catalogue.of_works:
        return [(f, v) for f, v in meanings if f == "kind" and v != "product"]
    return [(f, v) for f, v in meanings if f != "note"] or list(meanings)


def _in_own_words(meanings: Sequence[tuple[str, str]], context: Context) -> list[tuple[str, str]]:
    """What the catalogue calls it by another word of the vocabulary: whoever wants to 做饭 wants a course in 烹饪."""
    own, entries = context.catalogue.own_terms, vocabulary().entries
    words = (word for f, v in meanings for name in ("zh", "en") for word in entries[f][v].get(name, ()))
    return [*dict.fromkeys(pair for word in words for pair in own.get(fold(word), ()))]


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
