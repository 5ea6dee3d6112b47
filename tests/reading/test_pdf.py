"""PDF documents: their text without what belongs to the pages, where each line stands, and what cannot be read."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from bot.reading import pdf as reader
from bot.reading import read
from bot.reading.formats import open_document
from bot.reading.pdf import read_pdf
from bot.records.text import Lines
from tests.plans import make
from tests.reading.office_samples import LANGUAGES, flat, missing, plan_of

Draw = Callable[[Canvas], object]
TOP = 770


def drawn(*pages: Draw, **options: Any) -> bytes:
    """A PDF whose pages are drawn so."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), **options)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def lines(*texts: str, left: int = 72, top: int = TOP, leading: int = 14, font: str = "Helvetica") -> Draw:
    """Lines below each other."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, 10)
        for n, text in enumerate(texts):
            canvas.drawString(left, top - n * leading, text)

    return draw


def together(*parts: Draw) -> Draw:
    """Several things on one page."""
    return lambda canvas: [part(canvas) for part in parts]


def text_of(*pages: Draw) -> str:
    """The text that is read of such pages."""
    return read_pdf(drawn(*pages))[0]


@pytest.mark.parametrize("form", ["tables", "lines", "columns"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_a_plan_is_one_stretch(language: str, form: str) -> None:
    """Labels in a narrow column, on lines, or two beside each other; pages end in values: each is found whole."""
    plan = plan_of(language)
    text, _, notes = read_pdf(make.pdf(replace(plan, layout=replace(plan.layout, pdf=form))))
    # one is "law-making", broken at its own hyphen: nothing in the plan tells it from "lawmaking"
    assert len(missing(language, text)) <= (form == "columns")
    assert notes == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_name_the_right_page(language: str) -> None:
    """What stands at a place is on its page of the PDF, and the lines of a page are counted from its top."""
    data = make.pdf(plan_of(language))
    text, spots, _ = read_pdf(data)
    with pypdfium2.PdfDocument(data) as pdf:
        pages = [flat(page.get_textpage().get_text_range()) for page in pdf]
    for n, (offset, page, line) in enumerate(spots):
        end = spots[n + 1][0] if n + 1 < len(spots) else len(text)
        said = text[offset:end].split("\t")[0].strip()
        assert said.split()[0] in pages[page - 1]
        assert 1 <= line <= 80
    assert {page for _, page, _ in spots} == set(range(1, len(pages) + 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_heads_and_feet_are_left_out(language: str) -> None:
    """A plan's running head and the numbers of its pages are no part of its text; its name on the cover is."""
    plan = plan_of(language)
    text, _, _ = read_pdf(make.pdf(plan))
    head = make.printed(plan, plan.layout.running_head)
    assert flat(text).count(flat(head)) <= flat(plan.name).count(flat(head))
    assert plan.layout.running_foot.format(page=7) not in text.split("\n")


def test_commitments_that_begin_pages_are_no_running_heads() -> None:
    """A heading at the top of every page stays, also where only its number differs."""
    pages = [lines(f"Commitment {n}", "Objective: To publish the data.", top=790) for n in range(1, 9)]
    assert text_of(*pages).count("Commitment") == 8


def test_label_and_text_beside_each_other() -> None:
    """Without a line between them too, a label of several lines and its text are one row."""
    labels = together(lines("Lead", "agency"), lines("Start", "date", top=TOP - 40))
    texts = together(
        lines("Ministry of Finance and", "Planning", left=180), lines("1 May 2020", left=180, top=TOP - 40)
    )
    assert flat(text_of(together(labels, texts)).replace("\t", "|")) == (
        "Lead agency|Ministry of Finance and Planning Start date|1 May 2020"
    )


def test_columns_of_a_newspaper_are_read_one_after_the_other() -> None:
    """Two columns full of running text are no table."""
    left = lines(*(f"left {n} words that fill the whole of the column" for n in range(10)))
    right = lines(*(f"right {n} words that fill the whole of the column" for n in range(10)), left=310)
    text = flat(text_of(together(left, right)))
    assert text.index("left 9") < text.index("right 0")
    assert "\t" not in text


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("the data of the adminis-", "tration is published", "administration is"),
        ("the towns of Elgeyo-", "Marakwet and Nandi", "Elgeyo-Marakwet"),
        ("both the short- ", "and long-term plans", "short- and long-term"),
        ("in the years of 2020-", "2022 it was found", "2020-2022"),
        ("self-made; it was all self-", "made by the public", "all self-made"),
    ],
)
def test_words_that_a_line_breaks(above: str, below: str, joined: str) -> None:
    """A hyphen at the end of a line goes where it only breaks a word, and stays where it belongs to it."""
    filler = "word " * 14
    text = flat(text_of(lines(filler + above, below, filler + "end")))
    assert joined in text


