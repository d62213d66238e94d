"""Reading measured: the forms of the data on small files, halves, floors, errors, the command."""

import hashlib
import json
import lzma
from pathlib import Path

import pytest
from langchain_core.runnables import RunnableLambda

from assistant.errors import NotFound
from assistant.evaluation.redial.files import read_records
from assistant.evaluation.understanding import comparison as measured
from assistant.evaluation.understanding import iard
from assistant.evaluation.understanding.readers import alone, both, folds, majority, rules
from assistant.evaluation.understanding.redial import _talks, sheet
from assistant.evaluation.understanding.tasks import half, sampled
from assistant.reading import Context
from retrievers.catalogue import validated
from retrievers.errors import BadData
from retrievers.items import Item, Person
from retrievers.sources.records import BadRows
from retrievers.titles import Titles
from tests.assistant.models import Saying
from ui.cli import run

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
TITLES = {"1": "Heat (1995)", "2": "It (2017)", "3": "...And Justice for All (1979)", "4": "Airplane! (1980)"}


def dialogue(id, *messages, liked):
    """A dialogue as ReDial writes it; ``messages`` are (S or R, text), ``liked`` film → 0, 1 or 2."""
    return {
        "conversationId": id, "initiatorWorkerId": 7, "respondentWorkerId": 9, "movieMentions": TITLES,
        "messages": [{"senderWorkerId": {"S": 7, "R": 9}[who], "text": text} for who, text in messages],
        "initiatorQuestions": {film: {"suggested": 1, "seen": 1, "liked": answer} for film, answer in liked.items()},
        "respondentQuestions": [],
    }  # fmt: skip


TALK = dialogue(
    "5", ("R", "Hi, have you seen @2 ?"), ("S", "I loved @1"), ("S", "@2 was boring"), ("R", "ok"), ("S", "and @4"),
    ("R", "fine"), ("S", "I hate @1 now"), liked={"1": 0, "2": 0, "3": 1, "4": 2},
)  # fmt: skip
OTHER = dialogue("6", ("S", "I loved @1 . I hated @2"), liked={"1": 1, "2": 0})


def jsonl(path, *dialogues):
    text = "".join(json.dumps(one) + "\n" for one in dialogues)
    path.write_bytes(lzma.compress(text.encode()) if path.suffix == ".xz" else text.encode())
    return path


# ---- halves and samples ---------------------------------------------------------------------------------------------


def test_halves_are_of_the_conversation():
    assert half("407") == ("dev" if int(hashlib.sha256(b"407").hexdigest(), 16) % 2 else "test")
    assert {half(str(id)) for id in range(20)} == {"dev", "test"}


def test_the_sheet_holds_labels_of_both_halves():
    rows = list(sheet())
    assert len(rows) >= 400 and {row["label"] for row in rows} == {"likes", "dislikes", "seen", "wants", "neutral"}
    negative = [row["half"] for row in rows if row["label"] == "dislikes"]
    halves = {(row["conversation"], row["half"]) for row in rows}
    assert len(halves) == len({conversation for conversation, _ in halves})
    assert all(half(conversation) == "test" for conversation, part in halves if part == "test")
    assert len(negative) >= 80 and min(negative.count("dev"), negative.count("test")) >= 30
    assert len({(row["conversation"], row["turn"], row["film"]) for row in rows}) == len(rows)


def test_a_sample_takes_whole_conversations(tmp_path):
    (task,) = measured.tasks_of("redial", [jsonl(tmp_path / "a.jsonl", TALK, OTHER)], None)
    assert len(task.cases) == 4
    kept = sampled(task, 3, seed=0)
    assert len({case.conversation for case in kept.cases}) == 1 and len(kept.cases) == 2
    assert sampled(task, 4, seed=0) is task


def test_folds_share_no_conversation():
    groups = ["a", "a", "b", "c", "c", "c"]
    assert sorted(at for _, asked in folds(groups) for at in asked) == list(range(6))
    for learnt, asked in folds(groups):
        assert not {groups[at] for at in learnt} & {groups[at] for at in asked}


