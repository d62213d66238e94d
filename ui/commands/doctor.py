"""``sommelier doctor``: what runs on this machine, where things are kept, and what is wrong."""

from __future__ import annotations

import platform
import sys
from importlib import metadata
from typing import Any

import typer

from ui.commands.common import Common, Json, print_json, with_common

_LIBRARIES = (
    "torch",
    "transformers",
    "bitsandbytes",
    "accelerate",
    "chromadb",
    "langgraph",
    "gradio",
    "sentence-transformers",
)


def register(app: typer.Typer) -> None:
    app.command("doctor")(with_common(doctor))


def doctor(common: Common, json: Json = False) -> None:
    """Tell what this machine can run, where things are kept, and whether the parts are sound."""
    settings = common.settings()
    found: dict[str, Any] = {
        "sommelier": metadata.version("sommelier"),
        "python": sys.version.split()[0],
        "platform": platform.platform(),
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "machine": _machine(),
        "data_dir": str(settings.data_dir),
        "settings": {name: {"value": str(getattr(settings, name)), "from": settings.origins.get(name, "default")}
                     for name in ("index", "model", "language", "count", "host", "port")},
        "index": _index(settings),
        "model": _model(settings),
        "log": _log(settings),
    }  # fmt: skip
    if json:
        print_json(found)
    else:
        for name, value in found.items():
            _print(name, value)
    if not (found["index"]["sound"] and found["log"]["sound"]):
        raise typer.Exit(4)


def _print(name: str, value: Any) -> None:
    if not isinstance(value, dict):
        typer.echo(f"{name:12} {value}")
        return
    typer.echo(name)
    for key, inner in value.items():
        shown = f"{inner['value']}  ({inner['from']})" if isinstance(inner, dict) and "from" in inner else inner
        typer.echo(f"  {key:22} {shown}")


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"


def _machine() -> dict[str, Any]:
    from assistant.llm import precision

    machine = precision.this_machine()
    best = precision.recommend(machine)
    return {
        "memory free": f"{machine.ram_free / 2**30:.1f} GB",
        "GPU memory free": f"{machine.gpu_free / 2**30:.1f} GB" if machine.gpu_free else "no GPU",
        "CPU has bfloat16": "yes" if machine.cpu_bf16 else "no",
        "largest model that fits": best.name if best else "none",
    }


def _index(settings: Any) -> dict[str, Any]:
    from assistant.bootstrap import DEMO
    from retrievers.errors import RetrievalError
    from retrievers.index import verify
    from retrievers.manifest import Manifest, current

    folder = settings.index or settings.data_dir / "indexes" / DEMO
    try:
        manifest = Manifest.read(current(folder))
        recalls = verify(folder)
    except RetrievalError as error:
        return {"folder": str(folder), "sound": settings.index is None, "state": f"{error} {error.hint}"}
    recall = ", ".join(f"{space} {value:.1%}" for space, value in recalls.items())
    return {"folder": str(folder), "sound": True, "items": manifest.items, "recall@100": recall}


def _model(settings: Any) -> dict[str, Any]:
    from assistant.bootstrap import choose_model
    from assistant.errors import AssistantError

    try:
        model, name, steps, notices = choose_model(settings)
        found = {"name": name, "state": "not loaded" if model is None else "loaded"}
        if model is not None:
            found |= {"why": getattr(model, "why", ""), "speed": _speed(model)}
    except AssistantError as error:
        return {"name": settings.model, "state": f"{error} {error.hint}"}
    return {**found, "may do": ", ".join(sorted(steps)) or "nothing", "notice": " ".join(notices)}


def _speed(model: Any) -> str:
    """How fast it writes, measured for five seconds at most."""
    from time import perf_counter

    begun, first, tokens = perf_counter(), 0.0, 0
    for piece in model.stream("Tell a long story.", max_new_tokens=200, deadline_s=5.0):
        first = first or perf_counter()
        tokens += (piece.usage_metadata or {}).get("output_tokens", 0)
    if tokens < 2:
        return "nothing was written within five seconds"
    rate = (tokens - 1) / (perf_counter() - first)
    return f"{rate:.0f} tokens a second, the first after {first - begun:.2f} s"


def _log(settings: Any) -> dict[str, Any]:
    from assistant.errors import AssistantError
    from assistant.memory import Memory

    try:
        memory = Memory(settings.log)
        state = memory.check()
        count = len(memory.sessions())
        memory.close()
    except AssistantError as error:
        return {"file": str(settings.log), "sound": False, "state": f"{error} {error.hint}"}
    return {"file": str(settings.log), "sound": state == "ok", "state": state, "sessions": count}
