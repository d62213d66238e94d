"""The shipped dialogues, played without a model: the demo's, the shop's, and those about public data sets."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import session as sessions
from assistant.errors import BadSettings
from assistant.evaluation.dialogues import catalogues
from assistant.evaluation.dialogues import playing as scripted
from assistant.evaluation.dialogues.format import DEMO, Script
from assistant.evaluation.dialogues.reading import read_script, scripts_in
from assistant.evaluation.dialogues.running import Plan, run
from assistant.memory import Memory
from assistant.session import Assistant
from assistant.settings import load
from assistant.turns import Parts
from retrievers import manifest, sources
from retrievers.build import build
from retrievers.encoder import SentenceEncoder
from retrievers.index import open_index

SCRIPTS = [read_script(path) for path in sorted(scripts_in([Path(scripted.__file__).with_name("scripts")]))]
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
#: Catalogue → its items and its ratings, below `SHARED`.
PUBLIC = {
    "movielens-1m": ("movielens/ml-1m", None),
    "goodbooks": ("goodbooks-10k/v2", "goodbooks-10k/v1/ratings.csv.xz"),
}
ABOUT_THE_DEMO = [script for script in SCRIPTS if script.catalogue == DEMO]
ABOUT_TABLES = [script for script in SCRIPTS if script.table is not None]
ABOUT_PUBLIC_DATA = [script for script in SCRIPTS if script.catalogue in PUBLIC]


def stem(script):
    return script.path.name.removesuffix(".dialogue.yaml")


@pytest.fixture(scope="module")
def opened(request, tmp_path_factory):
    """A function that gives the assistant for a script; each index is built and opened once."""
    assistants = {}

    def give(script):
        catalogue = script.table or script.catalogue
        if catalogue not in assistants:
            folder = tmp_path_factory.mktemp("scripts")
            index = folder / "index"
            if script.table is not None:
                catalogues.build_table(script.table, index)
            elif catalogue == DEMO:
                index = request.getfixturevalue("demo_folder")
            else:
                build_public(catalogue, index)
            parts = Parts(index=open_index(index), memory=Memory(folder / "log.sqlite"))
            assistants[catalogue] = Assistant(parts)
        return assistants[catalogue]

    yield give
    for assistant in assistants.values():
        assistant.close()


def build_public(catalogue, folder):
    items, ratings = PUBLIC[catalogue]
    if not SHARED.is_dir():
        pytest.skip(f"needs the public data sets in {SHARED}")
    source = sources.read(SHARED / items, SHARED / ratings if ratings else None)
    build(source, folder, SentenceEncoder(), name=catalogue, sources={})


def check(script, opened):
    played = scripted.play(script, opened(script))
    if played.known_failing and not played.passed:
        pytest.xfail("; ".join(map(str, played.failures)))
    assert played.failures == ()
    assert len(played.turns) == len(script.turns)


@pytest.mark.parametrize("script", ABOUT_THE_DEMO, ids=stem)
def test_about_the_demo(script, opened):
    check(script, opened)


@pytest.mark.parametrize("script", ABOUT_TABLES, ids=stem)
def test_about_a_table_beside_them(script, opened):
    check(script, opened)


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.timeout(1800)  # ten thousand books are embedded first
@pytest.mark.xdist_group("public data")  # once, by one worker
@pytest.mark.parametrize("script", ABOUT_PUBLIC_DATA, ids=stem)
def test_about_public_data(script, opened):
    check(script, opened)


def test_every_script_says_what_it_is_about():
    assert all(script.about and script.tags for script in SCRIPTS)
    names = [script.name for script in SCRIPTS]
    assert len(names) == len(set(names)), "two scripts share a name"
    assert len(ABOUT_THE_DEMO) + len(ABOUT_TABLES) + len(ABOUT_PUBLIC_DATA) == len(SCRIPTS)


# ---- which index a script is played against -------------------------------------------------------------------------


@pytest.fixture
def mine(tmp_path):
    """A table of two things with a script about it, and one about a catalogue that is not here."""
    (tmp_path / "things.csv").write_text("title,price\nA lamp,5\nA brass lamp,9\n", "utf-8")

    def write(name, catalogue):
        path = tmp_path / f"{name}.dialogue.yaml"
        path.write_text(f"catalogue: {catalogue}\nturns: [{{user: hello, expect: {{intent: chat}}}}]\n", "utf-8")
        return read_script(path)

    return write


def plan(data_dir, **settings):
    return Plan(settings=load(data_dir=data_dir, model="none", **settings))


def test_a_table_is_built_and_other_catalogues_are_told(mine, tmp_path):
    found = run([mine("own", "things.csv"), mine("other", "goodbooks")], plan(tmp_path))
    assert [one.name for one in found.scripts] == ["own"] and found.passed
    assert dict(found.skipped) == {"goodbooks": 1}
    assert found.run["index"] == "things"


def test_an_index_is_known_by_its_table_its_name_or_what_it_holds(mine, tmp_path):
    own = mine("own", "things.csv")
    catalogues.build_table(own.table, tmp_path / "index")
    indexed = plan(tmp_path, index=tmp_path / "index")
    assert len(run([own, mine("named", "things")], indexed).scripts) == 2
    with pytest.raises(BadSettings, match="goodbooks"):
        run([mine("other", "goodbooks")], indexed)
    books = replace(manifest.Manifest.read(manifest.current(tmp_path / "index")), kinds={"book": 10_000})
    assert catalogues.is_of(mine("other", "goodbooks"), books)
    assert not catalogues.is_of(mine("demo", "demo"), books)


# ---- the steps of a script ------------------------------------------------------------------------------------------


def played(assistant, *turns):
    return scripted.play(Script.model_validate({"name": "planted", "path": Path("x"), "turns": turns}), assistant)


def test_options_are_clicked_and_messages_repeated(assistant):
    found = played(assistant, {"user": "a film"}, {"click": {"option": 1}}, {"user": "long ", "times": 2_000})
    assert found.failures == ()
    replies = [turn.reply for turn in found.turns]
    assert replies[1]["preferences"]["wishes"] != replies[0]["preferences"]["wishes"]
    assert replies[2]["error"]["code"] == "too_long"


@pytest.mark.parametrize("click", [{"option": 1}, {"like": 1}])
def test_a_click_on_what_is_not_there_fails(assistant, click):
    found = played(assistant, {"click": click}, {"user": "hello"})
    assert len(found.failures) == 1 and "could click" in str(found.failures[0])


def test_opinions_are_counted_and_dated(assistant):
    said = {"user": "I loved Heat"}
    for likes in (1, ["Heat"], ["Heat (1995)"]):
        assert played(assistant, {**said, "expect": {"likes": likes}}).failures == ()
    for likes in (2, [], ["Heat (1996)"], ["Heat", "Heat"]):
        assert len(played(assistant, {**said, "expect": {"likes": likes}}).failures) == 1


def test_asking_twice_and_pushing_are_caught(assistant, monkeypatch):
    real, first = sessions.Session.say, []

    def say(self, text):
        reply = real(self, text)
        first.append(reply)
        return replace(reply, question=first[0].question, intent="accept" if len(first) > 2 else reply.intent)

    monkeypatch.setattr(sessions.Session, "say", say)
    found = played(assistant, {"user": "a film"}, {"user": "a comedy"}, {"user": "a western"})
    assert any("turn 2: asked about" in str(failure) for failure in found.failures)
    assert any("turn 3: more was offered after 'accept'" in str(failure) for failure in found.failures)
