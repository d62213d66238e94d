"""How the gate judges explanations: asked as in use, every reason given, nothing else claimed."""

import pytest

from assistant.checking import explained, explaining
from prompts import render

FACTS = {
    "item": {"title": "Collateral", "year": 2004, "kind": "film", "genres": ["crime", "thriller"]},
    "evidence": [
        {"kind": "people-like-you", "facts": {"liked": ["Heat"], "share": 0.61, "raters": 212}},
        {"kind": "asked-for", "facts": {"facet": "genre", "value": "crime", "said": "some crime"}},
    ],
}
WHOLE = "Of the 212 people who liked Heat, 61 % also liked this film. It is crime, as you asked."


def test_it_is_asked_as_the_step_asks():
    instruction, given = explaining(FACTS, "en")
    assert instruction == render("explain", "en")
    assert (
        given == "item: Collateral, film | liked: Heat; 61 % of 212 people who liked that liked this | asked for: crime"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Of the 212 people who liked Heat, 61 % also liked this film.",
        "It is crime, as you asked.",
        WHOLE.replace("61", "66"),
        WHOLE.replace("crime", "crime from 2005"),
        f"{WHOLE} It won an Oscar.",
        "",
    ],
    ids=["no wish", "no people", "another share", "another year", "more than that", "nothing"],
)
def test_every_reason_and_nothing_else(text):
    assert explained(WHOLE, FACTS)
    assert not explained(text, FACTS)
