"""The report: every text is escaped, the page is well-formed and asks for nothing, JSON and JUnit say the same."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as xml

import jsonschema
import pytest

from assistant.evaluation.report import gathering, junit, page, parts, summary
from tests.assistant.evaluation.reported import HOSTILE, compared, evaluation, talk

SCHEMA = json.loads(Path(gathering.__file__).with_name("results.schema.json").read_text("utf-8"))
VOID = {"meta", "input", "br", "img", "link", "line", "polyline", "polygon", "rect", "path"}


class Reader(HTMLParser):
    """Checks that elements close in order; keeps ids, local links, attributes and the text outside script and style."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.loads, self.handlers, self.text = [], [], [], [], [], ""

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.ids += [found["id"]] if "id" in found else []
        if tag == "a":
            self.links.append(found["href"])
        self.loads += [f"{tag} {name}" for name in ("src", "srcset", "data", "poster") if name in found]
        self.loads += ["link"] if tag in ("link", "img", "iframe", "object", "image") else []
        self.handlers += [name for name in found if name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("script", "style"):
            self.text += data


@pytest.fixture(scope="module")
def found():
    return evaluation()


@pytest.fixture(scope="module")
def html(found):
    return page.render(found)


@pytest.fixture(scope="module")
def read(html):
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    return reader


def test_links_lead_somewhere_and_ids_are_unique(read):
    assert len(set(read.ids)) == len(read.ids)
    assert {link for link in read.links if link.removeprefix("#") not in read.ids} == set()


def test_nothing_is_loaded_and_nothing_hostile_runs(read, html):
    assert read.loads == [] and read.handlers == []
    assert html.count("<script>") == 1 and "url(" not in html and "@import" not in html
    assert "default-src 'none'" in html
    assert read.text.count(HOSTILE) >= 8  # titles, reasons, options, failures, the judge's words: all as text


def test_each_number_of_the_summary_says_how_it_is_measured(found, read):
    told = summary.sentences(found)
    assert all(sentence.anchor in read.ids and sentence.text in read.text for sentence in told)
    whole = " ".join(sentence.text for sentence in told)
    for words in (
        "1 went as they must",
        "67 % [0 %, 100 %] took something",
        "0 % [0 %, 0 %]",
        "1 fault,",
        "1 invented",
    ):
        assert words in whole
    assert all(key.floor and key.anchor in read.ids for key in summary.keys(found))


def test_a_sure_difference_is_called_so_and_no_other(found):
    many = {"assistant": [talk(n, True) for n in range(8)], "popularity": [talk(n, False) for n in range(8)]}
    sure = replace(found, simulation=compared(**many))
    assert "it is surely better in how many take something" in " ".join(s.text for s in summary.sentences(sure))
    same = replace(found, simulation=compared(assistant=many["assistant"], popularity=many["assistant"]))
    assert "it is not surely better than one that only names" in " ".join(s.text for s in summary.sentences(same))


def test_public_data_is_told_in_words_ours_first_beside_the_best_of_the_others(found, read):
    rows = found.parts["ranking"].rows
    assert [cells[:2] for _, cells in parts.body("ranking", rows)] == [
        ["80 % of their likes", "Sommelier"], ["80 % of their likes", HOSTILE],
        ["one like", "Sommelier"], ["one like", "EASE (floor)"],
    ]  # fmt: skip
    assert [ours for ours, _ in parts.body("ranking", rows)] == [True, False, True, False]
    first, second = parts.leads("ranking", rows)
    assert "Sommelier 0.300 [0.250, 0.360]" in first and second.endswith("Sommelier 0.250, EASE (floor) 0.200.")
    said = found.parts["understanding"].rows
    assert parts.body("understanding", said) == [
        (True, ["liked or not (ReDial's form)", "Sommelier's rules", "1,000", "0.600 [0.400, 0.900]", "0.300"]),
        (
            False,
            ["liked or not (ReDial's form)", "the commonest answer (floor)", "1,000", "0.500 [0.400, 0.900]", "0.300"],
        ),
    ]
    assert first in read.text and "how-understanding" in read.ids


def test_why_it_failed_stands_in_the_turn(read):
    assert f"Why it failed: all of the items: {HOSTILE}" in read.text
    assert f"Why it failed: invented title: {HOSTILE}" in read.text
    assert "must be crime" in read.text and "weight 0.5" in read.text and "raters = 3" in read.text


def test_the_json_is_as_its_schema_says(found, tmp_path):
    found.write(tmp_path / "results.json")
    written = json.loads((tmp_path / "results.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(written, SCHEMA)
    assert [row["count"] for row in written["errors"]] == [2, 1, 1] and written["latency"][-1] == {
        "stage": "total", "n": 12, "p50_ms": 12.0, "p95_ms": 12.0, "mean_ms": 12.0,
    }  # fmt: skip
    assert "today" not in json.dumps(found.comparable()) and "12.0" not in json.dumps(found.comparable())


def test_junit_counts_what_failed(found):
    suites = {suite.get("name"): suite for suite in xml.fromstring(junit.junit(found).encode())}
    assert {name: suite.get("failures") for name, suite in suites.items()} == {
        "demo": "1", "goodbooks (no index)": "0", "floors": "0", "leaks": "0",
    }  # fmt: skip
    assert [case.get("name") for case in suites["demo"] if case.find("skipped") is not None] == ["known"]
    assert HOSTILE in suites["demo"].find("testcase/failure").get("message")


def test_talks_with_a_fault_come_first_and_most_are_left_out(found):
    shown = list(page.transcripts.of_talks(found.talks, found.titles, 2))
    assert [one.title for one in shown] == ["Person 3, picky", "Person 1, terse"]
    assert shown[0].failed and shown[0].outcome == "gave up" and not shown[1].failed
