"""Workbooks, JSON and other separators by the mapping of a CSV file. All rows here are invented."""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.intake.reader import Rules
from bot.reading.table import Broken, read_objects, sheet_rows
from bot.reading.workbook import WorkbookError, read_workbook
from bot.records.model import DocumentReading

MAPPING = """
[code]
column = "Code"
[columns]
title = "Title"
lead_institution = "Lead"
support_institutions = "Support"
person = "contact.name"
end = "End"
completion = "Completion"
brief = "Text"
[flags.policy_areas]
"Open data?" = "Open Data"
"""


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    """Rules with the mapping above."""
    file = tmp_path / "mapping.toml"
    file.write_text(MAPPING, "utf-8")
    return Rules(file)


def values(reading: DocumentReading) -> dict[tuple[str, str], list[tuple[str, str | None]]]:
    """(code, field) → (as written, normal form) of each value, every one of which is where it says."""
    found: dict[tuple[str, str], list[tuple[str, str | None]]] = {}
    for value in reading.values:
        assert reading.document is not None
        assert reading.document.text[value.start : value.end] == value.raw
        found.setdefault((value.code, value.field), []).append((value.raw, value.value))
    return found


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ROWS: list[list[object]] = [
    ["Our plan"],
    ["Code", "Title", "Lead", "End", "Completion", "Open data?", "Text"],
    ["ZA0101", "Open\nbudget", "Ministry\tof Roads", date(2021, 8, 31), "b. Limited", 1, "Two\nlines"],
    ["ZA0102", "Courts", None, datetime(2022, 1, 31), "NR", False, 3.0],
]


def test_a_workbook_is_read_by_the_mapping(rules: Rules) -> None:
    """Every typed cell: a date is ISO, a whole number has no fraction, a line break stays within its cell."""
    found = values(rules.read("a.xlsx", workbook(("Plan", ROWS), ("Notes", [["nothing"]])), None))
    assert found["ZA0101", "title"] == [("Open\u2028budget", "Open budget")]
    assert found["ZA0101", "lead_institution"] == [("Ministry of Roads", "Ministry of Roads")]
    assert found["ZA0101", "end"] == [("2021-08-31", "2021-08-31")]
    assert found["ZA0101", "completion"] == [("b. Limited", "Limited")]
    assert found["ZA0101", "policy_areas"] == [("Open data?", '["Open Data"]')]
    assert found["ZA0101", "brief"] == [("Two\u2028lines", "Two\nlines")]
    assert found["ZA0102", "lead_institution"] == [("", None)]
    assert found["ZA0102", "policy_areas"] == [("", None)]
    assert found["ZA0102", "brief"] == [("3", None)]


def test_a_cell_of_a_workbook_has_its_sheet_row_and_column(rules: Rules) -> None:
    """Rows and columns are those that a spreadsheet shows; the reading names the sheets and their headings."""
    reading = rules.read("a.xlsx", workbook(("Notes", [["nothing"]]), ("Plan", ROWS)), None)
    (title, *_) = (value for value in reading.values if value.field == "title")
    assert (title.row, title.column) == (3, 2)
    assert [(table.sheet, table.headings[1]) for table in reading.tables] == [("Plan", "Title")]
    assert any("“Notes”" in problem.message for problem in reading.problems)


def test_a_formula_is_its_saved_result_and_an_error_says_nothing(rules: Rules) -> None:
    """A formula that was never reckoned and a cell with an error are read as empty, and told."""
    rows: list[list[object]] = [["Code", "Title", "Lead", "Text"], ["ZA0101", "Roads", "#REF!", "=1+1"]]
    reading = rules.read("a.xlsx", workbook(("Plan", rows)), None)
    assert values(reading)["ZA0101", "lead_institution"] == [("", None)]
    said = " ".join(problem.message for problem in reading.problems)
    assert "1 formulas have no saved result, the first in D2" in said
    assert "1 cells hold an error" in said


def test_a_formula_with_a_result_is_read(rules: Rules) -> None:
    """What the spreadsheet program last saved for a formula is what its cell says."""
    data = workbook(("Plan", [["Code", "Title"], ["ZA0101", "=1+1"]]))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            text = old.read(part).replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
            new.writestr(part, text.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"))
    reading = rules.read("a.xlsx", out.getvalue(), None)
    assert values(reading)["ZA0101", "title"] == [("2", None)]
    assert not any("formulas" in problem.message for problem in reading.problems)


def bomb() -> bytes:
    """A workbook whose sheet unpacks to more than is read."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (300 * 2**20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: workbook(("Plan", ROWS))[:3000], "damaged"),
        (lambda: b"PK\x03\x04 xl/workbook.xml", "damaged"),
        (bomb, "unpacks to 300 MB"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_a_sentence(data: Callable[[], bytes], words: str, rules: Rules) -> None:
    """What is damaged or would take too much is refused with a sentence."""
    reading = rules.read("a.xlsx", data(), None)
    assert reading.document is None
    (problem,) = reading.problems
    assert problem.severity == "error"
    assert words in problem.message


@pytest.mark.parametrize(
    ("name", "part", "words"),
    [
        ("xl/worksheets/sheet1.xml", b"<row/>" * 400_001, "a sheet of 400,001 rows"),
        ("xl/worksheets/sheet1.xml", b"<row>" + b"<c />" * 2_000_001 + b"</row>", "2,000,001 cells in all"),
        ("xl/styles.xml", b"<font/>" * 1_300_000, "9 MB of styles and the like"),
    ],
    ids=["rows", "cells", "styles"],
)
def test_a_workbook_that_would_take_long_is_refused_before_it_is_opened(name: str, part: bytes, words: str) -> None:
    """What its parts hold is counted as bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(("A", [["x"]])))) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, b"<sheetData>" + part + b"</sheetData>", zipfile.ZIP_DEFLATED)
    with pytest.raises(WorkbookError, match=words):
        read_workbook(out.getvalue())


