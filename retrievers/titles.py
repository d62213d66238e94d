"""Mentions in running text → item ids: other titles, articles, years, same-name items, misspellings, Chinese titles.

Which names there are is in `names`, what the text makes of them in `cues`. It does not know what the person thinks of
what they mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from retrievers import cues, runs
from retrievers.catalogue import Catalogue
from retrievers.chinese_titles import with_a_gap
from retrievers.cues import Token, key_of
from retrievers.mentions import (
    Mention,
    PersonMention,
    covered,
    inside,
    mention_of,
    takes_from,
    until_taken,
    without_overlap,
)
from retrievers.names import Known, Names, without_article
from retrievers.namesakes import in_context
from retrievers.persons import persons_in
from retrievers.phrases import misprinted, supported_in_chinese, titles_after_cues
from retrievers.simplified import simplified
from retrievers.text import fold, has_cjk
from retrievers.vocabulary import vocabulary

_QUOTED = re.compile(r"[“\"«《「『]([^”\"»》」』]{1,80})[”\"»》」』]|(?<!\w)'([^']{2,60})'(?!\w)|\*([^*]{2,60})\*")
#: What stands between titles in a list of them.
_BETWEEN = re.compile(r"\s*(?:[,;/+&]|\band\b|\bor\b|[!?.]+(?=\s|$))\s*", re.IGNORECASE)
_WORDS = re.compile(r"\w(?:.*\w)?", re.DOTALL)
#: Letters of a single word in lower case that may be a title misspelt; shorter ones are too often words spelt right.
_FEWEST_LETTERS_OF_A_WORD = 7
#: The same of several words around one that is not known at all.
_FEWEST_LETTERS_OF_WORDS = 8
_LONGEST_HEAD = 12  # words of a title before the run in capitals that is a part of it
#: Comparisons with all titles (about 1 ms each) that one message may cost.
_MOST_CORRECTIONS = 40
#: Messages, of this turn and a few before it.
_REMEMBERED = 16
#: Unknown titles in Chinese that are told of one message.
_MOST_UNKNOWN = 10


class Titles:
    """Finds the items and people of one catalogue in text."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._names = Names(catalogue)
        # The same message is asked about again and again: for its language, its references, the answer to it.
        self._mentioned = lru_cache(maxsize=_REMEMBERED)(self._searched)
        self._gaps = cache(lambda: with_a_gap(self._names.cjk))
        self._people = lru_cache(maxsize=_REMEMBERED)(lambda text: tuple(persons_in(text, self._names)))

    def find(self, text: str) -> list[Mention]:
        """Every mention of an item in ``text``, in order; unknown titles that are quoted or in capitals among them."""
        return list(self._mentioned(text))

    def _searched(self, text: str) -> tuple[Mention, ...]:
        tokens = cues.tokens_of(text)
        found = [*self._quoted(text), *self._chinese(text)]
        found = without_overlap(found)
        found = without_overlap([*found, *self._misprinted_in_chinese(text, found)])
        found = without_overlap([*found, *self._unknown_in_chinese(text, found)])
        found = without_overlap([*found, *self._nothing_else(text)])
        found = without_overlap([*found, *self._respelt(text, tokens, found)])
        # "Christie" is no slip for "Christine" where it stands in Agatha Christie's name, nor is the S. of C. S. Lewis
        named = [Mention(start=p.start, end=p.end, text="", ids=()) for p in self.people(text) if " " in fold(p.name)]
        found = without_overlap([*found, *(m for m in self._exact(text, tokens, found) if not inside(m, named))])
        found = without_overlap([*found, *self._listed_before(text, tokens, found)])
        found = without_overlap([*found, *self._corrected(text, tokens, [*found, *named])])
        found = without_overlap([*found, *self._unknown_words(text, tokens, [*found, *named])])
        return tuple(in_context(text, mention, self._catalogue) for mention in sorted(found, key=lambda m: m.start))

    def warm(self) -> None:
        """Load what the first message and the first misspelling would otherwise wait for (about 0.3 s)."""
        _ = self._names.ordinary, self._names.people.in_chinese
        self._searched("Somebody Misspelt was in unheardof things")

    def named(self, name: str) -> tuple[str, ...]:
        """The ids that exactly this name may mean, likeliest first."""
        return self._names.meant(name)

    def people(self, text: str) -> list[PersonMention]:
        """Every person of the catalogue named in ``text``; by last name alone in capitals and where it is unique."""
        return list(self._people(text))

    # ---- the passes ---------------------------------------------------------------------------------------------

    def _quoted(self, text: str) -> Iterator[Mention]:
        for match in _QUOTED.finditer(text):
            inner, start = match.group(match.lastindex or 0), match.start(match.lastindex or 0)
            undated = re.sub(r"\s*\(?(?:18|19|20)\d\d\)?\s*$", "", inner) or inner
            known = self._names.bearers(inner) or self._names.bearers(undated)  # 《银翼杀手2049》 has its number
            ids = self._names.ranked(known) or self._names.similar(fold(undated))
            alike = self._names.alike(known, ids[0]) if known else 1
            if ids or (text[match.start()] in '《「『“"' and len(fold(inner)) > 1):
                yield Mention(start=start, end=start + len(inner), text=inner, ids=ids, exact=bool(known), alike=alike)

    def _chinese(self, text: str) -> Iterator[Mention]:
        if not self._names.cjk or not has_cjk(text):
            return
        kept = [(letter.lower(), at) for at, letter in enumerate(simplified(text)) if letter not in " ·•・\u3000"]
        letters = "".join(letter if len(letter) == 1 else "?" for letter, _ in kept)  # places must not move
        at = 0
        while at < len(letters):
            for size in (size for size in self._names.cjk_sizes.get(letters[at], ()) if at + size <= len(letters)):
                known = self._names.cjk.get(letters[at : at + size])
                start, end = kept[at][1], kept[at + size - 1][1] + 1
                number = text[start].isdigit() and text[start - 1 : start].isdigit()  # the 007 of 2007
                if known is not None and not number and supported_in_chinese(text, start, end, size):
                    ids = self._names.ranked(known)
                    alike = self._names.alike(known, ids[0]) if ids else 1
                    yield Mention(start=start, end=end, text=text[start:end], ids=ids, alike=alike)
                    at += size - 1
                    break
            at += 1

    def _misprinted_in_chinese(self, text: str, taken: list[Mention]) -> Iterator[Mention]:
        for start, end, title in misprinted(simplified(text), self._gaps()) if has_cjk(text) else ():
            if not any(start < m.end and m.start < end for m in taken):
                yield Mention(start=start, end=end, text=text[start:end], ids=self._names.meant(title))

    def _unknown_in_chinese(self, text: str, taken: list[Mention]) -> Iterator[Mention]:
        """What is liked, was seen or is compared with, and is no known title, no person and no word of a wish."""
        if not has_cjk(text):
            return
        other = [(m.start, m.end) for m in taken] + [(p.start, p.end) for p in self.people(text)]
        for start, end in islice(titles_after_cues(simplified(text)), _MOST_UNKNOWN):
            if all(end <= a or b <= start for a, b in other):
                yield Mention(start=start, end=end, text=text[start:end], ids=())

    def _nothing_else(self, text: str) -> Iterator[Mention]:
        """A message that is nothing but titles: "inception", "heat, fargo and se7en"."""
        found: list[Mention] = []
        gaps = [match.span() for match in _BETWEEN.finditer(text)]
        for start, end in zip([0, *(b for _, b in gaps)], [*(a for a, _ in gaps), len(text)], strict=True):
            if (match := _WORDS.search(text, start, end)) is None:
                continue
            name = match.group()
            known = self._names.known(fold(name))
            telling = any(word not in cues.PLAIN for word in fold(name).split())
            if not known or min(known.values()) > 1 or not telling or fold(name) in vocabulary().terms("en"):
                return
            ids = self._names.ranked(known)
            found.append(Mention(start=match.start(), end=match.end(), text=name, ids=ids))
        yield from found

    def _respelt(self, text: str, tokens: list[Token], taken: list[Mention]) -> Iterator[Mention]:
        """Runs of several words in capitals that are spelt much like one title: not "Fear" in "Prmal Fear"."""
        left = _MOST_CORRECTIONS
        for run in runs.runs_in_capitals(text, tokens):
            right = self._spelt_right(run, tokens)
            for span in runs.parts_of(run):
                key = key_of(span)
                telling = any(t.folded not in cues.PLAIN for t in span)
                if left <= 0:
                    return
                if covered(span, taken) or not telling or key in self._names.people.names:
                    continue
                if self._names.known(key):
                    break  # spelt right: the next pass finds it
                left -= 1
                ids = self._names.similar(key)
                if ids and not any(takes_from(span, name, ids, self._names.meant(key_of(name))) for name in right):
                    yield mention_of(text, span, ids)
                    break

    def _spelt_right(self, run: list[Token], tokens: list[Token]) -> list[list[Token]]:
        """The names of several words that overlap a run, the longest from each word on, none overlapping another.

        One that begins before it does so with a capital: a comma in a title ends no title.
        """
        first = tokens.index(run[0])
        last, at, found = first + len(run), max(0, first - _LONGEST_HEAD), []
        while at < last:
            begins = at >= first or cues.raised(tokens[at])
            sizes = range(min(self._names.longest(tokens[at].folded), len(tokens) - at) if begins else 0, 1, -1)
            size = next((n for n in sizes if at + n > first and self._names.known(key_of(tokens[at : at + n]))), 1)
            if size > 1:
                found.append(tokens[at : at + size])
            at += size
        return found

    def _exact(self, text: str, tokens: list[Token], taken: list[Mention]) -> Iterator[Mention]:
        at, ends = 0, [mention.end for mention in taken]
        while at < len(tokens):
            for size in range(min(self._names.longest(tokens[at].folded), len(tokens) - at), 0, -1):
                span = tokens[at : at + size]
                known = self._names.known(cues.key_of(span))
                if size > 1 and cues.is_a_wish(text, span):
                    at += size - 1  # nor is the "road" of "road trip" a film
                    break
                if (
                    known
                    and not covered(span, taken)
                    and not self._cuts_into(tokens, at, size)
                    and cues.supported(text, span, ends, min(known.values()), self._names.ordinary)
                ):
                    yield self._mention(text, span, known)
                    ends.append(span[-1].end)
                    at += size - 1
                    break
            at += 1

    def _listed_before(self, text: str, tokens: list[Token], found: list[Mention]) -> Iterator[Mention]:
        """Titles of plain words in lower case in a list that ends in a sure one: "the kid and mulholland drive"."""
        taken = [*found]
        for mention in sorted((m for m in found if m.ids), key=lambda m: m.start):
            for span in runs.runs_before(text, tokens, mention.start):
                known = self._names.known(key_of(span))
                telling = len(span) > 1 or span[0].folded not in cues.PRONOUNS
                if known and min(known.values()) == 0 and telling and not covered(span, taken):
                    taken.append(self._mention(text, span, known))
                    yield taken[-1]
                    break

    def _cuts_into(self, tokens: list[Token], at: int, size: int) -> bool:
        """Would the span take a word away from a longer name that starts in it, or is it half of a person's name?

        "The Star" does from "the Star Wars films", "Julia" is half of Julia Roberts.
        """
        for start in range(at + 1, at + size):
            for longer in range(min(self._names.longest(tokens[start].folded), len(tokens) - start), size - 1, -1):
                if start + longer > at + size and self._names.known(key_of(tokens[start : start + longer])):
                    return True
        people = self._names.people.names
        pairs = (tokens[at : at + 2], tokens[max(at - 1, 0) : at + 1]) if size == 1 else ()
        return any(len(pair) == 2 and key_of(pair) in people for pair in pairs)

    def _mention(self, text: str, span: list[Token], known: Known) -> Mention:
        start, end = span[0].start, span[-1].end
        ids = self._names.ranked(known)
        return Mention(start=start, end=end, text=text[start:end], ids=ids, alike=self._names.alike(known, ids[0]))

    def _corrected(self, text: str, tokens: list[Token], taken: list[Mention]) -> Iterator[Mention]:
        """Misspelt titles: runs of capitals, and runs after a word such as "loved", that no exact title covers."""
        left = _MOST_CORRECTIONS
        for run in runs.title_like_runs(text, tokens, [mention.end for mention in taken]):
            run = until_taken(run, taken)
            rest = run
            while rest and left > 0:
                left -= len(rest)
                part, ids = self._longest_similar(rest, alone=len(run) == 1 and cues.cued(text, run[0].start))
                if ids:
                    yield mention_of(text, part, ids)
                    rest = rest[len(part) :]
                    continue
                if rest is run and runs.worth_naming(text, run):
                    yield mention_of(text, run, ())
                    break
                rest = rest[1:] if run[0].text[0].isupper() else []  # a cue speaks of the words right after it

    def _unknown_words(self, text: str, tokens: list[Token], taken: list[Mention]) -> Iterator[Mention]:
        """Misspelt titles in lower case: runs around a word that the catalogue does not have and that is not plain."""
        left, known = _MOST_CORRECTIONS, self._catalogue.words
        for at, token in enumerate(tokens):
            word = token.folded
            if len(word) < 4 or not word.isalpha() or word in cues.PLAIN or word in known:
                continue
            for span in runs.runs_around(text, tokens, at):
                key = key_of(span)
                fewest = _FEWEST_LETTERS_OF_A_WORD if len(span) == 1 else _FEWEST_LETTERS_OF_WORDS
                if left <= 0:
                    return
                if len(key) < fewest or covered(span, taken):
                    continue
                left -= 1
                if ids := self._names.similar(key):
                    yield mention_of(text, span, ids)
                    break

    def _longest_similar(self, span: list[Token], *, alone: bool) -> tuple[list[Token], tuple[str, ...]]:
        """The longest beginning of ``span`` that is spelt much like a title, and the ids of that title.

        A short word in capitals must be all that is said after a cue (``alone``), for names of people look like it.
        """
        for size in range(len(span), 0, -1):
            part = span[:size]
            key = cues.key_of(part)
            word_in_lower_case = size == 1 and not part[0].text[0].isupper()
            if all(t.folded in cues.PLAIN for t in part) or (without_article(key) or key) in vocabulary().terms("en"):
                continue
            if (word_in_lower_case or (size == 1 and not alone)) and len(key) < _FEWEST_LETTERS_OF_A_WORD:
                continue
            if word_in_lower_case and key in self._catalogue.words:
                continue  # "singing" is no slip for "The Shining"
            if not self._names.known(key) and (ids := self._names.similar(key)):  # a name spelt right was judged before
                return part, ids
        return span, ()
