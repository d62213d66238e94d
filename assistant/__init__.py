"""The conversation: understand, remember, retrieve, rank, explain, verify; and how it is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.conversation import Reply
    from assistant.preferences import Preferences
    from assistant.session import Assistant, Session
    from assistant.settings import Settings
    from assistant.tools import chat_tool, recommend_tool

__all__ = ["Assistant", "Preferences", "Reply", "Session", "Settings", "chat_tool", "recommend_tool"]

_HOMES = {
    "Assistant": "assistant.session",
    "Preferences": "assistant.preferences",
    "Reply": "assistant.conversation",
    "Session": "assistant.session",
    "Settings": "assistant.settings",
    "chat_tool": "assistant.tools",
    "recommend_tool": "assistant.tools",
}


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used, so that importing the package costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
