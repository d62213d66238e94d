"""Planted faults are caught: by what must always hold, by the scripts, or by the independent judge."""

import pytest

from tests.assistant.faults import FAULTS
from tests.assistant.mutants import crowd_of, first_caught

#: Nothing catches it: whatever was disliked stands so low in the ranking that it does not come back by itself.
MISSED = {"a disliked item returns"}
#: Those that the first script finds are in the quick suite; the others take longer.
QUICK = ("a seen item returns", "a hard wish is ignored", "the log and the state differ", "a control token in the text")


@pytest.fixture(scope="module")
def crowd(index):
    """The same people for every fault: they are drawn anew each time."""
    from assistant.memory import Memory
    from assistant.session import Assistant
    from assistant.turns import Parts

    memory = Memory(index.folder.parent / "crowd.sqlite")
    yield crowd_of(Assistant(Parts(index=index, memory=memory)))
    memory.close()


def case(name):
    marks = [] if name in QUICK else [pytest.mark.slow]
    return pytest.param(name, marks=[*marks, pytest.mark.xfail(strict=True)] if name in MISSED else marks)


@pytest.mark.parametrize("name", [case(name) for name in FAULTS])
def test_a_planted_fault_is_caught(name, assistant, crowd, monkeypatch):
    FAULTS[name](monkeypatch)
    assert first_caught(assistant, crowd)


@pytest.mark.slow
def test_nothing_is_caught_without_a_fault(assistant, crowd):
    assert first_caught(assistant, crowd) == ""
    assert len(FAULTS) - len(MISSED) >= 19
