"""The composition root: settings → real objects. The only place where implementations are chosen."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, cast

from assistant.errors import BadSettings
from assistant.memory import Memory
from assistant.reading import Context
from assistant.rules import read
from assistant.session import Assistant
from assistant.settings import Settings, load
from assistant.turns import Parts

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.training.tuning import Plan
    from retrievers.build import Built
    from retrievers.index import Index

DEMO = "demo"
_NO_NOTICES: tuple[str, ...] = ()
#: Told what is being done: a stage's name, how much is done, how much there is.
Progress = Callable[[str, int, int], None]


def open_assistant(
    index: Path | str | None = None,
    model: str | BaseChatModel = "auto",
    progress: Progress = lambda stage, done, total: None,
    **settings: Any,
) -> Assistant:
    """Open an assistant from settings (see `Settings`); the demo index is built first where it is missing."""
    chosen = load(index=index, model=model if isinstance(model, str) else None, **settings)
    return assemble(chosen, model=None if isinstance(model, str) else model, progress=progress)


def assemble(
    settings: Settings,
    *,
    model: BaseChatModel | None = None,
    log: Path | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> Assistant:
    """An assistant from finished settings.

    ``model`` is a chat model in place of the named one, ``log`` a conversation log in place of the usual one.
    """
    from retrievers.index import open_index

    _send_nothing()
    folder = settings.index or demo_index(settings, progress)
    opened = open_index(folder)
    reload = None
    if model is not None:
        name, steps, notices = type(model).__name__, frozenset({"explain"}), _NO_NOTICES
    else:
        model, name, steps, notices = choose_model(settings, progress)
        if model is not None and not name.startswith(_OF_A_SERVER):
            reload = partial(load_model, name, settings)
    # After the model: both import transformers, whose lazy parts are not there for a second thread meanwhile.
    Thread(target=warm, args=(opened,), name="warm", daemon=True).start()
    parts = Parts(
        index=opened,
        memory=Memory(log or settings.log),
        model=model,
        model_name=name,
        steps=steps,
        notices=notices,
        language=settings.language,
        count=settings.count,
        turn_limit=settings.turn_limit,
        model_limit=settings.model_limit,
        reload=reload,
    )
    return Assistant(parts)


def _send_nothing() -> None:
    """No tracing service that LangChain would use for an environment variable alone: nothing leaves this machine."""
    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"):
        os.environ[name] = "false"


def warm(index: Index) -> None:
    """Load the slow parts while the person still reads or types; what fails here fails again, audibly, when used."""
    from retrievers.errors import RetrievalError

    with suppress(RetrievalError, OSError):
        index.warm()
        read("a film", Context(catalogue=index.catalogue, titles=index.titles))


def demo_index(settings: Settings, progress: Progress = lambda stage, done, total: None) -> Path:
    """The folder of the demo index, built or rebuilt where it is missing or older than the demo that is installed."""
    from retrievers import manifest
    from retrievers.errors import IndexMissing, IndexUnfit

    folder = settings.data_dir / "indexes" / DEMO
    try:
        found = manifest.Manifest.read(manifest.current(folder))
        if dict(found.sources) == demo_sources():
            return folder
    except (IndexMissing, IndexUnfit):
        pass  # there is none, or one that this version cannot read: it is built again
    build_demo(folder, progress)
    return folder


def demo_sources() -> dict[str, str]:
    """File name → sha256 of what the demo index is built from."""
    from retrievers import demo
    from retrievers.build import digest

    return {path.name: digest(path) for path in (*demo.items_paths(), demo.interactions_path())}


def build_demo(folder: Path, progress: Progress = lambda stage, done, total: None) -> Built:
    """Build the demo index in ``folder``."""
    from retrievers import demo, sources
    from retrievers.build import build
    from retrievers.encoder import SentenceEncoder

    source = sources.read(demo.items_paths(), demo.interactions_path(), format="table")
    source = replace(source, simulated=demo.INTERACTIONS_ARE_SIMULATED)
    return build(source, folder, SentenceEncoder(), name=DEMO, sources=demo_sources(), progress=progress)


def choose_model(
    settings: Settings, progress: Progress = lambda stage, done, total: None
) -> tuple[BaseChatModel | None, str, frozenset[str], tuple[str, ...]]:
    """The chat model for the settings, its name, the steps the gate allows it, and what a person should know.

    A model of ``auto`` that the gate allows no step is named but not loaded: it would cost memory and do nothing.
    Raises `ModelUnavailable` or `NotFound` for a named model that cannot be had.
    """
    if settings.model == "none":
        return None, "none", frozenset(), ()
    from assistant.llm import gate, precision, prepared

    name = settings.model
    if name == "auto":
        ready = prepared.prepared(settings.data_dir)
        card = precision.choose(ready, precision.this_machine()) if ready else None
        if card is None:
            return None, "none", frozenset(), (_UNPREPARED,)
        name = card.name
        if not gate.allowed_steps(name, settings.data_dir):
            return None, name, frozenset(), (_LEFT_OUT.format(name=name),)
    progress("model", 0, 1)
    model = load_model(name, settings)
    progress("model", 1, 1)
    steps = gate.allowed_steps(name, settings.data_dir)
    return model, name, steps, tuple(_notices(name, settings, checked=gate.checked(name, settings.data_dir), may=steps))


def load_model(name: str, settings: Settings, precision: str = "auto") -> BaseChatModel:
    """The chat model of that name: prepared here, in a folder, or of a server, which chooses its own precision.

    Raises `ModelUnavailable`.
    """
    from assistant.llm import prepared, quantized

    if name.startswith(_OF_A_SERVER):
        from assistant.llm.remote import remote

        return remote(name.removeprefix(_OF_A_SERVER), settings.base_url)
    folder = Path(name)
    is_path = folder.is_dir() or name.startswith(("/", ".", "~"))
    if is_path:
        return quantized.load(folder, model_name=name, precision=precision)
    return cast("BaseChatModel", prepared.load(name, settings.data_dir, precision=precision))


def teach_model(
    name: str,
    settings: Settings,
    plan: Plan,
    data: Sequence[Path],
    out: Path,
    say: Callable[[str], None],
    *,
    tasks: Collection[str],
    rounds: int,
) -> dict[str, Any]:
    """Tune an adapter for a prepared model on ``data``, or on our own examples of ``tasks``; its run card.

    ``out`` gets ``adapter/`` with the card, and ``model/``: the weights with the adapter in them. Raises BadSettings
    and ModelUnavailable.
    """
    from assistant.evaluation.run_card import card
    from assistant.llm import adapter
    from assistant.training import lessons

    if find_spec("peft") is None:
        raise BadSettings("Training needs peft, which is not installed.", "Install it: pip install 'sommelier[train]'.")
    if data:
        taught = lessons.of_files(data)
    else:
        from retrievers.index import open_index

        index = open_index(settings.index or demo_index(settings))
        taught = lessons.own(tasks, [index], rounds=rounds, seed=plan.seed)
        index.close()
    base, learnt, made = out / "base", out / "adapter", out / "model"
    for folder in (base, made):
        shutil.rmtree(folder, ignore_errors=True)
    _copy_weights(name, settings, base)
    told = lessons.teach(base, taught, plan, learnt, card(None, "models train", model=name), say)
    base.rename(made)
    adapter.merge(made, learnt)
    return told


def _copy_weights(name: str, settings: Settings, target: Path) -> None:
    """The files of a prepared model, or of a folder with one; the embedded one as it was before it was taught."""
    from assistant.llm import embedded, prepared
    from assistant.llm.cards import EMBEDDED

    if name == EMBEDDED.name:
        embedded.untaught(settings.data_dir, target)
        return
    source = Path(name) if Path(name).is_dir() else prepared.files(name, settings.data_dir)
    shutil.copytree(source, target)


def _notices(name: str, settings: Settings, *, checked: bool, may: Collection[str]) -> Iterator[str]:
    """What a person should know of a model they named."""
    if name.startswith(_OF_A_SERVER):
        from assistant.llm.remote import is_loopback

        if not is_loopback(settings.base_url):
            yield _ELSEWHERE.format(url=settings.base_url)
    if not may:
        yield (_IDLE if checked else _UNCHECKED).format(name=name)


_OF_A_SERVER = "openai:"
_UNPREPARED = (
    "No language model is prepared, so everything is said in plain wording; sommelier models list shows what fits."
)
_LEFT_OUT = (
    "{name} does no step better than rules and plain wording, so it is left out; sommelier models list tells more."
)
_IDLE = (
    "{name} is loaded, but it does no step better than rules and plain wording, so those do all of them; "
    "sommelier models list tells more."
)
_UNCHECKED = (
    "{name} was never measured here, so rules and plain wording do every step; "
    "sommelier models check {name} measures it."
)
_ELSEWHERE = "The facts of a reply are sent to {url} to be worded."
