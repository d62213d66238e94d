"""An independent judge of replies: every sentence taken apart into claims, each held against records and ratings.

What the person told is taken from the person's own account, not from the assistant's ledger. Reject by default: a
sentence that fits no known form counts as ``not understood``. Written apart from the verifier, by another method.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.conversation import Reply
from assistant.evaluation.independent.answers import ANSWERS, Answers
from assistant.evaluation.independent.choices import CHOICES
from assistant.evaluation.independent.forms import ENTRY, ROW, SENTENCES
from assistant.evaluation.independent.reasons import Violation
from assistant.evaluation.independent.wishes import wished_like, withdrawn_or_never
from assistant.evaluation.simulation.personas import Account

KINDS = (
    "invented title", "unsupported claim", "never asked", "misread", "repeated item", "violated wish", "asked twice",
    "empty reply", "markup", "wrong language", "not understood", "crash",
)  # fmt: skip
_UNFIT = re.compile(r"<\|[^>]*\|>|</?[a-z][^>]*>|!\[|\]\(|\*\*|[\u0000-\u0008\u200b\u202a-\u202e]|⟦|⟧|\{\w*\}", re.I)
_SENTENCE_END = {"en": r"(?<=[.?])\s+", "zh": r"(?<=[。？])\s*"}
_CHINESE = re.compile(r"[\u4e00-\u9fff：（）。]")


class Judge(Answers):
    """Watches one conversation in ``language``. `judge` each reply in order; ``sentences`` counts what was parsed."""

    def judge(self, reply: Reply, account: Account) -> list[Violation]:
        """Everything that is wrong with ``reply``, given what the person has told until then."""
        self._account = account
        self._free = reply.model != "none" and self._language == "en"
        self._item, self._sides = None, []
        self._spoken_of = [self._world.items[item.id] for item in reply.items if item.id in self._world.items]
        if not reply.text.strip():
            return [Violation(kind="empty reply", detail="no text")]
        new = [item.id for item in reply.items if item.new]
        unknown = [i.title for i in reply.items if i.id not in self._world.items]
        if unknown:
            return [Violation(kind="invented title", detail=f"{unknown} not in the catalogue", sentence=reply.text)]
        about = {*account.mentioned, *(item.id for item in reply.items), *self._shown}
        said = [value for stated in (*account.wishes, *account.withdrawn) for value in stated.condition.values]
        self._text = self._world.protect(
            reply.text, about, (v for v in said if " " in v and v.istitle()), self._language
        )
        found = [*self._form(reply), *self._again(reply, new), *self._unheard(reply)]
        entries = 0
        for line in self._text.text.split("\n"):
            entry = ENTRY[self._language].fullmatch(line.strip())
            if entry is not None:
                found += self._entry(entry, new, entries)
                entries += 1
            else:
                found += self._line(line.strip())
        if entries != len(new):
            detail = f"{entries} entries in the text, {len(new)} items"
            found.append(Violation(kind="unsupported claim", detail=detail, sentence=reply.text))
        found += self._broken(new)  # last: what this reply announces excuses its own items
        self._shown += new
        return found

    def judge_reasons(self, id: str, text: str, account: Account) -> list[Violation]:
        """Everything that is wrong with what a model says for an item of the catalogue, apart from any reply."""
        self._account, self._free, self._item = account, True, self._world.items[id]
        self._text = self._world.protect(text, {*account.mentioned, id}, (), self._language)
        return list(self._reasons(self._text.text))

    # ---- the reply as a whole -----------------------------------------------------------------------------------

    def _form(self, reply: Reply) -> Iterator[Violation]:
        if match := _UNFIT.search(reply.text):
            yield Violation(kind="markup", detail=repr(match[0]), sentence=reply.text)
        if bool(_CHINESE.search(self._text.text)) != (self._language == "zh"):  # titles aside
            yield Violation(kind="wrong language", detail=f"{self._language} expected", sentence=reply.text[:80])
        if reply.question is not None:
            if reply.question.facet in self._asked:
                yield Violation(kind="asked twice", detail=reply.question.facet, sentence=reply.question.text)
            self._asked.add(reply.question.facet)

    def _again(self, reply: Reply, new: Sequence[str]) -> Iterator[Violation]:
        for id in new:
            if id in self._shown or new.count(id) > 1:
                yield Violation(kind="repeated item", detail=f"'{id}' was shown before")
            elif id in self._account.spent:
                yield Violation(kind="repeated item", detail=f"'{id}' was liked, disliked, seen or turned down")

    def _unheard(self, reply: Reply) -> Iterator[Violation]:
        """Opinions that the person gave and that the ledger in the reply does not show; each is told once."""
        ledger = reply.preferences
        noted = {
            "likes": {o.id for o in ledger.likes}, "seen": {o.id for o in ledger.seen},
            "dislikes": {o.id for o in (*ledger.dislikes, *ledger.rejected)},
        }  # fmt: skip
        told = (("likes", self._account.likes), ("dislikes", self._account.dislikes), ("seen", self._account.seen),
                ("dislikes", self._account.rejected))  # fmt: skip
        for name, ids in told:
            for id in ids:
                item = self._world.items[id]
                twins = {i for i in self._world.called(item.title) if self._world.items[i].year == item.year}
                if not noted[name] & {id, *twins} and (name, id) not in self._missing:
                    self._missing.add((name, id))
                    yield Violation(kind="misread", detail=f"'{id}' is not among the {name}", sentence=reply.text[:120])

    def _broken(self, new: Sequence[str]) -> Iterator[Violation]:
        standing = [s for s in self._account.wishes if s.condition.hard and s not in self._loosened]
        for stated in standing:
            for id in new:
                if not stated.condition.holds(self._world.items[id]):
                    yield Violation(kind="violated wish", detail=f"'{id}' is not '{stated.words}' ({stated.condition})")

    # ---- lines --------------------------------------------------------------------------------------------------

    def _entry(self, entry: re.Match[str], new: Sequence[str], at: int) -> Iterator[Violation]:
        sentence = self._text.restore(entry[0])
        ids = self._world.called(self._text.restore(entry["t"]))
        if not ids:
            yield Violation(kind="invented title", detail="no such title in the catalogue", sentence=sentence)
            return
        if at >= len(new) or new[at] not in ids or int(entry["n"]) != at + 1:
            yield Violation(
                kind="unsupported claim", detail="the entry is not the item of its place", sentence=sentence
            )
            return
        self._item = self._world.items[new[at]]
        if not self._is_year(self._item, entry["y"]):
            yield Violation(kind="invented title", detail=f"not of {entry['y']}", sentence=sentence)
        rest = entry["rest"]
        told = {self._text.restore(rest), self._text.restore(rest.removesuffix("."))} if rest else set()
        if rest and self._item.description not in told:
            yield from self._reasons(rest)

    def _line(self, line: str) -> Iterator[Violation]:
        bare = line.removeprefix("- ")
        row = None if self._sides else ROW[self._language].fullmatch(bare.rstrip(".。"))
        ids = self._world.called(self._text.restore(row["t"])) if row and row["t"][0] == "⟦" else ()
        if row and ids and not _DESCRIPTION.fullmatch(row["rest"]):
            yield from self._row(row, ids)
            return
        line = bare
        if self._sides and (found := self._compared(line)) is not None:
            yield from found
            return
        for sentence in re.split(_SENTENCE_END[self._language], line):
            if sentence.strip():
                yield from self._sentence(sentence.strip())

    def _row(self, row: re.Match[str], ids: Sequence[str]) -> Iterator[Violation]:
        self.sentences += 1
        items = [i for id in ids if self._is_year(i := self._world.items[id], row["y"])]
        for part in re.split(r"; |；", row["rest"]):
            if not any(self._is_so(item, part) for item in items):
                detail = f"not so: {self._text.restore(part)}"
                yield Violation(kind="unsupported claim", detail=detail, sentence=self._text.restore(row[0]))

    # ---- sentences about the conversation -----------------------------------------------------------------------

    def _sentence(self, sentence: str) -> Iterator[Violation]:
        self.sentences += 1
        if bare := _NO_DESCRIPTION.match(sentence):
            yield from self._without_description(sentence[bare.end() :])
            return
        failures: list[Violation] | None = None
        for name, pattern in (*SENTENCES[self._language], *CHOICES[self._language]):
            if match := pattern.fullmatch(sentence):
                came = [] if name == "-" else list(self._claims(name, match))
                if not came:
                    return
                failures = failures or came
        if failures is None and self._item is not None:
            reason = sentence.rstrip(".。")
            failures = list(self._reason(reason))
            self.sentences -= 1
        if failures is None:
            failures = [Violation(kind="not understood", detail="fits no form", sentence=self._text.restore(sentence))]
        yield from failures

    def _without_description(self, record: str) -> Iterator[Violation]:
        """What is told instead of a description: the other facts of the record, one after the other."""
        entry = ROW[self._language].fullmatch(record)
        called = self._world.called(self._text.restore(entry["t"])) if entry else ()
        items = [item for id in called if self._is_year(item := self._world.items[id], entry and entry["y"])]
        told = re.split("[;；] ?", entry["rest"].rstrip(".。")) if entry else []
        if not any(not item.description and all(self._is_so(item, words) for words in told) for item in items):
            yield Violation(
                kind="unsupported claim", detail="the record does not say so", sentence=self._text.restore(record)
            )

    def _claims(self, name: str, match: re.Match[str]) -> Iterator[Violation]:
        groups, sentence = match.groupdict(), self._text.restore(match[0])
        ids: list[tuple[str, ...]] = []
        if (words := groups.get("t")) is not None:
            named = self._world.titles(words, self._text, self._language)
            if named is None:
                yield Violation(kind="invented title", detail=f"'{self._text.restore(words)}'", sentence=sentence)
                return
            ids = named
        bad = _CHECKS.get(name, "")
        try:
            problem = getattr(self, f"_is_{bad}")(groups, ids) if bad else ""
        except LookupError:
            problem = "about an item that was not named"
        if problem:
            kind = {"wished": "never asked", "opinion": "misread", "denied": "misread"}.get(bad, "unsupported claim")
            yield Violation(kind=kind, detail=problem, sentence=sentence)

    def _is_opinion(self, groups: dict[str, str], ids: list[tuple[str, ...]]) -> str:
        """Did the person say anything of these items, or did they meet a wish that was set aside?"""
        told = self._account.mentioned | self._models()
        wrong = [of for of in ids if not told & set(of)]
        return f"{wrong} were not spoken of" if wrong else ""

    def _list_problem(self, name: str, ids: list[tuple[str, ...]]) -> str:
        told: set[str] = set(getattr(self._account, name))
        wrong = [of for of in ids if not told & set(of)]
        return f"{wrong} not among what the person {name}" if wrong else ""

    def _is_liked(self, groups: dict[str, str], ids: list[tuple[str, ...]]) -> str:
        return self._list_problem("likes", ids)

    def _is_disliked(self, groups: dict[str, str], ids: list[tuple[str, ...]]) -> str:
        return self._list_problem("dislikes", ids)

    def _is_known(self, groups: dict[str, str], ids: list[tuple[str, ...]]) -> str:
        return self._list_problem("seen", ids)

    def _is_rejected(self, groups: dict[str, str], ids: list[tuple[str, ...]]) -> str:
        return self._list_problem("rejected", ids)

    def _is_wished(self, groups: dict[str, str], ids: list[tuple[str, ...]]) -> str:
        for name in ("w", "before"):
            words = self._text.restore(groups.get(name) or "")
            if words and (wrong := withdrawn_or_never(words, self._account, self._language, past=name == "before")):
                return wrong
        if before := groups.get("before"):
            self._loosen(self._text.restore(before))
        return ""

    def _is_quoted(self, groups: dict[str, str], ids: list[tuple[str, ...]]) -> str:
        """Wishes in quotation marks that were set aside, softened or cannot be met: each must have been asked for."""
        words = "".join(self._text.restore(groups.get(name) or "") for name in ("quotes", "w", "but"))
        for quoted in re.findall("“([^”]*)”", words) or [words]:
            if wrong := withdrawn_or_never(quoted, self._account, self._language, past=False):
                return wrong
            self._loosen(quoted)
        left, after = groups.get("left"), groups.get("after")
        return "fewer remain than before" if left and after and int(after) < int(left) else ""

    def _is_whole(self, groups: dict[str, str], ids: list[tuple[str, ...]]) -> str:
        """Everything that meets a wish was shown, or is known; what "you know" must be known."""
        told = self._account.spent if groups.get("known") else {*self._account.spent, *self._shown}
        for quoted in re.findall("“([^”]*)”", self._text.restore(groups["quotes"])):
            for stated in (s for s in self._account.wishes if wished_like(quoted, s, self._language)):
                if rest := [id for id, i in self._world.items.items() if stated.condition.holds(i) and id not in told]:
                    return f"{rest[:3]} meet '{quoted}' too"
        return self._is_quoted(groups, ids)

    def _is_denied(self, groups: dict[str, str], ids: list[tuple[str, ...]]) -> str:
        """Titles that are said not to be in the catalogue must not be."""
        quoted = re.findall("“([^”]*)”", self._text.restore(groups["quotes"]))
        wrong = [words for words in quoted if any(words.casefold() == name.casefold() for name in self._world.names)]
        return f"{wrong} is in the catalogue" if wrong else ""

    def _is_opened(self, groups: dict[str, str], ids: list[tuple[str, ...]]) -> str:
        items = [self._world.items[id] for id in ids[0] if self._is_year(self._world.items[id], groups.get("y"))]
        pointed = [item for item in items if item.id in self._account.mentioned]
        self._item = next(iter([*pointed, *items]), None)
        return "" if items else "no item of that title is of that year"

    def _is_recorded(self, groups: dict[str, str], ids: list[tuple[str, ...]]) -> str:
        """A fact or a description told of an item must be the record's."""
        for item in (self._world.items[id] for id in ids[0]):
            if "d" in groups:
                if self._text.restore(groups["d"]) == item.description and self._is_year(item, groups["y"]):
                    foreign = bool(_CHINESE.search(item.description)) != (self._language == "zh")
                    return "" if foreign == bool(groups["tongue"]) else "in which language it is described"
            elif "mean" in groups:
                if not self._is_acclaimed(item, groups):
                    return ""
            elif self._world.facts(item, groups["v"], self._text, self._language) or (
                groups["v"].isdigit() and int(groups["v"]) in (item.year, item.length)
            ):
                return ""
        return "the record does not say so"


_NO_DESCRIPTION = re.compile(
    r"The catalogue has no description of ⟦\d+⟧; what it says: |目录里没有⟦\d+⟧的简介，只写着："
)
_DESCRIPTION = re.compile(r"(?:（目录里的简介\w+）|\(the catalogue [\w ]+\) )?⟦\d+⟧")
_CHECKS = {
    "now-liked": "liked", "now-disliked": "disliked", "liked": "liked", "disliked": "disliked", "known": "known",
    "rejected": "rejected", "replaced": "wished", "wished": "wished", "softened": "quoted", "aside": "quoted",
    "whole": "whole", "absent": "quoted", "absent-kind": "quoted", "unknown-title": "denied", "more-like": "opinion",
    "accept": "opinion", "why-opening": "opened", "director": "recorded", "author": "recorded", "cast": "recorded",
    "length": "recorded", "year": "recorded", "rating": "recorded", "described": "recorded", "held": "opened",
    **ANSWERS,
}  # fmt: skip
