"""A PDF's text layer as text: rows of tables as lines of cells parted by tabs, paragraphs as lines, each with a place.

What belongs to the pages and not to the plan (running heads, feet, page numbers, the breaks and hyphens of lines) is
left out, so that a value is one stretch of the text, also where a page ends in it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from bot.reading.office import RefusedError
from bot.reading.pdf_layout import (
    PdfBlock,
    PdfCell,
    PdfLine,
    Spaces,
    blocks_of,
    goes_on,
    lines_of,
    paragraphs_of,
    spaces_of,
)
from bot.reading.pdf_pages import PdfPage, pages_of
from bot.records.text import Spot

MOST_PAGES = 500
_NEAR = 4.0
_LETTERS = re.compile(r"\w+(?:-\w+)*")
_ADDRESS = re.compile(r"@|://|www\.|\w\.\w")
_LINKS = ("and", "or", "y", "o", "et", "ou")  # "short- and long-term"
_LONG_WORD = 5  # shorter ones may be parts of others: "school-level" is two words, "for-mation" is one
_OPEN_END = re.compile(r"(?:[/&,]|\b[a-zà-ÿ]{1,3})$")  # "Secretaría /", "Descripción del"
_SENTENCE_END = (".", ";", "?", "!")


def read_pdf(data: bytes) -> tuple[str, tuple[Spot, ...], list[str]]:
    """The text of a PDF, where in the PDF its lines stand, and sentences about what could not be read.

    Raises RefusedError, with the sentence to say, where nothing can be read.
    """
    count, pages = pages_of(data, MOST_PAGES)
    text, spots = _text(pages)
    notes = [_cut_off(count)] if count > MOST_PAGES else []
    without = [page.number for page in pages if not page.words and page.pictures]
    if not text.strip():
        raise RefusedError(
            "The PDF is a scan: no text can be read; give a copy with a text layer, or put it through a program that "
            "recognises text."
            if without
            else "There is no text in the PDF: look what it holds."
        )
    if sum(map(text.count, "\ufffd\x01\x03")) > len(text) / 10:
        notes.append("The PDF's fonts do not say which letters they show: much of its text cannot be read.")
    if without:
        named = ", ".join(map(str, without[:10])) + " and more" * (len(without) > 10)
        notes.append(f"Pages without text, which may be scans, were not read: {named}.")
    return text, spots, notes


def _cut_off(count: int) -> str:
    return (
        f"The PDF has {count:,} pages; the first {MOST_PAGES:,} were read. Split it to have the others read too, each "
        "part as a file of its own."
    )


def _text(pages: Sequence[PdfPage]) -> tuple[str, tuple[Spot, ...]]:
    drawn = [lines_of(page.words, page.number) for page in pages]
    outer = furniture_of([(page.height, lines) for page, lines in zip(pages, drawn, strict=True)])
    spaces = spaces_of(drawn)
    blocks: list[PdfBlock] = []
    for page, lines, furniture in zip(pages, drawn, outer, strict=True):
        words = [word for line in lines if line.number not in furniture for word in line.words]
        _append(blocks, blocks_of(page, list(dict.fromkeys(words)), spaces))
    return _Writer(spaces, _whole_words(drawn)).write(blocks)


def _whole_words(pages: Sequence[Sequence[PdfLine]]) -> frozenset[str]:
    """The words of a document that are not at the end of a line, by which broken ones are put together."""
    return frozenset(
        word.lower()
        for lines in pages
        for line in lines
        for each in line.words
        if not each.broken and not (each is line.words[-1] and line.broken)
        for word in _LETTERS.findall(each.text)
    )


# -- over the ends of pages ------------------------------------------------------------------------------------------


def _append(blocks: list[PdfBlock], new: list[PdfBlock]) -> None:
    """Add the blocks of the next page; what goes on from the page before is put together with it."""
    if blocks and new and len(new[0]) > 1 and _repeats(blocks, new[0]):
        new = new[1:]
    if blocks and new:
        first, *rest = [*_parted(blocks[-1], new[0]), *new[1:]]
        if cells := _continued(blocks[-1], first):
            blocks[-1] = cells
            new = rest
    blocks += new


def _parted(above: PdfBlock, below: PdfBlock) -> list[PdfBlock]:
    """The first block of a page, parted below the lines that stand where the last column but the first stood."""
    cell = below[0]
    if len(above) < 2 or len(below) > 1 or cell.ruled:
        return [below]
    starts = [line.left for column in above[1:] for line in column.lines]
    count = 0
    while count < len(cell.lines) and any(abs(cell.lines[count].left - start) < _NEAR for start in starts):
        count += 1
    parts = (cell.lines[:count], cell.lines[count:])
    return [[cell._replace(lines=lines, left=min(line.left for line in lines))] for lines in parts if lines]


def _said(block: PdfBlock) -> list[str]:
    return [" ".join(line.text for line in cell.lines) for cell in block]


def _alike(one: PdfBlock, other: PdfBlock) -> bool:
    return len(one) == len(other) and all(abs(a.left - b.left) < _NEAR for a, b in zip(one, other, strict=True))


def _repeats(blocks: Sequence[PdfBlock], head: PdfBlock) -> bool:
    """Whether a row is the head of the table that the page before ended in, printed again."""
    for block in reversed(blocks):
        if not _alike(block, head):
            return False
        if _said(block) == _said(head):
            return all(line.bold for cell in head for line in cell.lines) or any(
                not line.bold for cell in blocks[-1] for line in cell.lines
            )
    return False


def _continued(above: PdfBlock, below: PdfBlock) -> PdfBlock | None:
    """The last block of a page with the first of the next, where that goes on with it; None where it does not."""
    placed = _placed(above, below)
    if placed is None:
        return None
    pairs = list(zip(above, placed, strict=True))
    if any(more and not cell.lines for cell, more in pairs) or not any(more for _, more in pairs):
        return None
    labelled = len(above) > 1 and bool(placed[0])
    if labelled and not (_reads_on(above[0], placed[0][0]) or _unfinished(pairs)):
        return None
    texts = (1, 3) if len(above) == 4 and _two_pairs(above) else (len(above) - 1,)
    alone = len(above) > 1 and not any(more for n, more in enumerate(placed) if n not in texts)
    for cell, more in pairs[labelled:]:
        if more and not (alone or _reads_on(cell, more[0]) or _goes_on(cell, more[0])):
            return None
    return [cell._replace(lines=[*cell.lines, *more]) for cell, more in pairs]


def _placed(above: PdfBlock, below: PdfBlock) -> list[list[PdfLine]] | None:
    """The lines of `below` by the columns of `above` that they stand in; None where one stands in none."""
    placed: list[list[PdfLine]] = [[] for _ in above]
    for cell in below:
        if not cell.lines:
            continue
        left = min(line.left for line in cell.lines)
        for n, column in enumerate(above):
            starts = [column.left, *(line.left for line in column.lines)]
            if any(abs(left - start) < _NEAR for start in starts):
                placed[n] += cell.lines
                break
        else:
            return None
    return placed


def _unfinished(pairs: Sequence[tuple[PdfCell, list[PdfLine]]]) -> bool:
    """Whether a label had no room for what follows, and what stands beside it plainly goes on too."""
    (label, more), *others = pairs
    if label.lines[-1].text.endswith((":", *_SENTENCE_END)) or not goes_on(label.lines[-1], more[0], label.right):
        return False
    return any(
        _reads_on(cell, rest[0])
        or (not cell.lines[-1].text.endswith(_SENTENCE_END) and goes_on(cell.lines[-1], rest[0], cell.right))
        for cell, rest in others
        if rest
    )


def _reads_on(cell: PdfCell, line: PdfLine) -> bool:
    """Whether a line is plainly the rest of a sentence."""
    if not cell.lines:
        return False
    said = cell.lines[-1].text
    open_ended = said.count("(") > said.count(")") or said.count("¿") > said.count("?") or _OPEN_END.search(said)
    first = line.text[:1]
    return bool(first.islower() or first in "/),&" or open_ended) and goes_on(cell.lines[-1], line, cell.right)


def _goes_on(cell: PdfCell, line: PdfLine) -> bool:
    """Whether a line may be the rest of a paragraph: the one before had no room for it, and nothing begins with it."""
    before = cell.lines[-1]
    begins = before.text.endswith(_SENTENCE_END) and ":" in line.text[:60]
    return not begins and goes_on(before, line, cell.right)


# -- writing ---------------------------------------------------------------------------------------------------------


class _Writer:
    """Puts lines together as text and counts where each of them begins in it."""

    def __init__(self, spaces: Spaces, whole: frozenset[str]) -> None:
        self._spaces = spaces
        self._whole = whole
        self._parts: list[str] = []
        self._length = 0
        self._spots: list[Spot] = []

    def write(self, blocks: Sequence[PdfBlock]) -> tuple[str, tuple[Spot, ...]]:
        """The text, a row of a table a line, and the places of its lines."""
        in_table = False
        for block in blocks:
            row = len(block) > 1 or block[0].ruled
            if row and not in_table and self._parts:
                self._add("\n")
            in_table = row
            if row:
                for cells in _pairs(block):
                    self._row(cells)
            else:
                self._paragraphs(block[0])
        return "".join(self._parts), tuple(self._spots)

    def _paragraphs(self, cell: PdfCell) -> None:
        for apart, lines in paragraphs_of(cell, self._spaces):
            if apart and self._parts:
                self._add("\n")
            self._lines(lines, cell.right)
            self._add("\n")

    def _row(self, cells: Sequence[PdfCell]) -> None:
        for n, cell in enumerate(cells):
            if n:
                self._add("\t")
            for m, (_, lines) in enumerate(paragraphs_of(cell, self._spaces)):
                if m:
                    self._add("\n")
                self._lines(lines, cell.right)
        self._add("\n")

    def _lines(self, lines: Sequence[PdfLine], right: float) -> None:
        before: PdfLine | None = None
        for line in lines:
            if before is not None:
                self._add(self._between(before, line, right))
            self._spots.append((self._length, line.page, line.number))
            self._add(line.text)
            before = line

    def _between(self, above: PdfLine, below: PdfLine, right: float) -> str:
        """What stands between two lines of a paragraph: nothing in a word that was broken, else a space."""
        last, first = above.words[-1], below.words[0]
        if above.broken:
            return (
                ""
                if self._is_one_word(last.text.rstrip("-\u2010"), first.text)
                else "- "[: 2 - (first.text not in _LINKS)]
            )
        full = last.box[2] > right - above.height
        if len(above.words) == 1 and full and _ADDRESS.search(last.text) and not first.text[:1].isupper():
            return ""
        return " "

    def _is_one_word(self, head: str, tail: str) -> bool:
        """Whether a hyphen at the end of a line is only there because the line ended in a word."""
        if _ADDRESS.search(head) or not tail[:1].islower() or not head[-1:].isalpha() or tail in _LINKS:
            return False
        start, end = _LETTERS.findall(head.lower())[-1], _LETTERS.findall(tail.lower())[0]
        if start + end in self._whole:
            return True
        words = min(len(start), len(end)) >= _LONG_WORD and {start, end} <= self._whole
        return not words and f"{start}-{end}" not in self._whole

    def _add(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)


def _pairs(block: PdfBlock) -> Iterator[Sequence[PdfCell]]:
    """A row, or two where it holds a label and its text twice beside each other."""
    if len(block) == 4 and _two_pairs(block):
        yield from (pair for pair in (block[:2], block[2:]) if pair[0].lines or pair[1].lines)
    else:
        yield block


def _two_pairs(block: PdfBlock) -> bool:
    """Whether the first and third of four cells are labels: bold beside plain text, or narrow beside wide columns."""
    bold = [all(line.bold for line in cell.lines) for cell in block]
    plain = [not any(line.bold for line in cell.lines) for cell in block]
    if any(cell.lines and each for cell, each in zip(block, bold, strict=True)):
        return bold[0] and plain[1] and bold[2] and plain[3]
    widths = [after.left - before.left for before, after in pairwise(block)]
    return widths[0] < 0.8 * widths[1] and abs(widths[0] - widths[2]) < 0.12 * (widths[0] + widths[2])


# -- running heads, feet and page numbers: lines at the edges of pages -----------------------------------------------


_MARGIN = 0.13
"""The part of a page's height, above and below, in which such lines stand."""
_DEEPEST = 3
_LONGEST_NUMBER = 60
_NUMBER = re.compile(r"\d+")
_BARE_NUMBER = re.compile(
    r"\W*(?:(?:page|página|pagina|pág\.?|p\.?|seite)\W*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\W*(?:/|of|de|sur|von|di|\|)\W*\d{1,4})?\W*",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"\W*(?:commitment|compromiso|engagement|milestone|hito|jalon|action|theme|eje|axe)\W", re.IGNORECASE
)


