"""Conditions of scripts: a small safe part of Python."""

import pytest

from assistant.errors import BadSettings
from assistant.evaluation.dialogues.expressions import holds

ITEM = {"year": 1995, "kind": "film", "genres": ("crime",), "length": None, "title": "Heat"}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("1990 <= year <= 1999", True),
        ("year > 1995 or kind == 'film'", True),
        ("year > 1995 and kind == 'film'", False),
        ("'crime' in genres and 'horror' not in genres", True),
        ("not kind == 'book'", True),
        ("title in ['Heat', 'Fargo']", True),
        ("length < 100", False),
        ("length >= 100", False),
        ("length == None", True),
        ("year == -1", False),
        ("genres", True),
    ],
)
def test_holds(condition, expected):
    assert holds(condition, ITEM) is expected


REFUSED = [
    "__import__('os')", "year.real", "[x for x in genres]", "lambda: 1", "yaer > 1", "year >", "f'{year}'",
    "year + 1 > 2", "1 if year else 2",
]  # fmt: skip


@pytest.mark.parametrize("condition", REFUSED)
def test_what_is_refused(condition):
    with pytest.raises(BadSettings) as error:
        holds(condition, ITEM)
    assert error.value.hint


@pytest.mark.parametrize("condition", ["'a' in year", "kind < year", "not year < kind", "-kind == 1"])
def test_values_that_do_not_go_together_are_told(condition):
    with pytest.raises(BadSettings) as error:
        holds(condition, ITEM)
    assert error.value.hint
