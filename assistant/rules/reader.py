"""From a message to its `Reading`: which intent decides, what it is about, and what else the words tell.

The parts are read elsewhere (`references`, `attitudes`, `wishes`, `updates`); this file puts them together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.conversation import Intent
from assistant.preferences import OPINIONS, PreferenceUpdate, opinions
from assistant.reading import Context, Reading
from assistant.rules import asides, beyond, chat, chinese_opinions, likeness, occasions, own
from assistant.rules.acts import POINTING, QUESTIONS, SPOKEN, Act, about_of, act_of, field_asked
from assistant.rules.attitudes import verdicts
from assistant.rules.chinese import CHINESE
from assistant.rules.corrections import correction
from assistant.rules.english import ENGLISH
from assistant.rules.language import language_around
from assistant.rules.leftovers import text_wish, unjudged
from assistant.rules.lexicon import Lexicon
from assistant.rules.manner import count_of
from assistant.rules.message import Message, plain, tidy
from assistant.rules.polarity import complains, of_a_term, tolerated
from assistant.rules.references import Reference, ids_of, references, works_called
from assistant.rules.slips import capitalised, spelt
from assistant.rules.strangers import strangers
from assistant.rules.taking import means_to_see, names_another, taken
from assistant.rules.terms import terms_in
from assistant.rules.updates import speaks_of, update_of, withdrawn
from assistant.rules.wishes import wishes
from retrievers.clauses import OBJECTS
from retrievers.simplified import simplified
from retrievers.text import fold

#: Intents after which no search follows: words that nobody has read are no wish.
_SETTLED = ("accept", "off_topic")
_ALONE = ("restart", "stop", "undo")
#: Facets with one wish at a time: to forget a period is to forget the wish for one, whatever it was.
_ONE_AT_A_TIME = ("year", "length", "popularity")
#: A question about the assistant itself has no more words than this.
_FEW = 7
_FEW_WORDS = 4  # "it" in a statement of so many and more, in which nothing was read, is no question about it
_ASKS = re.compile(r"[?？吗么呢]")


def read(text: str, context: Context) -> Reading:
    """What ``text`` asks for and tells. Never raises: what cannot be read gives ``understood=False``."""
    called = works_called(text, context)
    if called and fold(text) in (*OBJECTS, "it"):  # a message that is nothing but "It"
        return _of_title(text, called)
    reading = _read(text, context)
    if not reading.understood and (written := capitalised(text, context.titles)):  # "i love heat"
        return _read(written, context)
    return _of_title(text, called) if called and not reading.understood else reading


def _of_title(text: str, ids: Sequence[str]) -> Reading:
    """A title without a word about it."""
    several = ((text.strip(), ids[0], len(ids)),) if len(ids) > 1 else ()
    return Reading(intent="ask", asked=SPOKEN, about=tuple(ids[:1]), uncertain=several, text=text)


def _read(text: str, context: Context) -> Reading:
    typed = tidy(text)
    text = simplified(typed)
    titles = [(m.start, m.end) for m in context.titles.find(text)]
    language = language_around(text, titles, context)
    text = asides.without(text, titles)
    if talk := chat.small_talk(plain(text)):
        return Reading(intent="chat", asked=talk, language=language)
    lexicon = CHINESE if language == "zh" else ENGLISH
    if language == "en":
        named = [(p.start, p.end) for p in context.titles.people(text)]
        text = spelt(text, lexicon, context.catalogue.words, [*titles, *named])
    found = [] if _is_a_command(text, lexicon) else references(text, context, lexicon)
    message = Message.of(text, lexicon, typed)
    named = occasions.spans(message)
    found = [r for r in found if r.how != "title" or not any(a <= r.start and r.end <= b for a, b in named)]
    message = message.without((r.start, r.end) for r in found if r.how == "title")
    if (meant := correction(message, context, found)) is not None:
        intent: Intent = "ask" if meant.about else "recommend"
        like = likeness.going_on(intent, message, meant.update, context)
        return Reading(
            intent=intent, asked=SPOKEN if meant.about else "", update=meant.update, about=meant.about,
            unknown=meant.unknown, language=language, like=like, like_since=context.like_since,
        )  # fmt: skip
    if language == "en" and (ids := taken(Message.of(text, lexicon, typed), found, context)):
        courtesy = chat.courtesy_of(message.plain)
        return Reading(intent="accept", about=ids, courtesy=courtesy, language=language, text=text)
    shown = bool(context.shown)
    if not found and len(message.plain.split()) <= _FEW and (talk := chat.about_us(message.plain, shown=shown)):
        return Reading(intent="chat", asked=talk, language=language)
    terms = terms_in(message.without(span for span, _ in beyond.unrecorded(message)), context, found)
    found = [r for r in found if r.how != "all" or not of_a_term(r.start, terms, message)]
    if strange := strangers(message, context, found, terms):
        found = sorted([*found, *strange], key=lambda reference: reference.start)
        message = message.without((r.start, r.end) for r in strange)
    act = act_of(message, found, terms, context)
    if act.intent in _ALONE:
        return _alone(act, message, found, context, language)
    inside = [r for r in found if act.intent in POINTING and act.clause[0] <= r.start < act.clause[1]]
    polite = [match.span() for match in chat.COURTESY.finditer(message.plain)]
    asking = [act.clause] if act.intent in (*QUESTIONS, "forget", "off_topic") else []
    away = [*asking, *polite, *verdicts(message, found)]
    asked_away = message.without(away) if away else message
    wished, terms = wishes(asked_away, context, found, None if away else terms)
    if act.intent == "forget":
        return _forget(act, message, found, inside, context, language)
    told = [r for r in found if r not in inside and r.how != "name"]
    words = (
        text_wish(asked_away, context, found, terms, alone=not (act.intent or found or wished))
        if act.intent not in _SETTLED
        else []
    )
    update = update_of(message, asked_away, told, context, [*wished, *words])
    borne = [term for term in terms if tolerated(term, asked_away)]
    update = replace(update, remove=(*update.remove, *withdrawn(borne, asked_away, context)))
    unknown = [r.text for r in found if not r.ids]
    silent = () if act.intent else unjudged(asked_away, context, found, terms)
    missed = any(complains(term, asked_away, context) for term in terms)
    asks = bool(borne or silent or missed or (named and not found) or lexicon.request.search(asked_away.plain))
    takes = bool(context.shown) and means_to_see(asked_away, told, context)
    return _reading(
        act, message, found, inside, told, update, context, language,
        unknown=tuple(unknown), asks=asks, takes=takes, unjudged=silent,
    )  # fmt: skip


def _is_a_command(text: str, lexicon: Lexicon) -> bool:
    """Does the message say nothing but "undo" or "start over", whatever an item may be called?"""
    words = text.strip(" .!?。！？")
    return any(intent in _ALONE and pattern.fullmatch(words) for intent, pattern in lexicon.intents)


def _reading(
    act: Act,
    message: Message,
    found: Sequence[Reference],
    inside: Sequence[Reference],
    told: Sequence[Reference],
    update: PreferenceUpdate,
    context: Context,
    language: str,
    *,
    unknown: tuple[str, ...],
    asks: bool,
    takes: bool,
    unjudged: tuple[str, ...],
) -> Reading:
    """``unknown``: names that the catalogue does not hold.

    ``asks``: there are words of a request, or it is told what need not be ("I don't mind violence"). ``takes``: what
    was shown is going to be seen ("I'll check it out").
    """
    lexicon = message.lexicon
    says_no = bool(context.shown and chat.REFUSAL.search(message.plain))
    refused = says_no or bool(context.shown and chat.dispraised(message.plain))
    count = count_of(message)
    quieted = any(wish.facet == "questions" for wish in update.wishes)
    more = (refused and not update.rejected) or quieted or lexicon.more.search(message.plain) is not None
    indifferent = lexicon.indifferent.search(message.plain) is not None
    declined = context.question is not None and not update.wishes and (indifferent or says_no)
    asks = asks or count is not None
    intent = act.intent or (
        "accept"
        if takes and not (more or declined)
        else _intent(message, update, told, context, asks=asks, more=more or declined)
    )
    if intent == "off_topic" and (indifferent or unknown) and not act.intent:  # "I don't know", "without De Niro"
        intent, asks = "recommend", True
    lost = act.intent == "accept" and not ids_of(found) and bool(found or names_another(message))  # asked back
    about = () if lost else about_of(act.intent, inside, found, context)
    like, since = likeness.likeness(intent, told, about, message, update, context)
    intent = "recommend" if like and intent == "surprise" else intent
    something = bool(act.intent or more or declined or unknown or any(r.ids for r in found))
    return Reading(
        intent=intent,
        update=update,
        about=about,
        like=like,
        like_since=since,
        asked=chat.about_us(message.plain, shown=bool(context.shown))
        if intent == "chat"
        else field_asked(message, act, intent, context),
        unknown=unknown,
        unjudged=unjudged,
        uncertain=tuple(
            (r.text, r.ids[0], r.alike)
            for r in found
            if r.ids and r.alike > 1 and not _spoken_of(r.ids[0], context) and not _excludes_series(r, update, context)
        ),
        declined=declined,
        refused=refused,
        count=count,
        courtesy=chat.courtesy_of(message.plain),
        understood=something or not update.empty or intent == "chat" or (asks and intent == "recommend"),
        language=language,
        text=message.text,
    )


def _alone(act: Act, message: Message, found: Sequence[Reference], context: Context, language: str) -> Reading:
    """Start over, undo, stop: what the rest of the message tells is applied to what stands then."""
    assert act.intent is not None
    if act.intent == "stop":
        return Reading(intent="stop", language=language)
    rest = message.without([act.clause])
    told = [r for r in found if not act.clause[0] <= r.start < act.clause[1]]
    wished, _ = wishes(rest, context, told)
    return Reading(intent=act.intent, update=update_of(message, rest, told, context, wished), language=language)


def _forget(
    act: Act,
    message: Message,
    told: Sequence[Reference],
    inside: Sequence[Reference],
    context: Context,
    language: str,
) -> Reading:
    """Forget what the clause names; where it names nothing, everything if it says so."""
    clause = message.without([(0, act.clause[0]), (act.clause[1], len(message.plain))])
    wished, _ = wishes(clause, context, inside)
    ids = ids_of(inside)
    if not wished and not ids and chat.EVERYTHING.search(clause.plain):
        return Reading(intent="restart", language=language)
    unknown = tuple(r.text for r in inside if r.how == "title" and not r.ids)
    facets = [w.facet for w in wished if w.facet in _ONE_AT_A_TIME]
    facets += [facet for facet, pattern in message.lexicon.facet_names if pattern.search(clause.plain)]
    facets += own.named(clause, context)
    if language == "zh" and any(w.facet not in ("kind", *facets) for w in wished):  # 恐怖片 is no film to forget
        wished = [w for w in wished if w.facet != "kind"]
    named = {(w.facet, value) for w in wished for value in (*(w.include or ()), *(w.exclude or ()))}
    rest = message.without([act.clause])
    outside = [r for r in told if r not in inside]
    update = replace(
        update_of(message, rest, outside, context, wishes(rest, context, outside)[0]),
        forget_items=ids,
        forget_facets=tuple(dict.fromkeys(facets)),
        remove=tuple(w for w in context.preferences.wishes if speaks_of(w, named)),
    )
    like = likeness.going_on("refine", message, update, context)
    return Reading(intent="forget", update=update, unknown=unknown, language=language, like=like)


def _spoken_of(id: str, context: Context) -> bool:
    """Did an earlier message tell what the person thinks of it? Which one was meant has been said then."""
    return any(o.id == id for name in OPINIONS for o in opinions(context.preferences, name))


def _excludes_series(reference: Reference, update: PreferenceUpdate, context: Context) -> bool:
    """Was the name taken for that of a series, whose parts need not be told apart?"""
    series = context.catalogue.item(reference.ids[0]).series
    return any(wish.facet == "series" and series in (wish.exclude or ()) for wish in update.wishes)


def _intent(
    message: Message, update: PreferenceUpdate, told: Sequence[Reference], context: Context, *, asks: bool, more: bool
) -> Intent:
    """The intent of a message that none of the lexicon's own intents explains."""
    if more:
        return "recommend"
    opinions = (*update.likes, *update.dislikes, *update.seen, *update.rejected)
    if update.wishes:
        return "refine" if context.shown and not update.likes else "recommend"
    if opinions:
        shown = {item.id for item in context.shown}
        return "feedback" if all(o.id in shown for o in opinions) and not asks else "recommend"
    if chat.APPROVAL.search(message.plain):
        return "chat"
    if asks and not chat.ABOUT_ME.search(message.plain):
        return "recommend"
    if told:  # a title without a word about it; "recommend" says that the catalogue does not hold it
        if not any(r.ids for r in told) or any(r.ids and likeness.looks_for(r, message) for r in told):
            return "recommend"
        if message.lexicon.code == "zh" and (
            chinese_opinions.of_others(message.text)  # 他看过千与千寻
            or (all(r.how == "all" for r in told) and not _ASKS.search(message.text))  # 一个都没看过
        ):
            return "chat"
        named = any(r.how in ("title", "ordinal") for r in told)
        return "ask" if named or _ASKS.search(message.text) or len(message.plain.split()) < _FEW_WORDS else "chat"
    if any(talk.search(message.plain) for talk in (chat.SMALL_TALK, chat.ABOUT_ME, chat.COURTESY)):
        return "chat"
    return "recommend" if update.forget_facets else "off_topic"