def test_a_landscape_page_that_is_turned() -> None:
    """A page that is shown turned is read as it is seen."""

    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        canvas.drawString(60, -60, "Lead agency")
        canvas.drawString(60, -80, "Ministry")

    assert text_of(turned).split() == ["Lead", "agency", "Ministry"]


def test_the_lines_of_a_contents_page_stay_lines() -> None:
    """Titles with dots and a page number are not run together."""
    entries = [f"Commitment {n} " + "." * 110 + f" {n}" for n in range(1, 5)]
    assert text_of(lines(*entries)).split("\n")[:4] == entries


def test_the_last_row_of_a_page_goes_on_below_the_repeated_head() -> None:
    """The head of a table, printed again on the next page, is left out of the row that the page's end cuts."""
    text = text_of(
        together(
            lines("Activity", font="Helvetica-Bold", top=120),
            lines("End", font="Helvetica-Bold", left=400, top=120),
            lines("Open the register of companies to all who", top=90),
            lines("May 2020", left=400, top=90),
        ),
        together(
            lines("Activity", font="Helvetica-Bold"),
            lines("End", font="Helvetica-Bold", left=400),
            lines("close the old one", "and the archive", top=TOP - 30),
            lines("May 2021", left=400, top=TOP - 60),
        ),
    )
    assert text.count("Activity") == 1


LINE = lines("Lead institution: Ministry of Tests")


def locked(user: str) -> bytes:
    """A PDF that has a password for its owner, and `user` to open it."""
    return drawn(LINE, encrypt=StandardEncryption(user, ownerPassword="owner"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n\xe2\xe3", "damaged"),
        (drawn(LINE)[:400], "damaged"),
        (locked("secret"), "locked with a password"),
        (drawn(lambda canvas: canvas.drawImage(ImageReader(Image.new("L", (60, 80))), 0, 0, 595, 842)), "a scan: no"),
        (drawn(lambda canvas: canvas.line(0, 0, 9, 9)), "no text in the PDF"),
    ],
    ids=["no PDF", "cut off", "locked", "scan", "empty"],
)
def test_what_cannot_be_read_at_all(data: bytes, words: str) -> None:
    """A damaged, locked, scanned or empty PDF is one error, in a sentence."""
    opened = open_document("plan.pdf", data)
    assert opened.document is None
    assert [(problem.severity, words in problem.message) for problem in opened.problems] == [("error", True)]


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    """A password for the owner alone keeps nobody from reading."""
    assert "Ministry of Tests" in read_pdf(locked(""))[0]


def test_scanned_pages_among_others_are_named() -> None:
    """Pages without text are named, and the others are read."""
    scan: Draw = lambda canvas: canvas.drawImage(ImageReader(Image.new("L", (60, 80))), 0, 0, 595, 842)  # noqa: E731
    text, _, (note,) = read_pdf(drawn(LINE, scan, LINE))
    assert text.count("Ministry") == 2
    assert "not read: 2." in note


def test_a_pdf_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a PDF with more pages than any plan has, the first are read, and that is said."""
    monkeypatch.setattr(reader, "MOST_PAGES", 2)
    _, spots, (note,) = read_pdf(drawn(*(lines(f"Line of page {n}") for n in range(5))))
    assert {page for _, page, _ in spots} == {1, 2}
    assert "has 5 pages; the first 2 were read" in note


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pypdfium2 is not installed, the message says how to install it."""
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    (problem,) = read("plan.pdf", drawn(LINE)).problems
    assert "pip install 'commitment-bot[plans]'" in problem.message


def test_a_commitments_page_printed_as_pdf_has_its_places() -> None:
    """A page that was printed is read as any other; its values know page and line, its problems too."""
    page = lines("Open Data (KR0044)", "Overview", "Action Plan: Plan 2018-2020", "Status: Active", "Colour: blue")
    reading = read("KR0044.pdf", drawn(lines("Cover"), page))
    assert reading.document is not None
    places = Lines(reading.document.text, reading.document.spots)
    status = next(value for value in reading.values if value.field == "status")
    assert (status.raw, places.where(status.start)) == ("Active", "page 2, line 4")
    assert {problem.place for problem in reading.problems if problem.line} <= {f"page 2, line {n}" for n in range(1, 6)}
