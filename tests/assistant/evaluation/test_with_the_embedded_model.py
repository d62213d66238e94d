"""With the embedded model writing, one text at a time: the same seed gives the same JSON in another process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.evaluation.dialogues import reading
from assistant.llm import embedded
from tests.assistant.evaluation.test_evaluate_all import without
from tests.assistant.llm.conftest import embedded_data_dir  # noqa: F401 - the fixture

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(1800)]
WRITES = ("explain", "clarify", "answer")
SCRIPTS = [
    str(Path(reading.__file__).with_name("scripts") / "demo" / f"{name}.dialogue.yaml")
    for name in ("not_that_one_of_his", "why_at_a_click")
]
#: Two people who are soon content.
SEED = "14"


@pytest.fixture(scope="module")
def writing(embedded_data_dir, data_dir, tmp_path_factory):  # noqa: F811
    """A data folder with the demo and the embedded model, which may write every step, whatever the gate found."""
    folder = tmp_path_factory.mktemp("writing")
    (folder / "indexes").symlink_to(data_dir / "indexes")
    place, model = embedded.find(embedded_data_dir), folder / "models" / "smollm2-135m"
    model.mkdir(parents=True)
    for file in place.iterdir():
        if file.name != "gate.json":
            (model / file.name).symlink_to(file)
    gate = {
        "model": "smollm2-135m",
        "steps": [{"step": step, "score": 1, "baseline": 0, "n": 1, "of": 1, "allowed": True} for step in WRITES],
    }
    (model / "gate.json").write_text(json.dumps(gate), "utf-8")
    return folder


def evaluated(data_dir, seed, *arguments):
    """What one run prints, in a process whose sets and dictionaries are hashed by ``seed``; no time limit cuts it."""
    environment = os.environ | {"PYTHONHASHSEED": seed, "SOMMELIER_DATA_DIR": str(data_dir)}
    environment |= {"SOMMELIER_TURN_LIMIT": "600", "SOMMELIER_MODEL_LIMIT": "600"}
    command = [sys.executable, "-m", "ui", "evaluate", *arguments, "--model", "smollm2-135m", "--json", "--quiet"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_scripts_are_played_alike_twice(writing):
    one, two = (evaluated(writing, seed, "dialogues", *SCRIPTS) for seed in ("1", "2"))
    assert without(one) == without(two)
    assert one["run"]["model_steps"] == sorted(WRITES)
    turns = [turn for script in one["results"] for turn in script["steps"]]
    assert len(one["results"]) == 2 and sum(turn["model_calls"] for turn in turns) > 3
    assert {turn["reply"]["model"] for turn in turns} == {"smollm2-135m"}


def test_people_have_the_same_conversations_twice(writing, tmp_path):
    found, talks = [], []
    for seed in ("1", "2"):
        kept = tmp_path / f"{seed}.jsonl"
        how = ("--people", "2", "--seed", SEED, "--system", "assistant", "--transcripts", str(kept))
        found.append(without(evaluated(writing, seed, "simulate", *how)))
        talks.append([without(json.loads(line)) for line in kept.read_text("utf-8").splitlines()])
    assert found[0] == found[1] and talks[0] == talks[1]
    assert len(talks[0]) == 2 and found[0]["run"]["model"] == "smollm2-135m"
