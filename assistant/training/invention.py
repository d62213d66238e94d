"""Recommendations to explain, of works and people that do not exist: who learns from them must copy what is given.

Items and the evidence for them are drawn together, so that the evidence is true of the item.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from assistant.preferences import Wish
from assistant.training.draws import Draw
from assistant.training.forms import FOLDER
from assistant.wording import Wording
from retrievers.items import Item, Person
from retrievers.query import Candidate, Evidence
from retrievers.vocabulary import vocabulary

Keep = Callable[[str], bool]

_KINDS = (("film", 11), ("book", 7), ("album", 1), ("game", 1), ("course", 1), ("product", 1))
_ROLES = {"film": "director", "book": "author"}
_COMMON = 42  # the first genres of the vocabulary, which catalogues name most
_MATCHED = ("genre", "mood", "theme", "people", "year", "length", "kind", "country", "language", "series")
_OFTEN = (6, 4, 4, 4, 3, 3, 1, 2, 2, 1)
_MISSED = ("genre", "mood", "year", "length", "country", "language", "people")
_SHARED = ("series", "people", "genre", "theme", "mood", "country")
_KINDS_OF_EVIDENCE = ("asked-for", "people-like-you", "similar-to", "acclaimed", "in-words")
_EVIDENCE_OFTEN = (10, 9, 9, 4, 2)


@cache
def words() -> Mapping[str, tuple[str, ...]]:
    """The invented titles, people and wishes of ``forms/works_en.txt``, by part."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in (FOLDER / "works_en.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[] ")
        elif line.strip() and not line.startswith("#"):
            found.setdefault(name, []).append(line.strip())
    return {name: tuple(lines) for name, lines in found.items()}


def invented(rng: random.Random, keep: Keep = lambda name: True) -> Iterator[Draw]:
    """One invented recommendation after another, without end; only titles and people that ``keep`` holds with."""
    names = {part: [name for name in words()[part] if keep(name)] for part in ("films", "books", "people")}
    while True:
        drawn = {made.title: made for made in (_item(names, rng) for _ in range(rng.randint(2, 4)))}
        if len(drawn) < 2:  # two works of one name
            continue
        item, *others = drawn.values()
        wording = Wording("en", simulated=rng.random() < 0.5)
        evidence, wishes = _evidence(item, others, rng)
        candidate = Candidate(item=item, score=0.5, evidence=evidence)
        yield Draw(candidate=candidate, liked=tuple(others), wishes=wishes, wording=wording)


def _item(names: Mapping[str, Sequence[str]], rng: random.Random) -> Item:
    kind = rng.choices([kind for kind, _ in _KINDS], [often for _, often in _KINDS])[0]
    title = rng.choice(names["books" if kind == "book" else "films"])
    people = rng.sample(names["people"], 4)
    first = Person(name=people[0], role=_ROLES.get(kind, "artist"))
    cast = [Person(name=name, role="cast") for name in people[1:]] if kind == "film" else []
    known = vocabulary().entries
    genres = list(known["genre"])
    genre = rng.sample(genres[:_COMMON], rng.randint(1, 2)) + (rng.sample(genres, 1) if rng.random() < 0.3 else [])

    def some(facet: str, most: int) -> tuple[str, ...]:
        return tuple(rng.sample(list(known[facet]), rng.randint(1, most)))

    themes = some("theme", 3)
    return Item(
        id=f"{title} {kind}", title=title, kind=kind, year=2025 - int(75 * rng.random() ** 2),
        length=rng.randint(75, 190) if kind == "film" else rng.randint(90, 700) if kind == "book" else None,
        genres=tuple(dict.fromkeys(genre)), moods=some("mood", 2), themes=themes, countries=some("country", 2),
        languages=some("language", 1), people=(first, *cast),
        series=rng.choice(words()["series"]) if rng.random() < 0.15 else None,
        description=f"A {kind} with {' and '.join(themes)} in it." if rng.random() < 0.7 else "",
    )  # fmt: skip