# ---- ReDial ---------------------------------------------------------------------------------------------------------


def test_an_attitude_is_what_the_turns_that_name_the_film_leave(tmp_path):
    """Film 1: loved, then hated. Film 2: disliked. Film 3 is never named, of film 4 the seeker did not say."""
    (task,) = measured.tasks_of("redial", [jsonl(tmp_path / "a.jsonl.xz", TALK)], None)
    assert [(case.about, len(case.said), set(case.truth)) for case in task.cases] == [
        ("1", 2, {"dislikes"}), ("2", 1, {"dislikes"}),
    ]  # fmt: skip
    assert task.cases[0].said[0].text == "I loved Heat\nIt was boring"
    assert [item.id for item in task.cases[0].said[0].context.shown] == ["2"]
    answers = [task.answer(case, [rules(said) for said in case.said]) for case in task.cases]
    assert [(set(answer.labels), answer.score) for answer in answers] == [({"dislikes"}, 0.0)] * 2


def test_a_sheet_label_is_of_one_turn_of_the_merged_dialogue(tmp_path, monkeypatch):
    rows = [{"conversation": "5", "turn": "1", "film": "1", "label": "likes", "half": "dev"},
            {"conversation": "5", "turn": "3", "film": "4", "label": "wants", "half": "dev"},
            {"conversation": "5", "turn": "2", "film": "4", "label": "likes", "half": "dev"}]  # fmt: skip
    monkeypatch.setattr("assistant.evaluation.understanding.redial.sheet", lambda: iter(rows))
    notices = []
    tasks = measured.tasks_of("redial", [jsonl(tmp_path / "a.jsonl", TALK)], None, notices.append)
    assert [(task.labels, len(task.cases)) for task in tasks] == [
        ("form", 2), ("likes or dislikes", 1), ("three classes", 2),
    ]  # fmt: skip
    assert "1 labels of the sheet" in notices[0]
    case = tasks[2].cases[1]
    assert case.truth == {"neither"} and tasks[2].answer(case, [rules(s) for s in case.said]).labels == {"neither"}


@pytest.mark.data
@pytest.mark.skipif(not (SHARED / "redial").is_dir(), reason="ReDial is not beside the checkout")
def test_turns_are_counted_as_redial_files_counts_them():
    path = SHARED / "redial" / "train_fragments" / "kgsf_valid_data.jsonl.xz"
    merged = read_records([path], BadRows())
    talks = dict(_talks(path, BadRows()))
    assert talks.keys() == merged.keys()
    for id, talk in talks.items():
        assert [(seeker, " ".join(text.split())) for seeker, text in talk.turns] == [
            (seeker, " ".join(text.split())) for seeker, text in merged[id].turns
        ]


# ---- IARD, CCPE, MIT movie trivia -----------------------------------------------------------------------------------


def iard_file(path, *turns):
    info = {
        f"{role}{at}": {"utterance_pos": at, "role": {"S": "seeker", "R": "recommender"}[role], "utterance_text": text,
                        "sub-intent/action": labels}
        for at, (role, text, labels) in enumerate(turns, 1)
    }  # fmt: skip
    path.write_text(json.dumps({"950": {"accepted_recommendation": [], "dialogue_info": info}}))
    return path


def test_intents_of_seekers(tmp_path):
    path = iard_file(
        tmp_path / "a.json", ("S", "A good western please", ["IQU"]), ("R", "@1 <Heat (1995)> ?", ["REC-S"]),
        ("S", "I hated it...Something older", ["REJ", "CRI-A"]), ("S", "hm", ["NRE"]),
    )  # fmt: skip
    (task,) = measured.tasks_of(measured.format_of(path), [path], None)
    assert [set(case.truth) for case in task.cases] == [{"recommend"}, {"reject", "refine"}, set()]
    assert task.cases[1].said[0].text == "I hated it\nSomething older"
    assert [item.title for item in task.cases[1].said[0].context.shown] == ["Heat"]
    answers = [set(task.answer(case, [rules(case.said[0])]).labels) for case in task.cases[:2]]
    assert answers == [{"recommend"}, {"reject", "refine"}]
    assert set(iard.MEANING.values()) == set(iard.LABELS)


