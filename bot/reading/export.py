"""CSV files of commitments: the partnership's export of 2017, and others whose columns a mapping names."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass
from itertools import islice

from bot.reading.claims import misfits
from bot.reading.csv_rows import Cell, read_rows
from bot.reading.doubts import not_understood
from bot.reading.export_dates import DateColumn, is_ambiguous
from bot.reading.mapping import Mapping, export_mapping
from bot.records.countries import country_named, letters_of
from bot.records.dates import read_date
from bot.records.fields import FIELD
from bot.records.folding import fold
from bot.records.lines import Lines
from bot.records.model import Document, Precision, Problem, Reading, Severity, Value
from bot.records.values import normalise

_CODE = re.compile(r"[A-Z]{2,5}\d{4}")
# The export has a row of column numbers above its header; others have a title or a blank line there.
_HEADER_WITHIN = 5
_DATES = ("start", "end")


@dataclass(frozen=True, slots=True)
class _Header:
    """The header row: where each named column is."""

    line: int
    columns: dict[str, int]
    cells: list[Cell]


def is_export(text: str) -> bool:
    """Whether `text` is the partnership's export, told by its header."""
    mapping = export_mapping()
    header = _find_header(islice(read_rows(text[:20_000]), _HEADER_WITHIN), mapping)
    return header is not None and not _missing(header, mapping.named)


def read_export(document: Document, mapping: Mapping | None = None) -> Reading:
    """Every commitment of a CSV document; without a `mapping` it must be the partnership's export.

    A commitment whose file gives it no code gets one made of its country, plan and number: `KR-P2-3.1` is Korea's
    second plan, commitment 3.1. A hyphen is in no real code, so that none collides. Where a file uses one number for
    several commitments of a plan, the second in the file's order is `…_2`, the third `…_3`. A flag column's member is
    quoted from the column's heading, which is where its name is written.
    """
    mapping = mapping or export_mapping()
    rows = read_rows(document.text, mapping.delimiter)
    header = _find_header(islice(rows, _HEADER_WITHIN), mapping)
    if header is None:
        rows = read_rows(document.text, mapping.delimiter)
        return Reading(document, problems=(_no_header(document, next(rows, []), mapping),))
    return _Reader(document, mapping, header).read()


def _find_header(rows: Iterable[list[Cell]], mapping: Mapping) -> _Header | None:
    for line, row in enumerate(rows, 1):
        columns: dict[str, int] = {}
        for place, cell in enumerate(row):
            columns.setdefault(_heading(cell.raw), place)
        header = _Header(line, columns, row)
        if not _missing(header, mapping.needed):
            return header
    return None


def _heading(text: str) -> str:
    return fold(text.replace('""', '"'))


def _missing(header: _Header, columns: Iterable[str]) -> list[str]:
    return [column for column in columns if _heading(column) not in header.columns]


def _no_header(document: Document, row: list[Cell], mapping: Mapping) -> Problem:
    held = {_heading(cell.raw) for cell in row}
    missing = [column for column in mapping.needed if _heading(column) not in held]
    said = f"The file has no column {_quoted(missing)}, which {mapping.name} names for the code of a commitment"
    if mapping is export_mapping():
        said = f"The file has no column {_quoted(missing)}, so it is not the partnership's export"
    return Problem(document.name, 1, None, f"{said}; a mapping file (docs/csv.md) can name its columns.", "error")


