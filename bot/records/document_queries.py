"""What is known of the documents themselves, read from `commitments.db`, and what of them was not read."""

from __future__ import annotations

import json
import re
import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.records.contacts import find_emails
from bot.records.fields import FIELDS
from bot.records.frozen import dataclass
from bot.records.model import UnreadPassage, Value
from bot.records.schema import in_batches
from bot.records.text import Lines
from bot.records.text import words as folded

PASSAGE = "passage"
"""Stands where a value has its field, for a passage of which no field is known."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A passage as it is stored, with its document and place; `fields` are those that it is likely to be of."""

    fields: tuple[str, ...]
    code: str
    raw: str
    start: int
    end: int
    doc: str
    url: str | None
    document_id: int
    line: int
    before: str
    after: str
    row: int | None = None
    column: int | None = None
    place: str | None = None


def write_passages(
    connection: sqlite3.Connection,
    document_id: int,
    passages: Collection[UnreadPassage],
    values: Iterable[Value],
    text: str,
    lines: Lines,
    tied: Mapping[str, str],
) -> None:
    """Keep the passages of a document, each with the commitment whose values stand before it (the first at the top).

    `tied` are the codes under which keys that were made are found.
    """
    connection.execute("DELETE FROM unread_passages WHERE document_id = ?", (document_id,))
    own: list[tuple[int, str]] = []
    if not all(one.code for one in passages):  # those of a table say of which commitment they are
        own = sorted((value.start, tied.get(value.code, value.code)) for value in values if value.origin != "index")
        if not own:
            return
    starts = [start for start, _code in own]
    connection.executemany(
        "INSERT INTO unread_passages VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            (
                tied.get(one.code, one.code) if one.code else own[max(bisect_right(starts, one.start) - 1, 0)][1],
                document_id,
                one.start,
                one.end,
                text[one.start : one.end],
                *lines.place(one.start, one.end),
                json.dumps(one.fields),
                one.row,
                one.column,
                lines.where(one.start),
            )
            for one in passages
        ),
    )


@dataclass(frozen=True, slots=True)
class Newest:
    """The document that speaks for the latest day (ISO 8601)."""

    doc: str
    url: str | None
    day: str


class CellPlace(NamedTuple):
    """Where a cell stands, in words: its sheet (empty where there are none), its column's heading.

    `heads`: it is the heading itself, which a mark in the column says of a commitment. `format` is its document's.
    """

    format: str
    sheet: str
    heading: str
    heads: bool


_ACCENTED = re.compile(r"[aeiouyncsz]|[^a-z0-9]")
"""Letters that may bear an accent in a document though they were typed without one."""
MOST_READ = 300_000
"""Passages, from which on they are not gone through for a single word."""
_CODE = "SELECT 1 FROM commitments WHERE lower(code) = ?"


