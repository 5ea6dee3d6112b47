"""Tables of commitments: the partnership's export of 2017, and others whose columns a mapping names."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Flags
from dataclasses import replace
from functools import lru_cache

from bot.reading.doubts import LONGEST, cell_fields, is_not_understood, may_misfit, misfits, not_understood
from bot.reading.mapping import Mapping, export_mapping
from bot.reading.table import Cell, Row, Table, heading, tables_of
from bot.records.countries import country_named, letters_of
from bot.records.dates import DayOrder, read_date, slash_order
from bot.records.fields import FIELD
from bot.records.model import (
    Document,
    DocumentReading,
    Packing,
    Precision,
    Problem,
    Severity,
    TablePlace,
    UnreadPassage,
    Value,
)
from bot.records.text import Lines, fold, line_of
from bot.records.values import normalise

_CODE = re.compile(r"[A-Z]{2,5}\d{4}")
_DATES = ("start", "end")
_MOST_NAMED = 12
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_SHORT = 120
"""Characters of a cell whose normal form is kept for the next that says the same."""
_YES = ("1", "true", "1.0")
"""Cells of a flag column that state its member."""


def is_export(document: Document) -> bool:
    """Whether a table is the partnership's export, told by its header."""
    mapping = export_mapping()
    beginning = replace(document, text=document.text[:20_000]) if document.format == "csv" else document
    return any(not table.missing(mapping.named) for table in tables_of(beginning, ",", mapping.named))


def read_export(document: Document, mapping: Mapping | None = None) -> DocumentReading:
    """Every commitment of a table; without a `mapping` it must be the partnership's export.

    A commitment whose file gives it no code gets one made of its country, plan and number: `KR-P2-3.1` is Korea's
    second plan, commitment 3.1. A hyphen is in no real code, so that none collides. Where a file uses one number for
    several commitments of a plan, the second in the file's order is `…_2`, the third `…_3`. A flag column's member is
    quoted from the column's heading, which is where its name is written. In a workbook every sheet with the columns
    that codes need is read.
    """
    mapping = mapping or export_mapping()
    tables = list(tables_of(document, mapping.delimiter, mapping.needed))
    read = [table for table in tables if not table.missing(mapping.needed)]
    if not read:
        nearest = min(tables, key=lambda table: len(table.missing(mapping.needed)), default=Table("", [], {}, []))
        return DocumentReading(document, problems=(*_broken(document, tables), _no_header(document, nearest, mapping)))
    seen: Counter[str] = Counter()
    values, passages = Packing(Value, document.text), Packing(UnreadPassage, document.text)
    told = [_RowReader(document, mapping, table, seen).read(values, passages) for table in read]
    others = [table.sheet for table in tables if table not in read]
    skipped = f"The sheets {_quoted(others)} have no column {_quoted(mapping.needed[:1])}; they were not read."
    return DocumentReading(
        document,
        values.done(),
        (
            *_broken(document, read),
            *(problem for problems in told for problem in problems),
            *([Problem(document.name, None, None, skipped, "info")] if others else []),
        ),
        passages=passages.done(),
        tables=tuple(
            TablePlace(
                line_of(document.text, table.cells[0].start), table.sheet, tuple(cell.text for cell in table.cells)
            )
            for table in read
        ),
    )


def _broken(document: Document, tables: Iterable[Table]) -> Iterator[Problem]:
    places = [at for table in tables for at in table.broken]
    if places:
        said = "The text is not valid JSON here; the complete objects were read: check this place."
        if len(places) > 1:
            said = f"{len(places):,} lines are not JSON, this being the first; the others were read."
        yield Problem(document.name, line_of(document.text, places[0]), None, said)


def _no_header(document: Document, table: Table, mapping: Mapping) -> Problem:
    missing = table.missing(mapping.needed)
    said = f"The file has no column {_quoted(missing)}, which {mapping.name} names for the code of a commitment"
    if mapping is export_mapping():
        said = f"The file has no column {_quoted(missing)}, so it is not the partnership's export"
    said = f"{said}; a mapping file (docs/csv.md) can name its columns."
    own = [cell.text for cell in table.cells if cell.raw][:_MOST_NAMED]
    said += f" They are {_quoted(own)}." if own else ""
    return Problem(document.name, 1, None, said, "error")


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


