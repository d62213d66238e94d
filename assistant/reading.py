"""What a reader needs to know (`Context`) and what it makes of a message (`Reading`). Values only.

Two readers give the same `Reading`: the rules, and the language model where it has been shown to do better.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.conversation import Intent, Question
from assistant.preferences import Preferences, PreferenceUpdate
from retrievers.catalogue import Catalogue
from retrievers.items import Item
from retrievers.titles import Titles


@dataclass(frozen=True, kw_only=True)
class Context:
    """What was said before, as far as a message can refer to it.

    ``lists`` are the items of each reply that recommended something, oldest first. ``shown`` is the one that was shown
    last, be it again: ordinals refer to its items.
    ``named`` are the ids that the message before named, ``focus`` those spoken about last: "it" refers to them.
    ``like`` are those that the latest recommendations were to be close to ("my wife loves Alien"), ``like_since`` the
    turn in which that was asked for in so many words ("like Alien"); 0 where it was not.
    ``question`` is the one that was asked last. ``refused`` counts the messages before that only turned down what was
    shown.
    """

    catalogue: Catalogue
    titles: Titles
    preferences: Preferences = Preferences()
    lists: tuple[tuple[Item, ...], ...] = ()
    shown: tuple[Item, ...] = ()
    named: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    like_since: int = 0
    question: Question | None = None
    refused: int = 0
    turn: int = 1
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a message asks for, tells and speaks about.

    ``about``: ids that the question is about (why, compare, ask, accept, more_like). ``asked``: the facet or field
    asked for ("how long is it?"), empty for a general question, ``spoken`` where a work is named and nothing is asked
    of it ("I heard it is great"). ``like``: ids to look close to in this turn ("in that spirit"), ``like_since`` as in
    `Context`. ``unknown``: titles the catalogue does not hold. ``unjudged``: words for what no record tells ("cheesy").
    ``uncertain``: (words, id taken, how many items bear the name) where a name had to be guessed. ``declined``: the
    person answered a question with "no preference".
    ``refused``: nothing of what was shown will do. ``count``: how many items to show now. ``text``: the message with
    its slips put right. ``courtesy``: a greeting ("hello"), thanks ("thanks") or another politeness ("polite") beside
    whatever else is said. ``understood`` is false where nothing could be made of the words.
    """

    intent: Intent
    update: PreferenceUpdate = field(default_factory=PreferenceUpdate)
    about: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    like_since: int = 0
    asked: str = ""
    unknown: tuple[str, ...] = ()
    unjudged: tuple[str, ...] = ()
    uncertain: tuple[tuple[str, str, int], ...] = ()
    declined: bool = False
    refused: bool = False
    count: int | None = None
    courtesy: str = ""
    understood: bool = True
    language: str = "en"
    text: str = ""
