"""What to look close to: "like Alien but funnier", "in that spirit", "my wife loves Alien"; and what ends that."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conversation import Intent
from assistant.preferences import IN_WORDS, PreferenceUpdate, constraint
from assistant.reading import Context
from assistant.rules.attitudes import attitudes
from assistant.rules.marks import AWAY
from assistant.rules.message import Message
from assistant.rules.references import Reference, ids_of
from retrievers.filters import satisfied

_A_FEW = 3


def likeness(
    intent: Intent, told: Sequence[Reference], about: tuple[str, ...], message: Message, update: PreferenceUpdate,
    context: Context,
) -> tuple[tuple[str, ...], int]:  # fmt: skip
    """The ids of what to look close to, and the turn in which that was asked for in so many words; 0 where it was not.

    ``about`` is what "more like it" is about.
    """
    if models := about if intent == "more_like" else _modelled_on(intent, told, message, update):
        return models, context.turn
    if implied := _implied(intent, told, message, update, context):
        return implied, 0
    if spirit := _spirit_of(intent, told, message, update, context):
        return spirit, context.turn
    goes_on = going_on(intent, message, update, context)
    return goes_on, context.like_since if goes_on else 0


def _modelled_on(
    intent: Intent, told: Sequence[Reference], message: Message, update: PreferenceUpdate
) -> tuple[str, ...]:
    """What is named for more like it: "like Alien but funnier", "like the first one but newer"."""
    if intent not in ("recommend", "refine"):
        return ()
    models: list[Reference] = []
    for reference in told:
        if reference.how not in ("title", "ordinal") or update.turned_down.intersection(reference.ids):
            continue
        listed = models and _LISTED.fullmatch(message.text, models[-1].end, reference.start)
        if listed or is_model(reference, message):
            models.append(reference)
    return ids_of(models)


def is_model(reference: Reference, message: Message) -> bool:
    """Is more like it asked for: "something like Heat", 和盗火线差不多的?"""
    before, behind = message.text[: reference.start], message.text[reference.end :]
    return _MODEL.search(before) is not None or bool(_AS.search(before) and _ALIKE.match(behind))


def _implied(
    intent: Intent, told: Sequence[Reference], message: Message, update: PreferenceUpdate, context: Context
) -> tuple[str, ...]:
    """What follows from what was told: "my wife loves Alien"; "Heat but funnier" notes no like."""
    titles = [r for r in told if r.how == "title" and not update.turned_down.intersection(r.ids)]
    liked = [o.id for o in update.likes]
    theirs = [r for r in titles if is_theirs(r, message) and r.ids and r.ids[0] not in liked]
    if theirs and intent in ("recommend", "refine", "surprise"):
        return tuple(dict.fromkeys((*liked, *ids_of(theirs))))  # "my wife loves Alien, I like Notting Hill"
    if intent not in ("recommend", "refine"):
        return ()
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


def _spirit_of(
    intent: Intent, told: Sequence[Reference], message: Message, update: PreferenceUpdate, context: Context
) -> tuple[str, ...]:
    """What "in that spirit" and "similar" mean: what the message itself tells of, else what was spoken of before."""
    said = message.lexicon.that_spirit.finditer(message.plain)
    if intent not in ("recommend", "refine") or all(AWAY.search(message.plain[: m.start()]) for m in said):
        return ()
    here = tuple(o.id for o in update.likes or update.seen if o.id not in update.turned_down)
    unknown = any(not r.ids for r in told)
    return ids_of([r for r in told if r.how == "all"]) or here or (() if unknown else meant(context))


def meant(context: Context) -> tuple[str, ...]:
    """What "similar" is to be similar to where nothing is named.

    What was asked about since the list; what was praised, or named, just now; what is looked close to already; what was
    liked last, unless another direction was taken since; all of what was shown, unless it was found by wishes that tell
    what it is like.
    """
    before = context.turn - 1
    likes = context.preferences.likes
    latest = max((o.turn for o in likes), default=0)
    liked = tuple(o.id for o in likes if o.turn == latest)
    wished = [w for w in context.preferences.wishes if w.include]
    turned = any(w.facet in _DIRECTIONS and w.turn > latest for w in wished)
    told = any(w.facet in IN_WORDS for w in wished)
    disliked = {o.id for o in (*context.preferences.dislikes, *context.preferences.rejected)}
    return (
        context.focus[:_A_FEW]
        or (liked if latest == before else ())
        or tuple(id for id in context.named if id not in disliked)
        or context.like
        or (liked if latest and not turned else ())
        or (() if told else tuple(item.id for item in context.shown))
    )


def going_on(intent: Intent, message: Message, update: PreferenceUpdate, context: Context) -> tuple[str, ...]:
    """What was looked close to before, and what is praised now: "my wife loves Alien", "but shorter", "I liked Jaws".

    It ends where all of it is turned down, where another direction or something different is wanted, and with a request
    that names what else is liked.
    """
    left = [id for id in context.like if id not in update.turned_down]
    shown = {item.id for item in context.shown}
    afresh = any(o.id not in shown for o in update.likes) and message.lexicon.request.search(message.plain)
    ends = afresh or _elsewhere(update, left, context) or message.lexicon.different.search(message.plain)
    if not context.like or ends or intent not in ("recommend", "refine", "feedback"):
        return ()
    return tuple(dict.fromkeys((*left, *(o.id for o in update.likes))))


def _elsewhere(update: PreferenceUpdate, like: Sequence[str], context: Context) -> bool:
    """Is something wished that nothing looked close to has, other than in answer to a question?"""
    rows = context.catalogue.rows(like)
    asked = context.question.facet if context.question else ""
    wished = [w for w in update.wishes if w.include and w.facet in _DIRECTIONS and w.facet != asked]
    judged = context.catalogue.facets
    return any(
        wish.facet not in judged or not satisfied(context.catalogue, constraint(wish))[rows].any() for wish in wished
    )


#: Whoever names one of these that is new wants something else.
_DIRECTIONS = ("genre", "people", "series")
_MODEL = re.compile(
    r"(?:(?:^|\bwhat(?:\s+else)?(?:'s|’s|\s+is|\s+are)\s+|\b(?:something|anything|films?|movies?|books?|novels?|one|ones|stuff|more|feels?|similar)\s+(?:else\s+)?)"
    r"(?:like|similar\s+to|in\s+the\s+(?:style|vein|spirit)\s+of|along\s+the\s+lines\s+of)|"
    r"\b(?:comparable|akin|closer?)\s+to|\breminiscent\s+of|\b(?:same\s+)?(?:vibe|feel|feeling|atmosphere|energy)s?\s+(?:as|of|like))"
    r"\s+(?:the\s+)?[“\"]?$|(?:像|类似于?)\s*[《“]?$",
    re.IGNORECASE,
)
#: Between two of them: "like Heat, Alien and Up".
_LISTED = re.compile(r"(?:[\s,&/、，《》“”\"]|\b(?:and|or|the)\b|和|与|跟|以及|或者?)*", re.IGNORECASE)
_AS = re.compile(r"(?:和|跟|与|同)\s*[《“]?$")
_ALIKE = re.compile(r"[》”]?\s*(?:差不多|类似|相似|相近|一样|同(?:类|样|款))")


def looks_for(reference: Reference, message: Message) -> bool:
    """Is it named to find more like it? Whoever tells what somebody else likes looks for something for them."""
    return is_theirs(reference, message) or is_model(reference, message)


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
