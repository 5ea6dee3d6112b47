"""CSV files: the partnership's export, and others by a mapping. All rows here are invented."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.export import is_export, made_code, read_export
from bot.reading.mapping import MappingError, export_mapping, read_mapping
from bot.reading.table import Cell, read_rows
from bot.records.model import Document, DocumentReading, Value
from tests.present import present

HEADER = [*export_mapping().named, ""]
PLAIN = {"Country": "South Korea", "Action Plan Number": "2", "Comm No": "1", "Commitment Title": "A title"}
MAPPING = """
[code]
column = "ID"
[columns]
title = "Name"
end = ["Revised end", "End"]
policy_areas = "Topics"
"""


def document(text: str) -> Document:
    """A CSV document that holds `text`."""
    return Document("a.csv", text, "csv", "0" * 64)


def export(*rows: dict[str, str]) -> Document:
    """A document of the export's shape: column numbers, header, rows; flags are 0 where a row says nothing."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(range(len(HEADER)))
    writer.writerow(HEADER)
    flags = {column for table in export_mapping().flags.values() for column in table}
    for row in rows:
        writer.writerow([(PLAIN | row).get(column, "0" if column in flags else "") for column in HEADER])
    return document(file.getvalue())


def of(reading: DocumentReading, field: str) -> list[Value]:
    """The values of one field, in order."""
    return [value for value in reading.values if value.field == field]


def test_every_value_is_where_it_says() -> None:
    """The text at a value's place is the value, quotes, doubled quotes, line breaks and white space included."""
    doc = export({"Commitment Title": ' A "quoted", title ', "Full Text": "Two\nlines, with “marks”", "Aid": "1"})
    reading = read_export(doc)
    assert reading.values
    assert all(doc.text[value.start : value.end] == value.raw for value in reading.values)
    assert [value.raw for value in of(reading, "title")] == ['A ""quoted"", title']
    assert {value.origin for value in reading.values} == {"export"}


@pytest.mark.parametrize(
    ("column", "cell", "field", "value"),
    [
        ("Completion (progress report)", "b. Limited", "completion", "Limited"),
        ("Completion (progress report)", "a. Not started", "completion", "Not Started"),
        ("Completion (progress report)", "NR", "completion", "NR"),
        ("Potential impact", "None", "potential_impact", "None"),
        ("Potential impact", "ND", "potential_impact", "No Data"),
        ("Specificity", "c. high", "specificity", "High"),
        ("Did it open government (end of term only)", "b. None", "early_results", "Did Not Change"),
        ("Did it open government (end of term only)", "d. Major", "early_results", "Major"),
        ("Year of submission", "2014", "cycle", "2014"),
        ("End Date", "31/12/2014", "end", "2014-12-31"),
    ],
)
def test_coded_cells_are_mapped(column: str, cell: str, field: str, value: str) -> None:
    """A coded cell stays as written, and its value is the canonical term."""
    (found,) = of(read_export(export({column: cell})), field)
    assert (found.raw, found.value) == (cell, value)


def test_the_assessment_that_says_something_counts() -> None:
    """Of the columns for a star, the first that is not “no data” is read; where none is, “no data” is."""
    pre, only, current = (export_mapping().columns["starred"][place] for place in (2, 1, 0))
    rows = [
        {pre: "1", only: "ND", current: "ND", "Comm No": "1"},
        {pre: "ND", only: "1", current: "0", "Comm No": "2"},
        {pre: "ND", only: "ND", current: "ND", "Comm No": "3"},
    ]
    values = [value.value for value in of(read_export(export(*rows)), "starred")]
    assert values == ["yes", "no", "No Data"]


def test_flags_are_members_quoted_from_the_heading() -> None:
    """Each flagged area is a member with its canonical name, quoted from its column's heading."""
    doc = export({"Audits & Controls": "1", "E-government": "1"})
    found = of(read_export(doc), "policy_areas")
    assert [(value.raw, value.value, value.position) for value in found] == [
        ("Audits & Controls", '["Audits and Controls"]', 0),
        ("E-government", '["E-Government"]', 1),
    ]


