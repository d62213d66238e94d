"""A whole conversation: messages, clicks, streams, stopping, resuming, and what must hold whatever is typed."""

import asyncio
import threading
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import turns
from assistant.conversation import Delta, Reply, Stage
from assistant.errors import BadSettings, NotFound, SessionBusy
from assistant.evaluation.dialogues.always import Watch
from assistant.evaluation.partners import own
from assistant.memory import Memory, replay
from assistant.preferences import Preferences
from assistant.session import Assistant
from assistant.turns import Parts
from retrievers.build import build
from retrievers.errors import RetrievalError
from retrievers.index import open_index
from retrievers.sources.records import Source
from tests.assistant.models import Saying
from tests.retrievers.conftest import ITEMS, Words

FIRST = "I loved Heat and Collateral, hated Transformers. Something from the 90s, not too long?"


def titles(opinions):
    return [o.title for o in opinions]


def new(reply):
    return [item for item in reply.items if item.new]


# ---- what is said ---------------------------------------------------------------------------------------------------


def test_the_first_three_messages_of_the_readme(session):
    reply = session.say(FIRST)
    assert reply.intent == "recommend" and len(new(reply)) == 3
    assert titles(reply.preferences.likes) == ["Heat", "Collateral"]
    assert titles(reply.preferences.dislikes) == ["Transformers"]
    assert all(1990 <= item.year <= 1999 for item in reply.items)
    second = session.say("seen the first one. why the second?")
    assert second.intent == "why" and not new(second)
    assert titles(second.preferences.seen) == [reply.items[0].title]
    assert second.items[0].id == reply.items[1].id
    assert reply.items[1].title in second.text
    third = session.say("ok, and a book in that spirit")
    assert {item.kind for item in new(third)} == {"book"}
    assert any("only a preference" in change for change in third.changes)


def test_films_and_books_in_chinese(session):
    for before in ((), (FIRST,)):
        for message in before:
            session.say(message)
        reply = session.say("我喜欢看电影和读书")
        assert reply.language == "zh"
        assert {item.kind for item in new(reply)} == {"film", "book"}
        assert "You" not in reply.text and "simulated" not in reply.text


def test_a_message_with_nothing_to_go_by_still_recommends(session):
    assert len(new(session.say("what should I watch tonight?"))) == 3


def test_unknown_titles_are_told_without_their_markup(session):
    reply = session.say("I loved “<b>Zyzzyva</b>\u202e Nights”")
    assert "Zyzzyva" in reply.text
    assert "<" not in reply.text and "\u202e" not in reply.text
    assert not reply.preferences.likes


def test_small_wishes_that_nothing_meets_are_set_aside_and_told(session):
    reply = session.say("a Japanese western from the 1930s")
    assert reply.relaxed and "set aside" in reply.text and len(new(reply)) == 3
    again = session.say("more")
    assert again.relaxed and "set aside" not in again.text, "it was said, and nothing changed since"


def test_a_change_of_mind(session):
    session.say("Something from the 80s")
    session.say("undo")
    assert session.preferences == Preferences()
    session.say("I hated The Matrix")
    assert titles(session.say("sorry, I love The Matrix").preferences.likes) == ["The Matrix"]
    reply = session.say("start over, I want a comedy")
    assert reply.intent == "restart" and not reply.items
    assert [w.include for w in session.preferences.wishes] == [("comedy",)]


def test_what_was_taken_is_spoken_of_and_lists_can_be_seen_again(session):
    first = new(session.say("comedy"))
    session.say("more")
    again = session.say("go back to the first list")
    assert [i.id for i in again.items] == [i.id for i in first] and not new(again)
    assert session.say("i'll take the second").items[0].id == first[1].id
    assert first[1].title in session.say("how long is it?").text


def test_an_opinion_is_turned_round(session):
    session.say("i dont like inception")
    assert titles(session.say("oops i do").preferences.likes) == ["Inception"]
    assert titles(session.say("yes i love it").preferences.likes) == ["Inception"]


def test_it_is_the_first_of_what_was_put_in_order(session):
    session.say("anything by murakami")
    shortest = session.say("the shortest").items
    assert [session._assistant.catalogue.item(i.id).length for i in shortest] == [180, 390, 470]
    assert session.say("ok i take it").items[0].id == shortest[0].id


def test_the_ledger_can_be_asked_for(session):
    session.say(FIRST)
    text = session.say("what did I tell you?").text
    assert "Heat" in text and "1990–1999" in text
    assert "Heat" in session.say("我的偏好").text or "盗火线" in session.say("我的偏好").text


