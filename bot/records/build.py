"""Documents → `commitments.db`, in one transaction: the only importer of sqlite_utils.

What is in the file follows from the documents alone, whatever their order: where two documents describe one
commitment, the later one wins (`_Rank`) and what the earlier one said is left in `changes`.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath

from sqlite_utils import Database

from bot.records import schema
from bot.records.fields import FIELD, FIELDS
from bot.records.model import Change, Document, Problem, Reading, Value
from bot.records.names import names_in
from bot.records.places import country_rows
from bot.records.periods import bounds

Read = Callable[[str, bytes, str | None], Reading]

_BATCH = 500
"""Documents held in memory at a time, so that memory does not grow with the corpus."""


class BuildError(RuntimeError):
    """The database cannot be used; the message is a sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One document at the door: how it is cited, where it came from, its bytes (or why there are none)."""

    name: str
    origin: str
    data: bytes | None
    url: str | None = None
    problem: Problem | None = None


@dataclass(slots=True)
class Report:
    """What one ingest did."""

    documents: int = 0
    unchanged: int = 0
    unreadable: int = 0
    commitments: int = 0
    index_only: int = 0
    fields: int = 0
    removed: int = 0
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


_Rank = tuple[str, int, list[tuple[bool, int | str]]]
_Row = tuple[str, str, int, str, str | None, str | None, int, int, str]


def build(
    path: Path,
    arrivals: Iterable[Arrival],
    read: Read,
    *,
    as_of: date,
    prune: bool = False,
    reader: str = "",
    progress: Callable[[Arrival, Reading | None], None] = lambda _arrival, _reading: None,
) -> Report:
    """Write what `arrivals` say into the database at `path`, all of it or nothing.

    `reader` names the version of the rules that read: where it is another than last time, unchanged documents are
    read again, and what they then say differently is no change of theirs. `prune` removes documents whose file is
    gone. Raises BuildError where the file is no database of ours or cannot be written.
    """
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=30)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        raise BuildError(f"{path} cannot be opened as a database ({error}): give another file with --db.") from error
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            _prepare(connection, path)
            report = _Build(connection, read, as_of, reader).run(arrivals, prune, progress)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise BuildError(f"{path} could not be written ({error}); it is as it was before.") from error
    finally:
        connection.close()
    return report


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    database = Database(connection, execute_plugins=False)
    tables = set(database.table_names())
    if not tables:
        for statement in (*_statements(schema.TABLES), *_statements(schema.INDEXES), *_statements(schema.SEARCH)):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")
    elif "field_values" not in tables or version != schema.VERSION:
        raise BuildError(
            f"{path} was not made by this version of Commitment Bot: move it away (it can always be rebuilt "
            "from the documents), or give another file with --db."
        )


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would end the transaction that we are in."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


class _Build:
    """One ingest's work; every method reads and writes within the one open transaction."""

    def __init__(self, connection: sqlite3.Connection, read: Read, as_of: date, reader: str) -> None:
        self.db = connection
        self.read = read
        self.as_of = as_of.isoformat()
        self.reader = reader
        self.same_reader = self._fact("reader") == reader
        self.run_number = int(self._fact("runs") or 0) + 1
        self.report = Report()
        self.touched: set[str] = set()

    def run(
        self, arrivals: Iterable[Arrival], prune: bool, progress: Callable[[Arrival, Reading | None], None]
    ) -> Report:
        batch: list[tuple[int, Document, Reading, bool]] = []
        for arrival in arrivals:
            reading, stored = self._arrive(arrival)
            progress(arrival, reading)
            if reading is not None and stored is not None and reading.document is not None:
                batch.append((stored[0], reading.document, reading, stored[1]))
            if len(batch) >= _BATCH:
                self._write(batch)
                batch.clear()
        self._write(batch)
        if prune:
            self._prune()
        self._derive()
        self._set_fact("reader", self.reader)
        if self.touched or self.report.changes:
            self._set_fact("runs", str(self.run_number))
            self._set_fact("as_of", max(self.as_of, self._fact("as_of") or ""))
        count = self.db.execute("SELECT count(*), sum(has_page = 0) FROM commitments").fetchone()
        self.report.commitments, self.report.index_only = count[0], count[1] or 0
        self.report.fields = self.db.execute("SELECT count(*) FROM field_values").fetchone()[0]
        return self.report

    # -- one document -------------------------------------------------------------------------------------------

    def _arrive(self, arrival: Arrival) -> tuple[Reading | None, tuple[int, bool] | None]:
        """Read one document and store it; ((document id, same bytes as before)) where it is to be written."""
        if arrival.data is None:
            self._refuse(arrival, [arrival.problem] if arrival.problem else [])
            return None, None
        sha = hashlib.sha256(arrival.data).hexdigest()
        known = self.db.execute(
            "SELECT id, sha256, origin, codes FROM documents WHERE path = ?", (arrival.name,)
        ).fetchone()
        if known and known[1] == sha and self.same_reader:
            self.report.documents += 1
            self.report.unchanged += 1
            self.report.problems += self._stored_problems(known[0])
            return None, None
        reading = self.read(arrival.name, arrival.data, arrival.url)
        document = reading.document
        if document is None or not reading.values:
            self._refuse(arrival, reading.problems)
            return reading, None
        self.report.documents += 1
        self.report.problems += reading.problems
        codes = sorted({value.code for value in reading.values if value.origin != "index"})
        name = arrival.name
        if known and known[2] != arrival.origin and codes and not set(codes) & set(json.loads(known[3])):
            # another document of the same name: cite it with its folder rather than lose the first
            name = _longer_name(arrival)
            known = self.db.execute("SELECT id, sha256, origin, codes FROM documents WHERE path = ?", (name,)).fetchone()
        row = (
            name,
            document.url or arrival.url,
            document.format,
            sha,
            document.text,
            self.as_of,
            document.date,
            arrival.origin,
            self.run_number,
            json.dumps(codes),
            int(any(value.origin == "index" for value in reading.values)),
        )
        if known:
            self.touched |= {
                code for (code,) in self.db.execute(
                    "SELECT DISTINCT code FROM field_values WHERE document_id = ?", (known[0],)
                )
            }
            self.db.execute(
                "UPDATE documents SET path=?, url=?, format=?, sha256=?, text=?, ingested_at=?, date=?, origin=?,"
                " run=?, codes=?, lists=? WHERE id = ?",
                (*row, known[0]),
            )
            document_id = known[0]
        else:
            cursor = self.db.execute(
                "INSERT INTO documents (path, url, format, sha256, text, ingested_at, date, origin, run, codes, lists)"
                " VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                row,
            )
            document_id = int(cursor.lastrowid or 0)
        self._store_problems(document_id, name, reading.problems)
        return reading, (document_id, bool(known) and known[1] == sha)

    def _refuse(self, arrival: Arrival, problems: Iterable[Problem]) -> None:
        """A document that gives nothing: said, and what an earlier state of it gave is kept."""
        found = list(problems)
        self.report.unreadable += 1
        self.report.problems += found
        known = self.db.execute("SELECT id FROM documents WHERE path = ?", (arrival.name,)).fetchone()
        self._store_problems(known[0] if known else None, arrival.name, found)

    def _store_problems(self, document_id: int | None, name: str, problems: Iterable[Problem]) -> None:
        self.db.execute("DELETE FROM problems WHERE document = ?", (name,))
        self.db.executemany(
            "INSERT INTO problems VALUES (?,?,?,?,?,?)",
            [(document_id, name, p.line, p.field, p.message, p.severity) for p in problems],
        )

    def _stored_problems(self, document_id: int) -> list[Problem]:
        rows = self.db.execute(
            "SELECT document, line, field, message, severity FROM problems WHERE document_id = ?", (document_id,)
        )
        return [Problem(*row) for row in rows]

    # -- values --------------------------------------------------------------------------------------------------

    def _write(self, batch: Sequence[tuple[int, Document, Reading, bool]]) -> None:
        """Write the values of some documents, the earlier before the later, so that the later wins."""
        ranked = sorted(batch, key=lambda entry: self._rank(entry[0]))
        for document_id, document, reading, same_bytes in ranked:
            pages: dict[str, list[_Row]] = {}
            listed: dict[str, list[_Row]] = {}
            for value in reading.values:
                (listed if value.origin == "index" else pages).setdefault(value.code, []).append(_row(value))
            orphans = self._release(document_id, set(pages), set(listed))
            for code, rows in pages.items():
                self._settle(code, rows, document_id, document, "page", same_bytes)
            for code, rows in listed.items():
                self._settle(code, rows, document_id, document, "index", same_bytes)
            self._readopt(orphans)

    def _rank(self, document_id: int) -> _Rank:
        row = self.db.execute("SELECT coalesce(date, ingested_at), run, path FROM documents WHERE id = ?", (document_id,))
        day, run, path = row.fetchone()
        return day, run, _natural(path)

    def _release(self, document_id: int, pages: set[str], listed: set[str]) -> set[str]:
        """Codes that this document used to describe and no longer does: their values go, others may take over."""
        held = self.db.execute(
            "SELECT DISTINCT code, origin = 'index' FROM field_values WHERE document_id = ?", (document_id,)
        ).fetchall()
        orphans = set()
        for code, is_index in held:
            if code not in (listed if is_index else pages):
                orphans.add(code)
                self._drop(code, "index" if is_index else "page", document_id)
        return orphans

    def _drop(self, code: str, origin: str, document_id: int) -> None:
        old = self._current(code, origin)
        self.db.execute(
            "DELETE FROM field_values WHERE code = ? AND document_id = ? AND (origin = 'index') = ?",
            (code, document_id, origin == "index"),
        )
        self.touched.add(code)
        if origin == "page":
            self._note_changes(code, _summary(old[1]), {}, document_id, self.as_of)

    def _readopt(self, codes: Iterable[str]) -> None:
        """Give codes that lost their document to another stored document that describes or lists them."""
        for code in sorted(codes):
            prefix = code.rstrip("0123456789")
            rows = self.db.execute(
                "SELECT id, path, text, url, codes, lists FROM documents WHERE codes LIKE ? OR"
                " (lists AND codes LIKE ?)",
                (f'%"{code}"%', f'%"{prefix}%'),
            ).fetchall()
            for document_id, path, text, url, _codes, _lists in rows:
                reading = self.read(f"{path}.txt", text.encode("utf-8", "surrogatepass"), url)
                if reading.document is None:
                    continue
                for origin in ("page", "index"):
                    mine = [_row(v) for v in reading.values if v.code == code and (v.origin == "index") == (origin == "index")]
                    if mine:
                        self._settle(code, mine, document_id, reading.document, origin, same_bytes=False)

    def _current(self, code: str, origin: str) -> tuple[int | None, list[_Row]]:
        rows = self.db.execute(
            'SELECT code, field, position, raw, value, precision, start, "end", origin, document_id FROM field_values'
            " WHERE code = ? AND (origin = 'index') = ? ORDER BY field, position",
            (code, origin == "index"),
        ).fetchall()
        return (rows[0][-1] if rows else None), [row[:-1] for row in rows]

    def _settle(
        self, code: str, rows: list[_Row], document_id: int, document: Document, origin: str, same_bytes: bool
    ) -> None:
        """Let the later of two documents speak for a commitment; what the earlier said becomes history."""
        holder, held = self._current(code, origin)
        if holder is not None and holder != document_id and self._rank(holder) > self._rank(document_id):
            if origin == "page":
                self._note_changes(code, _summary(rows), _summary(held), holder, self._day(holder))
            return
        if holder == document_id and held == sorted(rows, key=lambda row: (row[1], row[2])):
            return
        self.db.execute(
            "DELETE FROM field_values WHERE code = ? AND (origin = 'index') = ?", (code, origin == "index")
        )
        self.db.executemany(
            'INSERT INTO field_values (code, field, position, raw, value, precision, start, "end", origin, document_id)'
            " VALUES (?,?,?,?,?,?,?,?,?,?)",
            [(*row, document_id) for row in rows],
        )
        self.touched.add(code)
        if origin == "page" and holder is not None and not same_bytes:
            self._note_changes(code, _summary(held), _summary(rows), document_id, document.date or self.as_of)

    def _day(self, document_id: int) -> str:
        row = self.db.execute("SELECT coalesce(date, ingested_at) FROM documents WHERE id = ?", (document_id,)).fetchone()
        return str(row[0])

    def _note_changes(
        self, code: str, old: dict[str, str], new: dict[str, str], document_id: int, at: str
    ) -> None:
        name = self.db.execute("SELECT path FROM documents WHERE id = ?", (document_id,)).fetchone()
        for changed in [one.name for one in FIELDS if old.get(one.name) != new.get(one.name)]:
            before, after = old.get(changed), new.get(changed)
            seen = self.db.execute(
                "SELECT 1 FROM changes WHERE code = ? AND field = ? AND old IS ? AND new IS ? AND at = ?",
                (code, changed, before, after, at),
            ).fetchone()
            if seen:
                continue
            self.db.execute(
                "INSERT INTO changes (code, field, old, new, document_id, at) VALUES (?,?,?,?,?,?)",
                (code, changed, before, after, document_id, at),
            )
            self.report.changes.append(Change(code, changed, before, after, name[0] if name else "", at))

    def _prune(self) -> None:
        gone = [
            (document_id, path)
            for document_id, path, origin in self.db.execute("SELECT id, path, origin FROM documents").fetchall()
            if not origin.startswith(("http://", "https://")) and not Path(origin).exists()
        ]
        orphans: set[str] = set()
        for document_id, path in gone:
            orphans |= self._release(document_id, set(), set())
            self.db.execute("DELETE FROM documents WHERE id = ?", (document_id,))
            self.db.execute("DELETE FROM problems WHERE document = ?", (path,))
            self.report.removed += 1
        self._readopt(orphans)

    # -- what follows from the values ----------------------------------------------------------------------------

    def _derive(self) -> None:
        codes = sorted(self.touched)
        for at in range(0, len(codes), _BATCH):
            self._derive_batch(codes[at : at + _BATCH])
        if codes:
            self._derive_countries()

    def _derive_batch(self, codes: list[str]) -> None:
        marks = ",".join("?" * len(codes))
        old = self.db.execute(
            f"SELECT id, {', '.join(schema.SEARCH_COLUMNS)} FROM commitment_texts WHERE code IN ({marks})", codes
        ).fetchall()
        self.db.executemany(
            "INSERT INTO commitments_fts (commitments_fts, rowid, title, institutions, people, areas, prose)"
            " VALUES ('delete', ?, ?, ?, ?, ?, ?)",
            old,
        )
        self.db.execute(f"DELETE FROM name_uses WHERE code IN ({marks})", codes)
        values: dict[str, list[Value]] = {code: [] for code in codes}
        for row in self.db.execute(
            'SELECT code, field, raw, start, "end", position, value, precision, origin FROM field_values'
            f" WHERE code IN ({marks}) ORDER BY code, origin = 'index', field, position",
            codes,
        ):
            values[row[0]].append(Value(*row))
        for code in codes:
            if values[code]:
                self._write_commitment(code, values[code])
                self._write_names(code, values[code])
            else:
                self.db.execute("DELETE FROM commitments WHERE code = ?", (code,))
        self.db.execute(
            "INSERT INTO commitments_fts (rowid, title, institutions, people, areas, prose)"
            f" SELECT id, {', '.join(schema.SEARCH_COLUMNS)} FROM commitment_texts WHERE code IN ({marks})",
            codes,
        )

    def _write_commitment(self, code: str, values: list[Value]) -> None:
        known = self.db.execute("SELECT id, first_seen FROM commitments WHERE code = ?", (code,)).fetchone()
        if known is None:
            known = (self.db.execute("SELECT coalesce(max(id), 0) + 1 FROM commitments").fetchone()[0], self.as_of)
        columns: dict[str, object] = {
            "code": code,
            "id": known[0],
            "prefix": code.rstrip("0123456789"),
            "number": int(re.sub(r"\D", "", code[-8:]) or 0),
            "has_page": int(any(value.origin != "index" for value in values)),
            "first_seen": known[1],
        }
        for name, text in _summary([_row(value) for value in values], normalised=True).items():
            columns[name] = text
        for name in ("start", "end"):
            first = next((v for v in values if v.field == name), None)
            span = bounds(name, first.value, first.precision) if first and first.value else (None, None)
            columns[f"{name}_from"], columns[f"{name}_to"] = span
        names = ", ".join(f'"{name}"' for name in columns)
        self.db.execute(
            f"INSERT OR REPLACE INTO commitments ({names}) VALUES ({','.join('?' * len(columns))})",
            list(columns.values()),
        )

    def _write_names(self, code: str, values: list[Value]) -> None:
        for value in values:
            members = json.loads(value.value) if FIELD[value.field].kind == "list" and value.value else None
            for kind, name, key in names_in(value.field, value.raw, members):
                row = self.db.execute("SELECT id FROM names WHERE kind = ? AND key = ?", (kind, key)).fetchone()
                if row is None:
                    cursor = self.db.execute("INSERT INTO names (kind, name, key) VALUES (?,?,?)", (kind, name, key))
                    row = (cursor.lastrowid,)
                    self.db.executemany(
                        "INSERT OR IGNORE INTO name_words VALUES (?,?,?)", [(w, kind, row[0]) for w in key.split()]
                    )
                self.db.execute("INSERT OR IGNORE INTO name_uses VALUES (?,?,?)", (row[0], value.field, code))

    def _derive_countries(self) -> None:
        self.db.execute("DELETE FROM country_names")
        self.db.execute("DELETE FROM countries")
        members = self.db.execute(
            "SELECT prefix, country, action_plan FROM commitments GROUP BY prefix, country, action_plan"
        ).fetchall()
        countries, names = country_rows(members)
        self.db.executemany("INSERT INTO countries VALUES (?,?)", countries)
        self.db.executemany("INSERT OR IGNORE INTO country_names VALUES (?,?)", names)
        unused = "SELECT id FROM names WHERE id NOT IN (SELECT name_id FROM name_uses)"
        self.db.execute(f"DELETE FROM name_words WHERE name_id IN ({unused})")
        self.db.execute(f"DELETE FROM names WHERE id IN ({unused})")

    def _fact(self, key: str) -> str | None:
        row = self.db.execute("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _set_fact(self, key: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO facts VALUES (?,?)", (key, value))


