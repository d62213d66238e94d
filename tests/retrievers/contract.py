"""What every retriever promises. A test class inherits `Contract` and gives a fixture ``retriever``."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrievers.query import Constraint, Query
from tests.retrievers.conftest import ITEMS

IDS = [item.id for item in ITEMS]
#: A query that every retriever has an answer to.
USUAL = Query(text="robbers hunt in the city", liked=("heat", "moon"), k=5)

_VALUES = {
    "kind": ["film", "book", "opera"],
    "genre": ["crime", "Science Fiction", "drama", "comedy", "polka"],
    "people": ["Michael Mann", "director:Michael Mann", "cast:al pacino", "author:Michael Mann", "Nobody"],
    "language": ["english", "french", "russian"],
    "mood": ["tense", "dark"],
    "theme": ["heist"],
    "note": ["gore"],
    "length": ["short", "medium", "long"],
    "studio": ["liberty"],
    "colour": ["red"],
}


def _words(facet):
    return st.lists(st.sampled_from(_VALUES[facet]), min_size=1, max_size=2).map(tuple)


def _worded(facet):
    either = st.tuples(_words(facet), st.none()) | st.tuples(st.none(), _words(facet)) | st.tuples(*[_words(facet)] * 2)
    return either.map(lambda pair: Constraint(facet=facet, include=pair[0], exclude=pair[1]))


_years = st.tuples(st.none() | st.integers(1810, 2020), st.none() | st.integers(1810, 2020))
_ranges = _years.map(lambda ends: Constraint(facet="year", min=ends[0], max=ends[1]))
constraints = st.lists(_ranges | st.sampled_from(list(_VALUES)).flatmap(_worded), max_size=3).map(tuple)
ids = st.lists(st.sampled_from([*IDS, "no-such-id", ""]), max_size=4).map(tuple)
queries = st.builds(
    Query,
    text=st.sampled_from(["", " ", "space", "a detective in the city", "zzz", "宇宙"]),
    liked=ids, disliked=ids, seen=ids, constraints=constraints,
    adventurous=st.sampled_from([-1.0, 0.0, 1.0]), k=st.integers(1, 30),
)  # fmt: skip


def values_of(item, facet):
    """What an item says of a facet, read off it by hand."""
    plain = {"kind": [item.kind] if item.kind else [], "genre": item.genres, "language": item.languages,
             "mood": item.moods, "theme": item.themes, "note": item.notes}  # fmt: skip
    if facet == "people":
        return [p.name.lower() for p in item.people] + [f"{p.role}:{p.name.lower()}" for p in item.people]
    if facet == "length":
        short, long = {"film": (95, 130), "book": (250, 400)}.get(item.kind, (None, None))
        if item.length is None:
            return []
        return ["short" if item.length <= short else "long" if item.length > long else "medium"]
    return plain[facet] if facet in plain else [str(v).lower() for v in [item.extra.get(facet)] if v is not None]


def meets(item, constraint):
    """Does the item meet the condition? Written without the code that is tested."""
    if constraint.facet == "colour":
        return True  # nothing in the catalogue has a colour, so nobody can tell
    if constraint.facet == "year":
        low, high = constraint.min, constraint.max
        if low is None and high is None:
            return True
        return item.year is not None and (low is None or low <= item.year) and (high is None or item.year <= high)
    have = {value.lower() for value in values_of(item, constraint.facet)}
    included = constraint.include is None or have & {value.lower() for value in constraint.include}
    excluded = constraint.exclude is not None and have & {value.lower() for value in constraint.exclude}
    return bool(included) and not excluded


def found(retriever, query):
    return [(candidate.item.id, candidate.score) for candidate in retriever.retrieve(query)]


class Contract:
    """Promises of `retrievers.query.Retriever`."""

    def test_an_answer_is_there(self, retriever):
        assert 0 < len(retriever.retrieve(USUAL)) <= 5

    def test_an_empty_query_is_allowed(self, retriever):
        assert len(retriever.retrieve(Query())) <= 20

    def test_unknown_ids_change_nothing(self, retriever):
        more = Query(text=USUAL.text, liked=(*USUAL.liked, "no-such-id"), disliked=("",), seen=("?",), k=5)
        assert found(retriever, more) == found(retriever, USUAL)

    def test_k_may_be_larger_than_the_catalogue(self, retriever):
        candidates = retriever.retrieve(Query(text="space", liked=("heat",), k=5000))
        names = [candidate.item.id for candidate in candidates]
        assert len(names) == len(set(names)) < len(ITEMS)

    # The executors differ because several classes inherit this test: each gives a retriever of its own.
    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
    @given(queries)
    def test_promises_of_every_answer(self, retriever, query):
        first = found(retriever, query)
        names = [id for id, _ in first]
        scores = [score for _, score in first]
        assert len(names) == len(set(names)) <= query.k
        assert not set(names) & {*query.liked, *query.disliked, *query.seen}
        assert all(meets(item, c) for item in ITEMS if item.id in names for c in query.constraints)
        assert scores == sorted(scores, reverse=True)
        assert all(score == score for score in scores)
        assert found(retriever, query) == first
