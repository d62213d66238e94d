"""Vectors in Chroma, really on disk, against exact search over the same vectors."""

import shutil

import numpy as np
import pytest

from retrievers import store as stores
from retrievers.store import Store, recall

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
    stores.write(path, [f"id{n}" for n in range(N)], vectors, lambda done, total: None)
    return path


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
        near, exact = store.search(space, query, 10), store.exactly(space, query, 10)
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
    assert store.search("meaning", query, 5, few).path == "chroma"
    assert 3 not in store.search("meaning", query, 5, few).rows
    found = store.search("meaning", query, 50, many)
    assert found.path == "exact" and sorted(found.rows) == list(range(10, 20))
    assert not len(store.search("meaning", query, 5, np.zeros(N, bool)).rows)


def test_items_without_a_vector_are_never_found(store, vectors):
    for k in (50, N, 10 * N):
        assert 7 not in store.search("meaning", vectors["meaning"][0], k).rows
        assert store.search("taste", vectors["taste"][0], k).rows.max() < 300
    assert len(store.search("meaning", vectors["meaning"][0], 10 * N).rows) == N - 1


def test_equal_scores_come_in_the_order_of_rows(tmp_path):
    same = np.tile(np.array([[1, 0]], np.float32), (30, 1))
    stores.write(tmp_path, [f"id{n}" for n in range(30)], {"meaning": same, "taste": same}, lambda *_: None)
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
    assert found.search("meaning", vectors["meaning"][3], 5).rows[0] == 3
    assert found.search("meaning", vectors["meaning"][3], 5).path == "exact"
    assert len(found.notices) == 1 and "exact search" in found.notices[0]
    assert np.isnan(recall(found, "meaning"))


def test_a_damaged_database_is_no_end(folder, vectors, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "chroma" / "chroma.sqlite3").write_bytes(b"this is no database" * 100)
    found = opened(copy)
    assert found.search("meaning", vectors["meaning"][3], 5).path == "exact"
    assert len(found.notices) == 1


def test_lost_segments_are_no_end(folder, vectors, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    for segment in (copy / "chroma").iterdir():
        if segment.is_dir():
            shutil.rmtree(segment)
    found = opened(copy)
    assert found.search("meaning", vectors["meaning"][3], 5).rows[0] == 3
    found.close()


def test_closing_ends_chroma_but_not_the_answers(folder, vectors):
    found = opened(folder)
    found.open_chroma()
    found.close()
    assert found.search("meaning", vectors["meaning"][3], 5).rows[0] == 3


def test_spaces_without_any_vector(tmp_path):
    spaces = {"meaning": np.zeros((3, 4), np.float32), "taste": np.zeros((3, 0), np.float32)}
    stores.write(tmp_path, ["a", "b", "c"], spaces, lambda *_: None)
    found = Store(tmp_path, {"a": 0, "b": 1, "c": 2})
    assert not len(found.search("meaning", np.ones(4, np.float32), 5).rows)
    assert not len(found.search("taste", np.zeros(0, np.float32), 5).rows)
    assert recall(found, "meaning") == recall(found, "taste") == 1.0
    assert not found.calibrate("taste", np.zeros(0, np.float32), np.zeros(3, np.float32)).any()
    assert not found.notices
    found.close()
