"""The tools for other agents: what they are told is honoured, what they return is JSON, and a search keeps nothing."""

import asyncio
import json

import pytest
from langchain_core.messages import ToolCall
from pydantic import ValidationError

from assistant import chat_tool, recommend_tool


@pytest.fixture
def tool(assistant):
    return recommend_tool(assistant)


def test_what_an_agent_is_told(tool, session):
    assert set(tool.args) == {"text", "likes", "dislikes", "wishes", "k"}
    assert tool.name == "recommend" and "simulated" in tool.description
    assert all(field["description"] for field in tool.args.values())
    assert set(chat_tool(session).args) == {"message"}


def test_likes_and_wishes_are_honoured(tool, assistant, id_of):
    found = tool.invoke({"likes": ["Heat", "Colateral"], "wishes": ["from the 90s", "no horror"], "k": 5})
    items = [assistant.catalogue.item(card["id"]) for card in found["items"]]
    assert len(items) == 5 and not found["unknown"] and not found["set_aside"]
    assert all(1990 <= item.year <= 1999 and "horror" not in item.genres for item in items)
    assert not {id_of("Heat"), id_of("Collateral")} & {item.id for item in items}
    assert len(found["understood"]) == 2 and all(card["why"] for card in found["items"])
    assert json.loads(json.dumps(found)) == found


def test_a_text_is_read_like_a_message(tool, assistant):
    found = tool.invoke({"text": "I loved Spirited Away, but no more animation; a book please"})
    assert {card["kind"] for card in found["items"]} == {"book"}
    assert len(found["items"]) == 3


def test_what_the_catalogue_does_not_hold_is_said(tool):
    found = tool.invoke({"likes": ["Zzyzx Rising Again"], "dislikes": ["Heat"]})
    assert found["unknown"] == ["Zzyzx Rising Again"] and found["items"]


def test_a_wish_that_too_few_meet_is_set_aside_and_said(tool):
    found = tool.invoke({"wishes": ["a japanese western from the 1920s", "under 80 minutes"]})
    assert found["items"] and found["set_aside"]


def test_ids_name_items_too(tool, id_of):
    found = tool.invoke({"likes": [id_of("Heat")]})
    assert not found["unknown"] and id_of("Heat") not in [card["id"] for card in found["items"]]


@pytest.mark.parametrize("wrong", [{"k": 0}, {"k": 11}, {"likes": "Heat"}, {"text": "x" * 9000}])
def test_wrong_arguments_are_refused(tool, wrong):
    with pytest.raises(ValidationError):
        tool.invoke(wrong)


def test_a_search_keeps_nothing(tool, assistant):
    before = len(assistant.sessions())
    assert tool.invoke({"likes": ["Heat"]}) == tool.invoke({"likes": ["Heat"]})
    assert len(assistant.sessions()) == before


def test_an_agent_s_call_gets_a_message(tool):
    call = ToolCall(name="recommend", args={"text": "a sad film"}, id="7", type="tool_call")
    message = tool.invoke(call)
    assert message.tool_call_id == "7" and json.loads(message.content)["items"]


def test_a_talk_is_one_session(session):
    tool = chat_tool(session)
    first = tool.invoke({"message": "I loved Heat"})
    assert len(first["items"]) == 3 and first["options"]
    second = asyncio.run(tool.ainvoke({"message": "why the second?"}))
    assert [card["id"] for card in second["items"]] == [first["items"][1]["id"]]
    assert len(session.history) == 2
