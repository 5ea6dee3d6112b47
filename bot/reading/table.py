"""Tables of a document, whatever its format: rows of cells under headings, each cell with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from bot.reading.rows import Broken, Cell, read_objects, read_rows
from bot.reading.workbook import sheet_rows
from bot.records.model import Document
from bot.records.text import fold

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
