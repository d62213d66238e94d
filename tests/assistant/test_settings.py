"""Settings: which source wins, what each value remembers, and what is refused."""

from pathlib import Path

import pytest

from assistant.errors import BadSettings
from assistant.settings import Settings, check, load


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_defaults():
    found = load(environment={})
    assert (found.model, found.language, found.count, found.port) == ("auto", "auto", 3, 7860)
    assert found.origins == {}
    assert found.log == found.data_dir / "conversations.sqlite"


def test_flags_win_over_the_environment_and_that_over_the_file(tmp_path):
    Path("sommelier.toml").write_text('model = "none"\ncount = 2\nlanguage = "zh"\n')
    found = load(environment={"SOMMELIER_COUNT": "4", "SOMMELIER_LANGUAGE": "en"}, language="auto", model=None)
    assert (found.model, found.count, found.language) == ("none", 4, "auto")
    assert found.origins == {"model": "sommelier.toml", "count": "environment", "language": "flag"}


def test_a_named_file_is_read_in_place_of_the_one_here(tmp_path):
    Path("sommelier.toml").write_text("count = 2\n")
    other = tmp_path / "other.toml"
    other.write_text('index = "~/catalogue"\n')
    found = load(other, environment={})
    assert found.count == 3
    assert found.index == Path("~/catalogue").expanduser()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cuont = 3", "Did you mean 'count'"),
        ("nonsense = 3", "Known settings"),
        ("count = 0", "1 to 10"),
        ("count = 2.5", "1 to 10"),
        ('count = "many"', "1 to 10"),
        ("count = true", "1 to 10"),
        ("count = inf", "1 to 10"),
        ("port = 70000", "0 to 65535"),
        ('language = "fr"', "auto, en, zh"),
        ("data_dir = 5", "folder"),
        ('index = ""', "one value"),
        ("model = [1]", "one value"),
        ("count = ", "Mend"),
    ],
)
def test_what_is_refused(text, words):
    Path("sommelier.toml").write_text(text)
    with pytest.raises(BadSettings) as error:
        load(environment={})
    assert words in f"{error.value} {error.value.hint}"


def test_a_file_that_is_named_must_be_there():
    with pytest.raises(BadSettings, match="cannot be read"):
        load(Path("missing.toml"), environment={})


def test_a_file_that_is_no_text_is_refused():
    Path("sommelier.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadSettings, match="not valid TOML"):
        load(environment={})


def test_a_misspelt_variable_is_told_and_foreign_ones_are_not():
    with pytest.raises(BadSettings, match="modle"):
        load(environment={"SOMMELIER_MODLE": "none"})
    assert load(environment={"SOMMELIER_DEBUG": "1", "SOMMELIER_MODEL": "", "OTHER": "x"}) == load(environment={})


def test_unknown_flags_are_refused():
    with pytest.raises(BadSettings):
        load(environment={}, colour="red")


def test_check_gives_values_their_type():
    assert check("count", "5") == 5
    assert check("data_dir", "x") == Path("x")
    assert Settings(count=5).count == 5


def test_what_is_said_of_tables_is_merged_field_by_field():
    Path("sommelier.toml").write_text(
        'count = 2\n[build]\nignore = ["rank"]\nweights = "counts"\n'
        '[build.columns]\ntitle = "Name"\ngenres = "Tags"\n[build.separators]\ngenres = "/"\n'
    )
    found = load(environment={"SOMMELIER_BUILD": "7"}, build={"columns": {"title": "Label"}, "weights": "clicks"})
    assert found.count == 2
    assert found.build.columns == {"title": "Label", "genres": "Tags"}
    assert found.build.separators == {"genres": "/"}
    assert (found.build.ignore, found.build.weights) == (("rank",), "clicks")
    assert found.origins["build.columns.title"] == "flag"
    assert found.origins["build.columns.genres"] == "sommelier.toml"
    assert (found.origins["build.ignore"], found.origins["build.weights"]) == ("sommelier.toml", "flag")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("build = 3", "[build.columns]"),
        ("[build]\ncolums = {}", "columns, separators, ignore, weights"),
        ("[build]\ncolumns = 3", "[build.columns]"),
        ("[build.columns]\ntitle = 3", "one text"),
        ('[build]\nignore = "rank"', "list of columns"),
        ("[build]\nignore = [3]", "list of columns"),
        ('[build]\nweights = "stars"', "ratings, counts, clicks"),
    ],
)
def test_what_is_refused_of_tables(text, words):
    Path("sommelier.toml").write_text(text)
    with pytest.raises(BadSettings) as error:
        load(environment={})
    assert words in f"{error.value} {error.value.hint}"
