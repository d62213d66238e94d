"""Scripts are checked on reading: every mistake names the file, the place and the nearest known word."""

import pytest

from assistant.errors import BadSettings
from assistant.evaluation.dialogues.reading import read_script, scripts_in

GOOD = "name: one\nturns:\n  - user: hello\n    expect: {intent: chat}\n  - click: {like: 1}\n"


@pytest.fixture
def script(tmp_path):
    def write(text):
        path = tmp_path / "one.dialogue.yaml"
        path.write_text(text, "utf-8")
        return path

    return write


def test_a_script(script):
    found = read_script(script(GOOD))
    assert found.name == "one" and found.language == "auto"
    assert found.turns[0].user == "hello" and found.turns[0].expect.said() == {"intent": ("chat",)}
    assert found.turns[1].click.action == ("like", 1) and found.turns[1].expect.said() == {}
    assert (found.line("turns", 0, "expect", "intent"), found.line("turns", 1, "click", "seen")) == (4, 5)


def test_the_name_may_come_from_the_file(script):
    assert read_script(script("turns: [{user: hello}]")).name == "one"


def test_the_catalogue_is_the_demo_a_name_or_a_table_beside_the_script(script, tmp_path):
    assert read_script(script(GOOD)).catalogue == "demo"
    assert read_script(script(f"catalogue: goodbooks\n{GOOD}")).table is None
    (tmp_path / "things.csv").write_text("title\nA lamp\n", "utf-8")
    assert read_script(script(f"catalogue: things.csv\n{GOOD}")).table == (tmp_path / "things.csv").resolve()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("catalogue: nothing.csv\nturns: [{user: a}]", "no table 'nothing.csv'"),
        ("", "no list of turns"),
        ("turns: []", "no list of turns"),
        ("turns: [hello]", "turn 1"),
        ("turns: [{user: a, click: {like: 1}}]", "either 'user' or 'click'"),
        ("turns: [{user: a, expcet: {}}]", "Did you mean 'expect'"),
        ("turns: [{user: a, expect: {lieks: []}}]", "Did you mean 'likes'"),
        ("turns: [{user: a, expect: {items: {cuont: 1}}}]", "Did you mean 'count'"),
        ("turns: [{user: a, expect: {text: {contain: a}}}]", "Did you mean 'contains'"),
        ("turns: [{click: {lik: 1}}]", "Did you mean 'like'"),
        ("turns: [{click: like}]", "click is 'like'"),
        ("turns: [{user: a, times: often}]", "times is 'often'"),
        ("naem: x\nturns: [{user: a}]", "Did you mean 'name'"),
        ("turns: [{user: 'a]", "A quotation mark is opened and not closed"),
        ("turns:\n\t- user: a", "one.dialogue.yaml:2 is not readable YAML"),
        ("turns:\n\t- user: a", "indent with spaces, not tabs"),
        ("turns:\n  - user: a: b", "one.dialogue.yaml:2"),
        ("turns:\n  - user: a: b", "Put a text that holds a colon in quotes"),
        ("turns: [{user: a}", "A bracket is opened and not closed"),
        ("turns:\n  - user: a\n   expect: {}", "indented alike"),
    ],
)
def test_mistakes(script, text, words):
    with pytest.raises(BadSettings) as error:
        read_script(script(text))
    assert words in f"{error.value} {error.value.hint}"


def test_what_is_no_text_is_told(tmp_path):
    (tmp_path / "one.dialogue.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadSettings, match="no text in UTF-8"):
        read_script(tmp_path / "one.dialogue.yaml")


def test_folders_are_searched(script, tmp_path):
    path = script(GOOD)
    assert list(scripts_in([tmp_path])) == [path] == list(scripts_in([path]))
    for missing in (tmp_path / "nothing", tmp_path / "other.yaml"):
        with pytest.raises(BadSettings):
            list(scripts_in([missing]))
