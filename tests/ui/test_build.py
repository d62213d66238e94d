"""``sommelier build`` with tables of one's own: columns, weights, bad rows, and sets that are fetched."""

import csv
import json
from types import SimpleNamespace

import pytest

from retrievers import encoder
from retrievers.manifest import current
from retrievers.sources import download
from tests.retrievers.conftest import Words
from ui import cli


@pytest.fixture
def build(tmp_path, capfd, monkeypatch):
    """Build in a fresh folder with a toy encoder: gives exit code, output, error output and the JSON result."""
    monkeypatch.setattr(encoder, "SentenceEncoder", Words)
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        index = tmp_path / "index"
        code = cli.run(["build", "--index", str(index), *map(str, arguments), "--data-dir", str(tmp_path / "data")])
        out, err = capfd.readouterr()
        return SimpleNamespace(code=code, out=out, err=err, json=json.loads(out) if out[:1] == "{" else None)

    return run


def written(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@pytest.fixture
def films(tmp_path):
    return written(tmp_path / "films.csv", ["id", "title"], [(n, f"Film {n}") for n in range(10)])


@pytest.fixture
def plays(tmp_path):
    rows = [(f"u{n % 7}", n % 10, 1 + n % 3) for n in range(60)]
    return written(tmp_path / "plays.csv", ["user", "item", "plays"], rows)


def test_what_was_found_is_told(build, films, plays):
    found = build("--items", films, "--interactions", plays, "--json")
    assert found.code == 0
    assert found.json["weights"] == "counts" and found.json["interactions"] + found.json["repeated"] == 60
    assert found.json["interaction_columns"] == {"user": "user", "item": "item", "plays": "weight"}
    assert "weights are counts" in found.err and "plays → weight" in found.err and "title → title" in found.err
    assert (
        build("--items", films, "--interactions", plays, "--weights", "ratings", "--json").json["weights"] == "ratings"
    )


def test_columns_from_flags_and_settings(build, tmp_path):
    shop = written(tmp_path / "shop.csv", ["Ref", "Label", "Title", "Tags", "Rank"],
                   [(n, f"Lamp {n}", "x", "oak/brass", n) for n in range(5)])  # fmt: skip
    (tmp_path / "sommelier.toml").write_text(
        '[build]\nignore = ["Rank"]\n[build.columns]\ntitle = "Title"\n[build.separators]\ngenres = "/"\n'
    )
    found = build("--items", shop, "--column", "title=Label", "--column", "genres=Tags", "--column", "id=Ref", "--json")
    assert found.code == 0, found.err
    assert found.json["columns"] == {"Label": "title", "Tags": "genres", "Ref": "id"}
    shown = build("--items", shop, "--column", "title=Nom")
    assert shown.code == 3 and "'Nom'" in shown.err and "Ref, Label, Title, Tags, Rank" in shown.err


@pytest.mark.parametrize(("arguments", "code", "words"), [
    (["--column", "title"], 2, "'title' is not FIELD=VALUE"), (["--separator", "=x"], 2, "'=x' is not FIELD=VALUE"),
    (["--column", "titel=x"], 3, "no field 'titel'"), (["--weights", "stars"], 3, "'stars'"),
    (["--ignore", "nothing"], 3, "no column 'nothing'"),
])  # fmt: skip
def test_what_is_refused(build, films, arguments, code, words):
    found = build("--items", films, *arguments)
    assert (found.code, found.out) == (code, "") and words in found.err


def listed(tmp_path):
    with (tmp_path / "index" / "bad_rows.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def test_few_bad_rows_are_counted_shown_and_listed(build, tmp_path, films, plays):
    with films.open("a") as file:
        file.write("3,Again\n10,\n11,\n12,\x1b[31m\n13,\n")
    with plays.open("a") as file:
        file.write("u1,,1\nu1,2,many\nu1\n")
    found = build("--items", films, "--interactions", plays, "--max-bad-rows", "50%", "--json")
    assert found.code == 0, found.err
    assert found.json["bad_rows"] == {
        "repeated id": 1, "no title": 3, "no person or no item": 1, "the rating is not a number": 1,
        "1 fields instead of 3": 1}  # fmt: skip
    assert "Left out 3 rows of items: no title; such as" in found.err and "row 12" in found.err
    assert "Left out 1 rows of interactions: the rating is not a number" in found.err and "many" in found.err
    assert "row 63" in found.err and "row 64" in found.err and "\x1b" not in found.err
    assert len(listed(tmp_path)) == 7


def items_with(films, bad):
    with films.open("a") as file:
        file.writelines(",\n" for _ in range(bad))


def plays_with(plays, bad):
    with plays.open("a") as file:
        file.writelines(f"u{n},,1\n" for n in range(bad))


@pytest.mark.parametrize("worse", ["items", "interactions"])
def test_too_many_bad_rows_leave_the_old_index_as_it_was(build, tmp_path, films, plays, worse):
    assert build("--items", films, "--interactions", plays).code == 0
    version = current(tmp_path / "index")
    before = {p: p.stat().st_mtime_ns for p in version.rglob("*") if p.is_file()}
    if worse == "items":
        items_with(films, 5)
    else:
        plays_with(plays, 5)
    found = build("--items", films, "--interactions", plays)
    assert found.code == 3 and "--max-bad-rows" in found.err and "bad_rows.csv" in found.err
    assert f"Left out 5 rows of {worse}" in found.err and found.err.count("\n  row ") == 3
    assert current(tmp_path / "index") == version
    assert {p: p.stat().st_mtime_ns for p in version.rglob("*") if p.is_file()} == before
    assert len(listed(tmp_path)) == 5
    assert build("--items", films, "--interactions", plays, "--max-bad-rows", "50%").code == 0
    assert current(tmp_path / "index") != version


def test_interactions_of_other_items_leave_the_old_index(build, tmp_path, films, plays):
    assert build("--items", films, "--interactions", plays).code == 0
    version = current(tmp_path / "index")
    strange = written(tmp_path / "strange.csv", ["user", "item"], [("u", "z")])
    found = build("--items", films, "--interactions", strange)
    assert found.code == 3 and "names an item of the catalogue" in found.err
    assert current(tmp_path / "index") == version


def test_a_million_bad_rows_are_counted_and_the_first_are_listed():
    from retrievers.sources.records import BadRows

    bad = BadRows()
    for number in range(30_000):
        bad.add(number, "no title", "x")
    bad.add(30_000, "no id", "y")
    assert len(bad) == 30_001 and bad.causes["no title"] == 30_000
    assert len(bad.rows) == 10_001 and bad.rows[-1] == (30_000, "no id", "y")


def test_a_public_set_is_fetched_into_the_data_folder(build, tmp_path, monkeypatch):
    def fetched(name, folder, **how):
        assert (name, folder) == ("latest-small", tmp_path / "data" / "downloads")
        (folder / "ml-latest-small").mkdir(parents=True)
        written(folder / "ml-latest-small" / "movies.csv", ["movieId", "title", "genres"],
                [(n, f"Film {n} (1990)", "Drama") for n in range(10)])  # fmt: skip
        return folder / "ml-latest-small"

    monkeypatch.setattr(download, "movielens", fetched)
    found = build("--items", "movielens:latest-small", "--json")
    assert found.code == 0, found.err
    assert (found.json["format"], found.json["items"]) == ("movielens", 10)
    assert "GroupLens" in found.err and "ml-latest-small-README.html" in found.err


def test_without_a_network_a_public_set_is_one_sentence(build, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(download.movielens, "__kwdefaults__",
                        {**download.movielens.__kwdefaults__, "base": "http://127.0.0.1:1/"})  # fmt: skip
    found = build("--items", "movielens:1m")
    assert found.code == 3 and "could not be reached" in found.err and "Check the network" in found.err
    found = build("--items", "movielens:100k")
    assert found.code == 3 and "'100k'" in found.err and "latest-small, 1m, 25m, 32m" in found.err


def test_what_has_not_changed_is_not_built_again(build, films, plays):
    first = build("--items", films, "--interactions", plays, "--json").json
    again = build("--items", films, "--interactions", plays, "--json")
    assert again.json["unchanged"] and again.json["version"] == first["version"]
    assert "Nothing has changed" in again.err
    other = build("--items", films, "--interactions", plays, "--weights", "clicks", "--json").json
    assert other["version"] != first["version"] and other["embedded"] == 0
    with films.open("a") as file:
        file.write("99,New\n")
    assert build("--items", films, "--interactions", plays, "--json").json["items"] == 11


def test_new_interactions_are_added_without_the_catalogue(build, films, plays, tmp_path):
    first = build("--items", films, "--interactions", plays, "--json").json
    more = written(tmp_path / "more.csv", ["user", "item", "plays"], [("new", n, 3) for n in range(5)])
    added = build("--update", "--interactions", more, "--json")
    assert added.code == 0 and added.json["embedded"] == 0
    assert added.json["people"] == first["people"] + 1 and added.json["interactions"] == first["interactions"] + 5
    assert build("--json").code == 2
    assert "Name the catalogue" in build("--update").err


def test_an_update_needs_an_index(build, plays):
    found = build("--update", "--interactions", plays)
    assert found.code == 4 and "There is no index" in found.err
