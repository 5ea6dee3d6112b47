"""Opening the state database: one engine for SQLite and PostgreSQL, tables made where they are missing."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import Column, Connection, Engine, MetaData, Table, create_engine, event, func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable

from bot.state.tables import METADATA

State: TypeAlias = Engine
"""An open state database: what every function of this room is given."""

_PATIENCE = 30.0  # seconds that one SQLite writer waits for another
_MAKING_TABLES = 0x434F4D4D4954  # the number of the lock that processes take in turn
_KNOWN = ("sqlite", "postgresql")
_ADDRESSES = "Give a file's path, or an address such as postgresql+psycopg://user:password@host/name."


class StateError(Exception):
    """The state database cannot be used; the message is a sentence that says why and what to do."""


def open_state(address: str) -> State:
    """The state database at `address`: a file's path, or a `postgresql+psycopg://` address.

    Missing tables are made. With SQLite every use has a connection of its own: no two threads share one.
    StateError where the address is malformed, its driver is missing or the database does not open.
    """
    url = _url(address)
    shown = url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    try:
        engine = _engine(url)
        make_tables(engine, METADATA)
    except ImportError as error:
        raise StateError(f"STATE_DB: the driver “{error.name}” is missing; pip install 'psycopg[binary]'.") from error
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split()).rstrip(".")
        raise StateError(f"STATE_DB: the state database {shown} cannot be used: {reason}.") from error
    return engine


def make_tables(state: State, metadata: MetaData) -> None:
    """Make the tables of `metadata` that are missing; any number of processes may do so at the same time."""
    with state.begin() as connection:
        if state.dialect.name == "postgresql":
            # there two that create the same table at once fail each other, IF NOT EXISTS or not
            connection.execute(select(func.pg_advisory_xact_lock(_MAKING_TABLES)))
        for table in metadata.sorted_tables:
            connection.execute(CreateTable(table, if_not_exists=True))
        _add_columns(connection, metadata)
        for table in metadata.sorted_tables:
            for index in table.indexes:
                connection.execute(CreateIndex(index, if_not_exists=True))


def _add_columns(connection: Connection, metadata: MetaData) -> None:
    """Add the columns that a table of an earlier version lacks; each has a value for the rows that are there."""
    for again in (False, True):
        lacking = [one for table in metadata.sorted_tables for one in _lacking(connection, table)]
        if not lacking:
            return
        if again:
            for column in lacking:
                spec = CreateColumn(column).compile(dialect=connection.dialect)
                connection.exec_driver_sql(f"ALTER TABLE {column.table.name} ADD COLUMN {spec}")
        elif connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # one process adds them, the others look again


def _lacking(connection: Connection, table: Table) -> list[Column[Any]]:
    there = {one["name"] for one in inspect(connection).get_columns(table.name)}
    return [column for column in table.columns if column.name not in there]


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
    if backend not in _KNOWN:
        raise StateError(f"STATE_DB: “{backend}” is no database that we know. {_ADDRESSES}")
    return url


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    if url.database and url.database != ":memory:" and not url.database.startswith("file:"):
        # it holds tokens: nobody but its owner reads it, nor the files that SQLite lays beside it with the same rights
        with suppress(OSError):  # of a folder that is missing SQLite tells
            os.close(os.open(url.database, os.O_RDWR | os.O_CREAT, 0o600))
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": _PATIENCE})
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # write-ahead logging lets readers and a writer work at once; foreign keys are off unless told otherwise
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
