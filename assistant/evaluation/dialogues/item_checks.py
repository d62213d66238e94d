"""What a script expects of the items of a reply: which, how many, in what order, and what is so of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.conversation import ReplyItem
from assistant.evaluation.dialogues.came import Came, failed, plain
from assistant.evaluation.dialogues.expressions import holds, known, names
from assistant.evaluation.dialogues.format import ItemsExpected, Span, fits
from assistant.evaluation.dialogues.results import Failure
from assistant.evaluation.dialogues.variables import filled, in_condition
from retrievers.catalogue import Catalogue

#: Expectations in which a variable that names an item means its id.
_BY_ID = ("ids", "ranks")
_FIELDS = (
    "id", "title", "year", "kind", "genres", "length", "languages", "countries", "themes", "moods", "notes", "people",
    "series", "score", "why",
)  # fmt: skip


def check_items(wanted: ItemsExpected | None, came: Came) -> Iterator[Failure | None]:
    """What is not as wanted of the items that are recommended, or only spoken about; None for what is not shown."""
    wanted = wanted or ItemsExpected(count=0)
    items = [item for item in came.reply.items if item.new == wanted.new]
    titles = [item.title for item in items]
    if wanted.count is not None and not fits(wanted.count, len(items)):
        yield failed("items.count", f"{wanted.count} items expected, {titles} came", plain(wanted.count), len(items))
    for name, found in (("titles", titles), ("ids", [item.id for item in items])):
        if getattr(wanted, name) is not None:
            expected = filled(getattr(wanted, name), came.replies, "id" if name in _BY_ID else "title")
            if found != expected:
                yield failed(f"items.{name}", f"the items {expected} expected, {found} came", expected, found)
    yield from _conditions(wanted, items, came)
    if wanted.order is not None:
        yield from _ordered(wanted.order, items, came)
    if wanted.not_repeated and (again := [item.title for item in items if item.id in came.earlier]):
        yield failed("items.not_repeated", f"{again} stood in an earlier reply", [], again)
    for name, place in filled(wanted.ranks, came.replies, "id").items():
        at = next((n for n, item in enumerate(items, 1) if name in (item.id, item.title)), None)
        place = Span(**place) if isinstance(place, dict) else place
        if at is None or not fits(place, at):
            yield failed("items.ranks", f"{name} at place {place} expected, {titles} came", plain(place), at)


def _conditions(wanted: ItemsExpected, items: Sequence[ReplyItem], came: Came) -> Iterator[Failure | None]:
    values = [fields_of(item, came.catalogue) for item in items]
    for name in ("all", "any", "none"):
        for condition in getattr(wanted, name):
            known(names(condition), fields(came.catalogue), condition)
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
            yield failed(f"items.{name}", message, condition, found)


def _ordered(order: str, items: Sequence[ReplyItem], came: Came) -> Iterator[Failure]:
    field = order.removeprefix("-")
    known((field,), fields(came.catalogue), order)
    values = [fields_of(item, came.catalogue)[field] for item in items]
    try:
        told = sorted(values, reverse=order.startswith("-")) == values
    except TypeError:
        told = False
    if not told:
        yield failed("items.order", f"the items by {order} expected, {values} came", order, values)


def fields(catalogue: Catalogue) -> tuple[str, ...]:
    """What a condition may name, of whatever item; columns of the catalogue's own come last."""
    return (*_FIELDS, *catalogue.own_facets)


def fields_of(item: ReplyItem, catalogue: Catalogue) -> dict[str, Any]:
    """What a condition may name: the record of the item with its own columns, and the kinds of the reasons given."""
    told = {"score": item.score, "why": [reason.kind for reason in item.why]}
    if catalogue.row(item.id) is None:
        return {"id": item.id, "title": item.title, "year": item.year, "kind": item.kind, "genres": item.genres, **told}
    record = catalogue.item(item.id)
    own = {facet: record.extra.get(facet) for facet in catalogue.own_facets}
    return own | told | {
        "id": record.id, "title": record.title, "year": record.year, "kind": record.kind, "genres": record.genres,
        "length": record.length, "languages": record.languages, "countries": record.countries,
        "themes": record.themes, "moods": record.moods, "notes": record.notes,
        "people": [p.name for p in record.people], "series": record.series,
    }  # fmt: skip
