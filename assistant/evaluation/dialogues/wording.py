"""What can be told of a text without a model: how many words, in which language, and which titles it names."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.conversation import Reply
from assistant.preferences import OPINIONS, opinions
from retrievers.catalogue import Catalogue

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|\"[^\"]*\"")
#: A single word is named as a title only where it is quoted: "Up" and "Wanted" are words as well.
_FEWEST_WORDS = 2


def words(text: str) -> int:
    """How many words; each Chinese character is one."""
    return len(_WORD.findall(text))


def language(text: str, reply: Reply) -> str:
    """``zh`` where Chinese characters stand outside of titles and quotations, else ``en``."""
    rest = _QUOTED.sub(" ", text)
    for item in reply.items:
        rest = rest.replace(item.title, " ")
    return "zh" if _CHINESE.search(rest) else "en"


def others(reply: Reply, said: Sequence[str], catalogue: Catalogue, earlier: Collection[str]) -> list[str]:
    """Titles of the catalogue that the text names although nobody showed or spoke of those items."""
    told = {o.id for name in OPINIONS for o in opinions(reply.preferences, name)}
    known = {*told, *earlier, *(item.id for item in reply.items)}
    own = [catalogue.items[row] for id in known if (row := catalogue.row(id)) is not None]
    names = {title for item in own for title in (item.title, *item.titles.values(), item.series)}
    names |= {person.name for item in own for person in item.people}
    rest = reply.text
    for name in sorted(filter(None, names), key=len, reverse=True):
        rest = rest.replace(name, " ")
    heard = " ".join(said).casefold()
    quoted = {part.strip('《》“”"') for part in _QUOTED.findall(rest)}
    found = []
    for item in catalogue.items:
        for title in {item.title, *item.titles.values()} - names:
            if title.casefold() not in heard and (title in quoted or _stands_in(title, rest)):
                found.append(title)
    return sorted(set(found))


def _stands_in(title: str, text: str) -> bool:
    return title in text and words(title) >= _FEWEST_WORDS and not _CHINESE.search(title) and (
        re.search(rf"(?<!\w){re.escape(title)}(?!\w)", text) is not None
    )  # fmt: skip
