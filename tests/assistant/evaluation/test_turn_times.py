"""The bench of turns talks as it says it does: every kind of message is read as meant, and the stages add up."""

import json

import numpy as np
import pytest

from assistant.evaluation import invented, synthetic, turn_times
from assistant.memory import Memory
from assistant.session import Assistant
from assistant.turns import Parts
from ui.cli import run

ITEMS = 900


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    class Even:
        """Any text means the same: the real encoder would take seconds to load."""

        name, fingerprint = "even", "even@0"

        def encode(self, texts):
            return np.full((len(texts), 384), 1 / np.sqrt(384), np.float32)

        def warm(self):
            pass

    folder = tmp_path_factory.mktemp("invented")
    found = synthetic.index(ITEMS, folder, held=invented.catalogue(ITEMS), encoder=Even())
    yield found
    found.close()


def test_an_invented_catalogue_has_words_in_it():
    catalogue = invented.catalogue(500)
    assert len({item.title for item in catalogue.items}) == 500
    assert catalogue.kinds == {"film": 334, "book": 166}
    assert all(item.people and item.genres and item.description for item in catalogue.items)
    assert invented.catalogue(500).items[17] == catalogue.items[17]
    assert len({item.title for item in invented.catalogue(20_000).items}) == 20_000


def test_its_messages_are_read_as_meant(index, tmp_path):
    meant = {
        "likes": "recommend", "wishes": ("refine", "recommend"), "why": "why", "question": "ask", "undo": "undo",
        "in words": ("refine", "recommend"), "compare": "compare", "more like": "more_like", "forget": "forget",
        "ledger": "ask", "chat": "chat", "accept": "accept", "long": ("refine", "recommend"),
    }  # fmt: skip
    memory = Memory(tmp_path / "log.sqlite")
    session = Assistant(Parts(index=index, memory=memory)).session()
    replies = {}
    for kind, message in turn_times.talk(index.catalogue, np.random.default_rng(3)):
        replies.setdefault(kind, session.say(message))
    memory.close()
    wrong = {kind: replies[kind].intent for kind, intent in meant.items() if replies[kind].intent not in intent}
    assert not wrong
    assert len(replies["likes"].preferences.likes) == 2 and len(replies["likes"].preferences.dislikes) == 1
    assert replies["Chinese"].language == "zh" and replies["long"].preferences.likes


def test_the_rows_add_up(index, tmp_path):
    rows = turn_times.turns(index, tmp_path / "log.sqlite", talks=2)
    turns = {row["message"]: row for row in rows if row["what"] == "turn"}
    assert turns["first"]["n"] == 1 and turns["all"]["n"] == 39
    assert sum(row["n"] for kind, row in turns.items() if kind != "all") == 40
    stages = {row["what"]: row for row in rows if row["message"] == "all" and row["what"] != "turn"}
    assert list(stages) == list(turn_times.STAGES)
    for row in turns.values():
        assert all(row[name] >= 0 for name in turn_times.STAGES) and row["p50_ms"] <= row["p95_ms"]
    total = sum(turns["undo"][name] for name in turn_times.STAGES)
    assert total == pytest.approx(turns["undo"]["p50_ms"], rel=0.2, abs=3)


@pytest.mark.slow
def test_bench_turn_prints_a_card_and_flat_rows(tmp_path, capsys):
    options = ["--data-dir", str(tmp_path), "--quiet", "--json"]
    assert run(["bench", "turn", "--items", "300", "--talks", "1", *options]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["run"]["command"] == "bench turn" and printed["run"]["talks"] == 1
    assert any(row["message"] == "all" and row["p95_ms"] > 0 for row in printed["results"])
