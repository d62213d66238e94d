"""What the README shows is what happens: its Python example runs, its transcript is a real one, its commands exist."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_python_example_runs(data_dir, monkeypatch, capsys):
    monkeypatch.setenv("SOMMELIER_DATA_DIR", str(data_dir))
    (example,) = blocks("python")
    exec(compile(example, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "liked Heat" in printed
    assert "Why " in printed


def test_the_transcript_is_what_the_assistant_says(data_dir):
    from assistant import Assistant

    transcript = blocks("text")[0]
    messages = [line.removeprefix("you  ") for line in transcript.splitlines() if line.startswith("you  ")]
    with Assistant.open(model="none", data_dir=data_dir) as assistant:
        session = assistant.session()
        said = " ".join(session.say(message).text for message in messages)
    squeezed = " ".join(said.split())
    for paragraph in re.split(r"^you  .*\n", transcript, flags=re.MULTILINE):
        assert " ".join(paragraph.split()) in squeezed


def test_the_commands_of_the_readme_exist():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    helped = subprocess.run([sys.executable, "-m", "ui", "--help"], capture_output=True, text=True, check=True).stdout
    for verb in set(re.findall(r"^sommelier (\w+)", "\n".join(blocks("sh")), re.MULTILINE)):
        assert f" {verb} " in helped
