"""Reading an utterance without a model, in English and Chinese: the reader that is always there.

It knows how people say things (`english`, `chinese`) and what the catalogue holds; never what to recommend.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.conversation import Intent
from assistant.preferences import Opinion, PreferenceUpdate, Wish
from assistant.reading import Context, Reading
from assistant.rules.attitudes import Attitude, attitudes
from assistant.rules.chinese import CHINESE
from assistant.rules.english import ENGLISH
from assistant.rules.lexicon import Lexicon
from assistant.rules.references import Reference, references
from assistant.rules.wishes import Term, sentence_of, wishes
from retrievers.text import has_cjk

#: Intents that are about items or the ledger rather than about what to recommend; their sentence gives no opinions.
_QUESTIONS = ("compare", "why", "ask", "accept", "forget", "more_like")
_ALONE = ("restart", "stop", "undo")


def language_of(text: str, before: str = "en") -> str:
    """``zh`` where Chinese characters occur, ``en`` where letters do, else the language used before."""
    if has_cjk(text):
        return "zh"
    return "en" if re.search(r"[A-Za-z]{2}", text) else before


def read(text: str, context: Context) -> Reading:
    """What ``text`` asks for and tells. Never raises: what cannot be read gives ``understood=False``."""
    language = language_of(text, context.language)
    lexicon = CHINESE if language == "zh" else ENGLISH
    found = references(text, context, lexicon)
    wished, terms = wishes(text, context, lexicon, found)
    act, act_span = _act(text, lexicon, found, context)
    if act in _ALONE or act == "forget" and not _named(found, terms, wished):
        intent: Intent = (
            "restart" if act == "forget" and re.search(r"everything|all|所有|全部|一切", text, re.IGNORECASE) else act
        )
        return Reading(intent=intent, language=language)
    asking = _asking_span(text, act_span, lexicon) if act in _QUESTIONS else None
    inside = [r for r in found if asking and asking[0] <= r.start < asking[1]]
    outside = [r for r in found if r not in inside]
    telling = found if act == "accept" else outside
    if asking and act != "accept":
        wished = [w for w, at in _placed(wished, text) if not asking[0] <= at < asking[1]]
    words = _text_wish(text, lexicon, found, terms, asking, context)
    update = _update(text, telling, lexicon, context, [*wished, *words])
    if act == "forget":
        facets = tuple(
            dict.fromkeys([t.facet for t in terms] + [w.facet for w in wishes(text, context, lexicon, found)[0]])
        )
        update = PreferenceUpdate(forget_items=_ids(inside), forget_facets=facets)
    about = _about(act, inside or found, context)
    more = lexicon.more.search(text) is not None
    declined = context.question is not None and lexicon.indifferent.search(text) is not None and not wished
    intent = act or _intent(text, update, telling, context, lexicon, more or declined)
    understood = bool(act or more or declined or not update.empty or any(r.ids for r in found) or intent == "chat")
    unknown = tuple(r.text for r in found if r.how == "title" and not r.ids)
    return Reading(
        intent=intent,
        update=update,
        about=about,
        like=_like(intent, about, text, lexicon, context) or _modelled_on(intent, outside, text, lexicon, update),
        asked=_asked(text, act, lexicon),
        unknown=unknown,
        uncertain=tuple((r.text, r.ids[0], r.alike) for r in found if r.ids and r.alike > 1),
        declined=declined,
        understood=understood or bool(unknown),
        language=language,
    )


# ---- intents --------------------------------------------------------------------------------------------------------


def _act(
    text: str, lexicon: Lexicon, found: Sequence[Reference], context: Context
) -> tuple[Intent | None, tuple[int, int]]:
    """The first intent of the lexicon whose words occur and which has something to be about."""
    for intent, pattern in lexicon.intents:
        match = pattern.search(text)
        if match is None or any(r.how == "title" and r.start <= match.start() < r.end for r in found):
            continue
        sentence = _sentence_span(text, match.span(), lexicon)
        near = [r for r in found if r.ids and sentence[0] <= r.start < sentence[1]]
        if intent in ("why", "compare", "accept", "more_like") and not (near or context.shown):
            continue
        if intent == "ask" and _asked(text, "ask", lexicon) == "ledger":
            return intent, match.span()
        if intent == "ask" and not near and not (context.focus or context.shown):
            continue
        if intent == "ask" and lexicon.request.search(text[sentence[0] : match.start()]) and not near:
            continue
        return intent, match.span()
    return None, (0, 0)


def _intent(
    text: str, update: PreferenceUpdate, told: Sequence[Reference], context: Context, lexicon: Lexicon, more: bool
) -> Intent:
    """The intent of a message that none of the lexicon's own intents explains."""
    if more:
        return "recommend"
    asks = lexicon.request.search(text) is not None
    opinions = (*update.likes, *update.dislikes, *update.seen, *update.rejected)
    if update.wishes:
        return "refine" if context.shown and not update.likes else "recommend"
    shown = {item.id for item in context.shown}
    if opinions:
        return "feedback" if all(o.id in shown for o in opinions) and not asks else "recommend"
    if asks and not _CHAT.search(text):
        return "recommend"
    if any(r.ids for r in told):
        return "ask"
    if any(not r.ids for r in told):
        return "recommend"  # a title that the catalogue does not hold
    return "chat" if _CHAT.search(text) else "recommend" if update.forget_facets else "off_topic"


