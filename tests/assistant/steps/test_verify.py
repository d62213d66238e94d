"""What the verifier lets pass and what it stops, over sentences written for it, and on hostile text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.preferences import Opinion, Preferences, Wish
from assistant.steps.verify import Licence, licensed, sentences
from retrievers.query import Evidence
from tests.assistant.steps.verify_sentences import FALSE, TRUE


def evidence(kind, **facts):
    return Evidence(kind=kind, weight=0.4, facts=facts)


def people(liked, share, raters):
    return evidence("people-like-you", liked=[liked], share=share, raters=raters)


def asked(**values):
    return evidence("asked-for", matched=[{"facet": f, "values": v, "hard": True} for f, v in values.items()])


EVIDENCE = {
    "dogs": (
        people("Heat", 0.38, 160),
        asked(year=[1992], genre=["crime"]),
        evidence("similar-to", liked=["Collateral"], shared={"genre": ["crime", "thriller"], "theme": ["gangsters"]}),
        evidence("acclaimed", raters=216, mean=4.0, scale=[1, 5]),
    ),
    "rose": (
        asked(kind=["book"], mood=["thought-provoking"]),
        evidence("similar-to", liked=["The Usual Suspects"], shared={"mood": ["suspenseful"]}),
    ),
    "away": (people("Amélie", 0.55, 90), asked(genre=["animation"], country=["japan"])),
    "collateral": (
        asked(genre=["crime"], length=[120]),
        evidence("similar-to", liked=["Heat"], shared={"genre": ["crime"], "people": ["Michael Mann"]}),
        evidence("trade-off", facet="year", value=2004, wanted={"min": 1990, "max": 1999}),
    ),
}
ABOUT = {
    "dogs": ("Reservoir Dogs", ("Heat", "Collateral", "Spirited Away"), ()),
    "rose": ("The Name of the Rose", ("The Usual Suspects",), (Wish(facet="genre", exclude=("horror",)),)),
    "away": ("Spirited Away", ("Amélie", "Heat"), ()),
    "collateral": ("Collateral", ("Heat",), (Wish(facet="length", exclude=("long",), hard=False),)),
}


@pytest.fixture(scope="module")
def licences(index, id_of):
    def licence(name, language, **more):
        title, liked, wishes = ABOUT[name]
        likes = tuple(Opinion(id=id_of(t), title=t) for t in liked)
        others = [index.catalogue.item(o.id) for o in likes]
        said = Preferences(likes=likes, wishes=wishes)
        return Licence(index.catalogue.item(id_of(title)), EVIDENCE[name], said, others, language, **more)

    found = {name: licence(name, "en") for name in ABOUT}
    return {**found, "away-zh": licence("away", "zh"), "simulated": licence("dogs", "en", simulated=True)}


def rate(sentences_of, licences, *, passing):
    pairs = [(name, sentence) for name, group in sentences_of.items() for sentence in group]
    wrong = [pair for pair in pairs if licensed(pair[1], licences[pair[0]]) is passing]
    return len(wrong) / len(pairs), wrong, len(pairs)


def test_false_sentences_are_stopped(licences):
    share, wrong, count = rate(FALSE, licences, passing=True)
    assert count >= 60
    assert share <= 0.02, wrong


def test_true_sentences_pass(licences):
    share, wrong, count = rate(TRUE, licences, passing=False)
    assert count >= 60
    assert share <= 0.10, wrong


def test_simulated_people_must_be_called_so(licences):
    plain = "38% of the 160 people who liked Heat liked it too."
    assert licensed(plain, licences["dogs"])
    assert not licensed(plain, licences["simulated"])
    assert licensed(plain.replace("people", "simulated people"), licences["simulated"])


def test_the_same_words_need_evidence(licences):
    """Without evidence nothing but the record may be said."""
    bare = Licence(licences["dogs"].item)
    assert licensed("It is a crime film from 1992.", bare)
    assert not licensed("It is a crime film, as you asked.", bare)
    assert not licensed("It is popular.", bare)
    assert not licensed("Like Collateral, it is a crime thriller.", bare)


@given(
    st.text(max_size=300)
    | st.text(alphabet="Heat liked 160 38% you asked for 你喜欢《千与千寻》 \ue000\ue100", max_size=80)
)
@settings(max_examples=150, deadline=None)
def test_no_text_makes_it_raise(licences, text):
    for name in ("dogs", "away-zh"):
        assert licensed(text, licences[name]) in (True, False)


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_sentences_lose_no_words(text):
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_sentences_end_where_they_end():
    assert list(sentences("It has a 4.0 rating. You asked? 是的。好！")) == [
        "It has a 4.0 rating.",
        "You asked?",
        "是的。",
        "好！",
    ]
