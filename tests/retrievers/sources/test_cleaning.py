"""What every reader lets in: no markup, no control, zero-width or bidirectional characters, one form of each letter."""

import json
import unicodedata

import pyarrow as pa
import pytest
from pyarrow import parquet

from retrievers import sources

#: Markup plain, escaped and taken apart by a hidden character; an accent that stands alone; hidden characters: zero
#: width, bidirectional, control, tags.
DIRTY = "<b>Ame\u0301lie</b> &amp; <scr\u200bipt>alert(1)</script>\u202eCo\u2066\x07\x1b\U000e0041 &lt;i&gt;X&lt;/i&gt;"
CLEAN = "Amélie & Co X"


def texts(value):
    """Every text in a value, its fields and its parts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (*texts(key), *texts(inner))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from texts(getattr(value, name))


def check(source):
    (item,) = source.items
    assert item.title == CLEAN
    for text in texts(item):
        assert "<" not in text and "alert" not in text
        assert not {unicodedata.category(c) for c in text} & {"Cc", "Cf", "Cs", "Co", "Cn"}
        assert unicodedata.normalize("NFC", text) == text
    if source.interactions is not None:
        assert source.interactions.items.tolist() == [item.id]
    return item


FIELDS = {name: DIRTY for name in (
    "title", "kind", "genres", "languages", "countries", "themes", "moods", "notes", "series", "description", "aliases",
    "director", "cast", "author", "artist", "brand", "instructor", "title_zh", "studio",
)} | {"id": "7\u200b", f"further{DIRTY}": "x"}  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "json", "parquet"])
def test_tables(tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    if kind in ("csv", "tsv"):
        separator = "," if kind == "csv" else "\t"
        names, cells = (separator.join(f'"{part}"' for part in parts) for parts in (FIELDS, FIELDS.values()))
        path.write_text(f"{names}\n{cells}\n", "utf-8", newline="")
    elif kind == "parquet":
        parquet.write_table(pa.table({name: [cell] for name, cell in FIELDS.items()}), path)
    else:
        path.write_text(json.dumps([FIELDS] if kind == "json" else FIELDS), "utf-8")
    given = tmp_path / "given.csv"
    given.write_text("user,item\nu\u202e,7\u200b\n", "utf-8")
    source = sources.read(path, given)
    item = check(source)
    assert item.description == CLEAN and item.titles == {"zh": CLEAN} and item.extra["studio"] == CLEAN
    assert item.genres == (CLEAN.lower(),)
    assert {person.name for person in item.people} == {CLEAN} and len(item.people) == 6
    assert source.interactions.users.tolist() == ["u"]


def test_json_may_hold_half_a_character(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"title": "A\\ud800B", "description": "\\udfff"}\n"\\ud800"\n')
    source = sources.read(tmp_path / "a.jsonl")
    assert source.items[0].title == "AB"
    assert all(text.encode() for _, _, text in source.bad.rows)


@pytest.mark.parametrize("layout", ["movies.csv", "movies.dat", "u.item"])
def test_movielens(tmp_path, layout):
    title = f"{DIRTY} (1995)".replace("\x1b", "")
    if layout == "movies.csv":
        text = f'movieId,title,genres\n7\u200b,"{title}",Drama|{DIRTY}\n'
        (tmp_path / "ratings.csv").write_text("userId,movieId,rating,timestamp\n1,7\u200b,5,9\n")
    elif layout == "movies.dat":
        text = f"7\u200b::{title}::Drama|{DIRTY}\n"
        (tmp_path / "ratings.dat").write_text("1::7\u200b::5::9\n")
    else:
        text = "|".join(["7\u200b", title, "", "", "", *"0000000010000000000"]) + "\n"
        (tmp_path / "u.data").write_text("1\t7\u200b\t5\t9\n")
    (tmp_path / layout).write_text(text, "utf-8")
    item = check(sources.read(tmp_path))
    assert (item.id, item.year) == ("7", 1995)


def test_goodbooks(tmp_path):
    header = "book_id,goodreads_book_id,authors,original_publication_year,original_title,title,language_code\n"
    (tmp_path / "books.csv").write_text(header + f'7\u200b,9,"{DIRTY}",1995,"x{DIRTY}","{DIRTY}",eng\n', "utf-8")
    (tmp_path / "ratings.csv").write_text("user_id,book_id,rating\n1,7\u200b,5\n", "utf-8")
    item = check(sources.read(tmp_path))
    assert item.people[0].name == CLEAN and item.aliases == (f"x{CLEAN}",)


def test_recbole(tmp_path):
    header = "item_id:token\ttitle:token_seq\tclass:token_seq\tnote:token\n"
    (tmp_path / "t.item").write_text(header + f"7\u200b\t{DIRTY}\tDrama\t{DIRTY}\n", "utf-8")
    (tmp_path / "t.inter").write_text("user_id:token\titem_id:token\trating:float\n1\t7\u200b\t5\n", "utf-8")
    assert check(sources.read(tmp_path)).extra["note"] == CLEAN