_CHAT = re.compile(
    r"^\W*(?:hello|hi|hey|good (?:morning|evening|afternoon)|thanks?|thank you|cheers|how are you|what'?s up|who are you|what are you|"
    r"what can you do|help|nice|cool|great|wow|haha|lol|ok(?:ay)?|yes|no|sure|yep|nope|你好|您好|嗨|谢谢|多谢|你是谁|你能做什么|帮助|早上好|晚上好|哈哈|好的?|嗯|是的?|不)\b",
    re.IGNORECASE,
)


def _about(act: Intent | None, found: Sequence[Reference], context: Context) -> tuple[str, ...]:
    """The ids that the message is about: those named in the sentence, else the ones spoken about or shown last."""
    named = _ids(found)
    if named and act in (*_QUESTIONS, None):
        return named
    if act == "compare":
        return tuple(item.id for item in context.shown)
    if act in ("why", "ask", "accept", "more_like"):
        return context.focus[:1] or tuple(item.id for item in context.shown[:1])
    return ()


def _like(intent: Intent, about: tuple[str, ...], text: str, lexicon: Lexicon, context: Context) -> tuple[str, ...]:
    """What to look close to in this turn: named in "more like the second", spoken of last in "in that spirit"."""
    if intent == "more_like":
        return about
    if intent in ("recommend", "refine") and lexicon.that_spirit.search(text):
        return context.focus[:3] or tuple(item.id for item in context.shown)
    return ()


def _modelled_on(
    intent: Intent, found: Sequence[Reference], text: str, lexicon: Lexicon, update: PreferenceUpdate
) -> tuple[str, ...]:
    """Items named without an opinion beside a wish: "Heat but funnier" looks close to Heat, without noting a like."""
    if intent not in ("recommend", "refine") or not update.wishes:
        return ()
    told = zip(found, attitudes(text, found, lexicon), strict=True)
    return _ids(
        [r for r, attitude in told if r.how == "title" and not attitude and not _MEASURE.search(text[: r.start])]
    )


_MEASURE = re.compile(r"\bthan\s+(?:the\s+)?$|比\s*[《]?$", re.IGNORECASE)


def _asked(text: str, act: Intent | None, lexicon: Lexicon) -> str:
    if act not in ("ask", "compare"):
        return ""
    return next((name for name, pattern in lexicon.asked if pattern.search(text)), "")


def _named(found: Sequence[Reference], terms: Sequence[Term], wished: Sequence[Wish]) -> bool:
    return bool([r for r in found if r.ids] or terms or wished)


# ---- the update -----------------------------------------------------------------------------------------------------


def _update(
    text: str, told: Sequence[Reference], lexicon: Lexicon, context: Context, wished: Sequence[Wish]
) -> PreferenceUpdate:
    lists: dict[str, dict[str, Opinion]] = {"likes": {}, "dislikes": {}, "seen": {}, "rejected": {}}
    shown = {item.id for item in context.shown}
    for reference, attitude in zip(told, attitudes(text, told, lexicon), strict=True):
        said = sentence_of(text, reference.start, lexicon)
        for id in reference.ids:
            for name in _lists_of(attitude, reference, id in shown):
                title = context.catalogue.item(id).title
                lists[name][id] = Opinion(id=id, title=title, turn=context.turn, said=said)
    for id in lists["likes"]:
        lists["dislikes"].pop(id, None)
        lists["rejected"].pop(id, None)
    any_value = tuple(facet for facet, pattern in lexicon.any_value if pattern.search(text))
    return PreferenceUpdate(
        likes=tuple(lists["likes"].values()),
        dislikes=tuple(lists["dislikes"].values()),
        seen=tuple(lists["seen"].values()),
        rejected=tuple(lists["rejected"].values()),
        wishes=tuple(w for w in wished if w.facet not in any_value),
        forget_facets=any_value,
        add=lexicon.also.search(text) is not None,
    )


