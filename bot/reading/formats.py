"""Bytes to a document: which format and encoding a file is in, and its text in which every place is counted."""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import PurePath
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.reading.office import RefusedError, office_kind, old_office
from bot.reading.spans import Mark
from bot.reading.workbook import WorkbookError, is_workbook, read_workbook
from bot.records.model import Document, Problem
from bot.records.text import line_of

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
    """A document ready to be read, or None, and what was wrong with the file; `marks` are those of its markup."""

    document: Document | None
    problems: tuple[Problem, ...] = ()
    marks: tuple[Mark, ...] = ()


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
    marks: tuple[Mark, ...] = ()
    if kind == "html":
        from bot.reading.markup import DEEPEST, read_html

        page = read_html(text)
        text, url, date, marks = page.text, url or page.url, page.date, page.marks
        if page.flattened:
            message = (
                f"The page nests more than {DEEPEST} elements; the text of the deepest was read without its structure."
            )
            problems.append(Problem(name, None, None, message))
    return Opened(Document(name, text, kind, hashlib.sha256(data).hexdigest(), url, date), tuple(problems), marks)


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


# -- which encoding a document is in, where that can be told ---------------------------------------------------------


_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,40})""", re.IGNORECASE)
# The encodings that browsers know by these names; Python knows others (`punycode`, `unicode_escape`) that make no text.
_OF_THE_WEB = re.compile(
    r"utf-?8|utf-16(?:le|be)?|(?:windows-|cp)\d{3,4}|iso-?8859-\d{1,2}|latin-?1|(?:us-)?ascii|koi8-[ru]|euc-(?:jp|kr)"
    r"|ks_c_5601-1987|shift[_-]jis|iso-2022-jp|big5|gb2312|gbk|gb18030|ibm866|macintosh"
)
_HEAD = 4096
_SAMPLE = 1 << 16
# Bytes that Windows-1252 does not define; C0 control codes that text does not hold.
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LETTER_RUN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽžŸ]{2}")
_FEW = 0.02


class Decoded(NamedTuple):
    """The text of a document, and in words what was unusual about its bytes; `text` is None where it is not text."""

    text: str | None
    note: str | None = None


def decode(data: bytes) -> Decoded:
    """Decode `data`: UTF-8, UTF-16 by its mark or its zero bytes, an encoding that a page declares, Windows-1252.

    A byte order mark stays in the text as its first character, and line ends stay as they are, because places are
    counted in what the file holds.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        order = "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
        return _checked(_try(data, order))
    guess = _wide(data)
    if guess and (text := _try(data, guess)) is not None:
        return _checked(text)
    if (text := _try(data, "utf-8")) is not None:
        return _checked(text)
    declared = _META_CHARSET.search(data, 0, _HEAD)
    if declared:
        name = declared[1].decode("ascii", "replace").lower()
        # as browsers do: these names mean Windows-1252
        name = "cp1252" if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252") else name
        known = _OF_THE_WEB.fullmatch(name) and name not in ("utf-8", "utf8")
        if known and (text := _try(data, name)) is not None:
            return _checked(text, f"The page is in {name}, as it declares.")
    if _UNDEFINED.search(data) is None and (text := _try(data, "cp1252")) is not None and _plausible(text):
        return _checked(text, "This is not UTF-8; it was read as Windows-1252.")
    if b"\0" not in data and (text := _almost_utf8(data)) is not None:
        return _checked(text, "Some bytes are no UTF-8; each is shown as “\N{REPLACEMENT CHARACTER}”.")
    return Decoded(None)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _checked(text: str | None, note: str | None = None) -> Decoded:
    """Text that holds more control codes than a slip explains is no text."""
    if text is None:
        return Decoded(None)
    strange = len(_CONTROL.findall(text[:_SAMPLE])) + text.count("\0", 0, _SAMPLE)
    return Decoded(None) if strange > max(2, _FEW * min(len(text), _SAMPLE)) else Decoded(text, note)


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: Latin text in it has a zero in every other byte."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < _FEW * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < _FEW * half else None


def _plausible(text: str) -> bool:
    """Windows-1252 can be told from other encodings by this: its letters with accents stand among plain letters."""
    high = [match.start() for match in re.finditer(r"[^\x00-\x7f]", text[:_SAMPLE])]
    if not high:
        return True
    letters = [at for at in high if text[at].isalpha()]
    inside = sum(1 for at in letters if _LETTER_RUN.search(text[max(0, at - 1) : at + 2]))
    return len(high) <= 0.3 * min(len(text), _SAMPLE) and inside >= 0.8 * len(letters)


def _almost_utf8(data: bytes) -> str | None:
    """UTF-8 with a few damaged bytes, as a cut or a bad copy leaves them."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\N{REPLACEMENT CHARACTER}")
    return text if bad <= max(3, len(text) // 1000) else None
