"""Both layouts of goodbooks-10k, in a few lines each, and the real ones."""

import pytest

from retrievers import sources
from retrievers.errors import BadData
from retrievers.interactions import map_ratings

V2 = (
    "book_id,goodreads_book_id,authors,original_publication_year,original_title,title,language_code\n"
    '1,900,"Homer, Robert Fagles",-750.0,Ὀδύσσεια,"The Odyssey (Homer, #2)",eng\n'
    '2,901,Jane Doe,,,"No Series",\n'
)
V1 = V2.replace("book_id,goodreads_book_id", "id,book_id")
TAGS = "tag_id,tag_name\n1,to-read\n2,classics\n3,science-fiction\n"
BOOK_TAGS = "goodreads_book_id,tag_id,count\n900,1,9000\n900,2,500\n900,3,20\n901,3,-1\n901,2,7\n"
RATINGS = "book_id,user_id,rating\n1,7,5\n2,7,3\n1,7,1\n"


def write(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def check(source):
    assert source.format == "goodbooks"
    odyssey, plain = source.items
    assert (odyssey.id, odyssey.title, odyssey.series, odyssey.year) == ("1", "The Odyssey", "Homer", -750)
    assert [p.name for p in odyssey.people] == ["Homer", "Robert Fagles"]
    assert (odyssey.languages, odyssey.kind, odyssey.aliases) == (("english",), "book", ("Ὀδύσσεια",))
    assert (plain.series, plain.year, plain.languages) == (None, None, ())
    assert source.interactions.items.tolist() == ["1", "2", "1"]
    assert source.interactions.users.tolist() == ["7", "7", "7"]


def test_v2_with_shelves(tmp_path):
    source = sources.read(write(tmp_path, books=V2, tags=TAGS, book_tags=BOOK_TAGS, ratings=RATINGS))
    check(source)
    assert [item.genres for item in source.items] == [("classic",), ("classic",)]  # 20 of 500 readers are too few


def test_v1(tmp_path):
    check(sources.read(write(tmp_path, books=V1, ratings=RATINGS)))
    check(sources.read(tmp_path / "books.csv", tmp_path))


def test_ratings_without_their_columns_are_refused(tmp_path):
    write(tmp_path, books=V2, ratings="user,book,rating\n1,1,5\n")
    with pytest.raises(BadData, match="no column 'user_id'"):
        sources.read(tmp_path)


@pytest.mark.data
def test_the_real_ones_join(shared):
    folder = shared / "goodbooks-10k"
    first = sources.read(folder / "v1")
    second = sources.read(folder / "v2", folder / "v1")
    assert [item.title for item in first.items] == [item.title for item in second.items]
    assert (len(first.items), len(first.interactions), len(first.bad)) == (10_000, 981_756, 0)
    assert not any(item.genres for item in first.items)
    assert sum(bool(item.genres) for item in second.items) > 9_500
    assert min(item.year for item in first.items if item.year) < 0
    found = map_ratings(first.interactions, {item.id: n for n, item in enumerate(first.items)})
    assert (found.unknown, found.repeated, found.number_of_people) == (0, 981_756 - len(found.rows), 53_424)
    assert found.repeated > 2_000
