"""A tiny random chat model, made once a session: byte-level tokenizer trained here, ChatML, two layers."""

import os
from pathlib import Path

import pytest

from assistant.llm.precision import GIB, Machine

TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
TEXT = ["A film about a heist in Los Angeles, tense and sad.", '{"title": "Heat", "year": 1995}', "喜欢看电影和读书。"]
MACHINE = Machine(ram_free=8 * GIB, cpu_bf16=True)


def make_tokenizer():
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=320,
        show_progress=False,
        special_tokens=["<|im_start|>", "<|im_end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator(TEXT, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|im_end|>", chat_template=TEMPLATE
    )


def make_tiny(place: Path) -> Path:
    """The model as a folder of safetensors in fp32."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    tokenizer = make_tokenizer()
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=2048,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=None,
        initializer_range=0.2,
    )
    with torch.random.fork_rng():
        torch.manual_seed(7)
        model = LlamaForCausalLM(config)
    model.save_pretrained(place)
    tokenizer.save_pretrained(place)
    return place


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory) -> Path:
    return make_tiny(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def chat(tiny_folder):
    """The tiny model in NF4, as the program loads it."""
    from assistant.llm import quantized

    return quantized.load(tiny_folder, precision="nf4", machine=MACHINE, max_new_tokens=24, model_name="tiny")


@pytest.fixture(scope="session")
def embedded_data_dir() -> Path:
    """Where the embedded model was prepared; skips where it was not."""
    from assistant.llm import embedded
    from assistant.settings import load

    place = load().data_dir
    if embedded.find(place) is None:
        pytest.skip(f"smollm2-135m is not prepared in {place} (sommelier models prepare smollm2-135m)")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    return place


@pytest.fixture(scope="session")
def smollm(embedded_data_dir):
    from assistant.llm import embedded

    return embedded.load(embedded_data_dir)
