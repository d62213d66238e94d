"""What is said of the saying is blanked; what belongs to what is said, and what is in a title, stays."""

import pytest

from assistant.rules import asides


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("To be honest, I hated it.", "I hated it."),
        ("I hated it, to be perfectly honest with you.", "I hated it,."),
        ("Titanic, tbh, was long", "Titanic, was long"),
        ("but i must admit that it is fun", "but it is fun"),
        ("说实话，不太好看", "不太好看"),
        ("不好看，老实说", "不好看，"),
        ("a puppet who wants to be real", "a puppet who wants to be real"),
        ("someone told to be honest", "someone told to be honest"),
        ("he speaks honestly", "he speaks honestly"),
        ("she will admit it", "she will admit it"),
        ("讲真实故事的电影", "讲真实故事的电影"),
    ],
)
def test_asides_are_blanked(text, left):
    blanked = asides.without(text, ())
    assert len(blanked) == len(text)
    assert " ".join(blanked.replace(" .", ".").split()).replace(" .", ".") == left


def test_an_aside_that_is_a_title_stays():
    assert asides.without("Frankly, My Dear", ()) != "Frankly, My Dear"
    assert asides.without("Frankly, My Dear", [(0, 16)]) == "Frankly, My Dear"