def test_a_question_that_was_skipped_is_not_asked_again(session):
    asked = []
    for message in (FIRST, *["no preference"] * 5):
        question = session.say(message).question
        asked += [question.facet] if question else []
    assert len(asked) == len(set(asked))


def test_a_click_does_not_close_the_question(session):
    reply = session.say("I loved Heat")
    assert reply.question
    session.feedback(reply.items[0].id, "seen")
    assert "not ask about that" in session.say("no preference").text


# ---- clicks ---------------------------------------------------------------------------------------------------------


def test_clicks_note_and_recommend_nothing(session):
    item = session.say(FIRST).items[0]
    for opinion, name in (("like", "likes"), ("dislike", "dislikes"), ("seen", "seen")):
        reply = session.feedback(item.id, opinion)
        assert reply.intent == "feedback" and not new(reply)
        assert item.title in titles(getattr(reply.preferences, name))
    assert item.title not in titles(session.preferences.likes), "the dislike took its place"


def test_remove_undo_and_why(session):
    reply = session.say(FIRST)
    entry = reply.preferences.wishes[0]
    assert entry not in session.remove(entry).preferences.wishes
    assert entry in session.undo().preferences.wishes
    assert session.remove(reply.preferences.likes[0]).preferences.likes == reply.preferences.likes[1:]
    why = session.why(reply.items[2].id)
    assert why.intent == "why" and reply.items[2].title in why.text
    assert (
        "was left out" in session.why("titanic-1997").text or "others ranked higher" in session.why("titanic-1997").text
    )


def test_undo_with_nothing_to_undo(session):
    assert "nothing to take back" in session.undo().text


def test_strange_clicks_are_refused_and_leave_nothing(session):
    for act in (lambda: session.feedback("nothing", "like"), lambda: session.why("nothing")):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(BadSettings):
        session.feedback("heat-1995", "adore")
    assert session.history == ()


# ---- the log --------------------------------------------------------------------------------------------------------


def test_a_session_goes_on_where_it_was_left(open_assistant):
    first = open_assistant().session()
    shown = {item.id for item in first.say(FIRST).items}
    first.say("seen the first one")
    again = open_assistant().session(first.id)
    assert again.preferences == first.preferences
    assert [t.said for t in again.history] == [FIRST, "seen the first one"]
    reply = again.say("why the second?")
    assert reply.intent == "why" and reply.items[0].id in {*shown, *(i.id for i in first.history[1].reply.items)}
    assert not {item.id for item in new(again.say("more"))} & shown


def test_what_a_person_told_is_known_in_their_next_session(open_assistant):
    assistant = open_assistant()
    first = assistant.session(user="ada")
    first.say("I loved Heat, hated Titanic. No horror. Something from the 90s")
    second = assistant.session(user="ada")
    assert titles(second.preferences.likes) == ["Heat"]
    assert titles(second.preferences.dislikes) == ["Titanic"]
    assert [w.exclude for w in second.preferences.wishes] == [("horror",)], "the period was for that evening"
    assert {o.turn for o in second.preferences.likes} == {0}
    assert assistant.session(user="bob").preferences == Preferences()
    second.say("I hate Heat")
    assert titles(assistant.session(user="ada").preferences.dislikes) == ["Titanic", "Heat"]
    assert [s.user for s in assistant.sessions("ada")] == ["ada"] * 3


def test_sessions_that_cannot_be_opened(assistant, log):
    with pytest.raises(NotFound):
        assistant.session("nothing")
    memory = Memory(log)
    memory.start("another catalogue", id="other")
    memory.close()
    with pytest.raises(BadSettings, match="another catalogue"):
        assistant.session("other")
    for wrong in ({"count": 0}, {"count": 99}, {"language": "fr"}):
        with pytest.raises(BadSettings):
            assistant.session(**wrong)


def test_export_is_the_whole_session(session):
    session.say(FIRST)
    exported = session.export()
    assert exported["events"][0]["said"] == FIRST
    assert exported["events"][0]["trace"]["candidates"]


@pytest.mark.parametrize(("text", "code"), [("x" * 8_001, "too_long"), ("a\ud800b", "undecodable")])
def test_what_cannot_be_read_changes_nothing(session, text, code):
    session.say(FIRST)
    before = session.preferences
    reply = session.say(text)
    assert reply.error and reply.error.code == code and reply.error.hint
    assert not reply.items and session.preferences == before
    assert text not in str(session.export())
    assert new(session.say("more")), "and the conversation goes on"


