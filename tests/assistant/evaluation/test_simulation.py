"""Simulated people: what they want, what they say, that they never give the target away, and what is measured."""

import json
import re
from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from scipy import stats

from assistant.conversation import Question
from assistant.evaluation.independent.world import World
from assistant.evaluation.simulation.metrics import by_turn, differences, interval, rows, verdict
from assistant.evaluation.simulation.needs import LEAST_SHARED, Condition, Needs, words_of
from assistant.evaluation.simulation.options import meaning
from assistant.evaluation.simulation.person import MOST_TURNS, SimulatedPerson
from assistant.evaluation.simulation.personas import PERSONAS, Account, Stated
from assistant.evaluation.simulation.systems import SYSTEMS, Popularity
from assistant.evaluation.simulation.talks import interactions_of, people, play, simulate, tastes
from retrievers.items import Item
from ui.cli import run


@pytest.fixture(scope="module")
def needs(index):
    return Needs(index.catalogue)


def drawn(needs, number=60):
    return [needs.draw(Random(seed)) for seed in range(number)]


def test_conditions_are_true_of_every_target_and_of_many_items(needs, index):
    for need in drawn(needs):
        assert need.targets and need.conditions and not need.targets & {*need.likes, *need.known}
        for condition in need.conditions:
            assert all(condition.holds(index.catalogue.item(id)) for id in need.targets)
            assert sum(condition.holds(item) for item in index.catalogue.items) >= LEAST_SHARED


def test_every_facet_comes_up(needs):
    facets = {c.facet for need in drawn(needs, 200) for c in need.conditions}
    assert facets >= {"kind", "genre", "mood", "theme", "year", "length", "country"}


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        (Condition(facet="genre", values=("Crime",)), True),
        (Condition(facet="genre", values=("crime",), refused=True), False),
        (Condition(facet="mood", values=("dark",)), False),
        (Condition(facet="mood", values=("dark",), refused=True), True),
        (Condition(facet="year", low=1990, high=1995), True),
        (Condition(facet="year", high=1994), False),
        (Condition(facet="length", values=("short",)), True),
        (Condition(facet="length", values=("long",)), False),
        (Condition(facet="length", high=95), True),
    ],
)
def test_a_condition_holds(condition, met):
    item = Item(id="a", title="A", year=1995, kind="film", length=95, genres=("crime",))
    assert condition.holds(item) == met
    assert not condition.holds(Item(id="b", title="B")) or condition.refused


@pytest.mark.parametrize(
    ("facet", "option", "language", "expected"),
    [
        ("year", "before 1985", "en", Condition(facet="year", high=1984)),
        ("year", "1985到1999", "zh", Condition(facet="year", low=1985, high=1999)),
        ("year", "since 1999", "en", Condition(facet="year", low=1999)),
        ("length", "不要太长", "zh", Condition(facet="length", values=("not long",), hard=False, vague=True)),
        ("country", "the United States", "en", Condition(facet="country", values=("united states",))),
        ("kind", "书", "zh", Condition(facet="kind", values=("book",))),
        ("mood", "dark", "en", Condition(facet="mood", values=("dark",), hard=False)),
        ("year", "whenever", "en", None),
    ],
)
def test_an_option_means_a_condition(facet, option, language, expected):
    assert meaning(facet, option, language) == expected


def test_the_account_keeps_the_latest_word():
    account = Account().with_opinion("likes", "a").with_opinion("dislikes", "a").with_opinion("seen", "a")
    assert (account.likes, account.dislikes, account.seen) == ((), ("a",), ("a",))
    old = Stated(condition=Condition(facet="year", high=1990), words="1991", turn=1)
    new = Stated(condition=Condition(facet="year", low=2000), words="2000", turn=2)
    account = account.with_wish(old).with_wish(new)
    assert account.wishes == (new,) and account.withdrawn == (old,)


def test_no_message_names_a_target(needs, index):
    """Nor a person or a series that fewer than ten items share."""
    system = Popularity(index.catalogue)
    names = (set((*words_of(item, "people"), *words_of(item, "series"))) for item in index.catalogue.items)
    shared = Counter(name for of in names for name in of)
    for person in people(needs, index.catalogue, 40, seed=5):
        hidden = [index.catalogue.item(id) for id in person.need.targets]
        told = {index.catalogue.item(id).named(person.language).casefold() for id in person.need.likes}
        reply = None
        for _ in range(MOST_TURNS):
            said = person.next(reply)
            for item in hidden:
                for name in (item.named(person.language), *words_of(item, "people"), *words_of(item, "series")):
                    spoken = re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", said.text.casefold())
                    inside = any(name.casefold() in title for title in told)
                    assert shared[name] >= LEAST_SHARED or inside or not spoken or len(name) < 5, (name, said.text)
            if said.ends:
                break
            reply = system.say(said.text)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_same_seed_says_the_same(needs, index, language):
    def said(seed):
        random = Random(seed)
        person = SimulatedPerson(needs.draw(random), PERSONAS[3], index.catalogue, language, random)
        system = Popularity(index.catalogue)
        texts, reply = [], None
        for _ in range(6):
            done = person.next(reply)
            texts.append(done.text)
            reply = system.say(done.text)
        return texts

    assert said(1) == said(1) != said(2)


