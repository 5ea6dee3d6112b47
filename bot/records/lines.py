"""Lines of a text, and where in them a stretch of it stands.

A line ends with LF, CR LF or CR alone, as text editors count and as the reader takes documents apart; a form feed, a
NUL or U+2028 is a character within its line. Places are found here and never by SQLite, whose text functions end at
the first NUL and read a text from its beginning each time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.records.model import Spot

BEFORE, AFTER = 50, 26
"""The most characters that are kept before and after a value: a little more than answers show, since every one of them
is in the database once a value."""

_END = re.compile(r"\r\n|\r|\n")
_COUNTED = {2: ("paragraph",), 3: ("page", "line"), 4: ("table", "row", "cell")}
_COUNT = re.compile(r"\b([a-z]+) (\d+)")


_new = tuple.__new__  # half the time of a named tuple's own constructor: every value has a place


class LinePlace(NamedTuple):
    """The line (from 1) in which a stretch begins, and the characters around the stretch in its line."""

    line: int
    before: str
    after: str


class Lines:
    """The lines of one text, found once; each place then takes the same time wherever it is."""

    def __init__(self, text: str, spots: Sequence[Spot] = ()) -> None:
        self._text = text
        self._spots = spots
        self._starts = [0, *(end.end() for end in _END.finditer(text))]

    def number(self, at: int) -> int:
        """The number of the line that the character `at` is on, from 1."""
        return bisect_right(self._starts, at)

    def start(self, number: int) -> int:
        """Where the line of this number begins."""
        return self._starts[min(number, len(self._starts)) - 1]

    def where(self, at: int) -> str | None:
        """Where in its file the character `at` stands (`page 17, line 3`), None where the text's own lines tell."""
        if not self._spots:
            return None
        number = bisect_right(self._spots, at, key=lambda spot: spot[0])
        if not number:
            return None
        _, *counts = spot = self._spots[number - 1]
        return ", ".join(f"{name} {count}" for name, count in zip(_COUNTED[len(spot)], counts, strict=True))

    def place(self, start: int, end: int) -> LinePlace:
        """Where `text[start:end]` stands; of a stretch of several lines, `after` is the rest of the last."""
        text, number = self._text, bisect_right(self._starts, start)
        begin = self._starts[number - 1]
        before = text[begin if begin > start - BEFORE else start - BEFORE : start]
        after = text[end : end + AFTER]
        if "\n" in after or "\r" in after:
            after = after.partition("\n")[0].partition("\r")[0]
        return _new(LinePlace, (number, "" if before[-1:] == "\r" else before, after))


def counts_of(where: str | None) -> dict[str, int]:
    """What a place in a file counts: `page 17, line 3` → page: 17, line: 3."""
    return {name: int(count) for name, count in _COUNT.findall(where or "")}


def line_of(text: str, at: int) -> int:
    """The number of the line that the character `at` is on, from 1."""
    return _lines(text).number(at)


@lru_cache(maxsize=1)
def _lines(text: str) -> Lines:
    """The lines of the text at hand: to count them anew for each place would take the square of its size."""
    return Lines(text)