def test_no_flag_is_blank_and_unreported_flags_are_not() -> None:
    """All flags at 0 are a blank; flags that are all NR say so."""
    values = dict.fromkeys(export_mapping().flags["ogp_values"], "NR")
    reading = read_export(export(values))
    assert [value.blank for value in of(reading, "policy_areas")] == [True]
    assert [value.value for value in of(reading, "ogp_values")] == ['["NR"]']


def test_a_blank_cell_is_a_blank_value_and_no_contact_is_none() -> None:
    """An empty cell is a blank at its place; a contact that is NR is no person called NR."""
    reading = read_export(export({"Contact Name": "NR", "Lead Institution": ""}))
    (lead,) = of(reading, "lead_institution")
    assert lead.blank and lead.start == lead.end
    assert of(reading, "person") == []


def test_codes_are_made_and_cannot_be_real_ones() -> None:
    """A code is letters, plan and number; a repeated number gets a mark; a country unknown keeps its own letters."""
    rows = [{"Comm No": "1.a"}, {"Comm No": "1.a"}, {"Comm No": "4(B)"}, {"Country": "Avaria"}]
    codes = list(dict.fromkeys(value.code for value in read_export(export(*rows)).values))
    assert codes == ["KR-P2-1.A", "KR-P2-1.A_2", "KR-P2-4.B", "AVARIA-P2-1"]
    assert made_code("Corée du Sud", "2", "1.a") == codes[0]


def test_the_same_file_gives_the_same_codes() -> None:
    """Reading a document twice gives equal readings."""
    doc = export({"Comm No": "1"}, {"Comm No": "1"}, {"Comm No": "2"})
    assert read_export(doc) == read_export(doc)


@pytest.mark.parametrize(
    ("others", "value", "precision"),
    [
        ([], "2016", "year"),
        (["13/05/2016"], "2016-07-06", "day"),
        (["05/13/2016"], "2016-06-07", "day"),
        (["31/12/2016"], "2016-07-06", "day"),
        (["13/05/2016", "05/13/2016"], "2016", "year"),
        (["30/6/2016"], "2016", "year"),
    ],
)
def test_slash_dates_are_decided_by_their_own_plan(others: list[str], value: str, precision: str) -> None:
    """Dates of the same plan and column decide; contradicting ones, or ones in another style, do not."""
    rows = [{"End Date": date, "Comm No": str(number)} for number, date in enumerate(["06/07/2016", *others])]
    (found, *_) = of(read_export(export(*rows)), "end")
    assert (found.raw, found.value, found.precision) == ("06/07/2016", value, precision)


@pytest.mark.parametrize("other", [{"Country": "Peru"}, {"Action Plan Number": "3"}])
def test_other_plans_decide_nothing(other: dict[str, str]) -> None:
    """A date of another country or another plan, or in the other column, is no evidence."""
    rows = [
        {"End Date": "06/07/2016"},
        {"End Date": "13/05/2016"} | other,
        {"Start Date": "13/05/2016", "Comm No": "9"},
    ]
    reading = read_export(export(*rows))
    assert of(reading, "end")[0].precision == "year"


def test_undecided_dates_are_reported_once() -> None:
    """However many dates stay undecided, one sentence says how many."""
    rows = [{"End Date": "06/07/2016", "Start Date": "01/02/2015", "Comm No": str(number)} for number in range(5)]
    (problem,) = read_export(export(*rows)).problems
    assert problem.message.startswith("In 10 dates such as “01/02/2015”")
    assert (problem.severity, problem.line) == ("info", 3)


