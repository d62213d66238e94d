"""The independent judge: it passes true replies and catches a planted lie of every kind, in both languages."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.conversation import Question, Reply, ReplyItem
from assistant.evaluation.independent.judge import Judge
from assistant.evaluation.independent.world import World
from assistant.evaluation.simulation.needs import Condition
from assistant.evaluation.simulation.personas import Account, Stated
from assistant.preferences import Opinion, Preferences
from retrievers.catalogue import Catalogue
from retrievers.interactions import Interactions
from retrievers.items import Item, Person


def film(id, title, year, length, genres, director, zh, **more):
    people = (Person(name=director, role="director"), Person(name="Ada Ray", role="cast"))
    return Item(id=id, title=title, year=year, kind="film", length=length, genres=genres, people=people,
                titles={"zh": zh}, description=f"What happens in {title}. It ends.", **more)  # fmt: skip


ITEMS = [
    film("night", "Night Train", 1995, 100, ("crime", "drama"), "Jo March", "夜车", moods=("dark",), themes=("heist",)),
    film(
        "dawn", "Dawn, Again", 1994, 110, ("crime", "thriller"), "Al Grey", "黎明", moods=("dark",), themes=("heist",)
    ),
    film("noon", "Noon", 1992, 150, ("crime", "western"), "Jo March", "正午", countries=("france",)),
    replace(
        film("dusk", "Dusk and Co.", 2001, 90, ("comedy",), "Bo Lin", "黄昏", countries=("united states",)),
        description="",
    ),
]
#: Eight people liked Night Train; four of them Dawn too, one of them Noon.
LIKES = {"night": range(8), "dawn": range(4, 10), "noon": (0,), "dusk": (11,)}
NINETIES = Stated(condition=Condition(facet="year", low=1990, high=1999), words="90s", turn=1)
CRIME = {"en": Stated(condition=Condition(facet="genre", values=("crime",)), words="crime", turn=1),
         "zh": Stated(condition=Condition(facet="genre", values=("crime",)), words="犯罪", turn=1)}  # fmt: skip
_COMEDY = Condition(facet="genre", values=("comedy",), refused=True)
NO_COMEDY = {
    "en": Stated(condition=_COMEDY, words="comedy", turn=1),
    "zh": Stated(condition=_COMEDY, words="喜剧", turn=1),
}


@pytest.fixture(scope="module")
def world():
    rows = [(f"p{person}", id, 5.0) for id, fans in LIKES.items() for person in fans]
    rows += [("p20", "night", 1.0), ("p21", "dusk", 2.0)]
    users, items, weights = zip(*rows, strict=True)
    given = Interactions(
        users=np.array(users, object), items=np.array(items, object), weights=np.array(weights, np.float32)
    )
    return World(Catalogue(ITEMS), given, simulated=True)


def account(language, **more):
    told = {"likes": ("night",), "wishes": (NINETIES, CRIME[language], NO_COMEDY[language]), "messages": ("hello",)}
    return Account(**{**told, **more})


LEDGER = Preferences(likes=(Opinion(id="night", title="Night Train"),))


def reply(text, *new, about=(), **more):
    by_id = {item.id: item for item in ITEMS}
    cards = [ReplyItem(id=id, title=by_id[id].title, new=id in new) for id in (*new, *about)]
    values = {"preferences": LEDGER, "intent": "recommend", **more}
    return Reply(session="s", turn=1, language="en", text=text, items=tuple(cards), **values)


def kinds(world, language, text, *new, told=None, about=(), before=(), **more):
    judge = Judge(world, language)
    told = told or account(language)
    for earlier in before:
        judge.judge(earlier, told)
    return {v.kind for v in judge.judge(reply(text, *new, about=about, **more), told)}


TRUE = {
    "en": [
        ("These fit:\n1. Dawn, Again (1994): crime and from 1994, as you asked; like Night Train, it has the genre "
         "crime, and the theme heist; 50 % of the 8 simulated people who liked Night Train liked it too.", ("dawn",)),
        ("You like Night Train. Wanted: 1990–1999, crime, no comedy. These fit:\n1. Dawn, Again (1994): it shares the "
         "genre crime and the same dark mood with Night Train.\n2. Noon (1992): it shares Jo March and the genre crime "
         "with Night Train.\nWhat mood should it have?", ("dawn", "noon")),
        ("Too little meets everything, so I set aside “1990–1999”, “crime” and “no comedy”; that leaves "
         "3 to choose from. Here is one that fits:\n1. Dusk and Co. (2001): liked by 1 simulated people, mean rating "
         "3.5 out of 5.", ("dusk",)),
        ("Why Dawn, Again (1994):\n- Crime, as you asked.\n- Of the 8 simulated people who liked Night "
         "Train, 50 % also liked this. Of what speaks for it, 40 % comes from this.", ()),
        ("These fit:\n1. Dawn, Again (1994): What happens in Dawn, Again. It ends.", ("dawn",)),
        ("Close to Night Train, Noon and Dusk and Co.:\n1. Dawn, Again (1994).", ("dawn",)),
        ("With Night Train, Noon, Dusk and Co. and 2 more in mind:\n1. Dawn, Again (1994).", ("dawn",)),
        ("Enjoy Dusk and Co. I will remember your choice.", ()),
        ("Noon is a film directed by Jo March; the catalogue does not say who wrote it.", ()),
        ("Dawn, Again was directed by Al Grey.", ()), ("Noon runs 150 minutes.", ()),
        ("The catalogue has no description of Dusk and Co.; what it says: Dusk and Co. (2001): comedy; liked by 1 "
         "simulated people, mean rating 3.5 out of 5.", ()),
        ("Noon (1992): What happens in Noon. It ends.\nSay “more like it” for others of its kind, or “I'll take it”.",
         ()), ("Enjoy Dawn, Again. I will remember your choice.", ()),
        ("Dawn, Again (1994) / Noon (1992):\n- length: 110 minutes / 150 minutes\n- mood: dark / not in the record\n"
         "- Dawn, Again for you: meets all your wishes.\nDawn, Again is shorter by 40 minutes.", ()),
    ],
    "zh": [
        ("这些合适：\n1. 《黎明》（1994）：1994年和犯罪，符合你的要求；和《夜车》一样有犯罪类型，抢劫题材；"
         "喜欢《夜车》的8位模拟用户中，50%也喜欢它。", ("dawn",)),
        ("你喜欢《夜车》。想要：1990–1999年，不要喜剧。推荐：\n1. 《正午》（1992）：和《夜车》一样有Jo March和犯罪"
         "类型。\n想要什么气氛的？", ("noon",)),
        ("没有同时满足全部条件的，所以我放开了“1990–1999年”；放开后有3个。这一个合适：\n"
         "1. 《正午》（1992）：有1位模拟用户喜欢。", ("noon",)),
        ("与《夜车》、《正午》和《黄昏》相近的：\n1. 《黎明》（1994）。", ("dawn",)),
        ("参照《夜车》、《正午》、《黄昏》和另外2个来找的：\n1. 《黎明》（1994）。", ("dawn",)),
        ("为什么是《黎明》（1994）：\n- 犯罪，正是你要的。", ()),
        ("《正午》是Jo March导演的电影，目录里没有写它是谁写的。", ()), ("目录里没有写《正午》是谁写的。", ()),
        ("《黎明》的导演是Al Grey。", ()),
        ("目录里没有《黄昏》的简介，只写着：《黄昏》（2001）：喜剧。", ()),
        ("《正午》（1992）：（目录里的简介是英语）What happens in Noon. It ends.\n想看相近的可以说“类似它的”，决定了"
         "就说“就它了”。", ()), ("《正午》片长150分钟。", ()),
    ],
}  # fmt: skip


def spoken_of(language):
    return account(language, pointed_at=("dawn", "noon", "dusk"))


@pytest.mark.parametrize(("language", "at"), [(lang, at) for lang, texts in TRUE.items() for at in range(len(texts))])
def test_true_replies_pass(world, language, at):
    text, new = TRUE[language][at]
    found = Judge(world, language).judge(reply(text, *new, about=() if new else ("dawn", "noon")), spoken_of(language))
    assert not found


EN, ZH = "These fit:\n1. Dawn, Again (1994): {}.", "这些合适：\n1. 《黎明》（1994）：{}。"
LIES = [
    ("en", EN.format("90 % of the 8 simulated people who liked Night Train liked it too"), "unsupported claim"),
    ("en", EN.format("50 % of the 9 simulated people who liked Night Train liked it too"), "unsupported claim"),
    ("en", EN.format("50 % of the 8 people who liked Night Train liked it too"), "unsupported claim"),
    ("en", EN.format("50 % of the 6 simulated people who liked Noon liked it too"), "unsupported claim"),
    ("en", EN.format("it shares the genre drama with Night Train"), "unsupported claim"),
    ("en", "The catalogue has no description of Noon; what it says: Noon (1992): crime.", "unsupported claim"),
    (
        "en",
        "The catalogue has no description of Dusk and Co.; what it says: Dusk and Co. (2001): crime.",
        "unsupported claim",
    ),
    ("en", EN.format("like Night Train, it has Jo March"), "unsupported claim"),
    ("en", EN.format("it shares the genre crime with Noon"), "unsupported claim"),
    ("en", EN.format("western, as you asked"), "unsupported claim"),
    ("en", EN.format("thriller, as you asked"), "never asked"),
    ("en", EN.format("110 minutes long, as you asked"), "never asked"),
    ("en", EN.format("95 minutes long, as you asked"), "unsupported claim"),
    ("en", EN.format("from 1993, as you asked"), "unsupported claim"),
    ("en", EN.format("but 110 minutes long, while you asked for “not too long”"), "never asked"),
    ("en", EN.format("but crime and thriller, while you asked for “crime”"), "unsupported claim"),
    ("en", EN.format("liked by 60 simulated people, mean rating 5 out of 5"), "unsupported claim"),
    ("en", EN.format("liked by 6 simulated people, mean rating 4.1 out of 5"), "unsupported claim"),
    ("en", EN.format("it won an award for best picture"), "not understood"),
    ("en", EN.format("longer than you asked"), "not understood"),
    ("en", "These fit:\n1. Dawn, Again (1995): crime, as you asked.", "invented title"),
    ("en", "These fit:\n1. Dawn of Nothing (1994): crime, as you asked.", "invented title"),
    ("en", "These fit:\n1. Noon (1992): crime, as you asked.", "unsupported claim"),
    ("en", "You like Noon. These fit:\n1. Dawn, Again (1994).", "unsupported claim"),
    ("en", "You like Heat Wave. These fit:\n1. Dawn, Again (1994).", "invented title"),
    ("en", "Wanted: horror. These fit:\n1. Dawn, Again (1994).", "never asked"),
    ("en", "Wanted: 1980–1989. These fit:\n1. Dawn, Again (1994).", "never asked"),
    ("en", "Wanted: no crime. These fit:\n1. Dawn, Again (1994).", "never asked"),
    ("en", "I could not find “Night Train” in this catalogue. These fit:\n1. Dawn, Again (1994).", "misread"),
    ("en", "These fit:\n1. Dawn, Again (1994).\n<b>bold</b>", "markup"),
    ("en", "These fit:\n1. Dawn, Again (1994). 推荐", "wrong language"),
    ("en", "", "empty reply"),
    ("zh", ZH.format("喜欢《夜车》的8位模拟用户中，90%也喜欢它"), "unsupported claim"),
    ("en", "Noon is a film directed by Al Grey; the catalogue does not say who wrote it.", "unsupported claim"),
    ("en", "Noon is a film directed by Jo March; the catalogue does not say who is in it.", "unsupported claim"),
    ("zh", "《正午》是Jo March导演的电影，目录里没有写它的主演有谁。", "unsupported claim"),
    ("zh", "《正午》（1992）：What happens in Noon. It ends.", "unsupported claim"),
    ("en", "Noon (1992): (the catalogue describes it in Chinese) What happens in Noon. It ends.", "unsupported claim"),
    ("zh", ZH.format("喜欢《夜车》的8人中，50%也喜欢它"), "unsupported claim"),
    ("zh", ZH.format("和《夜车》一样有剧情类型"), "unsupported claim"),
    ("zh", ZH.format("和《夜车》一样有Jo March"), "unsupported claim"),
    ("zh", ZH.format("惊悚，符合你的要求"), "never asked"),
    ("zh", ZH.format("1993年，正是你要的"), "unsupported claim"),
    ("zh", ZH.format("片长110分钟，符合你的要求"), "never asked"),
    ("zh", ZH.format("不过片长110分钟，而你想要“不要太长”"), "never asked"),
    ("zh", ZH.format("有60位模拟用户喜欢"), "unsupported claim"),
    ("zh", ZH.format("获得了最佳影片奖"), "not understood"),
    ("zh", "这些合适：\n1. 《黎明》（1995）。", "invented title"),
    ("zh", "这些合适：\n1. 《虚无》（1994）。", "invented title"),
    ("zh", "你喜欢《正午》。这些合适：\n1. 《黎明》（1994）。", "unsupported claim"),
    ("zh", "想要：90年代的犯罪片，带一点幽默。这些合适：\n1. 《黎明》（1994）。", "never asked"),
    ("zh", "想要：恐怖。这些合适：\n1. 《黎明》（1994）。", "never asked"),
    ("zh", "These fit:\n1. Dawn, Again (1994).", "wrong language"),
    ("zh", "目录里没有找到“夜车”。这些合适：\n1. 《黎明》（1994）。", "misread"),
]


@pytest.mark.parametrize(("language", "text", "kind"), LIES)
def test_a_planted_lie_is_caught(world, language, text, kind):
    assert kind in kinds(world, language, text, *(["dawn"] if text else []))


ANSWERS = [
    ("en", "Dawn, Again was directed by Jo March."), ("en", "Noon runs 140 minutes."), ("en", "Noon is from 1993."),
    ("en", "The cast of Noon: Bo Lin."), ("en", "Noon (1992): What happens in Dusk."),
    ("en", "Why Noon (1994):"), ("en", "Why Noon (1992):\n- From 1992 and comedy, as you asked."),
    ("en", "Dawn, Again (1994) / Noon (1992):\n- length: 110 minutes / 110 minutes"),
    ("en", "Dawn, Again (1994) / Noon (1992):\nNoon is shorter by 40 minutes."),
    ("en", "Dawn, Again (1994) / Noon (1992):\nNoon is 2 years newer than Dawn, Again."),
    ("en", "Dawn, Again (1994) / Noon (1992):\n- Noon for you: misses “crime”."),
    ("zh", "《黎明》的导演是Jo March。"), ("zh", "《正午》片长140分钟。"), ("zh", "为什么是《正午》（1994）："),
    ("zh", "《黎明》（1994） / 《正午》（1992）：\n《正午》短40分钟。"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), ANSWERS)
def test_a_false_answer_is_caught(world, language, text):
    found = kinds(world, language, text, told=spoken_of(language), about=("dawn", "noon"))
    assert found & {"unsupported claim", "not understood", "invented title"}


@pytest.mark.parametrize("told", [{"seen": ("dawn",)}, {"rejected": ("dawn",)}, {"dislikes": ("dawn",)}])
def test_what_is_known_must_not_come_back(world, told):
    assert "repeated item" in kinds(
        world, "en", "These fit:\n1. Dawn, Again (1994).", "dawn", told=account("en", **told)
    )


def test_what_was_shown_must_not_come_back(world):
    first = reply("These fit:\n1. Dawn, Again (1994).", "dawn")
    assert "repeated item" in kinds(world, "en", "The next ones:\n1. Dawn, Again (1994).", "dawn", before=[first])


def test_a_hard_wish_is_kept_unless_it_was_set_aside(world):
    text = "These fit:\n1. Dusk and Co. (2001)."
    assert "violated wish" in kinds(world, "en", text, "dusk")
    aside = (
        "Nothing meets everything, so I set aside “1990–1999”, “crime” and “no comedy”; that leaves 1 to choose from. "
    )
    assert "violated wish" not in kinds(world, "en", aside + text, "dusk")
    assert "violated wish" in kinds(world, "en", aside.replace(" and “no comedy”", "") + text, "dusk")
    few = (
        "What meets all but “1990–1999” and “crime” comes first (1); for the rest I set aside “no comedy” too, which "
        "leaves 2 to choose from. "
    )
    assert not kinds(world, "en", few + text, "dusk")
    assert "unsupported claim" in kinds(world, "en", few.replace("(1)", "(3)") + text, "dusk")


ASIDE = {
    "en": "{} I set that aside, which leaves 1 to choose from. Close to Noon and Dawn, Again:\n1. Dusk and Co. (2001): "
    "it shares Ada Ray with Noon; of the 1 simulated people who liked Noon, 0 % also liked this.",
    "zh": "{}这一条我放开了，放开后有1个。与《正午》和《黎明》相近的：\n1. 《黄昏》（2001）：和《正午》一样有Ada Ray。",
}
EVERYTHING = {"en": "That was everything “crime”.", "zh": "符合“犯罪”的都已经给你看过了。"}
KNOWN = {"en": "You know everything “crime” already.", "zh": "符合“犯罪”的你都已经知道了。"}
STILL = {"en": "Still leaving aside “crime”. ", "zh": "“犯罪”仍然放开着。"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_said_to_be_everything_is_and_what_met_it_may_be_looked_close_to(world, language):
    title = {"en": "Noon (1992).", "zh": "《正午》（1992）。"}[language]
    begins = {"en": "These fit:\n1. ", "zh": "推荐：\n1. "}[language]
    other = {"en": "Dawn, Again (1994).", "zh": "《黎明》（1994）。"}[language]
    shown = [reply(begins + title, "noon"), reply(begins + other, "dawn")]
    told = account(language, wishes=(CRIME[language],))

    def found(said, told=told, before=shown):
        """What is wrong, but for the ledger, which here holds one like and nothing else."""
        return kinds(world, language, ASIDE[language].format(said), "dusk", told=told, before=before) - {"misread"}

    assert not found(EVERYTHING[language])
    assert "unsupported claim" in found(EVERYTHING[language], before=shown[:1]), "one of them was never shown"
    assert "unsupported claim" in found(KNOWN[language]), "they were shown, but nobody said that they know them"
    known = account(language, wishes=(CRIME[language],), seen=("noon", "dawn"))
    assert not found(KNOWN[language], told=known, before=())
    away = account(language, wishes=(CRIME[language],), rejected=("noon",), seen=("dawn",))
    assert found(KNOWN[language], told=away, before=()) == {"unsupported claim"}, (
        "nothing may be likened to what was turned down"
    )
    told_before = [*shown, reply(EVERYTHING[language], intent="chat")]
    text = STILL[language] + begins + ASIDE[language].rpartition("1. ")[2]
    assert not kinds(world, language, text, "dusk", told=told, before=told_before)
    assert kinds(world, language, text.replace("crime", "drama").replace("犯罪", "剧情"), "dusk", told=told)


def test_a_withdrawn_wish_is_no_longer_asked_for(world):
    told = account("en").without_wish(CRIME["en"])
    assert "never asked" in kinds(world, "en", EN.format("crime, as you asked"), "dawn", told=told)


def test_an_opinion_that_the_ledger_lacks_is_told_once(world):
    judge, told = Judge(world, "en"), account("en", dislikes=("noon",))
    first = judge.judge(reply("Noted.", intent="feedback"), told)
    assert [v.kind for v in first] == ["misread"]
    assert not judge.judge(reply("Noted.", intent="feedback"), told)


def test_a_question_is_asked_once(world):
    asked = reply("These fit:\n1. Dawn, Again (1994).\nWhat mood should it have?", "dawn")
    asked = replace(asked, question=Question(facet="mood", text="What mood should it have?"))
    judge = Judge(world, "en")
    assert not judge.judge(asked, account("en"))
    again = replace(asked, items=(), text="What mood should it have?")
    assert [v.kind for v in judge.judge(again, account("en"))] == ["asked twice"]


FREE = [
    "If you liked Night Train, try this: both have a heist in them",
    "50 % of the 8 simulated people who enjoyed Night Train went on to like this one",
    "You were after crime, and this is that",
    "It dates from 1994, which falls in the years you named",
    "This film is dark too, as Night Train was",
    "Al Grey directed it",
    "It is liked by 6 simulated people",
    "Though it is a thriller and no comedy, it has the crime you wanted",
]
FREE_LIES = [
    "If you liked Noon, try this: both have a heist in them",  # not told to be liked
    "If you liked Night Train, try this: both are westerns",
    "60 % of the 8 simulated people who enjoyed Night Train went on to like this one",
    "50 % of the 9 simulated people who enjoyed Night Train went on to like this one",
    "50 % of the 8 people who enjoyed Night Train went on to like this one",
    "Many viewers of Night Train liked it",
    "You were after a heist, and this is that",
    "You wanted something dark, and this is that",
    "It dates from 1993, which falls in the years you named",
    "This film is funny too, as Night Train was",
    "Jo March directed it",
    "It won an award for its dark mood",
    "It is a thriller, which Night Train was too",
    "It runs 100 minutes, like Night Train",
    "A masterpiece of crime",
    "Its description is close to “a ship at sea”, in your words",
]


def freely(world, sentence):
    told = reply(f"These fit:\n1. Dawn, Again (1994): {sentence}.", "dawn", model="some")
    return Judge(world, "en").judge(told, account("en"))


@pytest.mark.parametrize("sentence", FREE)
def test_reasons_in_free_wording_are_taken_apart_where_a_model_may_write(world, sentence):
    assert not freely(world, sentence)
    assert kinds(world, "en", EN.format(sentence), "dawn")  # and nowhere else


@pytest.mark.parametrize("sentence", FREE_LIES)
def test_lies_in_free_wording_are_caught(world, sentence):
    assert {v.kind for v in freely(world, sentence)} & {"unsupported claim", "never asked"}
