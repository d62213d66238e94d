"""Somebody else's assistant, evaluated with the same scripts and the same simulated people as ours.

It is named by an address that speaks our HTTP interface (``http://127.0.0.1:7860``), or by a Python function
(``package.module:name``):

    def recommend(messages: list[dict], catalogue: Catalogue) -> dict

``messages`` are all so far, oldest first: ``{"role": "user", "content": "a comedy"}`` for what the person says,
``{"role": "user", "content": "", "click": {"like": "heat-1995"}}`` for a click (like, dislike, seen, why, remove or
undo), ``{"role": "assistant", "content": "…", "items": ["heat-1995"]}`` for its own answers. ``catalogue.items`` are
the items (`retrievers.items.Item`), ``catalogue.raters`` how many people rated each. The answer needs ``text``, and
``items``: ids, best first. It may hold anything else of `assistant.conversation.Reply` as JSON (``question``,
``preferences`` …); expectations about what it leaves out are *not shown*: neither passed nor failed. It keeps no state
between calls.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.conversation import Reply
from assistant.errors import AssistantError, BadSettings
from assistant.evaluation.partners import WHOLE, Partner, own
from assistant.preferences import Opinion, Wish
from assistant.session import Assistant, Feedback
from retrievers.catalogue import Catalogue
from retrievers.text import has_cjk

if TYPE_CHECKING:
    import httpx

_PATIENCE_S = 300.0
_TRIES = 20
Answering = Callable[[list[dict[str, Any]], Catalogue], Mapping[str, Any]]


def partner_named(name: str, assistant: Assistant) -> Partner:
    """Whom to talk to: ours where ``name`` is empty. Raises `BadSettings` where nobody can be found under it."""
    if not name:
        return own(assistant)
    if _is_address(name):
        return lambda language, count=None: Served(name, assistant.catalogue, language, count)
    answer = _function(name)
    return lambda language, count=None: Called(name, answer, assistant.catalogue)


def catalogue_of(name: str) -> str | None:
    """The catalogue that an assistant at an address talks about; None where it talks about any, or does not tell."""
    if not _is_address(name):
        return None
    with _client(name) as client:
        told = _json(client, name, "GET", "/api/health").get("catalogue")
        return None if told is None else str(told)


def _is_address(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def _function(name: str) -> Answering:
    module, _, attribute = name.partition(":")
    hint = "Name it as package.module:function, or give an address such as http://127.0.0.1:7860."
    if not module or not attribute:
        raise BadSettings(f"'{name}' is no assistant.", hint)
    if (here := str(Path.cwd())) not in sys.path:
        sys.path.insert(0, here)
    try:
        found: Answering = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise BadSettings(f"The assistant '{name}' cannot be imported ({error}).", hint) from error
    if not callable(found):
        raise BadSettings(f"'{name}' is no function.", hint)
    return found


def partial(data: Any, catalogue: Catalogue, *, name: str, turn: int) -> tuple[Reply, frozenset[str]]:
    """A reply of which perhaps only text and items were told, and what was told.

    Raises `AssistantError` for what is no reply at all.
    """
    try:
        text, told = str(data["text"]), {key: value for key, value in data.items() if key in WHOLE}
        items = [_item(item, catalogue) for item in told.get("items", ())]
        asked = {"intent": "recommend" if items else "chat", "language": "zh" if has_cjk(text) else "en"}
        reply = Reply.from_json({"session": "", "turn": turn, **asked, **told, "text": text, "items": items})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = str(error).splitlines()[0]
        raise AssistantError(
            f"What '{name}' answered is no reply ({type(error).__name__}: {reason}).", "It needs 'text' and 'items'."
        ) from error
    why = {"why"} if any(isinstance(item, Mapping) and "why" in item for item in data.get("items", ())) else set()
    return reply, frozenset({*told, "text", "items", *why})


def _item(item: Any, catalogue: Catalogue) -> dict[str, Any]:
    """An item as an id or with its fields; what it does not tell is taken from the record."""
    given = {"id": item} if isinstance(item, str) else dict(item)
    if (row := catalogue.row(given["id"])) is None:
        return {"title": given["id"], **given}
    record = catalogue.items[row]
    return {"title": record.title, "year": record.year, "kind": record.kind, "genres": record.genres, **given}


class _Foreign:
    """What both kinds have in common: what the latest reply showed. No model calls are counted, no log is read."""

    model_calls = 0

    def __init__(self, name: str, catalogue: Catalogue) -> None:
        self.shows: frozenset[str] = frozenset()
        self._name, self._catalogue, self._turn = name, catalogue, 0

    def _heard(self, data: Any) -> Reply:
        self._turn += 1
        reply, self.shows = partial(data, self._catalogue, name=self._name, turn=self._turn)
        return reply

    def log(self) -> None:
        return None


class Called(_Foreign):
    """A conversation with a Python function."""

    def __init__(self, name: str, answer: Answering, catalogue: Catalogue) -> None:
        super().__init__(name, catalogue)
        self._answer = answer
        self._messages: list[dict[str, Any]] = []

    def _ask(self, **message: Any) -> Reply:
        self._messages.append({"role": "user", "content": "", **message})
        reply = self._heard(self._answer(deepcopy(self._messages), self._catalogue))
        ids = [item.id for item in reply.items]
        self._messages.append({"role": "assistant", "content": reply.text, "items": ids})
        return reply

    def say(self, text: str) -> Reply:
        return self._ask(content=text)

    def feedback(self, item_id: str, opinion: Feedback) -> Reply:
        return self._ask(click={opinion: item_id})

    def why(self, item_id: str) -> Reply:
        return self._ask(click={"why": item_id})

    def remove(self, entry: Opinion | Wish) -> Reply:
        return self._ask(click={"remove": entry.id if isinstance(entry, Opinion) else entry.facet})

    def undo(self) -> Reply:
        return self._ask(click={"undo": True})


class Served(_Foreign):
    """A conversation over HTTP, with ``sommelier serve`` or whatever speaks as it does."""

    def __init__(self, address: str, catalogue: Catalogue, language: str, count: int | None = None) -> None:
        super().__init__(address, catalogue)
        self._client = _client(address)
        self._language = language
        body = {"language": language} if count is None else {"language": language, "count": count}
        self._id = _json(self._client, address, "POST", "/api/sessions", body)["session"]

    def _ask(self, method: str, path: str, body: Any = None) -> Reply:
        return self._heard(_json(self._client, self._name, method, f"/api/sessions/{self._id}/{path}", body))

    def say(self, text: str) -> Reply:
        return self._ask("POST", "messages", {"text": text})

    def feedback(self, item_id: str, opinion: Feedback) -> Reply:
        return self._ask("POST", "feedback", {"item": item_id, "opinion": opinion})

    def why(self, item_id: str) -> Reply:
        """The interface has no such button: it is asked in words."""
        row = self._catalogue.row(item_id)
        title = item_id if row is None else self._catalogue.items[row].title
        return self.say(f"为什么推荐《{title}》？" if self._language == "zh" else f"Why “{title}”?")

    def remove(self, entry: Opinion | Wish) -> Reply:
        fields = ("id",) if isinstance(entry, Opinion) else ("facet", "include", "exclude", "min", "max")
        return self._ask("DELETE", "preferences", {"entry": {name: getattr(entry, name) for name in fields}})

    def undo(self) -> Reply:
        return self._ask("POST", "undo")


def _client(address: str) -> httpx.Client:
    import httpx

    return httpx.Client(base_url=address.rstrip("/"), timeout=_PATIENCE_S)


def _json(client: httpx.Client, name: str, method: str, path: str, body: Any = None) -> Any:
    """The JSON that an address answers; a busy one is asked again. Raises `AssistantError` for anything else."""
    import httpx

    for _ in range(_TRIES):
        try:
            answer = client.request(method, path, json=body)
        except httpx.HTTPError as error:
            raise AssistantError(f"'{name}' does not answer ({error}).", "Is it served there?") from error
        if answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
            break
        time.sleep(min(float(answer.headers.get("Retry-After", 1)), 10.0))
    if answer.is_error:
        raise AssistantError(f"'{name}' answered {answer.status_code} ({answer.text[:200]}).", "See its own log.")
    try:
        return answer.json()
    except ValueError as error:
        raise AssistantError(f"'{name}' answered no JSON.", "Is it an assistant with our HTTP interface?") from error