def test_counts_are_those_of_the_file() -> None:
    """Counting by a field gives what counting the file's cells gives."""
    said = ["b. Limited", "d. Complete", "b. Limited", "NR", "Withdrawn"]
    rows = [{"Completion (progress report)": cell, "Comm No": str(number)} for number, cell in enumerate(said)]
    counted = Counter(value.value for value in of(read_export(export(*rows)), "completion"))
    assert counted == {"Limited": 2, "Complete": 1, "NR": 1, "Withdrawn": 1}


def test_a_row_without_title_or_number_is_a_problem() -> None:
    """A row that could not be found again is left out and named by its line; blank rows are passed over."""
    doc = export({"Comm No": ""}, {"Commitment Title": "", "Short Title": ""}, {"Comm No": "3"})
    reading = read_export(document(doc.text + ",,,\r\n"))
    assert {value.code for value in reading.values} == {"KR-P2-3"}
    assert [problem.line for problem in reading.problems] == [3, 4]


def test_the_export_is_told_by_its_header() -> None:
    """A CSV file is the export when it has the export's columns."""
    assert is_export(export({}))
    assert not is_export(document("ID,Name\nKR0001,A\n"))
    assert not is_export(document(""))


def test_a_missing_column_is_a_sentence() -> None:
    """Without a column that codes need nothing is read; without another, that field is missing; both are said."""
    lost = read_export(document(export({}).text.replace("Comm No", "Number")))
    assert lost.values == ()
    assert [problem.severity for problem in lost.problems] == ["error"]
    assert "“Comm No”" in lost.problems[0].message
    less = read_export(document(export({}).text.replace("Potential impact", "Impact")))
    assert of(less, "potential_impact") == []
    assert "“Potential impact”" in less.problems[0].message


def test_columns_that_are_not_read_are_named() -> None:
    """One sentence names the columns that no field holds; a column without a heading is none of them."""
    reading = read_export(
        document("ID,Name,End,Revised end,Topics,Budget,,Remarks\nKR0001,A,,,,7,8,9\n"), read_mapping(MAPPING, "m")
    )
    (problem,) = reading.problems
    assert problem.severity == "info"
    assert problem.message.startswith("2 columns are not read")
    assert problem.message.endswith(": Budget, Remarks.")


def test_another_file_is_read_by_its_mapping() -> None:
    """A mapping names the columns of any CSV file; real codes are used as they are."""
    text = (
        "ID;Name;End;Revised end;Topics\nkr0101;First;2018-06-30;;Open Data, Youth\nKR0102;Second;May 2019;June 2020;\n"
    )
    mapping = read_mapping(MAPPING + '[cells]\ndelimiter = ";"', "plan.toml")
    reading = read_export(document(text), mapping)
    assert [(value.code, value.raw) for value in of(reading, "title")] == [("KR0101", "First"), ("KR0102", "Second")]
    assert [value.value for value in of(reading, "end")] == ["2018-06-30", "2020-06"]
    assert json.loads(of(reading, "policy_areas")[0].value or "") == ["Open Data", "Youth"]
    assert reading.problems == ()


def test_codes_of_a_file_are_checked() -> None:
    """What is no code, and a code in a second row, are problems of their rows."""
    reading = read_export(
        document("ID,Name,End,Revised end,Topics\nX1,A\nKR0001,B\nKR0001,C\n"), read_mapping(MAPPING, "m")
    )
    assert [value.raw for value in of(reading, "title")] == ["B"]
    assert [problem.line for problem in reading.problems] == [2, 4]


