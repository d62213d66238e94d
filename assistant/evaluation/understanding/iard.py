"""IARD (Cai and Chen, UMAP 2020) → intents of seekers, several an utterance, in the words of our own intents.

The labels and how IARD's 15 sub-intents of a seeker become them:

- ``recommend``: asks what to watch. IQU (first query), CON (more of them), STO (a new query).
- ``refine``: says what it should be like. PRO (a preference), ANS (an answer to a question), REF (says it again), CRI-A
  and CRI-F (adds a condition, criticises a feature).
- ``more_like``: something close to what was named. CRI-C.
- ``seen``: knows a film that was recommended. SEE.
- ``reject``: does not like a film that was recommended. REJ.
- ``accept``: takes it or wants to see it. ACC.
- ``ask``: wants to know more of it. INQ.
- ``chat``: greets, thanks, asks for the recommender's own taste. OTH, ASK.

NRE (no opinion of the film) is none of ours and becomes nothing.

From a reading: its intent (``surprise`` recommends; ``why`` and ``compare`` ask; ``feedback`` is told by the update
alone, and so is ``recommend`` beside an opinion on what was not shown, for such opinions are answered so here;
``off_topic``, ``stop`` and any courtesy are ``chat``), and the update: an item liked or seen, and not disliked, is
``seen`` where it was shown, one disliked or rejected is ``reject``; a liked or disliked film that was not shown, and a
wish, is ``refine``.

Where this is lossy: a first query that holds a condition is IQU alone in IARD but a wish as well in a reading, so
wishes count as ``refine`` only once something was shown; ACC is also said of films that the seeker only means to note;
people are not linked.

The dialogues are ReDial's: those that our own sheet of attitudes labels are never in the dev half here, so that reading
errors of one task shows no test dialogue of the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluation.understanding.readers import trained
from assistant.evaluation.understanding.redial import sheet
from assistant.evaluation.understanding.tasks import Answer, Case, Said, Task, half
from assistant.evaluation.understanding.titles import MARK, catalogue_of, marked, written
from assistant.reading import Context, Reading
from retrievers.catalogue import Catalogue
from retrievers.errors import BadData
from retrievers.items import Item
from retrievers.sources.files import read_text

LABELS = ("recommend", "refine", "more_like", "seen", "reject", "accept", "ask", "chat")
#: IARD's sub-intent → ours; what is missing is none of ours.
MEANING: Mapping[str, str] = {
    "IQU": "recommend", "CON": "recommend", "STO": "recommend",
    "PRO": "refine", "ANS": "refine", "REF": "refine", "CRI-A": "refine", "CRI-F": "refine",
    "CRI-C": "more_like", "SEE": "seen", "REJ": "reject", "ACC": "accept", "INQ": "ask", "OTH": "chat", "ASK": "chat",
}  # fmt: skip
_INTENTS: Mapping[str, str] = {
    "recommend": "recommend", "surprise": "recommend", "more_like": "more_like", "accept": "accept", "ask": "ask",
    "why": "ask", "compare": "ask", "chat": "chat", "off_topic": "chat", "stop": "chat",
}  # fmt: skip
#: What the file puts between the messages of one speaker in a row.
_JOINED = re.compile(r"\.\.\.(?=[^\s.])")


def tasks(paths: Sequence[Path]) -> list[Task]:
    """One task: the intents of every seeker's utterance. Raises `BadData` for a file of another form."""
    talks = {id: turns for path in paths for id, turns in _dialogues(path)}
    titles = {
        id: title for turns in talks.values() for _, text, _ in turns for id, title in MARK.findall(text) if title
    }
    catalogue = catalogue_of(titles)
    labelled = {row["conversation"] for row in sheet()}
    cases = [
        case
        for id, turns in talks.items()
        for case in _cases(id, "test" if id in labelled else half(f"iard {id}"), turns, catalogue)
    ]
    return [Task(name="intent", labels="iard", cases=cases, classes=LABELS, answer=intents, trained=trained)]


def _dialogues(path: Path) -> Iterator[tuple[str, list[tuple[bool, str, list[str]]]]]:
    """Conversation → (whether the seeker speaks, text, sub-intents) of each utterance, in order."""
    try:
        for id, raw in json.loads(read_text(path)).items():
            said = sorted(raw["dialogue_info"].values(), key=lambda one: int(one["utterance_pos"]))
            yield str(id), [_utterance(one) for one in said]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadData(f"'{path}' is not IARD's file ({type(error).__name__}).", "Name its one JSON object.") from error


def _utterance(one: Mapping[str, Any]) -> tuple[bool, str, list[str]]:
    return one["role"] == "seeker", _JOINED.sub("\n", str(one["utterance_text"])), list(one["sub-intent/action"])


def _cases(id: str, part: str, turns: Sequence[tuple[bool, str, list[str]]], catalogue: Catalogue) -> Iterator[Case]:
    shown: tuple[Item, ...] = ()
    for at, (seeker, raw, labels) in enumerate(turns):
        if seeker:
            text, titles = written(raw, catalogue)
            context = Context(catalogue=catalogue, titles=titles, shown=shown, turn=at + 1)
            truth = frozenset(MEANING[label] for label in labels if label in MEANING)
            yield Case(
                conversation=id, half=part, said=(Said(text=text, context=context),), truth=truth,
                words=marked(raw, ""),
            )  # fmt: skip
        elif films := dict.fromkeys(id for id, _ in MARK.findall(raw) if catalogue.row(id) is not None):
            shown = tuple(catalogue.item(film) for film in films)


def intents(case: Case, readings: Sequence[Reading]) -> Answer:
    """The labels of the last message's reading."""
    reading, shown = readings[-1], {item.id for item in case.said[-1].context.shown}
    update = reading.update
    good, bad = {o.id for o in (*update.likes, *update.seen)}, {o.id for o in (*update.dislikes, *update.rejected)}
    found = {_INTENTS[reading.intent]} if reading.intent in _INTENTS else set()
    if shown and (good | bad) - shown:
        found.discard("recommend")
    if reading.intent == "refine" or (shown and update.wishes) or (good | bad) - shown:
        found.add("refine")
    if reading.courtesy:
        found.add("chat")
    if good & shown - bad:
        found.add("seen")
    if bad & shown:
        found.add("reject")
    return Answer(labels=frozenset(found))
