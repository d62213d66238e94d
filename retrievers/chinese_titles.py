"""What well-known works are called in Chinese: from the demo's records and ``titles_zh.toml``.

It knows titles and years, and nothing of the catalogue that they are looked up in.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from retrievers.text import has_cjk

_TABLE = Path(__file__).with_name("titles_zh.toml")
_DEMO = Path(__file__).with_name("demo")
_FEWEST_LETTERS = 4  # one wrong letter of three leaves too little
_ENTRY = re.compile(r"(.+) \((-?\d+)\)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """A work by its English title, with its year and kind, and the ``forms`` of its title in Chinese."""

    title: str
    year: int
    kind: str
    forms: tuple[str, ...]


@cache
def known_works() -> tuple[Known, ...]:
    """All of them (read once, about 20 ms)."""
    return (*_of_the_demo(), *_of_the_table())


def _of_the_demo() -> Iterator[Known]:
    for path in sorted(_DEMO.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            names = (record["title"], record.get("title_zh") or "", *record["aliases"])
            forms = tuple(name for name in names if has_cjk(name))
            for title in names if forms else ():
                if title not in ("", *forms):
                    yield Known(title=title, year=record["year"], kind=record["kind"], forms=forms)


def _of_the_table() -> Iterator[Known]:
    for kind, works in tomllib.loads(_TABLE.read_text("utf-8")).items():
        for name, forms in works.items():
            match = _ENTRY.fullmatch(name)
            assert match is not None, name
            yield Known(title=match[1], year=int(match[2]), kind=kind, forms=tuple(forms))


def with_a_gap(titles: Mapping[str, object]) -> dict[str, str]:
    """The titles that mean something here by their letters with ``?`` in the place of one: 盗梦空? is 盗梦空间."""
    return {
        f"{title[:at]}?{title[at + 1 :]}": title
        for title, meant in titles.items()
        if meant and len(title) >= _FEWEST_LETTERS
        for at in range(len(title))
        if has_cjk(title[at])
    }


def is_numbered(text: str, start: int, end: int) -> bool:
    """Is the number there a title and no year, by the Chinese words around it (1984看过了, 喜欢1984和三体)?"""
    return _WORK_AFTER.match(text, end) is not None and _WORK_BEFORE.search(text, max(0, start - 6), start) is not None


_WORK_BEFORE = re.compile(r"(?:^|[，,。！？；;、\s和跟与爱像]|喜欢|讨厌|[看读][过完了]|类似|觉得|忘掉)$")
_WORK_AFTER = re.compile(
    r"[我都也刚]*(?:[看读][过完了]|没[看读意]|不错|[好难]看|[太很真超挺讲]|怎么样|[和跟与、][^\d\s])"
)
