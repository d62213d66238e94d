"""Reasons read aloud, in both languages: every number and name comes from the evidence."""

import pytest

from assistant.reasons import reason
from assistant.wording import Wording
from retrievers.items import Item, Person
from retrievers.query import Evidence

FILM = Item(
    id="dogs", title="Reservoir Dogs", year=1992, kind="film", length=99, genres=("crime",),
    description="After a heist.",
    people=(Person(name="Quentin Tarantino", role="director"), Person(name="Tim Roth", role="cast")),
)  # fmt: skip
BOOK = Item(id="rose", title="The Name of the Rose", kind="book", people=(Person(name="Umberto Eco", role="author"),))


def evidence(kind, **facts):
    return Evidence(kind=kind, weight=0.4, facts=facts)


def asked(**values):
    return evidence("asked-for", matched=[{"facet": f, "values": v, "hard": True} for f, v in values.items()])


def similar(**shared):
    return evidence("similar-to", liked=["Heat"], shared=shared)


CASES = [
    (asked(year=[1992], genre=["crime", "thriller"]), "from 1992, and crime and thriller, as you asked"),
    (asked(year=[-720]), "from 720 BC, as you asked"),
    (asked(country=["united states"]), "from the United States, as you asked"),
    (asked(language=["english"]), "in English, as you asked"),
    (asked(kind=["film"]), "a film, as you asked"),
    (asked(kind=["album"]), "an album, as you asked"),
    (asked(people=["Quentin Tarantino"]), "directed by Quentin Tarantino, as you asked"),
    (asked(people=["Tim Roth"]), "with Tim Roth, as you asked"),
    (asked(people=["Quentin Tarantino", "Tim Roth"]), "with Quentin Tarantino and Tim Roth, as you asked"),
    (asked(length=[99]), "99 minutes long, as you asked"),
    (asked(theme=["heist"]), "about heist, as you asked"),
    (asked(popularity=[0.9]), "widely liked, as you asked"),
    (asked(publisher=["Penguin"]), "publisher: Penguin, as you asked"),
    (evidence("asked-for", text="a heist", similarity=0.5), "its description is close to “a heist”"),
    (similar(genre=["crime"]), "like Heat, it has the genre crime"),
    (
        similar(genre=["crime", "war"], theme=["police"]),
        "like Heat, it has the genres crime and war, and the theme police",
    ),
    (similar(mood=["tense"]), "like Heat, it has the same tense mood"),
    (similar(people=["Al Pacino"]), "like Heat, it has Al Pacino"),
    (similar(country=["united states"]), "like Heat, it has the same origin (the United States)"),
    (similar(), "its description is close to that of Heat"),
    (evidence("acclaimed", raters=216, mean=4.0, scale=[0.5, 5.0]), "liked by 216 people, mean rating 4.0 out of 5"),
    (evidence("acclaimed", raters=216), "liked by 216 people"),
    (
        evidence("trade-off", facet="year", value=1992, wanted={"min": 1980, "max": 1989}),
        "but from 1992, while you asked for “1980–1989”",
    ),
    (
        evidence("trade-off", facet="mood", value=["tense"], wanted={"include": ["funny"]}),
        "but tense, while you asked for “funny”",
    ),
    (
        evidence("trade-off", facet="length", value=None, wanted={"exclude": ["long"]}),
        "but its record says nothing about lengths, while you asked for “not too long”",
    ),
]


@pytest.mark.parametrize(("given", "words"), CASES, ids=lambda value: str(value)[:40])
def test_reasons(given, words):
    assert reason(given, FILM, Wording("en")) == words
    assert reason(given, FILM, Wording("zh"))


def test_an_author_is_no_part_of_a_cast():
    assert reason(asked(people=["Umberto Eco"]), BOOK, Wording("en")) == "by Umberto Eco, as you asked"
    assert reason(asked(length=[500]), BOOK, Wording("en")) == "500 pages long, as you asked"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "given",
    [
        evidence("people-like-you", liked=["Heat"], share=0.384, raters=160),
        evidence("acclaimed", raters=216, mean=4.0, scale=[0.5, 5.0]),
        evidence("acclaimed", raters=216),
    ],
    ids=lambda e: e.kind,
)
def test_simulated_people_are_called_so_in_every_variant(given, language):
    word = {"en": "simulated", "zh": "模拟"}[language]
    for pick in range(4):
        assert word in reason(given, FILM, Wording(language, simulated=True), pick=pick)
        assert word not in reason(given, FILM, Wording(language), pick=pick)


def test_shares_are_whole_percents():
    given = evidence("people-like-you", liked=["Heat"], share=0.384, raters=160)
    assert reason(given, FILM, Wording("en")) == "38 % of the 160 people who liked Heat liked it too"


def test_brief_leaves_out_what_stands_beside_it():
    assert reason(asked(year=[1992], kind=["film"]), FILM, Wording("en"), brief=True) == ""
    assert reason(asked(year=[1992], genre=["crime"]), FILM, Wording("en"), brief=True) == "crime, as you asked"
