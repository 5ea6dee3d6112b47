"""Patterns compiled when they are first needed: an answer from the command line needs few of the reader's."""

from __future__ import annotations

import re
from functools import cache


@cache
def compiled(source: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """`source` as a pattern, by default without regard to case."""
    return re.compile(source, flags)
