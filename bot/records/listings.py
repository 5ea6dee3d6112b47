"""The commitments that indexes list: the latest document that lists one is quoted for it.

A member's pages each list all its commitments, so what documents list is folded together as it comes, code by code,
and never held page by page.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from bot.records.known_documents import failure
from bot.records.merging import Merging, Superseded, held_revisions, write_values
from bot.records.model import Document, Problem, Value
from bot.records.revisions import Provenance, Revision, ValueRow, row_of
from bot.records.schema import in_batches
from bot.records.text import Lines

Reread = Callable[[Document], Iterable[Value]]
"""The values of a document from its stored text."""


class _Listed(NamedTuple):
    """What a document lists of one commitment; most of it is listed by the next document too, and then not written."""

    rank: tuple[object, ...]
    source: Provenance
    values: list[Value]
    lines: Lines

    def revision(self, code: str) -> Revision:
        return Revision(code, self.source, tuple(row_of(value, self.lines) for value in self.values))


class Listings:
    """One ingest's indexes, merged within its open transaction; `finish` comes once, after the last document."""

    def __init__(self, connection: sqlite3.Connection, merging: Merging, reread: Reread) -> None:
        self._db = connection
        self._merging = merging
        self._reread = reread
        self._listed: dict[str, _Listed] = {}
        self.problems: list[Problem] = []
        self._orphans: dict[str, tuple[Revision, Superseded]] = {}

    def add(self, source: Provenance, values: Iterable[Value], lines: Lines) -> None:
        """Take what a document with these lines lists."""
        rank, listed = source.rank, self._listed
        for value in values:
            before = listed.get(value.code)
            if before is None or (before.source is not source and before.rank <= rank):
                listed[value.code] = _Listed(rank, source, [value], lines)
            elif before.source is source:
                before.values.append(value)

    def merge(self, superseded: Mapping[int, Superseded]) -> None:
        """Write what is listed where it is later than what is held, and take back what is no longer listed."""
        for marks, codes in in_batches(sorted({*self._listed, *self._listed_by(superseded)})):
            held = held_revisions(self._db, marks, codes, index=True)
            news: list[Revision] = []
            for code in codes:
                listed = self._listed.get(code)
                self._merge(code, held.get(code), listed.revision(code) if listed else None, superseded, news)
            write_values(self._db, news)
        self._listed.clear()

    def forget(self) -> None:
        """Leave out what is not merged yet."""
        self._listed.clear()

    def _merge(
        self,
        code: str,
        held: Revision | None,
        listed: Revision | None,
        superseded: Mapping[int, Superseded],
        news: list[Revision],
    ) -> None:
        seen = superseded.get(held.source.id) if held and held.source.id is not None else None
        if held and (listed is None or listed.source.rank < held.source.rank):
            if seen:
                # the document that was quoted no longer lists it; an earlier one may
                self._orphans[code] = held, seen
                self._clear(code)
            return
        if listed and listed != held:
            if held:
                self._clear(code)
            news.append(listed)
            self._merging.touched.add(code)

    def _clear(self, code: str) -> None:
        self._db.execute("DELETE FROM field_values WHERE code = ? AND origin = 'index'", (code,))
        self._merging.touched.add(code)

    def finish(self) -> None:
        """Look for another document that lists what lost its own; what is found nowhere is no longer known."""
        missing = set(self._orphans)
        for source, document in self._candidates() if missing else ():
            named = [code for code in missing if code in document.text]
            if not named:
                continue
            found: dict[str, list[ValueRow]] = {}
            try:
                values = self._reread(document)
            except Exception as error:  # noqa: BLE001 - an edge: another document may list the same
                self.problems.append(failure(document.name, error))
                continue
            lines = Lines(document.text, document.spots)
            for value in values:
                if value.origin == "index" and value.code in named:
                    found.setdefault(value.code, []).append(row_of(value, lines))
            write_values(self._db, [Revision(code, source, tuple(rows)) for code, rows in found.items()])
            self._merging.touched |= found.keys()
            missing -= found.keys()
            if not missing:
                break
        for code in sorted(missing):
            revision, superseded = self._orphans[code]
            known = self._db.execute("SELECT 1 FROM field_values WHERE code = ?", (code,)).fetchone()
            if not known and not superseded.same:
                self._merging.lose(code, Revision(code, superseded.source, revision.rows), superseded)

    def _candidates(self) -> Iterable[tuple[Provenance, Document]]:
        """The documents that list commitments, the latest first."""
        rows = self._db.execute("SELECT id, path, day, run FROM documents WHERE listed").fetchall()
        for source in sorted((Provenance(*row) for row in rows), key=lambda source: source.rank, reverse=True):
            path, text, kind, sha, url, day, spots = self._db.execute(
                "SELECT path, text, format, sha256, url, date, spots FROM documents WHERE id = ?", (source.id,)
            ).fetchone()
            yield source, Document(path, text, kind, sha, url, day, tuple(map(tuple, json.loads(spots))))

    def _listed_by(self, superseded: Mapping[int, Superseded]) -> set[str]:
        codes: set[str] = set()
        for marks, ids in in_batches(list(superseded)):
            sql = f"SELECT DISTINCT code FROM field_values WHERE document_id IN ({marks}) AND origin = 'index'"
            codes |= {code for (code,) in self._db.execute(sql, ids)}
        return codes