class _RowReader:
    """Reads one document's rows; keeps what only the whole file tells: repeated numbers, the order of slash dates."""

    def __init__(self, document: Document, mapping: Mapping, table: Table, seen: Counter[str]) -> None:
        self._document = document
        self._mapping = mapping
        self._table = table
        headings = {column: heading(column) for column in mapping.named}
        self._places = {column: table.columns[at] for column, at in headings.items() if at in table.columns}
        self._columns = {
            name: [self._places[column] for column in columns if column in self._places]
            for name, columns in mapping.columns.items()
        }
        self._problems: list[Problem] = []
        self._seen = seen
        self._dates = {name: DateColumn() for name in _DATES}
        self._undecided: list[Cell] = []
        self._lines = Lines(document.text)
        gone = table.missing(mapping.named)
        if gone:
            said = f"The file has no column {_quoted(gone)}, which {mapping.name} names; those fields are not recorded."
            self._note(said, table.cells[0])
        read = set(headings.values())
        self._known = frozenset(
            name
            for name, columns in (*mapping.columns.items(), *mapping.flags.items())
            if any(column in self._places for column in columns)
        )
        self._unread = [at for at, cell in enumerate(table.cells) if cell.raw and heading(cell.text) not in read]
        if self._unread:
            unread = [table.cells[at].text for at in self._unread]
            said = f"{len(unread)} columns are not read, because no field holds what they say: {', '.join(unread)}."
            self._note(said, table.cells[0], "info")

    def read(self, values: Packing[Value], passages: Packing[UnreadPassage]) -> list[Problem]:
        """Add the values of each row, and what of it is not read; gives the problems of the table."""
        dates = [at for name in _DATES for at in self._columns.get(name, ())]
        if dates and self._mapping.order is None:
            for row in self._table.rows_of([*dates, *(self._places[column] for column in self._mapping.needed)]):
                for name in _DATES:
                    self._dates[name].learn(self._plan(row), [cell.text for cell in self._cells(row, name)])
        count, doubtful, claims = 0, list[Value](), list[Value]()
        may_misfit_here = may_misfit(self._document)
        for row in self._table.rows:
            code = self._code(row) if any(cell and cell.raw for cell in row) else None
            if code is None:
                continue
            found = list(self._row(code, row))
            values.add(found)
            passages.add(self._passages(code, row))
            count += len(found)
            doubtful += filter(is_not_understood, found)
            claims += filter(may_misfit_here, found)
        if self._undecided:
            count_undecided, first = len(self._undecided), self._undecided[0]
            self._note(
                f"In {count_undecided:,} dates such as “{first.raw}” either number could be the month, and nothing in "
                "the file decides; they are kept as written, and each counts as one of two days.",
                first,
                "info",
            )
        if not count:
            self._note("The file has a header but no commitment under it.", self._table.cells[0])
        return [*self._problems, *not_understood(self._document, doubtful), *misfits(self._document, claims)]

    def _row(self, code: str, row: Row) -> Iterator[Value]:
        letters = letters_of(code)
        plan = self._plan(row)
        for name in self._columns:
            yield from self._value(code, name, row, letters, plan)
        for name, table in self._mapping.flags.items():
            yield from self._flags(code, name, table, row)

    def _passages(self, code: str, row: Row) -> Iterator[UnreadPassage]:
        """The cells of the columns that are not read; what is in them may be of a field all the same."""
        for at in self._unread:
            cell = row[at] if at < len(row) else None
            if cell is None or not cell.raw or cell.text in self._mapping.unstated:
                continue
            fields_of = cell_fields if len(cell.text) <= _SHORT else cell_fields.__wrapped__
            fields = fields_of(self._table.cells[at].text, cell.text, self._known)
            if fields is not None:
                end = min(cell.end, cell.start + LONGEST)
                yield UnreadPassage(cell.start, end, fields, code, cell.row, cell.column)

    def _code(self, row: Row) -> str | None:
        written = [cell.text if (cell := self._cell(row, column)) else "" for column in self._mapping.needed]
        if not all(written) or not any(cell.raw for cell in self._cells(row, "title")):
            lacking = [column for column, text in zip(self._mapping.needed, written, strict=True) if not text]
            what = f"nothing in {_quoted(lacking)}" if lacking else "no title"
            self._note(
                f"This row has {what}, so it is no commitment that could be found again; it was left out.", _first(row)
            )
            return None
        if self._mapping.code:
            code = written[0].upper()
            if not _CODE.fullmatch(code):
                said = f"“{written[0]}” is not a code (2 to 5 letters, 4 digits, such as KR0032); the row was left out."
                self._note(said, _first(row))
                return None
        else:
            code = made_code(*written)
        self._seen[code] += 1
        if self._seen[code] > 1 and self._mapping.code:
            self._note(f"{code} stands in more than one row; the first one was read.", _first(row))
            return None
        return code if self._seen[code] == 1 else f"{code}_{self._seen[code]}"

    def _value(self, code: str, name: str, row: Row, letters: str, plan: str) -> Iterator[Value]:
        cells = self._cells(row, name)
        if not cells:
            return
        unstated = self._mapping.unstated
        cell = next((cell for cell in cells if cell.raw and cell.text not in unstated), None)
        if cell is None and name in self._mapping.omitted:
            return
        cell = cell or next((cell for cell in cells if cell.raw), cells[0])
        if not cell.raw:
            yield _from_cell(code, name, cell, _said(name, cell))
        elif cell.members and FIELD[name].many:
            for position, one in enumerate(cell.members):
                yield self._of_cell(code, name, one._replace(row=cell.row, column=cell.column), letters, plan, position)
        else:
            yield self._of_cell(code, name, cell, letters, plan)

    def _of_cell(self, code: str, name: str, cell: Cell, letters: str, plan: str, position: int = 0) -> Value:
        value, precision = self._normal(name, cell, letters, plan) if cell.raw else (None, None)
        return _from_cell(code, name, cell, _said(name, cell) if value is None else value, precision, position)

    def _normal(self, name: str, cell: Cell, letters: str, plan: str) -> tuple[str | None, Precision | None]:
        own = self._mapping.terms.get(name, {}).get(cell.text)
        if own is not None:
            return own, None
        if name not in _DATES:
            read = _normalised if len(cell.text) <= _SHORT else _normalised.__wrapped__
            return read(name, cell.text, letters if FIELD[name].kind == "phone" else "")
        order = self._mapping.order or self._dates[name].order(plan)
        if order is None and is_ambiguous(cell.text):
            self._undecided.append(cell)
        return read_date(cell.text, order)

    def _flags(self, code: str, name: str, table: Flags[str, str], row: Row) -> Iterator[Value]:
        """The members that are flagged 1; a code for “not reported” where none is; blank where all are 0."""
        flagged = [(column, cell) for column in table if (cell := self._cell(row, column))]
        position = 0
        for column, cell in flagged:
            if cell.raw.lower() in _YES:
                named = self._table.cells[self._places[column]]
                member = json.dumps([table[column]], ensure_ascii=False)
                yield _from_cell(code, name, named, member, position=position)
                position += 1
        if position or not flagged:
            return
        first = flagged[0][1]
        unstated = next((cell for _, cell in flagged if cell.raw in self._mapping.unstated), None)
        if unstated and all(cell.raw in self._mapping.unstated for _, cell in flagged):
            value, _ = normalise(FIELD[name], unstated.raw, None)
            yield _from_cell(code, name, unstated, value)
        else:
            yield _from_cell(code, name, first._replace(end=first.start, raw=""), None)

    def _plan(self, row: Row) -> str:
        """What one hand is taken to have typed: the plan, or in a file with codes of its own the member's rows."""
        if self._mapping.code:
            cell = self._cell(row, self._mapping.code)
            return letters_of(cell.raw) if cell else ""
        return "\n".join(cell.raw for column in self._mapping.needed[:2] if (cell := self._cell(row, column)))

    def _cells(self, row: Row, name: str) -> list[Cell]:
        width = len(row)
        return [cell for at in self._columns.get(name, ()) if at < width and (cell := row[at])]

    def _cell(self, row: Row, column: str) -> Cell | None:
        place = self._places.get(column)
        return row[place] if place is not None and place < len(row) else None

    def _note(self, message: str, cell: Cell, severity: Severity = "warning") -> None:
        line = self._lines.number(cell.start)
        self._problems.append(Problem(self._document.name, line, None, message, severity))