def _row(value: Value) -> _Row:
    return (
        value.code, value.field, value.position, value.raw, value.value, value.precision,
        value.start, value.end, value.origin,
    )  # fmt: skip


def _summary(rows: Iterable[_Row], *, normalised: bool = False) -> dict[str, str]:
    """field → what it says, its members joined by line breaks; the page's own word goes before an index's."""
    parts: dict[str, list[str]] = {}
    from_index: dict[str, bool] = {}
    for _code, name, _position, raw, value, _precision, _start, _end, origin in rows:
        if from_index.setdefault(name, origin == "index") == (origin == "index"):
            text = (value or raw) if normalised else raw
            if text not in parts.setdefault(name, []):
                parts[name].append(text)
    return {name: "\n".join(texts) for name, texts in parts.items()}


def _natural(name: str) -> list[tuple[bool, int | str]]:
    """A name's order as people see it: `X-2` before `X-10`, and `X` before both."""
    stem = str(PurePath(name).with_suffix(""))
    return [(part.isdigit(), int(part) if part.isdigit() else part) for part in re.split(r"(\d+)", stem) if part]


def _longer_name(arrival: Arrival) -> str:
    parents = PurePath(arrival.origin).parts
    depth = len(PurePath(arrival.name).parts)
    return "/".join(parents[-depth - 1 :]) if len(parents) > depth else f"{arrival.name} ({arrival.origin})"
