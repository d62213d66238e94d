"""The plain wording, read aloud: wishes and changes in both languages, and every phrase key that the code uses."""

import re
from pathlib import Path

import pytest

import assistant
from assistant.preferences import Change, Wish
from assistant.wording import Wording
from prompts import LANGUAGES, phrases
from retrievers.items import Item

WISHES = [
    (Wish(facet="year", min=1990, max=1999), "1990–1999", "1990–1999年"),
    (Wish(facet="year", min=1995, max=1995), "from 1995", "1995年"),
    (Wish(facet="year", min=2000), "2000 or later", "2000年以后"),
    (Wish(facet="year", max=1979), "1979 or earlier", "1979年以前"),
    (Wish(facet="year", max=-1), "1 BC or earlier", "公元前1年以前"),
    (Wish(facet="genre", include=("horror", "comedy")), "horror or comedy", "恐怖片或喜剧"),
    (Wish(facet="genre", exclude=("horror",)), "no horror", "不要恐怖片"),
    (Wish(facet="country", include=("united states",)), "from the United States", "美国的"),
    (Wish(facet="country", include=("france",)), "from France", "法国的"),
    (Wish(facet="country", exclude=("united kingdom",)), "not from the United Kingdom", "不要英国的"),
    (Wish(facet="language", include=("french",)), "in French", "法语的"),
    (Wish(facet="language", exclude=("english",)), "not in English", "不要英语的"),
    (Wish(facet="mood", include=("funny",)), "funny", "搞笑"),
    (Wish(facet="mood", exclude=("sad",)), "not sad", "不要催泪"),
    (Wish(facet="theme", include=("police",)), "about police", "关于警察"),
    (Wish(facet="theme", exclude=("police",)), "not about police", "不要关于警察的"),
    (Wish(facet="note", exclude=("violence",)), "no violence", "不要暴力"),
    (Wish(facet="people", include=("director:Michael Mann",)), "directed by Michael Mann", "Michael Mann导演的"),
    (Wish(facet="people", include=("Al Pacino",)), "with Al Pacino", "有Al Pacino"),
    (Wish(facet="people", exclude=("Tom Cruise",)), "not with Tom Cruise", "不要有Tom Cruise的"),
    (Wish(facet="people", include=("author:Umberto Eco",)), "by Umberto Eco", "Umberto Eco写的"),
    (Wish(facet="kind", include=("film", "book")), "films or books", "电影或书"),
    (Wish(facet="kind", exclude=("book",)), "no books", "不要书"),
    (Wish(facet="length", max=120, said="under 2 hours"), "at most 120 minutes", "不超过120分钟"),
    (Wish(facet="length", min=300, said="300页"), "at least 300 pages", "至少300页"),
    (Wish(facet="length", min=90, max=120), "90–120 minutes or pages", "90–120分钟或页"),
    (Wish(facet="length", exclude=("long",)), "not too long", "不要太长"),
    (Wish(facet="length", include=("medium",)), "medium length", "中等长度"),
    (Wish(facet="popularity", max=0.6), "little known", "小众的"),
    (Wish(facet="text", include=("heist gone wrong",)), "“heist gone wrong”", "“heist gone wrong”"),
    (Wish(facet="publisher", include=("Penguin",)), "publisher: Penguin", "publisher：Penguin"),
    (Wish(facet="price", max=3.5), "price of at most 3.5", "price最多3.5"),
]


@pytest.mark.parametrize(("wish", "english", "chinese"), WISHES, ids=lambda value: str(value)[:30])
def test_wishes(wish, english, chinese):
    assert Wording("en").wish(wish) == english
    assert Wording("zh").wish(wish) == chinese


NINETIES, LONG = WISHES[0][0], WISHES[26][0]
CHANGES = [
    ([("liked", "Heat")], "You like Heat.", "你喜欢《Heat》。"),
    ([("liked", "Heat"), ("liked", "Pride and Prejudice")], "You like Heat, and Pride and Prejudice.", None),
    ([("liked", "A"), ("liked", "B"), ("disliked", "C")], "You like A and B. You do not like C.", None),
    ([("now_liked", "A")], "You like A now; before, you did not.", "你现在喜欢《A》，之前不喜欢。"),
    ([("wished", NINETIES), ("wished", LONG)], "Wanted: 1990–1999, not too long.", "想要：1990–1999年，不要太长。"),
    ([("dropped_wish", WISHES[6][0])], "Taken out: no horror.", "已去掉：不要恐怖片。"),
    ([("softened", LONG)], "“not too long” was said of another kind, so it is only a preference now.", None),
    (
        [("softened", NINETIES), ("softened", LONG)],
        "“1990–1999” and “not too long” were said of another kind, so they are only preferences now.",
        "“1990–1999年”和“不要太长”是针对别的种类说的，现在只作参考。",
    ),
]


