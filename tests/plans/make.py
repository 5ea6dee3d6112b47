"""Write whole action plans for open government as Word, PDF, HTML and plain text.

A plan is a data file (``plans/*.toml``).  It holds everything a printed plan holds: a title page, a foreword,
a table of contents, an introduction, the commitments, and a closing chapter.  It also says how the government
that wrote it lays its commitments out: which labels it uses, in which order, and whether as tables or as lines.

From one plan this module makes four documents, and the truth a reader of any of them should arrive at::

    plan = load(Path("plans/en.toml"))
    docx(plan), pdf(plan), html(plan), text(plan), truth(plan)

The output is the same, byte for byte, each time it is made.
"""

from __future__ import annotations

import html as markup
import io
import json
import re
import sys
import textwrap
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

HERE = Path(__file__).resolve().parent

# ---------------------------------------------------------------------------------------------------------------
# The model


@dataclass(frozen=True)
class Milestone:
    """One step of a commitment: what is done, from when, until when."""

    activity: str
    start: str
    end: str
    extra: str = ""
    """What a fourth column says: who is responsible, or whether the step is new."""


@dataclass(frozen=True)
class Commitment:
    """One commitment.

    ``values`` holds the text of each field.  A field that is in it with an empty text is printed as a label
    with nothing beside it; a field that is not in it is not printed at all.
    """

    number: int
    title: str
    values: Mapping[str, str]
    milestones: tuple[Milestone, ...]
    start: str
    end: str
    group: str = ""
    """The heading of the thematic chapter that begins with this commitment, if one does."""


@dataclass(frozen=True)
class Row:
    """One row of the form a government fills in for each commitment."""

    label: str
    field: str = ""
    """The field whose text stands beside the label; empty for a section heading or for the milestones."""
    side: str = ""
    """A label that stands to the left of this one and spans the rows that share it."""
    columns: tuple[str, ...] = ()
    """For the milestones: the headings of their columns."""

    @property
    def is_section(self) -> bool:
        """Whether the row is a heading across the whole width."""
        return not self.field and not self.columns


@dataclass(frozen=True)
class Chapter:
    """A chapter of prose.  A paragraph that begins with ``## `` is a heading inside it."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """How a government lays out its plan."""

    heading: str
    """The heading of a commitment, with ``{number}`` and ``{title}``."""
    running_head: str
    running_foot: str
    """The foot of each page, with ``{page}``."""
    contents: str
    """The title of the table of contents."""
    commitments: str
    """The title of the chapter of commitments."""
    milestone_header: str
    """In text: the line above the milestones."""
    milestone_line: str
    """In text: one milestone, with ``{activity}``, ``{start}``, ``{end}`` and ``{extra}``."""
    colon: str = ": "
    docx: str = "tables"
    """``tables`` or ``paragraphs``."""
    pdf: str = "tables"
    """``tables``, ``lines`` or ``columns`` (two columns of labels beside each other)."""
    html: str = "tables"
    """``tables``, ``headings`` or ``inline``."""
    text: str = "colon"
    """``colon``, ``own-line`` or ``pasted`` (as copied from the pages of a PDF)."""
    text_width: int = 0
    """The width text is wrapped at; 0 for one line a paragraph."""
    label_width: float = 4.0
    """The width of the column of labels in a PDF, in centimetres."""
    gaps: tuple[float, ...] = ()
    """The space below each commitment in a PDF, in centimetres; chosen so that page breaks cut values in two."""


@dataclass(frozen=True)
class Plan:
    """A whole action plan."""

    language: str
    name: str
    country: str
    start_year: int
    end_year: int
    publisher: str
    layout: Layout
    rows: tuple[Row, ...]
    foreword: Chapter
    introduction: Chapter
    closing: Chapter
    commitments: tuple[Commitment, ...]

    def heading(self, commitment: Commitment) -> str:
        """The heading of a commitment, as the plan words it."""
        return self.layout.heading.format(number=commitment.number, title=commitment.title)


# ---------------------------------------------------------------------------------------------------------------
# Reading a plan

COMMITMENT_KEYS = frozenset({"title", "start", "end", "group", "milestones"})


def _chapter(data: Mapping[str, Any]) -> Chapter:
    """A chapter of prose from its table in the data file."""
    return Chapter(title=data["title"], paragraphs=tuple(p.strip() for p in data["text"].strip().split("\n\n")))


def _row(data: Mapping[str, Any]) -> Row:
    """One row of the form from its table in the data file."""
    return Row(
        label=data.get("label", ""),
        field=data.get("field", ""),
        side=data.get("side", ""),
        columns=tuple(data.get("columns", ())),
    )


def _milestone(cells: Sequence[str]) -> Milestone:
    """One milestone from its cells in the data file, which are in the order of the form's columns."""
    activity, *extra, start, end = cells
    return Milestone(activity=activity, start=start, end=end, extra=" ".join(extra))


