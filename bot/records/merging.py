"""The commitments that documents describe: what each of them holds, by field, and what is left in its history."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.records.fields import FIELD
from bot.records.model import Change
from bot.records.revisions import (
    ASK,
    FIRST,
    NEWEST,
    Provenance,
    Revision,
    ValueRow,
    carried,
    chain,
    changes_along,
    contradictions,
    goes_first,
    in_order,
    latest,
    record,
    trusted,
)
from bot.records.schema import in_batches

VALUE_COLUMNS = ", ".join(f'v."{name}"' for name in ValueRow._fields)
_COLUMNS = ", ".join(f'"{name}"' for name in ValueRow._fields)
_Noted = list[tuple[Change, int | None]]
_Record = list[tuple[Provenance, tuple[ValueRow, ...]]]
_LEADING = (
    " AND NOT EXISTS (SELECT 1 FROM history h WHERE h.code = v.code AND h.document_id = v.document_id AND h.living)"
)
"""What the record holds of the document that speaks first; what it holds of others is whole in their history."""
_LIVING, _FIRST = 1, 2
_CHECK = "check whether one of them has a wrong code or is out of date."
_GOES_FIRST = {
    NEWEST: f"The one here goes first in the record: {_CHECK}",
    FIRST: f"The earlier of the two goes first in the record: {_CHECK}",
    ASK: "Neither goes first in the record (TRUST=ask) until you decide: correct or remove one of the two documents.",
}


@dataclass(frozen=True, slots=True)
class Superseded:
    """A document that was read again, as it was before. `same`: its bytes are the same, only the reader is another."""

    source: Provenance
    same: bool = False
    gone: bool = False


class Merging:
    """Merges what one ingest's documents say, in its open transaction; `finish` comes once, after the last of them."""

    def __init__(self, connection: sqlite3.Connection, day: str, run: int, trust: str = NEWEST) -> None:
        self._db = connection
        self._trust = self._trusted = trust
        self._day = day
        self._run = run
        self._noted_before: dict[str, _Noted] = {}
        self._left: dict[str, Superseded] = {}
        self._gone: set[int] = set()
        self._told: set[str] = set()
        self.touched: set[str] = set()
        self.ties: dict[str, str] = dict(connection.execute("SELECT made, code FROM ties"))

    def merge(
        self, said: Mapping[str, list[Revision]], superseded: Mapping[int, Superseded], *, more: bool = False
    ) -> None:
        """Take what documents say now, by code, and what the documents of `superseded` revisions no longer say.

        With `more` it is a part of what one document says; what that no longer says is known after its last part.
        """
        self._gone |= {document_id for document_id, seen in superseded.items() if seen.gone}
        left = set() if more else self._described_by(superseded) - self._told
        if more:
            self._told |= said.keys()
        else:
            self._told.clear()
        for marks, codes in in_batches(sorted(left.union(said))):
            current, others = self._current(marks, codes, superseded), self._history(marks, codes)
            noted = self._noted(marks, codes)
            new: list[Revision] = []
            for code in codes:
                before = [*others.get(code, []), *([current[code]] if code in current else [])]
                now = said.get(code, [])
                if not before and len(now) == 1:
                    new += now  # as in most ingests most are: nothing is held of them, and one document describes them
                else:
                    self._write(code, before, self._next(code, before, now, superseded), noted.get(code, []))
            write_values(self._db, new)
            self.touched.update(revision.code for revision in new)

    def trust_otherwise(self, before: str) -> None:
        """Merge anew what several documents describe, which an earlier ingest did by another setting."""
        self._trusted = before
        rows = self._db.execute("SELECT DISTINCT code FROM history WHERE living")
        self.merge({code: [] for (code,) in rows}, {})
        self._trusted = self._trust

    def lose(self, code: str, revision: Revision, superseded: Superseded) -> None:
        """Note that a commitment is no longer known at all: what an index said of it becomes its history."""
        if self._db.execute("SELECT 1 FROM history WHERE code = ?", (code,)).fetchone():
            return  # a page of its own is gone too, and that has been noted
        last = Revision(code, self._as_known(superseded.source), revision.rows, living=False)
        self._write(code, [], [last, self._farewell(code, superseded, [])], [])

    def living(self, codes: Iterable[str]) -> list[Revision]:
        """What documents say now of the commitments `codes`."""
        found: list[Revision] = []
        for marks, part in in_batches(sorted(codes)):
            current, others = self._current(marks, part, {}), self._history(marks, part)
            found += current.values()
            found += [revision for revisions in others.values() for revision in revisions if revision.living]
        return found

    def move(self, old: str, new: str, made: str) -> None:
        """Have said of `new` what is said of `old` under the key `made`."""
        marks, codes = "?,?", [old, new]
        current, others, noted = self._current(marks, codes, {}), self._history(marks, codes), self._noted(marks, codes)
        before = {code: [*others.get(code, []), *([current[code]] if code in current else [])] for code in codes}
        going = [revision for revision in before[old] if made in (old, revision.made)]
        coming = [replace(revision, code=new, made=made if made == old else "") for revision in going]
        self._write(
            old, before[old], [revision for revision in before[old] if revision not in going], noted.get(old, [])
        )
        self._write(new, before[new], [*before[new], *coming], noted.get(new, []))
        for revision in going:
            self._db.execute(
                "UPDATE unread_passages SET code = ? WHERE code = ? AND document_id = ?", (new, old, revision.source.id)
            )

    def finish(self) -> list[Change]:
        """Say what became of commitments whose document left them; gives the changes that this ingest brought."""
        for marks, codes in in_batches(sorted(self._left)):
            current, others = self._current(marks, codes, {}), self._history(marks, codes)
            noted = self._noted(marks, codes)
            for code in codes:
                before = [*others.get(code, []), *([current[code]] if code in current else [])]
                superseded, leading = self._left[code], latest(before, self._trust)
                if leading is None or in_order(before)[-1] is not leading:
                    after = [*before, self._farewell(code, superseded, before)]
                    self._write(code, before, after, noted.get(code, []))
        return self._new_changes()

    def _farewell(self, code: str, superseded: Superseded, revisions: Iterable[Revision]) -> Revision:
        """From today on other documents speak for the commitment, or none."""
        was = self._as_known(superseded.source)
        today = replace(was, day=max(self._day, was.day), run=self._run)
        rows = tuple(row for _source, rows in _held(revisions, self._trust) for row in rows)
        return Revision(code, today, rows, living=False)

    def _as_known(self, source: Provenance) -> Provenance:
        """A speaker as the history names it: without the number of its document once that is gone."""
        return replace(source, id=None) if source.id in self._gone else source

    def _next(
        self, code: str, before: list[Revision], said: list[Revision], superseded: Mapping[int, Superseded]
    ) -> list[Revision]:
        """The revisions of a commitment, with those of documents that were read again replaced or left to history."""
        led = latest(before, self._trusted)
        kept: list[Revision] = []
        better: list[tuple[Revision, Revision]] = []
        for revision in before:
            seen = superseded.get(revision.source.id) if revision.living and revision.source.id is not None else None
            now = next((one for one in said if one.source.id == revision.source.id), None)
            if seen is None:
                kept.append(revision)
            elif seen.same:
                better += [(revision, now)] if now else []
            else:
                kept.append(replace(revision, source=self._as_known(revision.source), living=False))
                if now is None and revision is led:
                    self._left[code] = seen
        for old, new in better:
            kept = [one if one.living else carried(one, old, new) for one in kept]
        return [*kept, *said]

    # -- reading what is held ------------------------------------------------------------------------------------

    def _described_by(self, superseded: Mapping[int, Superseded]) -> set[str]:
        codes: set[str] = set()
        for marks, ids in in_batches(list(superseded)):
            codes |= {
                code
                for (code,) in self._db.execute(
                    f"SELECT code FROM field_values WHERE document_id IN ({marks}) AND origin <> 'index'"
                    f" UNION SELECT code FROM history WHERE document_id IN ({marks}) AND living",
                    [*ids, *ids],
                )
            }
        return codes

    def _current(self, marks: str, codes: list[str], superseded: Mapping[int, Superseded]) -> dict[str, Revision]:
        """What the record holds, said by its document as that was before it was read again."""
        held = held_revisions(self._db, marks, codes, index=False)
        for code, revision in held.items():
            if revision.source.id is not None and (seen := superseded.get(revision.source.id)):
                held[code] = replace(revision, source=seen.source)
        for made, code in self.ties.items():
            if code in held and self._says(held[code].source, made):
                held[code] = replace(held[code], made=made)
        return held

    def _says(self, source: Provenance, code: str) -> bool:
        """Whether a document itself names this code."""
        row = self._db.execute("SELECT codes FROM documents WHERE id = ?", (source.id,)).fetchone()
        return row is not None and code in json.loads(row[0])

    def _history(self, marks: str, codes: list[str]) -> dict[str, list[Revision]]:
        found: dict[str, list[Revision]] = {}
        for code, document_id, name, day, run, living, made, says in self._db.execute(
            "SELECT code, document_id, document, day, run, living, made, says FROM history"
            f" WHERE code IN ({marks}) ORDER BY rowid",
            codes,
        ):
            rows = tuple(ValueRow(*row) for row in json.loads(says))
            source = Provenance(document_id, name, day, run)
            found.setdefault(code, []).append(Revision(code, source, rows, bool(living), made))
        return found

    def _noted(self, marks: str, codes: list[str]) -> dict[str, _Noted]:
        found: dict[str, _Noted] = {}
        for *change, document_id in self._db.execute(
            f"SELECT code, field, old, new, document, at, document_id FROM changes WHERE code IN ({marks}) ORDER BY id",
            codes,
        ):
            found.setdefault(change[0], []).append((Change(*change), document_id))
        return found

    # -- writing -------------------------------------------------------------------------------------------------

    def _write(self, code: str, before: list[Revision], after: list[Revision], noted: _Noted) -> None:
        leading, held, holds = latest(after, self._trust), _held(before, self._trusted), _held(after, self._trust)
        if held != holds:
            self._write_values(code, held, holds)
        if len(before) + len(after) <= 1:
            return
        kept = chain(after)
        whole = leading is None or dict(holds).get(leading.source) == leading.rows
        self._write_history(code, [revision for revision in kept if revision is not leading or not whole], leading)
        changes = changes_along(kept, self._trust)
        if changes != noted:
            self._noted_before.setdefault(code, noted)
            self._db.execute("DELETE FROM changes WHERE code = ?", (code,))
            self._db.executemany(
                "INSERT INTO changes (code, field, old, new, document, at, document_id) VALUES (?,?,?,?,?,?,?)",
                [(c.code, c.field, c.old, c.new, c.document, c.at, document_id) for c, document_id in changes],
            )
        self._write_contradictions(code, leading, after)

    def _write_values(self, code: str, held: _Record, holds: _Record) -> None:
        if held:
            self._db.execute("DELETE FROM field_values WHERE code = ? AND origin <> 'index'", (code,))
        write_values(self._db, [Revision(code, source, tuple(rows)) for source, rows in holds])
        self.touched.add(code)

    def _write_history(self, code: str, revisions: Iterable[Revision], leading: Revision | None) -> None:
        self._db.execute("DELETE FROM history WHERE code = ?", (code,))
        self._db.executemany(
            "INSERT INTO history (code, document_id, document, day, run, living, made, says) VALUES (?,?,?,?,?,?,?,?)",
            [
                (
                    *(code, by.id, by.name, by.day, by.run),
                    _FIRST if revision is leading else _LIVING * revision.living,
                    revision.made,
                    json.dumps(revision.rows, ensure_ascii=False),
                )
                for revision in revisions
                for by in (revision.source,)
            ],
        )

    def _write_contradictions(self, code: str, leading: Revision | None, revisions: list[Revision]) -> None:
        """Say where two documents contradict each other: one of them has a wrong code, or is out of date."""
        self._db.execute("DELETE FROM problems WHERE code = ?", (code,))
        if leading is None:
            return
        by = leading.source
        for other in revisions:
            if not other.living or other is leading:
                continue
            for field, mine, theirs in contradictions(leading.rows, other.rows):
                where = theirs[0].place or f"line {theirs[0].line}"
                message = (
                    f"The {FIELD[field].label} of {code} is “{mine.raw}” here, but “{theirs[0].raw}” in "
                    f"{other.source.name}, {where}. {_GOES_FIRST[goes_first(self._trust, field)]}"
                )
                self._db.execute(
                    "INSERT INTO problems (document_id, document, line, field, message, severity, place, code)"
                    " VALUES (?,?,?,?,?,'warning',?,?)",
                    (by.id, by.name, mine.line, field, message, mine.place, code),
                )

    def _new_changes(self) -> list[Change]:
        found: list[Change] = []
        for marks, codes in in_batches(sorted(self._noted_before)):
            for code, noted in sorted(self._noted(marks, codes).items()):
                known = [change for change, _ in self._noted_before[code]]
                found += [change for change, _ in noted if change not in known]
        return found


