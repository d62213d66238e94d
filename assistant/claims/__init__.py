"""What a sentence about an item claims, and whether each claim is licensed.

`licence` holds what may be said, `marking` finds names and values in a sentence, `english` and `chinese` know how
people say a claim, `checks` holds each against the evidence. None of it knows who wrote the sentence.
"""

from assistant.claims.licence import Licence

__all__ = ["Licence"]