class DocumentQueries:
    """The part of a store that knows documents."""

    _db: sqlite3.Connection
    _tables: dict[int, tuple[str, list[tuple[int, str, list[str]]]]]

    def cell_place(self, document_id: int, line: int, column: int) -> CellPlace | None:
        """Where a cell of a document's table stands; None where its document has no table there."""
        if document_id not in self._tables:
            row = self._db.execute("SELECT format, tables FROM documents WHERE id = ?", (document_id,)).fetchone()
            self._tables[document_id] = (row[0], json.loads(row[1])) if row else ("", [])
        kind, tables = self._tables[document_id]
        above = [table for table in tables if table[0] <= line]
        if not above:
            return None
        first, sheet, headings = above[-1]
        named = headings[column - 1] if 0 < column <= len(headings) else ""
        return CellPlace(kind, sheet, named, heads=kind != "json" and first == line)

    def columns_of(self, name: str) -> list[tuple[str, int]]:
        """The headings of the columns that state a field of one value, where a table has several for it.

        With how many values come from each, the most first.
        """
        rows = self._db.execute(
            "SELECT t.y, json_extract(d.tables, '$[0][2][' || (t.z - 1) || ']'), sum(t.n)"
            " FROM tallies t JOIN documents d ON d.id = t.y"
            " WHERE t.tally = 'column' AND t.x = ? AND json_array_length(d.tables) = 1"
            " GROUP BY t.y, t.z ORDER BY 3 DESC, t.z",
            (name,),
        ).fetchall()
        several = {document for document, number in Counter(row[0] for row in rows).items() if number > 1}
        return [(heading, number) for document, heading, number in rows if document in several and heading]

    def every_commitment(self) -> Iterator[tuple[object, ...]]:
        """code, title, the other fields as `FIELDS` has them, whether it has a page; by code.

        Last its documents and their addresses, each as a JSON list.
        """
        fields = ", ".join(f'c."{field.name}"' for field in FIELDS if field.name != "title")
        quoted = "FROM field_values v JOIN documents d ON d.id = v.document_id WHERE v.code = c.code"
        return self._db.execute(
            f"SELECT c.code, c.title, {fields}, c.has_page, (SELECT json_group_array(DISTINCT d.path) {quoted}),"
            f" (SELECT json_group_array(DISTINCT d.url) {quoted} AND d.url <> '') FROM commitments c ORDER BY c.code"
        )

    def every_value(self) -> Iterator[tuple[object, ...]]:
        """code, field, position, raw, value, precision; document, address, place, line, start, end; by code."""
        return self._db.execute(
            "SELECT v.code, v.field, v.position, v.raw, v.value, v.precision, d.path, d.url, v.place, v.line,"
            ' v.start, v."end" FROM field_values v JOIN documents d ON d.id = v.document_id'
            " ORDER BY v.code, v.field, v.position, v.start"
        )

    def shown(self, text: str) -> str:
        """A text as whoever reads this store may see it."""
        raise NotImplementedError

    def may_hold(self, words: Sequence[str]) -> bool:
        """Whether these folded words stand behind each other in some value, label or passage, as far as is known.

        Of dates, ratings, codes and what was not understood too; addresses are left out. Of very many passages it is
        not known.
        """
        searched = "SELECT 1 FROM commitments_fts WHERE commitments_fts MATCH ? LIMIT 1"
        if not words or self._db.execute(searched, (f'"{" ".join(words)}"',)).fetchone():
            return True
        if (self._db.execute("SELECT max(rowid) FROM unread_passages").fetchone()[0] or 0) > MOST_READ:
            return True
        said = f" {' '.join(words)} "
        longest = max(words, key=len)
        found = (
            "SELECT said FROM (SELECT x AS said FROM tallies WHERE tally = 'value'"
            ' UNION ALL SELECT DISTINCT before FROM field_values WHERE "row" IS NULL'
            " UNION ALL SELECT before || raw || after FROM unread_passages)"
            " WHERE said LIKE ? OR (said GLOB '*[^ -~]*' AND said LIKE ?)"
        )
        for (text,) in self._db.execute(found, (f"%{longest}%", f"%{_ACCENTED.sub('_', longest)}%")):
            bare = self.shown(text)
            for one in reversed(find_emails(bare)):
                bare = f"{bare[: one.start]} {bare[one.end :]}"
            if said in f" {' '.join(folded(bare))} ":
                return True
        return bool(len(words) == 1 and self._db.execute(_CODE, (words[0],)).fetchone())

    def newest_document(self) -> Newest | None:
        """The document of the latest day, of several the one that was read last; None where there is none."""
        row = self._db.execute(
            "SELECT path, url, day FROM documents ORDER BY day DESC, run DESC, path LIMIT 1"
        ).fetchone()
        return Newest(*row) if row else None

    def documents(self) -> list[tuple[str, str]]:
        """(path, day that it speaks for) of every document, by path."""
        return list(self._db.execute("SELECT path, day FROM documents ORDER BY path"))

    def earlier_documents(self, codes: Sequence[str]) -> dict[tuple[str, int], tuple[str | None, str]]:
        """(code, document id) → (its own date, the day of its ingest) of each document that does not speak first."""
        found: dict[tuple[str, int], tuple[str | None, str]] = {}
        for marks, part in in_batches(list(codes)):
            rows = self._db.execute(
                "SELECT h.code, d.id, d.date, d.ingested_at FROM history h JOIN documents d ON d.id = h.document_id"
                f" WHERE h.living = 1 AND h.code IN ({marks})",
                part,
            )
            found |= {(code, document_id): (date, read) for code, document_id, date, read in rows}
        return found

    def unread(self, codes: Sequence[str]) -> dict[str, list[Unread]]:
        """code → what was not read of its documents, by place; only those of which there is something."""
        found: dict[str, list[Unread]] = {}
        for marks, part in in_batches(list(codes)):
            rows = self._db.execute(
                'SELECT u.fields, u.code, u.raw, u.start, u."end", d.path, d.url, d.id, u.line, u.before, u.after,'
                ' u."row", u."column", u.place'
                f" FROM unread_passages u JOIN documents d ON d.id = u.document_id WHERE u.code IN ({marks})"
                " ORDER BY d.day DESC, d.run DESC, d.path, u.start",
                part,
            )
            for fields, *row in rows:
                found.setdefault(row[0], []).append(Unread(tuple(json.loads(fields)), *row))
        return found

    def unread_fields(self, codes: Sequence[str] | None) -> Iterator[tuple[str, str]]:
        """(code, field) of each field that what was not read is likely to be of; without `codes`, of all."""
        sql = "SELECT u.code, f.value FROM unread_passages u, json_each(u.fields) f"
        if codes is None:
            yield from self._db.execute(sql)
            return
        for marks, part in in_batches(codes):
            yield from self._db.execute(f"{sql} WHERE u.code IN ({marks})", part)

    def doubted(self, codes: Sequence[str] | None) -> set[tuple[str, str]]:
        """(code, field) of each field that a problem of the commitment's document names, at the commitment's place."""
        spoken = "SELECT document_id FROM problems WHERE field IS NOT NULL AND code IS NULL"
        values = (
            "SELECT code, document_id, min(line) AS first, max(line) AS last FROM field_values"
            " WHERE {} AND origin <> 'index' GROUP BY code, document_id"
        )
        sql = (
            f"SELECT v.code, p.field FROM ({values}) v"
            " JOIN problems p ON p.document_id = v.document_id JOIN documents d ON d.id = v.document_id"
            " WHERE p.field IS NOT NULL AND p.code IS NULL"
            " AND (d.codes NOT LIKE '%,%' OR p.line BETWEEN v.first AND v.last)"
        )
        if codes is None:
            return set(self._db.execute(sql.format(f"document_id IN ({spoken})")))
        return {
            row
            for marks, part in in_batches(list(codes))
            for row in self._db.execute(sql.format(f"code IN ({marks})"), part)
        }
