"""Office documents are all ZIP archives: a workbook and a Word document, each told by what it holds."""

from __future__ import annotations

import io
import pickle
import zipfile
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from bot.intake.reader import Rules
from bot.reading.formats import open_document
from bot.reading.workbook import is_workbook


def workbook() -> bytes:
    """A workbook with a commitment."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Code", "Title"])
    sheet.append(["ZA0101", "Roads"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word() -> bytes:
    """A Word document."""
    document = Document()
    document.add_paragraph("Roads (ZA0101)")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def holding(outer: bytes, name: str, inner: bytes) -> bytes:
    """An office document with another one in it, as it is, behind its own parts."""
    out = io.BytesIO(outer)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as parts:
        parts.writestr(name, inner)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (workbook(), "xlsx"),
        (word(), "docx"),
        (holding(workbook(), "xl/embeddings/a.docx", word()), "xlsx"),
        (holding(word(), "word/embeddings/a.xlsx", workbook()), "docx"),
    ],
)
@pytest.mark.parametrize("name", ["plan", "plan.xlsx", "plan.docx"])
def test_an_office_document_is_told_by_what_it_holds(data: bytes, kind: str, name: str) -> None:
    """Neither the file's name nor a document within it tells what it is."""
    document = open_document(name, data).document
    assert document is not None
    assert document.format == kind


def test_a_damaged_document_is_what_it_was() -> None:
    """Without its list of parts, what comes first in it tells."""
    both = holding(word(), "word/embeddings/a.xlsx", workbook())
    cut = both[: both.rindex(b"PK\x01\x02")]
    assert b"xl/workbook" in cut
    assert not is_workbook(cut)
    assert is_workbook(workbook()[:3000])


def test_a_reading_passes_between_processes_whole(tmp_path: Path) -> None:
    """Nothing of a reading is lost on its way from the process that reads."""
    file = tmp_path / "mapping.toml"
    file.write_text('[code]\ncolumn = "Code"\n[columns]\ntitle = "Title"\n', "utf-8")
    rules = Rules(file)
    for name, data in (("a.xlsx", workbook()), ("a.docx", word())):
        reading = rules.read(name, data, None)
        assert pickle.loads(pickle.dumps(reading)) == reading
    assert rules.read("a.xlsx", workbook(), None).tables
