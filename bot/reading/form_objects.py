"""Commitments in objects that a portal exports, in JSON or YAML, the plan and its member beside them or in each.

Where an object has no code of the partnership's, its key is made as that of a row in a ministry's table.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import NamedTuple

from bot.reading.export import made_code
from bot.reading.form import Form
from bot.reading.form_data import Column, Record, column_of, core_of, read_record, values_as_said
from bot.reading.form_sheets import number_of, of_row, plan_of
from bot.reading.form_title import title_of
from bot.reading.listed_keys import Listed, read_listed
from bot.reading.plan_cover import Cover, cover_of
from bot.reading.siblings import Title
from bot.reading.spans import CharSpan, Line, trim
from bot.reading.table import Broken, ObjectRow, object_at, read_objects
from bot.records.model import Document, Problem
from bot.records.text import line_of

_LANGUAGE = re.compile(r"(?<=.)[_.-](?:en|fr|es|pt|de|it|nl|ko|ar|ru|uk|id)$", re.IGNORECASE)
_MOST_ROWS, _FEWEST_FIELDS, _LONGEST = 500, 3, 2_000_000


class Objects(NamedTuple):
    """The commitments of objects, and what the report says of them."""

    forms: list[Form]
    problems: tuple[Problem, ...]


def read_listed_objects(document: Document) -> Objects | None:
    """The commitments that the objects of a text are; None where their keys are not known well enough."""
    if len(document.text) > _LONGEST or not (listed := _listed(document)):
        return None
    records = [_record(row) for row in listed.rows]
    known = [len(core_of([column for column, _ in record])) >= _FEWEST_FIELDS for record in records]
    if sum(known) * 2 <= len(known):
        return None
    around = _record(ObjectRow(0, tuple(listed.around)))
    cover = cover_of(document, [Line(cell.start, cell.end) for _, cell in around if cell.raw])
    reader = _Reader(document, cover)
    for record in records:
        reader.read(record)
    if len(reader.forms) * 2 <= len(records):
        return None
    own = {(one.start, one.end) for one in cover.findings()}
    claimed = reader.forms[0].found.claimed
    for column, cell in around:
        if column.meaning or any(cell.start <= start and end <= cell.end for start, end in own):
            claimed += [column.place, CharSpan(cell.start, cell.end)]
    return Objects(reader.forms, tuple(reader.problems()))


def _listed(document: Document) -> Listed | None:
    text = document.text
    if document.format != "json":
        return read_listed(text)
    rows = [row for row in islice(read_objects(text), _MOST_ROWS + 1) if not isinstance(row, Broken)]
    start = trim(text, 0, len(text)).start
    outer = object_at(text, start) if text.startswith("{", start) else None
    around = [one for one in outer.fields if not one[2].raw.startswith("[")] if outer and len(rows) > 0 else []
    whole = len(rows) == 1 and outer is not None and rows[0].start == outer.start
    return Listed([] if whole else around, rows) if 0 < len(rows) <= _MOST_ROWS else None


def _record(row: ObjectRow) -> Record:
    """The keys of an object with their values; of one in several languages the first has its meaning."""
    record: Record = []
    told: set[str] = set()
    for name, key, cell in row.fields:
        column = column_of(key, name)
        language = _LANGUAGE.search(name)
        if column.meaning is None and language and (base := name[: language.start()]) not in told:
            column = column_of(key, base)._replace(name=name)
            if column.meaning and cell.raw:
                told.add(base)
        record.append((column, cell))
    return record


class _Reader:
    """Reads the objects of one document, whose keys are told apart."""

    def __init__(self, document: Document, cover: Cover) -> None:
        self._document = document
        self._cover = cover
        self._used: Counter[str] = Counter()
        self._made: list[str] = []
        self._unnamed = False
        self._notes: list[Problem] = []
        self.forms: list[Form] = []

    def read(self, record: Record) -> None:
        """Add the commitment of one object, if it has a title."""
        member, letters, code = of_row(record, self._cover)
        reader = read_record(self._document, record, re.sub(r"\d", "", code or letters))
        found = reader.found
        title = next((one for one in found.values if one.field == "title" and one.end > one.start), None)
        if title is None or (code and self._used[code]):
            at = record[0][0].place.start if record else 0
            said = f"{code} stands in more than one object" if title else "An object here has no title that is known"
            self._note(f"{said}; {'the first one was' if title else 'the others were'} read.", at)
            return
        written = self._document.text[title.start : title.end]
        if not code:
            number = number_of(record, written) or str(len(self.forms) + 1)
            code = made_code(letters, plan_of(record, self._cover), number)
            self._unnamed |= member is None
        self._used[code] += 1
        if self._used[code] > 1:
            code = f"{code}_{self._used[code]}"
        if "-" in code:
            self._made.append(code)
        title.start, title.end = place = title_of(self._document.text, CharSpan(title.start, title.end))
        stated = {one.field for one in found.values if one.end > one.start}
        found.values += [one for one in self._cover.findings() if one.field not in stated]
        found.claimed += [CharSpan(cell.start, cell.end) for column, cell in record if _is_code(column)]
        values_as_said(self._document, found, record)
        self.forms.append(Form(Title(place, code, Line(*place)), found))

    def _note(self, said: str, at: int) -> None:
        line = line_of(self._document.text, at)
        self._notes.append(Problem(self._document.name, line, None, said))

    def problems(self) -> list[Problem]:
        """What the report says of the keys that were made."""
        if not self._made:
            return self._notes
        line = line_of(self._document.text, self.forms[0].title.line.start)
        count = f"{len(self._made)} commitments without a code ({self._made[0]} to {self._made[-1]})"
        if len(self._made) == 1:
            count = f"one commitment without a code ({self._made[0]})"
        said = f"The data has {count}; each was read under a key that was made for it."
        found = [Problem(self._document.name, line, None, said, "info"), *self._notes]
        if self._unnamed:
            said = (
                "The data names no member of the partnership: the keys of its commitments are made of the document's"
                " name. Add a key “country”, or name the file after the country."
            )
            found.append(Problem(self._document.name, line, "country", said))
        return found


def _is_code(column: Column) -> bool:
    return column.meaning is not None and "code" in column.meaning.names
