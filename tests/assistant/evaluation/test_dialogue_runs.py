"""Runs: selection, JUnit, baselines, shortening, recording, several processes; and assistants that are not ours."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from assistant.errors import AssistantError, BadSettings
from assistant.evaluation import foreign
from assistant.evaluation.dialogues import baseline, rerunning
from assistant.evaluation.dialogues.format import Script, schema, written
from assistant.evaluation.dialogues.junit import junit
from assistant.evaluation.dialogues.minimizing import minimized
from assistant.evaluation.dialogues.playing import play
from assistant.evaluation.dialogues.reading import read_script, scripts_in
from assistant.evaluation.dialogues.recording import recorded
from assistant.evaluation.dialogues.results import Failure, RunResult, ScriptResult, TurnResult
from assistant.evaluation.dialogues.running import Plan, run
from assistant.evaluation.dialogues.selecting import selected
from assistant.settings import load

SHIPPED = sorted(scripts_in([Path(rerunning.__file__).with_name("scripts")]))


def script(*turns, **more):
    return Script.model_validate({"name": "own", "path": Path("own.dialogue.yaml"), "turns": turns, **more})


def result(name, *failures, ms=1.0, tags=()):
    turn = TurnResult(
        number=1, action="say", said="a", line=1, ms=ms, reply={"items": [], "question": None, "text": ""}
    )
    told = tuple(Failure(turn=1, expectation=e, message=f"{e} <&\x00>", file="a.yaml", line=3) for e in failures)
    return ScriptResult(name=name, path=f"{name}.yaml", catalogue="demo", turns=(turn,), failures=told, tags=tags)


# ---- the format -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def validator():
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema())


def test_the_schema_accepts_every_script(validator):
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in SHIPPED:
        assert list(validator.iter_errors(yaml.load(path.read_text("utf-8"), loader))) == [], path


def test_what_is_written_reads_the_same(tmp_path):
    for path in SHIPPED[::10]:
        found, copy = read_script(path), tmp_path / path.name
        copy.write_text(written(found.model_copy(update={"catalogue": "demo"}), "a comment"), "utf-8")
        assert read_script(copy).turns == found.turns, path


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"turns": []},
        {"turns": [{"user": "a", "click": {"like": 1}}]},
        {"turns": [{"user": "a", "expect": {"lieks": []}}]},
        {"turns": [{"user": "a", "expect": {"intent": "buy"}}]},
        {"turns": [{"user": "a", "expect": {"items": {"count": -1}}}]},
        {"turns": [{"user": "a", "expect": {"timings": {"totl": 1}}}]},
        {"turns": [{"click": {}}]},
        {"turns": [{"click": {"like": 1, "seen": 1}}]},
        {"turns": [{"user": "a"}], "language": "fr"},
        {"turns": [{"user": "a"}], "nme": "x"},
    ],
    ids=json.dumps,
)
def test_the_schema_and_the_reader_refuse_the_same(validator, tmp_path, broken):
    assert not validator.is_valid(broken)
    path = tmp_path / "one.dialogue.yaml"
    path.write_text(json.dumps(broken))
    with pytest.raises(BadSettings, match=r"one.dialogue.yaml:1"):
        read_script(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("turns:\n  - user: a\n    expect:\n      items: {all: 'yeer >'}", ":4: turn 1, items, all"),
        ("turns:\n  - user: a\n    expect:\n      items: {all: '__import__(1)'}", "more than comparisons"),
        ("turns:\n  - user: a\n    expect: {intent: recomend}", "Did you mean 'recommend'"),
        ("turns:\n  - user: a\n    user: b", ":3: 'user' stands here twice"),
        ("turns:\n  - user: a\n  - user: b\n    expect: {text: {contians: x}}", ":4: 'contians' is not known"),
        ("turns:\n  - user: a\n    times: 2\n  - click: {like: 1}\n    times: 2", "'times' goes with 'user'"),
    ],
)
def test_mistakes_are_told_with_their_line(tmp_path, text, words):
    path = tmp_path / "one.dialogue.yaml"
    path.write_text(text)
    with pytest.raises(BadSettings) as error:
        read_script(path)
    assert words in f"{error.value} {error.value.hint}"


def test_every_further_expectation_can_be_met_and_missed(assistant):
    first = {"user": "a crime film from the 90s"}
    met = {
        "items": {"ranks": {"$turn1.items[0]": 1}, "order": "-score", "count": {"min": 1, "max": 3}},
        "text": {"language": "en", "mentions_only_shown": True, "contains": "$turn1.items[2].title"},
        "timings": {"total": 60_000}, "model_calls": 0, "changes": ["1990"], "relaxed": [],
    }  # fmt: skip
    assert play(script({**first, "expect": met}), assistant).failures == ()
    missed = [
        {"items": {"ranks": {"Heat II": 1}}}, {"items": {"order": "title"}, "text": {"contains": "1."}},
        {"items": {"count": {"min": 4}}}, {"items": {"ids": ["heat-1995"]}}, {"text": {"language": "zh"}},
        {"timings": {"total": 0}}, {"model_calls": 2}, {"changes": ["western"]}, {"relaxed": ["1990"]},
        {"question": {"facet": "mood", "options": ["no such"]}}, {"items": {"all": "yeer > 1"}},
        {"text": {"contains": "$turn1.items[9].title"}}, {"wishes": {"year": {"min": "$turn1.items[0].title"}}},
    ]  # fmt: skip
    for expect in missed:
        found = play(script({**first, "expect": expect}), assistant).failures
        assert len(found) == 1, (expect, found)
    again = play(
        script(first, {"user": "why the first?", "expect": {"items": {"new": False, "not_repeated": True}}}), assistant
    )
    assert [failure.expectation for failure in again.failures] == ["items.not_repeated"]


def test_titles_that_nobody_showed_are_found(assistant, monkeypatch):
    from assistant import session as sessions

    real = sessions.Session.say
    monkeypatch.setattr(
        sessions.Session, "say", lambda s, t: replace(r := real(s, t), text=f"{r.text}\nOr Schindler's List?")
    )
    expect = {"text": {"mentions_only_shown": True}}
    (failure,) = play(script({"user": "a western", "expect": expect}), assistant).failures
    assert failure.found == ["Schindler's List"]


# ---- which are played, and what is written --------------------------------------------------------------------------


def test_scripts_are_selected_by_words_and_tags():
    scripts = [script({"user": "a"}, name=n, tags=t) for n, t in (("undo", ["english"]), ("撤销", ["chinese", "undo"]))]
    assert [s.name for s in selected(scripts, "undo and not chinese")] == ["undo"]
    assert [s.name for s in selected(scripts, "", "chinese, french")] == ["撤销"]
    assert len(selected(scripts, "(undo or x) and own")) == 2
    for words in ("nothing", "undo and", "(undo", "undo chinese"):
        with pytest.raises(BadSettings):
            selected(scripts, words)


def test_junit_counts_and_escapes():
    found = RunResult(
        run={"date": "2026-01-01T00:00:00+00:00"}, skipped={"goodbooks": 2},
        scripts=(result("a"), result("b", "items.all"), result("c", "intent", tags=("known-failing",))),
    )  # fmt: skip
    root = ElementTree.fromstring(junit(found))
    assert {k: root.get(k) for k in ("tests", "failures", "errors", "skipped")} == {
        "tests": "5", "failures": "1", "errors": "0", "skipped": "3",
    }  # fmt: skip
    (failure,) = root.iter("failure")
    assert failure.get("type") == "items" and "a.yaml:3" in failure.text and "\x00" not in failure.text
    for suite in root:
        assert len(suite.findall("testcase")) == int(suite.get("tests"))


def test_a_baseline_tells_what_is_new():
    before = RunResult(run={}, scripts=(result("a"), result("b", "intent"), result("c", "intent"), result("gone")))
    after = RunResult(run={}, scripts=(result("a", "items"), result("b"), result("c", "intent"), result("d", "items")))
    found = baseline.compare(before, after)
    assert found.newly_failing == ("demo: a", "demo: d") and found.newly_passing == ("demo: b",)
    assert found.still_failing == ("demo: c",) and found.missing == ("demo: gone",)
    rows = {row["measure"]: row for row in found.measures}
    assert rows["passed"]["n"] == 3 and rows["passed"]["difference"] == 0
    assert rows["passed"]["low"] < 0 < rows["passed"]["high"]


def test_a_difference_beyond_chance_has_an_interval_without_zero():
    times = np.random.default_rng(0).normal(100, 5, 40)
    before = RunResult(run={}, scripts=tuple(result(str(n), ms=ms) for n, ms in enumerate(times)))
    after = RunResult(run={}, scripts=tuple(result(str(n), ms=ms + 10) for n, ms in enumerate(times)))
    (row,) = [row for row in baseline.compare(before, after).measures if row["measure"] == "ms_a_turn"]
    assert row["low"] == row["high"] == row["difference"] == 10


def test_a_failing_script_is_shortened_to_what_fails(assistant):
    turns = [{"user": "hello"}, {"user": "a western"}, {"user": "more"}, {"user": "I loved Heat"}, {"user": "thanks"}]
    turns[2]["expect"] = {"intent": ["recommend", "refine"], "items": {"count": 3, "any": "year > 2100"}}
    turns[3]["expect"] = {"likes": ["Heat"], "text": {"contains": "$turn2.items[0].title"}}
    short, found = minimized(script(*turns), lambda one: play(one, assistant))
    assert [turn.user for turn in short.turns] == ["more"]
    assert short.turns[0].expect.model_dump(exclude_unset=True) == {"items": {"any": ("year > 2100",)}}
    assert [failure.expectation for failure in found.failures] == ["items.any"]
    assert minimized(script({"user": "hello"}), lambda one: play(one, assistant)) is None


def test_variables_keep_their_turns_when_a_script_is_shortened(assistant):
    turns = [
        {"user": "hello"},
        {"user": "a western"},
        {"user": "more", "expect": {"items": {"ids": ["$turn2.items[0]"]}}},
    ]
    short, _ = minimized(script(*turns), lambda one: play(one, assistant))
    assert [turn.user for turn in short.turns] == ["a western", "more"]
    assert short.turns[1].expect.items.ids == ("$turn1.items[0]",)


def test_a_conversation_becomes_a_script_that_passes(assistant, tmp_path):
    session = assistant.session()
    first = session.say("I loved Heat and Amélie. A crime film from the 90s")
    session.feedback(first.items[0].id, "seen")
    session.why(first.items[1].id)
    session.undo()
    session.remove(session.preferences.wishes[0])
    session.say("x" * 9000)  # refused, and not kept
    session.say("我想看喜剧")
    path = tmp_path / "talk.dialogue.yaml"
    path.write_text(written(recorded(assistant._parts.memory.events(session.id), "demo", name="talk")), "utf-8")
    found = read_script(path)
    assert len(found.turns) == 6 and found.turns[0].expect.said()["likes"] == ("Heat", "Amélie")
    assert play(found, assistant).failures == ()
    with pytest.raises(BadSettings, match="Nothing was said"):
        recorded([], "demo", name="empty")


@pytest.mark.slow
def test_a_run_leaves_failed_scripts_that_run_again(tmp_path, data_dir):
    (tmp_path / "things.csv").write_text("title,price\nA lamp,5\nA brass lamp,9\n", "utf-8")
    path = tmp_path / "one.dialogue.yaml"
    path.write_text("catalogue: things.csv\nturns:\n  - user: hello\n    expect: {intent: stop}\n", "utf-8")
    plan = Plan(settings=load(data_dir=data_dir, model="none"))
    found = run([read_script(path)], plan)
    (failed,) = rerunning.write(found, [read_script(path)], tmp_path / "out")
    again = read_script(failed)
    assert again.table == tmp_path / "things.csv" and "intent stop expected" in failed.read_text("utf-8")
    assert [f.line for f in run([again], plan).scripts[0].failures] == [failed.read_text("utf-8").count("\n")]
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"run.json", "junit.xml", "failed"}


@pytest.mark.slow
def test_several_processes_give_the_same_results_in_the_same_order(data_dir):
    scripts = [read_script(path) for path in SHIPPED if path.parent.name == "demo"][:6]
    plan = Plan(settings=load(data_dir=data_dir, model="none"), seed=3)
    assert run(scripts, plan, jobs=2).comparable() == run(scripts, plan, jobs=1).comparable()


# ---- somebody else's assistant --------------------------------------------------------------------------------------


def popular(messages, catalogue):
    """The example of the documentation: what most people rated, three at a time."""
    shown = {id for message in messages for id in message.get("items", ())}
    order = np.argsort(-catalogue.raters, kind="stable")
    items = [catalogue.items[row] for row in order if catalogue.items[row].id not in shown][:3]
    return {"text": "Popular: " + ", ".join(item.title for item in items), "items": [item.id for item in items]}


def test_what_an_assistant_does_not_show_is_neither_passed_nor_failed(assistant):
    partner = foreign.partner_named(f"{__name__}:popular", assistant)
    turns = [
        {
            "user": "I loved Heat",
            "expect": {"likes": ["Heat"], "question": None, "items": {"count": 3, "any": "'x' in why"}},
        },
        {"click": {"like": 1}, "expect": {"items": {"not_repeated": True, "all": "kind == 'nothing'"}}},
    ]
    found = play(script(*turns), assistant, partner)
    assert [turn.not_shown for turn in found.turns] == [("likes", "items", "question"), ()]
    assert [failure.expectation for failure in found.failures] == ["items.all"]


def test_an_assistant_that_crashes_or_talks_nonsense_fails_its_script(assistant):
    for answer in (lambda m, c: 1 / 0, lambda m, c: "hello", lambda m, c: {"items": []}):

        def partner(language, count=None, answer=answer):
            return foreign.Called("own", answer, assistant.catalogue)

        found = play(script({"user": "a"}, {"user": "b"}), assistant, partner)
        assert [failure.expectation for failure in found.failures] == ["always: no crash"] and found.error


def test_inventions_of_others_are_caught(assistant):
    def answer(messages, catalogue):
        return {"text": "<b>Try</b> this", "items": ["no-such-film"]}

    found = play(
        script({"user": "a"}), assistant, lambda language, count=None: foreign.Called("x", answer, assistant.catalogue)
    )
    assert {f.expectation for f in found.failures} == {"always: in the catalogue", "always: clean text"}


@pytest.mark.parametrize("name", ["nothing", "no.such.module:f", f"{__name__}:nobody", f"{__name__}:SHIPPED"])
def test_an_assistant_that_cannot_be_found_is_told(assistant, name):
    with pytest.raises(BadSettings, match=r"assistant|function"):
        foreign.partner_named(name, assistant)


def test_an_address_where_nobody_answers_is_told():
    with pytest.raises(AssistantError, match="does not answer"):
        foreign.catalogue_of("http://127.0.0.1:9")
