"""A scripted assistant: the protocol of `assistant.session` with canned replies, so the doors are tested alone."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from assistant.conversation import Delta, Question, Reason, Relaxed, Reply, ReplyError, ReplyItem, Stage, Turn
from assistant.errors import NotFound
from assistant.preferences import Opinion, Preferences, Wish
from retrievers.items import Item, Person


def film(id: str, title: str, year: int, genres: str, length: int, people: str, text: str, **more: Any) -> Item:
    """An item in one line; ``people`` is ``role:name, role:name``."""
    persons = tuple(Person(role=p.split(":")[0].strip(), name=p.split(":")[1]) for p in people.split(",") if p)
    more = {"kind": "film", "titles": {}, **more}
    return Item(
        id=id,
        title=title,
        year=year,
        genres=tuple(genres.split(", ")),
        people=persons,
        length=length,
        description=text,
        **more,
    )


HOSTILE = (
    film(
        "x1",
        '<img src=x onerror="window.pwned=1">',
        1999,
        "crime",
        99,
        "director:<script>window.pwned=1</script>",
        "See http://evil.example/a or www.evil.example <iframe src='http://evil.example/b'></iframe>",
    ),
    film(
        "x2",
        "[x](javascript:window.pwned=1)",
        2000,
        "crime, <b>bold</b>",
        99,
        "director:$$x^2$$",
        "# Heading\n\n- list `code` | a | b |",
    ),
    film(
        "x3",
        "![x](http://evil.example/c.png)",
        2001,
        "crime",
        99,
        "director:A\u202egpj.exe",
        "&lt;b&gt; &#60;i&#62; \x1b[31mred\x07",
    ),
)

ITEMS = (
    film(
        "f1",
        "The Long Harbour",
        1994,
        "crime, drama",
        128,
        "director:Ida Marchetti, cast:Paul Reyes, cast:Nora Lindqvist",
        "A retired safe-breaker is asked for one last favour by the detective who never caught him.",
        titles={"zh": "漫长的海港"},
    ),
    film(
        "f2",
        "Glass Hour",
        1997,
        "crime, thriller",
        104,
        "director:Tomas Aldous, cast:Mei Tanaka",
        "Two brothers plan a robbery that must be over before the watchmaker returns from lunch.",
        titles={"zh": "玻璃时刻"},
    ),
    film(
        "b1",
        "A Map of Quiet Streets",
        1992,
        "mystery",
        312,
        "author:Helen Osei",
        "A postman notices that one house receives the same letter every year.",
        kind="book",
        titles={"zh": "寂静街道的地图"},
    ),
    film(
        "f3",
        "Winter Ledger",
        1999,
        "crime",
        117,
        "director:Ida Marchetti",
        "An accountant learns whose money he counts.",
    ),
    *HOSTILE,
)

LICENCE = "I could not connect that with anything in the catalogue."


class Catalogue:
    def __init__(self, items: tuple[Item, ...] = ITEMS) -> None:
        self._items = {item.id: item for item in items}

    def item(self, id: str) -> Item:
        return self._items[id]

    def __len__(self) -> int:
        return len(self._items)


class Assistant:
    """See the protocol in `ui.protocol`; ``pause`` is the time between two pieces of streamed text, in seconds."""

    def __init__(self, pause: float = 0.0) -> None:
        self.catalogue = Catalogue()
        self.name = "demo"
        self.about = "96 films and 37 books; the ratings are simulated"
        self.model_name = "none"
        self.writes = frozenset()
        self.notices = ("No language model writes here: the wording is plain, the recommendations are the same.",)
        self.pause = pause
        self.opened: dict[str, Session] = {}
        self._numbers = itertools.count(1)

    def session(
        self, id: str | None = None, *, user: str | None = None, language: str | None = None, count: int | None = None
    ) -> Session:
        if id is not None and id not in self.opened:
            raise NotFound(f"There is no session '{id}'.", "Start one.")
        id = id or f"s{next(self._numbers)}"
        return self.opened.setdefault(id, Session(self, id))

    def described(self, language: str) -> str:
        return "96部电影和37本书（评分是模拟的）" if language == "zh" else self.about

    def sessions(self) -> list[Session]:
        return list(self.opened.values())

    def close(self) -> None:
        self.opened.clear()


class Session:
    def __init__(self, assistant: Assistant, id: str) -> None:
        self.assistant, self.id, self.language = assistant, id, "en"
        self.preferences = Preferences()
        self.history: tuple[Turn, ...] = ()
        self.past: list[Preferences] = []
        self.stopped = threading.Event()

    # --- the protocol

    def say(self, text: str) -> Reply:
        return list(self.stream(text))[-1]  # type: ignore[return-value]

    def stream(self, text: str, stop: threading.Event | None = None) -> Iterator[Stage | Delta | Reply]:
        if text == "boom":
            raise RuntimeError("the fake was asked to fail")
        self.language = "zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"
        reply = self._answer(text)
        yield Stage(name="understand")
        yield Stage(name="retrieve")
        shown = ""
        for word in reply.text.split(" "):
            if stop is not None and stop.is_set():
                self.stopped.set()
                reply = replace(reply, text=shown, items=(), question=None)
                break
            time.sleep(self.assistant.pause)
            piece = word if not shown else " " + word
            shown += piece
            yield Delta(text=piece)
        yield self._keep(text, reply)

    def feedback(self, item_id: str, opinion: str) -> Reply:
        title = self.assistant.catalogue.item(item_id).title
        entry = Opinion(id=item_id, title=title, turn=len(self.history) + 1, said=f"({opinion})")
        group = {"like": "likes", "dislike": "dislikes", "seen": "seen"}[opinion]
        words = {
            "like": f"Noted: you like {title}.",
            "dislike": f"Noted: {title} is not for you.",
            "seen": f"Noted: you know {title}.",
        }[opinion]
        new = replace(self.preferences, **{group: (*getattr(self.preferences, group), entry)})
        return self._keep("", self._reply(words, "feedback", prefs=new, changes=(words,)), action=opinion)

    def remove(self, entry: Opinion | Wish) -> Reply:
        def without(group: str) -> tuple[Any, ...]:
            return tuple(e for e in getattr(self.preferences, group) if e != entry)

        groups = ("likes", "dislikes", "seen", "rejected", "wishes")
        new = Preferences(**{group: without(group) for group in groups})
        return self._keep("", self._reply("Forgotten.", "forget", prefs=new, changes=("Forgotten.",)), action="remove")

    def undo(self) -> Reply:
        before = self.past.pop() if self.past else Preferences()
        return self._keep("", self._reply("Taken back.", "undo", prefs=before), action="undo")

    def why(self, item_id: str) -> Reply:
        item = self.assistant.catalogue.item(item_id)
        text = f"{item.title}: you asked for crime, and people who liked Heat liked it too."
        return self._keep("", self._reply(text, "why", items=(self._item(item, new=False),)), action="why")

    def export(self) -> dict[str, Any]:
        return {"session": self.id, "turns": [{"said": t.said, "reply": t.reply.to_json()} for t in self.history]}

    # --- the script

    def _answer(self, text: str) -> Reply:
        turn = len(self.history) + 1
        if len(text) > 8000 or any("\udc80" <= c <= "\udcff" for c in text):
            hint = "Please send a message of at most 8,000 readable characters."
            return self._reply(hint, "chat", error=ReplyError(code="too_long", hint=hint))
        if "hostile" in text:
            return self._offer(("x1", "x2", "x3"), f"Three: {', '.join(i.title for i in HOSTILE)}.", turn, text)
        if "slow" in text:
            return self._reply(" ".join(f"word{n}" for n in range(400)), "chat")
        if text.strip() in ("hello", "你好"):
            return self._reply(LICENCE, "chat")
        if self.language == "zh":
            return self._offer(("f1", "f2", "b1"), "按您说的，我找到两部电影和一本书。", turn, text)
        ids = ("f3", "f1", "b1") if self.history else ("f1", "f2", "b1")
        return self._offer(
            ids, "Crime from the nineties, since you liked Heat. Here are two films and a book.", turn, text
        )

    def _offer(self, ids: tuple[str, ...], text: str, turn: int, said: str) -> Reply:
        zh = self.language == "zh"
        prefs = Preferences(
            likes=(Opinion(id="heat", title="Heat", turn=turn, said=said),),
            wishes=(
                Wish(facet="genre", include=("crime",), turn=turn, said=said),
                Wish(facet="year", min=1990, max=1999, turn=turn, said=said),
                Wish(facet="length", exclude=("long",), hard=False, turn=turn, said=said),
            ),
        )
        items = tuple(self._item(self.assistant.catalogue.item(id)) for id in ids)
        options = ("偏黑暗", "轻松一些", "都可以") if zh else ("darker", "lighter", "either is fine")
        asked = "想要什么样的气氛？" if zh else "What mood would suit you tonight?"
        return self._reply(
            text,
            "recommend",
            items=items,
            prefs=prefs,
            question=Question(facet="mood", text=asked, options=options),
            changes=("新记下：犯罪片。",) if zh else ("Noted: crime, 1990 to 1999, and that you like Heat.",),
            relaxed=(Relaxed(wish="not long", left=1, after=14),),
        )

    def _item(self, item: Item, new: bool = True) -> ReplyItem:
        why = (
            Reason(
                kind="people-like-you",
                weight=0.5,
                facts={"share": 0.61},
                text="61 % of the 212 people who liked Heat liked it as well.",
            ),
            Reason(
                kind="asked-for", weight=0.3, text=f"You asked for crime from the nineties: it is from {item.year}."
            ),
            Reason(kind="trade-off", weight=0.1, text="It is longer than you wished."),
        )
        return ReplyItem(
            id=item.id,
            title=item.title,
            year=item.year,
            kind=item.kind,
            genres=item.genres,
            new=new,
            score=0.8,
            why=why[: 3 if item.id == "f1" else 2],
        )

    def _reply(self, text: str, intent: Any, prefs: Preferences | None = None, **more: Any) -> Reply:
        return Reply(
            session=self.id,
            turn=len(self.history) + 1,
            intent=intent,
            language=self.language,
            text=text,
            preferences=self.preferences if prefs is None else prefs,
            **more,
        )

    def _keep(self, said: str, reply: Reply, action: str = "say") -> Reply:
        if action not in ("undo",):
            self.past.append(self.preferences)
        self.preferences = reply.preferences
        self.history = (*self.history, Turn(number=reply.turn, said=said, reply=reply, action=action))
        return reply
