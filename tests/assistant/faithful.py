"""Are the explanations true of the ranking? ``python -m tests.assistant.faithful [--index DIR] [--n 1000] [--seed 0]``.

Random queries over what an index holds (one to four likes, none or one dislike, hard and soft wishes); of the first
three candidates of each, every reason that a reply would give is put to the test by taking away what it cites and
computing again. Prints how many of each kind were checked, and every violation; exit 1 where there is one.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.steps.answer import told
from assistant.steps.explain import reply_item
from assistant.training.draws import random_query
from assistant.wording import Wording
from retrievers import filters
from retrievers.evidence import LEAST_SHARE
from retrievers.index import Index, open_index
from retrievers.query import Candidate, Evidence, Query

_TOP = 3
#: The raw score is compared with the mean over the catalogue, which is another one for a shorter history.
_IN_SCORE = "taste: without it the term of the score, which is calibrated anew, falls too"


@dataclass
class Tally:
    """How many reasons were checked for what, and each that failed; ``observed`` is counted and need not hold."""

    checked: Counter[str] = field(default_factory=Counter)
    observed: Counter[str] = field(default_factory=Counter)
    violations: list[tuple[str, str]] = field(default_factory=list)

    def note(self, what: str, holds: bool, about: str) -> None:
        self.checked[what] += 1
        if not holds:
            self.violations.append((what, about))


def check(index: Index, n: int, seed: int = 0) -> Tally:
    """The reasons of ``n`` candidates, each under a random query, put to the test."""
    random_ = random.Random(seed)
    tally, explained = Tally(), 0
    while explained < n:
        query = random_query(index, random_)
        for candidate in index.hybrid.retrieve(query)[: min(_TOP, n - explained)]:
            explained += 1
            for evidence in given(candidate):
                _check(index, query, candidate, evidence, tally)
    tally.checked["explanations"] = explained
    return tally


def given(candidate: Candidate) -> list[Evidence]:
    """The evidence that a recommendation or an answer to "why" tells."""
    card = reply_item(candidate, Wording("en")).item.why
    in_card = [e for e in candidate.evidence if any((e.kind, e.facts) == (r.kind, r.facts) for r in card)]
    return [*in_card, *(e for e in told(candidate) if e not in in_card)]


# ---- one reason -----------------------------------------------------------------------------------------------------


def _check(index: Index, query: Query, candidate: Candidate, evidence: Evidence, tally: Tally) -> None:
    about = f"{candidate.item.title!r} for {_shown(index, query)}: {evidence}"
    if evidence.kind not in ("asked-for", "trade-off") or "text" in evidence.facts:
        tally.note("share: at least the least share", evidence.weight >= LEAST_SHARE, about)
    for what, holds in _tests(index, query, candidate.item.id, evidence):
        tally.note(what, holds, about)
    if evidence.kind == "people-like-you":
        row, without = index.catalogue.rows_by_id[candidate.item.id], _without(query, evidence)
        tally.observed[_IN_SCORE] += _term(index, without, row, "taste") < _term(index, query, row, "taste")


def _tests(index: Index, query: Query, id: str, evidence: Evidence) -> Iterator[tuple[str, bool]]:
    """What was tested and whether it holds."""
    facts, row = evidence.facts, index.catalogue.rows_by_id[id]
    if evidence.kind in ("people-like-you", "similar-to"):
        without = _without(query, evidence)
        yield "cited like: was liked", len(without.liked) == len(query.liked) - 1
        yield from (_taste if evidence.kind == "people-like-you" else _likeness)(index, query, without, row, facts)
    elif evidence.kind == "acclaimed":
        yield "acclaimed: true count", facts["raters"] == int(index.catalogue.raters[row])
        yield "acclaimed: popularity speaks for it", _term(index, query, row, "popularity") > 0
    elif evidence.kind == "trade-off":
        missed = [c for c in query.constraints if not c.hard and c.facet == facts["facet"]]
        yield "trade-off: a soft wish is missed", any(not filters.satisfied(index.catalogue, c)[row] for c in missed)
    elif "text" in facts:
        without = replace(query, text="", quoted="")
        yield (
            "words: without them the term falls",
            _term(index, without, row, "words") < _term(index, query, row, "words"),
        )
    else:
        yield from _wishes(index, query, row, facts)


def _without(query: Query, evidence: Evidence) -> Query:
    """The query without the like that the evidence cites."""
    return replace(query, liked=tuple(one for one in query.liked if one not in evidence.facts["liked_ids"]))


def _taste(
    index: Index, query: Query, without: Query, row: int, facts: Mapping[str, Any]
) -> Iterator[tuple[str, bool]]:
    """The exact part of the cited like, the score without it, and the numbers that are told, counted again."""
    catalogue, taste = index.catalogue, index.taste
    cited = catalogue.rows_by_id[facts["liked_ids"][0]]
    parts = index.collaborative.contributions(query, row)
    raw = [
        float(taste.scores(index.collaborative.profile(q.liked, q.disliked), np.array([row]))[0])
        for q in (query, without)
    ]
    yield "taste: the parts add up to the score", bool(np.isclose(sum(parts.values()), raw[0], rtol=1e-3, atol=1e-4))
    yield "taste: the cited like adds to it", parts.get(cited, 0.0) > 0
    yield "taste: without it the raw score falls", raw[1] < raw[0]
    theirs, own = set(taste.fans_of(cited).tolist()), set(taste.fans_of(row).tolist())
    true = (len(theirs), round(len(theirs & own) / max(len(theirs), 1), 2))
    yield "taste: true share and count", (facts["raters"], facts["share"]) == true


def _likeness(
    index: Index, query: Query, without: Query, row: int, facts: Mapping[str, Any]
) -> Iterator[tuple[str, bool]]:
    terms = _term(index, query, row, "likeness"), _term(index, without, row, "likeness")
    yield "likeness: without the cited like the term falls", terms[1] < terms[0]
    item, liked = index.catalogue.items[row], index.catalogue.item(facts["liked_ids"][0])
    shared = all(
        value in index.catalogue.values(liked, facet)
        and filters.key_of(facet, value) in {filters.key_of(facet, v) for v in index.catalogue.values(item, facet)}
        for facet, values in facts["shared"].items()
        for value in values
    )
    yield "likeness: both have what is shared", shared


def _wishes(index: Index, query: Query, row: int, facts: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Each cited wish is met; a hard one leaves something out, a soft one raises the term."""
    for matched in facts["matched"]:
        hard = matched["hard"]
        (wish,) = (c for c in query.constraints if (c.facet, c.hard) == (matched["facet"], hard))
        meeting = filters.satisfied(index.catalogue, wish)
        yield "wish: is met", bool(meeting[row])
        if hard:
            yield "hard wish: leaves something out", not meeting.all()
        else:
            without = replace(query, constraints=tuple(c for c in query.constraints if c != wish))
            terms = _term(index, query, row, "soft"), _term(index, without, row, "soft")
            yield "soft wish: without it the term falls", terms[1] < terms[0]


