"""Draws the demo's ratings: invented people, mixed from `personas.toml`, choose and rate items. Seeded, numpy only.

The model, for person u and item i (z = standardised over the items to mean 0 and deviation 1):

    appeal of i to persona p    a[p,i] = z( sum of p's weights for the facet values, people and periods that i has
                                            - the same sum over p's dislikes )
    u is a mix                  1, 2 or 3 personas (35, 45, 20 %), drawn by share; weights m[u,p] ~ Dirichlet(3)
    own bent of u               b[u,i] = z( sum over i's traits of N_u,trait ), a weight of u's own for every facet
                                value, person, series and decade (the last two count double)
    taste                       t[u,i] = z( z( sum over p of m[u,p] * a[p,i] ) + 1.6 * b[u,i] + 0.3 * N )
    how many                    n[u] = clip( exp(N(3.9, 0.62)), 6, 200 )          long-tailed, 60 or so on average
    which                       the n[u] largest of  1.2 * (1 + 0.3 * N_u) * fame[i] + 1.6 * t[u,i]
                                                     + log( sum over p of m[u,p] * kind[p,i] ) + Gumbel,
                                which is sampling without replacement in proportion to exp of the rest
    rating                      clip( 2.7 + 0.35 * N_u + 0.10 * (fame[i] - 3) + 0.85 * t[u,i] + 0.35 * N, 0.5, 5 ),
                                to half steps; N is a standard normal draw, N_u one a person

So well-known items are rated most, people rate more of what they like, and still rate much that they do not.
`RandomState` and not `Generator`: numpy promises that its stream never changes, and the output must not either.
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from retrievers import demo

PEOPLE = 3000
SEED = 20240229

Record = Mapping[str, Any]
Rating = tuple[str, str, float]
Vector = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

#: Facets that a persona may weigh; the key of the record is the same word.
FACETS = ("genres", "moods", "themes", "countries")
#: Keys of a record that name people.
ROLES = ("director", "cast", "author")
#: Traits that bind people's own bent more than the others: who saw one part of a series saw the next.
DOUBLE = {"series": 2.0, "decade": 2.0}


def simulate(
    items: Sequence[Record], fame: Mapping[str, int], personas: Sequence[Record], *, people: int, seed: int
) -> list[Rating]:
    """Ratings (user, item, 0.5 to 5 in half steps) of ``people`` invented people, by user and then catalogue order.

    Raises ``KeyError`` where an item has no fame: a record without one was added in a hurry.
    """
    rng = np.random.RandomState(seed)
    known = np.array([float(fame[item["id"]]) for item in items])
    appeals = np.array([appeal(persona, items) for persona in personas])
    rows, columns, shares_of_traits = traits(items)
    kinds = np.array([[float(persona["kinds"].get(item["kind"], 1.0)) for item in items] for persona in personas])
    shares = np.array([float(persona["share"]) for persona in personas])
    shares /= shares.sum()

    ratings: list[Rating] = []
    for number in range(1, people + 1):
        mixed = rng.choice(len(personas), size=rng.choice(3, p=[0.35, 0.45, 0.20]) + 1, replace=False, p=shares)
        weights = rng.dirichlet(np.full(len(mixed), 3.0))
        drawn = rng.standard_normal(columns.max() + 1)
        bent = _standard(np.bincount(rows, shares_of_traits * drawn[columns], len(items)).astype(np.float64))
        taste = _standard(_standard(weights @ appeals[mixed]) + 1.6 * bent + 0.3 * rng.standard_normal(len(items)))
        count = int(np.clip(np.exp(rng.normal(3.9, 0.62)), 6, min(200, len(items))))
        pull = 1.2 * known * (1 + 0.3 * rng.standard_normal()) + 1.6 * taste + np.log(weights @ kinds[mixed])
        chosen = np.sort(np.argsort(-(pull + rng.gumbel(size=len(items))), kind="stable")[:count])
        felt = 2.7 + 0.35 * rng.standard_normal() + 0.10 * (known - 3) + 0.85 * taste
        felt = felt + 0.35 * rng.standard_normal(len(items))
        steps = np.clip(np.rint(felt * 2) / 2, 0.5, 5.0)
        ratings += [(f"sim{number:04d}", str(items[i]["id"]), float(steps[i])) for i in chosen]
    return ratings


def appeal(persona: Record, items: Sequence[Record]) -> Vector:
    """How much ``persona`` is drawn to each item, standardised over the items."""
    likes, dislikes = persona.get("likes", {}), persona.get("dislikes", {})
    return _standard(np.array([_matched(likes, item) - _matched(dislikes, item) for item in items]))


def traits(items: Sequence[Record]) -> tuple[Numbers, Numbers, Vector]:
    """Which facet values, people, series and decade each item has: item, trait and weight of every such pair.

    The weights of an item have a sum of squares of 1.
    """
    numbers: dict[tuple[str, str], int] = {}
    rows, columns, weights = [], [], []
    for row, item in enumerate(items):
        own = [(facet, value) for facet in FACETS for value in item[facet]]
        own += [("people", name) for role in ROLES for name in item.get(role, [])]
        own += [("series", item["series"])] if item["series"] else []
        own += [("decade", str(item["year"] // 10))]
        raw = np.array([DOUBLE.get(name, 1.0) for name, _ in own])
        rows += [row] * len(own)
        columns += [numbers.setdefault(trait, len(numbers)) for trait in own]
        weights += list(raw / np.sqrt((raw**2).sum()))
    return np.array(rows), np.array(columns), np.array(weights)


def _matched(weights: Record, item: Record) -> float:
    total = sum(float(weights.get(facet, {}).get(value, 0.0)) for facet in FACETS for value in item[facet])
    names = {name for role in ROLES for name in item.get(role, [])}
    # Sorted: a sum of floats depends on its order, and the order of a set on the run.
    total += sum(float(weights.get("people", {}).get(name, 0.0)) for name in sorted(names))
    return total + sum(float(weight) for low, high, weight in weights.get("periods", []) if low <= item["year"] <= high)


def _standard(values: Vector) -> Vector:
    return np.asarray((values - values.mean()) / (values.std() or 1.0), dtype=np.float64)


def load() -> tuple[list[Record], dict[str, int], list[Record]]:
    """The shipped items, fame and personas, as `simulate` takes them."""
    here = Path(__file__).parent
    items = [json.loads(line) for path in demo.items_paths() for line in path.read_text(encoding="utf-8").splitlines()]
    with (here / "fame.csv").open(encoding="utf-8", newline="") as file:
        fame = {row["id"]: int(row["fame"]) for row in csv.DictReader(file)}
    personas = tomllib.loads((here / "personas.toml").read_text(encoding="utf-8"))["persona"]
    return items, fame, personas


def as_csv(ratings: Sequence[Rating]) -> bytes:
    """The ratings as the text of ``interactions.csv``, before packing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("user", "item", "rating"))
    writer.writerows(ratings)
    return text.getvalue().encode()


def main() -> None:
    """Rewrite ``interactions.csv.xz``."""
    ratings = simulate(*load(), people=PEOPLE, seed=SEED)
    path = demo.interactions_path()
    path.write_bytes(lzma.compress(as_csv(ratings), preset=9))
    sys.stdout.write(f"{len(ratings)} simulated ratings of {PEOPLE} invented people -> {path}\n")


if __name__ == "__main__":
    main()
