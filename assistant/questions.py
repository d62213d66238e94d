"""What a language model is asked about a message, in use and in training: titles stand as letters in it.

A reader that never sees a title is not swayed by one ("Hate", "Love Actually"), needs no list of them to learn from,
and cannot name any. This file does not know models or catalogues.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

ATTITUDES = ("likes", "dislikes", "seen", "wants", "neutral")
INTENTS = ("recommend", "refine", "more_like", "seen", "reject", "accept", "ask", "chat")
THIS, OTHER = "X", "Y"
_ROOM = 400  # letters of the message on either side of the title, or in all where it names none


def masked(text: str, places: Iterable[tuple[int, int, bool]]) -> str:
    """``text`` with a letter at each place (start, end, is it the title asked about), cut around the first of those."""
    made, at, centre = [], 0, None
    for start, end, this in sorted(places):
        if start < at:
            continue
        made += [text[at:start], THIS if this else OTHER]
        if this and centre is None:
            centre = sum(map(len, made))
        at = end
    whole = " ".join("".join([*made, text[at:]]).split())
    centre = min(centre or 0, len(whole))
    return whole[max(0, centre - _ROOM) : centre + (_ROOM if centre else 2 * _ROOM)].strip()


def attitude_question(message: str, suggested: Sequence[bool]) -> str:
    """The question about the title of a masked ``message``. ``suggested``: is each title shown before the one meant?"""
    return f"{_before(suggested)}Message: {message}\nAttitude to {THIS}?"


def intents_question(message: str, suggested: int) -> str:
    """The question what a masked ``message`` does, where so many titles were suggested before."""
    return f"{_before([True] * suggested)}Message: {message}\nIt does?"


def _before(suggested: Sequence[bool]) -> str:
    if not suggested:
        return ""
    return f"Suggested: {', '.join(THIS if this else OTHER for this in suggested)}\n"
