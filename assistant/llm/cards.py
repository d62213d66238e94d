"""What is known of a language model before it is loaded: its shape, the memory it needs, and the models we recommend.

Plain arithmetic. This file does not know the machine, torch, or which models are on the disk.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Precision = Literal["nf4", "int8", "bf16", "fp32"]
PRECISIONS: tuple[Precision, ...] = get_args(Precision)

# Bytes of one weight of a linear layer. NF4, double-quantised: 4 bits, an 8-bit scale per 64 weights and a 32-bit one
# per 64 · 256 of them (QLoRA, arXiv 2305.14314, section 3). 8-bit keeps one scale a row, which is next to nothing.
_LINEAR_BYTES = {"nf4": (4 + 8 / 64 + 32 / (64 * 256)) / 8, "int8": 1.0, "bf16": 2.0, "fp32": 4.0}
_OTHER_BYTES = {"nf4": 2, "int8": 2, "bf16": 2, "fp32": 4}  # what bitsandbytes leaves: tables, norms; and the KV cache


@dataclass(frozen=True, kw_only=True)
class ModelShape:
    """What a decoder-only model weighs. ``linear`` counts the weights that quantisation shrinks, ``other`` the rest.

    ``head`` are those of ``other`` that score the tokens (0: unknown); in many models they are the table of words too.
    """

    linear: int
    other: int
    layers: int
    kv_heads: int
    head_dim: int
    window: int
    head: int = 0

    @property
    def parameters(self) -> int:
        """Weights in all."""
        return self.linear + self.other

    def weight_bytes(self, precision: Precision) -> int:
        """Memory of the weights, in bytes."""
        return int(self.linear * _LINEAR_BYTES[precision] + self.other * _OTHER_BYTES[precision])

    def kv_bytes(self, precision: Precision, tokens: int = 4096) -> int:
        """Memory of the attention cache of one conversation of ``tokens`` tokens, in bytes."""
        return 2 * self.layers * self.kv_heads * self.head_dim * _OTHER_BYTES[precision] * min(tokens, self.window)

    def packed_bytes(self) -> int:
        """What bf16 weights take more where a CPU packs them: each a byte narrow, and the head two wide as well."""
        return self.linear + 3 * (self.head or self.other)

    def need_bytes(self, precision: Precision, tokens: int = 4096) -> int:
        """Weights and cache, in bytes. What the libraries take for themselves is the machine's ``reserve``."""
        return self.weight_bytes(precision) + self.kv_bytes(precision, tokens)


@dataclass(frozen=True, kw_only=True)
class ModelCard:
    """A model by name: where it comes from (``owner/name[@revision]`` or a folder), its licence and its shape."""

    name: str
    source: str
    licence: str
    shape: ModelShape


def shape_of(config: Mapping[str, Any]) -> ModelShape | None:
    """The shape from the fields of a ``config.json``; None where the architecture does not use the common names."""
    config = config.get("text_config") or config
    try:
        hidden, layers, heads = (
            int(config[key]) for key in ("hidden_size", "num_hidden_layers", "num_attention_heads")
        )
        inner, vocabulary = int(config["intermediate_size"]), int(config["vocab_size"])
    except (KeyError, TypeError, ValueError):
        return None
    kv_heads = int(config.get("num_key_value_heads") or heads)
    head_dim = int(config.get("head_dim") or hidden // heads)
    attention = hidden * head_dim * (2 * heads + 2 * kv_heads)
    experts = int(config.get("num_experts") or config.get("num_local_experts") or 0)
    feed = 3 * hidden * (int(config.get("moe_intermediate_size") or inner) * experts if experts else inner)
    tables = vocabulary * hidden * (1 if config.get("tie_word_embeddings") else 2)
    return ModelShape(
        linear=layers * (attention + feed),
        other=tables + (2 * layers + 1) * hidden,
        layers=layers,
        kv_heads=kv_heads,
        head_dim=head_dim,
        window=int(config.get("max_position_embeddings") or 4096),
        head=vocabulary * hidden,
    )


def _card(name: str, source: str, sizes: tuple[int, int, int, int, int, int], *, tied: bool, window: int) -> ModelCard:
    """``sizes``: hidden, inner, layers, heads, key-value heads, vocabulary."""
    names = ("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads")
    config = dict(zip((*names, "vocab_size"), sizes, strict=True))
    extra = {"head_dim": 64 if sizes[0] == 576 else 128, "tie_word_embeddings": tied, "max_position_embeddings": window}
    shape = shape_of({**config, **extra})
    assert shape is not None
    return ModelCard(name=name, source=source, licence="Apache-2.0", shape=shape)


EMBEDDED = _card(
    "smollm2-135m", "HuggingFaceTB/SmolLM2-135M-Instruct", (576, 1536, 30, 9, 3, 49_152), tied=True, window=8192
)

# The smallest first; the sizes are those of the published configurations. In NF4 they suit GPUs of 4, 8, 12 and 24 GB.
CATALOGUE: tuple[ModelCard, ...] = (
    EMBEDDED,
    _card("qwen3-1.7b", "Qwen/Qwen3-1.7B", (2048, 6144, 28, 16, 8, 151_936), tied=True, window=40_960),
    _card("qwen3-4b", "Qwen/Qwen3-4B-Instruct-2507", (2560, 9728, 36, 32, 8, 151_936), tied=True, window=262_144),
    _card("qwen3-8b", "Qwen/Qwen3-8B", (4096, 12_288, 36, 32, 8, 151_936), tied=False, window=40_960),
    _card("qwen3-14b", "Qwen/Qwen3-14B", (5120, 17_408, 40, 40, 8, 151_936), tied=False, window=40_960),
)


def known(name: str) -> ModelCard | None:
    """The recommended model of that name or source, or None."""
    return next((card for card in CATALOGUE if name in (card.name, card.source)), None)
