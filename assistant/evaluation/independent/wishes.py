"""Was it asked for? What a reply says of wishes, held against the person's own account of what they told."""

from __future__ import annotations

import re

from assistant.evaluation.independent.forms import WISHES
from assistant.evaluation.independent.world import Claim, plain, worded
from assistant.evaluation.simulation.needs import Condition
from assistant.evaluation.simulation.personas import Account, Stated
from retrievers.items import Item
from retrievers.vocabulary import vocabulary

_LENGTH_WORDS = {
    "short": "short", "短的": "short", "long": "long", "长的": "long", "medium length": "medium", "中等长度": "medium",
    "not too long": "not long", "不要太长": "not long", "not too short": "not short", "不要太短": "not short",
}  # fmt: skip
#: 喜剧片 is a comedy and a film; so is a "family movie".
_KIND_AT_END = {"片": "film", "小说": "book", " movie": "film", " film": "film", " novel": "book", " book": "book"}
_OR = re.compile(r" or |或|, |、")
_MORE = re.compile(r" or \d+ more$|等\d+个$")


def meant(stated: Stated, language: str) -> frozenset[Claim]:
    """The facets and values that a wish asks for: what was meant, and all that its words mean by themselves."""
    condition = stated.condition
    own = {(condition.facet, value) for value in condition.values}
    word = stated.words.casefold() if language == "en" else stated.words
    own |= {("kind", kind) for end, kind in _KIND_AT_END.items() if word.endswith(end)}
    if ("genre", "children") in own:
        own |= {("genre", "family")}  # what is for the whole family is for children
    return frozenset(own | set(vocabulary().terms(language).get(word, ())))


def asked_for(claim: Claim, item: Item, account: Account, language: str) -> bool:
    """Does a standing wish ask for this fact of ``item``?"""
    facet, value = claim
    for stated in account.wishes:
        condition = stated.condition
        if condition.refused:
            continue
        if facet in ("year", "length") and condition.facet == facet:
            if condition.holds(item):
                return True
        elif any(f == facet and plain(v) == plain(value) for f, v in meant(stated, language)):
            return True
    return False


def wished_like(words: str, stated: Stated, language: str) -> bool:
    """Do ``words`` of a reply ("1990–1999", "no horror") speak of this wish?"""
    for form, pattern in WISHES[language]:
        match = pattern.fullmatch(words)
        if match is None:
            continue
        facet, _, part = form.removeprefix("!").partition("-")
        condition = stated.condition
        if facet in ("year", "length") and part:
            if condition.facet == facet and _same_range(condition, part, match):
                return True
        elif (
            facet != "text"
            and form.startswith("!") == condition.refused
            and _same_values(match[1], facet, stated, language)
        ):
            return True
    return False


def withdrawn_or_never(words: str, account: Account, language: str, *, past: bool) -> str:
    """What is wrong with saying that ``words`` are wanted, or empty. ``past``: what was wanted before will do."""
    standing = (*account.wishes, *account.withdrawn) if past else account.wishes
    rest = words
    for size in range(len(parts := re.split("(, |，)", words)), 0, -2):
        # several wishes share a sentence; the longest part that is a wish is taken first
        rest = "".join(parts[:size])
        if _wanted(rest, standing, account, language):
            later = "".join(parts[size + 1 :])
            return withdrawn_or_never(later, account, language, past=past) if later else ""
    if any(wished_like(words, stated, language) for stated in account.withdrawn):
        return f"'{words}' was asked for, but withdrawn"
    return f"'{words}' was never asked for"


def _wanted(words: str, standing: tuple[Stated, ...], account: Account, language: str) -> bool:
    if words.startswith("“"):  # words of their own
        said = " ".join(account.messages).casefold()
        return all(word in said for word in re.findall(r"\w+", words.casefold()))
    return any(wished_like(words, stated, language) for stated in standing)


def _same_range(condition: Condition, part: str, match: re.Match[str]) -> bool:
    if part == "word":
        word = _LENGTH_WORDS[match[1]]
        return word in condition.values or (condition.vague and condition.high is not None and word != "long")
    low = float(match[1]) if part in ("range", "low", "only") else None
    high = float(match[2]) if part == "range" else float(match[1]) if part in ("high", "only") else None
    if condition.values:
        return False
    if condition.vague:
        return (low is None) == (condition.low is None) or (high is None) == (condition.high is None)
    return _close(low, condition.low) and _close(high, condition.high)


def _close(one: float | None, other: float | None) -> bool:
    return one == other or (one is not None and other is not None and abs(one - other) <= 1)


def _same_values(words: str, facet: str, stated: Stated, language: str) -> bool:
    """Is every alternative in ``words`` something that the wish means?"""
    known = meant(stated, language)
    parts = (
        [words] if any(plain(words) in worded(f, v, language) for f, v in known) else _OR.split(_MORE.sub("", words))
    )
    return all(
        any(plain(part) in worded(f, v, language) and facet in ("any", f) for f, v in known) for part in parts if part
    )
