"""The evaluation as JUnit XML: a case for each script, each comparison with a floor, and the leak audit."""

from __future__ import annotations

from xml.etree import ElementTree as xml

from assistant.evaluation.dialogues.junit import add_suites, document, fit
from assistant.evaluation.report.gathering import Evaluation
from assistant.evaluation.simulation.metrics import verdict


def junit(found: Evaluation) -> str:
    """The document. A floor fails its case where the assistant is surely worse in success than it."""
    root = xml.Element("testsuites", name="sommelier evaluate all")
    add_suites(root, found.scripts)
    floors = xml.SubElement(root, "testsuite", name="floors")
    for row in found.simulation.differences:
        case = _case(floors, row["system"], "simulation")
        if "success" in verdict(row)["worse"]:
            _failed(case, f"success differs by {row['success']}", f"{row['success_low']} to {row['success_high']}")
    leaks = xml.SubElement(root, "testsuite", name="leaks")
    audit, case = (
        found.simulation.leaks,
        _case(leaks, "the words of simulated people give no target away", "simulation"),
    )
    if audit["difference_mrr_low"] is not None and audit["difference_mrr_low"] > 0:
        _failed(case, f"the guesser is better than its floor by {audit['difference_mrr']}", "mean reciprocal rank")
    for suite in (floors, leaks):
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(len(suite.findall("testcase/failure"))))
    return document(root)


def _case(suite: xml.Element, name: str, of: str, seconds: float = 0.0) -> xml.Element:
    return xml.SubElement(suite, "testcase", name=fit(name), classname=fit(of), time=f"{seconds:.3f}")


def _failed(case: xml.Element, message: str, text: str) -> None:
    xml.SubElement(case, "failure", message=fit(message)).text = fit(text)
