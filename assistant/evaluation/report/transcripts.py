"""Conversations for reading: what was said, what came, what changed in the ledger, on what evidence, what was wrong.

Scripts and simulated talks become the same values here; how they look is the page's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.conversation import Reply
from assistant.evaluation.dialogues.results import RunResult, ScriptResult
from assistant.evaluation.simulation.talks import Played
from assistant.preferences import OPINIONS, Opinion, Preferences, Wish, opinions
from assistant.wording import Wording

_LONGEST = 600  # letters of a message that are worth showing


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One reason of one item: its kind, its weight from 0 to 1, its wording and the facts behind it."""

    item: str
    kind: str
    weight: float
    text: str
    facts: str


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One turn. ``changes`` are lines such as ``+ likes Heat``; ``problems`` say why it failed."""

    number: int
    said: str
    click: bool
    text: str
    intent: str
    options: tuple[str, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    problems: tuple[str, ...] = ()
    ms: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """A conversation; ``outcome`` is a few words. ``failed``: a check found something, or the person got nothing."""

    id: str
    source: str
    title: str
    about: str
    labels: tuple[str, ...]
    outcome: str
    failed: bool
    exchanges: tuple[Exchange, ...]


def of_scripts(run: RunResult) -> Iterator[Transcript]:
    """Every script that was played."""
    for number, script in enumerate(run.scripts, 1):
        yield Transcript(
            id=f"script-{number}", source="script", title=script.name, about=script.about,
            labels=(script.catalogue, *script.tags), outcome=_outcome(script),
            failed=not script.passed, exchanges=tuple(_scripted(script)),
        )  # fmt: skip


def _outcome(script: ScriptResult) -> str:
    return "passed" if script.passed else "fails, which is known" if script.known_failing else "failed"


def _scripted(script: ScriptResult) -> Iterator[Exchange]:
    before = Preferences()
    for turn in script.turns:
        reply = Reply.from_json(turn.reply)
        problems = tuple(failure.message for failure in script.failures if failure.turn == turn.number)
        yield _exchange(turn.number, turn.said, turn.action, reply, before, problems, turn.ms)
        before = reply.preferences


def of_talks(talks: Sequence[Played], titles: Mapping[str, str], most: int) -> Iterator[Transcript]:
    """Simulated talks: those where something went wrong first, ``most`` in all. ``titles`` maps ids to names."""
    order = sorted(talks, key=lambda talk: not _went_wrong(talk))
    for talk in order[:most]:
        likes = ", ".join(titles.get(id, id) for id in talk.need["likes"])
        about = f"Likes {likes}; is after one of {len(talk.need['targets'])} items that nobody is told."
        outcome = "found a hidden wish" if talk.hit else "took something that fits" if talk.accepted else "gave up"
        yield Transcript(
            id=f"person-{talk.person + 1}", source="simulated", title=f"Person {talk.person + 1}, {talk.persona}",
            about=about, labels=(talk.persona, talk.language), outcome=outcome, failed=_went_wrong(talk),
            exchanges=tuple(_simulated(talk, titles)),
        )  # fmt: skip


def _went_wrong(talk: Played) -> bool:
    return not talk.accepted or any(talk.violations)


def _simulated(talk: Played, titles: Mapping[str, str]) -> Iterator[Exchange]:
    before = Preferences()
    for number, step in enumerate(talk.steps, 1):
        problems = tuple(f"{v.kind}: {v.detail}" for v in step.violations)
        action = step.utterance.opinion or "say"
        said = step.utterance.text or titles.get(step.utterance.item, step.utterance.item)
        if step.reply is None:
            yield Exchange(number=number, said=said, click=False, text="", intent="", problems=problems)
            return
        yield _exchange(number, said, action, step.reply, before, problems, step.ms)
        before = step.reply.preferences


def _exchange(
    number: int, said: str, action: str, reply: Reply, before: Preferences, problems: tuple[str, ...], ms: float
) -> Exchange:
    wording = Wording(reply.language)
    words = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}… ({len(said):,} letters)"
    return Exchange(
        number=number, said=words if action == "say" else f"{action}: {words}", click=action != "say", text=reply.text,
        intent=reply.intent, options=reply.question.options if reply.question else (),
        changes=tuple(_changes(before, reply.preferences, wording)),
        evidence=tuple(
            Evidence(item=item.title, kind=why.kind, weight=why.weight, text=why.text, facts=_facts(why.facts))
            for item in reply.items
            for why in item.why
        ),
        problems=problems, ms=ms,
    )  # fmt: skip


def _changes(before: Preferences, after: Preferences, wording: Wording) -> Iterator[tuple[str, str]]:
    """What left the ledger and what came: ``("-", "likes Heat")``."""
    old, new = list(_entries(before, wording)), list(_entries(after, wording))
    yield from (("-", entry) for entry in old if entry not in new)
    yield from (("+", entry) for entry in new if entry not in old)


def _entries(ledger: Preferences, wording: Wording) -> Iterator[str]:
    for name in OPINIONS:
        yield from (f"{name} {_name(entry, wording)}" for entry in opinions(ledger, name))
    for wish in ledger.wishes:
        yield f"{'must be' if wish.hard else 'rather'} {_name(wish, wording)}"


def _name(entry: Opinion | Wish, wording: Wording) -> str:
    return entry.title if isinstance(entry, Opinion) else wording.wish(entry)


def _facts(facts: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in facts.items() if name != "liked_ids")
