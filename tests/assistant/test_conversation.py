"""A reply survives JSON: every field, to the last tuple."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.conversation import Question, Reason, Relaxed, Reply, ReplyError, ReplyItem
from assistant.preferences import Opinion, Preferences, Wish

FULL = Reply(
    session="abc", turn=3, intent="recommend", language="zh", text="推荐：\n1. 《盗火线》",
    error=ReplyError(code="too_long", hint="shorter"),
    items=(
        ReplyItem(
            id="heat", title="Heat", year=1995, kind="film", genres=("crime",), new=True, score=0.81,
            why=(Reason(kind="people-like-you", weight=0.46, facts={"liked": ["Heat"], "share": 0.61}, text="…"),),
        ),
        ReplyItem(id="x", title="X", new=False),
    ),
    question=Question(facet="mood", text="?", options=("a", "b")),
    preferences=Preferences(
        likes=(Opinion(id="a", title="A", turn=1, said="I loved A"),), seen=(Opinion(id="b", title="B"),),
        wishes=(Wish(facet="year", min=1990, max=1999, turn=1, said="90s"), Wish(facet="genre", exclude=("horror",))),
    ),
    changes=("You like A.",), relaxed=(Relaxed(wish="1990–1999", left=0, after=14),), verified=True, replaced=2,
    model="none", timings_ms={"total": 12.5},
)  # fmt: skip


def test_round_trip():
    assert Reply.from_json(json.loads(json.dumps(FULL.to_json()))) == FULL


def test_the_documented_names():
    data = FULL.to_json()
    assert list(data) == [
        "session", "turn", "intent", "language", "text", "error", "items", "question", "preferences", "changes",
        "relaxed", "verified", "replaced", "model", "timings_ms",
    ]  # fmt: skip
    assert set(data["items"][0]) == {"id", "title", "year", "kind", "genres", "new", "score", "why"}
    assert set(data["preferences"]) == {"likes", "dislikes", "seen", "rejected", "wishes"}


@given(st.text(max_size=100).filter(lambda t: not any("\ud800" <= c <= "\udfff" for c in t)))
@settings(max_examples=30)
def test_any_text_survives(text):
    reply = Reply(session="s", turn=1, intent="chat", language="en", text=text, changes=(text,))
    assert Reply.from_json(json.loads(json.dumps(reply.to_json()))) == reply


def test_what_is_no_reply_is_refused():
    with pytest.raises(ValueError, match="intent"):
        Reply.from_json({"session": "s", "turn": 1, "intent": "dance", "language": "en", "text": ""})
