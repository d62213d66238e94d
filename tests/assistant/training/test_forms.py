"""The hand-written messages: well formed, none twice, and examples whose labels are the forms' own."""

import random
from collections import Counter

import pytest

from assistant.training import examples
from assistant.training.forms import INTENTS, alike, load, parsed

ATTITUDES = load("attitudes_*.txt")
TALK = load("intents_*.txt")


def written(tmp_path, line, name="attitudes_x.txt"):
    (tmp_path / name).write_text(f"# a note\n\n{line}\n", encoding="utf-8")
    return list(parsed(tmp_path / name))


def test_there_are_thousands_and_hardly_two_are_alike():
    assert len(ATTITUDES) > 3500 and len(TALK) > 1000
    assert {intent for form in TALK for intent in form.intents} == set(INTENTS)
    assert [pair[1].where for pair in alike(TALK)] == []


def test_a_line_becomes_a_form(tmp_path):
    (form,) = written(tmp_path, "book: Have you read [A-]? | gave up on [A], but [+] was lovely")
    assert (form.kind, form.before, form.text) == ("book", "Have you read [A-]?", "gave up on [A], but [+] was lovely")
    (form,) = written(tmp_path, "note: [+] is a title in a line with a colon")
    assert form.kind == "film" and form.text.startswith("note: ")
    (form,) = written(tmp_path, "refine, seen: How about [A]? | seen that", "intents_x.txt")
    assert form.intents == ("refine", "seen")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nothing is named here", "no title"),
        ("[A+] and again [A-]", "two labels"),
        ("[+] in the {genra} way", "genra"),
        ("[A] before [A+]", "no label"),
        ("[+] and [what]", "no slot"),
        ("Have you seen [+]? | ", "no title|empty"),
    ],
)
def test_a_wrong_line_is_told_with_its_place(tmp_path, line, said):
    with pytest.raises(ValueError, match=r"attitudes_x\.txt:3: ") as told:
        written(tmp_path, line)
    assert any(part in str(told.value) for part in said.split("|"))


def test_each_title_is_asked_about_and_others_stand_as_others(tmp_path):
    forms = written(tmp_path, "Have you seen [A-] or [s]? | [A] was dull, [+] is better")
    made = [(e.user, e.answer) for e in examples.attitudes(forms, random.Random(0), change=False)]
    assert made == [
        ("Suggested: X, Y\nMessage: X was dull, Y is better\nAttitude to X?", "dislikes"),
        ("Suggested: Y, X\nMessage: Y was dull, Y is better\nAttitude to X?", "seen"),
        ("Suggested: Y, Y\nMessage: Y was dull, X is better\nAttitude to X?", "likes"),
    ]


def test_the_same_seed_gives_the_same_examples_and_no_slot_is_left():
    once, again = ([*examples.attitudes(ATTITUDES, random.Random(5))] for _ in range(2))
    assert once == again
    assert not [e.user for e in once if "[" in e.user or "{" in e.user]
    counts = Counter(e.answer for e in once)
    assert min(counts.values()) > 0.06 * counts.total()


def test_a_tenth_is_held_out_and_never_taught():
    held = [form for form in ATTITUDES if examples.held(form)]
    assert 0.07 < len(held) / len(ATTITUDES) < 0.13