def furniture_of(pages: Sequence[tuple[float, Sequence[PdfLine]]]) -> list[set[int]]:
    """For each page (its height, its lines) the numbers of the lines that are running heads, feet or page numbers."""
    sizes = [line.height for _, lines in pages for line in lines]
    body = median(sizes) if sizes else 0.0
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    candidates: list[list[tuple[PdfLine, str, int]]] = []
    for number, (height, lines) in enumerate(pages):
        edge = []
        for line in _outer(lines, height):
            if line.height > body + 1 or _HEADING.match(line.text):
                continue
            key = _NUMBER.sub("#", line.text), round(line.top / 6)
            edge.append((line, *key))
            if len(lines) > _DEEPEST:
                for near in (-1, 0, 1):
                    seen[key[0], key[1] + near].add(number)
        candidates.append(edge)
    few = max(2, min(len(pages), 40) // 5)
    return [
        {
            line.number
            for line, text, place in edge
            if len(seen[text, place]) >= few or (len(pages) > 1 and _is_number(line, pages[n]))
        }
        for n, edge in enumerate(candidates)
    ]


def _outer(lines: Sequence[PdfLine], height: float) -> list[PdfLine]:
    above = [line for line in lines[:_DEEPEST] if line.bottom < _MARGIN * height]
    below = [line for line in lines[-_DEEPEST:] if line.top > (1 - _MARGIN) * height]
    return [*above, *(line for line in below if line not in above)]


def _is_number(line: PdfLine, page: tuple[float, Sequence[PdfLine]]) -> bool:
    """Whether a line is a page's number and stands apart from its text."""
    _, lines = page
    others = [abs(line.top - other.top) - line.height for other in lines if other is not line]
    return (
        len(line.text) <= _LONGEST_NUMBER
        and bool(_BARE_NUMBER.fullmatch(line.text))
        and min(others, default=99.0) > line.height
    )
