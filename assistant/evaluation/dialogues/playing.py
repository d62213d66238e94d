"""Play scripted dialogues turn by turn: what the script expects, and what must always hold, of every reply.

It does not know which catalogue a script needs or how many are played at once (`catalogues`, `running`).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from time import perf_counter
from typing import Any

import numpy as np

from assistant.conversation import Reply
from assistant.evaluation.dialogues.always import Watch
from assistant.evaluation.dialogues.came import Came
from assistant.evaluation.dialogues.checking import check
from assistant.evaluation.dialogues.figures import Figures
from assistant.evaluation.dialogues.format import Script, Turn
from assistant.evaluation.dialogues.results import Failure, ScriptResult, StateChange, TurnResult
from assistant.evaluation.dialogues.variables import filled
from assistant.evaluation.partners import Partner, Talk, own
from assistant.preferences import OPINIONS, Opinion, Preferences, Wish, opinions
from assistant.session import Assistant


def play(
    script: Script,
    assistant: Assistant,
    partner: Partner | None = None,
    *,
    seed: int = 0,
    figures: Figures | None = None,
) -> ScriptResult:
    """Play one script in a conversation of its own, with ``assistant`` or with somebody else's, the ``partner``.

    ``assistant`` knows the catalogue in any case. A crash ends the dialogue and is a failure; it is not raised.
    """
    seeded(f"{seed}/{script.name}")
    talk = (partner or own(assistant))(script.language, script.count)
    game = _Game(script, assistant, talk, figures)
    for number, turn in enumerate(script.turns, 1):
        if not game.turn(number, turn):
            break
    return ScriptResult(
        name=script.name, path=str(script.path), about=script.about, catalogue=script.catalogue,
        language=script.language, tags=script.tags, seed=seed, turns=tuple(game.turns),
        failures=tuple(game.failures), error=game.error,
    )  # fmt: skip


def seeded(text: str) -> None:
    """Chance begins anew for every script, so that its result does not depend on what was played before it."""
    random.seed(text)
    np.random.seed(random.getrandbits(32))


class _Game:
    """One script while it is played."""

    def __init__(self, script: Script, assistant: Assistant, talk: Talk, figures: Figures | None) -> None:
        self.turns: list[TurnResult] = []
        self.failures: list[Failure] = []
        self.error = ""
        self._script, self._talk, self._catalogue = script, talk, assistant.catalogue
        self._watch = Watch(assistant, figures)
        self._replies: list[Reply] = []
        self._json: list[Mapping[str, Any]] = []
        self._said: list[str] = []

    def turn(self, number: int, turn: Turn) -> bool:
        """Play one turn; false where the dialogue cannot go on."""
        calls, begun = self._talk.model_calls, perf_counter()
        try:
            done = self._act(turn)
        except Exception as error:  # noqa: BLE001 - whatever an assistant raises is what is counted here
            self.error = f"{type(error).__name__}: {error}"
            self._fail(number, [Failure(turn=number, expectation="always: no crash", message=self.error)])
            return False
        if done is None:
            message = f"nothing that {turn.click.said() if turn.click else ''} could click"
            self._fail(number, [Failure(turn=number, expectation="click", message=message)])
            return False
        action, said, reply = done
        ms = (perf_counter() - begun) * 1000
        before = self._replies[-1].preferences if self._replies else Preferences()
        self._replies.append(reply)
        self._json.append(reply.to_json())
        self._said.append(said)
        shows = self._talk.shows
        came = Came(
            reply=reply, shows=shows, catalogue=self._catalogue, replies=self._json, said=self._said,
            model_calls=self._talk.model_calls - calls, ms=ms,
        )  # fmt: skip
        self._fail(number, self._watch.look(reply, shows, self._talk.log))
        failures, not_shown = check(turn.expect, came)
        self._fail(number, failures)
        self.turns.append(
            TurnResult(
                number=number, action=action, said=said, line=self._script.line("turns", number - 1),
                reply=self._json[-1], state_changes=state_changes(before, reply.preferences),
                timings_ms=dict(reply.timings_ms), ms=round(ms, 1), model_calls=came.model_calls,
                not_shown=tuple(not_shown),
            )
        )  # fmt: skip
        return True

    def _fail(self, number: int, failures: Any) -> None:
        file = str(self._script.path)
        for failure in failures:
            place = failure.expectation.split(".") if not failure.expectation.startswith("always") else ()
            line = self._script.line("turns", number - 1, *(("expect", *place) if place else ()))
            self.failures.append(replace(failure, turn=number, file=file, line=line))

    # ---- saying and clicking ------------------------------------------------------------------------------------

    def _act(self, turn: Turn) -> tuple[str, str, Reply] | None:
        """What was done, on what, and the reply; None where what the turn clicks is not there."""
        if turn.click is None:
            text = str(filled(turn.user or "", self._json)) * turn.times
            return "say", text, self._talk.say(text)
        kind, value = turn.click.action
        value = filled(value, self._json, "id")
        if kind == "undo":
            return kind, "", self._talk.undo()
        if kind == "option":
            option = self._option(int(value))
            return None if option is None else (kind, option, self._talk.say(option))
        if kind == "remove":
            entry = self._entry(str(value))
            return None if entry is None else (kind, str(value), self._talk.remove(entry))
        id = self._item(value)
        if id is None:
            return None
        row = self._catalogue.row(id)
        title = id if row is None else self._catalogue.items[row].title
        reply = self._talk.why(id) if kind == "why" else self._talk.feedback(id, kind)  # type: ignore[arg-type]
        return kind, title, reply

    def _option(self, number: int) -> str | None:
        asked = [reply.question for reply in self._replies if reply.question]
        return asked[-1].options[number - 1] if asked and number <= len(asked[-1].options) else None

    def _item(self, value: Any) -> str | None:
        """The id of an item by its place in the latest recommendations, its title or its id."""
        if isinstance(value, int):
            lists = ([item.id for item in reply.items if item.new] for reply in reversed(self._replies))
            ids = next((ids for ids in lists if ids), [])
            return ids[value - 1] if 1 <= value <= len(ids) else None
        items = [item for reply in reversed(self._replies) for item in reply.items]
        shown = [item.id for item in items if value in (item.id, item.title)]
        return shown[0] if shown else str(value) if self._catalogue.row(value) is not None else None

    def _entry(self, value: str) -> Opinion | Wish | None:
        ledger = self._replies[-1].preferences if self._replies else Preferences()
        told: Sequence[Opinion] = [o for name in OPINIONS for o in opinions(ledger, name)]
        entries = [o for o in told if value in (o.id, o.title)] + [w for w in ledger.wishes if w.facet == value]
        return entries[0] if entries else None


def state_changes(before: Preferences, after: Preferences) -> tuple[StateChange, ...]:
    """What left the ledger and what came into it."""
    found = []
    for name in (*OPINIONS, "wishes"):
        old, new = getattr(before, name), getattr(after, name)
        found += [StateChange(list=name, added=False, entry=asdict(entry)) for entry in old if entry not in new]
        found += [StateChange(list=name, added=True, entry=asdict(entry)) for entry in new if entry not in old]
    return tuple(found)
