"""Does a model explain truly? ``python -m tests.assistant.explained MODEL [--index DIR] [--n 200] [--seed 0]``.

Recommendations are drawn as for training (`assistant.training.draws`), the model words their reasons, and every text is
held against the verifier and, apart from it, against the independent judge of the evaluation, who knows the records,
the ratings and what the person told. ``shown`` is what a person would read: the licensed sentences, or else the plain
wording. ``varied``: distinct bigrams and self-BLEU of the model's texts and of the plain ones. ``--pairs FILE`` keeps
every text beside the plain one, for reading.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from assistant.bootstrap import load_model
from assistant.evaluation.independent.judge import Judge
from assistant.evaluation.independent.world import World
from assistant.evaluation.simulation.metrics import interval
from assistant.evaluation.simulation.needs import Condition
from assistant.evaluation.simulation.personas import Account, Stated
from assistant.evaluation.simulation.talks import interactions_of
from assistant.preferences import Wish
from assistant.settings import load
from assistant.steps import verify
from assistant.steps.explain import Explained, reply_item
from assistant.training.draws import Draw, of_index
from assistant.training.variety import distinct, self_bleu
from assistant.writer import Writer
from retrievers.index import Index, open_index


def measured(index: Index, model: Any, n: int, seed: int) -> list[dict[str, Any]]:
    """One row a recommendation: the plain words, the model's, those shown, and what is wrong with each."""
    simulated = index.manifest.simulated
    world = World(index.catalogue, interactions_of(index.folder, simulated), simulated=simulated)
    rows: list[dict[str, Any]] = []
    for draw in islice(of_index(index, random.Random(seed)), 4 * n):
        entry = reply_item(draw.candidate, draw.wording)
        if entry.phrase and len(rows) < n:
            raw = _written(draw, entry, model)
            rows.append({
                "item": draw.candidate.item.title, "facts": entry.facts, "plain": entry.phrase, "model": raw,
                "licensed": bool(raw) and all(_is_licensed(draw, s) for s in verify.sentences(raw, draw.licence.names)),
                "false": _false(world, draw, raw) if raw else ["nothing was written"],
                "shown": (shown := _shown(draw, entry, raw)), "false_shown": _false(world, draw, shown),
            })  # fmt: skip
    return rows


def summary(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Shares of ``rows`` with their 95 % intervals, and how varied the words are."""
    found = {
        "licensed": [row["licensed"] for row in rows],
        "true": [not row["false"] for row in rows],
        "shown_true": [not row["false_shown"] for row in rows],
    }
    told: dict[str, Any] = {"n": len(rows)}
    for name, values in found.items():
        told |= interval(name, np.array(values, np.float64), np.random.default_rng(0))
    wrote = [row["model"] for row in rows if row["model"]]
    for name, texts in (("model", wrote), ("plain", [row["plain"] for row in rows])):
        told |= {f"{name}_distinct_2": round(distinct(texts), 3), f"{name}_self_bleu": round(self_bleu(texts), 3)}
    return told


def _written(draw: Draw, entry: Explained, model: Any) -> str:
    """What the model writes, unverified."""
    licence = draw.licence
    writer = Writer(model=model, steps={"explain"}, verifies=False)
    pieces = writer.write(
        "explain", "", entry.facts, draw.wording.language,
        lambda sentence: verify.licensed(sentence, licence), lambda text: verify.sentences(text, licence.names),
    )  # fmt: skip
    return "".join(piece.text for piece in pieces).strip()


def _shown(draw: Draw, entry: Explained, raw: str) -> str:
    kept = []
    for sentence in verify.sentences(raw, draw.licence.names):
        if not _is_licensed(draw, sentence):
            break
        kept.append(sentence)
    return " ".join(kept) or entry.phrase


def _is_licensed(draw: Draw, sentence: str) -> bool:
    return verify.licensed(sentence, draw.licence)


def _false(world: World, draw: Draw, text: str) -> list[str]:
    wishes = tuple(Stated(condition=_condition(wish), words="", turn=0) for wish in draw.wishes if wish.facet != "text")
    said = tuple(str(e.facts["text"]) for e in draw.candidate.evidence if "text" in e.facts)
    account = Account(likes=tuple(item.id for item in draw.liked), wishes=wishes, messages=said)
    judge = Judge(world, draw.wording.language)
    return [f"{v.kind}: {v.detail}" for v in judge.judge_reasons(draw.candidate.item.id, text, account)]


def _condition(wish: Wish) -> Condition:
    return Condition(
        facet=wish.facet, values=wish.include or wish.exclude or (), low=wish.min, high=wish.max,
        refused=bool(wish.exclude), hard=wish.hard,
    )  # fmt: skip


def main() -> int:
    """Measure, print the summary as JSON, keep the texts where that was asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("model")
    options.add_argument("--index", type=Path, required=True)
    options.add_argument("--n", type=int, default=200)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--pairs", type=Path)
    args = options.parse_args()
    index = open_index(args.index)
    rows = measured(index, load_model(args.model, load()), args.n, args.seed)
    index.close()
    if args.pairs:
        args.pairs.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(summary(rows), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
