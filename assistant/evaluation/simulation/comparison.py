"""One crowd talks to several systems: the assistant, its floors, and itself without one part at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from assistant.evaluation.simulation import ablations
from assistant.evaluation.simulation.leaks import audit
from assistant.evaluation.simulation.metrics import by_turn, differences, rows
from assistant.evaluation.simulation.person import MOST_TURNS
from assistant.evaluation.simulation.systems import system_named
from assistant.evaluation.simulation.talks import Crowd, Played, System, interactions_of
from assistant.session import Assistant

Say = Callable[[str], None]
WHOLE = "assistant"


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Flat rows: ``rows`` of each system, ``differences`` of the first one and each other, ``curve`` by turn.

    ``leaks`` is the audit of what the people said to the first system. ``talks`` are the conversations themselves, and
    ``left_out`` says of each system that could not be measured why.
    """

    rows: Sequence[dict[str, Any]]
    differences: Sequence[dict[str, Any]]
    curve: Sequence[dict[str, Any]]
    leaks: Mapping[str, Any]
    talks: Mapping[str, Sequence[Played]]
    left_out: Mapping[str, str]


def compare(
    assistant: Assistant,
    systems: Sequence[str],
    *,
    people: int,
    seed: int,
    played: Mapping[str, Sequence[Played]] = MappingProxyType({}),
    say: Say = lambda text: None,
) -> Compared:
    """Let the same ``people`` talk to each of ``systems``: names of `systems.SYSTEMS` or of `ablations.ABLATIONS`.

    ``played`` are conversations of these people that need not be played again.
    """
    index = assistant._parts.index
    interactions = interactions_of(index.folder, index.manifest.simulated)
    crowd = Crowd(assistant.catalogue, interactions, simulated=index.manifest.simulated, number=people, seed=seed)
    talks: dict[str, Sequence[Played]] = {}
    left_out: dict[str, str] = {}
    for name in systems:
        if name in played:
            talks[name] = played[name]
            continue
        system = _system(assistant, name)
        if system is None:
            left_out[name] = ablations.reason(name)
            continue
        say(f"{people} people talk to: {name}.")
        talks[name] = crowd.talk_to(system, say)
    first, *others = talks
    return Compared(
        rows=[row for name, played in talks.items() for row in rows(played, name, seed)],
        differences=[differences(talks[first], talks[name], (first, name), seed) for name in others],
        curve=[row for name, played in talks.items() for row in by_turn(played, name, seed, MOST_TURNS)],
        leaks=audit(talks[first], assistant.catalogue, seed),
        talks=talks,
        left_out=left_out,
    )


def _system(assistant: Assistant, name: str) -> System | None:
    if name not in ablations.ABLATIONS:
        return system_named(name, assistant)
    changed = ablations.without(assistant, name)
    return None if changed is None else changed.session
