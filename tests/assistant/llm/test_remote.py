"""A server on loopback: what it cannot do is worked around, what goes wrong is one sentence."""

import logging
import socket
import threading
import time

import pytest

from assistant.errors import AssistantError, BadSettings, ModelFailed, ModelUnavailable, OutOfResources

from .contract import ASK, Pick
from .server import app, serving

pytest.importorskip("langchain_openai", reason="needs the extra [remote]")

from assistant.llm import remote as room
from assistant.llm.remote import remote


class Says:
    """A model of the server that says one text, whatever it is asked."""

    def __init__(self, text):
        self.text = text

    def stream(self, messages, stop=None, **options):
        from langchain_core.messages import AIMessageChunk

        yield AIMessageChunk(content=self.text)


@pytest.mark.parametrize("shapes", [("json_object",), ()], ids=["json mode", "words only"])
def test_without_schemas_it_is_asked_in_words_and_remembered(shapes):
    made = app(Says('{"sure": true, "mood": "sad"}'), shapes=shapes)
    with serving(made) as address:
        model = remote("tiny", address, environment={})
        for _ in range(2):
            assert model.with_structured_output(Pick).invoke(ASK) == Pick(sure=True, mood="sad")
        kinds = [body.get("response_format", {}).get("type") for body in made.state.asked]
        last = "json_object" if shapes else None
        assert kinds[-2:] == [last, last] and kinds.count("json_schema") == 1
        assert "schema" in made.state.asked[-1]["messages"][0]["content"]


def test_an_answer_that_is_not_of_the_shape_is_an_error():
    with serving(app(Says("I would rather not."), shapes=())) as address:
        model = remote("tiny", address, environment={})
        with pytest.raises(ModelFailed):
            model.with_structured_output(Pick).invoke(ASK)
        with pytest.raises(ModelFailed, match="none of the 2"):
            model.with_structured_output(["a", "b"]).invoke(ASK)


def test_the_key_is_sent_and_never_shown(chat, caplog):
    caplog.set_level(logging.DEBUG)
    with serving(app(chat, key="sk-secret")) as address:
        assert remote("tiny", address, environment={"SOMMELIER_API_KEY": "sk-secret"}).invoke(ASK).text
        with pytest.raises(ModelUnavailable, match="refuses the key") as caught:
            remote("tiny", address, environment={"OPENAI_API_KEY": "sk-wrong"}).invoke(ASK)
        shown = repr(remote("tiny", address, environment={"OPENAI_API_KEY": "sk-wrong"}))
    assert "sk-" not in f"{caught.value}{caught.value.hint}{shown}{caplog.text}"


def test_a_model_or_a_server_that_is_not_there(chat):
    with serving(app(chat)) as address, pytest.raises(ModelUnavailable, match="has no model 'openai:big'"):
        remote("big", address, environment={}).invoke(ASK)
    with pytest.raises(ModelUnavailable, match="No server answers") as caught:
        remote("tiny", address, environment={}).invoke(ASK)
    assert address in str(caught.value) and "--base-url" in caught.value.hint


def test_a_server_that_is_silent(monkeypatch):
    monkeypatch.setattr(room, "_SILENCE_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        model = remote("tiny", f"http://127.0.0.1:{silent.getsockname()[1]}/v1", environment={})
        begun = time.monotonic()
        assert model.invoke(ASK, deadline_s=0.1).response_metadata["finish_reason"] == "deadline"
        assert time.monotonic() - begun < 0.4
        with pytest.raises(OutOfResources, match="in time"):
            model.invoke(ASK)


def test_a_stop_leaves_the_server_within_a_fifth_of_a_second(chat):
    stop = threading.Event()
    with serving(app(chat, pause=0.03)) as address:
        threading.Timer(0.3, stop.set).start()
        begun = time.monotonic()
        answer = remote("tiny", address, environment={}).invoke(ASK, stop_event=stop, max_new_tokens=900)
        assert time.monotonic() - begun < 0.6 and answer.text
        assert answer.response_metadata["finish_reason"] == "stopped"


@pytest.mark.parametrize(
    ("address", "environment", "error", "said"),
    [
        ("", {}, BadSettings, "not the address"),
        ("ftp://127.0.0.1/v1", {}, BadSettings, "not the address"),
        ("https://models.example/v1", {}, ModelUnavailable, "no key"),
        ("http://models.example/v1", {"OPENAI_API_KEY": "sk-1"}, BadSettings, "unencrypted"),
    ],
)
def test_addresses(address, environment, error, said):
    with pytest.raises(error, match=said) as caught:
        remote("tiny", address, environment=environment)
    assert isinstance(caught.value, AssistantError) and caught.value.hint and "sk-1" not in str(caught.value)


def test_loopback_is_recognised():
    assert all(map(room.is_loopback, ["http://127.0.0.1:1/v1", "http://localhost/v1", "http://[::1]:2/v1"]))
    assert not any(map(room.is_loopback, ["http://127.evil.example/v1", "https://api.example", "http://10.0.0.1/v1"]))