def _lists_of(attitude: Attitude, reference: Reference, shown: bool) -> list[str]:
    """Where an attitude is kept: to turn down what was shown, unseen, is to reject it, not to dislike it."""
    found = ["seen"] if "seen" in attitude else []
    if "like" in attitude:
        found.append("likes")
    elif "dislike" in attitude:
        found.append("rejected" if shown and "seen" not in attitude and reference.how != "title" else "dislikes")
    return found


def _text_wish(
    text: str,
    lexicon: Lexicon,
    found: Sequence[Reference],
    terms: Sequence[Term],
    asking: tuple[int, int] | None,
    context: Context,
) -> list[Wish]:
    """Words of a request that nothing else has read ("a heist gone wrong"), for the search by meaning.

    Chinese words are left out: the embedded encoder reads English only, and the vocabulary has read what it knows.
    """
    from assistant.rules.wishes import _UNITS
    from assistant.rules.years import _DECADE

    kept: list[str] = []
    first = 0
    text = lexicon.that_spirit.sub(lambda m: " " * len(m.group()), text)
    for start, end in _sentences(text, lexicon):
        if (asking and asking[0] <= start < asking[1]) or not _asks_for_something(
            text[start:end], start, end, lexicon, terms
        ):
            continue
        rest = list(text[start:end])
        spans = [(r.start, r.end) for r in found] + [(t.start, t.end) for t in terms]
        spans += [m.span() for p in (_UNITS, _DECADE, *_CONSUMED(lexicon)) for m in p.finditer(text)]
        for a, b in spans:
            for at in range(max(a, start), min(b, end)):
                rest[at - start] = " "
        words = [w for w in re.findall(r"[A-Za-z][A-Za-z'’-]+", "".join(rest)) if not lexicon.filler.fullmatch(w)]
        if words and not kept:
            first = start
        kept += words
    if not kept or (lexicon.code == "zh" and len(kept) < 1):
        return []
    said = sentence_of(text, first, lexicon)
    return [Wish(facet="text", include=(" ".join(kept[:30]).lower(),), hard=False, turn=context.turn, said=said)]


def _CONSUMED(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:  # noqa: N802
    return (
        lexicon.not_long, lexicon.not_short, lexicon.short, lexicon.long, lexicon.known, lexicon.hidden, lexicon.newer,
        lexicon.older, lexicon.like, lexicon.dislike, lexicon.seen, lexicon.without, lexicon.indifferent, lexicon.also,
        lexicon.more, lexicon.request, lexicon.for_children, lexicon.same_person, lexicon.pronoun, *(p for _, p in lexicon.any_value),
        *(p for i, p in lexicon.intents if i in ("surprise", "why", "ask", "more_like")),
    )  # fmt: skip


def _asks_for_something(sentence: str, start: int, end: int, lexicon: Lexicon, terms: Sequence[Term]) -> bool:
    return lexicon.request.search(sentence) is not None or any(start <= t.start < end for t in terms)


# ---- places ---------------------------------------------------------------------------------------------------------


def _ids(found: Sequence[Reference]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for reference in found for id in reference.ids))


def _sentences(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    ends = [m.end() for m in lexicon.sentence_end.finditer(text)]
    starts = [0, *ends]
    return [(a, b) for a, b in zip(starts, [*ends, len(text)], strict=True) if text[a:b].strip()]


def _sentence_span(text: str, span: tuple[int, int], lexicon: Lexicon) -> tuple[int, int]:
    return next((s for s in _sentences(text, lexicon) if s[0] <= span[0] < s[1]), (0, len(text)))


def _asking_span(text: str, span: tuple[int, int], lexicon: Lexicon) -> tuple[int, int]:
    """From the start of the clause that asks to the end of its sentence ("seen the first, | why the second?")."""
    start, end = _sentence_span(text, span, lexicon)
    commas = [m.end() for m in re.finditer(r"[,，]", text[: span[0]]) if m.end() > start]
    return (commas[-1] if commas else start), end


def _placed(wished: Sequence[Wish], text: str) -> list[tuple[Wish, int]]:
    return [(wish, max(text.find(wish.said), 0)) for wish in wished]
