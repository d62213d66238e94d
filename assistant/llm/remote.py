"""A model behind an OpenAI-compatible server (vLLM, Ollama, llama.cpp, …) with the options and errors of the local one.

Door to langchain-openai (extra ``[remote]``), imported when a model is opened. A key comes from the environment, goes
to no other machine unencrypted, and is never logged. This file does not know prompts, steps or settings.
"""

import json
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from langchain_core.messages import BaseMessage, SystemMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk
from pydantic import BaseModel, Field, PrivateAttr, SecretStr

from assistant.errors import AssistantError, BadSettings, ModelFailed, ModelUnavailable, OutOfResources
from assistant.llm.chat_model import Options, SommelierChatModel, last, piece
from assistant.llm.grammar import Grammar, as_grammar
from assistant.llm.writing import Limits, Writing

PREFIX = "openai:"
KEYS = ("SOMMELIER_API_KEY", "OPENAI_API_KEY")
_CONNECT_S, _SILENCE_S = 5.0, 120.0  # seconds until a server must have answered the door, and between two pieces


class RemoteChatModel(SommelierChatModel):
    """Made by ``remote``. Takes the options of QuantizedChatModel except ``processor``; raises the same errors."""

    client: Any = Field(exclude=True, repr=False)
    base_url: str

    _shapes: list[str] = PrivateAttr(default_factory=lambda: ["json_schema", "json_object", "words"])

    @property
    def _llm_type(self) -> str:
        return "sommelier-remote"

    def _write(
        self, messages: Sequence[BaseMessage], stop: Sequence[str], options: Options, *given_up: threading.Event
    ) -> Iterator[ChatGenerationChunk]:
        """The pieces of one answer, and a last empty one with the accounts."""
        if not messages:
            raise BadSettings("No message to answer", "Pass at least one message.")
        wait = options.deadline_s
        limits = Limits(
            eos=frozenset(),
            stop=stop,
            deadline=time.monotonic() + wait if wait is not None else float("inf"),
            events=(*given_up, options.stop_event) if options.stop_event else given_up,
        )
        grammar = as_grammar(options.response_format) if options.response_format is not None else None
        end: dict[str, Any] = {}
        if grammar is None:
            writing = Writing(lambda _: None, limits)
            yield from map(piece, writing.read(lambda: self._start(writing, messages, options, {}, end)))
        else:
            text, writing = self._shaped(messages, options, grammar, limits, end)
            yield piece(text)
        usage = end.get("usage") or UsageMetadata(input_tokens=0, output_tokens=0, total_tokens=0)
        finish = writing.finish if writing.finish != "length" else end.get("finish", "stop")
        yield last(usage, finish_reason=finish, model_name=self.model_name)

    def _start(
        self,
        writing: Writing,
        messages: Sequence[BaseMessage],
        options: Options,
        extra: Mapping[str, Any],
        end: dict[str, Any],
    ) -> threading.Thread:
        """Ask the server in a thread of its own, for a server may be silent for long."""
        # In the body as it is: langchain-openai renames it, and not every server knows the new name.
        asked = {
            "extra_body": {"max_tokens": options.max_new_tokens},
            "temperature": options.temperature,
            **extra,
        }
        if options.temperature > 0:
            asked |= {"top_p": options.top_p, **({"seed": options.seed} if options.seed is not None else {})}

        def work() -> None:
            try:
                for chunk in self.client.stream(list(messages), **asked):
                    end.update({"usage": chunk.usage_metadata} if chunk.usage_metadata else {})
                    if reason := chunk.response_metadata.get("finish_reason"):
                        end["finish"] = reason
                    if writing.say(str(chunk.text)):
                        break
                writing.close()
            except Exception as error:  # noqa: BLE001 - a thread has nobody to raise to: the reader gets it
                writing.close(_explained(error, self.model_name, self.base_url))

        thread = threading.Thread(target=work, name="remote-model", daemon=True)
        thread.start()
        return thread

    def _shaped(
        self,
        messages: Sequence[BaseMessage],
        options: Options,
        grammar: Grammar,
        limits: Limits,
        end: dict[str, Any],
    ) -> tuple[str, Writing]:
        """A text of the shape: by the server's schema, else its JSON mode, else by asking for it in words."""
        listed = not isinstance(grammar.shape, type | Mapping)
        schema = _schema(grammar)
        while True:
            way = self._shapes[0]
            writing = Writing(lambda _: None, limits)
            asked, extra = _ask_for(way, messages, schema)
            try:
                start = lambda w=writing, a=asked, e=extra: self._start(w, a, options, e, end)  # noqa: E731
                text = "".join(writing.read(start)).strip()
            except _Refused as refused:
                if len(self._shapes) == 1:
                    raise ModelFailed(str(refused), refused.hint) from refused
                self._shapes.pop(0)  # this server does not know it: never asked again
                continue
            return (_listed(text) if listed and writing.finish == "length" else text), writing