def _evidence(item: Item, others: Sequence[Item], rng: random.Random) -> tuple[tuple[Evidence, ...], tuple[Wish, ...]]:
    kinds: list[str] = []
    while len(kinds) < rng.choice((1, 2, 2, 3)):
        kind = rng.choices(_KINDS_OF_EVIDENCE, _EVIDENCE_OFTEN)[0]
        kinds += [] if kind in kinds else [kind]
    found, wishes = [], []
    for at, kind in enumerate(kinds):
        facts, wished = _facts(kind, item, others, rng)
        wishes += wished
        named: Any = "asked-for" if kind == "in-words" else kind
        found.append(Evidence(kind=named, weight=round(0.5 - at / 10, 3), facts=facts))
    if rng.random() < 0.2:
        missed = _missed(item, others, {wish.facet for wish in wishes}, rng)
        wishes.append(missed[1])
        found.append(Evidence(kind="trade-off", weight=0.0, facts=missed[0]))
    return tuple(found), tuple(wishes)


def _facts(kind: str, item: Item, others: Sequence[Item], rng: random.Random) -> tuple[dict[str, Any], list[Wish]]:
    """The facts of one piece of evidence as `retrievers.evidence` gives them, and the wishes that they answer."""
    other = rng.choice(others)
    liked = {"liked": [other.title], "liked_ids": [other.id]}
    if kind == "asked-for":
        values = _values(item)
        drawn = dict.fromkeys(rng.choices(_MATCHED, _OFTEN, k=rng.choice((1, 1, 1, 2, 2, 3))))
        facets = [facet for facet in drawn if values[facet]] or ["genre"]
        matched: list[dict[str, Any]] = [
            {"facet": facet, "values": _some(values[facet], rng), "hard": True} for facet in facets
        ]
        return {"matched": matched}, [_wish(one["facet"], one["values"], rng) for one in matched]
    if kind == "in-words":
        return {"text": rng.choice(words()["wishes"]), "similarity": 0.4}, []
    if kind == "people-like-you":
        return liked | {"share": round(rng.uniform(0.02, 0.8), 2), "raters": int(10 ** rng.uniform(0.8, 4))}, []
    if kind == "similar-to":
        some = rng.sample(_SHARED, rng.choice((0, 1, 1, 2, 2, 3)))
        shared = {f: _some(_values(item)[f], rng) for f in _SHARED if f in some and _values(item)[f]}
        return liked | {"similarity": 0.5, "shared": shared}, []
    facts = {"raters": int(10 ** rng.uniform(1, 4.5)), "top": 0.1}
    scale = rng.choice(([1, 5], [0.5, 5.0], [1, 10], None))
    return facts | ({"mean": round(rng.uniform(0.65, 0.95) * scale[1], 1), "scale": scale} if scale else {}), []


def _values(item: Item) -> dict[str, list[Any]]:
    return {
        "genre": list(item.genres), "mood": list(item.moods), "theme": list(item.themes),
        "people": [person.name for person in item.people], "year": [item.year],
        "length": [item.length] if item.length else [], "kind": [item.kind], "country": list(item.countries),
        "language": list(item.languages), "series": [item.series] if item.series else [],
    }  # fmt: skip


def _some(values: Sequence[Any], rng: random.Random) -> list[Any]:
    return list(values[: 1 if rng.random() < 0.7 else 2])


def _wish(facet: str, values: Sequence[Any], rng: random.Random) -> Wish:
    if facet in ("year", "length"):
        width = rng.choice((5, 10, 20))
        return Wish(facet=facet, min=float(values[0] - width), max=float(values[0] + width))
    return Wish(facet=facet, include=tuple(map(str, values)))


def _missed(item: Item, others: Sequence[Item], wished: set[str], rng: random.Random) -> tuple[dict[str, Any], Wish]:
    """A soft wish that the item does not meet: the facts of a trade-off, and the wish."""
    facet = rng.choice([facet for facet in _MISSED if facet not in wished])
    has = _values(item)[facet]
    if facet == "people" and (strangers := [n for n in _values(others[0])["people"] if n not in has]):
        name = rng.choice(strangers)
        return {"facet": facet, "value": has, "wanted": {"include": [name]}}, _wish(facet, [name], rng)
    if facet == "people":
        facet, has = "genre", list(item.genres)
    if facet in ("year", "length"):
        wanted: dict[str, Any] = {"max": (has[0] if has else 150) - rng.randint(5, 40)}
        wish = Wish(facet=facet, max=wanted["max"], hard=False)
    else:
        value = rng.choice([v for v in list(vocabulary().entries[facet])[:_COMMON] if v not in has])
        wanted, wish = {"include": [value]}, Wish(facet=facet, include=(value,), hard=False)
    if not has or rng.random() < 0.1:
        return {"facet": facet, "value": None, "wanted": wanted}, wish
    return {"facet": facet, "value": has[0] if facet in ("year", "length") else has, "wanted": wanted}, wish
