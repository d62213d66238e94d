"""Any causal network through transformers' own forward pass: text after text, each with transformers' own cache.

What ``lean.py`` does quickly for one family, this does for all others, with the same four verbs. Door to transformers.
"""

import copy
from dataclasses import dataclass, field
from typing import Any


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
