"""What is ready on this machine."""

import json
from pathlib import Path

import pytest

from assistant.errors import BadSettings, ModelUnavailable
from assistant.llm import prepared
from assistant.llm.cards import EMBEDDED, known


def test_folders_stay_in_the_data_folder(tmp_path):
    assert prepared.folder(tmp_path, "Qwen/Qwen3-8B") == tmp_path / "models" / "Qwen--Qwen3-8B"
    for name in ("", "a/../../b", "/no/such/folder", ".hidden", "a b"):
        with pytest.raises(BadSettings):
            prepared.folder(tmp_path, name)
    own = {prepared.folder(tmp_path, name) for name in (str(tmp_path), f"{tmp_path}/", str(tmp_path.parent), "..")}
    assert len(own) == 3 and {place.parent for place in own} == {tmp_path / "models"}


def test_what_is_fetched_is_prepared_at_its_revision(monkeypatch, tmp_path, tiny_folder):
    snapshot = tmp_path / "cache" / "abc123"
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").write_text((tiny_folder / "config.json").read_text())
    monkeypatch.setattr(prepared, "_fetch", lambda source: snapshot)
    assert prepared.prepared(tmp_path) == ()
    card = prepared.prepare("qwen3-4b", tmp_path)
    assert card.source == "Qwen/Qwen3-4B-Instruct-2507@abc123" and card.shape == known("qwen3-4b").shape
    own = prepared.prepare("someone/some-model@main", tmp_path)
    assert own.source == "someone/some-model@abc123" and own.shape.layers == 2
    (tmp_path / "models" / "smollm2-135m").mkdir()
    (tmp_path / "models" / "smollm2-135m" / "model.json").write_text(json.dumps({"name": "smollm2-135m"}))
    (tmp_path / "models" / "broken").mkdir()
    (tmp_path / "models" / "broken" / "model.json").write_text("{")
    assert set(prepared.prepared(tmp_path)) == {card, own, EMBEDDED}


def test_a_download_that_fails_says_so(monkeypatch, tmp_path):
    import huggingface_hub

    def offline(*_, **__):
        raise OSError("no network\nlong story")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", offline)
    with pytest.raises(ModelUnavailable, match=r"no network$"):
        prepared.prepare("qwen3-4b", tmp_path)
    assert not (tmp_path / "models").exists()


def test_loading_takes_the_folder_or_the_revision(monkeypatch, tmp_path, tiny_folder):
    from assistant.llm import quantized

    asked = []
    monkeypatch.setattr(quantized, "load", lambda source, **settings: asked.append((source, settings)))
    monkeypatch.setattr(prepared, "_fetch", lambda source: Path("/cache/abc123"))
    prepared.prepare("qwen3-8b", tmp_path)
    prepared.load("qwen3-8b", tmp_path, max_new_tokens=9)
    assert asked == [("Qwen/Qwen3-8B@abc123", {"model_name": "qwen3-8b", "max_new_tokens": 9})]
    with pytest.raises(ModelUnavailable, match="qwen3-14b"):
        prepared.load("qwen3-14b", tmp_path)
