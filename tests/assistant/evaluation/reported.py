"""A small evaluation made by hand: two scripts, three simulated people, hostile titles; no index and no encoder."""

from assistant.conversation import Question, Reason, Reply, ReplyItem
from assistant.evaluation.dialogues.results import KNOWN_FAILING, Failure, RunResult, ScriptResult, TurnResult
from assistant.evaluation.independent.reasons import Violation
from assistant.evaluation.report.gathering import Evaluation, Part
from assistant.evaluation.simulation.comparison import Compared
from assistant.evaluation.simulation.metrics import by_turn, differences, rows
from assistant.evaluation.simulation.personas import Utterance
from assistant.evaluation.simulation.talks import Played, Step
from assistant.preferences import Opinion, Preferences, Wish

HOSTILE = '</script><script>alert(1)</script><img src="http://evil.example/x.png" onerror="alert(2)">{{ 7*7 }}'
TIMINGS = {"understand": 2.0, "retrieve": 5.0, "rank": 1.0, "explain": 1.0, "first_text": 8.0, "total": 12.0}


def reply(turn=1, **more):
    item = ReplyItem(
        id="h", title=HOSTILE, year=1995, why=(Reason(kind="acclaimed", weight=0.5, facts={"raters": 3}, text=HOSTILE),)
    )
    ledger = Preferences(
        likes=(Opinion(id="heat", title="Heat"),), wishes=(Wish(facet="genre", include=("crime",)),) * (turn > 1)
    )
    return Reply(
        session="s", turn=turn, intent="recommend", language="en", text=f"These fit:\n1. {HOSTILE}.", items=(item,),
        question=Question(facet="mood", text="Which mood?", options=("dark", HOSTILE)), preferences=ledger,
        timings_ms=TIMINGS, **more,
    )  # fmt: skip


def script(name, *failures, tags=("english",)):
    turns = tuple(
        TurnResult(number=n, action="say", said=f"{name} {n}", line=0, reply=reply(n).to_json(), timings_ms=TIMINGS)
        for n in (1, 2)
    )
    return ScriptResult(name=name, path=f"{name}.yaml", catalogue="demo", tags=tags, turns=turns, failures=failures)


def talk(person, accepted, *violations):
    steps = (
        Step(utterance=Utterance(text="I loved Heat"), reply=reply(), violations=violations, ms=12.0),
        Step(
            utterance=Utterance(text="I'll take it", ends="accepted" if accepted else "gave up"),
            reply=reply(2), violations=(), ms=12.0,
        ),
    )  # fmt: skip
    return Played(
        person=person, persona="picky" if person else "terse", language="en", steps=steps, sentences=4, hit=accepted,
        need={"targets": ["h"], "likes": ["heat"], "conditions": []},
    )  # fmt: skip


def compared(**talks):
    first, *others = talks
    leaks = {"system": "guesser", "persona": "all", "n": 3}
    for name in ("hit@10", "floor_hit@10", "difference_hit@10", "mrr", "floor_mrr", "difference_mrr"):
        leaks |= {name: 0.01, f"{name}_low": -0.01, f"{name}_high": 0.03}
    return Compared(
        rows=[row for name, of in talks.items() for row in rows(of, name, 0)],
        differences=[differences(talks[first], talks[name], (first, name), 0) for name in others],
        curve=[row for name, of in talks.items() for row in by_turn(of, name, 0, 3)],
        leaks=leaks, talks=talks, left_out={"no model": "no model is loaded"},
    )  # fmt: skip


def evaluation():
    ours = [talk(0, True), talk(1, True), talk(2, False, Violation(kind="invented title", detail=HOSTILE))]
    worse = [talk(n, False) for n in range(3)]
    failure = Failure(turn=2, expectation="items.all", message=f"all of the items: {HOSTILE}")
    return Evaluation(
        run={"command": "sommelier evaluate all", "seed": 0, "sources": {"films.jsonl": "ab" * 32}, "date": "today"},
        about="2 films (tiny)",
        scripts=RunResult(
            run={},
            scripts=(script("good"), script("bad", failure), script("known", failure, tags=(KNOWN_FAILING,))),
            skipped={"goodbooks": 2},
        ),
        simulation=compared(assistant=ours, popularity=worse),
        ablations=compared(**{"assistant": ours, "no taste": worse}),
        titles={"heat": "Heat", "h": HOSTILE},
        parts={
            "ranking": Part(
                run={"seed": 0},
                rows=[
                    {"protocol": "given1", "system": "ease", "ndcg@10": 0.2},
                    {"protocol": "given1", "system": "sommelier", "ndcg@10": 0.25},
                    {"protocol": "long", "system": HOSTILE, "ndcg@10": 0.35},
                    {
                        "protocol": "long",
                        "system": "sommelier",
                        "ndcg@10": 0.3,
                        "ndcg@10 low": 0.25,
                        "ndcg@10 high": 0.36,
                    },
                ],
            ),
            "understanding": Part(
                run={},
                rows=[
                    {
                        "labels": "form",
                        "half": half,
                        "reader": reader,
                        "n": 1000,
                        "balanced_accuracy": right,
                        "low": 0.4,
                        "high": 0.9,
                        "f1": 0.3,
                    }
                    for half in ("all", "dev")
                    for reader, right in (("majority", 0.5), ("rules", 0.6))
                ],
            ),
        },
    )
