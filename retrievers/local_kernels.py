"""bitsandbytes, imported so that it fetches and runs nothing. It comes along with models, and with peft anywhere."""

from __future__ import annotations

import logging
import sys


def import_bitsandbytes() -> None:
    """Import bitsandbytes without its look at the hub.

    On CPUs with AVX512-BF16 it fetches a compiled kernel when imported, if the package ``kernels`` is there, and runs
    it; without that package it warns. Hidden, it takes the kernel that it brings along.
    """
    if "bitsandbytes" in sys.modules:
        return
    hidden = sys.modules.get("kernels")
    chatter = logging.getLogger("bitsandbytes.backends.cpu.ops")
    level = chatter.level
    sys.modules["kernels"] = None  # type: ignore[assignment]
    chatter.setLevel(logging.ERROR)
    try:
        import bitsandbytes  # noqa: F401
    finally:
        chatter.setLevel(level)
        del sys.modules["kernels"]
        if hidden is not None:
            sys.modules["kernels"] = hidden
