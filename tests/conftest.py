"""What every test shares: a data folder with the demo index, and nothing of the user's own."""

import os
import shutil

import pytest
from filelock import FileLock

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # no test may reach for a hub


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory):
    """A data folder of this worker with the demo index, built with the real encoder once for all workers (20 s)."""
    from assistant.bootstrap import build_demo

    parallel = "PYTEST_XDIST_WORKER" in os.environ  # whose temporary folders lie in one of the whole run
    shared = tmp_path_factory.getbasetemp().parent if parallel else tmp_path_factory.mktemp("shared")
    with FileLock(shared / "demo.lock"):
        if not (shared / "demo").is_dir():
            build_demo(shared / "building")
            (shared / "building").rename(shared / "demo")
    folder = tmp_path_factory.mktemp("data")
    shutil.copytree(shared / "demo", folder / "indexes" / "demo")
    return folder
