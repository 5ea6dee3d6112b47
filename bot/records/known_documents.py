"""The documents that the database knows: which are new, which changed, which cannot be read, which are gone."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path, PurePath
from urllib.parse import unquote_to_bytes

from bot.records.fields import FIELD
from bot.records.merging import VALUE_COLUMNS, Superseded
from bot.records.model import (
    FAULT,
    Arrival,
    Document,
    DocumentReading,
    DocumentReport,
    Packed,
    Problem,
    ReadError,
    UnreadPassage,
    Value,
)
from bot.records.revisions import NEWEST, Provenance, ValueRow, contradictions, row_of
from bot.records.text import Lines, Spot, line_of

Read = Callable[[str, bytes, str | None], DocumentReading]
"""A document's name, bytes and address → everything that it says; what it raises is the document's problem."""

_log = logging.getLogger(__name__)
_KNOWN = (
    "SELECT id, path, sha256, reader, origin, codes, day, run, listed, stated, blank, unread, characters FROM documents"
)
_ADDRESSES = ("http://", "https://")
_FILE = "file://"
_LAST_CHARACTERS = 4


def file_of(origin: str) -> Path | None:
    """The file that a document was read from; None of one that was fetched from an address."""
    if origin.startswith(_ADDRESSES):
        return None
    return Path(os.fsdecode(unquote_to_bytes(origin.removeprefix(_FILE))) if origin.startswith(_FILE) else origin)


@dataclass(frozen=True, slots=True)
class _KnownDocument:
    id: int
    path: str
    sha256: str
    reader: str
    origin: str
    codes: tuple[str, ...]
    day: str
    run: int
    report: tuple[int, int, int, str, int] = (0, 0, 0, "[]", 0)

    @property
    def source(self) -> Provenance:
        return Provenance(self.id, self.path, self.day, self.run)


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What became of an arrival: its report, and where it is to be written its speaker, row, values, text and passages.

    `known` is the id under which the database has the document, `seen` whether there were bytes to be read.
    """

    report: DocumentReport
    known: int | None = None
    seen: bool = True
    source: Provenance | None = None
    row: dict[str, str | int | None] | None = None
    values: Collection[Value] = ()
    text: str = ""
    spots: Sequence[Spot] = ()
    superseded: Superseded | None = None
    passages: Collection[UnreadPassage] = ()