@pytest.fixture
def two():
    """What a reader knows of a catalogue of two films."""
    catalogue = validated([
        Item(id="1", title="Heat", year=1995, kind="film", genres=("crime",)),
        Item(id="2", title="Unforgiven", year=1992, kind="film", genres=("western",),
             people=(Person(name="Clint Eastwood", role="director"),)),
    ])  # fmt: skip
    return Context(catalogue=catalogue, titles=Titles(catalogue))


def test_kinds_of_preferences(tmp_path, two):
    path = tmp_path / "ccpe.txt"
    path.write_text(
        "\nSYSTEM\tDo you like Heat?\tENTITY_NAME+MOVIE_OR_SERIES\t\n"
        "USER\tI loved it\tENTITY_PREFERENCE+MOVIE_OR_SERIES\t3,3\n"
        "USER\tI don't like Heat\tENTITY_NAME+MOVIE_OR_SERIES\t3,3\n"
        "USER\tI like westerns\tENTITY_PREFERENCE+MOVIE_GENRE_OR_CATEGORY\t3,3\nUSER\tOVERALL\tOTHER\t3,3\n"
    )
    tasks = measured.tasks_of(measured.format_of(path), [path], two)
    assert [(task.labels, len(task.cases)) for task in tasks] == [("ccpe: acts", 3), ("ccpe: acts without names", 2)]
    assert [set(case.truth) for case in tasks[0].cases] == [{"film"}, set(), {"genre"}]
    said = [set(tasks[0].answer(case, [rules(case.said[0])]).labels) for case in tasks[0].cases]
    assert said == [{"film"}, {"film"}, {"genre"}]


BIO = """\
O\ta
B-Genre\twestern
O\tfrom
B-Year\t1992
O\tby
B-Director\tclint
I-Director\teastwood

O\tsomething
B-Opinion\tlovely
O\tfrom
O\tthe
B-Year\t80
O\ts
O\twith
B-Actor\tnobody
I-Actor\tknown
"""


def test_slots_of_queries(tmp_path, two):
    path = tmp_path / "some.bio"
    path.write_bytes(BIO.replace("\n", "\r\n").encode())
    tasks = measured.tasks_of(measured.format_of(path), [path], two)
    assert [task.labels for task in tasks] == ["all slots", "genre", "year", "people"]
    western, eighties = tasks[0].cases
    assert western.truth == {"genre=western", "year=1992-1992", "people=clint eastwood"}
    assert eighties.said[0].text == "something lovely from the 80s with nobody known"
    assert eighties.truth == {"year=1980-1989"} and (western.unlinked, eighties.unlinked) == (0, 1)
    assert [tasks[0].answer(case, [rules(case.said[0])]).labels for case in tasks[0].cases] == [
        western.truth, eighties.truth,
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["B-Genre western\n", "X\ta\n"])
def test_a_line_that_is_no_tag_and_token_is_named(tmp_path, two, text):
    path = tmp_path / "some.bio"
    path.write_text("O\ta\n" + text)
    with pytest.raises(BadData, match="Line 2"):
        measured.tasks_of("bio", [path], two)


# ---- readers, rows, errors ------------------------------------------------------------------------------------------


class Disliking(Saying):
    """Says of every title that it is disliked."""

    def with_structured_output(self, schema, **kwargs):
        return RunnableLambda(lambda messages: {"attitude": "dislikes"})


def test_a_model_is_asked_alone_and_in_the_merge(tmp_path):
    (task,) = measured.tasks_of("redial", [jsonl(tmp_path / "a.jsonl", OTHER)], None)
    message, model = task.cases[0].said[0], Disliking(texts=[])
    assert [o.id for o in alone(model)(message).update.dislikes] == ["1", "2"]
    merged = both(model)(message).update  # the rules have an opinion on each, so the model is not asked
    assert ([o.id for o in merged.likes], [o.id for o in merged.dislikes]) == (["1"], ["2"])


