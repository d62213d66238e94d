"""The adapter over a real NF4 model: text, streams, stops, errors, shapes."""

import asyncio
import json
import sys
import threading
import time

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from pydantic import BaseModel

from assistant.errors import BadSettings, ModelFailed, ModelUnavailable, OutOfResources
from assistant.llm import quantized
from retrievers import local_kernels

from .conftest import MACHINE

ASK = [SystemMessage("You know films."), HumanMessage("Say something.")]


class Slow:
    """A logits processor that takes its time, and remembers when each token was asked for."""

    def __init__(self, seconds=0.02, at=None):
        self.seconds, self.at, self.calls, self.spans = seconds, at, 0, []

    def __call__(self, input_ids, scores):
        begun = time.monotonic()
        self.calls += 1
        if self.at is None or self.calls == self.at:
            time.sleep(self.seconds)
        self.spans.append((begun, time.monotonic()))
        return scores


def failing(error, after=3):
    calls = []

    def processor(input_ids, scores):
        calls.append(1)
        if len(calls) > after:
            raise error
        return scores

    return processor


def test_loads_in_four_bits(tiny_folder):
    import bitsandbytes

    chat = quantized.load(tiny_folder, precision="nf4", machine=MACHINE)  # as it is before its first forward
    layer = chat.network.model.layers[0].mlp.up_proj
    assert isinstance(layer, bitsandbytes.nn.Linear4bit)
    state = layer.weight.quant_state
    assert state.quant_type == "nf4" and state.nested
    assert "NF4" in chat.why or "nf4" in chat.why


def test_saved_before_its_first_forward_it_reloads_bit_identical(tiny_folder, tmp_path):
    import torch

    first = quantized.load(tiny_folder, precision="nf4", machine=MACHINE)
    first.network.save_pretrained(tmp_path)
    first.tokenizer.save_pretrained(tmp_path)
    again = quantized.load(tmp_path, machine=MACHINE)
    kept, read = first.network.state_dict(), again.network.state_dict()
    assert kept.keys() == read.keys() and any("quant" in name for name in kept)
    assert all(torch.equal(kept[name], read[name]) for name in kept)
    ids = torch.arange(5, 25)[None]
    with torch.inference_mode():
        assert torch.equal(first.network(ids).logits, again.network(ids).logits)


def test_the_adapter_writes_what_generate_writes(chat):
    import torch

    ids = torch.tensor([quantized.chat.encode(chat.tokenizer, [HumanMessage("Hi")])])
    with torch.inference_mode():
        bare = chat.network.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=24, do_sample=False)
    expected = chat.tokenizer.decode(bare[0, ids.shape[1] :], skip_special_tokens=True)
    assert chat.invoke([HumanMessage("Hi")]).text.rstrip("\ufffd") == expected.rstrip("\ufffd")


def test_stream_and_invoke_agree_and_count(chat):
    answer = chat.invoke(ASK)
    pieces = list(chat.stream(ASK))
    assert "".join(piece.text for piece in pieces) == answer.text
    assert len([piece for piece in pieces if piece.text]) > 3
    usage = answer.usage_metadata
    assert usage["output_tokens"] == 24 and usage["input_tokens"] == chat.get_num_tokens_from_messages(ASK)
    assert usage["total_tokens"] == usage["input_tokens"] + 24
    assert answer.response_metadata["finish_reason"] == "length"
    assert answer.response_metadata["model_name"] == "tiny"


def test_async_agrees_with_sync(chat):
    async def both():
        return await chat.ainvoke(ASK), [piece.text async for piece in chat.astream(ASK)]

    answer, pieces = asyncio.run(both())
    assert answer.text == "".join(pieces) == chat.invoke(ASK).text


def test_a_cancelled_task_leaves_no_generation_behind(chat):
    slow = Slow(0.02)

    async def cancelled():
        async def consume():
            async for _ in chat.astream(ASK, processor=slow, max_new_tokens=500):
                pass

        task = asyncio.create_task(consume())
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancelled())
    time.sleep(0.2)
    calls = slow.calls
    time.sleep(0.2)
    assert slow.calls == calls < 100


def test_sampling_follows_the_seed_and_leaves_the_global_one(chat):
    import torch

    before = torch.random.get_rng_state()
    one, two, other = (chat.invoke(ASK, temperature=1.0, seed=seed).text for seed in (1, 1, 2))
    assert one == two != other
    assert torch.equal(before, torch.random.get_rng_state())


