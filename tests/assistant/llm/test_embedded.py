"""The embedded model: preparing it, its failures, and what it writes."""

import errno
import json
import subprocess
import time
import zipfile

import pytest
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.errors import ModelUnavailable
from assistant.llm import embedded
from assistant.settings import load


def leftovers(data_dir):
    return sorted(path.name for path in (data_dir / "models").glob("*")) if (data_dir / "models").exists() else []


def test_the_data_dir_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("SOMMELIER_DATA_DIR", str(tmp_path))
    assert load().data_dir == tmp_path
    monkeypatch.delenv("SOMMELIER_DATA_DIR")
    assert "sommelier" in str(load().data_dir)


def test_what_is_not_prepared_is_not_found(tmp_path):
    assert embedded.find(tmp_path) is None
    with pytest.raises(ModelUnavailable, match="not prepared") as caught:
        embedded.load(tmp_path)
    assert "models prepare smollm2-135m" in caught.value.hint


def test_without_a_network_pips_reason_is_given(monkeypatch, tmp_path):
    asked = []

    def pip(command, **_):
        asked.append(command)
        return subprocess.CompletedProcess(command, 1, "", "WARNING: Retrying\nERROR: No matching distribution found\n")

    monkeypatch.setattr(subprocess, "run", pip)
    with pytest.raises(ModelUnavailable, match="No matching distribution") as caught:
        embedded.prepare(tmp_path)
    assert "--no-deps" in asked[0] and "--only-binary=:all:" in asked[0]
    assert caught.value.hint and leftovers(tmp_path) == []


def wheel_with(path, name, content):
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(name, content)
    return path


def test_a_damaged_package_is_refused(tmp_path):
    broken = tmp_path / "broken.whl"
    broken.write_bytes(b"not a zip")
    wheels = [
        broken,
        wheel_with(tmp_path / "empty.whl", "readme.txt", ""),
        wheel_with(tmp_path / "other.whl", "other.gguf", b"GGUF"),
        tmp_path / "missing.whl",
    ]
    for wheel in wheels:
        with pytest.raises(ModelUnavailable, match=wheel.name):
            embedded.prepare(tmp_path / "data", wheel=wheel)
    assert leftovers(tmp_path / "data") == []


def test_a_full_disk_is_named_before_and_while_writing(monkeypatch, tmp_path):
    with monkeypatch.context() as patch:
        patch.setattr(embedded, "ROOM", 2**62)
        with pytest.raises(ModelUnavailable, match="disk is full"):
            embedded.prepare(tmp_path)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(embedded, "_unpack", full)
    with pytest.raises(ModelUnavailable, match="disk is full") as caught:
        embedded.prepare(tmp_path, wheel=tmp_path / "x.whl")
    assert caught.value.hint and leftovers(tmp_path) == []


def test_prepare_swaps_in_a_whole_model_and_mends_a_damaged_one(monkeypatch, tmp_path):
    """Everything but the conversion itself, which the model test below covers."""
    converted = []

    def convert(_source, target):
        converted.append(target)
        target.mkdir()
        (target / "model.safetensors").write_bytes(b"weights")

    monkeypatch.setattr(embedded, "_unpack", lambda _wheel, target: target.write_bytes(b"packed"))
    monkeypatch.setattr(embedded, "_convert", convert)
    monkeypatch.setattr(embedded.adapter, "shipped", lambda name: None)
    said = []
    place = embedded.prepare(tmp_path, said.append, wheel=tmp_path / "x.whl")
    assert place == embedded.find(tmp_path) and len(said) == 3
    embedded.verify(place)
    assert embedded.prepare(tmp_path) == place and len(converted) == 1  # ready: nothing is done again
    (place / "model.safetensors").write_bytes(b"other")
    with pytest.raises(ModelUnavailable, match="damaged"):
        embedded.verify(place)
    embedded.prepare(tmp_path, wheel=tmp_path / "x.whl")
    embedded.verify(place)
    assert len(converted) == 2 and leftovers(tmp_path) == ["smollm2-135m"]
    (place / "model.json").write_text("{")
    with pytest.raises(ModelUnavailable, match="damaged"):
        embedded.verify(place)


@pytest.mark.model
def test_it_loads_quickly_and_writes_english(smollm, embedded_data_dir):
    begun = time.process_time()  # of the clock on the wall a busy machine takes what it likes
    embedded.load(embedded_data_dir)
    assert time.process_time() - begun < 5
    text = smollm.invoke("What is the capital of France? Answer in one sentence.", max_new_tokens=24).text
    assert "Paris" in text


@pytest.mark.model
def test_its_template_is_chatml_and_its_manifest_complete(smollm, embedded_data_dir):
    rendered = smollm.tokenizer.apply_chat_template(
        [{"role": "system", "content": "S"}, {"role": "user", "content": "U"}],
        tokenize=False,
        add_generation_prompt=True,
    )
    assert rendered == "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nU<|im_end|>\n<|im_start|>assistant\n"
    manifest = json.loads((embedded.find(embedded_data_dir) / "model.json").read_text())
    assert manifest["revision"] == embedded.GGUF_SHA256 and manifest["licence"] == "Apache-2.0"


@pytest.mark.model
def test_it_answers_in_shape(smollm):
    attitude = smollm.with_structured_output(["likes", "dislikes", "neutral"]).invoke(
        "I loved Heat. How do I feel about it?"
    )
    assert attitude in ("likes", "dislikes", "neutral")
    schema = {"type": "object", "properties": {"year": {"type": "integer"}}, "required": ["year"]}
    assert isinstance(smollm.with_structured_output(schema).invoke("When was 1995?")["year"], int)


@pytest.mark.model
def test_it_weighs_words_in_one_pass(smollm, monkeypatch):
    """Over packed weights and kept instructions."""
    ask = [SystemMessage("You tell how a person feels about a film, in one word."), HumanMessage("I loved Heat.")]
    words = ["loved", "liked", "neutral", "disliked", "hated"]
    first = smollm.choose(ask, words)
    network, passes = smollm._engine.network, []
    forward = network._forward
    monkeypatch.setattr(network, "_forward", lambda *args, **more: passes.append(1) or forward(*args, **more))
    again = smollm.choose(ask, words)
    assert len(passes) == 1 and again == first
    assert sum(again.probabilities.values()) == pytest.approx(1) and len(set(again.probabilities.values())) == 5
    alike = smollm.choose(ask, ["a sad film", "a sad book", "a sad"])  # one pass looks at all their beginnings
    assert len(passes) == 2 and alike.option.startswith("a sad")
