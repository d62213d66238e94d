"""RecBole's atomic files, in a few lines."""

import lzma

import pytest

from retrievers import sources
from retrievers.errors import BadData

ITEMS = (
    "item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq\ttags:token_seq\n"
    '1\tThe "Heat\tx\tCrime Drama\ta b\n'
    "2\tUp\t2009\t\t\n"
)
INTER = "user_id:token\titem_id:token\trating:float\ttimestamp:float\nu\t1\t5\t9\nv\t2\t3\t9\n"


@pytest.mark.parametrize("ending", ["", ".xz"])
def test_items_and_interactions(tmp_path, ending):
    pack = lzma.compress if ending else bytes
    (tmp_path / f"toy.item{ending}").write_bytes(pack(ITEMS.encode()))
    (tmp_path / f"toy.inter{ending}").write_bytes(pack(INTER.encode()))
    for path in (tmp_path, tmp_path / f"toy.item{ending}"):
        source = sources.read(path)
        assert source.format == "recbole"
        assert [(i.id, i.title, i.year) for i in source.items] == [("1", 'The "Heat', None), ("2", "Up", 2009)]
        assert (source.items[0].genres, source.items[0].themes) == (("crime", "drama"), ("a", "b"))
        assert source.interactions.items.tolist() == ["1", "2"] and source.interactions.weights.tolist() == [5, 3]


def test_two_item_files_are_one_too_many(tmp_path):
    for name in ("a.item", "b.item"):
        (tmp_path / name).write_text(ITEMS)
    with pytest.raises(BadData, match=r"2 \.item files"):
        sources.read(tmp_path, format="recbole")
