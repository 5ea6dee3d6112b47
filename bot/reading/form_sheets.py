"""Commitments in a ministry's table: its columns are labels, and its rows have numbers rather than codes.

Country and plan stand in columns, in the rows above the header, in the sheet's name or that of the file. A row without
a code gets a key that is made of them, as the commitments of a plan do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from bot.reading.export import made_code
from bot.reading.form import Form
from bot.reading.form_data import Column, Record, column_of, core_of, of_people, read_record, values_as_said
from bot.reading.form_meanings import SHARE, state_beside_share
from bot.reading.form_title import title_of
from bot.reading.plan_cover import YEARS, Cover, cover_of, made_letters, plan_number
from bot.reading.siblings import CODE, Title
from bot.reading.spans import CharSpan, Findings, FoundValue, Line, lines_of, trim
from bot.reading.table import DELIMITERS, Cell, read_rows, sheet_rows
from bot.records.countries import Country, country_of, member_at_home
from bot.records.model import Document, Problem, TablePlace
from bot.records.text import line_of

_HEADER_WITHIN, _FEWEST_FIELDS, _FEWEST_CELLS = 12, 3, 2
_MOST_ROWS, _BEGINNING, _LONGEST = 500, 20_000, 2_000_000
_TITLES = frozenset({"title", "commitment"})
_FACTS = frozenset("start end dates completion status policy_areas problem brief objective milestones".split())
"""What a list of people or of bodies has no columns for."""
_OF_STAGES = frozenset({"start", "end", "completion", "status"})
"""What each milestone of a commitment has of its own, where a table gives each a row."""
_NUMBER = re.compile(r"(?:[^\W\d_]{1,15}\.?\s?)?(?P<number>\d{1,3}(?:[.-]\d{1,3}){0,2}(?:\s?[a-z])?)[.)]?")
_LEADING = re.compile(
    r"(?:[^\W\d_]{3,15}\s)?(?P<number>\d{1,3}(?:\.\d{1,3}){0,2})(?:[.):–—-]{1,2}\s|\.?\s{1,3}(?=[^\W\d_]))"
)


class Sheets(NamedTuple):
    """The commitments of a document's tables, what the report says of them, where the tables are, and their cells."""

    forms: list[Form]
    problems: tuple[Problem, ...]
    tables: tuple[TablePlace, ...]
    cells: list[Cell]


class _Sheet(NamedTuple):
    """A table: its name in a workbook, what stands above its header, the header, its columns and the rows below."""

    name: str
    above: list[Cell]
    header: list[Cell]
    columns: list[Column]
    rows: list[list[Cell]]


def read_sheets(document: Document) -> Sheets | None:
    """The commitments of a table or a workbook; None where no header of it is known well enough."""
    if len(document.text) > _LONGEST:
        return None
    reader = _Reader(document)
    skipped = []
    for name, sheet in _sheets(document):
        before = len(reader.forms)
        if sheet and len(sheet.rows) <= _MOST_ROWS:
            reader.read(sheet)
        if len(reader.forms) == before:
            skipped.append(name)
    reader.skipped(skipped)
    return reader.done() if reader.forms else None


def _sheets(document: Document) -> Iterator[tuple[str, _Sheet | None]]:
    """The names of a document's tables, with those that have a header of known labels among their first rows."""
    if document.format == "xlsx":
        for name, rows in sheet_rows(document.text):
            if rows:
                yield name, _headed(name, rows)
    elif document.format == "csv":
        beginning = document.text[:_BEGINNING]
        tried = [
            (len(core_of(found.columns)), -number, delimiter)
            for number, delimiter in enumerate(DELIMITERS)
            if (found := _headed("", _filled(read_rows(beginning, delimiter))))
        ]
        if tried:
            yield "", _headed("", _filled(read_rows(document.text, max(tried)[2])))
    else:
        yield from _in_text(document)