@pytest.mark.parametrize("bit", ["horror ", "I loved Heat. ", "恐怖", "no ", "(", "'a", "《x》", "the second "])
def test_a_message_of_just_the_longest_length_is_read(session, bit):
    session.say("I loved Heat")
    assert session.say((bit * 8_000)[:8_000]).error is None


# ---- streams --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("message", [FIRST, "hello", "why Heat?", "x" * 9_000, "", "我喜欢看电影和读书"])
def test_a_stream_gives_stages_and_text_then_one_reply(session, message):
    events = list(session.stream(message))
    assert [isinstance(e, Reply) for e in events].count(True) == 1
    reply = events[-1]
    deltas = "".join(e.text for e in events if isinstance(e, Delta))
    assert reply.error or deltas == reply.text
    assert reply.error or next(e.name for e in events if isinstance(e, Stage)) == "understand"
    assert session.history[-1].reply == reply


def test_a_stream_without_blocking(session):
    async def run():
        return [event async for event in session.astream(FIRST)], await session.asay("more")

    events, reply = asyncio.run(run())
    assert isinstance(events[-1], Reply) and len(new(reply)) == 3


@pytest.mark.parametrize("steps", range(1, 12))
def test_a_stream_that_is_closed_keeps_what_was_shown(session, steps):
    session.say("I loved Fargo")
    stream = session.stream(FIRST)
    shown = "".join(e.text for e in islice(stream, steps) if isinstance(e, Delta))
    stream.close()
    kept = session.history[-1].reply
    assert kept.text == shown
    assert kept.preferences == session.preferences == replay(session._assistant._parts.memory.events(session.id))[-1]
    assert all(item.title in shown for item in new(kept))
    assert kept.question is None or kept.question.text in shown
    assert session.say("more").turn == kept.turn + 1


def test_a_stop_ends_the_text_and_the_reply_still_comes(session):
    stop = threading.Event()
    events = []
    for event in session.stream(FIRST, stop):
        events.append(event)
        if isinstance(event, Delta):
            stop.set()
    reply = events[-1]
    assert isinstance(reply, Reply)
    assert reply.text == "".join(e.text for e in events if isinstance(e, Delta))
    assert all(item.title in reply.text for item in new(reply))
    assert session.preferences.likes, "what was understood before the stop is kept"


