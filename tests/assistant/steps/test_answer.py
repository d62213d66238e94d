"""Answers about items: from the record alone, and what it lacks is said to be lacking."""

from dataclasses import replace

import pytest

from assistant.preferences import Preferences, Wish
from assistant.steps import answer
from assistant.why import Behind, Fit, Moved, Part, Standing
from assistant.wording import Wording
from retrievers.catalogue import Catalogue
from retrievers.evidence import LEAST_SHARE
from retrievers.items import Item, Person
from retrievers.query import Query

EN, ZH = Wording("en", simulated=True), Wording("zh", simulated=True)


@pytest.fixture(scope="module")
def heat(index, id_of):
    return index.catalogue.item(id_of("Heat"))


@pytest.mark.parametrize(
    ("asked", "english", "chinese"),
    [
        ("director", "Heat was directed by Michael Mann.", "导演是Michael Mann"),
        ("year", "Heat is from 1995.", "1995年"),
        ("length", "Heat runs 170 minutes.", "170分钟"),
        ("language", "Heat is in English.", "英语"),
        ("country", "Heat comes from the United States.", "美国"),
        (
            "author",
            "Heat is a film directed by Michael Mann; the catalogue does not say who wrote it.",
            "没有写它是谁写的",
        ),
        ("series", "The catalogue does not say that about Heat.", "没有写"),
        ("rating", "Heat was liked by", "喜欢《盗火线》"),
        ("note", "The catalogue marks Heat with:", "内容提示"),
        ("description", "Heat (1995): ", "《盗火线》（1995）："),
        ("", "Heat (1995): ", "《盗火线》（1995）："),
    ],
)
def test_about(index, heat, asked, english, chinese):
    assert answer.about(heat, asked, index.catalogue, EN).startswith(english)
    assert chinese in answer.about(heat, asked, index.catalogue, ZH)


@pytest.mark.parametrize(
    ("title", "asked", "english", "chinese"),
    [
        ("Heat", "maker", "Heat was directed by Michael Mann.", "《盗火线》的导演是Michael Mann。"),
        ("And Then There Were None", "maker", "And Then There Were None was written by Agatha Christie.", "作者是"),
        ("And Then There Were None", "cast",
         "And Then There Were None is a book by Agatha Christie; the catalogue does not say who is in it.",
         "《无人生还》是Agatha Christie所著的书，目录里没有写它的主演有谁。"),
        ("And Then There Were None", "director",
         "And Then There Were None is a book by Agatha Christie; the catalogue does not say who directed it.",
         "《无人生还》是Agatha Christie所著的书，目录里没有写它的导演是谁。"),
    ],
)  # fmt: skip
def test_who_made_it_is_told_where_the_part_asked_about_is_not_recorded(index, id_of, title, asked, english, chinese):
    item = index.catalogue.item(id_of(title))
    assert answer.about(item, asked, index.catalogue, EN) == english
    assert chinese in answer.about(item, asked, index.catalogue, ZH)


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ((), "The catalogue does not say who directed X."),
        (
            (Person(name="Ada Ray", role="cast"),),
            "X is a film with Ada Ray; the catalogue does not say who directed it.",
        ),
    ],
)
def test_who_made_it_is_said_to_be_missing_where_nobody_is_recorded(people, said):
    bare = Item(id="x", title="X", kind="film", people=people)
    for asked in ("director", "maker"):
        assert answer.about(bare, asked, Catalogue([bare]), EN) == said


def test_a_column_called_author_answers_who_wrote_it():
    vase = Item(id="v", title="Vase", extra={"author": "A. Potter"})
    assert answer.about(vase, "author", Catalogue([vase]), EN) == "Vase: author: A. Potter."


