"""Offline builds: nothing twice, nothing half, and the old index until the new one is complete."""

import csv
import errno
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from retrievers import build as builds
from retrievers import embedding
from retrievers.build import digest
from retrievers.errors import BadData, IndexMissing, IndexUnfit
from retrievers.index import open_index, verify
from retrievers.interactions import Interactions
from retrievers.items import Interaction, Item
from retrievers.manifest import Manifest, current
from retrievers.query import Query
from retrievers.sources.records import BadRows
from tests.retrievers.conftest import ITEMS, Words, built, item, source


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
    assert set(made.files) == {"items.parquet", "interactions.parquet", "taste.npz", "meaning.npy", "taste.npy",
                               "meaning.moments.npz",
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
        embedding.embed(builds.validated(ITEMS), Interrupted(2), tmp_path, lambda *_: None, batch=2)
    monkeypatch.setattr(builds.store, "write", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        built(tmp_path)
    assert versions(tmp_path) == [before]
    assert len(open_index(tmp_path, Words()).catalogue) == 3
    monkeypatch.undo()
    assert built(tmp_path).embedded == 0  # all were kept before the store failed


def test_vectors_made_before_an_interruption_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(embedding, "_KEEP_EVERY", 0.0)
    monkeypatch.setattr(embedding, "_KEEP_SHARE", 0.0)
    with pytest.raises(KeyboardInterrupt):
        embedding.embed(builds.validated(ITEMS), Interrupted(4), tmp_path, lambda *_: None, batch=2)
    _, embedded = embedding.embed(builds.validated(ITEMS), Words(), tmp_path, lambda *_: None, batch=2)
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


# --- adding to an index


def test_an_update_is_a_build_of_both(tmp_path):
    """Whatever is given at first and whatever later, the index is that of everything at once."""
    usual = source()
    given = usual.interactions
    half = np.arange(len(given)) % 2 == 0
    parts = [Interactions(users=given.users[p], items=given.items[p], weights=given.weights[p]) for p in (half, ~half)]
    encoder = Words()
    built(tmp_path / "whole", encoder=encoder)
    first = builds.build(
        replace(usual, interactions=parts[0]), tmp_path / "parts", encoder, name="toy", sources={"a": "1"}
    )
    then = builds.update(
        replace(usual, items=[], interactions=parts[1]), tmp_path / "parts", encoder, sources={"b": "2"}
    )
    assert then.embedded == 0 and then.manifest.interactions > first.manifest.interactions
    assert then.manifest.sources == {"a": "1", "b": "2"} and then.manifest.name == "toy"
    one, other = open_index(tmp_path / "whole", encoder), open_index(tmp_path / "parts", encoder)
    assert one.catalogue.raters.tolist() == other.catalogue.raters.tolist()
    for row in range(len(one.catalogue)):
        assert one.taste.contributions([0], row) == pytest.approx(other.taste.contributions([0], row), abs=1e-5)


def test_an_update_replaces_items_and_adds_others(tmp_path):
    encoder = Words()
    built(tmp_path, encoder=encoder)
    new = [replace(ITEMS[0], title="Heat (restored)", description="Longer."), Item(id="new", title="New")]
    told = builds.update(source(new, given=None), tmp_path, encoder, sources={})
    index = open_index(tmp_path, encoder)
    assert told.embedded == 2 and len(index.catalogue) == 13 and told.manifest.interactions == 60
    assert index.catalogue.item("heat").title == "Heat (restored)"


def test_an_update_needs_an_index_with_its_interactions(tmp_path):
    with pytest.raises(IndexMissing):
        builds.update(source(), tmp_path, Words(), sources={})
    built(tmp_path)
    (current(tmp_path) / "interactions.parquet").unlink()
    with pytest.raises(IndexUnfit, match="does not hold its interactions"):
        builds.update(source(), tmp_path, Words(), sources={})


def test_an_index_knows_nobody_by_name(tmp_path):
    usual = source()
    named = np.array([f"person-{user}@example.org" for user in usual.interactions.users], dtype=object)
    builds.build(
        replace(usual, interactions=replace(usual.interactions, users=named)), tmp_path, Words(), name="toy", sources={}
    )
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"example.org" not in path.read_bytes()


def test_the_same_sources_need_no_build(tmp_path):
    built(tmp_path)
    sources = dict(current_manifest(tmp_path).sources)
    assert builds.unchanged(tmp_path, sources, Words()) == current_manifest(tmp_path)
    assert builds.unchanged(tmp_path, {**sources, "more": "1"}, Words()) is None
    other = Words()
    other.fingerprint = "other@1"
    assert builds.unchanged(tmp_path, sources, other) is None
    (current(tmp_path) / "taste.npz").write_bytes(b"")
    assert builds.unchanged(tmp_path, sources, Words()) is None
    assert builds.unchanged(tmp_path / "nothing", sources, Words()) is None


def current_manifest(folder):
    return Manifest.read(current(folder))


# --- what may go wrong


def test_one_build_at_a_time(tmp_path):
    with builds._alone(tmp_path), pytest.raises(BadData, match="Another build"):
        built(tmp_path)
    assert built(tmp_path).embedded == 12


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left on device"), RuntimeError("(code: 13) database or disk is full")],
)
def test_a_full_disk_is_told_and_leaves_the_index(tmp_path, monkeypatch, error):
    before = built(tmp_path, ITEMS[:3]).manifest.version
    monkeypatch.setattr(builds.store, "write", lambda *_: (_ for _ in ()).throw(error))
    with pytest.raises(BadData, match="is full"):
        built(tmp_path)
    assert current(tmp_path).name == before and not list(tmp_path.glob(".building-*"))


@pytest.mark.slow
def test_killed_at_any_moment_the_old_index_opens_and_the_next_build_goes_on(tmp_path):
    """Twenty kills at random moments of a build in a process of its own (SIGKILL: nothing can be cleaned up)."""
    old = built(tmp_path / "index", ITEMS[:3]).manifest.version
    program = (
        "import sys; from pathlib import Path; from tests.retrievers.conftest import *; import time\n"
        "class Slow(Words):\n"
        "    def encode(self, texts):\n"
        "        time.sleep(0.02); return super().encode(texts)\n"
        "items = [*ITEMS, *(item(f'x{n}', f'Story {n}') for n in range(1500))]\n"
        "print('go', flush=True); built(Path(sys.argv[1]), items, encoder=Slow()); print('done')\n"
    )
    rng = np.random.default_rng(0)
    finished = 0
    for _ in range(20):
        child = subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "index")], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout.readline() == "go\n"
        time.sleep(rng.uniform(0.0, 2.5))
        child.kill()
        finished += "done" in child.stdout.read()
        child.wait()
        index = open_index(tmp_path / "index", Words())
        assert len(index.catalogue) in (3, 1512) and index.hybrid.retrieve(Query(text="space", k=3))
        assert (index.manifest.version == old) == (len(index.catalogue) == 3)
        index.close()
    assert finished < 20
    items = [*ITEMS, *(item(f"x{n}", f"Story {n}") for n in range(1500))]
    assert built(tmp_path / "index", items).embedded < 1512  # vectors made before a kill were kept
    assert verify(tmp_path / "index", Words())["meaning"] >= 0.98
