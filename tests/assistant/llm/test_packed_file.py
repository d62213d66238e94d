"""Packed weights kept beside a model: used where they are its own and whole, made again everywhere else."""

import copy

import pytest
import torch

from assistant.llm import lean, packed_file, packing
from assistant.llm.packed_file import PackedFile

from .test_lean import network

pytestmark = pytest.mark.skipif(not packing.usable(torch.bfloat16), reason="no packed bf16 on this CPU")


@pytest.fixture(scope="module")
def bare():
    return network("qwen3", torch.bfloat16)


@pytest.fixture
def scores(bare):
    """What a copy of the network scores, packed with a file; and how many matrices had to be made narrow for it."""

    def run(file):
        made, narrowed = [], packing._narrowed
        with pytest.MonkeyPatch.context() as patch, torch.inference_mode():
            patch.setattr(packing, "_narrowed", lambda weight: made.append(1) or narrowed(weight))
            found = lean.lean(copy.deepcopy(bare), file)
            context = found.open(20)
            found.extend(context, [1, 2, 3])
            return found.step([context], [4]), len(made)

    return run


def test_it_is_made_once_and_read_afterwards_to_the_last_bit(scores, tmp_path):
    first, made = scores(PackedFile(tmp_path / packed_file.NAME, "abc"))
    assert made == 1 + 2 * 4  # the head, and four matrices in each of two layers
    again, made = scores(PackedFile(tmp_path / packed_file.NAME, "abc"))
    assert made == 0 and torch.equal(first, again)
    assert [path.name for path in tmp_path.iterdir()] == [packed_file.NAME]


def test_what_is_read_lies_where_the_kernels_want_it(tmp_path):
    """With four texts at once the 8-bit kernel kills the process at an odd place, where a file may well put it."""
    file, eight = PackedFile(tmp_path / packed_file.NAME, "abc"), torch.ones(96, 64, dtype=torch.int8)
    for length in range(1, 9):  # names of several lengths: other places
        file.write({"n" * length: eight, "one": torch.ones(1, dtype=torch.int8)})
        assert all(tensor.data_ptr() % 64 == 0 for tensor in file.read().values())


def cut(path, patch):
    path.write_bytes(path.read_bytes()[:-100])


def flipped(path, patch):
    data = bytearray(path.read_bytes())
    data[-50] ^= 1
    path.write_bytes(data)


def other_torch(path, patch):
    patch.setattr(torch, "__version__", "9.9.9")


def other_cpu(path, patch):
    patch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: "AVX2")


def other_layout(path, patch):
    patch.setattr(packed_file, "_LAYOUT", "0")


@pytest.mark.parametrize("change", [cut, flipped, other_torch, other_cpu, other_layout])
def test_what_is_damaged_or_was_made_elsewhere_is_made_again(scores, tmp_path, monkeypatch, change):
    file = PackedFile(tmp_path / packed_file.NAME, "abc")
    first, _ = scores(file)
    change(file.path, monkeypatch)
    assert file.read() == {}
    again, made = scores(file)
    assert made == 9 and torch.equal(first, again)
    assert scores(file)[1] == 0


def test_weights_of_another_model_are_not_taken(scores, tmp_path):
    scores(PackedFile(tmp_path / packed_file.NAME, "abc"))
    assert PackedFile(tmp_path / packed_file.NAME, "abd").read() == {}


@pytest.mark.parametrize("error", [OSError("No space left on device"), None], ids=["full", "no folder"])
def test_where_it_cannot_be_kept_the_model_works_all_the_same(scores, tmp_path, monkeypatch, error):
    place = tmp_path if error else tmp_path / "missing"
    if error:

        def full(tensors, path, metadata):
            path.write_bytes(b"half")
            raise error

        monkeypatch.setattr("safetensors.torch.save_file", full)
    _, made = scores(PackedFile(place / packed_file.NAME, "abc"))
    assert made == 9 and list(tmp_path.iterdir()) == []