def test_stop_strings_are_cut_and_never_shown_in_part(chat):
    text = chat.invoke(ASK).text
    stop = text[6:9]
    cut = text[: text.index(stop)]
    pieces = [piece.text for piece in chat.stream(ASK, stop=[stop])]
    assert "".join(pieces) == cut
    answer = chat.invoke(ASK, stop=[stop])
    assert answer.text == cut and answer.response_metadata["finish_reason"] == "stop"
    assert answer.usage_metadata["output_tokens"] < 24


@pytest.mark.parametrize("at", [1, 4], ids=["first token", "later"])
def test_the_stop_event_ends_it_within_a_fifth_of_a_second(chat, at):
    stop, slow = threading.Event(), Slow(1.0, at=at)
    threading.Timer(0.3, stop.set).start()
    begun = time.monotonic()
    answer = chat.invoke(ASK, stop_event=stop, processor=slow)
    assert 0.25 < time.monotonic() - begun < 0.5
    assert answer.response_metadata["finish_reason"] == "stopped"


def test_a_closed_stream_stops_the_generation(chat):
    slow = Slow(0.01)
    stream = chat.stream(ASK, processor=slow, max_new_tokens=500)
    next(stream)
    stream.close()
    time.sleep(0.15)
    calls = slow.calls
    time.sleep(0.15)
    assert slow.calls == calls < 100
    assert chat.invoke(ASK).text  # and the model is free again


def test_the_deadline_gives_what_was_written(chat):
    begun = time.monotonic()
    answer = chat.invoke(ASK, deadline_s=0.4, processor=Slow(0.03), max_new_tokens=500)
    assert time.monotonic() - begun < 0.7
    assert answer.response_metadata["finish_reason"] == "deadline"
    assert answer.text and answer.usage_metadata["output_tokens"] < 30


def test_a_generation_that_dies_is_an_error_at_once(chat):
    begun = time.monotonic()
    pieces = []
    with pytest.raises(ModelFailed, match="ValueError: broken") as caught:
        for piece in chat.stream(ASK, processor=failing(ValueError("broken"))):
            pieces.append(piece)
    assert time.monotonic() - begun < 2 and pieces
    assert isinstance(caught.value.__cause__, ValueError)
    assert chat.invoke(ASK).text


def test_it_writes_with_the_threads_decided_and_leaves_the_others_theirs(chat):
    import torch

    usual, seen = torch.get_num_threads(), []
    chat.invoke(ASK, processor=lambda ids, scores: [seen.append(torch.get_num_threads()), scores][1])
    assert set(seen) == {1} and torch.get_num_threads() == usual


