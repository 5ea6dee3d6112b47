"""What stands on the pages of a PDF: its words with their places, the lines drawn between them, the tables these make.

Places are in points (1/72 inch) from the upper left corner of a page as it is seen, its rotation taken into account.
"""

from __future__ import annotations

import ctypes
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from bot.reading.office import RefusedError

PdfBox = tuple[float, float, float, float]
"""left, top, right, bottom"""

_MARK = "\ufffe"  # what PDFium gives for a hyphen at the end of a line
_WORD = re.compile(rf"[^\s{_MARK}\x02]+[{_MARK}\x02]?|[{_MARK}\x02]")
_THIN = 3.0
_MOST_DRAWN = 4_000
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_HEAVY = 600
_MISSING = "PDFs are read with pypdfium2, which is not there: install it with pip install 'commitment-bot[plans]'."
_LOCKED = "The PDF is locked with a password: save a copy of it without one, and give that."
_DAMAGED = "The PDF is damaged and cannot be opened: get it again from where it came from."


class Word(NamedTuple):
    """A run of characters without white space; `broken`: a hyphen at the end of its line was taken off."""

    box: PdfBox
    text: str
    bold: bool
    broken: bool = False


class PdfPage(NamedTuple):
    """A page, `number` from 1; `across` and `down` are the drawn lines, as (y, left, right) and (x, top, bottom)."""

    number: int
    width: float
    height: float
    words: list[Word]
    across: list[tuple[float, float, float]]
    down: list[tuple[float, float, float]]
    pictures: bool


def pages_of(data: bytes, most: int) -> tuple[int, list[PdfPage]]:
    """How many pages a PDF has, and the first `most` of them; those that are damaged have no words.

    Raises RefusedError where it cannot be opened, or where what opens it is not installed.
    """
    try:
        import pypdfium2 as pdfium
    except ImportError as error:
        raise RefusedError(_MISSING) from error
    try:
        with pdfium.PdfDocument(data) as pdf:
            return len(pdf), list(_pages(pdf, most))
    except pdfium.PdfiumError as error:
        raise RefusedError(_LOCKED if "password" in str(error).lower() else _DAMAGED) from error


def _pages(pdf: Any, most: int) -> Iterator[PdfPage]:
    import pypdfium2 as pdfium

    for number in range(min(len(pdf), most)):
        try:
            page = pdf[number]
        except pdfium.PdfiumError:
            yield PdfPage(number + 1, 0, 0, [], [], [], False)
            continue
        try:
            yield _page(page, number + 1)
        finally:
            page.close()


def _page(page: Any, number: int) -> PdfPage:
    import pypdfium2.raw as raw

    width, height = page.get_size()
    turned = _turning(page, width, height)
    across: list[tuple[float, float, float]] = []
    down: list[tuple[float, float, float]] = []
    pictures = False
    for count, drawn in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE])):
        if count == _MOST_DRAWN:
            break
        if drawn.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures = True
            continue
        for box in _edges(drawn, raw):
            left, top, right, bottom = turned(box)
            if bottom - top <= _THIN < right - left:
                across.append(((top + bottom) / 2, left, right))
            elif right - left <= _THIN < bottom - top:
                down.append(((left + right) / 2, top, bottom))
    text = page.get_textpage()
    try:
        words = list(_words(text, turned, raw))
    finally:
        text.close()
    return PdfPage(number, width, height, words, across, down, pictures)


def _turning(page: Any, width: float, height: float) -> Any:
    """From PDF's places (counted from below, as the page was before it was turned) to those as it is seen."""
    left, low, _right, _high = page.get_cropbox()
    rotation = page.get_rotation() % 360

    def turned(box: PdfBox) -> PdfBox:
        x0, y0, x1, y1 = box[0] - left, box[1] - low, box[2] - left, box[3] - low
        if rotation == 90:
            return y0, x0, y1, x1
        if rotation == 180:
            return width - x1, y0, width - x0, y1
        if rotation == 270:
            return width - y1, height - x1, width - y0, height - x0
        return x0, height - y1, x1, height - y0

    return turned


