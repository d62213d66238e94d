"""What fits this machine: the device and the precision for a model, and which of the prepared models to take.

Door to torch, for a look at the GPU. This file does not load anything and does not know where models lie on the disk.
"""

import platform
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.errors import BadSettings, ModelUnavailable
from assistant.llm import packing
from assistant.llm.cards import CATALOGUE, PRECISIONS, ModelCard, ModelShape, Precision

GIB = 2**30
RESERVE = 600 * 2**20  # bytes that CUDA, activations and the rest of the program take beside the model
CPU_CEILING = 2_000_000_000  # parameters; above it a CPU writes slower than a person reads
# Parameters. Below it NF4 saves nothing that matters and costs quality (perplexity 77 : 61), and launches, not
# arithmetic, are what a token costs: a second CPU thread makes it a third quicker on an idle machine, and five times
# slower once another program wants a core (two cores: 16 against 22 tokens/s idle, 11 against 2 beside a busy one).
SMALL = 500_000_000


@dataclass(frozen=True, kw_only=True)
class Machine:
    """The part of a machine that decides. Bytes are free bytes; ``gpu_free`` is None where there is no CUDA GPU."""

    ram_free: int
    gpu_free: int | None = None
    gpu_name: str = ""
    gpu_bf16: bool = True
    cpu_bf16: bool = False
    cpu_packs: bool = False  # bf16 weights are laid out anew for it, see packing.py

    def free_on(self, device: str) -> int:
        """Bytes that a model may take on ``cuda`` or ``cpu``: what is free, less the reserve."""
        return max(0, ((self.gpu_free or 0) if device == "cuda" else self.ram_free) - RESERVE)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """How to load a model: where, how wide its weights and its arithmetic are, and why, in a sentence.

    ``threads`` is how many CPU threads should write with it; None leaves that to torch.
    """

    device: Literal["cuda", "cpu"]
    precision: Precision
    compute: Literal["bfloat16", "float16", "float32"]
    need_bytes: int | None
    why: str
    threads: int | None = None


def this_machine() -> Machine:
    """Look at this machine. Imports torch (a second or two, once)."""
    import psutil
    import torch

    ram = min(psutil.virtual_memory().available, _container_room())
    machine = Machine(ram_free=ram, cpu_bf16=_cpu_bf16(), cpu_packs=packing.usable(torch.bfloat16))
    if not torch.cuda.is_available():
        return machine
    rooms = [torch.cuda.mem_get_info(index)[0] for index in range(torch.cuda.device_count())]
    return replace(
        machine,
        gpu_free=sum(rooms),
        gpu_name=torch.cuda.get_device_name(0),
        gpu_bf16=torch.cuda.get_device_capability(0) >= (8, 0),
    )


def decide(shape: ModelShape | None, machine: Machine, wanted: str = "auto") -> Decision:
    """Choose device and precision for a model of this shape (None: unknown, then nothing can be refused).

    ``wanted`` is ``auto`` or one of ``nf4 int8 bf16 fp32``. Raises BadSettings for another word and ModelUnavailable,
    with what would fit, before a byte is loaded.
    """
    if wanted not in ("auto", *PRECISIONS):
        raise BadSettings(f"{wanted!r} is not a precision", f"Use auto, {', '.join(PRECISIONS)}.")
    decision = _first_fitting(shape, machine, wanted)
    if decision is None:
        raise _too_large(shape, machine, wanted)
    return decision


def fits(card: ModelCard, machine: Machine) -> bool:
    """True where the model fits *and* is quick enough to talk with: on a CPU only up to 2 billion parameters."""
    decision = _first_fitting(card.shape, machine, "auto")
    return decision is not None and (decision.device == "cuda" or card.shape.parameters <= CPU_CEILING)


def choose(prepared: Iterable[ModelCard], machine: Machine) -> ModelCard | None:
    """The largest prepared model that fits; None where there is none (then the assistant works without a model)."""
    return max((card for card in prepared if fits(card, machine)), key=lambda card: card.shape.parameters, default=None)


