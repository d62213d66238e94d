"""Examples of explaining: every answer is licensed and whole, forms are held out, the same seed gives the same."""

import random
import re
from itertools import islice

import pytest

from assistant.claims.marking import marked
from assistant.steps.explain import reply_item
from assistant.steps.verify import licensed, sentences
from assistant.training import reasons
from assistant.training import sentences as forms_of
from assistant.training.draws import of_index
from assistant.training.examples import held
from assistant.training.forms import alike
from assistant.training.invention import words
from assistant.training.reasons import Unlicensed, explanation, explanations, is_held
from assistant.training.variety import distinct, self_bleu
from assistant.writer import request

COUNT = 500


def drawn(indexes, seed=0, count=COUNT, **options):
    return list(islice(explanations(indexes, random.Random(seed), **options), count))


@pytest.fixture(scope="module")
def of_inventions():
    return drawn([])


def whole(draw, example):
    """Does the answer name every number, title and quoted word of the facts?"""
    _, _, given = example.user.partition(" | ")
    needed = re.findall(r"\d+(?:\.\d+)?|“[^”]*”", given)
    liked = [item.title for item in draw.liked if item.title in given]
    return all(word in example.answer for word in (*needed, *liked))


def test_every_answer_is_licensed_and_gives_every_reason(of_inventions):
    for draw, example in of_inventions:
        found = list(sentences(example.answer, draw.licence.names))
        assert 1 <= len(found) <= 2
        assert all(licensed(sentence, draw.licence) for sentence in found), example
        assert whole(draw, example), example


def test_it_is_asked_exactly_as_in_use(of_inventions):
    for draw, example in of_inventions[:50]:
        facts = reply_item(draw.candidate, draw.wording).facts
        assert (example.system, example.user) == request("explain", facts, "en")


def test_there_is_no_praise_and_no_exclamation(of_inventions):
    text = " ".join(example.answer for _, example in of_inventions).lower()
    assert "!" not in text
    assert not re.search(r"\b(?:great|perfect|amazing|wonderful|masterpiece|brilliant|excellent)\b", text)


def bare(draw, text):
    """The words alone: every name, value and number as one sign, for those differ in any wording."""
    return re.sub(r"\d+(?:\.\d+)?", "N", re.sub("[\ue000-\uf8ff]", "X", marked(text, draw.licence).text))


def test_answers_vary_more_than_the_plain_wording(of_inventions):
    answers = [bare(draw, example.answer) for draw, example in of_inventions]
    phrases = [reply_item(draw.candidate, draw.wording, pick=at).phrase for at, (draw, _) in enumerate(of_inventions)]
    plain = [bare(draw, phrase) for (draw, _), phrase in zip(of_inventions, phrases, strict=True)]
    print(f"distinct-2 {distinct(answers):.3f} against {distinct(plain):.3f}")
    print(f"self-BLEU {self_bleu(answers[:100]):.3f} against {self_bleu(plain[:100]):.3f}")
    assert distinct(answers) > 3 * distinct(plain)
    assert self_bleu(answers[:100]) < self_bleu(plain[:100]) - 0.1


def test_the_same_seed_gives_the_same():
    first, again, other = ([example for _, example in drawn([], seed=seed, count=30)] for seed in (3, 3, 4))
    assert first == again != other


def test_held_out_forms_and_names_are_never_learnt():
    learnt, kept = drawn([], count=300), drawn([], count=60, kept=True)
    lines = [{where for _, e in some for where in e.where.split(", ")} for some in (learnt, kept)]
    assert lines[0] and lines[1] and not lines[0] & lines[1]
    titles = [{draw.candidate.item.title for draw, _ in some} for some in (learnt, kept)]
    assert not titles[0] & titles[1] and all(map(is_held, titles[1]))


def test_each_kind_of_reason_has_many_forms_and_some_held_out():
    counts = {name: len(forms) for name, forms in forms_of.parts().items()}
    assert min(counts[name] for name in ("asked-for", "people-like-you", "similar-to", "acclaimed")) >= 25
    assert min(n for name, n in counts.items() if not name.endswith("-tail") and " " not in name) >= 10
    assert {f.kind for forms in forms_of.parts().values() for f in forms if held(f)} >= {
        "asked-for", "people-like-you", "similar-to",
    }  # fmt: skip


def test_no_two_forms_of_a_part_are_nearly_the_same():
    for name, forms in forms_of.parts().items():
        if name != "join":
            assert not list(alike(forms)), name


def test_an_answer_that_the_verifier_would_stop_is_an_error(monkeypatch):
    draw, _ = drawn([], count=1)[0]
    monkeypatch.setattr(reasons, "licensed", lambda sentence, licence: False)
    with pytest.raises(Unlicensed, match=r"reasons_en.txt:\d+"):
        explanation(draw, random.Random(0))


def test_answers_that_the_verifier_stops_are_rare(index):
    rng, stopped, made = random.Random(2), 0, 0
    for draw in islice(of_index(index, rng, words()["wishes"]), 500):
        try:
            made += explanation(draw, rng) is not None
        except Unlicensed:
            stopped += 1
    assert made > 300 and stopped <= 2


def test_of_the_demo_too(index):
    for draw, example in drawn([index], count=60):
        assert whole(draw, example), example


def test_variety_is_what_it_should_be():
    assert distinct(["a b c", "a b c"]) == 0.5 and distinct([]) == 0.0
    assert self_bleu(["a b c d e", "a b c d e"]) == 1.0 and self_bleu(["a"]) == 0.0
    assert self_bleu(["a b c d e", "f g h i j"]) == 0.0
