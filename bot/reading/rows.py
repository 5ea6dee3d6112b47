"""Rows of CSV and JSON texts with the place of every cell, which the standard library's readers do not keep."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cache
from json import JSONDecodeError, JSONDecoder
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


# -- objects of JSON and JSON Lines ----------------------------------------------------------------------------------


_SPACE = re.compile(r"[ \t\r\n\ufeff]*")
_SCALAR = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)")
_MARK = re.compile(r'["\[\]{}]')
_LINE_END = re.compile(r"\r\n|\r|\n|\Z")
_MOST_BROKEN = 100
"""Lines that are no JSON, after which a text is taken for something else: to look for its end takes long each time."""
_DECODER = JSONDecoder(strict=False)
_DEEPEST = 8
"""Objects within objects that are read: `{"lead": {"name": …}}` has a column `lead.name`."""


class ObjectRow(NamedTuple):
    """One object: where it begins, and its (name of the column, key as written, value)."""

    start: int
    fields: tuple[tuple[str, Cell, Cell], ...]


class Broken(NamedTuple):
    """Where a text stops being JSON."""

    at: int


class _BrokenError(ValueError):
    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def read_objects(text: str) -> Iterator[ObjectRow | Broken]:
    """Every object of the first array of objects in `text`, or of its lines, in their order.

    What is no JSON is told by its place: an array ends there, in JSON Lines the next line is read. The raw text of a
    string stands between its quotes, escapes and all; `said` is what it says where that differs. `null` is a blank.
    """
    at = _space(text, 0)
    array = at if text.startswith("[", at) else _array_within(text, at)
    if array is not None:
        yield from _of_array(text, array)
        return
    number = broken = 0
    while at < len(text) and broken < _MOST_BROKEN:
        try:
            row, end = _row(text, at, number + 1)
        except _BrokenError as error:
            yield Broken(error.at)
            broken += 1
            line = _LINE_END.search(text, at)
            at = _space(text, line.end() if line else len(text))
            continue
        number += 1
        yield row
        at = _space(text, end)


def _of_array(text: str, at: int) -> Iterator[ObjectRow | Broken]:
    number = 0
    at = _space(text, at + 1)
    while not text.startswith("]", at):
        try:
            row, end = _row(text, at, number + 1)
            at = _next(text, end, "]")
        except _BrokenError as error:
            yield Broken(error.at)
            return
        number += 1
        yield row


def _array_within(text: str, at: int) -> int | None:
    """Where the array of objects begins that one object around it holds: `{"count": 2, "results": [{…}, …]}`."""
    if not text.startswith("{", at):
        return None
    try:
        at = _space(text, at + 1)
        while text.startswith('"', at):
            _key, end = _string(text, at)
            at = _colon(text, end)
            if text.startswith("[", at) and text.startswith("{", _space(text, at + 1)):
                return at
            if text[at : at + 1] not in "[{" and not text.startswith('"', at) and not _SCALAR.match(text, at):
                return None
            at = _next(text, _end_of(text, at), "}")
    except _BrokenError:
        pass
    return None


def _row(text: str, at: int, number: int) -> tuple[ObjectRow, int]:
    if not text.startswith("{", at):
        raise _BrokenError(at)
    fields: list[tuple[str, Cell, Cell]] = []
    end = _read_fields(text, at, number, (), fields)
    return ObjectRow(at, tuple(fields)), end


def _read_fields(text: str, at: int, row: int, within: tuple[str, ...], fields: list[tuple[str, Cell, Cell]]) -> int:
    """Gather the fields of the object that begins at `at`, `within` those of these names; where it ends."""
    at = _space(text, at + 1)
    while not text.startswith("}", at):
        said, end = _string(text, at)
        key = _quoted(text, at, end, said, row)
        at = _colon(text, end)
        if text.startswith("{", at) and len(within) < _DEEPEST:
            end = _read_fields(text, at, row, (*within, said), fields)
        else:
            cell, end = _value(text, at, row)
            fields.append((".".join((*within, said)), key, cell))
        at = _next(text, end, "}")
    return at + 1


def _value(text: str, at: int, row: int) -> tuple[Cell, int]:
    if text.startswith('"', at):
        said, end = _string(text, at)
        return _quoted(text, at, end, said, row), end
    if scalar := _SCALAR.match(text, at):
        raw = scalar[0]
        return (Cell(at, at, "", row, 0) if raw == "null" else Cell(at, scalar.end(), raw, row, 0)), scalar.end()
    if not text.startswith(("[", "{"), at):
        raise _BrokenError(at)
    end = _end_of(text, at)
    if not text[at + 1 : end - 1].strip():
        return Cell(at, at, "", row, 0), end
    members = tuple(_members(text, at, row)) if text[at] == "[" else ()
    together = "; ".join(one.text for one in members) if members else None
    return Cell(at, end, text[at:end], row, 0, together, members), end


def _members(text: str, at: int, row: int) -> Iterator[Cell]:
    """The members of an array of plain values that begins at `at`; none of one that holds others."""
    found = []
    at = _space(text, at + 1)
    while not text.startswith("]", at):
        if text.startswith(("[", "{"), at):
            return
        cell, end = _value(text, at, row)
        found.append(cell)
        at = _next(text, end, "]")
    yield from (cell for cell in found if cell.raw)


def _quoted(text: str, at: int, end: int, said: str, row: int) -> Cell:
    """A string as a cell, without its quotes and the white space around it."""
    raw = text[at + 1 : end - 1]
    bare = raw.strip()
    start = at + 1 + (len(raw) - len(raw.lstrip()) if bare else 0)
    return Cell(start, start + len(bare), bare, row, 0, said=said.strip() if "\\" in bare else None)


def _string(text: str, at: int) -> tuple[str, int]:
    """What the string that begins at `at` says, and where it ends."""
    if not text.startswith('"', at):
        raise _BrokenError(at)
    try:
        said, end = _DECODER.raw_decode(text, at)
    except JSONDecodeError as error:
        raise _BrokenError(error.pos) from error
    return str(said), end


def _end_of(text: str, at: int) -> int:
    """Where the value that begins at `at` ends, however deep it is."""
    if text.startswith('"', at):
        return _string(text, at)[1]
    if scalar := _SCALAR.match(text, at):
        return scalar.end()
    depth = 0
    while (mark := _MARK.search(text, at)) is not None:
        at = mark.end()
        if mark[0] == '"':
            at = _string(text, mark.start())[1]
            continue
        depth += 1 if mark[0] in "[{" else -1
        if depth == 0:
            return at
    raise _BrokenError(len(text))


def _next(text: str, at: int, closing: str) -> int:
    """Where what follows a comma begins, or the sign that closes."""
    at = _space(text, at)
    if text.startswith(closing, at):
        return at
    if not text.startswith(",", at):
        raise _BrokenError(at)
    return _space(text, at + 1)


def _colon(text: str, at: int) -> int:
    at = _space(text, at)
    if not text.startswith(":", at):
        raise _BrokenError(at)
    return _space(text, at + 1)


def _space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
