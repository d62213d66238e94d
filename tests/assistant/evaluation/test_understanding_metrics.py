"""Numbers of answers against scikit-learn, by hand where it has none, and their intervals."""

import numpy as np
import pytest
from sklearn import metrics as reference

from assistant.evaluation.understanding.metrics import auc, classified, gain, tagged

CLASSES = ("likes", "dislikes", "neither")


def drawn(n=300, seed=1):
    random = np.random.default_rng(seed)
    truth = random.choice(CLASSES, n, p=[0.6, 0.15, 0.25])
    said = np.where(random.random(n) < 0.7, truth, random.choice(CLASSES, n))
    return truth.tolist(), said.tolist(), [str(group) for group in random.integers(0, 40, n)]


def test_classes_as_scikit_learn_counts_them():
    truth, said, groups = drawn()
    found = classified(truth, said, groups, CLASSES, "dislikes")
    assert found["accuracy"] == pytest.approx(reference.accuracy_score(truth, said), abs=1e-4)
    assert found["balanced_accuracy"] == pytest.approx(reference.balanced_accuracy_score(truth, said), abs=1e-4)
    expected = reference.f1_score(truth, said, labels=["dislikes"], average="micro")
    assert found["f1"] == pytest.approx(expected, abs=1e-4)
    assert found["low"] < found["balanced_accuracy"] < found["high"]
    assert found["abstained"] == 0


def test_saying_nothing_is_wrong_and_counted():
    found = classified(["likes"] * 4, ["likes", "", "", "likes"], list("abcd"), ("likes", "dislikes"), "dislikes")
    assert found["accuracy"] == found["abstained"] == 0.5
    assert found["balanced_accuracy"] == 0.5  # a class without a case does not count
    assert found["f1"] == 0


def test_an_interval_is_over_conversations():
    """A hundred messages of one person are no hundred people: more of the same says nothing more."""
    truth, said = ["likes", "dislikes"] * 4, ["likes", "likes", "likes", "dislikes"] * 2
    few = classified(truth, said, list("aabbccdd"), ("likes", "dislikes"), "dislikes")
    many = classified(truth * 100, said * 100, list("aabbccdd") * 100, ("likes", "dislikes"), "dislikes")
    assert (few["low"], few["high"]) == (many["low"], many["high"])
    assert few["low"] < few["high"]


def test_area_under_the_curve_with_ties():
    random = np.random.default_rng(2)
    scores, positive = random.choice([0, 0.5, 1.0], 200), random.random(200) < 0.3
    assert auc(positive.tolist(), scores.tolist()) == pytest.approx(reference.roc_auc_score(positive, scores), abs=1e-4)
    assert auc([True, True], [0.1, 0.9]) == 0.5


def test_labels_as_scikit_learn_counts_them():
    random = np.random.default_rng(3)
    truth = random.random((200, 3)) < [0.5, 0.2, 0.1]
    said = np.where(random.random((200, 3)) < 0.8, truth, ~truth)
    sets = [[frozenset(np.array(CLASSES)[row].tolist()) for row in matrix] for matrix in (truth, said)]
    found = tagged(*sets, [str(at // 5) for at in range(200)], CLASSES)
    assert found["f1"] == pytest.approx(reference.f1_score(truth, said, average="micro"), abs=1e-4)
    assert found["macro_f1"] == pytest.approx(reference.f1_score(truth, said, average="macro"), abs=1e-4)
    assert found["accuracy"] == pytest.approx(reference.accuracy_score(truth, said), abs=1e-4)
    assert found["precision"] == pytest.approx(reference.precision_score(truth, said, average="micro"), abs=1e-4)
    assert found["recall"] == pytest.approx(reference.recall_score(truth, said, average="micro"), abs=1e-4)
    balanced = [reference.balanced_accuracy_score(truth[:, at], said[:, at]) for at in range(3)]
    assert found["balanced_accuracy"] == pytest.approx(np.mean(balanced), abs=1e-4)


def test_open_labels_are_counted_together():
    truth = [frozenset({"genre=war", "year=1990-1999"}), frozenset({"genre=western"}), frozenset()]
    said = [frozenset({"genre=war"}), frozenset({"genre=war"}), frozenset()]
    found = tagged(truth, said, list("abc"), ())
    assert found["precision"] == 0.5 and found["recall"] == 0.3333 and found["f1"] == 0.4
    assert found["accuracy"] == 0.3333
    assert "macro_f1" not in found and "balanced_accuracy" not in found


def test_the_gain_is_the_difference_of_balanced_accuracies_with_a_paired_interval():
    truth = ["likes", "dislikes"] * 20
    better, worse = truth, ["likes", "likes"] * 20
    groups = [str(at // 2) for at in range(40)]
    assert gain(truth, better, worse, groups, ("likes", "dislikes")) == {"gain": 0.5, "gain_low": 0.5, "gain_high": 0.5}
    assert gain(truth, worse, worse, groups, ("likes", "dislikes"))["gain_high"] == 0
    mixed = [answer if at < 20 else "likes" for at, answer in enumerate(truth)]
    found = gain(truth, mixed, worse, groups, ("likes", "dislikes"))
    assert found["gain"] == 0.25 and 0 < found["gain_low"] < 0.25 < found["gain_high"] < 0.5
