"""What the rules make of messages: one table, read as the second message of a conversation."""

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.preferences import Wish
from assistant.rules import language_of, read, reader, wishes
from retrievers.text import has_cjk
from tests.assistant.rules.described import described
from tests.assistant.rules.messages import CHINESE, ENGLISH


@pytest.mark.parametrize(("message", "meaning"), [*ENGLISH, *CHINESE], ids=lambda value: value[:40])
def test_meaning(later, message, meaning):
    assert described(read(message, later)) == meaning


def test_a_message_is_searched_once_for_titles_and_terms(later, monkeypatch):
    """A question is searched for terms again, without its clause."""
    searched, termed = [], []
    search, terms = later.titles._searched, reader.terms_in
    monkeypatch.setattr(later.titles, "_mentioned", lru_cache(lambda text: (searched.append(text), search(text))[1]))
    for module in (reader, wishes):
        monkeypatch.setattr(module, "terms_in", lambda *given: (termed.append(given), terms(*given))[1])
    read("I loved Heat and the Godfathr, something darker from the 90s", later)
    assert len(searched) == len(termed) == 1
    read("why the second? I'd like a crime film", later)
    assert len(searched) == 2 and len(termed) == 3


def test_the_table_is_large():
    assert len(ENGLISH) + len(CHINESE) >= 150


@pytest.mark.parametrize(("message", "meaning"), ENGLISH[:40], ids=lambda value: value[:40])
def test_apostrophes_and_marks_at_the_end_do_not_matter(later, message, meaning):
    assert described(read(message.replace("'", "’"), later)) == meaning
    assert described(read(f"  {message} ", later)) == meaning


@pytest.mark.parametrize(
    "message", ["I liked the second", "seen the first", "why the third?", "none of these", "loved it", "2"]
)
def test_what_was_not_shown_cannot_be_meant(context, message):
    reading = read(message, context)
    assert not (reading.update.likes or reading.update.seen or reading.update.rejected or reading.about)


@pytest.mark.parametrize(
    ("message", "about", "asked"),
    [
        ("who directed the second?", "The Usual Suspects", "director"),
        ("how long is the third one?", "Fargo", "length"),
        ("what is the first about?", "Reservoir Dogs", "description"),
        ("what year is Heat from?", "Heat", "year"),
        ("Who's in Heat?", "Heat", "cast"),
        ("第二部是谁导演的？", "The Usual Suspects", "director"),
        ("第三部多长？", "Fargo", "length"),
        ("who made the second?", "The Usual Suspects", "maker"),
        ("who is the third one by?", "Fargo", "maker"),
        ("whose film is Heat?", "Heat", "maker"),
        ("who's behind the first one", "Reservoir Dogs", "maker"),
        ("第二部是谁的作品？", "The Usual Suspects", "maker"),
        ("can I watch the second one", "The Usual Suspects", "watch"),
        ("could my kids watch Alien?", "Alien", "suits"),
        ("am I old enough for Fargo", "Fargo", "suits"),
        ("is it ok for me", "Reservoir Dogs", "suits"),
        ("where can I watch Heat", "Heat", "where"),
        ("should I watch Fargo?", "Fargo", "rating"),
        ("小孩能看异形吗", "Alien", "suits"),
        ("我能看异形吗", "Alien", "watch"),
        ("我能带我妈看泰坦尼克号吗", "Titanic", "suits"),
        ("第二部适合我吗", "The Usual Suspects", "suits"),
        ("my sister said i'd like amelie but idk", "Amélie", "spoken"),
        ("i heard the second one is great", "The Usual Suspects", "spoken"),
        ("朋友说寄生虫很好看", "Parasite", "spoken"),
        ("Heat", "Heat", "spoken"),
        ("the third one", "Fargo", "spoken"),
        ("and the cast?", "Reservoir Dogs", "cast"),
        ("who acted in Heat", "Heat", "cast"),
        ("what's Amelie?", "Amélie", "spoken"),
        ("the film my dad mentioned was Casablanca", "Casablanca", "spoken"),
        ("does Heat have a happy ending?", "Heat", ""),
        ("compare the first and the third", "Reservoir Dogs", ""),
        ("why #2?", "The Usual Suspects", ""),
        ("more like the last one", "Fargo", ""),
    ],
)
def test_what_a_question_is_about(later, id_of, message, about, asked):
    reading = read(message, later)
    assert reading.about[0] == id_of(about)
    assert reading.asked == asked


def test_each_opinion_and_wish_quotes_the_sentence_it_came_from(context):
    text = "I don’t like Titanic. Something from the 90s, please!"
    update = read(text, context).update
    assert update.dislikes[0].said == "I don’t like Titanic."
    assert update.wishes[0].said == "Something from the 90s, please!"
    assert update.dislikes[0].turn == update.wishes[0].turn == 1


