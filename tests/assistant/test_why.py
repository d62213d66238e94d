"""What would have been, found again by hand: by the retriever itself on the changed query, and by exact sums."""

from dataclasses import replace

import pytest

from assistant.preferences import Wish
from assistant.why import NOTABLE, WhatIf
from retrievers.query import Constraint, Query

NINETIES = Constraint(facet="year", min=1990, max=1999)
DARK = Constraint(facet="mood", include=("dark",), hard=False)


@pytest.fixture(scope="module")
def query(id_of):
    return Query(liked=(id_of("Heat"), id_of("The Matrix")), constraints=(NINETIES, DARK), k=40)


@pytest.fixture(scope="module")
def what_if(index, query):
    wishes = (Wish(facet="year", min=1990, max=1999, said="from the 90s"),)
    return WhatIf(
        hybrid=index.hybrid, catalogue=index.catalogue, query=query, wishes=wishes, order=lambda query, found: found
    )


def place(index, query, id):
    ids = [candidate.item.id for candidate in index.hybrid.retrieve(query)]
    return ids.index(id) + 1 if id in ids else None


def test_places_are_those_of_a_search_without_the_part(index, what_if, query):
    first = index.hybrid.retrieve(query)[0].item.id
    standing = what_if.standing(first)
    assert (standing.place, standing.ranked, standing.limited) == (1, 40, True)
    assert standing.count == int(index.hybrid.passing(query).sum())
    assert standing.without
    for moved in standing.without:
        if moved.part.liked:
            left = tuple(id for id in query.liked if id != moved.part.liked)
            changed = replace(query, liked=left, seen=(moved.part.liked,))
        else:
            kept = tuple(c for c in query.constraints if c.facet != moved.part.wish.facet)
            changed = replace(query, constraints=kept)
        assert moved.place == place(index, changed, first)
        assert (moved.place or 41) - 1 >= NOTABLE


def test_what_would_come_first_without_a_part_is_what_the_search_finds_without_it(index, what_if, query, id_of):
    heat, matrix = query.liked
    without_like = replace(query, liked=(matrix,), seen=(heat,))
    expected = [candidate.item for candidate in index.hybrid.retrieve(without_like)[:3]]
    assert what_if.first_without([heat], [], 3) == expected
    without_wish = replace(query, constraints=(DARK,))
    expected = [candidate.item for candidate in index.hybrid.retrieve(without_wish)[:3]]
    assert what_if.first_without([], what_if.wishes, 3) == expected


def test_what_moves_it_furthest_comes_first_and_little_is_told(index, what_if, query):
    for candidate in index.hybrid.retrieve(query)[:5]:
        places = [moved.place or 41 for moved in what_if.standing(candidate.item.id).without]
        assert places == sorted(places, reverse=True) and len(places) <= 3


def test_for_what_was_not_shown_only_what_would_bring_it_up(index, what_if, query):
    last = index.hybrid.retrieve(query)[-1].item.id
    standing = what_if.standing(last, better=True)
    assert standing.place == 40
    assert all(moved.place and moved.place <= 40 - NOTABLE for moved in standing.without)


def test_a_like_that_is_taken_away_does_not_come_back_itself(index, what_if, query, id_of):
    changed = dict((part.liked, changed) for part, changed in what_if._without_each(id_of("Fargo")) if part.liked)
    for liked, other in changed.items():
        assert place(index, other, liked) is None


def test_words_that_no_facet_answers_for_go_with_their_wish(index, query):
    unjudged = Constraint(facet="pace", include=("war",), hard=False)
    said = replace(query, constraints=(unjudged,), text="war warm heist", quoted="heist")
    without = WhatIf(
        hybrid=index.hybrid, catalogue=index.catalogue, query=said, wishes=(), order=lambda query, found: found
    )._without_each("heat-1995")
    texts = {part.wish.facet: changed.text for part, changed in without if part.wish}
    assert texts == {"pace": "warm heist", "text": "war warm"}


def test_about_an_item_the_query_does_not_hold_it_against_itself(index, what_if, id_of):
    own = replace(what_if, query=replace(what_if.query, constraints=(), seen=("x", id_of("Heat")))).about(id_of("Heat"))
    assert (own.query.liked, own.query.seen) == ((id_of("The Matrix"),), ("x",))
    assert own.hybrid.passing(own.query)[index.catalogue.row(id_of("Heat"))]


def test_failed_missed_and_met_wishes(index, what_if, id_of):
    assert [w.said for w in what_if.failed(id_of("Casablanca"))] == ["from the 90s"]
    assert [w.facet for w in what_if.missed(id_of("Casablanca"))] == ["year", "mood"]
    assert what_if.meets_all(id_of("Se7en")) and not what_if.meets_all(id_of("Casablanca"))
    quiet = replace(what_if, query=Query(constraints=(Constraint(facet="series", exclude=("x",)),)))
    assert quiet.spared(id_of("Heat")) and not quiet.meets_all(id_of("Heat")), "its record names no series"
    unjudged = replace(what_if, query=Query(constraints=(Constraint(facet="netflix", include=("x",)),)))
    assert not unjudged.meets_all(id_of("Heat")), "nobody can tell"


def test_shares_of_the_likes_are_those_of_their_exact_parts(index, what_if, query, id_of):
    parts = index.collaborative.contributions(query, index.catalogue.row(id_of("Reservoir Dogs")))
    added = dict(what_if.added(id_of("Reservoir Dogs")))
    assert sum(added.values()) == pytest.approx(1)
    for id, share in added.items():
        assert share == pytest.approx(parts[index.catalogue.row(id)] / sum(parts.values()))
    alone = replace(what_if, query=replace(query, liked=query.liked[:1]))
    assert alone.added(id_of("Reservoir Dogs")) == ()