def test_rows_and_errors(tmp_path):
    talks = [dict(OTHER, conversationId=str(id)) for id in range(12)]
    wrong = dialogue("a", ("S", "I loved @1"), liked={"1": 0})
    devs = [dict(wrong, conversationId=f"wrong {id}") for id in range(12)]
    (task,) = measured.tasks_of("redial", [jsonl(tmp_path / "a.jsonl", *talks, *devs)], None)
    outcomes = measured.evaluate([task], {"rules": rules})
    assert [one.reader for one in outcomes] == ["majority", "rules", "trained"]
    found = {(row["half"], row["reader"]): row for row in measured.rows(outcomes)}
    assert found["all", "rules"]["n"] == 36 == found["dev", "rules"]["n"] + found["test", "rules"]["n"]
    assert found["all", "rules"]["accuracy"] == 0.6667 and found["all", "rules"]["balanced_accuracy"] == 0.75
    assert {answer.labels for answer in majority(task)} == {frozenset({"dislikes"})}
    mistakes = measured.mistakes(outcomes, "rules", 50)
    assert mistakes and {half(one.conversation) for one in mistakes} == {"dev"}
    assert {one.about for one in mistakes} == {"Heat"} and mistakes[0].said == ("likes",)
    assert len(measured.mistakes(outcomes, "rules", 2)) == 2


def test_files_that_cannot_be_used(tmp_path):
    empty, other = tmp_path / "empty.jsonl", tmp_path / "other.txt"
    empty.write_text("\n")
    other.write_text("nothing of the kind")
    with pytest.raises(BadData, match="is empty"):
        measured.format_of(empty)
    with pytest.raises(BadData, match="none of the forms"):
        measured.format_of(other)
    with pytest.raises(BadData, match="no ReDial dialogue"):
        measured.tasks_of("redial", [other], None)
    with pytest.raises(BadData, match="no usable case"):
        measured.tasks_of("redial", [jsonl(tmp_path / "a.jsonl", dialogue("1", ("S", "hi"), liked={}))], None)
    with pytest.raises(BadData, match="not IARD"):
        measured.tasks_of("iard", [jsonl(tmp_path / "b.json", {"950": {}})], None)
    with pytest.raises(NotFound, match="'nothing' is no form"):
        measured.tasks_of("nothing", [other], None)


def test_the_command(tmp_path, capsys):
    path = jsonl(tmp_path / "a.jsonl", TALK, OTHER)
    assert run(["evaluate", "understanding", "--data", str(path), "--json", "--quiet"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["run"]["format"] == "redial" and told["run"]["command"] == "evaluate understanding"
    row = told["results"][0]
    assert (row["task"], row["labels"], row["half"], row["reader"], row["n"]) == (
        "attitude",
        "form",
        "all",
        "majority",
        4,
    )
    assert {"accuracy", "balanced_accuracy", "auc", "f1", "low", "high"} <= row.keys()
    assert run(["evaluate", "understanding", "--data", str(path), "--format", "xml"]) == 2
    assert run(["evaluate", "understanding", "--data", str(path), "--json", "--errors", "3"]) == 2


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "redial").is_dir(), reason="ReDial is not beside the checkout")
def test_the_floors_of_redial_are_the_known_ones():
    """Always "liked" is right for 95 %; a classifier of the words reaches about .73 balanced accuracy."""
    tasks = measured.tasks_of("redial", sorted((SHARED / "redial" / "train_fragments").glob("*.xz")), None)
    form = measured.rows(measured.evaluate([task for task in tasks if task.labels == "form"], {}))
    found = {row["reader"]: row for row in form if row["half"] == "all"}
    assert found["majority"]["accuracy"] == pytest.approx(0.95, abs=0.02)
    assert found["trained"]["balanced_accuracy"] == pytest.approx(0.735, abs=0.03)
    assert found["trained"]["auc"] == pytest.approx(0.83, abs=0.05)
    assert {task.labels: len(task.cases) for task in tasks}["three classes"] == len(list(sheet()))
