"""Arithmetic of memory, and decisions on machines that are not here."""

import pytest

from assistant.errors import BadSettings, ModelUnavailable
from assistant.llm.cards import CATALOGUE, EMBEDDED, PRECISIONS, known, shape_of
from assistant.llm.precision import GIB, Machine, choose, decide, fits, recommend, this_machine

CARDS = {card.name: card for card in CATALOGUE}
LAPTOP = Machine(ram_free=6 * GIB, cpu_bf16=False)
SERVER = Machine(ram_free=200 * GIB, cpu_bf16=True)


def gpu(gigabytes, **more):
    """A card of this size with what the driver leaves free."""
    return Machine(ram_free=16 * GIB, gpu_free=int(gigabytes * 0.94e9), gpu_name="a GPU", **more)


@pytest.mark.parametrize(
    ("name", "billions"),
    [("smollm2-135m", 0.1345), ("qwen3-1.7b", 1.72), ("qwen3-4b", 4.02), ("qwen3-8b", 8.19), ("qwen3-14b", 14.77)],
)
def test_parameters_are_the_published_ones(name, billions):
    assert CARDS[name].shape.parameters / 1e9 == pytest.approx(billions, rel=0.003)


def test_the_embedded_shape_is_exact(tiny_folder):
    """Counted against a real model of the same architecture, and the known size of SmolLM2."""
    import json

    from safetensors import safe_open

    with safe_open(tiny_folder / "model.safetensors", "np") as file:
        counted = sum(file.get_tensor(name).size for name in file.keys())  # noqa: SIM118 - no mapping
    assert shape_of(json.loads((tiny_folder / "config.json").read_text())).parameters == counted
    assert EMBEDDED.shape.parameters == 134_515_008


def test_need_grows_with_width_and_context():
    for card in CATALOGUE:
        needs = [card.shape.need_bytes(precision) for precision in PRECISIONS]
        assert needs == sorted(needs) and needs[0] < needs[-1] / 2
        assert card.shape.kv_bytes("nf4", 8192) > card.shape.kv_bytes("nf4", 4096)
    qwen = CARDS["qwen3-8b"].shape
    assert qwen.kv_bytes("nf4") == 2 * 36 * 8 * 128 * 2 * 4096
    assert qwen.weight_bytes("nf4") / GIB == pytest.approx(
        5.66, rel=0.01
    )  # 6.9 G weights in 4.127 bits, tables in bf16


def test_shapes_of_other_architectures():
    moe = {
        "hidden_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "intermediate_size": 128,
        "vocab_size": 99,
    }
    dense = shape_of(moe)
    assert shape_of({**moe, "num_experts": 8, "moe_intermediate_size": 128}).linear > 4 * dense.linear
    assert shape_of({"text_config": moe}) == dense
    assert shape_of({"model_type": "unheard-of"}) is None


@pytest.mark.parametrize(
    ("name", "machine", "expected"),
    [
        ("qwen3-4b", gpu(8), ("cuda", "nf4", "bfloat16")),
        ("qwen3-4b", gpu(8, gpu_bf16=False), ("cuda", "nf4", "float16")),
        ("smollm2-135m", gpu(8), ("cuda", "bf16", "bfloat16")),
        ("smollm2-135m", SERVER, ("cpu", "bf16", "bfloat16")),
        ("smollm2-135m", LAPTOP, ("cpu", "fp32", "float32")),
        ("qwen3-1.7b", Machine(ram_free=5 * GIB), ("cpu", "bf16", "bfloat16")),
        ("qwen3-1.7b", Machine(ram_free=3 * GIB), ("cpu", "nf4", "bfloat16")),
        ("qwen3-1.7b", Machine(ram_free=5 * GIB, cpu_bf16=True, cpu_packs=True), ("cpu", "nf4", "bfloat16")),
        ("qwen3-1.7b", Machine(ram_free=7 * GIB, cpu_bf16=True, cpu_packs=True), ("cpu", "bf16", "bfloat16")),
        ("qwen3-14b", Machine(ram_free=64 * GIB, cpu_bf16=True, gpu_free=4 * GIB), ("cpu", "bf16", "bfloat16")),
    ],
)
def test_what_is_decided(name, machine, expected):
    decision = decide(CARDS[name].shape, machine)
    assert (decision.device, decision.precision, decision.compute) == expected
    assert decision.threads == (1 if name == "smollm2-135m" and decision.device == "cpu" else None)
    assert decision.why and decision.need_bytes <= machine.free_on(decision.device)