def recommend(machine: Machine) -> ModelCard | None:
    """The largest recommended model that would fit: what ``models prepare`` should fetch; None where none does."""
    return choose(CATALOGUE, machine)


def _first_fitting(shape: ModelShape | None, machine: Machine, wanted: str) -> Decision | None:
    for device, precision, why in _ways(shape, machine, wanted):
        need = _need(shape, device, precision, machine) if shape else None
        if need is None or need <= machine.free_on(device):
            compute = _compute(device, precision, machine)
            threads = 1 if device == "cpu" and shape and shape.parameters < SMALL else None
            return Decision(
                device=device, precision=precision, compute=compute, need_bytes=need, why=why, threads=threads
            )
    return None


def _need(shape: ModelShape, device: str, precision: Precision, machine: Machine) -> int:
    """Bytes that the model takes there. The few families that are never packed are taken for heavier than they are."""
    packs = device == "cpu" and precision == "bf16" and machine.cpu_packs
    return shape.need_bytes(precision) + (shape.packed_bytes() if packs else 0)


def _ways(
    shape: ModelShape | None, machine: Machine, wanted: str
) -> Iterable[tuple[Literal["cuda", "cpu"], Precision, str]]:
    """The ways to load it, the best first."""
    small = shape is not None and shape.parameters < SMALL
    gpu = machine.gpu_free is not None
    for precision in PRECISIONS:
        if wanted == precision:
            if gpu:
                yield "cuda", precision, f"{precision} as asked, on {machine.gpu_name}"
            yield "cpu", precision, f"{precision} as asked, on the CPU"
            return
    if gpu:
        if small:
            yield "cuda", "bf16", f"bf16 on {machine.gpu_name}: so small a model gains nothing from 4 bits"
        yield "cuda", "nf4", f"4-bit NF4 on {machine.gpu_name}: a quarter of the memory at nearly the same quality"
    if machine.cpu_bf16:
        yield "cpu", "bf16", "bf16 on the CPU, which computes in it; 4 bits would not be quicker here"
    else:
        yield "cpu", "fp32", "fp32 on the CPU, which has no bf16 arithmetic"
        yield "cpu", "bf16", "bf16 on the CPU, slowly, because fp32 does not fit its memory"
    yield "cpu", "nf4", "4-bit NF4 on the CPU because wider weights do not fit its memory"


def _compute(device: str, precision: Precision, machine: Machine) -> Literal["bfloat16", "float16", "float32"]:
    if precision == "fp32":
        return "float32"
    return "float16" if device == "cuda" and not machine.gpu_bf16 else "bfloat16"


def _too_large(shape: ModelShape | None, machine: Machine, wanted: str) -> ModelUnavailable:
    assert shape is not None  # what has no known size is never too large
    device, precision, _ = list(_ways(shape, machine, wanted))[-1]
    room = max(machine.free_on("cuda"), machine.free_on("cpu")) / GIB
    need = _need(shape, device, precision, machine) / GIB
    best = recommend(machine)
    return ModelUnavailable(
        f"The model needs {need:.1f} GiB in {precision} (weights and 4,096 tokens of context), {room:.1f} GiB are free",
        f"{best.name} would fit: sommelier models prepare {best.name}"
        if best
        else "Free some memory or use --model none.",
    )


def _cpu_bf16() -> bool:
    """Does the CPU multiply in bf16 (AMX, AVX512-BF16, Arm BF16)? Unknown counts as no."""
    try:
        flags = set(Path("/proc/cpuinfo").read_text(errors="replace").split())
    except OSError:
        return platform.system() == "Darwin" and platform.machine() == "arm64"
    return bool(flags & {"amx_bf16", "avx512_bf16", "bf16"})


def _container_room() -> int:
    """Free bytes under the memory limit of the container (cgroup 2); very many where there is no limit."""
    group = Path("/sys/fs/cgroup")
    try:
        return int((group / "memory.max").read_text()) - int((group / "memory.current").read_text())
    except (OSError, ValueError):
        return 2**62
