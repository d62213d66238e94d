"""What a model was taught, as a small adapter (LoRA, as peft saves it), and its merging into the weights.

Merged once, it costs nothing when the model is loaded or writes. Adapters that come with this package lie in
``taught/``, by the name of their model. Door to torch. This file does not know how an adapter is made.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from assistant.errors import ModelUnavailable

WEIGHTS = "adapter_model.safetensors"
SETTINGS = "adapter_config.json"
_SHIPPED = Path(__file__).with_name("taught")
_PREFIX = "base_model.model."


def shipped(name: str) -> Path | None:
    """The folder of the adapter that comes with this package for a model of that name."""
    place = _SHIPPED / name
    return place if (place / WEIGHTS).is_file() else None


def digest(adapter: Path | None) -> str:
    """What tells adapters apart: a hash of weights and settings; empty for none."""
    if adapter is None:
        return ""
    return hashlib.sha256((adapter / WEIGHTS).read_bytes() + (adapter / SETTINGS).read_bytes()).hexdigest()


def merge(weights: Path, adapter: Path) -> int:
    """Add an adapter to every file of weights in a folder, in place; how many matrices were changed.

    W + (alpha / r) B A (Hu et al. 2021), in float32, back in the type of W. Raises ModelUnavailable where the
    adapter is of another model or cannot be read.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file, save_file

    try:
        settings = json.loads((adapter / SETTINGS).read_text("utf-8"))
        scale = settings["lora_alpha"] / settings["r"]
        pairs = _pairs(load_file(adapter / WEIGHTS))
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise ModelUnavailable(f"The adapter in {str(adapter)!r} cannot be read", "Train it again.") from error
    merged = 0
    for file in sorted(weights.glob("*.safetensors")):
        tensors = load_file(file)
        for name in pairs.keys() & tensors.keys():
            down, up = pairs[name]
            if (up.shape[0], down.shape[1]) != tuple(tensors[name].shape):
                raise _foreign(adapter)
            changed = tensors[name].float() + scale * (up.float() @ down.float())
            tensors[name] = changed.to(tensors[name].dtype)
            merged += 1
        draft = file.with_suffix(".merging")
        save_file(tensors, draft, metadata={"format": "pt"})
        draft.replace(file)
    if merged != len(pairs):
        raise _foreign(adapter)
    return merged


def _pairs(tensors: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Name of the weight → (A of shape (r, in), B of shape (out, r))."""
    ends = (".lora_A.weight", ".lora_B.weight")
    names = {name.removeprefix(_PREFIX).removesuffix(ends[0]) for name in tensors if name.endswith(ends[0])}
    return {f"{name}.weight": tuple(tensors[f"{_PREFIX}{name}{end}"] for end in ends) for name in names}


def _foreign(adapter: Path) -> ModelUnavailable:
    return ModelUnavailable(f"The adapter in {str(adapter)!r} is for another model", "Name the model it was made for.")
