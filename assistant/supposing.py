"""What would have been recommended without a part of what was said: "what if I hadn't liked Heat?".

The search is run again on the query without that part (`why.WhatIf`); nothing is estimated and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.preferences import Wish
from assistant.why import WhatIf
from assistant.wording import Wording
from retrievers.items import Item
from retrievers.text import fold

#: Facets with one wish at a time: to suppose away a period is to suppose away the wish for one.
_ONE_AT_A_TIME = ("year", "length", "popularity")


def supposed(
    what_if: WhatIf, named: Sequence[str], said: Sequence[Wish], shown: Sequence[Item], wording: Wording
) -> tuple[str, list[Item]]:
    """The answer, and the items that it names.

    ``named`` are the ids in the question and ``said`` its wishes, as they are read; ``shown`` is what was recommended.
    """
    likes = [id for id in named if id in (*what_if.query.liked, *what_if.query.disliked)]
    wishes = [wish for wish in what_if.wishes if any(_same(wish, one) for one in said)]
    if not likes and not wishes:
        return wording.answer("supposed-nothing"), []
    parts = wording.listed([*(wording.named(id, id) for id in likes), *(f"“{wording.wish(wish)}”" for wish in wishes)])
    found = what_if.first_without(likes, wishes, len(shown))
    if not found:
        return wording.answer("supposed-none", parts=parts), []
    if {item.id for item in found} == {item.id for item in shown}:
        return wording.answer("supposed-same", parts=parts), found
    titles = wording.listed([f"{wording.title(item)}{wording.year(item)}" for item in found])
    return wording.answer("supposed", parts=parts, titles=titles), found


def _same(wish: Wish, said: Wish) -> bool:
    """Is it about the same values, whatever became of "not" in the question?"""
    mine, theirs = ({fold(v) for v in (*(w.include or ()), *(w.exclude or ()))} for w in (wish, said))
    return wish.facet == said.facet and (wish.facet in _ONE_AT_A_TIME or bool(mine & theirs))
