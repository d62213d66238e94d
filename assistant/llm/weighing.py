"""One of several listed options by what a model thinks of each: all of them weighed together, none of them written.

An option weighs as much as the shortest beginning that no other one has: the probability that a text begins so. Where
all first tokens differ, that is the first token alone; where one option is the beginning of another, the end of the
text counts as its next token. Such beginnings exclude each other, so among the options their shares are probabilities;
and the length of what must follow anyway counts for nothing. This file does not know networks.
"""

from collections.abc import Mapping, Sequence
from math import exp
from typing import Any, NamedTuple

from assistant.llm.messages import spell

MOST = 256  # options, and tokens read for them: reading so many costs about as much as writing ten

Node = tuple[int, int]  # the place of the node before it (-1: the prompt), and its token


class Choice(NamedTuple):
    """The likeliest ``option``, and what share of the probability each one has."""

    option: str
    probabilities: Mapping[str, float]


class OptionTree:
    """Options as a tree of tokens. ``nodes`` are the tokens to be read: those after which it is still open which."""

    def __init__(self, options: Mapping[str, Sequence[int]], ends: Sequence[int]) -> None:
        """``options`` with their tokens, all different; ``ends`` are the tokens that end a text."""
        self.nodes: list[Node] = []
        self.choice: Choice | None = None
        self._options, self._ends = options, list(ends)
        self._ways: dict[str, list[tuple[int, int | None]]] = {option: [] for option in options}
        self._tell_apart()

    def _tell_apart(self) -> None:
        """Find each option's way, and the nodes: where several options have their first ``depth`` tokens in common."""
        groups = [(list(self._options), -1, 0)]
        while groups:
            group, node, depth = groups.pop()
            parts: dict[int | None, list[str]] = {}
            for option in group:
                tokens = self._options[option]
                parts.setdefault(tokens[depth] if depth < len(tokens) else None, []).append(option)
            for token, part in parts.items() if len(group) > 1 else ():
                for option in part:
                    self._ways[option].append((node + 1, token))
                if len(part) > 1 and token is not None:
                    self.nodes.append((node, token))
                    groups.append((part, len(self.nodes) - 1, depth + 1))

    def tokens(self, option: str) -> int:
        """How many tokens the text of an option has."""
        return len(self._options[option])

    def weigh(self, scores: Any) -> Choice:
        """``choice``, from the scores ``(1 + nodes, vocabulary)`` of what follows the prompt and each node."""
        steps = [(row, token) for way in self._ways.values() for row, token in way if token is not None]
        rows, tokens = [row for row, _ in steps], [token for _, token in steps]
        wholes = scores.float().logsumexp(-1)
        found = (scores[rows, tokens].float() - wholes[rows]).tolist()
        ends = (scores[:, self._ends].float().logsumexp(-1) - wholes).tolist()
        known: dict[tuple[int, int | None], float] = {(row, None): end for row, end in enumerate(ends)}
        known |= zip(steps, found, strict=True)
        sums = [sum(known[step] for step in way) for way in self._ways.values()]
        weights = [exp(one - max(sums)) for one in sums]
        shares = [weight / sum(weights) for weight in weights]
        probabilities = dict(zip(self._options, shares, strict=True))
        self.choice = Choice(max(probabilities, key=lambda option: probabilities[option]), probabilities)
        return self.choice


def enumeration(shape: Any) -> list[str] | None:
    """The different strings of a plain list of them; None for any other shape."""
    if not isinstance(shape, Sequence) or isinstance(shape, str) or not shape:
        return None
    return list(dict.fromkeys(shape)) if all(isinstance(one, str) and one for one in shape) else None


def option_tree(options: Sequence[str], tokenizer: Any, ends: Sequence[int]) -> OptionTree | None:
    """The tree of ``options``; None where they are too many, or two of them are the same tokens: write those."""
    if len(options) > MOST:
        return None
    tokens = {option: spell(tokenizer, option) for option in options}
    if len({tuple(ids) for ids in tokens.values()}) < len(tokens):
        return None
    tree = OptionTree(tokens, ends)
    return tree if len(tree.nodes) <= MOST else None
