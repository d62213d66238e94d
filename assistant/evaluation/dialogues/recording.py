"""A conversation as a script: what was said and clicked, with what came as what is expected; it runs again at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.conversation import Reply
from assistant.errors import BadSettings
from assistant.evaluation.dialogues.format import Script
from assistant.memory import Event
from assistant.preferences import OPINIONS, Wish, opinions

#: A number of items that need not be written down.
_USUAL_COUNT = 3


def recorded(
    events: Sequence[Event], catalogue: str, *, name: str, about: str = "", tags: Sequence[str] = ()
) -> Script:
    """The script of a session from its log.

    Messages that were refused are left out, for their words are not kept. Raises `BadSettings` for a session that
    stands on what a person told in earlier ones: a script begins with an empty ledger.
    """
    if any(event.action == "profile" and not event.update.empty for event in events):
        raise BadSettings(
            "This session began with what the person told earlier, which a script cannot hold.",
            "Record a session without --user.",
        )
    turns, shown, before = [], dict[str, str](), None
    for event in events:
        if event.reply is None or event.reply.error is not None or event.action == "profile":
            continue
        turns.append({**_done(event, shown), "expect": _expected(event.reply, before)})
        shown |= {item.title: item.id for item in event.reply.items}
        before = event.reply
    if not turns:
        raise BadSettings("Nothing was said in this session.", "Say something, and record it then.")
    most = max(sum(item.new for item in event.reply.items) for event in events if event.reply is not None)
    data = {"name": name, "about": about, "catalogue": catalogue, "tags": tuple(tags)}
    count = {"count": most} if most > _USUAL_COUNT else {}
    return Script.model_validate({key: value for key, value in data.items() if value} | count | {"turns": turns})


def default_name(path: Path) -> str:
    """The name of a script from that of its file."""
    return path.name.split(".")[0].replace("_", " ").replace("-", " ")


def _done(event: Event, shown: dict[str, str]) -> dict[str, Any]:
    if event.action == "say":
        return {"user": event.said}
    if event.action == "undo":
        return {"click": {"undo": 1}}
    if event.action == "remove":
        (entry,) = event.update.remove
        return {"click": {"remove": entry.facet if isinstance(entry, Wish) else entry.title}}
    told = [opinion.id for name in OPINIONS for opinion in opinions(event.update, name)]
    spoken = [item.id for item in event.reply.items] if event.reply else []  # why: the reply is about that item
    id = (*told, *spoken)[0]
    return {"click": {event.action: event.said if shown.get(event.said) == id else id}}


def _expected(reply: Reply, before: Reply | None) -> dict[str, Any]:
    """What came, as expectations; of the ledger, the lists that are not empty or have just changed."""
    ledger, expect = reply.preferences, dict[str, Any](intent=reply.intent, language=reply.language)
    for name in OPINIONS:
        of, earlier = opinions(ledger, name), opinions(before.preferences, name) if before else ()
        if of or earlier:
            expect[name] = tuple(opinion.title for opinion in of)
    wishes: dict[str, Any] = {wish.facet: None for wish in before.preferences.wishes} if before else {}
    if wishes := wishes | {wish.facet: _wish(wish) for wish in reversed(ledger.wishes)}:
        expect["wishes"] = wishes
    new = any(item.new for item in reply.items)
    titles = tuple(item.title for item in reply.items if item.new == new)
    expect["items"] = {"titles": titles} if new or not titles else {"new": False, "titles": titles}
    expect["question"] = reply.question.facet if reply.question else None
    expect["relaxed"] = bool(reply.relaxed)
    expect["changes"] = len(reply.changes)
    return expect


def _wish(wish: Wish) -> dict[str, Any]:
    parts = {name: getattr(wish, name) for name in ("include", "exclude", "min", "max")}
    return {name: value for name, value in parts.items() if value is not None} | {"hard": wish.hard}
