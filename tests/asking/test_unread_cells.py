"""What stands in a column that no mapping names was not read: nobody is told that the record is silent about it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.asking import ask
from bot.intake.reader import Rules
from bot.records.build import build
from bot.records.store import Store
from bot.records.withholding import WithholdingStore
from tests.present import present
from tests.records.sample_pages import DAY, arrival, reread, rows

HEADINGS = [
    "Who answers mails (email)",
    "Code",
    "Title",
    "Budget line",
    "Date of start of works",
    "Units",
]
TABLE = [
    ["parks@city.example", "XA0001", "Open parks", "Vote 77, roads and parks", "in spring", "3"],
    ["", "XA0002", "Open rivers", "", "", "4"],
]
MAPPING = '[code]\ncolumn = "Code"\n[columns]\ntitle = "Title"\n'


def table_of(kind: str) -> bytes:
    """The table in a format."""
    if kind == "csv":
        return "\n".join(",".join(f'"{cell}"' for cell in row) for row in [HEADINGS, *TABLE]).encode()
    if kind == "json":
        return json.dumps([dict(zip(HEADINGS, row, strict=True)) for row in TABLE]).encode()
    book, data = Workbook(), io.BytesIO()
    for row in [HEADINGS, *TABLE]:
        present(book.active).append(row)
    book.save(data)
    return data.getvalue()


@pytest.fixture(params=["csv", "json", "xlsx"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A database of the table in each format."""
    mapping, path = tmp_path / "own.toml", tmp_path / "commitments.db"
    mapping.write_text(MAPPING)
    build(path, [arrival(f"own.{request.param}", table_of(request.param))], Rules(mapping).read, reread, as_of=DAY)
    return path


def text_of(store: Store, question: str) -> str:
    """What is answered."""
    return ask(store, question, as_of=DAY, lang="en")[0].text


def test_a_column_like_a_field_is_quoted_where_the_field_is_asked(db: Path) -> None:
    """With the column's name and the row, each with its own row's commitment, wherever the code's column stands."""
    with Store(db) as store:
        start, email = text_of(store, "when does XA0001 start?"), text_of(store, "email of XA0001?")
        other = text_of(store, "email of XA0002?")
    assert "a part of which was not understood" in start
    assert "“in spring” (own." in start
    assert "column “Date of start of works”" in start
    assert "“parks@city.example”" in email
    assert "parks@city.example" not in other


def test_a_column_of_no_field_is_quoted_where_its_words_are_asked(db: Path) -> None:
    """The budget of the one is quoted, the other has none."""
    with Store(db) as store:
        said, other = text_of(store, "what is the budget line of XA0001?"), text_of(store, "budget line of XA0002?")
    assert "Vote 77, roads and parks" in said
    assert "Vote 77" not in other


def test_what_is_kept_is_text_of_the_document_and_no_bare_number(db: Path) -> None:
    """Each passage is its cell, and a count such as 3 is none."""
    text = rows(db, "SELECT text FROM documents")[0][0]
    found = rows(db, 'SELECT code, raw, start, "end", "row", "column" FROM unread_passages ORDER BY "column"')
    assert [(code, raw, column) for code, raw, _s, _e, _row, column in found] == [
        ("XA0001", "parks@city.example", 1),
        ("XA0001", "Vote 77, roads and parks", 4),
        ("XA0001", "in spring", 5),
    ]
    assert all(text[start:end] == raw for _code, raw, start, end, *_place in found)


def test_contacts_in_such_columns_are_withheld(db: Path) -> None:
    """Whoever may see no contacts sees none there."""
    with WithholdingStore(db) as store:
        assert "parks@city.example" not in text_of(store, "email of XA0001?")
