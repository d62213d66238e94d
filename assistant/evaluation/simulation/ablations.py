"""What each part is worth: the assistant without it, beside the whole one, with the same people.

A part is left out by the arguments that the assistant takes anyway: weights, question policy, model, verification.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.session import Assistant
from assistant.turns import Parts
from retrievers.hybrid import Weights

_Change = Callable[[Parts], Parts | None]


def _weighted(**weights: float) -> _Change:
    def change(parts: Parts) -> Parts:
        shipped: Weights = parts.weights or parts.index.weights
        return replace(parts, weights=replace(shipped, **weights))

    return change


def _without_model(parts: Parts) -> Parts | None:
    return replace(parts, model=None, model_name="none", steps=frozenset()) if parts.model is not None else None


def _without_verification(parts: Parts) -> Parts | None:
    return replace(parts, verifies=False) if parts.model is not None and parts.steps else None


def _as(precision: str) -> _Change:
    def change(parts: Parts) -> Parts | None:
        if parts.model is None or not parts.steps or parts.reload is None:
            return None
        return replace(parts, model=parts.reload(precision))

    return change


#: Name → what is left out; None where there is nothing to leave out.
_CHANGES: Mapping[str, _Change] = {
    "no taste": _weighted(taste=0.0),
    "no meaning": _weighted(words=0.0, likeness=0.0),
    "no question": lambda parts: replace(parts, clarify=lambda *_, **__: None),
    "no model": _without_model,
    "no verification": _without_verification,
    "model in NF4": _as("nf4"),
    "model in bf16": _as("bf16"),
}
ABLATIONS = tuple(_CHANGES)
_NOTHING = {
    "no model": "no model is loaded, so the whole assistant is the one without",
    "no verification": "no model writes, and plain wording is not verified but made from evidence",
    "model in NF4": "no model writes",
    "model in bf16": "no model writes",
}


def without(assistant: Assistant, name: str) -> Assistant | None:
    """The assistant without a part, on the same index and log; None where it has no such part (see `reason`)."""
    changed = _CHANGES[name](assistant._parts)
    return None if changed is None else Assistant(changed)


def reason(name: str) -> str:
    """Why a part could not be left out."""
    return _NOTHING.get(name, "")