@lru_cache(maxsize=8192)  # most columns say the same few things again and again
def _normalised(name: str, text: str, letters: str) -> tuple[str | None, Precision | None]:
    return normalise(FIELD[name], text, letters or None)


def _said(name: str, cell: Cell) -> str | None:
    """What a cell without a normal form says, where that is not what is written; a title is one line."""
    text = " ".join(_BREAK.sub(" ", cell.text).split()) if name == "title" else cell.text
    return None if text == cell.raw else text


def _first(row: Row) -> Cell:
    """A row's first cell."""
    return next(cell for cell in row if cell is not None)


def _from_cell(
    code: str, name: str, cell: Cell, value: str | None, precision: Precision | None = None, position: int = 0
) -> Value:
    """The value of a field as it stands in a cell; a cell without text is a blank."""
    end = cell.end if cell.raw else cell.start
    return Value(
        code, name, cell.raw, cell.start, end, position, value, precision, "export", row=cell.row, column=cell.column
    )


def made_code(country: str, plan: str, number: str) -> str:
    """A stable key of our own: letters, plan and number of a commitment that has no code, `KR-P2-3.1`."""
    known = country_named(country)
    letters = known.prefix if known and known.prefix else re.sub(r"[^A-Z]", "", fold(country).upper()) or "X"
    parts = [re.sub(r"[^0-9A-Z.]+", ".", fold(part).upper()).strip(".") or "0" for part in (plan, number)]
    return f"{letters}-P{parts[0]}-{parts[1]}"


