"""Simulated conversations: people with a need talk to a system, and an independent judge reads every reply.

A *system* opens conversations that can `say` and take `feedback`; the assistant is one, its floors are others. What is
measured: did the person accept something, after how many turns, and what was wrong on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, Protocol

import numpy as np

from assistant.conversation import Reply
from assistant.evaluation.independent.judge import Judge
from assistant.evaluation.independent.reasons import Violation
from assistant.evaluation.independent.world import World
from assistant.evaluation.simulation.needs import Needs, Taste
from assistant.evaluation.simulation.person import SimulatedPerson
from assistant.evaluation.simulation.personas import PERSONAS, Persona, Utterance
from assistant.session import Feedback
from retrievers.catalogue import Catalogue
from retrievers.interactions import Interactions, map_ratings

#: Every third person speaks Chinese, where the catalogue has Chinese titles for at least so many of its items.
_LEAST_TRANSLATED = 0.5
_DISLIKED_UP_TO = 0.3


class Conversation(Protocol):
    """One conversation with a system."""

    def say(self, text: str) -> Reply: ...

    def feedback(self, item_id: str, opinion: Feedback) -> Reply: ...


System = Callable[[], Conversation]


@dataclass(frozen=True, kw_only=True)
class Step:
    """What the person did, the reply to it (None where the system crashed), and what was wrong with it."""

    utterance: Utterance
    reply: Reply | None
    violations: tuple[Violation, ...]
    ms: float


@dataclass(frozen=True, kw_only=True)
class Played:
    """One conversation from beginning to end."""

    person: int
    persona: str
    language: str
    need: Mapping[str, Any]
    steps: tuple[Step, ...]
    sentences: int
    hit: bool

    @property
    def accepted(self) -> bool:
        return self.steps[-1].utterance.ends == "accepted"

    @property
    def turns(self) -> int:
        """Replies that the person read before they accepted or left."""
        return max(len(self.steps) - 1, 1)

    @property
    def violations(self) -> Iterator[Violation]:
        return (violation for step in self.steps for violation in step.violations)

    def to_json(self) -> dict[str, Any]:
        """The conversation as plain values: for reading."""
        return {
            "person": self.person, "persona": self.persona, "language": self.language, "need": dict(self.need),
            "accepted": self.accepted, "hit": self.hit, "turns": self.turns,
            "steps": [
                {
                    "said": s.utterance.text or f"({s.utterance.opinion} {s.utterance.item})",
                    "reply": None if s.reply is None else s.reply.text, "ms": round(s.ms, 1),
                    "violations": [f"{v.kind}: {v.detail} | {v.sentence}" for v in s.violations],
                }
                for s in self.steps
            ],
        }  # fmt: skip


def tastes(interactions: Interactions | None, catalogue: Catalogue) -> list[Taste]:
    """Each rater's liked, disliked and other items; liked is what `map_ratings` calls positive."""
    if interactions is None:
        return []
    ratings = map_ratings(interactions, catalogue.rows_by_id)
    least = -np.inf if ratings.scale is None else ratings.scale[0] + _DISLIKED_UP_TO * np.diff(ratings.scale)[0]
    order = np.argsort(ratings.people, kind="stable")
    bounds = np.searchsorted(ratings.people[order], np.arange(ratings.number_of_people + 1))
    found = []
    for start, end in pairwise(bounds):
        own = order[start:end]
        ids = [catalogue.items[row].id for row in ratings.rows[own]]
        groups: dict[str, list[str]] = {"likes": [], "dislikes": [], "others": []}
        for id, good, weight in zip(ids, ratings.positive[own], ratings.weights[own], strict=True):
            groups["likes" if good else "dislikes" if weight <= least else "others"].append(id)
        found.append(Taste(**{name: tuple(of) for name, of in groups.items()}))
    return found


def is_translated(catalogue: Catalogue) -> bool:
    """Has the catalogue Chinese titles for most of its items?"""
    return sum("zh" in item.titles for item in catalogue.items) >= _LEAST_TRANSLATED * len(catalogue)


def people(needs: Needs, catalogue: Catalogue, number: int, seed: int) -> Iterator[SimulatedPerson]:
    """``number`` people: the personas in turn, a language and a need each. The same seed gives the same people."""
    translated = is_translated(catalogue)
    for at in range(number):
        random = Random(f"{seed}/{at}")
        persona: Persona = PERSONAS[at % len(PERSONAS)]
        language = "zh" if translated and at % 3 == 2 else "en"
        yield SimulatedPerson(needs.draw(random), persona, catalogue, language, random)


def play(at: int, person: SimulatedPerson, system: System, world: World) -> Played:
    """One conversation. A crash of the system ends it and is counted; it is not raised."""
    need = person.need
    judge = Judge(world, person.language)
    conversation = system()
    steps: list[Step] = []
    reply: Reply | None = None
    while not steps or not steps[-1].utterance.ends:
        done = person.next(reply)
        start = perf_counter()
        try:
            reply = conversation.feedback(done.item, done.opinion) if done.opinion else conversation.say(done.text)
        except Exception as error:  # noqa: BLE001 - whatever a system raises is what is counted here
            broken = Violation(kind="crash", detail=f"{type(error).__name__}: {error}")
            steps.append(Step(utterance=done, reply=None, violations=(broken,), ms=0.0))
            break
        ms = (perf_counter() - start) * 1000
        found = () if done.ends == "gave up" else tuple(judge.judge(reply, done.account))
        steps.append(Step(utterance=done, reply=reply, violations=found, ms=ms))
    conditions = [str(condition) for condition in need.conditions]
    return Played(
        person=at, persona=person.persona.name, language=person.language, steps=tuple(steps),
        need={"targets": sorted(need.targets), "likes": need.likes, "conditions": conditions},
        sentences=judge.sentences, hit=steps[-1].utterance.accepted in need.targets,
    )  # fmt: skip


def simulate(
    system: System,
    catalogue: Catalogue,
    interactions: Interactions | None,
    *,
    number: int,
    seed: int,
    simulated: bool,
    say: Callable[[str], None] = lambda text: None,
) -> list[Played]:
    """``number`` conversations with ``system``; ``simulated`` tells whether no person stands behind the ratings."""
    return Crowd(catalogue, interactions, simulated=simulated, number=number, seed=seed).talk_to(system, say)


class Crowd:
    """The same people for every system: who they are, and the world that their conversations are judged by."""

    def __init__(
        self, catalogue: Catalogue, interactions: Interactions | None, *, simulated: bool, number: int, seed: int
    ) -> None:
        self.number = number
        self.seed = seed
        self._catalogue = catalogue
        self._needs = Needs(catalogue, tastes(interactions, catalogue))
        self._world = World(catalogue, interactions, simulated=simulated)

    def talk_to(self, system: System, say: Callable[[str], None] = lambda text: None) -> list[Played]:
        """One conversation each, in order."""
        played = []
        for at, person in enumerate(people(self._needs, self._catalogue, self.number, self.seed)):
            played.append(play(at, person, system, self._world))
            if at % 50 == 49:
                say(f"{at + 1} of {self.number} conversations")
        return played


def interactions_of(folder: Path, simulated: bool) -> Interactions | None:
    """What an index was built from: what it keeps, or the demo's own ratings; None where neither is there."""
    from retrievers import demo, manifest, sources, tables

    path = manifest.current(folder) / "interactions.parquet"
    if path.is_file():
        return tables.read_interactions(path)
    return sources.read_interactions(demo.interactions_path()).interactions if simulated else None
