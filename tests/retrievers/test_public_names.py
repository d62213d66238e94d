"""What `retrievers` offers, and that offering it costs nothing."""

import subprocess
import sys

import pytest

import retrievers


def test_names():
    assert retrievers.__all__ == ["Candidate", "Constraint", "ItemRetriever", "Query", "open_index"]
    assert all(getattr(retrievers, name).__name__ == name for name in retrievers.__all__)


def test_unknown_names_are_missing_as_usual():
    with pytest.raises(AttributeError, match="Retriever"):
        _ = retrievers.Retriever


def test_importing_it_loads_none_of_its_files():
    program = "import sys, retrievers; print([m for m in sys.modules if m.startswith('retrievers.')])"
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"
