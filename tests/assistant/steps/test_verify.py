"""What the verifier lets pass and what it stops, over sentences written for it, and on hostile text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.preferences import Opinion, Preferences, Wish
from assistant.steps.verify import Licence, licensed, sentences
from retrievers.items import Item, Person
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


# ---- ways of saying it that a taught model learns -------------------------------------------------------------------

SEEN = Item(
    id="1", title="Marrow", kind="film", year=1999, length=104, genres=("drama",), themes=("magic",), series="Marrow",
    people=(Person(name="Nora Whitlock", role="director"), Person(name="Sam Pell Jr.", role="cast")),
    description="A town in the snow.",
)  # fmt: skip
KNOWN = (
    Item(id="2", title="Dr. Hollis Regrets", year=1988),
    Item(id="3", title="It", year=2017),
    Item(id="4", title="Kestrel", year=1990),
)


def licence_of(*given, likes=KNOWN):
    said = Preferences(likes=tuple(Opinion(id=o.id, title=o.title) for o in likes))
    return Licence(SEEN, given, said, likes)


def alike(title, **shared):
    return evidence("similar-to", liked=[title], shared=shared)


WANTED = evidence("trade-off", facet="genre", value=["drama"], wanted={"include": ["crime"]})
SILENT = evidence("trade-off", facet="language", value=None, wanted={"include": ["french"]})
IN_WORDS = evidence("asked-for", text="a village with a secret", similarity=0.4)
SAYINGS = [
    (people("Kestrel", 0.38, 160), "Kestrel has 160 fans here, and 38 % of them like this film too.", True),
    (people("Kestrel", 0.38, 160), "Kestrel has 160 fans here, and 83 % of them like this film too.", False),
    (people("Kestrel", 0.38, 160), "It has 160 fans here, and 38 % of them like Kestrel too.", False),
    (people("Kestrel", 0.38, 160), "It was liked by 38 % of the 160 people who liked Kestrel.", True),
    (people("Kestrel", 0.38, 160), "Kestrel was liked by 38 % of the 160 people who liked it.", False),
    (people("Kestrel", 0.38, 160), "Your liking for Kestrel is shared by 160 people, 38 % of whom liked this.", True),
    (people("Kestrel", 0.38, 160), "Your liking for Kestrel is shared by 38 people, 160 % of whom liked this.", False),
    (people("It", 0.38, 160), "Of the 160 fans of It (2017), 38 % also liked this.", True),
    (alike("It", genre=["drama"]), "It is drama, as in It.", True),
    (alike("Kestrel", genre=["drama"]), "Kestrel and this film have the genre drama in common.", True),
    (alike("Kestrel", genre=["drama"]), "Kestrel and this film have the theme magic in common.", False),
    (alike("Kestrel", genre=["drama"]), "You liked Kestrel, and this shares the genre drama with it.", True),
    (alike("Kestrel", genre=["drama"]), "You liked Kestrel, and this shares the theme magic with it.", False),
    (alike("Kestrel", genre=["drama"]), "You liked Kestrel, and it has the same theme, magic.", False),
    (alike("Kestrel", genre=["drama"]), "This comes after Kestrel.", False),
    (alike("Kestrel", series=["Marrow"]), "Like Kestrel, it has the series Marrow.", True),
    (alike("Kestrel", genre=["drama"]), "Like Kestrel, it has the series Marrow.", False),
    (alike("Dr. Hollis Regrets", genre=["drama"]), "Its link with Dr. Hollis Regrets is the genre drama.", True),
    (alike("Kestrel"), "Its description is close to that of Kestrel.", True),
    (IN_WORDS, "You said “a village with a secret”, and its description comes close to that.", True),
    (IN_WORDS, "You said “a village with a ghost”, and its description comes close to that.", False),
    (WANTED, "Its description is close to what you had in mind.", False),
    (evidence("acclaimed", raters=216, mean=4.0, scale=[1, 5]), "It averages 4.0 out of 5 and has 216 fans.", True),
    (evidence("acclaimed", raters=216, mean=4.0, scale=[1, 5]), "It averages 4.0 out of 5 and has 261 fans.", False),
    (evidence("acclaimed", raters=216, mean=4.0, scale=[1, 5]), "It is liked by 4.0 out of 5 people.", False),
    (WANTED, "You were hoping for “crime”, but this film is drama.", True),
    (WANTED, "It is not “crime”, as you wished, though.", True),
    (WANTED, "It is crime.", False),
    (WANTED, "You were hoping for drama, but this film is drama.", False),
    (SILENT, "The catalogue says nothing of its languages, though you wanted “in French”.", True),
    (SILENT, "The catalogue says nothing of its countries, though you wanted “in French”.", False),
    (asked(people=["Nora Whitlock"]), "You asked for Nora Whitlock, and Nora Whitlock directed this one.", True),
    (asked(people=["Nora Whitlock"]), "You asked for Nora Whitlock, and Nora Whitlock wrote this one.", False),
    (asked(people=["Sam Pell Jr."]), "It has Sam Pell Jr., and you asked for Sam Pell Jr.", False),
    (asked(people=["Sam Pell Jr."]), "You asked for Sam Pell Jr., and here you get Sam Pell Jr.", True),
    (asked(series=["Marrow"]), "It is part of Marrow, as you asked.", True),
    (asked(series=["Velm"]), "It is part of Velm, as you asked.", False),
    (asked(genre=["drama"]), "Something short was your wish, and this is short.", False),
    (asked(genre=["drama"]), "It is about company and time.", False),
]  # fmt: skip


def test_what_was_only_shown_may_be_likened_to_but_is_not_said_to_be_liked(index, id_of):
    alike = evidence("similar-to", liked=["Le Samouraï"], shared={"genre": ["crime", "thriller"]})
    shown = [index.catalogue.item(id_of("Le Samouraï"))]
    licence = Licence(index.catalogue.item(id_of("Heat")), (alike,), Preferences(), shown)
    assert licensed("Like Le Samouraï, it has the genre crime.", licence)
    assert not licensed("Because you liked Le Samouraï, it has the genre crime.", licence)


@pytest.mark.parametrize(("given", "sentence", "true"), SAYINGS, ids=[sentence for _, sentence, _ in SAYINGS])
def test_further_ways_of_saying_it(given, sentence, true):
    licence = licence_of(given)
    (one,) = sentences(sentence, licence.names)
    assert licensed(one, licence) is true


def test_names_end_no_sentence():
    names = ("Dr. Hollis Regrets", "Sam Pell Jr.", "Monsters, Inc.")
    assert list(sentences("Like Dr. Hollis Regrets, it is drama. It is good.", names)) == [
        "Like Dr. Hollis Regrets, it is drama.",
        "It is good.",
    ]
    assert list(sentences("Fans of Monsters, Inc. like it. So do you.", names)) == [
        "Fans of Monsters, Inc. like it.",
        "So do you.",
    ]
    assert list(sentences("It has Sam Pell Jr. It is drama.", names)) == ["It has Sam Pell Jr.", "It is drama."]


@pytest.mark.parametrize(
    "text", ["It goes with A.I.", "It goes with A.I. Arti", "It goes with A.I. Artificial Intelligence"]
)
def test_a_name_that_has_only_begun_ends_no_sentence(text):
    assert list(sentences(f"{text}", ["A.I. Artificial Intelligence"])) == [text]
    assert len(list(sentences(f"Fine. {text}", ["A.I. Artificial Intelligence"]))) == 2
