"""Weights of linear layers as the CPU multiplies by them fastest: laid out once for oneDNN, and narrow for one token.

One token costs as many bytes as its weights have: in 8 bits half of bf16's, in 4 bits a third. A matrix gets 4 bits
only where they are no less exact than 8, which is so for weights that come from a 4-bit file (the embedded model's:
0.3 % against 0.8 %), and for hardly any others. Door to torch. This file does not know models or caches.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

GROUP = 32  # weights that share a scale and an offset in 4 bits, as in the GGUF formats
_SAMPLE = 64  # rows by which the width of a matrix is decided
_ROWS = 8  # up to so many texts at once are written with narrow weights: all the same, so that company changes no word

Linear = Callable[[Any, bool], Any]  # (rows, may the narrow weights be used?) → rows times the weights


def modules(name: str, layers: Sequence[Any], *, release: bool = True) -> Linear:
    """The layers as they are (quantised by bitsandbytes, or on a GPU), their results side by side."""
    import torch

    if len(layers) == 1:
        return lambda x, narrow: layers[0](x)
    return lambda x, narrow: torch.cat([layer(x) for layer in layers], -1)


class Packer:
    """Packs layers for the CPU, with narrow weights from ``kept`` where these hold them; all end in ``narrow``."""

    def __init__(self, kept: Mapping[str, Any] | None = None) -> None:
        self._kept = dict(kept or {})
        self.narrow: dict[str, Any] = {}

    @property
    def made(self) -> bool:
        """Are there narrow weights that were not kept?"""
        return self.narrow.keys() != self._kept.keys()

    def __call__(self, name: str, layers: Sequence[Any], *, release: bool = True) -> Linear:
        """The layers' weights, one below the other; with ``release`` the layers lose theirs."""
        import torch

        with torch.inference_mode():
            weight = torch.cat([layer.weight for layer in layers]).contiguous()
            bias = torch.cat([layer.bias for layer in layers]) if layers[0].bias is not None else None
        if release:
            for layer in layers:
                layer.weight = torch.nn.Parameter(weight.new_empty(0), requires_grad=False)
        wide = _wide(weight, bias)
        few = self._few(name, weight)

        def multiply(x: Any, narrow: bool) -> Any:
            if not narrow or x.shape[0] > _ROWS:
                return wide(x)
            return few(x) if bias is None else few(x) + bias

        return multiply

    def _few(self, name: str, weight: Any) -> Callable[[Any], Any]:
        """The product with narrow weights, which is the quicker one for a few rows."""
        parts = {part: f"{name}.{part}" for part in ("four", "eight", "scales")}
        found = {part: self._kept[key] for part, key in parts.items() if key in self._kept} or _narrowed(weight)
        self.narrow |= {parts[part]: tensor for part, tensor in found.items()}
        return _narrow(**found)


def usable(dtype: Any) -> bool:
    """Are there weights of this type on a CPU whose kernels are known to be quick?"""
    import torch

    known = torch._C._has_mkldnn and torch.backends.cpu.get_cpu_capability() in ("AVX512", "AVX2")
    return bool(known and dtype == torch.bfloat16)


def _wide(weight: Any, bias: Any) -> Callable[[Any], Any]:
    """oneDNN's own layout: without it every product lays the weights out anew (measured: a third of its time)."""
    import torch

    laid = torch.ops.mkldnn._reorder_linear_weight(weight, None)
    multiply = torch.ops.mkldnn._linear_pointwise
    return lambda x: multiply(x, laid, bias, "none", [], "")


def _narrowed(weight: Any) -> dict[str, Any]:
    """Weights in ``four`` bits, laid out for the CPU, or in ``eight``, and their ``scales``."""
    import torch

    if weight.shape[1] % GROUP == 0 and weight.shape[0] % 16 == 0 and _four_is_exact(weight[:_SAMPLE]):
        whole, scales = _four(weight)
        laid = torch.ops.aten._convert_weight_to_int4pack_for_cpu(whole.flatten(1).int(), 1)
        return {"four": laid, "scales": scales.transpose(0, 1).contiguous()}
    eight, scale = _eight(weight)
    return {"eight": eight, "scales": scale}


def _narrow(*, scales: Any, four: Any = None, eight: Any = None) -> Callable[[Any], Any]:
    import torch

    if four is not None:
        return lambda x: torch.ops.aten._weight_int4pack_mm_for_cpu(x, four, GROUP, scales)
    return lambda x: torch.ops.aten._weight_int8pack_mm(x, eight, scales)


def _four_is_exact(sample: Any) -> bool:
    """Do 4 bits lose no more of these rows than 8 bits?"""
    (whole, scales), (eight, scale) = _four(sample), _eight(sample)
    scales = scales.float()
    again = ((whole - 8) * scales[..., :1] + scales[..., 1:]).reshape(sample.shape)
    wide = sample.float()
    return bool((again - wide).norm() <= (eight.float() * scale.float()[:, None] - wide).norm())


def _eight(weight: Any) -> tuple[Any, Any]:
    """Whole numbers from -127 to 127 ``(rows, columns)`` and a scale a row."""
    import torch

    scales = (weight.abs().amax(1) / 127).clamp(min=1e-8)
    return (weight.float() / scales.float()[:, None]).round_().clamp_(-127, 127).to(torch.int8), scales


def _four(weight: Any) -> tuple[Any, Any]:
    """Whole numbers 0 to 15 ``(rows, groups, GROUP)``; scale and offset (the value of 8) ``(rows, groups, 2)``."""
    import torch

    groups = weight.float().view(len(weight), -1, GROUP)
    least, most = groups.aminmax(dim=-1)
    scales = ((most - least) / 15).clamp(min=1e-8).to(weight.dtype)
    offsets = (least + scales.float() * 8).to(weight.dtype)
    scale, offset = scales.float()[..., None], offsets.float()[..., None]
    return (groups - (offset - 8 * scale)).div_(scale).round_().clamp_(0, 15), torch.stack([scales, offsets], -1)
