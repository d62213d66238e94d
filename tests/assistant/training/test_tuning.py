"""A tiny random model learns a handful of answers by heart; its adapter is merged; a stopped run goes on."""

import json
from dataclasses import replace

import pytest

from assistant.errors import BadSettings, ModelUnavailable
from assistant.llm import adapter
from assistant.training import lessons
from assistant.training.lessons import Lesson, Lessons
from assistant.training.tuning import Learner, Plan, tune
from tests.assistant.llm.conftest import make_tiny

pytest.importorskip("peft", reason="training needs the extra [train]")
pytestmark = pytest.mark.slow

PLAN = Plan(precision="bf16", rank=4, learning_rate=0.01, batch=4, epochs=30, every=20)
ANSWERS = {"red": "hot", "blue": "cold", "green": "mild", "white": "cold"}


def conversation(colour, answer):
    return [
        {"role": "system", "content": "Say what the colour feels like."},
        {"role": "user", "content": colour},
        {"role": "assistant", "content": answer},
    ]


TAUGHT = [Lesson(task="colour", messages=conversation(*pair)) for pair in ANSWERS.items()]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return make_tiny(tmp_path_factory.mktemp("taught") / "tiny")


def learn(source, out, plan=PLAN):
    learner = Learner(source, plan)
    told = []
    tuned = tune(learner, [one.messages for one in TAUGHT], lambda: lessons.score(learner, TAUGHT), out, told.append)
    return learner, tuned, told


def test_it_learns_and_the_merged_weights_know_it_too(tiny, tmp_path):
    learner, tuned, told = learn(tiny, tmp_path / "adapter")
    assert max(tuned.scores) == 1 and tuned.batches <= 30
    assert told and "tokens/s" in told[0] and "held out" in told[0]
    import shutil

    import torch

    merged = tmp_path / "merged"
    shutil.copytree(tiny, merged)
    assert adapter.merge(merged, tmp_path / "adapter") == 14  # seven matrices in each of two layers
    again = Learner(merged, replace(PLAN, rank=1))  # a fresh adapter changes nothing
    rows = [learner.encoded(one.messages) for one in TAUGHT]
    with torch.no_grad():
        mine, theirs = (one.scores(rows)[0].argmax(-1) for one in (learner, again))
    assert mine.tolist() == theirs.tolist()
    assert lessons.score(again, TAUGHT) == 1


def test_four_bits_underneath_learn_too(tiny, tmp_path):
    _, tuned, _ = learn(tiny, tmp_path / "adapter", replace(PLAN, precision="nf4"))
    assert max(tuned.scores) >= 0.75


def test_a_stopped_run_goes_on(tiny, tmp_path):
    plan = replace(PLAN, epochs=40, every=10)
    _, first, _ = learn(tiny, tmp_path, replace(plan, minutes=0.0))
    assert first.batches == 1
    _, second, _ = learn(tiny, tmp_path, plan)
    assert second.batches > 1 and second.scores[0] == first.scores[0]
    _, third, _ = learn(tiny, tmp_path, plan)
    assert third.tokens == 0 and third.batches == second.batches  # nothing was left to learn


def test_the_same_seed_gives_the_same_batches(tiny):
    learner = Learner(tiny, PLAN)
    rows = [learner.encoded(one.messages) for one in TAUGHT] * 20
    assert learner.batches(rows) == learner.batches(rows)
    learnt = [str(row) for batch in learner.batches(rows) for row in batch]
    assert sorted(learnt) == sorted(map(str, rows * PLAN.epochs))


def test_a_batch_scores_as_its_rows_alone(tiny):
    import torch

    learner = Learner(tiny, replace(PLAN, rank=1))
    rows = [learner.encoded(one.messages) for one in TAUGHT]
    with torch.no_grad():
        together = learner.scores(rows)[0]
        alone = torch.cat([learner.scores([row])[0] for row in rows])
    assert torch.allclose(together, alone, atol=0.15)


def test_an_adapter_of_another_model_is_refused(tiny, tmp_path):
    learner = Learner(tiny, PLAN)
    learner.network.save_pretrained(tmp_path / "adapter")
    with pytest.raises(ModelUnavailable, match="another model"):
        (tmp_path / "empty").mkdir()
        adapter.merge(tmp_path / "empty", tmp_path / "adapter")
    (tmp_path / "adapter" / adapter.SETTINGS).write_text("{")
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        adapter.merge(tiny, tmp_path / "adapter")


def test_an_unknown_precision_is_refused(tiny):
    with pytest.raises(BadSettings, match="'fp8' is no precision"):
        Learner(tiny, Plan(precision="fp8"))


# ---- conversations of one's own -------------------------------------------------------------------------------------


def test_conversations_are_read_from_files(tmp_path):
    lines = [json.dumps({"messages": conversation("red", f"hot {n}")}) for n in range(60)]
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    found = lessons.of_files([path])
    assert len(found.taught) + len(found.held) == 60 and found.held and found.taught[0].task == "mine"
    assert found == lessons.of_files([path]) and found.digest == lessons.of_files([path]).digest


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("no json", "no conversation"),
        ('{"messages": "no"}', "no conversation"),
        ('{"messages": [{"role": "user", "content": "hi"}]}', "ends with the assistant's answer"),
        ('{"messages": [{"role": "wizard", "content": "hi"}, {"role": "assistant", "content": "x"}]}', "ends with"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, line, said):
    path = tmp_path / "mine.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(BadSettings, match=said) as told:
        lessons.of_files([path])
    assert "line 2" in str(told.value)


def test_too_few_or_no_file_is_told(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps({"messages": conversation("red", "hot")}), encoding="utf-8")
    with pytest.raises(BadSettings, match="too few"):
        lessons.of_files([path])
    with pytest.raises(BadSettings, match="cannot be read"):
        lessons.of_files([tmp_path / "none.jsonl"])


def test_rare_answers_count_as_much_as_common_ones():
    assert lessons._of_task({"likes": [1, 1, 1, 1], "dislikes": [0, 1]}) == 0.75
    assert lessons._of_task({f"text {n}": [n / 10] for n in range(11)}) == pytest.approx(0.5)


def test_our_own_lessons_keep_what_is_held_out():
    found = lessons.own(("attitude", "intent"), (), rounds=1, seed=3)
    assert isinstance(found, Lessons) and {one.task for one in found.taught} == {"attitude", "intent"}
    assert 0.05 < len(found.held) / len(found.taught) < 0.2
    assert found.digest == lessons.own(("attitude", "intent"), (), rounds=1, seed=3).digest
