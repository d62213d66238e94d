"""How simulated people put things, in English and Chinese: many forms of one thing, picked by a seeded generator.

A form never holds more than it is given: a title that is told, or the words for a value. It knows no agenda.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random

from assistant.evaluation.simulation.needs import Condition
from assistant.evaluation.simulation.personas import Persona
from retrievers.vocabulary import vocabulary

_ENGLISH: Mapping[str, tuple[str, ...]] = {
    "like": ("I loved {a}", "{a} is one of my favourites", "I really liked {a}", "I'm a big fan of {a}",
             "{a} was great", "I enjoyed {a} a lot", "I like {a}", "I've always loved {a}", "I adored {a}"),
    "like-two": ("I loved {a} and {b}", "I liked {a}, and {b} too", "{a} and {b} are both favourites of mine",
                 "big fan of {a} and {b}", "I really enjoyed {a} and {b}"),
    "dislike": ("I hated {a}", "I couldn't stand {a}", "I didn't like {a} at all", "{a} bored me",
                "I really disliked {a}", "not a fan of {a}", "{a} was awful"),
    "seen": ("I've seen the {n} one", "I've already seen number {d}", "seen the {n}", "I know the {n} one already",
             "already seen the {n}"),
    "seen-book": ("I've read the {n} one", "I've already read number {d}", "I know the {n} one already"),
    "seen-liked": ("I've seen the {n} one and loved it", "seen the {n}, it was great",
        "I saw the {n} one and liked it"),
    "reject": ("not the {n}", "not the {n} one, please", "the {n} one isn't for me", "no to the {n}",
               "I don't want the {n} one"),
    "more": ("more", "what else?", "anything else?", "show me some others", "next", "more please", "others?"),
    "more-like": ("more like the {n}", "something like the {n} one", "more like number {d} please"),
    "why": ("why the {n}?", "why number {d}?", "why do you suggest the {n} one?", "how come the {n}?"),
    "ask": ("who directed the {n} one?", "how long is the {n}?", "what is the {n} one about?",
            "when is the {n} from?"),
    "ask-book": ("who wrote the {n} one?", "how long is the {n}?", "what is the {n} one about?"),
    "compare": ("compare the first two", "compare the first and the {n}", "what's the difference between 1 and {d}?"),
    "accept": ("I'll take the {n}", "I'll take the {n} one", "the {n} one sounds good, I'll take it",
               "ok, the {n} one it is", "let's go with the {n}"),
    "give-up": ("thanks, that's all for today", "I'll stop here", "never mind, bye"),
    "no-preference": ("no preference", "I don't care", "doesn't matter", "don't mind"),
    "take-back-like": ("actually I didn't like {a}", "no wait, I hated {a}", "on second thought, {a} wasn't good"),
    "take-back-dislike": ("actually I liked {a}", "no wait, I did like {a}"),
    "take-back-wish": ("forget the {w}", "forget about {w}"),
    "undo": ("undo", "undo that", "take that back"),
    "genre": ("some {w} please", "I'm in the mood for {w}", "looking for {w}", "I feel like {w} tonight", "{w}, maybe?",
              "I'd like {w}", "something in the way of {w}"),
    "mood": ("something {w}", "it should be {w}", "I'd like something {w}", "make it {w}", "{w} would be nice"),
    "theme": ("something about {w}", "it should be about {w}", "I'd like something about {w}"),
    "kind": ("a {w}", "I'm looking for a {w}", "a {w} please", "I want a {w}"),
    "country": ("something from {w}", "it should be from {w}", "anything from {w}?"),
    "language": ("something in {w}", "it should be in {w}", "in {w} please"),
    "people": ("something with {w}", "anything with {w}?", "I'd like something with {w}"),
    "author": ("something by {w}", "anything by {w}?"),
    "director": ("something directed by {w}", "anything by {w}?"),
    "refused": ("no {w}", "but no {w} please", "anything but {w}", "I don't want {w}", "please no {w}"),
    "period": ("from the {w}", "something from the {w}", "made in the {w}", "should be from the {w}"),
    "until": ("made before {w}", "something from before {w}", "it should be older than {w}"),
    "since": ("something since {w}", "{w} or later", "from {w} onwards"),
    "most-film": ("at most {m} minutes", "no longer than {m} minutes", "{m} minutes at most", "up to {m} minutes"),
    "most-book": ("at most {m} pages", "no more than {m} pages", "{m} pages at most"),
    "short": ("something short", "a short one", "it should be short"),
    "long": ("something long", "a long one", "long please"),
    "not long": ("not too long", "nothing too long", "it shouldn't be too long"),
    "older": ("older", "something older", "older please", "got anything older?"),
    "newer": ("newer", "something newer", "more recent please", "newer please"),
    "shorter": ("shorter", "not so long", "something shorter please"),
    "children": ("something for children", "a children's one please", "it should be for children"),
    "hello": ("hi", "hello there", "hey", "good evening", ""),
    "instead": ("actually, {s}", "I changed my mind: {s}", "hmm, rather {s}", "no, {s} instead"),
}  # fmt: skip
_CHINESE: Mapping[str, tuple[str, ...]] = {
    "like": ("我喜欢{a}", "我很喜欢{a}", "{a}很好看", "我特别爱{a}", "{a}是我的最爱"),
    "like-two": ("我喜欢{a}和{b}", "{a}和{b}我都很喜欢", "{a}{b}都好看"),
    "dislike": ("我不喜欢{a}", "我讨厌{a}", "{a}太无聊了", "{a}不好看"),
    "seen": ("第{n}个我看过了", "第{n}个看过", "我已经看过第{n}个"),
    "seen-book": ("第{n}个我读过了", "第{n}本看过了"),
    "seen-liked": ("第{n}个看过，很喜欢", "第{n}个我看过，我喜欢"),
    "reject": ("不要第{n}个", "第{n}个不要", "第{n}个不适合我"),
    "more": ("换一批", "还有别的吗？", "再来几个", "还有吗"),
    "more-like": ("类似第{n}个的", "再来些像第{n}个的"),
    "why": ("为什么推荐第{n}个？", "为什么是第{n}个"),
    "ask": ("第{n}个的导演是谁？", "第{n}个多长？", "第{n}个讲什么的？"),
    "ask-book": ("第{n}个的作者是谁？", "第{n}个讲什么的？"),
    "compare": ("比较前两个", "比较第一个和第{n}个"),
    "accept": ("就要第{n}个", "就第{n}个吧", "我选第{n}个"),
    "give-up": ("先这样吧，谢谢", "算了，再见"),
    "no-preference": ("都可以", "无所谓", "随便"),
    "take-back-like": ("其实我不喜欢{a}", "不对，我讨厌{a}"),
    "take-back-dislike": ("其实我喜欢{a}", "不对，我喜欢{a}"),
    "take-back-wish": ("忘掉{w}", "不用管{w}了"),
    "undo": ("撤销", "撤回"),
    "genre": ("想看{w}", "来点{w}", "有没有{w}", "我想要{w}"),
    "mood": ("要{w}的", "想要{w}一点的", "来个{w}的"),
    "theme": ("关于{w}的", "想要关于{w}的", "题材最好是{w}"),
    "kind": ("想要{w}", "推荐{w}", "来点{w}"),
    "country": ("{w}的", "要{w}的", "想看{w}的"),
    "language": ("要{w}的", "{w}的作品"),
    "people": ("有{w}的", "想看{w}的"),
    "author": ("{w}写的",),
    "director": ("{w}导演的", "想看{w}导演的"),
    "refused": ("不要{w}", "除了{w}都行", "别给我{w}"),
    "period": ("{w}的", "要{w}的", "最好是{w}的"),
    "until": ("{w}年以前的", "要{w}年之前的"),
    "since": ("{w}年以后的", "要{w}年之后的"),
    "most-film": ("不超过{m}分钟", "最多{m}分钟", "{m}分钟以内的"),
    "most-book": ("不超过{m}页", "最多{m}页"),
    "short": ("短的", "要短一点的"),
    "long": ("长的", "要长一点的"),
    "not long": ("不要太长", "别太长"),
    "older": ("老一点的", "更早一点的", "再老一些"),
    "newer": ("新一点的", "更新一点的", "要新的"),
    "shorter": ("短一点的", "再短一点", "不要那么长"),
    "hello": ("你好", "嗨", ""),
    "instead": ("还是{s}吧", "我改主意了，{s}", "算了，{s}"),
}  # fmt: skip
#: What marks a wish for the absence of something.
REFUSALS: Mapping[str, tuple[str, ...]] = {
    "en": ("no ", "anything but", "I don't want"), "zh": ("不要", "除了", "别给"),
}  # fmt: skip
#: What makes a wish a leaning rather than a condition.
LEANINGS = ("maybe", "feel like", "in the mood", "would be nice", "最好", "一点的")
#: Words that mean what is marked as being for children as well as what is for the whole family.
FOR_CHILDREN = re.compile(r"for children|(?:family|kid|child)[- ]friendly|亲子|全家一起")
_ORDINALS = {"en": ("first", "second", "third", "fourth", "fifth"), "zh": ("一", "二", "三", "四", "五")}
_CHINESE_DECADES = "〇一二三四五六七八九"
#: Synonyms that do not go with the forms ("some with the children please"), or that name a kind beside their value.
_UNFIT = re.compile(r"^(?:with|for|about|in|from|set) |(?:film|movie|novel|book|stor(?:y|ie))s?$|片$|小说$|[影书]$")
#: Small slips of the finger, in words that carry no title and no value.
_SLIPS = {"really": "realy", "something": "somthing", "favourites": "favorites", "enjoyed": "enjoyd", "the": "teh",
          "should": "shoud", "please": "plese", "already": "allready", "anything": "anythign"}  # fmt: skip


def say(key: str, language: str, random: Random, **words: str) -> str:
    """One form of ``key``, filled in."""
    return random.choice((_ENGLISH if language == "en" else _CHINESE)[key]).format(**words)


def ordinal(position: int, language: str) -> dict[str, str]:
    """The words for a position from 0."""
    return {"n": _ORDINALS[language][position], "d": str(position + 1)}


def wish(condition: Condition, kind: str, role: str, language: str, random: Random) -> tuple[str, str]:
    """A condition in words, and of them those for its value. ``kind`` tells minutes from pages, ``role`` who it is."""
    words = _value(condition, language, random)
    if condition.values == ("children",) and language == "en" and not condition.refused:
        return say("children", language, random), "children"
    if condition.refused:
        return say("refused", language, random, w=words), words
    if condition.facet == "length" and condition.values:
        text = say(condition.values[0], language, random)
        return text, text
    if condition.facet == "length":
        text = say(f"most-{kind}", language, random, m=words)
        return text, text
    if condition.facet == "year":
        key = "period" if condition.low and condition.high else "since" if condition.low else "until"
        return say(key, language, random, w=words), words
    key = role if condition.facet == "people" and role in ("author", "director") else condition.facet
    return say(key, language, random, w=words), words


def _value(condition: Condition, language: str, random: Random) -> str:
    if condition.facet == "year":
        if condition.low is None:
            return str(int((condition.high or 0) + 1))
        if condition.high is None:
            return str(int(condition.low))
        return _decade(int(condition.low), language, random)
    if condition.facet == "length":
        return "" if condition.high is None else str(int(condition.high))
    value = condition.values[0]
    known = vocabulary().entries.get(condition.facet, {}).get(value, {}).get(language, [])
    if condition.facet == "kind":
        return value if language == "en" else known[0] if known else value
    terms = vocabulary().terms(language)
    plain = [w for w in known if terms.get(w, ()) == ((condition.facet, value),) and not _UNFIT.search(w)]
    if language == "zh":
        return random.choice(plain[:3]) if plain else (known or [value])[0]
    if condition.facet in ("country", "language"):
        return value.title()
    return random.choice(plain) if plain and random.random() < 0.3 else value


def _decade(year: int, language: str, random: Random) -> str:
    short = year % 100
    if language == "zh":
        return f"{year}年代" if year >= 2000 else f"{short}年代"
    return random.choice((f"{short}s", f"{year}s")) if 1930 <= year < 2000 else f"{year}s"


def written(text: str, titles: tuple[str, ...], persona: Persona, language: str, random: Random) -> str:
    """A message as this person types it: in lower case, or with a slip outside titles."""
    if language == "zh":
        return text
    if random.random() < persona.lower:
        return text.lower()
    words = [w for w in _SLIPS if re.search(rf"\b{w}\b", text) and not any(w in title for title in titles)]
    if words and random.random() < persona.slips * 3:
        word = random.choice(words)
        text = re.sub(rf"\b{word}\b", _SLIPS[word], text, count=1)
    return text[:1].upper() + text[1:]
