"""What a script expects of one reply, held against what came. No judge model is needed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from assistant.errors import BadSettings
from assistant.evaluation.dialogues import wording
from assistant.evaluation.dialogues.came import Came, Check, failed, plain
from assistant.evaluation.dialogues.format import (
    Expect,
    QuestionExpected,
    Span,
    TextExpected,
    WishExpected,
    fits,
)
from assistant.evaluation.dialogues.item_checks import check_items
from assistant.evaluation.dialogues.results import Failure
from assistant.evaluation.dialogues.variables import filled
from assistant.preferences import NOT_OF_ITEMS, Opinion, Wish
from retrievers.catalogue import FACETS, Catalogue

#: What a reply must show for an expectation to be checked, where that is not the part of the same name.
_NEEDS: Mapping[str, str] = {
    "likes": "preferences", "dislikes": "preferences", "seen": "preferences", "rejected": "preferences",
    "wishes": "preferences", "timings": "timings_ms",
}  # fmt: skip


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
            failures.append(failed(name, f"{error} {error.hint}".strip()))
    return failures, not_shown


def _differs(name: str, expected: Any, found: Any) -> Failure:
    shown = " or ".join(map(str, expected)) if isinstance(expected, tuple) else expected
    return failed(name, f"{name} {shown} expected, {found} came", expected, found)


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
                yield failed(name, f"{wanted} {name} expected, {[o.title for o in ledger]} came", wanted, len(ledger))
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
    _known_facets(wanted, came.catalogue)
    for facet, wish in wanted.items():
        of_facet = [w for w in came.reply.preferences.wishes if w.facet == facet]
        found = [_short(w) for w in of_facet]
        if wish is None:
            if of_facet:
                yield failed(f"wishes.{facet}", f"no wish for {facet} expected, {found} came", None, found)
            continue
        parts = filled(wish.said(), came.replies)
        if not any(_is_like(w, parts) for w in of_facet):
            yield failed(f"wishes.{facet}", f"the wish {facet} {parts} expected, {found} came", parts, found)


def _known_facets(named: Iterable[str], catalogue: Catalogue) -> None:
    """Raise `BadSettings` for a facet that no catalogue has: that there is no wish for it would always be so."""
    known = (*FACETS, *catalogue.own_facets, *NOT_OF_ITEMS)
    for facet in named:
        if facet not in known:
            near = difflib.get_close_matches(facet, known, n=1)
            hint = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(known)}."
            raise BadSettings(f"'{facet}' is no facet.", hint)


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
            yield failed("changes", f"{wanted} changes expected, {changes} came", wanted, changes)
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
        yield failed(name, f"{name} {missing or 'none'} expected, {found} came", list(wanted), found)


# ---- the rest -------------------------------------------------------------------------------------------------------


def _question(wanted: QuestionExpected | tuple[str | None, ...] | None, came: Came) -> Iterator[Failure]:
    question = came.reply.question
    found = question.facet if question else None
    facets = wanted.facet if isinstance(wanted, QuestionExpected) else wanted or (None,)
    _known_facets((facet for facet in facets if facet), came.catalogue)
    if found not in facets:
        shown = " or ".join(str(facet) for facet in facets)
        yield failed("question", f"a question about {shown} expected, {found} came", list(facets), found)
    elif isinstance(wanted, QuestionExpected):
        options = list(question.options) if question else []
        if missing := [option for option in wanted.options if option not in options]:
            yield failed(
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
            yield failed("text.contains", f"'{part}' expected in the text: {text[:200]!r}", part, text)
    for part in filled(wanted.excludes, came.replies):
        if part in text:
            yield failed("text.excludes", f"'{part}' not expected in the text: {text[:200]!r}", part, text)
    words = wording.words(text)
    if wanted.max_words is not None and words > wanted.max_words:
        yield failed(
            "text.max_words", f"at most {wanted.max_words} words expected, {words} came", wanted.max_words, words
        )
    if wanted.language is not None and (found := wording.language(text, came.reply)) != wanted.language:
        yield failed("text.language", f"a text in {wanted.language} expected: {text[:200]!r}", wanted.language, found)
    if wanted.mentions_only_shown and (others := wording.others(came.reply, came.said, came.catalogue, came.earlier)):
        yield failed("text.mentions_only_shown", f"{others} named, which were not shown or spoken of", [], others)


def _timings(wanted: Mapping[str, float], came: Came) -> Iterator[Failure]:
    for stage, most in wanted.items():
        found = max(came.reply.timings_ms.get(stage, 0.0), came.ms if stage == "total" else 0.0)
        if found > most:
            yield failed(f"timings.{stage}", f"{stage} in {most:g} ms expected, it took {found:.0f}", most, found)


def _model_calls(wanted: int | Span, came: Came) -> Iterator[Failure]:
    if not fits(wanted, came.model_calls):
        yield failed(
            "model_calls", f"{wanted} model calls expected, {came.model_calls} came", plain(wanted), came.model_calls
        )


_CHECKS: Mapping[str, Check] = {
    "intent": _one_of("intent"), "language": _one_of("language"), "model": _one_of("model"),
    "likes": _opinions("likes"), "dislikes": _opinions("dislikes"), "seen": _opinions("seen"),
    "rejected": _opinions("rejected"), "wishes": _wishes, "items": check_items, "question": _question,
    "relaxed": _relaxed, "error": _error, "changes": _changes, "text": _text, "timings": _timings,
    "model_calls": _model_calls,
}  # fmt: skip
