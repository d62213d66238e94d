"""Scripts as pytest items in somebody's own project, and the example of the documentation, run as they would run it."""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from assistant.evaluation.dialogues.format import Script
from assistant.evaluation.dialogues.playing import play
from assistant.evaluation.foreign import partner_named
from assistant.session import Assistant
from tests.ui.serving import served

ROOT = Path(__file__).resolve().parents[2]
#: An environment may have the plugin as an entry point already: naming it again is no harm.
PLUGIN = ("-p", "ui.pytest_plugin", "-p", "no:cacheprovider", "-c", "pytest.ini")


@pytest.fixture
def project(tmp_path, data_dir):
    """A project with three scripts; gives a function that runs pytest in it."""
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    script = "name: {}\ntags: [{}]\nturns:\n  - user: hello\n    expect: {{intent: {}}}\n"
    for name, tag, intent in (("good", "polite", "chat"), ("bad", "rude", "stop"), ("known", "known-failing", "ask")):
        (tmp_path / f"{name}.dialogue.yaml").write_text(script.format(name, tag, intent))

    def run(*arguments):
        environment = {**os.environ, "SOMMELIER_DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT)}
        environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_")}
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *PLUGIN, *arguments],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


@pytest.mark.slow
def test_scripts_are_items(project, tmp_path):
    found = project("--junit-xml=out.xml")
    assert found.returncode == 1, found.stdout + found.stderr
    assert "1 failed, 1 passed, 1 xfailed" in found.stdout
    assert "bad.dialogue.yaml:5: turn 1: intent stop expected, chat came" in found.stdout
    (suite,) = ElementTree.parse(tmp_path / "out.xml").getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")


@pytest.mark.slow
def test_names_tags_and_mistakes_are_known_when_collecting(project, tmp_path):
    found = project("--collect-only", "-k", "polite")
    assert "good.dialogue.yaml::good" in found.stdout and "bad.dialogue.yaml" not in found.stdout
    (tmp_path / "wrong.dialogue.yaml").write_text("turns: [{user: a, expcet: {}}]")
    assert "wrong.dialogue.yaml:1: 'expcet' is not known in turn 1. Did you mean 'expect'?" in project().stdout


def test_it_loads_nothing_where_there_are_no_scripts():
    program = (
        "import sys, ui.pytest_plugin; print([m for m in sys.modules if m.split('.')[0] in ('assistant', 'yaml')])"
    )
    found = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


# ---- other assistants -----------------------------------------------------------------------------------------------


@pytest.fixture
def assistant(data_dir):
    with Assistant.open(model="none", data_dir=data_dir) as opened:
        yield opened


def test_the_example_of_the_documentation_talks(assistant, tmp_path, monkeypatch):
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "evaluation.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "popular.py").write_text(example, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    turns = [
        {"user": "a western", "expect": {"items": {"count": 3}, "likes": []}},
        {"click": {"like": 1}, "expect": {"items": {"count": 3, "not_repeated": True}}},
    ]
    script = Script.model_validate({"name": "own", "turns": turns})
    found = play(script, assistant, partner_named("popular:recommend", assistant))
    assert found.failures == () and [turn.not_shown for turn in found.turns] == [("likes",), ()]
    assert len(example.splitlines()) <= 30


def test_a_served_assistant_is_played_over_http(assistant):
    turns = [
        {"user": "I loved Heat. A crime film from the 90s", "expect": {"likes": ["Heat"], "items": {"count": 3}}},
        {"click": {"seen": 1}, "expect": {"seen": 1}},
        {"click": {"why": 2}, "expect": {"intent": "why", "items": {"new": False, "ids": ["$turn1.items[1]"]}}},
        {"click": {"remove": "year"}, "expect": {"wishes": {"year": None}}},
        {"click": {"undo": 1}, "expect": {"wishes": {"year": {"min": 1990}}, "model_calls": 0}},
    ]
    script = Script.model_validate({"name": "own", "turns": turns})
    with served(assistant) as address:
        found = play(script, assistant, partner_named(address, assistant))
    assert found.failures == ()
    assert [turn.not_shown for turn in found.turns] == [(), (), (), (), ("model_calls",)]
