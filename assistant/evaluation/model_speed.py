"""How fast a model writes: ours beside the plain ``generate`` of transformers, by turns in one run.

With random weights of a known shape no download is needed, for speed does not ask what the weights say. Door to torch
and transformers. It knows neither files of results nor how they are printed.
"""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from assistant.errors import OutOfResources
from assistant.llm.prefixes import Prefixes

Row = dict[str, Any]

_FIELDS = ("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads",
           "head_dim", "vocab_size")  # fmt: skip
#: Random weights: what a Qwen3 of that size measures; "tiny" is for a look at whether it all works.
SHAPES: Mapping[str, tuple[int, ...]] = {
    "tiny": (64, 128, 2, 4, 2, 16, 512),
    "1.7b": (2048, 6144, 28, 16, 8, 128, 151_936),
    "4b": (2560, 9728, 36, 32, 8, 128, 151_936),
    "8b": (4096, 12_288, 36, 32, 8, 128, 151_936),
}
_SYSTEM, _ASK = "Answer in short sentences. Use only the facts given. " * 8, "A film of 1995, 106 minutes, number {}."
_TOGETHER = 8


def drawn(shape: str, folder: Path, *, seed: int = 0) -> Path:
    """A Qwen3 of that shape with random weights in bf16, and a tokenizer of single bytes, saved in ``folder``."""
    import torch
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    sizes: dict[str, Any] = dict(zip(_FIELDS, SHAPES[shape], strict=True))
    config = Qwen3Config(
        **sizes,
        max_position_embeddings=8192,
        tie_word_embeddings=shape in ("1.7b", "4b"),
        bos_token_id=None,
        eos_token_id=1,
    )
    device = "cuda" if torch.cuda.is_available() else "cpu"
    with torch.random.fork_rng(), torch.device(device):
        torch.manual_seed(seed)
        torch.set_default_dtype(torch.bfloat16)
        try:
            Qwen3ForCausalLM(config).save_pretrained(folder)
        finally:
            torch.set_default_dtype(torch.float32)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=_bytes(), eos_token="<|im_end|>", pad_token="<|im_end|>", chat_template=_TEMPLATE
    )
    tokenizer.save_pretrained(folder)
    return folder


def rows(source: Path | str, *, shape: str = "", tokens: int = 64, rounds: int = 3, compiled: bool = True) -> list[Row]:
    """Load the model of ``source`` and measure it.

    ``ratio`` is tokens a second against ``bare``, for ``batch8`` the time against eight in a row, for ``prefix_kept``
    the time to the first token against reading all of it.
    """
    from assistant.llm import quantized

    begun = perf_counter()
    model = quantized.load(source, max_new_tokens=tokens, warm=False)
    bare = _Bare(model, tokens)
    model.warm()
    loaded = perf_counter() - begun
    if not bare.computes:  # the weights are packed now: the plain loop needs some of its own
        bare = _Bare(quantized.load(source, warm=False), tokens)
    model._eos = (0,)  # nothing ends a text: every system writes all tokens
    kept, none = model._engine.prefixes, Prefixes(0)

    def ours(prefixes: Prefixes, **options: Any) -> tuple[float, float]:
        model._engine.prefixes = prefixes
        return _written(model, **options)

    systems: dict[str, Callable[[], tuple[float, float]]] = {
        "bare": bare.write,
        "adapter": lambda: ours(none),
        "adapter_grammar": lambda: ours(none, response_format=_SHAPE),
        "prefix_kept": lambda: ours(kept),
    }
    taken: dict[str, list[tuple[float, float]]] = {}
    for number in range(-1, rounds):
        for what, write in systems.items():
            found = write()
            if number >= 0:
                taken.setdefault(what, []).append(found)
    measured = [_row(what, times, taken["bare"]) for what, times in taken.items()]
    measured[-1]["ratio"] = round(measured[-1]["first_token_ms"] / measured[1]["first_token_ms"], 2)
    measured += [_together(model), {"what": "load", "seconds": round(loaded, 1), "memory_gb": _memory()}]
    if compiled:
        measured += list(bare.compiled(measured[0]["tokens_per_s"]))
    measured.append(_exhausted(model))
    return [{"model": shape or str(source), **row} for row in measured]


def here() -> str:
    """The name of the GPU; empty where there is none."""
    import torch

    return torch.cuda.get_device_name(0) if torch.cuda.is_available() else ""


