"""A run survives its file, and two runs of the same thing compare equal but for times, dates and sessions."""

import json
from dataclasses import replace

import pytest

from assistant.errors import BadSettings
from assistant.evaluation.dialogues.results import (
    Failure,
    RunResult,
    ScriptResult,
    StateChange,
    TurnResult,
    read_run,
    write_run,
)

FAILURE = Failure(
    turn=1, expectation="wishes.year", message="m", expected={"min": 1990}, found=[], file="a.yaml", line=4
)
TURN = TurnResult(
    number=1, action="say", said="《盗火线》", line=3, reply={"session": "a", "text": "x", "timings_ms": {"total": 3}},
    state_changes=(StateChange(list="likes", added=True, entry={"id": "1"}),), ms=2.0, not_shown=("likes",),
)  # fmt: skip
SCRIPT = ScriptResult(
    name="a", path="a.yaml", catalogue="demo", tags=("english",), turns=(TURN,), failures=(FAILURE,), seed=3
)
RUN = RunResult(run={"date": "today", "model": "none"}, scripts=(SCRIPT,), skipped={"goodbooks": 2})


def test_a_run_survives_its_file(tmp_path):
    write_run(RUN, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == RUN
    assert not RUN.passed and SCRIPT.not_shown == 1 and FAILURE.kind == "wishes"


def test_rows_are_flat_and_name_what_they_hold():
    row = json.loads(json.dumps(RUN.to_json()))["results"][0]
    assert (row["script"], row["passed"], row["turns"], len(row["failures"])) == ("a", False, 1, 1)
    assert row["failures"] == ["turn 1: m"] and row["details"][0]["line"] == 4


def test_times_sessions_and_dates_do_not_count_in_a_comparison():
    reply = {"session": "b", "text": "x", "timings_ms": {"total": 9.0}}
    later = replace(RUN, run={"date": "tomorrow", "model": "none"}, scripts=(
        replace(SCRIPT, turns=(replace(TURN, ms=7.0, reply=reply),)),))  # fmt: skip
    assert later.comparable() == RUN.comparable()
    other = replace(RUN, scripts=(replace(SCRIPT, turns=(replace(TURN, said="y"),)),))
    assert other.comparable() != RUN.comparable()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema": 1}', '{"schema": 1, "run": {}, "results": [{}]}'])
def test_what_is_no_run_is_told(tmp_path, text):
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(BadSettings, match="not a run of scripts"):
        read_run(path)


def test_why_it_is_no_run_is_said_for_people(tmp_path):
    told = {b"\xff": "it is no text", b"{": "no JSON", b"[]": "its parts are not those of a run", b"{}": "schema None"}
    for data, words in told.items():
        (tmp_path / "run.json").write_bytes(data)
        with pytest.raises(BadSettings, match=words):
            read_run(tmp_path / "run.json")
    with pytest.raises(BadSettings, match="cannot be read"):
        read_run(tmp_path / "nothing.json")
