"""The plain wording: names, changes and wishes put into words without a model.

Every number and name in a sentence comes from the value it is given. The words stand in ``prompts/*/plain_*.md``; this
file chooses among them. It does not decide what is said, and leaves the reasons for an item to `reasons`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.preferences import Change, Wish
from prompts import listing, phrase, phrases
from retrievers import spelling
from retrievers.catalogue import Catalogue
from retrievers.items import Item
from retrievers.text import fold, has_cjk
from retrievers.vocabulary import vocabulary

#: Countries that go with an article in English, and small words inside a name.
_WITH_THE = ("united ", "netherlands", "philippines", "czech republic", "soviet union", "bahamas", "maldives")
_SMALL = ("and", "of", "the")
_MOST_ALTERNATIVES = 4
_OPINIONS = ("liked", "disliked", "now_liked", "now_disliked")
#: So many titles are named in one sentence; of more, how many there are besides.
_MOST_TITLES = 8
#: More Chinese or Japanese letters than this share, and names in others are only names in it.
_SOME_CJK = 0.3
#: In texts of other languages a third to two thirds of the words are English ones too, in English ones nine tenths.
_MOST_ENGLISH = 0.8
_KANA = re.compile("[\u3040-\u30ff]")


class Wording:
    """Words in one language (``simulated``: no person stands behind the ratings).

    With a ``catalogue``, items that are named by id go by their title in this language.
    """

    def __init__(self, language: str, *, simulated: bool = False, catalogue: Catalogue | None = None) -> None:
        self.language = language
        self.simulated = simulated
        self._catalogue = catalogue

    # ---- names ------------------------------------------------------------------------------------------------------

    def title(self, item: Item) -> str:
        """The item's title in this language, marked as a title in Chinese."""
        name = item.named(self.language)
        return f"《{name}》" if self.language == "zh" else name

    def named(self, id: str, title: str) -> str:
        """The title in this language of an item known by id and main title; with its year where others bear it too."""
        if self._catalogue is not None and self._catalogue.row(id) is not None:
            item = self._catalogue.item(id)
            return self.title(item) + ("" if self._catalogue.bears_alone(item) else self.year(item))
        return f"《{title}》" if self.language == "zh" else title

    def year(self, item: Item) -> str:
        """`` (1995)``, to stand behind a title; empty where the year is not known."""
        return "" if item.year is None else self.reply("year", year=self.year_number(item.year)).strip('"')

    def percent(self, share: float) -> str:
        """``17 %`` for 0.17; in Chinese nothing stands between."""
        return f"{round(100 * share)}{'' if self.language == 'zh' else ' '}%"

    def year_number(self, year: float) -> str:
        """``1995``; ``720 BC`` for -720."""
        if year >= 0:
            return number(year)
        return self.one("plain_facets", "before-christ").format(year=number(-year))

    def listed(self, values: Sequence[str]) -> str:
        """``A, B and C``; a comma more where a part holds an "and" itself."""
        if self.language == "zh" and any("和" in value for value in values):
            return "，".join(values)
        if self.language == "en" and len(values) > 1 and any(" and " in value for value in values):
            return f"{', '.join(values[:-1])}, and {values[-1]}"
        return listing(list(values), self.language)

    def together(self, sentences: Sequence[str]) -> str:
        """Sentences one after the other: with a space in English, without one in Chinese."""
        return ("" if self.language == "zh" else " ").join(sentence for sentence in sentences if sentence)

    def semicolons(self, values: Sequence[str]) -> str:
        """Facts or reasons one after the other."""
        return ("；" if self.language == "zh" else "; ").join(values)

    def description(self, item: Item) -> str:
        """What the record says an item is; where that is in another language, this is said before it."""
        written, own = _written_in(item.description), {"en": "english", "zh": "chinese"}[self.language]
        if written == own or (own == "english" and not written):
            return item.description
        if not written:
            return self.answer("described-foreign", description=item.description)
        return self.answer("described-in", language=self.value("language", written), description=item.description)

    def facts(self, item: Item, reasons: Sequence[str]) -> str:
        """What a language model is given to put into words: the item and the reasons for it, in one line."""
        kind = self.kinds(item.kind or "item", 1)
        named = phrase("plain_facts", "item", self.language, title=self.title(item), kind=kind)
        return " | ".join(part for part in (named, *reasons) if part)

    def facet(self, name: str) -> str:
        """The name of a facet or a field."""
        return self.one("plain_facets", name) or self.one("plain_facets", f"role-{name}") or name

    def value(self, facet: str, value: str) -> str:
        """One value of a facet; countries and languages in English as names are written."""
        word = vocabulary().word(facet, value, self.language)
        if self.language != "en" or facet not in ("country", "language") or word.startswith("no "):
            return word
        name = " ".join(part if part in _SMALL else part[:1].upper() + part[1:] for part in word.split())
        return f"the {name}" if facet == "country" and word.startswith(_WITH_THE) else name

    def reply(self, key: str, *, pick: int = 0, **values: object) -> str:
        """A phrase of ``plain_reply.md``."""
        return phrase("plain_reply", key, self.language, pick=pick, **values)

    def answer(self, key: str, **values: object) -> str:
        """A phrase of ``plain_answer.md``."""
        return phrase("plain_answer", key, self.language, pick=0, **values)

    def clarify(self, key: str, *, pick: int = 0, **values: object) -> str:
        """A phrase of ``plain_clarify.md``."""
        return phrase("plain_clarify", key, self.language, pick=pick, **values)

    def explain(self, key: str, pick: int = 0, **values: object) -> str:
        """A phrase of ``plain_explain.md``."""
        return phrase("plain_explain", key, self.language, pick=pick, **values)

    def kinds(self, kind: str, count: int = 2) -> str:
        """``film`` or ``films``: the kind as a noun."""
        forms = phrases("plain_facets", self.language).get(kind)
        if not forms:
            return self.value("kind", kind)
        return forms[0] if count == 1 or self.language == "zh" else forms[-1]

    def counted(self, kinds: Mapping[str, int]) -> str:
        """``182 films and 1 book``."""
        known = phrases("plain_facets", self.language)
        parts = []
        for kind, count in kinds.items():
            forms = known.get(kind) or known["item"]
            noun = forms[-1] if count != 1 or self.language == "zh" else forms[0]
            parts.append(f"{count}{noun}" if self.language == "zh" else f"{count:,} {noun}")
        return self.listed(parts)

    def about(self, name: str, kinds: Mapping[str, int]) -> str:
        """What a catalogue holds, in a phrase."""
        key = "about-simulated" if self.simulated else "about"
        return self._facets(key, counts=self.counted(kinds), catalogue=name)

    def one(self, file: str, key: str) -> str:
        """A phrase without variables, or empty where there is none of that name."""
        return phrases(file, self.language).get(key, ("",))[0]

    def _facets(self, key: str, **values: object) -> str:
        return phrase("plain_facets", key, self.language, pick=0, **values)

    # ---- wishes -----------------------------------------------------------------------------------------------------

    def wish(self, wish: Wish) -> str:
        """A wish in a few words: ``1990–1999``, ``no horror``, ``not too long``, ``at most 120 minutes or pages``."""
        parts = []
        if wish.min is not None or wish.max is not None:
            parts.append(self._range(wish))
        for values, negative in ((wish.include, False), (wish.exclude, True)):
            if values:
                parts.append(self._values(wish.facet, values, negative))
        return self._commas(parts) or self.facet(wish.facet)

    def _commas(self, parts: Sequence[str]) -> str:
        return ("，" if self.language == "zh" else ", ").join(parts)

    def _range(self, wish: Wish) -> str:
        if wish.facet == "popularity":
            return self.one("plain_facets", f"wish-popularity-{'high' if wish.min is not None else 'low'}")
        word = self.year_number if wish.facet == "year" else number
        ends = {"low": wish.min, "high": wish.max}
        values: dict[str, object] = {name: word(end) for name, end in ends.items() if end is not None}
        which = "range" if len(values) == 2 else "min" if "low" in values else "max"
        if wish.facet == "year" and wish.min == wish.max:
            return self._facets("wish-year-single", low=values["low"])
        if wish.facet == "length":
            values["unit"] = self._unit(wish)
        elif wish.facet != "year":
            return self._facets(f"wish-other-{which}", facet=self.facet(wish.facet), **values)
        return self._facets(f"wish-{wish.facet}-{which}", **values)

    def _unit(self, wish: Wish) -> str:
        """Minutes or pages, where the sentence that the wish comes from tells which, or the work it names."""
        said = wish.said.lower()
        pages, minutes = "page" in said or "页" in said, any(w in said for w in ("min", "hour", "hr", "分钟", "小时"))
        if pages == minutes and (than := self._compared_with(wish)) is not None:
            pages, minutes = than.kind == "book", than.kind == "film"
        return self.one("plain_facets", "unit" if pages == minutes else "unit-pages" if pages else "unit-minutes")

    def _compared_with(self, wish: Wish) -> Item | None:
        """The work that a length is measured against ("shorter than Heat"): named, and as long as the bound."""
        lengths = {end for end in (wish.max and wish.max + 1, wish.min and wish.min - 1) if end}
        items = self._catalogue.items if self._catalogue is not None else ()
        said = fold(wish.said)
        return next((item for item in items if item.length in lengths and fold(item.title) in said), None)

    def _values(self, facet: str, values: Sequence[str], negative: bool) -> str:
        known = phrases("plain_facets", self.language)
        if len(values) == 1 and (fixed := known.get(f"wish-{'not-' if negative else ''}{facet}-{values[0]}")):
            return fixed[0]
        parts = {v.partition(":")[0] if ":" in v else "" for v in values} if facet == "people" else {""}
        role = parts.pop() if len(parts) == 1 else ""
        words = [self.value(facet, v.rpartition(":")[2] if facet == "people" else v) for v in values]
        if facet == "kind":
            words = [self.kinds(v) for v in values]
        joined = self._alternatives(words)
        keys = [f"wish-not-{facet}", "wish-not"] if negative else [f"wish-{facet}-{role}", f"wish-{facet}"]
        for key in keys:
            if key in known:
                return self._facets(key, values=joined)
        return self._facets("wish-other", facet=self.facet(facet), values=joined)

    def _alternatives(self, words: Sequence[str]) -> str:
        """``A or B``; of many ("Scandinavian" is five countries) the first few and how many more."""
        either = self.one("plain_facets", "or").strip('"')
        if len(words) <= _MOST_ALTERNATIVES:
            return either.join(words)
        first = words[: _MOST_ALTERNATIVES - 1]
        return self._facets("or-more", values=", ".join(first), count=len(words) - len(first))

    # ---- changes ----------------------------------------------------------------------------------------------------

    def changes(self, changes: Sequence[Change]) -> list[str]:
        """The changes in as few sentences as they need: titles and wishes of one kind share one."""
        grouped: dict[str, list[Change]] = {}
        judged = {change.id for change in changes if change.kind in _OPINIONS}
        for change in changes:
            if change.kind == "seen" and change.id in judged:
                continue  # whoever says what they think of it knows it
            alone = change.kind in ("replaced_wish", "now_liked", "now_disliked")
            grouped.setdefault(f"{change.kind}{len(grouped)}" if alone else change.kind, []).append(change)
        return [self._together(group) for group in grouped.values()]

    def change(self, change: Change) -> str:
        """One sentence for one change of the ledger."""
        return self._together([change])

    def _together(self, group: Sequence[Change]) -> str:
        kind = group[0].kind
        words = [self.wish(c.wish) for c in group if c.wish is not None]
        if not words:
            titles = [self.named(c.id, c.title) for c in group]
            if len(titles) > _MOST_TITLES:
                rest = self._facets("and-more", count=len(titles) - _MOST_TITLES + 1)
                titles = [*titles[: _MOST_TITLES - 1], rest]
            values: dict[str, Any] = {"title": self.listed(titles)}
        elif kind == "softened":
            kind_of_phrase = "softened" if len(words) == 1 else "softened_several"
            return phrase("plain_changes", kind_of_phrase, self.language, wishes=self.quoted(words))
        else:
            values = {"wish": self._commas(words)}
        if kind == "replaced_wish" and (before := group[0].before) is not None:
            values["before"] = self.wish(before)
        several = "rejected_several" if kind == "rejected" and len(group) > 1 else kind
        return phrase("plain_changes", several, self.language, **values)

    def quoted(self, words: Sequence[str]) -> str:
        """``“one” and “another”``, as they are quoted; words that are quoted already stay as they are."""
        return self.listed([word if word.startswith("“") else f"“{word}”" for word in words])


def _written_in(text: str) -> str:
    """``chinese``, ``japanese`` or ``english``, the three that can be told; else empty."""
    letters = [letter for letter in text if letter.isalpha()]
    if sum(map(has_cjk, letters)) > _SOME_CJK * len(letters):
        return "japanese" if _KANA.search(text) else "chinese"
    words = re.findall(r"[^\W\d_]+(?:'s)?", text.lower())
    return "english" if sum(map(spelling.is_english, words)) > _MOST_ENGLISH * len(words) else ""


def number(value: float) -> str:
    """A number as it is said: no decimals where there are none."""
    return str(int(value)) if float(value).is_integer() else f"{value:.1f}"
