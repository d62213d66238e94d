"""What is measured for speed is right as well: the drawn index, hard wishes on it, and the rows that bench prints."""

import importlib.util
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.evaluation import speed, synthetic
from retrievers.exact import best, products
from retrievers.query import Constraint, Query
from ui.cli import run

ITEMS = 600


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    found = synthetic.index(ITEMS, tmp_path_factory.mktemp("drawn"))
    yield found
    found.close()


_WORDS = {"genre": "genre", "theme": "theme", "mood": "mood", "people": "director"}


def _wish(facet):
    """Any of some values, none of some, or both; values that hardly any item has, and one that none has."""
    name = _WORDS[facet]
    values = st.lists(st.integers(0, 45).map(lambda n: f"{name} {n}"), min_size=1, max_size=4).map(tuple)
    pairs = st.tuples(values, st.none()) | st.tuples(st.none(), values) | st.tuples(values, values)
    return pairs.map(lambda pair: Constraint(facet=facet, include=pair[0], exclude=pair[1]))


_ranges = st.tuples(st.sampled_from(["year", "length"]), st.integers(60, 2024), st.integers(60, 2024)).map(
    lambda of: Constraint(facet=of[0], min=min(of[1:]), max=max(of[1:]))
)
_hard = st.lists(_ranges | st.sampled_from(list(_WORDS)).flatmap(_wish), max_size=4)
_soft = st.lists(st.sampled_from(list(_WORDS)).flatmap(_wish), max_size=2)
_ids = st.lists(st.integers(0, ITEMS - 1).map(str), max_size=4).map(tuple)


def meets(item, wish):
    """Read off the item, without the code that is tested."""
    number = {"year": item.year, "length": item.length}.get(wish.facet)
    if wish.min is not None:
        return number is not None and wish.min <= number <= wish.max
    fields = {"genre": item.genres, "theme": item.themes, "mood": item.moods}
    have = set(fields.get(wish.facet, [person.name for person in item.people]))
    return (wish.include is None or have & set(wish.include)) and not (wish.exclude and have & set(wish.exclude))


@settings(max_examples=120, deadline=None)
@given(_hard, _soft, _ids, _ids, st.sampled_from(["", "3", "77"]), st.integers(1, 30))
def test_no_answer_ever_breaks_a_hard_wish(index, hard, soft, liked, seen, text, k):
    """Any of, none of, all of (two wishes for one facet) and ranges, over items with several values of a facet."""
    soft = [Constraint(facet=one.facet, include=one.include, exclude=one.exclude, hard=False) for one in soft]
    query = Query(text=text, liked=liked, seen=seen, constraints=(*hard, *soft), k=k)
    may = {item.id for item in index.catalogue.items if all(meets(item, one) for one in hard)} - {*liked, *seen}
    found = [candidate.item.id for candidate in index.hybrid.retrieve(query)]
    assert set(found) <= may and len(found) == len(set(found)) <= k
    assert not may or found


@given(st.lists(st.integers(0, 999), unique=True), st.integers(0, 30))
def test_products_and_the_best_of_them(rows, k):
    rng = np.random.default_rng(1)
    vectors, vector = rng.standard_normal((1000, 8)).astype(np.float32), rng.standard_normal(8).astype(np.float32)
    rows = np.array(rows, dtype=np.int64)
    found = products(vectors, vector, rows)
    assert np.array_equal(found, products(vectors, vector)[rows])
    assert np.allclose(found, vectors[rows] @ vector, atol=1e-5)
    kept, scores = best(rows, found, k)
    assert scores.tolist() == sorted(found.tolist(), reverse=True)[:k] and len(kept) == min(k, len(rows))


def test_what_is_found_is_what_exact_search_finds(index):
    rows = speed.retrieval(index, queries=3)
    assert {row["what"] for row in rows} == {"ours", "exact", "chroma_where"}
    assert all(row["recall@100"] >= 0.99 for row in rows if row["what"] == "ours")
    assert {row["filter"] for row in rows} >= {"random", "correlated"}
    ours = [row for row in rows if row["what"] == "ours"]
    assert len(ours) == 6 and all(row["p50_ms"] <= row["p95_ms"] and row["path"] for row in ours)


def test_drawn_vectors_are_of_length_one_and_in_clusters():
    vectors = synthetic.vectors(2000, 32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    between = vectors[:200] @ vectors.T
    assert between.mean() < 0.1 and np.sort(between, axis=1)[:, -2].mean() > 0.6


def test_a_new_like_is_answered_by_the_best_rows():
    taste = synthetic.taste(300)
    scores = taste.sought @ taste.profile((3, 5)).vector + taste.profile((3, 5)).near
    scores[[3, 5]] = -np.inf
    assert speed.refreshed(taste, (3, 5)).tolist() == np.argsort(-scores)[:10].tolist()


def test_bench_prints_a_card_and_flat_rows(tmp_path, capsys):
    options = ["--data-dir", str(tmp_path), "--quiet", "--json"]
    assert run(["bench", "retrieval", "--items", "300", "--queries", "2", *options]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["run"]["command"] == "bench retrieval" and printed["run"]["items"] == 300
    assert {row["what"] for row in printed["results"]} == {"ours", "exact", "chroma_where", "hybrid"}
    assert run(["bench", "taste", "--items", "400", "--queries", "5", *options]) == 0
    rows = json.loads(capsys.readouterr().out)["results"]
    assert [row["what"] for row in rows][:1] == ["ours"] and all(row["p50_ms"] > 0 for row in rows)
    assert (len(rows) > 1) == (importlib.util.find_spec("implicit") is not None)


def test_bench_takes_a_real_index_and_leaves_it_as_it_is(tmp_path, data_dir, capsys):
    index = data_dir / "indexes" / "demo"
    before = {path: path.stat().st_mtime_ns for path in index.rglob("*") if path.is_file()}
    assert run(["bench", "retrieval", "--index", str(index), "--queries", "2", "--quiet", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["results"]
    assert all(row["recall@100"] >= 0.99 for row in rows if row["what"] == "ours")
    assert before == {path: path.stat().st_mtime_ns for path in index.rglob("*") if path.is_file()}
