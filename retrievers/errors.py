"""The error family of the retrievers. Each message says what happened with the value quoted; ``hint`` says the way out.

RetrievalError
├── BadData            a catalogue, an interactions file or a setting of the reader cannot be used
├── IndexMissing       there is no index where one was asked for
├── IndexUnfit         an index is there but stale, foreign or damaged
└── EncoderUnavailable the encoder's weights are missing or are not the ones that are expected
"""


class RetrievalError(Exception):
    """Base of the family. ``hint`` is one sentence with the way out, or empty."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class BadData(RetrievalError):
    """A catalogue, an interactions file or a reader setting cannot be used as given."""


class IndexMissing(RetrievalError):
    """There is no index in the folder that was named."""


class IndexUnfit(RetrievalError):
    """The index was built by another version, for another encoder, or its files do not match its manifest."""


class EncoderUnavailable(RetrievalError):
    """The encoder's weights are missing or differ from the ones that were verified."""