def _commitment(number: int, data: Mapping[str, Any], rows: Sequence[Row]) -> Commitment:
    """One commitment from its table in the data file; the form may join e-mail and telephone in one row."""
    fields = {row.field for row in rows}
    values = {key: text.strip() for key, text in data.items() if key in fields or key not in COMMITMENT_KEYS}
    if "email_phone" in fields and "email" in values:
        values["email_phone"] = " / ".join(part for part in (values["email"], values.get("phone", "")) if part)
    return Commitment(
        number=number,
        title=data["title"],
        values=values,
        milestones=tuple(_milestone(cells) for cells in data.get("milestones", ())),
        start=data.get("start", ""),
        end=data.get("end", ""),
        group=data.get("group", ""),
    )


def load(path: Path) -> Plan:
    """Read a plan from its data file."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    rows = tuple(_row(row) for row in data["rows"])
    return Plan(
        language=data["language"],
        name=data["name"],
        country=data["country"],
        start_year=data["start_year"],
        end_year=data["end_year"],
        publisher=data["publisher"],
        layout=Layout(**(data["layout"] | {"gaps": tuple(data["layout"].get("gaps", ()))})),
        rows=rows,
        foreword=_chapter(data["foreword"]),
        introduction=_chapter(data["introduction"]),
        closing=_chapter(data["closing"]),
        commitments=tuple(_commitment(n, item, rows) for n, item in enumerate(data["commitment"], start=1)),
    )


# ---------------------------------------------------------------------------------------------------------------
# What all four documents share


def normalised(text: str) -> str:
    """The text with every run of white space made one space, as the truth writes it."""
    return " ".join(text.split())


def printed(plan: Plan, text: str) -> str:
    """The text as the plan's language sets it: French has a no-break space before double punctuation."""
    if plan.language != "fr":
        return text
    text = re.sub(r" (?=[:;?!»%])", "\u00a0", text)
    return text.replace("« ", "«\u00a0")


def visible_rows(plan: Plan, commitment: Commitment) -> Iterator[Row]:
    """The rows of the form that are printed for a commitment.

    A field the commitment does not have is left out, and so is a section heading with nothing under it.
    """
    section: Row | None = None
    for row in plan.rows:
        if row.is_section:
            section = row
            continue
        present = bool(commitment.milestones) if row.columns else row.field in commitment.values
        if not present:
            continue
        if section is not None:
            yield section
            section = None
        yield row


def paragraphs(text: str) -> list[str]:
    """The paragraphs and bullets of a value."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def cells(plan: Plan, milestone: Milestone, count: int) -> list[str]:
    """The cells of a milestone's row: four columns put the extra one second."""
    row = [milestone.activity, milestone.start, milestone.end]
    if count == 4:
        row.insert(1, milestone.extra)
    return [printed(plan, cell) for cell in row]


def contents(plan: Plan) -> list[str]:
    """The titles in the table of contents, in order."""
    titles = [plan.foreword.title, plan.introduction.title, plan.layout.commitments]
    for commitment in plan.commitments:
        if commitment.group:
            titles.append(commitment.group)
        titles.append(plan.heading(commitment))
    return [printed(plan, title) for title in [*titles, plan.closing.title]]


VOWELS = "aeiouáéíóúàèêîôûâëïüœ"
CONSONANTS = "bcdfgjklmnprstvz"
SYLLABLE = re.compile(
    rf"(?<=[{VOWELS}][{CONSONANTS}])(?=[{CONSONANTS}][{VOWELS}])|(?<=[{VOWELS}])(?=[{CONSONANTS}][{VOWELS}])"
)
CLUSTER = re.compile(r"[bcdfgpt][lr]|[cst]h|ng|gn|qu|ll|rr", re.IGNORECASE)


@cache
def syllables(word: str) -> tuple[str, ...]:
    """A long word in the pieces a typesetter may break it into; any other word is one piece."""
    if not re.fullmatch(r"\w{8,}[.,;]?", word) or not word.islower():
        return (word,)
    places = [
        m.start()
        for m in SYLLABLE.finditer(word)
        if 3 <= m.start() <= len(word) - 4 and not CLUSTER.fullmatch(word[m.start() - 1 : m.start() + 1])
    ]
    return tuple(word[a:b] for a, b in zip([0, *places], [*places, len(word)], strict=True))


def hyphenates(commitment: Commitment) -> bool:
    """Whether the long words of a commitment are broken at line ends: two in three are."""
    return commitment.number % 3 != 0


# ---------------------------------------------------------------------------------------------------------------
# Word


def _word_field(paragraph: WordParagraph, code: str) -> None:
    """Add a field that Word fills in, such as the number of the page."""
    for kind, content in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()._r
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = content
        run.append(mark)


def _word_fill(cell: _Cell, text: str, *, bold: bool = False) -> None:
    """Put a value of one or more paragraphs into a cell."""
    for index, part in enumerate(paragraphs(text)):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.add_run(part).bold = bold


