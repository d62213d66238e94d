"""Held-out people, the floors and the rows of `evaluate ranking`, on people who like one half of a small catalogue."""

import csv
import json

import numpy as np
import pytest
from scipy import sparse

from assistant.evaluation.ranking import floors
from assistant.evaluation.ranking.comparison import evaluate
from assistant.evaluation.ranking.holdout import LEAST_LIKES, PROTOCOLS, Case, hold_out
from retrievers.errors import BadData
from retrievers.interactions import Interactions, map_ratings
from retrievers.items import Item
from retrievers.sources.records import Source
from tests.retrievers.conftest import Words
from ui.cli import run

N, PEOPLE = 40, 120


def given():
    """People of two tastes: each likes a dozen of one half, dislikes two of the other half."""
    rng = np.random.default_rng(0)
    rows = []
    for person in range(PEOPLE):
        half = np.arange(N // 2) + (person % 2) * N // 2
        rows += [(f"p{person}", f"i{item}", 5.0) for item in rng.choice(half, 12, replace=False)]
        rows += [(f"p{person}", f"i{item}", 1.0) for item in (half[:2] + N // 2) % N]
    users, items, weights = zip(*rows, strict=True)
    return Interactions(
        users=np.array(users, object), items=np.array(items, object), weights=np.array(weights, np.float32)
    )


@pytest.fixture(scope="module")
def source():
    items = [Item(id=f"i{n}", title=f"Item {n}", genres=("even" if n < N // 2 else "odd",)) for n in range(N)]
    return Source(format="table", items=items, interactions=given(), rows=N)


@pytest.fixture(scope="module")
def ratings(source):
    return map_ratings(source.interactions, {item.id: row for row, item in enumerate(source.items)})


def test_nobody_teaches_who_is_tested(ratings):
    held = hold_out(ratings, seed=3)
    assert len(held.test) == len(held.tuning) == PEOPLE // 5
    assert held.train.number_of_people and len(np.unique(held.train.people)) == PEOPLE - 2 * (PEOPLE // 5)
    assert all(len(rows) >= LEAST_LIKES for rows in [*held.test, *held.tuning])
    again, other = hold_out(ratings, seed=3), hold_out(ratings, seed=4)
    assert all((a == b).all() for a, b in zip(held.test, again.test, strict=True))
    assert not all((a == b).all() for a, b in zip(held.test, other.test, strict=True))


@pytest.mark.parametrize(("protocol", "shown"), [("long", 10), ("given1", 1), ("given3", 3), ("given5", 5)])
def test_a_case_shows_a_part_and_asks_for_the_rest(ratings, protocol, shown):
    held = hold_out(ratings, seed=0)
    for case, history in zip(held.cases(held.test, protocol, seed=1), held.test, strict=True):
        assert len(case.given) == shown
        assert sorted([*case.given, *case.targets]) == sorted(history)


def test_too_few_people_are_an_error(source):
    few = Interactions.of([])
    with pytest.raises(BadData, match="nobody to hold out"):
        evaluate(Source(format="table", items=source.items, interactions=few), None, None)


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("cosine", {"shrink": 1, "asymmetry": 0.5}),
        ("ease", {"ridge": 10}),
        ("als", {"factors": 8}),
    ],
)
def test_every_floor_finds_the_half_that_is_liked(ratings, name, setting):
    if reason := floors.available(name, N):
        pytest.skip(reason)
    fit, _ = floors.FLOORS[name]
    system = fit(floors.likes(ratings, N), setting)
    scores = system(
        [Case(given=np.array([0, 1, 2]), targets=np.array([3])), Case(given=np.array([30]), targets=np.array([31]))]
    )
    assert scores.shape == (2, N)
    assert scores[0, 3 : N // 2].mean() > scores[0, N // 2 :].max()
    assert scores[1, N // 2 :].mean() > scores[1, : N // 2].max()


def test_ease_is_the_formula():
    rng = np.random.default_rng(1)
    dense = (rng.random((50, 8)) < 0.4).astype(np.float32)
    inverse = np.linalg.inv(dense.T @ dense + 7 * np.eye(8))
    weights = np.eye(8) - inverse / np.diag(inverse)
    case = Case(given=np.array([1, 4]), targets=np.array([2]))
    found = floors.ease(sparse.csr_array(dense), {"ridge": 7})([case])
    assert np.allclose(found[0], weights[1] + weights[4], atol=1e-4)


@pytest.fixture(scope="module")
def rows(source, tmp_path_factory):
    return evaluate(
        source, tmp_path_factory.mktemp("ranking"), Words(), against=("popularity", "cosine"), settings=2, seed=0
    )


def test_rows_of_every_system_and_protocol(rows):
    assert {(row["system"], row["protocol"]) for row in rows} == {
        (system, protocol) for system in ("sommelier", "popularity", "cosine") for protocol in PROTOCOLS
    }
    for row in rows:
        assert 0 <= row["ndcg@10 low"] <= row["ndcg@10"] <= row["ndcg@10 high"] <= 1
        assert {"recall@10", "recall@20", "recall@50", "ndcg@100", "coverage", "novelty", "gini"} <= row.keys()


def test_what_ships_beats_popularity_here(rows):
    found = {(row["system"], row["protocol"]): row["ndcg@10"] for row in rows}
    for protocol in PROTOCOLS:
        assert found["sommelier", protocol] > 1.3 * found["popularity", protocol]


def test_the_command(tmp_path, capsys):
    interactions = given()
    file = tmp_path / "ratings.csv"
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("userID", "artistID", "rating"))
        writer.writerows(zip(interactions.users, interactions.items, interactions.weights, strict=True))
    arguments = ["evaluate", "ranking", "--interactions", str(file), "--floors", "popularity", "--protocol", "given3"]
    assert run([*arguments, "--json", "--quiet"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["run"]["command"] == "evaluate ranking" and found["run"]["items"] == N
    assert [row["system"] for row in found["results"]] == ["sommelier", "popularity"]
    assert run([*arguments, "--protocol", "given2"]) == 2
    assert "'given2' is none of long, given1" in capsys.readouterr().err
    assert run(["evaluate", "ranking", "--interactions", str(tmp_path / "none.csv")]) == 3