def test_a_mapping_may_say_how_dates_are_written() -> None:
    """A mapping's order of day and month goes before any evidence."""
    mapping = read_mapping(MAPPING + '[cells]\ndates = "md"', "plan.toml")
    reading = read_export(document("ID,Name,End,Revised end,Topics\nKR0001,A,06/07/2016,,\n"), mapping)
    assert [value.value for value in of(reading, "end")] == ["2016-06-07"]


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[code", "not valid TOML"),
        ("[column]\ntitle = 'A'", "a table “column”"),
        ("code = 'A'", "must be a table"),
        ("[columns]\ntitle = 'A'", "where codes come from"),
        ("[code]\ncolumn = 'A'\n[columns]\ntitel = 'B'", "the field “titel”"),
        ("[code]\ncolumn = 'A'\n[columns]\nend = 'B'", "no column for “title”"),
        ("[code]\ncolumn = 'A'\n[columns]\ntitle = 3", "gives “title” no column name"),
        ("[code]\ncolumn = 'A'\n[columns]\ntitle = 'B'\n[cells]\ndates = 'ymd'", "“dates” to “ymd”"),
        ("[code]\ncolumn = 'A'\n[columns]\ntitle = 'B'\n[cells]\ndelimiter = ''", "“delimiter”"),
    ],
)
def test_a_wrong_mapping_is_a_sentence(toml: str, said: str) -> None:
    """Whatever is wrong with a mapping is said with the mapping's name."""
    with pytest.raises(MappingError, match=r"^plan\.toml ") as caught:
        read_mapping(toml, "plan.toml")
    assert said in str(caught.value)


def cells(text: str) -> list[list[Cell]]:
    """The rows of a table of which every column is read."""
    return [[present(cell) for cell in row] for row in read_rows(text)]


_CELLS = st.text(alphabet=st.sampled_from('ab ,;"\n\ré')) | st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(st.lists(_CELLS, min_size=2, max_size=4), max_size=5))
def test_rows_are_those_of_the_standard_reader(rows: list[list[str]]) -> None:
    """What the standard library writes is read back, cell by cell, but for the white space around cells."""
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    text = file.getvalue()
    read = [[cell.raw.replace('""', '"') for cell in row] for row in cells(text)]
    assert read == [[cell.strip() for cell in row] for row in rows]
    assert all(text[cell.start : cell.end] == cell.raw for row in cells(text) for cell in row)


@given(st.text(alphabet=st.sampled_from('ab ,"\n\r')))
def test_any_text_is_rows(text: str) -> None:
    """No text, however its quotes stand, makes reading raise, and every cell lies where it says, in order."""
    at = 0
    for row in cells(text):
        for cell in row:
            assert at <= cell.start <= cell.end <= len(text)
            assert text[cell.start : cell.end] == cell.raw
            at = cell.end


def test_a_cell_is_where_a_spreadsheet_shows_it() -> None:
    """Rows and columns count from 1; an empty line is a row, a line break within quotes is none."""
    read = [[(cell.raw, cell.row, cell.column) for cell in row] for row in cells('a,"b\nc"\n\nd,\n')]
    assert read == [[("a", 1, 1), ("b\nc", 1, 2)], [("d", 3, 1), ("", 3, 2)]]


def test_a_value_of_a_table_has_its_row_and_column() -> None:
    """A flag's member is quoted from the heading of its column; a blank has the place of its cell."""
    doc = export({"Commitment Title": "A", "Aid": "1"})
    placed = {value.field: (value.row, value.column) for value in read_export(doc).values}
    assert placed["title"] == (3, HEADER.index("Commitment Title") + 1)
    assert placed["policy_areas"] == (2, HEADER.index("Aid") + 1)
    assert all(row in (2, 3) and column for row, column in placed.values())


def test_the_documented_mappings_are_mappings() -> None:
    """Each example of docs/csv.md is a mapping, or part of one."""
    text = (Path(__file__).parents[2] / "docs" / "csv.md").read_text(encoding="utf-8")
    whole, made = (part.partition("```")[0] for part in text.split("```toml\n")[1:])
    mapping = read_mapping(whole, "docs/csv.md")
    assert (mapping.code, mapping.delimiter, mapping.order) == ("Commitment ID", ";", "dm")
    assert mapping.columns["end"] == ("Revised end date", "End date")
    assert read_mapping(made + '[columns]\ntitle = "T"', "docs/csv.md").needed == (
        "Country",
        "Plan number",
        "Commitment number",
    )
