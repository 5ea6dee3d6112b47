"""A Word document as text: rows of tables as lines of cells parted by tabs, paragraphs as lines, each with its place.

The XML of the format (ECMA-376) is read as a stream, so that the size of a table costs no memory. Left out is what is
not the document's own statement: running heads and feet, deleted text, comments, placeholders such as “Click here to
enter text”. The number that Word puts before a heading is read (`word_numbers`), that before an item of a list is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from bot.reading.office import Archive, RefusedError
from bot.reading.word_numbers import Numbering, read_numbering
from bot.records.text import Spot

MOST_CELLS, MOST_PARAGRAPHS = 200_000, 100_000
MOST_TEXT = 8_000_000
"""Characters. A plan of 300 pages has a million."""
_NOTES = ("footnotes", "endnotes")
_SKIPPED = frozenset({"del", "moveFrom", "Fallback", "rPrChange", "pPrChange"})
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SYMBOLS = {"F0FE": "☒", "F0FD": "☒", "F052": "☒", "F053": "☒", "F0FC": "✓", "F0A8": "☐", "F06F": "☐", "F0B7": "•"}
_FEWEST_LETTERS = 3
_LETTER, _ROMAN = re.compile(r"[^\W\d_]"), re.compile(r"^\W*[IVXLCDMivxlcdm]+\W*$")
_OFF = ("0", "false", "off")
_DAMAGED = (
    "The document is damaged after {place}: what stands before that was read. Get it again from where it came from."
)


def read_word(data: bytes) -> tuple[str, tuple[Spot, ...], list[str]]:
    """The text of a .docx, where in the document its parts stand, and sentences about what could not be read.

    Raises RefusedError, with the sentence to say, where nothing can be read.
    """
    archive = Archive(data)
    main = archive.main()
    if main not in archive.names:
        raise RefusedError("The document has no text of its own: check what it contains, and save it in Word again.")
    folder = main.rpartition("/")[0]
    notes = []
    try:
        body = _Body(read_numbering(archive, folder))
    except expat.ExpatError:
        body = _Body(Numbering())
        notes.append("How the document numbers its headings is damaged: their numbers were not read.")
    if any(name.endswith("vbaProject.bin") for name in archive.names):
        notes.append("The document holds macros: they were not run, and its text was read.")
    for part in (main, *(f"{folder}/{name}.xml" for name in _NOTES)):
        if part not in archive.names:
            continue
        try:
            _parse(archive.chunks(part), body)
        except _EnoughError:
            if not body.length:
                raise RefusedError(
                    f"The document has a paragraph of more than {MOST_TEXT // 10**6} million characters, which no plan "
                    "has: look what it holds."
                ) from None
            notes.append(
                f"The document has more than {MOST_CELLS:,} cells in tables, {MOST_PARAGRAPHS:,} paragraphs or "
                f"{MOST_TEXT // 10**6} million characters; those up to {body.place} were read. Split it to have the "
                "others read too."
            )
            break
        except expat.ExpatError:
            if not body.length:
                raise RefusedError(
                    "The document is damaged and cannot be read: get it again from where it came from."
                ) from None
            notes.append(_DAMAGED.format(place=body.place))
            break
    text = "".join(body.parts)
    if not text.strip():
        raise RefusedError("There is no text in the document: where its pages are pictures, they cannot be read.")
    return text, tuple(body.spots), notes


class _EnoughError(Exception):
    """There is more than is read."""


Piece = tuple[str, tuple[int, ...] | None]
"""A text, and what a spot says of it besides its offset; None where it has no place of its own."""


@dataclass
class _Paragraph:
    """One that is being read: its texts, and what decides whether it has a number, and which."""

    parts: list[str] = field(default_factory=list)
    style: str = ""
    list: str | None = None
    level: int | None = None
    heads: bool = False
    plain: bool = False


@dataclass
class _WordCell:
    paragraphs: list[list[Piece]] = field(default_factory=list)
    plain: bool = False
    bold: bool = False


@dataclass
class _WordTable:
    number: int
    row: int = 0
    cells: list[_WordCell] = field(default_factory=list)


class _Body:
    """The text so far, and what is open in it."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.parts: list[str] = []
        self.spots: list[Spot] = []
        self.length = 0
        self.place = "its beginning"
        self.tables: list[_WordTable] = []
        self.texts: list[_Paragraph] = []
        self._tables = self._paragraphs = self._cells = 0
        self._bold = self._listed = self._in_table = self._was_listed = False
        self._said = 0

    # -- what the XML opens and closes -------------------------------------------------------------------------------

    def start_paragraph(self) -> None:
        self.texts.append(_Paragraph())
        self._listed = False

    def start_run(self) -> None:
        self._bold = False

    def embolden(self, on: bool) -> None:
        self._bold = on

    def enlist(self) -> None:
        self._listed = True

    def style(self, name: str) -> None:
        self._listed = self._listed or name.startswith("List")
        if self.texts:
            self.texts[-1].style = name
            self.texts[-1].heads = self.numbering.heads(name)

    def number(self, name: str) -> None:
        if self.texts:
            self.texts[-1].list = name

    def level(self, number: str) -> None:
        if self.texts:
            self.texts[-1].level = int(number) if number.isdecimal() and len(number) == 1 else 0

    def outline(self, number: str) -> None:
        if self.texts:
            self.texts[-1].heads = number in "012345678"

    def say(self, text: str) -> None:
        if not self.texts:
            return
        self._said += len(text)
        if self._said > MOST_TEXT:
            raise _EnoughError
        if text.strip():
            self.texts[-1].plain = self.texts[-1].plain or not self._bold
        if self.tables and self.tables[-1].cells:
            text = text.replace("\t", " ")
            if text.strip():
                cell = self.tables[-1].cells[-1]
                cell.bold, cell.plain = cell.bold or self._bold, cell.plain or not self._bold
        self.texts[-1].parts.append(text)

    def end_paragraph(self) -> None:
        paragraph = self.texts.pop()
        text = "\n".join(line.strip(" ") for line in "".join(paragraph.parts).split("\n")).strip()
        if number := self._number_of(paragraph, text):
            text = f"{number} {text}".strip()
            self._listed = False
        if not text:
            return
        if self.tables and self.tables[-1].cells:
            table = self.tables[-1]
            table.cells[-1].paragraphs.append([(text, (table.number, table.row, len(table.cells)))])
            return
        self._paragraphs += 1
        if self._paragraphs > MOST_PARAGRAPHS:
            raise _EnoughError
        self.place = f"paragraph {self._paragraphs}"
        if self.length and not (self._listed and self._was_listed and not self._in_table):
            self._write("\n", None)
        self._in_table, self._was_listed = False, self._listed
        self._write(text, (self._paragraphs,))
        self._write("\n", None)

    def _number_of(self, paragraph: _Paragraph, text: str) -> str:
        """The number that is read: one of a heading, by its style or all in bold, and one with words in it."""
        number = self.numbering.next(paragraph.style, paragraph.list, paragraph.level)
        if len(_LETTER.findall(number)) >= _FEWEST_LETTERS and not _ROMAN.search(number):
            return number
        inside = bool(self.tables and self.tables[-1].cells)
        return number if text and (paragraph.heads or not (paragraph.plain or inside)) else ""

    def start_table(self) -> None:
        self._tables += 1
        self.tables.append(_WordTable(self._tables))
        if len(self.tables) == 1 and self.length:
            self._write("\n", None)
        self._in_table = True

    def end_table(self) -> None:
        self.tables.pop()

    def start_row(self) -> None:
        if self.tables:
            self.tables[-1].row += 1
            self.tables[-1].cells = []

    def start_cell(self) -> None:
        if self.tables:
            self._cells += 1
            if self._cells > MOST_CELLS:
                raise _EnoughError
            self.tables[-1].cells.append(_WordCell())

    def end_row(self) -> None:
        if not self.tables:
            return
        table = self.tables[-1]
        self.place = f"table {table.number}, row {table.row}"
        rows = _pairs(table)
        table.cells = []
        outer = self.tables[-2].cells[-1] if len(self.tables) > 1 and self.tables[-2].cells else None
        for pieces in rows:
            if outer is not None:
                outer.paragraphs.append(pieces)
                continue
            for text, place in pieces:
                self._write(text, place)
            self._write("\n", None)

    def _write(self, text: str, place: tuple[int, ...] | None) -> None:
        if place is not None:
            self.spots.append((self.length, *place))
        self.parts.append(text)
        self.length += len(text)


