"""Commitments in data of its own making: a short table or an object, whose columns or keys are labels.

`commitment_lead`, `officer_tel`, `Institución líder` say what they are of, so that no mapping is needed. A row without
the partnership's code is none.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from bot.reading.contact_owner import Owner, owner
from bot.reading.form import Form, FormReader
from bot.reading.form_labels import FormLabel, key_label
from bot.reading.form_meanings import state_beside_share
from bot.reading.form_rows import Rows
from bot.reading.siblings import CODE, Title
from bot.reading.spans import CharSpan, Findings, Line, UnknownLabel
from bot.reading.table import DELIMITERS, Broken, Cell, ObjectRow, object_at, objects_in, read_objects, read_rows
from bot.records.countries import country_of
from bot.records.fields import FIELD
from bot.records.model import Document
from bot.records.values import normalise

_OBJECT = re.compile(r"^[^\S\r\n]*(?=\{\s*\")", re.MULTILINE)
_PARTNERS = frozenset({"support_institutions", "other_actors", "other_government", "milestones"})
"""What words for others name, and are no contact of theirs: `CSO partners`, `Milestones`."""
_OF_SOMEBODY = frozenset({"person_title", "email", "phone"})
_MOST_ROWS, _MOST_PAIRS, _FEWEST_FIELDS, _BEGINNING, _LONGEST = 20, 60, 4, 20_000, 200_000
_PAIR = 2


class Column(NamedTuple):
    """A column or key: its name, where that stands, and its meaning; None where it has none, or is somebody else's."""

    name: str
    place: CharSpan
    meaning: FormLabel | None


Record = list[tuple[Column, Cell]]


def read_data(document: Document) -> list[Form]:
    """The commitments of a short table or of objects; none where their columns or keys are not known well enough."""
    if len(document.text) > _LONGEST:
        return []
    for records in _ways(document):
        forms = [form for record in records[: _MOST_ROWS + 1] if (form := _form(document, record))]
        if forms and len(forms) == len(records) <= _MOST_ROWS:
            return forms
    return []


def _ways(document: Document) -> Iterator[list[Record]]:
    """The records of a text, in each way in which it may hold them."""
    text = document.text
    if document.format == "csv":
        yield _of_table(text)
        yield _of_pairs(text)
        return
    if document.format == "json":
        yield _of_objects(islice(read_objects(text), _MOST_ROWS + 1))
    if document.format in ("json", "html", "txt", "md"):
        start = _OBJECT.search(text)
        one = object_at(text, start.end()) if start else None
        yield _of_objects(iter([one])) if one else []


def _of_table(text: str) -> list[Record]:
    """The rows below the first with the names of columns, by the separator that makes the most of them known."""
    tried = []
    for delimiter in DELIMITERS:
        head = next(read_rows(text[:_BEGINNING], delimiter), [])
        columns = [column_of(cell) for cell in head if cell]
        tried.append((len(core_of(columns)), delimiter, columns))
    known, delimiter, columns = max(tried, key=lambda one: one[0])
    if known < _FEWEST_FIELDS:
        return []
    columns = of_people(columns)
    rows = islice(read_rows(text, delimiter), 1, _MOST_ROWS + 2)
    return [
        [(column, cell) for column, cell in zip(columns, row, strict=False) if cell]
        for row in rows
        if any(cell and cell.raw for cell in row)
    ]


def _of_pairs(text: str) -> list[Record]:
    """The one record of a table with a label and its value in each row: `Field`, `Content` above them."""
    for delimiter in DELIMITERS:
        rows = list(islice(read_rows(text, delimiter), _MOST_PAIRS + 1))
        if len(rows) > _MOST_PAIRS or any(
            len(row) != len(rows[0]) or len(row) != len(("label", "value")) for row in rows
        ):
            continue
        record = [(column_of(label), value) for label, value in rows if label and value]
        if len(core_of([column for column, _ in record])) >= _FEWEST_FIELDS:
            return [record]
    return []


def of_people(columns: list[Column]) -> list[Column]:
    """The columns, of which one that others name somebody by is a person's: `Owner` beside `Owner email`."""
    names = [column.name.casefold() for column in columns if column.meaning and _OF_SOMEBODY & {*column.meaning.names}]
    return [
        column._replace(meaning=FormLabel(("person",)))
        if column.meaning
        and "lead_institution" in column.meaning.names
        and sum(name.startswith((column.name.casefold() + " ", column.name.casefold() + "_")) for name in names) > 1
        else column
        for column in columns
    ]


