"""Vectors in Chroma, really on disk, against exact search over the same vectors."""

import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrievers import chroma
from retrievers import store as stores
from retrievers.chroma import METRIC
from retrievers.store import Store, plan, recall

N, D = 400, 16


@pytest.fixture(scope="module")
def vectors():
    rng = np.random.default_rng(5)
    meaning = rng.standard_normal((N, D)).astype(np.float32)
    meaning /= np.linalg.norm(meaning, axis=1, keepdims=True)
    taste = rng.standard_normal((N, 4)).astype(np.float32)
    meaning[7] = 0
    taste[300:] = 0
    return {"meaning": meaning, "taste": taste}


@pytest.fixture(scope="module")
def folder(vectors, tmp_path_factory):
    path = tmp_path_factory.mktemp("store")
    write(path, [f"id{n}" for n in range(N)], vectors)
    return path


def write(path, ids, vectors):
    stores.write(path, vectors)
    chroma.write(chroma.Place(path), ids, vectors, lambda done, total: None)


def opened(folder, n=N):
    return Store(folder, {f"id{row}": row for row in range(n)})


@pytest.fixture(scope="module")
def store(folder):
    found = opened(folder)
    yield found
    found.close()


@pytest.mark.parametrize("space", ["meaning", "taste"])
def test_chroma_and_exact_search_agree(store, vectors, space):
    rng = np.random.default_rng(1)
    for _ in range(20):
        query = (rng.standard_normal(vectors[space].shape[1]) * 3).astype(np.float32)
        near, exact = store.search(space, query, 10, path="chroma"), store.exactly(space, query, 10)
        assert (near.path, exact.path) == ("chroma", "exact")
        assert near.rows.tolist() == exact.rows.tolist()
        assert np.allclose(near.scores, exact.scores, atol=1e-5)
        assert np.allclose(exact.scores, np.sort(vectors[space] @ query)[::-1][:10], atol=1e-5)
    assert recall(store, space) == 1.0


def test_a_small_exclusion_is_answered_by_chroma_and_a_large_one_exactly(store, vectors):
    query = vectors["meaning"][3]
    few, many = np.ones(N, bool), np.zeros(N, bool)
    few[[3, 4]] = False
    many[10:20] = True
    assert store.search("meaning", query, 5, few, path="chroma").path == "chroma"
    assert 3 not in store.search("meaning", query, 5, few, path="chroma").rows
    found = store.search("meaning", query, 50, many)
    assert found.path == "exact" and sorted(found.rows) == list(range(10, 20))
    assert not len(store.search("meaning", query, 5, np.zeros(N, bool)).rows)


_SHAPES = st.one_of(
    st.builds(lambda rate, seed: np.random.default_rng(seed).random(N) < rate, st.floats(0, 1), st.integers(0, 99)),
    st.builds(lambda a, b: (np.arange(N) >= min(a, b)) & (np.arange(N) < max(a, b)), *[st.integers(0, N)] * 2),
    st.sampled_from([np.zeros(N, bool), np.ones(N, bool)]),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(_SHAPES, min_size=1, max_size=3), st.integers(0, N - 1), st.integers(1, 150), st.sampled_from(list(METRIC))
)
def test_whatever_the_mask_every_path_finds_the_same_rows(store, vectors, masks, row, k, space):
    query = vectors[space][row] + np.float32(0.1)
    wanted = [store.exactly(space, query, k, mask) for mask in masks]
    for path in (None, "exact", "chroma"):
        found = store.searches(space, query, [(k, mask) for mask in masks], path=path)
        for hits, exact, mask in zip(found, wanted, masks, strict=True):
            assert mask[hits.rows].all()
            assert hits.rows.tolist() == exact.rows.tolist() and np.array_equal(hits.scores, exact.scores)
    by_hand = np.flatnonzero(masks[0] & vectors[space].any(axis=1))
    assert np.allclose(wanted[0].scores, np.sort(vectors[space][by_hand] @ query)[::-1][:k], atol=1e-5)


def test_the_plan_follows_what_the_paths_cost():
    whole, half, few = (plan(100_000, 384, 100_000, passing, 100) for passing in (100_000, 53_000, 5_000))
    assert whole == ("chroma", 100) and half[0] == "chroma" and 100 / 0.53 < half[1] < 600 and few[0] == "exact"
    assert plan(100_000, 384, 100_000, 99_990, 100) == ("chroma", 110)  # never more than there are rows left out
    assert plan(1_500, 384, 1_500, 1_500, 100)[0] == "exact"  # all are compared before Chroma has been asked
    assert plan(100_000, 384, 100_000, 53_000, 1000)[0] == "exact"  # the graph is not made to give so many


