"""What a script expects of one reply, held against what came. No judge model is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.conversation import Reply, ReplyItem
from assistant.errors import BadSettings
from assistant.evaluation.dialogues import wording
from assistant.evaluation.dialogues.expressions import holds, names
from assistant.evaluation.dialogues.format import (
    Expect,
    ItemsExpected,
    QuestionExpected,
    Span,
    TextExpected,
    WishExpected,
    fits,
)
from assistant.evaluation.dialogues.results import Failure
from assistant.evaluation.dialogues.variables import filled, in_condition
from assistant.preferences import Opinion, Wish
from retrievers.catalogue import Catalogue

#: What a reply must show for an expectation to be checked, where that is not the part of the same name.
_NEEDS: Mapping[str, str] = {
    "likes": "preferences", "dislikes": "preferences", "seen": "preferences", "rejected": "preferences",
    "wishes": "preferences", "timings": "timings_ms",
}  # fmt: skip
#: Expectations in which a variable that names an item means its id.
_BY_ID = ("ids", "ranks")


@dataclass(frozen=True, kw_only=True)
class Came:
    """One reply with what it is held against: all replies so far as JSON, this one last, and what the person said."""

    reply: Reply
    shows: frozenset[str]
    catalogue: Catalogue
    replies: Sequence[Mapping[str, Any]]
    said: Sequence[str] = ()
    model_calls: int = 0
    ms: float = 0.0

    @property
    def earlier(self) -> set[str]:
        """Ids of every item of an earlier reply."""
        return {item["id"] for reply in self.replies[:-1] for item in reply["items"]}


def check(expect: Expect, came: Came) -> tuple[list[Failure], list[str]]:
    """What is not as expected, and which expectations this reply does not show enough for."""
    failures: list[Failure] = []
    not_shown: list[str] = []
    for name, wanted in expect.said().items():
        if _NEEDS.get(name, name) not in came.shows:
            not_shown.append(name)
            continue
        try:
            for found in _CHECKS[name](wanted, came):
                if found is None:
                    not_shown.append(name)
                else:
                    failures.append(found)
        except BadSettings as error:
            failures.append(_failure(name, f"{error} {error.hint}".strip()))
    return failures, not_shown


def _failure(expectation: str, message: str, expected: Any = None, found: Any = None) -> Failure:
    return Failure(turn=0, expectation=expectation, message=message, expected=expected, found=found)


def _differs(name: str, expected: Any, found: Any) -> Failure:
    shown = " or ".join(map(str, expected)) if isinstance(expected, tuple) else expected
    return _failure(name, f"{name} {shown} expected, {found} came", expected, found)


#: Gives what is not as wanted; None for what cannot be told from what the reply shows.
Check = Callable[[Any, Came], Iterator[Failure | None]]


def _one_of(name: str) -> Check:
    def check(wanted: Any, came: Came) -> Iterator[Failure]:
        found = getattr(came.reply, name)
        if found not in (wanted if isinstance(wanted, tuple) else (wanted,)):
            yield _differs(name, wanted, found)

    return check


# ---- the ledger -----------------------------------------------------------------------------------------------------


def _opinions(name: str) -> Check:
    """All titles of one list of the ledger, or how many there are."""

    def check(wanted: int | tuple[str, ...] | None, came: Came) -> Iterator[Failure]:
        ledger: tuple[Opinion, ...] = getattr(came.reply.preferences, name)
        if isinstance(wanted, int):
            if len(ledger) != wanted:
                yield _failure(name, f"{wanted} {name} expected, {[o.title for o in ledger]} came", wanted, len(ledger))
            return
        expected = sorted(filled(wanted or (), came.replies))
        found = sorted(_called(o, came.catalogue, expected) for o in ledger)
        if found != expected:
            yield _differs(name, expected, found)

    return check


def _called(opinion: Opinion, catalogue: Catalogue, wanted: Sequence[str]) -> str:
    """The title, with the year where that is how the script names it: works of one name differ in it."""
    if catalogue.row(opinion.id) is None:
        return opinion.title
    dated = f"{opinion.title} ({catalogue.item(opinion.id).year})"
    return dated if dated in wanted else opinion.title


def _wishes(wanted: Mapping[str, WishExpected | None], came: Came) -> Iterator[Failure]:
    """Each wanted wish must be met by one of the ledger's."""
    for facet, wish in wanted.items():
        of_facet = [w for w in came.reply.preferences.wishes if w.facet == facet]
        found = [_short(w) for w in of_facet]
        if wish is None:
            if of_facet:
                yield _failure(f"wishes.{facet}", f"no wish for {facet} expected, {found} came", None, found)
            continue
        parts = filled(wish.said(), came.replies)
        if not any(_is_like(w, parts) for w in of_facet):
            yield _failure(f"wishes.{facet}", f"the wish {facet} {parts} expected, {found} came", parts, found)


