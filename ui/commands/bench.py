"""``sommelier bench``: how long retrieval, a new like, a turn and a model's token take, beside what others use."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from ui.commands.common import Common, Json, print_results, with_common

Items = Annotated[int, typer.Option(min=200, help="How many items to draw.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Measure how fast it is, beside what others would use.", no_args_is_help=True)
    group.command("retrieval")(with_common(retrieval))
    group.command("taste")(with_common(taste))
    group.command("turn")(with_common(turn))
    group.command("model")(with_common(model))
    app.add_typer(group, name="bench")


def retrieval(
    common: Common,
    items: Items = 10_000,
    index: Annotated[Path | None, typer.Option(help="A real index instead of drawn items (a copy is used).")] = None,
    queries: Annotated[int, typer.Option(min=1, help="How many queries each filter gets.")] = 30,
    json: Json = False,
) -> None:
    """Filtered search and the whole hybrid, by turns with Chroma's `where` and with exact NumPy (one thread)."""
    from threadpoolctl import threadpool_limits

    from assistant.evaluation import run_card, speed

    with tempfile.TemporaryDirectory() as folder:
        opened = _opened(common, items, index, Path(folder))
        common.say("Measuring.")
        opened.warm()
        with threadpool_limits(1, "blas"):
            rows = speed.retrieval(opened, queries=queries)
        rows += speed.hybrid(opened, queries=queries)
        opened.close()
    card = run_card.card(
        None, "bench retrieval", items=len(opened.catalogue), index=opened.manifest.name, queries=queries
    )
    shown = ("what", "items", "filter", "pass_rate", "p50_ms", "p95_ms", "cpu_p95_ms", "recall@100", "ratio", "path")
    print_results(card, rows, shown, as_json=json)


def _opened(common: Common, items: int, index: Path | None, folder: Path) -> Any:
    """The index to measure, with an encoder that is handed its vectors."""
    import numpy as np

    from assistant.evaluation import synthetic
    from retrievers import manifest
    from retrievers.index import open_index

    if index is None:
        common.say(f"Drawing {items:,} items and writing them to Chroma (minutes for 100,000).")
        bars = common.progress()
        return synthetic.index(items, folder / "drawn", lambda done, all: bars("store", done, all))
    version = manifest.current(index)
    shutil.copytree(version, folder / "copy" / version.name)
    manifest.switch(folder / "copy", version.name)
    card = manifest.Manifest.read(version)
    given = np.load(version / "meaning.npy", mmap_mode="r", allow_pickle=False)
    return open_index(folder / "copy", synthetic.Given(given, card.encoder))


def taste(
    common: Common,
    items: Items = 10_000,
    queries: Annotated[int, typer.Option(min=1, help="How many new likes.")] = 200,
    json: Json = False,
) -> None:
    """A new like to the ten best by taste, by turns with implicit's ALS where that is installed."""
    from assistant.evaluation import run_card, speed

    rows = speed.new_like(items, queries=queries)
    if len(rows) == 1:
        common.say("implicit is not installed (pip install 'sommelier[bench]'): there is nothing to compare with.")
    card = run_card.card(None, "bench taste", items=items, queries=queries)
    shown = ("what", "items", "threads", "p50_ms", "p95_ms", "ratio")
    print_results(card, rows, shown, as_json=json)


def turn(
    common: Common,
    items: Items = 10_000,
    index: Annotated[Path | None, typer.Option(help="A real index instead of an invented catalogue.")] = None,
    talks: Annotated[int, typer.Option(min=1, help="How many conversations of twenty messages.")] = 20,
    seed: Annotated[int, typer.Option(help="What the messages are drawn with.")] = 0,
    json: Json = False,
) -> None:
    """A whole turn without a language model, encoding and log included: by kind of message and by stage."""
    from assistant.evaluation import invented, run_card, synthetic, turn_times
    from retrievers.encoder import SentenceEncoder
    from retrievers.index import open_index

    with tempfile.TemporaryDirectory() as folder:
        if index is None:
            common.say(f"Inventing {items:,} items and writing them to Chroma.")
            held = invented.catalogue(items)
            opened = synthetic.index(items, Path(folder) / "drawn", held=held, encoder=SentenceEncoder())
        else:
            opened = open_index(index)
        common.say("Talking.")
        rows = turn_times.turns(opened, Path(folder) / "log.sqlite", talks=talks, seed=seed)
        opened.close()
    card = run_card.card(
        None, "bench turn", items=len(opened.catalogue), index=opened.manifest.name, talks=talks, seed=seed
    )
    shown = ("what", "message", "n", "p50_ms", "p95_ms", "cpu_p50_ms", "cpu_p95_ms", *turn_times.STAGES)
    print_results(card, rows, shown, as_json=json)


def model(
    common: Common,
    name: Annotated[str, typer.Option("--model", help="A prepared model or a folder.")] = "smollm2-135m",
    shape: Annotated[str, typer.Option(help="tiny, 1.7b, 4b or 8b: a model of that shape with random weights.")] = "",
    tokens: Annotated[int, typer.Option(min=4, help="Tokens a text.")] = 64,
    rounds: Annotated[int, typer.Option(min=1, help="How often each system writes.")] = 3,
    compiled: Annotated[bool, typer.Option(help="Also generate with a static cache, compiled on a GPU.")] = True,
    json: Json = False,
) -> None:
    """How fast a model writes, by turns with the plain `generate` of transformers."""
    from assistant.errors import BadSettings
    from assistant.evaluation import model_speed, run_card
    from assistant.llm import prepared

    if shape and shape not in model_speed.SHAPES:
        raise BadSettings(f"The shape '{shape}' is not known.", f"Use one of {', '.join(model_speed.SHAPES)}.")
    device = model_speed.here()
    common.say(f"Measuring on {device}." if device else "There is no GPU here: measuring on the CPU.")
    options: dict[str, Any] = {"tokens": tokens, "rounds": rounds, "compiled": compiled}
    if shape:
        rows = model_speed.with_random_weights(shape, **options)
    else:
        folder = Path(name) if Path(name).is_dir() else prepared.place(name, common.settings().data_dir)
        rows = model_speed.rows(folder, **options)
    card = run_card.card(None, "bench model", model=shape or name, device=device or "CPU", tokens=tokens, rounds=rounds)
    shown = ("what", "tokens_per_s", "first_token_ms", "ratio", "seconds", "memory_gb", "warm_up_s", "recovered")
    print_results(card, rows, shown, as_json=json)
