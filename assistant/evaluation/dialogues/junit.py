"""A run as JUnit XML, in the form that CI systems read (the schema of Jenkins' xUnit plugin)."""

from __future__ import annotations

import re
from pathlib import PurePath
from xml.etree import ElementTree as xml

from assistant.evaluation.dialogues.results import RunResult, ScriptResult

#: Characters that XML 1.0 cannot hold, not even escaped.
_UNFIT = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(run: RunResult) -> str:
    """The document: one test suite for each catalogue, one test case for each script."""
    root = xml.Element("testsuites", name="sommelier evaluate dialogues")
    add_suites(root, run)
    root.set("time", _seconds(sum(script.ms for script in run.scripts)))
    return document(root)


def document(root: xml.Element) -> str:
    """The whole document, with the totals of its suites."""
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + xml.tostring(root, encoding="unicode") + "\n"


def add_suites(root: xml.Element, run: RunResult) -> None:
    """A suite for each catalogue of ``run``, and one of a skipped case for each that was not played."""
    for catalogue in dict.fromkeys(script.catalogue for script in run.scripts):
        _suite(root, catalogue, [script for script in run.scripts if script.catalogue == catalogue], run)
    for catalogue, count in run.skipped.items():
        _skipped(root, catalogue, count)


def _suite(root: xml.Element, catalogue: str, scripts: list[ScriptResult], run: RunResult) -> None:
    judged = [script for script in scripts if not script.known_failing]
    suite = xml.SubElement(
        root, "testsuite", name=fit(catalogue), tests=str(len(scripts)),
        skipped=str(sum(script.known_failing for script in scripts)),
        failures=str(sum(not script.passed and not script.error for script in judged)),
        errors=str(sum(bool(script.error) for script in judged)), time=_seconds(sum(script.ms for script in scripts)),
    )  # fmt: skip
    if date := str(run.run.get("date", "")):
        suite.set("timestamp", date[:19])
    properties = xml.SubElement(suite, "properties")
    for name, value in run.run.items():
        xml.SubElement(properties, "property", name=fit(name), value=fit(str(value)))
    for script in scripts:
        place = PurePath(script.path).with_suffix("").with_suffix("")
        case = xml.SubElement(
            suite, "testcase", name=fit(script.name), classname=fit(".".join(place.parts[-2:])),
            time=_seconds(script.ms),
        )  # fmt: skip
        if script.known_failing:
            xml.SubElement(case, "skipped", message="known to fail" if not script.passed else "passes now")
        elif not script.passed:
            first = script.failures[0]
            kind = "error" if script.error else "failure"
            failed = xml.SubElement(case, kind, message=fit(str(first)), type=fit(first.kind))
            failed.text = fit("\n".join(f"{f.file}:{f.line}: {f}" for f in script.failures))


def _skipped(root: xml.Element, catalogue: str, count: int) -> None:
    suite = xml.SubElement(
        root, "testsuite", name=fit(f"{catalogue} (no index)"), tests=str(count), failures="0", errors="0",
        skipped=str(count), time="0.000",
    )  # fmt: skip
    for number in range(1, count + 1):
        case = xml.SubElement(suite, "testcase", name=f"script {number}", classname=fit(catalogue), time="0.000")
        xml.SubElement(case, "skipped", message=fit(f"no index of {catalogue}"))


def fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)


def _seconds(ms: float) -> str:
    return f"{ms / 1000:.3f}"