def _word_chapter(document: Any, plan: Plan, chapter: Chapter) -> None:
    """Add a chapter of prose on a new page."""
    document.add_page_break()
    document.add_heading(printed(plan, chapter.title), level=1)
    for paragraph in chapter.paragraphs:
        if paragraph.startswith("## "):
            document.add_heading(printed(plan, paragraph[3:]), level=2)
        else:
            document.add_paragraph(printed(plan, normalised(paragraph)))


def _word_table(document: Any, plan: Plan, commitment: Commitment) -> None:
    """Add a commitment as a table: label left, text right, the milestones as rows of three or four cells."""
    width = max(len(row.columns) for row in plan.rows) or 2
    table = document.add_table(rows=0, cols=width)
    table.style = "Table Grid"
    side: tuple[str, _Cell] | None = None
    for row in visible_rows(plan, commitment):
        line = table.add_row().cells
        if row.side:
            if side is not None and side[0] == row.side:
                side[1].merge(line[0])
            else:
                _word_fill(line[0], printed(plan, row.side), bold=True)
                side = (row.side, line[0])
            _word_fill(line[1], printed(plan, row.label), bold=True)
            _word_fill(line[2].merge(line[-1]), printed(plan, commitment.values[row.field]))
            continue
        side = None
        if row.is_section:
            _word_fill(line[0].merge(line[-1]), printed(plan, row.label), bold=True)
        elif row.columns:
            for cell, column in zip(line, row.columns, strict=True):
                _word_fill(cell, printed(plan, column), bold=True)
            for milestone in commitment.milestones:
                for cell, part in zip(table.add_row().cells, cells(plan, milestone, width), strict=True):
                    _word_fill(cell, part)
        else:
            _word_fill(line[0], printed(plan, row.label), bold=True)
            _word_fill(line[1].merge(line[-1]), printed(plan, commitment.values[row.field]))
    document.add_paragraph()


def _word_lines(document: Any, plan: Plan, commitment: Commitment) -> None:
    """Add a commitment as paragraphs: a bold label on its own line, the text below it."""
    for row in visible_rows(plan, commitment):
        if row.is_section:
            document.add_heading(printed(plan, row.label), level=3)
        elif row.columns:
            document.add_paragraph().add_run(printed(plan, plan.layout.milestone_header)).bold = True
            for milestone in commitment.milestones:
                document.add_paragraph(printed(plan, _milestone_line(plan, milestone)), style="List Bullet")
        else:
            document.add_paragraph().add_run(printed(plan, row.label)).bold = True
            for part in paragraphs(commitment.values[row.field]):
                document.add_paragraph(printed(plan, part))


