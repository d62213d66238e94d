"""Talks in which nothing is recommended: works only heard of, whether somebody may see them, doubt and blame."""

import pytest

OFFER = "Say “more like it” for others of its kind, or “I'll take it”."
SUITABLE = "Yes, the record of Toy Story fits “children or family”: family and children."


def talk(session, *messages):
    for message in messages:
        reply = session.say(message)
    return reply


@pytest.mark.parametrize(
    "message",
    [
        "I heard Parasite is great",
        "my sister said i'd like parasite but idk",
        "someone told me to watch Parasite",
        "Parasite",
    ],
)
def test_a_work_that_was_only_heard_of_is_told_and_offered(session, message):
    reply = talk(session, "something funny", message)
    assert reply.text.startswith("Parasite (2019): A family that folds pizza boxes") and reply.text.endswith(OFFER)
    assert not reply.preferences.likes and not reply.changes
    assert talk(session, "more like it").text.startswith("Close to Parasite:")


def test_what_is_offered_can_be_taken_in_both_languages(session):
    assert talk(session, "I heard Parasite is great", "I'll take it").text.startswith("Enjoy Parasite.")
    assert talk(session, "朋友说霸王别姬很好看").text.endswith("想看相近的可以说“类似它的”，决定了就说“就它了”。")
    assert talk(session, "类似它的").text.startswith("与《霸王别姬》相近的：")
    assert talk(session, "朋友推荐了寄生虫", "就它了").text.startswith("祝你享受《寄生虫》。")


def test_what_is_known_is_told_without_an_offer(session):
    assert OFFER not in talk(session, "I loved Parasite", "my friend said Parasite is great").text


def test_whether_a_child_may_see_it_is_told_from_the_record(session):
    assert talk(session, "can my 6 year old watch Toy Story?").text == (
        f"{SUITABLE} The catalogue has no content notes for Toy Story."
    )
    alien = talk(session, "could my kids watch Alien")
    assert alien.text.startswith("The record of Alien does not say “children or family”: science fiction, horror")
    assert "The catalogue marks Alien with: violence" in alien.text and not alien.changes


def test_who_is_known_to_be_a_child_need_not_say_so_again(session):
    assert "where to find" in talk(session, "can I watch Toy Story").text
    assert talk(session, "I'm 8 years old", "can I watch Toy Story").text.startswith(SUITABLE)
    assert talk(session, "玩具总动员适合我吗").text.startswith("是的，《玩具总动员》的记录符合“儿童或家庭片”")


def test_nobody_else_is_told_what_suits_children(session):
    assert talk(session, "is Alien ok for me?").text.startswith("The catalogue marks Alien with: violence")
    assert "children" not in talk(session, "am I old enough for Alien").text


@pytest.mark.parametrize(
    ("message", "own"), [("why should I trust you", "which are simulated"), ("凭什么信你", "模拟的")]
)
def test_doubt_is_answered_with_where_it_comes_from(session, message, own):
    reply = talk(session, "I liked Heat", message)
    assert reply.intent == "chat" and own in reply.text and not reply.items


def test_what_the_answer_to_doubt_points_to_is_there(session):
    talk(session, "I liked Heat", "why should I trust you")
    assert talk(session, "What do you know about me").text == "You like Heat."
    assert talk(session, "why the first one").text.startswith("Why ")
    assert talk(session, "你记得我什么").text == "你喜欢《盗火线》。"
    assert talk(session, "为什么推荐第一个").text.startswith("为什么是")


def test_blame_of_a_list_turns_it_down_and_blame_of_nothing_asks(session):
    assert talk(session, "these suck").text.startswith("Sorry.")
    shown = talk(session, "something funny").items
    reply = talk(session, "your recommendations are garbage")
    assert [o.id for o in reply.preferences.rejected] == [item.id for item in shown]
    assert "None of those either." in talk(session, "these suck").text
