"""LangChain's callbacks see the steps of a turn and the model's calls; without any, nothing is traced anywhere."""

import asyncio
import os

import pytest
from langchain_core.callbacks import BaseCallbackHandler

from tests.assistant.models import Saying

MESSAGE = "I loved Heat. Something from the 90s, not too long?"
STEPS = ["understand", "remember", "retrieve", "rank", "clarify", "explain"]


class Recording(BaseCallbackHandler):
    def __init__(self):
        self.chains, self.models, self.ended, self.metadata = {}, [], 0, {}

    def on_chain_start(self, serialized, inputs, *, run_id, parent_run_id=None, metadata=None, name=None, **kwargs):
        self.chains[run_id] = (name, parent_run_id)
        self.metadata = self.metadata or dict(metadata or {})

    def on_chat_model_start(self, serialized, messages, *, run_id, parent_run_id=None, **kwargs):
        self.models.append((parent_run_id, messages))

    def on_llm_end(self, response, **kwargs):
        self.ended += 1

    @property
    def names(self):
        return [name for name, _ in self.chains.values()]


@pytest.fixture
def writing(open_assistant):
    return open_assistant(model=Saying(texts=["Fine."]), model_name="quick", steps=frozenset({"explain"}))


def test_a_handler_of_the_session_sees_every_turn(writing):
    seen = Recording()
    session = writing.session(callbacks=[seen])
    session.say(MESSAGE)
    assert seen.names[0] == "turn" and [name for name in seen.names if name in STEPS] == STEPS
    assert seen.metadata["session"] == session.id and seen.metadata["turn"] == 1
    session.say("undo")
    assert seen.names.count("turn") == 2 and "answer" in seen.names


def test_the_model_s_calls_hang_below_their_step(writing):
    seen = Recording()
    reply = writing.session().say(
        MESSAGE, config={"callbacks": [seen], "tags": ["mine"], "metadata": {"turn": "first"}}
    )
    assert len(seen.models) == len(reply.items) == seen.ended
    assert {seen.chains[parent][0] for parent, _ in seen.models} == {"explain"}
    assert seen.metadata["turn"] == "first"


def test_a_handler_of_one_turn_sees_no_other(writing):
    seen = Recording()
    session = writing.session()
    list(session.stream(MESSAGE, config={"callbacks": [seen]}))
    session.say("something sadder")
    assert seen.names.count("turn") == 1


def test_without_blocking_too(writing):
    seen = Recording()

    async def talk():
        session = writing.session()
        async for _ in session.astream(MESSAGE, config={"callbacks": [seen]}):
            pass
        await session.asay("something sadder", config={"callbacks": [seen]})

    asyncio.run(talk())
    assert seen.names.count("turn") == 2


def test_the_tracing_of_the_environment_stays_off(writing, monkeypatch):
    from assistant.bootstrap import _send_nothing

    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    _send_nothing()
    seen = Recording()
    writing.session(callbacks=[seen]).say(MESSAGE)
    assert os.environ["LANGSMITH_TRACING"] == "false" and seen.names
