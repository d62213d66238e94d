"""What a message is to look close to, and what ends that: read after three films were shown, in both languages."""

from dataclasses import replace

import pytest

from assistant.conversation import Question
from assistant.preferences import Opinion, Preferences, Wish
from assistant.rules import read


@pytest.fixture
def likes(id_of):
    """The context with titles that were liked in a turn."""

    def told(context, turn, *titles):
        likes = tuple(Opinion(id=id_of(title), title=title, turn=turn) for title in titles)
        return replace(context, preferences=replace(context.preferences, likes=likes))

    return told


@pytest.fixture
def close(later, id_of):
    """Turn 5: since turn 3 it is looked close to Alien, and three other films were shown."""
    return replace(later, turn=5, like=(id_of("Alien"),), like_since=3)


def titles(reading, context):
    return [context.catalogue.item(id).title for id in reading.like]


@pytest.mark.parametrize(
    ("message", "models"),
    [
        ("like the first one but newer", ["Reservoir Dogs"]),
        ("more like these", ["Reservoir Dogs", "The Usual Suspects", "Fargo"]),
        ("I have seen the second and I loved it! Something like that would be great.", ["The Usual Suspects"]),
        ("I saw Heat yesterday, anything similar?", ["Heat"]),
        ("I loved Heat and Collateral. Something in that vein but shorter", ["Heat", "Collateral"]),
        ("I want the same vibe as Amélie", ["Amélie"]),
        ("something along the lines of Heat", ["Heat"]),
        ("something else like Heat", ["Heat"]),
        ("films like Heat, Alien and Up but funnier", ["Heat", "Alien", "Up"]),
        ("something like Heat. Alien is too scary", ["Heat"]),
        ("有没有像盗火线和异形那样的", ["Heat", "Alien"]),
        ("what is like Amélie?", ["Amélie"]),
        ("same but sadder", ["Reservoir Dogs", "The Usual Suspects", "Fargo"]),
        ("similar films", ["Reservoir Dogs", "The Usual Suspects", "Fargo"]),
        ("I loved Zyzzyva Nights. Anything similar?", []),
        ("有没有和泰坦尼克号差不多的", ["Titanic"]),
        ("跟刚才那部差不多的", ["Reservoir Dogs", "The Usual Suspects", "Fargo"]),
        ("一样的但是更搞笑", ["Reservoir Dogs", "The Usual Suspects", "Fargo"]),
        ("像这样的还有吗", ["Reservoir Dogs", "The Usual Suspects", "Fargo"]),
        ("这种类型的还有吗", ["Reservoir Dogs", "The Usual Suspects", "Fargo"]),
    ],
)
def test_what_is_named_is_looked_close_to(later, message, models):
    reading = read(message, later)
    assert titles(reading, later) == models
    assert reading.like_since == (later.turn if models else 0)


@pytest.mark.parametrize(
    "message", ["my husband likes Die Hard but I like Notting Hill", "我喜欢诺丁山，我老公喜欢虎胆龙威"]
)
def test_something_for_two_is_close_to_what_both_like(later, message):
    reading = read(message, later)
    assert [o.title for o in reading.update.likes] == ["Notting Hill"]
    assert titles(reading, later) == ["Notting Hill", "Die Hard"]


@pytest.mark.parametrize(
    "message", ["anything similar?", "more like that", "similar ones", "有没有类似的?", "类似的再来几部"]
)
class TestSimilar:
    """To what "similar" is, where the message names nothing."""

    def test_to_what_was_praised_just_now(self, later, likes, message):
        assert titles(read(message, likes(later, later.turn - 1, "Heat")), later) == ["Heat"]

    def test_to_what_was_asked_about_before_that(self, later, likes, id_of, message):
        context = replace(likes(later, later.turn - 1, "Heat"), focus=(id_of("Fargo"),))
        assert titles(read(message, context), later) == ["Fargo"]

    def test_to_what_is_looked_close_to_rather_than_an_earlier_like(self, close, likes, message):
        assert titles(read(message, likes(close, 1, "Heat")), close) == ["Alien"]

    def test_to_what_was_liked_last_unless_another_direction_was_taken(self, later, likes, message):
        context = replace(likes(later, 1, "Heat"), turn=6)
        assert titles(read(message, context), later) == ["Heat"]
        comedy = Wish(facet="genre", include=("comedy",), turn=3)
        turned = replace(context, preferences=replace(context.preferences, wishes=(comedy,)))
        assert titles(read(message, turned), later) == []

    def test_to_all_that_was_shown_unless_wishes_found_it(self, later, message):
        assert titles(read(message, later), later) == ["Reservoir Dogs", "The Usual Suspects", "Fargo"]
        wished = Preferences(wishes=(Wish(facet="mood", include=("dark",), hard=False),))
        assert titles(read(message, replace(later, preferences=wished)), later) == []


