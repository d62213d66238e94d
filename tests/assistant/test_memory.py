"""The log: what is appended comes back, forgetting leaves no trace in the file, strange files are refused."""

import sqlite3
from threading import Thread

import pytest

from assistant.conversation import Reply
from assistant.errors import AssistantError, NotFound
from assistant.memory import Event, Memory, replay, standing
from assistant.preferences import Opinion, Preferences, PreferenceUpdate, Wish

CANARY = "canary-7f3a91c2"
UPDATE = PreferenceUpdate(
    likes=(Opinion(id="heat", title="Heat", turn=1, said="我喜欢“Heat”"),),
    wishes=(Wish(facet="year", min=1990.0, max=1999.0), Wish(facet="genre", exclude=("horror",))),
    remove=(Wish(facet="kind", include=("book",)), Opinion(id="x", title="X")),
    spoken_of=("film",),
    add=True,
)


@pytest.fixture
def memory(log):
    opened = Memory(log)
    yield opened
    opened.close()


def reply(session, turn, text="hello"):
    return Reply(session=session, turn=turn, intent="chat", language="en", text=text)


def fill(memory, user=None, text="hello", turns=3):
    session = memory.start("demo", user)
    for turn in range(1, turns + 1):
        memory.append(
            session, Event(turn=turn, said=text, update=UPDATE, reply=reply(session, turn, text), trace={"a": text})
        )
    return session


def test_events_come_back_as_they_were(memory):
    session = fill(memory)
    events = memory.events(session)
    assert [e.turn for e in events] == [1, 2, 3]
    assert events[0].update == UPDATE
    assert events[0].reply == reply(session, 1)
    assert replay(events)[-1].likes[0].title == "Heat"


def test_another_process_sees_what_was_written(memory, log):
    session = fill(memory)
    other = Memory(log)
    assert len(other.events(session)) == 3
    other.close()


def test_sessions_are_listed_newest_first_and_by_user(memory):
    first, second = fill(memory, "ada"), fill(memory, "bob")
    assert [s.id for s in memory.sessions()] == [second, first]
    assert [(s.id, s.turns) for s in memory.sessions("ada")] == [(first, 3)]
    assert memory.summary(first).user == "ada"


def test_a_profile_is_no_turn(memory):
    session = memory.start("demo", "ada")
    memory.append(session, Event(turn=0, action="profile", update=UPDATE))
    assert memory.summary(session).turns == 0


def test_what_is_not_there_is_not_found(memory):
    for act in (lambda: memory.events("x"), lambda: memory.summary("x"), lambda: memory.export("x"),
                lambda: memory.forget(session="x"), lambda: memory.forget(user="x")):  # fmt: skip
        with pytest.raises(NotFound) as error:
            act()
        assert error.value.hint


def test_a_turn_that_is_taken_is_refused_and_nothing_changes(memory):
    session = fill(memory)
    with pytest.raises(AssistantError, match="continued somewhere else"):
        memory.append(session, Event(turn=2, said="other"))
    assert [e.said for e in memory.events(session)] == ["hello"] * 3


def test_export_holds_everything(memory):
    session = fill(memory, "ada")
    exported = memory.export(session)
    assert exported["user"] == "ada" and exported["catalogue"] == "demo"
    assert exported["events"][0]["update"]["likes"][0]["said"] == "我喜欢“Heat”"
    assert exported["events"][2]["reply"]["text"] == "hello"


def raw(log):
    return b"".join(p.read_bytes() for p in log.parent.glob(f"{log.name}*"))


@pytest.mark.parametrize("who", ["session", "user"])
def test_forgetting_leaves_no_trace_in_the_files(memory, log, who):
    kept = fill(memory, "bob", "kept-words")
    gone = fill(memory, "ada", CANARY * 50)
    assert CANARY.encode() in raw(log)
    assert memory.forget(**{who: gone if who == "session" else "ada"}) == 1
    assert CANARY.encode() not in raw(log)
    assert b"kept-words" in raw(log)
    assert len(memory.events(kept)) == 3
    assert memory.check() == "ok"


def test_a_newer_schema_is_refused(log):
    Memory(log).close()
    with sqlite3.connect(log) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(AssistantError, match="newer version"):
        Memory(log)


def test_a_damaged_file_is_refused_with_a_way_out(log):
    log.write_bytes(b"this is no database, " * 500)
    with pytest.raises(AssistantError) as error:
        Memory(log)
    assert str(log) in str(error.value) and error.value.hint


def test_threads_may_write_at_once(memory):
    sessions = [memory.start("demo") for _ in range(4)]

    def write(session):
        for turn in range(1, 16):
            memory.append(session, Event(turn=turn, said=session))

    threads = [Thread(target=write, args=(s,)) for s in sessions]
    [t.start() for t in threads]
    [t.join() for t in threads]
    for session in sessions:
        assert [e.said for e in memory.events(session)] == [session] * 15


def test_two_may_open_a_new_file_at_once(log):
    opened = []
    threads = [Thread(target=lambda: opened.append(Memory(log))) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert len(opened) == 4
    [m.close() for m in opened]


def liked(id, **more):
    return Event(turn=1, update=PreferenceUpdate(likes=(Opinion(id=id, title=id),)), **more)


def test_undo_goes_back_over_turns_that_changed_nothing():
    events = [liked("a"), liked("b"), Event(turn=3), Event(turn=4, control="undo")]
    assert [o.id for o in replay(events)[-1].likes] == ["a"]


def test_undo_brings_back_what_a_restart_set_aside():
    events = [liked("a"), Event(turn=2, control="restart"), Event(turn=3, control="undo")]
    assert [o.id for o in replay(events)[-1].likes] == ["a"]


def test_a_restart_keeps_what_the_same_message_tells():
    assert [o.id for o in replay([liked("a"), liked("b", control="restart")])[-1].likes] == ["b"]


def near(turn, *ids, since=0):
    return Event(turn=turn, trace={"like": list(ids), "like_since": since})


def test_what_is_looked_close_to_stands_until_something_else_is_recommended_or_it_is_turned_down():
    against = PreferenceUpdate(dislikes=(Opinion(id="a", title="a"),))
    events = [near(1, "a", "b", since=1), Event(turn=2, update=against), Event(turn=3)]
    assert (standing(events)[-1].like, standing(events)[-1].since) == (("b",), 1)
    assert standing([*events, near(4)])[-1].like == ()


def test_undo_and_restart_take_back_what_is_looked_close_to():
    close, refined = liked("a", trace={"like": ["a"]}), liked("b", trace={"like": ["a"]})
    undo, restart = Event(turn=3, control="undo"), Event(turn=3, control="restart")
    assert standing([close, refined, undo])[-1].like == ("a",)
    assert standing([close, undo])[-1].like == standing([close, restart])[-1].like == ()
    assert standing([close, restart, undo])[-1].like == ("a",)


def test_undo_does_not_reach_the_profile():
    events = [liked("a", action="profile"), liked("b"), *[Event(turn=n, control="undo") for n in (2, 3, 4)]]
    assert [o.id for o in replay(events[:3])[-1].likes] == ["a"]
    assert replay([]) == [Preferences()]