def _pairs(table: _WordTable) -> list[list[Piece]]:
    """A row's texts and tabs; as two rows where it holds a label and its text twice; none where it is empty."""
    said = [bool(cell.paragraphs) for cell in table.cells]
    labels = [cell.bold and not cell.plain for cell in table.cells]
    parts = [range(len(said))]
    if len(said) == 4 and labels[0] and labels[2] and not table.cells[1].bold and not table.cells[3].bold:
        parts = [range(2), range(2, 4)]
    return [list(_pieces(table, part)) for part in parts if any(said[n] for n in part)]


def _pieces(table: _WordTable, columns: range) -> Iterator[Piece]:
    for n in columns:
        if n > columns.start:
            yield "\t", None
        paragraphs = table.cells[n].paragraphs
        if not paragraphs:
            yield "", (table.number, table.row, n + 1)
        for m, pieces in enumerate(paragraphs):
            if m:
                yield "\n", None
            yield from pieces


# -- the XML ---------------------------------------------------------------------------------------------------------


def _parse(chunks: Iterator[bytes], body: _Body) -> None:
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    starts, ends = _actions(body)
    skipped = 0
    spoken = placeholder = False

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal skipped, spoken, placeholder
        tag = name.rpartition("|")[2]
        if skipped or tag in _SKIPPED or (tag == "sdtContent" and placeholder):
            skipped += 1
            placeholder = False
        elif tag == "t":
            spoken = True
        elif tag in ("sdt", "showingPlcHdr"):
            placeholder = tag != "sdt"
        elif tag in starts:
            starts[tag]({key.rpartition("|")[2]: value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal skipped, spoken
        tag = name.rpartition("|")[2]
        if skipped:
            skipped -= 1
        elif tag == "t":
            spoken = False
        elif tag in ends:
            ends[tag]()

    def characters(text: str) -> None:
        if spoken and not skipped:
            body.say(text)

    def doctype(*_: object) -> None:
        # entities that stand for each other can grow without end; Word writes none
        raise expat.ExpatError("a document type")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = characters, doctype
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _actions(body: _Body) -> tuple[dict[str, Callable[[Mapping[str, str]], None]], dict[str, Callable[[], None]]]:
    """What to do where an element starts, and where it ends, by its name."""

    def says(text: str) -> Callable[[Mapping[str, str]], None]:
        return lambda _: body.say(text)

    starts: dict[str, Callable[[Mapping[str, str]], None]] = {
        "p": lambda _: body.start_paragraph(),
        "r": lambda _: body.start_run(),
        "b": lambda given: body.embolden(given.get("val", "1") not in _OFF),
        "numPr": lambda _: body.enlist(),
        "numId": lambda given: body.number(given.get("val", "")),
        "ilvl": lambda given: body.level(given.get("val", "")),
        "pStyle": lambda given: body.style(given.get("val", "")),
        "outlineLvl": lambda given: body.outline(given.get("val", "")),
        "sym": lambda given: body.say(_SYMBOLS.get(given.get("char", "").upper(), " ")),
        "tbl": lambda _: body.start_table(),
        "tr": lambda _: body.start_row(),
        "tc": lambda _: body.start_cell(),
        **{tag: says(text) for tag, text in _CHARACTERS.items()},
    }
    ends: dict[str, Callable[[], None]] = {
        "p": body.end_paragraph,
        "tbl": body.end_table,
        "tr": body.end_row,
    }
    return starts, ends
