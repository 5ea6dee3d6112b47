"""Tables of a document, whatever its format: rows of cells under headings, each cell with its place.

The rows of CSV and JSON texts are found here, since the standard library's readers keep no places; those of a workbook
come from the text that `workbook` makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from json import JSONDecodeError, JSONDecoder
from typing import NamedTuple

from bot.reading.workbook import SHEET
from bot.records.model import Document
from bot.records.text import fold


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


def object_at(text: str, at: int) -> ObjectRow | None:
    """The object that begins at `at`, None where it is broken."""
    try:
        return _row(text, at, 1)[0]
    except _BrokenError:
        return None


def objects_in(text: str, at: int) -> Iterator[ObjectRow | Broken]:
    """The objects of the array that begins at `at`."""
    return _of_array(text, at)


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


def sheet_rows(text: str) -> Iterator[tuple[str, list[list[Cell]]]]:
    """(name, rows) of each sheet in the text of a workbook; a row that is empty is left out, and counted."""
    at = number = 0
    found: list[tuple[str, list[list[Cell]]]] = []
    for line in text.split("\n"):
        if line.startswith(SHEET):
            found.append((line[1:], []))
            number = 0
        elif found:
            number += 1
            if line:
                found[-1][1].append(list(_cells(line, at, number)))
        at += len(line) + 1
    yield from found


def _cells(line: str, at: int, number: int) -> Iterator[Cell]:
    for column, raw in enumerate(line.split("\t"), 1):
        yield Cell(at, at + len(raw), raw, number, column, raw.replace("\u2028", "\n") if "\u2028" in raw else None)
        at += len(raw) + 1


FORMATS = ("csv", "json", "xlsx")
"""The formats of documents that are tables."""
DELIMITERS = (",", ";", "\t", "|")
# The export has a row of column numbers above its header; others have a title or a blank line there.
_HEADER_WITHIN = 5
_BEGINNING = 20_000

Row = list[Cell | None]
"""A row's cells, None where the row has none for a column: an object of a JSON file without that key."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its header row, where each heading is, and the rows below; `sheet` is its name in a workbook.

    The rows of a CSV file are taken from its text anew each time that they are gone through. `broken` are the places at
    which a JSON text stops being JSON.
    """

    sheet: str
    cells: list[Cell]
    columns: dict[str, int]
    rows: Iterable[Row]
    broken: tuple[int, ...] = ()

    def rows_of(self, columns: Iterable[int]) -> Iterable[Row]:
        """The rows, in which nothing but the cells of `columns` (from 0) is looked for."""
        return replace(self.rows, only=frozenset(columns)) if isinstance(self.rows, _Rows) else self.rows

    def missing(self, columns: Iterable[str]) -> list[str]:
        """Those of `columns` that it does not have."""
        return [column for column in columns if heading(column) not in self.columns]


def heading(text: str) -> str:
    """A heading as headings are compared: without case, accents and line breaks."""
    return fold(text)


def tables_of(document: Document, delimiter: str, needed: Iterable[str]) -> Iterator[Table]:
    """The tables of a document, the header of each the first of its first rows that holds the `needed` columns.

    A table without such a row has its first row for a header. Where a CSV file has none with `delimiter`, the other
    usual ones are tried.
    """
    wanted = list(needed)
    if document.format == "xlsx":
        for sheet, rows in sheet_rows(document.text):
            if rows:
                table = _table(sheet, [list(row) for row in rows], wanted)
                yield replace(table, rows=[_filled(row, len(table.cells)) for row in table.rows])
        return
    if document.format == "json":
        yield from _of_objects(document.text)
        return
    beginning = document.text[:20_000]
    found = (
        one
        for one in dict.fromkeys((delimiter, *DELIMITERS))
        if not _table("", [list(row) for row in islice(read_rows(beginning, one), _HEADER_WITHIN)], wanted).missing(
            wanted
        )
    )
    own = next(found, delimiter)
    first = list(islice(_Rows(document.text, own, 0), _HEADER_WITHIN))
    table = _table("", first, wanted)
    yield replace(table, rows=_Rows(document.text, own, len(first) - len(list(table.rows))))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a CSV text but for the first `skipped`, with the cells of `only` these columns."""

    text: str
    delimiter: str
    skipped: int
    only: frozenset[int] | None = None

    def __iter__(self) -> Iterator[Row]:
        return islice(read_rows(self.text, self.delimiter, self.only), self.skipped, None)


def _filled(row: Row, width: int) -> Row:
    """A row of a workbook, whose last cells are not written where they are empty."""
    last = row[-1]
    if last is None:
        return row
    blanks = range(len(row) + 1, width + 1)
    return [*row, *(Cell(last.end, last.end, "", last.row, column) for column in blanks)]


def _table(sheet: str, rows: list[Row], wanted: list[str]) -> Table:
    made = [_headed(sheet, rows, number) for number in range(min(len(rows), _HEADER_WITHIN))]
    return next((one for one in made if not one.missing(wanted)), made[0] if made else Table(sheet, [], {}, []))


def _headed(sheet: str, rows: list[Row], number: int) -> Table:
    cells = [cell for cell in rows[number] if cell is not None]
    columns: dict[str, int] = {}
    for place, cell in enumerate(cells):
        columns.setdefault(heading(cell.text), place)
    return Table(sheet, cells, columns, rows[number + 1 :])


def _of_objects(text: str) -> Iterator[Table]:
    """Objects as a table: a column a key, in the order in which the keys first come."""
    places: dict[str, int] = {}
    cells: list[Cell] = []
    rows: list[Row] = []
    ends: list[int] = []
    for one in read_objects(text):
        if isinstance(one, Broken):
            ends.append(one.at)
            continue
        row: dict[int, Cell] = {}
        for name, key, cell in one.fields:
            place = places.setdefault(heading(name), len(places))
            if place == len(cells):
                cells.append(key._replace(column=place + 1, said=name))
            row.setdefault(place, cell._replace(column=place + 1))
        rows.append([row.get(place) for place in range(len(places))])
    yield Table("", cells, places, rows, tuple(ends))
