"""Planted faults are caught: by what must always hold, by a script, or by the independent judge.

Each is played against the one check that is known to find it; ``python -m tests.assistant.mutants`` plays them all
against everything, and prints the table of docs/report.md.
"""

import pytest

from tests.assistant.faults import FAULTS
from tests.assistant.mutants import crowd_of, judged, scripted

#: The script that finds each fault, by what it expects or by what must always hold.
SCRIPTS = {
    "by clicks": (
        "one item twice in a reply", "undo loses the whole state", "undo takes two turns back", "undo does nothing",
        "a click on 'seen' is noted as a like",
    ),
    "a long letter": (
        "a seen item returns", "a hard wish is ignored", "what was excluded is shown",
        "'no horror' is taken for 'horror'",
        "a like is forgotten", "the log and the state differ", "markup in the text",
        "a control token in the text", "one item too many",
    ),
    "not these": ("a rejected item returns",),
    "not that one of his": ("a disliked item returns",),
    "accept ends it": ("a shown item returns", "a message is read as small talk"),
    "a long evening": ("a question is asked twice", "the JSON of a reply loses its question"),
    "accept by title": ("a question after goodbye", "it goes on offering after 'I'll take it'"),
    "I insist": ("a wish is set aside without a word", "a wish is set aside and the reply does not list it"),
    "换成书": ("Chinese is answered in English",),
}  # fmt: skip
FOUND_BY = {fault: script for script, faults in SCRIPTS.items() for fault in faults}


@pytest.fixture(scope="module")
def crowd(index):
    """The same people for every fault: they are drawn anew each time."""
    from assistant.memory import Memory
    from assistant.session import Assistant
    from assistant.turns import Parts

    memory = Memory(index.folder.parent / "crowd.sqlite")
    yield crowd_of(Assistant(Parts(index=index, memory=memory)))
    memory.close()


@pytest.mark.parametrize("name", sorted(FOUND_BY))
def test_a_script_finds_it(name, assistant, monkeypatch):
    assert scripted(assistant, FOUND_BY[name]) == ""
    FAULTS[name](monkeypatch)
    assert scripted(assistant, FOUND_BY[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in FAULTS if name not in FOUND_BY])
def test_the_judge_finds_it(name, assistant, crowd, monkeypatch):
    FAULTS[name](monkeypatch)
    assert judged(assistant, crowd)


def test_every_fault_has_its_check():
    assert set(FOUND_BY) <= set(FAULTS)
    assert len(FAULTS) >= 20
