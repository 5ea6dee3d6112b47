"""The whole database for other programs: a row a commitment, or a row a value with its place; CSV, JSON lines, XLSX.

Beside a file stands its description, a data package of https://datapackage.org (Frictionless Data, version 1).
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from bot.records.fields import FIELD, FIELDS
from bot.records.store import Store
from bot.records.text import cleaned_json, harmless_cell

FORMATS = ("csv", "jsonl", "xlsx")
_MEDIA = {
    "csv": "text/csv",
    "jsonl": "application/x-ndjson",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OTHERS = tuple(field.name for field in FIELDS if field.name != "title")
COMMITMENTS = ("code", "title", *_OTHERS, "has_page", "documents", "addresses")
VALUES = (
    "code", "field", "position", "raw", "value", "precision",
    "document", "address", "place", "line", "start", "end",
)  # fmt: skip
_SAID = {
    "code": "The commitment's code; one that was made for a row or a plan is unique here alone.",
    "has_page": "1: a page or a plan describes it; 0: it is known from an index only.",
    "documents": "The documents that its values are quoted from.",
    "addresses": "Their addresses on the web, where known.",
    "field": "Which field of the commitment it is a value of.",
    "document": "The document that it is quoted from.",
    "address": "The document's address on the web, where known.",
    "position": "Which member of a list it is, from 0.",
    "raw": "As written in the document; empty where it is left blank there.",
    "value": "As read: dates and periods in ISO 8601, closed vocabularies in English, lists as JSON.",
    "precision": "How well a date is known: day, month or year.",
    "place": "Where in a PDF or Word document.",
    "line": "The line of the document, from 1.",
    "start": "Where the raw text begins in the document's text, in characters from 0.",
    "end": "Where it ends.",
}
_LISTS = frozenset({field.name for field in FIELDS if field.many} | {"documents", "addresses"})
_WHOLE = frozenset({"position", "line", "has_page"})


class ExportError(Exception):
    """What is asked for cannot be written; the message is a sentence that says what to do."""


def export(store: Store, form: str, output: Path | None, *, values: bool) -> str:
    """Write the database in a form; gives what is said of it. Without `output` it goes to standard output.

    ExportError where the file cannot be written, or where XLSX has no file or no library to be written with.
    """
    columns = VALUES if values else COMMITMENTS
    rows = store.every_value() if values else store.every_commitment()
    if output is None:
        if form == "xlsx":
            raise ExportError("An XLSX file cannot go to standard output: name it with --output FILE.")
        _write(sys.stdout, form, columns, rows)
        return ""
    try:
        if form == "xlsx":
            count = _workbook(output, columns, rows)
        else:
            with output.open("w", encoding="utf-8-sig" if form == "csv" else "utf-8", newline="") as file:
                count = _write(file, form, columns, rows)
        described = output.with_name(f"{output.stem}.datapackage.json")
        described.write_text(json.dumps(_package(output, form, columns, values=values), indent=2) + "\n", "utf-8")
    except OSError as error:
        raise ExportError(f"{output} cannot be written: {error.strerror}.") from error
    return f"{count} {'values' if values else 'commitments'} in {output}, described in {described}"


def _write(file: IO[str], form: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> int:
    count = 0
    table = csv.writer(file, lineterminator="\n")
    if form == "csv":
        table.writerow(columns)
    for count, row in enumerate(rows, 1):  # noqa: B007 - it is how many there were
        if form == "csv":
            table.writerow(["" if cell is None else harmless_cell(str(cell)) for cell in _cells(columns, row)])
        else:
            shown = {name: _listed(name, cell) for name, cell in zip(columns, row, strict=True)}
            file.write(f"{cleaned_json(shown)}\n")
    return count


def _cells(columns: tuple[str, ...], row: tuple[object, ...]) -> Iterator[object]:
    """The cells of a row as a spreadsheet shows them: the members of a list with semicolons between them."""
    for name, cell in zip(columns, row, strict=True):
        members = _listed(name, cell)
        yield "; ".join(map(str, members)) if isinstance(members, list) else members


def _listed(name: str, cell: object) -> object:
    """What may have several members as a list of them: one a line of the cell, or those of its JSON."""
    if name not in _LISTS or not isinstance(cell, str):
        return cell
    members: list[object] = []
    for line in cell.splitlines():
        try:
            read = json.loads(line) if line.startswith("[") else line
        except ValueError:
            read = line
        members += read if isinstance(read, list) else [read]
    return members


def _workbook(output: Path, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> int:
    with _library() as openpyxl:
        book = openpyxl.Workbook(write_only=True)
        illegal = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE
    sheet = book.create_sheet("commitments")
    sheet.append(columns)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007
        cells = _cells(columns, row)
        sheet.append([harmless_cell(illegal.sub("\ufffd", cell)) if isinstance(cell, str) else cell for cell in cells])
    book.save(output)
    return count


@contextmanager
def _library() -> Iterator[Any]:
    try:
        import openpyxl

        yield openpyxl
    except ImportError as error:
        raise ExportError("XLSX needs the extra “tables”: pip install 'commitment-bot[tables]'.") from error


def _package(output: Path, form: str, columns: tuple[str, ...], *, values: bool) -> dict[str, Any]:
    """The description of an exported file: what each column is."""
    key = {"primaryKey": "code"} if not values else {}
    schema: dict[str, Any] = {"fields": [_column(name, form, values=values) for name in columns]} | key
    resource = {"name": "values" if values else "commitments", "path": output.name, "format": form}
    resource |= {"mediatype": _MEDIA[form], "encoding": "utf-8", "profile": "tabular-data-resource"}
    return {
        "name": "commitments",
        "title": "Commitments of open-government action plans",
        "profile": "data-package",
        "resources": [resource | {"schema": schema}],
    }


def _column(name: str, form: str, *, values: bool) -> dict[str, str]:
    whole = name in _WHOLE or (values and name in ("start", "end"))
    field = None if values else FIELD.get(name)
    told = f"The field “{field.label}”, as read." if field else _SAID[name]
    if not values and name in _LISTS and form != "jsonl":
        told = f"{told.removesuffix('.')}; several are parted by semicolons."
    return {"name": name, "type": "integer" if whole else "string", "description": told}
