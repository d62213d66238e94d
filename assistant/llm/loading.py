"""What stands around loading a model: where it lies, how narrow its weights become, silence, errors in plain words.

Door to transformers, beside ``quantized.py``. This file does not know chats or generation.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.errors import ModelUnavailable
from assistant.llm.precision import Decision
from retrievers.local_kernels import import_bitsandbytes

log = logging.getLogger(__name__)

_REPOSITORY = re.compile(r"(?P<name>[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*)(?:@(?P<revision>[\w./-]+))?")


def locate(source: Path | str) -> tuple[str, str | None]:
    """Folder or repository name, and revision. Raises ModelUnavailable for what is neither."""
    if Path(source).is_dir():
        return str(source), None
    if found := _REPOSITORY.fullmatch(str(source)):
        return found["name"], found["revision"]
    raise ModelUnavailable(
        f"{str(source)!r} is neither a folder nor owner/name[@revision]", "sommelier models list shows what is there."
    )


def weights(decision: Decision, *, quantised: bool) -> dict[str, Any]:
    """The keyword arguments that make the weights as narrow as decided."""
    import torch

    dtype = getattr(torch, decision.compute)
    if decision.precision not in ("nf4", "int8"):
        return {"dtype": dtype}
    import_bitsandbytes()
    if quantised:
        return {"dtype": dtype}
    from transformers import BitsAndBytesConfig

    config = nf4(dtype) if decision.precision == "nf4" else BitsAndBytesConfig(load_in_8bit=True)
    return {"dtype": dtype, "quantization_config": config}


def nf4(dtype: Any) -> Any:
    """Four bits a weight, double-quantised, computed in ``dtype``."""
    import_bitsandbytes()
    from transformers import BitsAndBytesConfig

    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=dtype,
    )


def stored_precision(stored: Any) -> str | None:
    """The precision of weights that are stored quantised, from their ``quantization_config``, or None."""
    if stored is None:
        return None
    kept = stored if isinstance(stored, dict) else stored.to_dict()
    return "nf4" if kept.get("load_in_4bit") or kept.get("bits") == 4 else "int8"


def check_tokenizer(tokenizer: Any, source: Path | str) -> None:
    """Raise ModelUnavailable unless chats can be written with it and grammars followed."""
    if not getattr(tokenizer, "chat_template", None):
        raise ModelUnavailable(f"{str(source)!r} has no chat template", "Take an instruct model, not a base model.")
    if not getattr(tokenizer, "is_fast", False):
        raise ModelUnavailable(f"{str(source)!r} has no fast tokenizer", "Take a model that comes with tokenizer.json.")


@contextmanager
def quiet() -> Iterator[None]:
    """No progress bars and warnings from transformers, unless we are debugging."""
    if log.isEnabledFor(logging.DEBUG):
        yield
        return
    from transformers.utils import logging as theirs

    bars = theirs.is_progress_bar_enabled()
    theirs.set_verbosity_error()
    theirs.disable_progress_bar()
    try:
        yield
    finally:
        if bars:
            theirs.enable_progress_bar()


@contextmanager
def threads(count: int | None) -> Iterator[None]:
    """So many CPU threads for torch in this thread. Others keep theirs, except those that start meanwhile."""
    import torch

    usual = torch.get_num_threads()
    if count:
        torch.set_num_threads(count)
    try:
        yield
    finally:
        if count:
            torch.set_num_threads(usual)


@contextmanager
def explained(source: Path | str) -> Iterator[None]:
    """The many ways in which loading fails, as one error with a way out."""
    from safetensors import SafetensorError

    try:
        yield
    except MemoryError as error:
        raise ModelUnavailable(
            f"The memory ran out while {str(source)!r} was loading", "Take a smaller model."
        ) from error
    except (OSError, ValueError, ImportError, KeyError, RuntimeError, SafetensorError) as error:
        reason = str(error).strip().split("\n")[0]
        hint = "Check the folder." if Path(source).is_dir() else f"sommelier models prepare {source} fetches it."
        raise ModelUnavailable(f"{str(source)!r} cannot be loaded: {reason:.200}", hint) from error
