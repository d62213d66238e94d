"""One turn while it is made: what each step reads and writes.

The steps decide and this file carries values between them; what is said is chosen in `openings` and `answering`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from threading import Event

from assistant.answering import answered
from assistant.conversation import Intent, Question, Relaxed, ReplyItem
from assistant.ledger import apply
from assistant.memory import Control
from assistant.openings import openings
from assistant.preferences import Change, Opinion, Preferences, PreferenceUpdate, Wish
from assistant.reading import Context, Reading
from assistant.relaxing import missed_by_all, number_first, without_trade_offs
from assistant.steps import verify
from assistant.steps.clarify import Policy
from assistant.steps.explain import Explained, explain, reply_item
from assistant.steps.rank import rank
from assistant.steps.retrieve import Found, retrieve
from assistant.steps.understand import understand
from assistant.wording import Wording
from assistant.writer import Piece, Writer
from retrievers.hybrid import Hybrid
from retrievers.query import Candidate

Say = Callable[[str], None]

#: Intents whose reply recommends; all others answer.
RECOMMENDS: tuple[Intent, ...] = ("recommend", "refine", "more_like", "surprise", "feedback")
_ADVENTUROUS = 0.7
#: So many refusals in a row, and what follows is taken from further off.
_PATIENCE = 2


@dataclass(frozen=True, kw_only=True)
class TurnContext:
    """What a turn stands on and does not change.

    ``ledgers`` are the ledgers that stand, oldest first, the current one last. ``shown`` are all ids recommended in the
    session so far, ``asked`` the facets asked about. ``last_found`` is the search behind the latest recommendations.
    ``name`` is the catalogue's. ``clarify`` decides about a question.
    """

    reading: Context
    hybrid: Hybrid
    ledgers: Sequence[Preferences]
    shown: Collection[str]
    asked: Collection[str]
    last_found: Found | None
    simulated: bool
    name: str
    writer: Writer
    clarify: Policy
    language: str = "auto"
    count: int = 3
    stop: Event = field(default_factory=Event)


@dataclass(kw_only=True)
class TurnState:
    """The turn so far. Each step is a method that takes the context and a way to say text.

    ``update`` is what the ledger has taken in. ``missed`` are wishes set aside that no item shown meets. ``begins``
    says where in ``said`` the entry of each item begins, ``asks_at`` where the question does: a turn that is stopped
    keeps what it came to.
    """

    text: str
    turn: int
    preferences: Preferences
    given: Reading | None = None  # a click: nothing is left to be read
    reading: Reading = field(default_factory=lambda: Reading(intent="chat"))
    update: PreferenceUpdate = field(default_factory=PreferenceUpdate)
    changes: tuple[Change, ...] = ()
    control: Control = ""
    found: Found | None = None
    picked: tuple[Candidate, ...] = ()
    items: tuple[ReplyItem, ...] = ()
    question: Question | None = None
    relaxed: tuple[Relaxed, ...] = ()
    missed: tuple[Wish, ...] = ()
    said: str = ""
    begins: dict[str, int] = field(default_factory=dict)
    asks_at: int | None = None
    replaced: int = 0
    by_model: bool = False
    timings: dict[str, float] = field(default_factory=dict)
    first_text: float | None = None
    _explained: tuple[Explained, ...] = ()

    @property
    def recommends(self) -> bool:
        """Does the reply recommend? A click on a card only notes, and what was not understood gets an answer."""
        asks = self.reading.intent in RECOMMENDS or (
            self.reading.intent == "forget" and bool(self.reading.update.wishes)
        )
        return asks and self.reading.understood and self.given is None

    def wording(self, context: TurnContext) -> Wording:
        """The plain wording in the language of this turn."""
        return Wording(self.language(context), simulated=context.simulated, catalogue=context.reading.catalogue)

    def language(self, context: TurnContext) -> str:
        """The language that was set, else that of the message."""
        return self.reading.language if context.language == "auto" else context.language

    def count(self, context: TurnContext) -> int:
        """How many items to show: as many as were asked for in this message, else as usual."""
        return self.reading.count or context.count

    def _nothing_will_do(self, context: TurnContext) -> bool:
        return self.reading.refused and context.reading.refused >= _PATIENCE

    # ---- the steps --------------------------------------------------------------------------------------------------

    def understand(self, context: TurnContext, say: Say) -> None:
        self.reading = self.given or understand(self.text, context.reading, context.writer)

    def remember(self, context: TurnContext, say: Say) -> None:
        """Apply the update to the ledger; undo and restart are control events of the log."""
        before = context.ledgers[-1]
        if self.reading.intent == "undo":
            self.control = "undo"
            before = context.ledgers[-2] if len(context.ledgers) > 1 else Preferences()
        elif self.reading.intent == "restart":
            self.control, before = "restart", Preferences()
        self.update = self.reading.update
        self.preferences, self.changes = apply(before, self.update)

    def retrieve(self, context: TurnContext, say: Say) -> None:
        self.found = retrieve(
            self.preferences,
            context.hybrid,
            context.reading.catalogue,
            shown=(*context.shown, *self._set_apart(context)),
            count=self.count(context),
            adventurous=_ADVENTUROUS if self.reading.intent == "surprise" or self._nothing_will_do(context) else 0.0,
            like=self.reading.like,
            since=self.reading.like_since,
        )

    def _set_apart(self, context: TurnContext) -> list[str]:
        """What has just been taken out or spoken of: whoever says "no, the other one" does not want it recommended."""
        gone = [entry.id for entry in self.update.remove if isinstance(entry, Opinion)]
        return [*gone, *(context.reading.focus if any(w.facet == "people" for w in self.update.wishes) else ())]

    def rank(self, context: TurnContext, say: Say) -> None:
        assert self.found is not None
        found, catalogue = self.found, context.reading.catalogue
        first = number_first(found.candidates, found.query, found.set_aside, catalogue)
        picked = rank(found.candidates, self.preferences, self.count(context), first=first)
        self.missed = missed_by_all(picked, found.set_aside, catalogue)
        self.picked = tuple(without_trade_offs(candidate, self.missed) for candidate in picked)
        wording = self.wording(context)
        self._explained = tuple(reply_item(c, wording, pick=self.turn + n) for n, c in enumerate(self.picked))
        self.items = tuple(entry.item for entry in self._explained)
        self.relaxed = tuple(Relaxed(wish=wording.wish(s.wish), left=s.left, after=s.after) for s in found.set_aside)

    def clarify(self, context: TurnContext, say: Say) -> None:
        assert self.found is not None
        if self.reading.refused and context.reading.refused:  # who wants none of it is asked for a title instead
            return
        rest = self.found.candidates[len(self.picked) :]
        self.question = context.clarify(
            rest, self.preferences, context.reading.catalogue, context.asked, self.wording(context), turn=self.turn
        )

    def explain(self, context: TurnContext, say: Say) -> None:
        wording = self.wording(context)
        pieces = explain(
            self.picked,
            self._explained,
            openings(self, context, wording),
            self.question,
            wording,
            context.writer,
            lambda candidate, sentence: verify.licensed(sentence, self._licence(context, candidate)),
            lambda candidate, text: verify.sentences(text, self._licence(context, candidate).names),
        )
        for piece in pieces:
            self._say(piece, say)
            if context.stop.is_set():
                self.cut(self.said)
                break

    def answer(self, context: TurnContext, say: Say) -> None:
        found = answered(self, context, self.wording(context))
        self.items = found.items
        self._say(Piece(text=found.text), say)
        if context.writer.patience.short:
            self._say(Piece(text="\n" + self.wording(context).reply("model-short")), say)

    # ---- what is said -----------------------------------------------------------------------------------------------

    def _say(self, piece: Piece, say: Say) -> None:
        if piece.about:
            self.begins[piece.about] = len(self.said)
        if piece.asks:
            self.asks_at = len(self.said)
        self.said += piece.text
        self.replaced += piece.replaced
        self.by_model = self.by_model or piece.by_model
        say(piece.text)

    def cut(self, shown: str) -> None:
        """Keep only what the person was shown: of the text, of the items that it recommends, and of the question."""
        self.said = shown
        if self.picked:
            self.items = tuple(item for item in self.items if self.begins.get(item.id, len(shown)) < len(shown))
        if self.asks_at is None or self.asks_at >= len(shown):
            self.question = None

    def _licence(self, context: TurnContext, candidate: Candidate) -> verify.Licence:
        catalogue = context.reading.catalogue
        named = (*(opinion.id for opinion in self.preferences.likes), *(self.found.near if self.found else ()))
        others = [catalogue.item(id) for id in dict.fromkeys(named) if catalogue.row(id) is not None]
        language = self.language(context)
        return verify.Licence(
            candidate.item, candidate.evidence, self.preferences, others, language, simulated=context.simulated
        )
