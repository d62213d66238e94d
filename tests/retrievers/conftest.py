"""A catalogue of twelve items whose answers can be seen by eye, what twelve people say of it, and a toy encoder."""

import zlib
from pathlib import Path

import numpy as np
import pytest

from retrievers.build import build
from retrievers.catalogue import Catalogue
from retrievers.index import open_index
from retrievers.interactions import Interactions, map_ratings
from retrievers.items import Interaction, Item, Person
from retrievers.sources.records import Source
from retrievers.text import fold

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def item(id, title, year=None, kind="film", genres=(), director=None, **fields):
    role = "author" if kind == "book" else "director"
    people = (Person(name=director, role=role),) if director else ()
    people += fields.pop("cast", ())
    return Item(id=id, title=title, year=year, kind=kind, genres=tuple(genres), people=people, **fields)


def actor(name):
    return Person(name=name, role="cast")


ITEMS = (
    item("heat", "Heat", 1995, genres=["crime", "thriller"], director="Michael Mann", cast=(actor("Al Pacino"),),
         length=170, languages=("english",), themes=("heist",), moods=("tense",),
         description="A detective hunts a crew of bank robbers in the city."),
    item("ronin", "Ronin", 1998, genres=["action", "crime"], director="John Frankenheimer", length=122,
         languages=("english", "french"), themes=("heist",), moods=("tense",),
         description="Former spies hunt a case across France by car."),
    item("collateral", "Collateral", 2004, genres=["crime"], director="Michael Mann", length=120,
         languages=("english",), moods=("tense", "dark"),
         description="A killer rides a taxi through the city at night."),
    item("insider", "The Insider", 1999, genres=["drama"], director="Michael Mann", cast=(actor("Al Pacino"),),
         length=157, languages=("english",), description="A man tells the press what tobacco firms hid."),
    item("alien", "Alien", 1979, genres=["horror", "science fiction"], director="Ridley Scott", length=117,
         languages=("english",), moods=("dark",), notes=("gore",), series="Alien",
         description="The crew of a space ship meets a creature."),
    item("solaris", "Solaris", 1972, genres=["science fiction"], director="Andrei Tarkovsky", length=167,
         languages=("russian",), countries=("russia",), titles={"zh": "飞向太空"}, aliases=("Solyaris",),
         description="A station above an ocean that reads minds in space."),
    item("moon", "Moon", 2009, genres=["science fiction"], director="Duncan Jones", length=90,
         languages=("english",), extra={"studio": "Liberty", "budget": 5.0},
         description="A man works alone in space at the far side of the moon."),
    item("arrival", "Arrival", 2016, genres=["science fiction", "drama"], director="Denis Villeneuve", length=116,
         languages=("english",), titles={"zh": "降临"}, description="A linguist speaks with visitors from space."),
    item("solaris-book", "Solaris", 1961, "book", ["science fiction"], "Stanislaw Lem", length=204,
         languages=("polish",), description="A psychologist comes to a station above an ocean in space."),
    item("dune", "Dune", 1965, "book", ["science fiction"], "Frank Herbert", length=412, languages=("english",),
         series="Dune", themes=("desert",), description="A noble family fights for a desert planet in space."),
    item("emma", "Emma", 1815, "book", ["romance", "comedy"], "Jane Austen", length=474, languages=("english",),
         moods=("funny",), description="A young woman of a village makes matches for her friends."),
    Item(id="7", title="Untold"),
)  # fmt: skip


def ratings():
    """Six people of crime, six of space; Alien is disliked by three of the former, Heat by all of the latter."""
    given = []
    for n in range(1, 7):
        given += [(f"p{n}", "heat", 5), (f"p{n}", "ronin", 5), (f"p{n}", "collateral", 4)]
    given += [(f"p{n}", "insider", 4) for n in range(1, 5)]
    given += [(f"p{n}", "alien", 1) for n in range(1, 4)]
    for n in range(7, 13):
        given += [(f"p{n}", "alien", 5), (f"p{n}", "moon", 5), (f"p{n}", "arrival", 4), (f"p{n}", "dune", 5)]
        given += [(f"p{n}", "heat", 2)]
    given += [("p7", "solaris", 4), ("p8", "solaris", 4), ("p9", "solaris", 4), ("p7", "solaris-book", 5)]
    return [*given, ("p1", "emma", 2)]


def interactions():
    return Interactions.of(Interaction(user=u, item=i, weight=float(w)) for u, i, w in ratings())


class Words:
    """An encoder's twin: every word is a fixed random direction, a text is their sum. Counts what it is given."""

    name = "words"
    fingerprint = "words@1"

    def __init__(self, dimensions=48):
        self.dimensions = dimensions
        self.encoded = 0

    def encode(self, texts):
        self.encoded += len(texts)
        return np.stack([self._vector(text) for text in texts]).astype(np.float32)

    def warm(self):
        pass

    def _vector(self, text):
        total = np.zeros(self.dimensions)
        for word in fold(text).split():
            total += np.random.default_rng(zlib.crc32(word.encode())).standard_normal(self.dimensions)
        return total / (np.linalg.norm(total) or 1.0)


def source(items=ITEMS, given="usual", **fields):
    given = interactions() if isinstance(given, str) else given
    return Source(format="toy", items=list(items), interactions=given, rows=len(items), **fields)


def built(folder, items=ITEMS, given="usual", encoder=None, **fields):
    """Build a toy index in ``folder`` and say what was done."""
    return build(source(items, given, **fields), folder, encoder or Words(), name="toy", sources={"toy": "0"})


@pytest.fixture(scope="session")
def catalogue():
    """The twelve items with what the ratings say of them, as a build makes it."""
    bare = Catalogue(ITEMS)
    found = map_ratings(interactions(), bare.rows_by_id)
    raters = np.bincount(found.rows[found.positive], minlength=len(bare)).astype(np.int32)
    return Catalogue(ITEMS, raters, np.full(len(bare), np.nan, np.float32), found.scale)


@pytest.fixture(scope="session")
def index(tmp_path_factory):
    """The toy index, really on disk and in Chroma. Nobody may change it."""
    folder = tmp_path_factory.mktemp("toy")
    built(folder)
    opened = open_index(folder, Words())
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared():
    """The public data sets beside the repository."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the public data sets in {SHARED}")
    return SHARED