def held_revisions(connection: sqlite3.Connection, marks: str, codes: list[str], *, index: bool) -> dict[str, Revision]:
    """code → what the record holds of it: from an `index`, or from the document that describes it."""
    rows: dict[str, list[ValueRow]] = {}
    sources: dict[str, Provenance] = {}
    for code, document_id, name, day, run, *columns in connection.execute(
        f"SELECT v.code, d.id, d.path, d.day, d.run, {VALUE_COLUMNS} FROM field_values v"
        f" JOIN documents d ON d.id = v.document_id WHERE v.code IN ({marks}) AND (v.origin = 'index') = ?"
        f"{'' if index else _LEADING}"
        " ORDER BY v.rowid",
        [*codes, index],
    ):
        rows.setdefault(code, []).append(ValueRow(*columns))
        sources[code] = Provenance(document_id, name, day, run)
    return {code: Revision(code, sources[code], tuple(held)) for code, held in rows.items()}


def _held(revisions: Iterable[Revision], trust: str) -> _Record:
    """What the record holds of a commitment by these revisions of it."""
    return record(trusted([revision for revision in revisions if revision.living]), trust)


def write_values(connection: sqlite3.Connection, revisions: Iterable[Revision]) -> None:
    """Write the rows of revisions."""
    connection.executemany(
        f"INSERT INTO field_values (code, document_id, {_COLUMNS}) VALUES (?,?{',?' * len(ValueRow._fields)})",
        [(revision.code, revision.source.id, *row) for revision in revisions for row in revision.rows],
    )
