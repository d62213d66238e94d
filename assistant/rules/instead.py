"""What a wish becomes in a catalogue that does not know its facet: a mood or a content note, said in genres.

A table of films with genres alone does not tell what is scary: "not scary" is then "no horror", as the ledger says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.preferences import Wish
from retrievers.catalogue import Catalogue

#: (facet, value) → the genres that come nearest to it, any of them.
_WANTED: dict[tuple[str, str], tuple[str, ...]] = {
    ("mood", "funny"): ("comedy",), ("mood", "absurd"): ("comedy",), ("mood", "satirical"): ("comedy",),
    ("mood", "light-hearted"): ("comedy",), ("mood", "darkly comic"): ("comedy",), ("mood", "scary"): ("horror",),
    ("mood", "eerie"): ("horror", "mystery"), ("mood", "romantic"): ("romance",),
    ("mood", "exciting"): ("action", "adventure"), ("mood", "suspenseful"): ("thriller",),
    ("mood", "tense"): ("thriller",), ("mood", "twisty"): ("thriller", "mystery"),
    ("mood", "gritty"): ("crime", "noir"), ("mood", "whimsical"): ("fantasy", "animation"),
}  # fmt: skip
#: (facet, value) → the genres that all go when it is wished away.
_UNWANTED: dict[tuple[str, str], tuple[str, ...]] = {
    ("mood", "funny"): ("comedy",), ("mood", "scary"): ("horror",), ("mood", "eerie"): ("horror",),
    ("mood", "romantic"): ("romance",), ("mood", "suspenseful"): ("thriller",), ("mood", "tense"): ("thriller",),
    ("note", "frightening scenes"): ("horror",), ("note", "war scenes"): ("war",),
    ("note", "violence"): ("action", "crime", "horror", "war"),
}  # fmt: skip


def in_genres(wish: Wish, catalogue: Catalogue) -> Iterator[Wish]:
    """``wish`` as it is, or in genres where the catalogue has those and nothing of the wish's own facet."""
    genres = (
        catalogue.postings("genre") if wish.facet in ("mood", "note") and wish.facet not in catalogue.facets else {}
    )
    for values, table, polarity in ((wish.include, _WANTED, "include"), (wish.exclude, _UNWANTED, "exclude")):
        found = [genre for value in values or () for genre in table.get((wish.facet, value), ()) if genre in genres]
        if found:
            said = {"include": None, "exclude": None, polarity: tuple(dict.fromkeys(found))}
            yield replace(wish, facet="genre", **said)  # type: ignore[arg-type]
            return
    yield wish
