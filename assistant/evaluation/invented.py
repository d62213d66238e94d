"""An invented catalogue with words in it: titles, people, genres, moods, themes, descriptions and likes, of any size.

For measuring how long a conversation takes: what is said of it must be found in it, as in a real one. The words are
put together at random and mean nothing.
"""

from __future__ import annotations

from itertools import permutations, product

import numpy as np

from retrievers.catalogue import Catalogue
from retrievers.items import Item, Person

_HOW = (
    "amber", "bitter", "borrowed", "broken", "burning", "careless", "crooked", "distant", "drowned", "early",
    "empty", "faithful", "fallen", "forgotten", "frozen", "gentle", "glass", "golden", "hidden", "hollow", "idle",
    "iron", "last", "lonely", "narrow", "nameless", "open", "painted", "pale", "patient", "quiet", "restless",
    "salt", "scarlet", "second", "silent", "slow", "stolen", "stubborn", "sunken", "tender", "unwritten", "velvet",
    "wandering", "wild",
)  # fmt: skip
_WHAT = (
    "anchor", "archive", "autumn", "balcony", "bell", "bridge", "bakery", "canal", "carnival", "cartographer",
    "cathedral", "chorus", "clockmaker", "compass", "corridor", "cousin", "dynasty", "engine", "ferry", "fortune",
    "garden", "glacier", "harbour", "heiress", "horizon", "island", "juror", "kingdom", "ladder", "lantern",
    "ledger", "lighthouse", "locksmith", "marriage", "meadow", "messenger", "midnight", "mirror", "monsoon",
    "orchard", "orphan", "parade", "passenger", "pilgrim", "postman", "quarry", "railway", "recipe", "river",
    "sailor", "season", "shadow", "smuggler", "station", "stranger", "summer", "tailor", "theatre", "thief", "tide",
    "tournament", "valley", "vineyard", "violin", "visitor", "voyage", "widow", "window", "winter", "witness",
)  # fmt: skip
_GIVEN = (
    "Ada", "Anton", "Bela", "Carmen", "Dorian", "Edith", "Emil", "Farah", "Greta", "Hugo", "Ines", "Ivo", "Jonas",
    "Kenji", "Lena", "Lucas", "Mara", "Nadia", "Oskar", "Petra", "Rafael", "Rosa", "Samir", "Tess", "Ulrich",
    "Vera", "Wendell", "Yara",
)  # fmt: skip
_SURNAMES = (
    "Abelson", "Barrow", "Castellan", "Dravik", "Elmore", "Fenwick", "Galloway", "Hartig", "Ivanek", "Jarrow",
    "Kessel", "Lindholt", "Marchetti", "Norrington", "Okafor", "Pellerin", "Quayle", "Rosenau", "Sandoval",
    "Takemoto", "Ulvaeng", "Vandermeer", "Westlake", "Yarrow", "Zelenka",
)  # fmt: skip
_GENRES = (
    "drama", "comedy", "crime", "thriller", "romance", "adventure", "action", "mystery", "science fiction",
    "fantasy", "horror", "history", "war", "western", "family", "animation", "documentary", "musical",
)  # fmt: skip
MOODS = ("dark", "funny", "sad", "tense", "warm", "quirky", "romantic", "hopeful", "scary", "slow", "cosy", "bleak")
_THEMES = (
    "heist", "revenge", "friendship", "grief", "road trip", "small town", "coming of age", "loneliness", "survival",
    "betrayal", "family secrets", "memory",
)  # fmt: skip
_OF_TWO = ("The {} of the {}", "A {} for the {}")


def catalogue(items: int, *, seed: int = 0) -> Catalogue:
    """Films and books, every third a book, the first of each list of words more often than the last.

    Titles occur once where the words suffice (for 15,000 of them), and a few items are parts of a series.
    """
    rng = np.random.default_rng(seed)
    titles = _titles(items, rng)
    years, lengths = 2024 - (70 * rng.random(items) ** 2).astype(int), rng.integers(70, 200, size=items)
    names = [f"{given} {last}" for given, last in product(_GIVEN, _SURNAMES)]

    def some(words: tuple[str, ...] | list[str], most: int) -> tuple[str, ...]:
        places = (len(words) * rng.random(int(rng.integers(1, most + 1))) ** 2).astype(int)
        return tuple(dict.fromkeys(words[place] for place in places))

    found = []
    for row in range(items):
        book = row % 3 == 2
        makers, cast = some(names, 1), () if book else some(names, 3)
        themes = some(_THEMES, 2)
        found.append(Item(
            id=str(row), title=titles[row], kind="book" if book else "film", year=int(years[row]),
            length=int(lengths[row]) * (2 if book else 1), genres=some(_GENRES, 2), themes=themes, moods=some(MOODS, 2),
            people=(*(Person(name=name, role="author" if book else "director") for name in makers),
                    *(Person(name=name, role="cast") for name in cast)),
            series=titles[row] if row % 50 == 0 else titles[row - 1] if row % 50 == 1 else None,
            description=f"The {rng.choice(_HOW)} {rng.choice(_WHAT)} and the {rng.choice(_WHAT)} meet in a story of "
                        f"{' and '.join(themes)}, told by the {rng.choice(_HOW)} {rng.choice(_WHAT)}.",
        ))  # fmt: skip
    likes = (2000 * rng.random(items) ** 6).astype(np.int32)
    return Catalogue(found, likes, rng.uniform(2, 4.5, items).astype(np.float32), (0.5, 5.0))


def _titles(items: int, rng: np.random.Generator) -> list[str]:
    """So many titles; where the words do not suffice, numbered."""
    made = [f"{the}{how.title()} {what.title()}" for the in ("", "The ") for how, what in product(_HOW, _WHAT)]
    made += [pattern.format(*pair) for pattern in _OF_TWO for pair in permutations([w.title() for w in _WHAT], 2)]
    drawn = rng.permutation(made)[:items].tolist()
    return [drawn[at % len(drawn)] + (f" {at // len(drawn) + 1}" if at >= len(drawn) else "") for at in range(items)]
