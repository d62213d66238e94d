"""Which wishes are set aside, that the numbers said of it are those of the final search, and what follows."""

import pytest

from assistant.ledger import apply
from assistant.preferences import Opinion, Preferences, Wish
from assistant.rules import read
from assistant.steps.rank import rank
from assistant.steps.retrieve import retrieve


def found(context, index, message, *shown, count=3):
    ledger, _ = apply(Preferences(), read(message, context).update)
    return retrieve(ledger, index.hybrid, index.catalogue, shown=shown, count=count)


def of(index, *wishes, shown=(), count=3, **ledger):
    preferences = Preferences(wishes=wishes, **ledger)
    return retrieve(preferences, index.hybrid, index.catalogue, shown=shown, count=count)


def wish(facet, *include, turn=1, **more):
    return Wish(facet=facet, include=include or None, turn=turn, **more)


def by(index, name):
    return [item.id for item in index.catalogue.items if any(person.name == name for person in item.people)]


def told(result):
    return [(aside.wish.facet, aside.left) for aside in result.set_aside]


NINETIES = wish("year", min=1990, max=1999)
FILM = wish("kind", "film")
BRIDGES = wish("people", "Jeff Bridges", turn=2)


def test_left_is_what_the_last_search_would_leave(context, index, id_of):
    """Two wishes give way in turn and the first is taken up again: what is left then is not what was left between."""
    first = found(context, index, "a comedy with Ge You")
    assert [aside.left for aside in first.set_aside] == [1]
    assert first.candidates[0].item.title == "Let the Bullets Fly"
    second = found(context, index, "a comedy with Ge You", id_of("Let the Bullets Fly"))
    assert [aside.left for aside in second.set_aside] == [0]


# ---- what was said last ---------------------------------------------------------------------------------------------


def test_an_earlier_wish_gives_way_for_the_least_that_meets_the_latest(index, id_of):
    liked = (Opinion(id=id_of("The Big Lebowski"), title="The Big Lebowski"),)
    result = of(index, NINETIES, FILM, BRIDGES, likes=liked)
    assert told(result)[-1] == ("people", 2) and told(result)[0][0] == "year"
    titles = [candidate.item.title for candidate in result.candidates]
    assert set(titles[:2]) == {"Iron Man", "True Grit"} and len(titles) > 3


def test_enough_of_the_latest_leaves_it_alone(index):
    result = of(index, NINETIES, wish("genre", "western"), BRIDGES)
    assert [facet for facet, _ in told(result)] == ["year", "genre"]
    assert {c.item.id for c in result.candidates} == set(by(index, "Jeff Bridges"))


def test_only_where_nothing_new_meets_it_the_latest_gives_way_alone(index):
    result = of(index, NINETIES, FILM, BRIDGES, shown=by(index, "Jeff Bridges"))
    assert told(result) == [("people", 0)]
    assert all(c.item.kind == "film" and 1990 <= c.item.year <= 1999 for c in result.candidates)


@pytest.mark.parametrize(
    "earlier",
    [Wish(facet="note", exclude=("violence",), turn=1), Wish(facet="genre", exclude=("action", "thriller"), turn=1),
     wish("genre", "children", "family")],
)  # fmt: skip
def test_what_must_not_be_shown_and_to_whom_is_not_overruled_by_the_latest(index, earlier):
    result = of(index, earlier, NINETIES, wish("people", "Bruce Willis", turn=2))
    assert earlier not in [aside.wish for aside in result.set_aside] and result.set_aside


def test_what_must_not_be_shown_is_not_set_aside_to_fill_up(index):
    gory = [item.id for item in index.catalogue.items if "gore" in item.notes]
    others = [item.id for item in index.catalogue.items if item.id not in gory]
    result = of(index, Wish(facet="note", exclude=("gore",)), shown=others[2:])
    assert not result.set_aside and {candidate.item.id for candidate in result.candidates} == set(others[:2])


def test_who_insists_turns_it_round(index, id_of):
    liked = (Opinion(id=id_of("The Big Lebowski"), title="The Big Lebowski"),)
    result = of(index, FILM, BRIDGES, wish("year", min=1990, max=1999, turn=3), likes=liked)
    assert [facet for facet, _ in told(result)] == ["people"]


def test_nothing_is_set_aside_that_leaves_no_more(index):
    films = [item.id for item in index.catalogue.items if item.kind == "film"]
    rest = [item.id for item in index.catalogue.items if item.id not in films[:2]]
    result = of(index, FILM, shown=rest)
    assert not result.set_aside and len(result.candidates) == 2


# ---- what met a wish that is used up --------------------------------------------------------------------------------


def test_what_met_a_wish_guides_what_follows(index):
    melville, shown = wish("people", "Jean-Pierre Melville"), by(index, "Jean-Pierre Melville")
    result = of(index, melville, shown=shown)
    (aside,) = result.set_aside
    assert aside.whole and set(aside.known) == set(result.near) == set(shown)
    evidence = [e for c in result.candidates[:3] for e in c.evidence if e.kind == "similar-to"]
    assert len(evidence) == 3 and {id for e in evidence for id in e.facts["liked_ids"]} <= set(shown)


def test_what_was_turned_down_or_is_liked_anyway_guides_nothing_new(index):
    melville, (first, second) = wish("people", "Jean-Pierre Melville"), by(index, "Jean-Pierre Melville")
    away = (Opinion(id=first, title=first),)
    assert of(index, melville, rejected=away, shown=(second,)).near == (second,)
    likes = tuple(Opinion(id=id, title=id) for id in (first, second))
    assert not of(index, melville, likes=likes).near


def test_works_known_by_a_combination_alone_are_not_all_there_is(index, id_of):
    result = of(index, wish("genre", "comedy"), wish("people", "Ge You"), shown=[id_of("Let the Bullets Fly")])
    (aside,) = result.set_aside
    assert not aside.whole and result.near == (id_of("Let the Bullets Fly"),)


# ---- what comes first -----------------------------------------------------------------------------------------------


def test_the_few_that_meet_it_come_first_whatever_series_they_are_of(index):
    """Two of Le Guin's are parts of one series: the second still stands before what is no science fiction."""
    result = of(index, wish("genre", "science fiction"), wish("people", "Ursula K. Le Guin", turn=2))
    assert told(result) == [("genre", 2)]
    picked = rank(result.candidates, Preferences(), 3, first=2)
    assert ["science fiction" in candidate.item.genres for candidate in picked] == [True, True, False]