class KnownDocuments:
    """The documents of one ingest, against those that the database holds."""

    def __init__(self, connection: sqlite3.Connection, read: Read, day: str, run: int, trust: str = NEWEST) -> None:
        self._trust = trust
        self._db = connection
        self._read = read
        self._day = day
        self._run = run
        self._last = int(connection.execute("SELECT coalesce(max(id), 0) FROM documents").fetchone()[0])
        self._gone: set[str] = set()

    def read(self, arrival: Arrival) -> ReadDocument:
        """Read one document, unless it is as it was. One that gives nothing leaves what it gave before."""
        known = self._find(arrival.origin, arrival.name)
        name = known.path if known and known.origin == arrival.origin else arrival.name
        if arrival.gone:
            self._gone.add(arrival.origin)
        if arrival.data is None:
            problems = [arrival.problem] if arrival.problem else []
            return ReadDocument(
                DocumentReport(name, "refused", problems=tuple(problems)), known.id if known else None, False
            )
        sha = hashlib.sha256(arrival.data).hexdigest()
        if known and known.sha256 == sha and known.reader == arrival.reader:
            if known.origin != arrival.origin:
                self._db.execute("UPDATE documents SET origin = ? WHERE id = ?", (arrival.origin, known.id))
            return ReadDocument(self._stored_report(known), known.id)
        try:
            reading = _checked(self._read(name, arrival.data, arrival.url))
        except Exception as error:  # noqa: BLE001 - an edge: told as the document's problem, with a traceback logged
            reading = DocumentReading(None, problems=(failure(name, error),))
        document = reading.document
        problem = self._cut_off(known, reading) if known and known.sha256 != sha else None
        if problem or document is None or not reading.values:
            report = DocumentReport(name, "refused", problems=(*reading.problems, *([problem] if problem else [])))
            return ReadDocument(report, known.id if known else None)
        if known and known.origin != arrival.origin:
            if _other_commitments(known, reading):
                # another document of the same name: cited with its folder, rather than that the first were lost
                name = _longer_name(arrival)
                known = self._find(arrival.origin, name)
            elif known.sha256 != sha:
                replaced = list(self._replaced(known, document, reading.values))
                if replaced and self._trust != NEWEST:  # else a name would be enough to be believed
                    name = _longer_name(arrival)
                    known = self._find(arrival.origin, name)
                else:
                    reading = replace(reading, problems=(*reading.problems, *replaced))
        return self._read_document(arrival, reading, document, name, sha, known)

    def _read_document(
        self,
        arrival: Arrival,
        reading: DocumentReading,
        document: Document,
        name: str,
        sha: str,
        known: _KnownDocument | None,
    ) -> ReadDocument:
        if known is None:
            self._last += 1
        same = known is not None and known.sha256 == sha
        source = Provenance(
            id=known.id if known else self._last,
            name=known.path if known else name,
            day=self._day_of(document, known, same=same),
            run=known.run if known and same else self._run,
        )
        report = _report(source.name, reading)
        row: dict[str, str | int | None] = {
            "id": source.id,
            "path": source.name,
            "url": document.url or arrival.url,
            "format": document.format,
            "sha256": sha,
            "text": document.text,
            "ingested_at": self._day,
            "date": document.date,
            "day": source.day,
            "run": source.run,
            "origin": arrival.origin,
            "reader": arrival.reader,
            "codes": json.dumps(report.commitments),
            "listed": report.listed,
            "stated": report.values,
            "blank": report.blank,
            "unread": json.dumps([[span.start, span.end] for span in reading.unread]),
            "characters": report.characters,
            "spots": json.dumps(document.spots, separators=(",", ":")),
            "tables": json.dumps([astuple(table) for table in reading.tables], ensure_ascii=False),
        }
        superseded = Superseded(known.source, same=same) if known else None
        return ReadDocument(
            report,
            source.id,
            source=source,
            row=row,
            values=reading.values,
            text=document.text,
            spots=document.spots,
            superseded=superseded,
            passages=reading.passages,
        )

    def _day_of(self, document: Document, known: _KnownDocument | None, *, same: bool) -> str:
        """The day that a document speaks for, never before that of its own earlier state."""
        day = document.date or self._day
        if known is None:
            return day
        return known.day if same else max(day, known.day)

    def gone(self) -> dict[int, Provenance]:
        """The documents whose file is no longer there, or of which their site says so, by id."""
        rows = self._db.execute("SELECT id, path, day, run, origin FROM documents ORDER BY path").fetchall()
        return {row[0]: Provenance(*row) for *row, origin in rows if self._is_gone(origin)}

    def _is_gone(self, origin: str) -> bool:
        file = file_of(origin)
        return origin in self._gone if file is None else not file.exists()

    def contradictions(self) -> dict[str, list[Problem]]:
        """code → the problems that documents have with each other about it."""
        found: dict[str, list[Problem]] = {}
        for code, *row in self._db.execute(
            "SELECT code, document, line, field, message, severity, place FROM problems WHERE code IS NOT NULL"
            " ORDER BY rowid"
        ):
            found.setdefault(code, []).append(Problem(*row))
        return found

    def _find(self, origin: str, name: str) -> _KnownDocument | None:
        """The document that came from `origin`, or else the one that is called `name`."""
        row = self._db.execute(f"{_KNOWN} WHERE origin = ?", (origin,)).fetchone()
        row = row or self._db.execute(f"{_KNOWN} WHERE path = ?", (name,)).fetchone()
        if row is None:
            return None
        number, path, sha, reader, came_from, codes, day, run, *report = row
        return _KnownDocument(number, path, sha, reader, came_from, tuple(json.loads(codes)), day, run, tuple(report))

    def _stored_report(self, known: _KnownDocument) -> DocumentReport:
        listed, stated, blank, unread, characters = known.report
        rows = self._db.execute(
            "SELECT document, line, field, message, severity, place FROM problems WHERE document_id = ?"
            " AND code IS NULL ORDER BY rowid",
            (known.id,),
        )
        spans = json.loads(unread)
        return DocumentReport(
            known.path,
            "unchanged",
            known.codes,
            listed,
            stated,
            blank,
            sum(end - start for start, end in spans),
            len(spans),
            tuple(Problem(*row) for row in rows),
            characters,
        )

    def _replaced(self, known: _KnownDocument, document: Document, values: Iterable[Value]) -> Iterable[Problem]:
        """A problem for each contact or name that a document of the same name, but from another place, changes."""
        lines = Lines(document.text, document.spots)
        said: dict[str, list[ValueRow]] = {}
        for value in values:
            said.setdefault(value.code, []).append(row_of(value, lines))
        for code in known.codes:
            now = said.get(code, [])
            # the plus has SQLite find the few values of the commitment, not all of the document for each
            was = self._db.execute(
                f"SELECT {VALUE_COLUMNS} FROM field_values v WHERE v.code = ? AND +v.document_id = ?", (code, known.id)
            )
            for field, new, old in contradictions(now, [ValueRow(*row) for row in was]):
                message = (
                    f"The {FIELD[field].label} of {code} was “{old[0].raw}” in the document of this name from "
                    f"{known.origin}, and is “{new.raw}” here. This one was taken for its newer state: check that it "
                    "is, and give it another name if it is not."
                )
                yield Problem(document.name, new.line, field, message, place=new.place)

    def _cut_off(self, known: _KnownDocument | None, reading: DocumentReading) -> Problem | None:
        """A problem where a document is only the beginning of what it was, and ends in the middle of a line.

        So end files that are still being written and downloads that broke off. A document that was shortened by hand
        ends with a line, and is believed.
        """
        if known is None or reading.document is None:
            return None
        (was,) = self._db.execute("SELECT text FROM documents WHERE id = ?", (known.id,)).fetchone()
        text = reading.document.text
        # what a cut character was decoded to may stand at the very end
        kept = text[:-_LAST_CHARACTERS]
        rest = was[len(text) :]
        if not kept or not rest or not was.startswith(kept) or text.endswith("\n") or rest.startswith(("\r", "\n")):
            return None
        return Problem(
            reading.document.name,
            line_of(text, len(text)),
            None,
            "The document breaks off in the middle of a line that used to go on. What was known from it stays: "
            "save it again.",
            "error",
        )


