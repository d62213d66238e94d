"""Any table: columns found by name, values of every shape, and rows that cannot be used."""

import json

import pyarrow as pa
import pytest
from pyarrow import parquet

from retrievers import sources
from retrievers.errors import BadData


def written(folder, text, name="items.csv"):
    (folder / name).write_text(text, "utf-8", newline="")
    return folder / name


def one(folder, **columns):
    path = folder / "one.jsonl"
    path.write_text(json.dumps({"title": "T", **columns}))
    (item,) = sources.read(path).items
    return item


def test_a_plain_csv(tmp_path):
    path = written(
        tmp_path,
        "\ufeffItem ID,Name,Release Year,Genre,Director,Runtime,Plot,Studio,Rank,Cast\r\n"
        '7,"Matrix, The",1999,"Action, Sci-Fi",A|B,136,"Line one\r\nline <b>two</b>",Warner,3,"C; D"\r\n',
    )
    source = sources.read(path)
    (item,) = source.items
    assert (source.format, item.id, item.title, item.year, item.length) == ("table", "7", "The Matrix", 1999, 136)
    assert item.genres == ("action", "science fiction")
    assert [(p.role, p.name) for p in item.people] == [
        ("director", "A"), ("director", "B"), ("cast", "C"), ("cast", "D")]  # fmt: skip
    assert item.description == "Line one line two"
    assert item.extra == {"studio": "Warner", "rank": 3.0}
    assert source.columns["Release Year"] == "year" and source.columns["Plot"] == "description"


@pytest.mark.parametrize(("delimiter", "name"), [("\t", "a.tsv"), (";", "a.csv"), ("|", "a.txt"), ("\t", "a.csv")])
def test_delimiters(tmp_path, delimiter, name):
    path = written(
        tmp_path, delimiter.join(["id", "title", "year"]) + "\n" + delimiter.join(["1", "Heat", "1995"]), name
    )
    (item,) = sources.read(path).items
    assert (item.id, item.title, item.year) == ("1", "Heat", 1995)


def test_jsonl_and_json(tmp_path):
    rows = [
        {"id": 0, "title": "A\u2028B", "genres": ["Drama"], "title_zh": "甲", "series": None},
        {"id": 1.0, "title": "C"},
    ]
    for name, text in (
        ("a.jsonl", "\n".join(json.dumps(r, ensure_ascii=False) for r in rows)),
        ("a.json", json.dumps(rows)),
    ):
        first, second = sources.read(written(tmp_path, text, name)).items
        assert (first.id, second.id, first.title, first.titles) == ("0", "1", "A B", {"zh": "甲"})
        assert first.series is None


def test_parquet_with_gaps(tmp_path):
    table = pa.table({"id": [1.0, 2.0], "title": ["A", None], "year": [1990.0, None], "tags": [["x", "y"], None],
                      "score": [float("nan"), 1.0]})  # fmt: skip
    parquet.write_table(table, tmp_path / "a.parquet")
    source = sources.read(tmp_path / "a.parquet")
    (item,) = source.items
    assert (item.id, item.year, item.themes, item.extra) == ("1", 1990, ("x", "y"), {})
    assert source.bad.causes == {"no title": 1}
    (tmp_path / "bad.parquet").write_bytes(b"PAR1nothing")
    with pytest.raises(BadData, match="not a Parquet file"):
        sources.read(tmp_path / "bad.parquet")


def test_several_tables_are_one_catalogue_and_a_repeated_id_is_counted(tmp_path):
    films = written(tmp_path, "id,title\n1,A\n2,B\n", "films.csv")
    books = written(tmp_path, "id,name\n2,C\n3,D\n", "books.csv")
    source = sources.read([films, books])
    assert [item.title for item in source.items] == ["A", "B", "D"]
    assert source.bad.causes == {"repeated id": 1} and source.rows == 4


def test_without_ids_titles_make_them(tmp_path):
    source = sources.read(written(tmp_path, "title\nHeat (1995)\nHeat\n霸王别姬\n???\nHeat\n"))
    assert [item.id for item in source.items] == ["heat-1995", "heat", "霸王别姬", "???"]
    assert source.bad.causes == {"repeated id": 1}


@pytest.mark.parametrize(("given", "year"), [
    (1995, 1995), ("1995-12-15", 1995), ("15 December 1995", 1995), ("12/15/1995", 1995), (19951215, 1995),
    (-750, -750),    (0, None), ("", None), ("soon", None), (794188800, None), (None, None),
])  # fmt: skip
def test_years(tmp_path, given, year):
    assert one(tmp_path, year=given).year == year


