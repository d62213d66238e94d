"""The graph is wired as documented, and streams what its nodes say."""

from threading import Event

import pytest

from assistant.conversation import Delta, Stage
from assistant.graph import compile_graph, run
from assistant.reading import Reading
from assistant.turn import RECOMMENDS, TurnState

RECOMMENDING = ["understand", "remember", "retrieve", "rank", "clarify", "explain"]
ANSWERING = ["understand", "remember", "answer"]


@pytest.fixture(scope="module")
def graph():
    return compile_graph()


def test_nodes_and_edges(graph):
    drawn = graph.get_graph()
    assert set(drawn.nodes) == {"__start__", *RECOMMENDING, "answer", "__end__"}
    assert {(e.source, e.target) for e in drawn.edges} == {
        ("__start__", "understand"), ("understand", "remember"), ("remember", "retrieve"), ("remember", "answer"),
        ("retrieve", "rank"), ("rank", "clarify"), ("clarify", "explain"), ("explain", "__end__"),
        ("answer", "__end__"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("message", "stages"),
    [
        ("a crime film", RECOMMENDING),
        ("hello", ["understand", "remember", "answer"]),
        ("asdf", ["understand", "remember", "answer"]),
    ],
)
def test_what_a_message_passes_through(graph, session, message, stages):
    turns = session._turns
    context = turns._context(Event())
    events = list(run(graph, TurnState(text=message, turn=1, preferences=context.ledgers[-1]), context))
    assert [e.name for e in events if isinstance(e, Stage)] == stages
    state = events[-1]
    assert isinstance(state, TurnState)
    assert "".join(e.text for e in events if isinstance(e, Delta)) == state.said
    assert set(state.timings) == set(stages) and state.first_text


def test_a_click_recommends_nothing():
    for intent in RECOMMENDS:
        reading = Reading(intent=intent)
        clicked = TurnState(text="", turn=1, preferences=None, given=reading, reading=reading)
        assert not clicked.recommends
        assert TurnState(text="", turn=1, preferences=None, reading=reading).recommends
