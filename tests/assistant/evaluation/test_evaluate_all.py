"""``sommelier evaluate all``: its files, and that the same seed gives the same JSON in another process."""

import json
import os
import subprocess
import sys
from xml.etree import ElementTree as xml

import pytest

from assistant.evaluation.report.gathering import VOLATILE


def without(value):
    if isinstance(value, dict):
        return {name: without(part) for name, part in value.items() if name not in VOLATILE}
    return [without(part) for part in value] if isinstance(value, list) else value


def evaluated(data_dir, folder, seed):
    """One run in a process of its own, whose sets and dictionaries are hashed by another ``seed``."""
    command = [sys.executable, "-m", "ui", "evaluate", "all", "--people", "6", "--report", str(folder), "--quiet"]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "SOMMELIER_DATA_DIR": str(data_dir)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_same_seed_gives_the_same_json_in_two_processes(data_dir, tmp_path):
    told = evaluated(data_dir, tmp_path / "one", "1")
    evaluated(data_dir, tmp_path / "two", "2")
    one, two = (json.loads((tmp_path / name / "results.json").read_text("utf-8")) for name in ("one", "two"))
    assert without(one) == without(two)
    talks = [(tmp_path / name / "transcripts.jsonl").read_text("utf-8").splitlines() for name in ("one", "two")]
    assert [without(json.loads(line)) for line in talks[0]] == [without(json.loads(line)) for line in talks[1]]
    assert one["run"]["seed"] == 0 and "evaluate all --report" in one["run"]["command"]
    assert {row["system"] for row in one["simulation"]["rows"]} == {"assistant", "random", "popularity", "forgetful"}
    assert set(one["ablations"]["left_out"]) == {"no model", "no verification", "model in NF4", "model in bf16"}
    assert "scripts passed" in told and "Leak audit" in told
    assert "<title>How good is Sommelier?" in (tmp_path / "one" / "report.html").read_text("utf-8")
    assert xml.parse(tmp_path / "one" / "junit.xml").getroot().tag == "testsuites"
