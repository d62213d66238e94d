"""The gate, played by models that answer from a script."""

import json

import pytest
from langchain_core.language_models.chat_models import SimpleChatModel

from assistant.errors import BadSettings, ModelFailed
from assistant.llm import gate

EXAMPLES = gate._examples()


def explaining(facts, language):
    return f"Explain in {language}.", json.dumps(facts, ensure_ascii=False)


def reading(text, title, language):
    return f"Read in {language}.", f"{text} | {title}"


def asked(example):
    if example.get("task") == "attitude":
        return reading(example["text"], example["title"], "")[1]
    return explaining(example["facts"], "")[1] if example["step"] == "explain" else gate._question(example)


class Scripted(SimpleChatModel):
    """Answers each question with a function of the example it came from."""

    reply: object

    @property
    def _llm_type(self):
        return "scripted"

    def _call(self, messages, stop=None, run_manager=None, **kwargs):
        example = next(e for e in EXAMPLES if asked(e) == messages[-1].content)
        return self.reply(example)


def good(example):
    if example["step"] == "understand":
        return example["right"]
    if example["step"] == "clarify":
        return (
            f"您想要{'、'.join(example['options'])}？"
            if example["language"] == "zh"
            else (f"What would you like: {' or '.join(example['options'])}?")
        )
    title = example["facts"]["item"]["title"]
    return (
        f"推荐{title}，{''.join(example.get('expect', []))}。"
        if example["language"] == "zh"
        else (f"{title} would suit you, {' '.join(example.get('expect', []))}.")
    )


def played(tmp_path, reply, attitude=lambda sentence, title: "likes", licensed=lambda text, facts: True, **more):
    more = {"explained": lambda text, facts: facts["item"]["title"] in text and licensed(text, facts)} | more
    return gate.check(
        Scripted(reply=reply), tmp_path, name="qwen3-4b", read_attitude=attitude, licensed=licensed,
        reading=reading, explaining=explaining, **more,
    )  # fmt: skip


def test_examples_are_enough_and_in_two_languages():
    counts = {step: [e for e in EXAMPLES if e["step"] == step] for step in gate.STEPS}
    counts["understand"] = [e for e in counts["understand"] if e["task"] == "attitude"]
    for found in counts.values():
        assert len(found) >= 60
        assert min(sum(e["language"] == language for e in found) for language in ("en", "zh")) >= 20
    assert {e["right"] for e in counts["understand"]} == set(gate.ATTITUDES)
    assert len({asked(e) for e in EXAMPLES}) == len(EXAMPLES)
    for example in counts["understand"]:
        assert example["right"] in gate.ASKED
        assert example.get("title", "") in example["text"]


def test_a_good_model_is_allowed_everything(tmp_path):
    report = played(tmp_path, good)
    assert report.allowed == set(gate.STEPS) == gate.allowed_steps("qwen3-4b", tmp_path)
    assert all(step.n == step.of and step.score == 1 for step in report.steps)
    kept = json.loads((tmp_path / "models" / "qwen3-4b" / "gate.json").read_text())
    assert kept["model"] == "qwen3-4b"
    first = kept["steps"][0]
    assert first == {
        "step": "understand",
        "language": "en",
        "score": 1.0,
        "baseline": first["baseline"],
        "n": first["of"],
        "of": first["of"],
        "allowed": True,
    }


def test_a_bad_model_is_allowed_nothing_and_loses_early(tmp_path):
    report = played(tmp_path, lambda example: "I do not know")
    assert report.allowed == frozenset() == gate.allowed_steps("qwen3-4b", tmp_path)
    assert all(step.n < step.of and step.score == 0 for step in report.steps)


def test_no_better_than_the_rules_is_not_enough(tmp_path):
    rules = {(e["text"], e["title"]): e["right"] for e in EXAMPLES if e.get("task") == "attitude"}
    report = played(tmp_path, good, attitude=lambda sentence, title: rules[sentence, title])
    assert report.allowed == {"clarify", "explain", "answer"}
    assert report.steps[0].baseline == 1.0


def test_what_is_done_well_in_one_language_is_allowed_in_that(tmp_path):
    report = played(tmp_path, lambda example: good(example) if example["language"] == "en" else "no")
    assert report.allowed == {f"{step} (en)" for step in gate.STEPS} == gate.allowed_steps("qwen3-4b", tmp_path)


@pytest.mark.parametrize("word", ["seen", "wants"])
def test_an_attitude_without_an_opinion_is_neutral(word):
    assert gate._right({"step": "understand", "right": "neutral"}, word, lambda *_: True)
    assert not gate._right({"step": "understand", "right": "likes"}, word, lambda *_: True)


def test_the_verifier_judges_what_is_written(tmp_path):
    seen = []

    def licensed(text, facts):
        seen.append((text, facts["item"]["title"]))
        return False

    assert played(tmp_path, good, licensed=licensed).allowed == {"understand", "clarify"}
    assert seen and all(title in text for text, title in seen)


@pytest.mark.parametrize(
    "text",
    ["", "Heat is good. It is. It really is.", "Collateral. Is it? It is."],
    ids=["nothing", "too long", "three sentences"],
)
def test_what_does_not_do_the_step_is_wrong(text):
    explain = next(e for e in EXAMPLES if e["step"] == "explain")
    assert not gate._right(explain, text, lambda *_: True)


def test_intent_is_played_where_there_are_rules_for_it(tmp_path):
    report = played(tmp_path, good, read_intent=lambda sentence: "chat")
    assert sum(result.of for result in report.steps if result.step == "understand") == 97


def test_a_model_that_fails_is_an_error_not_a_verdict(tmp_path):
    def broken(example):
        raise ModelFailed("dead")

    with pytest.raises(ModelFailed):
        played(tmp_path, broken)
    assert not (tmp_path / "models").exists()


def test_the_verdict_is_read_as_it_was_given(tmp_path):
    assert gate.verdict("qwen3-4b", tmp_path) == ()
    report = played(tmp_path, lambda example: good(example) if example["step"] == "explain" else "no")
    assert gate.verdict("qwen3-4b", tmp_path) == report.steps and report.allowed == {"explain"}


def test_no_file_or_a_damaged_one_allows_nothing(tmp_path):
    assert gate.allowed_steps("qwen3-4b", tmp_path) == frozenset()
    place = tmp_path / "models" / "qwen3-4b"
    place.mkdir(parents=True)
    odd = '{"steps": [{"step": "%s", "allowed": true, "score": "%s", "baseline": 0, "n": 1, "of": 1}]}'
    texts = ("", "{", "[]", '{"steps": [{"step": "explain"}]}', odd % ("rm", 1), odd % ("explain", "high"))
    for text in texts:
        (place / "gate.json").write_text(text)
        assert gate.allowed_steps("qwen3-4b", tmp_path) == frozenset()
    with pytest.raises(BadSettings):
        gate.allowed_steps("../elsewhere", tmp_path)


@pytest.mark.model
@pytest.mark.slow
def test_the_embedded_model_is_checked_in_a_minute(smollm, tmp_path):
    import time

    begun = time.monotonic()
    report = gate.check(
        smollm, tmp_path, name="smollm2-135m", read_attitude=lambda s, t: "likes", licensed=lambda text, facts: False,
        reading=reading, explaining=explaining, explained=lambda text, facts: False,
    )  # fmt: skip
    assert time.monotonic() - begun < 60
    assert not report.allowed & {"explain", "answer"}
