"""Documents → `commitments.db`, in one transaction: the only importer of sqlite_utils.

What is in the file follows from the documents alone, whatever their order (`revisions`). It is made beside the old one,
which a crash at any moment leaves whole, and which is read until the new one takes its place (`snapshots`).
"""

from __future__ import annotations

import gc
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import astuple, replace
from datetime import date
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from sqlite_utils import Database

from bot.records import schema
from bot.records.condition_queries import keep_tallies
from bot.records.countries import letters_of
from bot.records.derivation import Columns, derive
from bot.records.document_queries import write_passages
from bot.records.institutions import packaged_rules, resolve_institutions
from bot.records.known_documents import KnownDocuments, Read, ReadDocument, failure
from bot.records.listings import Listings, Reread
from bot.records.merging import Merging, Superseded
from bot.records.model import Arrival, DocumentReport, Packed, Report
from bot.records.record_linkage import tie, ties_within
from bot.records.revisions import NEWEST, Provenance, Revision, row_of
from bot.records.snapshots import NAME, UNSEALED, BuildError, beside, note_ancestor, swap_in
from bot.records.text import Lines

OnProgress = Callable[[int, str], None]
"""Told, before a document is read, how many came before it and its name; then, with no name, that all were read."""

_PATIENCE = 30.0
"""Seconds to wait for another program that writes."""

_CACHE = 64 * 1024
"""KiB of the database held in memory: its indexes are written in no order, and with SQLite's 2 MiB a large ingest
would fetch the same pages again and again."""

_MOST_DOCUMENTS = 500
_MOST_VALUES = 50_000
"""What is held before it is written, so that memory does not grow with the corpus."""

_SELDOM = 100_000
"""How many new objects there are before some that go in circles are looked for."""
_code = attrgetter("code")
_OF_VALUES = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, sqlite3.ProgrammingError)
"""The errors that say that a value cannot be stored."""


def build(
    path: Path,
    arrivals: Iterable[Arrival],
    read: Read,
    reread: Reread,
    *,
    as_of: date,
    prune: bool = False,
    progress: OnProgress = lambda _done, _name: None,
    trust: str = NEWEST,
) -> Report:
    """Write what `arrivals` say into the database at `path`, all of it or nothing.

    `read` takes a document's name, bytes and address, `reread` a document as stored, for what its index lists.
    `prune` removes documents whose file is gone, or whose site says so. `trust` (`contradictions.TRUST`) says which of
    two documents goes first in a field in which they contradict each other. `progress` is told of each document before
    it is read. BuildError where the file is no database of ours or cannot be written; it is then as it was before.
    """
    with _seldom_looked_for_circles(), _transaction(path) as database:
        work = _Ingest(database, read, reread, as_of.isoformat(), trust)
        work.read(arrivals, progress)
        progress(work.arrived, "")
        if prune:
            work.prune()
        return work.finish()


