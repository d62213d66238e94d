"""What a measurement was made with: version, index, model, machine. Printed beside every number."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from assistant.session import Assistant


def card(assistant: Assistant | None, command: str, **more: Any) -> dict[str, Any]:
    """The run card of a measurement; ``more`` adds its own entries (seed, protocol, data)."""
    found: dict[str, Any] = {
        "command": command,
        "version": metadata.version("sommelier"),
        "commit": _commit(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }
    if assistant is not None:
        manifest = assistant._parts.index.manifest
        found |= {
            "index": manifest.name, "sources": dict(manifest.sources), "encoder": manifest.encoder,
            "model": assistant.model_name, "model_steps": sorted(assistant.writes),
        }  # fmt: skip
    return {**found, **more}


def _commit() -> str:
    """The commit of the checkout this runs from, or empty where it is not a checkout."""
    try:
        asked = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, timeout=5,
            cwd=Path(__file__).parent, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.strip()
