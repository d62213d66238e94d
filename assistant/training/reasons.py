"""Examples of explaining: facts as the explain step gives them, and one or two sentences that state exactly these.

``python -m assistant.training.reasons --count 20 [--index DIR]`` prints some. Every answer is put before the verifier;
one that it would stop is an error in the forms or in the verifier, and is never left out in silence.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice, zip_longest
from pathlib import Path

from assistant.reasons import point
from assistant.steps.explain import chosen, reply_item
from assistant.steps.verify import licensed
from assistant.steps.verify import sentences as sentences_of
from assistant.training.draws import Draw, of_index
from assistant.training.examples import Example, held, one_in
from assistant.training.invention import invented, words
from assistant.training.sentences import Said, begun, candidates, ended, joined
from assistant.writer import request
from retrievers.index import Index
from retrievers.query import Evidence

_NAMES_HELD = 4  # one invented title or person in so many is held out
_TAIL = 0.5  # so often a trade-off ends a sentence, where it could be one of its own


class Unlicensed(ValueError):
    """An answer that the verifier would stop, with the forms it was made of."""


def explanations(indexes: Sequence[Index], rng: random.Random, *, kept: bool = False) -> Iterator[tuple[Draw, Example]]:
    """Examples without end: of each index, and of invented works, in turn. ``kept``: of held-out forms and names only.

    An answer that the verifier would stop is left out, which is rare: a form may be right and ambiguous of one title,
    as where a work is called like its series.
    """
    draws = [of_index(index, rng, words()["wishes"]) for index in indexes]
    draws.append(invented(rng, lambda name: is_held(name) is kept))
    for draw in chain.from_iterable(zip_longest(*draws)):
        with suppress(Unlicensed):
            if (example := explanation(draw, rng, kept=kept)) is not None:
                yield draw, example


def is_held(name: str) -> bool:
    """Is this title, or this person, kept for measuring?"""
    return one_in(_NAMES_HELD, name)


def explanation(draw: Draw, rng: random.Random, *, kept: bool = False) -> Example | None:
    """One example; None where nothing is to be explained, or ``kept`` and no form of the kind is held out.

    Raises ``Unlicensed`` for an answer that the verifier would stop.
    """
    candidate, wording = draw.candidate, draw.wording
    evidence, brief = chosen(candidate, wording)
    given = [(e, found) for e in evidence if (found := point(e, candidate.item, wording, brief=brief))]
    if not given:
        return None

    def one(evidence: Evidence, *, tail: bool = False) -> Said | None:
        told = point(evidence, candidate.item, wording, brief=brief)
        assert told is not None
        forms = candidates(evidence, told, candidate.item, wording, brief=brief, tail=tail)
        some = [said for said in forms if held(said.form) is kept]
        return rng.choice(some) if some else None

    main = [one(e) for e, _ in given if e.kind != "trade-off"]
    off = [e for e, _ in given if e.kind == "trade-off"]
    tail = bool(off and main) and rng.random() < _TAIL
    ends = [one(e, tail=tail) for e in off]
    said = [each for each in (*main, *ends) if each is not None]
    if len(said) < len(main) + len(ends):
        return None
    answer = _text(said[: len(main)], said[len(main) :], tail, rng)
    system, user = request("explain", reply_item(candidate, wording).facts, wording.language)
    made = Example(task="explain", system=system, user=user, answer=answer, where=", ".join(s.form.where for s in said))
    return _checked(made, draw)


def _text(main: Sequence[Said], ends: Sequence[Said], tail: bool, rng: random.Random) -> str:
    """One or two sentences of at most two reasons and a trade-off."""
    text = main[0].text if main else ""
    if len(main) == 2:
        text = joined(text, main[1].text, rng, one=bool(ends and not tail))
    for end in ends:
        text = f"{text}, {end.text}" if tail else f"{ended(text)} {begun(end.text)}" if text else end.text
    return ended(begun(text))


def _checked(example: Example, draw: Draw) -> Example:
    licence = draw.licence
    said = list(sentences_of(example.answer, licence.names))
    if len(said) > 2 or not all(licensed(sentence, licence) for sentence in said):
        raise Unlicensed(f"{example.where}: '{example.answer}' is not licensed by '{example.user}'.")
    return example


def main() -> int:
    """Print drawn examples."""
    from assistant.bootstrap import demo_index
    from assistant.settings import load
    from retrievers.index import open_index

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--index", type=Path, help="an index folder; the demo's without it")
    options.add_argument("--count", type=int, default=20)
    options.add_argument("--seed", type=int, default=0)
    args = options.parse_args()
    index = open_index(args.index or demo_index(load()))
    for _, example in islice(explanations([index], random.Random(args.seed)), args.count):
        sys.stdout.write(f"{example.user}\n    {example.answer}\n")
    index.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