def _term(index: Index, query: Query, row: int, name: str) -> float:
    """The term of that name; 0, which is the mean, where the query says nothing for it."""
    return index.hybrid.terms(query, [index.catalogue.items[row].id])[0].get(name, 0.0)


def _shown(index: Index, query: Query) -> str:
    titles = {name: [index.catalogue.item(id).title for id in getattr(query, name)] for name in ("liked", "disliked")}
    return f"{titles} {query.constraints} {query.quoted!r}"


def main() -> int:
    """Print what was checked and every violation."""
    from assistant.bootstrap import demo_index
    from assistant.settings import load

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--index", type=Path, help="an index folder; the demo's without it")
    options.add_argument("--n", type=int, default=1000)
    options.add_argument("--seed", type=int, default=0)
    args = options.parse_args()
    index = open_index(args.index or demo_index(load()))
    tally = check(index, args.n, args.seed)
    index.close()
    bad = Counter(what for what, _ in tally.violations)
    for what, count in sorted(tally.checked.items()):
        sys.stdout.write(f"{what}: {count}{f', {bad[what]} violated' if bad[what] else ''}\n")
    for what, count in tally.observed.items():
        sys.stdout.write(f"{what}: {count} (observed; it need not)\n")
    sys.stdout.writelines(f"VIOLATED {what}: {about}\n" for what, about in tally.violations)
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main())
