"""The assistant without a part: what is left out is really out, and what cannot be left out is told."""

import pytest

from assistant.evaluation.simulation.ablations import ABLATIONS, reason, without
from assistant.evaluation.simulation.systems import SYSTEMS
from assistant.steps.clarify import ASKED
from tests.assistant.models import Saying

LIKES = "I loved Heat and Fargo. A crime film, please"


def kinds(assistant):
    reply = assistant.session().say(LIKES)
    return {why.kind for item in reply.items for why in item.why}


def test_without_taste_nobody_like_you_is_cited(assistant):
    assert "people-like-you" not in kinds(without(assistant, "no taste"))
    weights = without(assistant, "no taste")._parts.weights
    assert weights.taste == 0 and weights.popularity == assistant._parts.index.weights.popularity


def test_without_meaning_nothing_is_similar(assistant):
    assert "similar-to" in kinds(assistant)
    assert "similar-to" not in kinds(without(assistant, "no meaning"))


def test_without_questions_nothing_is_asked(assistant):
    assert assistant.session().say("a film").question
    assert without(assistant, "no question").session().say("a film").question is None


@pytest.mark.parametrize("name", ["no model", "no verification", "model in NF4", "model in bf16"])
def test_what_is_not_there_cannot_be_left_out(assistant, name):
    assert without(assistant, name) is None and reason(name)


def test_without_verification_a_lie_is_shown_and_the_reply_says_that_it_is_unverified(open_assistant):
    lying = open_assistant(model=Saying(texts=["It won eleven Oscars."]), steps=frozenset({"explain"}))
    whole = lying.session().say(LIKES)
    bare = without(lying, "no verification").session().say(LIKES)
    plain = without(lying, "no model").session().say(LIKES)
    assert "Oscars" not in whole.text and whole.verified and whole.replaced
    assert "Oscars" in bare.text and not bare.verified
    assert plain.text == whole.text and not plain.replaced and plain.model == "none"


def test_the_same_model_is_loaded_in_another_precision(open_assistant):
    loaded = {name: Saying(texts=["It won eleven Oscars."]) for name in ("nf4", "bf16")}
    writes = {"steps": frozenset({"explain"}), "reload": loaded.__getitem__}
    lying = open_assistant(model=Saying(texts=["Nothing."]), **writes)
    for name, precision in (("model in NF4", "nf4"), ("model in bf16", "bf16")):
        changed = without(lying, name)
        changed.session().say(LIKES)
        assert changed._parts.model is loaded[precision] and loaded[precision].asked


def test_every_part_has_a_name_and_leaves_the_whole_one_as_it_is(assistant):
    before = assistant._parts
    for name in ABLATIONS:
        without(assistant, name)
    assert assistant._parts is before and before.weights is None and before.verifies


def test_random_questions_come_in_every_turn_each_facet_once(assistant):
    session = SYSTEMS["random"](assistant)()
    asked = [session.say(text).question.facet for text in ("a film", *["more"] * (len(ASKED) - 1))]
    assert set(asked) == set(ASKED) and len(asked) == len(ASKED) and session.say("more").question is None
    other = SYSTEMS["random"](assistant)()
    assert [other.say(text).question.facet for text in ("a film", "more")] == asked[:2]
