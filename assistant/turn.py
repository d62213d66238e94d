"""One turn while it is made: what each step reads and writes. The steps decide; this file carries values between them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Any

from assistant.conversation import Intent, Question, Relaxed, ReplyItem
from assistant.memory import Control
from assistant.preferences import Change, Preferences, PreferenceUpdate, apply
from assistant.reading import Context, Reading
from assistant.steps import answer as answers
from assistant.steps import verify
from assistant.steps.clarify import clarify
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


@dataclass(frozen=True, kw_only=True)
class TurnContext:
    """What a turn stands on and does not change.

    ``ledgers`` are the ledgers that stand, oldest first, the current one last. ``shown`` are all ids recommended in the
    session so far. ``last_query`` is the search behind the latest recommendations. ``about`` maps a language to a
    description of the catalogue.
    """

    reading: Context
    hybrid: Hybrid
    ledgers: Sequence[Preferences]
    shown: Collection[str]
    asked: Collection[str]
    last_found: Found | None
    simulated: bool
    about: Mapping[str, str]
    writer: Writer
    reader: Any = None
    language: str = "auto"
    count: int = 3
    stop: Event = field(default_factory=Event)


@dataclass(kw_only=True)
class TurnState:
    """The turn so far. Each step is a method that takes the context and a way to say text."""

    text: str
    turn: int
    given: Reading | None = None  # a click: nothing is left to be read
    reading: Reading = field(default_factory=lambda: Reading(intent="chat"))
    preferences: Preferences = field(default_factory=Preferences)
    changes: tuple[Change, ...] = ()
    control: Control = ""
    found: Found | None = None
    picked: tuple[Candidate, ...] = ()
    items: tuple[ReplyItem, ...] = ()
    question: Question | None = None
    relaxed: tuple[Relaxed, ...] = ()
    said: str = ""
    replaced: int = 0
    by_model: bool = False
    timings: dict[str, float] = field(default_factory=dict)
    first_text: float | None = None
    _explained: tuple[Explained, ...] = ()

    @property
    def recommends(self) -> bool:
        """Does the reply recommend? A click on a card only notes, and what was not understood gets an answer."""
        return self.reading.intent in RECOMMENDS and self.reading.understood and self.given is None

    def wording(self, context: TurnContext) -> Wording:
        return Wording(self.language(context), simulated=context.simulated, catalogue=context.reading.catalogue)

    def language(self, context: TurnContext) -> str:
        return self.reading.language if context.language == "auto" else context.language

    # ---- the steps ----------------------------------------------------------------------------------------------------

    def understand(self, context: TurnContext, say: Say) -> None:
        self.reading = self.given or understand(self.text, context.reading, context.reader)

    def remember(self, context: TurnContext, say: Say) -> None:
        """Apply the update to the ledger; undo and restart are control events of the log."""
        now = context.ledgers[-1]
        intent = self.reading.intent
        if intent == "undo":
            self.control = "undo"
            self.preferences = context.ledgers[-2] if len(context.ledgers) > 1 else Preferences()
        elif intent == "restart":
            self.control, self.preferences = "restart", Preferences()
        else:
            self.preferences, self.changes = apply(now, self.reading.update)

    def retrieve(self, context: TurnContext, say: Say) -> None:
        intent = self.reading.intent
        self.found = retrieve(
            self.preferences,
            context.hybrid,
            context.reading.catalogue,
            shown=context.shown,
            count=context.count,
            adventurous=_ADVENTUROUS if intent == "surprise" else 0.0,
            like=self.reading.like,
        )

    def rank(self, context: TurnContext, say: Say) -> None:
        assert self.found is not None
        self.picked = rank(self.found.candidates, self.preferences, context.count)
        wording = self.wording(context)
        self._explained = tuple(reply_item(c, wording, pick=self.turn + n) for n, c in enumerate(self.picked))
        self.items = tuple(entry.item for entry in self._explained)
        self.relaxed = tuple(
            Relaxed(wish=wording.wish(s.wish), left=s.left, after=s.after) for s in self.found.set_aside
        )

    def clarify(self, context: TurnContext, say: Say) -> None:
        assert self.found is not None
        rest = self.found.candidates[len(self.picked) :]
        self.question = clarify(
            rest, self.preferences, context.reading.catalogue, context.asked, self.wording(context), pick=self.turn
        )

    def explain(self, context: TurnContext, say: Say) -> None:
        wording = self.wording(context)
        pieces = explain(
            self.picked,
            self._explained,
            self._openings(context, wording),
            self.question,
            wording,
            context.writer,
            lambda sentence, candidate: verify.licensed(sentence, self._licence(context, candidate)),
            verify.sentences,
        )
        for piece in pieces:
            self._say(piece, say)
            if context.stop.is_set():
                break

    def answer(self, context: TurnContext, say: Say) -> None:
        self._say(Piece(text=self._answer(context, self.wording(context))), say)

    def _say(self, piece: Piece, say: Say) -> None:
        self.said += piece.text
        self.replaced += piece.replaced
        self.by_model = self.by_model or piece.by_model
        say(piece.text)

    def _licence(self, context: TurnContext, candidate: Candidate) -> verify.Licence:
        catalogue = context.reading.catalogue
        liked = [catalogue.item(o.id) for o in self.preferences.likes if catalogue.row(o.id) is not None]
        return verify.Licence(candidate.item, candidate.evidence, self.preferences, liked, self.language(context))

    # ---- openings -----------------------------------------------------------------------------------------------------

    def _openings(self, context: TurnContext, wording: Wording) -> list[str]:
        """What comes before the items: what changed, what could not be found or judged, what was set aside."""
        assert self.found is not None
        lines = wording.changes(self.changes)
        lines += self._notices(context, wording)
        lines += self._set_aside(wording)
        if self.reading.declined:
            lines.append(wording.reply("question-skipped"))
        if not any(wish.facet == "kind" for wish in self.found.absent) or not self.picked:
            lines.append(self._opening(context, wording))
        return lines

    def _set_aside(self, wording: Wording) -> list[str]:
        assert self.found is not None
        asides = self.found.set_aside
        if not asides:
            return []
        if len(asides) > 1:
            wishes = wording.list([f"“{wording.wish(aside.wish)}”" for aside in asides])
            return [wording.reply("relaxed-several", wishes=wishes, after=asides[-1].after)]
        wish, left, after = wording.wish(asides[0].wish), asides[0].left, asides[0].after
        if left:
            return [wording.reply("relaxed", wish=wish, left=left, after=after)]
        return [wording.reply("relaxed-none", wish=wish, after=after)]

    def _notices(self, context: TurnContext, wording: Wording) -> list[str]:
        assert self.found is not None
        lines = self._about_titles(context, wording)
        for wish in self.found.absent:
            if wish.facet == "kind":
                lines.append(
                    wording.reply("no-such-kind", kind=wording.list([wording.kinds(v) for v in wish.include or ()]))
                )
            else:
                lines.append(wording.reply("no-such-value", value=wording.wish(wish)))
        said_now = {w.facet for w in self.reading.update.wishes}
        facets = [f for f in self.found.cannot_judge if f in said_now and f not in ("mood", "theme", "note")]
        if facets:
            lines.append(wording.reply("cannot-judge", facets=wording.list([wording.facet(f) for f in facets])))
        return lines

    def _about_titles(self, context: TurnContext, wording: Wording) -> list[str]:
        """What has to be said of the titles in the message: unknown ones, and names that several works bear."""
        lines = []
        if self.reading.unknown:
            names = wording.list([f"“{title[:80]}”" for title in self.reading.unknown[:5]])
            pronoun = {"en": "it" if len(self.reading.unknown) == 1 else "them", "zh": ""}[wording.language]
            lines.append(wording.reply("unknown-title", titles=names, pronoun=pronoun))
        for words, id, _ in self.reading.uncertain:
            item = context.reading.catalogue.item(id)
            if item.year is not None:
                lines.append(wording.reply("uncertain-title", words=words, year=item.year))
        return lines

    def _opening(self, context: TurnContext, wording: Wording) -> str:
        if not self.picked:
            return wording.reply("exhausted" if context.shown else "nothing-left")
        if self.reading.intent == "surprise":
            return wording.reply("opening-surprise")
        if self.reading.like:
            return wording.reply(
                "opening-more-like", title=wording.title(context.reading.catalogue.item(self.reading.like[0]))
            )
        if self.preferences == Preferences():
            return wording.reply("opening-first")
        if len(self.picked) == 1:
            return wording.reply("opening-one")
        if not self.changes and context.shown:
            return wording.reply("opening-more", pick=self.turn)
        return wording.reply("opening", pick=self.turn)

    # ---- answers ------------------------------------------------------------------------------------------------------

    def _answer(self, context: TurnContext, wording: Wording) -> str:
        reading = self.reading
        noted = " ".join(wording.changes(self.changes))
        about = wording.about(context.about["name"], _kinds(context))
        if not self.text.strip() and self.given is None:
            return wording.reply("empty")
        if not reading.understood:
            return (
                wording.reply("off-topic", about=about) if _is_sentence(self.text) else wording.reply("not-understood")
            )
        spoken = {
            "undo": lambda: wording.reply("undo" if len(context.ledgers) > 1 else "undo-nothing"),
            "restart": lambda: wording.reply("restart"),
            "stop": lambda: wording.reply("stop"),
            "forget": lambda: wording.reply("forget" if self.changes else "forget-nothing"),
            "accept": lambda: self._accept(context, wording),
            "why": lambda: self._why(context, wording),
            "compare": lambda: self._compare(context, wording),
            "ask": lambda: self._ask(context, wording),
            "feedback": lambda: noted or wording.reply("feedback"),
            "chat": lambda: self._chat(context, wording, about),
        }.get(reading.intent, lambda: wording.reply("off-topic", about=about))()
        if noted and reading.intent in ("why", "compare", "ask", "accept"):
            return f"{noted}\n{spoken}"
        return spoken

    def _accept(self, context: TurnContext, wording: Wording) -> str:
        ids = self.reading.about
        if not ids:
            return wording.reply("accept-unclear")
        return wording.reply(
            "accept", title=wording.list([wording.title(context.reading.catalogue.item(id)) for id in ids])
        )

    def _why(self, context: TurnContext, wording: Wording) -> str:
        """Why an item was recommended, or why not: evidence against the search that gave the latest recommendations."""
        lines = []
        for id in self.reading.about[:3]:
            query = self._query_for(context, id)
            candidate = context.hybrid.explain(query, id)
            if candidate is None:
                continue
            self.items += (reply_item(candidate, wording, new=False).item,)
            if id in context.shown:
                lines.append(answers.why(candidate, wording))
            else:
                known = id in (*query.seen, *query.liked, *query.disliked)
                lines.append(answers.why_not(candidate, query, context.reading.catalogue, known, wording))
        return "\n".join([*self._about_titles(context, wording), *lines]) or wording.reply("not-understood")

    def _query_for(self, context: TurnContext, id: str) -> Any:
        """The query of the latest recommendations without the item itself among what the person likes or dislikes."""
        from assistant.preferences import to_query

        base = context.last_found.query if context.last_found else to_query(self.preferences)
        return replace(
            base, liked=tuple(i for i in base.liked if i != id), disliked=tuple(i for i in base.disliked if i != id)
        )

    def _compare(self, context: TurnContext, wording: Wording) -> str:
        items = [context.reading.catalogue.item(id) for id in self.reading.about[:5]]
        self.items = tuple(_card(item) for item in items)
        return answers.compare(items, context.reading.catalogue, wording)

    def _ask(self, context: TurnContext, wording: Wording) -> str:
        if self.reading.asked == "ledger":
            return answers.ledger(self.preferences, wording)
        lines = self._about_titles(context, wording)
        for id in self.reading.about[:3]:
            item = context.reading.catalogue.item(id)
            self.items += (_card(item),)
            lines.append(answers.about(item, self.reading.asked, context.reading.catalogue, wording))
        return "\n".join(lines) or wording.reply("not-understood")

    def _chat(self, context: TurnContext, wording: Wording, about: str) -> str:
        text = self.text.lower()
        if any(
            word in text
            for word in ("help", "what can you", "who are you", "what are you", "帮助", "你是谁", "能做什么")
        ):
            return wording.reply("chat-help")
        if any(word in text for word in ("thank", "cheers", "谢")):
            return wording.reply("chat-thanks")
        return wording.reply("chat-hello", about=about)


def _card(item: Any) -> ReplyItem:
    return ReplyItem(id=item.id, title=item.title, year=item.year, kind=item.kind, genres=item.genres, new=False)


def _kinds(context: TurnContext) -> Mapping[str, int]:
    return context.reading.catalogue.kinds or {"item": len(context.reading.catalogue)}


def _is_sentence(text: str) -> bool:
    """Words that could have meant something, rather than a key pressed by accident or signs alone."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 12 and " " in text.strip() or sum(ord(c) > 0x3000 for c in letters) >= 4