def _repacked(data: bytes) -> bytes:
    """The same Word file without the time at which it was packed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def docx(plan: Plan) -> bytes:
    """The plan as a Word document, with a running head, a foot, and a table of contents with page numbers."""
    document = Document()
    document.styles["Normal"].font.size = Pt(10)
    section = document.sections[0]
    section.header.paragraphs[0].text = printed(plan, plan.layout.running_head)
    before, after = plan.layout.running_foot.split("{page}")
    foot = section.footer.paragraphs[0]
    foot.add_run(before)
    _word_field(foot, "PAGE")
    foot.add_run(after)

    document.add_heading(printed(plan, plan.name), level=0)
    document.add_paragraph(printed(plan, plan.publisher))
    _word_chapter(document, plan, plan.foreword)
    document.add_page_break()
    document.add_heading(plan.layout.contents, level=1)
    numbers = page_numbers(plan)
    for title in contents(plan):
        paragraph = document.add_paragraph(f"{title}\t{numbers[title]}")
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(15), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    _word_chapter(document, plan, plan.introduction)
    document.add_page_break()
    document.add_heading(printed(plan, plan.layout.commitments), level=1)
    for commitment in plan.commitments:
        if commitment.group:
            document.add_heading(printed(plan, commitment.group), level=1)
        document.add_heading(printed(plan, plan.heading(commitment)), level=2)
        if plan.layout.docx == "tables":
            _word_table(document, plan, commitment)
        else:
            _word_lines(document, plan, commitment)
    _word_chapter(document, plan, plan.closing)

    buffer = io.BytesIO()
    document.save(buffer)
    return _repacked(buffer.getvalue())


# ---------------------------------------------------------------------------------------------------------------
# PDF

WIDTH = 16.0
"""The width of the printed area, in centimetres."""

BODY = ParagraphStyle(
    "body", fontName="Times-Roman", fontSize=10.5, leading=13, spaceAfter=5, alignment=4, allowOrphans=1
)
PROSE = ParagraphStyle("prose", parent=BODY, fontSize=12, leading=17, spaceAfter=9)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=10, leading=12, spaceAfter=2, alignment=0)
LABEL = ParagraphStyle("label", parent=CELL, fontName="Times-Bold")
LABEL_LINE = ParagraphStyle("label line", parent=LABEL, spaceBefore=4)
TITLE = ParagraphStyle("title", parent=BODY, fontName="Helvetica-Bold", fontSize=26, leading=32, alignment=1)
PUBLISHER = ParagraphStyle("publisher", parent=BODY, fontName="Helvetica", fontSize=13, leading=18, alignment=1)
CHAPTER = ParagraphStyle("chapter", parent=BODY, fontName="Helvetica-Bold", fontSize=16, leading=20, spaceAfter=10)
HEADING = ParagraphStyle(
    "heading", parent=CHAPTER, fontSize=12.5, leading=15, spaceBefore=12, spaceAfter=6, keepWithNext=1, alignment=0
)
CONTENTS = ParagraphStyle("contents", parent=BODY, alignment=0, spaceAfter=2)


class _Mark(Flowable):  # type: ignore[misc]  # reportlab says nothing of its types
    """Something without a size that notes the page on which a title stands."""

    def __init__(self, title: str, seen: dict[str, int]) -> None:
        super().__init__()
        self.title, self.seen = title, seen
        self.keepWithNext = 1

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """It takes no room."""
        return 0, 0

    def draw(self) -> None:
        """Note the page."""
        self.seen[self.title] = self.canv.getPageNumber()


def _soft(text: str, hyphenate: bool) -> str:
    """The text for a paragraph of the PDF, with soft hyphens where a line may break a word."""
    words = text.split(" ")
    return escape(" ".join("\u00ad".join(syllables(word)) if hyphenate else word for word in words))


def _pdf_text(text: str, style: ParagraphStyle, hyphenate: bool = False) -> Paragraph:
    """A paragraph of the PDF."""
    kind = ParagraphStyle(f"{style.name} soft", parent=style, embeddedHyphenation=1) if hyphenate else style
    return Paragraph(_soft(text, hyphenate), kind)


def _pdf_cell(text: str, style: ParagraphStyle = CELL, hyphenate: bool = False) -> list[Paragraph]:
    """What stands in one cell of a table."""
    return [_pdf_text(part, style, hyphenate) for part in paragraphs(text)]


def _pdf_row(line: Sequence[list[Paragraph]], widths: Sequence[float], *, grid: bool = True) -> Table:
    """One row as a table of its own, which the end of a page may cut in the middle of a value."""
    table = Table([list(line)], colWidths=[w * cm for w in widths], splitInRow=1)
    style: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    if grid:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, colors.grey))
    table.setStyle(TableStyle(style))
    return table


def _pdf_milestones(plan: Plan, commitment: Commitment, columns: Sequence[str]) -> Table:
    """The milestones as a table whose header is repeated on each page."""
    narrow = 2.9
    widths = [WIDTH - narrow * (len(columns) - 1), *[narrow] * (len(columns) - 1)]
    lines = [[_pdf_cell(printed(plan, column), LABEL) for column in columns]]
    for milestone in commitment.milestones:
        lines.append([_pdf_cell(part) for part in cells(plan, milestone, len(columns))])
    table = Table(lines, colWidths=[w * cm for w in widths], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
            ]
        )
    )
    return table


def _pdf_tables(plan: Plan, commitment: Commitment) -> Iterator[Flowable]:
    """A commitment as a table with a narrow column of labels."""
    narrow, soft, side = plan.layout.label_width, hyphenates(commitment), ""
    for row in visible_rows(plan, commitment):
        if row.columns:
            yield _pdf_milestones(plan, commitment, row.columns)
            continue
        label = _pdf_cell(printed(plan, row.label), LABEL)
        if row.is_section:
            yield _pdf_row([label], [WIDTH])
            continue
        value = _pdf_cell(printed(plan, commitment.values[row.field]), hyphenate=soft)
        if row.side:
            first = _pdf_cell(printed(plan, row.side), LABEL) if row.side != side else []
            yield _pdf_row([first, label, value], [narrow - 1, narrow, WIDTH - 2 * narrow + 1])
        else:
            yield _pdf_row([label, value], [narrow, WIDTH - narrow])
        side = row.side


def _pdf_lines(plan: Plan, commitment: Commitment) -> Iterator[Flowable]:
    """A commitment as lines: a short value after its label, a long one below it."""
    soft, side = hyphenates(commitment), ""
    for row in visible_rows(plan, commitment):
        if row.side and row.side != side:
            yield _pdf_text(printed(plan, row.side), LABEL_LINE)
        side = row.side
        if row.is_section:
            yield _pdf_text(printed(plan, row.label), LABEL_LINE)
            continue
        if row.columns:
            yield Spacer(1, 4)
            yield _pdf_milestones(plan, commitment, row.columns)
            continue
        value = printed(plan, commitment.values[row.field])
        if len(value) <= 110:
            label = escape(printed(plan, row.label + plan.layout.colon.rstrip()))
            yield Paragraph(f"<b>{label}</b> {escape(value)}", BODY)
        else:
            yield CondPageBreak(1.6 * cm)
            yield _pdf_text(printed(plan, row.label), LABEL_LINE)
            yield from (_pdf_text(part, BODY, soft) for part in paragraphs(value))


def _pdf_columns(plan: Plan, commitment: Commitment) -> Iterator[Flowable]:
    """A commitment in four columns: label and text on the left, label and text on the right."""
    soft = hyphenates(commitment)
    fields = [row for row in visible_rows(plan, commitment) if row.field]
    half = (len(fields) + 1) // 2
    for index in range(half):
        line: list[list[Paragraph]] = []
        for row in fields[index::half]:
            line.append(_pdf_cell(printed(plan, row.label), LABEL))
            line.append(_pdf_cell(printed(plan, commitment.values[row.field]), hyphenate=soft))
        line.extend([] for _ in range(4 - len(line)))
        yield _pdf_row(line, [2.6, 5.4, 2.6, 5.4], grid=False)
    for row in plan.rows:
        if row.columns and commitment.milestones:
            yield _pdf_milestones(plan, commitment, row.columns)


PDF_LAYOUTS = {"tables": _pdf_tables, "lines": _pdf_lines, "columns": _pdf_columns}


def _pdf_contents(plan: Plan, numbers: Mapping[str, int]) -> Iterator[Flowable]:
    """The table of contents: title, dots, page number."""
    room = (WIDTH - 1.2) * cm
    for title in contents(plan):
        *first, last = simpleSplit(title, CONTENTS.fontName, CONTENTS.fontSize, room)
        page = str(numbers.get(title, 0))
        used = stringWidth(f"{last}  {page}", CONTENTS.fontName, CONTENTS.fontSize)
        dots = "." * int((room + 0.9 * cm - used) / stringWidth(".", CONTENTS.fontName, CONTENTS.fontSize))
        yield Paragraph("<br/>".join([*map(escape, first), f"{escape(last)} {dots} {page}"]), CONTENTS)


def _pdf_chapter(plan: Plan, chapter: Chapter, seen: dict[str, int]) -> Iterator[Flowable]:
    """A chapter of prose, on a new page."""
    yield PageBreak()
    yield from _pdf_heading(printed(plan, chapter.title), CHAPTER, seen)
    for paragraph in chapter.paragraphs:
        if paragraph.startswith("## "):
            yield _pdf_text(printed(plan, paragraph[3:]), HEADING)
        else:
            yield _pdf_text(printed(plan, normalised(paragraph)), PROSE, hyphenate=True)


def _pdf_heading(title: str, style: ParagraphStyle, seen: dict[str, int]) -> Iterator[Flowable]:
    """A heading that notes the page it stands on."""
    yield _Mark(title, seen)
    yield _pdf_text(title, style)


def _pdf_story(plan: Plan, numbers: Mapping[str, int], seen: dict[str, int]) -> Iterator[Flowable]:
    """Everything in the PDF, from the title page on."""
    yield Spacer(1, 6 * cm)
    yield _pdf_text(printed(plan, plan.name), TITLE)
    yield Spacer(1, 2 * cm)
    yield _pdf_text(printed(plan, plan.publisher), PUBLISHER)
    yield from _pdf_chapter(plan, plan.foreword, seen)
    yield PageBreak()
    yield _pdf_text(plan.layout.contents, CHAPTER)
    yield from _pdf_contents(plan, numbers)
    yield from _pdf_chapter(plan, plan.introduction, seen)
    yield PageBreak()
    yield from _pdf_heading(printed(plan, plan.layout.commitments), CHAPTER, seen)
    for commitment in plan.commitments:
        if commitment.group:
            yield CondPageBreak(5 * cm)
            yield from _pdf_heading(printed(plan, commitment.group), CHAPTER, seen)
        yield CondPageBreak(3.5 * cm)
        yield from _pdf_heading(printed(plan, plan.heading(commitment)), HEADING, seen)
        yield from PDF_LAYOUTS[plan.layout.pdf](plan, commitment)
        yield Spacer(1, dict(enumerate(plan.layout.gaps, start=1)).get(commitment.number, 0.3) * cm)
    yield from _pdf_chapter(plan, plan.closing, seen)


def _pdf_pass(plan: Plan, numbers: Mapping[str, int]) -> tuple[bytes, dict[str, int]]:
    """One pass over the PDF: its bytes, and the page on which each title came to stand."""
    buffer = io.BytesIO()
    seen: dict[str, int] = {}
    document = BaseDocTemplate(
        buffer, pagesize=A4, leftMargin=2.5 * cm, rightMargin=2.5 * cm, topMargin=2.3 * cm, bottomMargin=2.2 * cm,
        title=plan.name, author=plan.publisher, invariant=1,
    )  # fmt: skip

    def furniture(canvas: Canvas, _document: BaseDocTemplate) -> None:
        """Draw the running head and foot, on all pages but the first."""
        if (page := canvas.getPageNumber()) > 1:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(2.5 * cm, A4[1] - 1.5 * cm, printed(plan, plan.layout.running_head))
            canvas.drawRightString(A4[0] - 2.5 * cm, 1.3 * cm, plan.layout.running_foot.format(page=page))

    frame = Frame(document.leftMargin, document.bottomMargin, document.width, document.height, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=furniture))
    document.build(list(_pdf_story(plan, numbers, seen)))
    return buffer.getvalue(), seen


_NUMBERS: dict[str, dict[str, int]] = {}


def page_numbers(plan: Plan) -> dict[str, int]:
    """The page of each title, as the PDF has it; counted once for each plan."""
    if (known := repr(plan)) not in _NUMBERS:
        _NUMBERS[known] = _pdf_pass(plan, {})[1]
    return _NUMBERS[known]


def pdf(plan: Plan) -> bytes:
    """The plan as a PDF with running heads, feet, and a table of contents whose page numbers are right."""
    return _pdf_pass(plan, page_numbers(plan))[0]


# ---------------------------------------------------------------------------------------------------------------
# HTML


def _html_value(plan: Plan, text: str) -> str:
    """A value as the paragraphs of a cell."""
    parts = [markup.escape(printed(plan, part), quote=False) for part in paragraphs(text)]
    return parts[0] if len(parts) == 1 else "".join(f"<p>{part}</p>" for part in parts)


def _html_tables(plan: Plan, commitment: Commitment) -> Iterator[str]:
    """A commitment as a table."""
    width = max(len(row.columns) for row in plan.rows) or 2
    rows = list(visible_rows(plan, commitment))
    yield '<table class="commitment" border="1">'
    side = ""
    for row in rows:
        label = _html_value(plan, row.label)
        if row.columns:
            yield "<tr>" + "".join(f"<th>{_html_value(plan, column)}</th>" for column in row.columns) + "</tr>"
            for milestone in commitment.milestones:
                line = "".join(f"<td>{_html_value(plan, cell)}</td>" for cell in cells(plan, milestone, width))
                yield f"<tr>{line}</tr>"
        elif row.is_section:
            yield f'<tr><th colspan="{width}">{label}</th></tr>'
        else:
            value = _html_value(plan, commitment.values[row.field])
            if row.side:
                first = ""
                if row.side != side:
                    count = sum(other.side == row.side for other in rows)
                    first = f'<th rowspan="{count}">{_html_value(plan, row.side)}</th>'
                yield f'<tr>{first}<th>{label}</th><td colspan="{width - 2}">{value}</td></tr>'
            else:
                yield f'<tr><th>{label}</th><td colspan="{width - 1}">{value}</td></tr>'
        side = row.side
    yield "</table>"


def _html_headings(plan: Plan, commitment: Commitment) -> Iterator[str]:
    """A commitment as headings and lists of definitions."""
    yield "<dl>"
    for row in visible_rows(plan, commitment):
        if row.is_section:
            yield f"</dl>\n<h4>{_html_value(plan, row.label)}</h4>\n<dl>"
        elif row.columns:
            lines = "".join(
                f"<li>{_html_value(plan, _milestone_line(plan, milestone))}</li>" for milestone in commitment.milestones
            )
            yield f"</dl>\n<h4>{_html_value(plan, plan.layout.milestone_header)}</h4>\n<ol>{lines}</ol>\n<dl>"
        else:
            label = f"{row.side} – {row.label}" if row.side else row.label
            yield f"<dt>{_html_value(plan, label)}</dt>"
            yield f"<dd>{_html_value(plan, commitment.values[row.field])}</dd>"
    yield "</dl>"


def _html_inline(plan: Plan, commitment: Commitment) -> Iterator[str]:
    """A commitment as running paragraphs with bold labels; short values share a paragraph."""
    short: list[str] = []
    colon = printed(plan, plan.layout.colon).rstrip()
    for row in visible_rows(plan, commitment):
        if row.columns:
            lines = "<br>\n".join(_html_value(plan, _milestone_line(plan, item)) for item in commitment.milestones)
            line = f"<b>{_html_value(plan, plan.layout.milestone_header)}</b><br>\n{lines}"
        elif row.is_section:
            line = f"<b>{_html_value(plan, row.label)}</b>"
        else:
            value = " ".join(paragraphs(commitment.values[row.field]))
            mark = "" if row.label.endswith("?") else colon
            line = f"<b>{_html_value(plan, row.label)}{mark}</b> {_html_value(plan, value) if value else ''}".rstrip()
            if len(value) <= 90:
                short.append(line)
                continue
        if short:
            yield "<p>" + "<br>\n".join(short) + "</p>"
            short = []
        yield f"<p>{line}</p>"
    if short:
        yield "<p>" + "<br>\n".join(short) + "</p>"


HTML_LAYOUTS = {"tables": _html_tables, "headings": _html_headings, "inline": _html_inline}


def _html_chapter(plan: Plan, chapter: Chapter) -> Iterator[str]:
    """A chapter of prose."""
    yield f"<h2>{_html_value(plan, chapter.title)}</h2>"
    for paragraph in chapter.paragraphs:
        if paragraph.startswith("## "):
            yield f"<h3>{_html_value(plan, paragraph[3:])}</h3>"
        else:
            yield f"<p>{_html_value(plan, normalised(paragraph))}</p>"


def html(plan: Plan) -> str:
    """The plan as a page of the government's website, with its menu and its foot."""
    name, numbers = _html_value(plan, plan.name), page_numbers(plan)
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{plan.language}">',
        f'<head><meta charset="utf-8"><title>{name}</title>',
        "<style>table { border-collapse: collapse } th { text-align: left; width: 30% }</style></head>",
        "<body>",
        f'<header><p class="site">{_html_value(plan, plan.publisher)}</p></header>',
        f"<main>\n<h1>{name}</h1>",
        *_html_chapter(plan, plan.foreword),
        f"<h2>{plan.layout.contents}</h2>\n<ul>",
        *(f"<li>{_html_value(plan, title)} <span>{numbers[title]}</span></li>" for title in contents(plan)),
        "</ul>",
        *_html_chapter(plan, plan.introduction),
        f"<h2>{_html_value(plan, plan.layout.commitments)}</h2>",
    ]
    for commitment in plan.commitments:
        if commitment.group:
            lines.append(f"<h2>{_html_value(plan, commitment.group)}</h2>")
        lines.append(f'<h3 id="c{commitment.number}">{_html_value(plan, plan.heading(commitment))}</h3>')
        lines.extend(HTML_LAYOUTS[plan.layout.html](plan, commitment))
    lines.extend(_html_chapter(plan, plan.closing))
    lines.append(f"</main>\n<footer><p>{_html_value(plan, plan.layout.running_head)}</p></footer>\n</body>\n</html>")
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------------------------------------------------------
# Text


