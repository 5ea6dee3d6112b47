"""Opening the state database: one engine for SQLite and PostgreSQL, tables made where they are missing."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from functools import cache, partial, wraps
from pathlib import Path
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine, Index, MetaData, Table, create_engine, event, func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    InternalError,
    InvalidatePoolError,
    NoSuchModuleError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable

from bot.state.tables import METADATA, STATE_VERSION, STEPS, VERSION, Versions

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

State: TypeAlias = Engine
"""An open state database: what every function of this room is given."""

_PATIENCE = 5.0  # seconds that one SQLite writer waits for another, and that anything is tried again
_WAITS = (0.05, 0.2, 0.5, 1.0)  # seconds before each further try
_IN_TURN = RLock()
"""The threads of a process wait here for one another: for SQLite's own lock they would poll, unfairly."""
_POSTGRES = {
    "connect_timeout": "5",  # seconds, as the next three
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "options": "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s",
}
"""What a connection to PostgreSQL is given, unless its address says otherwise: nobody waits for ever."""
_POOL = {"pool_size": 10, "max_overflow": 20, "pool_timeout": _PATIENCE}
_FILE_POOL: dict[str, Any] = {"pool_size": 1, "max_overflow": -1}
"""Of a file one connection stays open, and more are opened while several are used: it knows one writer anyway.

Of several that stay, one that is closed late would take away the log of a file that was put in place of its own.
"""
_MAKING_TABLES = 0x434F4D4D4954  # the number of the lock that processes take in turn
_LACKING = ("42P01", "42703")  # PostgreSQL: undefined table, undefined column
_APART = 30
_DIALECTS = {"sqlite": sqlite.dialect, "postgresql": postgresql.dialect}
_ADDRESSES = "Give a file's path, or an address such as postgresql+psycopg://user:password@host/name."


class StateError(Exception):
    """The state database cannot be used; the message is a sentence that says why and what to do."""


def open_state(address: str) -> State:
    """The state database at `address`: a file's path, or a `postgresql+psycopg://` address.

    Missing tables are made, and those of an earlier version brought up to date. A connection is lent to one use at a
    time, and stays open, to a file too: as the last is closed SQLite writes all of its log into the file, and syncs
    both. Of a file that was replaced none is lent. StateError where the address is malformed, its driver is missing, or
    the database does not open or is of a later version.
    """
    with _opening(address) as engine:
        bring_up_to_date(engine)
    return engine


def found_versions(address: str) -> Versions:
    """Of which version the tables at `address` are; nothing is changed. StateError as in `open_state`."""
    with _opening(address) as engine, engine.connect() as connection:
        found = versions(connection)
    engine.dispose()
    if found.oldest > VERSION:
        raise StateError(_too_new(found))
    return found


@contextmanager
def _opening(address: str) -> Iterator[State]:
    url = _url(address)
    shown = url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    try:
        engine = _engine(url)
    except ImportError as error:
        raise StateError(f"STATE_DB: the driver “{error.name}” is missing; pip install 'psycopg[binary]'.") from error
    try:
        yield engine
    except StateError:
        engine.dispose()
        raise
    except DBAPIError as error:
        engine.dispose()
        raise StateError(f"STATE_DB: the state database {shown} cannot be used: {_reason(error)}.") from error


def bring_up_to_date(state: State) -> None:
    """Make what is missing, and bring what an earlier version wrote to this one's form, in one transaction.

    StateError, and nothing is changed, where a later version wrote it that this one would damage.
    """
    with _making(state, METADATA) as connection:
        found = versions(connection)
        if found.oldest > VERSION:
            raise StateError(_too_new(found))
        for number in range(found.version + 1, VERSION + 1):
            for statement in STEPS[number].statements:
                connection.execute(statement)
        if found.version < VERSION:
            oldest = max(found.oldest, *(STEPS[number].oldest for number in range(found.version + 1, VERSION + 1)))
            row = {"version": VERSION, "oldest": oldest}
            statement = insertion(connection, STATE_VERSION).values(id=1, **row)
            connection.execute(statement.on_conflict_do_update(index_elements=[STATE_VERSION.c.id], set_=row))
            log.info("The tables of the state database are of version %d now (%d before)", VERSION, found.version)


