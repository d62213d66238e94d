"""What is true, for the independent checker: records by exact title, words for values, shares counted from ratings.

It shares no code with the retrievers' own filters, title linker and evidence, nor with the assistant's verifier.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.independent.forms import FACTS, SHARED
from assistant.evaluation.simulation.needs import SHORT_LONG, words_of
from retrievers.catalogue import Catalogue
from retrievers.interactions import Interactions
from retrievers.items import Item
from retrievers.vocabulary import vocabulary

#: From where on a rating says that somebody liked it: this far up its scale.
_LIKED_FROM = 0.7
_FACETS = ("genre", "mood", "theme", "kind", "country", "language", "people", "series", "note")
_QUOTED = {"en": "“[^”]*”", "zh": "“[^”]*”|《[^》]*》"}
_JOINTS = {"en": r"(, and | and |, | or )", "zh": r"(、|和|或|，)"}
_DATED = re.compile(r"(.+?) ?[(（]((?:公元前)?\d+(?: BC)?)[)）]")
Claim = tuple[str, str]


def plain(text: str) -> str:
    """Letters and digits only, without case or accents: how two names are compared here."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if c.isalnum())


@dataclass
class Protected:
    """A text whose titles, names and quotations are replaced by ``⟦0⟧``, ``⟦1⟧``, … so that it can be taken apart."""

    text: str
    spans: list[str] = field(default_factory=list)

    def restore(self, text: str) -> str:
        """The words as they were."""
        return re.sub(r"⟦(\d+)⟧", lambda match: self.spans[int(match[1])], text)


