"""What a message that only goes on says of the titles in it: "and Zootopia" after "I've seen Shrek".

"Except Titanic" after "no romance" speaks for it. Chinese: 还有《…》 and 除了《…》. It knows no items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.preferences import OPINIONS, opinions
from assistant.reading import Context
from assistant.rules.message import Message
from assistant.rules.references import Reference

_LIST = r"(?:[\s,&、，和·]|\b(?:and|or|also|plus|the|too|as\s+well|both|film|movie|book|one)\b)*"
_AND = re.compile(
    rf"\W*(?:(?:oh|yes|ah)\W+)?(?:and|also|plus|or|nor|as\s+well\s+as|还有|以及|和){_LIST}·{_LIST}[.!。！]*",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\W*(?:well\W+)?(?:except(?:\s+for)?|but\s+not|apart\s+from|other\s+than|besides|除了)"
    rf"{_LIST}·{_LIST}(?:以外|之外)?[.!。！]*",
    re.IGNORECASE,
)
_SAYS = {"likes": "like", "dislikes": "dislike", "rejected": "dislike", "seen": "seen"}


def going_on(message: Message, told: Sequence[Reference], context: Context) -> frozenset[str]:
    """The attitude to every title of the message, from what the one before said; empty where it is no such message."""
    if not told or any(r.how != "title" or not r.ids for r in told):
        return frozenset()
    bare = re.sub("·+", "·", message.without((r.start, r.end) for r in told).plain)
    goes_on, turns = _AND.fullmatch(bare), _BUT.fullmatch(bare)
    before = context.turn - 1
    said = {_SAYS[name] for name in OPINIONS if any(o.turn == before for o in opinions(context.preferences, name))}
    if goes_on and len(said) == 1:
        return frozenset(said)
    excluded = any(wish.turn == before and wish.exclude for wish in context.preferences.wishes)
    if turns and (said == {"dislike"} or (not said and excluded)):
        return frozenset({"like"})
    return frozenset({"dislike"}) if turns and said == {"like"} else frozenset()
