"""Tune a small adapter (LoRA; over 4-bit weights QLoRA) on examples, with checkpoints to go on from.

Door to torch, transformers and peft. Hu et al. 2021 (arXiv 2106.09685) for LoRA, Dettmers et al. 2023 (arXiv
2305.14314) for QLoRA. This file does not know what the examples teach; the weights are read from a folder.

The instruction that all examples of a batch begin with is read once a batch and shared, with its gradient: it is
longer than most messages. Only the tokens of answers are scored, so that the large head is not asked about the others.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from assistant.errors import BadSettings
from assistant.llm.loading import nf4
from retrievers.local_kernels import import_bitsandbytes

#: The ids of a prompt, and those of its answer with the end of the text.
Encoded = tuple[list[int], list[int]]
_ROOM = 2048  # tokens of a batch behind what its rows share: about 4 GB in all
_SORTED = 50  # batches of so many at a time are made of messages of like length


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How to tune. ``rank`` of the adapter's matrices, ``minutes`` after which it ends wherever it is.

    ``precision`` of the weights underneath: ``nf4``, ``bf16``, or ``auto``: the first on a GPU, the second on a CPU,
    where it is no smaller in use and the model will run in it.
    """

    precision: str = "auto"
    rank: int = 16
    learning_rate: float = 6e-4
    batch: int = 32
    epochs: int = 1
    seed: int = 0
    minutes: float = 170.0
    every: int = 200  # batches between two looks at what is held out
    patience: int = 5  # looks without a better score after which it ends


@dataclass(frozen=True, kw_only=True)
class Tuned:
    """What came of it: batches learnt, tokens, seconds, and the score of each look at what is held out."""

    batches: int
    tokens: int
    seconds: float
    scores: tuple[float, ...]


class Learner:
    """A network with an adapter that learns: ``network`` is peft's, over frozen weights of one precision."""

    def __init__(self, source: Path, plan: Plan) -> None:
        import torch

        import_bitsandbytes()  # before peft, which imports it as well
        from peft import LoraConfig, get_peft_model
        from transformers import AutoModelForCausalLM, AutoTokenizer

        if plan.precision not in ("auto", "nf4", "bf16"):
            raise BadSettings(f"'{plan.precision}' is no precision to tune in.", "Use auto, nf4 or bf16.")
        self.in_four = in_four = plan.precision == "nf4" or (plan.precision == "auto" and torch.cuda.is_available())
        options: dict[str, Any] = {"quantization_config": nf4(torch.bfloat16)} if in_four else {}
        device = "cuda" if torch.cuda.is_available() else "cpu"
        base = AutoModelForCausalLM.from_pretrained(
            source, local_files_only=True, dtype=torch.bfloat16, use_safetensors=True, device_map={"": device},
            attn_implementation="sdpa" if device == "cuda" else "eager",  # on a CPU a third faster, with its gradient
            **options,
        )  # fmt: skip
        torch.manual_seed(plan.seed)
        adapter = LoraConfig(r=plan.rank, lora_alpha=2 * plan.rank, target_modules="all-linear", task_type="CAUSAL_LM")
        self.plan = plan
        self.network: Any = get_peft_model(base, adapter)
        self.tokenizer: Any = AutoTokenizer.from_pretrained(source, local_files_only=True)

    def encoded(self, messages: Sequence[dict[str, str]]) -> Encoded:
        """The ids of a conversation up to its last message, which is the answer, and of that."""
        prompt = self.tokenizer.apply_chat_template(
            list(messages[:-1]), add_generation_prompt=True, sanitize_control_tokens=True
        )["input_ids"]
        answer = self.tokenizer.encode(messages[-1]["content"], add_special_tokens=False)
        return [int(id) for id in prompt], [*answer, int(self.tokenizer.eos_token_id)]

    def scores(self, rows: Sequence[Encoded], network: Any = None) -> tuple[Any, Any]:
        """Scores of shape (answer tokens of all rows, vocabulary), and the tokens that are right."""
        import torch

        core: Any = (network or self.network).base_model.model
        shared = _shared([prompt[:-1] for prompt, _ in rows])
        cache = _widened(core.model(input_ids=torch.tensor([rows[0][0][:shared]], device=core.device), use_cache=True))
        told = [torch.tensor([*prompt[shared:], *answer]) for prompt, answer in rows]
        ids = torch.nn.utils.rnn.pad_sequence(told, batch_first=True)
        seen = torch.nn.utils.rnn.pad_sequence([torch.ones(shared + len(one)) for one in told], batch_first=True)
        places = [
            row * ids.shape[1] + len(prompt) - shared - 1 + at
            for row, (prompt, answer) in enumerate(rows)
            for at in range(len(answer))
        ]
        states = core.model(
            input_ids=ids.to(core.device), attention_mask=seen.long().to(core.device),
            past_key_values=cache(len(rows)), use_cache=True,
        ).last_hidden_state  # fmt: skip
        chosen = states.reshape(-1, states.shape[-1])[torch.tensor(places, device=core.device)]
        right = [token for _, answer in rows for token in answer]
        return core.lm_head(chosen).float(), torch.tensor(right, device=core.device)

    def hits(self, rows: Sequence[Encoded]) -> list[list[bool]]:
        """Which tokens of each answer are those that the network would write there."""
        import torch

        found: list[list[bool]] = []
        for first, end in portions(rows, self.plan.batch):
            some = rows[first:end]
            with torch.set_grad_enabled(self.in_four):  # 4-bit weights are slow on a CPU without gradients
                scores, right = self.scores(some)
            every = iter((scores.argmax(-1) == right).tolist())
            found += [list(islice(every, len(answer))) for _, answer in some]
        return found

    def batches(self, rows: Sequence[Encoded]) -> list[list[Encoded]]:
        """Every row once an epoch, with rows of like length and the same instruction together, as many as have room."""
        rng, made = random.Random(self.plan.seed), list[list[Encoded]]()
        size = self.plan.batch
        for _ in range(self.plan.epochs):
            order = rng.sample(rows, len(rows))
            for at in range(0, len(order), size * _SORTED):
                part = sorted(order[at : at + size * _SORTED], key=lambda row: (row[0][:24], len(row[0])))
                some = [part[first:end] for first, end in portions(part, size)]
                made += rng.sample(some, len(some))
        return made


