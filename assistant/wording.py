"""The plain wording: evidence, changes, wishes and answers put into words without a model.

Every number and name in a sentence comes from the value it is given. The words stand in ``prompts/*/plain_*.md``; this
file chooses among them. It does not decide what is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.preferences import Change, Wish
from prompts import listing, phrase, phrases
from retrievers.catalogue import Catalogue
from retrievers.items import Item
from retrievers.query import Evidence
from retrievers.vocabulary import vocabulary

#: Reasons that make up less than this of what speaks for an item are not given.
LEAST_SHARE = 0.1
_UNITS = {"film": "film", "book": "book"}


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
        """The title in this language of an item known by id and main title."""
        if self._catalogue is not None and self._catalogue.row(id) is not None:
            return self.title(self._catalogue.item(id))
        return f"《{title}》" if self.language == "zh" else title

    def _liked(self, facts: Mapping[str, Any]) -> str:
        pairs = zip(facts.get("liked_ids", [""] * len(facts["liked"])), facts["liked"], strict=True)
        return self.list([self.named(id, title) for id, title in pairs])

    def year(self, item: Item) -> str:
        if item.year is None:
            return ""
        year = f"{-item.year} BC" if item.year < 0 else str(item.year)
        return self.reply("year", year=year).strip('"')

    def list(self, values: Sequence[str]) -> str:
        return listing(list(values), self.language)

    def facet(self, name: str) -> str:
        """The name of a facet or a field."""
        return self._one("plain_facets", name) or self._one("plain_facets", f"role-{name}") or name

    def value(self, facet: str, value: str) -> str:
        """One value of a facet; names of countries and languages in capitals in English."""
        word = vocabulary().word(facet, value, self.language)
        return word.title() if self.language == "en" and facet in ("country", "language") else word

    def reply(self, key: str, *, pick: int = 0, **values: object) -> str:
        return phrase("plain_reply", key, self.language, pick=pick, **values)

    def answer(self, key: str, **values: object) -> str:
        return phrase("plain_answer", key, self.language, **values)

    def clarify(self, key: str, *, pick: int = 0, **values: object) -> str:
        return phrase("plain_clarify", key, self.language, pick=pick, **values)

    def kinds(self, kind: str, count: int = 2) -> str:
        """``film`` or ``films``: the kind as a noun; in Chinese with its counter from the second form on."""
        forms = phrases("plain_facets", self.language).get(kind)
        if not forms:
            return self.value("kind", kind)
        return forms[0] if count == 1 or self.language == "zh" else forms[-1]

    def counted(self, kinds: Mapping[str, int]) -> str:
        """``182 films and 52 books``."""
        parts = []
        for kind, count in kinds.items():
            forms = phrases("plain_facets", self.language).get(kind) or phrases("plain_facets", self.language)["item"]
            noun = forms[-1] if count != 1 or self.language == "zh" else forms[0]
            parts.append(f"{count}{noun}" if self.language == "zh" else f"{count:,} {noun}")
        return self.list(parts)

    def about(self, name: str, kinds: Mapping[str, int]) -> str:
        key = "about-simulated" if self.simulated else "about"
        return phrase("plain_facets", key, self.language, counts=self.counted(kinds), catalogue=name)

    def _one(self, file: str, key: str) -> str:
        return phrases(file, self.language).get(key, ("",))[0]

    # ---- wishes and changes -----------------------------------------------------------------------------------------

    def wish(self, wish: Wish) -> str:
        """A wish in a few words: ``1990–1999``, ``no horror``, ``not too long``, ``at most 120 minutes or pages``."""
        parts = []
        if wish.min is not None or wish.max is not None:
            parts.append(self._range(wish))
        for values, negative in ((wish.include, False), (wish.exclude, True)):
            if values:
                parts.append(self._values(wish.facet, values, negative))
        return ("，" if self.language == "zh" else ", ").join(parts) or self.facet(wish.facet)

    def changes(self, changes: Sequence[Change]) -> list[str]:
        """The changes in as few sentences as they need: titles and wishes of one kind share one."""
        grouped: dict[str, list[Change]] = {}
        for change in changes:
            alone = change.kind in ("replaced_wish", "now_liked", "now_disliked")
            grouped.setdefault(f"{change.kind}{len(grouped)}" if alone else change.kind, []).append(change)
        return [self._together(group) for group in grouped.values()]

    def _together(self, group: Sequence[Change]) -> str:
        first = group[0]
        if len(group) == 1:
            return self.change(first)
        if first.wish is None:
            titles = [self.named(c.id, c.title) for c in group]
            return phrase("plain_changes", first.kind, self.language, title=self.list(titles))
        words = [self.wish(c.wish) for c in group if c.wish is not None]
        if first.kind == "softened":
            quoted = self.list([f"“{word}”" for word in words])
            return phrase("plain_changes", "softened_several", self.language, wishes=quoted)
        wishes = ("，" if self.language == "zh" else ", ").join(words)
        return phrase("plain_changes", first.kind, self.language, wish=wishes)

    def _range(self, wish: Wish) -> str:
        low = _number(wish.min) if wish.min is not None else ""
        high = _number(wish.max) if wish.max is not None else ""
        which = "range" if low and high else "min" if low else "max"
        if wish.facet == "popularity":
            return self._one("plain_facets", "wish-popularity-high" if low else "wish-popularity-low")
        values: dict[str, object] = {"low": low, "high": high}
        if wish.facet == "year":
            key = "wish-year-single" if low == high else f"wish-year-{which}"
        elif wish.facet == "length":
            key, values["unit"] = f"wish-length-{which}", self._unit(wish)
        else:
            key, values["facet"] = "wish-range", self.facet(wish.facet)
            return phrase("plain_facets", key, self.language, **values)
        needed = {"range": ("low", "high"), "min": ("low",), "max": ("high",)}[which] if low != high else ("low",)
        return phrase("plain_facets", key, self.language, **{k: v for k, v in values.items() if k in (*needed, "unit")})

    def _unit(self, wish: Wish) -> str:
        """Minutes or pages, where the sentence that the wish comes from tells which."""
        said = wish.said.lower()
        pages, minutes = "page" in said or "页" in said, any(w in said for w in ("min", "hour", "hr", "分钟", "小时"))
        return self._one("plain_facets", "unit" if pages == minutes else "unit-pages" if pages else "unit-minutes")

    def _values(self, facet: str, values: Sequence[str], negative: bool) -> str:
        if facet == "length":
            return self._one("plain_facets", f"wish-length-{'not-' if negative else ''}{values[0]}") or values[0]
        role, _, _ = values[0].partition(":") if facet == "people" and ":" in values[0] else ("", "", "")
        words = [self.value(facet, v.partition(":")[2] if role else v) for v in values]
        if facet == "kind":
            words = [self.kinds(v) for v in values]
        joined = self._one("plain_facets", "or").strip('"').join(words)
        known = phrases("plain_facets", self.language)
        keys = [f"wish-not-{facet}", "wish-not"] if negative else [f"wish-{facet}-{role}", f"wish-{facet}"]
        for key in keys:
            if key in known:
                return phrase("plain_facets", key, self.language, values=joined)
        return phrase("plain_facets", "wish-other", self.language, facet=self.facet(facet), values=joined)

    def change(self, change: Change) -> str:
        """One sentence for one change of the ledger."""
        values: dict[str, object] = {}
        if change.wish is not None:
            values["wish"] = self.wish(change.wish)
            if change.kind == "replaced_wish" and change.before is not None:
                values["before"] = self.wish(change.before)
        else:
            values["title"] = self.named(change.id, change.title)
        return phrase("plain_changes", change.kind, self.language, **values)

    # ---- reasons ----------------------------------------------------------------------------------------------------

    def reason(self, evidence: Evidence, item: Item, *, pick: int = 0, brief: bool = False) -> str:
        """One piece of evidence in words, as part of a sentence about ``item``.

        ``brief`` leaves out what stands beside it anyway (the year and the kind); empty where nothing else was asked for.
        """
        facts = evidence.facts
        if evidence.kind == "asked-for":
            if "text" in facts:
                return self.explain("in-words", pick, text=facts["text"])
            matched = [m for m in facts["matched"] if not (brief and m["facet"] in ("year", "kind"))]
            words = self._matched(matched, item)
            return self.explain("asked-for", pick, matched=words) if words else ""
        if evidence.kind == "people-like-you":
            key = "people-like-you-simulated" if self.simulated else "people-like-you"
            percent = f"{round(100 * facts['share'])} %"
            return self.explain(key, pick, percent=percent, raters=facts["raters"], liked=self._liked(facts))
        if evidence.kind == "similar-to":
            return self._similar(facts, pick)
        if evidence.kind == "acclaimed":
            return self._acclaimed(facts)
        return self._trade_off(facts, item)

    def explain(self, key: str, pick: int = 0, **values: object) -> str:
        """A phrase of ``plain_explain.md``."""
        return phrase("plain_explain", key, self.language, pick=pick, **values)

    def _matched(self, matched: Sequence[Mapping[str, Any]], item: Item) -> str:
        parts = []
        for match in matched:
            parts.append(self._fact(match["facet"], match["values"][:3], item))
        return self.list(list(dict.fromkeys(part for part in parts if part)))

    def _fact(self, facet: str, values: Sequence[Any], item: Item) -> str:
        """Values of the item: ``from 1995``, ``98 minutes long``, ``with Al Pacino``, ``crime and drama``."""
        if not values:
            return ""
        value = values[0]
        if facet == "length":
            unit = _UNITS.get(item.kind or "")
            return self.explain(f"value-length-{unit}" if unit else "value-length", value=value)
        if facet == "popularity":
            return self.explain("value-popularity-high" if value >= 0.5 else "value-popularity-low")
        word = self.kinds(value, 1) if facet == "kind" else self.list([self.value(facet, str(v)) for v in values])
        if f"value-{facet}" in phrases("plain_explain", self.language):
            return self.explain(f"value-{facet}", value=word)
        return self.explain("value", facet=self.facet(facet), value=word)

    def _similar(self, facts: Mapping[str, Any], pick: int) -> str:
        liked = self._liked(facts)
        known = phrases("plain_explain", self.language)
        parts = [
            self.explain(f"shared-{facet}", value=self.list([self.value(facet, v) for v in values[:2]]))
            for facet, values in facts["shared"].items()
            if f"shared-{facet}" in known
        ]
        if not parts:
            return self.explain("similar-to-bare", pick, liked=liked)
        return self.explain("similar-to", pick, liked=liked, shared=self.list(parts[:2]))

    def _acclaimed(self, facts: Mapping[str, Any]) -> str:
        if "mean" not in facts:
            return self.explain("acclaimed-unrated", raters=facts["raters"])
        key = "acclaimed-simulated" if self.simulated else "acclaimed"
        return self.explain(key, raters=facts["raters"], mean=facts["mean"], high=_number(facts["scale"][1]))

    def _trade_off(self, facts: Mapping[str, Any], item: Item) -> str:
        wanted = {name: tuple(v) if isinstance(v, list) else v for name, v in facts["wanted"].items()}
        wish = Wish(facet=facts["facet"], **wanted)
        value = facts["value"]
        if value is None:
            return self.explain("trade-off-missing", facet=self.facet(facts["facet"]), wanted=self.wish(wish))
        values = value if isinstance(value, list) else [value]
        words = self._fact(facts["facet"], values[:3], item)
        return self.explain("trade-off", value=words, wanted=self.wish(wish))


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:.1f}"
