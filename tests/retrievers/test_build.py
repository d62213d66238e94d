"""Offline builds: nothing twice, nothing half, and the old index until the new one is complete."""

import csv

import numpy as np
import pytest

from retrievers import build as builds
from retrievers.build import digest
from retrievers.errors import BadData
from retrievers.index import open_index
from retrievers.interactions import Interactions
from retrievers.items import Interaction, Item
from retrievers.manifest import current
from retrievers.query import Query
from retrievers.sources.records import BadRows
from tests.retrievers.conftest import ITEMS, Words, built, source


def versions(folder):
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def bad(count):
    rows = BadRows()
    for number in range(count):
        rows.add(number, "no title", {"id": number})
    return rows


def test_what_a_build_tells(tmp_path):
    stages = []
    told = builds.build(
        source(), tmp_path, Words(), name="toy", sources={"f": "1"},
        progress=lambda stage, done, total: stages.append(stage),
    )  # fmt: skip
    made = told.manifest
    assert (made.items, made.interactions, made.people, made.taste_items) == (12, 60, 12, 9)
    assert made.kinds == {"film": 8, "book": 3, "item": 1}
    assert (made.name, made.sources, made.encoder, made.simulated) == ("toy", {"f": "1"}, "words@1", False)
    assert (told.embedded, told.recall, told.skipped, told.unknown_items, told.repeated) == (12, 1.0, {}, 0, 0)
    assert set(stages) == {"meaning", "taste", "store"}
    assert set(made.files) == {"items.parquet", "taste.npz", "meaning.npy", "taste.npy", "meaning.moments.npz",
                               "taste.moments.npz"}  # fmt: skip


def test_a_second_build_embeds_nothing_anew_and_a_change_only_itself(tmp_path):
    encoder = Words()
    assert built(tmp_path, encoder=encoder).embedded == 12
    assert built(tmp_path, encoder=encoder).embedded == 0
    assert encoder.encoded == 12
    changed = (*ITEMS[1:], Item(id="heat", title="Heat", description="Another story."), Item(id="new", title="New"))
    assert built(tmp_path, changed, encoder=encoder).embedded == 2
    with_same_text = (*changed, Item(id="again", title="New"))
    assert built(tmp_path, with_same_text, encoder=encoder).embedded == 0


def test_another_encoder_embeds_everything(tmp_path):
    built(tmp_path)
    wider = Words(dimensions=64)
    wider.fingerprint = "wider@1"
    assert built(tmp_path, encoder=wider).embedded == 12
    assert open_index(tmp_path, wider).store.vectors("meaning").shape == (12, 64)


@pytest.mark.parametrize("left", [0, 3, 500, -20])
def test_kept_vectors_that_were_cut_off_cost_time_only(tmp_path, left):
    built(tmp_path)
    kept = tmp_path / "kept_vectors.npz"
    kept.write_bytes(kept.read_bytes()[:left])
    assert built(tmp_path).embedded == 12


def test_the_version_before_is_kept_and_no_older_one(tmp_path):
    names = []
    for _ in range(3):
        names.append(built(tmp_path).manifest.version)
    assert versions(tmp_path) == names[1:]
    assert current(tmp_path).name == names[2]


class Interrupted(Words):
    def __init__(self, after):
        super().__init__()
        self.after = after

    def encode(self, texts):
        if self.encoded >= self.after:
            raise KeyboardInterrupt
        return super().encode(texts)


