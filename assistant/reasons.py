"""Evidence put into words: the reasons for an item, each a part of a sentence about it.

Every number and name comes from the facts of the evidence or the item's record. It does not choose which reasons are
given (`steps.explain`, `steps.answer`) and knows no score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.preferences import Wish
from assistant.wording import Wording, number
from prompts import phrase, phrases
from retrievers.items import Item
from retrievers.query import Evidence

_UNITS = ("film", "book")  # kinds whose length has a unit
_MOST_VALUES = 3
#: Facets that are told beside the title.
BESIDE = ("year", "kind")


@dataclass(frozen=True, kw_only=True)
class Point:
    """A piece of evidence ready to be put into words: the key of its phrase, and what fills that."""

    key: str
    values: Mapping[str, Any]


def reason(evidence: Evidence, item: Item, wording: Wording, *, pick: int = 0, brief: bool = False) -> str:
    """One piece of evidence in words, as part of a sentence about ``item``; empty where nothing is to be said."""
    found = point(evidence, item, wording, brief=brief)
    key = "in-words-told" if evidence.facts.get("told") else found.key if found else ""
    return wording.explain(key, pick, **found.values) if found else ""


def stated(evidence: Evidence, item: Item, wording: Wording, *, brief: bool = False) -> str:
    """The same as a short labelled fact, for a language model to put into words."""
    found = point(evidence, item, wording, brief=brief)
    return phrase("plain_facts", found.key, wording.language, **found.values) if found else ""


def point(evidence: Evidence, item: Item, wording: Wording, *, brief: bool = False) -> Point | None:
    """What a piece of evidence says of ``item``.

    ``brief`` leaves out what stands beside it anyway (year and kind); None where nothing else was asked for.
    """
    facts = evidence.facts
    if evidence.kind == "asked-for":
        return _asked_for(facts, item, wording, brief)
    if evidence.kind == "people-like-you":
        key = "people-like-you-simulated" if wording.simulated else "people-like-you"
        percent = wording.percent(facts["share"])
        return Point(key=key, values=dict(percent=percent, raters=facts["raters"], liked=_liked(facts, wording)))
    if evidence.kind == "similar-to":
        return _similar(facts, item, wording)
    if evidence.kind == "acclaimed":
        return _acclaimed(facts, wording)
    return _trade_off(facts, item, wording)


def _liked(facts: Mapping[str, Any], wording: Wording) -> str:
    ids = facts.get("liked_ids", [""] * len(facts["liked"]))
    return wording.listed([wording.named(id, title) for id, title in zip(ids, facts["liked"], strict=True)])


def _asked_for(facts: Mapping[str, Any], item: Item, wording: Wording, brief: bool) -> Point | None:
    if "text" in facts:
        return Point(key="in-words" if item.description else "in-words-of-record", values={"text": facts["text"]})
    matched = [m for m in facts["matched"] if not (brief and m["facet"] in BESIDE)]
    parts = [fact(match["facet"], match["values"], item, wording) for match in matched]
    words = wording.listed([*dict.fromkeys(part for part in parts if part)])
    return Point(key="asked-for", values={"matched": words}) if words else None


def fact(facet: str, values: Sequence[Any], item: Item, wording: Wording, *, most: int = _MOST_VALUES) -> str:
    """The first values of the item: ``from 1995``, ``98 minutes long``, ``with Al Pacino``, ``crime and drama``."""
    if not values:
        return ""
    values = tuple(dict.fromkeys(values))  # a person may have two parts in a work
    value = values[0]
    if facet == "length":
        return wording.explain(f"value-length-{item.kind}" if item.kind in _UNITS else "value-length", value=value)
    if facet == "popularity":
        return wording.explain("value-popularity-high" if value >= 0.5 else "value-popularity-low")
    word = _word(facet, values[:most], wording)
    key = f"value-people-{role}" if facet == "people" and (role := _role(values, item)) else f"value-{facet}"
    known = phrases("plain_explain", wording.language)
    if (alone := f"value-{facet}-{value}") in known and len(values) == 1:
        return wording.explain(alone)
    if key in known:
        return wording.explain(key, value=word)
    return wording.explain("value", facet=wording.facet(facet), value=word)


def _word(facet: str, values: Sequence[Any], wording: Wording) -> str:
    if facet == "kind":
        noun = wording.kinds(values[0], 1)
        return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}" if wording.language == "en" else noun
    if facet == "year":
        return wording.year_number(values[0])
    return wording.listed([wording.value(facet, str(value)) for value in values])


def _role(names: Sequence[str], item: Item) -> str:
    """What these people did for the item, where it is one thing that has words of its own."""
    roles = {person.role for person in item.people if person.name in names}
    return next(iter(roles)) if len(roles) == 1 and roles <= {"director", "author"} else ""


def _similar(facts: Mapping[str, Any], item: Item, wording: Wording) -> Point:
    known = phrases("plain_explain", wording.language)
    parts = []
    for facet, values in facts["shared"].items():
        key = f"shared-{facet}" if len(values) == 1 else f"shared-{facet}-several"
        key = key if key in known else f"shared-{facet}"
        if key in known:
            parts.append(wording.explain(key, value=wording.listed([wording.value(facet, v) for v in values[:2]])))
    liked = _liked(facts, wording)
    if not parts:
        return Point(key="similar-to-bare" if item.description else "similar-to-record", values={"liked": liked})
    return Point(key="similar-to", values={"liked": liked, "shared": wording.listed(parts[:2])})


def _acclaimed(facts: Mapping[str, Any], wording: Wording) -> Point:
    simulated = "-simulated" if wording.simulated else ""
    values = {"raters": facts["raters"]}
    if "mean" not in facts:
        return Point(key=f"acclaimed-unrated{simulated}", values=values)
    rated = {"mean": facts["mean"], "high": number(facts["scale"][1])}
    return Point(key=f"acclaimed{simulated}", values=values | rated)


def _trade_off(facts: Mapping[str, Any], item: Item, wording: Wording) -> Point:
    wanted: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in facts["wanted"].items()}
    words = wording.quoted([wording.wish(Wish(facet=facts["facet"], **wanted))])
    value = facts["value"]
    if facts["facet"] == "people":  # who is in it instead is no drawback
        return Point(key="trade-off-without", values={"wanted": words})
    if value is None:
        return Point(key="trade-off-missing", values={"facet": wording.facet(facts["facet"]), "wanted": words})
    values = value if isinstance(value, list) else [value]
    return Point(key="trade-off", values={"value": fact(facts["facet"], values, item, wording), "wanted": words})
