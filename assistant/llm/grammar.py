"""Ask for a shape: a compiled grammar that leaves a model no token that would break it, and reads the value back.

Door to llguidance, with the mask unpacked by NumPy: ``llguidance.torch`` compiles for half a minute. This file does not
know torch or the model: it gets the scores of the next token and adds minus infinity where a token is not allowed.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast
from weakref import WeakKeyDictionary

import numpy as np
from pydantic import BaseModel, TypeAdapter, ValidationError

from assistant.errors import BadSettings, ModelFailed

Shape = type[BaseModel] | Mapping[str, Any] | Sequence[str]

_MAX_TEXT, _MAX_ITEMS, _MAX_NUMBER = 400, 32, 10**9  # bounds for what a schema leaves open, so that every answer ends
_STYLE = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}  # as models have read it most
_FUEL = 100_000_000  # llguidance's default refuses an enumeration of some 20,000 titles

_readers: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


class Grammar:
    """A shape: a pydantic class, a JSON schema, or a list of strings of which exactly one is to be written."""

    def __init__(self, shape: Shape) -> None:
        """Raise BadSettings for an empty list, a schema llguidance cannot follow, or something else altogether."""
        self.shape = shape
        self.text = _source(shape)

    def processor(self, tokenizer: Any, eos: Sequence[int]) -> "GrammarProcessor":
        """A logits processor for one generation of one text; ``eos`` are the ids that end it."""
        return GrammarProcessor(_matcher(self.text, _reader(tokenizer, tuple(eos))), eos)

    def parse(self, text: str) -> Any:
        """The value: an instance of the class, a parsed document, or one of the strings.

        Raise ModelFailed where the text is not of the shape, which under the grammar happens only if it was cut off.
        """
        try:
            if isinstance(self.shape, type):
                return TypeAdapter(self.shape).validate_json(text)
            if isinstance(self.shape, Mapping):
                return json.loads(text)
        except (ValidationError, ValueError) as error:
            raise ModelFailed("The model's answer was cut off before it was complete", "Allow more tokens.") from error
        if text not in self.shape:
            raise ModelFailed(f"{text!r} is none of the {len(self.shape)} listed values", "Allow more tokens.")
        return text


def as_grammar(shape: Any) -> Grammar:
    """The grammar itself, a shape, or OpenAI's envelope around a JSON schema."""
    if isinstance(shape, Grammar):
        return shape
    if isinstance(shape, Mapping) and shape.get("type") == "json_schema":
        shape = shape["json_schema"]["schema"]
    return Grammar(shape)


class GrammarProcessor:
    """For one text: ``restrict`` the scores of each token, then ``follow`` the one that was chosen.

    Also a logits processor of transformers, called with ids ``(1, n)`` and scores ``(1, vocabulary)``.
    """

    def __init__(self, matcher: Any, eos: Sequence[int]) -> None:
        self._matcher, self._eos, self._read = matcher, list(eos), -1

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        """The scores with minus infinity where the grammar allows no such token."""
        if input_ids.shape[0] != 1:
            raise BadSettings("A grammar follows one text at a time", "Generate with batch size 1.")
        length = int(input_ids.shape[1])
        for token in input_ids[0, self._read if self._read >= 0 else length :].tolist():
            self.follow(token)
        self._read = length
        return self.restrict(scores[0])[None]

    def follow(self, token: int) -> None:
        """The token that was chosen. Raises ModelFailed for one that is not allowed."""
        if not self._matcher.is_stopped() and not self._matcher.consume_token(token):
            raise ModelFailed(f"Token {token} broke the grammar", "Please report this.")

    def restrict(self, scores: Any) -> Any:
        """The scores ``(vocabulary,)`` of the next token with minus infinity where it is not allowed."""
        allowed = np.zeros(scores.shape[-1], dtype=np.bool_)
        if self._matcher.is_stopped():
            allowed[self._eos] = True
        else:
            bits = np.frombuffer(self._matcher.compute_bitmask(), dtype=np.uint8)
            if self._matcher.is_error():
                raise ModelFailed("The grammar stopped following the model's answer", "Ask for a simpler shape.")
            known = min(len(bits) * 8, len(allowed))
            allowed[:known] = np.unpackbits(bits, count=known, bitorder="little")
        return scores.masked_fill(scores.new_tensor(~allowed).bool(), -np.inf)


