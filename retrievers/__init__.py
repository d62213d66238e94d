"""What could be recommended: catalogues, and the ways to find things in them. Works without chat or language model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retrievers.documents import ItemRetriever
    from retrievers.index import open_index
    from retrievers.query import Candidate, Constraint, Query

__all__ = ["Candidate", "Constraint", "ItemRetriever", "Query", "open_index"]

_HOMES = {
    "Candidate": "retrievers.query",
    "Constraint": "retrievers.query",
    "ItemRetriever": "retrievers.documents",
    "Query": "retrievers.query",
    "open_index": "retrievers.index",
}


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used, so that importing the package costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'retrievers' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
