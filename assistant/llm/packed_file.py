"""Packed weights kept in a file beside their model, so that they are laid out once and read afterwards.

What is read was made from the very same weights, by this torch for this kind of CPU, and is whole: anything else counts
as nothing, and is made again. Door to torch and safetensors. This file does not know what the tensors mean.
"""

import hashlib
import logging
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

NAME = "packed.safetensors"
_LAYOUT = "1"  # another number wherever packing.py comes to lay out otherwise


class PackedFile:
    """The packed weights of the model with digest ``source``, at ``path``."""

    def __init__(self, path: Path, source: str) -> None:
        self.path, self._source = path, source

    def read(self) -> dict[str, Any]:
        """The tensors by name; empty where there are none that can be used.

        Copied out of the mapped file: the kernels crash on what does not lie at a multiple of 16 bytes, as parts of a
        safetensors file may.
        """
        from safetensors import SafetensorError, safe_open

        try:
            with safe_open(self.path, framework="pt") as file:
                told = file.metadata() or {}
                if {key: told.get(key) for key in self._made_by()} != self._made_by():
                    return {}
                tensors = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118 - not a dict
        except (OSError, SafetensorError):
            return {}
        if _digest(tensors) != told.get("sha256"):
            log.warning("%s is damaged and is made again", self.path)
            return {}
        return tensors

    def write(self, tensors: Mapping[str, Any]) -> None:
        """Keep them, whole or not at all. A disk that is full or cannot be written only costs time at the next load."""
        from safetensors import SafetensorError
        from safetensors.torch import save_file

        draft = self.path.with_suffix(f".{os.getpid()}.tmp")
        try:
            save_file(dict(tensors), draft, {**self._made_by(), "sha256": _digest(tensors)})
            draft.replace(self.path)
        except (OSError, SafetensorError) as error:
            log.info("The packed weights are not kept: %s", error)
            draft.unlink(missing_ok=True)

    def _made_by(self) -> dict[str, str]:
        import torch

        cpu = f"{platform.machine()} {torch.backends.cpu.get_cpu_capability()}"
        return {"layout": _LAYOUT, "source": self._source, "torch": str(torch.__version__), "cpu": cpu}


def _digest(tensors: Mapping[str, Any]) -> str:
    """sha256 of names, shapes, types and bytes."""
    import torch

    digest = hashlib.sha256()
    for name in sorted(tensors):
        tensor = tensors[name].contiguous()
        digest.update(f"{name} {tuple(tensor.shape)} {tensor.dtype}".encode())
        digest.update(tensor.view(-1).view(torch.uint8).numpy())
    return digest.hexdigest()
