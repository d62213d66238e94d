"""Faults to plant in the product, each a small change of one function: a name, and what it does to a `MonkeyPatch`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant import memory, openings, reasons, session, turn, turns
from assistant.conversation import Question, Reply
from assistant.ledger import apply
from assistant.memory import Memory
from assistant.past import Past
from assistant.preferences import Preferences, to_query
from assistant.reading import Reading
from assistant.steps import answer, explain, retrieve
from assistant.turn import TurnState
from assistant.turns import Turns
from assistant.wording import Wording
from retrievers.evidence import Witness

Plant = Callable[[pytest.MonkeyPatch], None]
FAULTS: dict[str, Plant] = {}


def fault(name: str) -> Callable[[Plant], Plant]:
    def register(plant: Plant) -> Plant:
        FAULTS[name] = plant
        return plant

    return register


def querying(patch, change):
    """Every query of the conversation is changed by ``change(query, preferences)``."""

    def changed(preferences, **how):
        return change(to_query(preferences, **how), preferences)

    patch.setattr(retrieve, "to_query", changed)


def ids(opinions):
    return {opinion.id for opinion in opinions}


# ---- what comes back ------------------------------------------------------------------------------------------------


@fault("a seen item returns")
def _(patch):
    querying(patch, lambda q, p: replace(q, seen=tuple(id for id in q.seen if id not in ids(p.seen))))


@fault("a rejected item returns")
def _(patch):
    querying(patch, lambda q, p: replace(q, seen=tuple(id for id in q.seen if id not in ids(p.rejected))))


@fault("a disliked item returns")
def _(patch):
    querying(patch, lambda q, p: replace(q, disliked=()))


@fault("a shown item returns")
def _(patch):
    patch.setattr(Past, "shown", property(lambda self: ()))


@fault("one item twice in a reply")
def _(patch):
    real = turn.rank
    patch.setattr(turn, "rank", lambda *how: (*real(*how)[:1], *real(*how)[:2]))


# ---- wishes ---------------------------------------------------------------------------------------------------------


@fault("a hard wish is ignored")
def _(patch):
    querying(patch, lambda q, p: replace(q, constraints=tuple(c for c in q.constraints if c.facet != "year")))


@fault("what was excluded is shown")
def _(patch):
    querying(patch, lambda q, p: replace(q, constraints=tuple(c for c in q.constraints if not c.exclude)))


@fault("'no horror' is taken for 'horror'")
def _(patch):
    real = turn.understand

    def understand(*how):
        reading = real(*how)
        wishes = tuple(replace(w, include=w.include or w.exclude, exclude=None) for w in reading.update.wishes)
        return replace(reading, update=replace(reading.update, wishes=wishes))

    patch.setattr(turn, "understand", understand)


@fault("a wish is set aside without a word")
def _(patch):
    patch.setattr(openings, "_set_aside", lambda *_: [])


@fault("a wish is set aside and the reply does not list it")
def _(patch):
    real = TurnState.rank

    def rank(self, context, say):
        real(self, context, say)
        self.relaxed = ()

    patch.setattr(TurnState, "rank", rank)


# ---- what is said of an item ----------------------------------------------------------------------------------------


@fault("an invented title")
def _(patch):
    real = Wording.title
    patch.setattr(Wording, "title", lambda self, item: f"{real(self, item)} Returns")


@fault("a wrong year")
def _(patch):
    real = Wording.year
    patch.setattr(Wording, "year", lambda self, item: real(self, replace(item, year=item.year and item.year + 1)))


@fault("a wrong share in a reason")
def _(patch):
    real = explain.reason

    def reason(evidence, *more, **how):
        facts = evidence.facts
        if "share" in facts:
            evidence = replace(evidence, facts={**facts, "share": facts["share"] + 0.03})
        return real(evidence, *more, **how)

    patch.setattr(explain, "reason", reason)


@fault("a wrong liked item in a reason")
def _(patch):
    real = Witness._people

    def people(self, query, row, share):
        for found in real(self, query, row, share):
            other = self._catalogue.items[(self._catalogue.row(found.facts["liked_ids"][0]) + 1) % len(self._catalogue)]
            yield replace(found, facts={**found.facts, "liked": [other.title], "liked_ids": [other.id]})

    patch.setattr(Witness, "_people", people)


@fault("a shared genre that is not shared")
def _(patch):
    real = reasons._similar

    def similar(facts, *more):
        return real({**facts, "shared": {**facts["shared"], "genre": ["musical"]}}, *more)

    patch.setattr(reasons, "_similar", similar)


@fault("a claim without evidence")
def _(patch):
    real = turn.reply_item

    def reply_item(*how, **more):
        entry = real(*how, **more)
        return replace(entry, phrase=f"{entry.phrase}; it won five Oscars")

    patch.setattr(turn, "reply_item", reply_item)


@fault("'you asked for' what was not asked for")
def _(patch):
    real = reasons._asked_for

    def asked_for(facts, item, *more):
        if "matched" in facts and item.moods:
            facts = {"matched": [{"facet": "mood", "values": [item.moods[-1]], "hard": True}]}
        return real(facts, item, *more)

    patch.setattr(reasons, "_asked_for", asked_for)


@fault("why: a place in the list that there is not")
def _(patch):
    real = answer.ordinal
    patch.setattr(answer, "ordinal", lambda place, wording: real(place + 5000, wording))


# ---- the state ------------------------------------------------------------------------------------------------------


@fault("undo loses the whole state")
def _(patch):
    replaying(patch, lambda stack: [Preferences()])


@fault("undo takes two turns back")
def _(patch):
    replaying(patch, lambda stack: stack[:-2])


@fault("undo does nothing")
def _(patch):
    replaying(patch, lambda stack: stack)


def replaying(patch, undone):
    """The ledgers after an undo, in the turn and in the log alike, so that both agree on what is wrong."""

    def replay(events):
        stack = [Preferences()]
        for event in events:
            if event.control == "undo":
                stack = undone(stack) or [Preferences()]
            before = Preferences() if event.control == "restart" else stack[-1]
            ledger, _ = apply(before, event.update)
            if ledger != stack[-1]:
                stack.append(ledger)
        return stack

    real = TurnState.remember

    def remember(self, context, say):
        real(self, context, say)
        if self.control == "undo":
            self.preferences = (undone(list(context.ledgers)) or [Preferences()])[-1]

    patch.setattr(TurnState, "remember", remember)
    patch.setattr(memory, "replay", replay)
    patch.setattr("assistant.past.replay", replay)
    patch.setattr("assistant.evaluation.dialogues.always.replay", replay)


@fault("a like is forgotten")
def _(patch):
    def forgetful(before, update):
        after, changes = apply(before, update)
        return replace(after, likes=after.likes[-1:]), changes

    patch.setattr(turn, "apply", forgetful)
    patch.setattr(memory, "apply", forgetful)


@fault("the log and the state differ")
def _(patch):
    real = Turns._append

    def append(self, reply, said, action, control, update, trace):
        real(self, reply, said, action, control, replace(update, wishes=()), trace)

    patch.setattr(turns.Turns, "_append", append)


@fault("a click on 'seen' is noted as a like")
def _(patch):
    patch.setitem(session._LIST_OF, "seen", "likes")


@fault("sessions run into each other")
def _(patch):
    real, first = Memory.start, []

    def start(self, *how):
        first.append(first[0] if first else real(self, *how))
        return first[-1]

    patch.setattr(Memory, "start", start)


# ---- manners --------------------------------------------------------------------------------------------------------


@fault("a question is asked twice")
def _(patch):
    patch.setattr(Past, "asked", property(lambda self: frozenset()))
    real = turns.Turns._context

    def context(self, stop):
        found = real(self, stop)
        settled = {"kind"}

        def clarify(candidates, preferences, *more, **how):
            kept = tuple(w for w in preferences.wishes if w.facet in settled)
            return found.clarify(candidates, replace(preferences, wishes=kept), *more, **how)

        return replace(found, clarify=clarify)

    patch.setattr(turns.Turns, "_context", context)


@fault("a question after goodbye")
def _(patch):
    real = TurnState.answer

    def answered(self, context, say):
        real(self, context, say)
        if self.reading.intent == "stop":
            self.question = Question(facet="mood", text="What mood should it have?")

    patch.setattr(TurnState, "answer", answered)


@fault("it goes on offering after 'I'll take it'")
def _(patch):
    patch.setattr(turn, "RECOMMENDS", (*turn.RECOMMENDS, "accept"))


@fault("Chinese is answered in English")
def _(patch):
    patch.setattr(TurnState, "language", lambda self, context: "en")


@fault("markup in the text")
def _(patch):
    real = Wording.title
    patch.setattr(Wording, "title", lambda self, item: f"<b>{real(self, item)}</b>")


@fault("a control token in the text")
def _(patch):
    real = turn.openings
    patch.setattr(turn, "openings", lambda *how: [*real(*how), "<|im_end|>"])


@fault("one item too many")
def _(patch):
    real = turn.rank
    patch.setattr(turn, "rank", lambda candidates, preferences, count: real(candidates, preferences, count + 1))


@fault("a message is read as small talk")
def _(patch):
    real = turn.understand

    def understand(text, *how):
        found = real(text, *how)
        return Reading(intent="chat", language=found.language) if found.intent == "refine" else found

    patch.setattr(turn, "understand", understand)


@fault("the JSON of a reply loses its question")
def _(patch):
    real = Reply.to_json
    patch.setattr(Reply, "to_json", lambda self: {**real(self), "question": None})
