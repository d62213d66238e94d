"""Which wishes are set aside, and that the numbers said of it are those of the final search."""

from assistant.ledger import apply
from assistant.preferences import Preferences
from assistant.rules import read
from assistant.steps.retrieve import retrieve


def found(context, index, message, *shown, count=3):
    ledger, _ = apply(Preferences(), read(message, context).update)
    return retrieve(ledger, index.hybrid, index.catalogue, shown=shown, count=count)


def test_left_is_what_the_last_search_would_leave(context, index, id_of):
    """Two wishes give way in turn and the first is taken up again: what is left then is not what was left between."""
    first = found(context, index, "a comedy with Ge You")
    assert [aside.left for aside in first.set_aside] == [1]
    assert first.candidates[0].item.title == "Let the Bullets Fly"
    second = found(context, index, "a comedy with Ge You", id_of("Let the Bullets Fly"))
    assert [aside.left for aside in second.set_aside] == [0]
