"""What a measurement was made with: version, index, model, machine. Printed beside every number."""

from __future__ import annotations

import os
import platform
import subprocess
from contextlib import suppress
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from assistant.llm.precision import this_machine
from assistant.session import Assistant

#: What a number may depend on beside our own code.
_LIBRARIES = ("numpy", "scipy", "torch", "transformers", "sentence-transformers", "chromadb")
_GIB = 2**30


def card(assistant: Assistant | None, command: str, **more: Any) -> dict[str, Any]:
    """The run card of a measurement; ``more`` adds its own entries (seed, protocol, data).

    ``sources`` are the files that the index was built from, with their sha256. ``precision`` tells how wide the model's
    weights are, where one is loaded.
    """
    found: dict[str, Any] = {
        "command": command,
        "version": metadata.version("sommelier"),
        "commit": _commit(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": _machine(),
        "libraries": {name: metadata.version(name) for name in _LIBRARIES if _installed(name)},
    }
    if assistant is not None:
        manifest = assistant._parts.index.manifest
        found |= {
            "index": manifest.name, "sources": dict(manifest.sources), "encoder": manifest.encoder,
            "model": assistant.model_name, "model_steps": sorted(assistant.writes),
            "precision": getattr(assistant._parts.model, "why", "") or "no model is loaded",
        }  # fmt: skip
    return {**found, **more}


def _machine() -> str:
    """Processor, cores, memory and graphics card, as one line."""
    import psutil

    memory = f"{psutil.virtual_memory().total / _GIB:.0f} GiB"
    gpu = this_machine().gpu_name or "no GPU"
    name = _processor() or platform.machine()
    return f"{name}, {os.cpu_count()} cores, {memory}, {gpu}, Python {platform.python_version()}"


def _processor() -> str:
    """The processor's name where the system tells it (Linux), else empty."""
    with suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return ""


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _commit() -> str:
    """The commit of the checkout this runs from, marked where files differ; empty where it is not a checkout."""
    try:
        asked = subprocess.run(
            ["git", "describe", "--always", "--dirty=, changed since", "--exclude=*"], capture_output=True, text=True,
            timeout=5, cwd=Path(__file__).parent, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.strip()
