"""What to name next in a dialogue: each signal by hand or by another way, and how they are put together."""

import numpy as np
import pytest

from retrievers.dialogue import DialogueRecommender
from retrievers.dialogue_signals import PeopleNamed, Popularity, SharedStars, ToldGenres, WordsAndItems
from retrievers.items import Item, Person
from retrievers.utterances import Utterance, bags, mentions, named, vocabulary, words


def seeker(text, *items):
    return Utterance(seeker=True, text=text, items=items)


def recommender(text, *items):
    return Utterance(seeker=False, text=text, items=items)


def film(id, title, genres, *stars, director="Nobody Known"):
    people = (Person(name=director, role="director"), *(Person(name=star, role="cast") for star in stars))
    return Item(id=id, title=title, genres=genres, people=people)


FILMS = [
    film("0", "It", ("horror",), "Bill Skarsgard"),
    film("1", "Saw", ("horror",), "Cary Elwes", "Danny Glover"),
    film("2", "Big", ("comedy",), "Tom Hanks"),
    film("3", "Clue", ("comedy",), "Tim Curry", "Danny Glover"),
    film("4", "Heat", ("crime",), "Al Pacino", director="Michael Mann"),
]
SCARY = [seeker("hello, something scary please"), recommender("how about", 0), seeker("great"), recommender("or", 1)]
FUNNY = [seeker("hello, something funny please"), recommender("try", 2), seeker("I liked", 3)]
DIALOGUES = [SCARY, FUNNY] * 4


def test_what_was_said_as_matrices():
    said = [seeker("Scary scary 80s films", 3, 1), recommender("a scary 1984 one, isn't it", 1, 2)]
    assert named(said) == (3, 1, 2)
    assert words("A 1984 one, isn't it 8s 12") == {"1984", "one", "isn't", "it", "8s"}
    assert mentions([said, []], 4).toarray().tolist() == [[0, 1, 1, 1], [0, 0, 0, 0]]
    columns = vocabulary([said, [seeker("scary 80s")]], least=2)
    assert columns == {"80s": 0, "scary": 1}
    assert bags([said], {"scary": 0, "1984": 1}, recommender=0.4).toarray()[0] == pytest.approx([1, 0.4])
    assert bags([said], {"1984": 0}, recommender=0).toarray().tolist() == [[0]]


def test_words_and_items_is_ridge_regression_without_the_item_itself():
    """EASE in closed form against the regression that it solves, one column at a time."""
    signal = WordsAndItems(DIALOGUES, 5)
    columns = vocabulary(DIALOGUES, least=3)
    said = bags(DIALOGUES, columns, recommender=1).toarray()
    rarity = np.log(len(DIALOGUES) / said.sum(0))
    rarity *= 2 / rarity.max()
    known = [0, 1, 2, 3]
    both = np.hstack([mentions(DIALOGUES, 5).toarray()[:, known], said * rarity]).astype(float)
    penalties = np.array([200.0] * 4 + [500.0] * len(columns))
    asked = [seeker("scary", 2), recommender("please")]
    query = np.zeros(both.shape[1])
    query[2] = 1
    query[4 + columns["scary"]] = rarity[columns["scary"]]
    query[4 + columns["please"]] = 0.4 * rarity[columns["please"]]
    expected = np.full(5, 0.0)
    for at in known:
        others = [column for column in range(both.shape[1]) if column != at]
        gram = both[:, others].T @ both[:, others] + np.diag(penalties[others])
        expected[at] = query[others] @ np.linalg.solve(gram, both[:, others].T @ both[:, at])
    floor = 3e-4 * (np.array([4, 4, 4, 4, 0]) + 0.3)
    assert signal.scores([asked])[0] == pytest.approx(np.log(np.maximum(expected, 0) + floor), abs=1e-4)


def test_popularity_and_people_and_stars():
    assert Popularity(DIALOGUES, 5).scores([[]])[0] == pytest.approx(np.log([4.3, 4.3, 4.3, 4.3, 0.3]))
    people = PeopleNamed(FILMS)
    assert people.scores([[seeker("anything with Al PACINO?")]]).tolist() == [[0, 0, 0, 0, 1]]
    assert people.scores([[seeker("by michael mann!"), recommender("Tom Hanks")]]).tolist() == [[0, 0, 0, 0, 1]]
    assert not people.scores([[seeker("pacino, al")], [recommender("Al Pacino")], []]).any()
    stars = SharedStars(FILMS)
    assert stars.scores([[seeker("", 1), recommender("", 2)]]).tolist() == [[0, 1, 0.5, 0.5, 0]]
    assert not stars.scores([[]]).any()


def test_genres_told_by_words():
    signal = ToldGenres(DIALOGUES, FILMS)
    scary, neither, other_side = signal.scores([[seeker("scary")], [seeker("")], [recommender("scary")]])
    # 16 mentions, 8 of them beside "scary", all of horror: usual 9/66, beside it (8 + 40 · 9/66) / 48.
    usual, beside = 9 / 66, (8 + 40 * 9 / 66) / 48
    assert scary[0] - scary[4] == pytest.approx(
        np.log(beside / usual) - np.log((1 - beside) / (1 - usual))
        - np.log(40 / 48) + np.log((1 - 40 / 66 / 48) / (1 - 1 / 66)), abs=1e-5,
    )  # fmt: skip
    assert scary[0] > scary[4] > scary[2]
    assert not neither.any() and not other_side.any()


@pytest.mark.parametrize("told", [True, False])
def test_the_whole(told):
    films = FILMS if told else [Item(id=one.id, title=one.title) for one in FILMS]
    ours = DialogueRecommender(DIALOGUES, films)
    found = ours.scores([[seeker("something scary")], [seeker("something funny")], [seeker("", 0)], []])
    assert found.shape == (4, 5) and found.dtype == np.float32 and np.isfinite(found).all()
    assert set(np.argsort(-found[0])[:2]) == {0, 1}
    assert set(np.argsort(-found[1])[:2]) == {2, 3}
    assert found[2].argmax() == 1
    assert ours.scores([[seeker("something funny")]])[0] == pytest.approx(found[1], abs=1e-5)


def test_the_first_place_is_for_what_was_not_named_and_the_rest_keeps_its_order():
    ours = DialogueRecommender(DIALOGUES, FILMS)
    (open_,) = ours.scores([[seeker("something scary")]])
    for given in ((0,), (1,), (0, 1), (0, 1, 2, 3)):
        (found,) = ours.scores([[seeker("something scary", *given), recommender("well")]])
        assert found.argmax() not in given
        fresh = [row for row in range(5) if row not in given]
        assert found[fresh].argmax() == found.argmax() - sum(row < found.argmax() for row in given)
    (everything,) = ours.scores([[seeker("", 0, 1, 2, 3, 4)]])
    assert np.isfinite(everything).all() and np.isfinite(open_).all()


def test_little_to_learn_from():
    for dialogues in ([], [[seeker("hi")]], [[seeker("scary", 0), recommender("ok", 1)]]):
        found = DialogueRecommender(dialogues, FILMS).scores([[seeker("scary", 2)], []])
        assert np.isfinite(found).all()
    assert DialogueRecommender(DIALOGUES, FILMS).scores([]).shape == (0, 5)