@pytest.mark.parametrize(
    ("message", "models"),
    [
        ("I couldn't finish Gone Girl", ["Alien"]),
        ("I hated Inception", ["Alien"]),
        ("I've seen Heat", ["Alien"]),
        ("I loved The Thing", ["Alien", "The Thing"]),
        ("the second was great", ["Alien", "The Usual Suspects"]),
        ("not the first", ["Alien"]),
        ("but shorter", ["Alien"]),
        ("less scary", ["Alien"]),
        ("only books please", ["Alien"]),
        ("a horror film", ["Alien"]),
        ("any length is fine", ["Alien"]),
        ("anything else?", ["Alien"]),
        ("I liked Zyzzyva", ["Alien"]),
        ("我不喜欢大白鲨", ["Alien"]),
        ("我也喜欢怪形", ["Alien", "The Thing"]),
        ("短一点的", ["Alien"]),
        ("换一批", ["Alien"]),
    ],
)
def test_a_likeness_goes_on_over_refinements_and_opinions(close, message, models):
    reading = read(message, close)
    assert titles(reading, close) == models
    assert reading.like_since == close.like_since


@pytest.mark.parametrize(
    "message",
    [
        "I hated Alien", "a romance, please", "something with Tom Hanks", "something else", "something different",
        "a different kind of thing", "I loved Heat. Something like it was meant to be? Recommend me a film",
        "surprise me", "我不喜欢异形", "换点别的", "换个口味", "不要类似的", "来点爱情片",
    ],
)  # fmt: skip
def test_what_ends_a_likeness(close, id_of, message):
    assert id_of("Alien") not in read(message, close).like


def test_the_answer_to_a_question_ends_no_likeness(close):
    asked = replace(close, question=Question(facet="genre", text="Which genre?", options=("comedy", "horror")))
    assert titles(read("comedy", asked), close) == ["Alien"]
    assert titles(read("comedy", close), close) == []


def test_another_likeness_takes_the_place_of_the_one_before(close):
    reading = read("something like Heat", close)
    assert (titles(reading, close), reading.like_since) == (["Heat"], close.turn)


@pytest.mark.parametrize(
    ("message", "turned_down"),
    [
        ("nothing like the second", ["The Usual Suspects"]),
        ("I don't want anything like the first one", ["Reservoir Dogs"]),
        ("don't show me films like the third", ["Fargo"]),
        ("not like that", ["Reservoir Dogs", "The Usual Suspects", "Fargo"]),
        ("nothing like that", ["Reservoir Dogs", "The Usual Suspects", "Fargo"]),
        ("不要像第一部那样的", ["Reservoir Dogs"]),
    ],
)
def test_nothing_like_it_turns_it_down(later, message, turned_down):
    reading = read(message, later)
    assert ([o.title for o in reading.update.rejected], reading.like) == (turned_down, ())


@pytest.mark.parametrize(
    "message", ["nothing like Titanic", "I don't want something like Titanic", "不要像泰坦尼克号那样的"]
)
def test_nothing_like_a_title_dislikes_it(later, message):
    reading = read(message, later)
    assert ([o.title for o in reading.update.dislikes], reading.update.likes, reading.like) == (["Titanic"], (), ())


@pytest.mark.parametrize(
    "message", ["why not something like the second", "I don't know, something like the second", "要不要像第二部那样的"]
)
def test_what_only_looks_like_a_refusal(later, message):
    assert titles(read(message, later), later) == ["The Usual Suspects"]


def test_a_dislike_of_another_title_turns_no_like_round(later, likes):
    reading = read("I don't like Titanic", likes(later, later.turn - 1, "Heat"))
    assert [o.title for o in reading.update.dislikes] == ["Titanic"]
