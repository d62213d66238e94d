"""Columns that a person chooses, over what their names suggest."""

import json

import pytest

from retrievers import sources
from retrievers.errors import BadData
from retrievers.sources.fields import FIELDS, SEVERAL, Chosen


def written(folder, text, name="items.csv"):
    (folder / name).write_text(text, "utf-8", newline="")
    return folder / name


def test_chosen_columns_win_over_names(tmp_path):
    path = written(tmp_path, "Title,Name,Tags,Year,Extra,Ref\nx1,Heat,Crime/Drama,12,kept,h\n")
    chosen = Chosen(columns={"title": "Name", "genres": "tags", "id": "Ref"}, separators={"genres": "/"},
                    ignore=["Year"])  # fmt: skip
    source = sources.read(path, chosen=chosen)
    (item,) = source.items
    assert (item.id, item.title, item.genres, item.year) == ("h", "Heat", ("crime", "drama"), None)
    assert item.extra == {"title": "x1", "extra": "kept"}
    assert source.columns == {"Name": "title", "Tags": "genres", "Ref": "id"}


@pytest.mark.parametrize("field", [name for name in FIELDS if name not in ("user", "item", "weight")])
def test_every_field_can_be_chosen(tmp_path, field):
    given = {"title": "T", "zzz": "1995" if field in ("year", "length") else "Drama"}
    path = written(tmp_path, json.dumps(given), "a.jsonl")
    columns = {field: "zzz"} if field == "title" else {field: "zzz", "title": "title"}
    (item,) = sources.read(path, chosen=Chosen(columns=columns)).items
    assert "zzz" not in item.extra
    value = next((p.name for p in item.people if p.role == field), None) or getattr(item, field)
    assert value in ("Drama", "drama", 1995, ("drama",), ("Drama",))


def test_titles_in_other_languages_can_be_chosen(tmp_path):
    path = written(tmp_path, "title,中文名\nHeat,盗火线\n")
    (item,) = sources.read(path, chosen=Chosen(columns={"title_zh": "中文名"})).items
    assert item.titles == {"zh": "盗火线"}


def test_separators(tmp_path):
    path = written(tmp_path, "title,genres,director,materials\nA,x~y,P and Q,oak + brass\n")
    chosen = Chosen(separators={"genres": "~", "director": " and ", "Materials": "+"})
    (item,) = sources.read(path, chosen=chosen).items
    assert item.genres == ("x", "y") and [p.name for p in item.people] == ["P", "Q"]
    assert item.extra == {"materials": ("oak", "brass")}


def test_interactions_too(tmp_path):
    items = written(tmp_path, "id,title\n1,A\n2,B\n")
    given = written(tmp_path, "when,who,what,id,liking,rating\n9,u,1,5,4,0\n9,v,2,6,5,0\n", "given.csv")
    chosen = Chosen(columns={"user": "who", "item": "what", "weight": "liking"}, ignore=["when"])
    source = sources.read(items, given, chosen=chosen)
    assert source.interactions.users.tolist() == ["u", "v"]
    assert source.interactions.items.tolist() == ["1", "2"] and source.interactions.weights.tolist() == [4, 5]
    assert source.interaction_columns == {"who": "user", "what": "item", "liking": "weight"}


def test_without_its_weight_an_interaction_is_a_click(tmp_path):
    items = written(tmp_path, "id,title\n1,A\n")
    given = written(tmp_path, "user,item,rating\nu,1,5\n", "given.csv")
    found = sources.read(items, given, chosen=Chosen(ignore=["rating"])).interactions
    assert (found.weights.tolist(), found.meaning) == ([1], "clicks")


@pytest.mark.parametrize(("column", "meaning"), [
    ("plays", "counts"), ("Play Count", "counts"), ("quantity", "counts"), ("views", "counts"), ("rating", None),
    ("weight", None),
])  # fmt: skip
def test_a_column_may_say_that_it_counts(tmp_path, column, meaning):
    items = written(tmp_path, "id,title\n1,A\n")
    given = written(tmp_path, f"user,item,{column}\nu,1,5\n", "given.csv")
    source = sources.read(items, given)
    assert source.interactions.meaning == meaning and source.interactions.weights.tolist() == [5]
    assert sources.read(items, given, weights="clicks").interactions.meaning == "clicks"


@pytest.mark.parametrize(("chosen", "message"), [
    (Chosen(columns={"title": "Nom"}), r"no column 'Nom' for 'title' \(its columns: id, title, genres\)"),
    (Chosen(columns={"user": "who"}), r"given\.csv' has no column 'who' for 'user' \(its columns: user, item\)"),
    (Chosen(columns={"titel": "title"}), "no field 'titel'"),
    (Chosen(separators={"year": "/"}), "'year' holds one value"),
    (Chosen(separators={"genres": ""}), "'genres' is empty"),
    (Chosen(separators={"materials": "/"}), "no column 'materials'"),
    (Chosen(ignore=["rank"]), "no column 'rank'"),
    (Chosen(ignore=["title"]), "no column that looks like a title"),
])  # fmt: skip
def test_what_cannot_be_chosen(tmp_path, chosen, message):
    items = written(tmp_path, "id,title,genres\n1,A,x\n")
    with pytest.raises(BadData, match=message) as error:
        sources.read(items, written(tmp_path, "user,item\nu,1\n", "given.csv"), chosen=chosen)
    assert error.value.hint


def test_a_fixed_layout_has_no_columns_to_choose(tmp_path):
    path = written(tmp_path, "movieId,title,genres\n1,Heat (1995),Crime\n", "movies.csv")
    with pytest.raises(BadData, match="read as movielens") as error:
        sources.read(path, chosen=Chosen(ignore=["genres"]))
    assert "--format table" in error.value.hint
    assert sources.read(path, format="table", chosen=Chosen(ignore=["genres"])).items[0].genres == ()


def test_names_of_columns_are_shown_without_control_codes(tmp_path):
    with pytest.raises(BadData) as error:
        sources.read(written(tmp_path, "\x1b[31mred,b\n1,2\n"))
    assert "\x1b" not in str(error.value)


def test_several_values_are_fields():
    assert set(SEVERAL) < set(FIELDS)