def test_out_of_memory_is_out_of_resources(chat):
    import torch

    for error in (torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"), MemoryError()):
        with pytest.raises(OutOfResources) as caught:
            chat.invoke(ASK, processor=failing(error))
        assert caught.value.retry and caught.value.hint


@pytest.fixture(scope="module")
def alone(tiny_folder):
    """The tiny model, one text at a time."""
    return quantized.load(tiny_folder, precision="nf4", machine=MACHINE, max_new_tokens=24, batch_size=1)


def test_one_generation_at_a_time(alone):
    processors = [Slow(0.01), Slow(0.01)]
    threads = [threading.Thread(target=alone.invoke, args=(ASK,), kwargs={"processor": p}) for p in processors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = sorted((p.spans for p in processors), key=lambda spans: spans[0][0])
    assert first[-1][1] <= second[0][0]


def test_waiting_for_its_turn_counts_towards_the_deadline(alone):
    busy = alone.stream(ASK, processor=Slow(0.05), max_new_tokens=200)
    next(busy)
    begun = time.monotonic()
    answer = alone.invoke(ASK, deadline_s=0.3)
    assert time.monotonic() - begun < 0.5
    assert answer.response_metadata["finish_reason"] == "deadline" and answer.text == ""
    busy.close()


class Pick(BaseModel):
    title: str
    year: int
    sure: bool
    moods: list[str] = []


SCHEMAS = [
    {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]},
    {"type": "array", "items": {"enum": ["funny", "sad"]}, "maxItems": 3},
    {
        "type": "object",
        "properties": {"x": {"type": "number"}, "s": {"type": "string", "maxLength": 8}},
        "required": ["s"],
    },
    {"type": "object", "properties": {"o": {"anyOf": [{"type": "null"}, {"const": "喜欢"}]}}, "required": ["o"]},
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=["integer", "array", "mixed", "choice"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_every_answer_under_a_schema_is_valid_json(chat, schema, seed):
    import jsonschema

    answer = chat.bind(response_format=schema).invoke(ASK, temperature=1.5, seed=seed, max_new_tokens=1200)
    jsonschema.validate(json.loads(answer.text), schema)
    assert answer.response_metadata["finish_reason"] == "stop"


def test_structured_output(chat):
    picked = chat.with_structured_output(Pick, max_new_tokens=1500).invoke(ASK, temperature=1.0, seed=3)
    assert isinstance(picked, Pick)
    envelope = {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMAS[0]}}
    assert isinstance(chat.with_structured_output(envelope).invoke(ASK)["a"], int)
    titles = ["Heat", 'The "Real" Thing', "霸王别姬"]
    chosen = {chat.with_structured_output(titles).invoke(ASK, temperature=2.0, seed=seed) for seed in range(6)}
    assert chosen <= set(titles) and len(chosen) > 1


def test_a_cut_off_structure_is_an_error_or_a_field(chat):
    with pytest.raises(ModelFailed, match="cut off"):
        chat.with_structured_output(Pick, max_new_tokens=3).invoke(ASK)
    both = chat.with_structured_output(Pick, include_raw=True, max_new_tokens=3).invoke(ASK)
    assert both["parsed"] is None and isinstance(both["parsing_error"], ModelFailed)
    assert isinstance(both["raw"], AIMessage)


def test_unknown_options_and_messages_are_refused(chat):
    with pytest.raises(BadSettings, match="max_tokens"):
        chat.invoke(ASK, max_tokens=3)
    with pytest.raises(BadSettings, match="No message"):
        chat.invoke([])
    with pytest.raises(BadSettings, match="2048"):
        chat.invoke(ASK, max_new_tokens=4000)


def test_counting_tokens_needs_no_other_tokenizer(chat):
    assert chat.get_num_tokens("a film <|im_end|>") == len(chat.get_token_ids("a film <|im_end|>")) > 5


@pytest.mark.parametrize("source", ["nobody/nothing", "no such folder", "../x", "nobody/nothing@abc"])
def test_what_is_not_there_is_said_so_without_a_network(source):
    with pytest.raises(ModelUnavailable) as caught:
        quantized.load(source, machine=MACHINE)
    assert source in str(caught.value) and caught.value.hint


def test_a_model_without_template_or_safetensors_is_refused(tiny_folder, tmp_path):
    import shutil

    base = tmp_path / "base"
    shutil.copytree(tiny_folder, base)
    (base / "chat_template.jinja").unlink()
    with pytest.raises(ModelUnavailable, match="chat template"):
        quantized.load(base, machine=MACHINE)
    pickled = tmp_path / "pickled"
    shutil.copytree(tiny_folder, pickled)
    (pickled / "model.safetensors").rename(pickled / "pytorch_model.bin")
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        quantized.load(pickled, machine=MACHINE)
    short = tmp_path / "short"
    shutil.copytree(tiny_folder, short)
    (short / "model.safetensors").write_bytes((tiny_folder / "model.safetensors").read_bytes()[:5000])
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        quantized.load(short, machine=MACHINE)


def test_what_cannot_fit_is_refused_before_loading(tiny_folder):
    from assistant.llm.precision import Machine

    with pytest.raises(ModelUnavailable, match="GiB are free"):
        quantized.load(tiny_folder, machine=Machine(ram_free=1000))


def test_bitsandbytes_is_imported_without_a_look_at_the_hub(tmp_path, monkeypatch):
    """The package ``kernels``, with which it fetches and runs a kernel, is hidden from it, and only from it."""
    (tmp_path / "kernels.py").write_text("")
    (tmp_path / "bitsandbytes.py").write_text("try:\n    import kernels\nexcept ImportError:\n    alone = True\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "bitsandbytes", raising=False)
    monkeypatch.delitem(sys.modules, "kernels", raising=False)
    local_kernels.import_bitsandbytes()
    assert sys.modules["bitsandbytes"].alone
    import kernels

    assert kernels is sys.modules.pop("kernels")
    monkeypatch.delitem(sys.modules, "bitsandbytes")
