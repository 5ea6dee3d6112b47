"""Short commitment pages for the tests of building, and what a database holds in a form that can be compared."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.reading import read
from bot.reading.document import read_pages
from bot.records.build import build
from bot.records.model import Arrival, Document, Report, Value
from bot.records.revisions import NEWEST, ValueRow
from bot.records.snapshots import seal
from bot.records.store import Store

DAY = date(2026, 11, 21)


def page(code: str, title: str = "Open Budgets", *, more: str = "", listing: Iterable[str] = (), **said: str) -> bytes:
    """A page as it is saved, with the labels of `said` (`Completion="Limited"`) and a listing of `CODE, year, area`."""
    labels = {"Action_Plan": "Avaria Action Plan 2018-2020", "Action_Plan_Cycle": "2018", "Status": "Active", **said}
    lines = ["Skip Navigation", "Avaria", f"{title} ({code})", "Overview", "At-a-Glance"]
    lines += [f"{name.replace('_', ' ')}: {value}" for name, value in labels.items()]
    lines += ["Description", "The ministry will publish its budget every year in a form that can be used again.", more]
    lines += ["Commitments"] if listing else []
    for row in listing:
        lines += ["-", f"Title of {row[:6]}", row]
    return ("\n".join(lines) + "\n").encode()


def arrival(name: str, data: bytes | None, folder: str = "/somewhere") -> Arrival:
    """A document at the door."""
    return Arrival(name, f"{folder}/{name}", data, reader="1")


def reread(document: Document) -> tuple[Value, ...]:
    """The values of a stored page."""
    return read_pages(document)[0]


def ingest(
    db: Path,
    documents: dict[str, bytes] | Sequence[Arrival],
    *,
    as_of: date = DAY,
    prune: bool = False,
    reader: str = "1",
    trust: str = NEWEST,
) -> Report:
    """One ingest of documents, given as name → bytes or as arrivals."""
    coming = (
        [arrival(name, data) for name, data in documents.items()] if isinstance(documents, dict) else list(documents)
    )
    arrivals = [replace(one, reader=reader) for one in coming]
    return build(db, arrivals, read, reread, as_of=as_of, prune=prune, trust=trust)


def deny_texts(store: Store) -> None:
    """From now on the store may not read the text of any document, which is as long as the document is."""

    def decide(action: int, table: str | None, column: str | None, *_more: str | None) -> int:
        denied = (action, table, column) == (sqlite3.SQLITE_READ, "documents", "text")
        return sqlite3.SQLITE_DENY if denied else sqlite3.SQLITE_OK

    store._db.set_authorizer(decide)


@contextmanager
def altered(db: Path) -> Iterator[sqlite3.Connection]:
    """A connection that may write into a database, which is sealed anew afterwards."""
    with closing(sqlite3.connect(db)) as connection:
        yield connection
        connection.commit()
    seal(db)


def rows(db: Path, sql: str, *params: object) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql, params).fetchall()


def everything(db: Path) -> list[tuple[object, ...]]:
    """Every row of every table, byte for byte, the full-text index among them."""
    tables = rows(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [(name, *row) for (name,) in tables for row in rows(db, f'SELECT * FROM "{name}"')]


def contents(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the database says, without the numbers of its rows."""
    columns = ", ".join(f'v."{name}"' for name in ("code", *ValueRow._fields))
    queries = {
        "documents": "SELECT path, sha256, text, day, codes, listed, unread FROM documents ORDER BY path",
        "values": f"SELECT {columns}, d.path FROM field_values v JOIN documents d ON d.id = v.document_id"
        " ORDER BY 1, 2, 9, 3",
        "changes": "SELECT code, field, old, new, document, at FROM changes ORDER BY code, at, document, field",
        "history": "SELECT code, document, day, living, says FROM history ORDER BY code, day, document",
        "problems": "SELECT document, line, field, message, severity FROM problems ORDER BY document, message",
        "names": "SELECT n.kind, n.name, n.key, u.field, u.code FROM names n JOIN name_uses u ON u.name_id = n.id"
        " ORDER BY 1, 3, 4, 5",
        "words": "SELECT w.word, w.kind, w.size, n.key FROM name_words w JOIN names n ON n.id = w.name_id"
        " ORDER BY 1, 2, 4",
        "countries": "SELECT name, prefix FROM country_names ORDER BY 1, 2",
        "commitments": "SELECT code, title, cycle, completion, has_page, prefix, number FROM commitments ORDER BY code",
    }
    return {name: rows(db, sql) for name, sql in queries.items()}