def test_a_mask_that_keeps_off_what_is_near_is_searched_exactly(store, vectors, monkeypatch):
    """Chroma is asked for what would do if mask and query had nothing to do with each other; here it does not."""
    monkeypatch.setattr(stores, "_LEAST", 10)  # so that this small store is not asked for all it has
    query = vectors["meaning"][3]
    far = vectors["meaning"] @ query < -0.2
    hits = store.search("meaning", query, 10, far, path="chroma")
    assert hits.path == "exact" and hits.rows.tolist() == store.exactly("meaning", query, 10, far).rows.tolist()


def test_items_without_a_vector_are_never_found(store, vectors):
    for k in (50, N, 10 * N):
        assert 7 not in store.search("meaning", vectors["meaning"][0], k).rows
        assert store.search("taste", vectors["taste"][0], k).rows.max() < 300
    assert len(store.search("meaning", vectors["meaning"][0], 10 * N).rows) == N - 1


def test_equal_scores_come_in_the_order_of_rows(tmp_path):
    same = np.tile(np.array([[1, 0]], np.float32), (30, 1))
    write(tmp_path, [f"id{n}" for n in range(30)], {"meaning": same, "taste": same})
    found = opened(tmp_path, 30)
    query = np.array([1, 0], np.float32)
    assert found.exactly("meaning", query, 3).rows.tolist() == [0, 1, 2]
    assert recall(found, "meaning", k=10) == 1.0  # which of thirty equal ones Chroma gives is nobody's mistake
    assert not found.calibrate("meaning", query, same @ query).any()
    found.close()


@pytest.mark.parametrize("space", ["meaning", "taste"])
def test_calibration_is_the_standard_score(store, vectors, space):
    filled = vectors[space][vectors[space].any(axis=1)]
    query = filled[0] * 2
    scores = filled @ query
    standard = (scores - scores.mean()) / scores.std()
    assert np.allclose(store.calibrate(space, query, scores), standard, atol=1e-3)
    assert not store.calibrate(space, np.zeros_like(query), scores).any()


def test_without_its_folder_exact_search_takes_over_and_says_so(folder, vectors, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    shutil.rmtree(copy / "chroma")
    found = opened(copy)
    assert found.search("meaning", vectors["meaning"][3], 5, path="chroma").rows[0] == 3
    assert found.search("meaning", vectors["meaning"][3], 5, path="chroma").path == "exact"
    assert len(found.notices) == 1 and "exact search" in found.notices[0]
    assert np.isnan(recall(found, "meaning"))


def test_a_damaged_database_is_no_end(folder, vectors, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "chroma" / "chroma.sqlite3").write_bytes(b"this is no database" * 100)
    found = opened(copy)
    assert found.search("meaning", vectors["meaning"][3], 5, path="chroma").path == "exact"
    assert len(found.notices) == 1


def test_lost_segments_are_no_end(folder, vectors, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    for segment in (copy / "chroma").iterdir():
        if segment.is_dir():
            shutil.rmtree(segment)
    found = opened(copy)
    assert found.search("meaning", vectors["meaning"][3], 5, path="chroma").rows[0] == 3
    found.close()


def test_closing_ends_chroma_but_not_the_answers(folder, vectors):
    found = opened(folder)
    found.open_chroma()
    found.close()
    assert found.search("meaning", vectors["meaning"][3], 5, path="chroma").rows[0] == 3


def test_spaces_without_any_vector(tmp_path):
    spaces = {"meaning": np.zeros((3, 4), np.float32), "taste": np.zeros((3, 0), np.float32)}
    write(tmp_path, ["a", "b", "c"], spaces)
    found = Store(tmp_path, {"a": 0, "b": 1, "c": 2})
    assert not len(found.search("meaning", np.ones(4, np.float32), 5).rows)
    assert not len(found.search("taste", np.zeros(0, np.float32), 5).rows)
    assert recall(found, "meaning") == recall(found, "taste") == 1.0
    assert not found.calibrate("taste", np.zeros(0, np.float32), np.zeros(3, np.float32)).any()
    assert not found.notices
    found.close()
