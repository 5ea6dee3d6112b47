"""What is known of the documents themselves, read from `commitments.db`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from bot.records.batches import in_batches


@dataclass(frozen=True, slots=True)
class Newest:
    """The document that speaks for the latest day (ISO 8601)."""

    doc: str
    url: str | None
    day: str


class DocumentQueries:
    """The part of a store that knows documents."""

    _db: sqlite3.Connection

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
                f" WHERE h.living AND h.code IN ({marks})",
                part,
            )
            found |= {(code, document_id): (date, read) for code, document_id, date, read in rows}
        return found
