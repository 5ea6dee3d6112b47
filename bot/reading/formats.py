"""Bytes to a document: which format a file is in, and its text in which every place is counted."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePath
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.reading.encodings import decode
from bot.reading.refusal import RefusedError, office_kind, old_office
from bot.reading.workbook import WorkbookError, is_workbook, read_workbook
from bot.records.lines import line_of
from bot.records.model import Document, Problem

MAX_BYTES = 64 * 1024 * 1024
READABLE = "Word (.docx), PDF, Excel (.xlsx), CSV, JSON, plain text, Markdown and HTML"

# What a file begins with when it is none of the formats that can be read.
_FOREIGN = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3\0", "a SQLite database"),
)
_SUFFIXES = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mhtml": "html", ".md": "md", ".markdown": "md",
    ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".json": "json", ".jsonl": "json", ".ndjson": "json",
    ".txt": "txt", ".text": "txt",
}  # fmt: skip
_HTML = re.compile(
    r"[\s\ufeff]*+(?:<!--(?:(?!-->).){0,2000}+-->\s*+|<\?xml[^>]{0,200}+>\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_BODY = re.compile(r"<(?:div|p|h1|h2|main|article|table|section)\b[^>]{0,2000}>", re.IGNORECASE)
_OBJECTS = re.compile(r'\A[\s\ufeff]*+\[?\s*+\{\s*+"')
_BEGINNING = 20_000


class Opened(NamedTuple):
    """A document ready to be read, or None, and what was wrong with the file."""

    document: Document | None
    problems: tuple[Problem, ...] = ()


def open_document(name: str, data: bytes, url: str | None = None) -> Opened:
    """The text of a file called `name` that holds `data`; `url` is where it was fetched from, if it was."""
    if len(data) > MAX_BYTES:
        size, limit = len(data) / 2**20, MAX_BYTES // 2**20
        return _refused(
            name,
            f"The file has {size:,.0f} MB; files of up to {limit} MB are read. Split it into smaller ones.",
        )
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        return _refused(name, "The file is empty.")
    if is_workbook(data):
        return _workbook(name, data, url)
    if (kind := office_kind(data)) is not None:
        return _office(name, data, kind, url)
    if old := old_office(data):
        return _refused(name, old)
    for magic, what in _FOREIGN:
        if data.startswith(magic) and (magic != b"BM" or b"\0" in data[:64]):
            return _refused(
                name, f"This is {what}, which cannot be read; {READABLE} can. Save the page as one of them."
            )
    text, note = decode(data)
    if text is None:
        return _refused(
            name, f"This is no text in UTF-8, UTF-16 or Windows-1252; {READABLE} in one of these can be read."
        )
    problems = []
    if note:
        problems.append(Problem(name, None, None, note, "info" if "declares" in note else "warning"))
    if nul := text.count("\0"):
        line = line_of(text, text.index("\0"))
        problems.append(
            Problem(name, line, None, f"The file holds {nul} NUL character{'s' * (nul > 1)}; the rest of it was read.")
        )
    kind = _format(name, text)
    date = None
    if kind == "html":
        from bot.reading.markup import DEEPEST, read_html

        page = read_html(text)
        text, url, date = page.text, url or page.url, page.date
        if page.flattened:
            message = (
                f"The page nests more than {DEEPEST} elements; the text of the deepest was read without its structure."
            )
            problems.append(Problem(name, None, None, message))
    return Opened(Document(name, text, kind, hashlib.sha256(data).hexdigest(), url, date), tuple(problems))


def _office(name: str, data: bytes, kind: str, url: str | None) -> Opened:
    """The text of a PDF or Word document."""
    try:
        if kind == "pdf":
            from bot.reading.pdf import read_pdf as read
        else:
            from bot.reading.word import read_word as read
        text, spots, notes = read(data)
    except RefusedError as error:
        return _refused(name, str(error))
    document = Document(name, text, kind, hashlib.sha256(data).hexdigest(), url, spots=spots)
    return Opened(document, tuple(Problem(name, None, None, note) for note in notes))


def _workbook(name: str, data: bytes, url: str | None) -> Opened:
    try:
        book = read_workbook(data)
    except WorkbookError as error:
        return _refused(name, str(error))
    problems = tuple(Problem(name, None, None, note) for note in book.notes)
    return Opened(Document(name, book.text, "xlsx", hashlib.sha256(data).hexdigest(), url), problems)


def _refused(name: str, message: str) -> Opened:
    return Opened(None, (Problem(name, None, None, message, "error"),))


def _format(name: str, text: str) -> str:
    path = urlsplit(name).path if "://" in name else name
    kind = _SUFFIXES.get(PurePath(path).suffix.lower())
    if _HTML.match(text) or (kind in (None, "html") and _HTML_BODY.search(text, 0, _BEGINNING)):
        return "html"
    if kind is None and _OBJECTS.match(text):
        return "json"
    return kind if kind and kind != "html" else "txt"
