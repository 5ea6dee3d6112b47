"""What `make run` does first: read the documents when they are newer than the database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

from bot.settings import Settings

HERE = Path(__file__).parent
CONNECT = (
    "This is the terminal chat. To connect Slack, set SLACK_BOT_TOKEN and SLACK_APP_TOKEN "
    "(README.md, “Connect Slack”) and run this again."
)


def prepare(settings: Settings) -> int:
    """Ingest the corpus when the database is missing or older than a document or reader; gives the exit code.

    A document that could not be read is reported by ingest and stops nothing: the others are in the database. Whoever
    reads published snapshots ingests nothing.
    """
    if settings.snapshots or is_fresh(settings.commitments_db, settings.corpus):
        return 0
    import ingest

    print(f"Reading {settings.corpus} into {settings.commitments_db} …", file=sys.stderr)
    with redirect_stdout(sys.stderr):
        code = ingest.main([str(settings.corpus), "--prune", "--db", str(settings.commitments_db)])
    if code == 1 and settings.commitments_db.exists():
        code = 0
    if code == 0:
        settings.commitments_db.touch()  # an ingest that finds nothing new may leave its time as it was
    return code


def is_fresh(database: Path, corpus: Path) -> bool:
    """Whether `database` is there and newer than every document of `corpus` and every module that reads them.

    A folder's own time counts too: it changes when a document is removed.
    """
    try:
        built = database.stat().st_mtime_ns
    except OSError:
        return False
    return all(path.stat().st_mtime_ns <= built for path in _sources(corpus) if path.exists())


def _sources(corpus: Path) -> Iterator[Path]:
    yield corpus
    yield from corpus.rglob("*")
    yield HERE.parent / "ingest.py"
    for room in ("reading", "records"):
        yield from (path for path in (HERE / room).rglob("*") if path.suffix in (".py", ".toml"))
