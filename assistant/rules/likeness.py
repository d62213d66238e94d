"""What a request is to look close to, this once: "like Alien but funnier", "in that spirit", "my wife loves Alien"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conversation import Intent
from assistant.preferences import PreferenceUpdate
from assistant.reading import Context
from assistant.rules.attitudes import attitudes
from assistant.rules.message import Message
from assistant.rules.references import Reference, ids_of

_A_FEW = 3


def spirit_of(intent: Intent, about: tuple[str, ...], message: Message, context: Context) -> tuple[str, ...]:
    """What to look close to in this turn: named in "more like the second", spoken of last in "in that spirit"."""
    if intent == "more_like":
        return about
    if intent in ("recommend", "refine") and message.lexicon.that_spirit.search(message.plain):
        return context.focus[:3] or tuple(item.id for item in context.shown)
    return ()


def modelled_on(
    intent: Intent, told: Sequence[Reference], message: Message, update: PreferenceUpdate, context: Context
) -> tuple[str, ...]:
    """What to look close to: "like Alien but funnier", "my wife loves Alien"; "Heat but funnier" notes no like."""
    disliked = {opinion.id for opinion in (*update.dislikes, *update.rejected)}
    titles = [r for r in told if r.how == "title" and not disliked.intersection(r.ids)]
    if (
        intent in ("recommend", "refine", "surprise")
        and not update.likes
        and (theirs := [r for r in titles if is_theirs(r, message)])
    ):
        return ids_of(theirs)
    if intent not in ("recommend", "refine"):
        return ()
    if models := [r for r in titles if _MODEL.search(message.text[: r.start])]:
        return ids_of(models)
    if len(update.seen) > _A_FEW and not told:  # "I've read everything by Agatha Christie": what is like the best known
        rows = sorted(
            (context.catalogue.rows_by_id[o.id] for o in update.seen), key=lambda r: -context.catalogue.raters[r]
        )
        return tuple(context.catalogue.items[row].id for row in rows[:_A_FEW])
    if not update.wishes:
        return ()
    pairs = zip(told, attitudes(message.text, told, message.lexicon), strict=True)
    mentioned = [r for r, attitude in pairs if r.how == "title" and not attitude]
    return ids_of([r for r in mentioned if not _MEASURE.search(message.text[: r.start])])


def going_on(intent: Intent, update: PreferenceUpdate, context: Context, *, more: bool) -> tuple[str, ...]:
    """What was looked close to before, where a message only refines that: "my wife loves Alien", "but shorter"."""
    told = (*update.likes, *update.dislikes, *update.seen)
    elsewhere = any(wish.facet in _DIRECTIONS and wish.include for wish in update.wishes)
    refines = (intent in ("refine", "feedback") and not elsewhere) or (intent == "recommend" and more)
    shown = {item.id for item in context.shown}
    return context.like if refines and all(opinion.id in shown for opinion in told) else ()


#: Whoever names one of these wants something else.
_DIRECTIONS = ("kind", "genre", "people", "series")
_MODEL = re.compile(
    r"(?:^|\b(?:something|anything|films?|movies?|books?|novels?|one|ones|stuff|more)\s+)"
    r"(?:like|similar\s+to|in\s+the\s+(?:style|vein|spirit)\s+of)\s+(?:the\s+)?[“\"]?$|(?:像|类似)\s*[《“]?$",
    re.IGNORECASE,
)


def is_theirs(reference: Reference, message: Message) -> bool:
    """Is it something that another person, for whom something is looked for, likes?"""
    return _OTHERS.search(message.text[: reference.start]) is not None


_OTHERS = re.compile(
    r"\b(?:she|he|they|(?:my|our)\s+(?:\w+\s+)?\w+)\s+(?:(?:really|absolutely|also|both|just)\s+)*"
    r"(?:loves?|likes?|adores?|enjoys?|loved|liked|adored|enjoyed)\s+(?:[\w\s·,]+(?:,|and)\s+)?(?:the\s+)?[“\"]?$|"
    r"(?:他|她|老婆|老公|妻子|丈夫|妈妈|爸爸|朋友|同学)们?(?:也|都|很|最|特别|非常)*(?:喜欢|爱看|爱读)(?:看|读)?(?:[^，,。]{1,20}(?:和|、|与|跟))?[《]?$",
    re.IGNORECASE,
)
_MEASURE = re.compile(r"\bthan\s+(?:the\s+)?$|比\s*[《]?$", re.IGNORECASE)
