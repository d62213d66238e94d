"""What every test shares: a data folder with the demo index (built once a worker), and nothing of the user's own."""

import os

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # no test may reach for a hub


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory):
    """A data folder that holds the demo index, built with the real encoder (about 10 s)."""
    from assistant.bootstrap import build_demo

    folder = tmp_path_factory.mktemp("data")
    build_demo(folder / "indexes" / "demo")
    return folder
