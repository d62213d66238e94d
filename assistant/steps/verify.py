"""Is every claim of a sentence licensed by the record and the evidence? Reject by default: what is not known is not said.

A sentence passes only if, after everything that the licence allows has been taken out of it (names, numbers, words of the
record, words of the wishes), nothing but neutral words is left, and if each claim of source ("you asked for", "people who
liked", "directed by") names what the evidence behind it names. It does not know who wrote the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.preferences import Preferences
from retrievers.items import Item
from retrievers.query import Evidence
from retrievers.text import fold, has_cjk
from retrievers.vocabulary import vocabulary


@dataclass(frozen=True)
class Licence:
    """What may be said: facts of ``item``, the ``evidence`` for it, and what the person said (``preferences``).

    ``others`` are items that may be named as ones the person knows, but whose facts may not be borrowed.
    """

    item: Item
    evidence: Sequence[Evidence] = ()
    preferences: Preferences = Preferences()
    others: Sequence[Item] = ()
    language: str = "en"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name that may occur, longest first."""
        item = self.item
        found = {item.title, *item.titles.values(), *item.aliases, *(p.name for p in item.people)}
        found |= {item.series} if item.series else set()
        for other in self.others:
            found |= {other.title, *other.titles.values()}
        return tuple(sorted((name for name in found if name), key=len, reverse=True))

    @cached_property
    def numbers(self) -> frozenset[str]:
        item = self.item
        found = {str(n) for n in (item.year, item.length) if n is not None}
        for evidence in self.evidence:
            facts = evidence.facts
            if "share" in facts:
                found |= {str(round(100 * facts["share"])), str(facts["raters"])}
            if evidence.kind == "acclaimed":
                found |= {str(facts["raters"])} | (
                    {f"{facts['mean']}", f"{facts['scale'][1]:g}"} if "mean" in facts else set()
                )
        return frozenset(found)

    @cached_property
    def words(self) -> frozenset[str]:
        """Folded words of the record and of the wishes that the item meets."""
        item = self.item
        text = [
            item.description,
            item.kind or "",
            *item.genres,
            *item.themes,
            *item.moods,
            *item.languages,
            *item.countries,
        ]
        for facet, values in (("genre", item.genres), ("theme", item.themes), ("mood", item.moods), ("country", item.countries),
                              ("kind", (item.kind or "",))):  # fmt: skip
            entries = vocabulary().entries.get(facet, {})
            text += [word for value in values for word in entries.get(value, {}).get("en", [])]
        text += [word for wish in self._matched for word in wish]
        return frozenset(word for part in text for word in fold(part).split())

    @cached_property
    def _matched(self) -> tuple[tuple[str, ...], ...]:
        """The values of each wish that the evidence says the item meets."""
        matched = [m for e in self.evidence if e.kind == "asked-for" for m in e.facts.get("matched", ())]
        texts = [e.facts["text"] for e in self.evidence if e.kind == "asked-for" and "text" in e.facts]
        return (*(tuple(map(str, m["values"])) for m in matched), *((text,) for text in texts))

    @cached_property
    def wished(self) -> frozenset[str]:
        """Folded words and numbers that "you asked for" may be said of."""
        values = [value for values in self._matched for value in values]
        synonyms = [w for v in values for facet in ("genre", "mood", "theme", "kind") for w in
                    vocabulary().entries.get(facet, {}).get(v, {}).get("en", [])]  # fmt: skip
        return frozenset(word for part in (*values, *synonyms) for word in fold(part).split())