@pytest.mark.parametrize(("given", "length"), [
    (142, 142), ("142 min", 142), ("97 Minutes", 97), ("320 pages", 320), ("142.0", 142), (0, None), ("1h 30min", None),
])  # fmt: skip
def test_lengths(tmp_path, given, length):
    assert one(tmp_path, length=given).length == length


@pytest.mark.parametrize("given", [
    ["Drama", "Crime"], "Drama|Crime", "Drama; Crime", "Drama, Crime", '["Drama", "Crime"]', "['Drama', 'Crime']",
    [{"id": 1, "name": "Drama"}, {"id": 2, "name": "Crime"}], '[{"name": "Drama"}, {"name": "Crime"}]',
    "[{'id': 1, 'name': 'Drama'}, {'id': 2, 'name': \"Crime\"}]", ["Drama", None, "", "Crime"],
])  # fmt: skip
def test_several_values(tmp_path, given):
    assert one(tmp_path, genres=given).genres == ("drama", "crime")


def test_a_title_with_a_comma_stays_one_alias(tmp_path):
    assert one(tmp_path, original_title="Il buono, il brutto, il cattivo").aliases == (
        "Il buono, il brutto, il cattivo",
    )
    assert one(tmp_path, original_title="T").aliases == ()


def test_further_columns_keep_their_kind(tmp_path):
    item = one(
        tmp_path, studio="A&amp;B", players=4, ratio="1.85", zip="12 34", tags2=["x", "<i>y</i>"], flag=True, no=None
    )
    assert item.extra == {
        "studio": "A&B",
        "players": 4.0,
        "ratio": 1.85,
        "zip": "12 34",
        "tags2": ("x", "y"),
        "flag": "True",
    }


def test_hidden_characters_and_markup_do_not_get_in(tmp_path):
    item = one(tmp_path, id="\u200b9 ", title="<script>x</script>He\u202eat &amp; Co\x00", description="a<img src=x>b")
    assert (item.id, item.title, item.description) == ("9", "Heat & Co", "ab")


def test_lines_that_are_no_records_are_counted(tmp_path):
    source = sources.read(written(tmp_path, '{"title": "A"}\n{"title": \nnull\n[1]\n7\n{"id": 3}\n', "a.jsonl"))
    assert [item.title for item in source.items] == ["A"]
    assert len(source.bad) == 5 and source.rows == 6


@pytest.mark.parametrize(("name", "text", "message"), [
    ("a.csv", "", "no column that looks like a title"), ("a.csv", "x,y\n1,2\n", "its columns: x, y"),
    ("a.json", "[1, 2", "not JSON"), ("a.json", '{"items": [\n1]}', "looks like a title"),
])  # fmt: skip
def test_tables_that_are_none(tmp_path, name, text, message):
    with pytest.raises(BadData, match=message):
        sources.read(written(tmp_path, text, name))


def read_with(folder, text, name="given.csv"):
    items = written(folder, "id,title\n1,A\n2,B\n")
    return sources.read(items, written(folder, text, name))


def test_interactions(tmp_path):
    given = read_with(tmp_path, "id,user_id,item_id,rating\n90,u,1,5\n91,v, 2 ,3.5\n").interactions
    assert given.users.tolist() == ["u", "v"] and given.items.tolist() == ["1", "2"]
    assert given.weights.tolist() == [5.0, 3.5]


def test_clicks_have_no_weight_and_numbers_are_ids(tmp_path):
    given = read_with(tmp_path, '{"user": 1, "item": 2.0}\n{"user": 2, "item": 1}', "given.jsonl").interactions
    assert (
        given.users.tolist() == ["1", "2"] and given.items.tolist() == ["2", "1"] and given.weights.tolist() == [1, 1]
    )


def test_bad_interactions_are_counted(tmp_path):
    source = read_with(tmp_path, "user,item,rating\nu,1,5\nu,,4\n,1,4\nv,1,good\nv,2\n")
    assert len(source.interactions) == 1
    assert source.bad_interactions.causes == {
        "no person or no item": 2,
        "the rating is not a number": 1,
        "2 fields instead of 3": 1,
    }


def test_interactions_without_a_person_are_refused(tmp_path):
    with pytest.raises(BadData, match="needs a column for the person"):
        read_with(tmp_path, "item,rating\n1,5\n")


@pytest.mark.data
def test_tmdb(shared):
    source = sources.read(shared / "tmdb5000" / "tmdb_5000_movies.csv.xz")
    assert (len(source.items), len(source.bad)) == (4803, 0)
    assert sum(bool(item.description) for item in source.items) > 4_790
    avatar = next(item for item in source.items if item.title == "Avatar")
    assert (avatar.year, avatar.length) == (2009, 162) and "science fiction" in avatar.genres
