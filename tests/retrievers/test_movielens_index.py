"""The whole of `retrievers` on real data: MovieLens latest-small, with the real encoder (about 45 s)."""

import pytest

from retrievers import sources
from retrievers.build import build
from retrievers.encoder import SentenceEncoder
from retrievers.index import open_index, verify
from retrievers.query import Constraint, Query


@pytest.fixture(scope="session")
def movielens_index(shared, tmp_path_factory):
    source = sources.read(shared / "movielens" / "ml-latest-small")
    folder = tmp_path_factory.mktemp("movielens")
    told = build(source, folder, SentenceEncoder(), name="movielens", sources={})
    assert told.recall > 0.99 and 9_600 < told.embedded <= 9742  # some have one text
    opened = open_index(folder)
    yield opened
    opened.close()


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_movielens_as_a_whole(movielens_index):
    """One test, so that workers of a parallel run do not build it twice."""
    index = movielens_index
    assert min(verify(index.folder).values()) > 0.99
    liked = tuple(m.ids[0] for m in index.titles.find("I loved The Godfather, Heat and Goodfellas"))
    assert [index.catalogue.item(id).title for id in liked] == ["The Godfather", "Heat", "Goodfellas"]
    nineties = Constraint(facet="year", min=1990, max=1999)
    crime = Constraint(facet="genre", include=("crime",))
    found = index.hybrid.retrieve(Query(liked=liked, constraints=(nineties, crime), k=10))
    assert len(found) == 10
    assert all(1990 <= c.item.year <= 1999 and "crime" in c.item.genres for c in found)
    assert not {c.item.id for c in found} & set(liked)
    assert "Pulp Fiction" in {c.item.title for c in found}
    reason = next(e for c in found for e in c.evidence if e.kind == "people-like-you")
    liker = index.catalogue.row(reason.facts["liked_ids"][0])
    assert reason.facts["raters"] == index.catalogue.raters[liker]