def versions(connection: Connection) -> Versions:
    """What is noted in an open state database; of one from before it was noted, 0 and 0."""
    if not inspect(connection).has_table(STATE_VERSION.name):
        return Versions(0, 0)
    noted = connection.execute(select(STATE_VERSION.c.version, STATE_VERSION.c.oldest)).one_or_none()
    return Versions(*noted) if noted else Versions(0, 0)


def _too_new(found: Versions) -> str:
    later = f"a later version of the bot wrote it (its tables are of version {found.version}, this one knows {VERSION})"
    return f"STATE_DB: {later}. Start that version again, or restore the copy that you made before."


def make_tables(state: State, metadata: MetaData) -> None:
    """Make the tables of `metadata` that are missing; any number of processes may do so at the same time."""
    with _making(state, metadata):
        pass


@contextmanager
def _making(state: State, metadata: MetaData) -> Iterator[Connection]:
    """A transaction in which the tables of `metadata` are there, and which no two processes have at the same time."""
    with state.begin() as connection:
        if state.dialect.name == "postgresql":
            # there two that create the same table at once fail each other, IF NOT EXISTS or not
            connection.execute(select(func.pg_advisory_xact_lock(_MAKING_TABLES)))
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        there = set(inspect(connection).get_table_names())
        _execute(connection, [table for table in metadata.sorted_tables if table.name not in there])
        _add_columns(connection, [table for table in metadata.sorted_tables if table.name in there])
        _execute(connection, [index for table in metadata.sorted_tables for index in table.indexes])
        yield connection


def _execute(connection: Connection, made: Sequence[Table | Index]) -> None:
    """Make tables or indexes unless they are there; PostgreSQL, which may be far away, is asked for all at once."""
    statements = [_making_of(one, connection.dialect.name) for one in made]
    for each in statements if connection.dialect.name == "sqlite" else filter(None, [";\n".join(statements)]):
        connection.exec_driver_sql(each)


@cache
def _making_of(made: Table | Index, kind: str) -> str:
    dialect = _DIALECTS[kind]()
    if isinstance(made, Table):
        return str(CreateTable(made, if_not_exists=True).compile(dialect=dialect))
    return str(CreateIndex(made, if_not_exists=True).compile(dialect=dialect))