class _Refused(ModelFailed):
    """The server did not understand the request."""


def remote(
    name: str, base_url: str, *, environment: Mapping[str, str] | None = None, **settings: Any
) -> RemoteChatModel:
    """The model ``name`` of the server at ``base_url``, which is not asked anything yet.

    Raises BadSettings for an address that is none, or a key that would travel unencrypted, and ModelUnavailable where
    langchain-openai is not installed or a server elsewhere is to be asked without a key.
    """
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or not name:
        raise BadSettings(
            f"{base_url!r} is not the address of a server for {PREFIX}{name}",
            "Write it as --base-url http://127.0.0.1:8000/v1.",
        )
    here, key = is_loopback(base_url), _key(os.environ if environment is None else environment)
    if not here and not key:
        raise ModelUnavailable(f"There is no key for {parts.hostname!r}", f"Put it into the environment as {KEYS[0]}.")
    if not here and parts.scheme == "http":
        raise BadSettings(f"The key for {parts.hostname!r} would travel unencrypted", "Use an https address.")
    client = _client(name, base_url, key, trust_env=not here)
    return RemoteChatModel(client=client, model_name=f"{PREFIX}{name}", base_url=base_url, **settings)


def _client(name: str, base_url: str, key: str, *, trust_env: bool) -> Any:
    """langchain-openai's model; without ``trust_env`` no proxy of the environment stands between."""
    try:
        from langchain_openai import ChatOpenAI
        from openai import DefaultHttpxClient, Timeout
    except ImportError as error:
        raise ModelUnavailable(
            "Models of other servers need langchain-openai, which is not installed",
            "Install it: pip install 'sommelier[remote]'.",
        ) from error
    timeout = Timeout(_SILENCE_S, connect=_CONNECT_S)
    http = DefaultHttpxClient(timeout=timeout, trust_env=trust_env)
    given: dict[str, Any] = {"model": name, "api_key": SecretStr(key or "none"), "timeout": timeout}
    return ChatOpenAI(base_url=base_url, max_retries=0, stream_usage=True, cache=False, http_client=http, **given)


def is_loopback(base_url: str) -> bool:
    """Does the address lead to this machine?"""
    host = urlsplit(base_url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _key(environment: Mapping[str, str]) -> str:
    return next((environment[name] for name in KEYS if environment.get(name)), "")


def _schema(grammar: Grammar) -> dict[str, Any]:
    """The shape as a JSON schema; a list of strings becomes an object with one of them."""
    shape = grammar.shape
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return shape.model_json_schema()
    if isinstance(shape, Mapping):
        return dict(shape)
    one = {"type": "string", "enum": list(shape)}
    return {"type": "object", "properties": {"answer": one}, "required": ["answer"], "additionalProperties": False}


def _ask_for(
    way: str, messages: Sequence[BaseMessage], schema: Mapping[str, Any]
) -> tuple[list[BaseMessage], dict[str, Any]]:
    if way == "json_schema":
        described = {"name": "answer", "schema": dict(schema)}
        return list(messages), {"response_format": {"type": "json_schema", "json_schema": described}}
    words = SystemMessage(f"Answer with one JSON value of this schema and nothing else: {json.dumps(schema)}")
    return [words, *messages], {"response_format": {"type": "json_object"}} if way == "json_object" else {}


def _listed(text: str) -> str:
    """The string inside its object; a text that is no such object as it is."""
    try:
        return str(json.loads(text)["answer"])
    except (ValueError, KeyError, TypeError):
        return text


def _explained(error: Exception, name: str, base_url: str) -> AssistantError:
    """What the server or the line did, in a sentence. A server's own words are not repeated: they may hold the key."""
    import openai

    if isinstance(error, AssistantError):
        return error
    if isinstance(error, openai.APITimeoutError):
        return OutOfResources(
            f"The server at {base_url!r} did not answer in time", "Try again, or use a smaller model."
        )
    if isinstance(error, openai.APIConnectionError):
        return ModelUnavailable(f"No server answers at {base_url!r}", "Start it, or check --base-url.")
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return ModelUnavailable(f"The server at {base_url!r} refuses the key", f"Check {' or '.join(KEYS)}.")
    if isinstance(error, openai.NotFoundError):
        return ModelUnavailable(f"The server at {base_url!r} has no model {name!r}", "Check the name and the address.")
    if isinstance(error, openai.RateLimitError):
        return OutOfResources(f"The server at {base_url!r} has too much to do", "Try again in a moment.")
    if isinstance(error, openai.BadRequestError | openai.UnprocessableEntityError):
        return _Refused(f"The server at {base_url!r} does not understand the request", "Try another model or server.")
    return ModelFailed(f"The server at {base_url!r} failed ({type(error).__name__})", "Try again.")
