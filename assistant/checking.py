"""How the gate's examples are judged: by the rules that a reading model must beat, and the verifier that licenses text.

The gate itself (`llm/gate.py`) knows neither; they are handed to it here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.llm.gate import GateReport, check
from assistant.questions import attitude_question, masked
from assistant.rules import language_of
from assistant.rules.attitudes import attitudes
from assistant.rules.chinese import CHINESE
from assistant.rules.english import ENGLISH
from assistant.rules.references import Reference
from assistant.steps import verify
from assistant.steps.explain import reply_item
from assistant.wording import Wording
from assistant.writer import request
from prompts import render
from retrievers.items import Item, Person
from retrievers.query import Candidate, Evidence

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def check_model(
    model: BaseChatModel, name: str, data_dir: Path, progress: Callable[[str], None] = lambda _: None
) -> GateReport:
    """Play the gate's examples with ``model`` and keep the verdict beside it."""
    return check(
        model, data_dir, name=name, read_attitude=attitude, licensed=licensed, reading=reading, explaining=explaining,
        explained=explained, progress=progress,
    )  # fmt: skip


def attitude(sentence: str, title: str) -> str:
    """What the rules read of the attitude to ``title``: ``likes``, ``dislikes`` or ``neutral``."""
    lexicon = CHINESE if language_of(sentence) == "zh" else ENGLISH
    start = sentence.casefold().find(title.casefold())
    if start < 0:
        return "neutral"
    reference = Reference(start=start, end=start + len(title), text=title, ids=("it",), how="title")
    (found,) = attitudes(sentence, [reference], lexicon)
    return "likes" if "like" in found else "dislikes" if "dislike" in found else "neutral"


def licensed(text: str, facts: Mapping[str, Any]) -> bool:
    """Is every sentence of ``text`` licensed by the facts of an example?"""
    item = _item(facts["item"])
    evidence = [_evidence(e) for e in facts["evidence"]]
    others = [Item(id=title, title=title) for e in evidence for title in e.facts.get("liked", ())]
    licence = verify.Licence(item, evidence, others=others, language=language_of(text))
    found = list(verify.sentences(text, licence.names))
    return bool(found) and all(verify.licensed(sentence, licence) for sentence in found)


def reading(sentence: str, title: str, language: str) -> tuple[str, str]:
    """The instruction and the question with which a model is asked for the attitude to ``title``, as in use."""
    start = sentence.casefold().find(title.casefold())
    places = [(start, start + len(title), True)] if start >= 0 else []
    return render("understand", language), attitude_question(masked(sentence, places), [])


def explaining(facts: Mapping[str, Any], language: str) -> tuple[str, str]:
    """The instruction and the facts with which a model is asked to explain the item of an example, as in use."""
    candidate = Candidate(
        item=_item(facts["item"]), score=None, evidence=tuple(_evidence(e) for e in facts["evidence"])
    )
    return request("explain", reply_item(candidate, Wording(language)).facts, language)


def explained(text: str, facts: Mapping[str, Any]) -> bool:
    """Does ``text`` give every reason of an example, with its titles, values and numbers, and claim nothing else?"""
    said = text.casefold()
    needed = [word for given in facts["evidence"] for word in _needed(_evidence(given))]
    return all(word.casefold() in said for word in needed) and licensed(text, facts)


def _needed(evidence: Evidence) -> list[str]:
    facts = evidence.facts
    if "matched" in facts:
        return [str(value) for match in facts["matched"] if match["facet"] != "kind" for value in match["values"]]
    share = [str(round(100 * facts["share"]))] if "share" in facts else []
    return [*facts.get("liked", ()), *share, *([str(facts["raters"])] if "raters" in facts else [])]


def _item(record: Mapping[str, Any]) -> Item:
    role = "author" if record.get("kind") == "book" else "director"
    people = [Person(name=name, role=role if at == 0 else "cast") for at, name in enumerate(record.get("people", ()))]
    return Item(
        id="it",
        title=record["title"],
        year=record.get("year"),
        kind=record.get("kind"),
        genres=tuple(record.get("genres", ())),
        people=tuple(people),
        length=record.get("minutes") or record.get("pages"),
    )


def _evidence(given: Mapping[str, Any]) -> Evidence:
    facts = dict(given["facts"])
    if given["kind"] == "asked-for" and "matched" not in facts and "text" not in facts:
        facts = {"matched": [{"facet": facts["facet"], "values": [facts["value"]], "hard": True}]}
    if given["kind"] == "acclaimed" and "rating" in facts:
        facts = {"raters": facts["raters"], "mean": facts["rating"], "scale": [1, 5]}
    if given["kind"] == "similar-to":
        facts.setdefault("shared", {})
    return Evidence(kind=given["kind"], weight=0.5, facts=facts)
