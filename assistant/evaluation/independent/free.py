"""Reasons in a model's own words: whatever a sentence names, counts or attributes is looked up, in whatever wording.

For talks in which a model may write; the plain wording is held to its forms. English only, as the models write only
that. A sentence passes where each title, person, number and value in it is true of the item, what it says of the person
is what they told, and what it says of others' likes comes with the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.evaluation.independent.reasons import Reasons, Violation
from assistant.evaluation.independent.wishes import asked_for, wished_like
from assistant.evaluation.independent.world import Claim, plain, worded
from assistant.evaluation.simulation.needs import words_of
from retrievers.items import Item
from retrievers.vocabulary import vocabulary

_FACETS = ("genre", "mood", "theme", "country", "language", "kind")
_TOKEN = re.compile(r"⟦\d+⟧")
_NUMBER = re.compile(r"(?<![\w.⟦])\d+(?:\.\d+)?(?![\w⟧])(?P<percent> ?%)?")
#: Somebody else's likes, the person's own words, things in common: each needs more than the record of the item.
_OTHERS = re.compile(r"\b(?:people|viewers|readers|watchers|fans?|audiences?|raters?|others)\b", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:you (?:\w+ ){0,2}?(?:ask|want|wish|request|look|hop|name|said|say|put|mention|requir)\w*"
    r"|your (?:\w+ )?(?:wish|request|words?|mood)\w*|as requested|as you \w+|you were (?:after|looking|hoping))",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"\b(?:shar\w+|both|also|same|too|common|alike|like|again|as (?:did|does|do|in|on)|so (?:does|did|is|has)|ties?"
    r"|match\w*|likewise)\b",
    re.IGNORECASE,
)
_LACKS = re.compile(
    r"\b(?:but|not|n't|no|though|although|however|lacks?|missing|without|unlike|instead|while|where|even)\b", re.I
)
#: What a whole sentence has before the words of the plain wording: "It is from 1995, as you asked".
_BARE = re.compile(
    r"^(?:It|This|This (?:film|book|one)) (?:is|was|runs) (?=.+, (?:as you asked|which is what you asked))"
)
_UNKNOWABLE = re.compile(
    r"\b(?:award\w*|oscars?|prizes?|box office|critics?|critical\w*|masterpiece|best[- ]sell\w+|half|thirds?|quarter"
    r"|most (?:of )?(?:people|viewers|readers))\b",
    re.IGNORECASE,
)


class Free(Reasons):
    """Checks of sentences in free wording, of the item that an entry is about, where a model may have written it."""

    _free = False

    def _reasons(self, rest: str) -> Iterator[Violation]:
        for reason in re.split(r"; |(?<=[.?]) ", rest.rstrip(".")) if self._free else ():
            yield from self._reason(reason.rstrip("."))
        if not self._free:
            yield from super()._reasons(rest)

    def _reason(self, reason: str) -> Iterator[Violation]:
        for violation in super()._reason(_BARE.sub("", reason)):
            if not self._free or violation.kind != "not understood":
                yield violation
            elif problem := self._freely(reason):
                words = self._text.restore(reason)
                yield Violation(kind="unsupported claim", detail=problem, sentence=words)

    def _freely(self, sentence: str) -> str:
        """What is wrong with ``sentence``, in words; empty where all that it says is so."""
        item = self._item
        if item is None:
            return "about no item"
        if found := _UNKNOWABLE.search(sentence):
            return f"'{found[0]}' is nothing that the catalogue knows"
        others = self._likes_named(sentence)
        return (
            self._wrong_names(sentence, item)
            or self._wrong_numbers(sentence, item, others)
            or self._wrong_values(sentence, item, others)
            or self._wrong_source(sentence, item, others)
        )

    def _likes_named(self, sentence: str) -> list[Item]:
        """The liked items that a sentence names."""
        return [other for token in _TOKEN.findall(sentence) for other in self._other(token)]

    def _wrong_names(self, sentence: str, item: Item) -> str:
        for token in _TOKEN.findall(sentence):
            words = self._text.restore(token)
            own = (*words_of(item, "people"), *words_of(item, "series"), item.description)
            meant = item.id in self._world.called(words) or bool(self._other(token)) or words in own
            if words.startswith("“"):
                meant = not self._said(token) or any(
                    wished_like(words.strip("“”"), w, "en") for w in self._account.wishes
                )
            lacked = _LACKS.search(sentence) and any(words in w.condition.values for w in self._account.wishes)
            if not meant and not lacked:
                return f"'{words}' is nothing of this item, and was not named"
        first, *later = _TOKEN.sub(" ", sentence).split() or [""]
        terms = " ".join(phrase for phrase, _ in self._values(sentence))
        named = [first] if first != "It" and self._world.called(first) else []
        for word in named + [w.strip(",:") for w in later if w[:1].isupper()]:
            if word != "I" and word.casefold() not in terms:
                return f"'{word}' is no name of this item"
        return ""

    def _wrong_numbers(self, sentence: str, item: Item, others: list[Item]) -> str:
        for other in others:  # namesakes are told apart by their years: "Room (2010)"
            sentence = re.sub(rf"(⟦\d+⟧) \({other.year}\)", r"\1", sentence)
        known = {float(n) for n in (item.year, item.length, len(self._world.fans(item.id))) if n is not None}
        known |= {float(len(self._world.fans(other.id))) for other in others}
        if (mean := self._world.mean(item.id)) is not None and self._world.scale is not None:
            known |= {round(mean, 1), self._world.scale[1]}
        asked = {n for w in self._account.wishes for n in (w.condition.low, w.condition.high) if n is not None}
        shares = [100 * self._world.also_liked(other.id, item.id)[0] for other in others]
        for number in _NUMBER.finditer(sentence):
            value = float(number[0].rstrip(" %"))
            if number["percent"]:
                if not any(abs(share - value) <= 0.5 + 1e-6 for share in shares):
                    return f"{number[0]} is no share of those who liked what is named"
            elif value not in known and not (value in asked and _LACKS.search(sentence)):
                return f"{number[0]} is no number of this item"
        return ""

    def _wrong_values(self, sentence: str, item: Item, others: list[Item]) -> str:
        for phrase, meanings in self._values(sentence):
            if any(_holds(claim, item) for claim in meanings):
                likened = others and _SHARED.search(sentence) and not _TOLD.search(sentence)
                if likened and not any(_holds(claim, other) for claim in meanings for other in others):
                    return f"'{phrase}' is nothing of what it is likened to"
            elif not (_LACKS.search(sentence) and any(self._wished(claim, item) for claim in meanings)):
                return f"the record does not say '{phrase}'"
        return ""

    def _wished(self, claim: Claim, item: Item) -> bool:
        """Was it asked for, or asked to be left out?"""
        facet, value = claim
        refused = [w.condition for w in self._account.wishes if w.condition.refused and w.condition.facet == facet]
        return asked_for(claim, item, self._account, "en") or any(value in condition.values for condition in refused)

    def _wrong_source(self, sentence: str, item: Item, others: list[Item]) -> str:
        if _OTHERS.search(sentence) and not _NUMBER.search(sentence):
            return "speaks of others without a number"
        if _OTHERS.search(sentence) and self._world.simulated and "simulated" not in sentence:
            return "whether the people are simulated"
        told = _TOLD.search(sentence)
        if told is None or others:
            return ""
        claims = [claim for _, meanings in self._values(sentence) for claim in meanings]
        claims += [("people", self._text.restore(token)) for token in _TOKEN.findall(sentence)]
        claims += [("series", self._text.restore(token)) for token in _TOKEN.findall(sentence)]
        claims += [(facet, "") for facet in ("year", "length") if _NUMBER.search(sentence)]
        quoted = any(self._text.restore(token).startswith("“") for token in _TOKEN.findall(sentence))
        asked = quoted or any(asked_for(claim, item, self._account, "en") for claim in claims)
        return "" if asked else "was not asked for"

    def _values(self, sentence: str) -> Iterator[tuple[str, list[Claim]]]:
        """The words of a sentence that are values of facets, the longest first, and what each may mean."""
        words = re.findall(r"[\w'-]+", _TOKEN.sub(" ", sentence).casefold())
        terms = vocabulary().terms("en")
        at = 0
        while at < len(words):
            for size in (4, 3, 2, 1):
                phrase = " ".join(words[at : at + size])
                meanings = [(f, v) for f, v in terms.get(phrase, ()) if f in _FACETS]
                if meanings and phrase not in _FUNCTION_WORDS:
                    yield phrase, meanings
                    at += size - 1
                    break
            at += 1


#: Words of a sentence that are also terms.
_FUNCTION_WORDS = frozenset({"like", "kind", "light", "film", "book", "film's", "book's", "series", "record", "title"})


def _holds(claim: Claim, item: Item) -> bool:
    facet, value = claim
    own = {plain(word) for word in words_of(item, facet)}
    return plain(value) in own or bool(worded(facet, value, "en") & own)
