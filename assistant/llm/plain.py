"""Any causal network through transformers' own forward pass: text after text, each with transformers' own cache.

What ``lean.py`` does quickly for one family, this does for all others, with the same verbs. Door to transformers.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.llm.weighing import Node

_ABREAST = 8  # ways read side by side, each with a copy of the cache


@dataclass(kw_only=True, eq=False)
class Context:
    """One text: transformers' cache of it."""

    cache: Any = field(repr=False)


class Kept:
    """A copy of a cache, and how large it is."""

    def __init__(self, cache: Any) -> None:
        self.cache = copy.deepcopy(cache)
        tensors = [getattr(layer, name, None) for layer in cache.layers for name in ("keys", "values")]
        self.nbytes = sum(tensor.nbytes for tensor in tensors if tensor is not None)


class PlainNetwork:
    """``network`` is a causal language model of transformers."""

    def __init__(self, network: Any) -> None:
        self._network = network

    @property
    def token_bytes(self) -> int:
        """Unknown: the caches of other families differ."""
        return 0

    def open(self, room: int) -> Context:
        """A new, empty context; it grows as it must."""
        from transformers import DynamicCache

        return Context(cache=DynamicCache(config=self._network.config))

    def close(self, context: Context) -> None:
        """Forget it."""
        context.cache = None

    def extend(self, context: Context, ids: list[int]) -> Any:
        """Read ``ids`` and give the scores ``(vocabulary,)`` of the token that follows."""
        import torch

        tokens = torch.tensor([ids], device=self._network.device)
        found = self._network(input_ids=tokens, past_key_values=context.cache, use_cache=True, logits_to_keep=1)
        return found.logits[0, -1]

    def look_ahead(self, context: Context, ids: list[int], nodes: Sequence[Node]) -> Any:
        """Read ``ids``, and look at ``nodes`` that may follow, a few ways at a time, over copies of the cache.

        Scores ``(1 + nodes, vocabulary)`` of what follows the last id and each node.
        """
        import torch

        scores = [self.extend(context, ids), *[None] * len(nodes)]
        ways = [_way(nodes, at) for at in sorted(set(range(len(nodes))) - {before for before, _ in nodes})]
        for start in range(0, len(ways), _ABREAST):
            some = ways[start : start + _ABREAST]
            longest = max(map(len, some))  # what is filled up stands after what is asked for: none of that sees it
            tokens = [[nodes[at][1] for at in way] + [0] * (longest - len(way)) for way in some]
            cache = copy.deepcopy(context.cache)
            cache.batch_repeat_interleave(len(some))
            found = self._network(
                input_ids=torch.tensor(tokens, device=self._network.device), past_key_values=cache, use_cache=True
            ).logits
            for row, way in enumerate(some):
                for depth, at in enumerate(way):
                    scores[1 + at] = found[row, depth]
        return torch.stack(scores)

    def step(self, contexts: list[Context], tokens: list[int]) -> Any:
        """Read one token into each context, one after the other; scores ``(contexts, vocabulary)``."""
        import torch

        return torch.stack([self.extend(context, [token]) for context, token in zip(contexts, tokens, strict=True)])

    def keep(self, context: Context) -> Kept:
        """A copy of what was read, to begin other contexts with."""
        return Kept(context.cache)

    def resume(self, context: Context, kept: Kept) -> None:
        """Begin an empty context with what was kept."""
        context.cache = copy.deepcopy(kept.cache)


def _way(nodes: Sequence[Node], at: int) -> list[int]:
    """The places of the nodes from the prompt to this one."""
    before = nodes[at][0]
    return [*(_way(nodes, before) if before >= 0 else ()), at]
