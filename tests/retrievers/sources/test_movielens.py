"""Every layout of MovieLens, in a few lines each, and two real sets."""

import gzip
import lzma

import pytest

from retrievers import sources
from retrievers.errors import BadData

CSV = 'movieId,title,genres\n1,"Matrix, The (1999)",Action|Sci-Fi\n2,Hate (Haine, La) (1995),(no genres listed)\n'
CSV = CSV.replace("2,Hate (Haine, La) (1995)", '2,"Hate (Haine, La) (1995)"')
RATINGS = "userId,movieId,rating,timestamp\n1,1,4.0,964982703\n1,2,0.5,964982704\n2,1,5.0,1\n"


def ratings_of(source):
    given = source.interactions
    return list(zip(given.users.tolist(), given.items.tolist(), given.weights.tolist(), strict=True))


def check(source):
    assert source.format == "movielens"
    matrix, hate = source.items
    assert (matrix.id, matrix.title, matrix.year, matrix.kind) == ("1", "The Matrix", 1999, "film")
    assert matrix.genres == ("action", "science fiction")
    assert (hate.title, hate.aliases, hate.genres) == ("Hate", ("La Haine",), ())
    assert ratings_of(source) == [("1", "1", 4.0), ("1", "2", 0.5), ("2", "1", 5.0)]
    assert not source.bad and not source.bad_interactions and source.rows == 2


@pytest.mark.parametrize("ending", ["", ".gz", ".xz"])
def test_latest(tmp_path, ending):
    pack = {"": bytes, ".gz": gzip.compress, ".xz": lzma.compress}[ending]
    (tmp_path / f"movies.csv{ending}").write_bytes(pack(b"\xef\xbb\xbf" + CSV.replace("\n", "\r\n").encode()))
    (tmp_path / f"ratings.csv{ending}").write_bytes(pack(RATINGS.replace("\n", "\r\n").encode()))
    check(sources.read(tmp_path))
    check(sources.read(tmp_path / f"movies.csv{ending}"))
    check(sources.read(tmp_path / f"movies.csv{ending}", tmp_path))


def test_one_million(tmp_path):
    films = "1::Matrix, The (1999)::Action|Sci-Fi\n2::Hate (Haine, La) (1995)::\n3::Amélie (2001)::Comedy\n"
    (tmp_path / "movies.dat").write_bytes(films.encode("latin-1"))
    (tmp_path / "ratings.dat").write_text("1::1::4::9\n1::2::0.5::9\n2::1::5::9\n2::1\n2::1::x::9\n")
    source = sources.read(tmp_path)
    assert source.items.pop().title == "Amélie"
    assert source.bad_interactions.causes == {
        "the rating is not a number": 1,
        "not person::film::rating::time": 1,
    }
    assert [number for number, _, _ in source.bad_interactions.rows] == [4, 5]
    assert source.interactions.items.tolist() == ["1", "2", "1"] and source.interactions.meaning == "ratings"
    assert ratings_of(source) == [("1", "1", 4.0), ("1", "2", 0.5), ("2", "1", 5.0)]


def test_ten_million_is_utf8(tmp_path):
    (tmp_path / "movies.dat").write_text("3::Amélie (2001)::Comedy\n", "utf-8")
    assert sources.read(tmp_path).items[0].title == "Amélie"


def test_one_hundred_thousand(tmp_path):
    def line(id, title, *genres):
        flags = ["1" if n in genres else "0" for n in range(19)]
        return "|".join([id, title, "01-Jan-1999", "", "http://x", *flags])

    films = [line("1", "Matrix, The (1999)", 1, 15), line("2", "Hate (Haine, La) (1995)", 0), "3|Cut off (1990)|01-Jan"]
    (tmp_path / "u.item").write_text("\n".join(films), "latin-1")
    (tmp_path / "u.data").write_text("1\t1\t4\t9\n1\t2\t0.5\t9\n2\t1\t5\t9\n")
    source = sources.read(tmp_path)
    assert source.bad.causes == {"cannot be read (IndexError)": 1}
    assert [item.genres for item in source.items] == [("action", "science fiction"), ()]
    assert ratings_of(source) == [("1", "1", 4.0), ("1", "2", 0.5), ("2", "1", 5.0)]


def test_rows_that_are_cut_off_are_counted(tmp_path):
    (tmp_path / "movies.csv").write_text(CSV + "3\n4,,Drama\n1,Again (2000),Drama\n")
    (tmp_path / "ratings.csv").write_text(RATINGS + "5,1\n6,1,,9\n")
    source = sources.read(tmp_path)
    assert len(source.items) == 2 and len(source.bad) == 3 and source.rows == 5
    assert len(source.bad_interactions) == 2 and len(source.interactions) == 3


def test_without_ratings(tmp_path):
    (tmp_path / "movies.csv").write_text(CSV)
    assert sources.read(tmp_path).interactions is None
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadData, match="holds none of ratings"):
        sources.read(tmp_path, tmp_path / "empty")


def test_ratings_with_too_few_columns_are_refused(tmp_path):
    (tmp_path / "movies.csv").write_text(CSV)
    (tmp_path / "ratings.csv").write_text("userId,movieId\n1,1\n")
    with pytest.raises(BadData, match="2 columns"):
        sources.read(tmp_path)


def test_a_folder_with_another_movies_csv_is_not_movielens(tmp_path):
    (tmp_path / "movies.csv").write_text("name,director\nHeat,Michael Mann\n")
    with pytest.raises(BadData, match="no known layout"):
        sources.read(tmp_path)
    assert sources.read(tmp_path / "movies.csv").format == "table"


@pytest.mark.data
def test_latest_small(shared):
    source = sources.read(shared / "movielens" / "ml-latest-small")
    assert (len(source.items), len(source.interactions), len(source.bad), len(source.bad_interactions)) == (
        9742, 100_836, 0, 0)  # fmt: skip
    assert len(set(source.interactions.users)) == 610
    by_id = {item.id: item for item in source.items}
    assert (by_id["2571"].title, by_id["2571"].year) == ("The Matrix", 1999)
    assert by_id["47"].aliases == ("Se7en",)
    assert sum(item.year is None for item in source.items) == 12


@pytest.mark.data
def test_ml_1m(shared):
    source = sources.read(shared / "movielens" / "ml-1m")
    assert (len(source.items), len(source.interactions), len(source.bad)) == (3883, 1_000_209, 0)
    assert source.interactions.weights.mean() == pytest.approx(3.58156, abs=1e-5)
    assert any("é" in item.title for item in source.items)
    assert not any("Ã" in item.title for item in source.items)