# -- which of day and month stands first in slash dates, where the file itself proves it -----------------------------


_SLASH = re.compile(r"\s*+(\d\d?)\s*+/\s*+(\d\d?)\s*+/\s*+\d{4}\s*+")


class DateColumn:
    """What one date column shows, plan by plan: plans were typed by different people, in different conventions.

    A date such as 30/6/2016 proves its plan's order, but nothing where the plan's dates are padded (06/01/2016) in
    some rows and not in others: in the export of 2017 the padded ones are months that a spreadsheet wrote month first,
    beside days that were typed day first.
    """

    def __init__(self) -> None:
        self._written: dict[str, set[str]] = defaultdict(set)
        self._orders: dict[str, DayOrder | None] = {}

    def learn(self, plan: str, cells: Iterable[str]) -> None:
        """Take the cells of one row of `plan` as evidence."""
        self._written[plan].update(cell for cell in cells if "/" in cell)
        self._orders.pop(plan, None)

    def order(self, plan: str) -> DayOrder | None:
        """The order of `plan`'s slash dates, None where nothing or too much was proved."""
        if plan not in self._orders:
            written = self._written.get(plan, set())
            styles = {style for date in written if (style := _style(date))}
            self._orders[plan] = slash_order(sorted(written)) if len(styles) < 2 else None
        return self._orders[plan]


def is_ambiguous(text: str) -> bool:
    """Whether `text` is a slash date in which either number could be the month."""
    match = _SLASH.fullmatch(text)
    if match is None:
        return False
    first, second = int(match[1]), int(match[2])
    return first != second and 0 < first < 13 and 0 < second < 13


def _style(text: str) -> str | None:
    """`padded` (06/01/2016) or `bare` (6/1/2016); None where neither number is below ten."""
    match = _SLASH.fullmatch(text)
    if match is None:
        return None
    small = [part for part in match.groups() if int(part) < 10]
    if not small:
        return None
    return "padded" if all(len(part) == 2 for part in small) else "bare"
