"""The contract, for each kind of model that there is."""

from dataclasses import fields

import pytest

from tests.assistant.models import Saying

from .contract import Contract


class TestFake(Contract):
    free = False

    @pytest.fixture
    def model(self):
        return Saying(texts=["A film about a heist."])


class TestTiny(Contract):
    @pytest.fixture
    def model(self, chat):
        return chat


@pytest.mark.model
class TestEmbedded(Contract):
    @pytest.fixture
    def model(self, smollm):
        return smollm.model_copy(update={"max_new_tokens": 24})


class TestServer(Contract):
    seconds = 0.4  # a stop frees the reader at once; what the server does meanwhile is its own affair

    @pytest.fixture
    def model(self, chat):
        pytest.importorskip("langchain_openai", reason="needs the extra [remote]")
        from assistant.llm.remote import remote

        from .server import app, serving

        with serving(app(chat)) as address:
            yield remote("tiny", address, environment={}, max_new_tokens=24)


def test_the_local_and_the_remote_model_take_the_same_options():
    """Whoever changes models changes no call; only a logits processor needs the logits."""
    from assistant.llm.quantized import QuantizedChatModel
    from assistant.llm.remote import RemoteChatModel

    local, far = ({field.name for field in fields(m.options_type)} for m in (QuantizedChatModel, RemoteChatModel))
    assert local - far == {"processor"} and far < local
