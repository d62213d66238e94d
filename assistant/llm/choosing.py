"""Which token comes next: the best one or a drawn one, of those that a grammar allows. One chooser a text.

Door to torch, for drawing. This file does not know networks or requests.
"""

from collections.abc import Callable
from typing import Any

from assistant.llm.grammar import GrammarProcessor


class Chooser:
    """Greedy at ``temperature`` 0. ``processor`` is called with ``(1, n)`` ids and ``(1, vocabulary)`` scores."""

    def __init__(
        self,
        *,
        ids: list[int],
        temperature: float = 0.0,
        top_p: float = 1.0,
        seed: int | None = None,
        grammar: GrammarProcessor | None = None,
        processor: Callable[[Any, Any], Any] | None = None,
    ) -> None:
        self._ids, self._temperature, self._top_p, self._seed = list(ids), temperature, top_p, seed
        self._grammar, self._processor = grammar, processor
        self._generator: Any = None
        self.greedy = grammar is None and processor is None and temperature <= 0

    def choose(self, scores: Any) -> int:
        """The next token, from its scores ``(vocabulary,)``."""
        if self._processor is not None:
            scores = self._processed(scores, self._processor)
        if self._grammar is not None:
            scores = self._grammar.restrict(scores)
        token = int(scores.argmax()) if self._temperature <= 0 else self._drawn(scores)
        if self._grammar is not None:
            self._grammar.follow(token)
        self._ids.append(token)
        return token

    def _processed(self, scores: Any, processor: Callable[[Any, Any], Any]) -> Any:
        import torch

        return processor(torch.tensor([self._ids], device=scores.device), scores[None])[0]

    def _drawn(self, scores: Any) -> int:
        """Drawn from the smallest set of tokens that holds ``top_p`` of the probability; the global seed stays."""
        import torch

        if self._generator is None:
            self._generator = torch.Generator()
            self._generator.manual_seed(self._seed) if self._seed is not None else self._generator.seed()
        ranked, order = torch.softmax(scores.float() / self._temperature, -1).sort(descending=True)
        beyond = ranked.cumsum(-1) - ranked >= self._top_p
        drawn = torch.multinomial(ranked.masked_fill(beyond, 0.0).cpu(), 1, generator=self._generator)
        return int(order[drawn])
