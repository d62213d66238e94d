"""The reasons of a reply held against records and ratings, counted anew by the independent judge's own means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from assistant.conversation import Reason, Reply, ReplyItem
from assistant.evaluation.independent.world import World
from assistant.session import Assistant
from retrievers.interactions import Interactions

_PERCENT = re.compile(r"(\d+) ?%")


@lru_cache(maxsize=2)
def _interactions(folder: Path, simulated: bool) -> Interactions | None:
    from assistant.evaluation.simulation.talks import interactions_of

    return interactions_of(folder, simulated)


class Figures:
    """What is true of one catalogue and its ratings; they are read when a reason first needs them."""

    def __init__(self, assistant: Assistant) -> None:
        self._index = assistant._parts.index
        self._catalogue = assistant.catalogue

    @cached_property
    def _world(self) -> World | None:
        """None where the index keeps no ratings: then no share can be counted again."""
        simulated = self._index.manifest.simulated
        interactions = _interactions(self._index.folder, simulated)
        return None if interactions is None else World(self._catalogue, interactions, simulated=simulated)

    def wrong(self, reply: Reply) -> Iterator[str]:
        """What the reasons of the items say that is not so, in words."""
        for item in reply.items:
            if self._catalogue.row(item.id) is None:
                continue
            for reason in item.why:
                for problem in self._problems(item, reason, reply):
                    yield f"a reason for '{item.title}' is wrong: {problem}"

    def _problems(self, item: ReplyItem, reason: Reason, reply: Reply) -> Iterator[str]:
        facts = reason.facts
        if reason.kind == "people-like-you":
            yield from self._share(item, facts)
            told = [int(number) for number in _PERCENT.findall(reason.text)]
            if "share" in facts and told and round(100 * facts["share"]) not in told:
                yield f"it says {told} %, its evidence {facts['share']:.0%}"
        elif reason.kind == "acclaimed" and self._world is not None and "raters" in facts:
            fans = len(self._world.fans(item.id))
            if facts["raters"] != fans:
                yield f"{facts['raters']} people liked it, in truth {fans}"
        elif reason.kind == "similar-to":
            yield from self._shared(item, facts)
        elif reason.kind == "asked-for":
            known = {wish.facet for wish in reply.preferences.wishes}
            for one in facts.get("matched", ()):
                if reply.preferences.wishes and one["facet"] not in known:
                    yield f"{one['facet']} was not asked for"

    def _share(self, item: ReplyItem, facts: Mapping[str, Any]) -> Iterator[str]:
        if self._world is None:
            return
        for id in facts.get("liked_ids", ()):
            share, raters = self._world.also_liked(id, item.id)
            if facts["raters"] != raters or abs(facts["share"] - share) > 0.005 + 1e-6:
                yield f"{facts['share']:.0%} of {facts['raters']}, in truth {share:.1%} of {raters}"

    def _shared(self, item: ReplyItem, facts: Mapping[str, Any]) -> Iterator[str]:
        ids = [id for id in facts.get("liked_ids", ()) if self._catalogue.row(id) is not None]
        for work in (self._catalogue.item(id) for id in (item.id, *ids)):
            for facet, values in facts.get("shared", {}).items():
                if missing := set(values) - set(self._catalogue.values(work, facet)):
                    yield f"'{work.title}' has not the {facet} {', '.join(sorted(missing))}"