def _quoted(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


class _Reader:
    """Reads one document's rows; keeps what only the whole file tells: repeated numbers, the order of slash dates."""

    def __init__(self, document: Document, mapping: Mapping, header: _Header) -> None:
        self._document = document
        self._mapping = mapping
        self._header = header
        headings = {column: _heading(column) for column in mapping.named}
        self._places = {column: header.columns[at] for column, at in headings.items() if at in header.columns}
        self._problems: list[Problem] = []
        self._seen: Counter[str] = Counter()
        self._dates = {name: DateColumn() for name in _DATES}
        self._undecided: list[Cell] = []
        self._lines = Lines(document.text)
        gone = _missing(header, mapping.named)
        if gone:
            said = f"The file has no column {_quoted(gone)}, which {mapping.name} names; those fields are not recorded."
            self._note(said, header.cells[0])
        read = set(headings.values())
        unread = [cell.raw for cell in header.cells if cell.raw and _heading(cell.raw) not in read]
        if unread:
            said = f"{len(unread)} columns are not read, because no field holds what they say: {', '.join(unread)}."
            self._note(said, header.cells[0], "info")

    def read(self) -> Reading:
        rows = list(islice(read_rows(self._document.text, self._mapping.delimiter), self._header.line, None))
        if self._mapping.order is None:
            for row in rows:
                for name in _DATES:
                    self._dates[name].learn(self._plan(row), [cell.raw for cell in self._cells(row, name)])
        values = [value for row in rows for value in self._row(row)]
        if self._undecided:
            count, first = len(self._undecided), self._undecided[0]
            self._note(
                f"In {count:,} dates such as “{first.raw}” either number could be the month, and nothing in the file "
                "decides; they are kept as written, and only their year is counted on.",
                first,
                "info",
            )
        if not values:
            self._note("The file has a header but no commitment under it.", self._header.cells[0])
        strange = not_understood(self._document, values)
        return Reading(self._document, tuple(values), (*self._problems, *strange, *misfits(self._document, values)))

    def _row(self, row: list[Cell]) -> Iterator[Value]:
        if not any(cell.raw for cell in row):
            return
        code = self._code(row)
        if code is None:
            return
        for name in self._mapping.columns:
            value = self._value(code, name, row)
            if value:
                yield value
        for name, table in self._mapping.flags.items():
            yield from self._flags(code, name, table, row)

    def _code(self, row: list[Cell]) -> str | None:
        written = [cell.raw if (cell := self._cell(row, column)) else "" for column in self._mapping.needed]
        if not all(written) or not any(cell.raw for cell in self._cells(row, "title")):
            lacking = [column for column, text in zip(self._mapping.needed, written, strict=True) if not text]
            what = f"nothing in {_quoted(lacking)}" if lacking else "no title"
            self._note(
                f"This row has {what}, so it is no commitment that could be found again; it was left out.", row[0]
            )
            return None
        if self._mapping.code:
            code = written[0].upper()
            if not _CODE.fullmatch(code):
                said = f"“{written[0]}” is no code (2 to 5 letters and 4 digits, such as KR0032); the row was left out."
                self._note(said, row[0])
                return None
        else:
            code = made_code(*written)
        self._seen[code] += 1
        if self._seen[code] > 1 and self._mapping.code:
            self._note(f"{code} stands in more than one row; the first one was read.", row[0])
            return None
        return code if self._seen[code] == 1 else f"{code}_{self._seen[code]}"

    def _value(self, code: str, name: str, row: list[Cell]) -> Value | None:
        cells = self._cells(row, name)
        if not cells:
            return None
        stated = [cell for cell in cells if cell.raw and cell.raw not in self._mapping.unstated]
        if name in self._mapping.omitted and not stated:
            return None
        cell = next(iter(stated or [cell for cell in cells if cell.raw] or cells))
        value, precision = self._normal(code, name, cell, row) if cell.raw else (None, None)
        return _from_cell(code, name, cell, value, precision)

    def _normal(self, code: str, name: str, cell: Cell, row: list[Cell]) -> tuple[str | None, Precision | None]:
        own = self._mapping.terms.get(name, {}).get(cell.raw)
        if own is not None:
            return own, None
        if name not in _DATES:
            return normalise(FIELD[name], cell.raw.replace('""', '"'), letters_of(code))
        order = self._mapping.order or self._dates[name].order(self._plan(row))
        if order is None and is_ambiguous(cell.raw):
            self._undecided.append(cell)
        return read_date(cell.raw, order)

    def _flags(self, code: str, name: str, table: Table[str, str], row: list[Cell]) -> Iterator[Value]:
        """The members that are flagged 1; a code for “not reported” where none is; blank where all are 0."""
        flagged = [(column, cell) for column in table if (cell := self._cell(row, column))]
        position = 0
        for column, cell in flagged:
            if cell.raw == "1":
                heading = self._header.cells[self._places[column]]
                member = json.dumps([table[column]], ensure_ascii=False)
                yield _from_cell(code, name, heading, member, position=position)
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

    def _plan(self, row: list[Cell]) -> str:
        """What one hand is taken to have typed: the plan, or in a file with codes of its own the member's rows."""
        if self._mapping.code:
            cell = self._cell(row, self._mapping.code)
            return letters_of(cell.raw) if cell else ""
        return "\n".join(cell.raw for column in self._mapping.needed[:2] if (cell := self._cell(row, column)))

    def _cells(self, row: list[Cell], name: str) -> list[Cell]:
        return [cell for column in self._mapping.columns.get(name, ()) if (cell := self._cell(row, column))]

    def _cell(self, row: list[Cell], column: str) -> Cell | None:
        place = self._places.get(column)
        return row[place] if place is not None and place < len(row) else None

    def _note(self, message: str, cell: Cell, severity: Severity = "warning") -> None:
        line = self._lines.number(cell.start)
        self._problems.append(Problem(self._document.name, line, None, message, severity))


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
