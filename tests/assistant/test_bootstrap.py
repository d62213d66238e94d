"""Settings become real objects: the demo index, the log, the model that the gate allows."""

from threading import Event

import pytest

from assistant import bootstrap
from assistant.errors import AssistantError
from assistant.settings import Settings
from retrievers.errors import IndexMissing
from tests.assistant.models import Saying


@pytest.fixture(autouse=True)
def _no_warming(monkeypatch):
    monkeypatch.setattr(bootstrap, "warm", lambda index: None)


def test_an_assistant_from_settings(demo_folder, tmp_path):
    settings = Settings(data_dir=tmp_path, index=demo_folder, model="none", count=2, language="zh")
    with bootstrap.assemble(settings) as assistant:
        assert assistant.name == "demo" and assistant.model_name == "none" and assistant.writes == frozenset()
        reply = assistant.session().say("推荐一部电影")
        assert len(reply.items) == 2 and reply.language == "zh"
        assert (tmp_path / "conversations.sqlite").is_file()
        kinds = assistant.catalogue.kinds
        assert f"{kinds['film']} films and {kinds['book']} books" in assistant.about and "simulated" in assistant.about


def test_a_model_object_takes_the_place_of_a_name(demo_folder, tmp_path):
    model = Saying(texts=["x"])
    with bootstrap.open_assistant(demo_folder, model, data_dir=tmp_path) as assistant:
        assert assistant.model_name == "Saying" and assistant.writes == {"explain"}


def test_the_slow_parts_are_not_loaded_beside_the_model_but_after_it(demo_folder, tmp_path, monkeypatch):
    done, model = Event(), Saying(texts=["x"])
    monkeypatch.setattr(bootstrap, "warm", lambda index: done.set())
    seen = []

    def choose(*how):
        seen.append(done.wait(0.2))  # both would import transformers, and one of the threads would fail
        return model, "x", frozenset(), ()

    monkeypatch.setattr(bootstrap, "choose_model", choose)
    with bootstrap.assemble(Settings(data_dir=tmp_path, index=demo_folder, model="x")):
        assert seen == [False] and done.wait(5)


def test_auto_without_a_prepared_model_says_so(demo_folder, tmp_path):
    with bootstrap.open_assistant(demo_folder, "auto", data_dir=tmp_path) as assistant:
        assert assistant.model_name == "none"
        assert any("No language model" in notice for notice in assistant.notices)


def test_a_named_model_that_is_not_there_is_an_error(demo_folder, tmp_path):
    with pytest.raises(AssistantError) as error:
        bootstrap.open_assistant(demo_folder, "smollm2-135m", data_dir=tmp_path)
    assert error.value.hint


def test_a_missing_index_is_an_error(tmp_path):
    with pytest.raises(IndexMissing):
        bootstrap.open_assistant(tmp_path / "nothing", "none", data_dir=tmp_path)


def test_the_demo_is_built_once_and_again_when_it_changed(tmp_path, monkeypatch, demo_folder):
    built = []
    monkeypatch.setattr(bootstrap, "build_demo", lambda folder, progress: built.append(folder))
    settings = Settings(data_dir=tmp_path)
    folder = tmp_path / "indexes" / "demo"
    assert bootstrap.demo_index(settings) == folder and built == [folder]
    folder.parent.mkdir(parents=True)
    folder.symlink_to(demo_folder, target_is_directory=True)
    bootstrap.demo_index(settings)
    assert len(built) == 1, "it is there and as the demo is now"
    monkeypatch.setattr(bootstrap, "demo_sources", lambda: {"films.jsonl": "another"})
    bootstrap.demo_index(settings)
    assert len(built) == 2


def test_no_tracing(demo_folder, tmp_path, monkeypatch):
    import os

    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    bootstrap.open_assistant(demo_folder, "none", data_dir=tmp_path).close()
    assert os.environ["LANGSMITH_TRACING"] == "false"