@pytest.mark.parametrize("wanted", PRECISIONS)
def test_what_is_asked_for_is_taken(wanted):
    assert decide(EMBEDDED.shape, SERVER, wanted).precision == wanted
    assert decide(EMBEDDED.shape, gpu(4), wanted).device == "cuda"


def test_what_cannot_fit_is_refused_with_what_would():
    with pytest.raises(ModelUnavailable, match=r"needs 9\.9 GiB in nf4.*6\.9 GiB are free") as caught:
        decide(CARDS["qwen3-14b"].shape, Machine(ram_free=2 * GIB, gpu_free=8 * 10**9, gpu_name="a GPU"))
    assert "qwen3-8b" in caught.value.hint
    with pytest.raises(ModelUnavailable) as caught:
        decide(EMBEDDED.shape, Machine(ram_free=100))
    assert "--model none" in caught.value.hint
    with pytest.raises(BadSettings, match="nf3"):
        decide(EMBEDDED.shape, SERVER, "nf3")


def test_packed_weights_weigh_what_was_computed():
    """Counted in a network that was packed: what its layers kept, and both layouts of what was packed."""
    import torch

    from assistant.llm import packing

    if not packing.usable(torch.bfloat16):
        pytest.skip("no packed bf16 on this CPU")
    layer = torch.nn.Linear(256, 512, bias=False, dtype=torch.bfloat16)
    for release, shares in ((True, 1), (False, 3)):  # bytes a weight more than before
        packer, before = packing.Packer(), layer.weight.nbytes
        wide = layer.weight.nbytes
        packer("x", [layer], release=release)
        more = layer.weight.nbytes + wide + sum(part.nbytes for part in packer.narrow.values()) - before
        assert more == pytest.approx(shares * 256 * 512, rel=0.02)
        layer = torch.nn.Linear(256, 512, bias=False, dtype=torch.bfloat16)
    shape = EMBEDDED.shape
    assert shape.head == 49_152 * 576 and shape.packed_bytes() == shape.linear + 3 * shape.head
    asked = Machine(ram_free=5 * GIB, cpu_bf16=True, cpu_packs=True)
    with pytest.raises(ModelUnavailable, match=r"needs 5\.8 GiB in bf16"):
        decide(CARDS["qwen3-1.7b"].shape, asked, "bf16")


def test_an_unknown_shape_is_never_refused():
    assert decide(None, Machine(ram_free=0)).need_bytes is None


@pytest.mark.parametrize(
    ("machine", "name"),
    [
        (gpu(4), "qwen3-1.7b"),
        (gpu(6), "qwen3-4b"),
        (gpu(8), "qwen3-8b"),
        (gpu(12), "qwen3-14b"),
        (gpu(24), "qwen3-14b"),
        (SERVER, "qwen3-1.7b"),
        (Machine(ram_free=2 * GIB), "smollm2-135m"),
    ],
)
def test_what_is_recommended(machine, name):
    assert recommend(machine).name == name


def test_choose_takes_the_largest_prepared_that_fits():
    assert choose([CARDS["qwen3-1.7b"], EMBEDDED], gpu(24)).name == "qwen3-1.7b"
    assert choose([CARDS["qwen3-14b"], EMBEDDED], gpu(8)) is EMBEDDED
    assert choose([CARDS["qwen3-14b"]], gpu(8)) is None
    assert choose([], gpu(8)) is None
    assert not fits(CARDS["qwen3-4b"], SERVER)  # it would fit, at two tokens a second
    assert choose([CARDS["qwen3-4b"], EMBEDDED], SERVER) is EMBEDDED


def test_known_by_name_or_source():
    assert known("Qwen/Qwen3-8B") is known("qwen3-8b") is CARDS["qwen3-8b"]
    assert known("gpt-5") is None


def test_this_machine_is_seen():
    machine = this_machine()
    assert machine.ram_free > 2**28 and machine.free_on("cpu") <= machine.ram_free