#: Words that claim nothing.
_NEUTRAL = frozenset(
    "a an the this that it its itself is are was be has have and or of in on at to from with for by as into about where "
    "which who whose what there here also both one two film movie book novel story set tells telling told follows follow "
    "following features featuring offers gives brings shows centres around through during between you your may might could "
    "fit fits match matches suit suits choice pick here's it's since because so too still while when if then than kind "
    "people liked like likes love loved enjoyed share shares shared common genre genres theme themes mood moods cast stars "
    "starring directed written director author runs running minutes minute long pages page year released published rating "
    "mean out asked wanted wish wished said told mentioned percent".split()
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SENTENCE = re.compile(r".+?(?:[.!?](?=\s|$)|[。！？]|$)", re.DOTALL)
_DENIES = re.compile(
    r"\b(?:not|never|no|none|nothing|without|neither|nor|unlike|isn't|wasn't|doesn't|don't|cannot|can't)\b|不|没|无|非",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:more|less|most|least|better|best|worse|worst|\w{2,}er than|\w{3,}est)\b|更|最|比", re.IGNORECASE
)
_OF_PEOPLE = re.compile(
    r"\b(?:people|viewers|readers|fans|others|users|audiences|those) who\b|喜欢.{0,30}的(?:\d+)?(?:位|人)|人(?:中|也)",
    re.IGNORECASE,
)
_OF_WISH = re.compile(r"\b(?:you|your)\b|你", re.IGNORECASE)
_OF_LIKENESS = re.compile(r"\b(?:similar|like|reminiscent|reminds?|akin|same)\b|相近|类似|一样|相似", re.IGNORECASE)
_ROLES = (
    ("director", re.compile(r"\bdirect(?:ed|or|s|ing)\b|导演|执导", re.IGNORECASE)),
    ("author", re.compile(r"\b(?:written|wrote|author|writes)\b|作者", re.IGNORECASE)),
    ("cast", re.compile(r"\b(?:star(?:s|ring|red)|cast|plays|acted|actors?)\b|主演|演员", re.IGNORECASE)),
)
_LIKES_IT = re.compile(r"\b(?:liked?|lov(?:ed?|es)|enjoy(?:ed|s)?)\b|喜欢", re.IGNORECASE)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, each with its end mark."""
    for match in _SENTENCE.finditer(text):
        if match.group().strip():
            yield match.group().strip()


def licensed(sentence: str, licence: Licence) -> bool:
    """True only if each claim in ``sentence`` is licensed (see the module's first lines)."""
    if _DENIES.search(sentence):
        return False
    rest, named = _without_names(sentence, licence)
    if not set(_NUMBER.findall(rest)) <= licence.numbers or _COMPARES.search(rest):
        return False
    if not _sources_hold(sentence, rest, named, licence) or not _roles_hold(rest, named, licence):
        return False
    if has_cjk(rest):
        return _chinese_is_neutral(rest, licence)
    words = [fold(word) for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", rest)]
    return all(word in _NEUTRAL or word in licence.words or _stem(word) in licence.words for word in words if word)


def _without_names(sentence: str, licence: Licence) -> tuple[str, set[str]]:
    """The sentence with every licensed name taken out, and the names that occurred."""
    rest, named = sentence, set()
    for name in licence.names:
        found = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)" if not has_cjk(name) else re.escape(name), re.IGNORECASE)
        if found.search(rest):
            rest, _ = found.subn(" ", rest)
            named.add(name)
    return rest, named


def _sources_hold(sentence: str, rest: str, named: set[str], licence: Licence) -> bool:
    """Does each claim of source stand on evidence of its kind, about what the sentence names?"""
    by_kind: Mapping[str, list[Evidence]] = {
        kind: [e for e in licence.evidence if e.kind == kind]
        for kind in ("people-like-you", "similar-to", "asked-for", "acclaimed")
    }
    titles = {name for name in named if any(name in (o.title, *o.titles.values()) for o in licence.others)}
    if _OF_PEOPLE.search(rest):
        return _people_hold(rest, titles, by_kind["people-like-you"])
    if set(_NUMBER.findall(rest)) - {str(licence.item.year), str(licence.item.length)} and not by_kind["acclaimed"]:
        return False
    if titles:
        kinds = by_kind["similar-to"] if _OF_LIKENESS.search(rest) and not _OF_WISH.search(rest) else None
        if kinds is not None and not any(set(e.facts["liked"]) >= _main_titles(titles, licence) for e in kinds):
            return False
        liked = {o.title for o in licence.preferences.likes}
        if _OF_WISH.search(rest) and not (_LIKES_IT.search(rest) and _main_titles(titles, licence) <= liked):
            return False
    if _OF_WISH.search(rest) and not titles:
        asked = re.search(r"\byou(?:r)?\b(.*)", rest, re.IGNORECASE | re.DOTALL)
        words = {fold(w) for w in re.findall(r"[^\W_]+", asked.group(1) if asked else "")} - _NEUTRAL
        before = {fold(w) for w in re.findall(r"[^\W_]+", rest[: asked.start()] if asked else "")} - _NEUTRAL
        return bool(by_kind["asked-for"]) and (words or before) <= licence.wished and bool(words or before)
    return True


def _people_hold(rest: str, titles: set[str], evidence: Sequence[Evidence]) -> bool:
    for e in evidence:
        numbers = {str(round(100 * e.facts["share"])), str(e.facts["raters"])}
        if titles <= set(e.facts["liked"]) and titles and set(_NUMBER.findall(rest)) <= numbers:
            return True
    return False


def _main_titles(names: set[str], licence: Licence) -> set[str]:
    return {o.title for o in licence.others if {o.title, *o.titles.values()} & names}


def _roles_hold(rest: str, named: set[str], licence: Licence) -> bool:
    """ "Directed by X" needs X to be a director of the item, and somebody to be named."""
    people = {p.name: {q.role for q in licence.item.people if q.name == p.name} for p in licence.item.people}
    mentioned = named & set(people)
    claimed = [role for role, pattern in _ROLES if pattern.search(rest)]
    if not claimed:
        return True
    return (
        bool(mentioned)
        and all(people[name] & set(claimed) for name in mentioned)
        and all(any(role in people[name] for name in mentioned) for role in claimed)
    )


def _stem(word: str) -> str:
    return re.sub(r"(?:ies|es|s|ing|ed|ly)$", "", word)


_CHINESE_NEUTRAL = re.compile(
    r"[，。、；：！？《》“”（）\s\d.,%()的了是在有和与也都一部本这它其中人位喜欢同样类型题材气氛片长分钟共页年来自导演主演作者属于系列要求符合你想模拟用户平均满书影小说电]"
)


def _chinese_is_neutral(rest: str, licence: Licence) -> bool:
    item = licence.item
    words = [vocabulary().word(f, v, "zh") for f, values in (("genre", item.genres), ("theme", item.themes), ("mood", item.moods),
             ("country", item.countries), ("language", item.languages)) for v in values]  # fmt: skip
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return not _CHINESE_NEUTRAL.sub("", rest)
