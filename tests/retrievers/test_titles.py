"""What running text mentions: some forty sentences against a catalogue of well-known names."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrievers import sources
from retrievers.catalogue import Catalogue
from retrievers.interactions import map_ratings
from retrievers.items import Item, Person
from retrievers.titles import Titles
from tests.retrievers import mentions

#: (title, year, how many like it, further names, kind)
_WORKS = [
    ("The Godfather", 1972, 90), ("The Godfather: Part II", 1974, 60), ("Toy Story 2", 1999, 40), ("Up", 2009, 50),
    ("It", 2017, 20), ("Heat", 1995, 50), ("The Heat", 2013, 5), ("Ronin", 1998, 10), ("Big", 1988, 20),
    ("Life", 2017, 3), ("Jaws", 1975, 30), ("Casablanca", 1942, 40), ("Inception", 2010, 60), ("The Matrix", 1999, 80),
    ("The Lord of the Rings", 1978, 4), ("The Lord of the Rings: The Fellowship of the Ring", 2001, 80),
    ("The Lord of the Rings: The Two Towers", 2002, 78), ("Star Wars: Episode IV - A New Hope", 1977, 90),
    ("Terminator 2: Judgment Day", 1991, 70), ("The Terminator", 1984, 60), ("Road Trip", 2000, 5),
    ("The Road", 2009, 8), ("Alien", 1979, 40), ("Psycho", 1960, 40), ("Psycho", 1998, 2),
    ("The Dark Knight", 2008, 70),
    ("Harry Potter and the Sorcerer's Stone", 2001, 40), ("Harry Potter and the Goblet of Fire", 2005, 30),
    ("Beauty and the Beast", 1991, 30), ("Seven", 1995, 50, {"aliases": ("Se7en",)}),
    ("Amélie", 2001, 30, {"titles": {"zh": "天使爱美丽"}}),
    ("Farewell My Concubine", 1993, 9, {"titles": {"zh": "霸王别姬"}}),
    ("Alive", 1994, 9, {"titles": {"zh": "活着"}}), ("Æon Flux", 2005, 4), ("1984", 1949, 20, {"kind": "book"}),
    ("Dune", 1965, 30, {"kind": "book"}), ("Dune", 1984, 10), ("Good Time", 2017, 5), ("Fast & Furious 6", 2013, 9),
    ("One Day", 2011, 3), ("Stars & Stars: On Life and Death of the Sun", 1997, 2),
    ("The Reader, Volume 2: Until the End", 2001, 2), ("Until the End", 1991, 3),
    ("Go", 1999, 3), ("When Harry Met Sally...", 1989, 9), ("Us", 2019, 9),
    ("Her", 2013, 9), ("The Kid", 1921, 9), ("The Last Emperor of el Mar", 2016, 5),
    ("The Lost Emperor", 2014, 20),
]  # fmt: skip


def work(title, year, likes, more=None):
    more = {"kind": "film", **(more or {})}
    return Item(id=f"{title} {year}", title=title, year=year, **more)


@pytest.fixture(scope="module")
def titles():
    items = [work(*entry) for entry in _WORKS]
    likes = np.array([entry[2] for entry in _WORKS], np.int32)
    return Titles(Catalogue(items, likes, np.full(len(items), np.nan, np.float32)))


def first(titles, text):
    """Words found → the likeliest item, or None for a title that the catalogue does not hold."""
    return {m.text: (m.ids[0] if m.ids else None) for m in titles.find(text)}


FOUND = [
    # plain, with articles and punctuation
    ("I loved The Matrix.", {"The Matrix": "The Matrix 1999"}),
    ("something like matrix", {"matrix": "The Matrix 1999"}),
    ("I liked godfather and jaws", {"godfather": "The Godfather 1972", "jaws": "Jaws 1975"}),
    ("We watched Jaws, Heat & Ronin", {"Jaws": "Jaws 1975", "Heat": "Heat 1995", "Ronin": "Ronin 1998"}),
    ("I LOVED HEAT AND RONIN", {"HEAT": "Heat 1995", "RONIN": "Ronin 1998"}),
    ("godfather but funnier", {"godfather": "The Godfather 1972"}),
    ("I enjoyed amelie", {"amelie": "Amélie 2001"}),
    ("I loved Aeon Flux", {"Aeon Flux": "Æon Flux 2005"}),
    ("saw Se7en", {"Se7en": "Seven 1995"}),
    ("fast and furious 6", {"fast and furious 6": "Fast & Furious 6 2013"}),
    # numerals and parts
    ("I loved godfather 2", {"godfather 2": "The Godfather: Part II 1974"}),
    ("godfather part ii was great", {"godfather part ii": "The Godfather: Part II 1974"}),
    ("I loved The Godfather Part 2", {"The Godfather Part 2": "The Godfather: Part II 1974"}),
    ("toy story II is one of my favourites", {"toy story II": "Toy Story 2 1999"}),
    ("I love star wars episode 4", {"star wars episode 4": "Star Wars: Episode IV - A New Hope 1977"}),
    ("I loved terminator 2", {"terminator 2": "Terminator 2: Judgment Day 1991"}),
    # parts of names, and the likelier of several
    ("lord of the rings", {"lord of the rings": "The Lord of the Rings: The Fellowship of the Ring 2001"}),
    ("The Lord of the Rings (1978)", {"The Lord of the Rings": "The Lord of the Rings 1978"}),
    ("harry potter", {"harry potter": "Harry Potter and the Sorcerer's Stone 2001"}),
    ("the dark knight is my favourite", {"the dark knight": "The Dark Knight 2008"}),
    # plain words that are titles
    ("Up was great", {"Up": "Up 2009"}),
    ("Big was really fun", {"Big": "Big 1988"}),
    ("What about Up?", {"Up": "Up 2009"}),
    ('Have you got "It"?', {"It": "It 2017"}),
    ("i like alien", {"alien": "Alien 1979"}),
    ("i like aliens", {}),
    ("up was great", {"up": "Up 2009"}),
    ("i didn't like up at all", {"up": "Up 2009"}),
    ("no wait, up wasn't good", {"up": "Up 2009"}),
    ("i can't stand big", {"big": "Big 1988"}),
    ("i'm a big fan of the road", {"the road": "The Road 2009"}),
    ("the road bored me", {"the road": "The Road 2009"}),
    ("us was great, her too", {"us": "Us 2019"}),
    ("i loved us", {"us": "Us 2019"}),
    ("i've always loved one day", {"one day": "One Day 2011"}),
    ("it was one day", {}),
    ("I loved Stars & Stars: On Life and Death of the Sun and Heat",
     {"Stars & Stars: On Life and Death of the Sun": "Stars & Stars: On Life and Death of the Sun 1997",
      "Heat": "Heat 1995"}),
    ("1984 is one of my favourites", {"1984": "1984 1949"}),
    ("1984 and the terminator are both favourites of mine",
     {"1984": "1984 1949", "the terminator": "The Terminator 1984"}),
    ("my mum and the kids are great", {}),
    ("I loved The Reader, Volume 2: Until the End",
     {"The Reader, Volume 2: Until the End": "The Reader, Volume 2: Until the End 2001"}),
    ("i like go", {"go": "Go 1999"}),
    ("When Harry Met Sally... is one of my favourites", {"When Harry Met Sally": "When Harry Met Sally... 1989"}),
    ("i liked ronin and her", {"ronin": "Ronin 1998", "her": "Her 2013"}),
    ("the kid and terminator 2 judgment day are great",
     {"the kid": "The Kid 1921", "terminator 2 judgment day": "Terminator 2: Judgment Day 1991"}),
    ("the kid was great", {"the kid": "The Kid 1921"}),
    ("I'm a big fan of The Last Emperor of el Mar", {"The Last Emperor of el Mar": "The Last Emperor of el Mar 2016"}),
    ("i loved alien and ronin", {"alien": "Alien 1979", "ronin": "Ronin 1998"}),
    ("i saw road trip", {"road trip": "Road Trip 2000"}),
    # context: years and kinds
    ("Psycho (1998)", {"Psycho": "Psycho 1998"}),
    ("I liked Psycho from 1998", {"Psycho": "Psycho 1998"}),
    ("I liked Psycho", {"Psycho": "Psycho 1960"}),
    ("I watched the film Dune", {"Dune": "Dune 1984"}),
    ("I read Dune", {"Dune": "Dune 1965"}),
    # misspelt
    ("I loved The Matrx and Inceptoin", {"The Matrx": "The Matrix 1999", "Inceptoin": "Inception 2010"}),
    ("I enjoyed casablnca", {"casablnca": "Casablanca 1942"}),
    ("I loved Terminater 2", {"Terminater 2": "Terminator 2: Judgment Day 1991"}),
    ("how about Toy Sotry 2 or The Drak Knight?",
     {"Toy Sotry 2": "Toy Story 2 1999", "The Drak Knight": "The Dark Knight 2008"}),
    ("have you seen casablanac or the godfahter",
     {"casablanac": "Casablanca 1942", "the godfahter": "The Godfather 1972"}),
    # the longer name of two, and people
    ("I like the Terminator films, and the Dark Knight",
     {"the Terminator": "The Terminator 1984", "the Dark Knight": "The Dark Knight 2008"}),
    ("I loved the Star Wars: Episode IV", {"Star Wars: Episode IV": "Star Wars: Episode IV - A New Hope 1977"}),
    ("I liked Fast & Furious 6", {"Fast & Furious 6": "Fast & Furious 6 2013"}),
    # Chinese
    ("我喜欢霸王别姬", {"霸王别姬": "Farewell My Concubine 1993"}),
    ("我看过《活着》和 Heat", {"活着": "Alive 1994", "Heat": "Heat 1995"}),
    ("Straße: 喜欢天使爱美丽", {"天使爱美丽": "Amélie 2001"}),
    # titles that are not held
    ("I loved Foobar Quux", {"Foobar Quux": None}),
    ("我喜欢《没有这部》", {"没有这部": None}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text for text, _ in FOUND])
def test_found(titles, text, expected):
    assert first(titles, text) == expected


@pytest.mark.parametrize("text", [
    "", "   ", "!?", "it was great", "It was great", "I loved it", "hated it", "i loved them", "she loved us",
    "I feel up for something big",
    "it was a good time", "life is hard", "Life was hard today", "road trip", "I like a road trip",
    "the heat is killing me", "give me a good film about war", "something for Christmas with my German friends",
    "like wierd films", "I finished the other day",
    "that was good A lot of people liked that",
    "I love animals", "something for the kid", "the kid in it was great", "up to you", "nobody like us", "tell us more",
    "it is a matter of beauty", "人们都活着", "E.T. and me",
])  # fmt: skip
def test_not_found(titles, text):
    assert first(titles, text) == {}


def test_how_sure_a_mention_is(titles):
    (psycho,) = titles.find("I liked Psycho")
    assert (psycho.exact, psycho.alike) == (True, 2)
    (matrix,) = titles.find("I liked The Matrx")
    assert (matrix.exact, matrix.alike) == (False, 1)
    (rings,) = titles.find("I liked Lord of the Rings")
    assert rings.alike == 2 and len(rings.ids) == 3
    (year,) = titles.find("I liked Psycho (1960)")
    assert year.alike == 1


def test_named(titles):
    assert titles.named("THE HEAT") == ("The Heat 2013",)
    assert titles.named("heat") == ("Heat 1995", "The Heat 2013")
    assert titles.named("霸王 别姬") == ("Farewell My Concubine 1993",)
    assert titles.named("nothing of the kind") == titles.named("") == ()


def test_people(titles):
    del titles
    cast = [Person(name=name, role="cast") for name in ("Al Pacino", "Will Smith", "Maggie Smith", "Penélope Cruz")]
    found = Titles(Catalogue([Item(id="1", title="X", people=tuple(cast))])).people

    def names(text):
        return [(text[p.start : p.end], p.name) for p in found(text)]

    assert names("more with al pacino, please") == [("al pacino", "Al Pacino")]
    assert names("Pacino and penelope cruz") == [("Pacino", "Al Pacino"), ("penelope cruz", "Penélope Cruz")]
    assert names("pacino, Smith, will") == [("pacino", "Al Pacino")]  # a last name alone wants one bearer


def test_last_names_in_lower_case():
    people = (
        "Steven Spielberg",
        "Kevin Bacon",
        "Stephen King",
        "Robert Frost",
        "Haruki Murakami",
        "Daniel Day Lincoln",
    )
    cast = tuple(Person(name=name, role="author") for name in people)
    items = [Item(id="1", title="X", people=cast, description="the frost"), Item(id="2", title="Lincoln")]
    found = Titles(Catalogue(items)).people

    def names(text):
        return [p.name for p in found(text)]

    for said in ("i love spielberg", "spielberg", "no spielberg films", "spielberg's best books", "fan of spielberg"):
        assert names(said) == ["Steven Spielberg"], said
    assert names("a story of murakami kind") == ["Haruki Murakami"]  # no word of English
    assert names("anything by king") == names("starring king, please") == ["Stephen King"]
    assert names("murakami or spielberg") == ["Haruki Murakami", "Steven Spielberg"]
    assert names("Kevin Spielberg") == names("by haruki king") == []  # somebody else
    for said in ("a tale of a spielberg", "i love king", "with frost and snow", "i loved lincoln", "eggs and bacon"):
        assert names(said) == [], said


_pieces = [
    "I",
    "loved",
    "The",
    "Heat",
    "Matrx",
    "《》",
    '"',
    "'",
    "ß",
    "(",
    "1995",
    ")",
    ",",
    "and",
    "霸王别姬",
    "活着",
    "II",
]


@given(st.text(max_size=60) | st.lists(st.sampled_from(_pieces)).map(" ".join))
def test_mentions_lie_in_the_text_in_order_and_apart(titles, text):
    at = 0
    for mention in titles.find(text):
        assert at <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].startswith(mention.text.partition(" (")[0])
        at = mention.end


def test_an_empty_catalogue_names_nothing():
    nothing = Titles(Catalogue([]))
    assert nothing.find("I loved Heat") == [] or nothing.find("I loved Heat")[0].ids == ()
    assert nothing.people("Al Pacino") == [] and nothing.named("Heat") == ()


def test_a_very_long_message_takes_no_second(titles):
    for text in ("Lovely Weather Today Indeed " * 280, "i like weird stuff and i like it " * 240, "喜欢霸王 " * 1600):
        start = time.perf_counter()
        titles.find(text[:8000])
        assert time.perf_counter() - start < 1


@pytest.fixture(scope="module")
def movielens(shared):
    source = sources.read(shared / "movielens" / "ml-latest-small")
    bare = Catalogue(source.items)
    given = map_ratings(source.interactions, bare.rows_by_id)
    likes = np.bincount(given.rows[given.positive], minlength=len(bare)).astype(np.int32)
    return Titles(Catalogue(source.items, likes, np.full(len(bare), np.nan, np.float32)))


@pytest.mark.data
@pytest.mark.parametrize(("text", "id"), [
    ("I loved godfather 2", "1221"), ("godfather part ii was great", "1221"), ("I loved godfather", "858"),
    ("Up was great", "68954"), ("lord of the rings", "4993"), ("I love star wars episode 4", "260"),
    ("harry potter and the sorcerers stone", "4896"), ("I watched The Shawshank Redemtion", "318"),
])  # fmt: skip
def test_among_ten_thousand_films(movielens, text, id):
    assert [m.ids[0] for m in movielens.find(text)] == [id]


@pytest.mark.data
def test_usual_messages_take_a_few_milliseconds(movielens):
    movielens.warm()
    usual = [
        "I want something like The Matrx but quieter",
        "I loved Heat, Fargo and The Big Lebowsky; nothing with Nicolas Cage please",
        "a good movie tonight with my wife and kids, maybe an adventure like The Goonies or back to the future",
    ]
    start = time.perf_counter()
    for text in usual:
        movielens.find(text)
    assert (time.perf_counter() - start) / len(usual) < 0.02  # 2 ms on an idle machine


@pytest.mark.data
def test_what_people_write(shared):
    """The floor under what `python -m tests.retrievers.mentions` prints of 2,000 messages (docs/results.md)."""
    catalogue = Catalogue(mentions.films(shared))
    found = Titles(catalogue)
    texts = mentions.messages(shared, set(catalogue.rows_by_id))[:300]
    for way, precision, recall in (("title", 0.93, 0.95), ("lower case", 0.93, 0.75), ("misspelt", 0.9, 0.82)):
        score = mentions.measure(found, catalogue, texts, way)
        assert score.right / score.found > precision and score.right / score.meant > recall, (way, str(score))


IN_CHINESE = [  # titles that the catalogue has in English only, or not at all
    ("我喜欢黑客帝国和教父", {"黑客帝国": "The Matrix 1999", "教父": "The Godfather 1972"}),
    ("我喜歡駭客任務", {"駭客任務": "The Matrix 1999"}),
    ("像大白鲨那样的", {"大白鲨": "Jaws 1975"}),
    ("疯狂动物城看过了", {"疯狂动物城": None}),
    ("我喜欢小时代和长津湖", {"小时代": None, "长津湖": None}),
    ("有没有类似长津湖的电影", {"长津湖": None}),
    ("看过战狼、红海行动", {"战狼": None, "红海行动": None}),
    ("我最喜欢的电影是小时代", {"小时代": None}),
    ("喜欢《小时代》", {"小时代": None}),
    ("喜欢科幻电影", {}),
    ("喜欢节奏快的电影", {}),
    ("我喜欢看电影和读书", {}),
    ("看过很多遍", {}),
    ("我喜欢你推荐的", {}),
    ("像上次那样的", {}),
    ("好像不太喜欢", {}),
    ("在路上看的", {}),
]


@pytest.mark.parametrize(("text", "expected"), IN_CHINESE, ids=lambda value: str(value)[:40])
def test_titles_in_chinese(titles, text, expected):
    assert first(titles, text) == expected


def test_a_chinese_title_needs_the_year_of_the_work(titles):
    dune = first(titles, "我看过《沙丘》")["沙丘"]
    assert dune in ("Dune 1965", "Dune 1984")  # and not the film of 2021, which would be no better known here
    assert first(titles, "我看过《蜘蛛侠》") == {"蜘蛛侠": None}


def test_goods_have_no_titles_of_works():
    goods = Titles(Catalogue([Item(id="1", title="Dune lamp", kind="product", extra={})]))
    assert first(goods, "我喜欢黑客帝国") == {"黑客帝国": None}
    assert first(goods, "有没有大白鲨") == {}
