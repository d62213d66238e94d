"""Whom simulated people can talk to: the assistant, and the floors that it must beat."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from random import Random

from assistant.conversation import Question, Reply, ReplyItem
from assistant.evaluation.foreign import partner_named
from assistant.evaluation.simulation.talks import Conversation, System
from assistant.preferences import Preferences
from assistant.session import Assistant, Feedback
from assistant.steps.clarify import ASKED, options_of, question
from assistant.wording import Wording
from retrievers.catalogue import Catalogue
from retrievers.items import Item
from retrievers.query import Candidate
from retrievers.text import has_cjk

_DRAWN = 40


def _assistant(assistant: Assistant) -> System:
    return assistant.session


class Popularity:
    """Names the most liked items that it has not named yet, three at a time, whatever it is told."""

    def __init__(self, catalogue: Catalogue) -> None:
        rows = sorted(range(len(catalogue)), key=lambda row: (-int(catalogue.raters[row]), row))
        self._left = [catalogue.items[row] for row in rows]
        self._turn = 0
        self._language = "en"

    def say(self, text: str) -> Reply:
        self._turn += 1
        self._language = "zh" if has_cjk(text) else self._language
        items, self._left = self._left[:3], self._left[3:]
        lines = ["推荐：" if self._language == "zh" else "These fit:"]
        lines += [self._line(number, item) for number, item in enumerate(items, 1)]
        cards = tuple(ReplyItem(id=i.id, title=i.title, year=i.year, kind=i.kind) for i in items)
        return Reply(
            session="", turn=self._turn, intent="recommend", language=self._language, text="\n".join(lines), items=cards
        )

    def _line(self, number: int, item: Item) -> str:
        if self._language == "zh":
            return f"{number}. 《{item.named('zh')}》{'' if item.year is None else f'（{item.year}）'}。"
        return f"{number}. {item.title}{'' if item.year is None else f' ({item.year})'}."

    def feedback(self, item_id: str, opinion: Feedback) -> Reply:
        return self.say("")


class Forgetful:
    """The assistant with a new session for every message: it remembers nothing that was said or shown."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def say(self, text: str) -> Reply:
        return self._assistant.session().say(text)

    def feedback(self, item_id: str, opinion: Feedback) -> Reply:
        return self._assistant.session().feedback(item_id, opinion)


def ask_anything(
    candidates: Sequence[Candidate],
    preferences: Preferences,
    catalogue: Catalogue,
    asked: Collection[str],
    wording: Wording,
    *,
    turn: int = 1,
) -> Question | None:
    """A question about a facet drawn at random, with options from items drawn at random: what is left plays no part.

    It asks in every turn, and about no facet twice.
    """
    random = Random(f"{turn}/{len(asked)}/{preferences!r}")
    facets = [facet for facet in ASKED if facet in catalogue.facets and facet not in asked]
    if not facets:
        return None
    facet = random.choice(facets)
    items = random.sample(list(catalogue.items), min(_DRAWN, len(catalogue)))
    options = options_of(facet, [Candidate(item=item, score=None, evidence=()) for item in items], catalogue, wording)
    return question(facet, options, wording, pick=turn) if len(options) > 1 else None


def _random_questions(assistant: Assistant) -> System:
    return Assistant(replace(assistant._parts, clarify=ask_anything)).session


def _popularity(assistant: Assistant) -> System:
    def opened() -> Conversation:
        return Popularity(assistant.catalogue)

    return opened


def _forgetful(assistant: Assistant) -> System:
    def opened() -> Conversation:
        return Forgetful(assistant)

    return opened


def system_named(name: str, assistant: Assistant) -> System:
    """One of `SYSTEMS`, or somebody else's assistant (see `foreign`). Raises `BadSettings` for neither."""
    if name in SYSTEMS:
        return SYSTEMS[name](assistant)
    partner = partner_named(name, assistant)
    return lambda: partner("auto")


SYSTEMS: Mapping[str, Callable[[Assistant], System]] = {
    "assistant": _assistant, "random": _random_questions, "popularity": _popularity, "forgetful": _forgetful,
}  # fmt: skip
#: What the assistant must beat: its ranking with questions drawn at random, the most liked items, no memory.
FLOORS = ("random", "popularity", "forgetful")