def _edges(drawn: Any, raw: Any) -> Iterator[PdfBox]:
    """The straight lines of a drawing: itself where it is thin, the four edges of a rectangle, its parts elsewhere."""
    left, low, right, high = drawn.get_bounds()
    if right - left <= _THIN or high - low <= _THIN:
        yield left, low, right, high
        return
    count = raw.FPDFPath_CountSegments(drawn)
    if count <= 6:
        yield from (
            (left, low, right, low),
            (left, high, right, high),
            (left, low, left, high),
            (right, low, right, high),
        )
        return
    matrix = drawn.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    before = None
    for number in range(min(count, _MOST_DRAWN)):
        segment = raw.FPDFPath_GetPathSegment(drawn, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        if before and raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            (x0, x1), (y0, y1) = sorted((before[0], point[0])), sorted((before[1], point[1]))
            yield x0, y0, x1, y1
        before = point


def _words(text: Any, turned: Any, raw: Any) -> Iterator[Word]:
    count = text.count_chars()
    whole = text.get_text_range(0, count) if count else ""
    if len(whole) != count:
        whole = "".join(chr(raw.FPDFText_GetUnicode(text, n) or 32) for n in range(count))
    bold_at: dict[tuple[bytes, int], bool] = {}
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    for match in _WORD.finditer(whole):
        said = match.group()
        broken = len(said) > 1 and said[-1] in (_MARK, "\x02", "\xad")
        last = match.end() - 1 - broken
        first_box = turned(text.get_charbox(match.start(), loose=True))
        last_box = turned(text.get_charbox(last, loose=True)) if last > match.start() else first_box
        box = (
            min(first_box[0], last_box[0]),
            min(first_box[1], last_box[1]),
            max(first_box[2], last_box[2]),
            max(first_box[3], last_box[3]),
        )
        raw.FPDFText_GetFontInfo(text, match.start(), name, len(name), flags)
        key = (name.value, flags.value)
        if key not in bold_at:
            heavy = raw.FPDFText_GetFontWeight(text, match.start()) >= _HEAVY
            bold_at[key] = heavy or bool(_BOLD.search(name.value.decode("utf-8", "replace")))
        said = said[:-1] if broken else said.replace(_MARK, "-").replace("\x02", "-")
        yield Word(box, said.replace("\xad", "").replace("\0", "\ufffd"), bold_at[key], broken)


# -- tables by the lines drawn between their cells -------------------------------------------------------------------


_NEAR = 3.0
"""Points by which lines that are meant to meet may miss each other."""
_MOST_LINES = 500
_LOWEST = 4.0
_Line = tuple[float, float, float]


class GridCell(NamedTuple):
    """A cell, and the words in it."""

    box: PdfBox
    words: list[Word]


class Grid(NamedTuple):
    """A table: its rows from above, each with its cells from the left."""

    top: float
    bottom: float
    rows: list[list[GridCell]]


def grids_of(page: PdfPage, words: Sequence[Word]) -> tuple[list[Grid], list[Word]]:
    """The tables of a page with more than one column, from above, and the words that stand in none."""
    across, down = _joined(page.across), _joined(page.down)
    found = [grid for part in _parts(across, down) if (grid := _grid(*part))]
    rows = [_Reach(*_heights(row), row) for grid in found for row in grid.rows]
    left = []
    for word in words:
        cell = _cell_at(rows, (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2)
        if cell is None:
            left.append(word)
        else:
            cell.words.append(word)
    kept = []
    for grid in sorted(found):
        filled = [row for row in grid.rows if any(cell.words for cell in row)]
        if filled:
            kept.append(grid._replace(rows=filled))
    return kept, left


class _Reach(NamedTuple):
    """A row of a table and from where to where its cells reach."""

    top: float
    bottom: float
    cells: list[GridCell]


def _heights(row: Sequence[GridCell]) -> tuple[float, float]:
    return min((cell.box[1] for cell in row), default=0), max((cell.box[3] for cell in row), default=0)


def _cell_at(rows: Iterable[_Reach], x: float, y: float) -> GridCell | None:
    for top, bottom, cells in rows:
        if top <= y <= bottom:
            for cell in cells:
                if cell.box[0] <= x <= cell.box[2] and cell.box[1] <= y <= cell.box[3]:
                    return cell
    return None


def _joined(lines: Iterable[_Line]) -> list[_Line]:
    """Lines whose parts, drawn cell by cell, are put together again; of too many, the longest."""
    found: list[list[float]] = []
    at = -_NEAR
    for place, low, high in sorted(lines):
        at = place if place - at > _NEAR / 2 else at
        found.append([at, low, high])
    joined: list[list[float]] = []
    for place, low, high in sorted(found):
        if joined and joined[-1][0] == place and low <= joined[-1][2] + _NEAR:
            joined[-1][2] = max(joined[-1][2], high)
        else:
            joined.append([place, low, high])
    longest = sorted(joined, key=lambda line: line[1] - line[2])[:_MOST_LINES]
    return [(place, low, high) for place, low, high in longest]


def _parts(across: list[_Line], down: list[_Line]) -> Iterable[tuple[list[_Line], list[_Line]]]:
    """The lines in groups that touch each other."""
    owner = list(range(len(across) + len(down)))

    def root(n: int) -> int:
        while owner[n] != n:
            owner[n] = owner[owner[n]]
            n = owner[n]
        return n

    for i, (y, left, right) in enumerate(across):
        for j, (x, top, bottom) in enumerate(down, len(across)):
            if left - _NEAR <= x <= right + _NEAR and top - _NEAR <= y <= bottom + _NEAR:
                owner[root(i)] = root(j)
    groups: dict[int, tuple[list[_Line], list[_Line]]] = defaultdict(lambda: ([], []))
    for n, line in enumerate([*across, *down]):
        groups[root(n)][n >= len(across)].append(line)
    return groups.values()


def _grid(across: list[_Line], down: list[_Line]) -> Grid | None:
    """The cells between lines; None where they make no two columns."""
    if not down or not across:
        return None
    ys = _apart([*(y for y, *_ in across), *(end for _, *ends in down for end in ends)])
    left, right = min(line[1] for line in across), max(line[2] for line in across)
    rows: list[list[GridCell]] = []
    above: list[tuple[list[GridCell], int]] = []  # the rows in which the cells above begin, and where in them
    for top, bottom in pairwise(ys):
        if bottom - top < _LOWEST:
            continue
        middle = (top + bottom) / 2
        xs = _apart([left, right, *(x for x, high, low in down if high <= middle <= low)])
        row: list[GridCell] = []
        standing: list[tuple[list[GridCell], int]] = []
        grown = False
        for x0, x1 in pairwise(xs):
            spanning = next((place for place in above if _same(place[0][place[1]].box, x0, x1)), None)
            if spanning and not any(abs(y - top) <= _NEAR and low <= (x0 + x1) / 2 <= high for y, low, high in across):
                begun, at = spanning
                begun[at] = GridCell((x0, begun[at].box[1], x1, bottom), begun[at].words)
                standing.append(spanning)
                row.append(GridCell((x0, top, x1, top), []))
                grown = True
            else:
                standing.append((row, len(row)))
                row.append(GridCell((x0, top, x1, bottom), []))
        above = standing
        if not grown or any(cell.box[3] > cell.box[1] for cell in row):
            rows.append(row)
    if all(len(row) < 2 for row in rows):
        return None
    return Grid(ys[0], ys[-1], rows)


def _same(box: PdfBox, left: float, right: float) -> bool:
    return abs(box[0] - left) <= _NEAR and abs(box[2] - right) <= _NEAR


def _apart(places: Iterable[float]) -> list[float]:
    """Places in order, each that is as good as the one before it left out."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found
