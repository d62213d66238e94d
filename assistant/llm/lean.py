"""A Llama-like network as one plain function over a cache of its own: what a token costs is the arithmetic, not Python.

The modules of transformers take some 60 operations a layer, this takes 20, over fused and packed weights, and several
texts of different lengths share each step. It is used only where its scores are the network's own, which is tried when
it is made. Door to torch. This file does not know tokens' meaning, requests or threads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.llm import packing
from assistant.llm.packed_file import PackedFile
from assistant.llm.weighing import Node

_TYPES = ("llama", "mistral", "qwen2", "qwen3")
_ROPES = ("default", "linear", "llama3", "yarn")  # the angle of a position depends on nothing else
_STEP = 64  # positions by which the cache grows
_TRIAL, _STEPS = 24, 3  # tokens of the trial, and those of them that are read one by one
_TOLERANCE = 0.05  # of the scores' spread: rounding of bf16, not another computation


@dataclass(kw_only=True, eq=False)
class Context:
    """One text in the cache: its row and how many positions are filled."""

    slot: int
    length: int = 0


@dataclass(frozen=True, kw_only=True)
class _Layer:
    before: Any
    qkv: packing.Linear
    norms: tuple[Any, Any] | None
    out: packing.Linear
    after: Any
    gate_up: packing.Linear
    down: packing.Linear


class LeanNetwork:
    """Made by ``lean``. ``extend`` reads ids into one context, ``step`` one id into each of all open contexts."""

    def __init__(self, network: Any, join: Any) -> None:
        """``join`` makes one product of layers side by side: ``packing.modules`` or a ``packing.Packer``."""
        config = network.config
        self._heads, self._groups = config.num_attention_heads, config.num_key_value_heads
        self._size = getattr(config, "head_dim", None) or config.hidden_size // self._heads
        self._eps, self._rotary = config.rms_norm_eps, network.model.rotary_emb
        self._table, self._norm = network.model.embed_tokens.weight, network.model.norm.weight
        self._angles: Any = None
        self._kv: Any = None
        self._open: list[Context] = []
        # The head's weights are the table's in many models: they are not released.
        self._head = join("head", [network.lm_head], release=False)
        self._layers = [self._layer(f"{at}", layer, join) for at, layer in enumerate(network.model.layers)]

    def _layer(self, name: str, layer: Any, join: Any) -> _Layer:
        attention, feed = layer.self_attn, layer.mlp
        norms = None
        if hasattr(attention, "q_norm"):
            norms = (attention.q_norm.weight, attention.k_norm.weight)
        return _Layer(
            before=layer.input_layernorm.weight,
            qkv=join(f"{name}.qkv", [attention.q_proj, attention.k_proj, attention.v_proj]),
            norms=norms,
            out=join(f"{name}.out", [attention.o_proj]),
            after=layer.post_attention_layernorm.weight,
            gate_up=join(f"{name}.gate_up", [feed.gate_proj, feed.up_proj]),
            down=join(f"{name}.down", [feed.down_proj]),
        )

    @property
    def token_bytes(self) -> int:
        """Bytes of the cache for one token."""
        return int(2 * len(self._layers) * self._groups * self._size * self._table.element_size())

    def open(self, room: int) -> Context:
        """A new, empty context with room for so many tokens."""
        self._reserve(len(self._open) + 1, room)
        context = Context(slot=len(self._open))
        self._open.append(context)
        return context

    def close(self, context: Context) -> None:
        """Give the context's row back; the last one moves into its place."""
        last = self._open.pop()
        if last is not context:
            self._kv[:, :, context.slot, :, : last.length] = self._kv[:, :, last.slot, :, : last.length]
            last.slot = context.slot
            self._open[context.slot] = last
        if not self._open:
            self._kv = None

    def extend(self, context: Context, ids: list[int]) -> Any:
        """Read ``ids`` and give the scores ``(vocabulary,)`` of the token that follows."""
        return self.look_ahead(context, ids, ())[0]

    def look_ahead(self, context: Context, ids: list[int], nodes: Sequence[Node]) -> Any:
        """Read ``ids``, and in the same pass look at ``nodes`` that may follow, each seeing only those before it.

        Scores ``(1 + nodes, vocabulary)`` of what follows the last id and each node. No node stays in the context.
        """
        import torch

        start, end = context.length, context.length + len(ids)
        visible = torch.ones(len(ids) + len(nodes), end + len(nodes), dtype=torch.bool).tril(start)
        places = list(range(start, end))
        for at, (before, _) in enumerate(nodes, len(ids)):
            visible[at, end:] = visible[len(ids) + before, end:]
            visible[at, start + at] = True
            places.append(places[len(ids) + before] + 1)
        device, last = self._table.device, end + len(nodes)
        tokens = torch.tensor([[*ids, *(token for _, token in nodes)]], device=device)
        rows = slice(context.slot, context.slot + 1)

        def write(layer: int, keys: Any, values: Any) -> None:
            self._kv[layer, 0, context.slot, :, start:last] = keys[0].transpose(0, 1)
            self._kv[layer, 1, context.slot, :, start:last] = values[0].transpose(0, 1)

        at_places = torch.tensor(places, device=device)
        angles = tuple(part[at_places, None] for part in self._rotation(last))
        mask = visible.repeat(self._heads // self._groups, 1).to(device)
        scores = self._forward(tokens, angles, write, rows, last, mask, narrow=False, wanted=1 + len(nodes))
        context.length = end
        return scores

    def step(self, contexts: list[Context], tokens: list[int]) -> Any:
        """Read one token into each of the open contexts; scores ``(contexts, vocabulary)`` in the same order."""
        import torch

        if len(contexts) == 1:
            start = contexts[0].length
            end, rows, mask = start + 1, slice(0, 1), None
            angles = tuple(part[start:end, None] for part in self._rotation(end))

            def write(layer: int, keys: Any, values: Any) -> None:
                self._kv[layer, 0, 0, :, start] = keys[0, 0]
                self._kv[layer, 1, 0, :, start] = values[0, 0]
        else:
            device = self._table.device
            order = [context.slot for context in contexts]
            tokens = [token for _, token in sorted(zip(order, tokens, strict=True))]
            lengths = torch.tensor([context.length for context in self._open], device=device)
            end, rows, slots = int(lengths.max()) + 1, slice(0, len(order)), torch.arange(len(order), device=device)
            mask = (torch.arange(end, device=device) <= lengths[:, None])[:, None, None]
            angles = tuple(part[lengths][:, None, None] for part in self._rotation(end))

            def write(layer: int, keys: Any, values: Any) -> None:
                self._kv[layer, 0][slots, :, lengths] = keys[:, 0]
                self._kv[layer, 1][slots, :, lengths] = values[:, 0]

        scores = self._forward(
            torch.tensor(tokens, device=self._table.device)[:, None], angles, write, rows, end, mask, narrow=True
        )
        for context in contexts:
            context.length += 1
        return scores if len(contexts) == 1 else scores[order]

    def keep(self, context: Context) -> Any:
        """A copy of what was read, to begin other contexts with; its size is ``nbytes``."""
        return self._kv[:, :, context.slot, :, : context.length].clone()

    def resume(self, context: Context, kept: Any) -> None:
        """Begin an empty context with what was kept."""
        context.length = int(kept.shape[3])
        self._kv[:, :, context.slot, :, : context.length] = kept

    def _reserve(self, slots: int, room: int) -> None:
        import torch

        had = self._kv.shape[2] if self._kv is not None else 0, self._kv.shape[4] if self._kv is not None else 0
        if slots <= had[0] and room <= had[1]:
            return
        length = max(had[1], -(-room // _STEP) * _STEP)
        shape = (len(self._layers), 2, max(slots, had[0]), self._groups, length, self._size)
        fresh = torch.zeros(shape, dtype=self._table.dtype, device=self._table.device)
        if self._kv is not None:
            fresh[:, :, : had[0], :, : had[1]] = self._kv
        self._kv = fresh

    def _rotation(self, end: int) -> tuple[Any, Any]:
        """Cosine and sine of every position below ``end`` and some beyond."""
        import torch

        if self._angles is None or len(self._angles[0]) < end:
            positions = torch.arange(-(-end // 1024) * 1024, device=self._table.device)[None]
            cosine, sine = self._rotary(self._table[:1], positions)
            self._angles = cosine[0], sine[0]
        return self._angles[0], self._angles[1]

    def _forward(
        self, tokens: Any, angles: Any, write: Any, rows: slice, end: int, mask: Any, *, narrow: bool, wanted: int = 1
    ) -> Any:
        """Scores of what follows each of the ``wanted`` last ones of each row of ``tokens`` ``(rows, length)``."""
        import torch
        from torch.nn import functional

        cosine, sine = angles
        count, length = tokens.shape
        heads, groups, size = self._heads, self._groups, self._size
        shared, half, normed = heads // groups, size // 2, (self._table.shape[1],)
        x = functional.embedding(tokens, self._table).view(count * length, -1)
        for at, layer in enumerate(self._layers):
            wide = layer.qkv(functional.rms_norm(x, normed, layer.before, self._eps), narrow)
            wide = wide.view(count, length, heads + 2 * groups, size)
            turned, values = wide[:, :, : heads + groups], wide[:, :, heads + groups :]
            if layer.norms is not None:
                queries = functional.rms_norm(turned[:, :, :heads], (size,), layer.norms[0], self._eps)
                keys = functional.rms_norm(turned[:, :, heads:], (size,), layer.norms[1], self._eps)
                turned = torch.cat((queries, keys), 2)
            turned = turned * cosine + torch.cat((-turned[..., half:], turned[..., :half]), -1) * sine
            write(at, turned[:, :, heads:], values)
            # Queries that share keys stand below one another: nothing is repeated.
            queries = turned[:, :, :heads].view(count, length, groups, shared, size).permute(0, 2, 3, 1, 4)
            seen = functional.scaled_dot_product_attention(
                queries.reshape(count, groups, shared * length, size),
                self._kv[at, 0, rows, :, :end],
                self._kv[at, 1, rows, :, :end],
                attn_mask=mask,
            )
            seen = seen.view(count, groups, shared, length, size).permute(0, 3, 1, 2, 4)
            x = x + layer.out(seen.reshape(count * length, heads * size), narrow)
            gate, up = layer.gate_up(functional.rms_norm(x, normed, layer.after, self._eps), narrow).chunk(2, -1)
            x = x + layer.down(functional.silu(gate) * up, narrow)
        last = x.view(count, length, -1)[:, -wanted:].flatten(0, 1)
        return self._head(functional.rms_norm(last, normed, self._norm, self._eps), True)


def lean(network: Any, packed: PackedFile | None = None) -> LeanNetwork | None:
    """The network as a LeanNetwork, or None where it is of another kind, spread over devices, or scores otherwise.

    On a CPU its linear layers lose their weights to the packed ones: ``network`` itself computes no more. Those are
    taken from ``packed``, and kept there where they had to be made.
    """
    import torch

    if not _alike(network):
        return None
    with torch.inference_mode():
        ids = [(7 * at + 3) % network.config.vocab_size for at in range(_TRIAL)]
        expected = network(torch.tensor([ids], device=network.device)).logits[0, -1].float()
        made = LeanNetwork(network, packing.modules)
        if not _agree(made, ids, expected):
            return None
        if network.device.type == "cpu" and packing.usable(network.dtype) and _plain_linear(network):
            packer = packing.Packer(packed.read() if packed else None)
            made = LeanNetwork(network, packer)
            if packed and packer.made:
                packed.write(packer.narrow)
    return made


def _alike(network: Any) -> bool:
    config = network.config
    rope = (getattr(config, "rope_parameters", None) or {}).get("rope_type", "default")
    windowed = getattr(config, "sliding_window", None) and getattr(config, "use_sliding_window", True)
    return bool(
        config.model_type in _TYPES
        and rope in _ROPES
        and not windowed
        and getattr(config, "hidden_act", "") == "silu"
        and len({parameter.device for parameter in network.parameters()}) == 1
        and not any(hasattr(layer, "_hf_hook") for layer in network.model.layers)
    )


def _plain_linear(network: Any) -> bool:
    import torch

    first = network.model.layers[0]
    return type(first.mlp.down_proj) is torch.nn.Linear and type(first.self_attn.q_proj) is torch.nn.Linear


def _agree(made: LeanNetwork, ids: list[int], expected: Any) -> bool:
    """Are the scores the network's own, read at once and token by token?"""
    context = made.open(len(ids))
    made.extend(context, ids[:-_STEPS])
    for token in ids[-_STEPS:]:
        scores = made.step([context], [token])[0]
    made.close(context)
    return bool((scores.float() - expected).abs().max() <= _TOLERANCE * (expected.max() - expected.min()))
