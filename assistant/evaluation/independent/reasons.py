"""What a reply gives as reasons for one item, each held against its record, the ratings and the person's account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.evaluation.independent.forms import REASONS
from assistant.evaluation.independent.wishes import asked_for, wished_like, withdrawn_or_never
from assistant.evaluation.independent.world import Protected, World, number_of
from assistant.evaluation.simulation.personas import Account, Stated
from retrievers.items import Item


@dataclass(frozen=True, kw_only=True)
class Violation:
    """Something that a reply must not do: its kind (see `independent.KINDS`), what is wrong, and the sentence."""

    kind: str
    detail: str
    sentence: str = ""


class Reasons:
    """The state of one conversation as it is judged, and the checks of reasons; ``sentences`` counts what was read."""

    def __init__(self, world: World, language: str) -> None:
        self._world = world
        self._language = language
        self._shown: list[str] = []
        self._asked: set[str] = set()
        self._missing: set[tuple[str, str]] = set()
        self._loosened: set[Stated] = set()
        self._account = Account()
        self._text = Protected(text="")
        self._item: Item | None = None
        self._sides: list[Item] = []
        self._spoken_of: list[Item] = []
        self.sentences = 0

    def _is_year(self, item: Item, words: str | None) -> bool:
        return item.year is None if words is None else item.year == number_of(words)

    def _loosen(self, words: str) -> None:
        self._loosened |= {s for s in self._account.wishes if wished_like(words, s, self._language)}

    def _reasons(self, rest: str) -> Iterator[Violation]:
        for reason in re.split(r"; |；", rest.rstrip(".。")):
            yield from self._reason(reason)

    def _reason(self, reason: str) -> Iterator[Violation]:
        self.sentences += 1
        assert self._item is not None
        words, problems = self._text.restore(reason), []
        for name, pattern in REASONS[self._language]:
            if match := pattern.fullmatch(reason):
                problem = getattr(self, f"_reason_{name}")(self._item, match.groupdict())
                if not problem:
                    return
                problems.append(problem)
        if not problems:
            yield Violation(kind="not understood", detail=f"a reason for '{self._item.id}'", sentence=words)
            return
        kind = "never asked" if "asked" in problems[0] else "unsupported claim"
        yield Violation(kind=kind, detail=f"'{self._item.id}': {problems[0]}", sentence=words)

    def _reason_asked(self, item: Item, groups: dict[str, str]) -> str:
        claims = self._world.facts(item, groups["v"], self._text, self._language)
        if claims is None:
            return "the record does not say so"
        wrong = [claim for claim in claims if not asked_for(claim, item, self._account, self._language)]
        return f"{wrong} was not asked for" if wrong else ""

    def _other(self, words: str) -> Sequence[Item]:
        """The item that a reason likens to: one of those it may (`_models`)."""
        models = self._models()
        return [self._world.items[id] for id in self._world.called(self._text.restore(words)) if id in models]

    def _models(self) -> set[str]:
        """What may be looked close to: what the person likes, or pointed at ("more like the third"), or what met a
        wish that was set aside, where they know it or were shown it and did not turn it down."""
        refused = {*self._account.dislikes, *self._account.rejected}
        met = (id for id in self._met() if id not in refused)
        return {*self._account.likes, *self._account.pointed_at, *met}

    def _met(self) -> set[str]:
        """What is known or was shown, and meets a wish that was set aside."""
        known = {*self._shown, *self._account.spent}
        return {id for id in known for s in self._loosened if s.condition.holds(self._world.items[id])}

    def _reason_people(self, item: Item, groups: dict[str, str]) -> str:
        others = self._other(groups["a"])
        if not others:
            return "the person did not say that they like that"
        if bool(groups["sim"]) != self._world.simulated:
            return "whether the people are simulated"
        for other in others:
            share, raters = self._world.also_liked(other.id, item.id)
            if raters == int(groups["raters"]) and abs(100 * share - int(groups["percent"])) <= 0.5 + 1e-6:
                return ""
        return f"in truth {share:.1%} of {raters}"

    def _reason_alike(self, item: Item, groups: dict[str, str]) -> str:
        others = self._other(groups["a"])
        if not others:
            return "the person did not say that they like that"
        true = [o for o in others if self._world.shared(o, item, groups["s"], self._text, self._language)]
        return "" if true else "they do not share that"

    def _reason_near(self, item: Item, groups: dict[str, str]) -> str:
        others = self._other(groups["a"])
        return "" if any(o.description and item.description for o in others) else "no such description, or not liked"

    def _reason_words(self, item: Item, groups: dict[str, str]) -> str:
        return self._said(groups["q"]) if item.description else "no such description"

    def _reason_told(self, item: Item, groups: dict[str, str]) -> str:
        """Each word of some length must begin like one of the record: chases, chasing."""
        record = " ".join((item.title, item.description, *item.genres, *item.themes, *item.moods, *item.countries,
                           *map(str, item.extra.values()), item.kind or "")).casefold()  # fmt: skip
        words = re.findall(r"\w{4,}", self._text.restore(groups["q"]).casefold())
        missing = [word for word in words if not re.search(rf"\b{word[: max(3, len(word) - 3)]}", record)]
        return f"the record does not say {missing}" if len(missing) > len(words) / 4 else self._said(groups["q"])

    def _reason_recorded(self, item: Item, groups: dict[str, str]) -> str:
        """Of an item that nothing describes: how close the rest of two records is cannot be told, only of whom."""
        if item.description:
            return "it has a description"
        if groups["a"]:
            return "" if self._other(groups["a"]) else "the person did not say that they like that"
        return self._said(groups["q"])

    def _said(self, words: str) -> str:
        said = " ".join(self._account.messages).casefold()
        asked = re.findall(r"\w+", self._text.restore(words).casefold())
        return "" if all(word in said for word in asked) else "words that were never asked"

    def _reason_acclaimed(self, item: Item, groups: dict[str, str]) -> str:
        return self._is_acclaimed(item, groups)

    def _is_acclaimed(self, item: Item, groups: dict[str, str]) -> str:
        mean, raters = self._world.mean(item.id), len(self._world.fans(item.id))
        if int(groups["raters"]) != raters or bool(groups["sim"]) != self._world.simulated:
            return f"in truth liked by {raters}"
        if groups["mean"] is None:
            return ""
        scale = self._world.scale
        if mean is None or scale is None or float(groups["high"]) != scale[1]:
            return "no such scale"
        return "" if abs(mean - float(groups["mean"])) <= 0.051 else f"in truth a mean of {mean:.2f}"

    def _reason_silent(self, item: Item, groups: dict[str, str]) -> str:
        return self._wanted_of(groups["q"])

    def _reason_but(self, item: Item, groups: dict[str, str]) -> str:
        if self._world.facts(item, groups["v"], self._text, self._language) is None:
            return "the record does not say so"
        quoted = self._text.restore(groups["q"]).strip("“”")
        met = [s for s in self._account.wishes if wished_like(quoted, s, self._language) and s.condition.holds(item)]
        return "it is what was wanted" if met else self._wanted_of(groups["q"])

    def _reason_lacks(self, item: Item, groups: dict[str, str]) -> str:
        """ "But not “with X”": it was asked for, and the item has it not."""
        quoted = self._text.restore(groups["q"]).strip("“”")
        met = [s for s in self._account.wishes if wished_like(quoted, s, self._language) and s.condition.holds(item)]
        return "it is what was wanted" if met else self._wanted_of(groups["q"])

    def _wanted_of(self, words: str) -> str:
        quoted = self._text.restore(words).strip("“”")
        return withdrawn_or_never(quoted, self._account, self._language, past=False)

    def _reason_nothing(self, item: Item, groups: dict[str, str]) -> str:
        return ""
