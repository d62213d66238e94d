"""The evaluation as JUnit XML: a case for each script, each comparison with a floor, and the leak audit."""

from __future__ import annotations

import re
from xml.etree import ElementTree as xml

from assistant.evaluation.report.gathering import Evaluation
from assistant.evaluation.simulation.metrics import verdict

#: Characters that XML 1.0 cannot hold, not even escaped.
_UNFIT = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(found: Evaluation) -> str:
    """The document. A floor fails its case where the assistant is surely worse in success than it."""
    root = xml.Element("testsuites", name="sommelier evaluate all")
    scripts = xml.SubElement(root, "testsuite", name="dialogues")
    for script in found.scripts.scripts:
        case = _case(scripts, script.name, script.catalogue, script.ms / 1000)
        if script.known_failing and script.failures:
            xml.SubElement(case, "skipped", message=_fit(f"known: {script.failures[0]}"))
        elif script.failures:
            _failed(case, str(script.failures[0]), "\n".join(map(str, script.failures)))
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
    for suite in root:
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(len(suite.findall("testcase/failure"))))
    xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + xml.tostring(root, encoding="unicode") + "\n"


def _case(suite: xml.Element, name: str, of: str, seconds: float = 0.0) -> xml.Element:
    return xml.SubElement(suite, "testcase", name=_fit(name), classname=_fit(of), time=f"{seconds:.3f}")


def _failed(case: xml.Element, message: str, text: str) -> None:
    xml.SubElement(case, "failure", message=_fit(message)).text = _fit(text)


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)