def test_kinds_spoken_of_come_with_the_update(later):
    assert read("a book", later).update.spoken_of == ("film",)


def test_forgetting_a_value_takes_out_the_wishes_that_name_it(later):
    from dataclasses import replace

    from assistant.preferences import Preferences

    crime, horror = Wish(facet="genre", include=("crime",)), Wish(facet="genre", exclude=("horror",))
    context = replace(later, preferences=Preferences(wishes=(crime, horror)))
    assert read("forget the horror", context).update.remove == (horror,)
    assert read("忘掉恐怖片", context).update.remove == (horror,)


@pytest.mark.parametrize(
    ("text", "language"), [("hello", "en"), ("你好", "zh"), ("123", "zh"), ("I saw 活着", "zh"), ("?", "zh")]
)
def test_language_of(text, language):
    assert language_of(text, "zh") == language


def test_a_chinese_title_does_not_make_a_message_chinese(context):
    assert read("I loved 霸王别姬", context).language == "en"
    assert read("《盗火线》", context).language == "zh"


@given(st.text(min_size=0, max_size=400))
@settings(max_examples=80, deadline=None)
def test_no_text_makes_it_raise(later, text):
    assert read(text, later).language in ("en", "zh")


@pytest.mark.parametrize(
    "words", ["these all ", "these look ", "all your list ", "so my friend said ", "你是不是", "tbh "]
)
def test_words_that_could_be_read_in_many_ways_are_read_at_once(later, words):
    assert read(words * 300, later).language == ("zh" if "你" in words else "en")


RUN = """
    I loved hated no not never the first second Heat Titanic horror comedy 90s before 1990 under two hours and or but
    , . ? why forget more like it them both something with without 我 喜欢 不 要 恐怖片 第一部 《盗火线》 为什么 年代
    ’ ' # 3 👍
"""
WORDS = st.sampled_from(RUN.split())


@given(st.lists(WORDS, max_size=25))
@settings(max_examples=120, deadline=None)
def test_no_run_of_its_own_words_makes_it_raise(later, words):
    reading = read(" ".join(words), later)
    assert not set(o.id for o in reading.update.likes) & set(o.id for o in reading.update.dislikes)
    assert has_cjk(" ".join(words)) or reading.language == "en"


@pytest.mark.parametrize(
    ("message", "likes", "turned_down"),
    [("Not a bad movie.", 1, 0), ("Loved it!", 1, 0), ("I wasn't a huge fan.", 0, 1), ("Have a good day, bye!", 0, 0)],
)
def test_a_verdict_that_names_nothing_is_of_the_one_item_shown(later, message, likes, turned_down):
    from dataclasses import replace

    update = read(message, replace(later, shown=later.shown[:1])).update
    assert (len(update.likes), len(update.dislikes) + len(update.rejected)) == (likes, turned_down)
    assert not update.wishes


@pytest.mark.parametrize(
    ("message", "intent"),
    [("I'll check it out, thanks!", "accept"), ("I don't want to see that", "recommend"), ("You too, bye!", "chat")],
)
def test_what_is_going_to_be_seen_is_taken(later, message, intent):
    assert read(message, later).intent == intent


def test_to_forget_a_genre_in_chinese_is_not_to_forget_films(later):
    from dataclasses import replace

    from assistant.preferences import Preferences

    horror, film = Wish(facet="genre", include=("horror",)), Wish(facet="kind", include=("film",))
    wong = Wish(facet="people", include=("director:Wong Kar-wai",))
    context = replace(later, preferences=Preferences(wishes=(horror, film, wong)))
    assert read("忘掉恐怖片", context).update.remove == (horror,)
    assert read("忘掉王家卫", context).update.remove == (wong,)


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("评价怎么样", "rating"), ("讲了什么", "description"), ("第二个 director 是谁", "director"), ("吓人吗", "note"),
        ("你还记得什么", "ledger"), ("是系列吗", "series"), ("哪部更老", "year"),
    ],
)  # fmt: skip
def test_what_is_asked_in_chinese(later, message, asked):
    assert read(message, later).asked == asked


def test_traditional_characters_are_quoted_as_they_were_typed(context):
    assert read("我喜歡恐怖片，不要太長", context).update.wishes[0].said == "我喜歡恐怖片，不要太長"


@pytest.mark.parametrize(
    ("message", "title"),
    [
        ("i'll go with fargo", "Fargo"), ("fargo it is", "Fargo"), ("usual suspects sounds good", "The Usual Suspects"),
        ("we'll take fargo", "Fargo"), ("yes fargo", "Fargo"), ("going with fargo", "Fargo"),
        ("ok 2", "The Usual Suspects"), ("i take 2", "The Usual Suspects"), ("OK FINE THE 2ND", "The Usual Suspects"),
        ("gimme the 3rd", "Fargo"), ("number three please", "Fargo"), ("i take the number 1", "Reservoir Dogs"),
        ("Splendid, the third one, please", "Fargo"), ("ok psycho then", "Psycho"), ("lets watch heat", "Heat"),
        ("can i get casablanca please?", "Casablanca"), ("i want to see It", "It"),
        ("ok good will hunting", "Good Will Hunting"), ("the dogs it is", "Reservoir Dogs"),
    ],
)  # fmt: skip
def test_what_is_taken_is_what_was_named(later, message, title):
    reading = read(message, later)
    assert reading.intent == "accept"
    assert [later.catalogue.item(id).title for id in reading.about] == [title]


