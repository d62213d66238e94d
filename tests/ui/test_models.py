"""Language models on the command line: what is missing, damaged or out of reach is one sentence and an exit code."""

import json
import shutil
import time

import pytest

from tests.assistant.llm.conftest import make_tiny
from ui import cli

CLOSED = "http://127.0.0.1:9/v1"  # the discard port: nobody listens


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return make_tiny(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def run(tmp_path, capfd):
    """Run a command with a fresh data folder."""

    def command(*arguments):
        code = cli.run([*map(str, arguments), "--data-dir", str(tmp_path)])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return command


@pytest.mark.parametrize("damage", ["cut", "pickled", "empty"])
def test_a_damaged_folder_is_said_so(run, tiny, tmp_path, damage):
    place = tmp_path / "broken"
    shutil.copytree(tiny, place)
    weights = place / "model.safetensors"
    if damage == "cut":
        weights.write_bytes(weights.read_bytes()[:5000])
    elif damage == "pickled":
        weights.rename(place / "pytorch_model.bin")
    else:
        (place / "config.json").write_text("")
    code, out, err = run("models", "check", place, "--json")
    assert code == 4 and not out and str(place) in err and "Check the folder" in err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["models", "check", "nobody/nothing"], 4, "models prepare nobody/nothing"),
        (["models", "check", "/nowhere/model"], 4, "models list"),
        (["models", "check", "openai:big"], 3, "--base-url"),
        (["models", "check", "openai:big", "--base-url", "https://models.example/v1"], 4, "SOMMELIER_API_KEY"),
        (["bench", "model", "--shape", "900b"], 3, "4b, 8b"),
        (["models", "check", "qwen3-8b"], 4, "not prepared"),
    ],
)
def test_what_is_not_there(run, monkeypatch, arguments, code, words):
    for name in ("SOMMELIER_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    found, out, err = run(*arguments)
    assert found == code and words in err and not out


def test_offline_is_honoured_at_once(run, monkeypatch):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    begun = time.monotonic()
    code, _, err = run("models", "prepare", "qwen3-4b")
    assert code == 4 and "could not be downloaded" in err
    assert time.monotonic() - begun < 10


def test_a_server_that_is_not_there(run):
    pytest.importorskip("langchain_openai", reason="needs the extra [remote]")
    code, _, err = run("models", "check", "openai:big", "--base-url", CLOSED)
    assert code == 4 and "No server answers" in err and CLOSED in err


def test_a_model_that_was_never_measured_is_loaded_and_says_how_to_measure_it(run, tiny):
    code, out, _ = run("doctor", "--json", "--config", _config(tiny))
    model = json.loads(out)["model"]
    assert code == 0 and model["state"] == "loaded" and "tokens a second" in model["speed"]
    assert model["may do"] == "nothing"
    assert "never measured" in model["notice"] and "left out" not in model["notice"]


def test_a_model_that_may_do_nothing_is_loaded_and_says_so(run, tiny, tmp_path):
    from assistant.llm.gate import FILE
    from assistant.llm.prepared import folder

    place = folder(tmp_path, str(tiny))
    place.mkdir(parents=True)
    (place / FILE).write_text('{"model": "x", "steps": []}')
    _, out, _ = run("doctor", "--json", "--config", _config(tiny))
    model = json.loads(out)["model"]
    assert model["state"] == "loaded" and "is loaded, but" in model["notice"]


def test_the_list_shows_what_a_model_scored_in_each_step(run, tmp_path):
    from assistant.llm.gate import FILE
    from assistant.llm.prepared import folder

    place = folder(tmp_path, "smollm2-135m")
    place.mkdir(parents=True)
    step = {"step": "understand", "score": 0.75, "baseline": 0.7, "n": 64, "of": 64, "allowed": True}
    lost = {"step": "explain", "score": 0.25, "baseline": 0.8, "n": 20, "of": 62, "allowed": False}
    (place / FILE).write_text(json.dumps({"model": "smollm2-135m", "steps": [step, lost]}))
    code, out, _ = run("models", "list", "--json")
    rows = {row["name"]: row for row in json.loads(out)}
    assert code == 0 and rows["smollm2-135m"]["steps"] == ["understand"] and rows["qwen3-4b"]["scores"] == {}
    assert rows["smollm2-135m"]["scores"]["explain"] == {"score": 0.25, "baseline": 0.8, "n": 20, "of": 62}
    _, out, _ = run("models", "list")
    assert "understand 75%/70%, explain 25%/80%" in out


@pytest.mark.slow
def test_the_bench_runs_without_a_gpu_and_says_so(run):
    code, out, err = run("bench", "model", "--shape", "tiny", "--tokens", "8", "--rounds", "1", "--json")
    rows = {row["what"]: row for row in json.loads(out.splitlines()[-1])["results"]}
    assert code == 0 and "no GPU" in err
    assert {"bare", "adapter", "adapter_grammar", "prefix_kept", "batch8", "bare_static", "out_of_memory"} <= set(rows)
    assert all(rows[what]["tokens_per_s"] > 0 for what in ("bare", "adapter", "batch8"))
    assert rows["out_of_memory"]["recovered"] is None


def _config(model):
    place = model.parent / "sommelier.toml"
    place.write_text(f"model = '{model}'\n")
    return place