def _is_like(wish: Wish, parts: Mapping[str, Any]) -> bool:
    for name, value in parts.items():
        came = getattr(wish, name)
        if (set(came or ()) if isinstance(value, list) else came) != (set(value) if isinstance(value, list) else value):
            return False
    return True


def _short(wish: Wish) -> dict[str, Any]:
    fields = ("include", "exclude", "min", "max", "hard")
    return {name: getattr(wish, name) for name in fields if getattr(wish, name) is not None}


def _changes(wanted: int | tuple[str, ...] | None, came: Came) -> Iterator[Failure]:
    changes = list(came.reply.changes)
    if isinstance(wanted, int):
        if len(changes) != wanted:
            yield _failure("changes", f"{wanted} changes expected, {changes} came", wanted, changes)
        return
    yield from _each_in("changes", filled(wanted or (), came.replies), changes, came)


def _relaxed(wanted: bool | tuple[str, ...] | None, came: Came) -> Iterator[Failure]:
    found = [relaxed.wish for relaxed in came.reply.relaxed]
    if isinstance(wanted, tuple):
        yield from _each_in("relaxed", wanted, found, came)
    elif bool(found) != bool(wanted):
        yield _differs("relaxed", wanted, found)


def _each_in(name: str, wanted: Sequence[str], found: list[str], came: Came) -> Iterator[Failure]:
    """Each of the words stands in one of the sentences; where none is wanted, none may be there."""
    missing = [words for words in wanted if not any(words in sentence for sentence in found)]
    if missing or (not wanted and found):
        yield _failure(name, f"{name} {missing or 'none'} expected, {found} came", list(wanted), found)


# ---- the items ------------------------------------------------------------------------------------------------------


def _items(wanted: ItemsExpected | None, came: Came) -> Iterator[Failure | None]:
    wanted = wanted or ItemsExpected(count=0)
    items = [item for item in came.reply.items if item.new == wanted.new]
    titles = [item.title for item in items]
    if wanted.count is not None and not fits(wanted.count, len(items)):
        yield _failure("items.count", f"{wanted.count} items expected, {titles} came", _plain(wanted.count), len(items))
    for name, found in (("titles", titles), ("ids", [item.id for item in items])):
        if getattr(wanted, name) is not None:
            expected = filled(getattr(wanted, name), came.replies, "id" if name in _BY_ID else "title")
            if found != expected:
                yield _failure(f"items.{name}", f"the items {expected} expected, {found} came", expected, found)
    yield from _conditions(wanted, items, came)
    if wanted.order is not None:
        yield from _ordered(wanted.order, items, came)
    if wanted.not_repeated and (again := [item.title for item in items if item.id in came.earlier]):
        yield _failure("items.not_repeated", f"{again} stood in an earlier reply", [], again)
    for name, place in filled(wanted.ranks, came.replies, "id").items():
        at = next((n for n, item in enumerate(items, 1) if name in (item.id, item.title)), None)
        place = Span(**place) if isinstance(place, dict) else place
        if at is None or not fits(place, at):
            yield _failure("items.ranks", f"{name} at place {place} expected, {titles} came", _plain(place), at)


def _plain(number: int | Span) -> Any:
    return number.said() if isinstance(number, Span) else number


def _conditions(wanted: ItemsExpected, items: Sequence[ReplyItem], came: Came) -> Iterator[Failure | None]:
    values = [fields_of(item, came.catalogue) for item in items]
    for name in ("all", "any", "none"):
        for condition in getattr(wanted, name):
            if "why" in names(condition) and "why" not in came.shows:
                yield None
                continue
            filled_in = in_condition(condition, came.replies)
            met = [holds(filled_in, value) for value in values]
            if {"all": all(met), "any": any(met), "none": not any(met)}[name]:
                continue
            about = sorted(names(filled_in) - {"title"})
            found = [{"title": v["title"], **{field: v.get(field) for field in about}} for v in values]
            message = f"{name} of the items: {filled_in}; came {[v['title'] for v in values]}"
            yield _failure(f"items.{name}", message, condition, found)


