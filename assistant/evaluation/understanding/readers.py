"""Who reads: the rules, a model, both, and two floors: the commonest label, and a classifier trained on the same data.

The trained floor is TF-IDF with logistic regression, each conversation answered by a model that has not seen it. It
tells what the words alone give away; it learns from public data and is never shipped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.evaluation.understanding.tasks import Answer, Said, Task
from assistant.preferences import OPINIONS, Opinion, PreferenceUpdate
from assistant.reading import Reading
from assistant.rules import read
from assistant.steps import understand
from assistant.writer import Writer

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Reader = Callable[[Said], Reading]

_FOLDS = 5
#: Inverse penalties: the best of 0.03, 0.1, 0.3, 1 and 3, by balanced accuracy on ReDial's form and by F1 on IARD.
_ONE_LABEL, _ANY_LABELS = 0.1, 1.0


def rules(said: Said) -> Reading:
    """The reading without a model."""
    return read(said.text, said.context)


def both(model: BaseChatModel) -> Reader:
    """The merge of rules and model, as it ships where the gate lets the model read."""
    writer = Writer(model=model, steps=("understand",))
    return lambda said: understand.understand(said.text, said.context, writer)


def alone(model: BaseChatModel) -> Reader:
    """The model asked about every title of a message, without the rules. It reads attitudes and nothing else.

    A model that fails raises `ModelFailed`: a measurement must not go on without what it measures.
    """

    def reader(said: Said) -> Reading:
        lists: dict[str, list[Opinion]] = {name: [] for name in OPINIONS}
        for id, question in understand.questions(said.text, Reading(intent="recommend"), said.context):
            probabilities = understand.attitude(question, model)
            attitude = max(probabilities, key=lambda name: probabilities[name])
            lists.get(attitude, []).append(Opinion(id=id, title=said.context.catalogue.item(id).title))
        told: dict[str, Any] = {name: tuple(opinions) for name, opinions in lists.items()}
        return Reading(intent="recommend", update=PreferenceUpdate(**told))

    return reader


def majority(task: Task) -> list[Answer]:
    """The commonest label, always."""
    counts = Counter(chain.from_iterable(sorted(case.truth) for case in task.cases))
    best = frozenset(label for label, _ in counts.most_common(1))
    return [Answer(labels=best, score=1.0)] * len(task.cases)


def trained(task: Task) -> list[Answer]:
    """TF-IDF of words and pairs of words, then logistic regression with balanced classes: one label, or each alone."""
    words = [case.words for case in task.cases]
    groups = [case.conversation for case in task.cases]
    if task.of:
        truth = np.array([next(iter(case.truth)) for case in task.cases])
        chances, classes = _out_of_fold(words, truth, groups, _ONE_LABEL)
        positive = chances[:, classes.index(task.positive)] if task.positive in classes else [None] * len(words)
        return [
            Answer(labels=frozenset({classes[int(at)]}), score=score)
            for at, score in zip(chances.argmax(axis=1), positive, strict=True)
        ]
    said: list[set[str]] = [set() for _ in words]
    for label in task.classes:
        holds = np.array([label in case.truth for case in task.cases])
        chances, _ = _out_of_fold(words, holds, groups, _ANY_LABELS)
        for labels, chance in zip(said, chances[:, -1], strict=True):
            if chance > 0.5:
                labels.add(label)
    return [Answer(labels=frozenset(labels)) for labels in said]


def _out_of_fold(words: Sequence[str], truth: Any, groups: Sequence[str], penalty: float) -> tuple[Any, list[Any]]:
    """Chances of shape (cases, classes) with the classes, each case by one that learnt no case of its group."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
    from sklearn.pipeline import make_pipeline  # type: ignore[import-untyped]

    classes = sorted(set(truth.tolist()))
    chances = np.zeros((len(words), len(classes)))
    for learnt, asked in folds(groups):
        if len(set(truth[learnt].tolist())) < 2:
            chances[asked, classes.index(truth[learnt][0])] = 1.0
            continue
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=min(2, len(learnt) // 20 + 1)),
            LogisticRegression(C=penalty, class_weight="balanced", max_iter=1000),
        )
        model.fit([words[at] for at in learnt], truth[learnt])
        places = [classes.index(name) for name in model.classes_.tolist()]
        chances[np.ix_(asked, places)] = model.predict_proba([words[at] for at in asked])
    return chances, classes


def folds(groups: Sequence[str]) -> list[tuple[list[int], list[int]]]:
    """(learnt, asked) places, five times at most; the cases of a group are all learnt or all asked.

    Raises ``ValueError`` for a single group.
    """
    from sklearn.model_selection import GroupKFold  # type: ignore[import-untyped]

    split = GroupKFold(n_splits=min(_FOLDS, len(set(groups)))).split(np.zeros(len(groups)), groups=np.array(groups))
    return [(learnt.tolist(), asked.tolist()) for learnt, asked in split]