def portions(rows: Sequence[Encoded], most: int) -> Iterator[tuple[int, int]]:
    """Where each part of at most so many rows starts and ends, so that memory suffices for the way back, too."""
    first = 0
    for at in range(1, len(rows) + 1):
        some = rows[first : at + 1]
        shared = _shared([prompt for prompt, _ in some])
        longest = max(len(prompt) + len(answer) for prompt, answer in some) - shared
        if at == len(rows) or len(some) > most or longest * len(some) > _ROOM:
            yield first, at
            first = at


def tune(
    learner: Learner,
    examples: Sequence[Sequence[dict[str, str]]],
    score: Callable[[], float],
    out: Path,
    say: Callable[[str], None] = lambda _: None,
) -> Tuned:
    """Learn the ``examples`` (conversations whose last message is the answer); keep what scores best in ``out``.

    ``out`` gets the adapter (``adapter_model.safetensors``); ``out/checkpoints`` what a stopped run goes on from.
    ``score`` is asked every so many batches: higher is better. ``say`` gets one sentence each time.
    """
    import torch
    from peft.helpers import disable_input_dtype_casting
    from transformers import EarlyStoppingCallback, Trainer, TrainingArguments
    from transformers.trainer_utils import get_last_checkpoint

    plan = learner.plan
    batches = learner.batches([learner.encoded(one) for one in examples])
    checkpoints = out / "checkpoints"
    progress = _progress(plan, [sum(len(p) + len(a) for p, a in batch) for batch in batches], say)

    class Teacher(Trainer):
        """Transformers' loop with our batches, our loss and our score."""

        def compute_loss(self, model: Any, inputs: Any, *given: Any, **named: Any) -> Any:
            # the adapter is kept in 32 bits and multiplied in 16, like the rest: twice as fast on a CPU
            device = learner.network.device.type
            with disable_input_dtype_casting(model), torch.autocast(device, torch.bfloat16):
                return torch.nn.functional.cross_entropy(*learner.scores(inputs["rows"], model))

        def evaluate(self, *given: Any, **named: Any) -> dict[str, float]:
            learner.network.eval()
            metrics = {"eval_score": score()}
            learner.network.train()
            self.log(metrics)
            self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
            return metrics

    arguments = TrainingArguments(
        output_dir=str(checkpoints), max_steps=len(batches), per_device_train_batch_size=1,
        train_sampling_strategy="sequential", remove_unused_columns=False, dataloader_pin_memory=False,
        learning_rate=plan.learning_rate, lr_scheduler_type="linear", warmup_steps=20, weight_decay=0.0,
        adam_beta2=0.99, max_grad_norm=1.0, seed=plan.seed, eval_strategy="steps", eval_steps=plan.every,
        save_steps=plan.every, save_total_limit=2, load_best_model_at_end=True, metric_for_best_model="score",
        greater_is_better=True, logging_steps=plan.every, disable_tqdm=True, report_to="none",
    )  # fmt: skip
    teacher = Teacher(
        model=learner.network, args=arguments, train_dataset=batches,
        eval_dataset=[], data_collator=lambda items: {"rows": items[0]},
        callbacks=[progress, EarlyStoppingCallback(plan.patience)],
    )  # fmt: skip
    teacher.remove_callback(_printer())
    last = get_last_checkpoint(str(checkpoints)) if checkpoints.is_dir() else None
    begun = time.monotonic()
    teacher.train(resume_from_checkpoint=last)
    _save(learner.network, out)
    scores = tuple(entry["eval_score"] for entry in teacher.state.log_history if "eval_score" in entry)
    return Tuned(
        batches=teacher.state.global_step, tokens=progress.tokens, seconds=time.monotonic() - begun, scores=scores
    )


