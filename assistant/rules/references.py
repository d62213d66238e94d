"""What a message speaks of: titles of the catalogue, "the second one", "it", "all of them". Knows no opinions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.preferences import OPINIONS, opinions
from assistant.reading import Context
from assistant.rules import chinese_opinions
from assistant.rules.lexicon import Lexicon
from assistant.rules.marks import UNLIKE
from assistant.rules.message import plain
from retrievers.mentions import Mention, PersonMention
from retrievers.namesakes import KIND_AROUND
from retrievers.text import fold
from retrievers.vocabulary import vocabulary

_LONGEST_TITLE = 100  # characters


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """``text[start:end]`` stands for the items ``ids``.

    None for what the catalogue does not hold: a ``title`` by its form, or a ``name``, be it of a work or of somebody.
    ``namesakes`` are the ids of other works that the words could as well mean, ``alike`` of them with the one taken.
    """

    start: int
    end: int
    text: str
    ids: tuple[str, ...]
    how: Literal["title", "name", "ordinal", "pronoun", "all"]
    alike: int = 1
    namesakes: tuple[str, ...] = ()


def references(text: str, context: Context, lexicon: Lexicon) -> list[Reference]:
    """Every reference in ``text``, in order, none overlapping another."""
    if context.shown and lexicon.more.fullmatch(text.strip(" ?!.。？！")):
        return []  # "others?" is no film
    found = [
        _named(m, text, context)
        for m in context.titles.find(text)
        if m.ids or not (_is_a_known_word(m.text) or _is_a_person(m, context.titles.people(text)))
    ]
    text = plain(text)
    _add(found, _ordinals(text, context, lexicon))
    _add(found, _pronouns(text, context, lexicon, tuple(sorted(found, key=lambda r: r.start))))
    _add(found, _parts(text, context, found[:]))
    _add(found, _left_out(text, context, lexicon, found[:]))
    return sorted(found, key=lambda reference: reference.start)


def _named(mention: Mention, text: str, context: Context) -> Reference:
    """A title; of two works as good for it, one that was spoken of, or of the kind that is.

    All of them where the name is turned down and no kind is told.
    """
    best = mention.ids[: mention.alike]
    if mention.alike > 1:
        told = {o.id for name in OPINIONS for o in opinions(context.preferences, name)}
        wished = {kind for wish in context.preferences.wishes if wish.facet == "kind" for kind in wish.include or ()}
        named, done = (_kinds(words, text) for words in (KIND_AROUND, _DONE_WITH))
        kinds = named or done or wished or {item.kind for item in context.shown if item.kind}
        known = [id for id in best if id in told]
        of_kind = [id for id in best if len(kinds) == 1 and context.catalogue.item(id).kind in kinds]
        if not (known or of_kind) and _TURNED_DOWN.search(text[: mention.start]):
            return Reference(start=mention.start, end=mention.end, text=mention.text, ids=best, how="title", alike=1)
        if done and of_kind and not known:
            best = tuple(of_kind)
        first = (known or of_kind or best)[0]
        best = (first, *(id for id in best if id != first))
    return Reference(
        start=mention.start, end=mention.end, text=mention.text, ids=best[:1], how="title",
        alike=len(best) if mention.alike > 1 else mention.alike, namesakes=best[1:],
    )  # fmt: skip


#: Whoever turns down a name alone wants none of those that bear it: "vampires, but not twilight".
_TURNED_DOWN = re.compile(
    r"(?:(?<!why )\bnot|\bexcept(?:\s+for)?|\b(?:anything|everything)\s+but|\bother\s+than)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def _kinds(words: Mapping[str, re.Pattern[str]], text: str) -> set[str]:
    """The one kind that the text speaks of, or nothing."""
    spoken = {kind for kind, pattern in words.items() if pattern.search(text)}
    return spoken if len(spoken) == 1 else set()


#: What is done with works of a kind alone, or asked of them.
_DONE_WITH = {
    "film": re.compile(
        r"\b(?:i|we|i've|we've)\s+(?:(?:have|already|just|also)\s+)*(?:saw|seen|watched)\b|\b(?:directed|starring|stars|acted|plays)\b",
        re.IGNORECASE,
    ),
    "book": re.compile(r"\b(?:wrote|written|author|have\s+read|i\s+read)\b", re.IGNORECASE),
}


def _add(found: list[Reference], more: Iterator[Reference]) -> None:
    taken = {at for other in found for at in range(other.start, other.end)}
    for reference in more:
        if taken.isdisjoint(letters := range(reference.start, reference.end)):
            found.append(reference)
            taken.update(letters)


def _is_a_known_word(text: str) -> bool:
    """Words in capitals that name no title, but a country or a genre ("not American"), are no unknown title."""
    return fold(text) in vocabulary().terms("en") or text in vocabulary().terms("zh")


def _is_a_person(mention: Mention, people: Sequence[PersonMention]) -> bool:
    """Nor is the name of somebody in the catalogue ("I love Al Pacino")."""
    return any(person.start < mention.end and mention.start < person.end for person in people)


def _ordinals(text: str, context: Context, lexicon: Lexicon) -> Iterator[Reference]:
    ids = [item.id for item in context.shown]
    if not ids:
        return
    for match in lexicon.first_few.finditer(text):
        few = match.group("few")
        count = int(few) if few.isdigit() else lexicon.numbers.get(few.lower(), 2)
        yield _reference(match.span(), text, ids[:count], "ordinal")
    for pattern, number in lexicon.ordinals:
        for match in pattern.finditer(text):
            if number <= len(ids):
                yield _reference(match.span(), text, ids[number - 1 : number], "ordinal")
    for match in lexicon.last.finditer(text):
        yield _reference(match.span(), text, ids[-1:], "ordinal")


def _pronouns(text: str, context: Context, lexicon: Lexicon, named: tuple[Reference, ...]) -> Iterator[Reference]:
    """ "It", "all of them": what this message named before, else what was shown or spoken of last."""
    shown = [item.id for item in context.shown]
    for match in lexicon.everything_shown.finditer(text):
        but = [id for r in named if r.end <= match.start() and text[: r.start].endswith("除了") for id in r.ids]
        before = [id for r in named if r.end <= match.start() for id in r.ids if id not in but]
        together = list(context.focus) if len(context.focus) > 1 and not _ALL.search(match.group()) else shown
        if ids := (before if len(before) > 1 else [id for id in together if id not in but]):
            yield _reference(match.span(), text, ids, "all")
    for match in lexicon.pronoun.finditer(text):
        if any(r.start > match.end() and not text[match.end() : r.start].strip(' "“') for r in named):
            continue  # "the film Heat"
        earlier = [r for r in named if r.end <= match.start()]
        alone = context.named if len(context.named) == 1 and not _CHOSEN.search(text[: match.start()]) else ()
        spoken_of = earlier[-1].ids if earlier else (context.focus or alone or shown)
        if spoken_of is shown and len(shown) > 1 and _NOTHING_LIKE.search(text[: match.start()]):
            yield _reference(match.span(), text, shown, "all")  # "not like that"
        elif ids := list(spoken_of[:1]):
            yield _reference(match.span(), text, ids, "pronoun")


_NOTHING_LIKE = re.compile(UNLIKE, re.IGNORECASE)


#: "The second part", "part 2", "the sequel".
_PART = re.compile(
    r"\b(?:the\s+)?(?:(?P<nth>first|1st|second|2nd|third|3rd|fourth|4th|next)\s+part|part\s+(?P<part>[1-4]|one|two|three|four|iv|i{1,3})|"
    r"(?P<sequel>(?<=the )sequel|(?<=its )sequel))\b(?!\s+of\b)",
    re.IGNORECASE,
)
_PARTS = (("first", "1st", "1", "one", "i"), ("second", "2nd", "2", "two", "ii"),
          ("third", "3rd", "3", "three", "iii"), ("fourth", "4th", "4", "four", "iv"))  # fmt: skip


def _parts(text: str, context: Context, named: Sequence[Reference]) -> Iterator[Reference]:
    """A part of the series that was spoken of, by its place among the works of the series of that kind."""
    for match in _PART.finditer(text):
        before = [r.ids[0] for r in named if r.ids and r.end <= match.start()]
        spoken_of = [*before[-1:], *context.focus[:1], *context.named[:1]]
        item = context.catalogue.item(spoken_of[0]) if spoken_of else None
        if item is None or not item.series:
            continue
        rows = context.catalogue.postings("series").get(fold(item.series), ())
        parts = [part for part in (context.catalogue.items[row] for row in rows) if part.kind == item.kind]
        parts.sort(key=lambda part: part.year or 0)
        said = (match["nth"] or match["part"] or "next").lower()
        at = next((n for n, words in enumerate(_PARTS) if said in words), parts.index(item) + 1)
        if at < len(parts):
            yield _reference(match.span(), text, [parts[at].id], "ordinal")


#: What is taken (就这部) is one of those shown, whatever was named when they were asked for.
_CHOSEN = re.compile(r"就(?:看|读|选|要|是)?\s*$")
#: Else "them" are those spoken of together last: "which of them is older?" after a comparison.
_ALL = re.compile(r"all|any|none|three", re.IGNORECASE)


#: Of doing something, not of a work: "it was great to read them".
_TO_DO = re.compile(r"\W*it(?:'s| is| was| would be)\s+(?:\w+\s+)?\w+\s+to\s+\w", re.IGNORECASE)


#: "I don't want anything like the first" is said of the first alone.
_OF_WHAT_IS_LIKE = re.compile(r"\s*(?:\w+\s+)?(?:like|similar\s+to)\b", re.IGNORECASE)


#: Words of blame that are a wish by themselves.
_WISHED = re.compile(
    r"\W*(?:(?:something|really|very)\s+)*(?:weird|strange|odd|bizarre|absurd|silly)(?:\s+please)?\W*", re.IGNORECASE
)
#: "Too long" wishes for another kind rather than blames.
_TOO = re.compile(
    r"\W*(?:(?:it|they|these|those)(?:'s| is| are|'re)?\s+)?(?:a bit |way |far |much )?too\b", re.IGNORECASE
)


#: By themselves these ask for something of the kind rather than blame.
_A_MOOD = re.compile(
    r"\W*(?:and\s+|very\s+|really\s+)*(?:weird|strange|bizarre|silly|creepy|disturbing)\W*", re.IGNORECASE
)


def _left_out(text: str, context: Context, lexicon: Lexicon, named: Sequence[Reference]) -> Iterator[Reference]:
    """A verdict that names nothing ("Not a bad movie") is said of the one item spoken of: a place without words.

    Blame is said of what was shown where nothing else was spoken of, or only what the person likes.
    """
    shown = [item.id for item in context.shown]
    alone = context.named if len(context.named) == 1 else shown if len(shown) == 1 else ()
    spoken_of = list(context.focus[:1] or alone)
    liked = any(opinion.id in spoken_of for opinion in context.preferences.likes)
    first = min((r.start for r in named), default=len(text))
    for start in (0, *(m.end() for m in lexicon.sentence_end.finditer(text))):
        if start >= first:
            return
        if len(alone) == 1 and chinese_opinions.taken_back(text, start):  # 我说反了，是喜欢
            yield _reference((start, start), text, list(alone), "pronoun")
            continue
        verdict = lexicon.verdict.match(text, start)
        if verdict is None or _TO_DO.match(text, start) or _OF_WHAT_IS_LIKE.match(text, verdict.end()):
            continue
        if _WISHED.fullmatch(text) or _A_MOOD.fullmatch(text):
            continue
        if _TOO.match(text, start) and (liked or not spoken_of):
            continue
        if verdict["bad"] and shown and (liked or not spoken_of):
            yield _reference((start, start), text, shown, "all")
        elif spoken_of:
            yield _reference((start, start), text, spoken_of, "pronoun")


def _reference(
    span: tuple[int, int], text: str, ids: list[str], how: Literal["ordinal", "pronoun", "all"]
) -> Reference:
    return Reference(start=span[0], end=span[1], text=text[span[0] : span[1]], ids=tuple(ids), how=how)


def ids_of(found: Sequence[Reference]) -> tuple[str, ...]:
    """The ids that the references mean, each once."""
    return tuple(dict.fromkeys(id for reference in found for id in reference.ids))


def works_called(text: str, context: Context) -> list[str]:
    """The ids of the works that are called just as a whole message is."""
    ids = context.titles.named(text) if len(text) <= _LONGEST_TITLE else ()
    return [id for id in ids if fold(context.catalogue.item(id).title) == fold(text)]
