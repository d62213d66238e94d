"""Whom simulated people can talk to: the assistant, and the floors that it must beat."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.conversation import Reply, ReplyItem
from assistant.evaluation.foreign import partner_named
from assistant.evaluation.simulation.talks import Conversation, System
from assistant.session import Assistant, Feedback
from retrievers.catalogue import Catalogue
from retrievers.items import Item
from retrievers.text import has_cjk


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
    "assistant": _assistant, "popularity": _popularity, "forgetful": _forgetful,
}  # fmt: skip
