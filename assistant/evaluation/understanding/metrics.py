"""Accuracy, balanced accuracy, F1 and AUC of answers, with intervals over conversations. It knows no reader.

Balanced accuracy is the mean recall of the classes; AUC is the chance that a positive case scores above a negative one,
ties counting half (Mann and Whitney, 1947). Intervals are 95 % percentiles of 2,000 resamples of whole conversations,
whose messages are not independent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_DRAWS = 2000


def classified(
    truths: Sequence[str], answers: Sequence[str], groups: Sequence[str], classes: Sequence[str], of: str
) -> dict[str, float]:
    """One class a case. An answer that is none of ``classes`` is an abstention, which is wrong.

    F1 is that of the class ``of``. The interval is of the balanced accuracy.
    """
    place = {name: at for at, name in enumerate(classes)}
    counts = np.zeros((len(classes), len(classes) + 1), np.float64)
    grouped, row = _by_group(groups, counts.shape)
    for at, truth, answer in zip(row, truths, answers, strict=True):
        grouped[at, place[truth], place.get(answer, len(classes))] += 1
    counts = grouped.sum(axis=0)
    low, high = _interval(grouped, _mean_recall)
    return {
        "accuracy": _rounded(np.trace(counts) / counts.sum()),
        "balanced_accuracy": _rounded(_mean_recall(counts)),
        "low": low,
        "high": high,
        "f1": _rounded(_f1(counts[place[of], place[of]], counts[:, place[of]].sum(), counts[place[of]].sum())),
        "abstained": _rounded(counts[:, -1].sum() / counts.sum()),
    }


def gain(
    truths: Sequence[str], answers: Sequence[str], others: Sequence[str], groups: Sequence[str], classes: Sequence[str]
) -> dict[str, float]:
    """How much higher the balanced accuracy of ``answers`` is than that of ``others``, paired by conversation."""
    place = {name: at for at, name in enumerate(classes)}
    grouped, row = _by_group(groups, (2, len(classes), len(classes) + 1))
    for at, truth, *both in zip(row, truths, answers, others, strict=True):
        for which, answer in enumerate(both):
            grouped[at, which, place[truth], place.get(answer, len(classes))] += 1

    def difference(counts: Numbers) -> Numbers:
        means = _mean_recall(counts)
        return np.asarray(means[..., 0] - means[..., 1])

    low, high = _interval(grouped, difference)
    return {"gain": _rounded(difference(grouped.sum(axis=0))), "gain_low": low, "gain_high": high}


def tagged(
    truths: Sequence[Set[str]], answers: Sequence[Set[str]], groups: Sequence[str], classes: Sequence[str]
) -> dict[str, float]:
    """Any number of labels a case. ``accuracy`` is the share of cases with exactly the right ones, ``f1`` is micro.

    With ``classes`` each label is also judged by itself, for the mean over labels of F1 (``macro_f1``) and of balanced
    accuracy; without, labels are open (values of a slot) and only counted together. The interval is of the micro F1.
    """
    named: Sequence[str] = classes or ("",)
    grouped, row = _by_group(groups, (len(named), 3))
    exact = 0
    for at, truth, answer in zip(row, truths, answers, strict=True):
        exact += truth == answer
        for label, name in enumerate(named):
            true, said = (truth & {name}, answer & {name}) if classes else (truth, answer)
            grouped[at, label] += len(true & said), len(said - true), len(true - said)
    low, high = _interval(grouped, _micro)
    counts = grouped.sum(axis=0)
    row_of = {"accuracy": _rounded(exact / len(truths))}
    if classes:
        hit, wrong, missed = counts.T
        none = len(truths) - hit - wrong - missed
        both = (_share(hit, hit + missed) + _share(none, none + wrong)) / 2
        row_of |= {"balanced_accuracy": _rounded(both[hit + missed > 0].mean())}
    row_of |= {"f1": _rounded(_micro(counts)), "low": low, "high": high}
    if classes:
        row_of |= {"macro_f1": _rounded(_f1(hit, hit + wrong, hit + missed).mean())}
    hit, wrong, missed = counts.sum(axis=0)
    return row_of | {
        "precision": _rounded(_share(hit, hit + wrong)), "recall": _rounded(_share(hit, hit + missed)),
    }  # fmt: skip


def auc(positive: Sequence[bool], scores: Sequence[float]) -> float:
    """The area under the ROC curve; 0.5 where one of the classes is empty."""
    told, given = np.array(scores), np.array(positive, bool)
    high, low = told[given], np.sort(told[~given])
    if not len(high) or not len(low):
        return 0.5
    below, upto = np.searchsorted(low, high, "left"), np.searchsorted(low, high, "right")
    return _rounded((below + upto).sum() / 2 / len(high) / len(low))


def _by_group(groups: Sequence[str], shape: tuple[int, ...]) -> tuple[Numbers, NDArray[np.intp]]:
    """Empty counts of ``shape`` for each group, and the group of each case."""
    names, row = np.unique(np.array(groups), return_inverse=True)
    return np.zeros((len(names), *shape)), row


def _interval(grouped: Numbers, measure: Callable[[Numbers], Numbers]) -> tuple[float, float]:
    flat = grouped.reshape(len(grouped), -1)
    drawn = np.random.default_rng(0).multinomial(len(flat), np.full(len(flat), 1 / len(flat)), size=_DRAWS) @ flat
    low, high = np.quantile(measure(drawn.reshape(_DRAWS, *grouped.shape[1:])), [0.025, 0.975])
    return _rounded(low), _rounded(high)


def _mean_recall(counts: Numbers) -> Numbers:
    """Counts of shape (…, classes, answers) → (…); classes of which a sample holds no case are left out."""
    totals = counts.sum(axis=-1)
    right = np.diagonal(counts, axis1=-2, axis2=-1)
    found: Numbers = _share(right, totals).sum(axis=-1) / np.maximum((totals > 0).sum(axis=-1), 1)
    return found


def _micro(counts: Numbers) -> Numbers:
    """Counts of shape (…, labels, (hit, wrong, missed)) → (…)."""
    hit, wrong, missed = np.moveaxis(counts.sum(axis=-2), -1, 0)
    return _f1(hit, hit + wrong, hit + missed)


def _f1(hit: Numbers, said: Numbers, true: Numbers) -> Numbers:
    return _share(2 * hit, said + true)


def _share(part: Numbers, whole: Numbers) -> Numbers:
    """``part / whole``, 0 where there is nothing."""
    found: Numbers = np.divide(
        part, whole, out=np.zeros_like(np.asarray(part, np.float64)), where=np.asarray(whole) > 0
    )
    return found


def _rounded(value: object) -> float:
    return round(float(np.asarray(value)), 4)
