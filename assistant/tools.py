"""Sommelier as LangChain tools for other people's agents: `recommend_tool` searches once, `chat_tool` holds a talk.

Loaded only where it is asked for (``from assistant import recommend_tool``), for langchain_core takes a second.
"""

from __future__ import annotations

import asyncio
from typing import Any

from langchain_core.tools import StructuredTool
from pydantic import BaseModel, Field

from assistant.ledger import apply
from assistant.preferences import Opinion, Preferences, PreferenceUpdate
from assistant.reading import Context
from assistant.rules import read
from assistant.session import Assistant, Session
from assistant.steps.explain import reply_item
from assistant.steps.rank import rank
from assistant.steps.retrieve import retrieve
from assistant.wording import Wording


class _Wanted(BaseModel):
    """The arguments of the tool, with what an agent is told of each."""

    text: str = Field(default="", max_length=8000, description="What is wanted, in plain words. May be left empty.")
    likes: list[str] = Field(default=[], description="Titles (or ids) that the person likes.")
    dislikes: list[str] = Field(default=[], description="Titles (or ids) that the person does not like.")
    wishes: list[str] = Field(
        default=[],
        description="Conditions, one each: 'from the 90s', 'no horror', 'under two hours'.",
    )
    k: int = Field(default=3, ge=1, le=10, description="How many items to recommend.")


class _Said(BaseModel):
    message: str = Field(max_length=8000, description="What the person says, in their own words.")


def recommend_tool(assistant: Assistant) -> StructuredTool:
    """A tool ``recommend`` over the catalogue: likes, wishes, a text and ``k`` → items with reasons.

    Nothing of a call is kept. It returns ``items`` (id, title, year, kind, genres, score and ``why``, a sentence each),
    ``understood`` (the wishes as they were read), ``unknown`` (titles that the catalogue does not hold) and
    ``set_aside`` (wishes that too few items met).
    """

    def recommend(**wanted: Any) -> dict[str, Any]:
        return _recommended(assistant, _Wanted(**wanted))

    async def without_blocking(**wanted: Any) -> dict[str, Any]:
        return await asyncio.to_thread(recommend, **wanted)

    return StructuredTool.from_function(
        func=recommend,
        coroutine=without_blocking,
        name="recommend",
        description=f"Recommend from the catalogue “{assistant.name}” ({assistant.about}), with true reasons.",
        args_schema=_Wanted,
    )


def chat_tool(session: Session) -> StructuredTool:
    """A tool ``talk`` that passes a message on to a session, which remembers what was said, and returns its reply.

    It returns ``text``, ``items`` (as cards: id, title, year, kind) and ``options`` (answers to the question, if any).
    """

    def talk(message: str) -> dict[str, Any]:
        reply = session.say(message).to_json()
        cards = [{name: item[name] for name in ("id", "title", "year", "kind")} for item in reply["items"]]
        return {"text": reply["text"], "items": cards, "options": (reply["question"] or {}).get("options", [])}

    async def without_blocking(message: str) -> dict[str, Any]:
        return await asyncio.to_thread(talk, message)

    return StructuredTool.from_function(
        func=talk,
        coroutine=without_blocking,
        name="talk",
        description="Talk to the recommender: it remembers likes and wishes, recommends, explains and compares.",
        args_schema=_Said,
    )


def _recommended(assistant: Assistant, wanted: _Wanted) -> dict[str, Any]:
    """Read, search, rank and explain as a turn does, for a ledger that is forgotten afterwards."""
    index = assistant._parts.index
    preferences, unknown, language = _ledger(assistant, wanted)
    found = retrieve(preferences, index.hybrid, index.catalogue, shown=(), count=wanted.k)
    wording = Wording(language, simulated=index.manifest.simulated, catalogue=index.catalogue)
    cards = [reply_item(one, wording).item for one in rank(found.candidates, preferences, wanted.k)]
    return {
        "items": [
            {"id": card.id, "title": card.title, "year": card.year, "kind": card.kind, "genres": list(card.genres),
             "score": card.score, "why": [reason.text for reason in card.why]}
            for card in cards
        ],
        "understood": [wording.wish(wish) for wish in preferences.wishes],
        "unknown": unknown,
        "set_aside": [wording.wish(aside.wish) for aside in found.set_aside],
    }  # fmt: skip


def _ledger(assistant: Assistant, wanted: _Wanted) -> tuple[Preferences, list[str], str]:
    """The preferences that a call tells of, the titles that are not in the catalogue, and the language to answer in."""
    index = assistant._parts.index
    context = Context(catalogue=index.catalogue, titles=index.titles)
    said = read(wanted.text, context)
    readings = [said, *(read(wish, context) for wish in wanted.wishes)]
    wishes = tuple(wish for reading in readings for wish in reading.update.wishes)
    named = {"likes": wanted.likes, "dislikes": wanted.dislikes}
    ids = {title: _id_of(title, context) for titles in named.values() for title in titles}
    told: dict[str, Any] = {
        name: tuple(
            Opinion(id=id, title=index.catalogue.item(id).title, turn=1, said=title)
            for title in titles
            if (id := ids[title])
        )
        for name, titles in named.items()
    }
    preferences, _ = apply(Preferences(), said.update)
    preferences, _ = apply(preferences, PreferenceUpdate(**told, wishes=wishes))
    return preferences, [*said.unknown, *(title for title, id in ids.items() if not id)], said.language


def _id_of(title: str, context: Context) -> str:
    """The item that a title or an id names, misspelt or with its year; empty where there is none."""
    if context.catalogue.row(title) is not None:
        return title
    ids = context.titles.named(title) or next((m.ids for m in context.titles.find(f"“{title}”") if m.ids), ())
    return ids[0] if ids else ""
