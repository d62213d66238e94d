"""The leak audit: it finds a planted leak, and simulated people are after nothing that their words give away."""

from random import Random

import pytest

from assistant.evaluation.simulation.leaks import Guesser, audit
from assistant.evaluation.simulation.needs import LEAST_SHARED, Needs
from assistant.evaluation.simulation.personas import Account, Utterance
from assistant.evaluation.simulation.talks import Played, Step
from assistant.evaluation.simulation.telling import Telling, names, titles, words


def spoken(person, text, targets, account=None):
    step = Step(utterance=Utterance(text=text, account=account or Account()), reply=None, violations=(), ms=0.0)
    need = {"targets": targets, "likes": [], "conditions": []}
    return Played(person=person, persona="p", language="en", need=need, steps=(step,), sentences=0, hit=False)


@pytest.fixture(scope="module")
def some(index):
    """Items with titles of their own, all over the catalogue."""
    return Random(0).sample([item for item in index.catalogue.items if len(item.title) > 8], 30)


def test_a_planted_leak_is_found(index, some):
    said = [spoken(n, f"something like {item.title}", [item.id]) for n, item in enumerate(some)]
    row = audit(said, index.catalogue, 0)
    assert row["n"] == 30 and row["difference_mrr_low"] > 0.3 and row["floor_mrr"] < 0.05
    people = [next(iter(sorted(names(item))), "") for item in some]
    said = [spoken(n, f"with {name}", [item.id]) for n, (name, item) in enumerate(zip(people, some, strict=True))]
    assert audit(said, index.catalogue, 0)["difference_hit@10_low"] > 0


def test_words_that_say_nothing_find_nothing(index, some):
    row = audit([spoken(n, "a film, please", [item.id]) for n, item in enumerate(some)], index.catalogue, 0)
    assert row["difference_mrr"] == 0


def test_what_was_named_is_no_guess(index, id_of):
    told = Account(likes=(id_of("Heat"),))
    said = [spoken(n, "I loved Heat", [id_of("Heat"), id_of("Fargo")], told) for n in range(4)]
    guesser = Guesser(index.catalogue)
    assert int(guesser.scores("I loved Heat").argmax()) == guesser.rows[id_of("Heat")]
    assert audit(said, index.catalogue, 0)["difference_mrr"] == 0


def test_rare_words_give_away_and_common_ones_do_not(index, id_of):
    telling = Telling(index.catalogue, LEAST_SHARED)
    two = index.catalogue.item(id_of("The Godfather Part II"))
    assert telling.given_away([two], ["The Godfather"]) == {two.id}
    assert telling.given_away([two], ["The Best of the"]) == set()
    assert list(words("Amélie 2: 天使")) == ["amelie", "2", "天", "使", "天使"]


def test_nobody_is_after_what_their_own_words_give_away(index):
    needs, telling = Needs(index.catalogue), Telling(index.catalogue, LEAST_SHARED)
    for seed in range(60):
        need = needs.draw(Random(seed))
        told = [text for id in (*need.likes, *need.dislikes) for text in titles(index.catalogue.item(id))]
        assert not telling.given_away([index.catalogue.item(id) for id in need.targets], told)