def test_an_interrupted_build_leaves_the_old_index_and_its_own_vectors(tmp_path, monkeypatch):
    before = built(tmp_path, ITEMS[:3]).manifest.version
    with pytest.raises(KeyboardInterrupt):
        builds._meaning(builds.validated(ITEMS), Interrupted(2), tmp_path, lambda *_: None, batch=2)
    monkeypatch.setattr(builds.store, "write", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        built(tmp_path)
    assert versions(tmp_path) == [before]
    assert len(open_index(tmp_path, Words()).catalogue) == 3
    monkeypatch.undo()
    assert built(tmp_path).embedded == 0  # all were kept before the store failed


def test_vectors_made_before_an_interruption_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(builds, "_KEEP_EVERY", 1)
    with pytest.raises(KeyboardInterrupt):
        builds._meaning(builds.validated(ITEMS), Interrupted(4), tmp_path, lambda *_: None, batch=2)
    _, embedded = builds._meaning(builds.validated(ITEMS), Words(), tmp_path, lambda *_: None, batch=2)
    assert embedded == 8


def test_a_work_folder_left_by_a_crash_is_cleared(tmp_path):
    (tmp_path / ".building-20200101T000000000000").mkdir()
    built(tmp_path)
    assert not list(tmp_path.glob(".building-*"))


def test_too_many_bad_rows_leave_the_index_as_it_was_and_list_the_rows(tmp_path):
    before = built(tmp_path).manifest.version
    with pytest.raises(BadData, match=r"2 of 12 rows .*no title: 2.*1\.0%"):
        built(tmp_path, bad=bad(2))
    assert current(tmp_path).name == before
    with (tmp_path / "bad_rows.csv").open(newline="") as file:
        assert [row[1] for row in csv.reader(file)] == ["cause", "no title", "no title"]


def test_bad_interactions_are_judged_by_themselves(tmp_path):
    with pytest.raises(BadData, match="5 of 65 rows"):
        built(tmp_path, bad_interactions=bad(5))


def test_a_few_bad_rows_are_told_and_a_clean_build_removes_the_list(tmp_path):
    told = builds.build(
        source(bad=bad(2)), tmp_path, Words(), name="toy", sources={}, max_bad_rows=0.5
    )  # fmt: skip
    assert told.skipped == {"no title": 2}
    assert (tmp_path / "bad_rows.csv").is_file()
    built(tmp_path)
    assert not (tmp_path / "bad_rows.csv").exists()


def rated(*triples):
    return Interactions.of(Interaction(user=u, item=i, weight=w) for u, i, w in triples)


@pytest.mark.parametrize("given", [
    None,
    rated(("u", "heat", 3.0), ("v", "heat", 3.0), ("u", "moon", 3.0), ("v", "moon", 3.0)),
    rated(("u", "heat", 1.0), ("v", "moon", 5.0)),
], ids=["none", "all equal", "nobody shares a like"])  # fmt: skip
def test_every_way_to_have_few_interactions(tmp_path, given):
    built(tmp_path, given=given)
    index = open_index(tmp_path, Words())
    assert len(index.hybrid.retrieve(Query(text="space", liked=("heat",), k=50))) == 11
    assert index.hybrid.retrieve(Query()) and not index.store.notices
    assert np.isfinite([c.score for c in index.popular.retrieve(Query(k=50))]).all()
    index.close()


def test_one_item(tmp_path):
    assert built(tmp_path, ITEMS[:1], given=None).recall == 1.0
    index = open_index(tmp_path, Words())
    assert [c.item.id for c in index.hybrid.retrieve(Query(text="anything at all", k=10))] == ["heat"]
    assert [c.item.id for c in index.semantic.retrieve(Query(text="anything at all", k=10))] == ["heat"]
    index.close()


def test_many_items_of_one_text_are_no_failure_of_chroma(tmp_path):
    items = [Item(id=str(n), title="Untitled") for n in range(300)]
    assert built(tmp_path, items, given=None).recall == 1.0


def test_interactions_of_another_catalogue_are_refused(tmp_path):
    with pytest.raises(BadData, match="names an item of the catalogue"):
        built(tmp_path, given=rated(("u", "x", 1.0)))


def test_digest(tmp_path):
    (tmp_path / "a").write_bytes(b"one")
    whole, part = digest(tmp_path), digest(tmp_path / "a")
    assert part == digest(tmp_path / "a") != whole
    (tmp_path / "b").write_bytes(b"")
    assert digest(tmp_path) != whole
