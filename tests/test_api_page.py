"""What docs/api.md shows is what happens: its Python runs in order, and its table names the routes that there are."""

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "api.md").read_text("utf-8")


@pytest.mark.slow
def test_every_python_block_runs(data_dir, monkeypatch, capsys):
    monkeypatch.setenv("SOMMELIER_DATA_DIR", str(data_dir))
    blocks, printed, names = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL), [], {}
    assert len(blocks) == 9
    for block in blocks:
        exec(compile(block, "api.md", "exec"), names)
        printed.append(capsys.readouterr().out)
    chat, stream, model, callbacks, graph, alone, retriever, tools, _ = printed
    assert "recommend" in chat and "Heat" in chat and "[explain]" in stream
    assert model.split()[0] == "3"  # each item's sentence was a lie
    assert "begins: understand" in callbacks and "begins: answer" in callbacks
    assert "retrieve --> rank" in graph
    assert len(alone.splitlines()) == len(retriever.splitlines()) == 5
    assert "'1990–1999'" in tools and "'no horror'" in tools and "'unknown': []" in tools


def test_the_routes_are_those_of_the_program():
    from tests.ui.fakes import Assistant
    from ui.api import build_router
    from ui.protocol import Gate

    told = set(re.findall(r"^\| `([A-Z]+) (/api/\S+)`", PAGE, re.MULTILINE))
    routes = build_router(Assistant(), Gate()).routes
    assert told == {(m, r.path) for r in routes if r.include_in_schema for m in r.methods}
