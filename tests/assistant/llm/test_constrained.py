"""Every constrained text is valid; the full run of 10,000 is a command (see ``constrained.py``)."""

import pytest

from assistant.llm import quantized

from .conftest import MACHINE
from .constrained import SCHEMAS, broken, schemas


def test_the_schemas_differ_and_are_drawn_again_the_same():
    assert len({str(shape) for shape in schemas()}) == SCHEMAS
    assert schemas() == schemas()


@pytest.mark.slow
def test_five_hundred_texts_over_fifty_schemas_are_valid(tiny_folder):
    assert broken(quantized.load(tiny_folder, precision="fp32", machine=MACHINE), 500) == []