def _milestone_line(plan: Plan, milestone: Milestone) -> str:
    """A milestone as one line of text."""
    return plan.layout.milestone_line.format(
        activity=milestone.activity, start=milestone.start, end=milestone.end, extra=milestone.extra
    )


def wrapped(text: str, width: int, *, hyphenate: bool = False) -> list[str]:
    """The lines of a paragraph; long words may be broken at their ends if ``hyphenate`` says so."""
    if not width:
        return [text]
    if not hyphenate:
        return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]
    lines, line = [], ""
    for word in text.split(" "):
        if len(line) + 1 + len(word) <= width or not line:
            line = f"{line} {word}".lstrip()
            continue
        pieces, head = [*syllables(word)], ""
        while len(pieces) > 1 and len(line) + 1 + len(head + pieces[0]) + 1 <= width:
            head += pieces.pop(0)
        lines.append(f"{line} {head}-" if head else line)
        line = "".join(pieces)
    return [*lines, line]


def _text_chapter(chapter: Chapter) -> Iterator[str]:
    """The paragraphs of a chapter of prose."""
    yield chapter.title
    for paragraph in chapter.paragraphs:
        yield normalised(paragraph.removeprefix("## "))


def _text_commitment(plan: Plan, commitment: Commitment) -> Iterator[str]:
    """The lines of a commitment, not yet wrapped; an empty one separates blocks."""
    own_line, side = plan.layout.text == "own-line", ""
    for row in visible_rows(plan, commitment):
        if row.is_section:
            yield row.label
            yield ""
            continue
        if row.columns:
            yield plan.layout.milestone_header
            yield from (_milestone_line(plan, milestone) for milestone in commitment.milestones)
            yield ""
            continue
        if row.side and row.side != side:
            yield row.side + plan.layout.colon.rstrip()
        side = row.side
        parts = paragraphs(commitment.values[row.field])
        if own_line:
            yield row.label
        else:
            mark = " " if row.label.endswith("?") else plan.layout.colon
            yield (row.label + mark + (parts.pop(0) if parts else "")).rstrip()
        yield from parts
        if own_line:
            yield ""
    if not own_line:
        yield ""


