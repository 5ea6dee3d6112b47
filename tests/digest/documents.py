"""Reading a folder of documents as on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ingest import main as read_documents


def ingest(corpus: Path, database: Path, day: date, *options: str) -> None:
    """Read the documents of a folder as on a day."""
    assert read_documents([str(corpus), "--db", str(database), "--as-of", day.isoformat(), *options]) == 0