@contextmanager
def _seldom_looked_for_circles() -> Iterator[None]:
    """Nothing that is built goes in circles, and to look for them among all that is held takes a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _transaction(path: Path) -> Iterator[Database]:
    """A copy of the database at `path`, or a new one, within one transaction; if changed, it takes that place then."""
    try:
        with beside(path, _PATIENCE) as work:
            with closing(sqlite3.connect(work, isolation_level=None)) as connection:
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute(f"PRAGMA cache_size = -{_CACHE}")
                connection.execute("PRAGMA synchronous = OFF")  # a crash leaves it to be thrown away
                connection.execute("BEGIN IMMEDIATE")
                before = _prepare(connection)
                changes = connection.total_changes
                yield Database(connection, execute_plugins=False)
                changed = not before or connection.total_changes > changes
                if changed and before:
                    note_ancestor(connection, before)
                connection.execute("COMMIT")
            if changed:
                swap_in(work, path)
    except sqlite3.Error as error:
        said = f"{path} could not be written ({error}) and is as it was before: check its disk and permissions."
        raise BuildError(said) from error


def _prepare(connection: sqlite3.Connection) -> str:
    """Make the tables of a new database; gives the name of one that there is already."""
    if connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
        return str(connection.execute("SELECT sha256 FROM seal").fetchone()[0])[:NAME]
    for statement in schema.statements():
        connection.execute(statement)
    connection.execute("INSERT INTO seal VALUES (?)", [UNSEALED])
    connection.execute(f"PRAGMA user_version = {schema.VERSION}")
    return ""


class _Ingest:
    """One ingest's work within the open transaction."""

    def __init__(self, database: Database, read: Read, reread: Reread, day: str, trust: str) -> None:
        self._db = database
        self._day = day
        self._run = int(self._fact("runs") or 0) + 1
        self._trust = trust
        self._documents = KnownDocuments(database.conn, read, day, self._run, trust)
        self._merging = Merging(database.conn, day, self._run, trust)
        self._listings = Listings(database.conn, self._merging, reread)
        self._said: dict[str, list[Revision]] = {}
        self._superseded: dict[int, Superseded] = {}
        self._pending: set[int] = set()
        self._batch: list[ReadDocument] = []
        self._values = 0
        self._report = Report()
        self._trusted = self._fact("trust") or NEWEST
        if self._trusted != trust:
            self._merging.trust_otherwise(self._trusted)

    @property
    def arrived(self) -> int:
        """How many documents came."""
        return len(self._report.by_document)

    def read(self, arrivals: Iterable[Arrival], progress: OnProgress) -> None:
        """Read documents one after another; one that fails, in whatever way, stops no other."""
        for arrival in arrivals:
            progress(self.arrived, arrival.name)
            try:
                document = self._documents.read(arrival)
            except Exception as error:  # noqa: BLE001 - an edge: told as the document's problem, with a traceback logged
                document = ReadDocument(self._refused(arrival.name, error), seen=arrival.data is not None)
            full = len(self._batch) >= _MOST_DOCUMENTS or self._values >= _MOST_VALUES
            if full or (document.source and document.source.id in self._pending):
                self._merge()
            if not self._batch:
                self._db.execute("SAVEPOINT batch")
            self._batch.append(document)
            self._report.by_document.append(document.report)
            try:
                self._write(document)
            except Exception as error:  # noqa: BLE001 - an edge, as above
                self._merge_singly(error)

    def _merge(self) -> None:
        """Merge the documents that were written since the last time, all at once."""
        try:
            self._merge_written()
        except Exception as error:  # noqa: BLE001 - an edge: the document that is at fault is found, and told of
            self._merge_singly(error)
        self._end_batch()

    def _merge_singly(self, error: Exception) -> None:
        """Write and merge the documents of the batch anew, each by itself: those that can be stored are."""
        self._raise_if_the_database_fails(error)
        self._db.execute("ROLLBACK TO batch")
        self._forget()
        first = len(self._report.by_document) - len(self._batch)
        for number, document in enumerate(self._batch, first):
            self._db.execute("SAVEPOINT document")
            try:
                self._write(document)
                self._merge_written()
            except Exception as error:  # noqa: BLE001 - an edge: told as the document's problem, with a traceback logged
                report = self._refused(document.report.document, error)
                self._db.execute("ROLLBACK TO document")
                self._forget()
                self._report.by_document[number] = report
                self._write_problems(
                    ReadDocument(report, document.known if document.superseded else None, document.seen)
                )
            self._db.execute("RELEASE document")
        self._end_batch()

    def _end_batch(self) -> None:
        if self._batch:
            self._db.execute("RELEASE batch")
            self._batch = []

    def _refused(self, name: str, error: Exception) -> DocumentReport:
        self._raise_if_the_database_fails(error)
        return DocumentReport(name, "refused", problems=(failure(name, error),))

    @staticmethod
    def _raise_if_the_database_fails(error: Exception) -> None:
        """A full disk is no document's fault; a value that the database does not take is."""
        if isinstance(error, sqlite3.Error) and not isinstance(error, _OF_VALUES):
            raise error

    def _write(self, document: ReadDocument) -> None:
        """Write down a document and its problems, and note what it says, to be merged."""
        if document.source is not None and document.row is not None:
            self._upsert("documents", "id", [document.row])
        self._write_problems(document)
        if document.source is not None:
            self._collect(document, document.source)

    def _collect(self, document: ReadDocument, source: Provenance) -> None:
        assert source.id is not None
        many = isinstance(document.values, Packed)
        if many:
            self._merge_written()
        self._pending.add(source.id)
        if document.superseded:
            self._superseded[source.id] = document.superseded
        lines = Lines(document.text, document.spots)
        tied = self._ties_within(document)
        write_passages(self._db.conn, source.id, document.passages, document.values, document.text, lines, tied)
        described = (value for value in document.values if value.origin != "index")
        for made, values in groupby(described if many else sorted(described, key=_code), key=_code):
            code = tied.get(made, made)
            rows = tuple(row_of(value, lines) for value in values)
            self._said.setdefault(code, []).append(Revision(code, source, rows, made=made if made in tied else ""))
            self._values += len(rows)
            if many and self._values >= _MOST_VALUES:
                self._merging.merge(self._said, self._superseded, more=True)
                self._said, self._values = {}, 0
        if many:
            self._merge_written()
        else:
            self._listings.add(source, (value for value in document.values if value.origin == "index"), lines)

    def _ties_within(self, document: ReadDocument) -> Mapping[str, str]:
        ties = self._merging.ties
        return ties_within(ties, {value.code for value in document.values}) if ties else {}

    def _merge_written(self) -> None:
        self._merging.merge(self._said, self._superseded)
        self._listings.merge(self._superseded)
        self._forget()

    def _forget(self) -> None:
        self._listings.forget()
        self._said, self._superseded, self._pending, self._values = {}, {}, set(), 0

    def prune(self) -> None:
        """Remove the documents that are gone, and what only they said."""
        self._merge()
        gone = self._documents.gone()
        self._superseded = {document_id: Superseded(source, gone=True) for document_id, source in gone.items()}
        self._merge_written()
        for document_id, source in gone.items():
            for table in ("history", "changes"):
                self._db.execute(f"UPDATE {table} SET document_id = NULL WHERE document_id = ?", [document_id])
            for table in ("problems", "unread_passages"):
                self._db.table(table).delete_where("document_id = ?", [document_id])
            self._db.table("documents").delete(document_id)
            self._report.by_document.append(DocumentReport(source.name, "removed"))
        self._db.table("problems").delete_where("document_id IS NULL")

    def finish(self) -> Report:
        """Merge what is left, derive the rest, and say what was done."""
        self._merge()
        self._listings.finish()
        report = self._report
        tied, doubts = tie(self._db.conn, self._merging, self._day)
        report.changes = [*tied, *self._merging.finish()]
        touched = self._merging.touched
        derive(self._db.conn, touched, self._day, self._write_commitments)
        rules = packaged_rules()
        changed = self._fact("institutions") != rules.version
        countries = self._db.execute("SELECT DISTINCT prefix FROM commitments") if changed else ()
        prefixes = {letters_of(code) for code in touched} | {prefix for (prefix,) in countries}
        likely = resolve_institutions(self._db.conn, prefixes, rules)
        if prefixes:
            keep_tallies(self._db.conn, prefixes)
        self._count(report)
        report.gone = len(self._documents.gone())
        report.problems += [*doubts, *likely]
        if touched or report.changes or changed or self._trusted != self._trust:
            facts = {
                "institutions": rules.version,
                "runs": str(self._run),
                "trust": self._trust,
                "as_of": max(self._day, self._fact("as_of") or ""),
                "commitments": str(report.commitments),
                "pages": str(report.commitments - report.index_only),
            }
            self._db.table("facts").upsert_all([{"key": k, "value": v} for k, v in facts.items()], pk="key")
        return report

    def _write_commitments(self, rows: list[Columns]) -> None:
        self._upsert("commitments", "code", rows)

    def _upsert(self, table: str, key: str, rows: list[Columns]) -> None:
        """Rows with the same columns, in one statement: an index may list a hundred thousand commitments."""
        if not rows:
            return
        columns = ", ".join(f'"{name}"' for name in rows[0])
        new = ", ".join(f'"{name}" = excluded."{name}"' for name in rows[0])
        self._db.conn.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(rows[0]))})"
            f" ON CONFLICT ({key}) DO UPDATE SET {new}",
            [tuple(row.values()) for row in rows],
        )

    def _count(self, report: Report) -> None:
        states = Counter(one.state for one in report.by_document)
        report.documents = states["read"] + states["unchanged"]
        report.unchanged, report.unreadable, report.removed = states["unchanged"], states["refused"], states["removed"]
        self._tell_contradictions(report)
        report.problems = [problem for one in report.by_document for problem in one.problems]
        report.problems += self._listings.problems
        row = self._db.execute("SELECT count(*), coalesce(sum(has_page = 0), 0) FROM commitments").fetchone()
        report.commitments, report.index_only = row
        report.fields = self._db.table("field_values").count

    def _tell_contradictions(self, report: Report) -> None:
        """Name what two documents say against each other with the one whose problem it is, or else with the other.

        So it is told whichever of them an ingest brings, and once.
        """
        found = self._documents.contradictions()
        here = {one.document for one in report.by_document}
        for number, one in enumerate(report.by_document):
            told = []
            for code in one.commitments:
                held = found.get(code, [])
                told += [
                    problem for problem in held if problem.document == one.document or problem.document not in here
                ]
                found[code] = [problem for problem in held if problem not in told]
            if told:
                report.by_document[number] = replace(one, problems=(*one.problems, *told))

    def _write_problems(self, document: ReadDocument) -> None:
        """Keep the problems of a document that was read; those of one that is not there are only said."""
        if document.report.state == "unchanged" or not document.seen:
            return
        self._db.execute("DELETE FROM problems WHERE document = ? AND code IS NULL", [document.report.document])
        document_id = document.source.id if document.source else document.known
        self._db.conn.executemany(
            "INSERT INTO problems (document_id, document, line, field, message, severity, place)"
            " VALUES (?,?,?,?,?,?,?)",
            [(document_id, *astuple(problem)) for problem in document.report.problems],
        )

    def _fact(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM facts WHERE key = ?", [key]).fetchone()
        return str(row[0]) if row else None