PAGE_HEIGHT = 36
"""The lines on a page of pasted text, without its running head and foot."""


def _pasted(plan: Plan, lines: Sequence[str]) -> list[str]:
    """The lines as copied from pages: a running head above and a foot below every page, no blank lines."""
    result: list[str] = []
    lines = [line for line in lines if line.strip()]
    for page, first in enumerate(range(0, len(lines), PAGE_HEIGHT), start=1):
        if page > 1:
            result.append(plan.layout.running_head)
        result.extend(lines[first : first + PAGE_HEIGHT])
        result.append(plan.layout.running_foot.format(page=page))
    return result


def _pasted_numbers(plan: Plan) -> dict[str, int]:
    """The page of each title in pasted text."""
    lines = [line for line in _text_lines(plan, {}) if line.strip()]
    numbers = {}
    for title in contents(plan):
        start = wrapped(title, plan.layout.text_width)[0]
        last = max(index for index, line in enumerate(lines) if line == start)
        numbers[title] = last // PAGE_HEIGHT + 1
    return numbers


def _text_lines(plan: Plan, numbers: Mapping[str, int]) -> list[str]:
    """The lines of the plain text, with these numbers in its table of contents."""
    pasted, width = plan.layout.text == "pasted", plan.layout.text_width
    lines = [plan.name, "", plan.publisher, "", ""]

    def add(line: str, *, hyphenate: bool = False) -> None:
        """Add a paragraph, wrapped."""
        wide = width if "\t" not in line else 0
        lines.extend(wrapped(printed(plan, line), wide, hyphenate=hyphenate and pasted))

    def add_chapter(chapter: Chapter) -> None:
        """Add a chapter of prose."""
        for line in _text_chapter(chapter):
            add(line, hyphenate=True)
            lines.append("")
        lines.append("")

    add_chapter(plan.foreword)
    lines.extend([plan.layout.contents, ""])
    for title in contents(plan):
        lines.append(f"{title} {'.' * max(3, 84 - len(title))} {numbers.get(title, 0)}")
    lines.extend(["", ""])
    add_chapter(plan.introduction)
    lines.extend([printed(plan, plan.layout.commitments), ""])
    for commitment in plan.commitments:
        if commitment.group:
            lines.extend([printed(plan, commitment.group), ""])
        add(plan.heading(commitment))
        lines.append("")
        for line in _text_commitment(plan, commitment):
            add(line, hyphenate=hyphenates(commitment))
        lines.append("")
    add_chapter(plan.closing)
    return lines


