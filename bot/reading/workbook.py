"""Workbooks (`.xlsx`, `.xlsm`) as text: a line a row, a tab between cells, so that every cell has a place.

The text begins each sheet with a line that holds a form feed and the sheet's name; the lines under it are its rows in
their order. A line break within a cell is U+2028 there, a tab a space. What a formula last gave is what its cell says.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

SHEET = "\f"
"""What the line with a sheet's name begins with."""
EXTRA = "openpyxl>=3.1.5"
_MOST_BYTES = 128 * 2**20
_MOST_APART = 8 * 2**20
"""Bytes of what a workbook has beside its cells, such as styles, which is read as a whole."""
_MOST_CELLS = 1_000_000
_MOST_ROWS = 200_000
_CELLS = ("xl/worksheets/", "xl/sharedStrings")
_MOST_TEXT = 32 * 2**20
_PARTS = ("xl/workbook.xml", "xl/workbook.bin")
_CUT_OFF = re.compile(rb"xl/(?:workbook|worksheets|theme|styles|_rels)")
"""What is left of a workbook that has lost its list of parts."""
_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_ERRORS = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)")
# a formula whose result was never saved: its cell has no value, or an empty one
_UNSOLVED = re.compile(
    rb'<c\b[^<>]{0,200}?\br="([A-Z]+\d+)"[^<>]{0,200}>\s*<f\b[^<>]{0,400}(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>|</c>)'
)


class WorkbookError(ValueError):
    """A workbook cannot be read; the message is a sentence that says why and what to do."""


class Workbook(NamedTuple):
    """The text of a workbook, and in sentences what was not read of it."""

    text: str
    notes: tuple[str, ...]


def is_workbook(data: bytes) -> bool:
    """Whether a file is a workbook, told by what it holds."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = {part.filename: part.header_offset for part in parts.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        names = {}
    if 0 in names.values():  # else it is cut off, and the list at most that of a document within it
        return any(name in _PARTS for name in names)
    found = _CUT_OFF.search(data)
    return found is not None and b"word/document" not in data[: found.start()]


def read_workbook(data: bytes) -> Workbook:
    """The text of a workbook; WorkbookError where it cannot be read, or would take too much to be."""
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError as error:
        raise WorkbookError(
            f"This is an Excel workbook, which takes the library {EXTRA}: install it with"
            " .venv/bin/pip install -e '.[tables]', or save the sheet as CSV."
        ) from error
    notes = [*_looked_at(data)]
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        text = _text(book.worksheets, notes)
    except (
        InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError,
        SyntaxError, EOFError, OSError, OverflowError, ArithmeticError, LookupError, zlib.error,
    ) as error:  # fmt: skip
        raise WorkbookError(
            f"This Excel workbook is damaged ({type(error).__name__}): open it in a spreadsheet program and save it"
            " anew, or save the sheet as CSV."
        ) from error
    return Workbook(text, tuple(notes))


def _looked_at(data: bytes) -> Iterator[str]:
    """Refuse what would take too much, before it is unpacked; tell of formulas that nobody has reckoned."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if "xl/workbook.bin" in parts.namelist():
                raise WorkbookError(
                    "This is a binary Excel workbook (.xlsb), which cannot be read: save it as .xlsx or CSV."
                )
            if any(part.flag_bits & 1 for part in parts.infolist()):
                raise WorkbookError("This Excel workbook has a password, so it cannot be read: save it without one.")
            size = sum(part.file_size for part in parts.infolist())
            if size > _MOST_BYTES:
                raise WorkbookError(
                    f"This Excel workbook unpacks to {size / 2**20:,.0f} MB; up to {_MOST_BYTES >> 20} MB are read:"
                    " look what it holds, or save the sheet as CSV."
                )
            apart = sum(
                part.file_size
                for part in parts.infolist()
                if part.filename.endswith((".xml", ".rels")) and not part.filename.startswith(_CELLS)
            )
            if apart > _MOST_APART:
                raise WorkbookError(
                    f"This Excel workbook has {apart / 2**20:,.0f} MB of styles and the like beside its cells, which"
                    " no table needs: save the sheet as CSV."
                )
            unsolved: list[str] = []
            rows = cells = 0
            for part in parts.namelist():
                if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    sheet = parts.read(part)
                    rows, cells = max(rows, sheet.count(b"<row")), cells + sheet.count(b"<c ") + sheet.count(b"<c>")
                    unsolved += map(bytes.decode, _UNSOLVED.findall(sheet))
            if rows > 2 * _MOST_ROWS or cells > 2 * _MOST_CELLS:
                raise WorkbookError(
                    f"This Excel workbook has a sheet of {rows:,} rows and {cells:,} cells in all; up to"
                    f" {_MOST_ROWS:,} and {_MOST_CELLS:,} are read: split it, or save its sheets as CSV files."
                )
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise WorkbookError("This Excel workbook is damaged or cut off: save it again.") from error
    if unsolved:
        yield (
            f"{len(unsolved):,} formulas have no saved result, the first in {unsolved[0]}; their cells were read as"
            " empty: open the workbook in a spreadsheet program and save it."
        )


def _text(sheets: Sequence[Any], notes: list[str]) -> str:
    lines: list[str] = []
    cells = length = errors = 0
    for sheet in sheets:
        lines.append(f"{SHEET}{_plain(str(sheet.title))}")
        blank = 0
        sheet.reset_dimensions()  # what a file says of its size may be wrong
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            written = [_written(value) for value in row]
            errors += sum(bool(_ERRORS.fullmatch(one)) for one in written)
            line = "\t".join("" if _ERRORS.fullmatch(one) else one for one in written).rstrip("\t")
            cells += len(row)
            length += len(line)
            if max(cells - _MOST_CELLS, length - _MOST_TEXT, number - _MOST_ROWS) > 0:
                notes.append(
                    f"The workbook holds more than is read ({_MOST_CELLS:,} cells, {_MOST_ROWS:,} rows of a sheet,"
                    f" {_MOST_TEXT >> 20} million characters): from row {number:,} of the sheet “{sheet.title}” on"
                    " nothing was read. Save its sheets as CSV files."
                )
                return "\n".join(lines)
            if line:
                lines += [*[""] * blank, line]
            blank = 0 if line else blank + 1
    if errors:
        notes.append(f"{errors:,} cells hold an error such as #REF!, which says nothing; they were read as empty.")
    return "\n".join(lines)


def _written(value: object) -> str:
    """A cell's value in words: a date as ISO 8601, a whole number without a fraction."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time | timedelta):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return _plain(str(value))


def _plain(text: str) -> str:
    return _BREAK.sub("\u2028", text.replace("\t", " ").replace("_x000D_", "")).strip()
