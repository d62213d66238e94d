"""From LangChain messages to the ids a model reads: roles, chat template, and a budget that drops the oldest first.

Text from people and catalogues stays text: a control token inside it is spelled out, never obeyed. This file does not
know which model reads the ids, and imports no model library.
"""

import threading
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from assistant.errors import BadSettings, OutOfResources

_ROLES: dict[type[BaseMessage], str] = {SystemMessage: "system", HumanMessage: "user", AIMessage: "assistant"}

_LETTERS = 16  # more than this many letters a token has no text of any language
# Whether control tokens are spelled out is a switch of the tokenizer, which each call sets: a second thread would read
# the text of the first with the wrong one.
_one_at_a_time = threading.Lock()


def encode(tokenizer: Any, messages: Sequence[BaseMessage], *, generate: bool = True) -> list[int]:
    """The ids of the whole conversation in the tokenizer's chat template.

    ``sanitize_control_tokens`` makes a ``<|im_end|>`` inside a message ordinary characters. A model that can think
    aloud first is told not to (``enable_thinking``; other templates ignore it).
    """
    spoken = [{"role": _role(message), "content": str(message.text)} for message in messages]
    with _one_at_a_time:
        rendered = tokenizer.apply_chat_template(
            spoken, add_generation_prompt=generate, sanitize_control_tokens=True, enable_thinking=False
        )
    return [int(token) for token in rendered["input_ids"]]


def spell(tokenizer: Any, text: str) -> list[int]:
    """The ids of a plain text; a control token in it is spelled out."""
    with _one_at_a_time:
        return list(tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True))


def fit(tokenizer: Any, messages: Sequence[BaseMessage], *, budget: int, window: int) -> list[int]:
    """Encode within ``budget`` tokens, dropping the oldest messages; system messages and the last one always stay.

    What must stay may pass the budget but not ``window``: then OutOfResources is raised, with both numbers.
    """
    if not messages:
        raise BadSettings("No message to answer", "Pass at least one message.")
    droppable = [at for at, message in enumerate(messages[:-1]) if not isinstance(message, SystemMessage)]

    stays = sum(len(message.text) for at, message in enumerate(messages) if at not in droppable)
    if stays > _LETTERS * window:  # a megabyte would take many seconds to be counted in tokens
        raise OutOfResources(
            f"The message has {stays} letters with its instructions, the model reads {window} tokens",
            "Make it shorter.",
        )

    def encoded(dropped: int) -> list[int]:
        gone = set(droppable[:dropped])
        return encode(tokenizer, [message for at, message in enumerate(messages) if at not in gone])

    ids = encoded(0)
    if len(ids) > budget:
        drop = bisect_left(range(len(droppable)), -budget, key=lambda count: -len(encoded(count)))
        while drop < len(droppable) and isinstance(messages[droppable[drop]], AIMessage):
            drop += 1  # an answer whose question is gone tells the model nothing, and some templates refuse it
        ids = encoded(drop)
    if len(ids) > window:
        raise OutOfResources(
            f"The message has {len(ids)} tokens with its instructions, the model reads {window}", "Make it shorter."
        )
    return ids


def fixed(tokenizer: Any, messages: Sequence[BaseMessage], ids: Sequence[int]) -> int:
    """How many of the first ``ids`` are instructions: the part that does not depend on anything but system messages."""
    system = list(takewhile(lambda message: isinstance(message, SystemMessage), messages))
    if not system:
        return 0
    other = encode(tokenizer, [*system, HumanMessage("-")])
    return next((at for at, (one, two) in enumerate(zip(ids, other, strict=False)) if one != two), len(other))


def decoder(tokenizer: Any) -> Callable[[int], str | None]:
    """Ids one by one in, text out as soon as it is certain: a character split over tokens waits for its last one."""
    from tokenizers.decoders import DecodeStream

    stream = DecodeStream(skip_special_tokens=True)
    return lambda token: stream.step(tokenizer.backend_tokenizer, token)


def _role(message: BaseMessage) -> str:
    """One of three fixed words: a template writes the role unescaped, so no other string may get there."""
    for kind, role in _ROLES.items():
        if isinstance(message, kind):
            return role
    raise BadSettings(f"A {message.type!r} message cannot be read", "Use system, human and AI messages.")
