"""The one vocabulary: every word has its value, in both languages."""

import pytest

from retrievers.text import fold
from retrievers.vocabulary import Vocabulary, vocabulary

TOY = Vocabulary(entries={
    "genre": {"science fiction": {"en": ["sci-fi", "SF"], "zh": ["科幻", "科幻片"]}, "anime": {}},
    "theme": {"space": {"en": ["sci-fi"]}},
})  # fmt: skip


@pytest.mark.parametrize(("word", "value"), [
    ("Sci-Fi", "science fiction"), ("sf", "science fiction"), ("科幻", "science fiction"),
    ("Science-Fiction", "science fiction"), (" Polka ", "polka"),
])  # fmt: skip
def test_canonical(word, value):
    assert TOY.canonical("genre", word) == value


def test_a_word_may_mean_several_values():
    assert TOY.terms("en")["sci fi"] == (("genre", "science fiction"), ("theme", "space"))
    assert TOY.terms("zh")["科幻片"] == (("genre", "science fiction"),)


def test_a_value_is_written_in_a_language_or_as_it_is():
    assert TOY.word("genre", "science fiction", "zh") == "科幻"
    assert TOY.word("genre", "science fiction", "en") == "science fiction"
    assert TOY.word("genre", "anime", "zh") == TOY.word("genre", "polka", "zh").replace("polka", "anime")


def test_every_shipped_value_is_its_own_canonical_form_and_has_a_chinese_word():
    shipped = vocabulary()
    for facet, values in shipped.entries.items():
        for value, words in values.items():
            assert shipped.canonical(facet, value) == value
            assert words.get("zh"), f"{facet}.{value} has no Chinese word"
            assert all(fold(word) for word in words.get("en", []))


@pytest.mark.parametrize(("facet", "word", "value"), [
    ("genre", "Sci-Fi", "science fiction"), ("genre", "Film-Noir", "noir"), ("kind", "movie", "film"),
])  # fmt: skip
def test_the_words_of_movielens_are_known(facet, word, value):
    assert vocabulary().canonical(facet, word) == value