def text(plan: Plan) -> str:
    """The plan as plain text."""
    if plan.layout.text == "pasted":
        lines = _pasted(plan, _text_lines(plan, _pasted_numbers(plan)))
    else:
        lines = _text_lines(plan, page_numbers(plan))
    return "\n".join(lines).rstrip() + "\n"


# ---------------------------------------------------------------------------------------------------------------
# Truth

ACTORS = {"state_actors": "state", "civil_society": "civil_society", "other_actors": "all"}


def truth(plan: Plan) -> dict[str, Any]:
    """What a reader of the plan should know of it.

    A text is what the document says, with white space normalised.  An empty text is a label the document prints
    with nothing beside it; ``null`` is a field of the form that this commitment does not print at all.
    """
    fields = {row.field for row in plan.rows if row.field}
    if "email_phone" in fields:
        fields = fields - {"email_phone"} | {"email", "phone"}
    commitments = []
    for commitment in plan.commitments:
        known: dict[str, Any] = {"number": commitment.number, "title": normalised(commitment.title)}
        for field in sorted(fields):
            value = commitment.values.get(field)
            value = value if value is None else normalised(value)
            if field in ACTORS:
                known.setdefault("other_actors", {})[ACTORS[field]] = value
            else:
                known[field] = value
        known["start"], known["end"] = commitment.start, commitment.end
        columns = next((len(row.columns) for row in plan.rows if row.columns), 0)
        known["milestones"] = [
            {"activity": normalised(m.activity), "start": m.start, "end": m.end}
            | ({"extra": m.extra} if columns == 4 else {})
            for m in commitment.milestones
        ]
        commitments.append(known)
    return {
        "plan": plan.name,
        "language": plan.language,
        "country": plan.country,
        "start_year": plan.start_year,
        "end_year": plan.end_year,
        "labels": {row.label: row.field for row in plan.rows if row.field},
        "commitments": commitments,
    }