def _shared(prompts: Sequence[list[int]]) -> int:
    """With how many ids all of them begin."""
    together = zip(*prompts, strict=False)
    return next((at for at, ids in enumerate(together) if len(set(ids)) > 1), min(map(len, prompts)))


def _save(network: Any, out: Path) -> None:
    """The adapter in bfloat16, half as large as peft writes it."""
    from safetensors.torch import load_file, save_file

    network.save_pretrained(out)
    (out / "README.md").unlink(missing_ok=True)  # peft's empty model card
    weights = out / "adapter_model.safetensors"
    save_file({name: tensor.bfloat16() for name, tensor in load_file(weights).items()}, weights, {"format": "pt"})


def _widened(read: Any) -> Callable[[int], Any]:
    """The keys and values of one text as those of so many rows, without a copy."""
    from transformers import DynamicCache

    def wide(rows: int) -> Any:
        cache = DynamicCache()
        for at, layer in enumerate(read.past_key_values.layers):
            cache.update(layer.keys.expand(rows, -1, -1, -1), layer.values.expand(rows, -1, -1, -1), at)
        return cache

    return wide


def _printer() -> Any:
    from transformers.trainer_callback import PrinterCallback

    return PrinterCallback


def _progress(plan: Plan, tokens: Sequence[int], say: Callable[[str], None]) -> Any:
    from transformers import TrainerCallback

    class Progress(TrainerCallback):
        """How far, how fast, how good, how long still; and the end when the time is up."""

        tokens = 0
        _begun, _first = 0.0, 0

        def on_train_begin(self, args: Any, state: Any, control: Any, **named: Any) -> None:
            self._begun, self._first = time.monotonic(), state.global_step

        def on_step_end(self, args: Any, state: Any, control: Any, **named: Any) -> None:
            self.tokens += tokens_of(state.global_step - 1)
            if time.monotonic() - self._begun > plan.minutes * 60:
                control.should_evaluate = control.should_save = control.should_training_stop = True

        def on_evaluate(self, args: Any, state: Any, control: Any, metrics: Any = None, **named: Any) -> None:
            spent = time.monotonic() - self._begun
            a_batch = spent / max(1, state.global_step - self._first)
            left = min(a_batch * (state.max_steps - state.global_step), plan.minutes * 60 - spent)
            say(
                f"{state.global_step} of {state.max_steps} batches, {self.tokens / spent:.0f} tokens/s, "
                f"held out {metrics['eval_score']:.3f}, {max(0.0, left) / 60:.0f} minutes left"
            )

    def tokens_of(batch: int) -> int:
        return tokens[batch] if batch < len(tokens) else 0

    return Progress()
