"""Reading an utterance without a model, in English and Chinese: the reader that is always there.

It knows how people say things (`english`, `chinese`) and what the catalogue holds; never what to recommend.
"""

from assistant.rules.language import language_of
from assistant.rules.reader import read

__all__ = ["language_of", "read"]