@pytest.mark.parametrize(
    ("asked", "english", "chinese"),
    [
        ("watch", "The catalogue does not say where to find Heat.", "目录里没有写哪里能找到《盗火线》。"),
        ("suits", "Heat: crime, thriller", "《盗火线》的类型：犯罪、惊悚"),
        ("marks", "The catalogue marks Heat with: violence", "目录给《盗火线》的内容提示：暴力"),
    ],
)
def test_whether_somebody_may_see_it(index, heat, asked, english, chinese):
    assert english in answer.about(heat, asked, index.catalogue, EN)
    assert chinese in answer.about(heat, asked, index.catalogue, ZH)
    assert (heat.description in answer.about(heat, asked, index.catalogue, EN)) == (asked == "watch")


def test_ratings_say_that_they_are_simulated(index, heat):
    assert "simulated" in answer.about(heat, "rating", index.catalogue, EN)


def test_years_before_christ(index, id_of):
    odyssey = index.catalogue.item(id_of("The Odyssey"))
    assert answer.about(odyssey, "year", index.catalogue, EN) == "The Odyssey is from 720 BC."


def test_an_item_without_a_description_is_described_by_its_facts(index):
    assert answer.about(Item(id="x", title="X", genres=("crime",)), "", index.catalogue, EN) == "X: crime."
    assert "does not say" in answer.about(Item(id="x", title="X"), "", index.catalogue, EN)


@pytest.mark.parametrize(
    ("wish", "english", "chinese"),
    [
        (Wish(facet="mood", include=("tense",)), "Yes, the record of Heat says “tense”.", "写明“紧张”"),
        (Wish(facet="year", min=1990, max=1999), "Yes, the record of Heat fits “1990–1999”: from 1995.", "1995年"),
        (Wish(facet="genre", include=("comedy",)), "The record of Heat does not say “comedy”: crime,", "没有写“喜剧”"),
        (
            Wish(facet="language", include=("french",)),
            "The record of Heat does not fit “in French”: in English.",
            "英语",
        ),
        (Wish(facet="series", include=("x",)), "The catalogue does not say that about Heat.", "没有写"),
        (Wish(facet="netflix", include=("yes",)), "The catalogue does not say that about Heat.", "没有写"),
    ],
)
def test_yes_or_no_is_judged_as_a_wish_would_be(index, heat, wish, english, chinese):
    assert answer.whether(heat, wish, index.catalogue, EN).startswith(english)
    assert chinese in answer.whether(heat, wish, index.catalogue, ZH)


def test_a_question_that_no_record_answers_is_not_answered_by_something_else(index, heat):
    assert answer.about(heat, "unknown", index.catalogue, EN).startswith("I found nothing about that in the record of")
    assert "目录" in answer.about(Item(id="x", title="X"), "note", Catalogue([Item(id="x", title="X")]), ZH)


def test_a_facet_without_an_answer_of_its_own(index, heat):
    assert answer.about(heat, "mood", index.catalogue, EN) == f"Heat: {EN.listed(list(heat.moods))}."
    vase = Item(id="v", title="Vase", extra={"material": "brass"})
    assert answer.about(vase, "material", Catalogue([vase]), EN) == "Vase: material: brass."


@pytest.mark.parametrize("item", ["Heat", "Toy Story"])
def test_for_children_is_told_with_the_notes(index, id_of, item):
    said = answer.about(index.catalogue.item(id_of(item)), "note", index.catalogue, EN)
    assert ("family" in said or "children" in said) == (item == "Toy Story")


@pytest.mark.parametrize(
    ("place", "word"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
                        (21, "21st"), (22, "22nd"), (101, "101st"), (111, "111th")]
)  # fmt: skip
def test_ordinals(place, word):
    assert answer.ordinal(place, EN) == word
    assert answer.ordinal(place, ZH) == str(place)


STANDING = Standing(
    place=1, count=77, ranked=40, limited=True,
    without=(
        Moved(part=Part(liked="heat-1995"), place=14),
        Moved(part=Part(wish=Wish(facet="year", min=1990, max=1999)), place=None),
    ),
)  # fmt: skip


def fit(index, id, **parts):
    return Fit(candidate=index.hybrid.explain(Query(), id), **{"standing": STANDING, **parts})


