"""Each kind of claim held against the licence. A check is given the match of a pattern with its named groups.

Groups: ``share`` (percent), ``raters``, ``mean``, ``high``, ``year``, ``length``, ``unit``, ``limit``; ``others``,
``people`` and ``values`` hold marks. The checks know no language.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.claims.licence import Licence
from assistant.claims.marking import ITSELF, Marked
from assistant.wording import Wording

#: Is the claim of a match licensed?
Check = Callable[[re.Match[str], Marked, Licence], bool]


def _group(match: re.Match[str], name: str) -> str:
    return match.groupdict().get(name) or ""


def people_like_you(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
    """ "38 % of the 160 people who liked X liked it too": the very share and count, of the very X."""
    titles = marked.titles(_group(match, "others"))
    share, raters = _group(match, "share"), _group(match, "raters")
    for facts in licence.of("people-like-you"):
        same_share = not share or share == str(round(100 * facts["share"]))
        same_count = not raters or raters == str(facts["raters"])
        if titles and titles <= set(facts["liked"]) and same_share and same_count:
            return _called_simulated(match, licence)
    return False


def acclaimed(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
    """ "Liked by 216 people", "mean rating 4.0 out of 5"."""
    raters, mean, high = (_group(match, name) for name in ("raters", "mean", "high"))
    for facts in licence.of("acclaimed"):
        known = {"mean": str(facts.get("mean", "")), "high": f"{facts.get('scale', (0, 0))[1]:g}"}
        if raters not in ("", str(facts["raters"])) or mean not in ("", known["mean"]):
            continue
        if high in ("", known["high"]):
            return not raters or _called_simulated(match, licence)
    return False


def _called_simulated(match: re.Match[str], licence: Licence) -> bool:
    return not licence.simulated or re.search("simulated|模拟", match.group(), re.IGNORECASE) is not None


def you_liked(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
    """ "Because you liked X": X was liked, and it moved this item."""
    titles = marked.titles(_group(match, "others"))
    liked = {opinion.title for opinion in licence.preferences.likes}
    return bool(titles) and titles <= liked and all(licence.liked_in_evidence(title) for title in titles)


def likeness(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
    """ "Like X, it has ...": evidence of likeness to X; what both have is checked by `shares`."""
    titles = marked.titles(_group(match, "others"))
    return bool(titles) and all(licence.shared_with(title) is not None for title in titles)


def shares(titles: set[str], clause: str, marked: Marked, licence: Licence) -> bool:
    """Does the item share with each of ``titles`` every value and person that the clause names?"""
    for title in titles:
        shared = licence.shared_with(title) or set()
        named = all(("people", name) in shared for name in marked.names(clause))
        valued = all(
            meanings & shared or ("kind", licence.item.kind) in meanings for meanings in marked.meanings(clause)
        )
        if not (named and valued):
            return False
    return True


def asked_for(part: str, marked: Marked, licence: Licence, *, contrast: bool) -> bool:
    """Was everything in ``part`` asked for? What the item lacks counts with a ``contrast`` ("while you asked for")."""
    allowed = set(licence.wished) | (set(licence.wanted) if contrast else set())
    meanings = marked.meanings(part)
    numbers = [int(n) for n in re.findall(r"\d+", part)]
    if ITSELF in part and not (meanings or numbers or marked.names(part)):
        meanings = [frozenset({("series", name) for name in licence.own_names})]  # "you asked for Jurassic Park"
    known = {value for _, value in licence.wished if isinstance(value, int | float)}
    people = {value for facet, value in licence.wished if facet == "people"}
    told = len(meanings) + len(numbers) + len(marked.names(part))
    return (
        all(m & allowed or (("kind", licence.item.kind) in m and told > 1) for m in meanings)
        and all(n in known for n in numbers)
        and all(any(name in str(p) for p in people) for name in marked.names(part))
        and bool(meanings or numbers or marked.names(part))
    )


def closeness(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
    """ "Its description is close to “…”": words that were asked for and that evidence finds close, or another item's.

    The sentence must speak of what is told of the item, for that is all that was compared.
    """
    others = [title for title in marked.others.values() if marked_in(title, marked)]
    alike = any(licence.shared_with(title) is not None for title in others)
    words = " ".join((marked.text, *marked.words.values()))  # "record" is a word for an album too
    return alike or (_quotes_a_wish(marked) and re.search(r"descri|record|entry|catalogue|told of", words) is not None)


def told(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
    """ "Its record speaks of “…”": words that were asked for, all of which evidence finds in the record."""
    return _quotes_a_wish(marked) and any(facts.get("told") for facts in licence.of("asked-for"))


def _quotes_a_wish(marked: Marked) -> bool:
    """Are words quoted that were asked for and that no facet has?"""
    return any(facet == "text" for meanings in marked.values.values() for facet, _ in meanings)


def marked_in(title: str, marked: Marked) -> bool:
    """Does the text still name this item?"""
    return any(mark in marked.text for mark, meant in marked.others.items() if meant == title)


def silent(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
    """ "Its record says nothing about lengths": as a trade-off says."""
    names = {Wording(licence.language).facet(f["facet"]) for f in licence.of("trade-off") if f["value"] is None}
    return _group(match, "facet") in names


def lacks(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
    """ "Not “before 1990”": a wish that the item does not meet, as a trade-off says."""
    return all(m & set(licence.wanted) and not m & set(licence.values) for m in marked.meanings(match["values"]))


def year(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
    """ "From 1992"."""
    return _group(match, "year") == str(licence.item.year)


def length(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
    """ "99 minutes long"."""
    unit = {"分钟": "minutes", "页": "pages"}.get(_group(match, "unit"), _group(match, "unit").rstrip("s") + "s")
    return _group(match, "length") == str(licence.item.length) and unit == licence.length_unit()


def in_series(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
    """ "Part of X": of the item's own series."""
    series = ("series", licence.item.series)
    return all(series in meanings for meanings in marked.meanings(_group(match, "values")))