# ---------------------------------------------------------------------------------------------------------------
# Writing the files


def _write(path: Path, content: bytes | str) -> None:
    """Write a file, and its folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


def _json(data: Mapping[str, Any]) -> str:
    """The truth as people can read it."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


WILD: dict[str, tuple[str, Callable[[Plan], bytes | str]]] = {
    "own-labels": ("docx", docx),
    "beside": ("pdf", pdf),
    "pasted": ("txt", text),
    "inline": ("html", html),
}
"""The strangers' plans: data file in ``plans/wild``, the kind of document it is made into, and by what."""


def main() -> int:
    """Make every document and its truth."""
    for path in sorted((HERE / "plans").glob("*.toml")):
        plan = load(path)
        _write(HERE / "out" / f"{path.stem}.docx", docx(plan))
        _write(HERE / "out" / f"{path.stem}.pdf", pdf(plan))
        _write(HERE / "out" / f"{path.stem}.html", html(plan))
        _write(HERE / "out" / f"{path.stem}.txt", text(plan))
        _write(HERE / "truth" / f"{path.stem}.json", _json(truth(plan)))
    for name, (kind, render) in WILD.items():
        path = HERE / "plans" / "wild" / f"{name}.toml"
        if path.exists():
            plan = load(path)
            _write(HERE / "wild" / f"{name}.{kind}", render(plan))
            _write(HERE / "wild" / f"{name}.truth.json", _json(truth(plan)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
