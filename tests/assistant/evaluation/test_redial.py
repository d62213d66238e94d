"""The ReDial protocol: cases, lists and metrics by hand, the rows of the public files, leaks, the command."""

import copy
import gzip
import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation.redial import floors as redial_floors
from assistant.evaluation.redial import metrics as redial_metrics
from assistant.evaluation.redial import task as redial
from assistant.evaluation.redial.cases import cases_of, without_mentioned
from assistant.evaluation.redial.files import by_row, read_films, read_records
from retrievers.errors import BadData
from retrievers.sources.records import BadRows
from ui import cli

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "redial"


def dialogue(id, *messages, liked=(), seen=(), mentions=None):
    """A dialogue as ReDial writes it; ``messages`` are (S or R, text)."""
    texts = " ".join(text for _, text in messages)
    named = [word[1:] for word in texts.split() if word.startswith("@")]
    answers = {film: {"suggested": 1, "seen": int(film in seen), "liked": int(film in liked)} for film in named}
    return {
        "conversationId": id, "initiatorWorkerId": 7, "respondentWorkerId": 9,
        "messages": [{"senderWorkerId": {"S": 7, "R": 9}[who], "text": text} for who, text in messages],
        "movieMentions": {film: f"Film {film} (1999)" for film in named} if mentions is None else mentions,
        "initiatorQuestions": answers, "respondentQuestions": [],
    }  # fmt: skip


#: Turns: S, R (101 and 102), S (103), R (101 again, 104), R's last.
TALK = dialogue(
    "1", ("S", "hello"), ("S", "something scary"), ("R", "try @101 or"), ("R", "@102 perhaps"), ("S", "I liked @103"),
    ("R", "then @101 or @104 or @101"), ("S", "no"), ("R", "bye"), liked=("104",), seen=("101", "104"),
)  # fmt: skip
FIRST = dialogue("2", ("R", "@101 is good"), ("S", "ok @102 too"), ("R", "and @102"), liked=("102",))
LISTS = {"movieMentions": [], "initiatorQuestions": [], "respondentQuestions": []}


def write(path, dialogues):
    text = "".join(json.dumps(one) + "\n" for one in dialogues)
    packed = {".xz": lzma.compress, ".gz": gzip.compress}.get(path.suffix, bytes)
    path.write_bytes(packed(text.encode()))
    return path


def prepared(*raw):
    """Cases, dialogues and the ids of films."""
    folder = Path(write.folder)
    records = read_records([write(folder / "some.jsonl", raw)], BadRows())
    films = read_films(None, None, records.values())
    dialogues = by_row(records.values(), films)
    return cases_of(dialogues), dialogues, [film.id for film in films]


@pytest.fixture(autouse=True)
def folder(tmp_path):
    write.folder = tmp_path


def test_cases_by_hand():
    cases, dialogues, ids = prepared(TALK, FIRST)
    assert ids == ["101", "102", "103", "104"]
    assert [len(one.utterances) for one in dialogues] == [6, 3]
    assert [(c.dialogue, c.labels, c.mentioned, c.fresh) for c in cases] == [
        (0, (0, 1), (), (0, 1)),
        (0, (0, 3), (0, 1, 2), (3,)),
        (1, (1,), (0, 1), ()),
    ]
    assert [utterance.seeker for utterance in cases[1].before] == [True, False, True]
    assert cases[0].before[0].text == "hello something scary"
    assert "@" not in cases[1].before[1].text
    assert dialogues[0].liked == {3} and dialogues[0].seen == {0, 3}


def test_only_confirmed_films_are_labels_and_forms_may_be_lists():
    cases, _, _ = prepared({**TALK, "movieMentions": {"101": "Film (1999)", "104": None, "999": "never said"}})
    assert [case.labels for case in cases] == [(0,), (0, 3)]
    assert prepared({**TALK, **LISTS})[0] == []


def naive_rows(cases, films):
    return redial_floors.naive(films)(cases)


def test_metrics_by_hand():
    cases, dialogues, ids = prepared(TALK, FIRST)
    scores = naive_rows(cases, len(ids))
    assert scores[1].tolist() == [0, 1, 2, -np.inf]
    worth = [redial_metrics.worth(one.liked, one.seen) for one in dialogues]
    outcomes = [
        redial_metrics.Outcome.of(case.dialogue, score, case.labels, worth[case.dialogue])
        for case, score in zip(cases, scores, strict=True)
    ]
    never = redial_metrics.NOT_LISTED
    assert [one.ranks.tolist() for one in outcomes] == [[never, never], [2, never], [0]]
    macro, micro = redial_metrics.macro(outcomes), redial_metrics.micro(outcomes)
    assert macro["recall@1"] == pytest.approx(1 / 3, abs=1e-4)
    assert micro["recall@1"] == pytest.approx(1 / 5)
    few = [one for one in outcomes if one.dialogue == 1]
    assert redial_metrics.success(outcomes, [6, 3]) == {"success_rate": 0.5, "reward_per_length": round(1 / 3 / 2, 4)}
    assert redial_metrics.macro(few)["recall@1 low"] == 1.0
    fresh = without_mentioned(cases, scores)
    assert not np.isfinite(fresh).any()