def series_of_its_name(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
    """ "Part of Jurassic Park", where a work is called as its series is; shared, where another is named beside it."""
    series, titles = licence.item.series, marked.titles(match.group())
    named = titles == {series} if titles else series in licence.own_names
    known = [licence.shared_with(title) for title in marked.titles(marked.text)]
    shared = [values for values in known if values is not None]
    return named and (not shared or any(("series", series) in values for values in shared))


def made_in(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
    """ "Made in Spain and Mexico": each is a country of the record."""
    return all(any(f == "country" for f, _ in meanings) for meanings in marked.meanings(_group(match, "values")))


_HOURS = {"one": 1, "an": 1, "two": 2, "three": 3, "four": 4, "一": 1, "两": 2, "三": 3}


def below(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
    """ "Under two hours", "under 300 pages": true of the length."""
    limit, unit = _group(match, "limit"), _group(match, "unit")
    bound = float(_HOURS.get(limit, 0) or (limit if limit.isdigit() else 0))
    hours = unit.startswith("hour") or unit == "小时"
    wanted = "minutes" if hours else {"分钟": "minutes", "页": "pages"}.get(unit, unit.rstrip("s") + "s")
    known = licence.item.length
    return known is not None and wanted == licence.length_unit() and known < bound * (60 if hours else 1)


def role(*wanted: str) -> Check:
    """ "Directed by P": each of the people named has one of the parts ``wanted``."""

    def check(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
        names = marked.names(_group(match, "people"))
        return bool(names) and all(licence.people[name] & set(wanted) for name in names)

    return check


def takes_part(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
    """ "With P and Q": at least one of them does more than direct or write it."""
    names = marked.names(_group(match, "people"))
    return any(licence.people[name] - {"director", "author"} for name in names)


def harmless(match: re.Match[str], marked: Marked, licence: Licence) -> bool:
    """Words that claim nothing."""
    return True
