"""One simulated person: an agenda that decides each turn, truthfully, from a need and from what was just shown.

No model is needed, and the same seed says the same. It knows replies, not the assistant behind them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from assistant.conversation import Reply
from assistant.evaluation.simulation import sayings
from assistant.evaluation.simulation.needs import Condition, Need
from assistant.evaluation.simulation.options import meaning
from assistant.evaluation.simulation.personas import Account, Persona, Stated, Utterance
from assistant.session import Feedback
from retrievers.catalogue import Catalogue
from retrievers.items import Item

MOST_TURNS = 12
_CLICKS = 0.2


class SimulatedPerson:
    """Says `next` things until they accept something or give up. ``language``: ``en`` or ``zh``."""

    def __init__(self, need: Need, persona: Persona, catalogue: Catalogue, language: str, random: Random) -> None:
        self.need = need
        self.persona = persona
        self.language = language
        self.account = Account()
        self._catalogue = catalogue
        self._random = random
        self._likes = list(need.likes)
        self._dislikes = list(need.dislikes)
        self._conditions = list(need.conditions)
        self._turn = 0
        self._before: list[Account] = []
        self._fresh = False  # did the latest message tell something that "undo" would take back?
        self._titles: list[str] = []
        self._names = Counter(item.named(language).casefold() for item in catalogue.items)

    def next(self, reply: Reply | None) -> Utterance:
        """The next thing they do, after ``reply`` (None at the start)."""
        self._turn += 1
        self._titles = []
        shown = [] if reply is None else [self._catalogue.item(i.id) for i in reply.items if i.new]
        if reply is not None and (chosen := self._choice(shown)) is not None:
            return chosen
        if self._turn > MOST_TURNS:
            return self._said(sayings.say("give-up", self.language, self._random), ends="gave up")
        moves: list[Callable[[], Utterance | None]] = [
            lambda: self._known(shown), lambda: self._take_back(), lambda: self._change(),
            lambda: self._answer(reply), lambda: self._curious(shown),
        ]  # fmt: skip
        if self._volunteers:
            moves += [lambda: self._tell(), lambda: self._critique(shown), lambda: self._turn_down(shown)]
        for move in moves:
            if (done := move()) is not None:
                return done
        return self._said(self._say("more"))

    @property
    def _volunteers(self) -> bool:
        """Do they say now what nobody asked for?"""
        certain = self._turn == 1 or self.persona.volunteers >= 1  # without drawing: others say what they said before
        return certain or self._random.random() < self.persona.volunteers

    # ---- moves, most pressing first -----------------------------------------------------------------------------

    def _choice(self, shown: Sequence[Item]) -> Utterance | None:
        """Take a target; something else that meets the need only when there is nothing more that they would tell."""
        good = [item for item in shown if item.id in self.need.targets and self.need.met_by(item)]
        silent = self.persona.volunteers < 1 or not (self._likes or self._conditions)
        if not good and not self.persona.only_targets and silent:
            good = [item for item in shown if self.need.met_by(item)]
        if not good:
            return None
        text = self._say("accept", **sayings.ordinal(shown.index(good[0]), self.language))
        self.account = replace(self.account, pointed_at=(*self.account.pointed_at, good[0].id))
        return self._said(text, ends="accepted", accepted=good[0].id)

    def _known(self, shown: Sequence[Item]) -> Utterance | None:
        """Say of what was shown that they have seen it, and whether they liked it."""
        known = [i for i in shown if i.id in self.need.known and i.id not in self.account.spent]
        if not known or self._random.random() < 0.3:
            return None
        item, liked = known[0], known[0].id in self.need.likes
        self._likes = [id for id in self._likes if id != item.id]
        self._dislikes = [id for id in self._dislikes if id != item.id]
        opinions = ("likes", "seen") if liked else ("seen",)
        if self._random.random() < _CLICKS:
            return self._clicked(item.id, "like" if liked else "seen", opinions[:1])
        key = "seen-liked" if liked else "seen-book" if item.kind == "book" else "seen"
        text = self._say(key, **sayings.ordinal(shown.index(item), self.language))
        return self._told(text, *((opinion, item.id) for opinion in opinions))

    def _take_back(self) -> Utterance | None:
        if self._turn < 3 or self._random.random() > self.persona.takes_back:
            return None
        if self._fresh and self._random.random() < 0.4:
            self.account = replace(self._before[-1], messages=self.account.messages)
            self._fresh = False
            return self._said(self._say("undo"))
        if self.account.likes and self._random.random() < 0.5:
            id = self._random.choice(self.account.likes)
            return self._told(self._say("take-back-like", a=self._title(id)), ("dislikes", id))
        if self.account.dislikes:
            id = self._random.choice(self.account.dislikes)
            return self._told(self._say("take-back-dislike", a=self._title(id)), ("likes", id))
        return None

    def _change(self) -> Utterance | None:
        """Change one condition for another that suits some targets too."""
        spare = self.need.spare
        if self._turn < 4 or spare is None or self._random.random() > self.persona.changes:
            return None
        kept = tuple(c for c in self.need.conditions if c.facet != spare.facet or c.refused)
        self.need = replace(self.need, conditions=(*kept, spare), spare=None)
        self._conditions = [c for c in self._conditions if c in kept]
        for stated in self.account.wishes:
            if stated.condition.facet == spare.facet and not stated.condition.refused:
                self.account = self.account.without_wish(stated)
        text, stated = self._wish(spare)
        return self._wished(self._say("instead", s=text), stated)

    def _answer(self, reply: Reply | None) -> Utterance | None:
        """Answer the question truthfully: by an option, in their own words, or that it does not matter."""
        question = None if reply is None else reply.question
        if question is None or self._random.random() > self.persona.answers:
            return None
        for option in question.options[:-1]:
            condition = meaning(question.facet, option, self.language)
            wished = [c for c in self.need.conditions if c.facet == question.facet and not c.refused]
            if condition is not None and any(_within(own, condition) for own in wished):
                self._conditions = [c for c in self._conditions if c not in wished or c.values != condition.values]
                return self._wished(option, Stated(condition=condition, words=option, turn=self._turn))
        own = next((c for c in self.need.conditions if c.facet == question.facet and not c.refused), None)
        if own is not None and own in self._conditions:  # a wish that no option says: in their own words
            self._conditions.remove(own)
            return self._wished(*self._wish(own))
        if own is not None:
            return None  # they have said it
        return self._said(self._say("no-preference"))

    def _curious(self, shown: Sequence[Item]) -> Utterance | None:
        if not shown or self._random.random() > self.persona.asks:
            return None
        at = self._random.randrange(len(shown))
        key = self._random.choice(("why", "ask", "compare", "more-like"))
        if key == "compare" and (len(shown) < 2 or at == 0):
            key = "why"
        if key == "ask" and shown[at].kind == "book":
            key = "ask-book"
        pointed = [shown[at].id, *(item.id for item in shown[:2] if key == "compare")]
        self.account = replace(self.account, pointed_at=(*self.account.pointed_at, *pointed))
        return self._said(self._say(key, **sayings.ordinal(at, self.language)))

    def _tell(self) -> Utterance | None:
        """Tell likes, wishes and dislikes that were not told yet, as many as this person says at once."""
        parts: list[str] = [] if self._turn > 1 else [sayings.say("hello", self.language, self._random)]
        told: list[tuple[str, str]] = []
        wishes: list[Stated] = []
        for _ in range(self._random.randint(1, self.persona.told)):
            room: list[str] = ["like"] * bool(self._likes) + ["wish"] * bool(self._conditions)
            room += ["dislike"] * bool(self._dislikes and self._turn > 1)
            if not room:
                break
            kind = self._random.choice(room)
            if kind == "wish":
                text, stated = self._wish(self._conditions.pop(0))
                wishes.append(stated)
            elif kind == "like" and len(self._likes) > 1 and self.persona.told > 1 and self._random.random() < 0.3:
                a, b = self._likes.pop(0), self._likes.pop(0)
                text = self._say("like-two", a=self._title(a), b=self._title(b))
                told += [("likes", a), ("likes", b)]
            else:
                id = (self._likes if kind == "like" else self._dislikes).pop(0)
                text = self._say(kind, a=self._title(id))
                told.append((f"{kind}s", id))
            parts.append(text)
        return self._told(self._joined(parts), *told, wishes=wishes) if told or wishes else None

    def _critique(self, shown: Sequence[Item]) -> Utterance | None:
        """Say which condition most of what was shown does not meet, as a direction where it is one."""
        for own in self.need.conditions:
            failing = [item for item in shown if not own.holds(item)]
            if not failing or len(failing) * 2 < len(shown) or self._random.random() < 0.3:
                continue
            if (compared := _direction(own, failing)) is not None and self._random.random() < 0.7:
                key, condition = compared
                return self._wished(text := self._say(key), Stated(condition=condition, words=text, turn=self._turn))
            text, stated = self._wish(own)
            return self._wished(text, stated)
        return None

    def _turn_down(self, shown: Sequence[Item]) -> Utterance | None:
        unfit = [i for i in shown if not self.need.met_by(i) and i.id not in self.account.spent]
        if not unfit or self._random.random() < 0.5:
            return None
        item = self._random.choice(unfit)
        if self._random.random() < _CLICKS and item.id in self.need.known:
            return self._clicked(item.id, "dislike", ("dislikes",))
        text = self._say("reject", **sayings.ordinal(shown.index(item), self.language))
        return self._told(text, ("rejected", item.id))

    # ---- words and the account ------------------------------------------------------------------------------------

    def _say(self, key: str, **words: str) -> str:
        return sayings.say(key, self.language, self._random, **words)

    def _joined(self, parts: Sequence[str]) -> str:
        """Parts of one message; a full stop where a comma would make one part seem to go with another."""
        comma, stop = ("，", "。") if self.language == "zh" else (", ", ". ")
        refused = any(said in part for part in parts for said in sayings.REFUSALS[self.language])
        joint = stop if refused or self._titles else self._random.choice((comma, stop))
        text = ""
        for part in filter(None, parts):
            ended = text.endswith(("?", "!", ".", "？"))
            text += (" " if ended and self.language == "en" else "" if ended or not text else joint) + part
        return text

    def _title(self, id: str) -> str:
        """A title as it is said; with its year where other works bear it too."""
        item = self._catalogue.item(id)
        title = item.named(self.language)
        self._titles.append(title)
        twins = [i.id for i in self._catalogue.items if i.named(self.language) == title and i.year == item.year]
        self.account = replace(self.account, pointed_at=(*self.account.pointed_at, *(t for t in twins if t != id)))
        if item.year is None or self._names[title.casefold()] < 2:
            return f"《{title}》" if self.language == "zh" else title
        return f"《{title}》（{item.year}）" if self.language == "zh" else f"{title} ({item.year})"

    def _wish(self, condition: Condition) -> tuple[str, Stated]:
        target = self._catalogue.item(min(self.need.targets))
        role = ""
        if condition.facet == "people":
            holders = (self._catalogue.item(id) for id in sorted(self.need.targets))
            role = next((p.role for i in holders for p in i.people if p.name == condition.values[0]), "")
        text, words = sayings.wish(condition, target.kind or "film", role, self.language, self._random)
        if condition.facet == "genre" and sayings.FOR_CHILDREN.search(text):
            condition = replace(condition, values=("children", "family"))  # what is for the family is for them too
        hard = condition.hard and not any(leaning in text for leaning in sayings.LEANINGS)
        return text, Stated(condition=replace(condition, hard=hard), words=words, turn=self._turn)

    def _told(self, text: str, *opinions: tuple[str, str], wishes: Sequence[Stated] = ()) -> Utterance:
        self._before.append(self.account)
        self._fresh = True
        for name, id in opinions:
            self.account = self.account.with_opinion(name, id)
        for stated in wishes:
            self.account = self.account.with_wish(stated)
        return self._said(text, fresh=True)

    def _wished(self, text: str, stated: Stated) -> Utterance:
        return self._told(text, wishes=[stated])

    def _clicked(self, id: str, opinion: Feedback, lists: Sequence[str]) -> Utterance:
        for name in lists:
            self.account = self.account.with_opinion(name, id)
        self._fresh = False
        return Utterance(item=id, opinion=opinion, account=self.account)

    def _said(self, text: str, *, ends: str = "", accepted: str = "", fresh: bool = False) -> Utterance:
        self._fresh = fresh
        text = sayings.written(text, tuple(self._titles), self.persona, self.language, self._random)
        self.account = replace(self.account, messages=(*self.account.messages, text))
        return Utterance(text=text, account=self.account, ends=ends, accepted=accepted)


def _within(own: Condition, offered: Condition) -> bool:
    """Is what the person wishes inside what an option offers?"""
    if offered.values:
        return bool(set(own.values) & set(offered.values))
    if own.values:
        return False
    low, high = offered.low, offered.high
    return (low is None or (own.low is not None and own.low >= low)) and (
        high is None or (own.high is not None and own.high <= high)
    )


def _direction(own: Condition, failing: Sequence[Item]) -> tuple[str, Condition] | None:
    """ "Older", "newer" or "shorter", where all that failed did so on that side."""
    if own.values or own.refused or own.facet not in ("year", "length"):
        return None
    numbers = [n for item in failing if (n := item.year if own.facet == "year" else item.length) is not None]
    if not numbers:
        return None
    above, below = own.high is not None and min(numbers) > own.high, own.low is not None and max(numbers) < own.low
    if not (above or below) or (below and own.facet == "length"):
        return None
    key = ("older" if above else "newer") if own.facet == "year" else "shorter"
    low, high = (None, max(numbers)) if above else (min(numbers), None)
    return key, Condition(facet=own.facet, low=low, high=high, vague=True, hard=False)