@pytest.mark.parametrize(
    "message",
    [
        "give me 3",
        "let's watch horror",
        "i want to watch more",
        "heat is ok",
        "is the second good?",
        "heat",
        "good will hunting",
    ],
)
def test_what_only_looks_like_taking(later, message):
    assert read(message, later).intent != "accept"


def test_what_is_taken_by_a_name_that_nobody_knows_is_asked_back(later):
    reading = read("i'll go with zorblax", later)
    assert reading.intent == "accept" and not reading.about


def test_yes_please_takes_the_one_item_that_was_spoken_of(later, id_of):
    from dataclasses import replace

    assert read("yes please", replace(later, focus=(id_of("Heat"),))).about == (id_of("Heat"),)
    assert read("yes please", later).intent != "accept"


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("help", "help"), ("are you a robot?", "self"), ("whats ur name", "self"), ("tell me about yourself", "self"),
        ("simulated people?", "ratings"), ("you suck", "blame"), ("ugh", "blame"), ("danke", "thanks"),
        ("why should I trust you", "trust"), ("how do i know this is true?", "trust"),
        ("are you making this up", "trust"), ("says who", "trust"), ("where do you get all this from?", "trust"),
        ("凭什么信你", "trust"), ("你是不是瞎编的？", "trust"), ("靠谱吗", "trust"), ("憑什麼相信你", "trust"),
        ("go back to the first list", "first-list"), ("previous", "previous-list"), ("i'm bored", "mood"),
    ],
)  # fmt: skip
def test_small_talk_is_no_title_and_no_wish(later, message, asked):
    reading = read(message, later)
    assert (reading.intent, reading.asked) == ("chat", asked) and reading.update.empty


@pytest.mark.parametrize(
    "message",
    [
        "your recommendations are garbage", "these suck", "terrible suggestions", "you have terrible taste",
        "they're all so boring", "你推荐的都是垃圾", "什么破推荐", "推荐得太烂了",
    ],
)  # fmt: skip
def test_blame_of_what_is_recommended_turns_down_what_was_shown(context, later, message):
    first, then = read(message, context), read(message, later)
    assert (first.intent, first.asked) == ("chat", "blame") and first.update.empty
    assert then.refused and then.intent in ("feedback", "recommend")


@pytest.mark.parametrize(
    ("message", "focus", "about"),
    [
        ("It", "Fargo", "it-2017"), ("Up", "Fargo", "up-2009"),
        ("part 2", "The Godfather", "the-godfather-part-ii-1974"),
        ("the second part", "Dune", "dune-part-two-2024"), ("the sequel", "Toy Story", "toy-story-2-1999"),
        ("the book i mean", "Dune", "dune-1965-book"), ("no i meant the old one", "Star Wars", "star-wars-1977"),
    ],
)  # fmt: skip
def test_a_title_alone_a_part_and_a_namesake(later, id_of, message, focus, about):
    from dataclasses import replace

    reading = read(message, replace(later, focus=(id_of(focus),)))
    assert (reading.intent, reading.about[0]) == ("ask", about)


def test_a_name_turned_down_alone_means_all_that_bear_it(context):
    reading = read("vampires, not twilight", context)
    assert [o.id for o in reading.update.dislikes] == ["twilight-2005-book", "twilight-2008"] and not reading.uncertain


@pytest.mark.parametrize(
    ("message", "people"),
    [
        ("de niro and pacino together", [("Robert De Niro",), ("Al Pacino",)]),
        ("with Tom Hanks and Meg Ryan", [("Tom Hanks",), ("Meg Ryan",)]),
        ("with nolan and spielberg", [("Christopher Nolan", "Steven Spielberg")]),  # who have made none
        ("de niro or pacino", [("Robert De Niro", "Al Pacino")]),
        ("hepburn", [("Audrey Hepburn", "Katharine Hepburn")]),
    ],
)
def test_people_are_wanted_together_or_one_of_them(context, message, people):
    assert [wish.include for wish in read(message, context).update.wishes] == people


@pytest.mark.parametrize("message", ["does the dog die in john wick", "does anyone die in jaws"])
def test_whether_somebody_dies_is_a_question(context, message):
    reading = read(message, context)
    assert (reading.intent, reading.asked, reading.update.wishes) == ("ask", "note", ())
