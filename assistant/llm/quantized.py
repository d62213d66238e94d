"""The local model as a LangChain chat model: a 4-bit load, the chat template, streaming, stop, shapes by grammar.

Door to transformers, accelerate and bitsandbytes (and torch), all imported when a model is loaded. This file does not
know prompts, steps or settings, never reaches for the network unless told to, and never logs a word of a conversation.
"""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import (
    BaseChatModel,
    agenerate_from_stream,
    generate_from_stream,
)
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import Field, PrivateAttr

from assistant.errors import BadSettings, ModelFailed
from assistant.llm import loading, worker
from assistant.llm import messages as chat
from assistant.llm.cards import shape_of
from assistant.llm.grammar import Grammar
from assistant.llm.precision import Machine, decide, this_machine
from assistant.llm.writing import Limits, Writing

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class _Options:
    """What one call may set; the fields of the model give the rest."""

    max_new_tokens: int
    temperature: float
    top_p: float
    seed: int | None
    deadline_s: float | None
    stop_event: threading.Event | None = None
    response_format: Any = None
    processor: Any = None


class QuantizedChatModel(BaseChatModel):
    """A causal language model in this process. Made by ``load``; writes one text at a time, greedily by default.

    A call may pass ``max_new_tokens`` (tokens), ``temperature``, ``top_p``, ``seed``, ``deadline_s`` (seconds from the
    call, waiting included), ``stop_event``, ``response_format`` (a Grammar or a shape one is made from) and
    ``processor`` (a logits processor). ``response_metadata["finish_reason"]`` of the answer is ``stop``, ``length``,
    ``deadline`` or ``stopped``. Raises ModelFailed, OutOfResources and BadSettings.
    """

    network: Any = Field(exclude=True, repr=False)
    tokenizer: Any = Field(exclude=True, repr=False)
    model_name: str = "local"
    why: str = ""
    cache: bool = False  # no process-wide cache of conversations, whatever LangChain is told elsewhere
    prompt_tokens: int = 3072
    max_new_tokens: int = 256
    temperature: float = 0.0
    top_p: float = 0.95
    seed: int | None = None
    deadline_s: float | None = None
    threads: int | None = None

    _eos: tuple[int, ...] = PrivateAttr(default=())
    _window: int = PrivateAttr(default=0)

    def model_post_init(self, context: Any, /) -> None:
        """Read what ends a text, and drop the sampling settings that came with the weights: the caller's hold."""
        super().model_post_init(context)
        ends = self.network.generation_config.eos_token_id
        listed = ends if isinstance(ends, list) else [ends]
        self._eos = tuple(sorted({end for end in (*listed, self.tokenizer.eos_token_id) if end is not None}))
        self._window = int(self.network.config.get_text_config().max_position_embeddings)
        self.network.generation_config = type(self.network.generation_config)(eos_token_id=list(self._eos))

    @property
    def _llm_type(self) -> str:
        return "sommelier-quantized"

    @property
    def _identifying_params(self) -> Mapping[str, Any]:
        return {"model_name": self.model_name}

    def get_token_ids(self, text: str) -> list[int]:
        """The ids of a plain text. (LangChain's own would fetch another model's tokenizer from the hub.)"""
        return list(self.tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True))

    def get_num_tokens_from_messages(self, messages: Sequence[BaseMessage], tools: Any = None) -> int:
        """Tokens of these messages in the chat template, the opening of the answer included."""
        return len(chat.encode(self.tokenizer, messages))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        yield from self._write(messages, stop or (), self._options(kwargs))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        given_up = threading.Event()
        chunks = self._write(messages, stop or (), self._options(kwargs), given_up)
        try:
            while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
                yield chunk
        finally:
            given_up.set()  # a cancelled task leaves no generation behind

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return await agenerate_from_stream(self._astream(messages, stop, None, **kwargs))

    def with_structured_output(self, schema: Any, *, include_raw: bool = False, **kwargs: Any) -> Runnable[Any, Any]:
        """A runnable that gives a value of ``schema`` (a pydantic class, a JSON schema, a list of strings).

        With ``include_raw`` a dictionary of ``raw``, ``parsed`` and ``parsing_error``, as everywhere in LangChain.
        """
        grammar = _grammar(schema)
        asked = self.bind(response_format=grammar, **kwargs)

        def parse(message: BaseMessage) -> Any:
            return grammar.parse(str(message.text))

        def both(message: BaseMessage) -> dict[str, Any]:
            try:
                return {"raw": message, "parsed": parse(message), "parsing_error": None}
            except ModelFailed as error:
                return {"raw": message, "parsed": None, "parsing_error": error}

        return asked | RunnableLambda(both if include_raw else parse)

    def _options(self, given: Mapping[str, Any]) -> _Options:
        known = {field.name for field in fields(_Options)}
        if unknown := sorted(set(given) - known):
            raise BadSettings(f"{unknown[0]!r} is not an option of the model", f"Options: {', '.join(sorted(known))}.")
        own = {name: getattr(self, name) for name in known if name in type(self).model_fields}
        return _Options(**{**own, **given})

    def _write(
        self, messages: Sequence[BaseMessage], stop: Sequence[str], options: _Options, *given_up: threading.Event
    ) -> Iterator[ChatGenerationChunk]:
        """Everything happens here: the ids, one generation, its pieces, and a last empty chunk with the accounts."""
        deadline = time.monotonic() + options.deadline_s if options.deadline_s is not None else float("inf")
        room = self._window - options.max_new_tokens
        if room <= 0:
            raise BadSettings(
                f"max_new_tokens={options.max_new_tokens} fills the window of {self._window}", "Ask for less."
            )
        ids = chat.fit(self.tokenizer, messages, budget=min(self.prompt_tokens, room), window=room)
        events = (*given_up, options.stop_event) if options.stop_event else given_up
        limits = Limits(eos=frozenset(self._eos), stop=[s for s in stop if s], deadline=deadline, events=events)
        writing = Writing(_decoder(self.tokenizer), limits)
        for piece in writing.read(lambda: self._run(ids, options, writing)):
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                content="",
                chunk_position="last",
                usage_metadata=UsageMetadata(
                    input_tokens=len(ids), output_tokens=writing.tokens, total_tokens=len(ids) + writing.tokens
                ),
                response_metadata={"finish_reason": writing.finish, "model_name": self.model_name},
            )
        )

    def _run(self, ids: list[int], options: _Options, writing: Writing) -> None:
        """One call of ``generate``, in the thread of the generation. Sampling leaves the global seed as it was."""
        import torch
        from transformers import GenerationConfig

        config = GenerationConfig(
            max_new_tokens=options.max_new_tokens,
            do_sample=options.temperature > 0,
            temperature=options.temperature if options.temperature > 0 else None,
            top_p=options.top_p if options.temperature > 0 else None,
            eos_token_id=list(self._eos),
            pad_token_id=self.tokenizer.pad_token_id if self.tokenizer.pad_token_id is not None else self._eos[0],
        )
        prompt = torch.tensor([ids], device=self.network.device)
        seeded = options.temperature > 0 and options.seed is not None
        with loading.threads(self.threads), torch.random.fork_rng(enabled=seeded), torch.inference_mode():
            if options.seed is not None and seeded:
                torch.manual_seed(options.seed)
            self.network.generate(
                input_ids=prompt,
                attention_mask=torch.ones_like(prompt),
                generation_config=config,
                logits_processor=self._processors(options),
                stopping_criteria=[writing],
            )

    def _processors(self, options: _Options) -> list[Any]:
        processors = [options.processor] if options.processor else []
        if options.response_format is not None:
            processors.append(_grammar(options.response_format).processor(self.tokenizer, self._eos))
        return processors


