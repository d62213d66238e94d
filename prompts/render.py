"""Fill templates strictly: a missing *or unused* variable is an error naming both. Knows words, not what they mean.

A template is a Markdown file beside this one, by language and name. ``plain_*.md`` files hold phrases: each ``## key``
is followed by one or more variants as list items. Everything before the first ``##`` is a note to the writer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter

LANGUAGES = ("en", "zh")
_FOLDER = Path(__file__).parent
_FENCE = re.compile(r"[<>`\u2028\u2029]")


class TemplateError(Exception):
    """A template, a phrase or a variable does not exist, or a variable was given that is not used."""


def render(name: str, language: str, /, **values: object) -> str:
    """The template ``name`` (such as ``explain``) in ``language`` with its variables filled in."""
    return _fill(_template(name, language), values, f"{language}/{name}.md")


#: A title's own sign and the full stop of the sentence around it: "You like Monsters, Inc.."
_TWO_ENDS = re.compile(r"(?<![.])([.?!])\.(?![.])")


def phrase(name: str, key: str, language: str, /, *, pick: int = 0, **values: object) -> str:
    """One variant of the phrase ``key`` of the file ``name``: the one numbered ``pick`` modulo how many there are."""
    variants = phrases(name, language).get(key)
    if not variants:
        raise TemplateError(f"{language}/{name}.md has no phrase '{key}'.")
    filled = _fill(variants[pick % len(variants)], values, f"{language}/{name}.md, '{key}'")
    return _TWO_ENDS.sub(r"\1", filled)


@cache
def phrases(name: str, language: str) -> Mapping[str, tuple[str, ...]]:
    """Every phrase of a ``plain_*.md`` file: key → variants."""
    found: dict[str, tuple[str, ...]] = {}
    for part in re.split(r"^## ", _read(name, language), flags=re.MULTILINE)[1:]:
        key, _, body = part.partition("\n")
        found[key.strip()] = tuple(
            re.sub(r"\s*\n\s+", " ", v).strip() for v in re.split(r"^- ", body, flags=re.MULTILINE)[1:]
        )
    return found


def names(language: str) -> tuple[str, ...]:
    """Every template of a language, sorted."""
    return tuple(sorted(path.stem for path in (_FOLDER / language).glob("*.md")))


def fence(text: str, limit: int = 500) -> str:
    """Catalogue text as data for a prompt: one line, no markup or control tokens, cut at ``limit`` characters."""
    plain = " ".join(_FENCE.sub(" ", text.replace("<|", " ").replace("|>", " ")).split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def listing(values: list[str], language: str) -> str:
    """``A, B and C``; in Chinese ``A、B和C``."""
    if len(values) < 2:
        return "".join(values)
    comma, last = ("、", "和") if language == "zh" else (", ", " and ")
    return comma.join(values[:-1]) + last + values[-1]


@cache
def _template(name: str, language: str) -> str:
    text = _read(name, language)
    return text.partition("\n---\n")[2].strip() if "\n---\n" in text else text.strip()


@cache
def _read(name: str, language: str) -> str:
    path = _FOLDER / language / f"{name}.md"
    if not path.is_file():
        raise TemplateError(f"There is no template '{language}/{name}.md'.")
    return path.read_text("utf-8")


def _fill(template: str, values: Mapping[str, object], where: str) -> str:
    used = {field for _, field, _, _ in Formatter().parse(template) if field is not None}
    missing, unused = sorted(used - set(values)), sorted(set(values) - used)
    if missing or unused:
        raise TemplateError(f"{where}: missing {missing or 'nothing'}, unused {unused or 'nothing'}.")
    return template.format(**{name: str(value) for name, value in values.items()})