def _checked(reading: DocumentReading) -> DocumentReading:
    """A reading of which each value is a quotation for a field that there is; ValueError for any other.

    What is packed is cut from its text by its place.
    """
    text = reading.document.text if reading.document else ""
    for value in () if isinstance(reading.values, Packed) else reading.values:
        if value.field not in FIELD or text[value.start : value.end] != value.raw:
            raise ValueError(
                f"what is read as {value.field} at {value.start} to {value.end} is no quotation for a field"
            )
    return reading


def failure(name: str, error: Exception) -> Problem:
    """The problem of a document whose reading or storing raised `error`, of which the log gets the whole."""
    if isinstance(error, ReadError):
        if error.traceback:
            _log.error("reading %s failed\n%s", name, error.traceback)
        return Problem(name, None, None, str(error), "error")
    _log.error("taking %s failed", name, exc_info=error)
    return Problem(name, None, None, FAULT, "error")


def _report(name: str, reading: DocumentReading) -> DocumentReport:
    codes: set[str] = set()
    listed: set[str] = set()
    count = blank = 0
    for value in reading.values:
        if value.origin == "index":
            listed.add(value.code)
        else:
            codes.add(value.code)
            count += 1
            blank += value.blank
    return DocumentReport(
        name,
        "read",
        tuple(sorted(codes)),
        len(listed),
        count,
        blank,
        sum(span.end - span.start for span in reading.unread),
        len(reading.unread),
        tuple(_renamed(reading.problems, name)),
        len(reading.document.text) if reading.document else 0,
    )


def _renamed(problems: Iterable[Problem], name: str) -> Iterable[Problem]:
    return (replace(problem, document=name) for problem in problems)


def _other_commitments(known: _KnownDocument, reading: DocumentReading) -> bool:
    codes = {value.code for value in reading.values if value.origin != "index"}
    return bool(codes) and bool(known.codes) and not codes & set(known.codes)


def _longer_name(arrival: Arrival) -> str:
    parents = PurePath(arrival.origin).parts
    depth = len(PurePath(arrival.name).parts)
    return "/".join(parents[-depth - 1 :]) if len(parents) > depth else f"{arrival.name} ({arrival.origin})"
