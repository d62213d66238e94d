"""What a recommending reply says before its items: what changed, what was not found, what was set aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.preferences import Preferences, Wish
from assistant.relaxing import SetAside
from assistant.wording import Wording
from prompts import fence
from retrievers.items import Item
from retrievers.text import strip_invisible

if TYPE_CHECKING:
    from assistant.turn import TurnContext, TurnState

_LONGEST_ECHO = 80
_MOST_ECHOES = 5
_MOST_NAMESAKES = 4
_MOST_MODELS = 3
#: Facets that a catalogue may lack without a word about it: what is wanted of them guides the search by meaning.
_GUIDES_ONLY = ("mood", "theme", "note")
#: Evidence that an item is close to what was looked close to.
_OF_LIKENESS = ("similar-to", "people-like-you")


def openings(turn: TurnState, context: TurnContext, wording: Wording) -> list[str]:
    """The sentences before the items."""
    assert turn.found is not None
    lines = [*answered_courtesy(turn, context, wording), *wording.changes(turn.changes)]
    lines += about_titles(turn, context, wording)
    absent = [wish for wish in turn.found.absent if wish in turn.update.wishes]
    lines += [_absent(wish, wording) for wish in absent]
    if unjudged := [echo(words) for words in turn.reading.unjudged[:_MOST_ECHOES] if echo(words)]:
        lines.append(wording.reply("not-recorded", words=wording.quoted(unjudged)))
    lines += _cannot_judge(turn, wording)
    lines += _told_nowhere(turn, wording)
    lines += _set_aside(turn, context, wording)
    if turn.reading.refused and context.reading.refused:
        lines.append(wording.reply("refused-again", pick=context.reading.refused - 1))
    elif turn.reading.declined:
        lines.append(wording.reply("question-skipped"))
    if not turn.picked or not any(wish.facet == "kind" for wish in absent):
        lines.append(_opening(turn, context, wording))
    return lines


def answered_courtesy(turn: TurnState, context: TurnContext, wording: Wording) -> list[str]:
    """A greeting is returned once, thanks are each time."""
    if turn.reading.courtesy == "thanks":
        return [wording.reply("welcome")]
    return [wording.reply("greeting")] if turn.reading.courtesy == "hello" and turn.turn == 1 else []


def about_titles(turn: TurnState, context: TurnContext, wording: Wording) -> list[str]:
    """What has to be said of the titles in the message: unknown ones, and names that several works bear."""
    lines = []
    if unknown := [echo(title) for title in turn.reading.unknown[:_MOST_ECHOES] if echo(title)]:
        lines.append(wording.reply("unknown-title", titles=wording.quoted(unknown)))
    for words, id, _ in turn.reading.uncertain:
        item = context.reading.catalogue.item(id)
        works = _namesakes(words, item, context)
        if 1 < len(works) <= _MOST_NAMESAKES:
            named = wording.listed([_dated(one, wording) for one in works])
            taken = _dated(item, wording)
            lines.append(wording.reply("uncertain-among", words=echo(words), works=named, taken=taken))
        elif item.year is not None:
            lines.append(wording.reply("uncertain-title", words=echo(words), year=wording.year_number(item.year)))
    return lines


def _namesakes(words: str, item: Item, context: TurnContext) -> list[Item]:
    """The works of a name, oldest first; none where one of them is not told by its kind and year."""
    titles, catalogue = context.reading.titles, context.reading.catalogue
    works = [catalogue.item(id) for id in titles.named(words) or titles.named(item.title)]
    told = len({(one.kind, one.year) for one in works}) == len(works) and all(one.year and one.kind for one in works)
    return sorted(works, key=lambda one: one.year or 0) if told and item in works else []


def _dated(item: Item, wording: Wording) -> str:
    """``the film from 1980``"""
    year = wording.year_number(item.year or 0)
    return wording.reply("dated-work", kind=wording.kinds(item.kind or "", 1), year=year)


def echo(words: str) -> str:
    """Words of the person as they may stand in a reply: no markup, no control characters, not long."""
    return strip_invisible(fence(words, _LONGEST_ECHO)).strip()


def _absent(wish: Wish, wording: Wording) -> str:
    if wish.facet == "kind":
        return wording.reply("no-such-kind", kind=wording.listed([wording.kinds(v) for v in wish.include or ()]))
    return wording.reply("no-such-value", value=wording.quoted([wording.wish(wish)]))


def _cannot_judge(turn: TurnState, wording: Wording) -> list[str]:
    assert turn.found is not None
    said_now = {w.facet for w in turn.update.wishes}
    unwanted = {w.facet for w in turn.update.wishes if w.exclude}
    facets = [f for f in turn.found.cannot_judge if f in said_now and (f not in _GUIDES_ONLY or f in unwanted)]
    return [wording.reply("cannot-judge", facets=wording.listed([wording.facet(f) for f in facets]))] if facets else []


def _told_nowhere(turn: TurnState, wording: Wording) -> list[str]:
    """That what comes only lies near a wish in words of this turn, where no record of it speaks of that."""
    said = [echo(words) for wish in turn.update.wishes if wish.facet == "text" for words in wish.include or ()]
    facts = [e.facts for candidate in turn.picked for e in candidate.evidence if "text" in e.facts]
    if not said or not turn.picked or any(found["told"] for found in facts):
        return []
    return [wording.reply("told-nowhere", words=wording.quoted([words for words in said if words]))]


def _set_aside(turn: TurnState, context: TurnContext, wording: Wording) -> list[str]:
    """Which wishes were set aside and what that cost; of those told before, only that nothing here meets them."""
    assert turn.found is not None
    asides, before = turn.found.set_aside, context.last_found.set_aside if context.last_found else ()
    told = {_standing(aside) for aside in before}
    if {_standing(aside) for aside in asides} <= told:
        return [wording.reply("still-aside", wishes=_quoted(turn.missed, wording))] if turn.missed else []
    whole = [aside for aside in asides if aside.whole and _standing(aside) not in told]
    if not whole:
        return [_relaxed(asides, wording)]
    was_shown = any(id in context.shown for aside in whole for id in aside.known)
    key = "all-shown" if was_shown else "all-known"
    everything = wording.reply(key, wishes=_quoted([aside.wish for aside in whole], wording))
    return [everything, _relaxed(asides, wording)]


def _standing(aside: SetAside) -> tuple[Wish, bool, bool]:
    """What is told of a wish set aside, but for the numbers, which change with every list."""
    return aside.wish, bool(aside.known) and not aside.left, aside.whole


def _relaxed(asides: Sequence[SetAside], wording: Wording) -> str:
    """``Nothing meets everything, so I set aside “1990–1999”; that leaves 14 to choose from.``"""
    *others, last = asides
    every = _quoted([aside.wish for aside in asides], wording)
    if last.left:
        wish = _quoted([last.wish], wording)
        if not others:
            return wording.reply("relaxed", wish=wish, left=last.left, after=last.after)
        first = _quoted([aside.wish for aside in others], wording)
        return wording.reply("relaxed-few", wishes=first, left=last.left, wish=wish, after=last.after)
    if others:
        return wording.reply("relaxed-several", wishes=every, after=last.after)
    if last.whole:
        return wording.reply("relaxed-whole", after=last.after)
    return wording.reply("relaxed-else" if last.known else "relaxed-none", wish=every, after=last.after)


def _quoted(wishes: Iterable[Wish], wording: Wording) -> str:
    return wording.quoted([wording.wish(wish) for wish in wishes])


def _opening(turn: TurnState, context: TurnContext, wording: Wording) -> str:
    if not turn.picked:
        return wording.reply("exhausted" if context.shown else "nothing-left")
    if turn.reading.intent == "surprise":
        return wording.reply("opening-surprise")
    if turn.reading.like:
        return _close_to(turn, context, wording)
    if near := _newly_near(turn, context):
        return wording.reply("opening-more-like", titles=wording.listed([wording.named(id, id) for id in near]))
    if turn.preferences == Preferences() and not context.shown:
        return wording.reply("opening-first")
    if len(turn.picked) == 1:
        return wording.reply("opening-one")
    if not turn.changes and context.shown:
        return wording.reply("opening-more", pick=turn.turn)
    return wording.reply("opening", pick=turn.turn)


def _newly_near(turn: TurnState, context: TurnContext) -> tuple[str, ...]:
    """The works that the search has turned to, where it did so now; of many, some."""
    assert turn.found is not None
    before = context.last_found.near if context.last_found else ()
    return turn.found.near[-_MOST_MODELS:] if turn.found.near != before else ()


def _close_to(turn: TurnState, context: TurnContext, wording: Wording) -> str:
    """What was looked close to; called close only where there is evidence of it for all that was found."""
    catalogue, like = context.reading.catalogue, turn.reading.like
    titles = [wording.named(id, catalogue.item(id).title) for id in like[:_MOST_MODELS]]
    if rest := len(like) - len(titles):
        titles.append(wording.reply("more-titles", count=rest))
    close = all(any(e.kind in _OF_LIKENESS for e in candidate.evidence) for candidate in turn.picked)
    return wording.reply("opening-more-like" if close else "opening-in-mind", titles=wording.listed(titles))