def test_two_messages_at_once_are_answered_one_after_the_other(session):
    replies = []
    threads = [threading.Thread(target=lambda: replies.append(session.say("more"))) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert sorted(r.turn for r in replies) == [1, 2, 3, 4]
    shown = [item.id for r in replies for item in new(r)]
    assert len(shown) == len(set(shown)) == 12


def test_a_stream_that_nobody_finishes_does_not_hang_the_next_message(session, monkeypatch):
    monkeypatch.setattr(turns, "_PATIENCE_S", 0.1)
    stream = session.stream(FIRST)
    next(stream)
    with pytest.raises(SessionBusy):
        session.say("more")
    stream.close()
    assert session.say("more").turn == 2


@pytest.mark.parametrize("step", ["understand", "remember", "retrieve", "rank", "clarify", "explain"])
def test_an_error_inside_a_turn_leaves_the_log_as_it_was(session, monkeypatch, step):
    session.say("I loved Fargo")
    before, events = session.preferences, len(session.history)

    def broken(self, context, say):
        raise RetrievalError("broken")

    with monkeypatch.context() as patched:
        patched.setattr(f"assistant.turn.TurnState.{step}", broken)
        with pytest.raises(RetrievalError):
            session.say(FIRST)
    assert session.preferences == before and len(session.history) == events
    assert session.say(FIRST).turn == 2


def test_another_writer_in_between_is_told(open_assistant):
    first = open_assistant().session()
    second = open_assistant().session(first.id)
    first.say("I loved Heat")
    with pytest.raises(Exception, match="continued somewhere else"):
        second.say("I loved Fargo")
    assert [t.said for t in open_assistant().session(first.id).history] == ["I loved Heat"]


# ---- a model --------------------------------------------------------------------------------------------------------


def test_a_model_writes_only_what_is_licensed(open_assistant):
    model = Saying(texts=["It is the best film ever made.", "It is from 1800.", "You asked for love."])
    session = open_assistant(model=model, model_name="saying", steps=frozenset({"explain"})).session()
    reply = session.say(FIRST)
    assert len(model.asked) == 3 and reply.replaced == 3 and reply.verified and reply.model == "saying"
    assert "best film" not in reply.text and "1800" not in reply.text
    assert all(item.why[0].text in reply.text for item in reply.items)


def test_a_licensed_sentence_of_a_model_is_shown(open_assistant):
    model = Saying(texts=["It is a crime film from the nineties."])
    session = open_assistant(model=model, steps=frozenset({"explain"})).session()
    reply = session.say("a crime film from the 90s")
    assert reply.text.count("It is a crime film from the nineties.") == 3
    assert reply.replaced == 0


@pytest.mark.parametrize("error", [RuntimeError, KeyError])
def test_a_model_that_breaks_gives_the_plain_reply(open_assistant, error):
    model = Saying(texts=["It is a"], fails_after=1, error=error)
    plain = open_assistant().session().say(FIRST)
    reply = open_assistant(model=model, steps=frozenset({"explain"})).session().say(FIRST)
    assert reply.text == plain.text and reply.replaced == 0


# ---- whatever is typed ----------------------------------------------------------------------------------------------


def test_nothing_comes_back_over_thirty_turns_of_more(session):
    session.say("I loved Heat. Films please")
    seen = set()
    for _ in range(30):
        ids = [item.id for item in new(session.say("more"))]
        assert not seen & set(ids)
        seen |= set(ids)
    assert len(seen) == 90


def test_a_small_catalogue_runs_dry_with_a_word_about_it(tmp_path, log):
    source = Source(format="table", items=list(ITEMS), rows=len(ITEMS))
    build(source, tmp_path / "toy", Words(), name="toy", sources={})
    with Assistant(Parts(index=open_index(tmp_path / "toy", Words()), memory=Memory(log))) as assistant:
        session = assistant.session()
        replies = [session.say("science fiction please"), *(session.say("more") for _ in range(5))]
    assert len({item.id for reply in replies for item in new(reply)}) == len(ITEMS)
    assert not new(replies[-1])
    assert "everything" in replies[-1].text or "Nothing" in replies[-1].text


BITS = ["a", "恐", "I loved Heat. ", "《x》", "no ", "\u202e", "((", "'", "1990 ", "the second "]
COMMANDS = [
    "more", "undo", "start over", "I loved Heat", "hated the first", "why?", "no horror", "换一批", "第二部呢",
    "forget it", "a book", "any", "compare them", "2", "not for me", "都不喜欢", "under two hours",
]  # fmt: skip
TYPED = (
    st.text(min_size=1, max_size=300)
    | st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Lo", "So"]), min_size=1, max_size=60)
    | st.builds(lambda bit, n: (bit * n)[:8_000], st.sampled_from(BITS), st.integers(1, 400))
    | st.lists(st.sampled_from(COMMANDS), min_size=1, max_size=3).map(". ".join)
)


@given(st.lists(TYPED, min_size=1, max_size=3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_message_makes_a_turn_raise_or_breaks_an_invariant(assistant, messages):
    talk, watch = own(assistant)("auto"), Watch(assistant)
    for message in messages:
        assert list(watch.look(talk.say(message), talk.shows, talk.log)) == []


def test_what_was_looked_close_to_is_kept_while_a_person_refines_it(session):
    session.say("my wife loves Alien")
    assert session.preferences.likes == ()
    refined = session.say("but shorter")
    assert "Close to Alien" in refined.text
    assert "Close to" not in session.say("a romance, please").text


def test_what_was_read_is_looked_close_to_over_opinions_on_other_works(session):
    first = session.say("I've read everything by Agatha Christie, what now?")
    models = "Close to And Then There Were None, Death on the Nile and Murder on the Orient Express:"
    assert models in first.text
    session.say("cosy ones please, nothing bloody")
    third = session.say("I couldn't finish Gone Girl")
    assert models in third.text and {item.kind for item in new(third)} == {"book"}
    assert all("mystery" in item.genres for item in new(third))


@pytest.mark.parametrize(
    ("messages", "close_to"),
    [
        (
            ["I liked The Shawshank Redemption and Forrest Gump", "not too long",
             "the second one I have seen, it was great", "anything similar?"],
            "Close to {}:",
        ),
        (["我喜欢肖申克的救赎和阿甘正传", "不要太长的", "第二部我看过了,很好看", "有没有类似的?"], "与《{}》相近的："),
    ],
)  # fmt: skip
def test_similar_is_similar_to_what_was_praised(session, messages, close_to):
    session.say(messages[0])
    praised = session._assistant.catalogue.item(new(session.say(messages[1]))[1].id)
    session.say(messages[2])
    reply = session.say(messages[3])
    assert close_to.format(praised.titles["zh"] if reply.language == "zh" else praised.title) in reply.text


@pytest.mark.parametrize(
    "messages",
    [
        ["do you have ones with dogs in it", "i saw toy story like 100 times lol", "more like toy story!!!"],
        ["有狗的", "我看过一百遍玩具总动员,很好看", "再来点像玩具总动员那样的"],
    ],
)
def test_more_like_it_goes_before_an_earlier_soft_wish(session, messages):
    for message in messages[:-1]:
        session.say(message)
    reply = session.say(messages[-1])
    assert new(reply)[0].id == "toy-story-2-1999" and {item.kind for item in new(reply)} == {"film"}
    assert any(wish.include == ("dogs",) for wish in session.preferences.wishes), "the wish stands"
    again = session.say("with dogs please" if reply.language == "en" else "要有狗的")
    assert "dogs" in str(again.items[0].why) and ("Toy Story" in again.text or "玩具总动员" in again.text)


def test_a_book_like_a_film(session):
    assert {item.kind for item in new(session.say("a book like the film Toy Story"))} == {"book"}


@pytest.mark.parametrize("end", ["start over", "undo", "forget Toy Story", "I hate Toy Story"])
def test_a_likeness_is_taken_back_with_what_it_came_from(session, end):
    assert "Close to Toy Story:" in session.say("more like Toy Story").text
    session.say(end)
    assert "Toy Story" not in session.say("something shorter").text


def test_undo_of_a_refinement_keeps_the_likeness_and_a_click_on_the_model_ends_it(session):
    session.say("more like Toy Story")
    session.say("shorter")
    session.say("undo")
    assert "Close to Toy Story:" in session.say("more").text
    session.remove(session.preferences.likes[0])
    assert "Toy Story" not in session.say("more").text.partition("1.")[0]


def test_a_corrected_title_is_looked_close_to_in_place_of_the_other(session):
    assert "Close to True Grit (1969):" in session.say("something like True Grit").text
    assert "Close to True Grit (2010):" in session.say("no, the remake").text


def test_an_opening_names_few_models_and_claims_only_what_there_is_evidence_for(session):
    reply = session.say("something like Heat, Alien, Up, Jaws and Fargo but romantic")
    assert "Heat, Alien, Up and 2 more" in reply.text
    close = all(any(w.kind in ("similar-to", "people-like-you") for w in item.why) for item in new(reply))
    assert ("Close to" if close else "in mind:") in reply.text


# ---- what goes on over several messages -----------------------------------------------------------------------------


def excluded(session):
    return [value for wish in session.preferences.wishes for value in wish.exclude or ()]


@pytest.mark.parametrize(
    ("first", "then", "left_out"),
    [
        ("no horror", "or war", ["horror", "war"]),
        ("everything except horror", "and comedies", ["horror", "comedy"]),
        ("no horror", "and a comedy", ["horror"]),
        ("no horror", "and funny", ["horror"]),
        ("a comedy", "or a western", []),
    ],
)
def test_what_is_left_out_goes_on_in_the_next_message(session, first, then, left_out):
    session.say(first)
    session.say(then)
    assert excluded(session) == left_out


@pytest.mark.parametrize(
    ("wish", "complaint"), [("a funny film", "those are not funny"), ("a thriller", "that's not a thriller")]
)
def test_who_misses_what_was_wished_for_still_wants_it(session, wish, complaint):
    shown = {item.id for item in session.say(wish).items}
    wished = [w.include for w in session.preferences.wishes]
    reply = session.say(complaint)
    assert [w.include for w in reply.preferences.wishes] == wished and not excluded(session)
    assert new(reply) and shown.isdisjoint(item.id for item in new(reply))


def test_an_opinion_is_turned_round_and_round(session):
    session.say("I don't like Heat")
    reply = session.say("oops, I do")
    assert titles(reply.preferences.likes) == ["Heat"] and not reply.preferences.dislikes
    assert titles(session.say("no, I don't").preferences.dislikes) == ["Heat"]


def test_what_no_record_tells_is_said_to_be_so(session):
    session.say("a comedy")
    reply = session.say("too cheesy")
    assert "does not say what is “cheesy”" in reply.text and new(reply)
    assert [w.include for w in reply.preferences.wishes] == [("comedy",)]
