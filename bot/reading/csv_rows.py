"""Rows of a CSV text with the place of every cell, which the standard library's reader does not keep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple


class Cell(NamedTuple):
    """A cell as written: `text[start:end]`, between its quotes if it has them; a doubled quote stays doubled.

    `row` and `column` are its place in the table, from 1, as a spreadsheet shows it: an empty line is a row there.
    `said` is what the cell says where that is not `raw`, as with a doubled quote; `members` are the plain values of one
    that holds several, as in JSON.
    """

    start: int
    end: int
    raw: str
    row: int
    column: int
    said: str | None = None
    members: tuple[Cell, ...] = ()

    @property
    def text(self) -> str:
        """What the cell says."""
        return self.raw if self.said is None else self.said


def read_rows(text: str, delimiter: str = ",") -> Iterator[list[Cell]]:
    """The rows of `text`, RFC 4180 read leniently: any line end, a stray quote is a character like any other.

    White space around a cell is not part of it. An empty last line is no row.
    """
    row: list[Cell] = []
    number = 1
    for match in _cell(delimiter).finditer(text):
        group = "quoted" if match["quoted"] is not None else "plain"
        start, end = match.span(group)
        raw = match[group]
        if raw[:1].isspace() or raw[-1:].isspace():
            bare = raw.strip()
            start += len(raw) - len(raw.lstrip()) if bare else 0
            end, raw = start + len(bare), bare
        said = raw.replace('""', '"') if group == "quoted" and '""' in raw else None
        row.append(Cell(start, end, raw, number, len(row) + 1, said))
        if match["mark"] != delimiter:
            if len(row) > 1 or raw:
                yield row
            row = []
            number += 1
            if not match["mark"]:
                return


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    # Possessive, so that a quote that is never closed costs one look ahead and no more.
    return re.compile(
        rf'(?:\ufeff?[ ]*+"(?P<quoted>(?:[^"]|"")*+)"[ ]*+(?=[{mark}\r\n]|\Z)|(?P<plain>[^{mark}\r\n]*+))'
        rf"(?P<mark>{mark}|\r\n|\r|\n|\Z)"
    )
