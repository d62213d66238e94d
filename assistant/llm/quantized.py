"""The local model as a LangChain chat model: a 4-bit load, the chat template, streaming, stop, shapes by grammar.

Door to transformers and accelerate, imported when a model is loaded. This file does not
know prompts, steps or settings, never reaches for the network unless told to, and never logs a word of a conversation.
"""

import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from langchain_core.messages import BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk
from pydantic import Field, PrivateAttr

from assistant.errors import BadSettings, ModelBusy, OutOfResources
from assistant.llm import loading, worker
from assistant.llm import messages as chat
from assistant.llm.cards import shape_of
from assistant.llm.chat_model import Options, SommelierChatModel, last, piece
from assistant.llm.choosing import Chooser
from assistant.llm.engine import Engine, Request
from assistant.llm.grammar import Grammar, as_grammar
from assistant.llm.lean import LeanNetwork, lean
from assistant.llm.plain import PlainNetwork
from assistant.llm.precision import Machine, decide, this_machine
from assistant.llm.weighing import MOST, Choice, OptionTree, enumeration, option_tree
from assistant.llm.writing import Limits, Writing

log = logging.getLogger(__name__)

_KEPT = 128 * 2**20  # bytes of instructions read once: some 5,000 tokens of the embedded model, 900 of an 8B one


@dataclass(frozen=True, kw_only=True)
class _Options(Options):
    processor: Any = None