class World:
    """The catalogue's records and who liked what; ``interactions`` may be missing, then no share can be true."""

    def __init__(self, catalogue: Catalogue, interactions: Interactions | None, *, simulated: bool) -> None:
        self.items = {item.id: item for item in catalogue.items}
        self.simulated = simulated
        self._interactions = interactions

    # ---- titles -------------------------------------------------------------------------------------------------

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Every title exactly as it is written, in any language → the ids it stands for."""
        found: dict[str, tuple[str, ...]] = {}
        for item in self.items.values():
            for title in {item.title, *item.titles.values()}:
                found[title] = (*found.get(title, ()), item.id)
        return found

    def called(self, words: str) -> tuple[str, ...]:
        """The ids of the items called exactly ``words`` (quotation marks aside); nothing where there is none."""
        words = words.strip()
        if dated := _DATED.fullmatch(words):
            of_then = self.called(dated[1])
            if found := tuple(id for id in of_then if self.items[id].year == number_of(dated[2])):
                return found
        return self.names.get(words) or self.names.get(words.removeprefix("《").removesuffix("》"), ())

    def titles(self, words: str, text: Protected, language: str) -> list[tuple[str, ...]] | None:
        """The items of a list of titles, in order; None where a part of it is no title of the catalogue."""
        parts = self._divided(words, language, lambda part: bool(self.called(text.restore(part))))
        return None if parts is None else [self.called(text.restore(part)) for part in parts]

    def protect(self, text: str, about: Iterable[str], names: Iterable[str], language: str) -> Protected:
        """``text`` with the titles, people, series and descriptions of ``about`` and all quotations protected."""
        spans: set[str] = set(names)
        for id in about:
            item = self.items[id]
            spans |= {item.title, *item.titles.values(), *words_of(item, "people"), *words_of(item, "series")}
            spans |= {item.description}
        ordered = sorted((span for span in spans if span), key=lambda span: (-len(span), span))
        known = "|".join(re.escape(span) for span in ordered)
        bounded = rf"(?<![\w⟦])(?:{known})(?!\w)" if language == "en" else rf"(?:{known})"
        pattern = re.compile(f"{_QUOTED[language]}|{bounded}" if known else _QUOTED[language])
        result = Protected(text="")

        def replaced(match: re.Match[str]) -> str:
            result.spans.append(match[0])
            ends = (
                language == "en" and match[0][-1] in ".?!" and re.match(r" [A-Z]|$", text[match.end() :], re.MULTILINE)
            )
            return f"⟦{len(result.spans) - 1}⟧{'.' if ends else ''}"  # its own stop ends the sentence as well

        result.text = pattern.sub(replaced, text)
        return result

    # ---- facts --------------------------------------------------------------------------------------------------

    def facts(self, item: Item, words: str, text: Protected, language: str) -> list[Claim] | None:
        """The facets and values that a list of facts claims of ``item``; None where one of them is not so."""
        found: dict[str, list[Claim]] = {}

        def true(part: str) -> bool:
            found[part] = self._fact(item, text.restore(part), language)
            return bool(found[part])

        parts = self._divided(words, language, true)
        return None if parts is None else [claim for part in parts for claim in found[part]]

    def _fact(self, item: Item, words: str, language: str) -> list[Claim]:
        for facet, pattern in FACTS[language]:
            match = pattern.fullmatch(words)
            if match and (claims := self._holds(item, facet, match[1], language)):
                return claims
        return []

    def _holds(self, item: Item, facet: str, words: str, language: str) -> list[Claim]:
        if facet in ("year", "length"):
            number = item.year if facet == "year" else item.length
            return [(facet, str(number))] if number is not None and number == number_of(words) else []
        if facet == "raters":
            return [("raters", words)] if int(words) == len(self.fans(item.id)) else []
        if facet in ("high", "low"):
            fame = sum(len(self.fans(id)) < len(self.fans(item.id)) for id in self.items) / len(self.items)
            return [("popularity", facet)] if (fame >= 0.45) == (facet == "high") else []
        if facet in ("director", "author", "cast"):
            own = tuple(person.name for person in item.people if person.role == facet)
            return self._all_in(words, {"people": own}, language)
        if facet == "any":
            return self._all_in(words, {name: words_of(item, name) for name in _FACETS}, language)
        return self._all_in(words, {facet: words_of(item, facet)}, language)

    def _all_in(self, words: str, own: dict[str, tuple[str, ...]], language: str) -> list[Claim]:
        """Each of the listed words as a value that the record has, or nothing where one is not."""

        def known(part: str) -> Claim | None:
            pairs = ((facet, value) for facet, values in own.items() for value in values)
            return next((pair for pair in pairs if plain(part) in worded(*pair, language)), None)

        parts = self._divided(words, language, lambda part: known(part) is not None)
        return [] if parts is None else [claim for part in parts if (claim := known(part)) is not None]

    def shared(self, one: Item, other: Item, words: str, text: Protected, language: str) -> bool:
        """Do both items have everything that a list says they share?"""

        def true(part: str) -> bool:
            part = text.restore(part)
            return any(
                match and self._holds(one, facet, match[1], language) and self._holds(other, facet, match[1], language)
                for facet, pattern in SHARED[language]
                if (match := pattern.fullmatch(part))
            )

        return self._divided(words, language, true) is not None

    def _divided(self, words: str, language: str, true: Callable[[str], bool]) -> list[str] | None:
        """A list taken apart so that every part is true: neighbours are joined again where only that makes sense."""
        pieces = re.split(_JOINTS[language], words)

        def rest(at: int) -> list[str] | None:
            if at >= len(pieces):
                return []
            for end in range(len(pieces), at, -2):
                part = "".join(pieces[at:end]).strip()
                if part and true(part) and (later := rest(end + 1)) is not None:
                    return [part, *later]
            return None

        return rest(0)

    # ---- people -------------------------------------------------------------------------------------------------

    @cached_property
    def _ratings(self) -> dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]]:
        """Item → who rated it (as whole numbers) and how; of repeated ratings the last, of counts the sum."""
        if self._interactions is None:
            return {}
        _, people = np.unique(self._interactions.users.astype(str), return_inverse=True)
        last: dict[str, dict[int, float]] = {}
        for person, id, weight in zip(
            people.tolist(), self._interactions.items, self._interactions.weights, strict=True
        ):
            if id in self.items:
                last.setdefault(id, {})[person] = float(weight)
        return {
            id: (np.fromiter(of, np.int64, len(of)), np.fromiter(of.values(), np.float64, len(of)))
            for id, of in last.items()
        }

    @cached_property
    def scale(self) -> tuple[float, float] | None:
        """The lowest and the highest rating, or None where all are the same."""
        weights = [of for _, of in self._ratings.values()]
        low, high = (min(map(np.min, weights)), max(map(np.max, weights))) if weights else (0.0, 0.0)
        return None if low == high else (float(low), float(high))

    @cached_property
    def _fans(self) -> dict[str, frozenset[int]]:
        least = -np.inf if self.scale is None else self.scale[0] + _LIKED_FROM * (self.scale[1] - self.scale[0])
        return {id: frozenset(people[of >= least].tolist()) for id, (people, of) in self._ratings.items()}

    def fans(self, id: str) -> frozenset[int]:
        """Who liked an item."""
        return self._fans.get(id, frozenset())

    def mean(self, id: str) -> float | None:
        """The mean rating of an item, or None where nobody rated it."""
        return float(self._ratings[id][1].mean()) if id in self._ratings else None

    def also_liked(self, liked: str, id: str) -> tuple[float, int]:
        """Of those who liked ``liked``: the share who liked ``id`` too, and how many they are."""
        fans = self.fans(liked)
        return (len(fans & self.fans(id)) / len(fans) if fans else 0.0), len(fans)


def worded(facet: str, value: str, language: str) -> frozenset[str]:
    """Every way in which a value may be written, compared by `plain`."""
    words = vocabulary().entries.get(facet, {}).get(value, {}).get(language, [])
    found = {plain(word) for word in (value, *words)}
    return frozenset(found | {f"the{word}" for word in found} | {f"{word}s" for word in found})


def number_of(words: str) -> int:
    """``1995``; ``-720`` for ``720 BC`` and ``公元前720``."""
    digits = int(re.sub(r"\D", "", words))
    return -digits if "BC" in words or "公元前" in words else digits


def usual_length(item: Item) -> str:
    """``short``, ``medium`` or ``long`` for its kind, or empty where nobody can say."""
    bounds: Sequence[int] = SHORT_LONG.get(item.kind or "", ())
    if not bounds or item.length is None:
        return ""
    return "short" if item.length <= bounds[0] else "long" if item.length > bounds[1] else "medium"
