"""The error family of the assistant. Each message says what happened with the value quoted; ``hint`` says the way out.

AssistantError
├── BadSettings       a setting, a script or an argument cannot be used as given
├── NotFound          a session, an item or a model that was named does not exist
├── ModelUnavailable  a model is missing, damaged, or does not fit this machine
├── ModelFailed       a loaded model stopped with an error while writing
├── OutOfResources    memory or time ran out; ``retry`` tells whether trying again makes sense
│   └── ModelBusy     too many requests wait for the model already
└── SessionBusy       a session was sent a message while it still answers another
"""


class AssistantError(Exception):
    """Base of the family. ``hint`` is one sentence with the way out, or empty; ``retry``: is a second try sensible?"""

    retry = False

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class BadSettings(AssistantError):
    """A setting, a script or an argument cannot be used as given."""


class NotFound(AssistantError):
    """A session, an item or a model that was named does not exist."""


class ModelUnavailable(AssistantError):
    """A model is missing, damaged, or does not fit this machine."""


class ModelFailed(AssistantError):
    """A loaded model stopped with an error while writing."""

    retry = True


class OutOfResources(AssistantError):
    """Memory or time ran out."""

    retry = True


class ModelBusy(OutOfResources):
    """Too many requests wait for the model already."""


class SessionBusy(AssistantError):
    """A session was sent a message while it still answers another."""

    retry = True
