"""The numbers that Word puts before headings, which stand nowhere in the text, are read as Word shows them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from bot.reading import read
from bot.reading.word import MOST_PARAGRAPHS, read_word
from bot.reading.word_numbers import _written

LABELS = (
    ("Lead implementing agency/actor", "Ministry {n}"),
    ("What is the commitment?", "To publish list {n}."),
    ("Name of responsible person from implementing agency", "Jane Doe {n}"),
)
Levels = tuple[tuple[str, str], ...]


def new_list(document: Any, *levels: tuple[str, str], style: str = "", starts: int | None = None) -> int:
    """A list whose levels have these forms and texts; `style` is linked with its first level."""
    root = document.part.numbering_part.element
    number = 90 + len(root)
    shown = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + (f'<w:pStyle w:val="{style}"/>' if style and not at else "")
        + f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    kind = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{shown}</w:abstractNum>')
    root.find(qn("w:num")).addprevious(kind)
    add_num(document, number, number, starts)
    return number


def add_num(document: Any, number: int, kind: int, starts: int | None = None) -> int:
    """Another list of a kind, which begins at `starts`."""
    over = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{starts}"/></w:lvlOverride>' if starts else ""
    xml = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{over}</w:num>'
    document.part.numbering_part.element.append(parse_xml(xml))
    return number


def put(paragraph: Any, number: int, level: int = 0) -> None:
    """Number a paragraph."""
    xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(xml))


def saved(document: Any) -> bytes:
    """The bytes of a document."""
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def plan(heading: Callable[[Any, str], None]) -> bytes:
    """A plan of four commitments whose headings are made by `heading`."""
    document = Document()
    document.add_paragraph("Republic of Kenya")
    document.add_paragraph("Open Government National Action Plan 2020-2022")
    for n in range(1, 5):
        heading(document, f"Register {'ABCD'[n - 1]}")
        table = document.add_table(rows=0, cols=2)
        for label, text in LABELS:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = label, text.format(n=n)
        document.add_paragraph()
    return saved(document)


def automatic(text: str, form: str = "decimal", *, bold: bool = False) -> Callable[[Any, str], None]:
    """Headings of an automatic list."""
    lists: dict[int, int] = {}

    def heading(document: Any, title: str) -> None:
        number = lists.setdefault(id(document), 0) or new_list(document, (form, text))
        lists[id(document)] = number
        paragraph = document.add_paragraph()
        paragraph.add_run(title).bold = bold
        put(paragraph, number)

    return heading


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        (automatic("Commitment %1:"), ["1", "2", "3", "4"]),
        (automatic("Commitment %1"), ["1", "2", "3", "4"]),
        (automatic("Compromiso %1 –", "upperRoman"), ["I", "II", "III", "IV"]),
        (automatic("%1.", bold=True), ["1", "2", "3", "4"]),
    ],
)
def test_a_plan_is_split_by_numbers_that_are_not_in_its_text(
    heading: Callable[[Any, str], None], keys: list[str]
) -> None:
    """The keys have the numbers that Word shows, and titles are without them."""
    reading = read("plan.docx", plan(heading))
    titles = {value.code: value.raw for value in reading.values if value.field == "title"}
    assert titles == {f"KE-P20-{key}": f"Register {letter}" for key, letter in zip(keys, "ABCD", strict=True)}
    assert reading.document is not None
    assert all(reading.document.text[one.start : one.end] == one.raw for one in reading.values)


def test_headings_are_numbered_by_their_style_level_by_level() -> None:
    """A level begins again below a new number of the level above; what stands below no heading has no number."""
    document = Document()
    number = new_list(document, ("decimal", "%1."), ("decimal", "%1.%2"), style="Heading1")
    for style, level in (("Heading 1", 0), ("Heading 2", 1)):
        xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        document.styles[style].element.get_or_add_pPr().append(parse_xml(xml))
    for level, title in ((1, "One"), (2, "A"), (2, "B"), (1, "Two"), (2, "C")):
        document.add_heading(title, level)
        document.add_paragraph("Words.")
    text, _spots, _notes = read_word(saved(document))
    assert [line for line in text.split("\n") if line and line != "Words."] == [
        *("1. One", "1.1 A", "1.2 B", "2. Two", "2.1 C"),
    ]


def test_items_of_a_list_are_read_without_their_numbers() -> None:
    """They count all the same; another list of the kind begins where it says."""
    document = Document()
    number = new_list(document, ("decimal", "%1)"))
    again = add_num(document, 500, number, starts=7)
    for listed, bold in ((number, False), (number, True), (again, True), (again, False), (again, True)):
        paragraph = document.add_paragraph()
        paragraph.add_run("Item").bold = bold
        put(paragraph, listed)
    text, _spots, _notes = read_word(saved(document))
    assert text.split() == ["Item", "2)", "Item", "7)", "Item", "Item", "9)", "Item"]


@pytest.mark.parametrize(
    ("count", "form", "written"),
    [
        (4, "upperRoman", "IV"), (9, "lowerRoman", "ix"), (1994, "upperRoman", "MCMXCIV"), (3, "lowerLetter", "c"),
        (28, "upperLetter", "BB"), (7, "decimalZero", "07"), (7, "none", ""), (0, "upperRoman", "0"),
        (12, "else", "12"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_word_writes_them(count: int, form: str, written: str) -> None:
    """Whatever form a level has; one that is not known is shown in figures."""
    assert _written(count, form) == written


def test_a_document_of_too_many_paragraphs_is_read_as_far_as_it_goes() -> None:
    """And the sentence says how far."""
    document = Document()
    document.add_paragraph("x")
    data = saved(document)
    import zipfile

    many = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(many, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in parts.namelist():
            part = parts.read(name)
            if name == "word/document.xml":
                one = b"<w:p><w:r><w:t>x</w:t></w:r></w:p>"
                part = part.replace(b"<w:sectPr", one * (MOST_PARAGRAPHS + 5) + b"<w:sectPr", 1)
            copy.writestr(name, part)
    text, _spots, (note,) = read_word(many.getvalue())
    assert text.count("x") == MOST_PARAGRAPHS
    assert f"paragraph {MOST_PARAGRAPHS}" in note
