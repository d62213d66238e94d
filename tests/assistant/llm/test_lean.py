"""The lean network against the one it was made from: same scores, whoever else is in the cache."""

import copy
import json

import pytest
import torch

from assistant.llm import lean, packing, plain
from assistant.llm.plain import PlainNetwork

KINDS = ["llama", "qwen2", "qwen3", "mistral"]


def network(kind, dtype=torch.float32, **changes):
    from transformers import AutoConfig, AutoModelForCausalLM

    config = AutoConfig.for_model(
        kind,
        vocab_size=320,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=16,
        sliding_window=None,
        tie_word_embeddings=kind == "llama",
        initializer_range=0.2,
        **changes,
    )
    with torch.random.fork_rng():
        torch.manual_seed(3)
        return AutoModelForCausalLM.from_config(config, attn_implementation="sdpa").to(dtype).eval()


def expected(model, ids):
    return model(torch.tensor([ids])).logits[0, -1]


@pytest.fixture(autouse=True)
def inference():
    with torch.inference_mode():
        yield


@pytest.mark.parametrize("kind", KINDS)
def test_it_scores_as_the_network_does(kind):
    model = network(kind)
    made = lean.lean(model)
    assert made is not None
    ids = list(range(5, 105))
    context = made.open(200)
    made.extend(context, ids[:40])
    torch.testing.assert_close(made.extend(context, ids[40:]), expected(model, ids), atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(made.step([context], [7])[0], expected(model, [*ids, 7]), atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("make", [lean.lean, PlainNetwork], ids=["lean", "plain"])
def test_texts_share_steps_and_leave_without_a_trace(make):
    model = network("qwen3")
    made = make(model)
    texts = [list(range(3, 3 + n)) for n in (9, 70, 31)]
    rows = []
    for text in texts:  # the second makes the cache longer, each makes it wider
        rows.append(made.open(len(text) + 4))
        made.extend(rows[-1], text)
    for at, scores in enumerate(made.step(rows, [11, 12, 13])):
        torch.testing.assert_close(scores, expected(model, [*texts[at], 11 + at]), atol=1e-4, rtol=1e-4)
    made.close(rows.pop(0))
    scores = made.step(rows[::-1], [21, 22])  # in any order
    torch.testing.assert_close(scores[0], expected(model, [*texts[2], 13, 21]), atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(scores[1], expected(model, [*texts[1], 12, 22]), atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("make", [lean.lean, PlainNetwork], ids=["lean", "plain"])
def test_what_is_kept_begins_another_text(make):
    model = network("llama")
    made = make(model)
    first = made.open(50)
    made.extend(first, list(range(20)))
    kept = made.keep(first)
    assert kept.nbytes == 20 * 2 * 2 * 2 * 16 * 4  # layers, keys and values, heads, size, bytes
    made.extend(first, [99] * 5)
    second = made.open(50)
    made.resume(second, kept)
    scores = made.extend(second, [30, 31])
    torch.testing.assert_close(scores, expected(model, [*range(20), 30, 31]), atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("make", [lean.lean, PlainNetwork], ids=["lean", "plain"])
def test_a_look_ahead_scores_each_way_apart_and_leaves_no_trace(make, monkeypatch):
    model = network("qwen3")
    made = make(model)
    other, context = made.open(40), made.open(40)
    made.extend(other, [1, 2, 3])
    made.extend(context, list(range(20)))
    monkeypatch.setattr(plain, "_ABREAST", 2)
    nodes = [(-1, 40), (0, 41), (0, 42), (-1, 50), (2, 43)]  # 40 41 | 40 42 43 | 50
    scores = made.look_ahead(context, [20, 21], nodes)
    ways = [[], [40], [40, 41], [40, 42], [50], [40, 42, 43]]
    for found, way in zip(scores, ways, strict=True):
        torch.testing.assert_close(found, expected(model, [*range(22), *way]), atol=1e-4, rtol=1e-4)
    after = made.extend(context, [60])
    torch.testing.assert_close(after, expected(model, [*range(22), 60]), atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(made.extend(other, [4]), expected(model, [1, 2, 3, 4]), atol=1e-4, rtol=1e-4)


def test_another_kind_of_network_or_one_that_scores_otherwise_is_left_alone():
    assert lean.lean(network("llama", hidden_act="gelu")) is None
    odd = network("qwen3")
    odd.model.layers[0].mlp.forward = lambda x: x * 0
    assert lean.lean(odd) is None


@pytest.mark.skipif(not packing.usable(torch.bfloat16), reason="no packed bf16 on this CPU")
def test_packed_weights_score_as_the_others_and_the_others_are_gone():
    model = network("qwen2", torch.bfloat16)
    before = copy.deepcopy(model)
    made = lean.lean(model)
    ids = list(range(5, 45))
    context = made.open(50)
    right = expected(before, ids).float()
    spread = float(right.max() - right.min())
    assert (made.extend(context, ids).float() - right).abs().max() < 0.05 * spread
    right = expected(before, [*ids, 9]).float()
    assert (made.step([context], [9])[0].float() - right).abs().max() < 0.05 * spread
    assert model.model.layers[0].mlp.up_proj.weight.numel() == 0


@pytest.mark.skipif(not packing.usable(torch.bfloat16), reason="no packed bf16 on this CPU")
def test_four_bits_only_where_they_lose_no_more_than_eight():
    with torch.random.fork_rng():
        torch.manual_seed(5)
        any_weights = torch.randn(64, 128).bfloat16()
        steps = torch.randint(0, 16, (64, 4, 32)).float()
        steps[..., 0], steps[..., 1] = 0, 15
        x = torch.randn(1, 128).bfloat16()
    four_bit = (steps * 0.125 - 1).reshape(64, 128).bfloat16()
    assert packing._four_is_exact(four_bit) and not packing._four_is_exact(any_weights)
    for weight in (four_bit, any_weights):
        layer = torch.nn.Linear(128, 64, bias=True, dtype=torch.bfloat16)
        layer.weight = torch.nn.Parameter(weight.clone(), requires_grad=False)
        wanted = layer(x).float()
        multiply = packing.Packer()("x", [layer])
        for narrow in (True, False):
            assert (multiply(x, narrow).float() - wanted).abs().max() < 0.02 * wanted.abs().max(), json.dumps(narrow)