class _Bare:
    """The plain ``generate`` of transformers over weights of the same precision."""

    def __init__(self, model: Any, tokens: int) -> None:
        self.model, self.tokens, self.prompt = model, tokens, _messages(0)

    @property
    def computes(self) -> bool:
        """Does its network still hold its own weights?"""
        return bool(self.model.network.model.layers[0].mlp.down_proj.weight.numel())

    def write(self, **more: Any) -> tuple[float, float]:
        """Seconds to the first token and a token after it."""
        from assistant.llm import worker

        first = worker.call(lambda: self._timed(1, more))
        whole = worker.call(lambda: self._timed(self.tokens, more))
        return first, (whole - first) / (self.tokens - 1)

    def _timed(self, tokens: int, more: Mapping[str, Any]) -> float:
        import torch

        from assistant.llm import loading
        from assistant.llm.messages import encode

        model = self.model
        ids = torch.tensor([encode(model.tokenizer, self.prompt)], device=model.network.device)
        with loading.threads(model.threads), torch.inference_mode():
            begun = perf_counter()
            model.network.generate(
                ids, attention_mask=torch.ones_like(ids), max_new_tokens=tokens, min_new_tokens=tokens,
                do_sample=False, pad_token_id=0, **more,
            )  # fmt: skip
            if ids.is_cuda:
                torch.cuda.synchronize()
            return perf_counter() - begun

    def compiled(self, bare: float) -> Iterator[Row]:
        """The same with a static cache, which transformers compiles on a GPU; the first call pays for that."""
        begun = perf_counter()
        self.write(cache_implementation="static")
        warm = perf_counter() - begun
        first, each = self.write(cache_implementation="static")
        yield {"what": "bare_static", "tokens_per_s": round(1 / each, 1), "first_token_ms": round(first * 1000, 1),
               "ratio": round(1 / each / bare, 2), "warm_up_s": round(warm, 1)}  # fmt: skip


def _written(model: Any, *, number: int = 0, **options: Any) -> tuple[float, float]:
    begun = perf_counter()
    answer = model.invoke(_messages(number), **options)
    first = answer.response_metadata["first_token_s"]
    return first, (perf_counter() - begun - first) / max(answer.usage_metadata["output_tokens"] - 1, 1)


def _together(model: Any) -> Row:
    """Eight chats together against eight in a row."""
    begun = perf_counter()
    for number in range(_TOGETHER):
        _written(model, number=number)
    alone, tokens = perf_counter() - begun, model.max_new_tokens
    begun = perf_counter()
    with ThreadPoolExecutor(_TOGETHER) as pool:
        firsts = [first for first, _ in pool.map(lambda number: _written(model, number=number), range(_TOGETHER))]
    whole = perf_counter() - begun
    return {"what": "batch8", "tokens_per_s": round(_TOGETHER * tokens / whole, 1),
            "first_token_ms": round(median(firsts) * 1000, 1), "ratio": round(whole / alone, 2)}  # fmt: skip


def _exhausted(model: Any) -> Row:
    """Take nearly all memory of the GPU: does a long conversation end in one of our errors, and does it write again?"""
    import torch

    if not torch.cuda.is_available():
        return {"what": "out_of_memory", "recovered": None}
    free = torch.cuda.mem_get_info()[0]
    taken = torch.empty(max(0, free - 64 * 2**20), dtype=torch.uint8, device="cuda")
    try:
        model.invoke([*_messages(0), *_messages(1)[1:] * 40], max_new_tokens=8)
        failed = False
    except OutOfResources:
        failed = True
    del taken
    gc.collect()
    torch.cuda.empty_cache()
    return {"what": "out_of_memory", "failed": failed, "recovered": bool(model.invoke(_messages(0)).usage_metadata)}


def _row(what: str, times: Sequence[tuple[float, float]], bare: Sequence[tuple[float, float]]) -> Row:
    each, ours = median(one[1] for one in bare), median(one[1] for one in times)
    first = round(median(one[0] for one in times) * 1000, 1)
    return {"what": what, "tokens_per_s": round(1 / ours, 1), "first_token_ms": first, "ratio": round(each / ours, 2)}


def _memory() -> float:
    """GB that torch holds on the GPU, or that this process holds."""
    import psutil
    import torch

    held = torch.cuda.max_memory_allocated() if torch.cuda.is_available() else psutil.Process().memory_info().rss
    return round(float(held) / 2**30, 2)


def _messages(number: int) -> list[Any]:
    from langchain_core.messages import HumanMessage, SystemMessage

    return [SystemMessage(_SYSTEM), HumanMessage(_ASK.format(number))]


def with_random_weights(shape: str, **options: Any) -> list[Row]:
    """``rows`` for random weights of a shape, which lie in a temporary folder meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        return rows(drawn(shape, Path(folder)), shape=shape, **options)


#: A shape as long as the texts are: so a token costs what the mask costs.
_SHAPE = {"type": "object", "properties": {"text": {"type": "string", "minLength": 2000, "maxLength": 4000}},
          "required": ["text"]}  # fmt: skip
_TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def _bytes() -> Any:
    """A tokenizer in which every byte is a token."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    letters = ["<|im_start|>", "<|im_end|>", *sorted(pre_tokenizers.ByteLevel.alphabet())]
    tokenizer = Tokenizer(models.BPE(vocab={letter: at for at, letter in enumerate(letters)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(letter, special=True) for letter in letters[:2]])
    return tokenizer
