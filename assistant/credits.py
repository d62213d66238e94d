"""Who made an item, by its record; where that names nobody in the part that was asked about, who else it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.reasons import fact
from assistant.wording import Wording
from retrievers.items import Item

#: The parts that a question may be about.
ROLES = ("director", "author", "cast")
#: Kind → whose work it is, first; an item of another kind is its author's.
_MAKERS: Mapping[str, Sequence[str]] = {"film": ("director", "author", "cast")}
_OF_OTHERS = ("author", "director", "cast")


def credit(item: Item, asked: str, wording: Wording) -> str:
    """The answer to "who directed it?", or wrote, or plays in it (one of `ROLES`), or to "who made it?" (``maker``)."""
    makers = _MAKERS.get(item.kind or "", _OF_OTHERS)
    role = next((r for r in makers[:-1] if _names(item, r)), makers[0]) if asked == "maker" else asked
    if names := _names(item, role):
        return wording.answer(role, title=wording.title(item), value=wording.listed(names))
    other = next((r for r in makers if _names(item, r)), "")
    if not other or item.kind is None:
        return wording.answer("unsaid", asked=wording.answer(f"who-{role}", title=wording.title(item)))
    key = "value-people" if other == "cast" else f"value-people-{other}"
    return wording.answer(
        "unsaid-made", title=wording.title(item), kind=fact("kind", [item.kind], item, wording),
        maker=wording.explain(key, value=wording.listed(_names(item, other))),
        asked=wording.answer(f"who-{role}", title=wording.one("plain_answer", "it")),
    )  # fmt: skip


def _names(item: Item, role: str) -> list[str]:
    return [person.name for person in item.people if person.role == role]
