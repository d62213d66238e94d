"""What a run leaves behind: its JSON, its JUnit XML, and every failed script in a file of its own that runs again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.evaluation.dialogues.format import ENDING, Script, written
from assistant.evaluation.dialogues.junit import junit
from assistant.evaluation.dialogues.results import RunResult, ScriptResult, write_run

#: What a run writes into the folder of its report.
RUN, JUNIT, FAILED, MINIMAL = "run.json", "junit.xml", "failed", "minimal"


def write(run: RunResult, scripts: Sequence[Script], folder: Path) -> list[Path]:
    """Write the run into ``folder``; the files of the failed scripts, as they now lie under ``failed``."""
    folder.mkdir(parents=True, exist_ok=True)
    write_run(run, folder / RUN)
    (folder / JUNIT).write_text(junit(run), "utf-8")
    return list(_failed(run, scripts, folder / FAILED))


def _failed(run: RunResult, scripts: Sequence[Script], folder: Path) -> Iterator[Path]:
    """Each failed script as it stands, what failed told at its head; files of an earlier run are taken away."""
    for old in folder.glob(f"*{ENDING}"):
        old.unlink()
    by_path = {str(script.path): script for script in scripts}
    for result in run.scripts:
        if not result.passed and not result.known_failing:
            folder.mkdir(exist_ok=True)
            yield write_script(by_path[result.path], result, folder, by_path[result.path].path.read_text("utf-8"))


def write_script(script: Script, result: ScriptResult, folder: Path, text: str | None = None) -> Path:
    """Write a failed script into ``folder``, as ``text`` or anew; its table is named by its whole path."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{script.path.resolve().parent.name}-{script.path.name}"
    told = "\n".join(_fit(str(failure)) for failure in result.failures)
    comments = (told, f"From {script.path}", f"Again: sommelier evaluate dialogues {place}")
    if script.table is not None:
        script = script.model_copy(update={"catalogue": str(script.table)})
    if text is None:
        place.write_text(written(script, *comments), "utf-8")
    else:
        head = "".join(f"# {line}\n" for comment in comments for line in comment.splitlines())
        if script.table is not None:
            text = re.sub(r"^catalogue:.*$", lambda _: f"catalogue: {script.catalogue}", text, flags=re.MULTILINE)
        place.write_text(head + text, "utf-8")
    return place


def _fit(text: str) -> str:
    """What a comment of YAML can hold: control characters are shown as what they are."""
    return re.sub(r"[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]", lambda m: repr(m[0])[1:-1], text)