@pytest.mark.slow
def test_two_runs_give_the_same_figures_and_no_crash(open_assistant, index):
    assistant = open_assistant()
    interactions = interactions_of(index.folder, simulated=True)
    assert sum(len(taste.likes) >= 8 for taste in tastes(interactions, index.catalogue)) > 1000

    def figures():
        played = simulate(
            SYSTEMS["assistant"](assistant), index.catalogue, interactions, number=10, seed=0, simulated=True
        )
        assert all(len(p.steps) <= MOST_TURNS + 1 for p in played)
        return rows(played, "assistant", 0)

    first = figures()
    assert first == figures()
    assert [row["persona"] for row in first] == ["all", *(persona.name for persona in PERSONAS)]
    assert first[0]["crashes"] == 0 and first[0]["success_low"] <= first[0]["success"] <= first[0]["success_high"]


def test_a_difference_is_taken_person_by_person(needs, index):
    world = World(index.catalogue, None, simulated=True)

    def played(number):
        given = people(needs, index.catalogue, number, seed=0)
        return [play(at, person, lambda: Popularity(index.catalogue), world) for at, person in enumerate(given)]

    row = differences(played(5), played(5), ("a", "b"), 0)
    assert row["system"] == "a - b" and row["n"] == 5
    assert row["success"] == row["success_low"] == row["success_high"] == row["violations"] == 0


def test_what_is_sure_is_told_from_what_is_not():
    ends = {"success": (0.1, 0.3), "hit": (-0.2, -0.1), "reward_per_length": (-0.1, 0.1), "acceptance": (0.0, 0.2),
            "questions": (-3, -2), "violations": (-9, -3)}  # fmt: skip
    row = {f"{name}_{end}": value for name, of in ends.items() for end, value in zip(("low", "high"), of, strict=True)}
    assert verdict(row) == {
        "better": ["success", "violations"], "worse": ["hit"], "neither": ["reward_per_length", "acceptance"],
    }  # fmt: skip


def test_the_share_by_turn_grows_to_the_success(needs, index):
    world = World(index.catalogue, None, simulated=True)
    given = people(needs, index.catalogue, 8, seed=0)
    talks = [play(at, person, lambda: Popularity(index.catalogue), world) for at, person in enumerate(given)]
    shares = [row["success"] for row in by_turn(talks, "popularity", 0, MOST_TURNS)]
    assert shares == sorted(shares) and shares[-1] == rows(talks, "popularity", 0)[0]["success"]


def test_the_interval_is_that_of_another_implementation():
    rng = np.random.default_rng(3)
    values = rng.random(80)
    found = interval("x", values, np.random.default_rng(0))
    theirs = stats.bootstrap((values,), np.mean, method="percentile", n_resamples=4000, rng=1).confidence_interval
    assert found["x"] == pytest.approx(values.mean(), abs=1e-3)
    assert (found["x_low"], found["x_high"]) == pytest.approx(tuple(theirs), abs=5e-3)


def test_who_is_reserved_says_what_they_want_when_asked(needs, index):
    """Asked about what they wish, in options that do not hold it, they say it in their own words."""
    reserved = next(p for p in PERSONAS if p.name == "reserved")
    told = asked = 0
    for seed in range(60):
        random = Random(seed)
        person = SimulatedPerson(needs.draw(random), reserved, index.catalogue, "en", random)
        first = person.next(None).account
        wish = next((c for c in person.need.conditions if c.facet == "genre" and not c.refused), None)
        if wish is None or any(stated.condition.facet == "genre" for stated in first.wishes):
            continue
        asked += 1
        reply = replace(Popularity(index.catalogue).say("a film"), items=(), question=Question(facet="genre", text="?"))
        told += any(s.condition.values == wish.values for s in person.next(reply).account.wishes)
    assert asked > 10 and told > 0.7 * asked


class Broken:
    """A system that fails in its second turn."""

    def __init__(self, catalogue):
        self._good, self._turns = Popularity(catalogue), 0

    def say(self, text):
        self._turns += 1
        if self._turns > 1:
            raise RuntimeError("out of order")
        return self._good.say(text)

    def feedback(self, item_id, opinion):
        return self.say("")


def test_a_crash_is_counted_and_ends_the_talk(needs, index):
    person = next(people(needs, index.catalogue, 1, seed=0))
    played = play(0, person, lambda: Broken(index.catalogue), World(index.catalogue, None, simulated=True))
    assert [v.kind for v in played.steps[-1].violations] == ["crash"] and not played.accepted
    assert rows([played], "broken", 0)[0]["crashes"] == 1


@pytest.mark.slow
def test_the_command_prints_rows_and_writes_transcripts(demo_folder, tmp_path, capsys):
    path = tmp_path / "talks.jsonl"
    command = ["evaluate", "simulate", "--people", "2", "--system", "popularity,forgetful", "--json"]
    assert run([*command, "--index", str(demo_folder), "--transcripts", str(path), "--quiet"]) == 0
    found = json.loads(capsys.readouterr().out)
    systems = {"popularity", "forgetful", "popularity - forgetful", "guesser"}
    assert {row["system"] for row in found["results"]} == systems
    assert found["run"]["seed"] == 0
    talks = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(talks) == 4 and all(talk["steps"][0]["said"] for talk in talks)


def test_an_unknown_system_is_refused(capsys):
    assert run(["evaluate", "simulate", "--system", "oracle"]) == 2
    assert "'oracle' is none of" in capsys.readouterr().err
