"""Word documents: their text, where in the document each part of it stands, and what cannot be read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import nsdecls

from bot.reading import read
from bot.reading.formats import open_document
from bot.reading.office import RefusedError
from bot.reading.word import MOST_CELLS, read_word
from bot.records.text import Lines, counts_of
from tests.plans import make
from tests.reading.office_samples import LANGUAGES, flat, missing, plan_of

MAIN = "word/document.xml"


def saved(document: WordDocument) -> bytes:
    """The document as a file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def rows_of(*rows: list[str]) -> bytes:
    """A document with one table."""
    document = docx.Document()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for n, row in enumerate(rows):
        for m, text in enumerate(row):
            table.cell(n, m).text = text
    return saved(document)


def changed(data: bytes, change: Callable[[bytes], bytes], part: str = MAIN, more: str = "") -> bytes:
    """A document one part of which is another, and with one part `more`."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
        if more:
            new.writestr(more, b"\0" * 100)
    return file.getvalue()


def body(xml: str) -> bytes:
    """A document whose body begins with `xml`."""
    return changed(rows_of(["a", "b"]), lambda old: old.replace(b"<w:body>", b"<w:body>" + xml.encode()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_a_plan_is_one_stretch(language: str) -> None:
    """Labels, texts, dates and milestones of 15 commitments are each found whole, in each language."""
    text, _, notes = read_word(make.docx(plan_of(language)))
    assert missing(language, text) == []
    assert notes == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_are_those_of_the_document(language: str) -> None:
    """Table, row and cell of every place hold, in the file itself, the text that stands there."""
    data = make.docx(plan_of(language))
    text, spots, _ = read_word(data)
    tables = docx.Document(io.BytesIO(data)).tables
    ends = [*(offset for offset, *_ in spots[1:]), len(text)]
    for (offset, *place), end in zip(spots, ends, strict=True):
        if len(place) == 3:
            table, row, cell = place
            in_file = tables[table - 1].rows[row - 1]._tr.tc_lst[cell - 1]
            said = flat(" ".join("".join(p.itertext()) for p in in_file.p_lst))
            assert flat(text[offset:end]) in said


def test_a_row_is_a_line_of_cells() -> None:
    """Cells are parted by a tab, an empty one is kept, paragraphs of a cell are lines, an empty row is left out."""
    text, spots, _ = read_word(rows_of(["Lead", "Ministry\nAgency"], ["", ""], ["Phone", ""]))
    assert text == "Lead\tMinistry\nAgency\nPhone\t\n"
    assert spots == ((0, 1, 1, 1), (5, 1, 1, 2), (21, 1, 3, 1), (27, 1, 3, 2))


def test_two_labels_beside_each_other_are_two_rows() -> None:
    """A row that holds a bold label and its text twice is read as two rows."""
    document = docx.Document()
    cells = document.add_table(rows=1, cols=4).rows[0].cells
    for n, said in enumerate(("Start", "May 2020", "End", "June 2021")):
        cells[n].paragraphs[0].add_run(said).bold = n % 2 == 0
    assert read_word(saved(document))[0] == "Start\tMay 2020\nEnd\tJune 2021\n"


def test_paragraphs_are_counted() -> None:
    """A paragraph outside of tables has its number, and a blank line parts it from the next."""
    document = docx.Document()
    document.add_heading("Commitment 1")
    document.add_paragraph("Objective")
    text, spots, _ = read_word(saved(document))
    assert text == "Commitment 1\n\nObjective\n"
    assert [Lines(text, spots).where(at) for at in (3, 16)] == ["paragraph 1", "paragraph 2"]


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>", "a\tb"),
        ("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p>", "a\nb"),
        ("<w:p><w:r><w:t>co</w:t><w:softHyphen/><w:t>op</w:t><w:noBreakHyphen/><w:t>x</w:t></w:r></w:p>", "coop-x"),
        ("<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>", "kept"),
        ("<w:p><w:r><w:t>new</w:t></w:r><w:moveFrom><w:r><w:t>old</w:t></w:r></w:moveFrom></w:p>", "new"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>said</w:t></w:r></w:p></w:sdtContent></w:sdt>", "said"),
        (
            ("<w:p><w:r><w:t>Lead</w:t></w:r></w:p>"
             "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Click here</w:t></w:r></w:p>"
             "</w:sdtContent></w:sdt>"),
            "Lead",
        ),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t> access</w:t></w:r></w:p>', "☒ access"),
    ],
)  # fmt: skip
def test_what_a_paragraph_says(xml: str, words: str) -> None:
    """Tabs, breaks and hyphens are characters; deleted text and placeholders are not said; controls are."""
    assert read_word(body(xml))[0] == f"{words}\n\na\tb\n"


def test_notes_below_the_text_are_read() -> None:
    """Footnotes come after the document's text."""
    said = "<w:footnote><w:p><w:r><w:t>See the law.</w:t></w:r></w:p></w:footnote>"
    note = f"<w:footnotes {nsdecls('w')}>{said}</w:footnotes>"
    file = io.BytesIO(rows_of(["a", "b"]))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/footnotes.xml", note)
    assert read_word(file.getvalue())[0] == "a\tb\n\nSee the law.\n"


