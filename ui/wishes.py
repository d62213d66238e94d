"""A wish in a few words: "1990–1999", "no horror", "导演：王家卫". Values are worded by the one vocabulary."""

from __future__ import annotations

from assistant.preferences import Wish
from retrievers.text import strip_invisible
from retrievers.vocabulary import vocabulary
from ui.labels import label

#: Facet → its name before a value, in English and Chinese. A facet that is not listed goes by its own name.
_NAMES = {
    "genre": ("genre", "类型"), "kind": ("kind", "种类"), "mood": ("mood", "气氛"), "theme": ("about", "题材"),
    "people": ("with", "人物"), "language": ("language", "语言"), "length": ("length", "长度"),
    "year": ("year", "年份"), "country": ("from", "国家"), "popularity": ("popularity", "知名度"),
    "note": ("content", "内容"), "series": ("series", "系列"),
}  # fmt: skip
_ROLES = {
    "director": ("directed by", "导演"), "author": ("by", "作者"), "cast": ("with", "演员"), "actor": ("with", "演员"),
    "writer": ("written by", "编剧"), "composer": ("music by", "配乐"), "artist": ("by", "艺人"),
}  # fmt: skip
_PLAIN = {"short": ("short", "短"), "medium": ("of medium length", "长度适中"), "long": ("long", "长")}
_KNOWN = (("well known", "知名"), ("little known", "小众"))
_KINDS = {
    "film": "films",
    "book": "books",
    "game": "games",
    "album": "albums",
    "course": "courses",
    "product": "products",
}
#: Facets whose values read as adjectives, so that "not dark" is better than "no dark".
_ADJECTIVES = {"length", "mood", "popularity", "language"}


def wish_label(wish: Wish, language: str) -> str:
    """The wish in words of ``language``, one line, never empty."""
    zh = language.startswith("zh")
    parts: list[str] = []
    if wish.min is not None or wish.max is not None:
        parts.append(_range(wish, zh))
    if wish.include:
        parts.append(_included(wish.facet, wish.include, language))
    if wish.exclude:
        parts.append(_excluded(wish.facet, wish.exclude, language))
    text = ("，" if zh else ", ").join(parts) or _name(wish.facet, zh)
    return " ".join(strip_invisible(text).split())[:160]


def value_words(facet: str, value: str, language: str) -> str:
    """One value of a facet in ``language``, as the vocabulary writes it; the value itself where it is not listed."""
    return vocabulary().word(facet, value, "zh" if language.startswith("zh") else "en")


def kind_words(kind: str, language: str) -> str:
    """The kind of an item on its card: ``Film``, ``电影``."""
    return value_words("kind", kind, language) if language.startswith("zh") else kind[:1].upper() + kind[1:]


def _name(facet: str, zh: bool) -> str:
    return _NAMES[facet][zh] if facet in _NAMES else facet.replace("_", " ")


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else f"{value:g}"


def _range(wish: Wish, zh: bool) -> str:
    if wish.facet == "popularity":
        return _KNOWN[wish.min is None][zh]
    low = None if wish.min is None else _number(wish.min)
    high = None if wish.max is None else _number(wish.max)
    if wish.facet == "year":
        unit = " 年" if zh else ""
        if low and high:
            return f"{low if low == high else f'{low}–{high}'}{unit}"
        return (f"{low} 年以后" if low else f"{high} 年以前") if zh else (f"from {low}" if low else f"until {high}")
    name = _name(wish.facet, zh)
    if low and high:
        return f"{name} {low}" if low == high else f"{name} {low}–{high}"
    if zh:
        return f"{name}至少 {low}" if low else f"{name}不超过 {high}"
    return f"{name} at least {low}" if low else f"{name} at most {high}"


def _included(facet: str, values: tuple[str, ...], language: str) -> str:
    zh = language.startswith("zh")
    if facet == "text":
        return "，".join(f"“{v}”" for v in values) if zh else ", ".join(f"“{v}”" for v in values)
    if facet == "people":
        return label("or", language).join(_person(value, zh) for value in values)
    words = _joined(facet, values, language)
    if facet == "length" or (facet == "kind" and not zh):
        return words
    return f"{_name(facet, zh)}：{words}" if zh else f"{_name(facet, zh)}: {words}"


def _excluded(facet: str, values: tuple[str, ...], language: str) -> str:
    zh = language.startswith("zh")
    if facet == "people":
        return ("不要" if zh else "not ") + label("or", language).join(_person(value, zh) for value in values)
    words = f"“{'”, “'.join(values)}”" if facet == "text" else _joined(facet, values, language)
    if zh:
        return f"不{words}" if facet == "length" else f"不要{words}"
    return f"{'not' if facet in _ADJECTIVES else 'no'} {words}"


def _joined(facet: str, values: tuple[str, ...], language: str) -> str:
    return label("or", language).join(_value(facet, value, language) for value in values)


def _value(facet: str, value: str, language: str) -> str:
    zh = language.startswith("zh")
    if facet == "length" and value in _PLAIN:
        return _PLAIN[value][zh]
    if facet == "kind" and not zh:
        return _KINDS.get(value, value)
    return value_words(facet, value, language)


def _person(value: str, zh: bool) -> str:
    role, colon, name = value.partition(":")
    if not colon or role not in _ROLES:
        return f"人物：{value}" if zh else f"with {value}"
    return f"{_ROLES[role][1]}：{name.strip()}" if zh else f"{_ROLES[role][0]} {name.strip()}"
