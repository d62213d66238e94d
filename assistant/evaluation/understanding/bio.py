"""MIT movie trivia (Liu et al., ICASSP 2013), a tag and a token a line → the slots of a query that our schema has.

A span of the data becomes what our own vocabulary reads in it, alone; a reading is right where it wishes the same:

- ``genre`` (Genre): the genres of the span. A span that means only another facet ("superhero" is a theme, "french" a
  country) is left out; one that the vocabulary does not know at all can only be missed.
- ``year`` (Year): the years of the span ("1995" alone is that year).
- ``people`` (Actor, Director): the person of the catalogue with that name, or with that last name where the span is no
  more than it. Who is not in the catalogue cannot be linked and is counted apart, as ``unlinked``.
- ``popularity`` (Opinion): spans that mean "well known" or "little known"; other opinions are no slot of ours.

Plot, Character_Name, Award, Origin, Relationship, Quote and Soundtrack are none. So a wish away ("no horror") counts as
one for, moods and themes are not judged, and the genres and popularity of the truth are only those that we know words
for: the task measures finding them in the query, not the size of the vocabulary.

The floor ``trained`` tags tokens by logistic regression (by stochastic gradients, which is fast) over the word, its
neighbours and its ending, and its spans are turned into values in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from assistant.evaluation.understanding.readers import folds
from assistant.evaluation.understanding.tasks import Answer, Case, Said, Task, half
from assistant.preferences import Wish
from assistant.reading import Context, Reading
from assistant.rules.amounts import popularity
from assistant.rules.english import ENGLISH
from assistant.rules.message import Message
from assistant.rules.terms import terms_in
from assistant.rules.years import years
from retrievers.errors import BadData
from retrievers.sources.files import read_text
from retrievers.text import fold

SLOTS = ("genre", "year", "people", "popularity")
ALL = "all slots"
_SLOT_OF: Mapping[str, str] = {
    "Genre": "genre", "Year": "year", "Actor": "people", "Director": "people", "Opinion": "popularity",
}  # fmt: skip
_TAG = re.compile(r"O|[BI]-\w+")
_DECADE = re.compile(r"(?:\d\d)?\d0")  # the corpus writes "80's" as two tokens

#: (tag, token) of one query.
Tokens = tuple[tuple[str, str], ...]
#: Slot and text of a span → ``slot=value`` labels.
ValuesIn = Callable[[str, str], frozenset[str]]


def tasks(paths: Sequence[Path], context: Context) -> list[Task]:
    """A task for all slots and one for each that occurs; of equal queries the first counts.

    Raises `BadData` for a file of another form.
    """
    queries: dict[str, Tokens] = {}
    for path in paths:
        for tokens in _queries(path):
            queries.setdefault(_joined(word for _, word in tokens), tokens)
    tagger = _Tagger(tokens=queries, values=_values_in(context))
    cases = [_case(text, tokens, context, tagger.values) for text, tokens in queries.items()]
    found = [_task(slot, cases, tagger) for slot in (ALL, *SLOTS)]
    return [task for task in found if any(case.truth for case in task.cases)]


def _task(slot: str, cases: Sequence[Case], tagger: _Tagger) -> Task:
    def only(labels: frozenset[str]) -> frozenset[str]:
        return frozenset(label for label in labels if slot in (ALL, label.partition("=")[0]))

    told = slot in (ALL, "people")
    return Task(
        name="slot", labels=slot, classes=(),
        cases=[replace(case, truth=only(case.truth), unlinked=case.unlinked if told else 0) for case in cases],
        answer=lambda case, readings: Answer(labels=only(slots(readings[-1]))),
        trained=lambda task: [Answer(labels=only(labels)) for labels in tagger.out_of_fold(task.cases)],
    )  # fmt: skip


def _case(text: str, tokens: Tokens, context: Context, values: ValuesIn) -> Case:
    found = [(slot, values(slot, span)) for slot, span in _spans(tokens)]
    return Case(
        conversation=text, half=half(text), said=(Said(text=text, context=context),), words=text,
        truth=frozenset().union(*(labels for _, labels in found)),
        unlinked=sum(slot == "people" and not labels for slot, labels in found),
    )  # fmt: skip


def slots(reading: Reading) -> frozenset[str]:
    """What a reading wishes, as ``slot=value``."""
    found = set()
    for wish in reading.update.wishes:
        if wish.facet == "genre":
            found |= {f"genre={value}" for value in (*(wish.include or ()), *(wish.exclude or ()))}
        elif wish.facet == "people":
            found |= {f"people={fold(_name(value))}" for value in (*(wish.include or ()), *(wish.exclude or ()))}
        elif wish.facet in ("year", "popularity"):
            found.add(_range(wish))
    return frozenset(found)


def _name(value: str) -> str:
    """A name without the part in an item that may stand before it (``director:``)."""
    return value.rpartition(":")[2]


def _range(wish: Wish) -> str:
    return f"{wish.facet}={'' if wish.min is None else f'{wish.min:g}'}-{'' if wish.max is None else f'{wish.max:g}'}"


def _values_in(context: Context) -> ValuesIn:
    """The labels that our own readers find in a span of a slot, each span read once."""

    @cache
    def values(slot: str, span: str) -> frozenset[str]:
        message = Message.of(span, ENGLISH)
        if slot == "genre":
            terms = terms_in(message, context, ())
            genres = {value for term in terms if term.facet == "genre" for value in term.values}
            return frozenset(f"genre={value}" for value in genres or ([] if terms else [fold(span)]))
        if slot == "people":
            named = [(m.name, span[m.start : m.end]) for m in context.titles.people(span.title())]
            return frozenset(f"people={fold(name)}" for name, part in named if part == span or " " in part)
        if slot == "popularity":
            return frozenset(map(_range, popularity(message, context)))
        if re.fullmatch(r"\d{4}", span):
            return frozenset({f"year={span}-{span}"})
        found = years(Message.of(f"from the {span}", ENGLISH), context, ()) or years(message, context, ())
        return frozenset(map(_range, found)) or frozenset({f"year={span}"})

    return values


# ---- the file -------------------------------------------------------------------------------------------------------


def _queries(path: Path) -> Iterator[Tokens]:
    """(tag, token) of each query."""
    query: list[tuple[str, str]] = []
    for number, line in enumerate([*read_text(path).splitlines(), ""], 1):
        tag, tab, word = line.strip().partition("\t")
        if line.strip() and not (tab and word.strip() and _TAG.fullmatch(tag)):
            raise BadData(
                f"Line {number} of '{path}' is no tag and token: '{line[:60]}'.", "Write each as TAG<TAB>token."
            )
        word = word.strip()
        if word == "s" and query and _DECADE.fullmatch(query[-1][1]):
            query[-1] = (query[-1][0], f"{query[-1][1]}s")
        elif word:
            query.append((tag, word))
        elif query:
            yield tuple(query)
            query = []


def _spans(tokens: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """(slot, text) of each span of a slot that is ours."""
    kind, words = "", list[str]()
    for tag, word in [*tokens, ("O", "")]:
        if tag[:2] == "I-" and tag[2:] == kind:
            words.append(word)
            continue
        if kind in _SLOT_OF:
            yield _SLOT_OF[kind], _joined(words)
        kind, words = (tag[2:], [word]) if tag != "O" else ("", [])


def _joined(words: Iterable[str]) -> str:
    return " ".join(words)


# ---- the floor ------------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class _Tagger:
    """Tags the tokens of each query by a classifier that has not seen it, once for all slots."""

    tokens: Mapping[str, Tokens]
    values: ValuesIn
    _found: dict[tuple[str, ...], list[frozenset[str]]] = field(default_factory=dict)

    def out_of_fold(self, cases: Sequence[Case]) -> list[frozenset[str]]:
        """``slot=value`` for each case."""
        texts = tuple(case.conversation for case in cases)
        if texts not in self._found:
            self._found[texts] = self._read([self.tokens[text] for text in texts], texts)
        return self._found[texts]

    def _read(self, queries: Sequence[Tokens], texts: Sequence[str]) -> list[frozenset[str]]:
        from sklearn.feature_extraction.text import CountVectorizer  # type: ignore[import-untyped]
        from sklearn.linear_model import SGDClassifier  # type: ignore[import-untyped]
        from sklearn.pipeline import make_pipeline  # type: ignore[import-untyped]

        features = [[_features([word for _, word in query], at) for at in range(len(query))] for query in queries]
        tags = [[tag if tag[2:] in _SLOT_OF else "O" for tag, _ in query] for query in queries]
        found: list[frozenset[str]] = [frozenset()] * len(queries)
        for learnt, asked in folds(texts):
            model = make_pipeline(
                CountVectorizer(analyzer=list),
                SGDClassifier(loss="log_loss", alpha=1e-5, max_iter=20, tol=None, random_state=0),
            )
            model.fit([one for at in learnt for one in features[at]], [tag for at in learnt for tag in tags[at]])
            told = iter(model.predict([one for at in asked for one in features[at]]).tolist())
            for at in asked:
                tagged = [(next(told), word) for _, word in queries[at]]
                found[at] = frozenset().union(*(self.values(slot, span) for slot, span in _spans(tagged)))
        return found


def _features(words: Sequence[str], at: int) -> list[str]:
    """A token as the floor sees it: itself, two neighbours on either side, its ending, and whether it is a number."""
    near = [f"{by:+d} {words[at + by]}" for by in range(-2, 3) if 0 <= at + by < len(words)]
    return [*near, f"ends {words[at][-3:]}", f"digits {len(words[at]) if words[at].isdecimal() else 0}"]