def test_a_workbook_without_its_library_names_the_extra(rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where openpyxl is not installed, the sentence says how to install it."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    (problem,) = rules.read("a.xlsx", workbook(("Plan", ROWS)), None).problems
    assert "openpyxl>=3.1.5" in problem.message
    assert "pip install -e '.[tables]'" in problem.message


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])), max_size=4), max_size=4)
)
def test_every_cell_of_a_workbook_is_where_it_says(rows: list[list[str]]) -> None:
    """Whatever is in a workbook, each cell of its text is found again at its place."""
    text = read_workbook(workbook(("Plan", [[*row] for row in rows]))).text
    for _sheet, found in sheet_rows(text):
        for row in found:
            assert all(text[cell.start : cell.end] == cell.raw for cell in row)
            assert all(len(rows[cell.row - 1]) >= cell.column for cell in row)


def test_objects_of_json_are_rows(rules: Rules) -> None:
    """Escapes stay as written and are understood beside it; an array is a value a member; null is a blank."""
    text = (
        '[{"Code": "ZA0101", "Title": "Caf\\u00e9 \\"open\\"", "Support": ["Roads", "Courts"], "Lead": null,'
        ' "contact": {"name": "Ana P\\u00e9rez"}, "Open data?": true, "End": "2021-08-31"}]'
    )
    found = values(rules.read("a.json", text.encode(), None))
    assert found["ZA0101", "title"] == [('Caf\\u00e9 \\"open\\"', 'Café "open"')]
    assert found["ZA0101", "support_institutions"] == [("Roads", "Roads"), ("Courts", "Courts")]
    assert found["ZA0101", "lead_institution"] == [("", None)]
    assert found["ZA0101", "person"] == [("Ana P\\u00e9rez", "Ana Pérez")]
    assert found["ZA0101", "policy_areas"] == [("Open data?", '["Open Data"]')]
    assert found["ZA0101", "end"] == [("2021-08-31", "2021-08-31")]


def test_the_array_may_stand_within_an_object(rules: Rules) -> None:
    """What a site's interface gives wraps the objects in one."""
    text = '{"count": 1, "pages": [1], "results": [{"Code": "ZA0101", "Title": "Roads"}]}'
    assert set(values(rules.read("a.json", text.encode(), None))) == {("ZA0101", "title")}


def test_a_line_that_is_no_json_loses_no_other(rules: Rules) -> None:
    """Of JSON Lines, a line that cannot be read is told, and the next ones are read."""
    text = '{"Code": "ZA0101", "Title": "Roads"}\n{"Code": oops}\n{"Code": "ZA0102", "Title": "Courts"}\n'
    reading = rules.read("a.jsonl", text.encode(), None)
    assert {code for code, _field in values(reading)} == {"ZA0101", "ZA0102"}
    assert [problem.line for problem in reading.problems if "not valid JSON" in problem.message] == [2]


def test_an_array_that_breaks_off_keeps_what_is_whole(rules: Rules) -> None:
    """A file that was cut off gives the objects before the cut."""
    reading = rules.read("a.json", b'[{"Code": "ZA0101", "Title": "Roads"}, {"Code": "ZA01', None)
    assert {code for code, _field in values(reading)} == {"ZA0101"}
    assert any("not valid JSON" in problem.message for problem in reading.problems)


def test_json_without_a_mapping_is_told_of_one() -> None:
    """A JSON file that is not the partnership's export is told of the mapping that can read it."""
    reading = Rules().read("a.json", b'[{"Code": "ZA0101", "Title": "Roads"}]', None)
    (problem,) = reading.problems
    assert "a mapping file (docs/csv.md) can name its columns" in problem.message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(
    st.lists(st.dictionaries(st.text(min_size=1), JSON, min_size=1, max_size=4), min_size=1, max_size=4), st.booleans()
)
@example(objects=[{"\0": ""}], ascii_only=False)
def test_every_value_of_json_is_where_it_says(objects: list[dict[str, object]], ascii_only: bool) -> None:
    """Any objects are read whole, each value at its place; strings say what `json` says that they say."""
    text = json.dumps(objects, ensure_ascii=ascii_only, indent=1)
    rows = [row for row in read_objects(text) if not isinstance(row, Broken)]
    assert len(rows) == len(objects)
    for row, one in zip(rows, objects, strict=True):
        for _name, key, cell in row.fields:
            assert text[key.start : key.end] == key.raw
            assert text[cell.start : cell.end] == cell.raw
        plain = {name: value for name, value in one.items() if isinstance(value, str)}
        said = {name: cell.text for name, _key, cell in row.fields}
        assert all(said[name] == value.strip() for name, value in plain.items())


@given(st.text())
def test_no_text_breaks_the_reader_of_json(text: str) -> None:
    """Whatever stands in a file, its objects are read or the place is told where it is no JSON."""
    for start in ("", "[", "{", '[{"a": '):
        assert all(isinstance(row, Broken) or row.start >= 0 for row in read_objects(start + text))


@pytest.mark.parametrize(("name", "delimiter"), [("a.tsv", "\t"), ("a.csv", ";"), ("a.csv", "|"), ("a.csv", ",")])
def test_the_usual_separators_need_no_word(name: str, delimiter: str, rules: Rules) -> None:
    """A file with semicolons or tabs is read although the mapping does not say so."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([["Code", "Title"], ["ZA0101", 'Roads, "A"; B']])
    assert values(rules.read(name, out.getvalue().encode(), None))["ZA0101", "title"][0][0].startswith("Roads, ")
