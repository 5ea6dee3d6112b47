"""Reading a folder of documents as on a day."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

from ingest import main as read_documents


def ingest(corpus: Path, database: Path, day: date, *options: str) -> None:
    """Read the documents of a folder as on a day."""
    handlers = logging.root.handlers[:]
    assert read_documents([str(corpus), "--db", str(database), "--as-of", day.isoformat(), *options]) == 0
    logging.root.handlers[:] = handlers  # a command of its own sets up its own log
