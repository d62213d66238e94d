"""The second judge and answers that choose among items or say what the catalogue holds."""

import pytest

from tests.assistant.evaluation.test_independent import Judge, kinds, reply, spoken_of, world

__all__ = ["world"]  # the fixture

TRUE = [
    ("en", "Yes, the catalogue has Noon (1992). The catalogue does not say where to find Noon."),
    ("en", "Of these, only Dawn, Again fits “thriller”."),
    ("en", "None of these fits “comedy” by its record."),
    (
        "en",
        "Of these, Dawn, Again and Noon fit “crime”. The catalogue does not say which of them does so most. "
        "I would pick Dawn, Again: like Night Train, it has the genre crime, and the theme heist.",
    ),
    ("en", "The record of Noon does not say “comedy”: crime and western."),
    ("zh", "有的，目录里有《正午》（1992）。目录里没有写哪里能找到《正午》。"),
    ("zh", "其中《黎明》和《正午》符合“犯罪”。哪一个程度最深，目录里没有写。我会选《黎明》：犯罪，符合你的要求。"),
    ("zh", "从记录看，其中没有符合“喜剧”的。"),
    ("zh", "《正午》的记录没有写“喜剧”：犯罪和西部。"),
]
FALSE = [
    ("en", "Yes, the catalogue has Noon (1993)."),
    ("en", "Of these, only Noon fits “thriller”."),
    ("en", "None of these fits “crime” by its record."),
    ("en", "I would pick Noon: comedy, as you asked."),
    ("zh", "其中只有《正午》符合“喜剧”。"),
    ("zh", "从记录看，其中没有符合“犯罪”的。"),
]


@pytest.mark.parametrize(("language", "text"), TRUE)
def test_true_ones_pass(world, language, text):
    assert not Judge(world, language).judge(reply(text, about=("dawn", "noon")), spoken_of(language))


@pytest.mark.parametrize(("language", "text"), FALSE)
def test_false_ones_are_caught(world, language, text):
    found = kinds(world, language, text, told=spoken_of(language), about=("dawn", "noon"))
    assert found & {"unsupported claim", "invented title"}
