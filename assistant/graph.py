"""The wiring of one turn as a LangGraph graph, and nothing else. The door to langgraph.

No checkpointer: the log is the memory. What the steps need comes in as the run's context; text goes out through the
stream writer while the turn runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from typing import TYPE_CHECKING, Any, TypedDict

from assistant.conversation import Delta, Stage
from assistant.turn import TurnContext, TurnState

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

#: What streaming gives: a stage that begins, text to append, and at the end the finished state.
StreamEvent = Stage | Delta | TurnState


class _Wire(TypedDict):
    """LangGraph's state: one slot, replaced by each node with a newer value."""

    turn: TurnState


def compile_graph() -> Any:
    """The compiled graph: ``understand → remember → (answer | retrieve → rank → clarify → explain)``."""
    from langgraph.graph import END, START, StateGraph

    graph = StateGraph(_Wire, context_schema=TurnContext)
    for name in ("understand", "remember", "retrieve", "rank", "clarify", "explain", "answer"):
        graph.add_node(name, _node(name))
    graph.add_edge(START, "understand")
    graph.add_edge("understand", "remember")
    graph.add_conditional_edges("remember", _next, {"retrieve": "retrieve", "answer": "answer"})
    for before, after in (
        ("retrieve", "rank"),
        ("rank", "clarify"),
        ("clarify", "explain"),
        ("explain", END),
        ("answer", END),
    ):
        graph.add_edge(before, after)
    return graph.compile()


def _next(wire: _Wire) -> str:
    return "retrieve" if wire["turn"].recommends else "answer"


def _node(name: str) -> Callable[..., dict[str, TurnState]]:
    """A step as a node: it announces itself, is timed, and passes its text on as it comes."""

    def node(state: _Wire, runtime: Any) -> dict[str, TurnState]:
        begun = time.perf_counter()
        turn, context = state["turn"], runtime.context
        runtime.stream_writer(Stage(name=name))

        def say(text: str) -> None:
            if text:
                turn.first_text = turn.first_text or time.perf_counter()
                runtime.stream_writer(Delta(text=text))

        getattr(turn, name)(context, say)
        turn.timings[name] = turn.timings.get(name, 0.0) + 1000 * (time.perf_counter() - begun)
        return {"turn": turn}

    node.__name__ = name
    from langgraph.runtime import Runtime

    node.__annotations__ = {"state": _Wire, "runtime": Runtime[TurnContext]}
    return node


def mermaid() -> str:
    """The graph as Mermaid text, which GitHub and many editors draw."""
    return str(compile_graph().get_graph().draw_mermaid())


def run(
    graph: Any, state: TurnState, context: TurnContext, config: RunnableConfig | None = None
) -> Generator[StreamEvent, None, None]:
    """Run one turn: stages and text as they come, then the finished state. ``config`` is LangChain's (callbacks)."""
    events = graph.stream({"turn": state}, config, context=context, stream_mode=["custom", "values"])
    with closing(events):  # whoever leaves early waits here for the step that is running
        for mode, value in events:
            if mode == "custom":
                yield value
            else:
                state = value["turn"]
    yield state
