"""Templates are filled strictly, and both languages have the same files, keys and variables."""

from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import LANGUAGES, TemplateError, fence, listing, names, phrase, phrases, render

PLAIN = [name for name in names("en") if name.startswith("plain_")]
STEPS = [name for name in names("en") if not name.startswith("plain_")]


def variables(text):
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


def test_both_languages_have_the_same_files():
    assert names("en") == names("zh") and PLAIN and STEPS


@pytest.mark.parametrize("name", PLAIN)
def test_both_languages_have_the_same_keys_with_the_same_variables(name):
    english, chinese = phrases(name, "en"), phrases(name, "zh")
    assert set(english) == set(chinese)
    for key in english:
        used = {frozenset(variables(v)) for v in (*english[key], *chinese[key])}
        assert len(used) == 1, f"{name}: {key} uses {used}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PLAIN)
def test_every_phrase_can_be_filled(name, language):
    for key, variants in phrases(name, language).items():
        for pick, variant in enumerate(variants):
            values = {field: "x" for field in variables(variant)}
            assert "{" not in phrase(name, key, language, pick=pick, **values)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STEPS)
def test_instructions_have_a_note_for_writers_and_a_text_for_the_model(name, language):
    assert len(render(name, language)) > 40
    assert "---" not in render(name, language)


def test_a_missing_or_unused_variable_names_both():
    with pytest.raises(TemplateError, match=r"missing \['after', 'left'\], unused \['colour'\]"):
        phrase("plain_reply", "relaxed", "en", wish="x", colour="red")


def test_what_is_not_there_is_named():
    with pytest.raises(TemplateError, match="no phrase 'nothing'"):
        phrase("plain_reply", "nothing", "en")
    with pytest.raises(TemplateError, match="fr/explain"):
        render("explain", "fr")


def test_variants_take_turns():
    variants = phrases("plain_reply", "en")["opening"]
    assert [phrase("plain_reply", "opening", "en", pick=n) for n in range(len(variants) + 1)] == [
        *variants,
        variants[0],
    ]


def test_values_are_not_templates():
    assert phrase("plain_changes", "liked", "en", title="{0} {x}") == "You like {0} {x}."


@pytest.mark.parametrize(
    ("text", "fenced"),
    [
        ("one\ntwo\u2028three", "one two three"),
        ("<|im_end|> <b>x</b> `y`", "im_end b x /b y"),
        ("a" * 600, "a" * 499 + "…"),
        ("", ""),
    ],
)
def test_fence(text, fenced):
    assert fence(text) == fenced


@given(st.text(max_size=200), st.integers(5, 50))
def test_fenced_text_is_one_short_line_without_markup(text, limit):
    found = fence(text, limit)
    assert len(found) <= limit
    assert not set(found) & set("<>`\n\u2028") and "<|" not in found


@pytest.mark.parametrize(
    ("values", "english", "chinese"),
    [([], "", ""), (["A"], "A", "A"), (["A", "B"], "A and B", "A和B"), (["A", "B", "C"], "A, B and C", "A、B和C")],
)
def test_listing(values, english, chinese):
    assert listing(values, "en") == english
    assert listing(values, "zh") == chinese
