"""``sommelier models``: which language models there are, which fit here, and what each may do."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.settings import Settings
from ui.commands.common import BaseUrl, Common, Json, print_json, print_table, with_common
from ui.commands.train import train

Name = Annotated[str, typer.Argument(help="A name of `models list`, or owner/name of the hub.", metavar="NAME")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Language models: list, prepare, check, train.", no_args_is_help=True)
    group.command("list")(with_common(list_models))
    group.command("prepare")(with_common(prepare))
    group.command("check")(with_common(check))
    group.command("train")(with_common(train))
    app.add_typer(group, name="models")


def list_models(common: Common, json: Json = False) -> None:
    """List the recommended and the prepared models: what each needs, whether it fits here, and what it may do."""
    settings = common.settings()
    from assistant.llm import precision, prepared
    from assistant.llm.cards import CATALOGUE
    from assistant.llm.gate import allowed_steps, checked, verdict

    ready = {card.name: card for card in prepared.prepared(settings.data_dir)}
    machine = precision.this_machine()
    rows: list[dict[str, Any]] = []
    for card in [*CATALOGUE, *(c for name, c in ready.items() if name not in {k.name for k in CATALOGUE})]:
        results = verdict(card.name, settings.data_dir)
        rows.append({
            "name": card.name, "source": card.source, "licence": card.licence, "prepared": card.name in ready,
            "fits": precision.fits(card, machine),
            "steps": sorted(allowed_steps(card.name, settings.data_dir)),
            "scores": {result.name: {"score": result.score, "baseline": result.baseline, "n": result.n, "of": result.of}
                       for result in results},
            "checked": checked(card.name, settings.data_dir),
            "need_gb": round(card.shape.need_bytes("nf4") / 2**30, 1),
            "context_gb": round(card.shape.kv_bytes("nf4") / 2**30, 2),
        })  # fmt: skip
    if json:
        print_json(rows)
        return
    for row in rows:
        row["steps"] = ", ".join(row["steps"]) or ("none" if row["checked"] else "not measured")
        row["scores"] = ", ".join(
            f"{step} {found['score']:.0%}/{found['baseline']:.0%}" for step, found in row["scores"].items()
        )
    print_table(
        rows,
        {"name": "model", "need_gb": "GB in 4 bits", "context_gb": "of it context", "fits": "fits here",
         "prepared": "prepared", "steps": "may do", "scores": "right / to beat", "licence": "licence"},
    )  # fmt: skip


def prepare(common: Common, name: Name, json: Json = False) -> None:
    """Fetch a model, make it ready, and measure which steps it may take over."""
    settings = common.settings()
    from assistant.llm import prepared
    from assistant.llm.gate import FILE

    card = prepared.prepare(name, settings.data_dir, common.say)
    if not (prepared.folder(settings.data_dir, card.name) / FILE).is_file():
        _check(common, card.name, settings)
    result = _verdict(card.name, settings.data_dir)
    print_json(result) if json else typer.echo(_sentence(result))


def check(common: Common, name: Name, base_url: BaseUrl = None, json: Json = False) -> None:
    """Play the gate's examples with a model: it may do a step only where it beats rules and plain wording."""
    settings = common.settings(base_url=base_url)
    _check(common, name, settings)
    result = _verdict(name, settings.data_dir)
    if json:
        print_json(result)
        return
    print_table(
        [{**step, "score": f"{step['score']:.0%}", "baseline": f"{step['baseline']:.0%}"} for step in result["steps"]],
        {
            "step": "step",
            "language": "language",
            "score": "right",
            "baseline": "to beat",
            "n": "played",
            "of": "of",
            "allowed": "allowed",
        },
    )


def _check(common: Common, name: str, settings: Settings) -> None:
    from assistant.bootstrap import load_model
    from assistant.checking import check_model

    check_model(load_model(name, settings), name, settings.data_dir, common.say)


def _verdict(name: str, data_dir: Path) -> dict[str, Any]:
    from dataclasses import asdict

    from assistant.llm.gate import allowed_steps, verdict

    steps = [asdict(result) for result in verdict(name, data_dir)]
    return {"name": name, "prepared": True, "may": sorted(allowed_steps(name, data_dir)), "steps": steps}


def _sentence(result: dict[str, Any]) -> str:
    may = result["may"]
    told = f"may do: {', '.join(may)}" if may else "does no step better than rules and plain wording, which stay in use"
    return f"{result['name']} is ready; it {told}."
