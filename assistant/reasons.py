"""Evidence put into words: the reasons for an item, each a part of a sentence about it.

Every number and name comes from the facts of the evidence or the item's record. It does not choose which reasons are
given (`steps.explain`, `steps.answer`) and knows no score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.preferences import Wish
from assistant.wording import Wording, number
from prompts import phrases
from retrievers.items import Item
from retrievers.query import Evidence

_UNITS = ("film", "book")  # kinds whose length has a unit
_MOST_VALUES = 3


def reason(evidence: Evidence, item: Item, wording: Wording, *, pick: int = 0, brief: bool = False) -> str:
    """One piece of evidence in words, as part of a sentence about ``item``.

    ``brief`` leaves out what stands beside it anyway (year and kind); empty where nothing else was asked for.
    """
    facts = evidence.facts
    if evidence.kind == "asked-for":
        return _asked_for(facts, item, wording, pick, brief)
    if evidence.kind == "people-like-you":
        key = "people-like-you-simulated" if wording.simulated else "people-like-you"
        percent = f"{round(100 * facts['share'])} %"
        return wording.explain(key, pick, percent=percent, raters=facts["raters"], liked=_liked(facts, wording))
    if evidence.kind == "similar-to":
        return _similar(facts, item, wording, pick)
    if evidence.kind == "acclaimed":
        return _acclaimed(facts, wording)
    return _trade_off(facts, item, wording)


def _liked(facts: Mapping[str, Any], wording: Wording) -> str:
    ids = facts.get("liked_ids", [""] * len(facts["liked"]))
    return wording.listed([wording.named(id, title) for id, title in zip(ids, facts["liked"], strict=True)])


def _asked_for(facts: Mapping[str, Any], item: Item, wording: Wording, pick: int, brief: bool) -> str:
    if "text" in facts:
        return wording.explain("in-words" if item.description else "in-words-of-record", pick, text=facts["text"])
    matched = [m for m in facts["matched"] if not (brief and m["facet"] in ("year", "kind"))]
    parts = [fact(match["facet"], match["values"], item, wording) for match in matched]
    words = wording.listed([*dict.fromkeys(part for part in parts if part)])
    return wording.explain("asked-for", pick, matched=words) if words else ""


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


def _similar(facts: Mapping[str, Any], item: Item, wording: Wording, pick: int) -> str:
    known = phrases("plain_explain", wording.language)
    parts = []
    for facet, values in facts["shared"].items():
        key = f"shared-{facet}" if len(values) == 1 else f"shared-{facet}-several"
        key = key if key in known else f"shared-{facet}"
        if key in known:
            parts.append(wording.explain(key, value=wording.listed([wording.value(facet, v) for v in values[:2]])))
    if not parts:
        key = "similar-to-bare" if item.description else "similar-to-record"
        return wording.explain(key, pick, liked=_liked(facts, wording))
    return wording.explain("similar-to", pick, liked=_liked(facts, wording), shared=wording.listed(parts[:2]))


def _acclaimed(facts: Mapping[str, Any], wording: Wording) -> str:
    simulated = "-simulated" if wording.simulated else ""
    if "mean" not in facts:
        return wording.explain(f"acclaimed-unrated{simulated}", raters=facts["raters"])
    high = number(facts["scale"][1])
    return wording.explain(f"acclaimed{simulated}", raters=facts["raters"], mean=facts["mean"], high=high)


def _trade_off(facts: Mapping[str, Any], item: Item, wording: Wording) -> str:
    wanted: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in facts["wanted"].items()}
    words = wording.quoted([wording.wish(Wish(facet=facts["facet"], **wanted))])
    value = facts["value"]
    if facts["facet"] == "people":  # who is in it instead is no drawback
        return wording.explain("trade-off-without", wanted=words)
    if value is None:
        return wording.explain("trade-off-missing", facet=wording.facet(facts["facet"]), wanted=words)
    values = value if isinstance(value, list) else [value]
    return wording.explain("trade-off", value=fact(facts["facet"], values, item, wording), wanted=words)
