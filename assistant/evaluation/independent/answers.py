"""Answers about items, judged: side-by-side tables, what would have been, why something was left out.

A place in the ranking cannot be told without ranking again; of it only what it presupposes is checked (that the wish
was asked for, that the title is one the person likes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.evaluation.independent.forms import REASONS
from assistant.evaluation.independent.free import Free
from assistant.evaluation.independent.reasons import Violation
from assistant.evaluation.independent.wishes import wished_like, withdrawn_or_never
from retrievers.items import Item

Groups = Mapping[str, str]
Ids = list[tuple[str, ...]]
_QUOTED = re.compile("“([^”]*)”")
_DUE = {"en": re.compile(r"\d+ % is due to (.+)"), "zh": re.compile(r"(.+)占\d+%")}
_MISSING = {"en": "not in the record", "zh": "记录里没有"}
_MEETS = {"en": "meets all your wishes", "zh": "符合你的全部要求"}
_BOTH = re.compile(r"both (.+)|都是(.+)")


class Answers(Free):
    """Checks of sentences in answers: each gives what is wrong in words, or nothing."""

    def _compared(self, line: str) -> Iterator[Violation] | None:
        """A line of a table with two sides; None where it is not one."""
        name, colon, rest = line.partition(": ") if self._language == "en" else line.partition("：")
        sides = rest.split(" / ")
        if both := _BOTH.fullmatch(rest):
            sides = [both[1] or both[2]] * 2
        if not colon or len(sides) != 2 or name.startswith("⟦"):
            return None
        return self._row_of(name, sides, line)

    def _row_of(self, name: str, sides: list[str], line: str) -> Iterator[Violation]:
        self.sentences += 1
        for item, words in zip(self._sides, sides, strict=True):
            if words == _MISSING[self._language]:
                continue
            if not self._is_so(item, words):
                detail = f"'{item.id}': {self._text.restore(words)} is not its {name}"
                yield Violation(kind="unsupported claim", detail=detail, sentence=self._text.restore(line))

    def _is_so(self, item: Item, words: str) -> bool:
        """Does the record of ``item``, or what people gave it, say these facts?"""
        if self._world.facts(item, words, self._text, self._language):
            return True
        acclaimed = next(pattern for name, pattern in REASONS[self._language] if name == "acclaimed")
        match = acclaimed.fullmatch(words)
        return match is not None and not self._is_acclaimed(item, match.groupdict())

    def _is_sides(self, groups: Groups, ids: Ids) -> str:
        for name in ("one", "other"):
            called = self._world.called(self._text.restore(groups[name]))
            shown = [id for id in called if id in {*self._account.mentioned, *self._shown}]
            if not called:
                return f"'{self._text.restore(groups[name])}' is not in the catalogue"
            self._sides.append(self._world.items[(shown or list(called))[0]])
        return ""

    def _about(self, ids: Ids) -> Item:
        """The item that a sentence is about: of works of one title the one that was spoken of.

        Raises ``LookupError`` where none was: the title before it could not be read.
        """
        near = [item.id for item in (*self._sides, self._item) if item is not None]
        first = ids[0] if ids else tuple(near[:1])
        known = [id for id in first if id in near]
        known += [id for id in first if id in (*self._account.mentioned, *self._shown)]
        return self._world.items[(known or list(first))[0]]

    def _is_fit(self, groups: Groups, ids: Ids) -> str:
        item = self._item = self._about(ids)
        for part in re.split(r"; |；", groups["parts"]):
            if part == _MEETS[self._language]:
                missed = [s for s in self._account.wishes if s.condition.hard and not s.condition.holds(item)]
                missed = [stated for stated in missed if stated not in self._loosened]
                if missed:
                    return f"it misses {[stated.words for stated in missed]}"
            elif re.match("misses |不符合", part):
                if problem := self._missed(self._text.restore(part), item):
                    return problem
            elif problem := next((v.detail for v in self._reason(part)), ""):
                return problem
        return ""

    def _missed(self, words: str, item: Item) -> str:
        """Wishes that the item is said not to meet: each was asked for, and it does not."""
        for quoted in _QUOTED.findall(words):
            told = [s for s in self._account.wishes if wished_like(quoted, s, self._language)]
            if not told:
                return withdrawn_or_never(quoted, self._account, self._language, past=False)
            if all(stated.condition.holds(item) for stated in told):
                return f"it meets '{quoted}'"
        return ""

    def _is_shorter(self, groups: Groups, ids: Ids) -> str:
        item = self._about(ids)
        true = [o for o in self._sides if o.length and item.length and o.length - item.length == int(groups["by"])]
        return "" if true else "the lengths are others"

    def _is_newer(self, groups: Groups, ids: Ids) -> str:
        than = self._world.called(self._text.restore(groups["than"]))
        years = {self._world.items[id].year for id in than}
        newer = [self._world.items[id].year for id in ids[0]]
        true = any(y is not None and o is not None and y - o == int(groups["by"]) for y in newer for o in years)
        return "" if true else "the years are others"

    def _is_alone(self, groups: Groups, ids: Ids) -> str:
        item = self._about(ids)
        having = [i for i in self._sides or [item] if self._world.facts(i, groups["v"], self._text, self._language)]
        return "" if [i.id for i in having] == [item.id] else "not that one alone"

    def _is_spared(self, groups: Groups, ids: Ids) -> str:
        item = self._about(ids)
        for quoted in _QUOTED.findall(self._text.restore(groups["quotes"])):
            told = [s for s in self._account.wishes if wished_like(quoted, s, self._language)]
            if not told:
                return withdrawn_or_never(quoted, self._account, self._language, past=False)
            if not any(stated.condition.holds(item) for stated in told):
                return f"its record goes against '{quoted}'"
        return ""

    def _is_through(self, groups: Groups, ids: Ids) -> str:
        spoken = self._models()
        for part in re.split(r", and | and |, |、|和|，", groups["parts"]):
            match = _DUE[self._language].fullmatch(part)
            if match is None or not spoken & set(self._world.called(self._text.restore(match[1]))):
                return f"'{self._text.restore(part)}' is no title that the person likes"
        return ""

    def _is_place(self, groups: Groups, ids: Ids) -> str:
        count, place = int(groups["count"]), int(groups["place"])
        return "" if 0 < place <= count <= len(self._world.items) else "no such place"

    def _is_without(self, groups: Groups, ids: Ids) -> str:
        words = self._text.restore(groups["part"])
        if quoted := _QUOTED.fullmatch(words):
            return withdrawn_or_never(quoted[1], self._account, self._language, past=False)
        liked = self._models() & set(self._world.called(words))
        return "" if liked else f"'{words}' is no title that the person likes"

    def _is_failed(self, groups: Groups, ids: Ids) -> str:
        return self._missed(self._text.restore(groups["failed"]), self._about(ids))

    def _is_again(self, groups: Groups, ids: Ids) -> str:
        return "" if self._item is not None and self._item.id in self._shown else "it was not shown"

    def _is_fitting(self, groups: Groups, ids: Ids) -> str:
        """Does the record of each title say every quoted word?"""
        quoted = _QUOTED.findall(self._text.restore(groups["quotes"]))
        wrong = [of for of in ids if not any(self._says(self._world.items[id], quoted) for id in of)]
        return f"the record of {wrong} does not say so" if wrong else ""

    def _is_unfit(self, groups: Groups, ids: Ids) -> str:
        quoted = _QUOTED.findall(self._text.restore(groups["quotes"]))
        having = [item.id for item in self._spoken_of if self._says(item, quoted)]
        return f"the record of {having} says so" if having else ""

    def _says(self, item: Item, quoted: Sequence[str]) -> bool:
        """Has the record every quoted word, of "children or family" one?"""
        of = [re.split(" or |或", words) for words in quoted]
        return all(any(self._world.facts(item, w, self._text, self._language) for w in words) for words in of)

    def _is_valued(self, groups: Groups, ids: Ids) -> str:
        claims = self._world.facts(self._about(ids), groups["v"] or "", self._text, self._language)
        return "" if claims or not groups["v"] else "the record does not say so"

    def _is_lacking(self, groups: Groups, ids: Ids) -> str:
        """Does the record name whom it is said to name, and nobody in the part that it is said to be silent on?"""
        item = self._about(ids)
        if any(person.role == _PART[groups["lack"]] for person in item.people):
            return "the record says so"
        return self._is_valued({"v": groups.get("v") or ""}, ids)


_PART = {"directed": "director", "wrote": "author", "is in": "cast", "的导演是谁": "director", "是谁写的": "author",
         "的主演有谁": "cast"}  # fmt: skip
ANSWERS: Mapping[str, str] = {
    "sides": "sides", "fit": "fit", "shorter": "shorter", "newer": "newer", "alone": "alone", "spared": "spared",
    "through": "through", "place": "place", "without": "without", "failed": "failed", "again": "again",
    "genre": "valued", "whether-yes": "valued", "whether-no": "valued",
    "lacking": "lacking", "pick": "fit", "fitting": "fitting", "unfit": "unfit",
}  # fmt: skip
