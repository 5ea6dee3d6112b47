"""What stands on the pages of a PDF: its words with their places, and the lines drawn between them.

Places are in points (1/72 inch) from the upper left corner of a page as it is seen, its rotation taken into account.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from bot.reading.refusal import RefusedError

Box = tuple[float, float, float, float]
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

    box: Box
    text: str
    bold: bool
    broken: bool = False


class Page(NamedTuple):
    """A page, `number` from 1; `across` and `down` are the drawn lines, as (y, left, right) and (x, top, bottom)."""

    number: int
    width: float
    height: float
    words: list[Word]
    across: list[tuple[float, float, float]]
    down: list[tuple[float, float, float]]
    pictures: bool


def pages_of(data: bytes, most: int) -> tuple[int, list[Page]]:
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


def _pages(pdf: Any, most: int) -> Iterator[Page]:
    import pypdfium2 as pdfium

    for number in range(min(len(pdf), most)):
        try:
            page = pdf[number]
        except pdfium.PdfiumError:
            yield Page(number + 1, 0, 0, [], [], [], False)
            continue
        try:
            yield _page(page, number + 1)
        finally:
            page.close()


def _page(page: Any, number: int) -> Page:
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
    return Page(number, width, height, words, across, down, pictures)


def _turning(page: Any, width: float, height: float) -> Any:
    """From PDF's places (counted from below, as the page was before it was turned) to those as it is seen."""
    left, low, _right, _high = page.get_cropbox()
    rotation = page.get_rotation() % 360

    def turned(box: Box) -> Box:
        x0, y0, x1, y1 = box[0] - left, box[1] - low, box[2] - left, box[3] - low
        if rotation == 90:
            return y0, x0, y1, x1
        if rotation == 180:
            return width - x1, y0, width - x0, y1
        if rotation == 270:
            return width - y1, height - x1, width - y0, height - x0
        return x0, height - y1, x1, height - y0

    return turned


def _edges(drawn: Any, raw: Any) -> Iterator[Box]:
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
