"""A tab's conversation without a browser: streaming, stopping, failing, waiting, and the suggestions on show."""

import threading

import pytest

from tests.ui.fakes import Assistant
from ui.present import cards
from ui.protocol import Busy, Gate
from ui.tabs import Action, Tab


def a_tab(pause: float = 0.0, gate: Gate | None = None) -> Tab:
    return Tab(Assistant(pause), gate or Gate())


def do(tab: Tab, action: Action) -> list[str]:
    assert tab.accept(action)
    return [tab.messages[-1]["content"] for _ in tab.run()]


def test_a_reply_streams_and_then_shows_items_and_question():
    tab = a_tab()
    assert tab.empty and not tab.items
    shown = do(tab, Action.say("I loved Heat"))
    assert shown[0].startswith("One moment") and shown[1].startswith("Reading your message")
    assert "Crime from" in shown and shown[-1].endswith("films and a book\\.")
    assert [m["role"] for m in tab.messages] == ["user", "assistant"]
    assert [item.id for item in tab.items] == ["f1", "f2", "b1"]
    assert tab.question and not tab.busy


def test_suggestions_stay_while_they_are_talked_about():
    tab = a_tab()
    do(tab, Action.say("I loved Heat"))
    card = tab.items[0]
    (first, *_) = cards(tab.items, tab.assistant.catalogue, tab.preferences, "en")
    do(tab, Action.why(first, "en"))
    do(tab, Action.judge(first, "like", "en"))
    assert tab.items[0] is card
    assert tab.preferences.likes[-1].id == card.id
    assert [m["content"] for m in tab.messages[-2:]] == [
        "I like The Long Harbour\\.",
        "Noted\\: you like The Long Harbour\\.",
    ]
    do(tab, Action.undo("en"))
    assert [o.title for o in tab.preferences.likes] == ["Heat"]


def test_nothing_is_taken_while_a_reply_is_written():
    tab = a_tab()
    assert tab.accept(Action.say("hello"))
    assert not tab.accept(Action.say("again"))
    list(tab.run())
    assert tab.accept(Action.say("again"))


def test_stop_ends_the_reply_that_is_written():
    tab = a_tab()
    tab.accept(Action.say("slow please"))
    for _ in tab.run():
        if "word5" in tab.messages[-1]["content"]:
            tab.stop()
    assert "word6" not in tab.messages[-1]["content"]
    assert tab.messages[-1]["content"].endswith("\\(stopped\\)")
    assert not tab.busy


def test_stop_before_the_turn_answers_nothing():
    tab = a_tab()
    tab.accept(Action.say("hello"))
    tab.stop()
    list(tab.run())
    assert tab.messages[-1]["content"] == "\\(stopped\\)"


def test_a_browser_that_leaves_stops_the_turn():
    tab = a_tab()
    tab.accept(Action.say("slow please"))
    running = tab.run()
    for _ in running:
        if "word5" in tab.messages[-1]["content"]:
            break
    running.close()
    assert tab._session.stopped.is_set() and not tab.busy
    assert len(tab._session.history) == 1  # the turn is recorded as far as it went
    do(tab, Action.say("hello"))  # and the gate is free again


def test_a_failure_is_said_once_and_the_tab_lives_on():
    tab = a_tab()
    with pytest.raises(RuntimeError):
        do(tab, Action.say("boom"))
    tab.recover()
    tab.recover()
    assert len(tab.messages) == 2 and "did not work" in tab.messages[-1]["content"]
    do(tab, Action.say("hello"))
    assert "could not connect" in tab.messages[-1]["content"]


def test_a_full_line_is_said_kindly():
    gate = Gate(waiting=0)
    tab = a_tab(gate=gate)
    with gate.one_turn():
        do(tab, Action.say("hello"))
    assert "Many people" in tab.messages[-1]["content"] and not tab.busy


def test_the_gate_lets_one_turn_run_and_refuses_when_full():
    gate, inside, order = Gate(waiting=1), threading.Event(), []

    def wait() -> None:
        inside.set()
        with gate.one_turn():
            order.append("second")

    with gate.one_turn():
        thread = threading.Thread(target=wait)
        thread.start()
        inside.wait(5)
        for _ in range(1000):
            try:
                with gate.one_turn():
                    raise AssertionError("two turns at a time")
            except Busy:
                break
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]


def test_chinese_changes_the_labels():
    tab = a_tab()
    do(tab, Action.say("你好"))
    assert tab.language == "zh"