def _in_text(document: Document) -> Iterator[tuple[str, _Sheet | None]]:
    """The tables of a page, a Word document or a PDF: lines with tabs or bars, of which a cell may hold several."""
    text = document.text
    above: list[Cell] = []
    rows: list[list[Cell]] = []
    for line in [*lines_of(text, 0, len(text)), Line(len(text), len(text))]:
        bare = trim(text, *line, "\t" if rows else "")
        cells = _cells_of(text, line)
        if bare and not cells:
            continue  # the rule below a head
        if rows and bare and len(cells) < len(rows[0]) and len(rows) > 1 and document.format != "md":
            _lengthen(rows, cells)
        elif len(cells) > _FEWEST_CELLS:
            rows.append(cells)
        else:
            if rows and (found := _headed("", rows[:])):
                yield "", found._replace(above=above + found.above)
            above = [*above, *(cell for row in [*rows, cells] for cell in row if cell.raw)][:_MOST_ABOVE]
            rows = []


_MOST_ABOVE, _LONGEST_CELL = 60, 4000
_RULE = re.compile(r"[\s|:-]{3,}")


def _cells_of(text: str, line: Line) -> list[Cell]:
    """The cells of a line, its only one where it has neither tab nor bars; none of the rule below a head."""
    bare = trim(text, *line)
    framed = text[bare.start : bare.start + 1] == "|"
    sign = "|" if framed else "\t"
    start, end = (bare.start + 1, bare.end - text.endswith("|", bare.start, bare.end)) if framed else line
    if framed and _RULE.fullmatch(text, *bare):
        return []
    cells: list[Cell] = []
    for part in text[start:end].split(sign):
        place = trim(text, start, start + len(part), "*_")
        cells.append(Cell(*place, text[slice(*place)], 0, len(cells) + 1))
        start += len(part) + 1
    return cells


def _lengthen(rows: list[list[Cell]], cells: list[Cell]) -> None:
    """Put the cells of a line behind those of a row that breaks off, or that is whole, in its last cell."""
    last, first = rows[-1][-1], cells[0]
    missing = len(rows[0]) - len(rows[-1])
    if len(cells) - 1 > missing or len(last.raw) > _LONGEST_CELL:
        rows.append(cells)
        return
    rows[-1][-1] = last._replace(end=first.end, raw=f"{last.raw}\n{first.raw}".strip())
    rows[-1] += [cell._replace(column=len(rows[-1]) + number) for number, cell in enumerate(cells[1:], 1)]


def _filled(rows: Iterable[list[Cell | None]]) -> list[list[Cell]]:
    return [[cell for cell in row if cell is not None] for row in islice(rows, _MOST_ROWS + _HEADER_WITHIN + 1)]


def _headed(name: str, rows: list[list[Cell]]) -> _Sheet | None:
    """The table below the row that has most labels of a commitment, one of them for its title."""
    best: tuple[int, int, list[Column]] | None = None
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        columns = of_people([column_of(cell) for cell in row])
        known = len(core_of(columns))
        names = {name for column in columns if column.meaning for name in column.meaning.names}
        titled = bool(_TITLES & names) or {"heading", "code"} <= names or {"name", "code"} <= names
        if titled and names & _FACTS and known >= _FEWEST_FIELDS and (best is None or known > best[0]):
            best = (known, number, columns)
    if best is None:
        return None
    _, number, columns = best
    above = [cell for row in rows[:number] for cell in row if cell.raw]
    return _Sheet(name, above, rows[number], columns, rows[number + 1 :])


