"""How long a turn of a conversation takes without a language model, and what of it takes how long.

Talks of many kinds of messages are held over an index, with titles and people of its own catalogue in them. It knows
neither files of results nor how they are printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np

from assistant import bootstrap
from assistant.conversation import Stage
from assistant.evaluation.invented import MOODS
from assistant.memory import Event, Memory
from assistant.session import Assistant, Session
from assistant.turns import Parts
from retrievers.catalogue import Catalogue
from retrievers.encoder import Encoder, Vectors
from retrievers.index import Index

Row = dict[str, Any]

#: The steps of a turn as they are told of, under the names of what they are for.
_STAGES = {
    "understand": "understand", "remember": "understand", "retrieve": "retrieve", "rank": "rank", "clarify": "rank",
    "explain": "explain", "answer": "explain",
}  # fmt: skip
STAGES = ("understand", "encode", "retrieve", "rank", "explain", "log", "rest")
_IDEAS = (
    "a lighthouse keeper who writes letters", "growing old beside the sea", "a chess player on a night train",
    "people who lose their way in the snow", "two sisters and an inheritance", "machines that learn to lie",
    "a village that waits for rain", "an orchestra before the war", "somebody who forgets her own name",
    "a summer that changes everything",
)  # fmt: skip
_LONG = (
    "We had a long week, the kids are asleep and nobody agrees on anything. Last month we saw {0} and {1} and liked "
    "both, though the second one dragged towards the end. {2} was fine, {3} was too grim for my taste. My sister keeps "
    "talking about {idea}, and I would not mind something in that direction, as long as it is exciting without being "
    "brutal. It should be from the last thirty years, under two hours, maybe with {person} in it, and not a sequel. "
)


@dataclass(kw_only=True)
class _Clock:
    """Milliseconds that passed in the encoder and in the log since they were asked for last."""

    spent: dict[str, float] = field(default_factory=lambda: {"encode": 0.0, "log": 0.0})

    def taken(self) -> dict[str, float]:
        found, self.spent = self.spent, {"encode": 0.0, "log": 0.0}
        return found


@dataclass(kw_only=True)
class _TimedEncoder:
    """An encoder that tells a clock how long it took."""

    encoder: Encoder
    clock: _Clock
    name: str = "timed"

    @property
    def fingerprint(self) -> str:
        return self.encoder.fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        begun = perf_counter()
        found = self.encoder.encode(texts)
        self.clock.spent["encode"] += 1000 * (perf_counter() - begun)
        return found

    def warm(self) -> None:
        self.encoder.warm()


class _TimedMemory(Memory):
    """A log that tells a clock how long it took."""

    def __init__(self, path: Path, clock: _Clock) -> None:
        super().__init__(path)
        self._clock = clock

    def append(self, session: str, event: Event) -> None:
        begun = perf_counter()
        super().append(session, event)
        self._clock.spent["log"] += 1000 * (perf_counter() - begun)


@dataclass(frozen=True, kw_only=True)
class _Taken:
    """One turn: the kind of its message, milliseconds by the clock on the wall, computed ones, and those by stage."""

    kind: str
    wall: float
    cpu: float
    stages: dict[str, float]


def turns(index: Index, log: Path, *, talks: int = 20, seed: int = 0) -> list[Row]:
    """Rows: the first turn after loading, each kind of message, all of them, and the stages of all of them.

    ``p50_ms`` and ``p95_ms`` are what a person waits for the whole reply, ``cpu_…`` what the process computed, which on
    a shared machine is less. The names of stages in a row hold their mean milliseconds. ``log`` is a file that is made.
    """
    clock = _Clock()
    timed = replace(index, encoder=_TimedEncoder(encoder=index.encoder, clock=clock))
    memory = _TimedMemory(log, clock)
    begun = perf_counter()
    bootstrap.warm(timed)
    loaded = 1000 * (perf_counter() - begun)
    assistant = Assistant(Parts(index=timed, memory=memory))
    rng = np.random.default_rng(seed)
    taken = [
        _turn(session, kind, message, clock)
        for session in (assistant.session() for _ in range(talks))
        for kind, message in talk(index.catalogue, rng)
    ]
    memory.close()
    first, *later = taken
    loading: Row = {"what": "loading", "message": "", "n": 1, "p50_ms": round(loaded, 1)}
    kinds = dict.fromkeys(one.kind for one in later)
    rows = [loading, _row("first", [first])]
    rows += [_row(kind, [one for one in later if one.kind == kind]) for kind in kinds]
    return [{"items": len(index.catalogue), **row} for row in (*rows, _row("all", later), *_by_stage(later))]


def _turn(session: Session, kind: str, message: str, clock: _Clock) -> _Taken:
    stages = dict.fromkeys(STAGES, 0.0)
    clock.taken()
    computed, begun = process_time(), perf_counter()
    stage, since = "rest", begun
    for event in session.stream(message):
        if isinstance(event, Stage):
            stages[stage] += 1000 * ((now := perf_counter()) - since)
            stage, since = _STAGES[event.name], now
    wall = 1000 * (perf_counter() - begun)
    for name, spent in clock.taken().items():
        stages[name] = spent
    stages[stage] += 1000 * (perf_counter() - since) - stages["log"]
    if stage != "retrieve" and not stages["retrieve"]:
        stages[stage] -= stages["encode"]  # an answer searches by itself
    else:
        stages["retrieve"] -= stages["encode"]
    return _Taken(kind=kind, wall=wall, cpu=1000 * (process_time() - computed), stages=stages)


def _row(kind: str, taken: Sequence[_Taken]) -> Row:
    walls, computed = [one.wall for one in taken], [one.cpu for one in taken]
    means = {name: round(float(np.mean([one.stages[name] for one in taken])), 1) for name in STAGES}
    return {
        "what": "turn", "message": kind, "n": len(taken), **percentiles(walls),
        **{f"cpu_{name}": value for name, value in percentiles(computed).items()}, **means,
    }  # fmt: skip


def _by_stage(taken: Sequence[_Taken]) -> Iterator[Row]:
    for name in STAGES:
        spent = [one.stages[name] for one in taken]
        yield {"what": name, "message": "all", "n": len(spent), **percentiles(spent)}


def percentiles(times: Sequence[float]) -> Row:
    return {"p50_ms": round(float(np.median(times)), 1), "p95_ms": round(float(np.quantile(times, 0.95)), 1)}


def talk(catalogue: Catalogue, rng: np.random.Generator) -> Iterator[tuple[str, str]]:
    """The kinds of messages of one conversation and the messages, with titles and people drawn from the catalogue.

    Well-known items are named more often, as in life: of those that most people liked.
    """
    known = np.argsort(-catalogue.raters, kind="stable")[: max(len(catalogue) // 5, 20)]
    titles = [catalogue.items[row].title for row in rng.choice(known, 9, replace=len(known) < 9)]
    people = [person.name for row in known[:500] for person in catalogue.items[row].people] or ["Nobody Known"]
    genres = list(catalogue.postings("genre")) or ["drama"]
    one, other = (str(name) for name in rng.choice(people, 2))
    genre, unwanted = (str(value) for value in rng.choice(genres, 2))
    mood, idea, second = str(rng.choice(MOODS)), str(rng.choice(_IDEAS)), str(rng.choice(_IDEAS))
    yield "likes", f"I loved {titles[0]} and {titles[1]}, but I hated {titles[2]}"
    yield "wishes", f"Something {mood} from the 90s, not too long"
    yield "why", "why the second?"
    yield "question", "who directed the first one, and how long is it?"
    yield "seen", "seen the first one. what else?"
    yield "wishes", f"I'd like a {genre} with {one}"
    yield "undo", "undo"
    yield "in words", f"a story about {idea}"
    yield "compare", "compare the first two"
    yield "more like", "more like the third"
    yield "misspelt", f"have you got anything like {_slipped(titles[3], rng)} or {_slipped(titles[4], rng).lower()}?"
    yield "against", f"no {unwanted}, and nothing by {other} please"
    yield "long", _LONG.format(*titles[5:9], idea=second, person=one) * 2
    yield "forget", "forget the period, and the length does not matter"
    yield "Chinese", f"我喜欢《{titles[0]}》，想看一部轻松的电影，不要恐怖片"
    yield "Chinese", "第二部为什么推荐？"
    yield "ledger", "what do you know about me?"
    yield "chat", "thanks, that helps"
    yield "like", f"{titles[1]} was great, more of that but {mood}"
    yield "accept", "I'll take the first"


def _slipped(title: str, rng: np.random.Generator) -> str:
    """The title with two letters of its longest word in the wrong order."""
    word = max(title.split(), key=len)
    at = int(rng.integers(1, max(len(word) - 2, 2)))
    return title.replace(word, word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :])
