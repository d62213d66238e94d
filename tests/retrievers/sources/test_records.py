"""Titles as data sets write them, and rows that cannot be used."""

import numpy as np
import pytest

from retrievers.items import Item
from retrievers.sources.records import (
    BadRows,
    article_first,
    collect,
    people,
    split_aliases,
    split_year,
    usable,
    whole_number,
    words,
)


@pytest.mark.parametrize(("written", "read"), [
    ("Matrix, The", "The Matrix"), ("Haine, La", "La Haine"), ("Avventura, L'", "L'Avventura"),
    ("Good, the Bad and the Ugly, The", "The Good, the Bad and the Ugly"), ("Paris, Texas", "Paris, Texas"),
    ("Me, Myself & Irene", "Me, Myself & Irene"), ("The End", "The End"),
])  # fmt: skip
def test_article_first(written, read):
    assert article_first(written) == read


@pytest.mark.parametrize(("written", "read"), [
    ("Heat (1995)", ("Heat", 1995)), ("Heat", ("Heat", None)), ("1984 (1956)", ("1984", 1956)),
    ("Death Note (2006–2007)", ("Death Note", 2006)), ("Firefly (2002- )", ("Firefly", 2002)),
    ("(500) Days of Summer (2009)", ("(500) Days of Summer", 2009)), ("2001 (a film)", ("2001 (a film)", None)),
])  # fmt: skip
def test_split_year(written, read):
    assert split_year(written) == read


@pytest.mark.parametrize(("written", "title", "aliases"), [
    ("Seven (a.k.a. Se7en)", "Seven", ("Se7en",)),
    ("Hate (Haine, La)", "Hate", ("La Haine",)),
    ("City of Lost Children, The (Cité des enfants perdus, La)", "The City of Lost Children",
     ("La Cité des enfants perdus",)),
    ("Fast & Furious 6 (Fast and the Furious 6, The)", "Fast & Furious 6", ("The Fast and the Furious 6",)),
    ("A (B / C) (D)", "A", ("B", "C", "D")),
    ("Frontière(s)", "Frontière(s)", ()),
    ("Birdman: Or (The Unexpected Virtue of Ignorance)", "Birdman: Or (The Unexpected Virtue of Ignorance)", ()),
    ("(500) Days of Summer", "(500) Days of Summer", ()),
])  # fmt: skip
def test_split_aliases(written, title, aliases):
    assert split_aliases(written) == (title, aliases)


@pytest.mark.parametrize(("given", "number"), [
    ("1995", 1995), ("1995.0", 1995), (-750.0, -750), ("", None), (None, None), ("NaN", None), ("inf", None),
    ("x", None),    (10**9, None),
])  # fmt: skip
def test_whole_number(given, number):
    assert whole_number(given) == number


def test_words_are_canonical_distinct_and_in_order():
    assert words(["Sci-Fi", " Drama ", "science fiction", "", "Polka"], "genre") == (
        "science fiction",
        "drama",
        "polka",
    )


def test_people_come_once_a_role():
    found = people({"cast": ["Al Pacino", "Al Pacino", " "], "director": ["Al Pacino"]})
    assert [(p.role, p.name) for p in found] == [("cast", "Al Pacino"), ("director", "Al Pacino")]


def test_what_cannot_be_read_is_counted_and_left_out():
    def make(record):
        return Item(id=record["id"], title=record["title"].strip())

    bad = BadRows()
    records = [{"id": "1", "title": "A"}, {"id": "1", "title": "B"}, {"id": "2", "title": " "}, {"id": "3"},
               {"id": "", "title": "C"}, {"id": "4", "title": None}, "text"]  # fmt: skip
    assert [item.title for item in collect(enumerate(records, 1), make, bad)] == ["A"]
    assert len(bad) == 6
    assert bad.causes == {"repeated id": 1, "no title": 1, "no id": 1, "cannot be read (KeyError)": 1,
                          "cannot be read (AttributeError)": 1, "cannot be read (TypeError)": 1}  # fmt: skip
    assert [number for number, _, _ in bad.rows] == [2, 3, 4, 5, 6, 7]


def test_interactions_need_a_person_an_item_and_a_number():
    bad = BadRows()
    users = np.array(["u", "", "v", "w", "x", "y"], dtype=object)
    items = np.array(["a", "a", "", "b", "b", "c"], dtype=object)
    found = usable(users, items, ["5", "4", "3", "nan", "many", None], bad)
    assert (found.users.tolist(), found.items.tolist(), found.weights.tolist()) == (["u"], ["a"], [5.0])
    assert bad.causes == {"no person or no item": 2, "the rating is not a number": 3}
    assert [number for number, _, _ in bad.rows] == [3, 4, 5, 6, 7]
