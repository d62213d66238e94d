"""Replies to small talk: greetings, thanks, questions about the assistant itself, and lists that were shown before.

Which it is has been read (`rules.chat`); this file only says it. It recommends nothing and changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.wording import Wording
from retrievers.items import Item

if TYPE_CHECKING:
    from assistant.turn import TurnContext, TurnState


def chatted(turn: TurnState, context: TurnContext, wording: Wording) -> tuple[str, Sequence[Item]]:
    """The reply, and the items that it lists again."""
    asked = turn.reading.asked
    if asked in ("first-list", "previous-list"):
        return _list_again(asked, context.reading.lists, [item.id for item in context.reading.shown], wording)
    if asked in ("mood", "help", "blame"):
        return wording.reply(f"chat-{asked}"), ()
    if asked == "self":
        return wording.reply("chat-self", about=about(context, wording)), ()
    if asked in ("ratings", "trust"):
        return wording.reply(f"chat-{asked}-simulated" if context.simulated else f"chat-{asked}"), ()
    if asked == "thanks" or turn.reading.courtesy == "thanks":
        return wording.reply("chat-thanks"), ()
    if context.shown and asked != "hello":
        return wording.reply("chat-ok"), ()
    if context.reading.turn > 1 and asked != "hello":
        return wording.reply("chat-go-on"), ()
    return wording.reply("chat-hello", about=about(context, wording)), ()


def about(context: TurnContext, wording: Wording) -> str:
    """What the catalogue holds, in a phrase."""
    catalogue = context.reading.catalogue
    return wording.about(context.name, catalogue.kinds or {"item": len(catalogue)})


def _list_again(
    asked: str, lists: Sequence[Sequence[Item]], current: Sequence[str], wording: Wording
) -> tuple[str, Sequence[Item]]:
    """The first list, or the one before that which stands now; a list is named by its items."""
    if not lists:
        return wording.reply("list-none"), ()
    at = next((n for n, items in enumerate(lists) if [item.id for item in items] == list(current)), len(lists))
    items = lists[0 if asked == "first-list" else max(at - 1, 0)]
    entries = [
        wording.reply("item-bare", number=number, title=wording.title(item), year=wording.year(item))
        for number, item in enumerate(items, 1)
    ]
    return "\n".join([wording.reply("list-again"), *entries]), items