def _of_objects(rows: Iterator[ObjectRow | Broken]) -> list[Record]:
    records = []
    for row in rows:
        if isinstance(row, Broken):
            return []
        record = [(column_of(key, name), cell) for name, key, cell in row.fields]
        if len(core_of([column for column, _ in record])) < _FEWEST_FIELDS:
            return []
        records.append(record)
    return records


def column_of(cell: Cell, name: str = "") -> Column:
    """What the name of a column or a key means that stands in a cell; `name` has the keys that it stands within."""
    name = name or cell.text
    meaning = key_label(name) if name.strip() else None
    other = owner(re.sub(r"[_.-]", " ", name)) is Owner.OTHER and not (meaning and _PARTNERS & {*meaning.names})
    return Column(name, CharSpan(cell.start, cell.end), None if other else meaning)


def core_of(columns: list[Column]) -> set[str]:
    """The fields that nearly every table of commitments has, as far as some columns have them."""
    return {column.meaning.core for column in columns if column.meaning and column.meaning.core}


def _form(document: Document, record: Record) -> Form | None:
    """One row as a form; None where it has no code or no title, or two columns for what a commitment has once."""
    codes = [
        cell.raw
        for column, cell in record
        if re.fullmatch(CODE, cell.raw)
        and country_of(cell.raw)
        and ((column.meaning and "code" in column.meaning.names) or not column.meaning)
    ]
    once = Counter(column.meaning.names[0] for column, cell in record if column.meaning and cell.raw)
    if len(set(codes)) != 1 or once["title"] + once["country"] > 2 or once["lead_institution"] > 1:
        return None
    reader = read_record(document, record, re.sub(r"\d", "", codes[0]))
    title = next((one for one in reader.found.values if one.field == "title" and one.end > one.start), None)
    if title is None:
        return None
    place = CharSpan(title.start, title.end)
    values_as_said(document, reader.found, record)
    return Form(Title(place, codes[0], Line(*place)), reader.found)


def read_record(document: Document, record: Record, prefix: str) -> FormReader:
    """What the cells of one row say by their columns, of a commitment whose code begins with `prefix`."""
    reader = FormReader(document, [], Rows([], []), len(document.text), prefix)
    for column, cell in record:
        if column.meaning is not None or not cell.raw:
            reader.found.claimed.append(column.place)
        elif key_label(column.name) is None:
            reader.found.unknown.append(UnknownLabel(column.name, column.place.start))
        if re.fullmatch(CODE, cell.raw):
            reader.found.claimed.append(CharSpan(cell.start, cell.end))
        if column.meaning and "code" not in column.meaning.names and ("%" in column.name or not _is_number(cell.raw)):
            many = any(name in FIELD and FIELD[name].many for name in column.meaning.names if name)
            for one in _members(document.text, cell) if many else (cell,):
                reader.read_pair(column.meaning, CharSpan(one.start, one.end))
    state_beside_share(document.text, reader.found.values)
    return reader


def values_as_said(document: Document, found: Findings, record: Record) -> None:
    """Give values of cells that hold a doubled quote or an escape the normal form of what they say."""
    quoted = [cell for _, cell in record if cell.said is not None and not cell.members]
    for one in found.values if quoted else ():
        raw = document.text[one.start : one.end]
        if one.value is not None or not any(cell.start <= one.start and one.end <= cell.end for cell in quoted):
            continue
        said = raw.replace('""', '"') if document.format == "csv" else unescaped(raw)
        if said != raw:
            value, one.precision = normalise(FIELD[one.field], said, None)
            one.value = value or said


def unescaped(raw: str) -> str:
    """What a stretch of a JSON string says, as it is written where it is cut within an escape."""
    try:
        return str(json.loads(f'"{raw}"', strict=False))
    except ValueError:
        return raw


def _members(text: str, cell: Cell) -> Iterable[Cell]:
    """What a cell holds: plain values, of objects in a list their names, else its own words."""
    if cell.members or not re.match(r"\[\s*\{", cell.raw):
        return cell.members or (cell,)
    rows = [row.fields for row in objects_in(text, cell.start) if isinstance(row, ObjectRow)]
    named = [
        next((one for key, _, one in fields if (known := key_label(key)) and "name" in known.names), None)
        for fields in rows
    ]
    return [one for one in named if one and one.raw]


def _is_number(raw: str) -> bool:
    """A number without a unit, which says nothing to anybody who does not know the scale."""
    return re.fullmatch(r"\d{1,3}(?:[.,]\d+)?", raw) is not None
