"""Lines and places: one meaning of “line” for documents, problems and citations, whatever a text holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.spans import lines_of
from bot.records.store import Store
from bot.records.text import AFTER, BEFORE, Lines, line_of
from tests.records.sample_pages import deny_texts, ingest, page, rows

TEXTS = st.text(alphabet=st.sampled_from("ab \n\r\0\f\u2028")) | st.text()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\nb\nc", 3),
        ("a\r\nb\r\nc", 3),
        ("a\rb\rc", 3),
        ("a\n\rc", 3),
        ("a\0b\nc", 2),
        ("a\u2028b\u2029\fc", 1),
    ],
    ids=["LF", "CR LF", "CR", "LF CR", "NUL", "other separators"],
)
def test_a_line_is_what_a_text_editor_counts(text: str, line: int) -> None:
    """LF, CR LF and CR alone end a line; every other character stands within one."""
    assert Lines(text).number(text.index("c")) == line_of(text, text.index("c")) == line


@given(TEXTS)
def test_lines_are_those_that_the_reader_sees(text: str) -> None:
    """Each character is on the line of the text that the reader takes it from."""
    lines = Lines(text)
    for number, line in enumerate(lines_of(text, 0, len(text)), 1):
        for at in range(line.start, line.end):
            assert lines.number(at) == line_of(text, at) == number


@given(TEXTS, st.data())
def test_a_place_is_what_stands_around_it(text: str, data: st.DataObject) -> None:
    """The words before and after are the text's own, without a line end, as many as are kept or as the line has."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place = Lines(text).place(start, end)
    assert text[:start].endswith(place.before)
    assert text[end:].startswith(place.after)
    assert not {"\n", "\r"} & {*place.before, *place.after}
    first = start - len(place.before)
    last = end + len(place.after)
    assert len(place.before) == BEFORE or not first or text[first - 1] in "\n\r"
    assert len(place.after) == AFTER or last == len(text) or text[last] in "\n\r"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
def test_a_nul_moves_no_later_line(tmp_path: Path, end: str) -> None:
    """Values and problems behind a NUL are on the lines that an editor shows."""
    text = page("XA0001", more="one\0two", Completion="Limited\0", Lead_Institution="Ministry").decode()
    db = tmp_path / "commitments.db"
    report = ingest(db, {"XA0001.txt": text.replace("\n", end).encode()})
    said = text.split("\n")
    with Store(db) as store:
        values = store.values(["XA0001"])["XA0001"]
    assert all(one.raw in said[one.line - 1] for one in values)
    assert {one.line for one in values if one.field == "lead_institution"} == {10}
    assert [problem.line for problem in report.problems if "NUL" in problem.message] == [9]


def test_a_second_title_behind_a_nul_is_on_its_line(tmp_path: Path) -> None:
    """What is said between two documents names the line of the value, not of the NUL."""
    db = tmp_path / "commitments.db"
    ingest(db, {"1.txt": page("XA0001"), "2.txt": b"\0" + page("XA0001", "Budgets in the Open")})
    assert rows(db, "SELECT document, line FROM problems WHERE field = 'title'") == [("2.txt", 3)]


def test_the_text_of_a_document_is_its_last_column(tmp_path: Path) -> None:
    """SQLite reaches a column that stands behind a long text only through all of the text."""
    db = tmp_path / "commitments.db"
    ingest(db, {"1.txt": page("XA0001")})
    assert rows(db, "SELECT name FROM pragma_table_info('documents') ORDER BY cid DESC LIMIT 1") == [("text",)]


def test_values_are_read_without_their_documents(tmp_path: Path) -> None:
    """A stored value has its place with it: no text of a document is read for it."""
    db = tmp_path / "commitments.db"
    ingest(db, {"1.txt": page("XA0001", Completion="Limited")})
    with Store(db) as store:
        deny_texts(store)
        (value,) = store.values(["XA0001"], ["completion"])["XA0001"]
    assert (value.line, value.before, value.after) == (9, "Completion: ", "")
