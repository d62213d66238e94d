"""The second set of planted sentences: what the verifier stops and lets pass of words it was not written for."""

import pytest

from assistant.preferences import Opinion, Preferences, Wish
from assistant.steps.verify import Licence, licensed
from retrievers.query import Evidence
from tests.assistant.steps.planted_sentences import FALSE, TRUE
from tests.assistant.steps.test_verify import asked, evidence, people, rate

KOREAN = (
    people("Oldboy", 0.36, 75),
    asked(country=["south korea"], mood=["tense", "twisty"]),
    evidence("similar-to", liked=["Oldboy"], shared={"genre": ["thriller"], "mood": ["twisty"]}),
)
EVIDENCE: dict[str, tuple[Evidence, ...]] = {
    "inception": (
        people("The Matrix", 0.42, 210),
        asked(genre=["science fiction"], mood=["mind-bending"]),
        evidence("similar-to", liked=["The Matrix"], shared={"genre": ["science fiction", "action"]}),
        evidence("acclaimed", raters=287, mean=4.1, scale=[1, 5]),
        evidence("trade-off", facet="length", value=148, wanted={"max": 120}),
    ),
    "hobbit": (
        asked(kind=["book"], genre=["fantasy"], mood=["funny"]),
        evidence("similar-to", liked=["Matilda"], shared={"genre": ["children"], "mood": ["funny", "whimsical"]}),
    ),
    "parasite": KOREAN,
    "parasite-zh": KOREAN,
    "persepolis": (
        asked(language=["french"]),
        evidence("similar-to", liked=["Spirited Away"], shared={"genre": ["animation"], "theme": ["coming of age"]}),
        evidence("trade-off", facet="year", value=2007, wanted={"min": 1990, "max": 1999}),
    ),
    "wood-zh": (
        asked(kind=["book"], country=["japan"], mood=["melancholic"]),
        evidence("similar-to", liked=["In the Mood for Love"], shared={"mood": ["melancholic", "nostalgic"]}),
    ),
}
#: The title, the titles that the person liked, and what they wished.
ABOUT: dict[str, tuple[str, tuple[str, ...], tuple[Wish, ...]]] = {
    "inception": (
        "Inception",
        ("The Matrix", "Heat"),
        (Wish(facet="genre", exclude=("romance",)), Wish(facet="length", max=120, hard=False)),
    ),
    "hobbit": ("The Hobbit", ("Matilda",), ()),
    "parasite": ("Parasite", ("Oldboy", "Inception"), ()),
    "parasite-zh": ("Parasite", ("Oldboy", "Inception"), ()),
    "persepolis": ("Persepolis", ("Spirited Away",), (Wish(facet="year", min=1990, max=1999),)),
    "wood-zh": ("Norwegian Wood", ("In the Mood for Love", "Oldboy"), ()),
}


@pytest.fixture(scope="module")
def licences(index):
    def of(title, kind):
        return next(i for i in index.catalogue.items if i.title == title and (kind is None or i.kind == kind))

    def licence(name):
        title, liked, wishes = ABOUT[name]
        item = of(title, "book" if name in ("hobbit", "wood-zh") else "film")
        others = [of(t, None) for t in liked]
        likes = tuple(Opinion(id=o.id, title=o.title) for o in others)
        said = Preferences(likes=likes, wishes=wishes)
        return Licence(item, EVIDENCE[name], said, others, "zh" if name.endswith("zh") else "en")

    return {name: licence(name) for name in ABOUT}


def test_planted_falsehoods_are_stopped(licences):
    share, wrong, count = rate(FALSE, licences, passing=True)
    assert count == 100
    assert share <= 0.02, wrong


def test_planted_truths_pass(licences):
    share, wrong, count = rate(TRUE, licences, passing=False)
    assert count == 100
    assert share <= 0.10, wrong


def test_none_of_them_is_in_the_first_set():
    from tests.assistant.steps import verify_sentences as first

    old = {s for sets in (first.TRUE, first.FALSE) for group in sets.values() for s in group}
    assert not old & {s for sets in (TRUE, FALSE) for group in sets.values() for s in group}


def test_licensed_says_yes_or_no(licences):
    assert all(licensed(s, licences[name]) in (True, False) for name, group in TRUE.items() for s in group)
