"""Play scripted dialogues turn by turn and check each reply: what the script expects, and what must always hold.

No judge model is needed: expectations are about the intent, the ledger, the items and the words that were shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.conversation import Reply, ReplyItem
from assistant.evaluation.dialogues.expressions import holds
from assistant.evaluation.dialogues.format import Script
from assistant.memory import replay
from assistant.preferences import OPINIONS, Opinion, Preferences, Wish, opinions, to_query
from assistant.session import Assistant, Session
from retrievers import filters
from retrievers.items import Item


@dataclass(frozen=True, kw_only=True)
class Played:
    """One script played: each failure is ``turn N: what was expected, what came``."""

    script: str
    turns: int
    failures: tuple[str, ...]
    replies: tuple[Reply, ...]

    @property
    def passed(self) -> bool:
        return not self.failures


def play(script: Script, assistant: Assistant) -> Played:
    """Play one script in a session of its own."""
    session = assistant.session(language=script.language)
    replies: list[Reply] = []
    failures: list[str] = []
    for number, turn in enumerate(script.turns, 1):
        before = _known(session, replies)
        reply = _act(turn, session, replies)
        if reply is None:
            failures.append(f"turn {number}: nothing that {turn['click']} could click")
            break
        replies.append(reply)
        found = [*invariants(reply, before, session, assistant), *_pushing(replies)]
        found += _expected(turn["expect"], reply, assistant)
        failures += [f"turn {number}: {failure}" for failure in found]
    return Played(script=script.name, turns=len(replies), failures=tuple(failures), replies=tuple(replies))


def _act(turn: dict[str, Any], session: Session, replies: Sequence[Reply]) -> Reply | None:
    """Say or click what the turn says; None where what it clicks is not there."""
    if "user" in turn:
        return session.say(str(turn["user"]) * turn.get("times", 1))
    (kind, number), *_ = turn["click"].items()
    if kind == "undo":
        return session.undo()
    if kind == "option":
        options = next((reply.question.options for reply in reversed(replies) if reply.question), ())
        return session.say(options[number - 1]) if number <= len(options) else None
    shown = ([item.id for item in reply.items if item.new] for reply in reversed(replies))
    ids = next((ids for ids in shown if ids), [])
    if number > len(ids):
        return None
    return session.why(ids[number - 1]) if kind == "why" else session.feedback(ids[number - 1], kind)


# ---- what must always hold ------------------------------------------------------------------------------------------

_UNFIT = re.compile(r"<\|[^>]*\|>|<[a-z/][^>]*>|!\[|\]\(|[\u0000-\u0008\u200b\u202a-\u202e]", re.IGNORECASE)


def _known(session: Session, replies: Sequence[Reply]) -> set[str]:
    """Ids that may not be recommended as new any more."""
    ledger = session.preferences
    return _told(ledger) | {item.id for reply in replies for item in reply.items if item.new}


def _told(ledger: Preferences) -> set[str]:
    return {o.id for name in OPINIONS for o in opinions(ledger, name)}


def invariants(reply: Reply, known: set[str], session: Session, assistant: Assistant) -> Iterator[str]:
    """What no reply may break, in words: checked in every turn of every script without being asked."""
    ledger = reply.preferences
    told = _told(ledger)
    for item in reply.items:
        if assistant.catalogue.row(item.id) is None:
            yield f"'{item.title}' is not in the catalogue"
        elif item.new and item.id in known | told:
            yield f"'{item.title}' came back although it was liked, disliked, seen, rejected or shown"
    yield from _broken_wishes(reply, assistant)
    if _UNFIT.search(reply.text):
        yield f"markup or control characters in the text: {reply.text[:80]!r}"
    if not reply.verified:
        yield "an unverified sentence was shown"
    if replay(assistant._parts.memory.events(session.id))[-1] != ledger:
        yield "the ledger is not the replay of the log"
    if Reply.from_json(reply.to_json()) != reply:
        yield "the reply does not survive JSON"


def _pushing(replies: Sequence[Reply]) -> Iterator[str]:
    """Nobody is asked the same twice, or offered more once they have chosen or said goodbye."""
    reply, earlier = replies[-1], list(replies[:-1])
    if reply.question:
        begun = max((n for n, one in enumerate(earlier) if one.intent == "restart"), default=0)
        if any(one.question and one.question.facet == reply.question.facet for one in earlier[begun:]):
            yield f"asked about {reply.question.facet} again"
    if reply.intent in ("accept", "stop") and (reply.question or any(item.new for item in reply.items)):
        yield f"more was offered after '{reply.intent}'"


def _broken_wishes(reply: Reply, assistant: Assistant) -> Iterator[str]:
    """Hard wishes that a new item does not meet, unless the reply said that it set one aside."""
    new = [item for item in reply.items if item.new]
    if not new or reply.relaxed:
        return
    for constraint in to_query(reply.preferences).constraints:
        passing = filters.satisfied(assistant.catalogue, constraint)
        if not constraint.hard or not passing.any():
            continue
        for item in new:
            row = assistant.catalogue.row(item.id)
            if row is not None and not passing[row]:
                yield f"'{item.title}' does not meet the hard wish {constraint.facet}"


# ---- what the script expects ----------------------------------------------------------------------------------------


def _expected(expect: dict[str, Any], reply: Reply, assistant: Assistant) -> Iterator[str]:
    for name, wanted in expect.items():
        yield from _CHECKS[name](wanted, reply, assistant)


def _intent(wanted: Any, reply: Reply, assistant: Assistant) -> Iterator[str]:
    if reply.intent not in (wanted if isinstance(wanted, list) else [wanted]):
        yield f"intent {wanted} expected, {reply.intent} came"


def _plain(name: str) -> Callable[[Any, Reply, Assistant], Iterator[str]]:
    def check(wanted: Any, reply: Reply, assistant: Assistant) -> Iterator[str]:
        if getattr(reply, name) != wanted:
            yield f"{name} {wanted!r} expected, {getattr(reply, name)!r} came"

    return check


def _opinions(name: str) -> Callable[[Any, Reply, Assistant], Iterator[str]]:
    """All titles of one list of the ledger, or how many there are."""

    def check(wanted: Any, reply: Reply, assistant: Assistant) -> Iterator[str]:
        came: tuple[Opinion, ...] = getattr(reply.preferences, name)
        if isinstance(wanted, int):
            if len(came) != wanted:
                yield f"{wanted} {name} expected, {[o.title for o in came]} came"
            return
        titles = sorted(_called(o, assistant, wanted) for o in came)
        if titles != sorted(wanted):
            yield f"{name} {sorted(wanted)} expected, {titles} came"

    return check


def _called(opinion: Opinion, assistant: Assistant, wanted: Any) -> str:
    """The title, with the year where that is how the script names it: works of one name differ in it."""
    dated = f"{opinion.title} ({assistant.catalogue.item(opinion.id).year})"
    return dated if dated in wanted else opinion.title


def _wishes(wanted: Any, reply: Reply, assistant: Assistant) -> Iterator[str]:
    """Each wanted wish must be met by one of the ledger's; ``{facet: null}`` wants none of that facet."""
    for facet, parts in wanted.items():
        came = [w for w in reply.preferences.wishes if w.facet == facet]
        if parts is None:
            if came:
                yield f"no wish for {facet} expected, {came[0]} came"
        elif not any(_is_like(w, parts) for w in came):
            yield f"the wish {facet} {parts} expected, {[_short(w) for w in came]} came"


