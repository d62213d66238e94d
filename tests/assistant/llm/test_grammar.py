"""Shapes to grammars and back."""

import json
from enum import Enum

import numpy as np
import pytest
from pydantic import BaseModel, Field

from assistant.errors import BadSettings, ModelFailed
from assistant.llm.grammar import Grammar

from .conftest import make_tokenizer


class Mood(Enum):
    FUNNY = "funny"
    SAD = "sad"


class Wish(BaseModel):
    mood: Mood
    people: list[str] = Field(max_length=2)
    year: int | None = None


@pytest.fixture(scope="module")
def tokenizer():
    return make_tokenizer()


def follow(grammar, tokenizer, text, prompt=(5, 6, 7)):
    """Feed ``text`` token by token as a model would that wrote it; False at the first that is not allowed."""
    import torch

    eos = tokenizer.eos_token_id
    processor, ids = grammar.processor(tokenizer, [eos]), list(prompt)
    for token in [*tokenizer.encode(text), eos]:
        scores = processor(torch.tensor([ids]), torch.zeros(1, len(tokenizer) + 40))
        assert scores.shape == (1, len(tokenizer) + 40)
        assert torch.isinf(scores[0, len(tokenizer) :]).all()  # rows of the embedding that no token uses
        if torch.isinf(scores[0, token]):
            return False
        ids.append(token)
    return True


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ('{"mood": "sad", "people": [], "year": 1995}', True),
        ('{"mood": "sad", "people": ["李安"], "year": null}', True),
        ('{"mood": "tense", "people": []}', False),
        ('{"mood": "sad", "people": ["a", "b", "c"]}', False),
        ('{"mood": "sad"}', False),
        ('Sure! {"mood": "sad"}', False),
    ],
)
def test_a_pydantic_class(tokenizer, text, valid):
    assert follow(Grammar(Wish), tokenizer, text) is valid
    if valid:
        assert Grammar(Wish).parse(text) == Wish.model_validate_json(text)


def test_a_list_of_strings_is_written_bare_and_one_may_begin_another(tokenizer):
    grammar = Grammar(["like", "likes", 'say "no"', "喜欢"])
    for word in grammar.shape:
        assert follow(grammar, tokenizer, word) and grammar.parse(word) == word
    assert not follow(grammar, tokenizer, "liked")
    with pytest.raises(ModelFailed):
        grammar.parse("lik")


def test_open_strings_lists_and_numbers_get_an_end(tokenizer):
    properties = {name: {"type": "string"} for name in ("title", "properties", "enum")}
    schema = {"type": "object", "properties": {**properties, "n": {"type": "integer"}}, "required": ["title"]}
    grammar = Grammar(schema)
    assert follow(grammar, tokenizer, json.dumps({"title": "x" * 400}))
    assert not follow(grammar, tokenizer, json.dumps({"title": "x" * 401}))
    assert not follow(grammar, tokenizer, json.dumps({"title": "x", "enum": "x" * 401}))
    assert not follow(grammar, tokenizer, json.dumps({"title": "x", "n": 10**12}))
    assert grammar.parse('{"title": "x"}') == {"title": "x"}
    assert "maxLength" not in schema["properties"]["title"]  # the caller's schema is left alone


def test_bounds_that_are_given_stay(tokenizer):
    grammar = Grammar({"type": "integer", "minimum": 5_000_000_000})
    assert follow(grammar, tokenizer, "5000000001") and not follow(grammar, tokenizer, "7")


def test_fifty_thousand_titles(tokenizer):
    titles = [f"Film number {n}" for n in range(50_000)]
    grammar = Grammar(titles)
    assert follow(grammar, tokenizer, titles[41_234])
    assert not follow(grammar, tokenizer, "Film number 50000")


@pytest.mark.parametrize("shape", [[], "words", ["a", ""], 7, {"type": "nonsense"}, {"$ref": "#/nowhere"}])
def test_what_is_no_shape_is_refused(shape):
    with pytest.raises(BadSettings) as caught:
        Grammar(shape)
    assert caught.value.hint


def test_a_processor_follows_one_text(tokenizer):
    import torch

    processor = Grammar(["a"]).processor(tokenizer, [tokenizer.eos_token_id])
    with pytest.raises(BadSettings, match="one text"):
        processor(torch.zeros(2, 3, dtype=torch.long), torch.zeros(2, 9))


def test_cut_off_json_is_an_error():
    for shape in (Wish, {"type": "object"}):
        with pytest.raises(ModelFailed, match="cut off"):
            Grammar(shape).parse('{"mood": "sa')


def test_the_mask_is_a_bit_a_token(tokenizer):
    """Against llguidance's own byte mask."""
    import torch
    from llguidance import LLMatcher
    from llguidance.hf import from_tokenizer

    grammar, eos = Grammar(["Heat", "Hunger"]), tokenizer.eos_token_id
    scores = grammar.processor(tokenizer, [eos])(torch.tensor([[5]]), torch.zeros(1, len(tokenizer)))
    theirs = LLMatcher(from_tokenizer(tokenizer), grammar.text).compute_logit_bias()
    assert np.array_equal(scores[0].numpy() == 0, np.frombuffer(theirs, dtype=np.uint8)[: len(tokenizer)] > 0)
