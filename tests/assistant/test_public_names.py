"""What `assistant` offers, and that offering it costs nothing."""

import subprocess
import sys

import pytest

import assistant


def test_names():
    names = ["Assistant", "Preferences", "Reply", "Session", "Settings", "chat_tool", "recommend_tool"]
    assert assistant.__all__ == names
    assert all(getattr(assistant, name).__name__ == name for name in assistant.__all__)


def test_unknown_names_are_missing_as_usual():
    with pytest.raises(AttributeError, match="Sommelier"):
        _ = assistant.Sommelier


def test_importing_it_loads_none_of_its_files():
    program = "import sys, assistant; print([m for m in sys.modules if m.startswith('assistant.')])"
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
        == "[]"
    )