def _is_like(wish: Wish, parts: dict[str, Any]) -> bool:
    for name, value in parts.items():
        came = getattr(wish, name)
        if (set(came or ()) if isinstance(value, list) else came) != (set(value) if isinstance(value, list) else value):
            return False
    return True


def _short(wish: Wish) -> dict[str, Any]:
    fields = ("include", "exclude", "min", "max", "hard")
    return {name: getattr(wish, name) for name in fields if getattr(wish, name) is not None}


def _items(wanted: Any, reply: Reply, assistant: Assistant) -> Iterator[str]:
    items = [item for item in reply.items if item.new == wanted.get("new", True)]
    values = [_fields(item, assistant) for item in items]
    if "count" in wanted and len(items) != wanted["count"]:
        yield f"{wanted['count']} items expected, {len(items)} came"
    if "titles" in wanted and [item.title for item in items] != wanted["titles"]:
        yield f"the items {wanted['titles']} expected, {[item.title for item in items]} came"
    for name in ("all", "any", "none"):
        for condition in _several(wanted.get(name)):
            met = [holds(condition, value) for value in values]
            if not {"all": all(met), "any": any(met), "none": not any(met)}[name]:
                yield f"{name} of the items: {condition}; came {[v['title'] for v in values]}"


def _several(value: Any) -> list[str]:
    return [] if value is None else [str(part) for part in (value if isinstance(value, list) else [value])]


