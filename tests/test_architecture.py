"""The house as a machine sees it: layers, doors of heavy libraries, sizes, and a README whose tree is the disk's."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("assistant", "retrievers", "prompts", "ui")
HEAVY = ("torch", "transformers", "chromadb", "gradio", "langgraph", "langchain_core", "pandas")

#: Library → the files that may import it, anywhere in the file.
DOORS = {
    "torch": {
        "assistant/evaluation/model_speed.py",
        "assistant/llm/choosing.py",
        "assistant/llm/engine.py",
        "assistant/llm/lean.py",
        "assistant/llm/loading.py",
        "assistant/llm/packed_file.py",
        "assistant/llm/packing.py",
        "assistant/llm/plain.py",
        "assistant/llm/quantized.py",
        "assistant/llm/precision.py",
        "assistant/llm/embedded.py",
        "assistant/training/lessons.py",
        "assistant/training/tuning.py",
        "retrievers/encoder.py",
    },
    "transformers": {
        "assistant/evaluation/model_speed.py",
        "assistant/llm/loading.py",
        "assistant/llm/plain.py",
        "assistant/llm/quantized.py",
        "assistant/llm/embedded.py",
        "assistant/training/tuning.py",
        "retrievers/encoder.py",
    },
    "peft": {"assistant/training/tuning.py"},
    "bitsandbytes": {"retrievers/local_kernels.py"},
    "sentence_transformers": {"retrievers/encoder.py"},
    "chromadb": {"retrievers/chroma.py"},
    "implicit": {"assistant/evaluation/ranking/floors.py", "assistant/evaluation/speed.py"},
    "langgraph": {"assistant/graph.py"},
    "langchain_openai": {"assistant/llm/remote.py"},
    "openai": {"assistant/llm/remote.py"},
    "llguidance": {"assistant/llm/grammar.py"},
    "gradio": {"ui/web.py"},
    "pandas": set(),
    "polars": set(),
}  # fmt: skip


def sources():
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def imported(path):
    """Top names of everything a file imports for real (not for type checkers only)."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def test_no_merge_was_left_half_done():
    kept = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    for name in kept:
        if (ROOT / name).suffix in {".py", ".md", ".toml", ".yaml", ".json", ".txt"}:
            text = (ROOT / name).read_text("utf-8")
            assert not re.search(r"^(<{7} |={7}$|>{7} )", text, re.MULTILINE), name


def test_layers_are_kept():
    """ui > assistant > retrievers | prompts, by import-linter's own check."""
    found = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout + found.stderr


def test_a_step_never_imports_another_step():
    for path in (ROOT / "assistant" / "steps").glob("*.py"):
        assert not re.search(r"^\s*(from|import) assistant\.steps", path.read_text("utf-8"), re.MULTILINE), path


@pytest.mark.parametrize("library", DOORS)
def test_heavy_libraries_have_doors(library):
    users = {path.relative_to(ROOT).as_posix() for path in sources() if library in set(imported(path))}
    assert users <= DOORS[library]


def test_importing_the_packages_loads_nothing_heavy():
    heavy = [
        "torch",
        "transformers",
        "chromadb",
        "gradio",
        "langgraph",
        "langchain_core",
        "pandas",
        "sentence_transformers",
        "bitsandbytes",
    ]
    program = f"import sys, {', '.join(PACKAGES)}; print([name for name in {heavy!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_command_line_loads_nothing_heavy():
    """`sommelier --help` in under half a second: measured as what it imports, which does not depend on the machine."""
    heavy = [*HEAVY, "numpy", "pyarrow", "scipy", "pydantic", "fastapi"]
    program = f"import sys, ui.cli; print([name for name in {heavy!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_files_stay_small():
    long = {p.relative_to(ROOT).as_posix(): n for p in sources() if (n := len(p.read_text("utf-8").splitlines())) > 300}
    assert not long


def test_no_attic_and_no_deep_folders():
    for path in sources():
        assert path.stem not in ("utils", "util", "helpers", "common_utils", "misc"), path
        parts = path.relative_to(ROOT).parts  # the evaluation is several benches under one roof: each has its own room
        assert len(parts) <= (4 if parts[1] == "evaluation" else 3), path


def test_the_tree_in_the_readme_is_the_tree_on_disk():
    """Every file or folder named in the README's tree exists, and every source folder and file is named there."""
    readme = (ROOT / "README.md").read_text("utf-8")
    tree = re.search(r"```text\n(assistant/.*?)```", readme, re.DOTALL).group(1)
    named, folder = set(), []
    for line in tree.splitlines():
        entry = re.match(r"^( *)([\w./*-]+)", line)
        if not entry:
            continue
        depth = len(entry.group(1)) // 2
        folder = [*folder[:depth], entry.group(2).rstrip("/")]
        named.add("/".join(folder))
    for name in named:
        assert list(ROOT.glob(name)), f"the README names {name}, which is not there"
    on_disk = {p.relative_to(ROOT).as_posix() for p in sources() if p.name not in ("__init__.py", "__main__.py")}
    for path in on_disk:
        covered = path in named or (path.rsplit("/", 1)[0] in named and not any(
            other.startswith(path.rsplit("/", 1)[0] + "/") and other.endswith(".py") for other in named
        ))  # fmt: skip
        assert covered, f"the README's tree does not name {path}"


def test_nothing_outside_ui_prints():
    for path in sources():
        if path.relative_to(ROOT).parts[0] != "ui":
            assert not re.search(r"^\s*print\(", path.read_text("utf-8"), re.MULTILINE), path