class QuantizedChatModel(SommelierChatModel):
    """A causal language model in this process. Made by ``load``; writes up to ``batch_size`` texts together, greedily.

    With ``batch_size=1`` the same request gives the same bits whoever else asks. Up to ``queue`` requests wait
    in order; a further one raises ModelBusy.

    A call may pass ``max_new_tokens`` (tokens), ``temperature``, ``top_p``, ``seed``, ``deadline_s`` (seconds from the
    call, waiting included), ``stop_event``, ``response_format`` (a Grammar or a shape one is made from) and
    ``processor`` (a logits processor). ``response_metadata["finish_reason"]`` of the answer is ``stop``, ``length``,
    ``deadline`` or ``stopped``, ``["first_token_s"]`` how long its first token took. Raises ModelFailed,
    OutOfResources (ModelBusy among them) and BadSettings.

    A plain list of strings as ``response_format`` is weighed, not written, where nothing is to be drawn:
    ``["probabilities"]`` then has the share of each. ``choose`` asks for that.
    """

    network: Any = Field(exclude=True, repr=False)
    tokenizer: Any = Field(exclude=True, repr=False)
    why: str = ""
    prompt_tokens: int = 3072
    threads: int | None = None
    batch_size: int = 8
    queue: int = 16
    keep_prefixes: bool = True
    packed: Any = Field(default=None, exclude=True, repr=False)  # a PackedFile: where the weights as packed are kept

    options_type: ClassVar[type[Options]] = _Options

    _engine: Any = PrivateAttr(default=None)
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
        self._engine = Engine(
            self._computing,
            batch=self.batch_size,
            queue=self.queue,
            kept_bytes=_KEPT if self.keep_prefixes else 0,
            threads=self.threads,
        )

    def _computing(self) -> LeanNetwork | PlainNetwork:
        return lean(self.network, self.packed) or PlainNetwork(self.network)

    def warm(self) -> None:
        """Lay out the weights now rather than with the first request. (NF4 weights cannot be saved afterwards.)"""
        worker.call(self._engine.warm)

    @property
    def _llm_type(self) -> str:
        return "sommelier-quantized"

    @property
    def _identifying_params(self) -> Mapping[str, Any]:
        return {"model_name": self.model_name}

    def get_token_ids(self, text: str) -> list[int]:
        """The ids of a plain text. (LangChain's own would fetch another model's tokenizer from the hub.)"""
        return chat.spell(self.tokenizer, text)

    def get_num_tokens_from_messages(self, messages: Sequence[BaseMessage], tools: Any = None) -> int:
        """Tokens of these messages in the chat template, the opening of the answer included."""
        return len(chat.encode(self.tokenizer, messages))

    def choose(self, messages: Sequence[BaseMessage], options: Sequence[str], **limits: Any) -> Choice:
        """The likeliest of ``options`` (different strings, 256 at most) as an answer, and the probability of each.

        Costs one pass over the prompt: nothing is written. ``limits`` are ``deadline_s`` and ``stop_event``; where they
        come first, OutOfResources is raised.
        """
        if self._listed(options) is None:
            raise BadSettings(f"{options!r:.80} cannot be weighed", f"Pass up to {MOST} strings, all different.")
        answer = self.invoke(list(messages), response_format=list(options), temperature=0.0, **limits)
        if (found := answer.response_metadata.get("probabilities")) is None:
            raise OutOfResources("No option was chosen in time", "Allow more time.")
        return Choice(str(answer.text), found)

    def _write(
        self, messages: Sequence[BaseMessage], stop: Sequence[str], options: _Options, *given_up: threading.Event
    ) -> Iterator[ChatGenerationChunk]:
        """Everything happens here: the ids, one generation, its pieces, and a last empty chunk with the accounts.

        Where the memory runs out before the first word, half the conversation is tried, once a halving helps.
        """
        begun = time.monotonic()
        deadline = begun + options.deadline_s if options.deadline_s is not None else float("inf")
        room = self._window - options.max_new_tokens
        if room <= 0:
            wanted = f"max_new_tokens={options.max_new_tokens}"
            raise BadSettings(f"{wanted} fills the window of {self._window}", "Ask for less.")
        events = (*given_up, options.stop_event) if options.stop_event else given_up
        limits = Limits(eos=frozenset(self._eos), stop=stop, deadline=deadline, events=events)
        budget, said = min(self.prompt_tokens, room), False
        ids = chat.fit(self.tokenizer, messages, budget=budget, window=room)
        while True:
            writing = Writing(chat.decoder(self.tokenizer), limits)
            request = self._request(messages, ids, options, writing)
            try:
                for text in writing.read(lambda request=request: self._engine.submit(request)):  # type: ignore[misc]
                    said = True
                    yield piece(text)
                break
            except ModelBusy:
                raise
            except OutOfResources:
                shorter = chat.fit(self.tokenizer, messages, budget=len(ids) // 2, window=room)
                if said or len(shorter) >= len(ids):
                    raise
                log.info("The memory ran out; the second try has %d instead of %d tokens", len(shorter), len(ids))
                ids = shorter
        choice = request.listed and request.listed.choice
        yield last(
            UsageMetadata(input_tokens=len(ids), output_tokens=writing.tokens, total_tokens=len(ids) + writing.tokens),
            finish_reason=writing.finish,
            model_name=self.model_name,
            first_token_s=round(writing.first - begun, 4) if writing.tokens else None,
            **({"probabilities": dict(choice.probabilities)} if choice else {}),
        )

    def _request(self, messages: Sequence[BaseMessage], ids: list[int], options: _Options, writing: Writing) -> Request:
        listed = grammar = None
        if options.temperature <= 0 and options.processor is None:
            listed = self._listed(options.response_format)
        if options.response_format is not None and listed is None:
            grammar = as_grammar(options.response_format).processor(self.tokenizer, self._eos)
        chooser = Chooser(
            ids=ids,
            temperature=options.temperature,
            top_p=options.top_p,
            seed=options.seed,
            grammar=grammar,
            processor=options.processor,
        )
        fixed = chat.fixed(self.tokenizer, messages, ids)
        limit = options.max_new_tokens
        return Request(ids=ids, fixed=fixed, limit=limit, chooser=chooser, writing=writing, listed=listed)

    def _listed(self, shape: Any) -> OptionTree | None:
        options = enumeration(shape.shape if isinstance(shape, Grammar) else shape)
        return option_tree(options, self.tokenizer, self._eos) if options else None


def load(
    source: Path | str,
    *,
    precision: str = "auto",
    machine: Machine | None = None,
    download: bool = False,
    warm: bool = True,
    **settings: Any,
) -> QuantizedChatModel:
    """Load a causal language model from a folder or as ``owner/name[@revision]`` from the Hugging Face cache.

    ``precision`` is ``auto``, ``nf4``, ``int8``, ``bf16`` or ``fp32`` (weights that are stored quantised stay so);
    without ``download`` no network is used; without ``warm`` the weights stay as they are until the first request.
    ``settings`` are fields of QuantizedChatModel. Only safetensors are read and no code that comes with a model is run.
    Raises ModelUnavailable; where it cannot fit, before loading.
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
    model = QuantizedChatModel(network=network, tokenizer=tokenizer, **{**named, **settings})
    if warm and stored is None and decision.precision in ("bf16", "fp32"):
        model.warm()
    return model