def load(
    source: Path | str,
    *,
    precision: str = "auto",
    machine: Machine | None = None,
    download: bool = False,
    **settings: Any,
) -> QuantizedChatModel:
    """Load a causal language model from a folder or as ``owner/name[@revision]`` from the Hugging Face cache.

    ``precision`` is ``auto``, ``nf4``, ``int8``, ``bf16`` or ``fp32`` (weights that are stored quantised stay so);
    without ``download`` no network is used. ``settings`` are fields of QuantizedChatModel. Only safetensors are read
    and no code that comes with a model is run. Raises ModelUnavailable; where it cannot fit, before loading.
    """
    where, revision = loading.locate(source)
    from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

    local = {"revision": revision, "local_files_only": not download or Path(where).is_dir(), "trust_remote_code": False}
    with loading.explained(source), loading.quiet():
        config = AutoConfig.from_pretrained(where, **local)
        stored = getattr(config, "quantization_config", None)
        decision = decide(
            shape_of(config.to_dict()), machine or this_machine(), loading.stored_precision(stored) or precision
        )
        tokenizer = AutoTokenizer.from_pretrained(where, **local)
        loading.check_tokenizer(tokenizer, source)
        network: Any = worker.call(
            lambda: AutoModelForCausalLM.from_pretrained(
                where,
                config=config,
                use_safetensors=True,
                attn_implementation="sdpa",
                device_map="auto" if decision.device == "cuda" else {"": "cpu"},
                **loading.weights(decision, quantised=stored is not None),
                **local,
            )
        )
    log.info("Loaded a model: %s", decision.why)
    named = {"model_name": str(source), "why": decision.why, "threads": decision.threads}
    network.eval()
    return QuantizedChatModel(network=network, tokenizer=tokenizer, **{**named, **settings})


def _grammar(shape: Any) -> Grammar:
    """The grammar itself, a shape, or OpenAI's envelope around a JSON schema."""
    if isinstance(shape, Grammar):
        return shape
    if isinstance(shape, Mapping) and shape.get("type") == "json_schema":
        shape = shape["json_schema"]["schema"]
    return Grammar(shape)


def _decoder(tokenizer: Any) -> Any:
    """Ids one by one in, text out as soon as it is certain: a character split over tokens waits for its last one."""
    from tokenizers.decoders import DecodeStream

    stream = DecodeStream(skip_special_tokens=True)
    return lambda token: stream.step(tokenizer.backend_tokenizer, token)