def test_behind_is_the_term_with_the_largest_lack(index, what_if, query):
    ids = [candidate.item.id for candidate in index.hybrid.retrieve(query)]
    own, ahead = index.hybrid.terms(query, [ids[-1], ids[0]])
    behind = what_if.behind(ids[-1], ids[0])
    assert behind.term == max(own, key=lambda name: ahead[name] - own[name])
    assert what_if.behind(ids[0], ids[-1]).term == "", "the first is behind nobody"


def test_a_share_that_tells_what_taste_lacks_is_counted(index, what_if, id_of):
    behind = what_if._behind_in_taste(id_of("Amélie"), id_of("Reservoir Dogs"))
    liked, own, other = (index.catalogue.row(id) for id in (behind.liked, id_of("Amélie"), id_of("Reservoir Dogs")))
    fans = set(index.taste.fans_of(liked).tolist())
    assert behind.people == len(fans)
    assert behind.share == len(fans & set(index.taste.fans_of(own).tolist())) / len(fans)
    assert behind.ahead_share == len(fans & set(index.taste.fans_of(other).tolist())) / len(fans) > behind.share


# ---- in a conversation ----------------------------------------------------------------------------------------------


def talk(session, *messages):
    return [session.say(message) for message in messages][-1].text


FIRST = ("I loved Heat and The Matrix", "something dark from the 90s, no horror")


def test_a_conversation_about_reasons(session):
    said = talk(session, *FIRST, "why the first one?")
    assert "Nothing in its record goes against “no horror”." in said
    assert "that meet your firm wishes and are new to you, it is 1st." in said and "Without " in said
    assert "“1990–1999” (from 1942)" in talk(session, "why not Casablanca?")
    assert "you named it as one you like" in talk(session, "why not Heat?")
    assert talk(session, "why not Fooblitz Nine?") == "I could not find “Fooblitz Nine” in this catalogue."
    talk(session, "I have seen Fargo")
    assert "because you know it already" in talk(session, "why not Fargo?")


def test_what_was_recommended_before_is_told_to_have_been(session):
    earlier = session.say(FIRST[0]).items[0]
    assert earlier.title in talk(session, FIRST[1], f"why not {earlier.title}?")
    assert "It was recommended before" in talk(session, f"why {earlier.title}?")


def test_questions_are_answered_from_the_record_or_not_at_all(session):
    talk(session, *FIRST, "why the first one?")
    assert "fits “1990–1999”: from 199" in talk(session, "is it from the 90s?")
    assert "does not fit “in French”" in talk(session, "is it in French?")
    assert talk(session, "is it on Netflix?").startswith("The catalogue does not say where to find")
    assert talk(session, "is it sold with popcorn?").startswith("I found nothing about that in the record of")
    assert not talk(session, "what mood does it have?").startswith("I found nothing")


def test_two_are_compared_fact_by_fact_and_more_line_by_line(session):
    talk(session, *FIRST)
    two = talk(session, "compare the first two").splitlines()
    assert two[0].count(" / ") == 1 and two[0].endswith(":")
    assert any(line.startswith("- length: ") and line.count(" minutes") >= 1 for line in two)
    assert sum(" for you: " in line for line in two) == 2
    assert talk(session, "compare them").splitlines()[0] == two[0]  # those spoken of together last
    three = talk(session, "compare all three").splitlines()
    assert three[0] == "Side by side:" and sum(line.startswith("- ") for line in three) == 6
    assert not any("*" in line or "|" in line or "#" in line for line in (*two, *three))


def test_the_same_in_chinese(session):
    said = talk(session, "我喜欢盗火线和黑客帝国", "想要九十年代的，不要恐怖片", "为什么推荐第一个？")
    assert "它排第1。" in said and "记录里没有与“不要恐怖片”相悖的内容。" in said
    assert "“1990–1999年”（1942年）" in talk(session, "为什么不是卡萨布兰卡？")
    assert " / " in talk(session, "比较前两部").splitlines()[0]


def test_which_of_them_is_answered_with_those_that_fit_or_with_one(session):
    talk(session, "with Alfred Hitchcock")
    assert talk(session, "which one is the scariest").startswith("Of these, Psycho and The Birds fit “scary”.")
    assert talk(session, "which one for a 4 year old?") == "None of these fits “children or family” by its record."
    assert talk(session, "which one would you pick").startswith("I would pick ")
    talk(session, "start over", "something sad")
    several = talk(session, "which one is the saddest")
    assert several.startswith("Of these, ") and "does not say which" in several and "I would pick" in several


def test_what_the_catalogue_holds_can_be_asked(session):
    assert talk(session, "do you have coco").startswith("Yes, the catalogue has Coco (2017).")
    assert talk(session, "do you have zorblax?") == "I could not find “zorblax” in this catalogue."
    assert "980 films and 482 books" in talk(session, "how many movies do you have")
    assert talk(session, "how old is Casablanca", "where can i watch it") == (
        "The catalogue does not say where to find Casablanca."
    )
    assert "does not say “black and white”" in talk(session, "is it black and white")


@pytest.mark.parametrize("asked", ["what else did he make", "more of him", "something else by him"])
def test_more_is_shown_of_who_made_what_is_spoken_of(session, asked):
    assert talk(session, "who directed Heat?", asked).startswith("Wanted: directed by Michael Mann.")
