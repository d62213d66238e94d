"""Years and lengths in many wordings, in both languages."""

import pytest

from assistant.rules import read
from tests.assistant.rules.described import wish_text

YEARS = [
    ("films from the 1980s", "1980–1989"),
    ("the '80s", "1980–1989"),
    ("the eighties", "1980–1989"),
    ("late 90s", "1995–1999"),
    ("mid-nineties", "1993–1996"),
    ("70s, 80s or 90s", "1970–1999"),
    ("before the 60s", "–1959"),
    ("after the 80s", "1990–"),
    ("pre-1970", "–1969"),
    ("post-2000", "2001–"),
    ("since 2000", "2000–"),
    ("2000 or later", "2000–"),
    ("up to 1999", "–1999"),
    ("no films from before 1990", "1990–"),
    ("nothing after 2000", "–2000"),
    ("not older than 1980", "1980–"),
    ("a novel published in 1925", "1925–1925"),
    ("21st century", "2001–2100"),
    ("1994年的电影", "1994–1994"),
    ("1990到1999", "1990–1999"),
    ("2000年以前", "–1999"),
    ("90年代", "1990–1999"),
    ("十九世纪的小说", "1801–1900"),
]
LENGTHS = [
    ("no more than 90 minutes", "–90"),
    ("at most 2 hours", "–120"),
    ("two and a half hours max", "–150"),
    ("over 400 pages", "400–"),
    ("not over 2 hours", "–120"),
    ("less than an hour", "–60"),
    ("an hour and a half or less", "–90"),
    ("1.5 hours tops", "–90"),
    ("两个小时以内", "–120"),
    ("一个半小时以内", "–90"),
    ("至少300页", "300–"),
]


def wished(message, context, facet):
    return [wish_text(w).partition(" ")[2] for w in read(message, context).update.wishes if w.facet == facet]


@pytest.mark.parametrize(("message", "years"), YEARS)
def test_years(context, message, years):
    assert wished(message, context, "year") == [years]


@pytest.mark.parametrize(("message", "length"), LENGTHS)
def test_lengths(context, message, length):
    assert wished(message, context, "length") == [length]


@pytest.mark.parametrize(
    "message",
    [
        "Heat (1995) was great",
        "a man in his forties",
        "a film set in 1944",
        "Nineteen Eighty-Four",
        "12 Angry Men",
        "2001",
    ],
)
def test_no_year_is_meant(context, message):
    assert wished(message, context, "year") == []


def test_a_year_beside_a_title_tells_which_item_is_meant(context):
    (liked,) = read("I loved Dune (2021)", context).update.likes
    assert context.catalogue.item(liked.id).year == 2021