def _source(shape: Shape) -> str:
    """The shape as llguidance's own text, checked."""
    from llguidance import LLMatcher

    if isinstance(shape, type) and issubclass(shape, BaseModel):
        text = LLMatcher.grammar_from_json_schema(_bounded(shape.model_json_schema()), overrides=_options())
    elif isinstance(shape, Mapping):
        text = LLMatcher.grammar_from_json_schema(_bounded(dict(shape)), overrides=_options())
    elif isinstance(shape, Sequence) and shape and not isinstance(shape, str) and all(shape):
        words = " | ".join(json.dumps(word, ensure_ascii=False) for word in shape)
        text = LLMatcher.grammar_from_lark(f"start: WORD\nWORD: {words}")  # one terminal: 15 x faster than rules
    else:
        raise BadSettings(f"{shape!r:.80} is not a shape", "Pass a pydantic class, a JSON schema or a list of strings.")
    if problem := LLMatcher.validate_grammar(text, limits=_limits()):
        raise BadSettings(f"The shape cannot be followed: {problem:.200}", "Use a simpler schema.")
    return text


def _options() -> Any:
    return _STYLE


def _limits() -> Any:
    from llguidance import LLParserLimits

    return LLParserLimits(initial_lexer_fuel=_FUEL, step_lexer_fuel=_FUEL // 10)


def _bounded(schema: Any) -> Any:
    """The schema with an end to every string, list and number that it leaves open."""
    if isinstance(schema, list):
        return [_bounded(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {key: _bounded_part(key, value) for key, value in schema.items()}
    kind = schema.get("type")
    if kind == "string" and not schema.keys() & {"enum", "const", "pattern", "format"}:
        schema.setdefault("maxLength", max(_MAX_TEXT, schema.get("minLength", 0)))
    elif kind == "array":
        schema.setdefault("maxItems", max(_MAX_ITEMS, schema.get("minItems", 0)))
    elif kind in ("integer", "number") and not schema.keys() & {"enum", "const"}:
        low = schema.get("minimum", schema.get("exclusiveMinimum"))
        high = schema.get("maximum", schema.get("exclusiveMaximum"))
        if high is None:
            high = schema["maximum"] = max(_MAX_NUMBER, (low or 0) + _MAX_NUMBER)
        if low is None:
            schema["minimum"] = min(-_MAX_NUMBER, high - _MAX_NUMBER)
    elif kind == "object" and "properties" in schema:
        schema.setdefault("additionalProperties", False)
    return schema


def _bounded_part(key: str, value: Any) -> Any:
    """Under these keys lie data, or names chosen by the caller; everywhere else lie schemas."""
    if key in ("enum", "const", "default", "examples"):
        return value
    if key in ("properties", "$defs", "definitions") and isinstance(value, dict):
        return {name: _bounded(part) for name, part in value.items()}
    return _bounded(value)


@lru_cache(maxsize=64)
def _compiled(text: str, reader: Any) -> Any:
    from llguidance import LLMatcher

    return LLMatcher(reader, text, log_level=0, limits=_limits())


def _matcher(text: str, reader: Any) -> Any:
    """A fresh matcher; compiling is done once a shape and tokenizer (50,000 titles: 0.3 s)."""
    matcher = _compiled(text, reader).deep_copy()
    if matcher.is_error():
        raise BadSettings(f"The shape cannot be followed: {matcher.get_error():.200}", "Use a simpler schema.")
    return matcher


def _reader(tokenizer: Any, eos: tuple[int, ...]) -> Any:
    """The tokenizer as llguidance reads it (half a second for 50,000 tokens), kept as long as the tokenizer lives."""
    from llguidance.hf import from_tokenizer

    readers = _readers.setdefault(tokenizer, {})
    if eos not in readers:
        readers[eos] = from_tokenizer(tokenizer, eos_token=list(eos))
    return cast(Any, readers[eos])
