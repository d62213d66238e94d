"""The shape of a claim in a language: a pattern, and the check that its match must stand."""

from __future__ import annotations

import re

from assistant.claims.checks import Check

Claim = tuple[re.Pattern[str], Check]


def pattern(text: str) -> re.Pattern[str]:
    """``text`` compiled to be matched without regard to case; white space in it is for the reader only."""
    return re.compile(text, re.IGNORECASE | re.VERBOSE)