def _ordered(order: str, items: Sequence[ReplyItem], came: Came) -> Iterator[Failure]:
    field = order.removeprefix("-")
    for item in items[:1]:
        holds(f"{field} == None", fields_of(item, came.catalogue))  # tells where there is no such field
    values = [fields_of(item, came.catalogue)[field] for item in items]
    try:
        told = sorted(values, reverse=order.startswith("-")) == values
    except TypeError:
        told = False
    if not told:
        yield _failure("items.order", f"the items by {order} expected, {values} came", order, values)


def fields_of(item: ReplyItem, catalogue: Catalogue) -> dict[str, Any]:
    """What a condition may name: the record of the item with its own columns, and the kinds of the reasons given."""
    told = {"score": item.score, "why": [reason.kind for reason in item.why]}
    if catalogue.row(item.id) is None:
        return {"id": item.id, "title": item.title, "year": item.year, "kind": item.kind, "genres": item.genres, **told}
    record = catalogue.item(item.id)
    own = {facet: record.extra.get(facet) for facet in catalogue.facets}
    return own | told | {
        "id": record.id, "title": record.title, "year": record.year, "kind": record.kind, "genres": record.genres,
        "length": record.length, "languages": record.languages, "countries": record.countries,
        "themes": record.themes, "moods": record.moods, "notes": record.notes,
        "people": [p.name for p in record.people], "series": record.series,
    }  # fmt: skip


# ---- the rest -------------------------------------------------------------------------------------------------------


def _question(wanted: QuestionExpected | tuple[str | None, ...] | None, came: Came) -> Iterator[Failure]:
    question = came.reply.question
    found = question.facet if question else None
    facets = wanted.facet if isinstance(wanted, QuestionExpected) else wanted or (None,)
    if found not in facets:
        shown = " or ".join(str(facet) for facet in facets)
        yield _failure("question", f"a question about {shown} expected, {found} came", list(facets), found)
    elif isinstance(wanted, QuestionExpected):
        options = list(question.options) if question else []
        if missing := [option for option in wanted.options if option not in options]:
            yield _failure(
                "question.options", f"the options {missing} expected, {options} came", list(wanted.options), options
            )


def _error(wanted: str | None, came: Came) -> Iterator[Failure]:
    found = came.reply.error.code if came.reply.error else None
    if found != wanted:
        yield _differs("error", wanted, found)


def _text(wanted: TextExpected | None, came: Came) -> Iterator[Failure]:
    wanted, text = wanted or TextExpected(), came.reply.text
    for part in filled(wanted.contains, came.replies):
        if part not in text:
            yield _failure("text.contains", f"'{part}' expected in the text: {text[:200]!r}", part, text)
    for part in filled(wanted.excludes, came.replies):
        if part in text:
            yield _failure("text.excludes", f"'{part}' not expected in the text: {text[:200]!r}", part, text)
    words = wording.words(text)
    if wanted.max_words is not None and words > wanted.max_words:
        yield _failure(
            "text.max_words", f"at most {wanted.max_words} words expected, {words} came", wanted.max_words, words
        )
    if wanted.language is not None and (found := wording.language(text, came.reply)) != wanted.language:
        yield _failure("text.language", f"a text in {wanted.language} expected: {text[:200]!r}", wanted.language, found)
    if wanted.mentions_only_shown and (others := wording.others(came.reply, came.said, came.catalogue, came.earlier)):
        yield _failure("text.mentions_only_shown", f"{others} named, which were not shown or spoken of", [], others)


def _timings(wanted: Mapping[str, float], came: Came) -> Iterator[Failure]:
    for stage, most in wanted.items():
        found = max(came.reply.timings_ms.get(stage, 0.0), came.ms if stage == "total" else 0.0)
        if found > most:
            yield _failure(f"timings.{stage}", f"{stage} in {most:g} ms expected, it took {found:.0f}", most, found)


def _model_calls(wanted: int | Span, came: Came) -> Iterator[Failure]:
    if not fits(wanted, came.model_calls):
        yield _failure(
            "model_calls", f"{wanted} model calls expected, {came.model_calls} came", _plain(wanted), came.model_calls
        )


_CHECKS: Mapping[str, Check] = {
    "intent": _one_of("intent"), "language": _one_of("language"), "model": _one_of("model"),
    "likes": _opinions("likes"), "dislikes": _opinions("dislikes"), "seen": _opinions("seen"),
    "rejected": _opinions("rejected"), "wishes": _wishes, "items": _items, "question": _question, "relaxed": _relaxed,
    "error": _error, "changes": _changes, "text": _text, "timings": _timings, "model_calls": _model_calls,
}  # fmt: skip