def named(language, index):
    return Wording(language, simulated=True, catalogue=index.catalogue)


def test_why_tells_the_place_and_what_would_have_been(index, id_of):
    dogs = fit(index, id_of("Reservoir Dogs"))
    said = answer.why(dogs, (), index.catalogue, named("en", index))
    assert said.startswith("Why Reservoir Dogs (1992):\n- ")
    assert said.endswith(
        "Of the 77 that meet your firm wishes and are new to you, it is 1st. Without Heat it would be 14th. "
        "Without “1990–1999” it would not be among the first 40."
    )
    said = answer.why(dogs, (), index.catalogue, named("zh", index))
    assert said.endswith("77个里，它排第1。如果去掉《盗火线》，它排第14。如果去掉“1990–1999年”，它进不了前40。")


def test_why_gives_no_reason_below_the_least_share(index, id_of):
    candidate = index.hybrid.explain(Query(liked=(id_of("Heat"),)), id_of("Reservoir Dogs"))
    small = replace(candidate, evidence=tuple(replace(e, weight=LEAST_SHARE - 0.001) for e in candidate.evidence))
    assert candidate.evidence and answer.told(candidate)
    assert not answer.told(small)


def test_why_not_names_every_wish_that_is_failed_and_what_the_record_says(index, id_of):
    failed = (
        Wish(facet="year", max=1979),
        Wish(facet="genre", exclude=("crime",)),
        Wish(facet="series", include=("x",)),
    )
    heat = fit(index, id_of("Heat"))
    said = answer.why_not(heat, failed, (), None, index.catalogue, named("en", index))
    assert said == (
        "Heat was left out because it does not meet “1979 or earlier” (from 1995), “no crime” (crime) and "
        "“part of x” (not in the record)."
    )
    said = answer.why_not(heat, failed[:1], ("seen",), None, index.catalogue, named("zh", index))
    assert said == "《盗火线》没有入选，因为你已经看过或知道它。它也不符合“1979年以前”（1995年）。"


@pytest.mark.parametrize("how", ["liked", "disliked", "seen", "rejected"])
def test_why_not_says_how_it_is_known(index, id_of, how):
    for language in ("en", "zh"):
        assert answer.why_not(fit(index, id_of("Heat")), (), (how,), None, index.catalogue, named(language, index))


BEHIND = [
    (
        Behind(ahead="fargo-1996", term="taste", liked="se7en-1995", people=154, share=0.04, ahead_share=0.51),
        "Of the 154 simulated people who liked Se7en, 51 % liked Fargo, which was shown, and 4 % liked Heat.",
    ),
    (Behind(ahead="fargo-1996", term="taste"), "People who share your likes speak more for Fargo, which was shown."),
    (Behind(ahead="fargo-1996", term="likeness"), "What the catalogue says of Fargo, which was shown, is closer"),
    (Behind(ahead="fargo-1996", term="words"), "The description of Fargo, which was shown, is closer to your words."),
    (Behind(ahead="fargo-1996", term="kind"), "is of the kind of Fargo, which was shown."),
    (
        Behind(ahead="fargo-1996", term="soft", wishes=(Wish(facet="mood", include=("funny",)),)),
        "Fargo, which was shown, meets “funny”; Heat does not.",
    ),
    (Behind(ahead="fargo-1996"), "Its score is no lower than that of Fargo, which was shown"),
]


@pytest.mark.parametrize(("behind", "words"), BEHIND, ids=lambda value: str(value)[:40])
def test_why_not_tells_in_what_it_is_behind(index, id_of, behind, words):
    for language in ("en", "zh"):
        said = answer.why_not(fit(index, id_of("Heat")), (), (), behind, index.catalogue, named(language, index))
        assert language == "zh" or ("others ranked higher" in said and words in said)


def test_an_empty_ledger_is_said_to_be_empty():
    assert answer.ledger(Preferences(), EN).startswith("Nothing yet")
