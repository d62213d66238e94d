"""The demo index, built and opened once with the real encoder, and a fresh assistant without a model for every test."""

import pytest

from assistant.memory import Memory
from assistant.reading import Context
from assistant.session import Assistant
from assistant.turns import Parts
from retrievers.index import open_index


@pytest.fixture(scope="session")
def demo_folder(data_dir):
    return data_dir / "indexes" / "demo"


@pytest.fixture(scope="session")
def index(demo_folder):
    opened = open_index(demo_folder)
    yield opened
    opened.close()


@pytest.fixture
def log(tmp_path):
    return tmp_path / "conversations.sqlite"


@pytest.fixture
def open_assistant(index, log):
    """A function that opens an assistant on the shared index; what it opened is closed after the test."""
    opened = []

    def open_one(**parts):
        memory = Memory(log)
        opened.append(memory)
        return Assistant(Parts(index=index, memory=memory, **parts))

    yield open_one
    for memory in opened:
        memory.close()


@pytest.fixture
def assistant(open_assistant):
    return open_assistant()


@pytest.fixture
def session(assistant):
    return assistant.session()


@pytest.fixture(scope="session")
def context(index):
    """The context of a first message."""
    return Context(catalogue=index.catalogue, titles=index.titles)


SHOWN = ("Reservoir Dogs", "The Usual Suspects", "Fargo")


@pytest.fixture(scope="session")
def id_of(index):
    """The id of a title; the film where a book bears the same one."""

    def find(title):
        return next(item.id for item in index.catalogue.items if item.title == title)

    return find


@pytest.fixture(scope="session")
def later(index, id_of):
    """The context of a later message: three films were shown in this order."""
    shown = tuple(index.catalogue.item(id_of(title)) for title in SHOWN)
    return Context(catalogue=index.catalogue, titles=index.titles, shown=shown, turn=2)
