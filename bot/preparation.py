"""What `make run` does first: read the documents when they are newer than the database, or when it is of no use."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

from bot.records.known_documents import file_of
from bot.records.store import Store, StoreError
from bot.settings import Settings

HERE = Path(__file__).parent
CONNECT = (
    "This is the terminal chat. To connect Slack, set SLACK_BOT_TOKEN and SLACK_APP_TOKEN "
    "(README.md, “Connect Slack”) and run this again."
)
ASIDE = ".before"
"""What is added to the name of a database that another takes the place of."""


def prepare(settings: Settings) -> int:
    """Have a database of the corpus: ingest it when the database is missing, of no use or older; gives the exit code.

    One that cannot be read, or that is of another folder than the one that CORPUS names, is moved aside and made again.
    A document that could not be read is reported by ingest and stops nothing: the others are in the database. Whoever
    reads published snapshots ingests nothing.
    """
    database, corpus = settings.commitments_db, settings.corpus
    if settings.snapshots:
        return 0
    reason = wrong_with(database, corpus if settings.corpus_named else None)
    if not any(_documents(corpus)):
        if reason is None and not settings.corpus_named and database.exists():
            return 0
        said = f"There is nothing to read in {corpus}: put documents into it, or name another folder by CORPUS."
        print(said, file=sys.stderr)
        return 1
    if reason is None and is_fresh(database, corpus):
        return 0
    import ingest

    if reason:
        database.replace(database.with_name(database.name + ASIDE))
        print(f"{reason} It is made again, and the old one is {database.name + ASIDE}.", file=sys.stderr)
    print(f"Reading {corpus} into {database} …", file=sys.stderr)
    with redirect_stdout(sys.stderr):
        code = ingest.main([str(corpus), "--prune", "--db", str(database)])
    if code == 1 and database.exists():
        with Store(database) as store:
            code = 0 if store.totals()[0] else 1
    if code == 0:
        database.touch()  # an ingest that finds nothing new may leave its time as it was
    return code


def wrong_with(database: Path, corpus: Path | None) -> str | None:
    """Why a database is of no use, as a sentence: it cannot be read, or is of other documents than those of `corpus`.

    None where it can be used, or is not there. Without a `corpus` it may be of any.
    """
    if not database.exists():
        return None
    try:
        with Store(database) as store:
            store.assure()
            files = [path for origin in store.origins() if (path := file_of(origin))]
    except StoreError as error:
        return f"{str(error).partition(':')[0]}."
    if corpus is None or not files or any(path.is_relative_to(corpus.resolve()) for path in files):
        return None
    return f"{database} is of {files[0].parent}, and CORPUS names {corpus}."


def is_fresh(database: Path, corpus: Path) -> bool:
    """Whether `database` is there and newer than every document of `corpus` and every module that reads them.

    A folder's own time counts too: it changes when a document is removed.
    """
    try:
        built = database.stat().st_mtime_ns
    except OSError:
        return False
    return all(path.stat().st_mtime_ns <= built for path in _sources(corpus) if path.exists())


def _documents(corpus: Path) -> Iterator[Path]:
    """What may be a document of the corpus, which may be a file itself."""
    if corpus.is_file():
        yield corpus
    yield from (path for path in corpus.rglob("*") if path.is_file() and not path.name.startswith("."))


def _sources(corpus: Path) -> Iterator[Path]:
    yield corpus
    yield from corpus.rglob("*")
    yield HERE.parent / "ingest.py"
    for room in ("reading", "records"):
        yield from (path for path in (HERE / room).rglob("*") if path.suffix in (".py", ".toml"))