class _Reader:
    """Reads the tables of one document, whose keys are told apart."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._used: Counter[str] = Counter()
        self._problems: list[Problem] = []
        self._tables: list[TablePlace] = []
        self._cells: list[Cell] = []
        self._made: list[str] = []
        self.forms: list[Form] = []

    def read(self, sheet: _Sheet) -> None:
        """Add the commitments of one table."""
        cover = cover_of(self._document, [Line(cell.start, cell.end) for cell in sheet.above], sheet.name)
        first = len(self.forms)
        going_on: list[Cell] = []
        unnamed = False
        said: tuple[str, str] | None = None  # the number and the title of the row above
        shared = _has_shares(sheet)
        for row in sheet.rows:
            record = _record(sheet, row)
            if sum(bool(cell.raw) for _, cell in record) < _FEWEST_CELLS:
                continue  # a heading among the rows, or a note below them
            if [cell.raw for cell in row] == [cell.raw for cell in sheet.header]:
                continue  # the header again, on another page
            member, letters, code = of_row(record, cover)
            reader = read_record(self._document, record, re.sub(r"\d", "", code or letters))
            state_beside_share(self._document.text, reader.found.values, shared)
            title = next((one for one in reader.found.values if one.field == "title" and one.end > one.start), None)
            written = self._document.text[title.start : title.end] if title else ""
            number = code or number_of(record, written) or ""
            if len(self.forms) > first and (not title or (number, written) == said):
                going_on.append(next(cell for _, cell in record if cell.raw))
                self._go_on(self.forms[-1], record, reader.found)
            elif title and not (code and self._used[code]):
                said = number, written
                unnamed |= member is None
                plan = plan_of(record, cover)
                code = code or made_code(letters, plan, number or str(len(self.forms) - first + 1))
                self._add(title, code, record, reader.found, cover)
            elif title:
                self._note(f"{code} stands in more than one row; the first one was read.", record[0][1])
        if len(self.forms) == first:
            return
        self._header(sheet, self.forms[first].found)
        if going_on:
            words = f"{len(going_on)} rows go" if len(going_on) > 1 else "A row goes"
            self._note(f"{words} on with the commitment above; only milestones were read there.", going_on[0])
        if unnamed:
            words = (
                "The table names no member of the partnership: the keys of its commitments are made of the document's"
                " name. Add a column “Country”, or name the file after the country."
            )
            self._problems.append(Problem(self._document.name, self._tables[-1].line, "country", words))

    def skipped(self, names: list[str]) -> None:
        """Tell of the sheets that were not read."""
        if names:
            said = f"The sheets {', '.join(f'“{name}”' for name in names)} have no header with labels that are known"
            said += f" and at most {_MOST_ROWS} rows; they were not read."
            self._problems.append(Problem(self._document.name, None, None, said, "info"))

    def _add(self, title: FoundValue, code: str, record: Record, found: Findings, cover: Cover) -> None:
        title.start, title.end = place = title_of(self._document.text, CharSpan(title.start, title.end))
        self._used[code] += 1
        if self._used[code] > 1:
            code = f"{code}_{self._used[code]}"
        if "-" in code:
            self._made.append(code)
        stated = {one.field for one in found.values if one.end > one.start}
        found.values += [one for one in cover.findings() if one.field not in stated]
        found.claimed += [CharSpan(cell.start, cell.end) for column, cell in record if is_number(column, cell)]
        values_as_said(self._document, found, record)
        self._cells += [cell for _, cell in record]
        self.forms.append(Form(Title(place, code, Line(*place)), found))

    def _go_on(self, form: Form, record: Record, found: Findings) -> None:
        """A row of another milestone of the commitment above: dates that differ from row to row are milestones' own."""
        text = self._document.text
        own = {one.field: text[one.start : one.end] for one in form.found.values}
        theirs = {
            one.field
            for one in found.values
            if one.field in _OF_STAGES and one.end > one.start and text[one.start : one.end] != own.get(one.field)
        }
        kept = [one for one in form.found.values if one.field not in theirs]
        milestones = [one for one in found.values if one.field == "milestones" and one.end > one.start]
        values_as_said(self._document, found, record)
        form.found.values[:] = [*kept, *milestones]
        self._cells += [cell for _, cell in record]

    def _header(self, sheet: _Sheet, found: Findings) -> None:
        """Tell where the table is; the line with a sheet's name says nothing else."""
        head = sheet.header[0]
        if sheet.name:
            at = self._document.text.rfind("\f", 0, head.start)
            found.claimed.append(CharSpan(at, at + 1 + len(sheet.name)))
        line = line_of(self._document.text, head.start)
        self._tables.append(TablePlace(line, sheet.name, tuple(cell.text for cell in sheet.header)))

    def done(self) -> Sheets:
        """All that was read."""
        if self._made:
            count = f"{len(self._made)} commitments without a code ({self._made[0]} to {self._made[-1]})"
            if len(self._made) == 1:
                count = f"one commitment without a code ({self._made[0]})"
            said = f"The table has {count}; each was read under a key that was made for it."
            self._problems.insert(0, Problem(self._document.name, self._tables[0].line, None, said, "info"))
        return Sheets(self.forms, tuple(self._problems), tuple(self._tables), self._cells)

    def _note(self, said: str, cell: Cell) -> None:
        self._problems.append(Problem(self._document.name, line_of(self._document.text, cell.start), None, said))