def _fields(item: ReplyItem, assistant: Assistant) -> dict[str, Any]:
    """What a condition may name: the record of the item with its own columns, and the kinds of the reasons given."""
    record: Item = assistant.catalogue.item(item.id)
    own = {facet: record.extra.get(facet) for facet in assistant.catalogue.facets}
    return own | {
        "id": record.id, "title": record.title, "year": record.year, "kind": record.kind, "genres": record.genres,
        "length": record.length, "languages": record.languages, "countries": record.countries,
        "themes": record.themes, "moods": record.moods, "notes": record.notes,
        "people": [p.name for p in record.people], "series": record.series,
        "why": [reason.kind for reason in item.why],
    }  # fmt: skip


def _question(wanted: Any, reply: Reply, assistant: Assistant) -> Iterator[str]:
    came = reply.question.facet if reply.question else None
    if came not in (wanted if isinstance(wanted, list) else [wanted]):
        yield f"a question about {wanted} expected, {came} came"


def _relaxed(wanted: Any, reply: Reply, assistant: Assistant) -> Iterator[str]:
    if bool(reply.relaxed) != bool(wanted):
        yield f"relaxed {wanted} expected, {[r.wish for r in reply.relaxed]} came"


def _error(wanted: Any, reply: Reply, assistant: Assistant) -> Iterator[str]:
    came = reply.error.code if reply.error else None
    if came != wanted:
        yield f"the error {wanted} expected, {came} came"


def _changes(wanted: Any, reply: Reply, assistant: Assistant) -> Iterator[str]:
    if len(reply.changes) != wanted:
        yield f"{wanted} changes expected, {list(reply.changes)} came"


def _text(wanted: Any, reply: Reply, assistant: Assistant) -> Iterator[str]:
    for part in _several(wanted.get("contains")):
        if part not in reply.text:
            yield f"'{part}' expected in the text: {reply.text[:200]!r}"
    for part in _several(wanted.get("excludes")):
        if part in reply.text:
            yield f"'{part}' not expected in the text: {reply.text[:200]!r}"
    words = len(re.findall(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+", reply.text))
    if words > wanted.get("max_words", words):
        yield f"at most {wanted['max_words']} words expected, {words} came"


_CHECKS: dict[str, Callable[[Any, Reply, Assistant], Iterator[str]]] = {
    "intent": _intent, "language": _plain("language"), "model": _plain("model"), "likes": _opinions("likes"),
    "dislikes": _opinions("dislikes"), "seen": _opinions("seen"), "rejected": _opinions("rejected"), "wishes": _wishes,
    "items": _items, "question": _question, "relaxed": _relaxed, "error": _error, "changes": _changes, "text": _text,
}  # fmt: skip