def change(kind, about):
    return Change(kind=kind, wish=about) if isinstance(about, Wish) else Change(kind=kind, id="?", title=about)


@pytest.mark.parametrize(("changes", "english", "chinese"), CHANGES, ids=lambda value: str(value)[:30])
def test_changes(changes, english, chinese):
    made = [change(*pair) for pair in changes]
    assert Wording("en").together(Wording("en").changes(made)) == english
    if chinese is not None:
        assert Wording("zh").together(Wording("zh").changes(made)) == chinese


def test_a_replaced_wish_names_both():
    change = Change(kind="replaced_wish", wish=WISHES[5][0], before=WISHES[6][0])
    assert Wording("en").change(change) == "Wanted: horror or comedy, instead of no horror."


@pytest.mark.parametrize(
    ("values", "english", "chinese"),
    [
        ([], "", ""),
        (["A"], "A", "A"),
        (["A", "B", "C"], "A, B and C", "A、B和C"),
        (["A and B", "C"], "A and B, and C", "A and B和C"),
        (["A和B", "C"], "A和B and C", "A和B，C"),
    ],
)
def test_lists(values, english, chinese):
    assert Wording("en").listed(values) == english
    assert Wording("zh").listed(values) == chinese


def test_titles_and_years():
    item = Item(id="x", title="Heat", year=1995, titles={"zh": "盗火线"})
    assert Wording("en").title(item) + Wording("en").year(item) == "Heat (1995)"
    assert Wording("zh").title(item) + Wording("zh").year(item) == "《盗火线》（1995）"
    assert Wording("en").year(Item(id="x", title="X", year=-720)) == " (720 BC)"
    assert Wording("zh").year(Item(id="x", title="X", year=-720)) == "（公元前720）"
    assert Wording("en").year(Item(id="x", title="X")) == ""


def test_percent_stands_as_each_language_writes_it():
    assert (Wording("en").percent(0.174), Wording("zh").percent(0.174)) == ("17 %", "17%")


@pytest.mark.parametrize(
    ("description", "english", "chinese"),
    [
        ("A boy and his dog cross the ice.", "", "（目录里的简介是英语）"),
        ("一个男孩和他的狗穿过冰原。", "(the catalogue describes it in Chinese) ", ""),
        ("Anne Frank的日记，从1942年开始。", "(the catalogue describes it in Chinese) ", ""),
        ("少年と犬が氷の上を歩いていく。", "(the catalogue describes it in Japanese) ", "（目录里的简介是日语）"),
        ("Ein Junge und sein Hund gehen über das Eis.", "", "（目录里的简介不是中文）"),
    ],
)
def test_a_description_in_another_language_is_announced(description, english, chinese):
    item = Item(id="x", title="X", description=description)
    assert Wording("en").description(item) == english + description
    assert Wording("zh").description(item) == chinese + description


def test_what_a_catalogue_holds():
    assert Wording("en").about("demo", {"film": 1, "book": 1_200}) == "1 film and 1,200 books (demo)"
    assert Wording("zh", simulated=True).about("demo", {"film": 2}) == "2部电影（demo，评分是模拟的）"


SOURCES = "\n".join(path.read_text("utf-8") for path in Path(assistant.__file__).parent.rglob("*.py"))
USED = {  # file → how the code asks for a phrase of it by a key it writes out
    "plain_reply": r'\.reply\(\s*"([\w-]+)"',
    "plain_answer": r'\.answer\(\s*"([\w-]+)"',
    "plain_clarify": r'\.clarify\(\s*"([\w-]+)"',
    "plain_explain": r'\.explain\(\s*"([\w-]+)"',
    "plain_facets": r'_facets\(\s*"([\w-]+)"',
}


@pytest.mark.parametrize("file", USED)
def test_every_key_that_is_written_out_exists(file):
    keys = set(re.findall(USED[file], SOURCES))
    assert keys
    for language in LANGUAGES:
        assert keys <= set(phrases(file, language))


def test_every_kind_of_change_has_a_phrase():
    from typing import get_args

    from assistant.preferences import ChangeKind

    for language in LANGUAGES:
        several = {"softened_several", "rejected_several"}
        assert {*get_args(ChangeKind), *several} == set(phrases("plain_changes", language))