def test_a_table_in_a_cell() -> None:
    """A table that stands in a cell of another is read, with its own number."""
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1).cell(0, 0)
    inner = outer.add_table(rows=2, cols=2)
    for n, said in enumerate(("Start", "2020", "End", "2021")):
        inner.cell(n // 2, n % 2).text = said
    text, spots, _ = read_word(saved(document))
    assert text == "Start\t2020\nEnd\t2021\n"
    assert [spot[1:] for spot in spots] == [(2, 1, 1), (2, 1, 2), (2, 2, 1), (2, 2, 2)]


GOOD = rows_of(["Lead", "Ministry"])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (GOOD[: len(GOOD) // 2], "damaged"),
        (changed(GOOD, lambda _: b"<w:document"), "damaged"),
        (changed(GOOD, lambda old: b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + old.split(b"?>", 1)[1]), "damaged"),
        (changed(GOOD, lambda old: old.replace(b"Ministry", b"M" * (65 << 20))), "unpacks to more than 64 MB"),
        (changed(GOOD, lambda _: b"<a/>", "_rels/.rels"), "no text of its own"),
        (saved(docx.Document()), "no text in the document"),
    ],
    ids=["cut off", "broken", "entities", "bomb", "no main part", "empty"],
)
def test_what_cannot_be_read_at_all(data: bytes, words: str) -> None:
    """A damaged, bursting or empty document is one error, in a sentence."""
    opened = open_document("plan.docx", data)
    assert opened.document is None
    assert [(problem.severity, words in problem.message) for problem in opened.problems] == [("error", True)]


def test_a_part_is_no_larger_than_it_says() -> None:
    """What a part unpacks to is counted, whatever the archive's directory says of it."""
    bomb = bytearray(changed(GOOD, lambda old: old.replace(b"Ministry", b"M" * (65 << 20))))
    entry = bomb.rfind(MAIN.encode()) - 46
    bomb[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(RefusedError):
        read_word(bytes(bomb))


@pytest.mark.parametrize(
    ("stream", "words"), [("EncryptedPackage", "locked with a password"), ("WordDocument", "old Word document")]
)
def test_the_container_of_old_versions(stream: str, words: str) -> None:
    """A locked document and one of Word 97 are told apart, and what to do is said."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le")
    (problem,) = read("plan.docx", data).problems
    assert words in problem.message


def test_macros_are_not_run_and_the_text_is_read() -> None:
    """A document with macros is read, and a sentence says what it holds."""
    opened = open_document("plan.docm", changed(GOOD, lambda old: old, more="word/vbaProject.bin"))
    assert opened.document is not None
    assert opened.document.text == "Lead\tMinistry\n"
    assert "macros" in opened.problems[0].message


def test_what_stands_before_a_fault_is_kept() -> None:
    """Of a document whose XML breaks off, what comes before is read, and the last place is named."""
    opened = open_document("plan.docx", changed(GOOD, lambda old: old[: old.index(b"</w:tbl>")]))
    assert opened.document is not None
    assert opened.document.text == "Lead\tMinistry\n"
    assert "damaged after table 1, row 1" in opened.problems[0].message


def test_a_table_without_end() -> None:
    """A document with more cells than any plan has is read up to the limit, which is said."""
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>" * 100 + "</w:tr>"
    text, _, (note,) = read_word(body("<w:tbl>" + row * (MOST_CELLS // 100 + 5) + "</w:tbl>"))
    assert text.count("x") == MOST_CELLS
    assert f"more than {MOST_CELLS:,} cells" in note


def test_a_commitments_page_in_word_has_its_places() -> None:
    """A page that was saved as a Word document is read as any other, and its values know their paragraph."""
    document = docx.Document()
    for line in ("Open Data (KR0044)", "Overview", "Action Plan: Plan 2018-2020", "Status: Active"):
        document.add_paragraph(line)
    reading = read("KR0044.docx", saved(document))
    assert reading.document is not None
    lines = Lines(reading.document.text, reading.document.spots)
    status = next(value for value in reading.values if value.field == "status")
    assert (status.raw, counts_of(lines.where(status.start))) == ("Active", {"paragraph": 4})
