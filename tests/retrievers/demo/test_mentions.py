"""Titles that are also words, places or names, among the demo's: what people type means them, or does not."""

import pytest

from retrievers import demo
from retrievers.catalogue import validated
from retrievers.sources import read
from retrievers.titles import Titles


@pytest.fixture(scope="module")
def titles():
    return Titles(validated(read(demo.items_paths()).items))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("inception", ["inception-2010"]),
        ("inception and interstellar", ["inception-2010", "interstellar-2014"]),
        ("men in black and black panther", ["men-in-black-1997", "black-panther-2018"]),
        ("amelie", ["amelie-2001"]),
        ("1984", ["nineteen-eighty-four-1949-book"]),
        ("I've read 1984 twice", ["nineteen-eighty-four-1949-book"]),
        ("I enjoyed 1917 and 300", ["1917-2019", "300-2006"]),
        ("crouching tiger", ["crouching-tiger-hidden-dragon-2000"]),
        ("I loved It", ["it-2017"]),
        ("I loved Up and Her", ["up-2009", "her-2013"]),
        ("I watched Drive last night", ["drive-2011"]),
        ("The Road was bleak", ["the-road-2006-book"]),
        ("we read Night in school", ["night-1958-book"]),
        ("I saw Saw", ["saw-2004"]),
        ("a book like Harry Potter", ["harry-potter-and-the-philosophers-stone-1997-book"]),
        ("我喜欢哈利波特", ["harry-potter-and-the-philosophers-stone-2001"]),
        ("喜欢哈利·波特", ["harry-potter-and-the-philosophers-stone-2001"]),
        ("推荐点和活着一样的书", ["to-live-1993-book"]),
        ("我看过小丑", ["joker-2019"]),
        ("I love the road", ["the-road-2006-book"]),  # with its article, and all that is loved
        ("喜欢龙猫和千与千寻", ["my-neighbor-totoro-1988", "spirited-away-2001"]),
    ],
)
def test_meant(titles, text, ids):
    assert [mention.ids[0] for mention in titles.find(text) if mention.ids] == ids


@pytest.mark.parametrize(
    "text",
    [
        "films set in Chicago", "Something set in Rome or Paris", "It was good, thanks", "Speak louder, please",
        "Once upon a time there was a film", "Misery loves company", "Drive me crazy", "My kids love cars and trains",
        "I love cars", "I love the road to the sea", "i like contact sports", "one day I would like to travel",
        "up for anything",
        "I saw it yesterday", "films from 1917", "under 300 pages", "Rebecca told me to ask you",
        "my friend Emma likes comedies", "i am looking for signs of hope", "the heat was unbearable",
        "something in French", "我们想看喜剧", "一天到晚都很累，想看轻松的", "她喜欢爱情片", "晚上想看点什么",
        "关于芝加哥的电影", "想看小丑", "我想穿越时空",
    ],
)  # fmt: skip
def test_not_meant(titles, text):
    assert [mention.text for mention in titles.find(text) if mention.ids] == []
    assert not titles.people(text)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("is coco sad", ["coco-2017"]),
        ("how long is jaws", ["jaws-1975"]),
        ("what year is alien from", ["alien-1979"]),
        ("what is 1984 about", ["nineteen-eighty-four-1949-book"]),
        ("tell me about coco", ["coco-2017"]),
        ("who wrote dune?", ["dune-1965-book"]),
        ("who directed the shining", ["the-shining-1980"]),
        ("i saw jaws, alien, psycho and the shining", ["jaws-1975", "alien-1979", "psycho-1960", "the-shining-1980"]),
        ("my friend recommended dune", ["dune-2021"]),
        ("something like jaws", ["jaws-1975"]),
        ("halloween party with friends", []),
        ("what's up", []),
        ("how long is the road to freedom", []),
        ("what is love", []),
        ("is comedy good", []),
    ],
)
def test_what_a_question_without_a_mark_is_about(titles, text, ids):
    assert [mention.ids[0] for mention in titles.find(text) if mention.ids] == ids


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("anything with brad pit", ["Brad Pitt"]),
        ("leo dicaprio", ["Leonardo DiCaprio"]),
        ("leonardo di caprio", ["Leonardo DiCaprio"]),
        ("movies by chris nolan", ["Christopher Nolan"]),
        ("samuel jackson", ["Samuel L. Jackson"]),
        ("denis villeneve", ["Denis Villeneuve"]),
        ("merly streep", ["Meryl Streep"]),
        ("tarrantino", ["Quentin Tarantino"]),
        ("spielburg movies", ["Steven Spielberg"]),
        ("more kubrik", ["Stanley Kubrick"]),
        ("de niro and pacino together", ["Robert De Niro", "Al Pacino"]),
        ("not hepburn", ["Audrey Hepburn", "Katharine Hepburn"]),
        ("john smith", []),
        ("will hunting", []),
        ("the rock was great", []),
        ("something with more kubes", []),
        ("i like inceptoin", []),
        ("a film about a tarantula", []),
    ],
)
def test_people_cut_short_and_misspelt(titles, text, people):
    assert [mention.name for mention in titles.people(text)] == people