def many():
    """Forty small dialogues of two tastes."""
    scary, funny = ("101", "102", "103"), ("201", "202", "203")
    made = []
    for at in range(40):
        films, word = (scary, "scary") if at % 2 else (funny, "funny")
        one, two, three = np.roll(films, at // 2)
        made.append(dialogue(
            str(at), ("S", f"hello, something {word} please"), ("R", f"try @{one} ok"), ("S", "what else is there"),
            ("R", f"@{two} or @{three}"), ("S", "thanks"), liked=(two,), seen=(one, two),
        ))  # fmt: skip
    return made


def lists(train, test, films=None):
    """What every system lists for the tested dialogues."""
    folder = Path(write.folder)
    data = redial.read([write(folder / "train.jsonl", train)], write(folder / "test.jsonl", test))
    ((learnt, tested),) = data.splits
    cases = cases_of([data.dialogues[at] for at in tested])
    teachers = [data.dialogues[at] for at in learnt]
    return {
        (name, at): system([case])[0].tolist()
        for name, system, _ in redial._systems(teachers, data.films)
        for at, case in enumerate(cases)
    }


def test_what_judges_a_test_dialogue_ranks_nothing():
    """Labels and answers of tested dialogues may change, and so may what comes after a turn: the lists stay."""
    train, test = many()[:30], many()[30:]
    plain = lists(train, test)
    other = copy.deepcopy(test)
    for one in other:
        one["movieMentions"] |= {"999": "Another (2000)"}
        one["initiatorQuestions"] = {film: {"liked": 0, "seen": 0} for film in one["initiatorQuestions"]}
        one["respondentQuestions"] = {"101": {"liked": 1}}
        one["messages"][-1]["text"] = "scary funny @101"
    assert lists(train, other) == plain
    fewer = copy.deepcopy(test)
    for one in fewer:  # without its first film, the first case is gone and the second is as before
        del one["movieMentions"][one["messages"][1]["text"].split()[1][1:]]
    second = [score for (_, at), score in plain.items() if at % 2]
    assert list(lists(train, fewer).values()) == second


def test_evaluate_gives_every_row():
    folder = Path(write.folder)
    data = redial.read([write(folder / "a.jsonl", many()[:20]), write(folder / "b.jsonl", many()[10:])], None)
    assert len(data.dialogues) == 40 and len(data.splits) == 5
    assert sorted(at for _, tested in data.splits for at in tested) == list(range(40))
    assert all(not set(learnt) & set(tested) for learnt, tested in data.splits)
    rows = redial.evaluate(data)
    assert {(r["system"], r["targets"], r["average"]) for r in rows} == {
        (system, targets, average)
        for system in ("sommelier", "naive", "popularity", "ease")
        for targets in ("all", "dedup")
        for average in ("macro", "micro")
    }
    assert {(row["rows"], row["labels"]) for row in rows} == {(80, 120)}
    by = {(r["system"], r["targets"], r["average"]): r for r in rows}
    ours = by["sommelier", "dedup", "macro"]
    assert ours["recall@1"] > 0.3 > by["popularity", "dedup", "macro"]["recall@1"]
    assert ours["recall@50"] == 1
    assert ours["recall@1 low"] <= ours["recall@1"] <= ours["recall@1 high"]
    assert by["naive", "dedup", "macro"]["recall@50"] == 0
    assert "success_rate" in ours and "success_rate" not in by["sommelier", "dedup", "micro"]


def test_tested_dialogues_are_not_learnt_from():
    told = []
    folder = Path(write.folder)
    train, test = write(folder / "train.jsonl", many()), write(folder / "test.jsonl", many()[30:])
    data = redial.read([train], test, say=told.append)
    ((learnt, tested),) = data.splits
    assert len(learnt) == 30 and len(tested) == 10 and not set(learnt) & set(tested)
    assert told == ["Not learnt from: 10 dialogues that are tested."]
    assert len(redial.read([train], train).splits) == 5
    assert len(redial.read([train], test, folds=4).splits) == 4


def test_films_come_from_the_list_the_texts_and_the_metadata(tmp_path):
    (tmp_path / "films.csv").write_text("movieId,movieName,nbMentions\r\n104,Heat  (1995),9\r\n500,Up (2009),3\r\n")
    told = {"104": {"name": "?", "genre": ["Crime"], "star": ["Al Pacino"], "director": ["Michael Mann"], "plot": "p"}}
    (tmp_path / "info.json").write_text(json.dumps({**told, "101": {"name": "It (2017)", "genre": None}}))
    records = read_records([write(tmp_path / "some.jsonl", [TALK])], BadRows()).values()
    films = read_films(tmp_path / "films.csv", tmp_path / "info.json", records)
    assert [(film.id, film.title, film.year) for film in films] == [
        ("104", "Heat", 1995), ("500", "Up", 2009), ("101", "It", 2017), ("102", "", None), ("103", "", None),
    ]  # fmt: skip
    assert films[0].genres == ("crime",)
    assert [(person.name, person.role) for person in films[0].people] == [
        ("Michael Mann", "director"), ("Al Pacino", "cast"),
    ]  # fmt: skip


@pytest.fixture
def command(capfd):
    def run(*arguments):
        code = cli.run(["evaluate", "redial", *map(str, arguments)])
        out, err = capfd.readouterr()
        return code, out, err

    return run


def test_the_command(command, tmp_path):
    train = [write(tmp_path / "a.jsonl.xz", many()[:15]), write(tmp_path / "b.jsonl.gz", many()[15:30])]
    test = write(tmp_path / "test.jsonl", many()[30:])
    test.write_text(test.read_text() + "no dialogue\n" + '{"messages": 3}\n')
    code, out, err = command("--train", *train, "--test", test, "--links", test, "--json")
    assert code == 0
    found = json.loads(out)
    assert set(found["run"]["data"]) == {"a.jsonl.xz", "b.jsonl.gz", "test.jsonl"}
    assert len(found["results"]) == 16 and {row["rows"] for row in found["results"]} == {20}
    assert "2 lines" in err and "--links" in err
    code, out, _ = command("--train", train[0], "--train", train[1], "--test", test)
    assert code == 0 and "sommelier" in out and "R@10" in out and "success" in out


def test_errors_are_a_sentence(command, tmp_path):
    good = write(tmp_path / "good.jsonl", many())
    (tmp_path / "bad.jsonl").write_text("[1, 2]\nnothing\n")
    (tmp_path / "bad.csv").write_text("id,name\n1,Heat\n")
    silent = write(tmp_path / "silent.jsonl", [dialogue("900", ("S", "hi"), ("R", "hello"))])
    for arguments, words in (
        (["--train", "/nowhere"], "/nowhere"),
        (["--train", good, "--test", "/nowhere"], "/nowhere"),
        (["--train", tmp_path], str(tmp_path)),
        (["--train", tmp_path / "bad.jsonl"], "holds no ReDial dialogue"),
        (["--train", good, "--items", tmp_path / "bad.csv"], "movieId"),
        (["--train", good, "--items", tmp_path / "bad.jsonl"], "movieId"),
        (["--train", good, "--metadata", tmp_path / "bad.csv"], "not JSON"),
        (["--train", good, "--folds", "1"], "1 folds"),
        (["--train", good, "--test", silent], "names films"),
        (["--train", silent, "--test", silent, "--folds", "5"], "5 folds"),
    ):
        code, out, err = command(*arguments)
        assert (code, out) == (3, ""), arguments
        assert words in err and "Traceback" not in err, arguments
    with pytest.raises(BadData):
        read_records([tmp_path / "bad.jsonl"], BadRows())
    assert command()[0] == 2


@pytest.mark.data
@pytest.mark.parametrize(("names", "rows", "labels"), [
    (("kgsf", "ievalm"), (5269, 4963), (6992, 6425)),
    (("kgsf",), (2650, 2479), None), (("ievalm",), (2880, 2732), None),
])  # fmt: skip
def test_rows_of_the_public_files(names, rows, labels):
    if not SHARED.is_dir():
        pytest.skip(f"needs the public data sets in {SHARED.parent}")
    bad = BadRows()
    records = read_records([SHARED / f"train_fragments/{name}_valid_data.jsonl.xz" for name in names], bad).values()
    films = read_films(SHARED / "official/movies_with_mentions.csv.xz", None, records)
    assert len(films) == 6924 and not len(bad)
    cases = cases_of(by_row(records, films))
    assert (len(cases), sum(bool(case.fresh) for case in cases)) == rows
    if labels:
        assert (sum(len(case.labels) for case in cases), sum(len(case.fresh) for case in cases)) == labels
