"""Rows of a CSV text with the place of every cell, which the standard library's reader does not keep."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
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


def read_rows(text: str, delimiter: str = ",", only: Container[int] | None = None) -> Iterator[list[Cell | None]]:
    """The rows of `text`, RFC 4180 read leniently: any line end, a stray quote is a character like any other.

    White space around a cell is not part of it. An empty last line is no row. Of columns that are not among `only`
    (from 0) there is None for a cell.
    """
    row: list[Cell | None] = []
    number = 1
    for match in _cell(delimiter).finditer(text):
        quoted, plain, mark = match.groups()
        raw, said = plain if quoted is None else quoted, None
        if only is None or len(row) in only:
            start, end = match.span(2 if quoted is None else 1)
            bare = raw.strip()
            if len(bare) < len(raw):
                start += len(raw) - len(raw.lstrip()) if bare else 0
                end, raw = start + len(bare), bare
            if quoted is not None and '""' in raw:
                said = raw.replace('""', '"')
            row.append(_new(Cell, (start, end, raw, number, len(row) + 1, said, ())))
        else:
            row.append(None)
        if mark != delimiter:
            if len(row) > 1 or raw.strip():
                yield row
            row = []
            number += 1
            if not mark:
                return


_new = tuple.__new__  # half the time of a named tuple's own constructor


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    # Possessive, so that a quote that is never closed costs one look ahead and no more.
    return re.compile(
        rf'(?:\ufeff?[ ]*+"((?:[^"]|"")*+)"[ ]*+(?=[{mark}\r\n]|\Z)|([^{mark}\r\n]*+))'
        rf"({mark}|\r\n|\r|\n|\Z)"
    )