def _has_shares(sheet: _Sheet) -> bool:
    """One of several columns that say how far a commitment is holds shares alone, and another does not."""
    kinds = set()
    for number, column in enumerate(sheet.columns):
        if column.meaning and {"completion", "status"} & {*column.meaning.names[:1]}:
            cells = [row[number].raw for row in sheet.rows if len(row) > number and row[number].raw]
            kinds |= {all(SHARE.fullmatch(cell) for cell in cells)} if cells else set()
    return len(kinds) > 1


def _record(sheet: _Sheet, row: list[Cell]) -> Record:
    """A row's cells with their columns; those that a row of a workbook leaves out at its end are blank."""
    last = row[-1]
    blanks = [Cell(last.end, last.end, "", last.row, column) for column in range(len(row) + 1, len(sheet.columns) + 1)]
    return list(zip(sheet.columns, [*row, *blanks], strict=False))


def _cell(record: Record, name: str) -> Cell | None:
    """The cell of the first column that means `name` before all else, where something stands in it."""
    cells = (cell for column, cell in record if column.meaning and column.meaning.names[0] == name and cell.raw)
    return next(cells, None)


def of_row(record: Record, cover: Cover) -> tuple[Country | None, str, str | None]:
    """The member of a row, the letters of its key, and its code of the partnership."""
    stated = _cell(record, "country")
    member = member_at_home(stated.text) if stated else cover.known
    letters = (member.prefix or made_letters(member.name)) if member else cover.letters
    if stated and not member:
        letters = made_letters(stated.text)
    codes = (
        cell.raw
        for column, cell in record
        if re.fullmatch(CODE, cell.raw) and (country_of(cell.raw) or is_number(column, cell))
    )
    return member, letters, next(codes, None)


def is_number(column: Column, cell: Cell) -> bool:
    """A cell that only numbers its row, or holds its code."""
    code = column.meaning is not None and "code" in column.meaning.names
    return code and bool(_NUMBER.fullmatch(cell.raw) or re.fullmatch(CODE, cell.raw))


def number_of(record: Record, title: str) -> str | None:
    """The commitment's number: of its own column, or what leads its title."""
    if (stated := _cell(record, "code")) and (match := _NUMBER.fullmatch(stated.text)):
        return match["number"]
    match = _LEADING.match(title)
    return match["number"] if match else None


def plan_of(record: Record, cover: Cover) -> str:
    """What tells the plan in a key: its number, or the first year in its name."""
    stated = _cell(record, "action_plan")
    written = stated.text if stated else ""
    if written.isdigit() and len(written) < len("2020"):
        return written
    years = YEARS.search(written)
    return str(plan_number(written) or (years["start"][2:] if years else cover.plan))