def _add_columns(connection: Connection, tables: Sequence[Table]) -> None:
    """Add the columns that a table of an earlier version lacks; each has a value for the rows that are there."""
    if not tables:
        return
    found = inspect(connection).get_multi_columns(filter_names=[table.name for table in tables])
    there = {(table, column["name"]) for (_, table), columns in found.items() for column in columns}
    for column in [one for table in tables for one in table.columns if (table.name, one.name) not in there]:
        spec = CreateColumn(column).compile(dialect=connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE {column.table.name} ADD COLUMN {spec}")


def patient(act: Callable[Concatenate[State, P], T]) -> Callable[Concatenate[State, P], T]:
    """What works on the state database in one transaction, tried again for a few seconds where that fails in passing.

    A lock, a lost connection and a failover pass. Tables that are gone, with a file that was deleted or replaced, are
    made anew. StateError where the database stays unusable, and whether the transaction took place may be unknown.
    """

    @wraps(act)
    def tried(state: State, /, *args: P.args, **kwargs: P.kwargs) -> T:
        began = time.monotonic()
        for wait in (*_WAITS, None):
            try:
                with _IN_TURN if state.dialect.name == "sqlite" else nullcontext():
                    return act(state, *args, **kwargs)
            except (DBAPIError, PoolTimeout) as error:
                passes = _passes(error)
                if passes is None:
                    raise
                if not passes or wait is None or time.monotonic() - began > _PATIENCE:
                    raise StateError(f"The state database cannot be used: {_reason(error)}.") from error
                if _lacks_tables(error):
                    with suppress(DBAPIError):
                        bring_up_to_date(state)
                        log.warning("The state database was emptied or replaced; its tables are made anew")
            time.sleep(wait)
        raise AssertionError("the last try returns or raises")

    return tried


def _passes(error: DBAPIError | PoolTimeout) -> bool | None:
    """Whether a failure may pass; None where it is none of the database's, but of what was asked of it."""
    if _lacks_tables(error) or isinstance(error, (OperationalError, InterfaceError, InternalError, PoolTimeout)):
        return True
    if isinstance(error, (IntegrityError, DataError, ProgrammingError)):
        return None
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _lacks_tables(error: Exception) -> bool:
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlstate", None) in _LACKING or str(cause).startswith(("no such table", "no such column"))


def _reason(error: DBAPIError | PoolTimeout) -> str:
    return " ".join(str(getattr(error, "orig", error)).split()).rstrip(".")


def shared_clock(state: State) -> Callable[[], datetime]:
    """The time by which all who share a state database go: that of PostgreSQL's server, on SQLite this machine's.

    How far the two are apart is asked once, here; where it is more than `_APART` seconds the log says so.
    """
    if state.dialect.name == "sqlite":
        return lambda: datetime.now(UTC)
    with state.connect() as connection:
        before = datetime.now(UTC)
        there: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    ahead = there - before
    if abs(ahead.total_seconds()) > _APART:
        log.warning(
            "This machine's clock is %.0f s off that of the state database, which counts", -ahead.total_seconds()
        )
    return lambda: datetime.now(UTC) + ahead


def insertion(state: State | Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT into `table` that knows ON CONFLICT: both databases spell it alike, SQLAlchemy does not."""
    return sqlite.insert(table) if state.dialect.name == "sqlite" else postgresql.insert(table)


def moment(when: datetime) -> str:
    """An instant as the tables hold it: `2026-11-21T23:01:02Z`."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _url(address: str) -> URL:
    if "://" not in address:
        return URL.create("sqlite", database=address)
    try:
        url = make_url(address)
        backend = url.get_backend_name()
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise StateError(f"STATE_DB: no such kind of database address. {_ADDRESSES}") from error
    if backend not in _DIALECTS:
        raise StateError(f"STATE_DB: “{backend}” is no database that we know. {_ADDRESSES}")
    return url


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        given = {name: value for name, value in _POSTGRES.items() if name not in url.query}
        return create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=given, **_POOL)
    options = {"timeout": _PATIENCE, "check_same_thread": False}
    engine = create_engine(url, poolclass=QueuePool, hide_parameters=True, connect_args=options, **_FILE_POOL)
    event.listen(engine, "connect", _prepare_sqlite)
    if url.database and url.database != ":memory:" and not url.database.startswith("file:"):
        event.listen(engine, "do_connect", partial(_make_file, url.database))
        event.listen(engine, "connect", partial(_note_file, url.database))
        event.listen(engine, "checkin", partial(_note_file, url.database))
        event.listen(engine, "checkout", partial(_see_file, url.database))
    return engine


def _make_file(path: str, *_: object) -> None:
    """Make the file where it is missing: it holds tokens, and nobody but its owner reads it.

    Nor do they read the files that SQLite lays beside it with the same rights. A file that is there is not opened:
    to close it again would take from this process all locks that its other connections hold on it, and SQLite would
    then write over what others write (sqlite.org, How To Corrupt An SQLite Database File, 2.2).
    """
    with suppress(OSError):  # of a folder that is missing SQLite tells
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _note_file(path: str, _connection: object, record: ConnectionPoolEntry) -> None:
    """Remember what lies at a path while a connection is open, as it is opened and after each use."""
    record.info.setdefault("file", _identity(path))
    if record.info["file"] == _identity(path):
        record.info["beside"] = {name: _identity(name) for name in (f"{path}-wal", f"{path}-shm")}


def _see_file(path: str, connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Lend no connection to a file that is not there any more: what is written into it would be lost.

    Its log goes with it: SQLite leaves it where it is, and would play it into the file that is there now.
    """
    if record.info["file"] == _identity(path):
        return
    connection.close()
    for name, noted in record.info["beside"].items():
        if noted is not None and noted == _identity(name):
            Path(name).unlink(missing_ok=True)
    log.warning("The state database %s was replaced or removed", path)
    raise InvalidatePoolError(f"{path} was replaced or is gone")


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # write-ahead logging lets readers and a writer work at once; foreign keys are off unless told otherwise
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
